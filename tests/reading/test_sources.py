"""Files, standard input and memory; every failure is one line of Italian that names the file."""

import io
import os
import random
from hashlib import sha256
from pathlib import Path

import pytest

from extractor.errors import EmptyFileError, EncodingError, ExtractorError, ReadingError, UnsupportedFormatError
from extractor.reading import ReadDocument, read_bytes, read_file, read_stdin, read_text

UNKNOWN = bytes(random.Random(3).choices(range(0x80, 0x100), k=3000))


def test_reads_a_file_to_the_letter(tmp_path: Path) -> None:
    data = b"\xef\xbb\xbfUna riga\r\nun'altra\rla \xc3\xa8 terza\n\n"
    path = tmp_path / "bando.txt"
    path.write_bytes(data)
    assert read_file(path) == ReadDocument(
        text="Una riga\r\nun'altra\rla è terza\n\n",
        media_type="text/plain",
        sha256=sha256(data).hexdigest(),
        encoding="utf-8",
        name=str(path),
    )


def test_reads_the_source_document(source_text: str) -> None:
    document = read_file(Path(__file__).parent.parent.parent / "samples" / "impresa-e-innovazione.md")
    assert (document.text, document.media_type, document.encoding) == (source_text, "text/markdown", "utf-8")


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("a.md", "text/markdown"),
        ("A.MARKDOWN", "text/markdown"),
        ("a.txt", "text/plain"),
        ("a.md/b", "text/plain"),
        ("senza ending", "text/plain"),
        (None, "text/plain"),
    ],
)
def test_tells_markdown_by_the_ending(name: str | None, media_type: str) -> None:
    assert read_bytes(b"# Bando", name).media_type == media_type


def test_reads_standard_input() -> None:
    document = read_stdin(io.BytesIO(b"citt\xe0 nuova"))
    assert (document.text, document.name, document.encoding) == ("città nuova", "-", "cp1252")


def test_wraps_text_without_touching_it() -> None:
    document = read_text("\ufeffcittà\r\n", "prova")
    assert (document.text, document.name) == ("\ufeffcittà\r\n", "prova")
    assert document.sha256 == sha256("\ufeffcittà\r\n".encode()).hexdigest()
    assert read_text("").text == ""


@pytest.mark.parametrize(
    ("data", "name", "error", "says"),
    [
        (b"", "a.txt", EmptyFileError, "è vuoto"),
        (b"\xef\xbb\xbf", "a.txt", EmptyFileError, "è vuoto"),
        (b"%PDF-1.7\n", "a.txt", ReadingError, "è un PDF danneggiato"),
        (b"PK\x03\x04...", "a.docx", ReadingError, "è un documento Word danneggiato"),
        (b"PK\x03\x04...", "a.zip", UnsupportedFormatError, "è un archivio con più file"),
        (b"id,testo\n", "a.csv", UnsupportedFormatError, "è una tabella con un documento per riga"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.docx", UnsupportedFormatError, "protetto da password"),
        (b"PK\x03\x04...", "a.odt", UnsupportedFormatError, "documento OpenDocument"),
        (b"7z\xbc\xaf\x27\x1c...", "a.7z", UnsupportedFormatError, "archivio 7-Zip"),
        (b"\x7fELF", "a", UnsupportedFormatError, "non è un testo"),
        (b"\x89PNG\r\n\x1a\n...", "a", UnsupportedFormatError, "è un'immagine"),
        (b"\xff\xd8\xff\xe0", None, UnsupportedFormatError, "è un'immagine"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.doc", UnsupportedFormatError, "vecchio documento di Office"),
        (b"{\\rtf1 Bando}", "a.txt", UnsupportedFormatError, "è un documento RTF"),
        (b"\x1f\x8b\x08", "a.txt", UnsupportedFormatError, "è un archivio"),
        (b"\n <!DOCTYPE HTML><script>x</script>", "a.txt", EmptyFileError, "non contiene testo"),
        (b"Subject: \n\n", "a.eml", EmptyFileError, "è un messaggio senza testo"),
        (b"abc\0def\0\0", "a.txt", UnsupportedFormatError, "file binario"),
        ("È così, è perché è là".encode() + b"\xc3", "a.txt", EncodingError, "è danneggiato al byte 27"),
        (UNKNOWN, "a.txt", EncodingError, "codifica dei caratteri è sconosciuta"),
    ],
)
def test_refuses_in_words(data: bytes, name: str | None, error: type[ReadingError], says: str) -> None:
    with pytest.raises(error) as caught:
        read_bytes(data, name)
    assert says in caught.value.message
    assert "\n" not in str(caught.value)
    assert caught.value.name == name


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(ReadingError, match="non esiste: controllare il nome"):
        read_file(tmp_path / "manca.txt")
    (tmp_path / "file").write_text("x")
    with pytest.raises(ReadingError, match="non è una cartella"):
        read_file(tmp_path / "file" / "altro.txt")


def test_folder(tmp_path: Path) -> None:
    with pytest.raises(ReadingError, match="è una cartella: indicare i singoli file"):
        read_file(tmp_path)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root reads everything")
def test_file_without_permission(tmp_path: Path) -> None:
    path = tmp_path / "chiuso.txt"
    path.write_text("x")
    path.chmod(0)
    with pytest.raises(ReadingError, match="permesso"):
        read_file(path)


def test_permission_refused_by_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: str, flags: int) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(ReadingError) as caught:
        read_file("chiuso.txt")
    assert str(caught.value) == ("chiuso.txt: non si ha il permesso di leggerlo: chiederlo a chi possiede il file")


def test_failing_disk_and_impossible_names(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ReadingError, match="nome è troppo lungo"):
        read_file("x" * 5000)
    with pytest.raises(ReadingError, match="non è un nome di file"):
        read_file("a\0b")

    def fail(path: str, flags: int) -> int:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "open", fail)
    with pytest.raises(ReadingError, match=r"non si può leggere \(Input/output error\)"):
        read_file("disco.txt")


@pytest.mark.skipif(os.name == "nt", reason="names are UTF-16 there")
def test_a_name_that_is_no_utf8_can_still_be_written(tmp_path: Path) -> None:
    path = os.path.join(os.fsencode(tmp_path), b"caff\xe8.txt")
    with open(path, "wb") as file:
        file.write(b"Bando")
    name = read_file(os.fsdecode(path)).name
    assert name == f"{tmp_path}/caff\\xe8.txt"


def test_every_reading_error_is_of_the_one_family() -> None:
    assert {EmptyFileError, EncodingError, UnsupportedFormatError} <= set(ReadingError.__subclasses__())
    assert issubclass(ReadingError, ExtractorError)
