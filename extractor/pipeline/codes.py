"""The codes that a text gives: partita IVA, codice fiscale, CIG, with their check digits verified.

A CUP has no published check digit: only its form is looked at (:mod:`extractor.pipeline.details`).

    >>> [(code.scheme, code.value, code.right) for code in find_codes("P. IVA 00743110157, CIG 5678432F21")]
    [('partita IVA', '00743110157', True), ('CIG', '5678432F21', False)]
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from extractor.pipeline.patterns import lazy

if TYPE_CHECKING:
    from extractor.pipeline.payers import Scene

# P. IVA 00743110157 · partita Iva: IT00743110157 · C.F. e P.IVA 00743110157
_VAT = lazy(r"(?i)\b(?:p(?:\.|artita)?\s?iva|p\.\s?i\.(?:v\.a\.)?)[\s:.n°]{0,6}(?:it)?(?P<code>\d{11})\b")
_TAX = lazy(
    r"(?i)\b(?:c(?:od(?:ice|\.)?)?\.?\s?f(?:isc(?:ale|\.)?)?\.?)[\s:.n°]{0,6}(?P<code>\d{11}|[a-z]{6}\d{2}[a-ehlmprst]\d{2}[a-z]\d{3}[a-z])\b"
)
_CIG = lazy(r"(?i)\bcig[\s:.n°]{1,8}(?P<code>(?=[a-z]*\d)[0-9a-z]{10})\b")
_ODD = dict(zip("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", (1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23), strict=True))  # fmt: skip


class Code(NamedTuple):
    """A code in the text.

    Attributes:
        scheme: "partita IVA", "codice fiscale" or "CIG".
        value: the code in capitals.
        start: where it stands, in characters.
        end: exclusive.
        right: whether its check digits fit.
    """

    scheme: str
    value: str
    start: int
    end: int
    right: bool


def find_codes(text: str) -> list[Code]:
    """The codes of a text in their order; one that stands under two names ("C.F. e P.IVA") once."""
    found = {code.start: code for code in _codes(text)}
    return [found[start] for start in sorted(found)]


def _codes(text: str) -> Iterator[Code]:
    for scheme, pattern in (("codice fiscale", _TAX), ("CIG", _CIG), ("partita IVA", _VAT)):
        for match in pattern.finditer(text):
            value = match["code"].upper()
            right = (
                right_cig(value) if scheme == "CIG" else right_number(value) if value.isdigit() else right_person(value)
            )
            yield Code(scheme, value, match.start("code"), match.end("code"), right)


def right_number(code: str) -> bool:
    """Whether the last of the eleven figures of a partita IVA fits the others (Luhn's formula, DM 23 dicembre 1976).

    >>> right_number("00743110157"), right_number("00743110158")
    (True, False)
    """
    doubled = (2 * int(figure) for figure in code[1::2])
    return (sum(map(int, code[::2])) + sum(each - 9 if each > 9 else each for each in doubled)) % 10 == 0


def right_person(code: str) -> bool:
    """Whether the last letter of a person's codice fiscale fits the others (DM 12 marzo 1974).

    >>> right_person("RSSMRA85T10A562S"), right_person("RSSMRA85T10A562T")
    (True, False)
    """
    even = sum(int(each) if each.isdigit() else ord(each) - 65 for each in code[1:15:2])
    return chr(65 + (sum(_ODD[each] for each in code[0:15:2]) + even) % 26) == code[15]


def right_cig(code: str) -> bool:
    """Whether a CIG's check characters fit: three at the end, or two after the X, Y or Z of a simplified one (Anac).

    >>> right_cig("0000001" + format(211, "03X")), right_cig("0000001000")
    (True, False)
    """
    try:
        if code[0] in "XYZ":
            return int(code[1:3], 16) == int(code[3:], 16) * 211 % 251
        return int(code[7:], 16) == int(code[:7]) * 211 % 4091
    except ValueError:
        # since 2023 the platforms of procurement give out CIGs that begin with A or B, whose rule is not published
        return code[0] in "AB"


_BESIDE = 90  # characters between a name and its code


def give_codes(scene: Scene, codes: list[Code]) -> None:
    """Give each partita IVA and codice fiscale that holds to the body or firm named just before it on its line."""
    for code in codes:
        if not code.right or code.scheme == "CIG" or len(code.value) != 11:
            continue
        near = [
            mention
            for mention in scene.between(max(0, code.start - _BESIDE - 60), code.start)
            if scene.mentions[mention]["label"] in ("INSTITUTION", "COMPANY")
            and code.start - scene.mentions[mention]["end"] <= _BESIDE
            and "\n" not in scene.low[scene.mentions[mention]["end"] : code.start]
        ]
        if near:
            known = scene.entities[scene.entity_of[near[-1]]].setdefault("codes", [])
            if [code.scheme, code.value] not in known:
                known.append([code.scheme, code.value])
