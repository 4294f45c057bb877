import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.corpus.markup import Mark, MarkupError, parse, render


def test_marks_nest_and_open_in_order() -> None:
    text, marks = parse("[La [Regione]{i1} premia [Rossi spa]{c12}]{title}\n[5]{m2 5000000-20000000}")
    assert text == "La Regione premia Rossi spa\n5"
    assert marks == [
        Mark("title", 0, 27),
        Mark("i1", 3, 10),
        Mark("c12", 18, 27),
        Mark("m2", 28, 29, "5000000-20000000"),
    ]


def test_layout_of_an_agreement_names_it() -> None:
    _, marks = parse("[Uno]{heading A1} [due]{objective A12}")
    assert [(mark.id, mark.argument, mark.letter) for mark in marks] == [
        ("heading", "A1", ""),
        ("objective", "A12", ""),
    ]


def test_escapes_and_everything_else_to_the_letter() -> None:
    assert parse("\\[sic\\] \\{x\\} \\\\ “a”\u00a0 b\r\n\tc ") == ("[sic] {x} \\ “a”\u00a0 b\r\n\tc ", [])


@pytest.mark.parametrize(
    ("marked", "line", "message"),
    [
        ("a\n[Regione Lombardia\nnella", 2, "mark [Regione Lombardia nella is not closed"),
        ("a\n\nb]", 3, r"stray ']': no mark is open (a literal bracket is written \])"),
        ("[a] b", 1, r"mark [a] without an id as in {i1} (literal brackets are \[ and \])"),
        ("[a] {i1}", 1, r"mark [a] without an id as in {i1} (literal brackets are \[ and \])"),
        ("[a]{i1", 1, r"mark [a] without an id as in {i1} (literal brackets are \[ and \])"),
        ("a {b", 1, r"stray '{': a literal brace is written \{"),
        ("\na }", 2, r"stray '}': a literal brace is written \}"),
        (r"a \n", 1, r"stray '\': a literal backslash is written \\"),
        ("a \\", 1, r"stray '\': a literal backslash is written \\"),
        ("[]{i1}", 1, "empty mark"),
        (
            "[a]{z1}",
            1,
            "{z1} is no id: one of the letters i c p h l m and a number, or occhiello title subtitle heading objective",
        ),
        ("[a]{i1 5}", 1, "{i1 5}: a sum alone takes a value, as in 42000000 or 1000000-3000000"),
        ("[a]{m1 5,3}", 1, "{m1 5,3}: a sum alone takes a value, as in 42000000 or 1000000-3000000"),
        ("[a]{heading}", 1, "{heading}: heading needs an agreement, as in {heading A1}"),
    ],
)
def test_a_slip_is_told_in_one_line_with_its_line(marked: str, line: int, message: str) -> None:
    with pytest.raises(MarkupError) as caught:
        parse(marked)
    assert (caught.value.line, caught.value.message) == (line, message)


@pytest.mark.parametrize("id_", ["i0", "i01", "I1", "i", "1", "title A1", "", "i1 "])
def test_ids_that_are_none(id_: str) -> None:
    with pytest.raises(MarkupError):
        parse(f"[a]{{{id_}}}" if id_ != "i1 " else "[a]{i1x}")


@pytest.mark.parametrize(
    "marks",
    [
        [Mark("i1", 0, 3), Mark("i2", 2, 5)],
        [Mark("i1", 2, 2)],
        [Mark("i1", 3, 5), Mark("i2", 0, 2)],
        [Mark("i1", 0, 99)],
    ],
)
def test_marks_that_cannot_be_written(marks: list[Mark]) -> None:
    with pytest.raises(ValueError, match="is empty, out of order or crosses another"):
        render("abcdef", marks)


@st.composite
def marked_texts(draw: st.DrawFn) -> tuple[str, list[Mark]]:
    """Any text, with any marks that nest."""
    text = draw(st.text(alphabet=st.one_of(st.sampled_from("[]{}\\\r\n"), st.characters(exclude_categories=["Cs"]))))
    edges = st.integers(0, len(text))
    marks: list[Mark] = []
    for start, end, number in draw(st.lists(st.tuples(edges, edges, st.integers(1, 99)), max_size=8)):
        apart = all(end <= mark.start or start >= mark.end or _inside(start, end, mark) for mark in marks)
        if start < end and apart:
            marks.append(draw(st.sampled_from([Mark(f"i{number}", start, end), Mark(f"m{number}", start, end, "1.5")])))
    return text, sorted(marks, key=lambda mark: (mark.start, -mark.end))


def _inside(start: int, end: int, mark: Mark) -> bool:
    return (mark.start <= start and end <= mark.end) or (start <= mark.start and mark.end <= end)


@given(marked_texts())
def test_offsets_hold_for_any_text(written: tuple[str, list[Mark]]) -> None:
    text, marks = written
    assert parse(render(text, marks)) == (text, marks)
