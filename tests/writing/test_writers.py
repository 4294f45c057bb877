"""What every writer keeps to: whole or absent, the same bytes for the same records, errors in one line of Italian."""

import errno
import os
import random
import resource
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from extractor.errors import UsageError, WritingError
from extractor.records import Announcement, Entity, Source
from extractor.writing.target import in_one_line
from extractor.writing.writers import FORMATS, format_of, open_writer
from tests.writing.example import FAILURES, full_record, gold_record, hostile_record, write

NAMES = ["a.jsonl", "a.csv", "a.xlsx", "a.parquet", "a.sqlite", "a.ftm.json", "a.html"]
FOLDERS = ["a.csv", "a.parquet"]
FILES = [name for name in NAMES if name not in FOLDERS]
every = pytest.mark.parametrize("name", NAMES)


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, hidden ones too."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("a.jsonl", "jsonl"),
        ("a.NDJSON", "jsonl"),
        ("dir.xlsx/a.csv", "csv"),
        ("a.ftm.json", "ftm"),
        ("a.ftm", "ftm"),
        ("a.db", "sqlite"),
        ("a.html", "html"),
    ],
)
def test_the_suffix_tells_the_format(path: str, name: str) -> None:
    assert format_of(Path(path)).name == name


def test_the_name_of_a_format_goes_before_the_suffix() -> None:
    assert format_of(Path("tabelle"), "CSV").name == "csv"
    assert format_of(Path("a.csv"), "parquet").name == "parquet"


@pytest.mark.parametrize("path", ["a.txt", "a", "a.json", "jsonl"])
def test_an_unknown_suffix_names_the_known_ones(path: str) -> None:
    with pytest.raises(UsageError) as caught:
        open_writer(Path(path))
    assert str(caught.value) == (
        f"{path}: il nome non dice in che formato scrivere: farlo finire in .jsonl, .ndjson, .csv, .xlsx, .parquet, "
        ".sqlite, .db, .sqlite3, .ftm.json, .ftm, .html, .htm"
    )


def test_an_unknown_format_names_the_known_ones() -> None:
    with pytest.raises(
        UsageError, match="'pdf' non è un formato: scegliere fra jsonl, csv, xlsx, parquet, sqlite, ftm"
    ):
        open_writer(Path("a.jsonl"), "pdf")


def test_no_library_is_imported_before_its_format_is_asked_for() -> None:
    code = (
        "import sys, extractor, extractor.writing.writers;"
        "print(sorted({'pyarrow', 'xlsxwriter', 'sqlite3', 'pandas', 'numpy'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout == b"[]\n"


@every
def test_nothing_appears_before_it_is_whole(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    writer = open_writer(path)
    writer.write(gold_record())
    writer.write_failure(FAILURES[0])
    assert not path.exists()
    assert all(each.startswith(".") for each in os.listdir(tmp_path))
    writer.close()
    assert path.is_dir() if name in FOLDERS else path.is_file()
    assert not [each for each in os.listdir(tmp_path) if each.startswith(".")]
    before = contents(tmp_path)
    writer.close()
    writer.abort()
    assert contents(tmp_path) == before


@every
def test_an_error_leaves_what_was_there_before(tmp_path: Path, name: str) -> None:
    write(tmp_path / name, [gold_record()])
    before = contents(tmp_path)
    with pytest.raises(KeyboardInterrupt):
        write_until_interrupted(tmp_path / name)
    assert contents(tmp_path) == before


def write_until_interrupted(path: Path) -> None:
    with open_writer(path) as writer:
        writer.write(full_record())
        writer.write_failure(FAILURES[0])
        raise KeyboardInterrupt


@every
def test_what_is_given_up_stays_given_up(tmp_path: Path, name: str) -> None:
    writer = open_writer(tmp_path / name)
    writer.write(full_record())
    writer.abort()
    writer.close()
    writer.abort()
    assert os.listdir(tmp_path) == []


@every
def test_a_new_run_replaces_the_old_one(tmp_path: Path, name: str) -> None:
    write(tmp_path / name, [gold_record(), full_record()], FAILURES)
    write(tmp_path / name, [full_record()])
    (tmp_path / "other").mkdir()
    write(tmp_path / "other" / name, [full_record()])
    other = contents(tmp_path / "other")
    assert {key: value for key, value in contents(tmp_path).items() if not key.startswith("other")} == other


@every
def test_what_a_killed_run_left_is_cleared(tmp_path: Path, name: str) -> None:
    killed = f"""
import os, pathlib, signal
from tests.writing.example import gold_record
from extractor.writing.writers import open_writer
writer = open_writer(pathlib.Path({str(tmp_path / name)!r}))
writer.write(gold_record())
os.kill(os.getpid(), signal.SIGKILL)
"""
    assert subprocess.run([sys.executable, "-c", killed], check=False).returncode == -9
    assert [each for each in os.listdir(tmp_path) if each.startswith(".")]
    assert not (tmp_path / name).exists()
    write(tmp_path / name, [gold_record()])
    assert not [each for each in os.listdir(tmp_path) if each.startswith(".")]


@every
def test_equal_records_are_equal_bytes(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    found = []
    for place, zone in (("one", "Europe/Rome"), ("two", "Pacific/Auckland")):
        monkeypatch.setenv("TZ", zone)
        (tmp_path / place).mkdir()
        write(tmp_path / place / name, [gold_record(), full_record(), hostile_record()], FAILURES)
        found.append(contents(tmp_path / place))
    assert found[0] == found[1]
    assert len(found[0]) >= 1


def test_a_workbook_says_nothing_of_when_it_was_made(tmp_path: Path) -> None:
    write(tmp_path / "a.xlsx", [gold_record()])
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        assert {member.date_time[:3] for member in archive.infolist()} == {(1980, 1, 31)}
        assert archive.read("docProps/core.xml").count(b"2000-01-01T00:00:00Z") == 2


def test_equal_records_are_equal_dumps(tmp_path: Path) -> None:
    dumps = []
    for name in ("a.db", "b.db"):
        write(tmp_path / name, [gold_record(), full_record(), hostile_record()], FAILURES)
        with closing(sqlite3.connect(tmp_path / name)) as base:
            dumps.append(list(base.iterdump()))
    assert dumps[0] == dumps[1]
    assert len(dumps[0]) > 100


@every
def test_a_missing_folder_is_told(tmp_path: Path, name: str) -> None:
    path = tmp_path / "manca" / name
    with pytest.raises(WritingError) as caught:
        open_writer(path)
    assert str(caught.value) == f"{path}: la cartella {path.parent} non esiste: crearla prima"


@every
def test_a_parent_that_is_a_file_is_told(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(WritingError, match=r"la cartella \S+/file non è una cartella$"):
        open_writer(tmp_path / "file" / name)


@pytest.mark.parametrize("name", FILES)
def test_a_folder_in_the_place_of_a_file_is_told(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    with pytest.raises(WritingError) as caught:
        open_writer(tmp_path / name)
    assert str(caught.value) == f"{tmp_path / name}: è una cartella: indicare il nome di un file"
    assert os.listdir(tmp_path) == [name]


@pytest.mark.parametrize("name", FOLDERS)
def test_a_file_in_the_place_of_a_folder_is_told(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("dati")
    with pytest.raises(WritingError, match="è un file: per questo formato indicare una cartella"):
        open_writer(tmp_path / name)
    assert contents(tmp_path) == {name: b"dati"}


@pytest.mark.parametrize("name", FOLDERS)
def test_a_folder_with_other_things_is_left_alone(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    (tmp_path / name / "tesi.docx").write_text("dati")
    with pytest.raises(WritingError, match=r"la cartella contiene altro \(tesi.docx\): indicarne una nuova o vuota"):
        open_writer(tmp_path / name)
    assert contents(tmp_path) == {f"{name}/tesi.docx": b"dati"}


@pytest.mark.parametrize("name", FOLDERS)
def test_an_empty_folder_is_filled(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    write(tmp_path / name, [gold_record()])
    assert len(os.listdir(tmp_path / name)) == 8


@every
def test_a_link_is_followed(tmp_path: Path, name: str) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / name).symlink_to(tmp_path / "there" / name)
    write(tmp_path / name, [gold_record()])
    assert (tmp_path / name).is_symlink()
    assert (tmp_path / "there" / name).exists()


@every
@pytest.mark.parametrize("name_of_file", ["x" * 300, "a\x00b"])
def test_a_name_that_no_disk_takes_is_told(tmp_path: Path, name: str, name_of_file: str) -> None:
    with pytest.raises(WritingError) as caught:
        open_writer(tmp_path / (name_of_file + name))
    assert "\n" not in caught.value.message
    assert os.listdir(tmp_path) == []


@contextmanager
def small_disk(size: int) -> Iterator[None]:
    """No file may grow past a size: as near to a full disk as a test without privileges comes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@every
def test_a_full_disk_leaves_nothing(tmp_path: Path, name: str) -> None:
    write(tmp_path / name, [gold_record()])
    before = contents(tmp_path)
    noise = random.Random(0).randbytes(60_000).hex()
    large = Entity(id="E1", label="COMPANY", name=noise, mentions=[{"start": 0, "end": 120_000, "text": noise}])
    record = Announcement(entities=[large], title=noise, text=noise, source=Source(sha256="0" * 64))
    with small_disk(50_000), pytest.raises(WritingError) as caught:
        write(tmp_path / name, [record])
    assert contents(tmp_path) == before
    assert "\n" not in str(caught.value)
    if name != "a.sqlite":
        assert caught.value.message.startswith("il file supera la grandezza consentita: ")


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (
            OSError(errno.ENOSPC, "No space left on device"),
            "il disco è pieno: liberare spazio o scegliere un'altra cartella",
        ),
        (
            PermissionError(errno.EACCES, "Permission denied"),
            "manca il permesso di scrivere: scegliere un'altra cartella",
        ),
        (
            sqlite3.OperationalError("database or disk is full"),
            "il disco è pieno: liberare spazio o scegliere un'altra cartella",
        ),
        (
            OSError("Error writing bytes. Detail: [errno 28] No space left on device"),
            "il disco è pieno: liberare spazio o scegliere un'altra cartella",
        ),
        (sqlite3.OperationalError("disk I/O error"), "non si può scrivere (disk I/O error)"),
    ],
)
def test_errors_say_what_to_do(error: Exception, words: str) -> None:
    with pytest.raises(WritingError) as caught, in_one_line(Path("a.db")):
        raise error
    assert (caught.value.message, caught.value.name) == (words, "a.db")


def test_a_defect_is_no_writing_error() -> None:
    with pytest.raises(ValueError, match="defect"), in_one_line(Path("a.db")):
        raise ValueError("a defect")


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere")
@every
def test_a_folder_without_permission_is_told(tmp_path: Path, name: str) -> None:
    tmp_path.chmod(0o555)
    with pytest.raises(WritingError, match="manca il permesso di scrivere"):
        open_writer(tmp_path / name)
    tmp_path.chmod(0o755)


def test_every_format_has_a_writer() -> None:
    for each in FORMATS:
        assert format_of(Path(f"a{each.suffixes[0]}")) is each
        assert format_of(Path("a"), each.name) is each
