"""Whether the streams of a PDF unpack to a bearable size, before PDFium unpacks them whole."""

from __future__ import annotations

import re
import zlib

from extractor.reading.options import ReadOptions

_always_allowed = 128 << 20
_chunk = 1 << 16
_piece = 1 << 22
_stream = re.compile(rb"stream\r?\n(?=[\x08\x18\x28\x38\x48\x58\x68\x78])")
_packed_twice = re.compile(
    rb"/Filter\s*\[[^\]]{0,200}?(?:Fl\b|Flate|LZW|RunLength|RL\b)[^\]]{0,200}?(?:Fl\b|Flate|LZW|RunLength|RL\b)"
)


def is_bearable(data: bytes, options: ReadOptions) -> bool:
    """Whether what is packed in a PDF stays in proportion to its size; no honest one packs a stream twice.

    Example:
        >>> is_bearable(b"<</Filter[/FlateDecode/FlateDecode]>>stream", ReadOptions())
        False
    """
    if _packed_twice.search(data) is not None:
        return False
    left = max(_always_allowed, options.max_ratio * len(data))
    for match in _stream.finditer(data):
        left -= _unpacked(memoryview(data)[match.end() :], left)
        if left < 0:
            return False
    return True


def _unpacked(packed: memoryview, most: int) -> int:
    """How long a stream is unpacked, or a little more than `most`."""
    engine = zlib.decompressobj()
    length = position = 0
    try:
        while not engine.eof and position < len(packed) and length <= most:
            length += len(engine.decompress(packed[position : position + _chunk], _piece))
            while engine.unconsumed_tail and length <= most:
                length += len(engine.decompress(engine.unconsumed_tail, _piece))
            position += _chunk
    except zlib.error:
        pass  # some other filter, or damaged: PDFium will see
    return length
