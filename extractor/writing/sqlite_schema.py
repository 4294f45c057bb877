"""The SQL of the database: tables and indexes made from `TABLES`, the search and the views written out."""

from __future__ import annotations

from extractor.writing.tables import TABLES, Column, Kind, Table, table

_types: dict[Kind, str] = {
    "text": "TEXT",
    "list": "TEXT",
    "date": "TEXT",
    "partial date": "TEXT",
    "integer": "INTEGER",
    "number": "REAL",
    "money": "NUMERIC",
    "boolean": "INTEGER",
}

FACETS = {
    "announcements": ["publisher", "published", "categories"],
    "agreements": ["kind", "status", "institutions", "companies"],
    "parties": ["side", "roles"],
    "amounts": ["role", "payers", "territory", "currency"],
    "entities": ["label", "key"],
    "mentions": ["page"],
    "checks": ["kind", "passed"],
    "failures": ["kind"],
}
"""Columns by which Datasette counts rows beside a table."""

SEARCH = """
CREATE VIRTUAL TABLE announcements_fts USING fts5(
    occhiello, title, subtitle, text,
    content="announcements", tokenize='unicode61 remove_diacritics 2'
);
INSERT INTO announcements_fts(announcements_fts) VALUES ('rebuild');
"""
"""Full-text search that does not mind accents, over the table's own text: nothing is stored twice. Datasette knows it by
`content="announcements"` to the letter."""

VIEWS = """
CREATE VIEW amounts_in_context AS
SELECT
    amounts.amount_id, announcements.published, announcements.title, announcements.source_name,
    agreements.kind, agreements.status, agreements.project, amounts.value, amounts.max_value, amounts.currency,
    amounts.qualifier, amounts.role,
    (SELECT group_concat(value, '; ') FROM json_each(amounts.payers)) AS payers,
    (SELECT group_concat(value, '; ') FROM json_each(amounts.beneficiaries)) AS beneficiaries,
    amounts.territory, amounts.text, amounts.start, amounts."end", amounts.confidence
FROM amounts
JOIN announcements USING (announcement_id)
LEFT JOIN agreements USING (agreement_id);

-- What each body pays, by role. A sum of several payers is counted apart for each, for its split is not known; a part
-- of a sum of the same role and payers is in that sum already. Sums that several announcements repeat are not merged.
CREATE VIEW sums_by_body AS
WITH payments AS (
    SELECT
        amounts.role, amounts.currency, amounts.value, payer.value AS name,
        json_array_length(amounts.payers) > 1 AS joint,
        json_extract(amounts.payer_ids, '$[' || payer.key || ']') AS entity_id
    FROM amounts, json_each(amounts.payers) AS payer
    WHERE NOT EXISTS (
        SELECT 1 FROM amounts AS whole
        WHERE whole.amount_id = amounts.part_of_id AND whole.role = amounts.role
            AND whole.currency = amounts.currency AND whole.payers = amounts.payers
    )
)
SELECT
    coalesce(max(entities.canonical), max(payments.name)) AS body, entities.key,
    payments.role, payments.currency, count(*) AS sums,
    round(total(CASE WHEN NOT joint THEN payments.value END), 2) AS paid_alone,
    round(total(CASE WHEN joint THEN payments.value END), 2) AS paid_with_others
FROM payments
LEFT JOIN entities ON entities.entity_id = payments.entity_id
GROUP BY coalesce(entities.key, entities.canonical, payments.name), payments.role, payments.currency;

CREATE VIEW parties_in_context AS
SELECT
    parties.party_id, parties.name, entities.key, parties.side, parties.roles, agreements.kind, agreements.status,
    agreements.project, announcements.published, announcements.title, announcements.source_name
FROM parties
JOIN announcements USING (announcement_id)
JOIN agreements USING (agreement_id)
LEFT JOIN entities USING (entity_id);

CREATE VIEW failed_checks AS
SELECT checks.check_id, checks.kind, checks.message, announcements.title, announcements.source_name, checks.start
FROM checks
JOIN announcements USING (announcement_id)
WHERE NOT checks.passed;
"""
"""What one asks first: sums with their context, what each body pays, who takes part in what, what did not add up."""


def tables() -> str:
    """The statements that make the tables.

    Example:
        >>> tables().splitlines()[1:3]
        ['CREATE TABLE "announcements" (', '    "announcement_id" TEXT PRIMARY KEY NOT NULL,']
    """
    return "".join(f"\n{_table(each)}\n" for each in TABLES)


def indexes() -> str:
    """The statements that make an index for every reference, and for what one filters by."""
    found = [
        f'CREATE INDEX "{each.name}_{column.name}" ON "{each.name}" ("{column.name}");'
        for each in TABLES
        for column in each.columns
        if (column.refers_to and column.kind == "text") or (each.name, column.name) in _filtered
    ]
    return "\n".join(found)


_filtered = {("announcements", "published"), ("amounts", "value"), ("entities", "key"), ("entities", "name")}


def _table(of: Table) -> str:
    columns = ",\n".join(f"    {_column(of, column)}" for column in of.columns)
    return f'CREATE TABLE "{of.name}" (\n{columns}\n);'


def _column(of: Table, column: Column) -> str:
    words = [f'"{column.name}"', _types[column.kind]]
    if column.name == of.key:
        words.append("PRIMARY KEY NOT NULL")
    elif column.refers_to and column.kind == "text":
        # deferred: a part may stand before its total, an announcement before its publisher
        # and Datasette wants the key by its name
        key = table(column.refers_to).key
        words.append(f'REFERENCES "{column.refers_to}" ("{key}") DEFERRABLE INITIALLY DEFERRED')
    return " ".join(words)
