"""How a document is typed."""

from hypothesis import given
from hypothesis import strategies as st

from extractor.reading.typescript import BREAK, Typescript, one_line


def test_lists_and_tables_stand_apart() -> None:
    page = Typescript()
    page.heading(" Nuova  scuola ", 1)
    page.heading("  ", 2)
    page.paragraph(f"Prima riga{BREAK}seconda{BREAK}{BREAK} {BREAK}nuovo  capoverso")
    page.item("uno")
    page.item("due", "2.", 1)
    page.end_list()
    page.item("altro elenco")
    page.row(["", "Recco", "", "10", ""])
    page.row(["", ""])
    page.row(["Camogli", "20"])
    page.heading("In fondo", 9)
    assert page.text() == (
        "# Nuova scuola\n\nPrima riga\nseconda\n\nnuovo capoverso\n\n- uno\n  2. due\n\n- altro elenco\n\nRecco |  | 10\nCamogli | 20\n\n###### In fondo\n"
    )


def test_nothing_gives_nothing() -> None:
    page = Typescript()
    page.paragraph(f" {BREAK} \u200b")
    page.item("")
    assert page.text() == ""


def test_characters_are_cleaned() -> None:
    assert one_line("e\u0300 co\u00adsì\u00a0e\u200b ﬁne\ufeff \x07 10\u202f000") == "è così e fine 10 000"


@given(st.text(max_size=60))
def test_one_line_is_one_line_and_stays(text: str) -> None:
    line = one_line(text)
    assert line == one_line(line)
    assert len(line.splitlines()) <= 1
