"""Bodies named by one word alone: "Coldiretti", "Filctem Cgil", and heads that stand for a body, "la Diocesi"."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.lexicon import Lexicon, Words
from extractor.pipeline.heads import Heads, Row
from extractor.pipeline.mentions import Mention
from extractor.pipeline.names import STARTERS

_ARTICLED = frozenset(
    "il la lo l i gli le del della dello dell dei degli delle al alla allo all ai agli alle dal dalla dallo dall dai "
    "dagli dalle col coi sul sulla sull tra con e ed".split()
)
_NO_BODY_BEFORE = frozenset(("in", "nella", "nel", "nell", "presso", "ogni", "un", "una", "uno"))
_LIST_GAPS = (", ", " ", ",", "/", "-", " - ")
_OWNED = frozenset("di del della dell delle dei d".split())
_PORTFOLIOS = frozenset(
    "assessore assessora assessori assessorato ministro ministra ministri viceministro viceministra sottosegretario "
    "sottosegretaria delegato delegata delega deleghe consigliere consigliera".split()
)
_TO = frozenset("al alla allo all ai agli alle per".split())


def named_alone(words: Words, lexicon: Lexicon, heads: Heads) -> Iterator[Mention]:
    """Words that are bodies' names by themselves, with their confederation or territory: "Filctem Cgil", "Cia"."""
    lows, reach = words.lows, heads.name_reach
    sure_before = -1  # index after the last name found, for lists
    pending: tuple[int, Mention] | None = None
    for index, low in enumerate(lows):
        if low not in reach or index < sure_before or not words.capitalised(index):
            continue
        size = next(
            (size for size in range(reach[low], 0, -1) if " ".join(lows[index : index + size]) in heads.names), 0
        )
        if not size or (size > 1 and any(words.gap(at) not in (" ", "-") for at in range(index, index + size - 1))):
            continue
        rule, sure = heads.names[" ".join(lows[index : index + size])]
        if (
            any(character.islower() for character in words.surface(index))
            and words.surface(index).istitle() is False
            and len(low) < 6
        ):
            continue
        if index and words.gap(index - 1) == " " and _within(words, heads, index):
            continue
        end = _extended(words, lexicon, heads, index, index + size)
        union = rule["kind"] == "union" and end - index > 1
        mention: Mention = {
            "start": words.starts[index], "end": words.ends[end - 1], "label": "INSTITUTION",
            "key": f"{rule['kind']}:{' '.join(lows[index:end])}", "rule": "name", "kind": rule["kind"],
        }  # fmt: skip
        if (
            end < len(words)
            and words.gap(end - 1) == " "
            and words.capitalised(end)
            and words.lows[end] not in heads.names
            and words.lows[end] not in lexicon.first_names
            and words.lows[end] not in heads.offices
            and words.lows[end] not in STARTERS
        ):
            continue  # "Libera Vigna" is somebody else
        listed = sure_before > 0 and _coordinated(words, sure_before, index)
        if sure or union or listed or _after_article(words, index):
            if pending is not None and _coordinated(words, pending[0], index):
                yield pending[1]
            yield mention
            sure_before, pending = end, None
        elif pending is not None and _coordinated(words, pending[0], index):
            yield pending[1]
            yield mention
            sure_before, pending = end, None
        else:
            pending = (end, mention)


def _within(words: Words, heads: Heads, index: int) -> bool:
    """Whether the word before makes the name a part of another: "Birrificio Monte Arci"."""
    low = words.lows[index - 1]
    return (
        words.capitalised(index - 1)
        and not words.surface(index - 1).isupper()
        and low not in STARTERS
        and low not in heads.names
        and low not in heads.offices
    )


def _after_article(words: Words, index: int) -> bool:
    return (
        index > 0
        and words.lows[index - 1]
        in (
            "la",
            "il",
            "l",
            "della",
            "del",
            "dell",
            "dalla",
            "dal",
            "alla",
            "al",
            "all",
            "sindacati",
            "sigle",
            "sindacato",
        )
        and words.gap(index - 1) in (" ", "'")
    )


def _coordinated(words: Words, end: int, index: int) -> bool:
    """Whether only a comma, an "e" or an article stands between two names."""
    if index == end:
        return words.gap(end - 1) in _LIST_GAPS
    between = words.lows[end:index]
    return (
        len(between) <= 2
        and all(low in ("e", "ed", "la", "il", "l", "con", "i", "dalla", "della", "di") for low in between)
        and "." not in words.gap(end - 1)
    )


def _extended(words: Words, lexicon: Lexicon, heads: Heads, index: int, end: int) -> int:
    """The end of a name with what belongs to it: its confederation, its trade, its territories."""
    if (
        words.lows[end - 1] not in heads.unions
        and end < len(words)
        and words.lows[end] in heads.unions
        and words.gap(end - 1) in (" ", "-", " - ", "/")
        and words.capitalised(end)
    ) or (
        words.lows[index] in heads.unions
        and end < len(words)
        and words.gap(end - 1) in (" ", "-")
        and words.lows[end] in ("fp", "fpl", "scuola", "pensionati", "medici")
        and words.capitalised(end)
    ):
        end += 1
    while (
        end < len(words)
        and words.gap(end - 1) == " "
        and words.lows[end] in heads.extensions
        and words.capitalised(end)
    ):
        end += 1
    for _ in range(3):
        if (
            end >= len(words)
            or words.gap(end - 1) not in (" ", "-")
            or not words.capitalised(end)
            or (words.surface(index).isupper() and words.surface(end).isupper() and len(words.lows[index]) > 5)
        ):
            break
        place = lexicon.place(words, end)
        if (
            place is None
            or place[1].type == "adjective"
            or (
                words.lows[end] in lexicon.first_names
                and end + place[0] < len(words)
                and words.capitalised(end + place[0])
                and words.gap(end + place[0] - 1) == " "
            )
        ):
            break
        end += place[0]
    return end


def standing(words: Words, lexicon: Lexicon, heads: Heads, kinds: set[str]) -> Iterator[Mention]:
    """Heads that stand alone for a body: "la Diocesi"; only of kinds that the text names no body of.

    Args:
        words: the text's words.
        lexicon: what the rules know.
        heads: the head words.
        kinds: the kinds of bodies that the text names in full.
    """
    for index, low in enumerate(words.lows):
        if low not in heads.standing_reach:
            continue
        for size in range(heads.standing_reach[low], 0, -1):
            key = " ".join(words.lows[index : index + size])
            rule = heads.standing.get(key)
            if (
                rule is None
                or index + size > len(words)
                or any(words.gap(at) != " " for at in range(index, index + size - 1))
            ):
                continue
            if not _stands(words, lexicon, heads, index, index + size, key):
                break
            if (
                rule["kind"] in ("region", "province", "municipality", "ministry", "university", "health", "chamber")
                and rule["kind"] in kinds
            ):
                break
            if f"{rule['kind']}:{low}" in kinds:
                break
            yield {
                "start": words.starts[index], "end": words.ends[index + size - 1], "label": "INSTITUTION",
                "key": f"{rule['kind']}:{_own_key(rule)}" if rule["kind"] != "agency" and rule["kind"] != "association" else f"{rule['kind']}:{key}",
                "rule": "standing", "kind": rule["kind"],
            }  # fmt: skip
            break


def portfolio(words: Words, index: int) -> bool:
    """Whether a name is what an office deals with: "assessore alla Protezione civile"."""
    if not index or words.lows[index - 1] not in _TO:
        return False
    return any(words.lows[at] in _PORTFOLIOS for at in range(max(0, index - 3), index - 1))


def _own_key(rule: Row) -> str:
    return str(rule["standing"][0]).lower()


def _stands(words: Words, lexicon: Lexicon, heads: Heads, index: int, end: int, key: str) -> bool:
    if not words.capitalised(index) and key not in heads.standing_lower:
        return False
    if words.surface(index).isupper() and len(key) > 4:
        return False
    before = words.lows[index - 1] if index else ""
    if before not in _ARTICLED or words.gap(index - 1) not in (" ", "'", "' ", "  "):
        return False
    if portfolio(words, index):
        return False
    if end < len(words) and words.gap(end - 1) in (" ", "'", " '", ' "'):
        if words.capitalised(end) and words.lows[end] not in lexicon.first_names:
            return False
        if words.lows[end] in _OWNED and words.gap(end - 1) == " ":
            return False
    return not (index > 1 and words.lows[index - 2] in _NO_BODY_BEFORE)
