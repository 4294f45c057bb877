"""Pages become the text of their article, and hostile ones a line of Italian."""

import time

import pytest

from extractor.errors import EmptyFileError, ReadingError
from extractor.reading import ReadDocument, ReadOptions, read_bytes

ARTICLE = """<article><h1>Scuole, 205.500 euro a due Comuni</h1>
<p>La Giunta regionale ha approvato la <b>graduatoria</b> del <a href="#">bando Scuole&nbsp;sicure</a>, che finanzia i
lavori nelle scuole dei Comuni più piccoli della regione.</p>
<h2>Le risorse</h2>
<table><caption>Contributi per Comune</caption>
<thead><tr><th>Comune</th><th>Intervento</th><th>Contributo</th></tr></thead>
<tbody><tr><td>Recco</td><td>Scuola <i>primaria</i></td><td>120.000,00 €</td></tr>
<tr><td>Camogli</td><td>Palestra</td><td>85.500,00 €</td></tr></tbody></table>
<p>I lavori:</p><ul><li>a Recco il tetto;</li><li>a Camogli<ul><li>il pavimento</li><li>gli infissi.</li></ul></li></ul>
<p>Per la prima volta il bando premia<br>chi spende entro l'anno.</p></article>"""

ARTICLE_TEXT = """# Scuole, 205.500 euro a due Comuni

La Giunta regionale ha approvato la graduatoria del bando Scuole sicure, che finanzia i lavori nelle scuole dei Comuni più piccoli della regione.

## Le risorse

{caption}
Comune | Intervento | Contributo
Recco | Scuola primaria | 120.000,00 €
Camogli | Palestra | 85.500,00 €

I lavori:

- a Recco il tetto;
- a Camogli
  - il pavimento
  - gli infissi.

Per la prima volta il bando premia
chi spende entro l'anno.
"""


def page_of(body: str, head: str = "") -> bytes:
    return f"<!DOCTYPE html><html><head><meta charset=utf-8>{head}</head><body>{body}</body></html>".encode()


def read(data: bytes | str, name: str = "a.html") -> ReadDocument:
    return read_bytes(data.encode() if isinstance(data, str) else data, name)


def test_reads_the_article_with_its_table() -> None:
    assert read(page_of(ARTICLE)).text == ARTICLE_TEXT.format(caption="Contributi per Comune")


def test_leaves_out_what_is_round_the_article(sample_html: bytes, sample_text: str) -> None:
    document = read(sample_html)
    assert document.text == sample_text
    assert (document.title, document.published, document.url, document.media_type) == (
        "Impresa e innovazione, accordi per big data in sanità e lega per meccanica", "2020-11-12",
        "https://notizie.example.it/impresa-innovazione", "text/html",
    )  # fmt: skip


def test_a_page_without_structure_is_taken_whole() -> None:
    document = read(
        page_of(
            """<div id=menu><a href=/>Home</a></div><div id=top><h1>Nuova scuola, 1,2 milioni</h1></div>
            <div class=a>La Giunta ha approvato l'accordo con il Comune di Ronco Alto.<br><br>Il costo è di 1,5 milioni.<br>Il resto è del Comune.</div>
            <div class=tab><table><tr><td>Regione</td><td>1.200.000</td></tr><tr><td>Comune</td><td>300.000</td></tr></table></div>
            <div class=footer>Tutti i diritti riservati</div>""",
            "<title>Nuova scuola, 1,2 milioni - Comune di Ronco Alto</title>",
        )
    )
    assert document.text == (
        "# Nuova scuola, 1,2 milioni\n\nLa Giunta ha approvato l'accordo con il Comune di Ronco Alto.\n\n"
        "Il costo è di 1,5 milioni.\nIl resto è del Comune.\n\nRegione | 1.200.000\nComune | 300.000\n"
    )
    assert document.published is None


def test_a_table_outside_the_text_is_not_lost() -> None:
    paragraphs = "".join(
        f"<p>Paragrafo {number}: la Giunta ha deciso di aiutare i Comuni più piccoli della regione.</p>"
        for number in range(12)
    )
    table = "<table><tr><td>Recco</td><td>120.000 €</td></tr><tr><td>Camogli</td><td>85.500 €</td></tr></table>"
    text = read(
        page_of(
            f"<main><div class=article-body><h1>Aiuti ai Comuni</h1>{paragraphs}</div><div class=allegati>{table}</div></main>"
        )
    ).text
    assert text.startswith("# Aiuti ai Comuni\n\nParagrafo 0: la Giunta")
    assert text.endswith("\n\nRecco | 120.000 €\nCamogli | 85.500 €\n")


def test_a_newsletter_laid_out_by_tables() -> None:
    cell = "<tr><td><table><tr><td><h2>{}</h2><p>{}</p></td></tr></table></td></tr>"
    body = "<table><tr><td>Newsletter della Provincia</td></tr>{}{}</table>".format(
        cell.format("Ponte sul Basento, appalto da 4 milioni", "La Provincia ha aggiudicato i lavori alla Rossi srl."),
        cell.format("Strade, 500 mila euro", "Firmata la convenzione con il Comune di Lauria: 500 mila euro."),
    )
    assert read(page_of(body)).text == (
        "Newsletter della Provincia\n\n## Ponte sul Basento, appalto da 4 milioni\n\nLa Provincia ha aggiudicato i lavori alla "
        "Rossi srl.\n\n## Strade, 500 mila euro\n\nFirmata la convenzione con il Comune di Lauria: 500 mila euro.\n"
    )


def test_a_title_that_stands_only_in_the_head_comes_first() -> None:
    head = "<title>Nuova scuola | Regione Liguria</title>"
    body = (
        "<article>"
        + "<p>La Giunta regionale ha approvato oggi la convenzione con il Comune di Recco per la scuola.</p>" * 4
        + "</article>"
    )
    assert read(page_of(body, head)).text.startswith("# Nuova scuola\n\nLa Giunta regionale")


def test_cards_in_a_list_are_paragraphs_and_numbered_lists_keep_their_numbers() -> None:
    body = "<ul><li><h3>Recco</h3><p>Scuola.</p></li></ul><ol><li>primo</li><li>secondo</li></ol><pre>a\n b</pre><p>soft\u00adhyphen co\u0300si</p>"
    assert read(page_of(body)).text == "### Recco\n\nScuola.\n\n1. primo\n2. secondo\n\na\nb\n\nsofthyphen còsi\n"


def test_lists_in_disorder() -> None:
    body = (
        "<ul><p>Prima</p><div>Dopo<ul><li>dentro</li></ul></div><ol><li>numerato</ol></ul><dl><dt>Termine<dd>Senso</dl>"
    )
    assert read(page_of(body)).text == "- Prima\n- Dopo\n  1. numerato\n\nTermine\n\nSenso\n".replace(
        "Dopo\n", "Dopo\n  - dentro\n"
    )


def test_hidden_parts_are_left_out() -> None:
    body = '<h1>Titolo</h1><p style="display: none">spia</p><div hidden>spia</div><script>spia</script><p>Testo.</p><select><option>spia</select>'
    assert read(page_of(body)).text == "# Titolo\n\nTesto.\n"


@pytest.mark.parametrize(
    ("data", "encoding", "words"),
    [
        ("<html><p>Perché così €</p>".encode(), "utf-8", "Perché così €"),
        (b"\xef\xbb\xbf" + "<html><p>così</p>".encode(), "utf-8", "così"),
        ("<html><p>Perché costa 5 €</p>".encode("utf-16"), "utf-16-le", "Perché costa 5 €"),
        ("<html><meta charset=windows-1252><p>così €</p>".encode("cp1252"), "cp1252", "così €"),
        ("<html><meta charset='iso-8859-1'><p>così €</p>".encode("cp1252"), "cp1252", "così €"),
        ("<html><meta http-equiv=x content='text/html; charset=iso-8859-15'><p>5 €</p>".encode("iso-8859-15"), "iso8859-15", "5 €"),
        ("<?xml version='1.0' encoding='utf-8'?><html><p>così</p></html>".encode(), "utf-8", "così"),
        ("<html><meta charset=utf-8><p>così €</p>".encode("cp1252"), "cp1252", "così €"),
        ("<html><meta charset=nessuno><p>così</p>".encode("cp1252"), "cp1252", "così"),
        ("<html><p>Perché così, già, è più lungo</p>".encode() + b"<p>\xc3", "utf-8", "Perché così, già, è più lungo\n\n\ufffd"),
    ],
)  # fmt: skip
def test_decodes_as_a_browser_would(data: bytes, encoding: str, words: str) -> None:
    document = read(data)
    assert (document.text, document.encoding) == (words + "\n", encoding)


def test_is_told_by_its_content() -> None:
    for opening in (
        "<!DOCTYPE html>",
        "<HTML>",
        "\n\n<html lang=it>",
        "<!-- salvata -->\n<html>",
        "<?xml version='1.0'?><html>",
    ):
        assert read(f"{opening}<p>Bando</p>", "a.txt").media_type == "text/html"
    assert read("<p>Bando</p>", "a.txt").media_type == "text/plain"
    assert read("<p>Bando</p>", "a.htm").text == "Bando\n"


BASE = "<html><body><article><h1>T</h1>"


@pytest.mark.parametrize(
    ("markup", "says"),
    [
        (BASE + "<div>" * 100_000 + "testo", "annidata troppo in profondità"),
        (BASE + "<p>" + "parola " * 7_500_000, "troppo grande"),
        (BASE + "<p>" + "parola " * 1_500_000, "righe smisurate"),
        (BASE + "<br>" * 700_000, "troppi elementi"),
        (BASE + "<p " + " ".join(f"a{number}=1" for number in range(50_000)) + ">", "troppi elementi"),
    ],
    ids=["deep", "50 MB", "10 MB", "elements", "attributes"],
)
def test_refuses_hostile_pages_at_once(markup: str, says: str) -> None:
    before = time.process_time()
    with pytest.raises(ReadingError, match=says):
        read(markup)
    assert time.process_time() - before < 5


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        (BASE + "<div>" * 200 + "testo", "testo"),
        (BASE + "<p>" + "<b>x</b> " * 100_000, "x x x"),
        (BASE + "<p>" + "&amp;" * 100_000, "&&&"),
        (BASE + "<table><tr><td>" * 60 + "fine", "fine"),
        (BASE + "<svg><path d='" + "M0 0 " * 100_000 + "'></svg><p>testo</p>", "testo"),
    ],
    ids=["deep", "inline", "entities", "tables", "drawing"],
)
def test_bears_odd_pages(markup: str, words: str) -> None:
    before = time.process_time()
    assert words in read(markup).text
    assert time.process_time() - before < 8


@pytest.mark.parametrize(
    "markup", ["<html></html>", "<html><script>x()</script><div id=app></div>", "<html><img src=a>"]
)
def test_says_when_there_is_no_text(markup: str) -> None:
    with pytest.raises(EmptyFileError, match="non contiene testo"):
        read(markup)


def test_the_limit_can_be_set() -> None:
    with pytest.raises(ReadingError, match=r"a\.html: è troppo grande \(oltre 20 byte\)"):
        read_bytes(b"<html><p>" + b"x" * 20, "a.html", ReadOptions(max_markup=20))
