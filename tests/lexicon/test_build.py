"""The lexicon's artefact is what its readable files say, and they contradict neither it nor one another."""

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from extractor.errors import LexiconError
from extractor.lexicon.build import ARTEFACT, FOLDER, add_entries, artefact_text, compile_lexicon, read_toml
from extractor.lexicon.words import key_of

KINDS = {"institution": "institutions", "company": "companies", "project": "projects"}
# forms that two files give to two bodies (most of them to an institution and to a company); the first file's stands
KNOWN_DOUBLE_CLAIMS = 267


def test_the_artefact_is_what_the_readable_files_give() -> None:
    assert artefact_text(compile_lexicon()) == ARTEFACT.read_text("utf-8"), "stale: run `python -m extractor.lexicon`"


def rows() -> list[tuple[Path, str, dict[str, Any]]]:
    return [
        (path, kind, row)
        for kind, folder in KINDS.items()
        for path in sorted((FOLDER / folder).glob("*.toml"))
        for row in read_toml(path).get(kind, [])
    ]


def claims() -> dict[str, set[tuple[str, str]]]:
    """Which keys, in which files, claim each form."""
    found: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for path, kind, row in rows():
        key = f"{kind}:{row.get('key') or '-'.join(key_of(row['name']).split())}"
        for form in (row["name"], *row.get("forms", ()), *row.get("acronyms", ())):
            look_up = key_of(form)
            found[look_up if " " in look_up else form].add((key, path.name))
    return found


def test_every_form_maps_to_one_key() -> None:
    tables = json.loads(ARTEFACT.read_text("utf-8"))
    keys = {
        form: tables["entries"][index]["key"] for table in ("forms", "exact") for form, index in tables[table].items()
    }
    strays = [form for form, owners in claims().items() if form and keys[form] not in {key for key, _ in owners}]
    assert strays == []
    assert set(tables["forms"]).isdisjoint(tables["exact"])


def test_no_file_gives_one_form_to_two_bodies() -> None:
    contested = []
    for form, owners in claims().items():
        files: dict[str, set[str]] = defaultdict(set)
        for key, file in owners:
            files[file].add(key)
        contested += [(form, file, sorted(keys)) for file, keys in files.items() if len(keys) > 1]
    assert contested == []


def test_no_more_forms_are_claimed_twice_than_are_known() -> None:
    double = {form: owners for form, owners in claims().items() if len({key for key, _ in owners}) > 1}
    assert len(double) <= KNOWN_DOUBLE_CLAIMS, sorted(double)


def test_every_file_of_names_is_read_and_has_its_rows() -> None:
    for kind, folder in KINDS.items():
        for path in sorted((FOLDER / folder).glob("*.toml")):
            assert list(read_toml(path)) == [kind], path.name


def test_look_up_keys_reach_as_far_as_their_forms() -> None:
    tables = json.loads(ARTEFACT.read_text("utf-8"))
    short = [form for form in tables["forms"] if tables["reach"][form.split()[0]] < len(form.split())]
    assert short == []
    assert [form for form in tables["forms"] if key_of(form) != form] == []


def test_the_companies_are_as_many_as_promised() -> None:
    assert len({row["name"] for _, kind, row in rows() if kind == "company"}) >= 600


def tables() -> dict[str, Any]:
    return {"entries": [], "forms": {}, "exact": {}, "reach": {}}


def test_a_row_becomes_an_entry_and_its_forms() -> None:
    found = tables()
    row = {
        "name": "Ministero della Cultura",
        "key": "cultura",
        "acronyms": ["MiC"],
        "forms": ["Beni culturali"],
        "since": 2021,
        "sector": "x",
    }
    add_entries(found, "INSTITUTION", [row], "prova.toml")
    assert found == {
        "entries": [
            {"label": "INSTITUTION", "name": "Ministero della Cultura", "key": "institution:cultura", "since": 2021}
        ],
        "forms": {"ministero della cultura": 0, "beni culturali": 0},
        "exact": {"MiC": 0},
        "reach": {"ministero": 3, "beni": 2},
    }


def test_a_key_is_made_of_the_name_where_none_is_given() -> None:
    found = tables()
    add_entries(found, "COMPANY", [{"name": "D’Amico & Figli"}], "prova.toml")
    assert found["entries"][0]["key"] == "company:d-amico-figli"


def test_a_form_stays_with_its_first_owner() -> None:
    found = tables()
    add_entries(found, "COMPANY", [{"name": "Alfa Beta"}, {"name": "Gamma", "forms": ["alfa beta"]}], "prova.toml")
    assert found["forms"] == {"alfa beta": 0}
    assert found["exact"] == {"Gamma": 1}


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({}, "alla voce 2 manca `name`"),
        ({"name": ""}, "alla voce 2 manca `name`"),
        ({"name": "  "}, "alla voce 2 manca `name`"),
        ({"name": 3}, "alla voce 2 manca `name`"),
        ({"name": "Alfa", "forms": [3]}, "ogni forma è un testo, non 3"),
        ({"name": "Alfa", "forms": "Beta"}, "`forms` è un elenco di testi, non 'Beta'"),
        ({"name": "Alfa", "acronyms": "AB"}, "`acronyms` è un elenco di testi, non 'AB'"),
        ({"name": "Alfa", "forme": ["Beta"]}, "campo sconosciuto «forme»"),
        ("Alfa", "alla voce 2 manca `name`"),
    ],
)
def test_a_faulty_row_is_named(row: Any, words: str) -> None:
    with pytest.raises(LexiconError) as caught:
        add_entries(tables(), "COMPANY", [{"name": "Prima"}, row], "prova.toml")
    assert words in caught.value.message
    assert "prova.toml" in caught.value.message


def test_a_file_that_cannot_be_read_or_parsed_is_named(tmp_path: Path) -> None:
    for name, data in {
        "manca.toml": None,
        "guasto.toml": b"[[company]\n",
        "latino.toml": "name = 'città'".encode("latin-1"),
    }.items():
        path = tmp_path / name
        if data is not None:
            path.write_bytes(data)
        with pytest.raises(LexiconError, match=name):
            read_toml(path)
