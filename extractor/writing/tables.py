"""The eight tables that records become, stated once: every format and COLUMNS.md are made from this.

Example:
    >>> [table.name for table in TABLES]
    ['announcements', 'agreements', 'parties', 'amounts', 'entities', 'mentions', 'checks', 'failures']
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from extractor.writing.ids import announcement_id
from extractor.writing.rows import failure_row, rows

__all__ = ["TABLES", "Column", "Table", "announcement_id", "columns_in_markdown", "failure_row", "rows", "table"]

Kind = Literal["text", "list", "date", "partial date", "integer", "number", "money", "boolean"]
"""What a column holds. A list is one of texts; a partial date is ISO text: a day, a month or a year; money is exact."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes:
        name: its heading.
        kind: what its cells hold; any cell may be empty, but for keys.
        meaning: what that says, in a sentence.
        refers_to: the table whose first column this one, or each item of this list, names.
    """

    name: str
    kind: Kind
    meaning: str
    refers_to: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """One table; its first column is its key, but for `failures`, which has none.

    Attributes:
        name: its name, that of its file or sheet.
        meaning: what a row is.
        columns: in the order in which they stand.
    """

    name: str
    meaning: str
    columns: tuple[Column, ...]

    @property
    def key(self) -> str | None:
        """Name of the column that tells rows apart."""
        first = self.columns[0].name
        return first if first.endswith("_id") else None


_ANNOUNCEMENT = Column("announcement_id", "text", "The announcement that it stands in.", "announcements")
_START = Column("start", "integer", "Offset of its first character in the text, counted in characters from 0.")
_END = Column("end", "integer", "Offset after its last character.")
_CONFIDENCE = Column("confidence", "number", "From 0 to 1.")
_EVIDENCE = Column("evidence", "list", "The words that say so; start and end are those of the first.")

TABLES = (
    Table(
        "announcements",
        "One input: a press release, a page, an email.",
        (
            Column("announcement_id", "text", "Made from the source's name and content: the same in every run."),
            Column("source_name", "text", "The file, as it was given."),
            Column("source_id", "text", "Identifier of the input, where it gives one."),
            Column("url", "text", "Address of the input, where it gives one."),
            Column("published", "date", "Date of publication."),
            Column("occhiello", "text", "The line above the title."),
            Column("title", "text", "The title."),
            Column("subtitle", "text", "The line below the title."),
            Column("categories", "list", 'What follows "Categorie:".'),
            Column("place", "text", "Place of the dateline."),
            Column("publisher", "text", "Name of the body that speaks."),
            Column("publisher_id", "text", "The body that speaks.", "entities"),
            Column("agreements", "integer", "How many agreements it tells as its news."),
            Column("amounts", "integer", "How many sums it states."),
            Column("failed_checks", "integer", "How many checks did not hold."),
            Column("media_type", "text", "What the input was taken for."),
            Column("encoding", "text", "Encoding that it was read in."),
            Column("sha256", "text", "SHA-256 of the bytes that were read."),
            Column("characters", "integer", "Length of the text that offsets count in."),
            Column("text", "text", "The text, where it is not the file itself or was asked for."),
            Column("extractor", "text", "Version of the program."),
            Column("model", "text", "Name and version of the trained pipeline."),
            Column("lexicon", "text", "Version of the lexicon."),
            Column("spacy", "text", "Version of spaCy."),
        ),
    ),
    Table(
        "agreements",
        "One act by which an identified body undertakes, awards, grants or offers money or obligations.",
        (
            Column("agreement_id", "text", "Its id."),
            _ANNOUNCEMENT,
            Column(
                "kind", "text", "The kind of act: accordo per l'innovazione, bando, graduatoria, appalto and so on."
            ),
            Column(
                "status", "text", "proposed, announced, approved, signed, funded, open, amended, revoked, completed."
            ),
            Column("heading", "text", "The heading of its section."),
            Column(
                "parent_id", "text", "The programme above a call, the accord that an addendum changes.", "agreements"
            ),
            Column("institutions", "list", "Names of the public bodies that take part."),
            Column("companies", "list", "Names of the companies that take part."),
            Column("lead", "text", "Name of the capofila or mandataria."),
            Column("lead_id", "text", "The capofila or mandataria.", "entities"),
            Column("project", "text", "Name of the project."),
            Column("project_acronym", "text", "Acronym of the project."),
            Column("project_id", "text", "The project.", "entities"),
            Column("project_inferred", "boolean", "True where the tie to the project follows from the whole text."),
            Column("objectives", "list", "What the project sets out to do, in the words of the text."),
            Column("sites", "list", "Where it is carried out."),
            Column("site_codes", "list", "ISO 3166-2 codes of the sites, in the same order."),
            Column("approved", "partial date", "When it was approved."),
            Column("signed", "partial date", "When it was signed."),
            Column("starts", "partial date", "When the work or the term begins."),
            Column("ends", "partial date", "When the work or the term ends."),
            Column("opens", "partial date", "When applications open."),
            Column("closes", "partial date", "When applications close."),
            Column("duration", "text", "How long it lasts, as the text says."),
            Column("cup", "list", "Codici unici di progetto."),
            Column("cig", "list", "Codici identificativi di gara."),
            Column("acts", "list", "The acts themselves: delibera n. XI/2410."),
            Column("laws", "list", "Laws and decrees that it rests on."),
            Column("jobs_created", "integer", "New jobs."),
            Column("jobs_safeguarded", "integer", "Jobs kept."),
            _CONFIDENCE,
            _EVIDENCE,
            _START,
            _END,
        ),
    ),
    Table(
        "parties",
        "One institution or company that takes part in one agreement.",
        (
            Column("party_id", "text", "Its id."),
            _ANNOUNCEMENT,
            Column("agreement_id", "text", "The agreement.", "agreements"),
            Column("entity_id", "text", "Who takes part.", "entities"),
            Column("name", "text", "Name of who takes part."),
            Column("side", "text", "institution or company."),
            Column(
                "roles",
                "list",
                "promoter, funder, signatory, lead, partner, implementer, contracting_authority, contractor, beneficiary.",
            ),
            Column("lead", "boolean", "True for the capofila or mandataria."),
            Column("inferred", "boolean", "True where it follows from the whole text, not from the spot."),
            _EVIDENCE,
            _START,
            _END,
        ),
    ),
    Table(
        "amounts",
        "One sum of money as a fact, however often the text states it.",
        (
            Column("amount_id", "text", "Its id."),
            _ANNOUNCEMENT,
            Column("agreement_id", "text", "Its agreement; empty for document totals and background.", "agreements"),
            Column("value", "money", "The value; the lower end of a range."),
            Column("max_value", "money", "The upper end of a range."),
            Column("currency", "text", "ISO 4217 code."),
            Column("qualifier", "text", "exact, about, over, under, up_to, at_least."),
            Column(
                "role",
                "text",
                "total_cost, cost_share, contribution, allocation, loan, limit, other (turnover, price, debt and so on).",
            ),
            Column("part_of_id", "text", "The sum of which it is a part.", "amounts"),
            Column("payers", "list", "Names of those who pay; several for a joint sum, whose split is not invented."),
            Column(
                "payer_ids", "list", "Those who pay, in the same order; no item for one that is no entity.", "entities"
            ),
            Column("payer_percents", "list", "Their shares in per cent, in the same order, where the text states any."),
            Column("payers_inferred", "boolean", "True where any payer follows from the whole text."),
            Column("funds", "list", "Names of the funds it comes from."),
            Column("fund_ids", "list", "The funds, in the same order.", "entities"),
            Column("beneficiaries", "list", "Names of those who receive it."),
            Column("beneficiary_ids", "list", "Those who receive it, in the same order.", "entities"),
            Column("beneficiaries_inferred", "boolean", "True where any beneficiary follows from the whole text."),
            Column("territory", "text", "The place that the text ties it to."),
            Column("territory_code", "text", "ISO 3166-2 code of that place."),
            Column("period_start", "integer", "First year that it is for."),
            Column("period_end", "integer", "Last year that it is for."),
            Column("per", "text", "The unit of a per-unit sum: year, month, project, company, person."),
            Column("text", "text", "The sum as the text writes it at its most exact mention."),
            Column("start", "integer", "Offset of the most exact mention."),
            Column("end", "integer", "Offset after the most exact mention."),
            Column("inferred", "boolean", "True where role or part_of_id follow from the whole text."),
            _CONFIDENCE,
            Column("provenance", "text", "The component or rule that found it."),
        ),
    ),
    Table(
        "entities",
        "One body, company, project, person or place in one announcement, whatever forms the text names it by.",
        (
            Column("entity_id", "text", "Its id."),
            _ANNOUNCEMENT,
            Column("label", "text", "INSTITUTION, COMPANY, PROJECT, PERSON or PLACE."),
            Column("name", "text", "The fullest form in this text."),
            Column("canonical", "text", "The official name, where the lexicon knows it."),
            Column("key", "text", "The same across announcements for the same body or company."),
            Column("role", "text", "Office of a person."),
            Column("affiliation", "text", "Name of the body or company that a person belongs to."),
            Column("affiliation_id", "text", "That body or company.", "entities"),
            Column("identifiers", "list", "scheme:value, such as iso3166-2:IT-25."),
            Column("identifier_sources", "list", "Where each identifier comes from, in the same order."),
            Column("mentions", "integer", "How often the text names it."),
        ),
    ),
    Table(
        "mentions",
        "One place where the text names an entity or states a sum.",
        (
            Column("mention_id", "text", "Its id."),
            _ANNOUNCEMENT,
            Column("entity_id", "text", "The entity that is named; empty for a sum.", "entities"),
            Column("amount_id", "text", "The sum that is stated; empty for an entity.", "amounts"),
            Column("text", "text", "The words, exactly as they stand."),
            Column("value", "money", "The value that is stated at this place."),
            _START,
            _END,
            Column("page", "integer", "Page, from 1, for formats that have pages."),
        ),
    ),
    Table(
        "checks",
        "One verification that the text itself allows, and its outcome.",
        (
            Column("check_id", "text", "Its id."),
            _ANNOUNCEMENT,
            Column(
                "kind",
                "text",
                "parts_sum, share_within_total, ratio, repeated_sum_differs, suspect_number, identifier_checksum.",
            ),
            Column("passed", "boolean", "Whether it holds."),
            Column("message", "text", "The outcome in words, in Italian."),
            Column("total_id", "text", "The total.", "amounts"),
            Column("part_ids", "list", "The parts, or the sums that it is about.", "amounts"),
            _START,
            _END,
        ),
    ),
    Table(
        "failures",
        "One input that could not be read or understood.",
        (
            Column("path", "text", "The input, as it was given."),
            Column("kind", "text", "The class of the error."),
            Column("reason", "text", "What went wrong, in words, in Italian."),
        ),
    ),
)
_by_name = {each.name: each for each in TABLES}


def table(name: str) -> Table:
    """The table of that name.

    Raises:
        KeyError: there is none.

    Example:
        >>> table("failures").columns[0].name, table("amounts").key
        ('path', 'amount_id')
    """
    return _by_name[name]


def columns_in_markdown(tables: Iterable[Table] = TABLES) -> str:
    """All columns in one Markdown table: what COLUMNS.md holds."""
    lines = [
        "# Columns",
        "",
        "Made by `python -m extractor.writing.columns > extractor/writing/COLUMNS.md` from `tables.py`; change that.",
        "",
        "| table | column | holds | meaning |",
        "|---|---|---|---|",
    ]
    for each in tables:
        lines.append(f"| **{each.name}** | | | **{each.meaning}** |")
        for column in each.columns:
            meaning = column.meaning + (f" → `{column.refers_to}`" if column.refers_to else "")
            lines.append(f"| {each.name} | `{column.name}` | {column.kind} | {meaning} |")
    return "\n".join(lines) + "\n"
