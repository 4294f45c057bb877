"""HTML that cannot be broken by what it holds.

`element` escapes every string that is not `Html` already, and refuses the attributes through which a string could
become script or style; so no module of the report ever writes a tag by hand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from extractor.writing.printable import on_one_line

_void = frozenset({"br", "col", "hr", "input", "link", "meta"})
_urls = frozenset({"href", "src", "action", "formaction"})
_name = re.compile(r"[a-zA-Z][a-zA-Z0-9:-]*")
_entities = {
    ord("&"): "&amp;",
    ord("<"): "&lt;",
    ord(">"): "&gt;",
    ord('"'): "&quot;",
    ord("'"): "&#39;",
    ord("\r"): "&#13;",  # a bare one would become a line feed, and every offset after it be wrong
}
_unprintable = dict.fromkeys(
    [
        *range(0x09),  # an HTML parser drops NUL; the others have no look
        *range(0x0B, 0x0D),
        *range(0x0E, 0x20),
        *range(0x7F, 0xA0),
        0x061C,
        *range(0x200E, 0x2010),
        *range(0x202A, 0x202F),
        *range(0x2066, 0x206A),  # marks that turn the direction of writing: a sum could be made to read backwards
        *range(0xD800, 0xE000),
        0xFFFE,
        0xFFFF,
    ],
    "\N{REPLACEMENT CHARACTER}",
)
_escapes = _unprintable | _entities


class Html(str):
    """Markup that stands as it is."""

    __slots__ = ()


Child = str | None
"""What goes into an element: Html as it stands, any other string escaped, None not at all."""


def escaped(text: str) -> Html:
    r"""Text as markup, character for character: each becomes exactly one character of the page.

    Example:
        >>> escaped("<b>\u202e & 'x'\r")
        '&lt;b&gt;\ufffd &amp; &#39;x&#39;&#13;'
    """
    return Html(text.translate(_escapes))


def words(text: str | None) -> Html:
    r"""A name or a phrase of the document, on one line.

    Example:
        >>> words("Bracco\n  <spa>")
        'Bracco &lt;spa&gt;'
    """
    return escaped(on_one_line(text or ""))


def element(tag: str, *children: Child, **attributes: str | int | bool | None) -> Html:
    """One element with its children.

    Args:
        tag: its name.
        children: `Html` stands as it is, other strings are escaped, None is left out.
        attributes: underscores are written as hyphens, a last one is dropped (`class_`); None and False are left
            out, True has no value.

    Raises:
        ValueError: an attribute that could hold script or style, or an address with a scheme that is not the web's.

    Example:
        >>> element("a", "<1>", href="#M1", class_="sum", hidden=False)
        '<a href="#M1" class="sum">&lt;1&gt;</a>'
        >>> element("p", onclick="alert(1)")
        Traceback (most recent call last):
        ...
        ValueError: attribute 'onclick' is not for the report
    """
    parts = [f"<{tag}"]
    for key, value in attributes.items():
        if value is None or value is False:
            continue
        name = key.removesuffix("_").replace("_", "-")
        if name.startswith("on") or name in ("style", "srcdoc") or not _name.fullmatch(name):
            raise ValueError(f"attribute {name!r} is not for the report")
        if name in _urls and not _is_harmless(str(value)):
            raise ValueError(f"address {value!r} is not for the report")
        parts.append(f" {name}" if value is True else f' {name}="{escaped(str(value))}"')
    parts.append(">")
    if tag not in _void:
        parts += [child if isinstance(child, Html) else escaped(child) for child in children if child is not None]
        parts.append(f"</{tag}>")
    return Html("".join(parts))


def joined(parts: Iterable[Child], separator: str = "") -> Html:
    """Several pieces one after the other.

    Example:
        >>> joined(["a", Html("<br>"), None, "<"])
        'a<br>&lt;'
    """
    pieces = [part if isinstance(part, Html) else escaped(part) for part in parts if part is not None]
    return Html(escaped(separator).join(pieces))


def web_address(url: str | None) -> str | None:
    """The address if it is one of the web that a reader may follow, else None.

    Example:
        >>> web_address("https://www.regione.lombardia.it/a"), web_address("javascript:alert(1)")
        ('https://www.regione.lombardia.it/a', None)
    """
    if url is None:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    sound = parts.scheme in ("http", "https") and parts.hostname and not re.search(r"[\s\\\x00-\x20]", url)
    return url if sound else None


def _is_harmless(address: str) -> bool:
    """True for a place in the page, for a file beside it, and for the web."""
    return web_address(address) is not None or re.match(r"#|/(?!/)|(?:[\w.%-]+/)*[\w.%-]+(?:#|$)", address) is not None
