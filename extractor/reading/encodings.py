"""Which encoding some bytes are in: the likely ones first, a guess last, and none rather than a wrong one."""

from __future__ import annotations

import codecs
import re

_byte_order_marks = (  # UTF-32 first: its little-endian mark begins like that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ascii = bytes(range(0x80))
_controls = bytes(sorted({*range(0x20), 0x7F} - {*b"\t\n\v\f\r\x1b"}))
_western = frozenset(range(0xA0, 0x100)) | frozenset(b"\x80\x85\x91\x92\x93\x94\x95\x96\x97\x99")  # €…‘’“”•–—™
_sample = 1 << 20
_older = ("mac_roman", "cp850")
_of_documents = re.compile(
    r"utf[-_]?8|utf[-_]?16(?:[-_]?[bl]e)?|iso[-_]?8859[-_]\d+|windows[-_]?12\d\d|cp\d{3,4}|latin[-_]?\d*|l1|(?:us-)?ascii|mac[-_]?\w*|"
    r"macintosh|koi8[-_][ru]|gb2312|gbk|gb18030|big5|euc[-_]\w+|shift[-_]jis",
    re.IGNORECASE,
)
_italian = frozenset("àèéìíòóùúÀÈÉÌÒÙçñäöüß’‘“”–—…«»€°ºª•\u00a0")


class NotTextError(ValueError):
    """The bytes are no text in any encoding."""


class UnknownEncodingError(ValueError):
    """The bytes may be text, in an encoding that is not recognised."""


class DamagedError(ValueError):
    """The bytes are nearly all in one encoding.

    Attributes:
        encoding: that encoding.
        position: offset of the first byte that does not fit it.
    """

    def __init__(self, encoding: str, position: int) -> None:
        super().__init__(f"{encoding} damaged at byte {position}")
        self.encoding = encoding
        self.position = position


def stated_encoding(name: str | None) -> str | None:
    """Python's name of the encoding that a page or a message states; `None` for none that documents are in.

    Latin-1 and ASCII are read as Windows' superset of them, as browsers and mail programs do.

    Example:
        >>> stated_encoding("ISO-8859-1"), stated_encoding("utf8"), stated_encoding("unicode_escape")
        ('cp1252', 'utf-8', None)
    """
    if name is None or _of_documents.fullmatch(name) is None:
        return None
    try:
        known = codecs.lookup(name).name
    except LookupError:
        return None
    return "cp1252" if known in ("iso8859-1", "ascii") else known


def decode(data: bytes) -> tuple[str, str]:
    """Decode to the letter and name the encoding; a byte order mark is dropped.

    Raises:
        NotTextError: NUL or many other control bytes, and no UTF-16.
        DamagedError: UTF-8 or UTF-16 with some bytes that do not fit.
        UnknownEncodingError: none of the encodings that were tried is plausible.

    Example:
        >>> decode("Perché no?".encode("utf-16-le"))
        ('Perché no?', 'utf-16-le')
    """
    for mark, encoding in _byte_order_marks:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], encoding, skipped=len(mark)), encoding
    if b"\0" in data:
        encoding = _utf16_without_mark(data)
        return _strictly(data, encoding), encoding
    if len(data) - len(data.translate(None, _controls)) > max(2, len(data) // 100):
        raise NotTextError("too many control bytes")
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        if _is_mostly_utf8(data):
            raise DamagedError("utf-8", error.start) from error
    return _decode_legacy(data)


def _strictly(data: bytes, encoding: str, skipped: int = 0) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise DamagedError(encoding, skipped + error.start) from error


def _utf16_without_mark(data: bytes) -> str:
    """The byte order in which most code units of a Latin text have a zero high byte.

    Raises:
        NotTextError: neither order gives a text.
    """
    units = len(data) // 2
    for encoding, high in (("utf-16-le", data[1::2]), ("utf-16-be", data[0::2])):
        if len(data) % 2 == 0 and high.count(0) > 0.7 * units:
            latin = data.decode(encoding, "replace").encode("ascii", "ignore")
            if b"\0" not in latin and len(latin) - len(latin.translate(None, _controls)) <= units // 100:
                return encoding
    raise NotTextError("NUL bytes, and no UTF-16")


def _is_mostly_utf8(data: bytes) -> bool:
    """True where more characters beyond ASCII decode as UTF-8 than fail: Latin text hardly ever does by chance."""
    text = data.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    beyond_ascii = len(text) - len(text.encode("ascii", "ignore"))
    return beyond_ascii - bad > bad


def _decode_legacy(data: bytes) -> tuple[str, str]:
    """Decode what is not Unicode: Windows and ISO Western first, old Macs and DOS next, then charset-normalizer.

    Raises:
        UnknownEncodingError: nothing is plausible.
    """
    beyond_ascii = data.translate(None, _ascii)
    if _is_western(data, beyond_ascii):
        try:
            return data.decode("cp1252"), "cp1252"
        except UnicodeDecodeError:
            return data.decode("iso-8859-1"), "iso-8859-1"
    for encoding in _older:
        letters = beyond_ascii[:_sample].decode(encoding)
        if sum(letter in _italian for letter in letters) > 0.9 * len(letters):
            return data.decode(encoding), encoding
    from charset_normalizer import from_bytes  # only here: rare, and slow to import

    guess = from_bytes(data[:_sample]).best()
    if guess is not None:
        try:
            return data.decode(guess.encoding), guess.encoding
        except UnicodeDecodeError:
            pass
    raise UnknownEncodingError("no plausible encoding")


def _is_western(data: bytes, beyond_ascii: bytes) -> bool:
    """True where bytes beyond ASCII are the letters and signs of Western Europe, and letters in the minority."""
    expected = sum(byte in _western for byte in beyond_ascii[:_sample])
    if expected < 0.8 * min(len(beyond_ascii), _sample):
        return False
    ascii_letters = sum(byte < 0x80 for byte in data[:_sample] if chr(byte).isalpha())
    return len(beyond_ascii) < 16 or ascii_letters > sum(byte >= 0xC0 for byte in data[:_sample])
