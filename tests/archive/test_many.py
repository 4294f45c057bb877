"""Many announcements from Python."""

from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path

import pytest

import extractor
from extractor.archive import many
from extractor.archive.processes import Processes
from extractor.errors import ArchiveError
from extractor.reading import ReadDocument, read_text
from extractor.records import Failure
from tests.archive.works import Titles


@pytest.fixture(autouse=True)
def titles_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(many, "Extraction", Titles)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in {"a.txt": "Uno", "b.txt": "", "c.md": "Tre"}.items():
        (tmp_path / name).write_text(text)
    return tmp_path


def titles(records: Iterator[extractor.Announcement]) -> list[str | None]:
    return [record.title for record in records]


def test_texts_in_order_as_they_come() -> None:
    endless = (read_text(f"Bando {number}") for number in count())
    assert titles(islice(extractor.extract_many(endless), 3)) == ["Bando 0", "Bando 1", "Bando 2"]


def test_paths_folders_and_documents_together(folder: Path) -> None:
    (folder / "b.txt").unlink()
    sources: list[str | Path | ReadDocument] = [folder / "c.md", read_text("Due"), str(folder), read_text("Quattro")]
    assert titles(extractor.extract_many(sources)) == ["Tre", "Due", "Uno", "Tre", "Quattro"]


def test_one_source_needs_no_list(folder: Path) -> None:
    (folder / "b.txt").unlink()
    for source in (folder, str(folder)):
        assert titles(extractor.extract_many(source)) == ["Uno", "Tre"]
    assert titles(extractor.extract_many(read_text("Due"))) == ["Due"]


def test_with_workers_the_order_is_the_same() -> None:
    texts = [f"Bando {number}" for number in range(100)]
    assert titles(extractor.extract_many(map(read_text, texts), workers=2)) == texts


def test_a_failure_raises_when_its_turn_comes(folder: Path) -> None:
    records = extractor.extract_many([folder])
    assert next(records).title == "Uno"
    with pytest.raises(ArchiveError, match=r"b\.txt: è vuoto"):
        next(records)


def test_or_is_told(folder: Path) -> None:
    told: list[Failure] = []
    assert titles(extractor.extract_many([folder], on_failure=told.append)) == ["Uno", "Tre"]
    assert [(failure.path, failure.kind) for failure in told] == [(str(folder / "b.txt"), "EmptyFileError")]


def test_a_death_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[Failure] = []
    texts = ["Uno", "MORTE", "Tre"]
    found = extractor.extract_many((read_text(text, text) for text in texts), workers=2, on_failure=told.append)
    assert titles(found) == ["Uno", "Tre"]
    assert [(failure.path, failure.kind) for failure in told] == [("MORTE", "WorkerError")]


def test_who_stops_listening_leaves_nobody_at_work(monkeypatch: pytest.MonkeyPatch) -> None:
    crews: list[Processes] = []

    def hired(*arguments: object) -> Processes:
        crews.append(Processes(*arguments))  # type: ignore[arg-type]
        return crews[0]

    monkeypatch.setattr(many, "Processes", hired)
    records = extractor.extract_many(map(read_text, ["Uno", "Due", "Tre"]), timeout=60)
    assert next(records).title == "Uno"
    assert len(crews[0].pids) == 1
    records.close()  # type: ignore[attr-defined]
    assert crews[0].pids == []


def test_text_on_request() -> None:
    (record,) = extractor.extract_many([read_text("Bando\nTesto")], with_text=True)
    assert record.text == "Bando\nTesto"
