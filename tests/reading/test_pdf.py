"""PDFs: lines in reading order become paragraphs; what cannot be read says why."""

import io
import time
import zlib
from collections.abc import Callable

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import PageBreak, Table

from extractor.errors import EmptyFileError, ReadingError
from extractor.reading import ReadOptions, read_bytes

Place = tuple[float, float, str]


def drawn(*pages: list[Place], size: float = 10, encrypt: StandardEncryption | None = None, title: str = "") -> bytes:
    """A PDF with words put where they are told: from the left, from the top."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4, encrypt=encrypt)
    canvas.setTitle(title)
    for page in pages:
        canvas.setFont("Helvetica", size)
        for left, top, words in page:
            canvas.drawString(left, 842 - top, words)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def lines(left: float, top: float, *words: str) -> list[Place]:
    return [(left, top + 12 * number, line) for number, line in enumerate(words)]


def text_of(data: bytes) -> str:
    return read_bytes(data, "a.pdf").text


def test_reads_the_sample_in_one_column_and_in_two(sample_pdf: bytes, sample_columns: bytes, sample_text: str) -> None:
    header = "Regione Lombardia - Ufficio stampa\n\n"  # on the only page it is no repetition
    document = read_bytes(sample_pdf, "comunicato.pdf")
    assert document.text == header + sample_text
    assert (document.media_type, document.pages, document.published) == ("application/pdf", (0,), None)
    assert text_of(sample_columns) == header + sample_text


def test_headers_footers_and_page_numbers_are_dropped(make_pdf: Callable[..., bytes]) -> None:
    data = make_pdf(
        [(1, "Titolo"), (0, "Prima pagina."), PageBreak(), (0, "Seconda pagina."), PageBreak(), (0, "Terza.")]
    )
    document = read_bytes(data, "a.pdf")
    assert document.text == "# Titolo\n\nPrima pagina.\n\nSeconda pagina.\n\nTerza.\n"
    assert [document.text[start:][:7] for start in document.pages] == ["# Titol", "Seconda", "Terza.\n"]


@pytest.mark.parametrize("number", ["2", "- 2 -", "Pag. 2", "pagina 2 di 3", "2/3", "iv"])
def test_page_numbers_in_many_forms(number: str) -> None:
    assert text_of(drawn([*lines(70, 100, "Il Comune ha deciso."), (290, 810, number)])) == "Il Comune ha deciso.\n"


def test_a_paragraph_goes_on_over_the_page() -> None:
    first = lines(70, 100, *["La Giunta regionale ha approvato lo schema di accordo con il Comune di Recco per"] * 3)
    second = lines(70, 100, "la nuova scuola. Il costo è di 2 milioni di euro.")
    document = read_bytes(drawn(first, second), "a.pdf")
    assert document.text == "La Giunta regionale ha approvato lo schema di accordo con il Comune di Recco per " * 3 + (
        "la nuova scuola. Il costo è di 2 milioni di euro.\n"
    )
    assert document.pages == (0, document.text.index("la nuova scuola"))


def test_a_page_without_text_begins_where_the_next_one_does() -> None:
    document = read_bytes(drawn([], lines(70, 100, "Testo."), [], lines(70, 100, "Altro testo."), []), "a.pdf")
    assert (document.text, document.pages) == ("Testo.\n\nAltro testo.\n", (0, 0, 8, 8, 21))


@pytest.mark.parametrize(
    ("above", "below", "whole"),
    [
        ("della ricer-", "ca industriale", "della ricerca industriale"),
        ("Regione Emilia-", "Romagna e altri", "Regione Emilia-Romagna e altri"),
        ("per il triennio 2014-", "2016 e dopo", "per il triennio 2014-2016 e dopo"),
        ("piano socio-", "sanitario nuovo", "piano socio-sanitario nuovo"),
        (
            "come ha riferito ieri nella conferenza con i giornalisti il presidente -",
            "ha detto",
            "come ha riferito ieri nella conferenza con i giornalisti il presidente - ha detto",
        ),
    ],
)
def test_words_broken_at_the_line_end(above: str, below: str, whole: str) -> None:
    full = "La Giunta regionale della Liguria, riunita in seduta straordinaria, approva il testo"
    assert text_of(drawn(lines(70, 100, full, above, below))) == f"{full} {whole}\n"


def test_a_hyphen_that_the_document_writes_elsewhere_stays() -> None:
    full = "Il polo tecno-scientifico nasce oggi, e il nuovo Consorzio del polo lo gestirà con la"
    assert text_of(drawn(lines(70, 100, full, "Provincia: nasce un tecno-", "scientifico istituto.")))[:-1].endswith(
        "Provincia: nasce un tecno-scientifico istituto."
    )


def test_paragraphs_by_gap_and_by_indent() -> None:
    full = "La Giunta regionale della Liguria ha approvato la convenzione con il Comune di Recco e"
    by_gap = [*lines(70, 100, full, "la Provincia di Genova."), *lines(70, 132, full, "altri dieci.")]
    assert text_of(drawn(by_gap)) == f"{full} la Provincia di Genova.\n\n{full} altri dieci.\n"
    by_indent = [
        *lines(70, 100, full, full[:-2] + ". E,"),
        (70, 124, full[:-2] + "."),
        (85, 136, "Il resto segue."),
        (70, 148, "Fine."),
    ]
    assert text_of(drawn(by_indent)).endswith("Recco.\n\nIl resto segue.\n\nFine.\n")


def test_lists_keep_their_items() -> None:
    items = lines(
        70,
        100,
        "Le opere sono:",
        "• il ponte sul Tarsia, con nuovi appoggi e una nuova",
        "  pavimentazione;",
        "• la scuola.",
    )
    assert text_of(drawn(items)) == (
        "Le opere sono:\n\n- il ponte sul Tarsia, con nuovi appoggi e una nuova pavimentazione;\n- la scuola.\n"
    )
    numbered = lines(70, 100, "Le opere sono due:", "1) il ponte;", "2) la scuola.")
    assert text_of(drawn(numbered)) == "Le opere sono due:\n\n1) il ponte;\n2) la scuola.\n"


def test_numbered_items_of_equal_length() -> None:
    items = [f"{number}. Ditta numero {number} di Perugia, contributo di 10.000 euro" for number in range(8, 13)]
    assert (
        text_of(drawn(lines(70, 100, "I beneficiari sono:", *items)))
        == "I beneficiari sono:\n\n" + "\n".join(items) + "\n"
    )


def test_a_list_in_a_column_of_its_own_is_no_table() -> None:
    left = [
        "La Giunta regionale ha approvato la",
        "graduatoria del bando per le imprese",
        "che innovano, finanziato con il Fesr",
    ] * 3
    right = [f"{number}. Ditta {number} (Terni), 10.000 euro" for number in range(1, 10)]
    places = [*lines(70, 100, *left), *lines(310, 105, *right)]
    assert text_of(drawn(places)) == f"{' '.join(left)}\n\n" + "\n".join(right) + "\n"


def test_cells_of_several_lines_centred_or_not() -> None:
    header = [(300, 100, "Contributo"), (70, 106, "Beneficiario"), (180, 106, "Intervento"), (315, 112, "(euro)")]
    first = [
        (180, 130, "Scuola di via"),
        (70, 142, "Recco"),
        (180, 142, "Roma, tetto e"),
        (310, 142, "120.000"),
        (180, 154, "infissi nuovi"),
    ]
    second = [(70, 172, "Camogli"), (180, 172, "Palestra"), (315, 172, "85.500")]
    third = [(70, 190, "Unione dei"), (180, 190, "Mensa"), (315, 190, "50.000"), (70, 202, "Comuni")]
    places: list[Place] = [*header, *first, *second, *third]
    assert text_of(drawn(places)) == (
        "Beneficiario | Intervento | Contributo (euro)\nRecco | Scuola di via Roma, tetto e infissi nuovi | 120.000\n"
        "Camogli | Palestra | 85.500\nUnione dei Comuni | Mensa | 50.000\n"
    )


def test_lists_without_written_marks() -> None:
    full = "La Giunta regionale della Liguria ha approvato la convenzione con il Comune di Recco e"
    places = [*lines(70, 100, full, "la Provincia di Genova."), *lines(100, 136, "Costo complessivo: 7.860.400 euro")]
    places += lines(
        100, 148, "di cui in Liguria: 5.420.000 euro", "quota a carico della Regione: 162.600 euro, pari al 3 per cento"
    )
    assert text_of(drawn(places)) == (
        f"{full} la Provincia di Genova.\n\n- Costo complessivo: 7.860.400 euro\n- di cui in Liguria: 5.420.000 euro\n"
        "- quota a carico della Regione: 162.600 euro, pari al 3 per cento\n"
    )


def test_narrow_gutters_under_a_large_title() -> None:
    left = ["La Giunta regionale ha approvato la convenzione con", "il Comune di Recco per la nuova scuola primaria e"]
    right = [
        "il costo è di due milioni di euro, di cui uno a carico",
        "dello Stato, per i lavori del primo lotto e",
        "per gli arredi.",
    ]
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4)
    for size, column, top, words in [(18, 50, 100, "Nuova scuola, 2 milioni")] + [
        (10, column, top + 12 * number, words)
        for column, top, column_lines in ((50, 130, [*left, *left]), (298, 82, [*right, *right, *right]))
        for number, words in enumerate(column_lines)
    ]:
        canvas.setFont("Helvetica", size)
        canvas.drawString(column, 842 - top, words)
    canvas.save()
    assert text_of(
        file.getvalue()
    ) == f"# Nuova scuola, 2 milioni\n\n{' '.join([*left, *left, *right, *right, *right])}\n".replace(
        "arredi. il", "arredi.\n\nil"
    )


def test_headings_by_their_size() -> None:
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4)
    for size, top, words in (
        (20, 90, "Nuova scuola, dalla Regione"),
        (20, 114, "1,2 milioni di euro"),
        (10, 150, "La Giunta regionale ha approvato la convenzione con il Comune di Recco."),
        (14, 180, "Le risorse"),
        (10, 200, "Un milione viene dallo Stato, il resto dalla Regione Liguria."),
    ):
        canvas.setFont("Helvetica", size)
        canvas.drawString(70, 842 - top, words)
    canvas.save()
    assert text_of(file.getvalue()) == (
        "# Nuova scuola, dalla Regione 1,2 milioni di euro\n\nLa Giunta regionale ha approvato la convenzione con il Comune di Recco.\n\n"
        "## Le risorse\n\nUn milione viene dallo Stato, il resto dalla Regione Liguria.\n"
    )


def test_tables_a_row_a_line(make_pdf: Callable[..., bytes]) -> None:
    rows = [
        ["Comune", "Intervento", "Contributo"],
        ["Ronco Alto", "Scuola primaria", "120.000,00 €"],
        ["Borgo San Pietro", "Ponte sul Tarsia, consolidamento\ndelle pile e nuovo impalcato", "85.500,00 €"],
        ["Camogli", "Molo", "10.000,00 €"],
    ]
    table = Table(rows, colWidths=[120, 200, 100], style=[("ALIGN", (2, 0), (2, -1), "RIGHT")])
    data = make_pdf(
        [(0, "La Giunta ha approvato i contributi ai Comuni."), table, (0, "Soddisfatta la Giunta.")], header=""
    )
    assert text_of(data) == (
        "La Giunta ha approvato i contributi ai Comuni.\n\nComune | Intervento | Contributo\nRonco Alto | Scuola primaria | 120.000,00 €\n"
        "Borgo San Pietro | Ponte sul Tarsia, consolidamento delle pile e nuovo impalcato | 85.500,00 €\n"
        "Camogli | Molo | 10.000,00 €\n\nSoddisfatta la Giunta.\n"
    )


def test_columns_drawn_line_by_line_are_read_one_after_the_other() -> None:
    left = [
        "La Giunta regionale ha approvato la",
        "convenzione con il Comune di Recco",
        "per la nuova scuola primaria.",
    ]
    right = ["Il costo è di due milioni di euro,", "di cui uno a carico dello Stato, per", "i lavori del primo lotto."]
    across = "Nella seduta di oggi la Giunta regionale della Liguria ha preso due decisioni importanti per la costa."
    places: list[Place] = [(70, 80, across)]
    for number, pair in enumerate(zip(left, right, strict=True)):
        places += [(70, 110 + 12 * number, pair[0]), (310, 110 + 12 * number, pair[1])]
    assert text_of(drawn(places)) == f"{across}\n\n{' '.join(left)}\n\n{' '.join(right)}\n"


def test_words_far_apart_on_one_line_are_two_lines() -> None:
    assert text_of(drawn([(70, 100, "Genova, 3 marzo 2021"), (400, 100, "L'ufficio stampa")])) == (
        "Genova, 3 marzo 2021\n\nL'ufficio stampa\n"
    )


def test_the_title_of_the_file() -> None:
    assert read_bytes(drawn(lines(70, 100, "Testo."), title="Scuole sicure"), "a.pdf").title == "Scuole sicure"
    for given_by_a_program in ("Microsoft Word - com.doc", "untitled", "bozza.pdf"):
        assert read_bytes(drawn(lines(70, 100, "Testo."), title=given_by_a_program), "a.pdf").title is None


def test_is_told_by_its_content() -> None:
    data = drawn(lines(70, 100, "Testo."))
    assert read_bytes(data, "a.txt").text == read_bytes(data).text == "Testo.\n"
    assert read_bytes(b"\r\n\r\n" + data, "a.pdf").text == "Testo.\n"


def scanned() -> bytes:
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4)
    canvas.rect(50, 50, 400, 600, fill=1)
    canvas.save()
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "error", "says"),
    [
        (scanned(), EmptyFileError, "è un PDF senza testo, forse una scansione: passarlo prima per un programma OCR"),
        (drawn([(70, 100, "x")], encrypt=StandardEncryption("segreta")), ReadingError, "è un PDF protetto da password"),
        (b"%PDF-1.7\n" + b"x" * 5000, ReadingError, "è un PDF danneggiato"),
        (b"%PDF-", ReadingError, "è un PDF danneggiato"),
    ],
    ids=["scan", "password", "damaged", "empty"],
)
def test_says_what_is_wrong(data: bytes, error: type[ReadingError], says: str) -> None:
    with pytest.raises(error) as caught:
        read_bytes(data, "a.pdf")
    assert says in caught.value.message
    assert type(caught.value) is error


def test_a_password_that_only_forbids_printing_is_no_obstacle() -> None:
    assert (
        text_of(drawn([(70, 100, "Testo.")], encrypt=StandardEncryption("", ownerPassword="x", canPrint=0)))
        == "Testo.\n"
    )


def test_a_truncated_file_is_read_as_far_as_it_goes_or_refused() -> None:
    data = drawn(lines(70, 100, "Testo."), lines(70, 100, "Altro."))
    for end in range(200, len(data), 97):
        try:
            assert set(text_of(data[:end]).split()) <= {"Testo.", "Altro."}
        except ReadingError:
            continue


def raw_pdf(content: bytes, *, empty_objects: int = 0, pages: int = 1, stream: bytes = b"") -> bytes:
    """A PDF written by hand; `stream` names the filter and the content is packed already."""
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%s]/Count %d>>" % (b"3 0 R " * pages, pages),
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<<%s/Length %d>>stream\n%s\nendstream" % (stream, len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        *[b"<<>>"] * empty_objects,
    ]
    file, offsets = io.BytesIO(), []
    file.write(b"%PDF-1.4\n")
    for number, part in enumerate(parts, 1):
        offsets.append(file.tell())
        file.write(b"%d 0 obj%sendobj\n" % (number, part))
    start = file.tell()
    file.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(offsets) + 1))
    file.write(b"".join(b"%010d 00000 n \n" % offset for offset in offsets))
    file.write(b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(offsets) + 1, start))
    return file.getvalue()


WORDS = b"BT /F1 12 Tf 50 700 Td (Cento euro) Tj ET\n"
FLATE = b"/Filter/FlateDecode"


def test_hostile_files_take_bounded_time() -> None:
    before = time.process_time()
    assert text_of(raw_pdf(WORDS, empty_objects=500_000)) == "Cento euro\n"
    assert text_of(raw_pdf(zlib.compress(WORDS + b"0 0 m 1 1 l S\n" * 200_000), stream=FLATE)) == "Cento euro\n"
    crowd = b"BT /F1 1 Tf 50 800 Td " + b"0 -0.01 Td (abc) Tj " * 60_000 + b"ET"
    assert "abc" in text_of(raw_pdf(zlib.compress(crowd), stream=FLATE))
    assert time.process_time() - before < 15


def test_refuses_streams_that_unpack_out_of_proportion() -> None:
    packed = zlib.compress(bytes(130 << 20), 1)
    bombs = (
        raw_pdf(packed, stream=FLATE),
        raw_pdf(zlib.compress(packed), stream=b"/Filter[/FlateDecode/FlateDecode]"),
        raw_pdf(zlib.compress(packed), stream=b"/Filter [ /Fl /Fl ]"),
    )
    for bomb in bombs:
        with pytest.raises(ReadingError, match="si espande oltre misura"):
            read_bytes(bomb, "a.pdf")


def test_refuses_too_many_pages() -> None:
    assert len(read_bytes(raw_pdf(WORDS, pages=20), "a.pdf").pages) == 20
    with pytest.raises(ReadingError, match="oltre 10 pagine"):
        read_bytes(raw_pdf(WORDS, pages=20), "a.pdf", ReadOptions(max_pages=10))
