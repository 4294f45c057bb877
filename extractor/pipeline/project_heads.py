"""Names of projects that begin with a capitalised "Piano", "Fondo", "Bando": "Piano Lombardia", "Fondo per la montagna"."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.lexicon import Lexicon, Words
from extractor.pipeline.names import ARTICLES, OWNING, STARTERS, adjectival, name_end, parted
from extractor.pipeline.patterns import lazy
from extractor.pipeline.project_cues import Cues
from extractor.pipeline.project_mentions import with_years

_TO = frozenset("a ad al allo alla all ai agli alle su sul sulla sui sulle".split())


def by_head(words: Words, lexicon: Lexicon, cues: Cues, taken: set[int]) -> Iterator[tuple[int, int]]:
    """The spans (offsets) of the names that a capitalised generic word begins.

    Args:
        words: the text's words.
        lexicon: what the rules know.
        cues: the words that begin projects' names.
        taken: indexes of words that belong to the names of other things.
    """
    heads = cues.heads
    for index in [index for index, low in enumerate(words.lows[:-1]) if low in heads]:
        if not words.capitalised(index) or words.surface(index).isupper() or index in taken:
            continue
        if words.gap(index) not in (" ", "\n"):
            continue
        span = _span(words, lexicon, cues, index, taken)
        if span is not None:
            start, end = span
            yield words.starts[start], with_years(words, words.ends[end - 1])


def _span(words: Words, lexicon: Lexicon, cues: Cues, index: int, taken: set[int]) -> tuple[int, int] | None:
    head = words.lows[index]
    position = index + 1
    while position < len(words) and words.lows[position] in cues.adjectives and words.gap(position - 1) == " ":
        position += 1
    adjectives = words.lows[index + 1 : position]
    if position >= len(words):
        return (index, position) if len(adjectives) > 1 else None
    plain = words.run(index, 2), words.run(index, 3)
    if any(key in cues.plain for key in plain if key):
        return None
    end = _capital_end(words, lexicon, position, taken) if not parted(words, position - 1) else position
    direct = end > position and words.capitalised(position)
    if end > position and not adjectives and words.lows[position] in cues.not_names and direct:
        return None
    if end > position and words.lows[position][0].isdigit():
        return None
    opens = _opens(words, index)
    if direct and not adjectives:
        return _direct(words, lexicon, cues, index, end)
    rest = _rest_end(words, lexicon, cues, position) if _goes_on(cues, head, adjectives) else position
    if rest > end:
        if (
            opens
            and not adjectives
            and not any(words.capitalised(at) for at in range(position, rest))
            and words.gap(rest - 1) == " "
        ):
            return None
        return index, rest
    if end > position:
        if (
            opens
            and not adjectives
            and words.lows[position] in ("di", "del", "della", "dell", "delle", "dei")
            and lexicon.place(words, end - 1)
            and head in ("piano", "programma", "fondo", "progetto")
        ):
            return None  # "Piano della Regione", "Progetto di Bari": whose it is, not what it is called
        return index, end
    return (
        (index, position)
        if len(adjectives) > 1 and any(word in cues.ranks for word in adjectives) and head != "progetto"
        else None
    )


def _direct(words: Words, lexicon: Lexicon, cues: Cues, index: int, end: int) -> tuple[int, int] | None:
    """A name right after its head: the head belongs to it in "Piano Lombardia", not in "Bando Semi di Futuro"."""
    head, start = words.lows[index], index + 1
    if words.lows[start] in STARTERS or (
        words.lows[start] in lexicon.head_reach and words.lows[start] not in ("città", "scuola", "its", "parco")
    ):
        return None
    if head in cues.outside:
        place = lexicon.place(words, start)
        if place is not None and start + place[0] >= end:
            return None
        return start, end
    if head == "piano" and end - start > 1 and lexicon.place(words, start) is None:
        return start, end
    return index, end


def _capital_end(words: Words, lexicon: Lexicon, position: int, taken: set[int]) -> int:
    """The end of the capitalised name at a word, without bodies that it would run into."""
    end = name_end(
        words, position, 8, opens_with_link=True, links=OWNING | ARTICLES | {"a", "ai", "al", "alla", "alle", "in"}
    )
    for at in range(position, end):
        if at in taken or (
            at > position
            and words.lows[at] in lexicon.head_reach
            and words.capitalised(at)
            and words.lows[at - 1] in OWNING
            and words.lows[at] in ("regione", "comune", "provincia", "ministero", "governo")
        ):
            end = at
            break
    while end > position and not words.capitalised(end - 1) and not words.lows[end - 1].isdigit():
        end -= 1
    return end


def _goes_on(cues: Cues, head: str, adjectives: list[str]) -> bool:
    return head in cues.rest or (head in cues.ranked and any(word in cues.ranks for word in adjectives))


def _rest_end(words: Words, lexicon: Lexicon, cues: Cues, index: int) -> int:
    """The end of a name that goes on in lower case after a link: "per la crescita sostenibile"; ``index`` for none."""
    end = position = index
    if words.lows[index - 1] == "fondo" and _aim(words, index):
        position += 1
        while (
            position < len(words)
            and words.gap(position - 1) == " "
            and not words.capitalised(position)
            and adjectival(words.lows[position])
        ):
            position += 1
        end = position
    for turn in range(3):
        start = position
        position = _linked(words, cues, position, first=end == index)
        if turn and start < len(words) and words.lows[start] == "per":
            return end
        if position == start or position >= len(words) or parted(words, position - 1):
            return end
        joined = words.lows[start] in ("e", "ed")
        if joined and position == start + 1:
            return end
        while position < len(words) and words.lows[position] in cues.before_noun and words.gap(position - 1) == " ":
            position += 1
        if position >= len(words):
            return end
        low = words.lows[position]
        if (
            low in STARTERS
            or low[0].isdigit()
            or (
                low in lexicon.head_reach
                and words.capitalised(position)
                and low not in ("comuni", "province", "scuola", "parco", "istituto")
            )
        ):
            return end
        if words.capitalised(position) and joined:
            return end
        if words.capitalised(position) and words.lows[position - 1] in OWNING and turn:
            place = lexicon.place(words, position)
            return position + place[0] if place is not None else end
        position += 1
        while (
            position < len(words)
            and words.gap(position - 1) == " "
            and not words.capitalised(position)
            and adjectival(words.lows[position])
        ):
            position += 1
        end = position
    return end


# montagna · progettazione · sicurezza
_NOMINAL = lazy(r"(?:zion[ei]|sion[ei]|zz[ae]|t\u00e0|ment[oi]|enz[ae]|anz[ae]|ism[oi]|tur[ae]|agna|ree|prese)$")


def _aim(words: Words, index: int) -> bool:
    """Whether a fund's aim follows without a link: "Fondo sicurezza urbana"."""
    return (
        index < len(words)
        and words.gap(index - 1) == " "
        and not words.capitalised(index)
        and _NOMINAL.search(words.lows[index]) is not None
        and index > 1
        and words.gap(index - 2) in (" ", "'")
    )


def _linked(words: Words, cues: Cues, index: int, *, first: bool) -> int:
    """The index after the links at a word: "per la", "e della", "ai" after "sostegno"."""
    position = index
    if not first and position < len(words) and words.lows[position] in ("e", "ed") and not parted(words, position - 1):
        position += 1
    links = 0
    while position < len(words) and links < 2 and not parted(words, position - 1):
        low = words.lows[position]
        if (
            low in OWNING
            or (links and low in ARTICLES)
            or (low in _TO and not first and words.lows[index - 1] in cues.deverbal)
        ):
            position += 1
            links += 1
        else:
            break
    return position


def _opens(words: Words, index: int) -> bool:
    return index == 0 or "." in words.gap(index - 1) or "\n" in words.gap(index - 1)
