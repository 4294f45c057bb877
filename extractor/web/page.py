"""The page before anything was read: a place for a text, a place for a file, and the words that its dialogs choose from."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import get_args

from extractor.records import AgreementKind
from extractor.web.guard import MOST_BYTES
from extractor.writing.italian import AMOUNT_ROLES, PARTY_ROLES, QUALIFIERS, STATUSES, kind_and_status
from extractor.writing.report.html import Html, element
from extractor.writing.report.view import LABELS

_downloads = (
    ("json", "JSON"),
    ("csv", "CSV"),
    ("xlsx", "XLSX"),
    ("gold", "Per il corpus"),
)

_offer = (
    "Oppure trascinare qui un file: testo, HTML, PDF, DOCX, messaggio di posta, tabella o archivio, "
    f"fino a {MOST_BYTES // 1_000_000} MB."
)


@cache
def front_page() -> str:
    """The whole document; it holds no script and no style of its own.

    Example:
        >>> "<script>" in front_page()
        False
    """
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("title", "Accordi in un comunicato"),
        element("link", rel="icon", href="/static/icon.svg", type="image/svg+xml"),
        element("link", rel="stylesheet", href="/static/view.css"),
        element("link", rel="stylesheet", href="/static/page.css"),
        element("script", src="/static/view.js", defer=True),
        element("script", src="/static/page.js", type="module"),
    )
    skip = element("a", "Vai al risultato", href="#risultato", class_="skip", hidden=True)
    body = element("body", skip, _banner(), element("main", _entrance(), _result()), *_vocabulary())
    return f"<!doctype html>\n{element('html', head, body, lang='it')}\n"


def _banner() -> Html:
    promise = "Resta tutto su questo computer: nulla viene inviato, nulla viene conservato."
    return element(
        "header", element("h1", "Chi si accorda con chi, e chi paga"), element("p", promise), class_="banner"
    )


def _entrance() -> Html:
    area = element(
        "textarea", name="testo", id="testo", rows=9, spellcheck="false", aria_describedby="aiuto", autocomplete="off"
    )
    file = element("input", type="file", id="file", class_="vh")
    form = element(
        "form",
        element("label", "Testo del comunicato", for_="testo"),
        area,
        element("p", _offer, id="aiuto", class_="help"),
        element(
            "div",
            element("button", "Leggi", type="submit", class_="first"),
            file,
            element("label", "Scegli un file…", for_="file", class_="button"),
            element("button", "Interrompi", type="button", id="interrompi", hidden=True),
            class_="actions",
        ),
        id="ingresso",
        novalidate=True,
    )
    several = element(
        "p",
        element("label", "Documento", for_="documenti"),
        element("select", id="documenti"),
        id="scelta",
        class_="several",
        hidden=True,
    )
    status = element("p", id="stato", role="status")
    alert = element("p", id="errore", role="alert")
    return element("section", form, several, status, alert, class_="entrance", aria_label="Che cosa leggere")


def _result() -> Html:
    buttons = [
        element("button", "Segna nel testo", type="button", id="segna", title="Scegliere prima le parole nel testo"),
        element("button", "Aggiungi un accordo", type="button", id="accordo"),
        element("button", "Annulla l'ultima correzione", type="button", id="annulla", disabled=True),
        element("span", "Scarica:", class_="said"),
        *(
            element("button", name, type="button", data_download=kind, aria_label=f"Scarica {name}")
            for kind, name in _downloads
        ),
    ]
    tools = element("div", *buttons, class_="tools", role="group", aria_label="Correggere e scaricare")
    dialog = element("dialog", id="finestra", aria_labelledby="finestra-titolo")
    view = element("div", id="vista")
    return element("section", tools, view, dialog, id="risultato", tabindex=-1, hidden=True, aria_label="Risultato")


def _vocabulary() -> Iterable[Html]:
    lists: list[tuple[str, Iterable[tuple[str, str]]]] = [
        ("labels", ((label, one) for label, (one, _) in LABELS.items())),
        ("roles", AMOUNT_ROLES.items()),
        ("qualifiers", ((key, word.strip() or "esattamente") for key, word in QUALIFIERS.items())),
        ("kinds", ((kind, kind_and_status(kind, None)) for kind in get_args(AgreementKind))),
        ("statuses", [("", "non detto"), *STATUSES.items()]),
        ("parties", PARTY_ROLES.items()),
    ]
    for name, words in lists:
        options = [element("option", word, value=key) for key, word in words]
        yield element("template", *options, id=f"words-{name}")
