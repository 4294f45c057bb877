"""How many agreements a release tells, and which stretch of its text belongs to each."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass, field

from extractor.pipeline.facts import Money
from extractor.pipeline.layout import Block, Layout
from extractor.pipeline.patterns import lazy
from extractor.pipeline.payers import Scene

_ORDINAL = lazy(
    r"[\"'“«-]?\s*(?:(?:il|la|l'|lo)\s+)?(?P<ordinal>primo|prima|secondo|seconda|terzo|terza|quarto|quarta|quinto|quinta|altro|altra|ultimo|ultima)\b(?!\s+(?:volta|luogo|parte|tempo|passo|fase|momento|ministro|cittadin\w|anno|piano|piani|giorno|cosa|che|posto|vera|grande|a\b))"
)
# what is told by turns must be agreements, not lots or phases
_PLURAL = lazy(
    r"\b(?:accordi|schemi|contratti|protocolli|convenzioni|bandi|avvisi|progetti|intese|patti|programmi|provvedimenti|delibere|decreti|memorandum)\b(?![^.]*\b(?:lotti|fasi|stralci)\b)"
)
_NUMBERS = {
    "primo": 1,
    "prima": 1,
    "secondo": 2,
    "seconda": 2,
    "altro": 2,
    "altra": 2,
    "terzo": 3,
    "terza": 3,
    "quarto": 4,
    "quarta": 4,
    "quinto": 5,
    "quinta": 5,
    "ultimo": 9,
    "ultima": 9,
}


LocalKind = Callable[[int, int], str | None]


@dataclass(slots=True)
class Segment:
    """The stretches of text that tell one agreement, and the heading of its own section."""

    spans: list[tuple[int, int]] = field(default_factory=list)
    heading: tuple[int, int] | None = None
    child: bool = False
    kind: str | None = None
    intro: tuple[int, int] = (0, 0)  # what stands before the first of several agreements, and speaks of all

    def holds(self, position: int) -> bool:
        """Whether a place in the text belongs to this agreement."""
        return any(start <= position < end for start, end in self.spans)


def split(scene: Scene, moneys: list[Money], kind: str, local: LocalKind | None = None) -> list[Segment]:
    """The agreements of a release as stretches of its text; one segment over the whole text where it tells one.

    Turns ("il primo ... il secondo") come first; then sections under headings and items of a list, where the text says
    that there are several ("tre bandi") or where they are of different kinds.

    Args:
        scene: the text's mentions and entities.
        moneys: its sums.
        kind: the kind of act that the whole tells.
        local: gives the kind of act that a stretch of text tells, or ``None``.
    """
    return introduced(_split(scene, moneys, kind, local))


def introduced(segments: list[Segment]) -> list[Segment]:
    """Several segments, each with what stands before the first."""
    if len(segments) > 1:
        first = min(start for segment in segments for start, _ in segment.spans)
        for segment in segments:
            segment.intro = (0, first)
    return segments


def by_turns(scene: Scene, moneys: list[Money]) -> list[Segment]:
    """The acts of a release that tells them by turns ("il primo ... il secondo"), each with its section; none otherwise."""
    ordinals = _ordinals(scene)
    if len(ordinals) < 2:
        return []
    segments = [Segment([span]) for span in ordinals]
    _tie_sections(scene, segments, _sections(scene.layout, len(scene.words.text)), moneys)
    return segments


def _split(scene: Scene, moneys: list[Money], kind: str, local: LocalKind | None) -> list[Segment]:
    length = len(scene.words.text)
    sections = _sections(scene.layout, length)
    if segments := by_turns(scene, moneys):
        return segments
    several = says_several(scene)
    telling = [section for section in sections if _tells(scene, section, moneys)]
    if len(telling) >= 2:
        kinds = [local(section[0].start, section[1]) if local else None for section in telling]
        if several or len([each for each in kinds if each]) >= 2:
            segments = [
                Segment([(section[0].start, section[1])], (section[0].start, section[0].end), kind=own)
                for section, own in zip(telling, kinds, strict=True)
            ]
            return _under_programme(segments, kind, telling[0][0].start)
    items = _items(scene, moneys)
    if len(items) >= 2 and several and kind in _LISTED_KINDS:
        return [Segment([span]) for span in items]
    return [Segment([(0, length)])]


_LISTED_KINDS = frozenset(
    (
        "accordo per l'innovazione",
        "accordo di sviluppo",
        "contratto di sviluppo",
        "contratto di programma",
        "appalto",
        "delibera",
        "bando",
    )
)
_PROGRAMMES = frozenset(("piano", "patto", "decreto", "accordo di programma", "legge"))
_NUMBERED = r"(?:due|tre|quattro|cinque|sei|sette|otto|nove|dieci|undici|dodici|\d{1,2})"
_SEVERAL = lazy(
    rf"\b{_NUMBERED}\s+(?:\p{{L}}+\s+){{0,2}}?(?:accordi|schemi|contratti|protocolli|convenzioni|bandi|avvisi|intese|patti|provvedimenti|delibere|decreti|misure|appalti|graduatorie|"
    r"finanziamenti|gare|linee|atti)\b|\b(?:notiziario|newsletter|i\s+provvedimenti|le\s+delibere|le\s+decisioni|in\s+breve|seduta\s+(?:di|della)\s+giunta|la\s+giunta\s+in\s+pillole)\b"
)
_GENERIC_HEADING = lazy(
    r"(?:le?\s+dichiarazion|i?l?\s*comment|le\s+risorse|i\s+fondi|i\s+tempi|il\s+progetto$|gli\s+obiettivi|come\s|chi\s|a\s+chi|quando|requisiti|beneficiari|scadenz|dotazione|"
    r"l'accordo$|la\s+scheda|il\s+contesto|i\s+numeri|i\s+prossimi|cosa\s|le\s+reazioni|il\s+quadro|cifre|l'investimento|gli\s+interventi|il\s+percorso|la\s+storia|perché)"
)


def says_several(scene: Scene) -> bool:
    """Whether headline or first sentences speak of several acts: "tre bandi", "due accordi per l'innovazione"."""
    first = next(
        (start for start, end in scene.layout.sentences if scene.layout.title is None or start > scene.layout.title[1]),
        0,
    )
    return _SEVERAL.search(scene.low, 0, first + 700) is not None


def _tells(scene: Scene, section: tuple[Block, int], moneys: list[Money]) -> bool:
    heading = scene.low[section[0].start : section[0].end]
    if _GENERIC_HEADING.match(heading):
        return False
    speaker = any(
        scene.mentions[index]["label"] == "PERSON" for index in scene.between(section[0].start, section[0].end)
    )
    if speaker and ":" in heading:
        return False
    return _tells_cost(scene, section, moneys)


def _under_programme(segments: list[Segment], kind: str, first: int) -> list[Segment]:
    """Calls and conventions below a programme that the first part tells: the programme, then its children."""
    below = [segment for segment in segments if segment.kind in ("bando", "convenzione", "graduatoria", "appalto")]
    if kind not in _PROGRAMMES or len(below) < 2 or len(below) < len(segments) - 1:
        return segments
    for segment in below:
        segment.child = True
    return [Segment([(0, first)]), *segments]


def _items(scene: Scene, moneys: list[Money]) -> list[tuple[int, int]]:
    """Items of a list that name a company or a project and a sum of their own."""
    starts = [money["start"] for money in moneys]
    found: list[tuple[int, int]] = []
    for block in scene.layout.blocks:
        if block.kind not in ("item", "row"):
            continue
        labels = {scene.mentions[index]["label"] for index in scene.between(block.start, block.end)}
        if labels & {"COMPANY", "PROJECT"} and bisect_left(starts, block.start) < bisect_left(starts, block.end):
            found.append((block.start, block.end))
    return found


def _sections(layout: Layout, length: int) -> list[tuple[Block, int]]:
    """Headings with the end of their sections."""
    headings = [block for block in layout.blocks if block.kind == "heading"]
    return [
        (block, headings[number + 1].start if number + 1 < len(headings) else length)
        for number, block in enumerate(headings)
    ]


def _ordinals(scene: Scene) -> list[tuple[int, int]]:
    """Sentences that tell one thing each by turns: "Il primo è tra ...", "Il secondo tra ..."."""
    starts: list[tuple[int, int]] = []
    for start, end in scene.layout.sentences:
        match = _ORDINAL.match(scene.low, start, end)
        if match and any(
            scene.mentions[index]["label"] in ("INSTITUTION", "COMPANY") for index in scene.between(start, end)
        ):
            starts.append((_NUMBERS[match["ordinal"]], start))
    if not any(number == 1 for number, _ in starts) or not any(number > 1 for number, _ in starts):
        return []
    if not _PLURAL.search(scene.low[max(0, starts[0][1] - 420) : starts[0][1]]):
        return []
    first = next(place for place, (number, _) in enumerate(starts) if number == 1)
    kept: list[int] = []
    expected = 1
    for number, start in starts[first:]:
        if number in (expected, 9):
            kept.append(start)
            expected += 1
    bounds = [*kept, 0]
    for place, start in enumerate(kept):
        block_end = next((block.end for block in scene.layout.blocks if block.start <= start < block.end), start)
        following = kept[place + 1] if place + 1 < len(kept) else None
        bounds[place] = min(block_end, following) if following is not None and following < block_end else block_end
    spans = list(zip(kept, bounds, strict=False))
    return _extended(scene, spans)


def _extended(scene: Scene, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Let each turn run on over the paragraphs that follow it, as far as the next turn or heading."""
    result: list[tuple[int, int]] = []
    for place, (start, end) in enumerate(spans):
        following = spans[place + 1][0] if place + 1 < len(spans) else None
        if following is not None:
            between = [block for block in scene.layout.blocks if end <= block.start < following]
            runs_on = all(block.kind in ("paragraph", "item", "row") for block in between)
            result.append((start, following if runs_on else end))
        else:
            result.append((start, end))
    return result


def _tie_sections(
    scene: Scene, segments: list[Segment], sections: list[tuple[Block, int]], moneys: list[Money]
) -> None:
    named = [_names(scene, *segment.spans[0]) for segment in segments]
    loose: list[tuple[Block, int]] = []
    taken: set[int] = set()
    for section in sections:
        names = _names(scene, section[0].start, section[1])
        owners = [number for number, own in enumerate(named) if names & (own - _shared(named))]
        if len(owners) == 1 and owners[0] not in taken:
            _add(segments[owners[0]], section)
            taken.add(owners[0])
        elif not owners and _tells_cost(scene, section, moneys):
            loose.append(section)
    for number, segment in enumerate(segments):
        if number not in taken and loose:
            _add(segment, loose.pop(0))


def _add(segment: Segment, section: tuple[Block, int]) -> None:
    segment.spans.append((section[0].start, section[1]))
    segment.heading = (section[0].start, section[0].end)


def _names(scene: Scene, start: int, end: int) -> set[str]:
    return {
        scene.mentions[index]["key"]
        for index in scene.between(start, end)
        if scene.mentions[index]["label"] in ("COMPANY", "PROJECT")
    }


def _shared(named: list[set[str]]) -> set[str]:
    seen: set[str] = set()
    shared: set[str] = set()
    for names in named:
        shared |= names & seen
        seen |= names
    return shared


def _tells_cost(scene: Scene, section: tuple[Block, int], moneys: list[Money]) -> bool:
    first, last = (bisect_left(moneys, place, key=_start) for place in (section[0].end, section[1]))
    inside = moneys[first:last]
    return any(
        money.get("role") in ("total_cost", "contribution", "allocation", "cost_share", "loan") for money in inside
    )


def _start(money: Money) -> int:
    return money["start"]
