"""From the names that a user gives to inputs: folders, patterns, lists; all in order, nothing lost."""

import io
import os
import pickle
import time
import tracemalloc
from collections import deque
from collections.abc import Iterator
from pathlib import Path

import pytest

from extractor.errors import ReadingError
from extractor.reading import STDIN_NAME, Input, ReadOptions, expand, read_names

OPTIONS = ReadOptions()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A few files in folders, and the current folder there."""
    for name in ("b.txt", "a/2.md", "a/10.md", "a/c/d.html", "a/.nascosto/x.txt", ".DS_Store", "Z.TXT", "a/img.png"):
        path = tmp_path / "dir" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(
            b"\x89PNG\r\n\x1a\n" if name.endswith("png") else b"<html><p>x</p>" if name.endswith("html") else b"x"
        )
    monkeypatch.chdir(tmp_path)
    return tmp_path


def names(*given: str, options: ReadOptions = OPTIONS) -> list[str]:
    return [each.name for each in expand(given, options)]


def outcome(each: Input) -> str:
    """The text, or the reason why there is none."""
    try:
        return "; ".join(
            part.message if isinstance(part, ReadingError) else part.text for part in each.documents(OPTIONS)
        )
    except ReadingError as error:
        return error.message


def outcomes(*given: str) -> dict[str, str]:
    return {each.name: outcome(pickle.loads(pickle.dumps(each))) for each in expand(given, OPTIONS)}


def test_a_folder_is_read_to_its_depth_in_order(folder: Path) -> None:
    assert names("dir") == ["dir/Z.TXT", "dir/a/10.md", "dir/a/2.md", "dir/a/c/d.html", "dir/a/img.png", "dir/b.txt"]
    assert names("dir/") == names("dir")
    assert outcomes("dir/a") == {
        "dir/a/10.md": "x", "dir/a/2.md": "x", "dir/a/c/d.html": "x\n",
        "dir/a/img.png": "è un'immagine, che non si legge: salvarne il testo in un file .txt e riprovare",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("dir/*.txt", ["dir/b.txt"]),
        ("dir/?.txt", ["dir/b.txt"]),
        ("dir/*.[tT]*", ["dir/Z.TXT", "dir/b.txt"]),
        ("dir/*/*.md", ["dir/a/10.md", "dir/a/2.md"]),
        ("dir/**/*.md", ["dir/a/10.md", "dir/a/2.md"]),
        ("dir/**/d.html", ["dir/a/c/d.html"]),
        ("**/*.txt", ["dir/b.txt"]),
        ("dir/**", ["dir/Z.TXT", "dir/a/10.md", "dir/a/2.md", "dir/a/c/d.html", "dir/a/img.png", "dir/b.txt"]),
        ("d*/a/c", ["dir/a/c/d.html"]),
        ("d*", ["dir/Z.TXT", "dir/a/10.md", "dir/a/2.md", "dir/a/c/d.html", "dir/a/img.png", "dir/b.txt"]),
    ],
)
def test_patterns(folder: Path, pattern: str, found: list[str]) -> None:
    assert names(pattern) == found
    assert [Path(name).relative_to(folder).as_posix() for name in names(f"{folder}/{pattern}")] == found


def test_a_file_whose_name_looks_like_a_pattern_is_that_file(folder: Path) -> None:
    (folder / "a[1].txt").write_text("uno")
    (folder / "a1.txt").write_text("due")
    assert outcomes("a[1].txt") == {"a[1].txt": "uno"}


def test_names_are_kept_in_order_and_once(folder: Path) -> None:
    assert names("dir/b.txt", "dir/a/2.md", "dir/b.txt", "dir") == [
        "dir/b.txt", "dir/a/2.md", "dir/Z.TXT", "dir/a/10.md", "dir/a/c/d.html", "dir/a/img.png",
    ]  # fmt: skip


def test_nothing_is_lost_in_silence(folder: Path) -> None:
    (folder / "vuota").mkdir()
    (folder / "vuoto.txt").touch()
    (folder / "dir" / "rotto.txt").symlink_to("manca")
    assert outcomes("manca.txt", "vuota", "vuoto.txt", "*.pdf", "x" * 5000, "a\0b", "dir/rotto.txt", "dir/b.txt/c") == {
        "manca.txt": "non esiste: controllare il nome e la cartella",
        "vuota": "non contiene file da leggere: indicare un'altra cartella",
        "vuoto.txt": "è vuoto: controllare che il file sia stato salvato per intero",
        "*.pdf": "nessun file corrisponde: controllare il modello",
        "x" * 5000: "il nome è troppo lungo: controllare di aver indicato un file e non il suo testo",
        "a\\x00b": "non è un nome di file: contiene caratteri non ammessi",
        "dir/rotto.txt": "non esiste: controllare il nome e la cartella",
        "dir/b.txt/c": "non esiste: una parte del percorso non è una cartella",
    }


def test_what_a_browser_saves_beside_a_page_is_passed_over(folder: Path) -> None:
    for name in ("bando.html", "bando_files/a.js", "bando_files/b.html", "altri_files/c.txt"):
        (folder / "salvate" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "salvate" / name).write_text("<html><p>x")
    assert names("salvate") == ["salvate/altri_files/c.txt", "salvate/bando.html"]
    assert names("salvate/bando_files") == ["salvate/bando_files/a.js", "salvate/bando_files/b.html"]


def test_links_in_a_circle_end(folder: Path) -> None:
    (folder / "dir" / "a" / "su").symlink_to("..")
    (folder / "dir" / "io").symlink_to("io")
    (folder / "dir" / "file").symlink_to("b.txt")
    found = outcomes("dir")
    assert found["dir/a/su"] == "è un collegamento a una cartella: indicare la cartella stessa"
    assert found["dir/io"] == "è un collegamento che torna su sé stesso: indicare il file vero"
    assert found["dir/file"] == "x"
    assert len(found) == 9
    assert "dir/a/su/b.txt" not in names("dir/**/*.txt")


@pytest.mark.skipif(os.name == "nt", reason="no such files there")
def test_devices_and_pipes_are_no_files(folder: Path) -> None:
    os.mkfifo(folder / "dir" / "coda")
    before = time.process_time()
    reason = 'non è un file ma un dispositivo o una coda: per i dati in arrivo usare "-"'
    assert outcomes("/dev/zero", "/dev/null", "dir/coda") == {
        "/dev/zero": reason,
        "/dev/null": reason,
        "dir/coda": reason,
    }
    assert outcomes("dir")["dir/coda"] == reason
    assert time.process_time() - before < 2


@pytest.mark.skipif(os.name == "nt", reason="no such names there")
def test_names_with_line_ends_and_without_encoding(folder: Path) -> None:
    for raw in (b"dir/a\nb.txt", b"dir/caff\xe8.txt"):
        with open(os.path.join(os.fsencode(folder), raw), "wb") as file:
            file.write(b"y")
    found = outcomes("dir")
    assert found["dir/a\\nb.txt"] == found["dir/caff\\xe8.txt"] == "y"
    assert all("\n" not in name for name in found)


def test_standard_input_may_be_anything(monkeypatch: pytest.MonkeyPatch) -> None:
    def given(data: bytes) -> list[tuple[str, str]]:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))
        return [(each.name, outcome(each)) for each in expand([STDIN_NAME], OPTIONS)]

    assert given(b"Bando") == [("-", "Bando")]
    assert given(b"<html><p>Bando") == [("-", "Bando\n")]
    assert given(b"") == [("-", "è vuoto: controllare che il file sia stato salvato per intero")]
    monkeypatch.setattr("sys.stdin", None)
    assert outcomes("-") == {"-": "non c'è nulla da leggere in ingresso"}


def test_a_list_of_names() -> None:
    assert list(read_names(io.BytesIO(b"a.txt\nb c.txt\r\n\n  \nd.txt"))) == ["a.txt", "b c.txt", "d.txt"]
    assert list(read_names(io.BytesIO(b"a\nb.txt\0c.txt\0"))) == ["a\nb.txt", "c.txt"]
    assert list(read_names(io.BytesIO("caffè.txt\n".encode()))) == ["caffè.txt"]
    assert list(read_names(io.BytesIO(b""))) == []
    many = b"".join(b"cartella/%d.txt\n" % number for number in range(50_000))
    assert list(read_names(io.BytesIO(many)))[-1] == "cartella/49999.txt"


def test_names_are_taken_one_by_one(folder: Path) -> None:
    taken = []

    def given() -> Iterator[str]:
        for name in ("dir/b.txt", "dir/a/2.md"):
            taken.append(name)
            yield name

    stream = expand(given(), OPTIONS)
    assert taken == []
    next(stream)
    assert taken == ["dir/b.txt"]


def test_memory_stays_flat(folder: Path) -> None:
    def given(count: int) -> Iterator[str]:
        return (f"manca-{number}.txt" for number in range(count))

    def peak(count: int) -> int:
        tracemalloc.start()
        try:
            assert len(deque(expand(given(count), OPTIONS), maxlen=1)) == 1
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(10)
    assert peak(4_000) - peak(1_000) < 3_000 * 120  # a number for each name, to tell repetitions


def test_sizes_and_digests(folder: Path) -> None:
    first, second = expand(["dir/b.txt", "manca"], OPTIONS)
    assert (first.size, second.size) == (1, 0)
    assert first.digest() == "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"
    assert len(second.digest()) == 64
    (folder / "dir" / "b.txt").write_text("y")
    assert first.digest() != "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"
    (folder / "dir" / "b.txt").unlink()
    assert len(first.digest()) == 64
    assert outcome(first) == "non esiste: controllare il nome e la cartella"


def test_a_file_over_the_limit_is_not_read(folder: Path) -> None:
    (folder / "grande.txt").write_bytes(b"")
    os.truncate(folder / "grande.txt", 8 << 30)  # takes no room on disk
    before = time.process_time()
    assert len(next(expand(["grande.txt"], OPTIONS)).digest()) == 64
    assert outcomes("grande.txt") == {"grande.txt": "è troppo grande (oltre 100 MB): dividerlo in documenti singoli"}
    assert time.process_time() - before < 1


def test_deep_folders(folder: Path) -> None:
    deep = folder / "giù"
    for _ in range(250):
        deep = deep / "a"
    os.makedirs(deep)
    found = outcomes("giù")
    assert list(found.values()) == ["è troppo in profondità: indicare una cartella più interna"]
