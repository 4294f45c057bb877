"""Places: municipalities, provinces, regions, countries and areas, where the text uses them as places."""

from __future__ import annotations

from extractor.lexicon import Lexicon, Place, Words
from extractor.pipeline.mentions import Mention

# a municipality's name is often a word or a surname: it counts after one of these, or where it is a provincial capital
_BEFORE = frozenset(
    "a ad in di da tra fra nel nella nell presso per verso su sul d e ed del della dei delle dal dalla al alla all".split()
)
_COMMON = frozenset(
    "re pero lana none sale riva costa villa monti rossano porto massa fermo prato lodi bella sala campo dolce castello meta pace torre ponte vita luna "
    "scala rosa stella chiusa conca mela mira pila pino pove terno varano vero bianco calabria loro cento ora alba arco bene borgo cura fara fiume forte "
    "furore gesso grana lavello librizzi locana marene mezzana mozzo nave none nove olivo pace palo piana posta rocca sarno sasso serra spera sperone terme "
    "treia valle val vado vico zone rete asso cave caso cambiano carano cinto fabbrica farra grotte maglie maser morra piano pieve pietra prata premia rende rio rive san sante secca selva soave tesero vedano verzino "
    "presidente ministro giunta unione campagna parco corte moggio moio polo ruda onore fondo fede".split()
)


def find_places(words: Words, lexicon: Lexicon, provinces: frozenset[str]) -> list[Mention]:
    """All mentions of places, in order.

    Args:
        words: the text's words.
        lexicon: what the rules know.
        provinces: look-up keys of the names that count anywhere (provincial capitals, regions, countries).
    """
    found: list[Mention] = []
    index = 0
    while index < len(words):
        if words.lows[index] in ("regione", "provincia") and index + 2 < len(words):
            index += 1
            continue
        if not words.capitalised(index):
            index += 1
            continue
        place = lexicon.place(words, index)
        if place is None or place[1].type == "adjective" or not _as_place(words, index, place, provinces):
            index += 1
            continue
        size, territory = place
        found.append(_place(words, index, size, territory))
        index += size
    return found


def _as_place(words: Words, index: int, place: tuple[int, Place], provinces: frozenset[str]) -> bool:
    size, territory = place
    key = " ".join(words.lows[index : index + size])
    end = index + size
    shouted = words.surface(index).isupper() and len(words.surface(index)) > 2
    if end < len(words) and words.gap(end - 1) in (" ", "-", "'") and words.capitalised(end) and not shouted:
        return territory.type in ("region", "country")
    if index and words.gap(index - 1) in (" ", "-") and words.capitalised(index - 1) and words.lows[index - 1] not in _BEFORE and not shouted:
        return False
    if territory.type in ("region", "country", "area", "province") or key in provinces:
        return territory.name.lower() == key or not shouted
    if size > 1:
        return not shouted
    if key in _COMMON or shouted:
        return index > 0 and words.lows[index - 1] in ("a", "ad", "di") and key not in _COMMON and len(key) > 4
    return index > 0 and (words.lows[index - 1] in _BEFORE or words.gap(index - 1) in (", ", " (", "(", " - ", "-"))


def _place(words: Words, index: int, size: int, territory: Place) -> Mention:
    mention: Mention = {
        "start": words.starts[index], "end": words.ends[index + size - 1], "label": "PLACE",
        "key": f"place:{territory.name.lower()}", "rule": f"place:{territory.type}", "canonical": territory.name, "kind": territory.type,
    }  # fmt: skip
    if territory.type in ("region", "province") and territory.code:
        mention["code"] = territory.code
    if territory.belfiore:
        mention["belfiore"] = territory.belfiore
    return mention
