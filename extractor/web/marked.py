"""A record as a marked document, the form in which the corpus is kept and edited.

`models/corpus/GUIDELINE.md` says how it is written: the text with its marks, the line `=====`, and in TOML what marks
cannot say.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from extractor.records import Agreement, Amount, Announcement, Beneficiary, Entity, Payer
from extractor.records.span import Record
from extractor.writing.report.places import aims_of, mentions_of

_letters = {"INSTITUTION": "i", "COMPANY": "c", "PROJECT": "p", "PERSON": "h", "PLACE": "l"}
_special = re.compile(r"[\[\]{}\\]")
_separator = re.compile(r"\r?\n=====[ \t]*(?:\r?\n|\Z)")
_before_a_line = r"(?m)^[ \t>]*(?:#{1,6}[ \t]+)?[*_]{0,2}"


class _Mark(NamedTuple):
    start: int
    end: int
    name: str


class _Toml(str):
    """TOML that stands as it is."""

    __slots__ = ()


def to_marked(record: Announcement, text: str) -> str | None:
    r"""The marked document, or None where the text itself holds the line that ends it.

    Args:
        record: a sound record.
        text: the text in which its offsets count.

    Example:
        >>> entity = Entity(id="E7", label="COMPANY", name="Rai", mentions=[{"start": 3, "end": 6, "text": "Rai"}])
        >>> to_marked(Announcement(entities=[entity]), "La Rai [sic]")
        'La [Rai]{c1} \\[sic\\]\n=====\n'
    """
    return None if _separator.search(text) else _Writing(record, text).document()


class _Writing:
    def __init__(self, record: Announcement, text: str) -> None:
        self.record, self.text = record, text
        self.ids: dict[str, str] = {}
        numbers: Counter[str] = Counter()
        for entity in record.entities:
            letter = _letters[entity.label]
            numbers[letter] += 1
            self.ids[entity.id] = f"{letter}{numbers[letter]}"
        amounts = sorted(record.all_amounts(), key=lambda amount: amount.start)
        self.ids |= {amount.id: f"m{number}" for number, amount in enumerate(amounts, 1)}
        self.amounts = amounts
        self.home = {amount.id: agreement.id for agreement in record.agreements for amount in agreement.amounts}

    def document(self) -> str:
        tables = [table for table in (self._head(), self._entities(), self._sums(), *self._agreements()) if table]
        tables += [self._check(check) for check in self.record.checks]
        return f"{_marked(self.text, self._marks())}\n=====\n" + "\n".join(tables)

    def _marks(self) -> Iterator[_Mark]:
        record = self.record
        for name, words in (("occhiello", record.occhiello), ("title", record.title), ("subtitle", record.subtitle)):
            yield from self._line(name, words)
        for agreement in record.agreements:
            yield from self._line(f"heading {agreement.id}", agreement.heading)
        for start, end, agreement_id in aims_of(record, len(self.text)):
            yield _Mark(start, end, f"objective {agreement_id}")
        for entity in record.entities:
            for span in entity.mentions:
                yield _Mark(span.start, span.end, self.ids[entity.id])
        for amount in record.all_amounts():
            stated = {(mention.start, mention.end): mention.value for mention in amount.mentions}
            for place in mentions_of(amount):
                value = stated.get(place, amount.value)
                further = "" if value == amount.value else f" {value:f}"
                yield _Mark(*place, self.ids[amount.id] + further)

    def _line(self, name: str, words: str | None) -> Iterator[_Mark]:
        """The mark of a line of the layout, where the text has it as the record does."""
        if words and (found := re.search(f"{_before_a_line}({re.escape(words)})", self.text)):
            yield _Mark(found.start(1), found.end(1), name)

    def _head(self) -> str:
        record = self.record
        publisher = self.ids.get(record.publisher or "")
        fields = {"publisher": publisher, "published": record.published, "place": record.place}
        return _lines({**fields, "categories": record.categories})

    def _entities(self) -> str:
        rows = {}
        for entity in self.record.entities:
            default = entity.name if entity.label == "INSTITUTION" else None
            fields = {
                "name": None if _is_fullest(entity) else entity.name,
                "canonical": entity.canonical if entity.canonical != default else None,
                "role": entity.role,
                "affiliation": self.ids.get(entity.affiliation or ""),
            }
            if any(fields.values()) and entity.mentions:
                rows[self.ids[entity.id]] = _inline(fields)
        return f"[entities]\n{_lines(rows)}" if rows else ""

    def _sums(self) -> str:
        rows = {self.ids[amount.id]: _inline(self._sum(amount)) for amount in self.amounts}
        return f"[sums]\n{_lines(rows)}" if rows else ""

    def _sum(self, amount: Amount) -> dict[str, object]:
        years = amount.period
        return {
            "value": amount.value,
            "max": amount.max_value,
            "currency": amount.currency if amount.currency != "EUR" else None,
            "qualifier": amount.qualifier if amount.qualifier != "exact" else None,
            "role": amount.role,
            "part_of": self.ids.get(amount.part_of or ""),
            "payers": [self._payer(payer) for payer in amount.payers],
            "funds": [self.ids[fund] for fund in amount.funds],
            "beneficiaries": [self._named(beneficiary) for beneficiary in amount.beneficiaries],
            "territory": amount.territory.name if amount.territory else None,
            "per": amount.per,
            "period": [year for year in (years.start, years.end) if year is not None] if years else None,
            "agreement": self.home.get(amount.id),
        }

    def _payer(self, payer: Payer) -> str:
        if payer.percent is None and not payer.inferred:
            return self._named(payer)
        known = self.ids.get(payer.entity or "")
        who = {"id": known, "name": None if known else payer.name}
        return _inline({**who, "percent": payer.percent, "inferred": payer.inferred or None})

    def _named(self, one: Payer | Beneficiary) -> str:
        return self.ids.get(one.entity or "", one.name)

    def _agreements(self) -> Iterator[str]:
        for agreement in self.record.agreements:
            yield f"[[agreement]]\n{_lines(self._agreement(agreement))}"

    def _agreement(self, agreement: Agreement) -> dict[str, object]:
        parties = [*agreement.institutions, *agreement.companies]
        project = agreement.project
        return {
            "id": agreement.id,
            "kind": agreement.kind,
            "status": agreement.status,
            "parent": agreement.parent,
            "parties": _inline({self.ids[party.entity]: " ".join(party.roles) or _Toml('""') for party in parties}),
            "lead": self.ids.get(agreement.lead or ""),
            "project": _inline(
                {"entity": self.ids.get(project.entity or ""), "name": project.name, "acronym": project.acronym}
                if project
                else {}
            ),
            "sites": [site.name for site in agreement.sites],
            "dates": _inline(_fields(agreement.dates)),
            "duration": agreement.duration,
            "identifiers": _inline(_fields(agreement.identifiers)),
            "jobs": _inline(_fields(agreement.jobs)),
        }

    def _check(self, check: Record) -> str:
        fields = _fields(check)
        told = {name: fields[name] for name in ("kind", "passed", "message")}
        total, parts = fields["total"], fields["parts"]
        assert isinstance(parts, list)
        ids = {"total": self.ids.get(str(total)), "parts": [self.ids[part] for part in parts]}
        return f"[[check]]\n{_lines({**told, **ids})}"


def _fields(record: Record) -> dict[str, object]:
    return dict(record)


def _is_fullest(entity: Entity) -> bool:
    """True where whoever reads the marks takes this name for the fullest by himself."""
    forms = {" ".join(span.text.split()) for span in entity.mentions}
    if forms == {entity.name}:
        return True
    name = entity.name
    longer = any(len(form) >= len(name) for form in forms - {name})
    return name in forms and not longer and " " in name and not name.isupper() and not name.islower()


def _marked(text: str, marks: Iterable[_Mark]) -> str:
    """The text with its marks; one that crosses another, which cannot be written, is left out."""
    out: list[str] = []
    opened: list[_Mark] = []
    done = 0

    def copied(until: int) -> str:
        nonlocal done
        piece, done = text[done:until], max(done, until)
        return _special.sub(lambda sign: "\\" + sign[0], piece)

    def close(until: int) -> None:
        while opened and opened[-1].end <= until:
            mark = opened.pop()
            out.append(f"{copied(mark.end)}]{{{mark.name}}}")

    for mark in sorted(marks, key=lambda mark: (mark.start, -mark.end)):
        close(mark.start)
        if opened and mark.end > opened[-1].end:
            continue
        out.append(f"{copied(mark.start)}[")
        opened.append(mark)
    close(len(text))
    out.append(copied(len(text)))
    return "".join(out)


def _lines(fields: Mapping[str, object]) -> str:
    return "".join(f"{name} = {_value(value)}\n" for name, value in fields.items() if _is_told(value))


def _inline(fields: Mapping[str, object]) -> _Toml:
    told = [f"{name} = {_value(value)}" for name, value in fields.items() if _is_told(value)]
    return _Toml(f"{{ {', '.join(told)} }}" if told else "")


def _is_told(value: object) -> bool:
    return value is False or value == 0 or bool(value)


def _value(value: object) -> str:
    match value:
        case _Toml():
            return value
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case Decimal():
            return f'"{value:f}"'
        case str():
            return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
        case Sequence():
            return f"[{', '.join(_value(item) for item in value)}]"
    raise TypeError(type(value).__name__)
