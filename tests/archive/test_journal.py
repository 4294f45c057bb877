"""The journal: what it gives back, in what order, and what it makes of damage."""

import os
import sqlite3
from pathlib import Path

import pytest

from extractor.archive.journal import Journal, files_of, journal_of
from extractor.errors import ArchiveError


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "out.jsonl.journal"


def digest() -> str:
    return "d"


def not_asked() -> str:
    raise AssertionError("the digest is not needed")


def filled(path: Path | None, *names: str) -> Journal:
    journal = Journal(path)
    for position, name in enumerate(names):
        journal.store(position, name, "f", "d", [name.encode(), b"2"])
    return journal


@pytest.mark.parametrize("on_disk", [True, False])
def test_results_follow_in_input_order(path: Path, on_disk: bool) -> None:
    journal = Journal(path if on_disk else None)
    journal.store(1, "b", "f", "d", [b"b1", b"b2"])
    assert list(journal.following()) == []
    journal.store(0, "a", "f", "d", [b"a"])
    assert list(journal.following()) == [b"a", b"b1", b"b2"]
    journal.store(3, "d", "f", "d", [b"d"])
    journal.store(2, "c", "f", "d", [])
    assert list(journal.following()) == [b"d"]
    assert list(journal.following()) == []
    journal.close()


def test_without_a_file_names_need_not_differ_and_nothing_is_kept() -> None:
    journal = Journal()
    journal.store(1, "-", "f", "d", [b"b"])
    journal.store(0, "-", "f", "d", [b"a"])
    assert list(journal.following()) == [b"a", b"b"]
    assert not journal.remembers()
    journal.close()


def test_a_result_is_recalled_while_nothing_has_changed(path: Path) -> None:
    filled(path, "a", "b").close()
    journal = Journal(path)
    assert journal.remembers()
    number = journal.recall("b", "f", digest)
    assert number is not None
    assert journal.recall("b", "f", lambda: "other") is None
    assert journal.recall("b", "other", not_asked) is None
    assert journal.recall("c", "f", not_asked) is None
    journal.place(0, number)
    assert list(journal.following()) == [b"b", b"2"]
    journal.close()


def test_a_newer_result_takes_the_place_of_the_older(path: Path) -> None:
    journal = filled(path, "a")
    journal.close()
    journal = Journal(path)
    journal.store(0, "a", "f", "e", [b"new"])
    assert list(journal.following()) == [b"new"]
    assert journal.recall("a", "f", digest) is None
    journal.close()


def test_what_is_gone_is_dropped_when_the_run_is_complete(path: Path) -> None:
    filled(path, "a", "b", "c").close()
    journal = Journal(path)
    number = journal.recall("b", "f", digest)
    assert number is not None
    journal.place(0, number)
    journal.complete()
    journal.close()
    journal = Journal(path)
    assert [journal.recall(name, "f", digest) is not None for name in "abc"] == [False, True, False]
    journal.close()
    with sqlite3.connect(path) as database:
        assert database.execute("SELECT count(*) FROM pieces").fetchone() == (2,)


def test_fresh_forgets(path: Path) -> None:
    filled(path, "a").close()
    journal = Journal(path, fresh=True)
    assert not journal.remembers()
    journal.close()


def killed(path: Path, *names: str) -> None:
    """Leave a journal as a killed process does: with what it stored, not closed."""
    pid = os.fork()
    if not pid:
        filled(path, *names)
        os._exit(0)
    os.waitpid(pid, 0)


def test_what_is_stored_outlives_a_kill(path: Path) -> None:
    killed(path, *(f"{number}" for number in range(300)))
    journal = Journal(path)
    assert all(journal.recall(f"{number}", "f", digest) for number in range(300))
    journal.close()


@pytest.mark.parametrize("kept", [0.0, 0.1, 0.5, 0.93, 0.999])
def test_a_torn_end_costs_what_it_held(path: Path, kept: float) -> None:
    killed(path, *(f"{number}" for number in range(100)))
    wal = files_of(path)[1]
    size = wal.stat().st_size
    assert 100_000 < size < 4_000_000  # not yet checkpointed
    os.truncate(wal, int(size * kept))
    journal = Journal(path)
    found = [journal.recall(f"{number}", "f", digest) is not None for number in range(100)]
    known = sum(found)
    assert found == [True] * known + [False] * (100 - known)
    assert known < 100
    assert (known > 0) == (kept > 0.05)
    journal.close()


@pytest.mark.parametrize("content", [b"x" * 600, b"un testo qualunque " * 1000, b"SQLite format 3\0" + b"\xff" * 5000])
def test_what_is_no_journal_is_left_alone_unless_told(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(ArchiveError, match=r"non è il diario di un'esecuzione, o è danneggiato .* --fresh"):
        Journal(path)
    assert path.read_bytes() == content
    Journal(path, fresh=True).close()
    Journal(path).close()


def test_another_database_is_no_journal(path: Path) -> None:
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE inputs (id)")
    with pytest.raises(ArchiveError, match="non è il diario di un'esecuzione"):
        Journal(path)


def test_a_journal_in_use_is_respected(path: Path) -> None:
    journal = filled(path, "a")
    for fresh in (False, True):
        with pytest.raises(ArchiveError, match="un'altra esecuzione sta usando questo diario"):
            Journal(path, fresh=fresh)
    journal.store(1, "b", "f", "d", [b"b"])
    journal.close()


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="non si può scrivere qui: controllare la cartella"):
        Journal(journal_of(tmp_path / "manca" / "out.csv"))
