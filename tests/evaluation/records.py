"""Handmade records, short to write: what a test is not about is left out."""

from typing import Any

from extractor.evaluation import Outcome, RecordFacts, measure

Fields = dict[str, Any]


def entity(number: int, label: str, *places: tuple[int, int], **more: Any) -> Fields:
    mentions = [{"start": start, "end": end} for start, end in places]
    return {"id": f"E{number}", "label": label, "name": f"nome {number}", "mentions": mentions, **more}


def amount(number: int, value: str, start: int = 0, **more: Any) -> Fields:
    return {"id": f"M{number}", "value": value, "start": start, "end": start + 5, **more}


def party(number: int, *roles: str) -> Fields:
    return {"entity": f"E{number}", "name": f"nome {number}", "roles": list(roles)}


def agreement(number: int, kind: str = "bando", **more: Any) -> Fields:
    return {"id": f"A{number}", "kind": kind, **more}


def measured(gold: Fields, found: Fields) -> Outcome:
    return measure("prova", RecordFacts.model_validate(gold), RecordFacts.model_validate(found))
