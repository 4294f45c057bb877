"""The contract: what one announcement becomes, as models that check themselves and as a JSON Schema.

Knows nothing of spaCy nor of any other room. Field names, order and values are those of schema version 1.

Example:
    >>> Announcement(title="Nuovo bando").to_json()[:60]
    '{"schema_version":"1","source":{"name":null,"media_type":nul'
"""

from extractor.records.agreements import (
    Agreement,
    AgreementKind,
    Dates,
    Identifiers,
    Jobs,
    Party,
    PartyRole,
    Project,
    Site,
    Status,
)
from extractor.records.amounts import (
    Amount,
    AmountMention,
    AmountRole,
    Beneficiary,
    Payer,
    Period,
    Qualifier,
    Territory,
)
from extractor.records.announcement import Announcement, Check, CheckKind, PipelineVersions, Source
from extractor.records.entities import Entity, Identifier, Label
from extractor.records.failure import Failure
from extractor.records.schema import json_schema
from extractor.records.span import Span

__all__ = [
    "Agreement",
    "AgreementKind",
    "Amount",
    "AmountMention",
    "AmountRole",
    "Announcement",
    "Beneficiary",
    "Check",
    "CheckKind",
    "Dates",
    "Entity",
    "Failure",
    "Identifier",
    "Identifiers",
    "Jobs",
    "Label",
    "Party",
    "PartyRole",
    "Payer",
    "Period",
    "PipelineVersions",
    "Project",
    "Qualifier",
    "Site",
    "Source",
    "Span",
    "Status",
    "Territory",
    "json_schema",
]
