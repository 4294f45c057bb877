"""The closed lists of the record: labels, kinds, statuses, roles.

They are written out here a second time, on purpose: the gold must not depend on the program that it measures.
"""

from typing import Final

LABELS: Final = {"i": "INSTITUTION", "c": "COMPANY", "p": "PROJECT", "h": "PERSON", "l": "PLACE"}
"""The letter of a mark's id and the label that it stands for, in the order in which entities are numbered."""

SUM: Final = "m"
"""The letter of a sum's id."""

DOCUMENT_LAYOUT: Final = ("occhiello", "title", "subtitle")
"""Layout words that stand alone: they mark a part of the document."""

AGREEMENT_LAYOUT: Final = ("heading", "objective")
"""Layout words that name an agreement."""

KINDS: Final = (
    "accordo per l'innovazione",
    "accordo di sviluppo",
    "contratto di sviluppo",
    "contratto di programma",
    "accordo di programma",
    "accordo quadro",
    "accordo di collaborazione",
    "protocollo d'intesa",
    "convenzione",
    "patto",
    "intesa",
    "bando",
    "graduatoria",
    "appalto",
    "stanziamento",
    "finanziamento",
    "delibera",
    "decreto",
    "piano",
    "legge",
    "altro",
)

STATUSES: Final = (
    "proposed",
    "announced",
    "approved",
    "signed",
    "funded",
    "open",
    "amended",
    "revoked",
    "completed",
)

PARTY_ROLES: Final = (
    "promoter",
    "funder",
    "signatory",
    "lead",
    "partner",
    "implementer",
    "contracting_authority",
    "contractor",
    "beneficiary",
)

SUM_ROLES: Final = ("total_cost", "cost_share", "contribution", "allocation", "loan", "limit", "other")

QUALIFIERS: Final = ("exact", "about", "over", "under", "up_to", "at_least")

DATES: Final = ("approved", "signed", "start", "end", "opens", "closes")

IDENTIFIERS: Final = ("cup", "cig", "act", "law")

JOBS: Final = ("created", "safeguarded")

CHECK_KINDS: Final = (
    "parts_sum",
    "share_within_total",
    "ratio",
    "repeated_sum_differs",
    "suspect_number",
    "identifier_checksum",
)

# fmt: off
GENERIC: Final = frozenset((
    "Accordo", "Agenzia", "Assessorato", "Associazione", "Ateneo", "Autorità", "Azienda", "Banca", "Bando",
    "Camera", "Centro", "Città", "Commissione", "Comune", "Comuni", "Consiglio", "Consorzio", "Dipartimento",
    "Ente", "Esecutivo", "Fondazione", "Fondo", "Giunta", "Governo", "Gruppo", "Istituto", "Istituzione",
    "Ministeri", "Ministero", "Municipio", "Museo", "Ospedale", "Paese", "Paesi", "Parco", "Parlamento",
    "Patto", "Piano", "Piattaforma", "Politecnico", "Porto", "Presidenza", "Progetto", "Programma", "Province",
    "Provincia", "Regione", "Regioni", "Società", "Stato", "Unione", "Università",
))
# fmt: on
"""Words that stand for a body where this text has named it and for a kind of body elsewhere."""
