"""The lexicon as the rules see it, and a newsroom's own files."""

import subprocess
import sys
from pathlib import Path

import pytest

import extractor
from extractor.errors import LexiconError
from extractor.lexicon import Lexicon, Words, default_lexicon, lexicon_digest

OWN = """\
[[institution]]
name = "Consulta dei Sestieri"
acronyms = ["CDS"]
forms = ["Consulta sestieri"]

[[company]]
name = "Zeta"
forms = ["Zeta Navi Interne"]

[[project]]
name = "Piano Faro"

[[person]]
name = "Ada Fosca Bo"
role = "assessora"
"""


def entries(lexicon: Lexicon, text: str) -> list[tuple[str, str]]:
    words = Words(text)
    return [
        (text[words.starts[hit.start] : words.ends[hit.start + hit.length - 1]], lexicon.entries[hit.entry]["key"])
        for hit in lexicon.hits(words)
    ]


@pytest.fixture
def own(tmp_path: Path) -> Path:
    path = tmp_path / "redazione.toml"
    path.write_text(OWN, "utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "il Ministero dello Sviluppo economico",
            [("Ministero dello Sviluppo economico", "institution:ministero-sviluppo-economico")],
        ),
        (
            "il MISE e il Mimit",
            [
                ("MISE", "institution:ministero-sviluppo-economico"),
                ("Mimit", "institution:ministero-sviluppo-economico"),
            ],
        ),
        ("il ministero dello sviluppo economico", []),
        (
            "FIRMA IL MINISTERO DELLO SVILUPPO ECONOMICO",
            [("MINISTERO DELLO SVILUPPO ECONOMICO", "institution:ministero-sviluppo-economico")],
        ),
        ("niente", []),
        ("", []),
    ],
)
def test_hits(text: str, found: list[tuple[str, str]]) -> None:
    assert entries(default_lexicon(), text) == found


def test_hits_are_looked_up_once_a_text() -> None:
    words = Words("il Ministero della Cultura")
    assert default_lexicon().hits(words) is default_lexicon().hits(words)


def test_places() -> None:
    lexicon = default_lexicon()
    for text, name, code in (
        ("Lombardia", "Lombardia", "IT-25"),
        ("Reggio nell'Emilia", "Reggio nell'Emilia", "RE"),
        ("La Spezia", "La Spezia", "SP"),
    ):
        found = lexicon.place(Words(text), 0)
        assert found is not None
        assert (found[0], found[1].name, found[1].code) == (len(Words(text)), name, code)
    assert lexicon.place(Words("Vattelapesca"), 0) is None
    assert lexicon.place(Words(""), 0) is None


def test_own_files_are_read_before_the_built_in(own: Path) -> None:
    lexicon = default_lexicon().extended([own])
    text = "La Consulta dei Sestieri (CDS), Consulta sestieri, con Zeta Navi Interne, il MISE e il Piano Faro di Ada Fosca Bo"
    assert entries(lexicon, text) == [
        ("Consulta dei Sestieri", "institution:consulta-dei-sestieri"),
        ("CDS", "institution:consulta-dei-sestieri"),
        ("Consulta sestieri", "institution:consulta-dei-sestieri"),
        ("Zeta Navi Interne", "company:zeta"),
        ("MISE", "institution:ministero-sviluppo-economico"),
        ("Piano Faro", "project:piano-faro"),
        ("Ada Fosca Bo", "person:ada-fosca-bo"),
    ]


def test_an_own_form_takes_the_place_of_a_built_in_one(tmp_path: Path) -> None:
    path = tmp_path / "mia.toml"
    path.write_text('[[company]]\nname = "MISE"\n', "utf-8")
    assert entries(default_lexicon().extended([path]), "il MISE") == [("MISE", "company:mise")]
    assert entries(default_lexicon(), "il MISE") == [("MISE", "institution:ministero-sviluppo-economico")]


def test_the_built_in_lexicon_stays_as_it_is(own: Path) -> None:
    before = (len(default_lexicon().entries), len(default_lexicon().forms), len(default_lexicon().exact))
    default_lexicon().extended([own])
    assert (len(default_lexicon().entries), len(default_lexicon().forms), len(default_lexicon().exact)) == before


def test_no_file_no_change() -> None:
    assert default_lexicon().extended([]) is default_lexicon()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ('[[azienda]]\nname = "Zeta"\n', "«azienda»"),
        ('company = "Zeta"\n', "«company»"),
        ('[company]\nname = "Zeta"\n', "«company»"),
        ('company = ["Zeta"]\n', "manca `name`"),
        ('[[company]]\nforms = ["Zeta"]\n', "manca `name`"),
        ('[[company]]\nname = "Zeta"\nforms = "Zeta spa"\n', "forms"),
        ('[[company]]\nname = "Zeta"\nforme = ["Zeta spa"]\n', "forme"),
        ("[[company\n", "TOML"),
    ],
)
def test_a_mistake_in_an_own_file_is_told_in_words(tmp_path: Path, content: str, words: str) -> None:
    path = tmp_path / "mia.toml"
    path.write_text(content, "utf-8")
    with pytest.raises(LexiconError) as caught:
        default_lexicon().extended([path])
    assert words in caught.value.message
    assert "mia.toml" in str(caught.value)
    assert "\n" not in caught.value.message


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match=r"manca\.toml"):
        extractor.load([tmp_path / "manca.toml"])


def test_own_names_reach_the_record(own: Path) -> None:
    from extractor.pipeline.assemble import assemble

    text = "# La Consulta dei Sestieri sceglie il Piano Faro\n\nLa Consulta dei Sestieri paga 3 milioni di euro a Zeta per il Piano Faro."
    found = {(entity.label, entity.name) for entity in assemble(extractor.load([own])(text)).entities}
    assert {("INSTITUTION", "Consulta dei Sestieri"), ("COMPANY", "Zeta"), ("PROJECT", "Piano Faro")} <= found


def test_the_command_takes_own_files(own: Path, tmp_path: Path) -> None:
    release = tmp_path / "nota.txt"
    release.write_text("La Consulta dei Sestieri paga 3 milioni di euro.", "utf-8")
    command = [sys.executable, "-m", "extractor.cli", "--lexicon", str(own), str(release)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, encoding="utf-8")
    assert (done.returncode, done.stderr) == (0, "")
    assert '"institution:consulta-dei-sestieri"' in done.stdout
    bad = tmp_path / "guasto.toml"
    bad.write_text("[[", "utf-8")
    done = subprocess.run(
        [*command[:4], str(bad), str(release)], capture_output=True, text=True, check=False, encoding="utf-8"
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert "guasto.toml" in done.stderr


def test_the_digest_is_that_of_the_artefact() -> None:
    import hashlib

    from extractor.lexicon.build import ARTEFACT

    assert lexicon_digest() == hashlib.sha256(ARTEFACT.read_bytes()).hexdigest()[:12]
