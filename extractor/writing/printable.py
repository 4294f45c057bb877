"""Text that came from outside, made safe to print on a terminal."""

from __future__ import annotations

_replacement = "\N{REPLACEMENT CHARACTER}"
_steering = dict.fromkeys(
    [
        *range(0x20),  # C0 controls: escape sequences begin with one
        *range(0x7F, 0xA0),  # delete and the C1 controls, eight-bit escape sequences among them
        0x061C,
        *range(0x200E, 0x2010),
        *range(0x202A, 0x202F),
        *range(0x2066, 0x206A),  # marks that turn the direction of writing
        *range(0xD800, 0xE000),  # halves of surrogate pairs, which no encoding can write
    ],
    _replacement,
)


def on_one_line(text: str) -> str:
    r"""Put text on one line, with every character that could steer a terminal replaced by "\ufffd".

    Example:
        >>> on_one_line("una\n  riga\x1b[31m")
        'una riga\ufffd[31m'
    """
    return " ".join(text.split()).translate(_steering)


def shortened(text: str, limit: int) -> str:
    """Cut text between words so that it has at most `limit` characters, the ellipsis included.

    Example:
        >>> shortened("lo sviluppo di una lega", 16)
        'lo sviluppo di…'
    """
    if len(text) <= limit:
        return text
    head = text[:limit]
    cut = head.rfind(" ")
    return head[: cut if cut >= limit // 2 else limit - 1].rstrip(" ,;:.") + "…"
