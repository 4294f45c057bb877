"""One announcement in every format, built from its Markdown."""

import io
import re
from collections.abc import Callable
from email.message import EmailMessage
from html import escape

import pytest

Blocks = list[tuple[int, str]]


@pytest.fixture
def sample_blocks(source_text: str) -> Blocks:
    """The source document as pairs of heading level (0: a paragraph) and words."""
    blocks = []
    for block in source_text.split("\n\n"):
        words = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", block.strip())
        marks = re.match(r"(#*) *", words)
        assert marks is not None
        if words and words != "---":
            blocks.append((len(marks[1]), words[marks.end() :]))
    return blocks


@pytest.fixture
def sample_text(sample_blocks: Blocks) -> str:
    """What each format should be read as."""
    return "\n\n".join(f"{'#' * level} {words}".strip() for level, words in sample_blocks) + "\n"


@pytest.fixture
def sample_html(sample_blocks: Blocks) -> bytes:
    """A page as a content management system saves it: head, navigation, the article, a sidebar, a footer."""
    article = "\n".join(
        f"<h{level}>{escape(words)}</h{level}>" if level else f"<p>{escape(words)}</p>"
        for level, words in sample_blocks
    )
    title = escape(sample_blocks[0][1])
    return f"""<!DOCTYPE html>
<html lang="it"><head><meta charset="utf-8"><title>{title} - Lombardia Notizie</title>
<meta property="og:title" content="{title}">
<meta property="article:published_time" content="2020-11-12T10:15:00+01:00">
<link rel="canonical" href="https://notizie.example.it/impresa-innovazione"><script>var somma = "500.000 euro";</script></head>
<body><header><a href="/">Lombardia Notizie</a></header><nav><ul><li><a href="/">Home</a></li><li><a href="/tutte">Tutte</a></li></ul></nav>
<main><article>{article}</article>
<aside><h4>Leggi anche</h4><p><a href="/altro">Altri 3 milioni di euro per le strade</a></p></aside></main>
<footer>Tutti i diritti riservati, piazza 1, tel. 02 1234</footer></body></html>""".encode()


@pytest.fixture
def sample_docx(sample_blocks: Blocks) -> bytes:
    """A Word file with headings."""
    from docx import Document

    document = Document()
    for level, words in sample_blocks:
        if level:
            document.add_heading(words, level)
        else:
            document.add_paragraph(words)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


@pytest.fixture
def sample_email(sample_blocks: Blocks) -> bytes:
    """A message of a press office: the title is its subject, the text in UTF-8, an HTML part beside it."""
    message = EmailMessage()
    message["Subject"] = sample_blocks[0][1]
    message["From"] = "Ufficio stampa <stampa@example.it>"
    message["Date"] = "Thu, 12 Nov 2020 10:15:00 +0100"
    message["Message-ID"] = "<a1@example.it>"
    body = sample_blocks[1:]
    message.set_content("\n\n".join(words for _, words in body) + "\n", charset="utf-8", cte="base64")
    message.add_alternative("".join(f"<p>{escape(words)}</p>" for _, words in body), subtype="html")
    return message.as_bytes()


@pytest.fixture
def sample_pdf(sample_blocks: Blocks, make_pdf: Callable[..., bytes]) -> bytes:
    """A PDF of two pages, justified, with a header and page numbers."""
    return make_pdf(sample_blocks)


@pytest.fixture
def sample_columns(sample_blocks: Blocks, make_pdf: Callable[..., bytes]) -> bytes:
    """The same in two columns."""
    return make_pdf(sample_blocks, columns=2)


@pytest.fixture
def make_pdf() -> Callable[..., bytes]:
    """Sets blocks, and whatever else reportlab can place, as a PDF."""
    from reportlab.lib.enums import TA_JUSTIFY
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
    from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph

    styles = getSampleStyleSheet()
    justified = ParagraphStyle("justified", parent=styles["BodyText"], alignment=TA_JUSTIFY)

    def make(
        blocks: list[object], columns: int = 1, height: float = 740, header: str = "Regione Lombardia - Ufficio stampa"
    ) -> bytes:
        def furniture(canvas: object, document: object) -> None:
            canvas.setFont("Helvetica", 8)  # type: ignore[attr-defined]
            canvas.drawString(60, 815, header)  # type: ignore[attr-defined]
            canvas.drawCentredString(300, 30, f"Pagina {document.page} di 2")  # type: ignore[attr-defined]

        file = io.BytesIO()
        document = BaseDocTemplate(file, pagesize=A4)
        width = 500 / columns
        frames = [Frame(50 + column * width, 790 - height, width - 15, height) for column in range(columns)]
        document.addPageTemplates([PageTemplate(frames=frames, onPage=furniture)])
        flow = []
        for block in blocks:
            if isinstance(block, tuple):
                level, words = block
                style = styles["Title"] if level == 1 else styles[f"Heading{level}"] if level else justified
                flow.append(Paragraph(escape(words, quote=False), style))
            else:
                flow.append(block)
        document.build(flow)
        return file.getvalue()

    return make
