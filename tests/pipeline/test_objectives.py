"""What a project is for, without the words that introduce it."""

import pytest

from extractor.pipeline.objectives import find_objectives


def aims(text: str, **options: int) -> list[str]:
    return [text[start:end] for start, end in find_objectives(text, text.lower(), 0, len(text), **options)]


@pytest.mark.parametrize(
    ("text", "objectives"),
    [
        (
            "Il progetto si propone di definire una rete di laboratori. Poi si vedrà.",
            ["definire una rete di laboratori"],
        ),
        ("I due progetti si propongono di ridurre i consumi;", ["ridurre i consumi"]),
        (
            "Il programma ha, invece, come finalità la nascita di una filiera italiana.",
            ["la nascita di una filiera italiana"],
        ),
        ("L'obiettivo del progetto è lo sviluppo di una lega a base rame.", ["lo sviluppo di una lega a base rame"]),
        ("L'obiettivo dell'accordo è quello di ridare vita al porto.", ["ridare vita al porto"]),
        ("Il piano, con l'obiettivo di dimezzare i tempi, parte oggi.", ["dimezzare i tempi, parte oggi"]),
        ("L'intervento è finalizzato alla messa in sicurezza della rupe!", ["messa in sicurezza della rupe"]),
        ("Il bando è destinato a pochi.", []),
        ("Il progetto punta a recuperare il borgo antico.", ["recuperare il borgo antico"]),
        ("Risorse volte alla tutela delle acque interne.", ["tutela delle acque interne"]),
        ("Il progetto si propone di fare.", []),
        ("L'obiettivo è noto a tutti.", []),
        ("", []),
    ],
)
def test_objectives(text: str, objectives: list[str]) -> None:
    assert aims(text) == objectives


def test_an_aim_ends_at_a_quote_at_a_line_end_and_at_the_end_of_the_stretch() -> None:
    assert aims('Il progetto si propone di aiutare le imprese" dice Rossi.') == ["aiutare le imprese"]
    assert aims("Il progetto si propone di aiutare le imprese\nTitolo") == ["aiutare le imprese"]
    assert aims("Il progetto si propone di aiutare le imprese") == ["aiutare le imprese"]


def test_an_aim_inside_an_aim_is_not_told_twice() -> None:
    text = "Il progetto si propone di sostenere investimenti finalizzati alla tutela delle acque."
    assert aims(text) == ["sostenere investimenti finalizzati alla tutela delle acque"]


def test_no_more_than_the_limit() -> None:
    text = "Il progetto punta a recuperare il borgo antico. " * 5
    assert len(aims(text)) == 3
    assert len(aims(text, limit=1)) == 1


def test_only_the_stretch_that_is_asked_for_is_read() -> None:
    text = "Il progetto punta a recuperare il borgo antico. Il piano mira a ridurre i consumi idrici."
    start = text.index("Il piano")
    assert [text[a:b] for a, b in find_objectives(text, text.lower(), start, len(text))] == ["ridurre i consumi idrici"]
