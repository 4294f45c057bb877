"""Acts, codes, jobs and duration, as a text states them; dates in test_dates.py."""

from typing import Any

import pytest

from extractor.pipeline.details import read_details


def details(text: str) -> dict[str, Any]:
    return read_details(text, text.lower(), 0, len(text))


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
        ("con delibera  di\ngiunta n. 12", {"act": ["delibera di giunta n. 12"]}),
        ("con la determina 1187 firmata ieri", {"act": ["determina 1187"]}),
        ("(delibera 64)", {"act": ["delibera 64"]}),
        ("con delibera n. 187/2022", {"act": ["delibera n. 187/2022"]}),
        ("con decreto n. 87 del 25 marzo 2024", {"act": ["decreto n. 87"]}),
        ("la Giunta delibera 3 milioni di euro", None),
        ("la Giunta delibera 300 assunzioni", None),
        ("la legge 30 dicembre 2021, n. 234", {"law": ["legge 30 dicembre 2021, n. 234"]}),
        ("la legge provinciale 14 del 2006", {"law": ["legge provinciale 14 del 2006"]}),
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
        ("Nascono quaranta nuove assunzioni.", {"created": 40}),
        ("assumerà a tempo indeterminato 21 persone", {"created": 21}),
        ("Entro il 2026 saranno assunte 152 persone.", {"created": 152}),
        ("Nuovi occupati a regime: 41.", {"created": 41}),
        ("l'occupazione crescerà di 64 unità", {"created": 64}),
        ("previste 47 unità lavorative", {"created": 47}),
        ("investimento e 74 le assunzioni", {"created": 74}),
        ("Tutela di 412 posti di lavoro e 64 nuove assunzioni", {"created": 64, "safeguarded": 412}),
        ("PREVISTE 110 ASSUNZIONI, SALVAGUARDATI 340 POSTI DI LAVORO", {"created": 110, "safeguarded": 340}),
        ("salvi 312 posti", {"safeguarded": 312}),
        ("a mantenere i 112 attuali", {"safeguarded": 112}),
        ("61 quelli da salvaguardare", {"safeguarded": 61}),
        ("L'azienda ha 35 dipendenti.", None),
        ("Sono previste nuove assunzioni.", None),
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
        ("La durata prevista dei lavori è di 36 mesi.", "36 mesi"),
        ("Durata: 30 mesi.", "30 mesi"),
        ("Il termine contrattuale è di 480 giorni.", "480 giorni"),
        ("Il patto dura due anni.", "due anni"),
        ("I lavori dureranno 540 giorni.", "540 giorni"),
        ("La convenzione vale cinque anni.", "cinque anni"),
        ("l'intesa che è valida per tre anni scolastici", "tre anni scolastici"),
        ("la convenzione triennale con l'ateneo", "triennale"),
        ("un accordo di collaborazione quadriennale", "quadriennale"),
        ("I lavori dovranno concludersi in 24 mesi.", "24 mesi"),
        ("il raggruppamento avrà 540 giorni per finire", "540 giorni"),
        ("12.500 euro per dodici mesi, dal 1° aprile 2024", "dodici mesi"),
        ("Avranno sei mesi per appaltare i lavori.", None),
        ("Da 36 mesi se ne parla.", None),
        ("entro trenta giorni dalla pubblicazione", None),
    ],
)
def test_duration(text: str, duration: str | None) -> None:
    assert details(text).get("duration") == duration


def test_only_the_stretch_that_is_asked_for_is_read() -> None:
    text = "Firmato il 3 marzo 2021. CUP B31B17000170009. Durerà 5 anni."
    start, end = text.index("CUP"), text.index(" Durerà")
    assert read_details(text, text.lower(), start, end) == {"identifiers": {"cup": ["B31B17000170009"]}}


def test_dates_stand_among_the_details() -> None:
    text = "Firmato oggi a Roma."
    assert read_details(text, text.lower(), 0, len(text), "2021-03-03") == {"dates": {"signed": "2021-03-03"}}


def test_nothing_stated_nothing_given() -> None:
    assert details("") == details("La Giunta ne parla.") == {}
