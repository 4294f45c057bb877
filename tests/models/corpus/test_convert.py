import json
from pathlib import Path
from typing import Any

import pytest

from models.corpus.check import check
from models.corpus.convert import convert, to_json
from models.corpus.document import parse_document, read
from models.corpus.naming import entity_name

SOURCE = Path(__file__).parent / "data" / "impresa-e-innovazione.marked"
SAMPLES = Path(__file__).parents[3] / "samples"


def record(text: str, toml: str = "") -> dict[str, Any]:
    return convert(parse_document(f"{text}\n=====\n{toml}"))


def test_the_source_document_converts_to_the_very_gold_record() -> None:
    document = read(SOURCE)
    gold = (SAMPLES / "impresa-e-innovazione.gold.json").read_bytes().decode("utf-8")
    assert check(SOURCE) == []
    assert document.text == (SAMPLES / "impresa-e-innovazione.md").read_bytes().decode("utf-8")
    assert convert(document) == json.loads(gold)
    assert to_json(convert(document)) == gold


def test_an_empty_annotation_gives_an_empty_record() -> None:
    assert record("Testo.") == {
        "schema_version": "1",
        "occhiello": None,
        "title": None,
        "subtitle": None,
        "categories": [],
        "published": None,
        "place": None,
        "publisher": None,
        "agreements": [],
        "amounts": [],
        "entities": [],
        "checks": [],
    }


def test_numbering_is_canonical() -> None:
    found = record(
        "[Lodi]{l9}, [Rossi]{h4}: [Verdi spa]{c2} e [Bianchi spa]{c1}, [1 euro]{m7}, [2 euro]{m1}, "
        "[Lodi]{l9}, [Asl]{i3}",
        '[sums]\nm1 = { value = "2", role = "other", part_of = "m7" }\nm7 = { value = "1", role = "other" }\n'
        '[[agreement]]\nid = "A5"\nkind = "bando"\nstatus = "open"\n'
        '[[agreement]]\nid = "A2"\nkind = "bando"\nstatus = "open"\nparent = "A5"',
    )
    assert [(entity["id"], entity["label"], entity["name"]) for entity in found["entities"]] == [
        ("E1", "INSTITUTION", "Asl"),
        ("E2", "COMPANY", "Verdi spa"),
        ("E3", "COMPANY", "Bianchi spa"),
        ("E4", "PERSON", "Rossi"),
        ("E5", "PLACE", "Lodi"),
    ]
    assert [(amount["id"], amount["value"], amount["part_of"]) for amount in found["amounts"]] == [
        ("M1", "1", None),
        ("M2", "2", "M1"),
    ]
    assert [(agreement["id"], agreement["parent"]) for agreement in found["agreements"]] == [("A1", None), ("A2", "A1")]
    assert found["entities"][4]["mentions"] == [
        {"start": 0, "end": 4, "text": "Lodi"},
        {"start": 54, "end": 58, "text": "Lodi"},
    ]


def test_every_field_of_a_sum() -> None:
    found = record(
        "[Asl]{i1}, [Rossi spa]{c1}, [Fesr]{p1}: [5 e 20 milioni]{m1 5000000-20000000}, [5 milioni]{m2}",
        '[sums]\nm1 = { value = "5000000", max = "20000000", qualifier = "about", role = "limit", currency = "USD", '
        'payers = ["Stato", "i1", { id = "c1", percent = "50", inferred = true }], funds = ["p1"], '
        'beneficiaries = ["c1", "imprese"], territory = "provincia di Lodi", per = "project", period = [2021] }\n'
        'm2 = { value = "5000000", role = "other" }',
    )
    assert found["amounts"][0] == {
        "id": "M1",
        "value": "5000000",
        "max_value": "20000000",
        "currency": "USD",
        "qualifier": "about",
        "role": "limit",
        "part_of": None,
        "payers": [
            {"entity": None, "name": "Stato"},
            {"entity": "E1", "name": "Asl"},
            {"entity": "E2", "name": "Rossi spa", "percent": "50", "inferred": True},
        ],
        "beneficiaries": [{"entity": "E2", "name": "Rossi spa"}, {"entity": None, "name": "imprese"}],
        "territory": {"name": "provincia di Lodi", "code": "IT-LO"},
        "start": 22,
        "end": 36,
        "text": "5 e 20 milioni",
        "funds": ["E3"],
        "per": "project",
        "period": {"start": 2021, "end": 2021},
    }


def test_the_span_of_a_sum_is_the_first_that_states_its_value_with_the_currency() -> None:
    sums = '[sums]\nm1 = { value = "42250000", role = "other" }'
    found = record("[42 milioni]{m1 42000000}, [42,25 milioni]{m1}, [42.250.000 euro]{m1}, [42.250.000 euro]{m1}", sums)
    amount = found["amounts"][0]
    assert (amount["text"], amount["start"]) == ("42.250.000 euro", 27)
    assert [(mention["text"], mention["value"]) for mention in amount["mentions"]] == [
        ("42 milioni", "42000000"),
        ("42,25 milioni", "42250000"),
        ("42.250.000 euro", "42250000"),
        ("42.250.000 euro", "42250000"),
    ]
    bare = record("[42 milioni]{m1 42000000}, [42,25 milioni]{m1}", sums)["amounts"][0]
    assert (bare["text"], bare["start"]) == ("42,25 milioni", 12)


def test_every_field_of_an_agreement() -> None:
    found = record(
        "[Avviso]{heading A1}\n[Asl]{i1} e [Rossi spa]{c1}, [FA]{p1}: [nasca [Lodi]{l1}]{objective A1}",
        '[[agreement]]\nid = "A1"\nkind = "convenzione"\nstatus = "signed"\n'
        'parties = { c1 = "lead implementer", i1 = "signatory" }\nlead = "c1"\n'
        'project = { entity = "p1", acronym = "FA" }\nsites = ["Codogno", "Lombardia"]\n'
        'dates = { signed = "2020-11-12" }\nduration = "36 mesi"\n'
        'identifiers = { cup = ["J93H19000550001"], cig = [] }\njobs = { created = 120 }',
    )
    assert found["agreements"] == [
        {
            "id": "A1",
            "kind": "convenzione",
            "status": "signed",
            "heading": "Avviso",
            "parent": None,
            "institutions": [{"entity": "E1", "name": "Asl", "roles": ["signatory"]}],
            "companies": [{"entity": "E2", "name": "Rossi spa", "roles": ["lead", "implementer"]}],
            "lead": "E2",
            "project": {
                "name": "FA",
                "acronym": "FA",
                "entity": "E3",
                "objectives": [{"start": 28, "end": 38, "text": "nasca Lodi"}],
            },
            "amounts": [],
            "sites": [{"name": "Codogno", "code": None}, {"name": "Lombardia", "code": "IT-25"}],
            "dates": {"signed": "2020-11-12"},
            "duration": "36 mesi",
            "identifiers": {"cup": ["J93H19000550001"]},
            "jobs": {"created": 120},
        }
    ]


def test_the_document_its_people_and_its_checks() -> None:
    found = record(
        "[Sopra]{occhiello}\n[Sotto]{subtitle}\n[Rossi]{h1} della [Asl]{i1}: [5 euro]{m1}, [5 euro]{m2}",
        'publisher = "i1"\npublished = "2020-11-12"\nplace = "Lodi"\ncategories = ["Sanità"]\n'
        '[entities]\nh1 = { role = "direttore", affiliation = "i1" }\n'
        'i1 = { name = "Asl Lodi", canonical = "Asl di Lodi" }\n'
        '[sums]\nm1 = { value = "5", role = "other" }\nm2 = { value = "5", role = "other" }\n'
        '[[check]]\nkind = "parts_sum"\npassed = true\ntotal = "m2"\nparts = ["m1"]',
    )
    assert {key: found[key] for key in ("occhiello", "subtitle", "publisher", "published", "place", "categories")} == {
        "occhiello": "Sopra",
        "subtitle": "Sotto",
        "publisher": "E1",
        "published": "2020-11-12",
        "place": "Lodi",
        "categories": ["Sanità"],
    }
    mentions = [{"start": 12, "end": 17, "text": "Rossi"}]
    person = {
        "id": "E2",
        "label": "PERSON",
        "name": "Rossi",
        "role": "direttore",
        "affiliation": "E1",
        "mentions": mentions,
    }
    assert found["entities"][1] == person
    assert (found["entities"][0]["name"], found["entities"][0]["canonical"]) == ("Asl Lodi", "Asl di Lodi")
    assert found["checks"] == [{"kind": "parts_sum", "passed": True, "total": "M2", "parts": ["M1"]}]


@pytest.mark.parametrize(
    ("mentions", "name"),
    [
        (["FIAM", "Filiere  Italiana\nAdditive"], "Filiere Italiana Additive"),
        (["REGIONE LOMBARDIA", "Regione"], "REGIONE LOMBARDIA"),
        (["ENEA", "agenzia"], "ENEA"),
        (["Beta", "Alfa"], "Beta"),
        (["società"], "società"),
    ],
)
def test_the_name_is_the_fullest_proper_mention(mentions: list[str], name: str) -> None:
    assert entity_name(mentions) == name
