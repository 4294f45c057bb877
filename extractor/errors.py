"""The one family of errors that this project raises on purpose.

Each message is one line of Italian that says what is wrong and what to do about it. Catching
`ExtractorError` catches them all; anything else that escapes is a defect of the program.
"""

from __future__ import annotations


class ExtractorError(Exception):
    """What the user can mend: an unreadable file, a wrong option, a lexicon with a mistake.

    Args:
        message: one line of Italian: what is wrong, what to do.
        name: the file or option that it is about, where there is one.

    Example:
        >>> str(ExtractorError("è vuoto: indicare un altro file", name="a.txt"))
        'a.txt: è vuoto: indicare un altro file'
    """

    def __init__(self, message: str, *, name: str | None = None) -> None:
        super().__init__(message if name is None else f"{name}: {message}")
        self.message = message
        self.name = name


class UsageError(ExtractorError):
    """The command line asks for something that does not exist."""


class ReadingError(ExtractorError):
    """The bytes could not be had: missing file, folder, no permission, failing disk."""


class EmptyFileError(ReadingError):
    """The file holds nothing at all."""


class UnsupportedFormatError(ReadingError):
    """The file is of a format that is not read (yet), or is no document."""


class EncodingError(ReadingError):
    """The bytes are text in no encoding that could be recognised."""


class LexiconError(ExtractorError):
    """A lexicon file is missing or has a mistake; the message names the entry."""


class RecordError(ExtractorError):
    """A record breaks the contract: invalid JSON, an unknown field, a reference to an id that is not there."""


class WritingError(ExtractorError):
    """The output could not be written: full disk, no permission, a folder in its place."""


class ArchiveError(ExtractorError):
    """A run over many files cannot go on: its journal cannot be used, its cluster cannot be reached."""


class WorkerError(ArchiveError):
    """The processes that should do the work do not start or do not live."""


def in_words(error: Exception) -> str:
    """What to say of an error that nobody foresaw, on one line.

    Example:
        >>> in_words(MemoryError())
        'non basta la memoria: dividerlo, o riprovare con meno --workers'
    """
    if isinstance(error, MemoryError):
        return "non basta la memoria: dividerlo, o riprovare con meno --workers"
    what = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    return (
        f"errore imprevisto ({what}): segnalarlo a chi cura il programma, con il file e "
        "con quanto stampa EXTRACT_DEBUG=1"
    )
