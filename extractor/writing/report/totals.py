"""Which sums of many announcements may be added up, and what they come to by body, by company and by year.

A sum counts where it is money granted or set aside: contributions and allocations, in euros, of agreements that are
neither asked for nor revoked, not per head and not a ceiling. A part never counts beside its total: of the total only
the rest does. Of one release told twice the first alone counts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from extractor.records import Agreement, Amount, Announcement, Check

COUNTED_ROLES = ("contribution", "allocation")
_open_qualifiers = ("under", "up_to")
_settled = ("proposed", "revoked")
TOGETHER = " + "
"""Between the names of those who pay one sum whose split the text does not say."""
NOBODY = ""


@dataclass(frozen=True, slots=True)
class Counted:
    """One sum that goes into the totals.

    Attributes:
        value: in euros.
        payers: name and share of each; several without percentages are one entry, joined.
        companies: names of the companies that receive it, as far as the text ties them to it.
        year: of the announcement, else of its agreement.
    """

    value: Decimal
    payers: tuple[tuple[str, Decimal], ...]
    companies: tuple[str, ...]
    year: str


@dataclass
class Totals:
    """Running totals; names in the order in which they were first met."""

    bodies: defaultdict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    companies: defaultdict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    years: defaultdict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    whole: Decimal = Decimal(0)
    sums: int = 0

    def add(self, counted: Iterable[Counted]) -> None:
        """Take up the sums of one announcement."""
        for one in counted:
            self.whole += one.value
            self.sums += 1
            self.years[one.year] += one.value
            self.companies[TOGETHER.join(one.companies)] += one.value
            for name, share in one.payers:
                self.bodies[name] += share


def counted_sums(record: Announcement) -> list[Counted]:
    """The sums of one announcement that go into the totals, no part beside its total.

    Example:
        >>> counted_sums(Announcement())
        []
    """
    return list(_Counting(record).counted())


def parts_of(total: Amount, parts: Sequence[Amount], checks: Sequence[Check]) -> Sequence[Amount]:
    """Of the parts of a sum those that make it up, where a check says which; sums of some of them are left out.

    Args:
        total: the sum.
        parts: all that are said to be part of it.
        checks: of the whole record.
    """
    for check in checks:
        if check.kind == "parts_sum" and check.passed and check.total == total.id:
            adding_up = [part for part in parts if part.id in check.parts]
            if len(adding_up) == len(check.parts):
                return adding_up
    return parts


class _Counting:
    def __init__(self, record: Announcement) -> None:
        self.record = record
        self.home: dict[str, Agreement] = {
            amount.id: agreement for agreement in record.agreements for amount in agreement.amounts
        }
        self.names = {entity.id: entity.canonical or entity.name for entity in record.entities}
        self.company_ids = {entity.id for entity in record.entities if entity.label == "COMPANY"}
        self.parts: dict[str | None, list[Amount]] = {}
        known = {amount.id for amount in record.all_amounts()}
        for amount in record.all_amounts():
            self.parts.setdefault(amount.part_of if amount.part_of in known else None, []).append(amount)

    def counted(self) -> Iterator[Counted]:
        for root in self.parts.get(None, []):
            yield from self._chosen(root, frozenset())

    def _chosen(self, amount: Amount, above: frozenset[str]) -> list[Counted]:
        """What counts of a sum and all below it: the parts and, where they leave some, the rest of the whole."""
        if amount.id in above:
            return []  # sums that are each other's parts: no record should have them
        parts: Sequence[Amount] = self.parts.get(amount.id, [])
        counts = self._counts(amount, parts)
        if counts:
            parts = parts_of(amount, parts, self.record.checks)
        below = [chosen for part in parts for chosen in self._chosen(part, above | {amount.id})]
        if not counts:
            return below
        loans = [part.value for part in parts if part.role == "loan" and part.currency == amount.currency]
        told = sum([*loans, *(part.value for part in below)], start=Decimal(0))
        if told > amount.value:
            return [self._entry(amount, amount.value)]
        return below if told == amount.value else [*below, self._entry(amount, amount.value - told)]

    def _counts(self, amount: Amount, parts: Sequence[Amount]) -> bool:
        agreement = self.home.get(amount.id)
        if agreement is None and not any(part.id in self.home for part in parts):
            return False  # the document's own: background, unless it is the total of what agreements give
        return (
            amount.role in COUNTED_ROLES
            and amount.currency == "EUR"
            and amount.per is None
            and amount.qualifier not in _open_qualifiers
            and (agreement is None or agreement.status not in _settled)
        )

    def _entry(self, amount: Amount, value: Decimal) -> Counted:
        return Counted(value, self._payers(amount, value), self._companies(amount), self._year(amount))

    def _payers(self, amount: Amount, value: Decimal) -> tuple[tuple[str, Decimal], ...]:
        payers = [(self.names.get(payer.entity or "", payer.name), payer.percent) for payer in amount.payers]
        if payers and all(percent is not None for _, percent in payers) and sum(p or 0 for _, p in payers) == 100:
            return tuple((name, value * (percent or 0) / 100) for name, percent in payers)
        return ((TOGETHER.join(dict.fromkeys(name for name, _ in payers)) or NOBODY, value),)

    def _companies(self, amount: Amount) -> tuple[str, ...]:
        named = [one.entity for one in amount.beneficiaries if one.entity in self.company_ids]
        agreement = self.home.get(amount.id)
        if not named and not amount.beneficiaries and agreement is not None and len(agreement.companies) == 1:
            paying = {payer.entity for payer in amount.payers}
            named = [party.entity for party in agreement.companies if party.entity not in paying]
        return tuple(dict.fromkeys(self.names[company] for company in named if company in self.names))

    def _year(self, amount: Amount) -> str:
        agreement = self.home.get(amount.id)
        dates = agreement.dates if agreement is not None else None
        day = self.record.published or (dates and (dates.signed or dates.approved)) or ""
        return day[:4]
