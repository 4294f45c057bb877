"""Are the sums right: their entries, and the values that their marks state."""

import re
from typing import Any, Final

from models.corpus.check.findings import Findings, Place, items
from models.corpus.markup import Mark, shorten
from models.corpus.money import Reading, is_foreign, readings
from models.corpus.value import DECIMAL, decimal, own_mention, own_reading, stated
from models.corpus.vocabulary import QUALIFIERS, SUM, SUM_ROLES

_SUM: Final[dict[str, type]] = {
    "value": str,
    "max": str,
    "currency": str,
    "qualifier": str,
    "role": str,
    "part_of": str,
    "agreement": str,
    "payers": list,
    "funds": list,
    "beneficiaries": list,
    "territory": str,
    "per": str,
    "period": list,
}
_PAYER: Final[dict[str, type]] = {"id": str, "name": str, "percent": str, "inferred": bool}


# "oltre 42 milioni": what stands before a sum that is not exact
_QUALIFIER: Final = re.compile(
    r"\b(?:circa|quasi|oltre|almeno|meno di|più di|fino a|massimo(?: di)?|minimo(?: di)?|sotto i|sopra i)(?: i)?\s+$",
    re.IGNORECASE,
)


def check_sums(findings: Findings) -> None:
    """The entries of ``[sums]``: known keys and words, every reference, parts and totals."""
    sums = findings.document.table.get("sums")
    for name, entry in sums.items() if isinstance(sums, dict) else ():
        place = Place(name, ("sums", name))
        if not re.fullmatch(rf"{SUM}[0-9]+", name):
            findings.at(place, "in [sums] is no sum's id (document keys stand above the first [table])")
            continue
        if name not in findings.marked:
            findings.at(place, "is not marked in the text")
        if findings.table(place, entry, _SUM, needed=("value", "role")):
            _entry(findings, place, entry)
            _parties(findings, place, entry)
            _part(findings, place, name, entry)


def check_values(findings: Findings) -> None:
    """Every mark of a sum: it has an entry, and what it says is the value that it stands for."""
    sums = findings.document.sums
    silent = dict.fromkeys(name for name in sums if name in findings.marked and own_reading(sums[name]))
    written = findings.document.table.get("sums")
    missing = set(written) if isinstance(written, dict) else set()  # those that are no tables are told by check_sums
    for mark in findings.document.marks:
        if mark.letter != SUM:
            continue
        if mark.id in sums:
            if _mention(findings, mark):
                silent.pop(mark.id, None)
        elif mark.id not in missing:
            missing.add(mark.id)
            findings.mark(mark, f"{mark.id} has no entry in [sums]: value and role are needed")
    for name, entry in sums.items():
        if name in findings.marked and own_reading(entry) and "qualifier" not in entry:
            mention = own_mention(findings.document, name)
            if before := _QUALIFIER.search(findings.document.text[: mention.start]):
                message = f"{name} has no qualifier, but the text says {before[0].strip()!r} before it"
                findings.mark(mention, message, warning=True)
    for name in silent:
        findings.at(Place(name, ("sums", name)), f": no mention states its value {sums[name]['value']}")


def _entry(findings: Findings, place: Place, entry: dict[str, Any]) -> None:
    findings.shape(place / "value", entry.get("value"), DECIMAL, "decimal as in 109300.95")
    findings.shape(place / "max", entry.get("max"), DECIMAL, "decimal as in 109300.95")
    low, high = decimal(entry.get("value")), decimal(entry.get("max"))
    if low is not None and high is not None and high <= low:
        findings.at(place / "max", "is not above value")
    findings.word(place / "role", entry.get("role"), SUM_ROLES)
    findings.word(place / "qualifier", entry.get("qualifier"), QUALIFIERS)
    findings.shape(place / "currency", entry.get("currency"), "[A-Z]{3}", "ISO 4217 code as in USD")
    findings.shape(place / "per", entry.get("per"), "[a-z]+(?:_[a-z]+)*", "lower-case word as in project")
    years = items(entry.get("period"))
    in_reach = all(isinstance(year, int) and 1900 <= year <= 2100 for year in years)
    if "period" in entry and not (in_reach and len(years) in (1, 2) and years == sorted(years)):
        findings.at(place / "period", "is a first and a last year as in [2019, 2021]")


def _parties(findings: Findings, place: Place, entry: dict[str, Any]) -> None:
    findings.agreement_reference(place / "agreement", entry.get("agreement"))
    for payer in items(entry.get("payers")):
        at = place / "payers"
        if not isinstance(payer, dict):
            findings.name_or_reference(at, payer, "ich")
        elif findings.table(at, payer, _PAYER):
            if ("id" in payer) == ("name" in payer):
                findings.at(at, ": a payer has an id or a name")
            findings.reference(at, payer.get("id"), "ich")
            findings.shape(at / "percent", payer.get("percent"), DECIMAL, "decimal as in 50")
    for fund in items(entry.get("funds")):
        findings.reference(place / "funds", fund, "p")
    for beneficiary in items(entry.get("beneficiaries")):
        findings.name_or_reference(place / "beneficiaries", beneficiary, "icph")


def _part(findings: Findings, place: Place, name: str, entry: dict[str, Any]) -> None:
    sums = findings.document.sums
    whole = entry.get("part_of")
    findings.sum_reference(place / "part_of", whole)
    findings.cycle(place / "part_of", name, {key: item.get("part_of") for key, item in sums.items()})
    part, total = own_reading(entry), own_reading(sums.get(str(whole), {}))
    if part and total and part.low > (total.high or total.low):
        findings.at(place, f"is a part of {whole}, but greater than it", warning=True)


def _mention(findings: Findings, mark: Mark) -> bool:
    """Look at one mention; whether it states the sum's own value (as far as can be told)."""
    entry = findings.document.sums[mark.id]
    said = stated(mark.argument) if mark.argument else own_reading(entry)
    if said is None:
        return True
    text = findings.document.span(mark)
    shown = f"[{shorten(text)}]{{{mark.id}}}"
    read = readings(text)
    if said not in read:
        likely = f"reads {_shown(min(read, key=lambda reading: reading.low))}" if read else "holds no number"
        hint = "" if mark.argument else f" (where a mention says another value: {{{mark.id} VALUE}})"
        findings.mark(mark, f"{shown} {likely}, not {_shown(said)}{hint}")
    if is_foreign(text) and entry.get("currency") in (None, "EUR"):
        findings.mark(mark, f"{shown} is not in euro: currency is needed")
    return said == own_reading(entry)


def _shown(reading: Reading) -> str:
    return f"{reading.low:f}" + (f"-{reading.high:f}" if reading.high is not None else "")
