"""The command: what it prints where, what it says when something fails, how it ends."""

import contextlib
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
from extractor.archive import command
from extractor.archive.here import Here
from extractor.errors import ExtractorError, LexiconError
from extractor.reading import ReadDocument
from extractor.records import Announcement, PipelineVersions, Source

ROOT = Path(__file__).parent.parent
Result = tuple[int, str, str]


class FakeLanguage:
    """Annotates a text by leaving it as it is."""

    vocab = ()

    def __call__(self, text: str) -> str:
        return text

    def memory_zone(self) -> contextlib.AbstractContextManager[None]:
        return contextlib.nullcontext()


class FakePipeline:
    """Stands in for `extractor.pipeline`: a text's record is the gold record with that text's name and title."""

    def __init__(self, gold: Announcement) -> None:
        self.gold = gold
        self.lexicons: list[Sequence[Path]] = []
        self.models: list[str | None] = []

    def load(self, lexicon: Sequence[Path] = (), model: str | None = None) -> FakeLanguage:
        self.lexicons.append(tuple(lexicon))
        self.models.append(model)
        if Path("cattivo.toml") in lexicon:
            raise LexiconError("riga 3: manca il nome", name="cattivo.toml")
        return FakeLanguage()

    def assemble(self, doc: str, document: ReadDocument | None = None, *, with_text: bool = False) -> Announcement:
        if doc.startswith("GUASTO"):
            raise IndexError("list index\nout of range")
        if doc.startswith("INTERRUZIONE"):
            raise KeyboardInterrupt
        name = document.name if document else None
        text = doc if with_text else None
        return self.gold.model_copy(update={"source": Source(name=name), "title": doc.strip(), "text": text})


@pytest.fixture(autouse=True)
def pipeline(gold: Announcement, monkeypatch: pytest.MonkeyPatch) -> FakePipeline:
    fake = FakePipeline(gold)
    room, assembling = types.ModuleType("extractor.pipeline"), types.ModuleType("extractor.pipeline.assemble")
    room.load, assembling.assemble = fake.load, fake.assemble  # type: ignore[attr-defined]
    assembling.versions = PipelineVersions  # type: ignore[attr-defined]
    naming = types.ModuleType("extractor.pipeline.name_component")
    naming.default_weights = lambda: Path(__file__)  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "extractor.pipeline.name_component", naming)
    monkeypatch.setattr(command, "Processes", lambda work, workers, timeout: Here(work))
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
    run("manca.txt")
    run("vuoto.txt")
    assert pipeline.lexicons == []
    run("a.txt", "b.md")
    assert pipeline.lexicons == [()]


def test_lexicons_are_passed_on(run: Callable[..., Result], pipeline: FakePipeline) -> None:
    run("--lexicon", "uno.toml", "a.txt", "--lexicon=due.toml")
    assert pipeline.lexicons == [(Path("uno.toml"), Path("due.toml"))]


def test_the_model_is_passed_on(run: Callable[..., Result], pipeline: FakePipeline) -> None:
    run("--model", "rules", "a.txt")
    run("--model", "it_core_news_sm", "a.txt", "b.md")
    run("a.txt")
    assert pipeline.models == ["rules", "it_core_news_sm", None]


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
        ("cartella", "cartella: non contiene file da leggere: indicare un'altra cartella"),
        ("vuoto.txt", "vuoto.txt: è vuoto: controllare che il file sia stato salvato per intero"),
        ("foto.txt", "foto.txt: è un'immagine, che non si legge: salvarne il testo in un file .txt e riprovare"),
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
    name = os.fsdecode(b"a\nb\x1bcaff\xe8.txt")
    assert run(name)[2] == "extract: a\\nb\\x1bcaff\\xe8.txt: non esiste: controllare il nome e la cartella\n"
    Path(name).write_bytes(b"Bando")
    status, out, _ = run(name)
    assert (status, json.loads(out)["source"]["name"]) == (0, "a\\nb\\x1bcaff\\xe8.txt")


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ([], 'manca il FILE da leggere, o "-" per lo standard input'),
        (["--format", "xml", "a.txt"], "--format: 'xml' non è un formato senza --to: scegliere text o json"),
        (["--workers", "0", "a.txt"], "--workers: '0' non è un numero intero maggiore di zero"),
        (["--workers=due", "a.txt"], "--workers: 'due' non è un numero intero maggiore di zero"),
        (["--timeout=-1", "a.txt"], "--timeout: '-1' non è un numero di secondi"),
        (["--timeout=nan", "a.txt"], "--timeout: 'nan' non è un numero di secondi"),
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
    assert len(lines) <= 40
    assert max(map(len, lines)) <= 80
    assert "Esempi:" in lines
    known = cli._parse([])
    for option in vars(known).keys() - {"files"}:
        assert f"--{option.replace('_', '-')}" in out


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
    heavy = (
        "spacy",
        "pydantic",
        "rich",
        "numpy",
        "charset_normalizer",
        "pyarrow",
        "lxml",
        "sqlite3",
        "extractor.archive",
    )
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


def test_a_folder_is_one_document_a_line(run: Callable[..., Result]) -> None:
    Path("cartella/dentro").mkdir()
    Path("cartella/b.txt").write_text("Secondo")
    Path("cartella/dentro/c.txt").write_text("Terzo")
    Path("cartella/a.txt").write_bytes(b"")
    status, out, err = run("cartella")
    assert (status, err) == (
        1,
        "extract: cartella/a.txt: è vuoto: controllare che il file sia stato salvato per intero\n",
    )
    assert [json.loads(line)["source"]["name"] for line in out.splitlines()] == [
        "cartella/b.txt",
        "cartella/dentro/c.txt",
    ]
    assert not list(Path().glob("*.journal"))


def test_names_from_a_list(run: Callable[..., Result], monkeypatch: pytest.MonkeyPatch) -> None:
    Path("elenco").write_text("a.txt\n-c.txt\n")
    assert [json.loads(line)["title"] for line in run("--files-from", "elenco")[1].splitlines()] == [
        "Primo bando",
        "Terzo",
    ]
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"-c.txt\0a.txt\0")))
    assert [json.loads(line)["title"] for line in run("--files-from=-")[1].splitlines()] == ["Terzo", "Primo bando"]
    assert run("--files-from", "manca") == (2, "", "extract: manca: non esiste: controllare il nome e la cartella\n")


def test_to_a_file(run: Callable[..., Result]) -> None:
    assert run("a.txt", "b.md", "--to", "uscita.jsonl") == (0, "", "")
    assert [json.loads(line)["title"] for line in Path("uscita.jsonl").read_text("utf-8").splitlines()] == [
        "Primo bando",
        "Città",
    ]
    assert Path("uscita.jsonl.journal").exists()


def test_one_name_goes_to_a_file_too(run: Callable[..., Result]) -> None:
    assert run("a.txt", "--to", "uscita.jsonl", "--format", "jsonl") == (0, "", "")
    assert json.loads(Path("uscita.jsonl").read_text("utf-8"))["title"] == "Primo bando"


def test_failures_are_counted_and_written(run: Callable[..., Result]) -> None:
    assert run("a.txt", "vuoto.txt", "--to", "uscita.jsonl") == (
        1,
        "",
        "extract: uscita.jsonl: non riusciti 1 documenti su 2: il motivo di ciascuno sta con i risultati\n",
    )
    assert run("vuoto.txt", "--to", "solo.jsonl")[0] == 1
    failure = json.loads(Path("solo.failures.jsonl").read_text("utf-8"))
    assert failure["path"] == "vuoto.txt"
    assert failure["reason"] == "è vuoto: controllare che il file sia stato salvato per intero"


def test_strict_ends_at_the_first_failure(run: Callable[..., Result]) -> None:
    complaint = "extract: vuoto.txt: è vuoto: controllare che il file sia stato salvato per intero\n"
    assert run("a.txt", "vuoto.txt", "foto.txt", "--strict", "--to", "uscita.jsonl") == (1, "", complaint)
    assert not Path("uscita.jsonl").exists()
    status, out, err = run("a.txt", "vuoto.txt", "b.md", "--strict")
    assert (status, len(out.splitlines()), err) == (1, 1, complaint)


def test_an_interrupted_run_says_how_to_go_on(run: Callable[..., Result]) -> None:
    assert run("a.txt", "stop.txt", "b.md", "--to", "uscita.jsonl") == (
        130,
        "",
        "extract: interrotto: lo stesso comando riprende da dove era\n",
    )
    assert not Path("uscita.jsonl").exists()
    Path("stop.txt").write_text("Non più")
    assert run("a.txt", "stop.txt", "b.md", "--to", "uscita.jsonl") == (0, "", "")
    assert len(Path("uscita.jsonl").read_text("utf-8").splitlines()) == 3


@pytest.mark.parametrize(
    ("output", "complaint"),
    [
        (("--to", "uscita.doc"), "uscita.doc: il nome non dice in che formato scrivere: farlo finire in .jsonl, "),
        (("--to", "uscita", "--format", "json"), "'json' non è un formato: scegliere fra jsonl, "),
        (
            ("--to", "manca/uscita.jsonl"),
            "manca/uscita.jsonl.journal: il diario dell'esecuzione non si può scrivere qui",
        ),
        (("--to", "cartella", "--format", "jsonl"), "cartella: è una cartella: indicare il nome di un file"),
    ],
)
def test_an_output_that_cannot_be_leaves_nothing(
    run: Callable[..., Result], output: tuple[str, ...], complaint: str
) -> None:
    before = sorted(Path().rglob("*"))
    status, out, err = run("a.txt", *output)
    assert (status, out) == (2, "")
    assert err.startswith(f"extract: {complaint}")
    assert len(err.splitlines()) == 1
    assert sorted(Path().rglob("*")) == before


def test_a_run_does_not_read_what_it_wrote(run: Callable[..., Result]) -> None:
    Path("cartella/a.txt").write_text("Uno")
    Path("cartella/vuoto.txt").write_bytes(b"")
    for _ in range(2):
        assert run("cartella", "--to", "cartella/uscita.jsonl")[0] == 1
        assert len(Path("cartella/uscita.jsonl").read_text("utf-8").splitlines()) == 1
        assert len(Path("cartella/uscita.failures.jsonl").read_text("utf-8").splitlines()) == 1


def test_one_file_needs_nothing_of_many() -> None:
    heavy = "pyarrow", "lxml", "sqlite3", "extractor.archive", "extractor.command.many"
    result = in_a_process(
        "import sys, os; from extractor import cli; os.chdir('samples'); "
        "cli.main(['--format', 'json', 'bando-filiere-marche.txt']); "
        f"sys.exit(','.join(m for m in {heavy} if m in sys.modules) or None)"
    )
    assert (result.returncode, result.stderr) == (0, "")


def test_explain_with_an_output_is_a_wrong_usage(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert cli.main(["--explain", "a.txt", "--to", "a.xlsx"]) == 2
    assert capsysbinary.readouterr().err.decode() == (
        "extract: --explain si usa da solo con uno o più FILE (vedere extract --help)\n"
    )
