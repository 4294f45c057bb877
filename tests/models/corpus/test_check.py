from pathlib import Path

import pytest

from models.corpus.check import check, slips
from models.corpus.document import parse_document

FILLER = "\n" + "parola " * 40
TEXT = (
    "[Titolo]{title}\n"
    "La [Regione Lazio]{i1} dà [5 mila euro]{m1} e [2 mila euro]{m2} a [Rossi spa]{c1}, bando [Faber]{p1}."
)
SUMS = 'm1 = { value = "5000", role = "contribution" }\nm2 = { value = "2000", role = "other", part_of = "m1" }\n'
AGREEMENT = '[[agreement]]\nid = "A1"\nkind = "bando"\nstatus = "open"\nparties = { i1 = "promoter" }\n'


def told(text: str, toml: str) -> list[str]:
    """The slips of a text long enough to be an announcement, as the command prints them."""
    return [str(slip) for slip in slips(parse_document(f"{text}{FILLER}\n=====\n{toml}"))]


def test_nothing_is_found_where_nothing_is_wrong() -> None:
    assert told(TEXT, f'publisher = "i1"\n[sums]\n{SUMS}{AGREEMENT}') == []


def test_a_file_that_cannot_be_read_gives_one_slip(tmp_path: Path) -> None:
    path = tmp_path / "one.marked"
    path.write_text("a\n[b\n=====\n", encoding="utf-8")
    assert [str(slip) for slip in check(path)] == ["2: mark [b is not closed"]


@pytest.mark.parametrize(
    ("sums", "message"),
    [
        ('m1 = { value = "5000" }', "6: m1: role is missing"),
        ('m1 = { role = "other" }', "6: m1: value is missing"),
        ('m1 = { value = 5000, role = "other" }', "6: m1: value is a string"),
        ('m1 = { value = "5.000,00", role = "other" }', "6: m1: value = '5.000,00' is no decimal as in 109300.95"),
        ('m1 = { value = "5000", role = "gift" }', "6: m1: role = 'gift' is none of total_cost, cost_share"),
        (
            'm1 = { value = "5000", role = "other", qualifier = "ca" }',
            "6: m1: qualifier = 'ca' is none of exact, about",
        ),
        ('m1 = { value = "5000", role = "other", note = "x" }', "6: m1: unknown key note: known are value, max"),
        (
            'm1 = { value = "5000", role = "other", currency = "$" }',
            "6: m1: currency = '$' is no ISO 4217 code as in USD",
        ),
        ('m1 = { value = "5000", role = "other", per = "Un anno" }', "6: m1: per = 'Un anno' is no lower-case word"),
        ('m1 = { value = "5000", role = "other", period = [2021, 2019] }', "6: m1: period is a first and a last year"),
        ('m1 = { value = "5000", role = "other", agreement = "A1" }', "6: m1: agreement: there is no agreement A1"),
        ('m1 = { value = "5000", role = "other", part_of = "m7" }', "6: m1: part_of: m7 is no sum of this text"),
        ('m1 = { value = "5000", role = "other", part_of = "m1" }', "6: m1: part_of leads back to itself: m1 > m1"),
        ('m1 = { value = "5000", role = "other", payers = "i1" }', "6: m1: payers is a list"),
        ('m1 = { value = "5000", role = "other", payers = ["i9"] }', "6: m1: payers: i9 is not marked in the text"),
        (
            'm1 = { value = "5000", role = "other", payers = ["p1"] }',
            "6: m1: payers: p1 is no INSTITUTION or COMPANY or PERSON, a fund goes into funds = [...]",
        ),
        (
            'm1 = { value = "5000", role = "other", payers = [{ id = "i1", name = "x" }] }',
            "6: m1: payers: a payer has an id or a name",
        ),
        ('m1 = { value = "5000", role = "other", funds = ["i1"] }', "6: m1: funds: i1 is no PROJECT"),
        ('m1 = { value = "5000", role = "other", beneficiaries = ["m2"] }', "6: m1: beneficiaries: m2 is no INST"),
        ('m3 = { value = "5000", role = "other" }', "6: m3 is not marked in the text"),
        ('publisher = "i1"', "6: publisher in [sums] is no sum's id (document keys stand above the first [table])"),
    ],
)
def test_slips_of_the_sums(sums: str, message: str) -> None:
    own = "" if sums.startswith("m1") else SUMS.splitlines()[0] + "\n"
    found = told(TEXT, f"[sums]\n{sums}\n{own}{SUMS.splitlines()[1]}\n")
    assert [line[: len(message)] for line in found] == [message]


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        ('publisher = "i2"', "5: publisher: i2 is not marked in the text"),
        ('publisher = "p1"', "5: publisher: p1 is no INSTITUTION or COMPANY"),
        ('publisher = "Regione"', "5: publisher: 'Regione' is no id of a marked INSTITUTION or COMPANY"),
        ('published = "12 maggio"', "5: published = '12 maggio' is no date as in 2020-11-12"),
        ("published = 2020-11-12", "5: published is a string, a date too: write it in quotes"),
        ('categories = "x"', "5: categories is a list"),
        ("categories = [1]", "5: categories is a list of strings"),
        ("colour = 1", "5: unknown key colour: known are publisher, published"),
        ('[entities]\ni7 = { name = "x" }', "6: [entities]: i7 is not marked in the text"),
        ('[entities]\nplace = "x"', "6: [entities]: place is no entity's id: write it above the first [table]"),
        ('[entities]\ni1 = { role = "x" }', "6: [entities]: i1: unknown key role: known are name, canonical"),
        ('[[check]]\nkind = "parts_sum"', "5: check 1: passed is missing"),
        ('[[check]]\nkind = "sum"\npassed = true', "6: check 1: kind = 'sum' is none of parts_sum"),
        ('[[check]]\nkind = "ratio"\npassed = true\ntotal = "m9"', "5: check 1: m9 is no sum of this text"),
        (AGREEMENT.replace("status", "# "), "5: A1: status is missing"),
        (AGREEMENT.replace("bando", "gara"), "7: A1: kind = 'gara' is none of accordo per l'innovazione"),
        (AGREEMENT.replace("open", "aperto"), "8: A1: status = 'aperto' is none of proposed"),
        (AGREEMENT.replace("promoter", "payer"), "9: A1: parties: i1 = 'payer' is none of promoter"),
        (AGREEMENT.replace("i1", "p1"), "9: A1: parties: p1 is no INSTITUTION or COMPANY"),
        (AGREEMENT.replace("i1", "c9"), "9: A1: parties: c9 is not marked in the text"),
        (AGREEMENT.replace("promoter", " "), "9: A1: parties: i1 has roles as in 'signatory funder'"),
        (AGREEMENT.replace("promoter", "lead"), "9: A1: parties: i1 has the role lead, so lead = 'i1' is needed"),
        (AGREEMENT + 'lead = "c1"', "10: A1: lead: c1 has no role lead among the parties"),
        (AGREEMENT + 'parent = "A2"', "10: A1: parent: there is no agreement A2"),
        (AGREEMENT + 'parent = "A1"', "10: A1: parent leads back to itself: A1 > A1"),
        (AGREEMENT + AGREEMENT, "11: A1: id is used twice"),
        (AGREEMENT + 'publisher = "i1"', "10: A1: unknown key publisher: write it above the first [table]"),
        (AGREEMENT + 'project = { entity = "c1" }', "10: A1: project: entity: c1 is no PROJECT"),
        (AGREEMENT + "sites = [5]", "10: A1: sites is a list of strings"),
        (AGREEMENT + 'dates = { signed = "2020-13-01" }', "10: A1: dates: signed = '2020-13-01' is no date"),
        (AGREEMENT + 'dates = { sent = "2020" }', "10: A1: dates: unknown key sent: known are approved, signed"),
        (AGREEMENT + 'identifiers = { cup = "J1" }', "10: A1: identifiers: cup is a list"),
        (AGREEMENT + "jobs = { created = '5' }", "10: A1: jobs: created is a whole number"),
        (AGREEMENT.replace("parties", "#"), "5: warning: A1: no parties: an agreement has a body that acts"),
    ],
)
def test_slips_of_the_document_and_its_agreements(toml: str, message: str) -> None:
    text = TEXT.replace("[5 mila euro]{m1}", "soldi").replace("[2 mila euro]{m2}", "altri")
    found = told(text, toml)
    assert [line[: len(message)] for line in found] == [message]


@pytest.mark.parametrize(
    ("text", "messages"),
    [
        ("[Uno]{title}\n[due]{heading A3}", ["2: {heading A3}: there is no agreement A3"]),
        ("[Uno]{title}\n[due]{title}", ["2: {title} is marked twice"]),
        ("[Uno]{title} e due", ["1: warning: [Uno]{title} is not the whole line"]),
        ("### [Uno]{title}", []),
        ("Uno", ["1: warning: the title is not marked"]),
    ],
)
def test_slips_of_the_layout(text: str, messages: list[str]) -> None:
    assert told(text, "") == messages


@pytest.mark.parametrize(
    ("marked", "message"),
    [
        ("[la Regione Lazio]{i1}", "a mark has no article"),
        ("x [La Regione Lazio ]{i1}", "a mark begins and ends without a blank"),
        ("[l'Asl]{i1}", "a mark has no article"),
        ("dell[’Asl]{i1}", "a mark begins and ends without punctuation"),
        ("[della Regione Lazio]{i1}", "a mark has no preposition"),
        ("[«Faber»]{p1}", "a mark begins and ends without punctuation"),
        ("[Rossi spa,]{c1}", "a mark begins and ends without punctuation"),
        ("[Regione Lazio.]{i1}", "a mark begins and ends without punctuation"),
        ("[Comune di [Milano]{l1}]{i1}", "no mark inside another entity's"),
        ("[fare cose.]{objective A1}", "an objective ends before the full stop"),
        ("[oltre 5 euro]{m1}", "the word that qualifies a sum stands outside its mark"),
    ],
)
def test_slips_of_the_edges(marked: str, message: str) -> None:
    toml = (
        '[sums]\nm1 = { value = "5", role = "other" }\n' + AGREEMENT.partition("parties")[0] if "1}" in marked else ""
    )
    assert any(message in line for line in told(f"[T]{{title}}\nE poi {marked}", toml))


@pytest.mark.parametrize(
    "marked",
    [
        "[Bracco S.p.A.]{c1}",
        "[Rossi S.r.l.]{c1}",
        "[Rossi srl.]{c1}",
        "[Cuore soc. coop.]{c1}",
        "[Maria C.]{h1}",
        "a [La Spezia]{l1}",
        "La Spezia: [La Spezia]{l1}".removeprefix("La Spezia: "),
        "il senatore [La Russa]{h1}",
        "[Universita']{i1}",
        '[Istituto "Manzoni"]{i1}',
        "[Filiera (Fia)]{p1}",
        "[Di Stefano]{h1}",
    ],
)
def test_edges_that_are_right(marked: str) -> None:
    assert told(f"[T]{{title}}\nE poi {marked}", "") == []


def test_an_article_that_the_name_given_has_is_right() -> None:
    assert told("[T]{title}\n[La Loggia]{l1} bella", '[entities]\nl1 = { name = "La Loggia" }') == []
    assert len(told("[T]{title}\n[La Loggia]{l1} bella", "")) == 1


def test_a_name_is_marked_everywhere_or_excused() -> None:
    text = (
        "[T]{title}\nA [Parma]{l1}. Via Parma, Parmalat, Parma-Suzzara, www.Parma.it.\nPoi Parma.\nGazzetta di Parma."
    )
    assert told(text, "") == [
        "3: 'Parma' is l1 elsewhere and not marked here",
        "4: 'Parma' is l1 elsewhere and not marked here",
    ]
    assert told(text, 'unmarked = ["Gazzetta di Parma"]') == ["3: 'Parma' is l1 elsewhere and not marked here"]


def test_generic_words_and_other_entities_names_may_hold_a_name_unmarked() -> None:
    text = "[T]{title}\nLa [Regione]{i1} e il [Comune di Parma]{i2} a [Parma]{l1}: ogni Regione sa."
    assert told(text, "") == []


def test_a_sum_is_marked_everywhere_or_excused() -> None:
    text = "[T]{title}\nE poi 5 milioni di euro, due milioni."
    assert told(text, "") == [
        "2: '5 milioni di euro' is a sum and not marked",
        "2: 'due milioni' is a sum and not marked",
    ]
    assert told(text, 'unmarked = ["due milioni"]') == ["2: '5 milioni di euro' is a sum and not marked"]


def test_a_long_number_is_asked_about() -> None:
    assert told("[T]{title}\nDi cui 2.313.750 in Lombardia, 9.812.450,40 a carico, 1.200 famiglie, 12,50%.", "") == [
        "2: warning: '2.313.750' looks like a sum and is not marked",
        "2: warning: '9.812.450,40' looks like a sum and is not marked",
    ]


@pytest.mark.parametrize(
    ("before", "entry", "warned"),
    [("oltre ", "", True), ("fino a ", "", True), ("oltre ", ', qualifier = "over"', False), ("pari a ", "", False)],
)
def test_a_sum_that_is_not_exact_has_a_qualifier(before: str, entry: str, warned: bool) -> None:
    found = told(f"[T]{{title}}\nSono {before}[5 euro]{{m1}}", f'[sums]\nm1 = {{ value = "5", role = "other"{entry} }}')
    warning = f"2: warning: m1 has no qualifier, but the text says {before.strip()!r} before it"
    assert found == ([warning] if warned else [])


@pytest.mark.parametrize(
    ("marked", "entry", "messages"),
    [
        ("[5 mila euro]{m1}", 'value = "5000"', []),
        ("[1,1]{m1}", 'value = "1100000"', []),
        ("[42 milioni]{m1 42000000} e [42.250.000 euro]{m1}", 'value = "42250000"', []),
        ("[5 e 20 milioni]{m1}", 'value = "5000000", max = "20000000"', []),
        ("[5 e 20 milioni]{m1 5000000-20000000} o [7 euro]{m1}", 'value = "7"', []),
        (
            "[5 mila euro]{m1}",
            'value = "50000"',
            ["2: [5 mila euro]{m1} reads 5000, not 50000 (where a mention says another value: {m1 VALUE})"],
        ),
        (
            "[42 milioni]{m1 42000000}",
            'value = "42250000"',
            ["6: m1: no mention states its value 42250000"],
        ),
        (
            "[42 milioni]{m1 43000000} e [42]{m1}",
            'value = "42"',
            ["2: [42 milioni]{m1} reads 42000000, not 43000000"],
        ),
        (
            "[molti soldi]{m1}",
            'value = "42"',
            ["2: [molti soldi]{m1} holds no number, not 42 (where a mention says another value: {m1 VALUE})"],
        ),
        ("[5 dollari]{m1}", 'value = "5"', ["2: [5 dollari]{m1} is not in euro: currency is needed"]),
        ("[5 dollari]{m1}", 'value = "5", currency = "USD"', []),
    ],
)
def test_marks_state_their_values(marked: str, entry: str, messages: list[str]) -> None:
    found = told(f"[T]{{title}}\nE poi {marked}", f'[sums]\nm1 = {{ {entry}, role = "other" }}')
    assert found == messages


def test_a_range_has_its_upper_end_above() -> None:
    toml = '[sums]\nm1 = { value = "5000", max = "400", role = "other" }\n' + SUMS.splitlines()[1]
    assert "6: m1: max is not above value" in told(TEXT, toml)


def test_a_sum_without_entry_and_a_part_above_its_total() -> None:
    assert told(TEXT, '[sums]\nm2 = { value = "2000", role = "other" }') == [
        "2: m1 has no entry in [sums]: value and role are needed"
    ]
    toml = '[sums]\nm1 = { value = "5000", role = "other", part_of = "m2" }\nm2 = { value = "2000", role = "other" }'
    assert told(TEXT, toml) == ["6: warning: m1 is a part of m2, but greater than it"]


def test_an_entry_that_is_no_table() -> None:
    assert told(TEXT, '[sums]\nm1 = 5000\nm2 = { value = "2000", role = "other" }') == [
        "6: m1 is a table as in { value = ... }"
    ]


def test_parts_that_go_round() -> None:
    toml = '[sums]\nm1 = { value = "5000", role = "other", part_of = "m2" }\n' + SUMS.splitlines()[1]
    assert "6: m1: part_of leads back to itself: m1 > m2 > m1" in told(TEXT, toml)


def test_one_name_under_two_ids_is_asked_about() -> None:
    assert told("[T]{title}\nA [Parma]{l1} e [Parma]{l2} e [Parma]{i1}", "") == [
        "2: warning: [Parma]{l2} is marked l1 elsewhere: are they two?"
    ]


def test_a_text_of_a_few_words_is_none() -> None:
    found = slips(parse_document("[T]{title} " + "a " * 38 + "\n=====\n"))
    assert "text of 39 words: an announcement has at least 40" in [slip.message for slip in found]


@pytest.mark.parametrize(
    "toml", ["sums = 5", "entities = 'x'", "agreement = {}", "check = 3", "agreement = [1]", "sums = { m1 = [] }"]
)
def test_a_toml_part_of_any_shape_is_answered_with_slips(toml: str) -> None:
    assert [slip for slip in told(TEXT, toml) if slip.startswith("5: ")]
