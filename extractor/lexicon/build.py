"""From the lexicon's readable files to the one file that is loaded: look-up tables in JSON.

The readable files (TOML, CSV, plain lists) are the only source. ``python -m extractor.lexicon`` writes the artefact
again; a test fails where the two differ.
"""

from __future__ import annotations

import csv
import json
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from extractor.errors import LexiconError
from extractor.lexicon.words import key_of

FOLDER = Path(__file__).parent
ARTEFACT = FOLDER / "compiled.json"

Table = dict[str, Any]


def compile_lexicon(folder: Path = FOLDER) -> Table:
    """Read every file of the lexicon and return its look-up tables, all of JSON's own types.

    Raises:
        LexiconError: a file is no valid TOML, or a row lacks what it needs; the message names file and row.
    """
    tables: Table = {"entries": [], "forms": {}, "exact": {}, "reach": {}}
    for label, kind in (("INSTITUTION", "institutions"), ("COMPANY", "companies"), ("PROJECT", "projects")):
        for path in sorted((folder / kind).glob("*.toml")):
            add_entries(tables, label, read_toml(path).get(_ROW[label], []), path.name)
    tables["heads"] = read_toml(folder / "heads.toml")["head"]
    tables["places"] = _places(folder)
    tables["first_names"] = (folder / "people" / "first_names.txt").read_text("utf-8").split("\n")[:-1]
    tables["people"] = read_toml(folder / "people" / "roles.toml")
    tables["legal_forms"] = read_toml(folder / "legal_forms.toml")
    tables["project_cues"] = read_toml(folder / "project_cues.toml")
    tables["company_cues"] = read_toml(folder / "company_cues.toml")
    tables["cues"] = read_toml(folder / "cues.toml")
    tables["agreement_cues"] = read_toml(folder / "agreement_cues.toml")
    return tables


_EXTRAS = ("kind", "since", "until", "successor", "deceives", "state", "identifiers", "acronym", "role")
_FIELDS = ("name", "key", "forms", "acronyms", "sector", *_EXTRAS)
_ROW = {"INSTITUTION": "institution", "COMPANY": "company", "PROJECT": "project", "PERSON": "person"}


def read_toml(path: Path) -> Table:
    """Parse one TOML file; a fault becomes a :class:`LexiconError` that names file and line."""
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise LexiconError(f"{path}: il file del lessico non si può leggere: {error}") from error
    except tomllib.TOMLDecodeError as error:
        raise LexiconError(f"{path}: non è TOML valido: {error}") from error


def add_entries(tables: Table, label: str, rows: Iterable[Table], source: str) -> None:
    """Add a file's rows of one label to the look-up tables; a form that is there already stays with its first owner."""
    for number, row in enumerate(rows, 1):
        name = row.get("name") if isinstance(row, dict) else None
        if not isinstance(name, str) or not name.strip():
            raise LexiconError(f"{source}: alla voce {number} manca `name`")
        _check_fields(row, f"{source}: {name}")
        entry = {
            "label": label,
            "name": name,
            "key": f"{_ROW[label]}:{row.get('key') or '-'.join(key_of(name).split())}",
        }
        entry.update((extra, row[extra]) for extra in _EXTRAS if extra in row)
        index = len(tables["entries"])
        tables["entries"].append(entry)
        for form in (name, *row.get("forms", ()), *row.get("acronyms", ())):
            _add_form(tables, form, index)


def _check_fields(row: Table, where: str) -> None:
    """Refuse what a slip of the pen makes of a row: an unknown field, a form that is no list or no text."""
    for field, value in row.items():
        if field not in _FIELDS:
            raise LexiconError(f"{where}: campo sconosciuto «{field}»; quelli possibili sono {', '.join(_FIELDS)}")
        if field in ("forms", "acronyms") and not isinstance(value, list):
            raise LexiconError(f"{where}: `{field}` è un elenco di testi, non {value!r}")
        for form in value if isinstance(value, list) else ():
            if not isinstance(form, str):
                raise LexiconError(f"{where}: ogni forma è un testo, non {form!r}")


def _add_form(tables: Table, form: str, index: int) -> None:
    key = key_of(form)
    if " " in key:
        tables["forms"].setdefault(key, index)
        first, length = key.split(" ", 1)[0], key.count(" ") + 1
        tables["reach"][first] = max(length, tables["reach"].get(first, 0))
    elif key:
        tables["exact"].setdefault(form, index)


def _places(folder: Path) -> Table:
    """Place names by look-up key: rows of type, name, ISO code or province, Belfiore code."""
    places: dict[str, list[list[str]]] = {}

    def add(form: str, *row: str) -> None:
        rows = places.setdefault(key_of(form), [])
        if list(row) not in rows:
            rows.append(list(row))

    for region in read_toml(folder / "territories" / "regions.toml")["region"]:
        for form in (region["name"], *region.get("forms", ())):
            add(form, "region", region["name"], region["iso"], "")
        for adjective in region["adjectives"]:
            add(adjective, "adjective", region["name"], region["iso"], "")
    for row in _csv(folder / "territories" / "provinces.csv"):
        add(row["name"], "province", row["name"], row["iso"], "")
    for row in _csv(folder / "territories" / "municipalities.csv"):
        add(row["name"], "municipality", row["name"], row["province"], row["belfiore"] if not row["until"] else "")
    for name in read_toml(folder / "territories" / "areas.toml")["names"]:
        add(name, "area", name, "", "")
    for name in (folder / "territories" / "countries.txt").read_text("utf-8").split("\n")[:-1]:
        add(name, "country", name, "", "")
    return places


def _csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def artefact_text(tables: Table) -> str:
    """The artefact's text: one table a line, so that a change shows where it is."""
    rows = (
        f"{json.dumps(name)}:{json.dumps(table, ensure_ascii=False, separators=(',', ':'))}"
        for name, table in tables.items()
    )
    return "{" + ",\n".join(rows) + "}\n"
