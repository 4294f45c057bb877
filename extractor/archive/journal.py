"""What a run has done so far, on disk: from it the same command goes on, and its outputs are made in input order.

An SQLite file beside the output. An input's pieces are stored together or not at all. What is stored outlives this
process at once, and the machine (fsync) every few seconds: a kill loses nothing, a power cut those seconds. Without
a file it is a temporary one, which holds only what waits for an input before it.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from extractor.errors import ArchiveError

APPLICATION = 0x69746161
FORMAT = 1
_sync_after = 5.0
_tables = """
    CREATE TABLE inputs (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL UNIQUE,
        digest TEXT NOT NULL,
        fingerprint TEXT NOT NULL
    );
    CREATE TABLE pieces (
        input INTEGER NOT NULL,
        number INTEGER NOT NULL,
        data BLOB NOT NULL,
        UNIQUE (input, number)
    );
"""


def journal_of(output: Path) -> Path:
    """Where the journal of an output is.

    Example:
        >>> journal_of(Path("tabelle/accordi.xlsx")).name
        'accordi.xlsx.journal'
    """
    return output.with_name(output.name + ".journal")


def files_of(journal: Path) -> list[Path]:
    """The journal and what SQLite keeps beside it while it is open."""
    return [journal, *(journal.with_name(journal.name + ending) for ending in ("-wal", "-shm", "-journal"))]


def remove(journal: Path) -> None:
    """Leave nothing of a journal."""
    for file in files_of(journal):
        file.unlink(missing_ok=True)


class Journal:
    """The results of a run, by the name of the input and by its place in this run.

    Args:
        path: the file; None for a temporary one.
        fresh: forget what is in it, were it damaged.

    Raises:
        ArchiveError: it is no journal, is damaged, or is in use.
    """

    def __init__(self, path: Path | None = None, *, fresh: bool = False) -> None:
        self.path = path
        self._next = 0
        try:
            self._connect()
        except ArchiveError as error:
            if path is None or not fresh or _is_busy(error.__cause__):
                raise
            remove(path)
            self._connect()
        if fresh:
            with self._explained():
                self._database.executescript("BEGIN; DELETE FROM pieces; DELETE FROM inputs; COMMIT; VACUUM;")
        self._synced = time.monotonic()

    def remembers(self) -> bool:
        """Whether there is anything from an earlier run."""
        with self._explained():
            return self._database.execute("SELECT 1 FROM inputs LIMIT 1").fetchone() is not None

    def recall(self, name: str, fingerprint: str, digest: Callable[[], str]) -> int | None:
        """The number of a stored result that still holds: nothing that it depends on has changed.

        Args:
            name: of the input.
            fingerprint: of all else that the result depends on.
            digest: computes that of the input's content; asked only where there is a result.
        """
        with self._explained():
            row = self._database.execute(
                "SELECT id, digest FROM inputs WHERE name = ? AND fingerprint = ?", (name, fingerprint)
            ).fetchone()
        if row is None or row[1] != digest():
            return None
        return int(row[0])

    def place(self, position: int, number: int) -> None:
        """Say that the input at a position of this run has the result of that number."""
        with self._explained():
            self._database.execute("INSERT INTO temp.places VALUES (?, ?)", (position, number))

    def store(self, position: int, name: str, fingerprint: str, digest: str, pieces: list[bytes]) -> None:
        """Keep the result of an input, in the place of an older one.

        Args:
            position: its place in this run.
            name: of the input; without a file names need not differ.
            fingerprint: of all else that the result depends on; "" for one that shall not be recalled.
            digest: of the input's content.
            pieces: the result.
        """
        if self.path is None:
            name = str(position)
        with self._explained():
            self._database.execute("BEGIN IMMEDIATE")
            old = self._database.execute("SELECT id FROM inputs WHERE name = ?", (name,)).fetchone()
            if old is not None:
                self._forget(old[0])
            number = self._database.execute(
                "INSERT INTO inputs (name, digest, fingerprint) VALUES (?, ?, ?)", (name, digest, fingerprint)
            ).lastrowid
            rows = ((number, index, piece) for index, piece in enumerate(pieces))
            self._database.executemany("INSERT INTO pieces VALUES (?, ?, ?)", rows)
            self._database.execute("INSERT INTO temp.places VALUES (?, ?)", (position, number))
            self._database.execute("COMMIT")
            if self.path is not None and time.monotonic() - self._synced > _sync_after:
                self._database.execute("PRAGMA wal_checkpoint(PASSIVE)")
                self._synced = time.monotonic()

    def following(self) -> Iterator[bytes]:
        """The pieces of the inputs that come next in this run's order, as far as there are results."""
        with self._explained():
            while number := self._number_at(self._next):
                found = self._database.execute("SELECT data FROM pieces WHERE input = ? ORDER BY number", (number,))
                yield from (data for (data,) in found)
                self._next += 1
                if self.path is None:
                    self._forget(number)

    def complete(self) -> None:
        """All inputs of this run have their results: drop those of inputs that are gone."""
        if self.path is None:
            return
        with self._explained():
            self._database.execute("BEGIN IMMEDIATE")
            gone = "SELECT id FROM inputs WHERE id NOT IN (SELECT number FROM temp.places)"
            self._database.execute(f"DELETE FROM pieces WHERE input IN ({gone})")
            self._database.execute("DELETE FROM inputs WHERE id NOT IN (SELECT number FROM temp.places)")
            self._database.execute("COMMIT")

    def close(self) -> None:
        """Let the file go. A result that was being stored is forgotten."""
        self._database.close()

    def _connect(self) -> None:
        with self._explained():
            self._database = sqlite3.connect("" if self.path is None else self.path, isolation_level=None, timeout=0)
            try:
                self._open()
            except BaseException:
                self._database.close()
                raise

    def _open(self) -> None:
        execute = self._database.execute
        execute("PRAGMA locking_mode = EXCLUSIVE")
        if self.path is None:
            execute("PRAGMA journal_mode = OFF")
            execute("PRAGMA synchronous = OFF")
        else:
            execute("PRAGMA journal_mode = WAL")  # reads the file, and takes the lock
            execute("PRAGMA synchronous = NORMAL")  # fsync at checkpoints
        known = execute("PRAGMA application_id").fetchone()[0], execute("PRAGMA user_version").fetchone()[0]
        empty = not execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
        if empty:
            self._database.executescript(
                f"BEGIN; {_tables} PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {FORMAT}; COMMIT;"
            )
        elif known != (APPLICATION, FORMAT):
            raise sqlite3.DatabaseError("not a journal")
        execute("PRAGMA temp_store = FILE")
        execute("CREATE TEMP TABLE places (position INTEGER PRIMARY KEY, number INTEGER NOT NULL)")

    def _number_at(self, position: int) -> int | None:
        row = self._database.execute("SELECT number FROM temp.places WHERE position = ?", (position,)).fetchone()
        return None if row is None else int(row[0])

    def _forget(self, number: int) -> None:
        self._database.execute("DELETE FROM pieces WHERE input = ?", (number,))
        self._database.execute("DELETE FROM inputs WHERE id = ?", (number,))

    @contextmanager
    def _explained(self) -> Iterator[None]:
        """Turn what SQLite complains of into one line of Italian.

        Raises:
            ArchiveError: in the place of its errors.
        """
        try:
            yield
        except sqlite3.Error as error:
            raise ArchiveError(_reason(error), name=str(self.path or "diario temporaneo")) from error


def _code(error: BaseException | None) -> int:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF  # the rest tells of the circumstances


def _is_busy(error: BaseException | None) -> bool:
    return _code(error) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def _reason(error: sqlite3.Error) -> str:
    code = _code(error)
    if _is_busy(error):
        return "un'altra esecuzione sta usando questo diario: attendere che finisca"
    if code in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):
        return f"non si può scrivere ({error}): liberare spazio e ripetere lo stesso comando, che riprende da dove era"
    if code in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM):
        return "il diario dell'esecuzione non si può scrivere qui: controllare la cartella e i permessi"
    return f"non è il diario di un'esecuzione, o è danneggiato ({error}): ricominciare con --fresh"
