"""Where a capitalised name ends, or begins: shared by every rule that reads names the lexicon does not hold."""

from __future__ import annotations

from extractor.lexicon import Words

LINKS = frozenset("di del della dello dell dei degli delle d per la il lo gli le l in a al alla allo alle ai agli all sul sulla sui nel nella nell san santa da dal".split())
_JOINING = frozenset(("e", "ed"))
_JOINED_BY = frozenset("del della dello dell dei degli delle per la il lo le l i gli d".split())
_TRAILING = frozenset("occidentale orientale centrale settentrionale meridionale nazionale italiana italiano italiani regionale".split())
STARTERS = frozenset(
    "il la lo i gli le l un una uno in per con nel nella nei negli nelle dal dalla dai dalle dello del della dei degli delle al alla ai agli alle "
    "di a da su sul sulla sui sugli sulle tra fra e ed o ma se che come questo questa questi queste oltre anche sono è si non dopo secondo grazie così inoltre infine "
    "quando mentre dove oggi ieri domani ad ogni nuovo nuova nuovi nuove via ok ecco tutti tutte tutto ora sarà saranno ha hanno".split()
)


def name_end(words: Words, index: int, limit: int, *, joins: bool = False, opens_with_link: bool = False) -> int:
    """The index after the last word of the capitalised name that begins at a word.

    Links ("di", "della") are crossed where a capital follows; "e" where a link follows it ("e della Ricerca") or where
    ``joins`` says that this kind of name has two halves. Returns ``index`` where no name begins there.
    """
    end = position = index
    links = 0
    while position < len(words) and position - index < limit:
        if position > index and not words.tight(position - 1):
            break
        low = words.lows[position]
        if words.capitalised(position) or (low[0].isdigit() and position > index and len(low) < 5) or (low.isdigit() and len(low) < 3 and position == index):
            if low in STARTERS and position > index and links == 0 and low not in LINKS:
                break
            position += 1
            end = position
            links = 0
        elif low in LINKS and links < 3 and (position > index or opens_with_link):
            links += 1
            position += 1
        elif low in _JOINING and position > index and (joins or (position + 1 < len(words) and words.lows[position + 1] in _JOINED_BY and links == 0)):
            if not joins and not _continues(words, position + 1):
                break
            links += 1
            position += 1
        elif low in _TRAILING and end == position and position > index:
            position += 1
            end = position
        else:
            break
    return end


def _continues(words: Words, index: int) -> bool:
    """After "e": "e della Ricerca" goes on with the name, "e la Regione" does not."""
    return words.lows[index] in ("dell", "della", "del", "delle", "dei", "degli", "dello")


def name_start(words: Words, index: int, limit: int) -> int:
    """The index of the first word of the capitalised name whose last word stands at ``index``.

    Leading articles and other words that open a sentence are left out. Returns ``index + 1`` where that word is no
    part of a name.
    """
    start = index + 1
    position = index
    while position >= 0 and index - position < limit:
        if position < index and not (words.tight(position) or words.gap(position) in (" & ", "& ", " + ", "&", ".& ", " - ")):
            break
        low = words.lows[position]
        if words.capitalised(position) or low[0].isdigit():
            start = position
            position -= 1
        elif low in ("di", "dei", "degli", "delle", "del", "della", "dell", "d") and position < index and _linked_before(words, position):
            position -= 1
        else:
            break
    while start < index and words.lows[start] in STARTERS:
        start += 1
    return start


def _linked_before(words: Words, index: int) -> bool:
    return index > 0 and words.capitalised(index - 1) and words.tight(index - 1) and words.lows[index - 1] not in STARTERS
