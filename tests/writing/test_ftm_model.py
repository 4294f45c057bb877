"""followthemoney takes what is written, to the letter. Needs the extra `[ftm]`; `.ci/run` installs it."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from extractor.records import Announcement
from extractor.writing.ftm_entities import ftm_entities
from tests.writing.example import (
    SAMPLES,
    announcements,
    full_record,
    gold_record,
    hostile_record,
    pipeline_record,
    write,
)

followthemoney = pytest.importorskip("followthemoney", reason="needs pip install '.[ftm]'")


def check(lines: list[dict[str, Any]]) -> None:
    """Each entity is valid; cleaning drops nothing; what it refers to is of the right kind."""
    model = followthemoney.model
    schemata = {line["id"]: model.get(line["schema"]) for line in lines}
    for line in lines:
        schema = model.get(line["schema"])
        schema.validate(line)
        assert set(schema.required) <= set(line["properties"]), line
        proxy = model.get_proxy(line, cleaned=False)
        for name, values in line["properties"].items():
            assert len(proxy.get(name)) == len(set(values)), (line["schema"], name, values, proxy.get(name))
            prop = schema.get(name)
            if prop.type.name == "entity":
                assert all(schemata[value].is_a(prop.range) for value in values), (line, name)
            elif prop.type.name not in ("name", "url"):  # in which cleaning folds spaces, quotes and escapes
                assert sorted(proxy.get(name)) == sorted(set(values)), (name, values)


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.gold.json")), ids=lambda path: path.name)
def test_gold_records_are_valid(path: Path) -> None:
    check(list(ftm_entities(Announcement.from_json(path.read_bytes()), "n1")))


def test_other_records_are_valid() -> None:
    for record in (pipeline_record(), full_record(), hostile_record()):
        check(list(ftm_entities(record, "n1")))


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(record=announcements())
def test_any_record_is_valid(record: Announcement) -> None:
    check(list(ftm_entities(record, "n1")))


def test_fragments_of_a_body_merge(tmp_path: Path) -> None:
    other = full_record().model_copy(update={"source": gold_record().source, "title": "altro"})
    write(tmp_path / "a.ftm.json", [full_record(), other])
    merged: dict[str, Any] = {}
    for line in (tmp_path / "a.ftm.json").read_text(encoding="utf-8").splitlines():
        proxy = followthemoney.model.get_proxy(json.loads(line))
        merged[proxy.id] = merged[proxy.id].merge(proxy) if proxy.id in merged else proxy
    liguria = [proxy for proxy in merged.values() if proxy.schema.name == "PublicBody" and "Liguria" in proxy.caption]
    assert [len(proxy.get("proof")) for proxy in liguria] == [2]
    payments = [proxy for proxy in merged.values() if proxy.schema.name == "Payment"]
    assert [proxy.get("payer") for proxy in payments] == [[liguria[0].id]] * 2
