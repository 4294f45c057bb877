"""The command: what it prints, what it says of bad inputs."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from spacy.language import Language

import extractor
import extractor.pipeline
from extractor.evaluation import RecordFacts, sources
from extractor.evaluation.command import main
from extractor.reading import ReadDocument, read_file
from tests.evaluation.records import agreement, amount, entity

TEXT = "Bracco investe 10 euro a Lodi."
GOLD = {
    "title": None,
    "entities": [
        entity(1, "COMPANY", (0, 6), name="Bracco"),
        entity(2, "PLACE", (25, 29), name="Lodi", mentions=[{"start": 25, "end": 29, "text": "Lodi"}]),
    ],
    "amounts": [amount(1, "10", 15, role="total_cost", payers=[{"entity": "E1", "name": "Bracco"}])],
    "agreements": [],
}
FOUND = {
    "title": None,
    "entities": [entity(1, "PERSON", (0, 6), name="Bracco"), entity(2, "INSTITUTION", (25, 29), name="Lodi")],
    "amounts": [amount(1, "10", 15, role="loan", payers=[])],
    "agreements": [agreement(1, amounts=[])],
}
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """A gold folder with two announcements, one a floor below, and what was found."""
    gold, found = tmp_path / "gold", tmp_path / "found"
    for folder, record, suffix in ((gold, GOLD, ".gold.json"), (found, FOUND, ".json")):
        (folder / "sotto").mkdir(parents=True)
        (folder / f"uno{suffix}").write_text(json.dumps(record), "utf-8")
        (folder / "sotto" / "due.json").write_text(json.dumps(record), "utf-8")
    (gold / "uno.txt").write_text(TEXT, "utf-8")
    (gold / "sotto" / "due.md").write_text(TEXT, "utf-8")
    return gold, found


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*arguments: object) -> tuple[int, str, str]:
        status = main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return run


def lines_of(text: str) -> list[list[str]]:
    return [line.split() for line in text.splitlines()]


def test_the_tables(folders: tuple[Path, Path], run: Run) -> None:
    status, out, err = run(*folders)
    assert (status, err) == (0, "")
    lines = lines_of(out)
    one, none = ["1,000", "[1,00–1,00]"], ["0,000", "[0,00–0,00]"]
    assert ["per", "valore", "2", "2", "2", *one, *one, *one] in lines
    assert ["per", "valore", "e", "ruolo", "0", "2", "2", *none, *none, *none] in lines
    assert ["COMPANY", "0", "2", "0", "–", *none, *none] in lines
    assert ["comunicati", "senza", "accordi", "che", "restano", "senza", "0", "2", *none] in lines
    assert "Accordi inventati in comunicati senza accordi: 2" in out
    assert "capofila" not in [line[0] for line in lines if line]  # nothing to count, no line
    assert "\x1b" not in out


def test_errors_are_listed_with_the_text_around(folders: tuple[Path, Path], run: Run) -> None:
    _, out, _ = run(*folders, "--errors", "roles,payers", "--only", "uno")
    listing = out.split("\n\n")[0].splitlines()
    assert listing[0] == "── uno"
    assert [" ".join(line.split()) for line in listing[1:]] == [
        "− payers total_cost 10 EUR gold: Bracco trovato: - | Bracco investe «10 eu»ro a Lodi.",
        "≠ roles total_cost 10 EUR gold: total_cost trovato: loan | Bracco investe «10 eu»ro a Lodi.",
    ]


@pytest.mark.parametrize(
    ("topics", "expected"),
    [
        ("COMPANY", ["≠ entities"]),
        ("entities", ["≠ entities", "≠ entities"]),
        ("mentions", ["− mentions", "− mentions", "+ mentions", "+ mentions"]),
        ("agreements", ["+ agreements"]),
        ("sums", []),
        (None, ["− payers", "≠ roles", "≠ entities", "≠ entities", "+ agreements"]),
    ],
)
def test_errors_are_filtered(folders: tuple[Path, Path], run: Run, topics: str | None, expected: list[str]) -> None:
    _, out, _ = run(*folders, "--only", "uno", f"--errors={topics}" if topics else "--errors")
    found = [" ".join(line[:2]) for line in lines_of(out) if line and line[0] in ("−", "+", "≠")]
    assert found == expected


def test_json_and_back(folders: tuple[Path, Path], run: Run, tmp_path: Path) -> None:
    gold, found = folders
    before, after = tmp_path / "prima.json", tmp_path / "dopo.json"
    for path, predicted in ((before, found), (after, gold)):
        status, out, _ = run(gold, predicted, "--json")
        assert status == 0
        path.write_text(out, "utf-8")
    report = json.loads(before.read_bytes())
    assert report["figures"]["sums role"] == {
        "right": 0,
        "gold": 2,
        "found": 2,
        **{part: {"value": 0.0, "interval": [0.0, 0.0]} for part in ("precision", "recall", "f1")},
    }
    assert report["figures"]["none found"] == {"right": 0, "of": 2, "share": {"value": 0.0, "interval": [0.0, 0.0]}}
    assert [entry["name"] for entry in report["by_announcement"]] == ["sotto/due", "uno"]

    printed = run("--compare", before, after)
    assert printed[0] == 0
    assert printed == run(gold, "--compare", found, gold)
    assert ["per", "valore", "e", "ruolo", "0,000", "1,000", "+1,000", "[+1,00", "+1,00]"] in lines_of(printed[1])
    assert "risolto  ≠ roles" in printed[1]
    assert "nuovo" not in printed[1].split("Errori risolti")[0]
    backwards = json.loads(run("--compare", after, before, "--json")[1])
    assert backwards["changes"]["sums role"]["difference"] == -1
    assert all(not entry["gains"] and entry["losses"] for entry in backwards["by_announcement"])


def test_without_results_the_extractor_runs(
    folders: tuple[Path, Path], run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = []

    def predicted(document: ReadDocument) -> RecordFacts:
        read.append(document.text)
        return RecordFacts.model_validate(GOLD)

    monkeypatch.setattr("extractor.evaluation.run.from_extractor", lambda model: predicted)
    status, out, _ = run(folders[0])
    assert (status, read) == (0, [TEXT, TEXT])
    assert "comunicati giusti in ogni campo" in out


def test_the_extractor_takes_its_names_from_where_it_is_told(
    folders: tuple[Path, Path], run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    models: list[str | None] = []

    def load(*, model: str | None) -> Language:
        models.append(model)
        return extractor.pipeline.load(model="rules")

    monkeypatch.setattr("extractor.load", load)
    assert [run(folders[0], *more)[0] for more in ([], ["--model", "rules"], ["--model", "altra"])] == [0, 0, 0]
    assert models == [None, "rules", "altra"]


def test_the_extractor_itself() -> None:
    record = sources.from_extractor()(read_file(Path(__file__).parents[2] / "samples/impresa-e-innovazione.md"))
    assert record.title == "Impresa e innovazione, accordi per big data in sanità e lega per meccanica"


def test_texts_without_gold_are_mentioned(folders: tuple[Path, Path], run: Run) -> None:
    gold, found = folders
    (gold / "tre.txt").write_text("senza gold", "utf-8")
    (gold / "README.md").write_text("che cosa c'è qui", "utf-8")
    status, _, err = run(gold, found)
    assert (status, err) == (0, "extract-evaluate: nota: testi senza gold, non contano: tre\n")


def break_json(gold: Path, found: Path) -> None:
    (found / "uno.json").write_text("{", "utf-8")


def break_value(gold: Path, found: Path) -> None:
    (gold / "uno.gold.json").write_text(json.dumps({"amounts": [{"value": 10.5}]}), "utf-8")


def break_reference(gold: Path, found: Path) -> None:
    (gold / "uno.gold.json").write_text(json.dumps({"publisher": "E9"}), "utf-8")


def break_offsets(gold: Path, found: Path) -> None:
    mention = {"start": 1, "end": 7, "text": "Bracco"}
    record: dict[str, Any] = {"entities": [{"label": "COMPANY", "mentions": [mention]}]}
    (gold / "uno.gold.json").write_text(json.dumps(record), "utf-8")


def remove_text(gold: Path, found: Path) -> None:
    (gold / "uno.txt").unlink()


def remove_result(gold: Path, found: Path) -> None:
    (found / "uno.json").unlink()


def empty_text(gold: Path, found: Path) -> None:
    (gold / "uno.txt").write_bytes(b"")


def empty_folder(gold: Path, found: Path) -> None:
    for path in [*gold.glob("*.*"), *gold.glob("*/*.*")]:
        path.unlink()


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (break_json, "found/uno.json: non è JSON: "),
        (break_value, "gold/uno.gold.json: record non valido: amounts.0.value: non è un decimale tra virgolette"),
        (break_reference, "gold/uno.gold.json: record incoerente: publisher: non c'è alcuna entità E9"),
        (break_offsets, "gold/uno.gold.json: [1:7] dice 'Bracco', ma uno.txt ha 'racco '"),
        (remove_text, "gold/uno.gold.json: manca il testo di questo gold: aggiungere uno.txt o uno.md"),
        (remove_result, "found: manca il risultato per uno: aggiungere uno.json"),
        (empty_text, "gold/uno.txt: è vuoto"),
        (empty_folder, "gold: non contiene alcun NOME.txt con NOME.gold.json o NOME.json"),
    ],
)
def test_broken_input_is_one_line_and_status_2(
    folders: tuple[Path, Path], run: Run, spoil: Callable[[Path, Path], None], message: str
) -> None:
    spoil(*folders)
    status, out, err = run(*folders)
    assert (status, out) == (2, "")
    assert err.startswith(f"extract-evaluate: {folders[0].parent}/{message}")
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "manca la cartella GOLD"),
        (["/non/esiste"], "/non/esiste: non esiste: controllare il nome della cartella"),
        ([__file__], f"{__file__}: non è una cartella"),
        (["a", "b", "c"], "troppe cartelle"),
        (["a", "--errors", "ruoli"], "--errors: 'ruoli' non è un tema: scegliere tra sums, roles, payers"),
        (["a", "--only"], "--only vuole un valore"),
        (["a", "--json=1"], "--json non vuole un valore: '1'"),
        (["a", "--bogus"], "argomento di troppo o sconosciuto: --bogus"),
        (["--compare", "a"], "--compare vuole due valori, A e B"),
        (["--compare", "/non/esiste", "/non/esiste"], "/non/esiste: non si può leggere"),
        (["--compare", __file__, __file__], f"{__file__}: non è JSON"),
        (["--compare", "/", "/"], "/: è una cartella di risultati: per misurarla indicare anche la cartella GOLD"),
        (["a", "b", "--compare", "c", "d"], "--compare vuole al più una cartella"),
        (["a", "b", "--model", "rules"], "--model dice come estrarre: con RISULTATI o --compare non si estrae nulla"),
        (["--compare", "a", "b", "--model", "rules"], "--model dice come estrarre"),
        (["a", "--model"], "--model vuole un valore"),
    ],
)
def test_wrong_usage_is_one_line_and_status_2(run: Run, arguments: list[str], message: str) -> None:
    status, out, err = run(*arguments)
    assert (status, out) == (2, "")
    assert err.startswith(f"extract-evaluate: {message}")
    assert err.count("\n") == 1


def test_only_reports_can_be_compared(run: Run, tmp_path: Path) -> None:
    other, broken = tmp_path / "altro.json", tmp_path / "guasto.json"
    other.write_text("{}", "utf-8")
    broken.write_text('{"format": "extract-evaluate 1", "by_announcement": [{}]}', "utf-8")
    assert "non è un risultato di extract-evaluate --json" in run("--compare", other, other)[2]
    assert "è un risultato di extract-evaluate guasto" in run("--compare", broken, broken)[2]


def test_runs_with_nothing_in_common(run: Run, tmp_path: Path) -> None:
    for name in ("a", "b"):
        entry: dict[str, Any] = {"name": name, "tallies": {}, "findings": []}
        (tmp_path / name).write_text(json.dumps({"format": "extract-evaluate 1", "by_announcement": [entry]}), "utf-8")
    assert run("--compare", tmp_path / "a", tmp_path / "b")[2] == (
        "extract-evaluate: i due risultati non hanno alcun comunicato in comune\n"
    )


def test_help_and_the_module() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "extractor.evaluation", "--help"], capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("Uso: extract-evaluate")
    assert all(len(line) <= 80 for line in done.stdout.splitlines())
