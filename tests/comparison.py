"""A program's record beside a gold record: what differs, field by field, with the text round it.

Gold states what must be there exactly. A field that it leaves out carries nothing there (models.corpus.convert leaves out
empty funds, sites, dates ...) and must be empty in the program's record too, save those that are the program's to fill.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

THE_PROGRAMS = frozenset(
    (
        "confidence",
        "provenance",
        "evidence",
        "source",
        "pipeline",
        "message",
        "key",
        "text",
        "page",
        "inferred",
        "percent",
        "schema_version",
    )
)
THE_PROGRAMS_OF_ENTITIES = THE_PROGRAMS | {"identifiers"}
_CONTEXT = 50


def differences(gold: dict[str, Any], record: dict[str, Any], text: str) -> list[str]:
    """One paragraph for each field in which a record differs from gold; none where they agree.

    Args:
        gold: a gold record, as its JSON has it.
        record: the program's record, as its JSON has it.
        text: the text to which both point.
    """
    return [
        f"{path}\n    gold:    {_shown(wanted)}\n    program: {_shown(found)}{_around(text, wanted, found, span)}"
        for path, wanted, found, span in _walk("", gold, record, None)
    ]


_Found = tuple[str, Any, Any, tuple[int, int] | None]
_NOTHING = object()


def _walk(path: str, gold: Any, record: Any, span: tuple[int, int] | None) -> Iterator[_Found]:
    if isinstance(gold, dict) and isinstance(record, dict):
        yield from _walk_fields(path, gold, record, span)
    elif isinstance(gold, list) and isinstance(record, list) and _have_ids(gold + record):
        yield from _walk_rows(path, gold, record)
    elif path == "checks":
        yield from _walk_rows(path, _by_content(gold), _by_content(record))
    elif isinstance(gold, list) and isinstance(record, list) and len(gold) == len(record):
        for number, (wanted, found) in enumerate(zip(gold, record, strict=True)):
            yield from _walk(f"{path}[{number}]", wanted, found, span)
    elif gold is _NOTHING:
        if not _is_empty(record):
            yield path, gold, record, span
    elif gold != record:
        yield path, gold, record, span


def _walk_fields(
    path: str, gold: dict[str, Any], record: dict[str, Any], span: tuple[int, int] | None
) -> Iterator[_Found]:
    span = _span(gold) or _span(record) or span
    skipped = THE_PROGRAMS_OF_ENTITIES if path.startswith("entities") else THE_PROGRAMS
    for name in [*gold, *(field for field in record if field not in gold)]:
        if name in skipped and not (name in gold and name in ("text", "inferred", "percent")):
            continue
        yield from _walk(f"{path}.{name}".lstrip("."), gold.get(name, _NOTHING), record.get(name), span)


def _walk_rows(path: str, gold: list[Any], record: list[Any]) -> Iterator[_Found]:
    """Rows with an id of their own, matched by it; the others are compared as a whole."""
    wanted = {row["id"]: row for row in gold}
    found = {row["id"]: row for row in record}
    for name in [*wanted, *(each for each in found if each not in wanted)]:
        if name in wanted and name in found:
            yield from _walk(f"{path}.{name}", wanted[name], found[name], None)
        else:
            row = wanted.get(name) or found[name]
            yield (
                f"{path}.{name}",
                wanted.get(name, _NOTHING),
                found.get(name, _NOTHING),
                _span(row) or _first_mention(row),
            )


def _by_content(checks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Checks, which have no id and no order, named by what they compare."""
    return [
        check | {"id": f"{check['kind']} {check.get('total')} {check.get('parts')} {check.get('start')}"}
        for check in checks
    ]


def _have_ids(rows: list[Any]) -> bool:
    return bool(rows) and all(isinstance(row, dict) and "id" in row for row in rows)


def _span(row: dict[str, Any]) -> tuple[int, int] | None:
    start, end = row.get("start"), row.get("end")
    return (start, end) if isinstance(start, int) and isinstance(end, int) and "text" in row else None


def _first_mention(row: dict[str, Any]) -> tuple[int, int] | None:
    mentions = row.get("mentions") or []
    return _span(mentions[0]) if mentions else None


def _is_empty(value: Any) -> bool:
    if isinstance(value, dict):
        return all(_is_empty(each) for each in value.values())
    return value is None or value in ([], "") or value is False


def _shown(value: Any) -> str:
    if value is _NOTHING:
        return "—"
    if isinstance(value, list):
        return "[" + ", ".join(_shown(each) for each in value) + "]"
    if isinstance(value, dict):
        told = {
            name: each
            for name, each in value.items()
            if not _is_empty(each) and (name not in THE_PROGRAMS or name == "text")
        }
        return "{" + ", ".join(f"{name}: {_shown(each)}" for name, each in told.items()) + "}"
    return repr(value)


def _around(text: str, wanted: Any, found: Any, span: tuple[int, int] | None) -> str:
    """The text round the place that the difference is about: the first place that only one side has, else the row's."""
    places = _places(wanted), _places(found)
    lonely = sorted(set(places[0]) ^ set(places[1]))
    shown = lonely[:3] or ([span] if span else [])
    return "".join(f"\n    text:    …{_one_line(text, start, end)}…" for start, end in shown)


def _places(value: Any) -> list[tuple[int, int]]:
    if isinstance(value, dict):
        own = _span(value)
        return ([own] if own else []) + [place for each in value.values() for place in _places(each)]
    return [place for each in value for place in _places(each)] if isinstance(value, list) else []


def _one_line(text: str, start: int, end: int) -> str:
    inside = text[start:end] if end - start <= 120 else f"{text[start : start + 60]} … {text[end - 50 : end]}"
    return f"{text[max(0, start - _CONTEXT) : start]}⟦{inside}⟧{text[end : end + _CONTEXT]} ({start}-{end})".replace(
        "\n", "⏎"
    )
