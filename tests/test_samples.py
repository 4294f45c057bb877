"""Every sample's record is its gold record, to the last field and offset."""

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


@pytest.mark.parametrize("name", NAMES)
def test_the_record_of_a_sample_is_its_gold_record(name: str) -> None:
    document = read_file(str(sample(name)))
    record = json.loads(assemble(pipeline()(document.text), document).to_json())
    found = differences(gold(name), record, document.text)
    assert not found, f"{sample(name).name}: {len(found)} differences\n\n" + "\n".join(found)


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
