"""Places: municipalities, provinces, regions, countries and areas, where the text uses them as places."""

from __future__ import annotations

from functools import lru_cache

from extractor.lexicon import Lexicon, Place, Words
from extractor.pipeline.heads import heads_of
from extractor.pipeline.landforms import STREETS, around, goes_on, landform, site
from extractor.pipeline.mentions import Mention
from extractor.pipeline.names import STARTERS
from extractor.pipeline.patterns import lazy

# a municipality's name is often a word or a surname: it counts after one of these, or where it is a provincial capital
_BEFORE = frozenset("a ad in di da tra fra nell presso per verso d e ed all dall dell o".split())
# after these a municipality's name of one word counts only where it has an article of its own: "della Spezia"
_ARTICLED = frozenset("nel nella del della dei delle dal dalla al alla sul sulla la il lo".split())
_WITH_ARTICLE = {"spezia": "La Spezia", "aquila": "L'Aquila", "maddalena": "La Maddalena"}
_COMMON = frozenset(
    "re pero lana none sale riva costa villa monti rossano porto massa fermo prato lodi bella sala campo dolce castello meta pace torre ponte vita luna "
    "scala rosa stella chiusa conca mela mira pila pino pove terno varano vero bianco calabria loro cento ora alba arco bene borgo cura fara fiume forte "
    "furore gesso grana lavello librizzi locana marene mezzana mozzo nave nove olivo palo piana posta rocca sarno sasso serra spera sperone terme "
    "treia valle val vado vico zone rete asso cave caso cambiano carano cinto fabbrica farra grotte maglie maser morra piano pieve pietra prata premia rende rio rive san sante secca selva soave tesero vedano verzino "
    "presidente ministro giunta unione campagna parco corte moggio moio polo ruda onore fondo fede paese montagna montagne opera mele delia vittoria cittadella assunta tito noto "
    "cantiere marina ascea vas lu ne ala ton".split()
)
# of these, those that a preposition of place makes a town
_AFTER_PREPOSITION = frozenset(
    "tito noto alba sarno vado cento rossano lavello terno vedano varano arco mira lana riva sale".split()
)
_MINISTERS = frozenset("ministro ministra sottosegretario sottosegretaria ministero".split())
_SURNAMES = frozenset("bentivoglio".split())
# " (PG)"   ·   " [VI]"
_SIGLA = lazy(r"\s[(\[]\p{Lu}{2}[)\]]")
# what follows a town that opens a line or a dispatch: ", "   ·   " (Ansa)"   ·   " - "   ·   "  "
_DATELINE = lazy(r",\s|\s\d{1,2}[/ ]|\s[(\[]\p{Lu}|\s-\s|\.\s|\s\.\s|\s/\s|:\s")
_LINE_START = lazy(r"(?:^|\n)[\s#*•>-]*$")
_COLUMN = lazy(r"\s{2,}\S|\t|\s?\||$")
_AMOUNT = lazy(r",? -? ?(?:euro |€ ?)?\d[\d.]{2,}|,? - \d")


def find_places(words: Words, lexicon: Lexicon, provinces: frozenset[str]) -> list[Mention]:
    """All mentions of places, in order.

    Args:
        words: the text's words.
        lexicon: what the rules know.
        provinces: look-up keys of the names that count anywhere (provincial capitals, regions, countries).

    >>> from extractor.lexicon import default_lexicon, words_of
    >>> text = "la frana sul torrente Zappulla, in Val di Cecina e nel Messinese, vicino a Pisa"
    >>> found = find_places(words_of(text), default_lexicon(), frozenset(("pisa",)))
    >>> [text[each["start"]:each["end"]] for each in found]
    ['Zappulla', 'Val di Cecina', 'Messinese', 'Pisa']
    """
    heads = heads_of(lexicon)
    short = _short_names(lexicon)
    found: list[Mention] = []
    index, count = 0, len(words)
    lows, reach = words.lows, lexicon.place_reach
    sites, landforms = _firsts(heads.sites), heads.landforms
    while index < count:
        low = lows[index]
        made: tuple[int, int, Place] | None = None
        if low in landforms:
            made = landform(words, lexicon, index)
        elif low in sites:
            made = site(words, lexicon, heads, index)
        elif low in heads.around and words.capitalised(index):
            made = around(words, index)
        if made is None and (low in reach or low in short or low in _WITH_ARTICLE) and words.capitalised(index):
            made = _known(words, lexicon, index, provinces, short)
        if made is None:
            index += 1
            continue
        start, end, territory = made
        found.append(_place(words, start, end, territory))
        index = end
    return found


def _known(
    words: Words, lexicon: Lexicon, index: int, provinces: frozenset[str], short: dict[str, str]
) -> tuple[int, int, Place] | None:
    """A place of the lexicon at a capitalised word, where the text uses it as a place."""
    low = words.lows[index]
    before = words.lows[index - 1] if index else ""
    if (
        low in _WITH_ARTICLE
        and before in ("della", "dell", "alla", "all", "dalla", "dall")
        and words.gap(index - 1) in (" ", "'")
    ):
        rows = lexicon.places.get(_WITH_ARTICLE[low].lower().replace("'", " "))
        return (index, index + 1, Place(*rows[0])) if rows else None
    place = lexicon.place(words, index)
    if place is not None and place[1].type != "adjective":
        end = index + place[0]
        return (index, end, place[1]) if _as_place(words, lexicon, index, end, place[1], provinces) else None
    if (
        low in short
        and before in ("a", "ad", "da", "di")
        and not goes_on(words, lexicon, index + 1)
        and words.gap(index - 1) == " "
    ):
        rows = lexicon.places[short[low]]
        return index, index + 1, Place(*rows[0])
    return None


def _as_place(
    words: Words, lexicon: Lexicon, index: int, end: int, territory: Place, provinces: frozenset[str]
) -> bool:
    key = " ".join(words.lows[index:end])
    surface = words.surface(index)
    if _in_column(words, index, end):
        return len(key) > 2
    if _ruled_out(words, index, end, key):
        return False
    if _SIGLA.match(words.plain, words.ends[end - 1]) is not None:
        return True
    if surface.isupper() and len(surface) > 2 and key != "usa":
        return _shouted(words, lexicon, index, end, territory)
    if goes_on(words, lexicon, end):
        return territory.type in ("region", "country") and words.lows[end] not in ("club", "film")
    if _within_name(words, index):
        return False
    if territory.type != "municipality" or key in provinces or end > index + 1:
        return True
    return _a_town(words, index, end, key)


def _a_town(words: Words, index: int, end: int, key: str) -> bool:
    """Whether a small municipality's name of one word, which may be a word or surname, is the town here."""
    before = words.lows[index - 1] if index else ""
    if _in_list(words, index, end):
        return True
    if key in _COMMON:
        return before in ("a", "ad", "di") and key in _AFTER_PREPOSITION
    if _opens_line(words, index, end):
        return True
    if before in _ARTICLED:
        return False
    return index > 0 and (before in _BEFORE or before in ("come", "interessa", "centro") or _listed(words, index))


def _shouted(words: Words, lexicon: Lexicon, index: int, end: int, territory: Place) -> bool:
    """Whether a name in capitals is a place: in a dateline, after a preposition, among words that are not shouted."""
    key = " ".join(words.lows[index:end])
    if key in _COMMON or (territory.type == "area" and end == index + 1 and len(key) < 5):
        return False
    if index and words.lows[index - 1] in ("a", "ad", "di", "in") and words.surface(index - 1).isupper():
        return len(key) > 4 and key not in lexicon.first_names
    return _opens_line(words, index, end) or (not _shouted_line(words, index, end) and len(key) > 3)


def _ruled_out(words: Words, index: int, end: int, key: str) -> bool:
    """Whether a name is a street's, a railway's, a portfolio's, or mostly a surname."""
    before = words.lows[index - 1] if index else ""
    if before in STREETS or key in _SURNAMES:
        return True
    if index > 2 and before == "il" and words.lows[index - 2] == "per" and words.lows[index - 3] in _MINISTERS:
        return True
    return _line_of_rails(words, index, end, before)


def _within_name(words: Words, index: int) -> bool:
    """Whether a capitalised word stands right before, so that the name is a longer one's part."""
    if not index or words.gap(index - 1) != " " or not words.capitalised(index - 1):
        return False
    return words.lows[index - 1] not in _BEFORE and words.lows[index - 1] not in STARTERS


_LINES = frozenset(
    "la sulla della alla dalla linea ferroviaria ferrovia autostrada statale superstrada provinciale".split()
)


def _line_of_rails(words: Words, index: int, end: int, before: str) -> bool:
    """Whether two towns name a road or railway: "sulla Ferrara-Codigoro"."""
    if before in _LINES and words.gap(end - 1) == "-" and end < len(words) and words.capitalised(end):
        return True
    return (
        index > 1 and words.gap(index - 1) == "-" and words.capitalised(index - 1) and words.lows[index - 2] in _LINES
    )


def _listed(words: Words, index: int) -> bool:
    """Whether a comma, dash or bracket stands before a name."""
    gap = words.gap(index - 1)
    return gap in (" (", "(", "-", "/") or gap.endswith((", ", "- "))


def _opens_line(words: Words, index: int, end: int) -> bool:
    """Whether a town opens a line or dispatch and is set apart: "Piombino, firmato l'accordo", "AOSTA (Ansa) - "."""
    if _DATELINE.match(words.plain, words.ends[end - 1]) is None:
        return False
    start = words.starts[index]
    return _LINE_START.search(words.plain, max(0, start - 8), start) is not None


def _in_column(words: Words, index: int, end: int) -> bool:
    """Whether a name fills a column of a table: blanks, tabs or bars on both sides."""
    if not index:
        return False
    before = words.text[words.ends[index - 1] : words.starts[index]]
    if not before.endswith(("  ", "\t", "| ", "|")) or before.startswith("\n"):
        return False
    return _COLUMN.match(words.text, words.ends[end - 1]) is not None


def _in_list(words: Words, index: int, end: int) -> bool:
    """Whether a town stands in a column of a table or before its sum: "Bra (CN)", ", Alba, 1.200.000"."""
    start, stop = words.starts[index], words.ends[end - 1]
    return (
        index > 0
        and words.gap(index - 1).endswith((", ", "- ", "  "))
        and _AMOUNT.match(words.plain, stop) is not None
        and start > 0
    )


def _shouted_line(words: Words, index: int, end: int) -> bool:
    """Whether the words around one in capitals are in capitals too."""
    around = [at for at in (index - 2, index - 1, end, end + 1) if 0 <= at < len(words) and len(words.lows[at]) > 2]
    return all(words.surface(at).isupper() for at in around)


@lru_cache(maxsize=4)
def _firsts(phrases: frozenset[str]) -> frozenset[str]:
    return frozenset(phrase.split(" ", 1)[0] for phrase in phrases)


_TAILS = frozenset(
    "di del della dell d delle degli dei sul sulla in al nel nell terme marittima marittimo ligure aurunca modenese irpina irpino sabina lucania".split()
)


@lru_cache(maxsize=4)
def _short_names(lexicon: Lexicon) -> dict[str, str]:
    """First words of municipalities that stand for them: "Lamezia" for Lamezia Terme, where no other begins so."""
    heads: dict[str, list[str]] = {}
    for key, rows in lexicon.places.items():
        first, _, rest = key.partition(" ")
        if rest and any(row[0] == "municipality" for row in rows):
            heads.setdefault(first, []).append(key)
    return {
        first: keys[0]
        for first, keys in heads.items()
        if len(keys) == 1
        and len(first) > 4
        and first not in lexicon.places
        and first not in lexicon.first_names
        and first not in _COMMON
        and first not in lexicon.head_reach
        and keys[0].split(" ")[1] in _TAILS
    }


def _place(words: Words, index: int, end: int, territory: Place) -> Mention:
    mention: Mention = {
        "start": words.starts[index], "end": words.ends[end - 1], "label": "PLACE",
        "key": f"place:{territory.name.lower()}", "rule": f"place:{territory.type}", "canonical": territory.name, "kind": territory.type,
    }  # fmt: skip
    if territory.type in ("region", "province") and territory.code:
        mention["code"] = territory.code
    if territory.belfiore:
        mention["belfiore"] = territory.belfiore
    return mention
