"""Messages: the subject is the title, the plain text or else the HTML part is the text; attachments are inputs of their own."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterator
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesParser
from email.utils import parsedate_to_datetime
from itertools import islice

from extractor.errors import EmptyFileError, ReadingError
from extractor.reading.contents import printable_name, too_large
from extractor.reading.document import ReadDocument
from extractor.reading.encodings import DamagedError, NotTextError, UnknownEncodingError, decode, stated_encoding
from extractor.reading.html import decode_markup, parse
from extractor.reading.html_blocks import render
from extractor.reading.options import ReadOptions
from extractor.reading.typescript import CELLS, Typescript, one_line

_most_parts = 200
_message_part = re.compile(rb"^content-type:[ \t]*message/", re.MULTILINE | re.IGNORECASE)
_multipart = re.compile(rb"^content-type:[ \t]*multipart/", re.MULTILINE | re.IGNORECASE)
_boundary = re.compile(rb"^--", re.MULTILINE)
_field = re.compile(rb"^[!-9;-~]{1,100}:", re.MULTILINE)
_most_marks, _most_fields = 5_000, 20_000  # what the parser needs grows with them, beyond all proportion
_deepest_parts = 20
_answer = re.compile(r"^(?:\s*(?:re|r|i|fw|fwd|inoltra|rif)\s*:\s*)+", re.IGNORECASE)
_longest_header = 2_000
_no_documents = frozenset(
    "image audio video text/calendar text/vcard text/x-vcard application/pgp-signature application/pkcs7-signature "
    "application/x-pkcs7-signature application/ms-tnef message/delivery-status text/rfc822-headers".split()
)
"""Attachments that are passed over without a word: pictures, signatures, appointments."""


class Attachment:
    """A file in a message: its printable name and its bytes."""

    def __init__(self, name: str, data: bytes) -> None:
        self.name = name
        self.data = data


def read(data: bytes, name: str | None, media_type: str, digest: str, options: ReadOptions) -> ReadDocument:
    """The text of a message, below its subject.

    Raises:
        ReadingError: it is too large, nested too deeply, or holds no text.
    """
    message = _parsed(data, name, options)
    subject = _answer.sub("", _header(message, "subject"))
    body, encoding = _body(message, name, options)
    if not body.strip():
        raise EmptyFileError("è un messaggio senza testo: il comunicato è forse in un allegato", name=name)
    opening = one_line(body[:2000]).casefold().lstrip("# ")
    headed = not subject or opening.startswith(subject.casefold())
    return ReadDocument(
        text=body if headed else f"# {subject}\n\n{body}", media_type=media_type, sha256=digest,
        encoding=encoding, name=name, id=_header(message, "message-id").strip("<>") or None,
        title=subject or None, published=_day(message),
    )  # fmt: skip


def attachments(data: bytes, name: str | None, options: ReadOptions) -> Iterator[Attachment | ReadingError]:
    """The files in a message, messages attached to it among them; pictures and signatures are left out.

    Raises:
        ReadingError: the message is too large or nested too deeply.
    """
    message = _parsed(data, name, options)
    for number, part in enumerate(_files(message), 1):
        shown = _file_name(part) or f"allegato-{number}"
        try:
            if part.get_content_type() == "message/rfc822":
                inner = part.get_payload(0)
                subject = _header(inner, "subject")[:60].replace("/", "_") if isinstance(inner, Message) else ""
                named = shown if part.get_filename() else f"{subject or f'messaggio-{number}'}.eml"
                yield Attachment(named, inner.as_bytes() if isinstance(inner, Message) else b"")
            else:
                payload = part.get_payload(decode=True)
                yield Attachment(shown, payload if isinstance(payload, bytes) else b"")
        except (MessageError, ValueError, LookupError, KeyError, RecursionError):
            yield ReadingError("è un allegato danneggiato: aprirlo nel programma di posta e salvarlo", name=shown)


def _parsed(data: bytes, name: str | None, options: ReadOptions) -> Message:
    if len(data) > options.max_bytes:
        raise too_large(options.max_bytes, name)
    if _are_more(_message_part, data, options.max_depth * _deepest_parts):
        raise ReadingError("è un messaggio con troppi messaggi l'uno nell'altro: salvarli uno per uno", name=name)
    if (
        _are_more(_multipart, data, _most_parts)
        or _are_more(_boundary, data, _most_marks)
        or _are_more(_field, data, _most_fields)
    ):
        raise ReadingError("è un messaggio con troppe parti: salvarne gli allegati uno per uno", name=name)
    try:
        message = BytesParser().parsebytes(data)
        parts = sum(1 for _ in message.walk())
    except (RecursionError, MessageError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise ReadingError(
            "è un messaggio danneggiato: aprirlo nel programma di posta e salvarlo di nuovo", name=name
        ) from error
    if parts > _most_parts:
        raise ReadingError("è un messaggio con troppe parti: salvarne gli allegati uno per uno", name=name)
    return message


def _are_more(pattern: re.Pattern[bytes], data: bytes, most: int) -> bool:
    """Whether a pattern occurs more often than so many times."""
    return next(islice(pattern.finditer(data), most, None), None) is not None


def _header(message: Message, name: str) -> str:
    """A header on one line, its encoded words decoded."""
    value = str(message.get(name) or "")[:_longest_header]
    try:
        return one_line(str(make_header(decode_header(value))))
    except (ValueError, LookupError, MessageError):
        return one_line(value)


def _file_name(part: Message) -> str:
    """The name of an attachment, fit to be part of an input's name."""
    name = (part.get_filename() or "")[:_longest_header]
    with contextlib.suppress(ValueError, LookupError, MessageError):
        name = str(make_header(decode_header(name)))
    return printable_name(name.encode("utf-8", "replace").decode()).replace("/", "_").replace("\\", "_")[-200:]


def _own_parts(message: Message) -> Iterator[Message]:
    """The parts of a message, without those of messages attached to it."""
    if message.get_content_type() == "message/rfc822" or not message.is_multipart():
        yield message
        return
    for part in message.get_payload():
        if isinstance(part, Message):
            yield from _own_parts(part)


def _is_text(part: Message) -> bool:
    return part.get_content_type() in ("text/plain", "text/html") and part.get_content_disposition() != "attachment"


def _files(message: Message) -> Iterator[Message]:
    for part in _own_parts(message):
        if part is message or (_is_text(part) and not part.get_filename()):
            continue
        if part.get_content_maintype() not in _no_documents and part.get_content_type() not in _no_documents:
            yield part


def _body(message: Message, name: str | None, options: ReadOptions) -> tuple[str, str]:
    """The plain text, or the HTML where that says more or has tables; and the encoding of its first part."""
    plain: list[tuple[str, str]] = []
    markup: list[tuple[str, str]] = []
    for part in _own_parts(message):
        if not _is_text(part) or (part.get_filename() and part is not message):
            continue
        if part.get_content_type() == "text/html":
            markup.append(_from_html(part, name, options))
        else:
            plain.append(_from_plain(part))
    texts = ["\n".join(text.strip("\n") + "\n" for text, _ in kind if text.strip()) for kind in (plain, markup)]
    first = len(texts[0]) >= 0.5 * len(texts[1]) and CELLS not in texts[1]
    chosen = plain if first else markup
    return texts[0 if first else 1], chosen[0][1] if chosen else "utf-8"


def _from_plain(part: Message) -> tuple[str, str]:
    """Plain text; lines that the mail program broke (`format=flowed`) are put together again."""
    text, encoding = _decoded(part, decode)
    text = text.replace("\r\n", "\n")
    if str(part.get_param("format", "")).lower() != "flowed":
        return text, encoding
    lines: list[str] = []
    for line in text.split("\n"):
        unstuffed = line.removeprefix(" ")
        if lines and lines[-1].endswith(" ") and lines[-1] != "-- ":
            lines[-1] += unstuffed
        else:
            lines.append(unstuffed)
    return "\n".join(line.rstrip() for line in lines), encoding


def _from_html(part: Message, name: str | None, options: ReadOptions) -> tuple[str, str]:
    markup, encoding = _decoded(part, lambda data: decode_markup(data, name))
    if len(markup) > options.max_markup:
        raise too_large(options.max_markup, name)
    if not markup.strip():
        return "", encoding
    page = Typescript()
    render(parse(markup, name).find("body"), page, whole=True)
    return page.text(), encoding


def _decoded(part: Message, otherwise: Callable[[bytes], tuple[str, str]]) -> tuple[str, str]:
    """The text of a part and its encoding: the one that it states, or the one that it is found to be in."""
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    encodings = ["utf-8", stated_encoding(part.get_content_charset()) or "utf-8"]  # UTF-8 is hardly ever it by chance
    for encoding in encodings[b"\0" in data :]:
        with contextlib.suppress(UnicodeDecodeError):
            return data.decode(encoding), encoding
    try:
        return otherwise(data)
    except (DamagedError, NotTextError, UnknownEncodingError):
        return data.decode("utf-8", "replace"), "utf-8"


def _day(message: Message) -> str | None:
    """The day on which it was sent, where it was sent."""
    try:
        return parsedate_to_datetime(_header(message, "date")).date().isoformat()
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
