"""Plain text and Markdown: the decoded file, unchanged."""

from __future__ import annotations

from extractor.errors import EncodingError, UnsupportedFormatError
from extractor.reading.document import ReadDocument
from extractor.reading.encodings import DamagedError, NotTextError, UnknownEncodingError, decode
from extractor.reading.options import ReadOptions


def read(data: bytes, name: str | None, media_type: str, digest: str, options: ReadOptions) -> ReadDocument:
    """Decode to the letter: line ends and every other character as they are, but for a byte order mark.

    Raises:
        UnsupportedFormatError: the bytes are no text.
        EncodingError: they are text, but damaged or in an unknown encoding.
    """
    try:
        text, encoding = decode(data)
    except NotTextError as error:
        raise UnsupportedFormatError("non è un testo ma un file binario: indicare un file .txt o .md", name=name) from (
            error
        )
    except DamagedError as error:
        raise EncodingError(
            f"è danneggiato al byte {error.position} ({error.encoding} non valido): salvarlo di nuovo come UTF-8",
            name=name,
        ) from error
    except UnknownEncodingError as error:
        raise EncodingError("la codifica dei caratteri è sconosciuta: salvarlo di nuovo come UTF-8", name=name) from (
            error
        )
    return ReadDocument(text=text, media_type=media_type, sha256=digest, encoding=encoding, name=name)
