"""Why a record says what it says."""

from pathlib import Path

import pytest

from extractor.cli import main
from extractor.pipeline.reasons import in_words, told


def test_explain_says_what_gave_each_value(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "a.txt"
    file.write_text("La Regione Liguria ha pubblicato il bando Faber, con una dotazione di 3 milioni di euro.", "utf-8")
    assert main(["--explain", str(file)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == f"{file}: perché il record dice quel che dice"
    assert "         3-18  INSTITUTION Regione Liguria  ←  lessico" in lines
    (role,) = [line for line in lines if line.startswith("        70-87  3 milioni di euro: allocation")]
    assert "fiducia 0." in role
    (payer,) = [line for line in lines if "paga Regione Liguria" in line]
    assert payer.startswith("        70-87")
    assert any("accordo A1: Regione Liguria" in line for line in lines)


@pytest.mark.parametrize(
    ("feature", "words"),
    [
        ("B=stanzi", "prima: «stanzi…»"),
        ("b0=di", "subito prima: «di»"),
        ("m<<I>", "fra nome e somma: «un ente»"),
        ("rule=loan", "regola: «loan»"),
        ("part", "è parte di un'altra somma"),
    ],
)
def test_features_in_words(feature: str, words: str) -> None:
    assert in_words(feature) == words


def test_what_a_person_can_see_in_the_text_comes_first() -> None:
    assert told(["size=6", "kind=bando", "B=stanzi"]) == "prima: «stanzi…»"
    assert told(["size=6"]) == "«size=6»"
