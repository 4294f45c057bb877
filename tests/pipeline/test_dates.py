"""What each date of a text is, by the words round it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.lexicon import fold
from extractor.pipeline.dates import read_dates

TODAY = "2024-03-01"


def dates(text: str, published: str | None = None) -> dict[str, str]:
    return read_dates(text, fold(text), 0, len(text), published)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("L'accordo, firmato il 3 marzo 2021, vale.", {"signed": "2021-03-03"}),
        ("L'intesa sottoscritta a Roma il 1° giugno 2022.", {"signed": "2022-06-01"}),
        ("È stato sottoscritto questa mattina, 21 giugno 2022, l'addendum.", {"signed": "2022-06-21"}),
        ("Sarà firmato il 3 marzo 2021.", {}),
        ("La delibera è stata approvata il 12 novembre 2020.", {"approved": "2020-11-12"}),
        ("La Giunta, nella seduta del 6 marzo 2024, ha approvato la convenzione.", {"approved": "2024-03-06"}),
        (
            "Con determinazione dirigenziale n. 1184 del 12 febbraio 2024 ha approvato la graduatoria.",
            {"approved": "2024-02-12"},
        ),
        ("L'avviso, approvato con decreto n. 87 del 25 marzo 2024, è online.", {"approved": "2024-03-25"}),
        ("Con decreto n. 110 del 29/12/2022 ha concesso i fondi.", {"approved": "2022-12-29"}),
        ("L'aggiudicazione, disposta il 14 ottobre 2022, è definitiva.", {"approved": "2022-10-14"}),
        ("Domande a partire dal 15 settembre 2022.", {"opens": "2022-09-15"}),
        ("Domande dalle ore 10 del 15 settembre 2022.", {"opens": "2022-09-15"}),
        ("Lo sportello sarà attivo dal 16 maggio 2022, fino a esaurimento.", {"opens": "2022-05-16"}),
        ("Apre alle ore 12 del 15 ottobre 2024 lo sportello.", {"opens": "2024-10-15"}),
        ("Domande entro il 31 dicembre 2023.", {"closes": "2023-12-31"}),
        ("Domande entro e non oltre le ore 12 del 31 dicembre 2023.", {"closes": "2023-12-31"}),
        ("Il bando scade il 31 dicembre 2023.", {"closes": "2023-12-31"}),
        ("Domande dal 2 maggio 2022 al 30 giugno 2022.", {"opens": "2022-05-02", "closes": "2022-06-30"}),
        ("Domande dal 10 gennaio al 28 febbraio 2024.", {"opens": "2024-01-10", "closes": "2024-02-28"}),
        ("Domande dal 1° al 30 settembre 2021.", {"opens": "2021-09-01", "closes": "2021-09-30"}),
        (
            "Le domande si presentano dalle ore 10 del 15 aprile alle ore 13 del 31 luglio 2024.",
            {"opens": "2024-04-15", "closes": "2024-07-31"},
        ),
        (
            "Le domande si inviano dalle ore 9 del 15 gennaio 2024 alle ore 17 del 15 marzo.",
            {"opens": "2024-01-15", "closes": "2024-03-15"},
        ),
        (
            "Apre lunedi' 16 gennaio e chiude il 28 febbraio 2023 il bando.",
            {"opens": "2023-01-16", "closes": "2023-02-28"},
        ),
        (
            "Paga 500 euro per dodici mesi, dal 1° aprile 2024 al 31 marzo 2025.",
            {"start": "2024-04-01", "end": "2025-03-31"},
        ),
        ("Il programma dovrà concludersi entro il 31 dicembre 2026.", {"end": "2026-12-31"}),
        ("I lavori, la cui conclusione è ora fissata al 30 giugno 2024.", {"end": "2024-06-30"}),
        ("L'avvio è fissato per il 1° luglio 2023.", {"start": "2023-07-01"}),
        ("La somma sarà versata entro il 31 gennaio 2024; poi la presentazione dei piani.", {}),
        ("La strada resterà chiusa fino al 15 luglio 2011.", {}),
        ("Firmato il 32 marzo 2021.", {}),
        ("Firmato il 30 febbraio 2021.", {}),
        ("Firmato il 3 marzo.", {}),
        ("Nato il 3 marzo 2021.", {}),
        ("L'accordo è firmato. Il 3 marzo 2021 piove.", {}),
        ("", {}),
    ],
)
def test_dates_that_stand_in_the_text(text: str, expected: dict[str, str]) -> None:
    assert dates(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("È stato firmato oggi il contratto.", {"signed": "2024-03-01"}),
        ("Hanno sottoscritto questa mattina un protocollo.", {"signed": "2024-03-01"}),
        ("Infrastrutture, la firma oggi in Regione.", {"signed": "2024-03-01"}),
        ("L'intesa è stata siglata ieri.", {"signed": "2024-02-29"}),
        ("La Giunta ha approvato oggi la delibera.", {"approved": "2024-03-01"}),
        ("Via libera oggi al bando.", {"approved": "2024-03-01"}),
        ("Sono stati concessi stamane i contributi.", {"approved": "2024-03-01"}),
        ("Oggi facciamo un passo avanti.", {}),
        ("Ieri pioveva. Il contratto è stato firmato.", {}),
        ("Firmato il 12 febbraio.", {"signed": "2024-02-12"}),
        ("Domande dal 5 al 30 aprile.", {"opens": "2024-04-05", "closes": "2024-04-30"}),
    ],
)
def test_dates_seen_from_the_day_of_the_release(text: str, expected: dict[str, str]) -> None:
    assert dates(text, TODAY) == expected
    assert dates(text) == {}


def test_the_first_of_each_kind_is_given_and_only_from_the_stretch() -> None:
    text = "Firmato il 3 marzo 2021. Firmato il 4 marzo 2021. Approvato il 5 marzo 2021."
    assert dates(text) == {"signed": "2021-03-03", "approved": "2021-03-05"}
    assert read_dates(text, fold(text), 25, 49) == {"signed": "2021-03-04"}


PIECES = st.sampled_from(
    ["dal ", "al ", "entro il ", "firmato ", "approvato ", "oggi ", "ieri ", "1° ", "31 ", "12/13/2020 ", "02/02/2020", "febbraio ", "marzo ", "2021", ". ", "; ", "\n\n", "İ ", "domande ", "fissato al "]
)  # fmt: skip


@given(st.lists(PIECES, max_size=25).map("".join), st.none() | st.just(TODAY))
def test_whatever_is_given_is_a_day(text: str, published: str | None) -> None:
    from datetime import date

    found = dates(text, published)
    assert set(found) <= {"signed", "approved", "opens", "closes", "start", "end"}
    assert [date.fromisoformat(day).isoformat() for day in found.values()] == list(found.values())
