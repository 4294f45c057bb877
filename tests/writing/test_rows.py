"""Rows say what the record says: exact values of the source document and of a record that leaves no field empty."""

from datetime import date
from decimal import Decimal

from extractor.records import Announcement
from extractor.writing.ids import AnnouncementIds, announcement_id
from extractor.writing.rows import rows
from extractor.writing.tables import TABLES
from tests.writing.example import FAILURES, all_rows, full_record, gold_record, hostile_record, pipeline_record


def test_every_row_has_the_columns_of_its_table() -> None:
    found = all_rows([gold_record(), full_record(), hostile_record(), pipeline_record()], FAILURES)
    for table in TABLES:
        assert found[table.name], table.name
        for row in found[table.name]:
            assert list(row) == [column.name for column in table.columns]


def test_a_full_record_leaves_no_column_empty() -> None:
    found = rows(full_record(), "n1")
    for table in TABLES[:-1]:
        for column in table.columns:
            assert any(row[column.name] not in (None, ()) for row in found[table.name]), (table.name, column.name)


def test_the_source_documents_sums() -> None:
    found = rows(gold_record(), "n1")
    names = ("amount_id", "agreement_id", "value", "role", "part_of_id", "payers", "payer_ids", "territory", "text")
    assert [tuple(row[name] for name in names) for row in found["amounts"]] == [
        ("n1/M2", "n1/A1", Decimal("5317523"), "total_cost", None, (), (), None, "5.317.523 euro"),
        ("n1/M3", "n1/A1", Decimal("2313750"), "cost_share", "n1/M2", (), (), "Lombardia", "2.313.750"),
        (
            *("n1/M4", "n1/A1", Decimal("69412.50"), "contribution", "n1/M1"),
            *(("Regione Lombardia",), ("n1/E1",), None, "69.412,50 euro"),
        ),
        ("n1/M5", "n1/A2", Decimal("8435865"), "total_cost", None, (), (), None, "8.435.865 euro"),
        ("n1/M6", "n1/A2", Decimal("1329615"), "cost_share", "n1/M5", (), (), "Lombardia", "1.329.615"),
        (
            *("n1/M7", "n1/A2", Decimal("39888.45"), "contribution", "n1/M1"),
            *(("Regione Lombardia",), ("n1/E1",), None, "39.888,45 euro"),
        ),
        (
            *("n1/M1", None, Decimal("109300.95"), "contribution", None),
            *(("Regione Lombardia",), ("n1/E1",), None, "euro 109.300,95 euro"),
        ),
    ]


def test_the_source_documents_other_tables() -> None:
    found = rows(gold_record(), "n1")
    assert {name: len(some) for name, some in found.items()} == {
        "announcements": 1,
        "agreements": 2,
        "parties": 10,
        "amounts": 7,
        "entities": 11,
        "mentions": 25 + 7,
        "checks": 3,
    }
    agreement = found["agreements"][1]
    assert agreement["companies"] == ("Beamit",)
    assert (agreement["lead"], agreement["lead_id"], agreement["project_id"]) == ("Beamit", "n1/E8", "n1/E9")
    assert [row["name"] for row in found["parties"] if row["lead"]] == ["Bracco spa", "Beamit"]
    assert found["checks"][0]["part_ids"] == ("n1/M4", "n1/M7")
    person = found["entities"][9]
    assert (person["affiliation"], person["affiliation_id"], person["mentions"]) == ("Regione Lombardia", "n1/E1", 4)


def test_the_full_records_sum() -> None:
    amount = rows(full_record(), "n1")["amounts"][0]
    assert amount == {
        "amount_id": "n1/M1",
        "announcement_id": "n1",
        "agreement_id": "n1/A2",
        "value": Decimal("3000000"),
        "max_value": Decimal("3500000.5"),
        "currency": "EUR",
        "qualifier": "up_to",
        "role": "contribution",
        "part_of_id": None,
        "payers": ("Regione Liguria", "Stato"),
        "payer_ids": ("n1/E1", None),
        "payer_percents": ("62.5", None),
        "payers_inferred": True,
        "funds": ("Fesr",),
        "fund_ids": ("n1/E5",),
        "beneficiaries": ("Orsolini srl", "le micro imprese"),
        "beneficiary_ids": ("n1/E3", None),
        "beneficiaries_inferred": True,
        "territory": "Liguria",
        "territory_code": "IT-42",
        "period_start": 2019,
        "period_end": 2021,
        "per": "year",
        "text": "fino a 3 milioni di euro",
        "start": 300,
        "end": 324,
        "inferred": True,
        "confidence": 0.75,
        "provenance": "amounts",
    }


def test_the_full_records_agreement() -> None:
    found = rows(full_record(), "n1")
    agreement = found["agreements"][1]
    assert (agreement["parent_id"], agreement["sites"], agreement["site_codes"]) == (
        "n1/A1",
        ("Genova", "Savona"),
        (None, "IT-SV"),
    )
    dates = [agreement[name] for name in ("approved", "signed", "starts", "ends", "opens", "closes")]
    assert dates == ["2019", "2019-11-12", "2020-01", "2021-12-31", "2020-02-01", "2020-06"]
    assert (agreement["evidence"], agreement["start"], agreement["end"]) == (("hanno firmato",), 90, 103)
    assert found["announcements"][0]["published"] == date(2019, 11, 12)
    assert [(row["entity_id"], row["amount_id"], row["value"], row["page"]) for row in found["mentions"][-4:]] == [
        (None, "n1/M1", Decimal("3000000"), 1),
        (None, "n1/M1", Decimal("3000000"), 2),
        (None, "n1/M2", Decimal("23418.552"), None),
        (None, "n1/M3", Decimal("0.10"), None),
    ]


def test_text_that_no_format_may_hold_is_replaced_one_for_one() -> None:
    found = rows(hostile_record(), "n1")
    names = [row["name"] for row in found["entities"]]
    assert "nul\ufffddentro" in names
    assert "campana\ufffd esc\ufffd[31m" in names
    assert "mezza coppia \ufffd sola" in names
    assert "una\nriga\r\ne un'altra\r" in names
    assert found["announcements"][0]["source_name"] == "../../etc/passwd\ufffd"


def test_ids_come_from_the_source_alone() -> None:
    record = full_record()
    assert announcement_id(record) == announcement_id(record.model_copy(update={"title": "altro", "text": None}))
    others = [{"name": "b.pdf"}, {"id": "43"}, {"url": None}, {"sha256": "0" * 64}]
    ids = [
        announcement_id(record.model_copy(update={"source": record.source.model_copy(update=each)})) for each in others
    ]
    assert len({announcement_id(record), *ids}) == 5


def test_ids_of_records_without_source_come_from_the_record() -> None:
    assert announcement_id(Announcement(title="a")) != announcement_id(Announcement(title="b"))


def test_the_same_source_again_gets_an_id_of_its_own() -> None:
    ids = AnnouncementIds()
    found = [ids.next(record) for record in (full_record(), gold_record(), full_record(), full_record())]
    assert found == [found[0], found[1], found[0] + "-2", found[0] + "-3"]
