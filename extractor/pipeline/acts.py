"""Whether a release tells an act at all, of what kind it is, and how far it has got."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from functools import lru_cache

from extractor.lexicon import CueTable, Lexicon, Words
from extractor.pipeline.facts import TITLE_KINDS
from extractor.pipeline.layout import Layout
from extractor.pipeline.patterns import lazy
from extractor.pipeline.screens import stands_in

_BACKGROUND = lazy(
    r"\b(?:negli\s+(?:ultimi\s+)?anni(?:\s+scorsi)?|(?:lo\s+)?(?:scorso\s+anno|anno\s+scorso)|in\s+passato|già\s+nel\s+(?:19|20)\d\d|in\s+precedenza|(?:era|erano)\s+stat[oaie]|av(?:eva|evano|evamo)\s+\w+(?:at|it|ut)[oaie]|"
    r"nella\s+(?:scorsa|passata|precedente)\s+(?:legislatura|programmazione|edizione|annualità)|ricord\w+\s+che|precedente\s+(?:bando|edizione|avviso))\b"
)
_BACKGROUND_STEMS = ("anni", "anno", "passat", "già", "preceden", "stat", "avev", "scorsa", "ricord")
_SPEECH_START = frozenset('"«“')
STATUSES = ("amended", "revoked", "completed", "signed", "open", "approved", "funded", "proposed", "announced")


class ActCues:
    """The lexicon's words of acts, ready to be found."""

    def __init__(self, lexicon: Lexicon) -> None:
        tables = lexicon.tables["agreement_cues"]
        self.kinds = tables["kind"]
        self.kind_table = CueTable((row["words"] for row in self.kinds), lexicon.cues)
        self.verbs = CueTable([tables["act"]["verbs"]], lexicon.cues)
        self.status_table = CueTable((tables["act"]["statuses"][status] for status in STATUSES), lexicon.cues)
        self.negative = CueTable([tables["negative"]["words"]], lexicon.cues)


@dataclass(slots=True)
class Act:
    """What a stretch of text tells: the votes for each kind, for and against its being an act."""

    votes: dict[str, float] = field(default_factory=dict)
    statuses: dict[str, float] = field(default_factory=dict)
    verbs: float = 0.0
    against: float = 0.0

    @property
    def kind(self) -> str | None:
        """The kind with the most votes."""
        return max(self.votes, key=lambda each: self.votes[each]) if self.votes else None

    @property
    def strength(self) -> float:
        """The votes of the strongest kind."""
        return max(self.votes.values(), default=0.0)


@lru_cache(maxsize=4096)
def is_background(low: str) -> bool:
    """Whether a sentence (folded) tells what was before: "negli anni scorsi erano stati".

    >>> is_background("lo scorso anno erano stati stanziati 3 milioni")
    True
    """
    return stands_in(_BACKGROUND_STEMS, low) and _BACKGROUND.search(low) is not None


def read_act(words: Words, layout: Layout, cues: ActCues, sentences: range | None = None) -> Act:
    """Collect the votes of a text, or of some of its sentences; headline and first sentences weigh most."""
    act = Act()
    kinds = {block.start: block.kind for block in layout.blocks}
    low = words.low
    body = 0
    spans = range(len(layout.sentences)) if sentences is None else sentences
    for number in spans:
        start, end = layout.sentences[number]
        kind = kinds.get(start, "")
        if kind in TITLE_KINDS:
            place = {"title": 3.0, "subtitle": 2.0, "occhiello": 1.0}.get(kind, 0.8)
        else:
            if end - start > 30:
                body += 1
            place = (2.5, 2.5, 1.6, 1.0, 0.8)[body] if body < 5 else 0.5
        sentence = low[start:end]
        if body > 1 and is_background(sentence):
            place *= 0.2
        if low[start : start + 1] in _SPEECH_START and body > 1:
            place *= 0.5
        _count(act, words, cues, start, end, place, early=place >= 1.6)
        if body > 60:
            break
    return act


def _count(act: Act, words: Words, cues: ActCues, start: int, end: int, place: float, *, early: bool) -> None:
    first, last = bisect_left(words.starts, start), bisect_left(words.starts, end)
    for cue in cues.kind_table.find(words, first, last):
        row = cues.kinds[cue.row]
        vote = float(row["weight"]) * place * (1.0 if row["kind"] not in act.votes else 0.5)
        act.votes[row["kind"]] = act.votes.get(row["kind"], 0.0) + vote
    for _ in cues.verbs.find(words, first, last):
        act.verbs += place
    for cue in cues.status_table.find(words, first, last):
        status = STATUSES[cue.row]
        act.statuses[status] = act.statuses.get(status, 0.0) + place
    if early:
        for _ in cues.negative.find(words, first, last):
            act.against += place
