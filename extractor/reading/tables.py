"""Tables with an announcement a row: JSON lines, CSV and Parquet, streamed, some hundred rows to an `Input`."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from typing import Any, BinaryIO

from extractor.errors import EmptyFileError, ReadingError
from extractor.reading.columns import Columns, Row, too_long
from extractor.reading.contents import too_large
from extractor.reading.document import ReadDocument
from extractor.reading.encodings import DamagedError, NotTextError, UnknownEncodingError, decode
from extractor.reading.formats import CSV, JSON, PARQUET, TSV
from extractor.reading.options import ReadOptions

_batch_letters = 1_000_000
_sample = 1 << 20
_TOO_LONG = object()


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of a table, which travel with their input."""

    table: str
    media_type: str
    encoding: str
    rows: tuple[Row, ...]

    def digest(self) -> str:
        return sha256(repr((self.media_type, self.rows)).encode("utf-8", "backslashreplace")).hexdigest()

    def size(self) -> int:
        return sum(len(row.text) for row in self.rows)

    def documents(self) -> Iterator[ReadDocument | ReadingError]:
        """A document for each row, or the reason why there is none."""
        for row in self.rows:
            name = f"{self.table}#{row.number}"
            if row.failure is not None:
                yield ReadingError(row.failure, name=name)
            elif not row.text.strip():
                yield EmptyFileError("la riga non ha testo: controllare la colonna del testo", name=name)
            else:
                yield ReadDocument(
                    text=_headed(row), media_type=self.media_type,
                    sha256=sha256(row.text.encode("utf-8", "surrogatepass")).hexdigest(), encoding=self.encoding, name=name,
                    id=row.id, url=row.url, title=row.title, published=row.published, fields=row.fields,
                )  # fmt: skip


def slices(file: BinaryIO, name: str, media_type: str, options: ReadOptions) -> Iterator[Rows]:
    """The rows of a table, in batches of `options.rows` and of about equal length.

    Raises:
        ReadingError: the table as a whole cannot be read, or has no column with text.
    """
    if media_type == PARQUET:
        rows, encoding = _parquet_rows(file, name, options), "utf-8"
    else:
        encoding = _encoding(file, name)
        lines = _Lines(file, encoding, options.max_row)
        if media_type == JSON:
            lines = _array_lines(file, encoding, name, options)
        rows = (
            _csv_rows(lines, name, media_type, options)
            if media_type in (CSV, TSV)
            else _json_rows(lines, name, options)
        )
    batch: list[Row] = []
    letters = 0
    for row in rows:
        batch.append(row)
        letters += len(row.text)
        if len(batch) >= options.rows or letters >= _batch_letters:
            yield Rows(name, media_type, encoding.removesuffix("-sig"), tuple(batch))
            batch, letters = [], 0
    if batch:
        yield Rows(name, media_type, encoding.removesuffix("-sig"), tuple(batch))


def _headed(row: Row) -> str:
    """The text of a row below its title, where that stands in a column of its own."""
    title = " ".join((row.title or "").split())
    if not title or " ".join(row.text[:500].split()).lstrip("# ").casefold().startswith(title.casefold()):
        return row.text
    return f"# {title}\n\n{row.text}"


def _encoding(file: BinaryIO, name: str) -> str:
    """The encoding of a table, by its first megabyte up to a line's end."""
    sample = file.read(_sample)
    file.seek(0)
    if len(sample) == _sample:
        sample = sample[: sample.rfind(b"\n") + 1 or None]
    try:
        encoding = decode(sample)[1]
    except DamagedError as error:
        return error.encoding
    except (NotTextError, UnknownEncodingError) as error:
        raise ReadingError("non è una tabella di testo: salvarla di nuovo in UTF-8", name=name) from error
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        return encoding.removesuffix("-le").removesuffix("-be")  # the codec that drops the mark
    return "utf-8-sig" if encoding == "utf-8" else encoding


class _Lines:
    """The lines of a file, none longer than a limit: the rest of a longer one is dropped, and its number kept."""

    def __init__(self, file: BinaryIO, encoding: str, limit: int) -> None:
        self.stream = io.TextIOWrapper(file, encoding, errors="replace", newline="")
        self.limit = limit
        self.number = 0
        self.cut: set[int] = set()

    def __iter__(self) -> Iterator[str]:
        while line := self.stream.readline(self.limit + 1):
            self.number += 1
            if len(line) > self.limit and not line.endswith("\n"):
                self.cut.add(self.number)
                while (rest := self.stream.readline(self.limit + 1)) and not rest.endswith("\n"):
                    pass
                line = "\n"
            yield line.replace("\0", "")


def _array_lines(file: BinaryIO, encoding: str, name: str, options: ReadOptions) -> _Lines:
    """The objects of a JSON file, one a line: those of its array, or the one that it is."""
    data = file.read(options.max_bytes + 1)
    if len(data) > options.max_bytes:
        raise too_large(options.max_bytes, name)
    try:
        content = json.loads(data.decode(encoding, "replace"))
    except (ValueError, RecursionError) as error:
        raise ReadingError(
            "non è JSON valido: correggerlo, o se ha un oggetto per riga chiamarlo .jsonl", name=name
        ) from error
    objects = content if isinstance(content, list) else [content]
    lines = "".join(f"{json.dumps(each)}\n" for each in objects)
    return _Lines(io.BytesIO(lines.encode("ascii")), "ascii", options.max_row)


def _json_rows(lines: _Lines, name: str, options: ReadOptions) -> Iterator[Row]:
    columns: Columns | None = None
    for line in lines:
        number = lines.number
        if number in lines.cut:
            yield Row(number, failure=too_long(options.max_row))
            continue
        if not line.strip():
            continue
        try:
            values = json.loads(line)
        except (ValueError, RecursionError):
            yield Row(number, failure="la riga non è un oggetto JSON: correggerla")
            continue
        if not isinstance(values, dict):
            yield Row(number, failure="la riga non è un oggetto JSON: correggerla")
            continue
        try:
            columns = columns or Columns(list(values), name, options)
            if columns.of["text"] not in values:
                columns = Columns(list(values), name, options)
        except ReadingError as error:
            yield Row(number, failure=error.message)
            continue
        yield columns.row(number, values, options.max_row)


def _csv_rows(lines: _Lines, name: str, media_type: str, options: ReadOptions) -> Iterator[Row]:
    opening = list(islice(iter(lines), 1))
    if not opening:
        raise EmptyFileError("è vuoto: controllare che il file sia stato salvato per intero", name=name)
    delimiter = "\t" if media_type == TSV else max(",;\t|", key=opening[0].count)
    before = csv.field_size_limit(options.max_row)
    try:
        header = next(csv.reader(opening, delimiter=delimiter))
        columns = Columns(header, name, options)
        reader = csv.reader(iter(lines), delimiter=delimiter)
        number = 1
        while True:
            number += 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error:
                yield Row(number, failure=too_long(options.max_row))
                continue
            if lines.number in lines.cut:
                yield Row(number, failure=too_long(options.max_row))
            elif any(cells):
                yield columns.row(number, dict(zip(header, cells, strict=False)), options.max_row)
    finally:
        csv.field_size_limit(before)


def _parquet_rows(file: BinaryIO, name: str, options: ReadOptions) -> Iterator[Row]:
    """The rows of a Parquet file; columns of lists, records and bytes are left out.

    Texts are taken as a dictionary of those that differ: a file of a few kilobytes can repeat a long one a million times.
    """
    import pyarrow
    from pyarrow import parquet, types

    limits = {"thrift_string_size_limit": _sample << 4, "thrift_container_size_limit": _sample}
    try:
        schema = parquet.ParquetFile(file, **limits).schema_arrow
        texts = [each.name for each in schema if types.is_string(each.type) or types.is_large_string(each.type)]
        flat = [each.name for each in schema if not types.is_nested(each.type) and not types.is_binary(each.type)]
        columns = Columns(flat, name, options)
        file.seek(0)
        table = parquet.ParquetFile(file, read_dictionary=texts, **limits)
        number = 0
        for batch in table.iter_batches(batch_size=options.rows, columns=flat, use_threads=False):
            cells = {column: _cells(batch.column(column), options.max_row) for column in flat}
            for index in range(batch.num_rows):
                number += 1
                values = {column: of_column[index] for column, of_column in cells.items()}
                if any(value is _TOO_LONG for value in values.values()):
                    yield Row(number, failure=too_long(options.max_row))
                else:
                    yield columns.row(number, values, options.max_row)
    except (pyarrow.ArrowException, OSError, ValueError) as error:
        raise ReadingError("è un file Parquet danneggiato: procurarsene un'altra copia", name=name) from error


def _cells(column: Any, limit: int) -> list[Any]:
    """The values of a column of a batch, each text made once however often it stands there."""
    from pyarrow import types

    if not types.is_dictionary(column.type):
        return list(column.to_pylist())
    buffers = (text.as_buffer() for text in column.dictionary.fill_null(""))
    texts = [_TOO_LONG if len(each) > 4 * limit else each.to_pybytes().decode("utf-8", "replace") for each in buffers]
    return [None if index is None else texts[index] for index in column.indices.to_pylist()]
