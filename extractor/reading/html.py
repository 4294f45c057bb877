"""Web pages: trafilatura finds the article, its title, date and address; the markup becomes a typescript.

Where trafilatura gives up (a page of a few lines, layout by nested tables), or drops a table of the article, the whole
page is taken, without navigation, sidebars and footers.
"""

from __future__ import annotations

import contextlib
import logging
import re
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from extractor.errors import EmptyFileError, EncodingError, ReadingError, UnsupportedFormatError
from extractor.reading.contents import too_large
from extractor.reading.document import ReadDocument
from extractor.reading.encodings import DamagedError, NotTextError, UnknownEncodingError, decode, stated_encoding
from extractor.reading.html_blocks import data_rows, render
from extractor.reading.options import ReadOptions
from extractor.reading.typescript import Typescript, one_line

_most_elements = 300_000
_most_for_trafilatura = 10_000  # it takes time that grows with the square of the siblings
_most_attributes = 1_000  # libxml2 compares each attribute of a tag with all others
_quoted = re.compile(r"\"[^\"]*\"|'[^']*'")
_charset = re.compile(
    rb"""<(?:meta|\?xml)\b[^>]*?(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_:.-]+)""", re.IGNORECASE
)
_site_name = re.compile(r"\s+(?:[|–—-]|::|»)\s+[^|–—»]{2,60}$")


def read(data: bytes, name: str | None, media_type: str, digest: str, options: ReadOptions) -> ReadDocument:
    """The article of a page.

    Raises:
        ReadingError: the page is too large, nested too deeply, or holds no text.
    """
    if len(data) > options.max_markup:
        raise too_large(options.max_markup, name)
    markup, encoding = decode_markup(data, name)
    tree = parse(markup, name)
    page = Typescript()
    article = _article(tree)
    title = one_line(article.title or "") if article is not None else ""
    title = title or one_line(tree.findtext(".//title") or "")
    body = None if article is None else article.body
    if body is None or _is_flat(body):
        render(_content(tree), page, whole=False)
    else:
        render(body, page, whole=True)
        kept = page.text()
        if any(row not in kept for row in data_rows(tree)):
            page = Typescript()
            render(_content(tree), page, whole=False)
    text = page.text()
    if not text.strip():
        raise EmptyFileError(
            "non contiene testo: forse la pagina si compone solo nel browser, salvarla da lì", name=name
        )
    return ReadDocument(
        text=_titled(text, title), media_type=media_type, sha256=digest, encoding=encoding, name=name, title=title or None,
        published=None if article is None else article.date or None, url=_address(article),
    )  # fmt: skip


def decode_markup(data: bytes, name: str | None) -> tuple[str, str]:
    """Decode a page: UTF-8 where it is that, else as the page says, else as a text. A stray byte costs a character, not
    the page.

    Raises:
        ReadingError: it is no text.
    """
    try:
        return data.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        pass
    declared = _charset.search(data[:4096]) if b"\0" not in data[:4096] else None
    if declared is not None and (encoding := stated_encoding(declared[1].decode("ascii"))) is not None:
        with contextlib.suppress(UnicodeDecodeError):
            return data.decode(encoding), encoding
    try:
        return decode(data)
    except DamagedError as error:
        return data.decode(error.encoding, "replace"), error.encoding
    except NotTextError as error:
        raise UnsupportedFormatError("non è una pagina HTML ma un file binario", name=name) from error
    except UnknownEncodingError as error:
        raise EncodingError(
            "la codifica dei caratteri è sconosciuta: salvarla di nuovo come UTF-8", name=name
        ) from error


def parse(markup: str, name: str | None) -> Any:
    """The tree of a page, all of it or none.

    Raises:
        ReadingError: it is nested too deeply or has too many elements.
    """
    if markup.count("<") > 2 * _most_elements or any(map(_has_many_attributes, markup.split("<"))):
        raise ReadingError("è una pagina con troppi elementi: salvarne il testo in un file .txt", name=name)
    parser = lxml_html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        tree = lxml_html.document_fromstring(markup.encode("utf-8", "replace"), parser=parser, ensure_head_body=True)
    except (etree.ParserError, etree.XMLSyntaxError, AssertionError) as error:
        raise EmptyFileError("non contiene testo: controllare che sia stata salvata per intero", name=name) from error
    for entry in parser.error_log:
        if entry.type_name == "ERR_RESOURCE_LIMIT":  # libxml2 has dropped the rest
            what = "annidata troppo in profondità" if "depth" in entry.message else "con righe smisurate"
            raise ReadingError(f"è una pagina {what}: salvarne il testo in un file .txt", name=name)
    return tree


def _has_many_attributes(piece: str) -> bool:
    """Whether what stands after "<" is a tag with attributes without number; a drawing's long paths are none."""
    if len(piece) < 2 * _most_attributes:
        return False
    tag = piece.partition(">")[0]
    return len(tag.split()) > _most_attributes and len(_quoted.sub("", tag).split()) > _most_attributes


def _article(tree: Any) -> Any:
    """What trafilatura finds, or `None`."""
    if sum(1 for _ in tree.iter()) > _most_for_trafilatura:
        return None
    import trafilatura  # a third of a second: only for pages that it can help with

    for library in ("trafilatura", "htmldate", "courlan"):
        logging.getLogger(library).addHandler(logging.NullHandler())
    try:
        return trafilatura.bare_extraction(
            tree, fast=True, include_comments=False, include_tables=True, with_metadata=True,
            date_extraction_params={"extensive_search": False, "original_date": True, "max_date": "2100-01-01"},
        )  # fmt: skip
    except Exception:  # a page that breaks it is still a page
        return None


def _is_flat(body: Any) -> bool:
    """Whether trafilatura fell back to the bare words: paragraphs and tables run into each other."""
    return len(body) <= 1 and "\n" in "".join(body.itertext()).strip()


def _content(tree: Any) -> Any:
    """The element that holds the article where the page marks one, else its body."""
    for path in (".//main", ".//article", ".//*[@role='main']"):
        found = tree.findall(path)
        if len(found) == 1 and tree.find(".//h1") in (None, *found[0].iter("h1")):
            return found[0]
    return tree.find("body")


def _titled(text: str, title: str) -> str:
    """The text, beginning with its title unless that stands among its first lines."""
    wanted = _letters(title)
    opening = [_letters(line) for line in text[:2000].splitlines()[:12]]
    if not wanted or any(line and (line == wanted or line.startswith(wanted)) for line in opening):
        return text
    without_site = _letters(_site_name.sub("", title))
    if without_site in opening:
        return text
    return f"# {_site_name.sub('', title)}\n\n{text}"


def _letters(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


def _address(article: Any) -> str | None:
    url = None if article is None else article.url
    return url if url and url.startswith(("http://", "https://")) and len(url) < 2000 else None
