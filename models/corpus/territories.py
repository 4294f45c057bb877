"""ISO 3166-2 codes of Italian regions and provinces, from pycountry."""

import re
import unicodedata
from functools import cache
from typing import Final

import pycountry

# forms that pycountry's names do not have; keys as _normal writes them
_OTHER_NAMES: Final = {
    "alto adige": "IT-BZ",
    "bolzano bozen": "IT-BZ",
    "brianza": "IT-MB",
    "emilia romagna": "IT-45",
    "forli": "IT-FC",
    "massa": "IT-MS",
    "monza brianza": "IT-MB",
    "pesaro urbino": "IT-PU",
    "reggio di calabria": "IT-RC",
    "reggio nell emilia": "IT-RE",
    "sudtirol": "IT-BZ",
    "trentino": "IT-TN",
    "trentino alto adige sudtirol": "IT-32",
    "val d aosta": "IT-23",
    "vallee d aoste": "IT-23",
    "vco": "IT-VB",
}
# "Regione autonoma della Sardegna", "provincia di Lodi"
_BODY: Final = re.compile(
    r"(?:regione|provincia|citta metropolitana|libero consorzio comunale)(?: autonoma)?"
    r"(?: (?:di|del|della|dell|delle|dei))? "
)


def code(name: str) -> str | None:
    """The ISO 3166-2 code of an Italian region or province by a common form of its name, None for anything else.

    A bare name that is a province's and its capital's is taken for the province. Source: pycountry, which holds the
    Debian iso-codes.

    >>> code("Lombardia"), code("Emilia Romagna"), code("provincia di Lodi"), code("Codogno")
    ('IT-25', 'IT-45', 'IT-LO', None)
    """
    normal = _normal(name)
    return _codes().get(normal) or _codes().get(_BODY.sub("", normal, count=1))


@cache
def _codes() -> dict[str, str]:
    italian = [subdivision for subdivision in pycountry.subdivisions if subdivision.country_code == "IT"]
    return {_normal(subdivision.name): subdivision.code for subdivision in italian} | _OTHER_NAMES


def _normal(name: str) -> str:
    """Small letters without accents, every other sign a blank: "Valle d’Aosta" is "valle d aosta"."""
    bare = "".join(char for char in unicodedata.normalize("NFD", name) if not unicodedata.combining(char))
    return " ".join(re.findall(r"\w+", bare.lower()))
