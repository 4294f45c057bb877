from pathlib import Path
from typing import Any

import pytest

from extractor.records import Announcement

SAMPLES = Path(__file__).parent.parent / "samples"


@pytest.fixture
def source_text() -> str:
    """The source document, to the letter."""
    return (SAMPLES / "impresa-e-innovazione.md").read_bytes().decode("utf-8")


@pytest.fixture
def gold() -> Announcement:
    """The gold record of the source document."""
    return Announcement.from_json((SAMPLES / "impresa-e-innovazione.gold.json").read_bytes())


@pytest.fixture
def amount() -> dict[str, Any]:
    """The fields that no sum can do without."""
    return {"id": "M1", "value": "69412.50", "currency": "EUR", "role": "loan", "text": "x", "start": 0, "end": 1}
