"""The summary: exact for the source document, whole at any width, deaf to what the document tries."""

import io
import re
from typing import Any

import pytest
from rich.cells import cell_len

from extractor.records import Agreement, Announcement, Entity, Party, Project, Span
from extractor.writing.terminal import console_for, write_heading, write_summary

SUMMARY = """\
Impresa e innovazione, accordi per big data in sanità e lega per meccanica
Assessore Mattinzoli: sosteniamo economia reale
Regione Lombardia · Sviluppo Economico

1. Accordo per l'innovazione, approvato
   Intelligenza artificiale per sanità
   Istituzioni  Ministero dello Sviluppo economico – firmatario
                Regione Lombardia – finanziatore, firmatario
                Regione Lazio – firmatario
                Regione Liguria – firmatario
   Imprese      Bracco spa – capofila, firmatario
   Obiettivo    definire un'infrastruttura tecnologica collaborativa per la
                raccolta di big data clinici, costituiti da immagini biomedicali
                radiologiche o istopatologiche ed altri dati clinici per
                sviluppare metodi idonei per la medicina di precisione
                sfruttando la capacità degli algoritmi…

   5.317.523 €  costo totale
   2.313.750 €    di cui in Lombardia
   69.412,50 €  a carico di Regione Lombardia
   2.313.750 entro 5.317.523 ✓

2. Accordo per l'innovazione, approvato
   Creare una super lega di rame per settore metalmeccanico
   Istituzioni  Ministero dello Sviluppo economico – firmatario
                Regione Emilia-Romagna – firmatario
                Regione Lombardia – finanziatore, firmatario
                Regione Lazio – firmatario
   Imprese      Beamit – capofila, firmatario
   Progetto     FIAM – Filiere Italiana Additive Manufacturing
   Obiettivi    – la nascita di una filiera italiana dell'additive, mettendo 'a
                sistema' le competenze esistenti
                – lo sviluppo di una lega a base rame che possa coniugare
                caratteristiche di elevata conducibilità termica ad elevate
                proprietà meccaniche

   8.435.865 €  costo totale
   1.329.615 €    di cui in Lombardia
   39.888,45 €  a carico di Regione Lombardia
   1.329.615 entro 8.435.865 ✓

Somme di tutto il documento
   109.300,95 €  a carico di Regione Lombardia
   69.412,50 + 39.888,45 = 109.300,95 ✓

Persone  Alessandro Mattinzoli (assessore allo Sviluppo economico, Regione
         Lombardia)
Luoghi   Lombardia

"""


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "TTY_COMPATIBLE", "TTY_INTERACTIVE", "COLORTERM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")


def summary(record: Announcement, width: int = 80, stream: io.StringIO | None = None, **options: Any) -> str:
    stream = stream or io.StringIO()
    write_summary(record, console_for(stream, width=width, **options))
    return stream.getvalue()


def test_the_source_document(gold: Announcement) -> None:
    assert summary(gold) == SUMMARY


@pytest.mark.parametrize("width", [40, 60, 61, 79, 100, 200])
def test_any_width_holds_every_figure_and_every_name(gold: Announcement, width: int) -> None:
    printed = summary(gold, width)
    assert max(cell_len(line) for line in printed.splitlines()) <= width
    on_one_line = " ".join(printed.split())
    for words in ("5.317.523 €", "109.300,95 €", "Bracco spa", "Alessandro Mattinzoli"):
        assert words in on_one_line


def test_sums_are_right_aligned(gold: Announcement) -> None:
    gold = gold.model_copy(update={"amounts": [*gold.amounts, gold.agreements[0].amounts[0]]})
    lines = [line for line in summary(gold).splitlines() if "€" in line]
    assert [line.index("€") for line in lines] == [13, 13, 13, 13, 13, 13, 14, 14]


def test_colour_only_where_it_is_wanted(gold: Announcement, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "\x1b" in summary(gold, stream=Terminal())
    assert "\x1b" not in summary(gold, stream=Terminal(), color=False)
    assert "\x1b" not in summary(gold)
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in summary(gold, stream=Terminal())


def test_colour_adds_nothing_to_the_words(gold: Announcement) -> None:
    coloured = re.sub(r"\x1b\[[0-9;]*m", "", summary(gold, stream=Terminal()))
    assert [line.rstrip() for line in coloured.splitlines()] == SUMMARY.splitlines()


def test_a_failed_check_is_marked_and_explained(gold: Announcement) -> None:
    failed = gold.checks[0].model_copy(update={"passed": False, "parts": ["M4"], "message": "manca M7"})
    printed = summary(gold.model_copy(update={"checks": [failed]}))
    assert "   69.412,50 = 69.412,50, non 109.300,95: manca M7 ✗\n" in printed


def test_a_terminal_without_such_signs_gets_words(gold: Announcement) -> None:
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii", errors="replace")
    write_summary(gold, console_for(stream, width=80))
    stream.seek(0)
    assert "69.412,50 + 39.888,45 = 109.300,95 OK\n" in stream.read()


def test_nothing_recognised() -> None:
    assert summary(Announcement()) == "(senza titolo)\n\nNessun accordo riconosciuto\n\n"


def test_place_and_date() -> None:
    record = Announcement(occhiello="LNews", title="Bando", place="Milano", published="2019-11-12")
    assert summary(record).splitlines()[:3] == ["LNews", "Bando", "Milano, 12 novembre 2019"]


def test_a_release_cannot_steer_the_terminal() -> None:
    evil = "\x1b]0;titolo\x07 [bold red]rosso[/] \x9b31m\u202etxet\r\n[/nulla] :smile:"
    shown = "�]0;titolo� [bold red]rosso[/] �31m�txet [/nulla] :smile:"
    record = Announcement(
        title=evil,
        subtitle=evil,
        occhiello=evil,
        place=evil,
        categories=[evil],
        publisher="E1",
        entities=[
            Entity(id="E1", label="INSTITUTION", name=evil),
            Entity(id="E2", label="PERSON", name=evil, role=evil, affiliation="E1"),
            Entity(id="E3", label="PLACE", name=evil),
        ],
        agreements=[
            Agreement(
                id="A1",
                kind="bando",
                heading=evil,
                duration=evil,
                institutions=[Party(entity="E1", name=evil)],
                project=Project(name=evil, acronym=evil, objectives=[Span(start=0, end=1, text=evil)]),
            )
        ],
    )
    printed = summary(record, width=1000)
    assert printed.count(shown) == 16
    assert not set(printed) & {"\x1b", "\x07", "\x9b", "\u202e", "\r"}
    stream = io.StringIO()
    write_heading("a\nb\x1b[2J", console_for(stream))
    assert stream.getvalue() == "── a b�[2J\n"


def test_markdown_links_show_their_words_only() -> None:
    span = Span(start=0, end=1, text="aiutare la [Regione Lazio](https://example.org/a_b) e [altri] (tutti)")
    record = Announcement(agreements=[Agreement(id="A1", kind="patto", project=Project(objectives=[span]))])
    assert "   Obiettivo  aiutare la Regione Lazio e [altri] (tutti)\n" in summary(record)


def test_long_lists_are_cut_and_counted() -> None:
    firms = [Party(entity=f"E{number}", name=f"Ditta {number}", roles=["beneficiary"]) for number in range(1, 36)]
    places = [Entity(id=f"E{number}", label="PLACE", name=f"Luogo {number}") for number in range(1, 16)]
    record = Announcement(agreements=[Agreement(id="A1", kind="graduatoria", companies=firms)], entities=places)
    lines = summary(record, width=200).splitlines()
    assert "            Ditta 30 – beneficiario" in lines
    assert "            … e altri 5" in lines
    assert lines[-2].endswith("Luogo 12, … e altri 3")


def test_every_fact_of_an_agreement_is_told() -> None:
    agreement = Agreement.model_validate(
        {
            "id": "A1",
            "kind": "bando",
            "sites": [{"name": "Bari"}, {"name": "Lecce"}],
            "dates": {"opens": "2020-05-04", "closes": "2020-06", "signed": "2019"},
            "duration": "tre anni",
            "identifiers": {"cup": ["E11B20000000001"], "act": ["dgr n. 5", "dgr n. 6"], "law": ["legge 181/89"]},
            "jobs": {"created": 120, "safeguarded": 0},
        }
    )
    assert summary(Announcement(title="T", agreements=[agreement])).splitlines()[2:] == [
        "1. Bando",
        "   Dove         Bari, Lecce",
        "   Firmato      2019",
        "   Domande dal  4 maggio 2020",
        "   Scadenza     giugno 2020",
        "   Durata       tre anni",
        "   Nuovi posti  120",
        "   Posti salvi  0",
        "   CUP          E11B20000000001",
        "   Atti         dgr n. 5, dgr n. 6",
        "   Norme        legge 181/89",
        "",
    ]
