"""What a record depends on besides its input: this program's code and data, the libraries that read, the options."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from importlib import metadata
from pathlib import Path

PACKAGE = Path(__file__).parents[1]
_rooms = ("pipeline", "reading", "records")
_readers = ("charset-normalizer", "lxml", "pypdfium2", "python-docx", "pyarrow", "regex", "spacy", "trafilatura")


def fingerprint_of(files: Iterable[Path], options: Iterable[object]) -> str:
    """A digest that changes whenever a record might.

    Args:
        files: weights and lexicons, by content.
        options: by what `repr` says of them.
    """
    digest = sha256()
    for option in options:
        digest.update(repr(option).encode() + b"\0")
    for library in _readers:
        digest.update(f"{library} {version_of(library)}\0".encode())
    own = [path for room in _rooms for path in (PACKAGE / room).rglob("*") if path.suffix in (".py", ".npz")]
    for path in [*sorted(own), PACKAGE / "lexicon" / "compiled.json", *files]:
        digest.update(sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def version_of(library: str) -> str:
    """The version of what is installed under that name; nothing where nothing is."""
    try:
        return metadata.version(library)
    except (metadata.PackageNotFoundError, ValueError):
        return ""
