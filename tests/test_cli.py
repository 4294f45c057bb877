"""The command: what it prints where, what it says when something fails, how it ends."""

import io
import json
import os
import subprocess
import sys
import types
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

import extractor
from extractor import cli
from extractor.errors import ExtractorError, LexiconError
from extractor.reading import ReadDocument
from extractor.records import Announcement, Source

ROOT = Path(__file__).parent.parent
Result = tuple[int, str, str]


class FakePipeline:
    """Stands in for `extractor.pipeline`: a text's record is the gold record with that text's name and title."""

    def __init__(self, gold: Announcement) -> None:
        self.gold = gold
        self.lexicons: list[Sequence[Path]] = []

    def load(self, lexicon: Sequence[Path] = ()) -> Callable[[str], str]:
        self.lexicons.append(tuple(lexicon))
        if Path("cattivo.toml") in lexicon:
            raise LexiconError("riga 3: manca il nome", name="cattivo.toml")
        return str

    def assemble(self, doc: str, document: ReadDocument | None = None) -> Announcement:
        if doc.startswith("GUASTO"):
            raise IndexError("list index\nout of range")
        if doc.startswith("INTERRUZIONE"):
            raise KeyboardInterrupt
        name = document.name if document else None
        return self.gold.model_copy(update={"source": Source(name=name), "title": doc.strip()})


@pytest.fixture(autouse=True)
def pipeline(gold: Announcement, monkeypatch: pytest.MonkeyPatch) -> FakePipeline:
    fake = FakePipeline(gold)
    room, assembling = types.ModuleType("extractor.pipeline"), types.ModuleType("extractor.pipeline.assemble")
    room.load, assembling.assemble = fake.load, fake.assemble  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "extractor.pipeline", room)
    monkeypatch.setitem(sys.modules, "extractor.pipeline.assemble", assembling)
    monkeypatch.delenv("EXTRACT_DEBUG", raising=False)
    return fake


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Callable[..., Result]:
    """Run the command in a folder with three good inputs and some bad ones."""
    monkeypatch.chdir(tmp_path)
    for name, data in {
        "a.txt": b"Primo bando\n",
        "b.md": "Città\n".encode("cp1252"),
        "-c.txt": b"Terzo\n",
        "vuoto.txt": b"",
        "guasto.txt": b"GUASTO\n",
        "stop.txt": b"INTERRUZIONE\n",
        "foto.txt": b"\x89PNG\r\n\x1a\n",
    }.items():
        Path(name).write_bytes(data)
    Path("cartella").mkdir()

    def run_in_folder(*arguments: str) -> Result:
        status = cli.main(arguments)
        captured = capfd.readouterr()
        return status, captured.out, captured.err

    return run_in_folder


def test_one_file_is_one_indented_document(run: Callable[..., Result], gold: Announcement) -> None:
    status, out, err = run("a.txt")
    assert (status, err) == (0, "")
    assert out.startswith('{\n  "schema_version": "1",\n')
    assert Announcement.from_json(out) == gold.model_copy(
        update={"source": Source(name="a.txt"), "title": "Primo bando"}
    )


def test_several_files_are_one_document_a_line(run: Callable[..., Result]) -> None:
    status, out, err = run("a.txt", "b.md", "--", "-c.txt")
    assert (status, err) == (0, "")
    assert [json.loads(line)["title"] for line in out.splitlines()] == ["Primo bando", "Città", "Terzo"]


def test_the_pipeline_is_loaded_once_and_only_for_what_was_read(
    run: Callable[..., Result], pipeline: FakePipeline
) -> None:
    run("manca.txt", "vuoto.txt")
    assert pipeline.lexicons == []
    run("a.txt", "b.md")
    assert pipeline.lexicons == [()]


def test_lexicons_are_passed_on(run: Callable[..., Result], pipeline: FakePipeline) -> None:
    run("--lexicon", "uno.toml", "a.txt", "--lexicon=due.toml")
    assert pipeline.lexicons == [(Path("uno.toml"), Path("due.toml"))]


def test_a_flawed_lexicon_ends_the_run(run: Callable[..., Result]) -> None:
    assert run("--lexicon", "cattivo.toml", "a.txt", "b.md") == (
        2,
        "",
        "extract: cattivo.toml: riga 3: manca il nome\n",
    )


def test_standard_input(run: Callable[..., Result], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("Già".encode("utf-16"))))
    status, out, err = run("-")
    assert (status, err) == (0, "")
    record = json.loads(out)
    assert (record["title"], record["source"]["name"]) == ("Già", "-")


def test_closed_standard_input(run: Callable[..., Result], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    assert run("-") == (2, "", "extract: -: non c'è nulla da leggere in ingresso\n")


def test_text_on_request(run: Callable[..., Result]) -> None:
    status, out, err = run("--format", "text", "a.txt")
    assert (status, err) == (0, "")
    assert out.startswith("Primo bando\nAssessore Mattinzoli: sosteniamo economia reale\n")
    assert "69.412,50 + 39.888,45 = 109.300,95 ✓" in out


def test_text_of_several_files_names_each(run: Callable[..., Result]) -> None:
    _, out, _ = run("a.txt", "b.md", "--format=text")
    assert [line for line in out.splitlines() if line.startswith("──")] == ["── a.txt", "── b.md"]


@pytest.mark.parametrize(
    ("arguments", "coloured"), [((), True), (("--no-color",), False), (("--format", "json"), False)]
)
def test_a_terminal_gets_the_summary_in_colour(
    run: Callable[..., Result], monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], coloured: bool
) -> None:
    class Terminal(io.TextIOWrapper):
        def isatty(self) -> bool:
            return True

    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    bytes_written = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", Terminal(bytes_written, encoding="utf-8"))
    assert cli.main(["a.txt", *arguments]) == 0
    printed = bytes_written.getvalue().decode()
    assert ("\x1b[" in printed) is coloured
    assert printed.startswith("{") is (arguments == ("--format", "json"))


def test_json_is_utf8_whatever_the_terminal_speaks(run: Callable[..., Result], monkeypatch: pytest.MonkeyPatch) -> None:
    bytes_written = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(bytes_written, encoding="ascii"))
    assert cli.main(["b.md"]) == 0
    assert '"title": "Città"' in bytes_written.getvalue().decode("utf-8")


def test_a_terminal_without_euro_sign_gets_no_crash(
    run: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    bytes_written = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(bytes_written, encoding="ascii"))
    assert cli.main(["b.md", "--format", "text"]) == 0
    assert b"5.317.523 ?  costo totale" in bytes_written.getvalue()


@pytest.mark.parametrize(
    ("name", "complaint"),
    [
        ("manca.txt", "manca.txt: non esiste: controllare il nome e la cartella"),
        ("cartella", "cartella: è una cartella: indicare i singoli file che contiene, per esempio CARTELLA/*.txt"),
        ("vuoto.txt", "vuoto.txt: è vuoto: controllare che il file sia stato salvato per intero"),
        (
            "foto.txt",
            "foto.txt: è un'immagine: per ora si leggono solo testi e Markdown, "
            "salvarne il testo in un file .txt e riprovare",
        ),
        (
            "guasto.txt",
            "guasto.txt: errore imprevisto (IndexError: list index out of range): segnalarlo a chi cura il "
            "programma, con il file e con quanto stampa EXTRACT_DEBUG=1",
        ),
    ],
)
def test_one_failure_is_one_line_and_does_not_stop_the_others(
    run: Callable[..., Result], name: str, complaint: str
) -> None:
    assert run(name) == (2, "", f"extract: {complaint}\n")
    status, out, err = run("a.txt", name, "b.md")
    assert (status, err) == (1, f"extract: {complaint}\n")
    assert [json.loads(line)["title"] for line in out.splitlines()] == ["Primo bando", "Città"]


def test_debugging_shows_the_traceback_too(run: Callable[..., Result], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXTRACT_DEBUG", "1")
    status, _, err = run("guasto.txt")
    assert status == 2
    assert err.startswith("Traceback (most recent call last):\n")
    assert err.splitlines()[-1].startswith("extract: guasto.txt: errore imprevisto (IndexError")


def test_strange_names_are_shown_safely(run: Callable[..., Result]) -> None:
    name = os.fsdecode(b"a\nb\x1b[31mcaff\xe8.txt")
    assert run(name)[2] == "extract: a b�[31mcaff\\xe8.txt: non esiste: controllare il nome e la cartella\n"
    Path(name).write_bytes(b"Bando")
    status, out, _ = run(name)
    assert (status, json.loads(out)["source"]["name"]) == (0, "a\nb\x1b[31mcaff\\xe8.txt")


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ([], 'manca il FILE da leggere, o "-" per lo standard input'),
        (["--format", "xml", "a.txt"], "--format: 'xml' non è un formato: scegliere text o json"),
        (["--format"], "--format vuole un valore"),
        (["a.txt", "--lexicon"], "--lexicon vuole un valore"),
        (["--form", "json", "a.txt"], "opzione sconosciuta: --form"),
        (["-x\x1b", "a.txt"], "opzione sconosciuta: -x�"),
        (["--schema=3"], "--schema non vuole un valore: '3'"),
    ],
)
def test_wrong_usage(run: Callable[..., Result], arguments: list[str], complaint: str) -> None:
    status, out, err = run(*arguments)
    assert (status, out) == (2, "")
    assert err == f"extract: {complaint} (vedere extract --help)\n"


def test_interruption(run: Callable[..., Result]) -> None:
    status, out, err = run("a.txt", "stop.txt", "b.md")
    assert (status, err) == (130, "")
    assert json.loads(out)["title"] == "Primo bando"


def test_a_full_disk_is_one_line(run: Callable[..., Result], monkeypatch: pytest.MonkeyPatch) -> None:
    class Full(io.BytesIO):
        def write(self, data: object) -> int:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(sys, "stdout", types.SimpleNamespace(buffer=Full(), isatty=lambda: False))
    status, _, err = run("a.txt")
    assert (status, err) == (1, "extract: non si può scrivere o leggere: No space left on device\n")


def test_help_fits_a_screen_and_has_examples(run: Callable[..., Result]) -> None:
    status, out, _ = run("--help")
    assert status == 0
    assert run("-h")[1] == out
    lines = out.splitlines()
    assert len(lines) < 24
    assert max(map(len, lines)) < 80
    assert "Esempi:" in lines
    for option in ("--format", "--lexicon", "--no-color", "--schema", "--version"):
        assert option in out


def test_version_and_schema(run: Callable[..., Result]) -> None:
    assert run("--version") == (0, f"extract {extractor.__version__}\n", "")
    status, out, _ = run("--schema")
    schema = json.loads(out)
    assert (status, schema["title"]) == (0, "Announcement")
    assert schema["$defs"]["Amount"]["properties"]["value"]["type"] == "string"


def in_a_process(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        encoding="utf-8",
    )


@pytest.mark.parametrize("arguments", ["--help", "--version", "--formt", "manca.txt"])
def test_nothing_heavy_is_imported_without_need(arguments: str) -> None:
    heavy = "spacy", "pydantic", "rich", "numpy", "charset_normalizer"
    result = in_a_process(
        f"import sys; from extractor import cli; cli.main(['{arguments}']); "
        f"sys.exit(','.join(m for m in {heavy} if m in sys.modules) or None)"
    )
    assert result.returncode == 0, result.stderr


def test_a_reader_that_goes_away_is_no_error() -> None:
    code = "import sys; from extractor import cli; sys.exit(cli.main(['--schema']))"
    process = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    assert process.wait(timeout=60) == 141
    assert process.stderr.read() == b""
    process.stderr.close()


def test_the_library_loads_its_pipeline_once(pipeline: FakePipeline, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extractor, "_default", None)
    record = extractor.extract("Bando", name="prova")
    assert (record.title, record.source.name) == ("Bando", "prova")
    assert extractor.extract("Altro").source.name is None
    assert pipeline.lexicons == [()]


def test_the_library_names_what_it_exports() -> None:
    assert extractor.Announcement is Announcement
    assert extractor.ExtractorError is ExtractorError
    with pytest.raises(AttributeError, match="no attribute 'nulla'"):
        extractor.nulla  # noqa: B018
