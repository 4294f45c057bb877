"""The contract as a JSON Schema, made from the models so that the two cannot differ."""

from __future__ import annotations

from typing import Any

from extractor.records.announcement import Announcement

SCHEMA_ID = "urn:it-announcements:schema:announcement:1"


def json_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of one record, as `extract --schema` prints it.

    Example:
        >>> json_schema()["$id"]
        'urn:it-announcements:schema:announcement:1'
    """
    schema = Announcement.model_json_schema(mode="serialization")
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA_ID,
        "title": "Announcement",
        "description": "What one Italian government announcement says about agreements. Offsets count characters, "
        "the end is exclusive, and text[start:end] is always the span's text. Money is a decimal string.",
    }
    return head | {key: value for key, value in schema.items() if key not in head}
