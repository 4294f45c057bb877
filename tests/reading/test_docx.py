"""Word files: headings, lists, tables, what is inserted and deleted; damaged and hostile ones."""

import io
import zipfile
from collections.abc import Callable

import pytest
from docx import Document
from docx.document import Document as WordDocument
from docx.oxml import parse_xml

from extractor.errors import EmptyFileError, ReadingError, UnsupportedFormatError
from extractor.reading import ReadOptions, read_bytes

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def saved(document: WordDocument) -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def rewritten(data: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """A Word file with other parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return file.getvalue()


def text_of(document: WordDocument) -> str:
    return read_bytes(saved(document), "a.docx").text


def test_reads_the_sample(sample_docx: bytes, sample_text: str) -> None:
    document = read_bytes(sample_docx, "comunicato.docx")
    assert document.text == sample_text
    assert document.media_type == "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    assert (document.title, document.published, document.pages) == (None, None, ())


def test_headings_lists_and_tables_in_their_place() -> None:
    document = Document()
    document.core_properties.title = "Contributi ai Comuni"
    document.add_heading("Contributi ai Comuni", 0)
    document.add_paragraph("Roma, 3 marzo 2021 – La Giunta ha deciso.")
    document.add_heading("Le risorse", 1)
    for words in ("primo", "secondo"):
        document.add_paragraph(words, "List Bullet")
    for words in ("uno", "due"):
        document.add_paragraph(words, "List Number")
    table = document.add_table(2, 3)
    for row, cells in enumerate([["Comune", "Opera", "Euro"], ["Recco", "Scuola\nprimaria", "120.000,00"]]):
        for column, words in enumerate(cells):
            table.cell(row, column).text = words
    document.add_paragraph("Riga prima\nriga dopo\tfine.")
    result = read_bytes(saved(document), "a.docx")
    assert result.text == (
        "# Contributi ai Comuni\n\nRoma, 3 marzo 2021 – La Giunta ha deciso.\n\n## Le risorse\n\n- primo\n- secondo\n1. uno\n2. due\n\n"
        "Comune | Opera | Euro\nRecco | Scuola primaria | 120.000,00\n\nRiga prima\nriga dopo fine.\n"
    )
    assert result.title == "Contributi ai Comuni"


def test_merged_cells_and_tables_for_layout() -> None:
    document = Document()
    table = document.add_table(2, 2)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "Totale"
    table.cell(1, 0).text, table.cell(1, 1).text = "Recco", "100 euro"
    layout = document.add_table(1, 1)
    layout.cell(0, 0).text = "In una cella sola."
    assert text_of(document) == "Totale\nRecco | 100 euro\n\nIn una cella sola.\n"


def test_links_insertions_and_content_controls_are_text_and_deletions_are_none() -> None:
    document = Document()
    body = document.element.body
    body.insert(
        0,
        parse_xml(
            f'<w:p {W}><w:r><w:t xml:space="preserve">La </w:t></w:r><w:hyperlink><w:r><w:t>Giunta</w:t></w:r></w:hyperlink>'
            '<w:ins w:id="1" w:author="a"><w:r><w:t xml:space="preserve"> approva</w:t></w:r></w:ins>'
            '<w:del w:id="2" w:author="a"><w:r><w:delText> respinge</w:delText></w:r></w:del><w:r><w:t>.</w:t></w:r></w:p>'
        ),
    )
    body.insert(
        1, parse_xml(f"<w:sdt {W}><w:sdtContent><w:p><w:r><w:t>Nel campo.</w:t></w:r></w:p></w:sdtContent></w:sdt>")
    )
    assert text_of(document) == "La Giunta approva.\n\nNel campo.\n"


def test_is_told_by_its_content(sample_docx: bytes, sample_text: str) -> None:
    assert read_bytes(sample_docx, "a.txt").text == sample_text
    assert read_bytes(sample_docx).text == sample_text


@pytest.mark.parametrize("title", ["Microsoft Word - comunicato", "Documento1", "bozza.docx"])
def test_a_title_given_by_the_program_is_none(title: str) -> None:
    document = Document()
    document.core_properties.title = title
    document.add_paragraph("Testo.")
    assert read_bytes(saved(document), "a.docx").title is None


def test_says_what_is_wrong(sample_docx: bytes) -> None:
    with pytest.raises(EmptyFileError, match=r"a\.docx: non contiene testo"):
        read_bytes(saved(Document()), "a.docx")
    damaged = "a.docx: è un documento Word danneggiato: aprirlo con Word e salvarlo di nuovo"
    for data in (
        sample_docx[:-200],
        sample_docx[: len(sample_docx) // 2],
        rewritten(sample_docx, lambda name, part: b"" if name == "word/document.xml" else part),
        rewritten(sample_docx, lambda name, part: part[:-30] if name == "word/document.xml" else part),
    ):
        with pytest.raises(ReadingError) as caught:
            read_bytes(data, "a.docx")
        assert str(caught.value) == damaged
    with pytest.raises(UnsupportedFormatError, match="protetto da password"):
        read_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "a.docx")


def test_entities_are_not_expanded(sample_docx: bytes) -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aaaaaaaaaa">' + b"".join(
        b'<!ENTITY a%d "%s">' % (level, b"&a%s;" % (b"%d" % (level - 1) if level else b"") * 10) for level in range(9)
    )
    bomb += b'] ><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>&a8;</w:t></w:r></w:p></w:body></w:document>'
    with pytest.raises(ReadingError, match="definizioni estranee"):
        read_bytes(rewritten(sample_docx, lambda name, part: bomb if name == "word/document.xml" else part), "a.docx")


def test_unpacks_no_further_than_the_limit(sample_docx: bytes) -> None:
    bomb = rewritten(
        sample_docx, lambda name, part: b"<a>" + b" " * (30 << 20) if name == "word/document.xml" else part
    )
    assert len(bomb) < 100_000
    with pytest.raises(ReadingError, match=r"è troppo grande \(oltre 20 MB\)"):
        read_bytes(bomb, "a.docx")
    with pytest.raises(ReadingError, match="oltre 1000 byte"):
        read_bytes(sample_docx, "a.docx", ReadOptions(max_markup=1000))


def test_pictures_are_not_unpacked(sample_docx: bytes, sample_text: str) -> None:
    file = io.BytesIO(sample_docx)
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/image1.bmp", bytes(64 << 20))
    assert read_bytes(file.getvalue(), "a.docx").text == sample_text
