import pytest

from models.corpus.territories import code


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Lombardia", "IT-25"),
        ("Regione Lombardia", "IT-25"),
        ("Valle d'Aosta", "IT-23"),
        ("Valle d’Aosta", "IT-23"),
        ("Trentino-Alto Adige", "IT-32"),
        ("Trentino Alto Adige/Südtirol", "IT-32"),
        ("Friuli Venezia Giulia", "IT-36"),
        ("Friuli-Venezia Giulia", "IT-36"),
        ("Emilia-Romagna", "IT-45"),
        ("emilia romagna", "IT-45"),
        ("Regione autonoma della Sardegna", "IT-88"),
        ("provincia di Lodi", "IT-LO"),
        ("Provincia dell'Aquila", None),
        ("L'Aquila", "IT-AQ"),
        ("provincia autonoma di Trento", "IT-TN"),
        ("Città metropolitana di Milano", "IT-MI"),
        ("Forlì-Cesena", "IT-FC"),
        ("Monza e Brianza", "IT-MB"),
        ("Codogno", None),
        ("Italia", None),
        ("Comune di Milano", None),
        ("", None),
    ],
)
def test_codes(name: str, expected: str | None) -> None:
    assert code(name) == expected
