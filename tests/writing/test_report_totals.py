"""What is added up over many announcements, and what is not."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from extractor.records import Agreement, Amount, Announcement, Beneficiary, Check, Entity, Party, Payer, Source
from extractor.writing.report.repeats import Repeats
from extractor.writing.report.totals import Counted, Totals, counted_sums

SAMPLES = Path(__file__).parent.parent.parent / "samples"


def money(key: str, value: str, part_of: str | None = None, **fields: Any) -> Amount:
    given: dict[str, Any] = {"role": "contribution", "currency": "EUR", **fields}
    return Amount(id=key, value=value, part_of=part_of, text=value, start=0, end=len(value), **given)


def paid_by(*names: str, percents: tuple[str, ...] = ()) -> list[Payer]:
    return [Payer(name=name, percent=percents[index] if percents else None) for index, name in enumerate(names)]


def record(
    *amounts: Amount, status: Any = "approved", document: tuple[Amount, ...] = (), **fields: Any
) -> Announcement:
    agreement = Agreement(id="A1", kind="patto", status=status, amounts=list(amounts))
    return Announcement(agreements=[agreement], amounts=list(document), **fields)


def values(announcement: Announcement) -> list[str]:
    return [str(one.value) for one in counted_sums(announcement)]


def test_the_source_document_counts_its_two_shares_and_not_their_total(gold: Announcement) -> None:
    assert counted_sums(gold) == [
        Counted(Decimal("69412.50"), (("Regione Lombardia", Decimal("69412.50")),), ("Bracco spa",), ""),
        Counted(Decimal("39888.45"), (("Regione Lombardia", Decimal("39888.45")),), ("Beamit",), ""),
    ]


def test_contributions_and_allocations_only() -> None:
    roles = ("total_cost", "cost_share", "contribution", "allocation", "loan", "limit", "other")
    amounts = [money(f"M{number}", str(number), role=role) for number, role in enumerate(roles, 1)]
    assert values(record(*amounts)) == ["3", "4"]


@pytest.mark.parametrize(
    ("fields", "counts"),
    [
        ({}, True),
        ({"qualifier": "about"}, True),
        ({"qualifier": "up_to"}, False),
        ({"qualifier": "under"}, False),
        ({"per": "company"}, False),
        ({"currency": "USD"}, False),
    ],
)
def test_ceilings_sums_per_head_and_other_currencies_stay_out(fields: dict[str, Any], counts: bool) -> None:
    assert values(record(money("M1", "100", **fields))) == (["100"] if counts else [])


@pytest.mark.parametrize(("status", "counts"), [("proposed", 0), ("revoked", 0), ("signed", 1), (None, 1)])
def test_what_is_only_asked_for_or_revoked_stays_out(status: str | None, counts: int) -> None:
    assert len(values(record(money("M1", "100"), status=status))) == counts


def test_the_document_s_own_sums_count_only_as_the_total_of_what_agreements_give() -> None:
    background = money("M9", "900")
    assert values(record(money("M1", "100"), document=(background,))) == ["100"]
    assert values(record(money("M1", "100", "M9"), document=(background,))) == ["100", "800"]


def test_a_part_never_counts_beside_its_total() -> None:
    parts = [money("M2", "60", "M1"), money("M3", "40", "M1")]
    assert values(record(money("M1", "100"), *parts)) == ["60", "40"]
    assert values(record(money("M1", "100"), parts[0])) == ["60", "40"]  # what the part leaves is the total's rest
    assert values(record(money("M1", "90"), *parts)) == ["90"]  # parts that exceed it tell nothing


def test_parts_of_parts() -> None:
    amounts = [money("M1", "100"), money("M2", "60", "M1"), money("M3", "50", "M2"), money("M4", "40", "M1")]
    assert values(record(*amounts)) == ["50", "10", "40"]


def test_a_loan_within_a_total_is_not_given() -> None:
    assert values(record(money("M1", "28.9"), money("M2", "19.4", "M1"), money("M3", "9.5", "M1", role="loan"))) == [
        "19.4"
    ]


def test_a_sum_of_some_of_the_parts_is_left_out_where_a_check_tells_the_parts() -> None:
    amounts = [money("M1", "100"), money("M2", "60", "M1"), money("M3", "40", "M1"), money("M4", "100", "M1")]
    check = Check(kind="parts_sum", passed=True, total="M1", parts=["M2", "M3"])
    assert values(record(*amounts, checks=[check])) == ["60", "40"]


def test_sums_that_are_each_other_s_part_are_survived() -> None:
    assert values(record(money("M1", "100", "M2"), money("M2", "100", "M1"))) == []


def test_contributions_within_a_cost_count_whatever_the_cost_is_split_into() -> None:
    cost = money("M1", "100", role="total_cost")
    check = Check(kind="parts_sum", passed=True, total="M1", parts=["M2", "M3"])
    shares = [money("M2", "70", "M1", role="cost_share"), money("M3", "30", "M1", role="cost_share")]
    assert values(record(cost, *shares, money("M4", "20", "M1"), checks=[check])) == ["20"]


def test_payers() -> None:
    whole = [money("M1", "100", payers=paid_by("Stato", "Regione", percents=("70", "30")))]
    joint = [money("M1", "100", payers=paid_by("Stato", "Regione"))]
    assert counted_sums(record(*whole))[0].payers == (("Stato", Decimal(70)), ("Regione", Decimal(30)))
    assert counted_sums(record(*joint))[0].payers == (("Stato + Regione", Decimal(100)),)
    assert counted_sums(record(money("M1", "100")))[0].payers == (("", Decimal(100)),)


def test_companies() -> None:
    entities = [
        Entity(id="E1", label="COMPANY", name="Beta", canonical="Beta srl"),
        Entity(id="E2", label="INSTITUTION", name="Comune"),
    ]

    def companies(*parties: str, **fields: Any) -> tuple[str, ...]:
        agreement = Agreement(
            id="A1",
            kind="patto",
            amounts=[money("M1", "9", **fields)],
            companies=[Party(entity=one, name=one) for one in parties],
        )
        return counted_sums(Announcement(agreements=[agreement], entities=entities))[0].companies

    assert companies("E1") == ("Beta srl",)
    assert companies("E1", beneficiaries=[Beneficiary(entity="E2", name="Comune")]) == ()
    assert companies(beneficiaries=[Beneficiary(entity="E1", name="Beta")]) == ("Beta srl",)
    assert companies("E1", payers=[Payer(entity="E1", name="Beta")]) == ()  # its own money
    assert companies() == ()


def test_the_year_is_the_announcement_s_else_the_agreement_s() -> None:
    assert counted_sums(record(money("M1", "9"), published="2023-04-05"))[0].year == "2023"
    agreement = Agreement(id="A1", kind="patto", amounts=[money("M1", "9")], dates={"signed": "2021-06"})
    assert counted_sums(Announcement(agreements=[agreement]))[0].year == "2021"


def test_totals_by_three_keys_come_to_the_same() -> None:
    totals = Totals()
    for path in sorted(SAMPLES.glob("*.gold.json")):
        totals.add(counted_sums(Announcement.from_json(path.read_bytes())))
    assert totals.whole == sum(totals.years.values()) == sum(totals.companies.values()) == sum(totals.bodies.values())
    assert totals.bodies["Regione Lombardia"] == Decimal("109300.95") + Decimal("289003.50")
    assert totals.companies["Officine Subasio spa"] == 120000


def test_repeats() -> None:
    repeats = Repeats()
    told = record(money("M1", "69412.50"), money("M2", "39888.45"), title="Accordi per l'innovazione, via libera")
    other_title = told.model_copy(update={"title": "Regione, due accordi"})
    round_sums = record(money("M1", "2000000"), money("M2", "500000"), title="Un bando")
    assert repeats.first_of(1, told) is None
    assert repeats.first_of(2, other_title) == 1  # the same telling sums
    assert repeats.first_of(3, round_sums) is None
    assert repeats.first_of(4, round_sums.model_copy(update={"title": "Un altro"})) is None
    same_title = round_sums.model_copy(update={"title": "Un bando: per le imprese innovative"})
    assert repeats.first_of(5, same_title) is None
    assert repeats.first_of(6, same_title.model_copy(update={"title": "un bando per le imprese «innovative»"})) == 5
    assert [repeats.first_of(number, Announcement(title="Le notizie della settimana")) for number in (9, 10)] == [
        None,
        None,
    ]
    same_bytes = Announcement(source=Source(sha256="0" * 64))
    assert [repeats.first_of(number, same_bytes) for number in (7, 8)] == [None, 7]
