"""What takes long to work out and never changes, kept between runs beside Python's own byte code.

Compiled patterns and look-up tables are worked out from the program's own files. What comes of it is written into
``__pycache__``, as Python does with its byte code and under the same terms: it is made again when its source or a
version changes, and where the folder cannot be written (or ``PYTHONDONTWRITEBYTECODE`` is set) everything works, only
slower at the start.
"""

from __future__ import annotations

import atexit
import contextlib
import marshal
import os
import sys
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "__pycache__"


class Byproducts:
    """A table of plain values by key in one file, read at the first question and written when the program ends.

    >>> table = Byproducts("example", "1", folder=None)
    >>> table.get("two") is None
    True
    >>> table.keep("two", (1, 1))
    >>> table.get("two")
    (1, 1)
    """

    def __init__(self, name: str, version: str, *, folder: Path | None = FOLDER) -> None:
        """Take the table of a name.

        Args:
            name: the stem of its file.
            version: that of whatever the values depend on; values of another version are as good as none.
            folder: where the file is; with ``None`` nothing is read or written.
        """
        self._folder = folder
        self._name = f"{name}.{sys.implementation.cache_tag}.marshal"
        self._version = version
        self._values: dict[Any, Any] | None = None
        self._waiting = False

    def get(self, key: Any) -> Any:
        """The value of a key, or ``None``."""
        return self._table().get(key)

    def keep(self, key: Any, value: Any) -> None:
        """Remember a value made of what ``marshal`` knows: numbers, strings, bytes, tuples, lists, dicts, frozen sets."""
        self._table()[key] = value
        if self._folder is not None and not sys.dont_write_bytecode and not self._waiting:
            self._waiting = True
            atexit.register(self.save)

    def _table(self) -> dict[Any, Any]:
        if self._values is None:
            values: dict[Any, Any] = {}
            if self._folder is not None:
                with contextlib.suppress(OSError, ValueError, EOFError, TypeError):  # none yet, or not ours
                    version, found = marshal.loads((self._folder / self._name).read_bytes())
                    if version == self._version:
                        values = found
            self._values = values
        return self._values

    def save(self) -> None:
        """Write all in one move, so that nobody reads half a file; values that change after they were kept want it at once."""
        self._waiting = False
        atexit.unregister(self.save)
        if self._folder is None or sys.dont_write_bytecode:
            return
        beside = self._folder / f"{self._name}.{os.getpid()}"
        with contextlib.suppress(OSError, ValueError):
            self._folder.mkdir(exist_ok=True)
            beside.write_bytes(marshal.dumps((self._version, self._values)))
            beside.replace(self._folder / self._name)
