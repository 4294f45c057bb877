"""What is kept beside the byte code: read back, made again where it is stale or broken, never in the way."""

import sys
from pathlib import Path

import pytest

from extractor.byproducts import Byproducts


@pytest.fixture(autouse=True)
def written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)


def kept(folder: Path, version: str = "1") -> Byproducts:
    table = Byproducts("kind", version, folder=folder)
    table.keep(("a", 1), (1, {"b": [2]}))
    table.save()
    return table


def test_values_are_there_in_the_next_run(tmp_path: Path) -> None:
    kept(tmp_path)
    again = Byproducts("kind", "1", folder=tmp_path)
    assert again.get(("a", 1)) == (1, {"b": [2]})
    assert again.get("other") is None


def test_values_of_another_version_are_none(tmp_path: Path) -> None:
    kept(tmp_path)
    assert Byproducts("kind", "2", folder=tmp_path).get(("a", 1)) is None


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"i\x01\x00\x00\x00", b"{0"])
def test_a_broken_file_is_as_good_as_none(tmp_path: Path, content: bytes) -> None:
    kept(tmp_path)
    (file,) = tmp_path.iterdir()
    file.write_bytes(content)
    assert Byproducts("kind", "1", folder=tmp_path).get(("a", 1)) is None


def test_half_a_file_is_as_good_as_none(tmp_path: Path) -> None:
    kept(tmp_path)
    (file,) = tmp_path.iterdir()
    file.write_bytes(file.read_bytes()[:-4])
    assert Byproducts("kind", "1", folder=tmp_path).get(("a", 1)) is None


def test_where_nothing_can_be_written_it_is_remembered_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    assert kept(tmp_path / "file").get(("a", 1)) == (1, {"b": [2]})


def test_nothing_is_written_where_python_writes_no_byte_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    kept(tmp_path)
    assert list(tmp_path.iterdir()) == []
