"""Messages: which part is the text, what is attached, and messages that never end."""

import contextlib
import time
from email.message import EmailMessage

import pytest

from extractor.errors import EmptyFileError, ReadingError
from extractor.reading import Input, ReadDocument, ReadOptions, read_bytes
from extractor.reading.contents import Carried

OPTIONS = ReadOptions()


def message(
    subject: str = "Nuova scuola a Recco", body: str | None = "Il Comune firma l'accordo.\n", **headers: str
) -> EmailMessage:
    mail = EmailMessage()
    mail["Subject"] = subject
    mail["From"] = "Ufficio stampa <stampa@example.it>"
    for name, value in headers.items():
        mail[name] = value
    if body is not None:
        mail.set_content(body)
    return mail


def read(mail: EmailMessage | bytes) -> ReadDocument:
    return read_bytes(mail if isinstance(mail, bytes) else mail.as_bytes(), "a.eml")


def parts(mail: EmailMessage | bytes, options: ReadOptions = OPTIONS) -> list[tuple[str | None, str]]:
    """Names and texts of what is in a message; of a failure the reason."""
    data = mail if isinstance(mail, bytes) else mail.as_bytes()
    documents = Input("a.eml", len(data), Carried(data, "a.eml")).documents(options)
    return [(each.name, each.message if isinstance(each, ReadingError) else each.text) for each in documents]


def test_the_subject_is_the_title_and_the_date_the_day() -> None:
    document = read(
        message("Nuova scuola: così 1,2 milioni € per la città di Forlì", Date="Fri, 12 Mar 2021 23:30:00 -0500")
    )
    assert document == ReadDocument(
        text="# Nuova scuola: così 1,2 milioni € per la città di Forlì\n\nIl Comune firma l'accordo.\n",
        media_type="message/rfc822", sha256=document.sha256, encoding="utf-8", name="a.eml",
        title="Nuova scuola: così 1,2 milioni € per la città di Forlì", published="2021-03-12",
    )  # fmt: skip


def test_the_title_is_not_told_twice_and_answers_lose_their_mark() -> None:
    assert read(message("I: FW: Nuova scuola", "Nuova scuola\n\nTesto.\n")).text == "Nuova scuola\n\nTesto.\n"
    assert read(message("", "Testo.\n")).text == "Testo.\n"


def test_the_plain_part_is_taken_where_it_says_it_all() -> None:
    mail = message()
    mail.add_alternative("<p>Il Comune firma l'accordo.</p>", subtype="html")
    assert read(mail).text == "# Nuova scuola a Recco\n\nIl Comune firma l'accordo.\n"


@pytest.mark.parametrize(
    ("plain", "markup", "text"),
    [
        ("Versione web.\n", "<h2>Ponte</h2><p>La Provincia aggiudica i lavori per 4 milioni di euro.</p>", "## Ponte\n\nLa Provincia aggiudica i lavori per 4 milioni di euro.\n"),
        ("Recco 120.000\nCamogli 85.500\n", "<table><tr><td>Recco</td><td>120.000</td></tr><tr><td>Camogli</td><td>85.500</td></tr></table>", "Recco | 120.000\nCamogli | 85.500\n"),
        (None, "<p>Solo HTML.</p>", "Solo HTML.\n"),
    ],
)  # fmt: skip
def test_the_html_part_is_taken_where_it_says_more(plain: str | None, markup: str, text: str) -> None:
    mail = message(body=plain)
    mail.add_alternative(markup, subtype="html")
    assert read(mail).text == f"# Nuova scuola a Recco\n\n{text}"


@pytest.mark.parametrize(
    ("charset", "encoding"),
    [
        ("utf-8", "utf-8"),
        ("iso-8859-1", "cp1252"),
        ("windows-1252", "cp1252"),
        ("iso-8859-15", "iso8859-15"),
        ("us-ascii", "cp1252"),
        ("boh", "cp1252"),
    ],
)
def test_decodes_as_stated_or_as_found(charset: str, encoding: str) -> None:
    byte_of = "utf-8" if charset == "utf-8" else "iso-8859-15" if charset == "iso-8859-15" else "cp1252"
    data = (
        f"From: a@b.it\nSubject: Bando\nContent-Type: text/plain; charset={charset}\n\n".encode()
        + "La città è già lì.\n".encode(byte_of)
    )
    document = read(data)
    assert (document.text, document.encoding) == ("# Bando\n\nLa città è già lì.\n", encoding)


def test_flowed_lines_are_put_together() -> None:
    data = b"From: a@b.it\nSubject: Bando\nContent-Type: text/plain; format=flowed\n\nIl Comune \nfirma.\n\n Dopo.\n"
    assert read(data).text == "# Bando\n\nIl Comune firma.\n\nDopo.\n"


def test_attachments_are_documents_of_their_own(sample_docx: bytes, sample_text: str) -> None:
    mail = message()
    word = "vnd.openxmlformats-officedocument.wordprocessingml.document"
    mail.add_attachment(sample_docx, maintype="application", subtype=word, filename="così/il comunicato.docx")
    mail.add_attachment(b"\x89PNG\r\n\x1a\n", maintype="image", subtype="png", filename="foto.png")
    mail.add_attachment("id;testo\n1;Riga uno\n2;Riga due\n", subtype="csv", filename="t.csv")
    mail.add_attachment(b"{\\rtf1}", maintype="application", subtype="rtf", filename="vecchio.rtf")
    mail.add_attachment(message("Interno", "Dentro.\n"))
    assert parts(mail) == [
        ("a.eml", "# Nuova scuola a Recco\n\nIl Comune firma l'accordo.\n"),
        ("a.eml/così_il comunicato.docx", sample_text),
        ("a.eml/t.csv#2", "Riga uno"),
        ("a.eml/t.csv#3", "Riga due"),
        ("a.eml/vecchio.rtf", "è un documento RTF, che non si legge: salvarlo come .docx o .txt e riprovare"),
        ("a.eml/Interno.eml", "# Interno\n\nDentro.\n"),
    ]


def test_a_message_that_only_brings_an_attachment_is_no_failure() -> None:
    mail = message(body="\n")
    mail.add_attachment("Il testo.\n", filename="comunicato.txt")
    mail.add_attachment("Altro.\n", filename="comunicato.txt")
    assert parts(mail) == [("a.eml/comunicato.txt", "Il testo.\n"), ("a.eml/comunicato.txt~2", "Altro.\n")]
    assert parts(message(body="\n")) == [("a.eml", "è un messaggio senza testo: il comunicato è forse in un allegato")]
    with pytest.raises(EmptyFileError, match="senza testo"):
        read(message(body="\n"))


def test_is_told_by_its_content() -> None:
    data = message(Date="Fri, 12 Mar 2021 10:00:00 +0100").as_bytes()
    assert read_bytes(data, "a.txt").media_type == "message/rfc822"
    assert read_bytes(b"Oggetto: bando\nDate: ieri\n\nTesto", "a.txt").media_type == "text/plain"
    assert read_bytes(b"Nota: Subject: e From: sono parole\n", "a.txt").media_type == "text/plain"


def test_a_thousand_messages_in_one_another() -> None:
    data = message("In fondo").as_bytes()
    for number in range(1000):
        data = b"Subject: %d\nFrom: a@b.it\nMIME-Version: 1.0\nContent-Type: message/rfc822\n\n" % number + data
    before = time.process_time()
    with pytest.raises(ReadingError, match="troppi messaggi l'uno nell'altro"):
        read(data)
    with pytest.raises(ReadingError, match="troppi messaggi l'uno nell'altro"):
        parts(data)
    assert time.process_time() - before < 2


def test_messages_attached_to_messages_end_at_the_limit() -> None:
    mail = message("0", "testo 0\n")
    for number in range(1, 6):
        outer = message(str(number), f"testo {number}\n")
        outer.add_attachment(mail)
        mail = outer
    assert [name for name, _ in parts(mail)] == [
        "a.eml", "a.eml/4.eml", "a.eml/4.eml/3.eml", "a.eml/4.eml/3.eml/2.eml", "a.eml/4.eml/3.eml/2.eml/1.eml",
    ]  # fmt: skip
    assert parts(mail)[-1][1] == "è dentro più di 3 messaggi: aprirlo nel programma di posta e salvarlo"


@pytest.mark.parametrize(
    "data",
    [
        b"From: a@b.it\nSubject: " + b"=?utf-8?q?a?= " * 100_000 + b"\n\nciao\n",
        b"From: a@b.it\nSubject: x\nContent-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nciao\n" * 100_000,
        b"From: a@b.it\nSubject: x\nContent-Type: multipart/mixed; boundary=\"" + b"b" * 100_000 + b'"\n\nciao\n',
        b"From: a@b.it\nTo: " + b"(" * 100_000 + b"\nSubject: x\n\nciao\n",
        b"From: a@b.it\nSubject: x\n" + b"X-Riga: y\n" * 100_000 + b"\nciao\n",
        b"From: a@b.it\nSubject: x\nDate: " + b"9" * 100_000 + b"\n\nciao\n",
        b"From: a@b.it\nSubject: x\nContent-Transfer-Encoding: base64\n\n" + b"=" * 1_000_000,
    ],
    ids=["words", "parts", "boundary", "brackets", "headers", "date", "base64"],
)  # fmt: skip
def test_hostile_messages_take_bounded_time(data: bytes) -> None:
    before = time.process_time()
    with contextlib.suppress(ReadingError):
        assert len(read(data).text) < 5000
    assert time.process_time() - before < 3


@pytest.mark.parametrize("line", ["--b\n\nciao\n", "X-Riga: y\n"])
def test_refuses_messages_of_too_many_parts(line: str) -> None:
    data = b"From: a@b.it\nSubject: x\nContent-Type: multipart/mixed; boundary=b\n" + line.encode() * 100_000
    with pytest.raises(ReadingError, match="troppe parti"):
        read(data)


def test_a_message_that_contains_itself_by_name_ends() -> None:
    data = b"From: a@b.it\nSubject: x\nContent-Type: message/external-body; access-type=local-file; name=a.eml\n\n\n"
    assert all(text for _, text in parts(data))
