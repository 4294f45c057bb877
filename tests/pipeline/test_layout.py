"""The layout of small releases of every kind.

A layout is shown as one line a block, ``kind: words``; sentences as their words. Each case reads like its document.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.pipeline.layout import Layout, read_layout

BODY = "La Giunta regionale ha approvato oggi lo schema di accordo con il Comune per la nuova piscina, che costerà due milioni."
MORE = "I lavori cominceranno in primavera e dureranno quattordici mesi, senza chiudere la palestra che sta accanto."


def shown(text: str) -> list[str]:
    return [f"{block.kind}: {text[block.start : block.end]}" for block in read_layout(text).blocks]


def words(text: str, span: tuple[int, int] | None) -> str | None:
    return None if span is None else text[span[0] : span[1]]


def heads(text: str) -> tuple[str | None, str | None, str | None]:
    layout = read_layout(text)
    return words(text, layout.occhiello), words(text, layout.title), words(text, layout.subtitle)


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in read_layout(text).sentences]


@pytest.mark.parametrize(
    ("text", "occhiello", "title", "subtitle"),
    [
        (f"# Piscina, c'è l'accordo\n\n{BODY}", None, "Piscina, c'è l'accordo", None),
        (f"Piscina, c'è l'accordo\n\n{BODY}", None, "Piscina, c'è l'accordo", None),
        (f"PISCINA, C'È L'ACCORDO\n\n{BODY}", None, "PISCINA, C'È L'ACCORDO", None),
        (f"**Piscina, c'è l'accordo**\n\n{BODY}", None, "Piscina, c'è l'accordo", None),
        (f"*Piscina, c'è l'accordo*\n\n{BODY}", None, "Piscina, c'è l'accordo", None),
        (f"# [Piscina, c'è l'accordo](#)\n\n{BODY}", None, "[Piscina, c'è l'accordo](#)", None),
        (
            f"# Piscina, c'è l'accordo\n## Assessore Bo: una svolta per lo sport\n\n{BODY}",
            None,
            "Piscina, c'è l'accordo",
            "Assessore Bo: una svolta per lo sport",
        ),
        (
            f"# Piscina, c'è l'accordo\n\nCategorie: Sport\n\n## Assessore Bo: una svolta\n\n{BODY}",
            None,
            "Piscina, c'è l'accordo",
            "Assessore Bo: una svolta",
        ),
        (
            f"Piscina, c'è l'accordo fra Regione e Comune\nAssessore Bo: una svolta per lo sport\n\n{BODY}",
            None,
            "Piscina, c'è l'accordo fra Regione e Comune",
            "Assessore Bo: una svolta per lo sport",
        ),
        (
            f"SPORT\n# Piscina, c'è l'accordo\n## Una svolta per la valle\n\n{BODY}",
            "SPORT",
            "Piscina, c'è l'accordo",
            "Una svolta per la valle",
        ),
        (
            f"### Sport e tempo libero\n# Piscina, c'è l'accordo\n\n{BODY}",
            "Sport e tempo libero",
            "Piscina, c'è l'accordo",
            None,
        ),
        (
            f"Sport e impianti\n\nPiscina, c'è l'accordo fra Regione e Comune di Noale\n\n{BODY}",
            "Sport e impianti",
            "Piscina, c'è l'accordo fra Regione e Comune di Noale",
            None,
        ),
        (
            f"STATALE JONICA, LA SVOLTA DOPO TRE ANNI DI ATTESA\n\nNuovo ponte sul Basento, lavori al via\n\nAggiudicata da Anas la gara. Cantiere in primavera\n\n{BODY}",
            "STATALE JONICA, LA SVOLTA DOPO TRE ANNI DI ATTESA",
            "Nuovo ponte sul Basento, lavori al via",
            "Aggiudicata da Anas la gara. Cantiere in primavera",
        ),
        (
            f"Comunicato n. 618 del 27 aprile 2021\n\n# Piscina, c'è l'accordo\n\n{BODY}",
            "Comunicato n. 618 del 27 aprile 2021",
            "Piscina, c'è l'accordo",
            None,
        ),
        (
            f"Newsletter n. 14 del Gal Valle Alta\n\nMURETTI E MULINI: DUE BANDI\n\n{BODY}",
            "Newsletter n. 14 del Gal Valle Alta",
            "MURETTI E MULINI: DUE BANDI",
            None,
        ),
        (f"COMUNE DI NOALE\n\nPiscina, c'è l'accordo\n\n{BODY}", None, "Piscina, c'è l'accordo", None),
        (f"COMUNE DI NOALE\npiscina : c'è l'accordo\n\n{BODY}", None, "piscina : c'è l'accordo", None),
        (
            f"# Piscina, c'è l'accordo\n\ndi *Serena Dal Corso*\n\n{BODY}",
            None,
            "Piscina, c'è l'accordo",
            None,
        ),
        (
            f"# Le notizie della settimana\n\n**Sette treni per la costa**\n{BODY}",
            None,
            "Le notizie della settimana",
            None,
        ),
        (f"REGIONE PUGLIA - PISCINE, OK A NOALE\n\n{BODY}", None, "REGIONE PUGLIA - PISCINE, OK A NOALE", None),
        (f"---\n\n# Piscina, c'è l'accordo\n\n{BODY}", None, "Piscina, c'è l'accordo", None),
        (f"Roma, 3 marzo 2021\n\nPiscina, c'è l'accordo\n\n{BODY}", None, "Piscina, c'è l'accordo", None),
        (f"{BODY}\n\n{MORE}", None, None, None),
        (f"(ANSA) - GENOVA, 12 NOV - {BODY}", None, None, None),
        ("", None, None, None),
        ("\n \n", None, None, None),
    ],
)
def test_headlines(text: str, occhiello: str | None, title: str | None, subtitle: str | None) -> None:
    assert heads(text) == (occhiello, title, subtitle)
    assert heads(text.replace("\n", "\r\n")) == (occhiello, title, subtitle)


@pytest.mark.parametrize(
    ("line", "place", "published"),
    [
        ("(LNews - Milano, 12 nov) ", "Milano", None),
        ("(LNews - Milano, 12 nov 2020) ", "Milano", "2020-11-12"),
        ("Roma, 3 marzo 2021 - ", "Roma", "2021-03-03"),
        ("Roma, 3 marzo 2021 – ", "Roma", "2021-03-03"),
        ("Roma, lì 3 marzo 2021. ", "Roma", "2021-03-03"),
        ("Roma, 1° marzo 2021 - ", "Roma", "2021-03-01"),
        ("ROMA, 3 MAR 2021 - ", "ROMA", "2021-03-03"),
        ("(ANSA) - GENOVA, 12 NOV - ", "GENOVA", None),
        ("ANSA - GENOVA, 12 NOV - ", "GENOVA", None),
        ("(aun) – Perugia, 3 mar. 2020 – ", "Perugia", "2020-03-03"),
        ("POTENZA, 12/06/2020 - ", "POTENZA", "2020-06-12"),
        ("Bari 22.05.2014. ", "Bari", "2014-05-22"),
        ("Castelnovo ne' Monti, 22 gennaio 2020 – ", "Castelnovo ne' Monti", "2020-01-22"),
        ("L'Aquila, 5 maggio 2019 - ", "L'Aquila", "2019-05-05"),
        ("Reggio nell'Emilia, 5 maggio 2019 - ", "Reggio nell'Emilia", "2019-05-05"),
        ("Offida (AP), 5 maggio 2019 - ", "Offida", "2019-05-05"),
        ("POTENZA - ", "POTENZA", None),
        ("PALERMO. ", "PALERMO", None),
        ("SANTA FLAVIA. ", "SANTA FLAVIA", None),
        ("Camerino. ", "Camerino", None),
        ("AGR - ", None, None),
        ("", None, None),
        ("Roma, 45 marzo 2021 - ", "Roma", None),
        ("Nel 2021, il 3 marzo, ", None, None),
        ("Il Comune di Noale. ", None, None),
    ],
)
def test_datelines(line: str, place: str | None, published: str | None) -> None:
    text = f"# Piscina, c'è l'accordo\n\n{line}{BODY}\n\n{MORE}"
    layout = read_layout(text)
    assert (words(text, layout.place), layout.published) == (place, published)


@pytest.mark.parametrize(
    ("line", "place", "published"),
    [
        ("Bologna, 26/05/2021", "Bologna", "2021-05-26"),
        ("Venezia, 18 ottobre 2022 ", "Venezia", "2022-10-18"),
        ("(AVN) Venezia, 27 aprile 2022", "Venezia", "2022-04-27"),
        ("(AVN) – Venezia, 27 aprile 2021", "Venezia", "2021-04-27"),
        ("Mercoledì, 12 Luglio 2017 - 16:42  Comunicato 1893", None, "2017-07-12"),
        ("12 novembre 2020", None, "2020-11-12"),
        ("Pubblicato il 12 novembre 2020", None, "2020-11-12"),
        ("Data: 12/11/2020", None, "2020-11-12"),
        ("12-11-2020", None, "2020-11-12"),
        ("12 novembre", None, None),
    ],
)
def test_lines_that_hold_only_a_date(line: str, place: str | None, published: str | None) -> None:
    text = f"# Piscina, c'è l'accordo\n\n{line}\n\n{BODY}\n\n{MORE}"
    layout = read_layout(text)
    assert (words(text, layout.place), layout.published) == (place, published)
    assert words(text, layout.title) == "Piscina, c'è l'accordo"


def test_a_date_told_as_today_is_that_of_the_release() -> None:
    assert read_layout("# Titolo\n\nÈ stata firmata oggi, 14 novembre 2023, la convenzione.").published == "2023-11-14"
    assert read_layout("# Titolo\n\nÈ stata firmata il 14 novembre 2023 la convenzione.").published is None


@pytest.mark.parametrize(
    ("line", "categories"),
    [
        ("Categorie: Sport", ["Sport"]),
        ("Categoria: Sport, Enti locali", ["Sport", "Enti locali"]),
        ("**Categorie:** Sport; Enti locali | Bandi", ["Sport", "Enti locali", "Bandi"]),
        ("CATEGORIE: Sport,", ["Sport"]),
        ("Tag: sport", ["sport"]),
        ("Argomenti: sport, piscine", ["sport", "piscine"]),
        ("Temi della giornata: sport", []),
    ],
)
def test_categories(line: str, categories: list[str]) -> None:
    assert read_layout(f"# Titolo della notizia\n\n{line}\n\n{BODY}").categories == categories


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        (
            f"# Titolo\n\n{BODY}\n\n## Il progetto\n\n{MORE}",
            ["title: Titolo", f"paragraph: {BODY}", "heading: Il progetto", f"paragraph: {MORE}"],
        ),
        (
            f"# Titolo\n\n{BODY}\n\nIL PROGETTO\n\n{MORE}",
            ["title: Titolo", f"paragraph: {BODY}", "heading: IL PROGETTO", f"paragraph: {MORE}"],
        ),
        (
            f"# Titolo\n\n{BODY}\n\nIl progetto\n{MORE}",
            ["title: Titolo", f"paragraph: {BODY}", "heading: Il progetto", f"paragraph: {MORE}"],
        ),
        (
            f"# Titolo\n\n{BODY}\n\n**Il progetto**\n{MORE}",
            ["title: Titolo", f"paragraph: {BODY}", "heading: Il progetto", f"paragraph: {MORE}"],
        ),
        (
            f"# Titolo\n\n{BODY}\n\nSETTENUVOLE S.R.L.\n{MORE}",
            ["title: Titolo", f"paragraph: {BODY}", "heading: SETTENUVOLE S.R.L.", f"paragraph: {MORE}"],
        ),
        (
            f"# Titolo\n\n{BODY}\n\n- Comune di Noale\n- Comune di Salzano\n\n{MORE}",
            [
                "title: Titolo",
                f"paragraph: {BODY}",
                "item: Comune di Noale",
                "item: Comune di Salzano",
                f"paragraph: {MORE}",
            ],
        ),
        (
            f"# Titolo\n\n{BODY}\n\n1. Rossi srl – 3.000 euro\n2) Verdi spa – 2.000 euro\na) Bianchi snc\n• Neri sas\n",
            [
                "title: Titolo",
                f"paragraph: {BODY}",
                "item: Rossi srl – 3.000 euro",
                "item: Verdi spa – 2.000 euro",
                "item: Bianchi snc",
                "item: Neri sas",
            ],
        ),
        (
            f"# Titolo\n\n{BODY}\n\n---\n\n{MORE}\n\n***\nRiproduzione riservata\n",
            [
                "title: Titolo",
                f"paragraph: {BODY}",
                "rule: ---",
                f"paragraph: {MORE}",
                "rule: ***",
                "boilerplate: Riproduzione riservata",
            ],
        ),
        (
            f"# Titolo\n\n{BODY}\n\nComune | Somma\nNoale | 3.000\nSalzano | 2.000\n",
            [
                "title: Titolo",
                f"paragraph: {BODY}",
                "row: Comune | Somma",
                "row: Noale | 3.000",
                "row: Salzano | 2.000",
            ],
        ),
        (
            f"COMUNE DI NOALE\nIl titolo della notizia\n\n{BODY}",
            ["row: COMUNE DI NOALE", "title: Il titolo della notizia", f"paragraph: {BODY}"],
        ),
    ],
)
def test_blocks(text: str, blocks: list[str]) -> None:
    assert shown(text) == blocks
    assert [block.replace("\r", "") for block in shown(text.replace("\n", "\r\n"))] == blocks


@pytest.mark.parametrize(
    "line",
    [
        "Riproduzione riservata",
        "© Riproduzione riservata",
        "Copyright 2021 Regione",
        "Tutti i diritti riservati.",
        "Questo sito utilizza cookie per migliorare la navigazione.",
        "Utilizziamo i cookie",
        "Privacy policy",
        "Per informazioni: 010 123456",
        "Contatti: ufficio relazioni",
        "Ufficio stampa: Anna Bo, 333 1234567",
        "Tel. 010 123456",
        "e-mail: stampa@comune.it",
        "https://www.comune.it/notizie",
        "Condividi su Facebook",
        "Leggi anche: il bilancio",
        "Scarica il comunicato",
        "Ultimo aggiornamento: 3 marzo",
        "Foto: archivio",
    ],
)
def test_boilerplate_is_told_apart_and_gives_no_sentence(line: str) -> None:
    text = f"# Titolo\n\n{BODY}\n\n{line}\n"
    assert shown(text) == ["title: Titolo", f"paragraph: {BODY}", f"boilerplate: {line}"]
    assert sentences(text) == ["Titolo", BODY]


@pytest.mark.parametrize(
    "line",
    [
        "Per informazioni più precise bisogna attendere la delibera.",
        "Il contatto con le imprese è continuo.",
        "Telefonia: arrivano tre milioni per la rete.",
        "Stampa 3D, nasce il laboratorio dell'ateneo.",
    ],
)
def test_what_only_begins_like_boilerplate_is_text(line: str) -> None:
    assert "boilerplate" not in {block.kind for block in read_layout(f"# Titolo\n\n{BODY}\n\n{line}\n").blocks}


WRAPPED = """\
La Giunta regionale ha approvato oggi lo schema di accordo
con il Comune per la nuova piscina, che costerà due milioni
di euro. I lavori cominceranno in primavera e dureranno
quattordici mesi. La palestra resterà aperta, come chiesto
dalle famiglie che la usano."""


def test_wrapped_lines_are_one_paragraph() -> None:
    text = f"# Titolo\n\n{WRAPPED}\n\n{WRAPPED}"
    assert shown(text) == ["title: Titolo", f"paragraph: {WRAPPED}", f"paragraph: {WRAPPED}"]
    assert [" ".join(sentence.split()) for sentence in sentences(text)][1:4] == [
        "La Giunta regionale ha approvato oggi lo schema di accordo con il Comune per la nuova piscina, che costerà due milioni di euro.",
        "I lavori cominceranno in primavera e dureranno quattordici mesi.",
        "La palestra resterà aperta, come chiesto dalle famiglie che la usano.",
    ]


@pytest.mark.parametrize(
    ("paragraph", "parts"),
    [
        ("Costa due milioni. Paga la Regione.", ["Costa due milioni.", "Paga la Regione."]),
        ("Costa tanto! Chi paga? Noi.", ["Costa tanto!", "Chi paga?", "Noi."]),
        ("Bracco S.p.A. riceve i fondi. Bene.", ["Bracco S.p.A. riceve i fondi.", "Bene."]),
        ("Firma la Bracco S.p.A. Il progetto parte.", ["Firma la Bracco S.p.A.", "Il progetto parte."]),
        ("Firmano Bracco S.p.A. Beamit e Fiam.", ["Firmano Bracco S.p.A. Beamit e Fiam."]),
        ("La Rossi s.r.l. Noale cresce.", ["La Rossi s.r.l. Noale cresce."]),
        ("Lo dice l'art. 12 della legge.", ["Lo dice l'art. 12 della legge."]),
        ("Il dott. Rossi e la prof.ssa Bianchi firmano.", ["Il dott. Rossi e la prof.ssa Bianchi firmano."]),
        ("La legge n. 662 del 1996.", ["La legge n. 662 del 1996."]),
        ("Il D.Lgs. 50 e la L.R. 14 valgono.", ["Il D.Lgs. 50 e la L.R. 14 valgono."]),
        ("Vale 3,5 mln. Paga la Regione.", ["Vale 3,5 mln. Paga la Regione."]),
        ("Parla A. Rossi. Tace B. Bianchi.", ["Parla A. Rossi.", "Tace B. Bianchi."]),
        ("Costa 5.317.523 euro. Paga 69.412,50 euro.", ["Costa 5.317.523 euro.", "Paga 69.412,50 euro."]),
        ("«Bene.» Così Rossi.", ["«Bene.»", "Così Rossi."]),
        ('"Bene." "Male."', ['"Bene."', '"Male."']),
        ("Aspetta... e poi parte. Fine", ["Aspetta... e poi parte.", "Fine"]),
        ("Aspetta... Poi parte.", ["Aspetta...", "Poi parte."]),
        ("Parte nel 2021. 30 imprese aspettano.", ["Parte nel 2021.", "30 imprese aspettano."]),
        ("Costa. paga.", ["Costa. paga."]),
    ],
)
def test_sentences(paragraph: str, parts: list[str]) -> None:
    assert sentences(f"# Titolo della notizia\n\n{BODY}\n\n{paragraph}")[2:] == parts


def test_a_dateline_is_a_sentence_of_its_own() -> None:
    assert sentences(f"Roma, 3 marzo 2021 - {BODY}") == ["Roma, 3 marzo 2021 -", BODY]


def test_run_in_capitals_are_a_sentence_of_their_own() -> None:
    text = f"# Titolo\n\nIL PROGETTO E I FONDI - {BODY}\n\nI TEMPI DI ATTESA. {MORE}\n\nANAS: {MORE}"
    assert sentences(text) == ["Titolo", "IL PROGETTO E I FONDI", BODY, "I TEMPI DI ATTESA", MORE, f"ANAS: {MORE}"]


def test_the_sentence_at_a_position() -> None:
    layout = Layout(sentences=[(2, 5), (7, 9)])
    assert [layout.sentence_at(position) for position in (0, 2, 4, 6, 7, 100)] == [-1, 0, 0, 0, 1, 1]


LINES = st.sampled_from(
    [
        "# Titolo", "## Sotto", "SPORT", "**Grassetto**", "---", "- voce", "1. voce", "Categorie: A, B", "Roma, 3 marzo 2021 - Testo.",
        "(ANSA) - GENOVA, 12 NOV -", "PALERMO. Testo lungo.", "12/11/2020", BODY, MORE, "corto", "S.p.A. e poi. Altro", "Riproduzione riservata",
        "...", "A | B | 3.000", "\t", " ", "«Bene.» Sì.", "oggi, 3 marzo 2021", "\u2028", "\x0c",
    ]
)  # fmt: skip


@given(st.lists(LINES | st.text(max_size=30), max_size=12), st.sampled_from(["\n", "\r\n", "\n\n", "\r"]))
def test_blocks_and_sentences_lie_in_the_text_in_order_and_apart(lines: list[str], newline: str) -> None:
    text = newline.join(lines)
    layout = read_layout(text)
    assert read_layout(text) == layout
    for spans in ([(block.start, block.end) for block in layout.blocks], layout.sentences):
        end = 0
        for start, stop in spans:
            assert end <= start < stop <= len(text)
            assert text[start:stop].strip()
            end = stop
    for span in (layout.title, layout.occhiello, layout.subtitle, layout.place):
        assert span is None or text[slice(*span)].strip()


@given(st.lists(LINES, max_size=12))
def test_every_word_outside_of_marks_and_boilerplate_stands_in_a_sentence(lines: list[str]) -> None:
    text = "\n\n".join(lines)
    layout = read_layout(text)
    read = [block for block in layout.blocks if block.kind not in ("rule", "boilerplate", "categories", "date")]
    covered = [False] * len(text)
    for start, end in layout.sentences:
        covered[start:end] = [True] * (end - start)
    assert [
        text[position]
        for block in read
        for position in range(block.start, block.end)
        if text[position].isalnum() and not covered[position]
    ] == []
