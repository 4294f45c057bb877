"""The corpus itself: no slips in it, its test split frozen and kept from training."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

import pytest

from models.corpus.check import check
from models.train import CORPUS

pytest.importorskip("pycrfsuite")
pytest.importorskip("sklearn")

CARD = CORPUS.parent / "it_announcements" / "MODEL_CARD.md"


class BegunError(Exception):
    """Raised where training would begin."""


@pytest.mark.parametrize(("split", "announcements"), [("train", 588), ("dev", 130), ("test", 60)])
def test_no_announcement_has_a_slip(split: str, announcements: int) -> None:
    files = sorted((CORPUS / split).rglob("*.marked"))
    assert len(files) == announcements
    assert [(file.name, str(slip)) for file in files for slip in check(file) if not slip.warning] == []


def test_the_test_split_is_the_one_that_the_model_card_names() -> None:
    content = b"".join(file.read_bytes() for file in sorted((CORPUS / "test").glob("*.marked")))
    assert f"`{hashlib.sha256(content).hexdigest()}`" in CARD.read_text("utf-8")


def test_training_names_reads_no_test_announcement(monkeypatch: pytest.MonkeyPatch) -> None:
    import models.train

    assert _asked(monkeypatch, models.train, "read_examples", []) == {"train", "dev"}


def test_training_relations_reads_no_test_announcement(monkeypatch: pytest.MonkeyPatch) -> None:
    import models.train_relations

    assert _asked(monkeypatch, models.train_relations, "unseen_cases", []) == {"train", "dev", "samples"}


def test_comparing_reads_no_test_announcement(monkeypatch: pytest.MonkeyPatch) -> None:
    import models.compare

    assert _asked(monkeypatch, models.compare, "read_examples", []) == {"train"}  # the first that it reads


def _asked(monkeypatch: pytest.MonkeyPatch, module: object, reader: str, arguments: list[str]) -> set[str]:
    """The folders of the files that a command would read first."""
    folders: set[str] = set()

    def read(files: Iterable[Path], *_: object) -> None:
        folders.update(file.parent.name for file in files)
        raise BegunError

    monkeypatch.setattr(module, reader, read)
    with pytest.raises(BegunError):
        module.main(arguments)  # type: ignore[attr-defined]
    return folders
