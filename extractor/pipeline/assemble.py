"""From an annotated Doc to the record: the one place where plain data become pydantic models."""

from __future__ import annotations

from bisect import bisect_right
from decimal import Decimal
from functools import lru_cache
from typing import Any

from spacy.about import __version__ as spacy_version
from spacy.tokens import Doc

from extractor.lexicon import lexicon_digest
from extractor.pipeline.doc_data import data_of, text_of
from extractor.pipeline.linear import weights_digest
from extractor.pipeline.patterns import lazy
from extractor.reading import ReadDocument
from extractor.records import Announcement, PipelineVersions

Plain = dict[str, Any]
_LINK = lazy(r"\[([^\[\]]*)\]\([^()]*\)")


def assemble(doc: Doc, document: ReadDocument | None = None, *, with_text: bool = False) -> Announcement:
    """The record of an annotated Doc.

    Args:
        doc: a Doc that went through the pipeline of :func:`extractor.load`.
        document: where its text was read from; without it the record has no source.
        with_text: carry the text even where it is the file itself.

    >>> import extractor
    >>> extractor.extract("La Regione Liguria stanzia 3 milioni di euro.").agreements[0].amounts[0].value
    Decimal('3000000')
    """
    return _Assembly(doc, document, with_text).record()


class _Assembly:
    def __init__(self, doc: Doc, document: ReadDocument | None, with_text: bool) -> None:
        self.with_text = with_text
        self.text = text_of(doc)
        self.data: dict[str, Any] = data_of(doc)
        self.document = document
        self.layout: dict[str, Any] = self.data.get("layout", {})
        self.moneys: list[dict[str, Any]] = self.data.get("amounts", [])
        self.mentions: list[dict[str, Any]] = self.data.get("mentions", [])
        self.entities: list[dict[str, Any]] = self.data.get("entities", [])
        leaders = [index for index, money in enumerate(self.moneys) if money.get("fact", index) == index]
        self.told: dict[int, list[dict[str, Any]]] = {}  # by fact, the sums that tell it
        for money in self.moneys:
            if "fact" in money:
                self.told.setdefault(money["fact"], []).append(money)
        self.amount_ids = {index: f"M{number}" for number, index in enumerate(leaders, 1)}

    def record(self) -> Announcement:
        agreements = self.data.get("agreements", [])
        groups: dict[int | None, list[int]] = {}
        for index in self.amount_ids:
            groups.setdefault(self._agreement_of(index), []).append(index)
        # one validation of the whole, which takes a fraction of the time of one for each piece
        record = {
            "source": self._source(),
            "occhiello": self._line("occhiello"),
            "title": self._line("title") or (self.document and self.document.title),
            "subtitle": self._line("subtitle"),
            "categories": list(self.layout.get("categories", [])),
            "published": self.layout.get("published") or (self.document and self.document.published),
            "place": self._place(),
            "publisher": self._entity_id(self.data.get("publisher")),
            "agreements": [
                self._agreement(number, row, groups.get(number, [])) for number, row in enumerate(agreements)
            ],
            "amounts": [self._amount(index) for index in groups.get(None, [])],
            "entities": [self._entity(number, row) for number, row in enumerate(self.entities)],
            "checks": [self._check(row) for row in self.data.get("checks", [])],
            "text": None
            if not self.with_text
            and (self.document is None or self.document.media_type in ("text/plain", "text/markdown"))
            else self.text,
            "pipeline": versions(),
        }
        return Announcement.model_validate(record)

    def _agreement_of(self, index: int) -> int | None:
        """The agreement of a fact: that of its own sum, else of a mention of it."""
        own = self.moneys[index].get("agreement")
        if own is not None:
            return int(own)
        return next((money["agreement"] for money in self.told.get(index, ()) if "agreement" in money), None)

    def _source(self) -> Plain:
        if self.document is None:
            return {"characters": len(self.text)}
        document = self.document
        return {
            "name": document.name, "media_type": document.media_type, "sha256": document.sha256, "encoding": document.encoding, "characters": len(self.text),
            "id": document.id, "url": document.url,
        }  # fmt: skip

    def _line(self, name: str) -> str | None:
        span = self.layout.get(name)
        return None if span is None else self._clean(span[0], span[1])

    def _clean(self, start: int, end: int) -> str:
        """A stretch of text in one line, without the marks of Markdown."""
        return " ".join(_unlinked(self.text[start:end]).replace("**", "").split())

    def _place(self) -> str | None:
        span = self.layout.get("place")
        if span is None:
            return None
        place = self.text[span[0] : span[1]]
        return place.title() if place.isupper() else place

    def _entity_id(self, number: int | None) -> str | None:
        return None if number is None else f"E{number + 1}"

    def _span(self, start: int, end: int) -> Plain:
        return {"start": start, "end": end, "text": self.text[start:end], "page": self._page(start)}

    def _page(self, start: int) -> int | None:
        """The page on which an offset falls, where the document has pages."""
        pages = self.document.pages if self.document else ()
        return max(bisect_right(pages, start), 1) if pages else None

    def _agreement(self, number: int, row: dict[str, Any], amounts: list[int]) -> Plain:
        details = row.get("details", {})
        parties: dict[str, list[Plain]] = {"INSTITUTION": [], "COMPANY": []}
        for entity, roles in row["parties"]:
            body = self.entities[entity]
            parties[body["label"]].append({"entity": f"E{entity + 1}", "name": body["name"], "roles": roles})
        heading = row["heading"]
        return {
            "id": f"A{number + 1}",
            "kind": row["kind"],
            "status": row["status"],
            "heading": self._clean(*heading) if heading else None,
            "parent": None if row["parent"] is None else f"A{row['parent'] + 1}",
            "institutions": parties["INSTITUTION"],
            "companies": parties["COMPANY"],
            "lead": self._entity_id(row["lead"]),
            "project": self._project(row),
            "sites": [{"name": name, "code": code} for name, code in row["sites"]],
            "amounts": [self._amount(index) for index in amounts],
            "dates": dict(**details.get("dates", {})),
            "duration": details.get("duration"),
            "identifiers": dict(**details.get("identifiers", {})),
            "jobs": dict(**details.get("jobs", {})),
            "confidence": row.get("confidence"),
        }

    def _project(self, row: dict[str, Any]) -> Plain | None:
        if row["project"] is None and not row["objectives"]:
            return None
        entity = None if row["project"] is None else self.entities[row["project"]]
        return {
            "name": None if entity is None else entity["name"],
            "acronym": None if entity is None else entity.get("acronym"),
            "entity": self._entity_id(row["project"]),
            "objectives": [self._span(start, end) for start, end in row["objectives"]],
        }

    def _amount(self, index: int) -> Plain:
        money = self.moneys[index]
        whole = money.get("part_of")
        if whole is not None:
            whole = self.moneys[whole].get("fact", whole)
        told = self.told.get(index, ())
        mentions = told if len(told) > 1 else ()
        territory, period = money.get("territory"), money["period"]
        return {
            "id": self.amount_ids[index],
            "value": Decimal(money["value"]),
            "max_value": None if money["max_value"] is None else Decimal(money["max_value"]),
            "currency": money["currency"],
            "qualifier": money["qualifier"],
            "role": money.get("role", "other"),
            "part_of": None if whole is None or whole == index else self.amount_ids[whole],
            "payers": [
                {
                    "entity": self._entity_id(share["entity"]),
                    "name": share["name"],
                    "inferred": share.get("inferred", False),
                }
                for share in money.get("payers", ())
            ],
            "funds": [f"E{number + 1}" for number in money.get("funds", ())],
            "beneficiaries": [
                {"entity": self._entity_id(share["entity"]), "name": share["name"]}
                for share in money.get("beneficiaries", ())
            ],
            "territory": None if territory is None else {"name": territory[0], "code": territory[1]},
            "period": None if period is None else {"start": period[0], "end": period[1]},
            "per": money["per"],
            "text": self.text[money["start"] : money["end"]],
            "start": money["start"],
            "end": money["end"],
            "page": self._page(money["start"]),
            "mentions": [
                {**self._span(each["start"], each["end"]), "value": Decimal(each["value"])} for each in mentions
            ],
            "confidence": money.get("confidence"),
            "provenance": money.get("cue"),
        }

    def _entity(self, number: int, row: dict[str, Any]) -> Plain:
        identifiers = []
        if row.get("code"):
            identifiers.append({"scheme": "iso3166-2", "value": row["code"], "source": "pycountry"})
        if row.get("belfiore") and row["label"] == "INSTITUTION":
            identifiers.append({"scheme": "belfiore", "value": row["belfiore"], "source": "python-codicefiscale"})
        identifiers += [{"scheme": scheme, "value": value, "source": "testo"} for scheme, value in row.get("codes", ())]
        return {
            "id": f"E{number + 1}",
            "label": row["label"],
            "name": _unlinked(row["name"]),
            "canonical": row.get("canonical") if row["label"] != "PLACE" else None,
            "key": row["key"],
            "role": row.get("role"),
            "affiliation": self._entity_id(row.get("affiliation")),
            "identifiers": identifiers,
            "mentions": [
                self._span(self.mentions[index]["start"], self.mentions[index]["end"]) for index in row["mentions"]
            ],
        }

    def _check(self, row: dict[str, Any]) -> Plain:
        return {
            "kind": row["kind"],
            "passed": row["passed"],
            "message": row["message"],
            "total": self.amount_ids.get(row["total"]) if "total" in row else None,
            "parts": [self.amount_ids[part] for part in row.get("parts", ())],
            "start": row.get("start"),
            "end": row.get("end"),
        }


def _unlinked(text: str) -> str:
    """A text with the words of Markdown's links in their place."""
    return _LINK.sub(r"\1", text) if "](" in text else text


@lru_cache(maxsize=1)
def versions() -> PipelineVersions:
    """What a record depends on besides its text and the user's own lexicon."""
    import extractor

    return PipelineVersions(
        extractor=extractor.__version__,
        model=f"it_announcements {extractor.__version__}, relations {weights_digest()}",
        lexicon=lexicon_digest(),
        spacy=spacy_version,
    )
