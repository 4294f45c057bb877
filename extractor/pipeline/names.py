"""Where a capitalised name ends, or begins: shared by every rule that reads names the lexicon does not hold."""

from __future__ import annotations

from extractor.lexicon import Words
from extractor.pipeline.patterns import lazy

LINKS = frozenset(
    "di del della dello dell dei degli delle d per la il lo i gli le l in a al alla allo alle ai agli all "
    "sul sulla sui nel nella nell san santa da dal".split()
)
# what ties a name to its owner or aim; articles count only after one of these
OWNING = frozenset("di del della dello dell dei degli delle d per".split())
ARTICLES = frozenset("il lo la i gli le l".split())
_JOINING = frozenset(("e", "ed"))
_JOINED_BY = frozenset("del della dello dell dei degli delle per la il lo le l i gli d".split())
_OF = frozenset("dell della del delle dei degli dello".split())
_TRAILING = frozenset(
    "occidentale orientale centrale settentrionale meridionale nazionale italiana italiano italiani regionale".split()
)
STARTERS = frozenset(
    "il la lo i gli le l un una uno in per con nel nella nei negli nelle dal dalla dai dalle dello del della dei degli "
    "delle al alla ai agli alle di a da su sul sulla sui sugli sulle tra fra e ed o ma se che come questo questa questi "
    "queste oltre anche sono è si non dopo secondo grazie così inoltre infine quando mentre dove oggi ieri domani ad "
    "ogni nuovo nuova nuovi nuove via ok ecco tutti tutte tutto ora sarà saranno ha hanno".split()
)
_BEFORE_APOSTROPHE = frozenset("dell della dall nell sull all coll l d un c dov quell quest".split())
# a full stop after one of these does not end a sentence
_SHORTENED = frozenset("ss st mons fr prof dr sen on ing avv dott cav az soc coop".split())
_SUM = lazy(r"[.,]\d|\s?(?:mila|mil|mln|milion\w+|miliard\w+|mld|euro|€|%|per\s+cento)(?!\p{L})")
_WRAPPED_AFTER = 50
_ADJECTIVAL = lazy(r"\p{Ll}{2,}(?:al[ei]|ic[oaei]|ich[ei]|il[ei]|iv[oaei]|os[oaei]|ari[oae]?|bil[ei]|an[oaei]|es[ei])$")
_ADJECTIVES = frozenset(
    "civile civili civico civica civici civiche alimentare alimentari popolare popolari militare militari familiare "
    "familiari nucleare solare polare marino marina marini montano montana marine marini mondiale internazionale nazionali minore minori maggiore superiore inferiore "
    "antico antica aperto aperta verde verdi marittimo marittima alpino alpina integrato integrata sottoutilizzate "
    "disagiate avanzata avanzato avanzate agricolo agricola agricoli agricole digitale naturalistico".split()
)
# words that look like adjectives and are none, or do not go on with a name
_OTHERS = frozenset(
    "vale sale arriva attiva archivia comunica indica dedica verifica modifica applica notifica replica posa osa usa "
    "scrive vive riceve deve fanno danno stanno vanno hanno saranno avranno quale quali tale tali relativo relativa "
    "relativi relative successivo successiva successivi successive iniziative iniziativa".split()
)


def adjectival(low: str) -> bool:
    """Whether a lower-case word looks like an adjective that goes on with a name: "sostenibile", "ambientale".

    >>> [adjectival(word) for word in ("sostenibile", "civico", "annuncia", "comunica")]
    [True, True, False, False]
    """
    return low in _ADJECTIVES or (low not in _OTHERS and _ADJECTIVAL.match(low) is not None)


def parted(words: Words, index: int) -> bool:
    """Whether a word and the next cannot belong to one name that the lexicon does not know.

    Narrower than :meth:`Words.tight`: the full stop of "Asl 2. Qui" and the end of a short line part two names; the
    end of a long line is taken for a mere line wrap.
    """
    gap = words.gap(index)
    if gap == " ":
        return False
    if not words.tight(index):
        return True
    if "\n" in gap:
        end = words.ends[index]
        return end - words.plain.rfind("\n", 0, end) < _WRAPPED_AFTER
    if gap == " - ":
        return True
    if gap == ". ":
        low = words.lows[index]
        return low.isdigit() or not (len(low) == 1 or low in _SHORTENED)
    return False


def states_sum(words: Words, index: int) -> bool:
    """Whether the figure at a word is a quantity ("22.984.000", "40 mila euro") and so no part of a name."""
    return _SUM.match(words.plain, words.ends[index]) is not None


def name_end(
    words: Words,
    index: int,
    limit: int,
    *,
    joins: bool = False,
    opens_with_link: bool = False,
    links: frozenset[str] = LINKS,
) -> int:
    """The index after the last word of the capitalised name that begins at a word.

    Links ("di", "della") are crossed where a capital follows; "e" where a link follows it ("e della Ricerca") or where
    ``joins`` says that this kind of name has two halves. Returns ``index`` where no name begins there.

    Args:
        words: the text's words.
        index: the word at which the name begins.
        limit: the most words that it may have.
        joins: whether "e" and a capital go on with the name ("Camera di commercio di Chieti e Pescara").
        opens_with_link: whether the name may begin with a link ("di Bari").
        links: the lower-case words that may stand between two capitals.

    >>> from extractor.lexicon import words_of
    >>> text = "Fondazione Mont'e Prama per l'allestimento"
    >>> words = words_of(text)
    >>> text[: words.ends[name_end(words, 0, 8) - 1]]
    "Fondazione Mont'e Prama"
    """
    end = position = index
    crossed = 0
    count = len(words)
    lows = words.lows
    while position < count and position - index < limit:
        if position > index and parted(words, position - 1):
            break
        low = lows[position]
        if words.capitalised(position):
            if (
                low in STARTERS
                and position > index
                and crossed == 0
                and low not in LINKS
                and not _numeral(words, position)
            ):
                break
            position += 1
            end = position
            crossed = 0
        elif low[0].isdigit() and ((position > index and len(low) < 5) or (low.isdigit() and len(low) < 3)):
            if states_sum(words, position):
                break
            position += 1
            end = position
            crossed = 0
        elif end == position and position > index and _elided(words, position):
            position += 1  # the "e" of "Mont'e Prama"
        elif low in links and crossed < 3 and (position > index or opens_with_link):
            if low in ARTICLES and not crossed:
                break  # "Fondazione Cariplo la scelta": an article opens something new
            crossed += 1
            position += 1
        elif low in _JOINING and position > index and (joins or _joined(words, position, crossed)):
            crossed += 1
            position += 1
        elif low in _TRAILING and end == position and position > index:
            position += 1
            end = position
        else:
            break
    return end


def _numeral(words: Words, index: int) -> bool:
    """Whether a capital "I" is the numeral of "Umberto I" and not an article."""
    if words.surface(index) != "I":
        return False
    return words.gap(index) != " " or not words.capitalised(index + 1)


def _elided(words: Words, index: int) -> bool:
    return (
        words.gap(index - 1) == "'" and len(words.lows[index]) < 3 and words.lows[index - 1] not in _BEFORE_APOSTROPHE
    )


def _joined(words: Words, index: int, crossed: int) -> bool:
    """At "e": "e della Ricerca" goes on with the name, "e la Regione" does not."""
    return index + 1 < len(words) and not crossed and words.lows[index + 1] in _OF


def name_start(words: Words, index: int, limit: int) -> int:
    """The index of the first word of the capitalised name whose last word stands at ``index``.

    Leading articles and other words that open a sentence are left out. Returns ``index + 1`` where that word is no
    part of a name.
    """
    start = index + 1
    position = index
    while position >= 0 and index - position < limit:
        if position < index and not (
            words.tight(position) or words.gap(position) in (" & ", "& ", " + ", "&", ".& ", " - ")
        ):
            break
        low = words.lows[position]
        if words.capitalised(position) or low[0].isdigit():
            start = position
            position -= 1
        elif (
            low in ("di", "dei", "degli", "delle", "del", "della", "dell", "d")
            and position < index
            and _linked_before(words, position)
        ):
            position -= 1
        else:
            break
    while start < index and words.lows[start] in STARTERS:
        start += 1
    return start


def _linked_before(words: Words, index: int) -> bool:
    return (
        index > 0 and words.capitalised(index - 1) and words.tight(index - 1) and words.lows[index - 1] not in STARTERS
    )


def in_capitals(words: Words, index: int, end: int) -> bool:
    """Whether words stand in a line of capitals, where capitals tell nothing about names.

    >>> from extractor.lexicon import words_of
    >>> in_capitals(words_of("SCUOLA MATERNA, ARRIVANO I FONDI"), 0, 2)
    True
    >>> in_capitals(words_of("la ASL TO4 di Chivasso"), 1, 3)
    False
    """
    before, after = range(index - 1, max(-1, index - 4), -1), range(end, min(len(words), end + 3))
    around = [
        near for near in (*_until_break(words, before, -1), *_until_break(words, after, 0)) if len(words.lows[near]) > 2
    ]
    if not words.surface(index).isupper():
        return False
    if not around:
        return end - index > 2
    return all(not words.surface(near)[0].isalpha() or words.surface(near).isupper() for near in around)


def _until_break(words: Words, positions: range, side: int) -> list[int]:
    found = []
    for position in positions:
        gap = words.gap(position if side else position - 1)
        if "\n" in gap:
            break
        found.append(position)
    return found
