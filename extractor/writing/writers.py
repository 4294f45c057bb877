"""The writers by suffix and by name: what `--to FILE` and `--format` choose from.

No format's library is imported before the format is asked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import TracebackType
from typing import ClassVar, Protocol, Self, cast

from extractor.errors import UsageError
from extractor.records import Announcement, Failure


class RecordWriter(Protocol):
    """Takes records one by one, in the order in which they shall stand, and makes a file or folder of them.

    As a context manager it closes at the end and aborts on an exception.

    Attributes:
        needs_text: whether records must carry their text even where it is the file itself.
        notices: what could not be put into the format as it is, in Italian, complete after `close`.
    """

    needs_text: ClassVar[bool]

    @property
    def notices(self) -> list[str]: ...

    def write(self, record: Announcement) -> None:
        """Add one announcement."""

    def write_failure(self, failure: Failure) -> None:
        """Add one input that gave no record."""

    def close(self) -> None:
        """Complete the output: it appears under its final name, whole."""

    def abort(self) -> None:
        """Give the output up: nothing of it is left."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


@dataclass(frozen=True, slots=True)
class Format:
    """One way to write records.

    Attributes:
        name: what `--format` calls it.
        suffixes: endings of the names of files in it; the first is the usual one.
        writer: the class that writes it, as "module:class".
        holds: what comes out, in Italian, for the command's help.
    """

    name: str
    suffixes: tuple[str, ...]
    writer: str
    holds: str


FORMATS = (
    Format("jsonl", (".jsonl", ".ndjson"), "extractor.writing.jsonl:JsonlWriter", "un annuncio per riga"),
    Format("csv", (".csv",), "extractor.writing.csv:CsvWriter", "una cartella con una tabella per file"),
    Format("xlsx", (".xlsx",), "extractor.writing.xlsx:XlsxWriter", "una tabella per foglio"),
    Format(
        "parquet", (".parquet",), "extractor.writing.parquet:ParquetWriter", "una cartella con una tabella per file"
    ),
    Format(
        "sqlite",
        (".sqlite", ".db", ".sqlite3"),
        "extractor.writing.sqlite:SqliteWriter",
        "una base di dati con ricerca",
    ),
    Format("ftm", (".ftm.json", ".ftm"), "extractor.writing.ftm:FtmWriter", "entità FollowTheMoney"),
    Format("html", (".html", ".htm"), "extractor.writing.report:ReportWriter", "un rapporto da sfogliare"),
)


def format_of(path: Path, format: str | None = None) -> Format:  # noqa: A002
    """The format that a name, or else the ending of a file's name, stands for.

    Raises:
        UsageError: there is none; the message names those that there are.

    Example:
        >>> format_of(Path("somme.XLSX")).name, format_of(Path("somme"), "csv").name
        ('xlsx', 'csv')
    """
    if format is not None:
        for known in FORMATS:
            if known.name == format.lower():
                return known
        names = ", ".join(known.name for known in FORMATS)
        raise UsageError(f"{format!r} non è un formato: scegliere fra {names}")
    for known in FORMATS:
        if path.name.lower().endswith(known.suffixes):
            return known
    endings = ", ".join(suffix for known in FORMATS for suffix in known.suffixes)
    raise UsageError(f"il nome non dice in che formato scrivere: farlo finire in {endings}", name=str(path))


def open_writer(path: Path, format: str | None = None) -> RecordWriter:  # noqa: A002
    """Begin an output in the format that its name or `format` asks for.

    Args:
        path: the file, or for CSV and Parquet the folder, that shall appear on `close`.
        format: name of the format, where the suffix does not say it.

    Raises:
        UsageError: no such format.
        WritingError: the place cannot be written to.

    Example:
        >>> import tempfile
        >>> place = Path(tempfile.mkdtemp()) / "annunci.jsonl"
        >>> with open_writer(place) as writer:
        ...     writer.write(Announcement(title="Nuovo bando"))
        >>> Announcement.from_json(place.read_text()).title
        'Nuovo bando'
    """
    module, _, name = format_of(path, format).writer.partition(":")
    return cast(RecordWriter, getattr(import_module(module), name)(path))
