"""The view of one announcement: the text to the letter, every value tied to its place, nothing ever markup."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from extractor.records import (
    Agreement,
    Amount,
    Announcement,
    Beneficiary,
    Check,
    Entity,
    Identifiers,
    Party,
    Payer,
    Project,
    Site,
    Source,
    Span,
    Territory,
)
from extractor.writing.report import article
from extractor.writing.report.blocks import blocks_of
from extractor.writing.report.html import Html, element, escaped, web_address
from extractor.writing.report.places import places_of
from extractor.writing.report.view import View

SAMPLES = sorted((Path(__file__).parent.parent.parent / "samples").glob("*.gold.json"))
PAYLOADS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</style><svg/onload=alert(1)>",
    "<!--",
    "]]><b>",
    "&lt;script&gt;",
    "javascript:alert(1)",
    "{{7*7}}${7*7}",
    "\u202e€ 000.1",
)


class Page(HTMLParser):
    """What a browser would make of some markup: its elements, and the text of those that are asked for."""

    void = frozenset({"input", "meta", "link", "br", "hr"})

    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[int, list[str]] = {}
        self.open: list[int] = []
        self.feed(markup)
        self.close()
        assert not self.open, "every element is closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in self.void:
            self.open.append(len(self.elements) - 1)

    def handle_endtag(self, tag: str) -> None:
        assert self.elements[self.open.pop()][0] == tag

    def handle_data(self, data: str) -> None:
        for index in self.open:
            self.texts.setdefault(index, []).append(data)

    def text(self, **wanted: str) -> str:
        """The text of the only element with these attributes."""
        (index,) = [
            number
            for number, (_, attributes) in enumerate(self.elements)
            if all(
                (attributes.get(name.rstrip("_").replace("_", "-")) or "") == value for name, value in wanted.items()
            )
        ]
        return "".join(self.texts.get(index, []))

    def all(self, tag: str, class_: str = "") -> list[str]:
        """The texts of all elements of a tag and class."""
        return [
            "".join(self.texts.get(number, []))
            for number, (name, attributes) in enumerate(self.elements)
            if name == tag and class_ in [*(attributes.get("class") or "").split(), ""]
        ]

    def pane(self) -> str:
        (index,) = [number for number, (_, attributes) in enumerate(self.elements) if "data-text" in attributes]
        return "".join(self.texts.get(index, []))


def sample(path: Path) -> tuple[Announcement, str]:
    (source,) = [
        path.parent / (path.name.removesuffix(".gold.json") + end)
        for end in (".md", ".txt")
        if (path.parent / (path.name.removesuffix(".gold.json") + end)).exists()
    ]
    return Announcement.from_json(path.read_bytes()), source.read_bytes().decode("utf-8")


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name.removesuffix(".gold.json"))
def test_the_page_s_text_is_the_announcement_s_to_the_letter(path: Path) -> None:
    record, text = sample(path)
    assert Page(article(record, text)).pane() == text


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name.removesuffix(".gold.json"))
def test_every_link_leads_somewhere_and_every_id_is_used_once(path: Path) -> None:
    record, text = sample(path)
    elements = Page(article(record, text, prefix="d7-", editable=True)).elements
    ids = [attributes["id"] for _, attributes in elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert all((name or "").startswith("d7-") for name in ids)
    targets = {(attributes["href"] or "") for tag, attributes in elements if tag == "a"}
    assert targets
    assert {target for target in targets if target.startswith("#")} <= {f"#{name}" for name in ids}


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name.removesuffix(".gold.json"))
def test_every_mention_is_marked_at_its_place(path: Path) -> None:
    record, text = sample(path)
    page = Page(article(record, text))
    marked: dict[tuple[str, int], str] = {}
    for number, (tag, attributes) in enumerate(page.elements):
        if tag == "a" and "data-start" in attributes:
            key = (attributes["data-ref"] or "", int(attributes["data-start"] or 0))
            marked[key] = marked.get(key, "") + "".join(page.texts[number])
    wanted = {(entity.id, span.start): span.text for entity in record.entities for span in entity.mentions}
    wanted |= {(amount.id, amount.start): amount.text for amount in record.all_amounts()}
    assert wanted.items() <= marked.items()


def test_the_source_document_s_cards(gold: Announcement, source_text: str) -> None:
    page = Page(article(gold, source_text))
    assert [kind.strip() for kind in page.all("h3", "kind")] == [
        "1Accordo per l'innovazione",
        "2Accordo per l'innovazione",
    ]
    assert page.all("span", "status") == ["approvato", "approvato"]
    assert page.all("span", "lead") == ["capofila", "capofila"]
    rows = [re.sub(r"\s+", " ", row) for row in page.all("tr")]
    assert "5.317.523 €costo totale—" in rows
    assert "2.313.750 €di cui quota del costo in Lombardia—" in rows
    assert "69.412,50 €contributoRegione Lombardia" in rows
    assert page.all("span", "sum-line") == [
        "2.313.750 entro 5.317.523 ✓",
        "1.329.615 entro 8.435.865 ✓",
        "69.412,50 + 39.888,45 = 109.300,95 ✓",
    ]
    captions = page.all("figcaption")
    assert captions == ["Come si compone 5.317.523 €", "Come si compone 8.435.865 €", "Come si compone 109.300,95 €"]
    assert "69.412,50 € a carico di Regione Lombardia, 63,5%" in page.all("li")


def test_a_check_that_fails_says_what_the_text_says() -> None:
    text = "100 euro, 60 euro, 50 euro"
    amounts = [money("M1", text, "100 euro"), money("M2", text, "60 euro", "M1"), money("M3", text, "50 euro", "M1")]
    check = Check(kind="parts_sum", passed=False, total="M1", parts=["M2", "M3"])
    page = Page(article(Announcement(amounts=amounts, checks=[check]), text))
    assert page.all("span", "sum-line") == ["60 + 50 = 110, il testo dice 100 ✗"]
    assert len(page.all("li", "failed")) == 1
    assert page.all("figure", "bar") == []  # parts that overlap are not laid side by side


def test_doubtful_values_are_marked_and_sure_ones_are_not() -> None:
    text = "100 euro, 60 euro"
    sure = money("M1", text, "100 euro").model_copy(update={"confidence": 0.95})
    unsure = money("M2", text, "60 euro").model_copy(update={"confidence": 0.31})
    agreement = Agreement(id="A1", kind="patto", amounts=[sure, unsure], confidence=0.5)
    page = Page(article(Announcement(agreements=[agreement]), text))
    assert page.all("span", "doubt") == ["fiducia 50%", "fiducia 31%"]
    assert page.all("a", "unsure") == ["60 euro"]


def test_of_marks_that_overlap_the_sum_stays_whole() -> None:
    text = "Fondo 10 milioni di euro Italia"
    fund = Entity(id="E1", label="PROJECT", name="x", mentions=[Span(start=0, end=31, text=text)])
    record = Announcement(entities=[fund], amounts=[money("M1", text, "10 milioni di euro")])
    page = Page(article(record, text))
    assert page.all("a", "m") == ["10 milioni di euro"]
    assert [place.owner for place in places_of(record, len(text))] == ["M1"]


def test_mentions_outside_the_text_are_not_shown() -> None:
    stray = Entity(id="E1", label="PLACE", name="Roma", mentions=[Span(start=2, end=90, text="Roma")])
    page = Page(article(Announcement(entities=[stray]), "Roma"))
    assert page.pane() == "Roma"
    assert page.all("a", "m") == []


def test_layout() -> None:
    text = (
        "Titolo\n\n## Una parte\n- uno\n- due\n1. tre\n\n"
        "Una riga abbastanza lunga da sembrare spezzata a mano dalla\nmacchina per scrivere.\n***\n**grassetto** e [parole](https://x.it/)\n|a|b|\n"
    )
    blocks = blocks_of(text, Announcement(title="Titolo"))
    assert [block.kind for block in blocks] == [
        "title", "heading", "item", "item", "item", "paragraph", "rule", "paragraph", "row",
    ]  # fmt: skip
    page = Page(article(Announcement(title="Titolo"), text))
    assert page.pane() == text
    assert page.all("span", "syntax") == ["## ", "- ", "- ", "**", "**", "[", "](https://x.it/)"]
    assert page.all("strong") == ["grassetto"]


@pytest.mark.parametrize(
    "text",
    [
        "a\r\nb\r\n\r\nc\rd",
        "\n\n  a\n\n",
        "",
        " ",
        "<p>&amp;</p>\n&#13;",
        "tab\tulazione\x0b\x0cfine\u2028riga\u0085",
        "😀 emoji 👩‍👩‍👧 e accenti à",
        "# \n#\n-\n****\n[]()\n![x](y)",
        "**a [b** c](d)",
        "- \n- a\n\n\n- b",
    ],
)
def test_any_text_keeps_its_length_and_its_characters(text: str) -> None:
    shown = Page(article(Announcement(), text)).pane()
    assert len(shown) == len(text)
    assert all(a == b or a in " \ufffd" for a, b in zip(shown, text, strict=True))


def test_characters_that_steer_are_replaced_one_for_one() -> None:
    text = "a\0b\u202ec\ud800d\x1be"
    assert Page(article(Announcement(), text)).pane() == "a\ufffdb\ufffdc\ufffdd\ufffde"


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_text_in_every_field_stays_text(payload: str) -> None:
    harmless, hostile = (Page(article(everywhere(words), words + " 5 euro", editable=True)) for words in ("x", payload))
    shape = [(tag, sorted(attributes)) for tag, attributes in harmless.elements]
    assert [(tag, sorted(attributes)) for tag, attributes in hostile.elements] == shape
    for _, attributes in hostile.elements:
        assert not any(name.startswith("on") or name == "style" for name in attributes)
        assert (attributes.get("href") or "#").startswith("#")


def test_elements_refuse_what_could_run() -> None:
    for attributes in ({"onclick": "x"}, {"style": "x"}, {"srcdoc": "x"}, {"href": "javascript:alert(1)"}, {"src": "//evil.it/x"},
                       {"href": "data:text/html,x"}, {"href": " javascript:x"}, {"a b": "x"}, {"href": "https://a b"}):  # fmt: skip
        with pytest.raises(ValueError, match="not for the report"):
            element("a", **attributes)
    assert element("a", Html("<b>"), "<b>", href="../a%20b.html#x") == '<a href="../a%20b.html#x"><b>&lt;b&gt;</a>'
    assert escaped("'\"") == "&#39;&quot;"


def test_only_the_web_s_addresses_are_links() -> None:
    assert web_address("http://a.it/?q=1") == "http://a.it/?q=1"
    for address in (
        "javascript:alert(1)",
        "data:text/html,x",
        "//a.it",
        "http://",
        "https://a\\@b",
        "file:///x",
        "http://[",
        "x",
    ):
        assert web_address(address) is None
    record = Announcement(source=Source(name="n", url="javascript:alert(1)"))
    assert "javascript" not in article(record, "")
    linked = Page(article(Announcement(source=Source(url="https://www.comune.it/a")), ""))
    assert [a["href"] for tag, a in linked.elements if tag == "a"] == ["https://www.comune.it/a"]


def test_a_very_long_text_is_left_to_the_browser_to_lay_out_piece_by_piece() -> None:
    assert 'class="text"' in article(Announcement(), "a " * 1000)
    assert 'class="text long"' in article(Announcement(), "a " * 50_000)


def test_names_and_dates_are_looked_up_once(gold: Announcement, source_text: str) -> None:
    view = View(gold, source_text)
    assert view.names()["E1"] == "Regione Lombardia"
    assert view.first_places["M4"].start == gold.agreements[0].amounts[2].start


def money(key: str, text: str, words: str, part_of: str | None = None) -> Amount:
    start = text.index(words)
    value = words.split(maxsplit=1)[0]
    return Amount(
        id=key,
        value=value,
        currency="EUR",
        role="contribution",
        text=words,
        start=start,
        end=start + len(words),
        part_of=part_of,
    )


def everywhere(words: str) -> Announcement:
    """A record with these words wherever a document's words can get."""
    span = Span(start=0, end=len(words), text=words)
    amount = Amount(
        id="M1", value="5", currency="EUR", role="limit", text="5 euro", start=len(words) + 1, end=len(words) + 7, per=words,
        payers=[Payer(entity="E1", name=words), Payer(name=words)], beneficiaries=[Beneficiary(name=words)],
        funds=["E2"], territory=Territory(name=words), provenance=words,
    )  # fmt: skip
    agreement = Agreement(
        id="A1", kind="patto", status="signed", heading=words, amounts=[amount], lead="E1", duration=words,
        institutions=[Party(entity="E1", name=words, roles=["lead"])], companies=[Party(entity="E1", name=words)],
        project=Project(name=words, acronym=words, entity="E2", objectives=[span]), sites=[Site(name=words)],
        identifiers=Identifiers(cup=[words], cig=[words], act=[words], law=[words]),
    )  # fmt: skip
    entities = [
        Entity(id="E1", label="COMPANY", name=words, canonical=f"{words} spa", mentions=[span]),
        Entity(id="E2", label="PROJECT", name=words),
        Entity(id="E3", label="PERSON", name=words, role=words, affiliation="E1"),
    ]
    return Announcement(
        title=words, subtitle=words, occhiello=words, place=words, categories=[words], publisher="E1",
        source=Source(name=words, url=words, id=words), agreements=[agreement], entities=entities,
        checks=[Check(kind="suspect_number", passed=False, message=words)],
    )  # fmt: skip
