"""How many agreements a release tells, and which stretch of its text belongs to each."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field

import regex

from extractor.pipeline.facts import Money
from extractor.pipeline.layout import Block, Layout
from extractor.pipeline.payers import Scene

_ORDINAL = regex.compile(
    r"[\"'“«-]?\s*(?:(?:il|la|l'|lo)\s+)?(?P<ordinal>primo|prima|secondo|seconda|terzo|terza|quarto|quarta|quinto|quinta|altro|altra|ultimo|ultima)\b(?!\s+(?:volta|luogo|parte|tempo|passo|fase|momento|ministro|cittadin\w|anno|piano|piani|giorno|cosa|che|posto|vera|grande|a\b))"
)
# what is told by turns must be agreements, not lots or phases
_PLURAL = regex.compile(r"\b(?:accordi|schemi|contratti|protocolli|convenzioni|bandi|avvisi|progetti|intese|patti|programmi|provvedimenti|delibere|decreti|memorandum)\b(?![^.]*\b(?:lotti|fasi|stralci)\b)")
_NUMBERS = {"primo": 1, "prima": 1, "secondo": 2, "seconda": 2, "altro": 2, "altra": 2, "terzo": 3, "terza": 3, "quarto": 4, "quarta": 4, "quinto": 5, "quinta": 5, "ultimo": 9, "ultima": 9}


@dataclass(slots=True)
class Segment:
    """The stretches of text that tell one agreement, and the heading of its own section."""

    spans: list[tuple[int, int]] = field(default_factory=list)
    heading: tuple[int, int] | None = None
    child: bool = False

    def holds(self, position: int) -> bool:
        """Whether a place in the text belongs to this agreement."""
        return any(start <= position < end for start, end in self.spans)


def split(scene: Scene, moneys: list[Money], kind: str) -> list[Segment]:
    """The agreements of a release as stretches of its text; one segment over the whole text where it tells one.

    Sections under headings are tied to the agreement that names the same company or project, else by their order.
    """
    layout = scene.layout
    sections = _sections(layout, len(scene.words.text))
    ordinals = _ordinals(scene)
    if len(ordinals) >= 2:
        segments = [Segment([span]) for span in ordinals]
        _tie_sections(scene, segments, sections, moneys)
        return segments
    telling = [section for section in sections if _tells_cost(scene, section, moneys)]
    if len(telling) >= 2 and kind in ("accordo per l'innovazione", "accordo di sviluppo", "contratto di sviluppo", "contratto di programma", "accordo di collaborazione", "protocollo d'intesa", "convenzione"):
        return [Segment([(section[0].start, section[1])], (section[0].start, section[0].end)) for section in telling]
    return [Segment([(0, len(scene.words.text))])]


def _sections(layout: Layout, length: int) -> list[tuple[Block, int]]:
    """Headings with the end of their sections."""
    headings = [block for block in layout.blocks if block.kind == "heading"]
    return [(block, headings[number + 1].start if number + 1 < len(headings) else length) for number, block in enumerate(headings)]


def _ordinals(scene: Scene) -> list[tuple[int, int]]:
    """Sentences that tell one thing each by turns: "Il primo è tra ...", "Il secondo tra ..."."""
    starts: list[tuple[int, int]] = []
    for start, end in scene.layout.sentences:
        match = _ORDINAL.match(scene.low, start, end)
        if match and any(scene.mentions[index]["label"] in ("INSTITUTION", "COMPANY") for index in scene.between(start, end)):
            starts.append((_NUMBERS[match["ordinal"]], start))
    if not any(number == 1 for number, _ in starts) or not any(number > 1 for number, _ in starts):
        return []
    if not _PLURAL.search(scene.low[max(0, starts[0][1] - 420) : starts[0][1]]):
        return []
    first = next(place for place, (number, _) in enumerate(starts) if number == 1)
    kept: list[int] = []
    expected = 1
    for number, start in starts[first:]:
        if number == expected or number == 9:
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
            end = following if all(block.kind in ("paragraph", "item", "row") for block in between) else end
        result.append((start, end))
    return result


def _tie_sections(scene: Scene, segments: list[Segment], sections: list[tuple[Block, int]], moneys: list[Money]) -> None:
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
    return {scene.mentions[index]["key"] for index in scene.between(start, end) if scene.mentions[index]["label"] in ("COMPANY", "PROJECT")}


def _shared(named: list[set[str]]) -> set[str]:
    seen: set[str] = set()
    shared: set[str] = set()
    for names in named:
        shared |= names & seen
        seen |= names
    return shared


def _tells_cost(scene: Scene, section: tuple[Block, int], moneys: list[Money]) -> bool:
    starts = [money["start"] for money in moneys]
    inside = moneys[bisect_left(starts, section[0].end) : bisect_left(starts, section[1])]
    return any(money.get("role") in ("total_cost", "contribution", "allocation", "cost_share") for money in inside)
