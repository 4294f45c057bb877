"""What the corpus holds: counts, and how much of it repeats itself."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from models.corpus.document import Document
from models.corpus.vocabulary import LABELS, SUM

SHINGLE: Final = 5
"""Words of the runs that near-duplicates share."""

NEAR: Final = 0.5
"""The Jaccard similarity of two texts' runs of words above which they are near-duplicates."""

SHORTEST_SENTENCE: Final = 4
"""Sentences of fewer words are bound to repeat and not counted."""

# a sentence ends at a line's end, or at a full stop before a capital, bracket or quote
_SENTENCE_END: Final = re.compile(r"\n+|(?<=[.!?…])[\"”»]?\s+(?=[\"“«(\[]?[A-ZÀ-Ý])")


@dataclass
class Report:
    """Counts over a number of announcements.

    ``agreements`` counts by kind, ``sums`` by role, ``entities`` and ``mentions`` by label; ``skeletons`` counts the
    sentences with their entities and sums replaced by labels; ``near_duplicates`` are pairs of names and how alike.
    """

    announcements: int = 0
    words: int = 0
    without_agreement: int = 0
    sums_without_agreement: int = 0
    entities: Counter[str] = field(default_factory=Counter)
    mentions: Counter[str] = field(default_factory=Counter)
    agreements: Counter[str] = field(default_factory=Counter)
    sums: Counter[str] = field(default_factory=Counter)
    skeletons: Counter[str] = field(default_factory=Counter)
    near_duplicates: list[tuple[float, str, str]] = field(default_factory=list)

    def __str__(self) -> str:
        """The report as plain text, one idea a line."""
        repeated = Counter({skeleton: count for skeleton, count in self.skeletons.items() if count > 1})
        sentences = self.skeletons.total()
        sums = self.sums.total()
        silent = _share(self.without_agreement, self.announcements)
        return "\n".join(
            [
                f"announcements  {self.announcements}, {silent} without agreement",
                f"words          {self.words}",
                *_table("entities", self.entities),
                *_table("mentions", self.mentions),
                *_table("agreements", self.agreements),
                *_table("sums", self.sums),
                f"  without agreement {_share(self.sums_without_agreement, sums)}",
                f"near-duplicates  {len(self.near_duplicates)}",
                *(f"  {similarity:.2f}  {one}  {other}" for similarity, one, other in self.near_duplicates),
                f"repeated sentence skeletons  {len(repeated)}, {_share(repeated.total(), sentences)} of the sentences",
                *(f"  {count:5}  {skeleton}" for skeleton, count in repeated.most_common(10)),
            ]
        )


def report(documents: Mapping[str, Document]) -> Report:
    r"""Count what marked documents hold; they are given by name.

    >>> from models.corpus.document import parse_document
    >>> document = parse_document("[Roma]{l1} e [Lodi]{l2}, poi [Roma]{l1}.\n=====\n")
    >>> found = report({"a": document, "b": document})
    >>> found.entities, found.mentions, found.words, found.near_duplicates
    (Counter({'PLACE': 4}), Counter({'PLACE': 6}), 10, [(1.0, 'a', 'b')])
    """
    found = Report(announcements=len(documents))
    for document in documents.values():
        labels = [LABELS[mark.letter] for mark in document.marks if mark.letter in LABELS]
        marked = {mark.id for mark in document.marks if mark.letter in LABELS}
        found.words += len(document.text.split())
        found.mentions.update(labels)
        found.entities.update(LABELS[name[0]] for name in marked)
        found.agreements.update(str(agreement.get("kind")) for agreement in document.agreements)
        found.without_agreement += not document.agreements
        found.sums.update(str(entry.get("role")) for entry in document.sums.values())
        found.sums_without_agreement += sum("agreement" not in entry for entry in document.sums.values())
        found.skeletons.update(skeletons(document))
    found.near_duplicates = near_duplicates({name: document.text for name, document in documents.items()})
    return found


def skeletons(document: Document) -> Iterator[str]:
    r"""The sentences of a document, every entity and sum replaced by its label; short ones are left out.

    >>> from models.corpus.document import parse_document
    >>> list(skeletons(parse_document("La [Regione]{i1} stanzia [5 euro]{m1}. Fine.\n=====\n")))
    ['La INSTITUTION stanzia SUM.']
    """
    pieces: list[str] = []
    done = 0
    for mark in document.marks:
        if mark.letter and mark.start >= done:
            pieces += [document.text[done : mark.start], "SUM" if mark.letter == SUM else LABELS[mark.letter]]
            done = mark.end
    pieces.append(document.text[done:])
    for sentence in _SENTENCE_END.split("".join(pieces)):
        words = sentence.split()
        if len(words) >= SHORTEST_SENTENCE:
            yield " ".join(words)


def near_duplicates(texts: Mapping[str, str]) -> list[tuple[float, str, str]]:
    """The pairs of texts whose runs of five words are more than half the same, by Jaccard similarity, most alike first.

    Only texts that share a run are compared, by an index of runs.
    """
    runs = {name: _runs(text) for name, text in texts.items()}
    holders: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
    found: list[tuple[float, str, str]] = []
    for name, own in runs.items():
        shared: Counter[str] = Counter()
        for run in own:
            shared.update(holders[run])
            holders[run].append(name)
        for other, common in shared.items():
            similarity = common / (len(own) + len(runs[other]) - common)
            if similarity > NEAR:
                found.append((similarity, other, name))
    return sorted(found, key=lambda pair: (-pair[0], pair[1:]))


def _runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[at : at + SHINGLE]) for at in range(max(1, len(words) - SHINGLE + 1))}


def _table(name: str, counts: Counter[str]) -> Iterable[str]:
    yield f"{name}  {counts.total()}"
    for key, count in counts.most_common():
        yield f"  {count:6}  {key}"


def _share(part: int, whole: int) -> str:
    return f"{part} ({part / whole:.0%})" if whole else "0"
