"""The page around the report: one file that needs no network, with a policy that lets only its own script run."""

from __future__ import annotations

import base64
from functools import cache
from hashlib import sha256
from importlib.resources import files

from extractor.writing.report.html import Html, element, joined


@cache
def asset(name: str) -> str:
    """A style sheet or script that stands beside this module.

    Example:
        >>> asset("view.css").startswith("/*")
        True
    """
    return (files("extractor.writing.report") / "assets" / name).read_text(encoding="utf-8")


def page(title: str, body: Html, *, styles: tuple[str, ...], scripts: tuple[str, ...]) -> str:
    """A whole document, in UTF-8, to be opened from disk.

    Args:
        title: of the window.
        body: what it holds.
        styles: names of the style sheets it carries.
        scripts: names of the scripts it carries.

    Example:
        >>> "Content-Security-Policy" in page("x", Html(""), styles=("view.css",), scripts=())
        True
    """
    style = "".join(asset(name) for name in styles)
    script = "".join(asset(name) for name in scripts)
    policy = (
        f"default-src 'none'; style-src {_digest(style)}; script-src {_digest(script)}; "
        "base-uri 'none'; form-action 'none'"
    )
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=policy),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="referrer", content="no-referrer"),
        element("meta", name="color-scheme", content="light dark"),
        element("title", title),
        element("style", Html(style)),
    )
    whole = joined([head, element("body", body, element("script", Html(script)))])
    return f"<!doctype html>\n{element('html', whole, lang='it')}\n"


def _digest(code: str) -> str:
    return f"'sha256-{base64.b64encode(sha256(code.encode()).digest()).decode()}'"
