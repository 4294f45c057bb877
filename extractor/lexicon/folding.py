"""One reading view of a text: same length, lower case, plain quotes and blanks, so that offsets hold in both."""

from __future__ import annotations

_PLAIN = {
    **dict.fromkeys(map(ord, "’‘‛ʼ`´′"), "'"),
    **dict.fromkeys(map(ord, "“”„«»″"), '"'),
    **dict.fromkeys(map(ord, "–—‒―−‐‑"), "-"),
    **dict.fromkeys(map(ord, "\u00a0\u2007\u2009\u200a\u202f\u2002\u2003\t"), " "),
    ord("İ"): "I",  # the one letter whose lower case is longer than itself
}


def plain(text: str) -> str:
    r"""The text with typographic quotes, dashes and blanks made plain; of the same length.

    >>> plain("l’“accordo” – 5\u00a0000")
    'l\\'"accordo" - 5 000'
    """
    return text if text.isascii() and "`" not in text and "\t" not in text else text.translate(_PLAIN)


def fold(text: str) -> str:
    """The plain text in lower case; of the same length, so that an offset here is one in the text.

    >>> fold("L’ATENEO")
    "l'ateneo"
    """
    return plain(text).lower()
