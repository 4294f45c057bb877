"""Records to write: the source document's, one with every field filled, one that means harm; and hypothesis's own."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from extractor.records import Announcement, Failure
from extractor.writing.ids import AnnouncementIds
from extractor.writing.rows import Cell, Row, failure_row, rows
from extractor.writing.tables import TABLES, Column
from extractor.writing.writers import open_writer

SAMPLES = Path(__file__).parents[2] / "samples"
FAILURES = [
    Failure(path="=cmd|' /C calc'!A0", kind="EmptyFileError", reason="il file è vuoto"),
    Failure(path="nome\ncon a capo \udce0.txt", reason="non è un documento"),
]


def gold_record() -> Announcement:
    return Announcement.from_json((SAMPLES / "impresa-e-innovazione.gold.json").read_bytes())


@cache
def pipeline_record() -> Announcement:
    """The source document's record as the program makes it, its text with it."""
    import extractor

    text = (SAMPLES / "impresa-e-innovazione.md").read_text(encoding="utf-8")
    return extractor.extract(text, name="impresa-e-innovazione.md").model_copy(update={"text": text})


def span(start: int, text: str, **more: Any) -> dict[str, Any]:
    return {"start": start, "end": start + len(text), "text": text, **more}


def full_record() -> Announcement:
    """A record that leaves no field empty."""
    return Announcement.model_validate(
        {
            "source": {
                "name": "cartella/a.pdf",
                "media_type": "application/pdf",
                "sha256": "0123456789abcdef" * 4,
                "encoding": "utf-8",
                "characters": 812,
                "id": "42",
                "url": "https://www.regione.example/comunicati/42?a=1&b=2",
            },
            "occhiello": "Giunta",
            "title": "Firmato l'accordo",
            "subtitle": "Tre milioni a due imprese",
            "categories": ["Sviluppo", "Ricerca; brevetti"],
            "published": "2019-11-12",
            "place": "Genova",
            "publisher": "E1",
            "agreements": [
                {
                    "id": "A1",
                    "kind": "bando",
                    "status": "open",
                    "institutions": [{"entity": "E1", "name": "Regione Liguria", "roles": ["promoter"]}],
                },
                {
                    "id": "A2",
                    "kind": "convenzione",
                    "status": "signed",
                    "heading": "L'accordo",
                    "parent": "A1",
                    "institutions": [
                        {"entity": "E1", "name": "Regione Liguria", "roles": ["funder", "signatory"]},
                        {"entity": "E2", "name": "Università di Genova", "roles": ["partner"], "inferred": True},
                    ],
                    "companies": [
                        {
                            "entity": "E3",
                            "name": "Orsolini srl",
                            "roles": ["lead"],
                            "evidence": [span(100, "capofila Orsolini"), span(150, "Orsolini")],
                        }
                    ],
                    "lead": "E3",
                    "project": {
                        "name": "Porto Vivo",
                        "acronym": "PV",
                        "entity": "E4",
                        "objectives": [span(200, "rifare le banchine"), span(220, "dare lavoro")],
                        "inferred": True,
                    },
                    "sites": [{"name": "Genova"}, {"name": "Savona", "code": "IT-SV"}],
                    "amounts": [
                        {
                            "id": "M1",
                            "value": "3000000",
                            "max_value": "3500000.5",
                            "currency": "EUR",
                            "qualifier": "up_to",
                            "role": "contribution",
                            "payers": [
                                {"entity": "E1", "name": "Regione Liguria", "percent": "62.5"},
                                {"name": "Stato", "inferred": True},
                            ],
                            "funds": ["E5"],
                            "beneficiaries": [
                                {"entity": "E3", "name": "Orsolini srl"},
                                {"name": "le micro imprese", "inferred": True},
                            ],
                            "territory": {"name": "Liguria", "code": "IT-42"},
                            "period": {"start": 2019, "end": 2021},
                            "per": "year",
                            **span(300, "fino a 3 milioni di euro"),
                            "mentions": [
                                span(40, "tre milioni", value="3000000", page=1),
                                span(300, "fino a 3 milioni di euro", value="3000000", page=2),
                            ],
                            "inferred": True,
                            "confidence": 0.75,
                            "provenance": "amounts",
                        },
                        {
                            "id": "M2",
                            "value": "23418.552",
                            "currency": "USD",
                            "role": "loan",
                            "part_of": "M1",
                            "beneficiaries": [{"entity": "E3", "name": "Orsolini srl"}],
                            **span(340, "23.418,552 dollari"),
                        },
                    ],
                    "dates": {
                        "approved": "2019",
                        "signed": "2019-11-12",
                        "start": "2020-01",
                        "end": "2021-12-31",
                        "opens": "2020-02-01",
                        "closes": "2020-06",
                    },
                    "duration": "due anni",
                    "identifiers": {
                        "cup": ["E44E19000010002"],
                        "cig": ["8123456789", "8123456790"],
                        "act": ["DGR n. 900"],
                        "law": ["legge 241/1990"],
                    },
                    "jobs": {"created": 12, "safeguarded": 0},
                    "confidence": 0.5,
                    "evidence": [span(90, "hanno firmato")],
                },
            ],
            "amounts": [{"id": "M3", "value": "0.10", "currency": "EUR", "role": "other", **span(400, "dieci cent")}],
            "entities": [
                {
                    "id": "E1",
                    "label": "INSTITUTION",
                    "name": "Regione Liguria",
                    "canonical": "Regione Liguria",
                    "key": "region:liguria",
                    "identifiers": [
                        {"scheme": "iso3166-2", "value": "IT-42", "source": "pycountry"},
                        {"scheme": "wikidata", "value": "Q1256", "source": "lexicon"},
                    ],
                    "mentions": [span(10, "Regione Liguria", page=1), span(60, "Regione")],
                },
                {"id": "E2", "label": "INSTITUTION", "name": "Università di Genova", "mentions": [span(80, "Ateneo")]},
                {
                    "id": "E3",
                    "label": "COMPANY",
                    "name": "Orsolini srl",
                    "key": "company:orsolini",
                    "identifiers": [{"scheme": "partita_iva", "value": "00743110157", "source": "text"}],
                    "mentions": [span(100, "Orsolini")],
                },
                {"id": "E4", "label": "PROJECT", "name": "Porto Vivo", "mentions": [span(180, "«Porto Vivo»")]},
                {"id": "E5", "label": "PROJECT", "name": "Fesr", "mentions": [span(330, "Fesr")]},
                {
                    "id": "E6",
                    "label": "PERSON",
                    "name": "Ada Bruni",
                    "role": "assessora",
                    "affiliation": "E1",
                    "mentions": [span(500, "Bruni")],
                },
                {"id": "E7", "label": "PLACE", "name": "Liguria", "mentions": [span(520, "Liguria")]},
            ],
            "checks": [
                {"kind": "ratio", "passed": False, "message": "non torna", "total": "M1", "parts": ["M2", "M3"]},
                {"kind": "suspect_number", "passed": False, "message": "tre decimali", "start": 340, "end": 358},
            ],
            "text": "Regione Liguria\r\nha firmato.\nFine",
            "pipeline": {"extractor": "0.1.0", "model": "it_announcements 0.1.0", "lexicon": "abc", "spacy": "3.8.7"},
        }
    )


HOSTILE_TEXTS = [
    '=HYPERLINK("http://evil.example","qui")',
    "＝1+1",
    "+39 010",
    "-20%",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "'=1",
    "  =1",
    "una\nriga\r\ne un'altra\r",
    'virgolette "doppie", virgole; punti e virgola',
    "'); DROP TABLE amounts; --",
    "</script><script>alert(1)</script>",
    "<![CDATA[ & ]]>",
    "_x0041_ _x000D_",
    "NULL",
    "nul\x00dentro",
    "campana\x07 esc\x1b[31m",
    "mezza coppia \ud800 sola",
    "non carattere \uffff \ufffe",
    "\ufeffBOM",
    "\u202egirato",
    "🏛 sanità perché",
    "A; B",
    "",
    " ",
]


def hostile_record() -> Announcement:
    """Names that spreadsheets would run, that break quoting, that no XML may hold."""
    entities = [
        {"id": f"E{number}", "label": "COMPANY", "name": text, "role": text, "key": text, "mentions": [span(0, text)]}
        for number, text in enumerate(HOSTILE_TEXTS, start=1)
    ]
    return Announcement.model_validate(
        {
            "source": {"name": "../../etc/passwd\x00", "sha256": "f" * 64, "url": "javascript:alert(1)"},
            "title": "=1+1",
            "categories": HOSTILE_TEXTS,
            "publisher": "E1",
            "entities": entities,
            "text": "x" * 40_000 + "\x00",
        }
    )


_pieces = st.sampled_from([*HOSTILE_TEXTS, "Regione Liguria", "sanità"])
texts = st.one_of(_pieces, st.text(max_size=12))
decimals = st.decimals(min_value=0, max_value=10**12, places=2, allow_nan=False, allow_infinity=False)


@st.composite
def announcements(draw: st.DrawFn) -> Announcement:
    """Coherent records with a few entities and sums, whose words are anything."""
    labels = st.sampled_from(["INSTITUTION", "COMPANY", "PROJECT", "PERSON", "PLACE"])
    entities = [
        {
            "id": f"E{number}",
            "label": draw(labels),
            "name": draw(texts),
            "canonical": draw(st.none() | texts),
            "key": draw(st.none() | texts),
            "mentions": [span(at, text) for at, text in enumerate(draw(st.lists(texts, max_size=2)))],
        }
        for number in range(1, draw(st.integers(1, 4)) + 1)
    ]
    ids = st.sampled_from([entity["id"] for entity in entities])
    numbers = iter(range(1, 100))

    def amount() -> dict[str, Any]:
        number = next(numbers)
        return {
            "id": f"M{number}",
            "value": draw(decimals),
            "currency": draw(st.sampled_from(["EUR", "USD"])),
            "role": draw(st.sampled_from(["contribution", "total_cost", "limit"])),
            "part_of": f"M{number - 1}" if number > 1 and draw(st.booleans()) else None,
            "payers": [{"entity": draw(st.none() | ids), "name": draw(texts)} for _ in range(draw(st.integers(0, 2)))],
            "beneficiaries": [
                {"entity": draw(st.none() | ids), "name": draw(texts)} for _ in range(draw(st.integers(0, 2)))
            ],
            **span(draw(st.integers(0, 9)), draw(texts)),
        }

    def party() -> dict[str, Any]:
        return {"entity": draw(ids), "name": draw(texts), "roles": draw(st.sampled_from([[], ["lead", "partner"]]))}

    agreements = [
        {
            "id": f"A{number}",
            "kind": "bando",
            "heading": draw(st.none() | texts),
            "institutions": [party() for _ in range(draw(st.integers(0, 2)))],
            "companies": [party() for _ in range(draw(st.integers(0, 2)))],
            "amounts": [amount() for _ in range(draw(st.integers(0, 2)))],
            "dates": {"signed": draw(st.sampled_from([None, "2019", "2019-11", "2019-11-12", "0001-01-01"]))},
        }
        for number in range(1, draw(st.integers(0, 2)) + 1)
    ]
    return Announcement.model_validate(
        {
            "source": {"name": draw(st.none() | texts), "sha256": draw(st.sampled_from(["0" * 64, "1" * 64, None]))},
            "title": draw(st.none() | texts),
            "published": draw(st.sampled_from([None, "2019-11-12", "0001-01-01"])),
            "text": draw(st.none() | texts),
            "agreements": agreements,
            "amounts": [amount() for _ in range(draw(st.integers(0, 2)))],
            "entities": entities,
        }
    )


def write(path: Path, records: Sequence[Announcement], failures: Sequence[Failure] = ()) -> list[str]:
    """Write records, then failures, and hand back the notices."""
    with open_writer(path) as writer:
        for record in records:
            writer.write(record)
        for failure in failures:
            writer.write_failure(failure)
    return writer.notices


def all_rows(records: Sequence[Announcement], failures: Sequence[Failure] = ()) -> dict[str, list[Row]]:
    """What each table should hold."""
    ids = AnnouncementIds()
    found: dict[str, list[Row]] = {table.name: [] for table in TABLES}
    for record in records:
        for name, some in rows(record, ids.next(record)).items():
            found[name] += some
    found["failures"] = [failure_row(failure) for failure in failures]
    return found


def from_text(column: Column, cell: str) -> Cell:
    """What a cell of text says, read as a stranger would who knows the column's kind from COLUMNS.md."""
    if column.kind == "list":
        return tuple(None if item == "?" else item for item in cell.split("; ")) if cell else ()
    if cell == "":
        return None
    match column.kind:
        case "money":
            return Decimal(cell)
        case "date":
            return date.fromisoformat(cell)
        case "integer":
            return int(cell)
        case "number":
            return float(cell)
        case "boolean":
            return {"true": True, "false": False}[cell]
    return cell
