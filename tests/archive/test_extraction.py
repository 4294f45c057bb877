"""The work itself, with the real pipeline: the records that one document at a time gives, and failures as rows."""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pytest
import spacy
from spacy.language import Language

import extractor
from extractor.archive.extraction import Extraction, Renewed
from extractor.archive.pieces import unpacked
from extractor.archive.processes import Processes
from extractor.archive.work import Prepared, Task
from extractor.errors import LexiconError, ReadingError
from extractor.reading import ReadDocument, read_file, read_text
from extractor.reading.inputs import Input, expand
from extractor.reading.options import ReadOptions
from extractor.records import Announcement, Failure

SAMPLES = Path(__file__).parents[2] / "samples"


@pytest.fixture(scope="module")
def prepared() -> Prepared:
    return Extraction().prepare()


@pytest.fixture(scope="module")
def with_text() -> Prepared:
    return Extraction(with_text=True).prepare()


def results(prepared: Prepared, item: object) -> list[Announcement | Failure]:
    return [unpacked(step()) for step in prepared.steps(item)]


def the_input(path: Path) -> Input:
    (found,) = expand([str(path)], ReadOptions())
    return found


@dataclass
class Parts:
    """An input of several documents, not all of which can be read."""

    parts: tuple[ReadDocument | Exception, ...]
    name: str = "parti.eml"

    def documents(self, _: ReadOptions) -> Iterator[ReadDocument | ReadingError]:
        for part in self.parts:
            if isinstance(part, Exception) and not isinstance(part, ReadingError):
                raise part
            yield part  # type: ignore[misc]


@pytest.mark.parametrize("name", ["impresa-e-innovazione.md", "ponte-basento-appalto.txt"])
def test_a_record_is_that_of_one_document_alone(prepared: Prepared, with_text: Prepared, name: str) -> None:
    document = read_file(SAMPLES / name)
    alone = extractor.extract(document.text).model_dump(exclude={"source"})
    (record,) = results(prepared, the_input(SAMPLES / name))
    assert isinstance(record, Announcement)
    assert record.model_dump(exclude={"source"}) == alone
    assert record.source.sha256 == document.sha256
    (record,) = results(with_text, the_input(SAMPLES / name))
    assert isinstance(record, Announcement)
    assert record.text == document.text
    assert record.model_dump(exclude={"source", "text"}) == {
        name: value for name, value in alone.items() if name != "text"
    }


def test_what_cannot_be_read_is_a_failure(prepared: Prepared, tmp_path: Path) -> None:
    (tmp_path / "vuoto.txt").touch()
    (tmp_path / "foto.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    found = [
        result
        for name in ("vuoto.txt", "foto.png", "manca.txt")
        for result in results(prepared, the_input(tmp_path / name))
    ]
    assert [(failure.path, failure.kind) for failure in found if isinstance(failure, Failure)] == [
        (str(tmp_path / "vuoto.txt"), "EmptyFileError"),
        (str(tmp_path / "foto.png"), "UnsupportedFormatError"),
        (str(tmp_path / "manca.txt"), "ReadingError"),
    ]


def test_a_part_that_cannot_be_read_leaves_the_others(prepared: Prepared) -> None:
    bad = ReadingError("è vuoto", name="parti.eml/b")
    found = results(prepared, Parts((read_text("Uno", "a"), bad, read_text("Tre", "c"))))
    assert [result.source.name if isinstance(result, Announcement) else result.to_json() for result in found] == [
        "a",
        '{"path":"parti.eml/b","kind":"ReadingError","reason":"è vuoto"}',
        "c",
    ]


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (MemoryError(), "non basta la memoria: dividerlo, o riprovare con meno --workers"),
        (RecursionError("troppo"), "errore imprevisto (RecursionError: troppo): segnalarlo a chi cura il programma, con il file e con quanto stampa EXTRACT_DEBUG=1"),
    ],
)  # fmt: skip
def test_a_defect_in_reading_is_a_failure_after_what_was_read(
    prepared: Prepared, error: Exception, reason: str
) -> None:
    first, second = results(prepared, Parts((read_text("Uno", "a"), error)))
    assert isinstance(first, Announcement)
    assert second == Failure(path="parti.eml", kind=type(error).__name__, reason=reason)


def test_a_defect_in_the_pipeline_is_a_failure(
    prepared: Prepared, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = read_text("Uno", "a")
    object.__setattr__(broken, "text", None)
    for debugging in ("0", "1"):
        monkeypatch.setenv("EXTRACT_DEBUG", debugging)
        (failure,) = results(prepared, Parts((broken,)))
        assert isinstance(failure, Failure)
        assert failure.path == "a"
        assert failure.reason.startswith("errore imprevisto (")
        assert ("Traceback" in capsys.readouterr().err) == (debugging == "1")


def test_halves_of_surrogate_pairs_do_not_get_in_the_way(prepared: Prepared) -> None:
    (record,) = results(prepared, Parts((read_text("La Regione \ud800 stanzia 3 milioni di euro.", "a"),)))
    assert isinstance(record, Announcement)
    assert [str(amount.value) for amount in record.all_amounts()] == ["3000000"]


def test_the_fingerprint_changes_with_all_that_matters(prepared: Prepared, with_text: Prepared, tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    fingerprints = [prepared.fingerprint, with_text.fingerprint]
    fingerprints.append(Extraction(options=ReadOptions(text_column="testo"))._fingerprint())
    fingerprints.append(Extraction(model="rules")._fingerprint())
    for name in ("Orsolini Due", "Orsolini Tre"):
        own.write_text(f'[[company]]\nname = "{name}"\n')
        fingerprints.append(Extraction(lexicon=(own,))._fingerprint())
    assert len(set(fingerprints)) == 6
    assert Extraction()._fingerprint() == prepared.fingerprint


def test_a_pipeline_is_loaded_anew_after_many_words() -> None:
    loaded: list[Language] = []

    def load() -> Language:
        loaded.append(spacy.blank("it"))
        return loaded[-1]

    pipeline = Renewed(load, most=10)
    for words, times in (
        ("uno due tre", 1),
        ("quattro cinque sei", 1),
        ("sette otto nove dieci undici dodici", 1),
        ("fine", 2),
    ):
        nlp = pipeline.current()
        assert (nlp is loaded[-1], len(loaded)) == (True, times)
        with nlp.memory_zone():
            nlp(words)


def test_a_lexicon_that_is_missing_is_told() -> None:
    with pytest.raises(LexiconError):
        Extraction(lexicon=(Path("manca.toml"),)).prepare()


@pytest.mark.parametrize(("document", "path"), [(None, "a.eml"), (0, "a.eml"), (2, "a.eml (documento 3)")])
def test_what_took_a_worker_down_is_named(document: int | None, path: str) -> None:
    assert unpacked(Extraction().lost(Parts((), "a.eml"), document, "perché")) == Failure(
        path=path, kind="WorkerError", reason="perché"
    )


def test_processes_give_the_same_to_the_letter(prepared: Prepared) -> None:
    inputs = list(expand([str(SAMPLES / "*.txt")], ReadOptions()))[:6]
    with Processes(Extraction(), workers=2, timeout=120) as crew:
        batches = ([Task(number, item, item.size)] for number, item in enumerate(inputs))
        found = {done.task.number: done for done in crew.run(batches)}
        assert crew.fingerprint() == prepared.fingerprint
    for number, item in enumerate(inputs):
        assert found[number].pieces == [step() for step in prepared.steps(item)]
        assert found[number].digest == sha256((SAMPLES.parent / item.name).read_bytes()).hexdigest()
