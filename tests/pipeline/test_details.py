"""Dates, acts, codes, jobs and duration, as a text states them."""

from typing import Any

import pytest

from extractor.pipeline.details import read_details


def details(text: str) -> dict[str, Any]:
    return read_details(text, text.lower(), 0, len(text))


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("L'accordo, firmato il 3 marzo 2021, vale.", {"signed": "2021-03-03"}),
        ("L'intesa sottoscritta oggi a Roma il 1° giugno 2022.", {"signed": "2022-06-01"}),
        ("La delibera è stata approvata il 12 novembre 2020.", {"approved": "2020-11-12"}),
        ("Domande a partire dal 15 settembre 2022.", {"opens": "2022-09-15"}),
        ("Domande dalle ore 10 del 15 settembre 2022.", {"opens": "2022-09-15"}),
        ("Domande entro il 31 dicembre 2023.", {"closes": "2023-12-31"}),
        ("Domande entro e non oltre il 31 dicembre 2023.", {"closes": "2023-12-31"}),
        ("Domande fino al 31 dicembre 2023.", {"closes": "2023-12-31"}),
        ("Il bando scade il 31 dicembre 2023.", {"closes": "2023-12-31"}),
        ("Aperto dal 16 maggio 2022 al 30 giugno 2022.", {"opens": "2022-05-16", "closes": "2022-06-30"}),
        ("Firmato il 32 marzo 2021.", None),
        ("Firmato il 3 marzo.", None),
        ("Nato il 3 marzo 2021.", None),
    ],
)
def test_dates(text: str, dates: dict[str, str] | None) -> None:
    assert details(text).get("dates") == dates


@pytest.mark.parametrize(
    ("text", "identifiers"),
    [
        ("CUP B31B17000170009.", {"cup": ["B31B17000170009"]}),
        ("CUP B31B17000170009 e di nuovo B31B17000170009", {"cup": ["B31B17000170009"]}),
        ("b31b17000170009", None),
        ("CIG 8123456789", {"cig": ["8123456789"]}),
        ("CIG: Z1234567AB", {"cig": ["Z1234567AB"]}),
        ("Il codice 8123456789", None),
        ("la Cig straordinaria per il 2021", None),
        ("la legge 662/1996", {"law": ["legge 662/1996"]}),
        ("la legge n. 190 del 2012", {"law": ["legge n. 190 del 2012"]}),
        ("la legge regionale 14/2014", {"law": ["legge regionale 14/2014"]}),
        ("il D.Lgs. 50/2016", {"law": ["D.Lgs. 50/2016"]}),
        ("il decreto-legge 34 del 2020", {"law": ["decreto-legge 34 del 2020"]}),
        ("il regolamento (UE) 651/2014", {"law": ["regolamento (UE) 651/2014"]}),
        ("la legge di tutti", None),
        ("con Dgr 3.712", {"act": ["Dgr 3.712"]}),
        ("con delibera n. 412 della Giunta", {"act": ["delibera n. 412"]}),
        ("con decreto dirigenziale n. 12/2021", {"act": ["decreto dirigenziale n. 12/2021"]}),
        ("con delibera  di\ngiunta 12", {"act": ["delibera di giunta 12"]}),
    ],
)
def test_identifiers(text: str, identifiers: dict[str, list[str]] | None) -> None:
    assert details(text).get("identifiers") == identifiers


@pytest.mark.parametrize(
    ("text", "jobs"),
    [
        ("Previste 120 nuove assunzioni.", {"created": 120}),
        ("Nasceranno 64 posti di lavoro.", {"created": 64}),
        ("L'azienda assumerà 35 persone.", {"created": 35}),
        ("con la creazione di circa 1.200 posti", {"created": 1200}),
        ("Salvaguardati 412 posti", {"safeguarded": 412}),
        ("la salvaguardia di 412 posti di lavoro", {"safeguarded": 412}),
        ("il mantenimento degli attuali 300 addetti e 20 assunzioni", {"created": 20, "safeguarded": 300}),
        ("L'azienda ha 35 dipendenti.", None),
        ("posti di lavoro", None),
    ],
)
def test_jobs(text: str, jobs: dict[str, int] | None) -> None:
    assert details(text).get("jobs") == jobs


@pytest.mark.parametrize(
    ("text", "duration"),
    [
        ("La durata è di 36 mesi.", "36 mesi"),
        ("ha una durata di tre anni", "tre anni"),
        ("L'accordo durerà 5 anni.", "5 anni"),
        ("con validità di due anni", "due anni"),
        ("di durata triennale", "triennale"),
        ("Da 36 mesi se ne parla.", None),
    ],
)
def test_duration(text: str, duration: str | None) -> None:
    assert details(text).get("duration") == duration


def test_only_the_stretch_that_is_asked_for_is_read() -> None:
    text = "Firmato il 3 marzo 2021. CUP B31B17000170009. Durerà 5 anni."
    start, end = text.index("CUP"), text.index(" Durerà")
    assert read_details(text, text.lower(), start, end) == {"identifiers": {"cup": ["B31B17000170009"]}}


def test_nothing_stated_nothing_given() -> None:
    assert details("") == details("La Giunta ne parla.") == {}
