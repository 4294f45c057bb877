"""Bytes to text: which format, which encoding, and the text to the letter.

A further format is one more module here and one more line in `formats.READERS`.

Example:
    >>> read_bytes("È aperto il bando".encode("cp1252"), "bando.txt").encoding
    'cp1252'
"""

from extractor.reading.document import ReadDocument
from extractor.reading.inputs import STDIN_NAME, Input, expand, read_names
from extractor.reading.options import ReadOptions
from extractor.reading.sources import read_bytes, read_file, read_stdin, read_text

__all__ = [
    "STDIN_NAME",
    "Input",
    "ReadDocument",
    "ReadOptions",
    "expand",
    "read_bytes",
    "read_file",
    "read_names",
    "read_stdin",
    "read_text",
]
