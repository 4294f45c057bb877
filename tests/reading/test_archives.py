"""ZIP and tar: read without a trace on disk; names made harmless; bombs cost a message."""

import bz2
import gzip
import io
import pickle
import random
import struct
import tarfile
import time
import zipfile
from pathlib import Path

import pytest

from extractor.errors import ReadingError
from extractor.reading import Input, ReadOptions, expand

OPTIONS = ReadOptions()
Told = list[tuple[str, str]]


def zipped(members: dict[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name), data, method)
    return file.getvalue()


def tarred(members: dict[str, bytes | str], mode: str = "w:gz") -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode=mode) as archive:  # type: ignore[call-overload]
        for name, data in members.items():
            entry = tarfile.TarInfo(name)
            content = data.encode() if isinstance(data, str) else data
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return file.getvalue()


def inputs(path: Path, data: bytes, options: ReadOptions = OPTIONS) -> list[Input]:
    path.write_bytes(data)
    return [pickle.loads(pickle.dumps(each)) for each in expand([str(path)], options)]


def told(path: Path, data: bytes, options: ReadOptions = OPTIONS) -> Told:
    """Names below the archive's, and texts or reasons."""
    found: Told = []
    for each in inputs(path, data, options):
        short = each.name.removeprefix(f"{path}/").removeprefix(str(path))
        try:
            for document in each.documents(options):
                found.append((short, document.message if isinstance(document, ReadingError) else document.text))
        except ReadingError as error:
            found.append((short if error.name == each.name else f"{error.name}?", error.message))
    assert list(path.parent.iterdir()) == [path]  # nothing is written
    return found


FILES: dict[str, bytes | str] = {
    "b/uno.txt": "Uno",
    "a.md": "# Due",
    "c/d/e.html": "<html><p>Tre</p></html>",
    "f.txt": "È così".encode("cp1252"),
}
TEXTS = [("b/uno.txt", "Uno"), ("a.md", "# Due"), ("c/d/e.html", "Tre\n"), ("f.txt", "È così")]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.zip", zipped(FILES)),
        ("a.zip", zipped(FILES, zipfile.ZIP_STORED)),
        ("a.zip", b"#!/bin/sh\nexit\n" + zipped(FILES)),
        ("a.tar", tarred(FILES, "w")),
        ("a.tar.gz", tarred(FILES)),
        ("a.tgz", tarred(FILES)),
        ("a.tar.bz2", tarred(FILES, "w:bz2")),
        ("senza-nome", tarred(FILES)),
        ("finto.txt", zipped(FILES)),
    ],
    ids=["zip", "stored", "self-extracting", "tar", "tar.gz", "tgz", "tar.bz2", "no ending", "wrong ending"],
)  # fmt: skip
def test_reads_what_is_inside(tmp_path: Path, name: str, data: bytes) -> None:
    if name == "a.zip" and data.startswith(b"#!"):
        assert inputs(tmp_path / name, data)[0].name == f"{tmp_path / name}/b/uno.txt"
        return
    assert told(tmp_path / name, data) == TEXTS


def test_one_compressed_file(tmp_path: Path) -> None:
    assert told(tmp_path / "bando.txt.gz", gzip.compress(b"Bando")) == [("bando.txt", "Bando")]
    (tmp_path / "bando.txt.gz").unlink()
    assert told(tmp_path / "b.md.bz2", bz2.compress(b"# Bando")) == [("b.md", "# Bando")]
    (tmp_path / "b.md.bz2").unlink()
    rows = [
        (name.partition("/")[2], text)
        for name, text in told(tmp_path / "t.jsonl.gz", gzip.compress(b'{"text": "Uno"}\n'))
    ]
    assert rows == [("", "Uno")]


def test_archives_in_archives_and_tables_in_archives(tmp_path: Path, sample_docx: bytes, sample_text: str) -> None:
    inner = zipped({"dentro.txt": "Dentro", "t.csv": "id,testo\n1,Riga\n"})
    assert told(tmp_path / "a.zip", zipped({"i.tar.gz": tarred({"i.zip": inner}), "w.docx": sample_docx})) == [
        ("i.tar.gz/i.zip/dentro.txt", "Dentro"),
        ("i.tar.gz/i.zip/t.csv#2-2", "Riga"),
        ("w.docx", sample_text),
    ]
    data = b"In fondo"
    for number in range(6):
        data = zipped({f"{number}.zip" if number else "x.txt": data})
    (tmp_path / "a.zip").unlink()
    assert told(tmp_path / "b.zip", data) == [
        ("5.zip/4.zip/3.zip/2.zip", "è dentro più di 3 archivi: estrarlo e riprovare")
    ]


def test_names_are_made_harmless_and_unique(tmp_path: Path) -> None:
    members: dict[str, bytes | str] = {
        "../../etc/passwd": "1", "/abs/x.txt": "2", "C:\\win\\y.txt": "3", "a\nb.txt": "4", "./c.txt": "5", "c.txt": "6",
        "\x1b[31m.txt": "7", "..": "8", "caffè.txt": "9",
    }  # fmt: skip
    found = [
        ("etc/passwd", "1"), ("abs/x.txt", "2"), ("win/y.txt", "3"), ("a\\nb.txt", "4"), ("c.txt", "5"), ("c.txt~2", "6"),
        ("\\x1b[31m.txt", "7"), ("caffè.txt", "9"),
    ]  # fmt: skip
    assert told(tmp_path / "a.zip", zipped(members)) == found
    (tmp_path / "a.zip").unlink()
    assert told(tmp_path / "a.tar", tarred(members, "w")) == found


def test_hidden_files_and_leftovers_are_passed_over(tmp_path: Path) -> None:
    members: dict[str, bytes | str] = {
        "__MACOSX/._a.txt": "x",
        ".DS_Store": "x",
        "a/.git/b.txt": "x",
        "Thumbs.db": "x",
        "c/": "",
        "a.txt": "A",
    }
    assert told(tmp_path / "a.zip", zipped(members)) == [("a.txt", "A")]


def test_a_name_in_an_old_encoding(tmp_path: Path) -> None:
    data = zipped({"caffX.txt": "x"}).replace(b"caffX", b"caff\x8a")
    assert told(tmp_path / "a.zip", data) == [("caffè.txt", "x")]


def test_links_in_tar_are_not_followed(tmp_path: Path) -> None:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        for name, kind, target in (
            ("l", tarfile.SYMTYPE, "/etc/passwd"),
            ("h", tarfile.LNKTYPE, "../x"),
            ("d", tarfile.CHRTYPE, ""),
        ):
            entry = tarfile.TarInfo(name)
            entry.type, entry.linkname = kind, target
            archive.addfile(entry)
    reason = "nell'archivio non è un file ma un collegamento o altro"
    assert told(tmp_path / "a.tar", file.getvalue()) == [("l", reason), ("h", reason), ("d", reason)]


def test_what_cannot_be_read_is_told_file_by_file(tmp_path: Path) -> None:
    members: dict[str, bytes | str] = {"a.txt": "A" * 100, "b.png": b"\x89PNG\r\n\x1a\n", "c.txt": "C"}
    data = bytearray(zipped(members, zipfile.ZIP_STORED))
    data[data.index(b"A" * 100)] = 0x42
    found = told(tmp_path / "a.zip", bytes(data))
    assert found[0] == ("a.txt", "è danneggiato nell'archivio ZIP: procurarsene un'altra copia")
    assert found[1][1].startswith("è un'immagine")
    assert found[2] == ("c.txt", "C")


def test_encrypted_members(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.txt": "A"}))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert told(tmp_path / "a.zip", bytes(data)) == [
        ("a.txt", "è protetto da password nell'archivio: estrarlo e riprovare")
    ]


@pytest.mark.parametrize("name", ["a.zip", "a.tar.gz"])
def test_damaged_archives_keep_what_they_gave(tmp_path: Path, name: str) -> None:
    make = zipped if name == "a.zip" else tarred
    noise = random.Random(1).randbytes(50_000).hex()
    data = make({"a.txt": noise, "b.txt": noise[::-1]})
    found = told(tmp_path / name, data[: len(data) * 3 // 4])
    assert found[-1][0] == ""
    assert "danneggiato o incompleto" in found[-1][1]
    assert [short for short, _ in found] == ([""] if name == "a.zip" else ["a.txt", ""])


@pytest.mark.parametrize(
    ("name", "data"), [("a.zip", zipped({})), ("a.tar", tarred({}, "w")), ("b.zip", zipped({".x": "x"}))]
)
def test_empty_archives(tmp_path: Path, name: str, data: bytes) -> None:
    assert told(tmp_path / name, data) == [
        ("", "non contiene nulla da leggere: controllare che sia stato salvato per intero")
    ]


def test_a_zip_bomb(tmp_path: Path) -> None:
    data = zipped({f"{number}.txt": bytes(9 << 20) for number in range(12)})
    before = time.process_time()
    found = told(tmp_path / "a.zip", data)
    assert time.process_time() - before < 3
    assert found[0] == ("0.txt", "si espande oltre misura: non è un documento")
    assert found[-1] == (
        "",
        "è un archivio che si espande oltre misura (oltre 64 MB): il resto non si legge",
    )
    assert len(found) == 8


def test_a_gzip_bomb(tmp_path: Path) -> None:
    file = io.BytesIO()
    with gzip.GzipFile(fileobj=file, mode="wb") as packed:
        for _ in range(80):
            packed.write(bytes(1 << 20))
    (found,) = told(tmp_path / "a.gz", file.getvalue())
    assert found[0] == ""
    assert "si espande oltre misura" in found[1]


def test_a_tar_bomb_in_its_headers(tmp_path: Path) -> None:
    entry = tarfile.TarInfo("././@LongLink")
    entry.type, entry.size = tarfile.GNUTYPE_LONGNAME, 8 << 30
    data = gzip.compress(entry.tobuf(tarfile.GNU_FORMAT) + bytes(32 << 20))
    (found,) = told(tmp_path / "a.tar.gz", data)
    assert "danneggiato" in found[1]


def test_bombs_in_bombs_are_counted_together(tmp_path: Path) -> None:
    inner = zipped({f"{number}.txt": bytes(7 << 20) for number in range(6)})
    found = told(tmp_path / "a.zip", zipped({f"{number}.zip": inner for number in range(6)}))
    assert "si espande oltre misura" in found[-1][1]
    assert len(found) < 30


def test_a_member_that_lies_about_its_size(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.txt": bytes(1 << 20)}))
    entry = data.index(b"PK\x01\x02")
    data[entry + 24 : entry + 28] = struct.pack("<L", 100)
    assert told(tmp_path / "a.zip", bytes(data)) == [
        ("a.txt", "è danneggiato nell'archivio ZIP: procurarsene un'altra copia")
    ]


def test_limits_of_members(tmp_path: Path) -> None:
    members: dict[str, bytes | str] = {f"{number}.txt": "x" * 100 for number in range(5)}
    for name, data in (("a.zip", zipped(members)), ("a.tar.gz", tarred(members))):
        assert "più di 3 file" in told(tmp_path / name, data, ReadOptions(max_members=3))[-1][1]
        assert told(tmp_path / name, data, ReadOptions(max_bytes=50)) == [
            (f"{number}.txt", "è troppo grande (oltre 50 byte): dividerlo in documenti singoli") for number in range(5)
        ]
        (tmp_path / name).unlink()


def test_digests_follow_the_content(tmp_path: Path) -> None:
    for name, make in (("a.zip", zipped), ("a.tar", lambda members: tarred(members, "w"))):
        old = inputs(tmp_path / name, make({"a.txt": "A", "b.txt": "B"}))
        new = inputs(tmp_path / name, make({"a.txt": "A", "b.txt": "C"}))
        assert old[0].digest() == new[0].digest()
        assert old[1].digest() != new[1].digest()


def test_many_members_stream(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(zipped({f"{number:04}.txt": "x" for number in range(5_000)}))
    before = time.process_time()
    stream = expand([str(path)], OPTIONS)
    assert next(stream).name == f"{path}/0000.txt"
    assert time.process_time() - before < 0.5
    assert sum(1 for _ in stream) == 4_999


@pytest.mark.parametrize("seed", range(30))
def test_bytes_changed_at_random_give_words_not_crashes(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    data = bytearray((zipped if seed % 2 else tarred)(FILES))
    for _ in range(1 + seed % 5):
        data[chance.randrange(len(data))] = chance.randrange(256)
    assert told(tmp_path / "a.zip", bytes(data))
