"""The same announcement gives the same agreements in whatever format it comes."""

from functools import cache

import pytest
from spacy.language import Language

import extractor
from extractor.pipeline.assemble import assemble
from extractor.reading import read_bytes
from extractor.records import Announcement


@cache
def pipeline() -> Language:
    return extractor.load()


def record_of(data: bytes, name: str) -> Announcement:
    document = read_bytes(data, name)
    return assemble(pipeline()(document.text), document)


def told(record: Announcement) -> list[object]:
    """The agreements without the places of their values in the text."""
    return [
        (
            agreement.kind,
            agreement.status,
            agreement.heading,
            [(party.name, party.roles) for party in agreement.institutions],
            [(party.name, party.roles) for party in agreement.companies],
            agreement.project and agreement.project.name,
            [
                (amount.value, amount.role, amount.part_of, [payer.name for payer in amount.payers], amount.territory)
                for amount in agreement.amounts
            ],
        )
        for agreement in record.agreements
    ]


@pytest.mark.parametrize(
    ("fixture", "name", "published", "pages"),
    [
        ("sample_html", "pagina.html", "2020-11-12", None),
        ("sample_docx", "comunicato.docx", None, None),
        ("sample_email", "messaggio.eml", "2020-11-12", None),
        ("sample_pdf", "comunicato.pdf", None, [1, 1, 1, 1, 1, 1]),
        ("sample_columns", "colonne.pdf", None, [1, 1, 1, 1, 1, 1]),
    ],
)
def test_the_source_document_in_another_format(
    fixture: str,
    name: str,
    published: str | None,
    pages: list[int] | None,
    source_text: str,
    request: pytest.FixtureRequest,
) -> None:
    expected = record_of(source_text.encode(), "impresa-e-innovazione.md")
    record = record_of(request.getfixturevalue(fixture), name)
    assert [str(amount.value) for agreement in expected.agreements for amount in agreement.amounts] == [
        "5317523", "2313750", "69412.50", "8435865", "1329615", "39888.45",
    ]  # fmt: skip
    assert told(record) == told(expected)
    assert record.title == expected.title
    assert record.categories == expected.categories
    assert record.published == published
    assert record.text is not None
    for entity in record.entities:
        for mention in entity.mentions:
            assert record.text[mention.start : mention.end] == mention.text
    amounts = [amount for agreement in record.agreements for amount in agreement.amounts]
    assert [amount.page for amount in amounts if amount.page] == (pages or [])


def test_spans_of_a_pdf_know_their_page(make_pdf: object) -> None:
    from reportlab.platypus import PageBreak

    blocks = [
        (1, "Ponte sul Basento, la Provincia aggiudica i lavori"),
        (0, "La Provincia di Potenza ha aggiudicato i lavori per il ponte all'impresa Rossi srl."),
        PageBreak(),
        (0, "L'importo dell'appalto è di 4 milioni di euro, a carico della Regione Basilicata."),
    ]
    record = record_of(make_pdf(blocks), "ponte.pdf")  # type: ignore[operator]
    assert [(str(amount.value), amount.page) for agreement in record.agreements for amount in agreement.amounts] == [
        ("4000000", 2)
    ]
    pages = {entity.name: [mention.page for mention in entity.mentions] for entity in record.entities}
    assert pages["Provincia di Potenza"] == [1, 1]
    assert pages["Regione Basilicata"] == [2]
