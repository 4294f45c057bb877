"""Every sample's record beside its gold record, to the last field and offset.

The source document's must agree in everything. What the program still gets wrong in the others stands in
``known_differences.json``, field by field: a new difference fails, and so does one that is gone and still listed.
``python -m tests.test_samples`` writes that file again.
"""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from spacy.language import Language

import extractor
from extractor.pipeline.assemble import assemble
from extractor.reading import read_file
from tests.comparison import differences

SAMPLES = Path(__file__).parent.parent / "samples"
GOLD = sorted(SAMPLES.glob("*.gold.json"))
KNOWN = Path(__file__).parent / "known_differences.json"
SOURCE = "impresa-e-innovazione"
NAMES = [path.name.removesuffix(".gold.json") for path in GOLD]


@lru_cache(maxsize=1)
def pipeline() -> Language:
    return extractor.load()


def sample(name: str) -> Path:
    [path] = (path for path in (SAMPLES / f"{name}.md", SAMPLES / f"{name}.txt") if path.exists())
    return path


def gold(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((SAMPLES / f"{name}.gold.json").read_bytes())
    return found


def test_there_are_the_source_document_and_fifteen_more() -> None:
    assert "impresa-e-innovazione" in NAMES
    assert len(NAMES) > 15


def found_differences(name: str) -> list[str]:
    document = read_file(str(sample(name)))
    record = json.loads(assemble(pipeline()(document.text), document).to_json())
    return differences(gold(name), record, document.text)


def fields(found: list[str]) -> list[str]:
    """The differing fields alone, without what stands in them."""
    return [difference.split("\n", 1)[0] for difference in found]


def test_the_source_document_yields_its_gold_record() -> None:
    found = found_differences(SOURCE)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("name", [name for name in NAMES if name != SOURCE])
def test_a_sample_differs_from_gold_only_where_that_is_known(name: str) -> None:
    found = found_differences(name)
    known = json.loads(KNOWN.read_text("utf-8"))[name]
    assert fields(found) == known, f"{sample(name).name}: {len(found)} differences\n\n" + "\n".join(found)


@pytest.mark.parametrize("name", NAMES)
def test_gold_points_into_its_text(name: str) -> None:
    text = read_file(str(sample(name))).text

    def check(value: Any) -> None:
        if isinstance(value, dict):
            if isinstance(value.get("start"), int) and isinstance(value.get("text"), str):
                assert text[value["start"] : value["end"]] == value["text"]
            for each in value.values():
                check(each)
        elif isinstance(value, list):
            for each in value:
                check(each)

    check(gold(name))


if __name__ == "__main__":
    known = {name: fields(found_differences(name)) for name in NAMES if name != SOURCE}
    KNOWN.write_text(json.dumps(known, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print({name: len(found) for name, found in known.items()})
