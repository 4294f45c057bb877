"""JSON Lines: one announcement a line, failures beside it."""

import json
from pathlib import Path

from extractor.records import Announcement, Failure
from tests.writing.example import FAILURES, full_record, gold_record, hostile_record, pipeline_record, write


def test_records_come_back(tmp_path: Path) -> None:
    records = [gold_record(), pipeline_record(), full_record()]
    assert write(tmp_path / "a.jsonl", records) == []
    lines = (tmp_path / "a.jsonl").read_bytes().split(b"\n")
    assert [Announcement.from_json(line) for line in lines[:-1]] == records
    assert lines[-1] == b""
    assert [path.name for path in tmp_path.iterdir()] == ["a.jsonl"]


def test_failures_stand_beside(tmp_path: Path) -> None:
    write(tmp_path / "a.jsonl", [gold_record()], FAILURES)
    lines = (tmp_path / "a.failures.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line) for line in lines] == [
        {"path": "=cmd|' /C calc'!A0", "kind": "EmptyFileError", "reason": "il file è vuoto"},
        {"path": "nome\ncon a capo ?.txt", "kind": None, "reason": "non è un documento"},
    ]


def test_a_file_of_failures_does_not_outlive_them(tmp_path: Path) -> None:
    write(tmp_path / "a.jsonl", [], [Failure(path="a", reason="b")])
    assert (tmp_path / "a.failures.jsonl").exists()
    write(tmp_path / "a.jsonl", [gold_record()])
    assert not (tmp_path / "a.failures.jsonl").exists()


def test_a_record_that_utf8_cannot_hold_is_one_line_of_utf8(tmp_path: Path) -> None:
    write(tmp_path / "a.jsonl", [hostile_record(), gold_record()])
    first, second, rest = (tmp_path / "a.jsonl").read_bytes().split(b"\n")
    names = [entity["name"] for entity in json.loads(first)["entities"]]
    assert "mezza coppia ? sola" in names
    assert "nul\x00dentro" in names
    assert (Announcement.from_json(second), rest) == (gold_record(), b"")
