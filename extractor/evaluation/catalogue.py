"""The figures by section and name, as the tables show them."""

from __future__ import annotations

from extractor.evaluation.entities import LABELS
from extractor.evaluation.fields import FIELDS
from extractor.evaluation.outcome import TRUSTS

SECTIONS: dict[str, dict[str, str]] = {
    "Somme": {
        "sums": "per valore",
        "sums role": "per valore e ruolo",
        "sums role payers": "per valore, ruolo e chi paga",
        "payers": "chi paga (coppie somma-ente)",
        "part_of": "parte di (coppie)",
    },
    "Entità": {**{f"entity {label}": label for label in LABELS}, "entity": "tutte"},
    "Menzioni esatte": {**{f"mention {label}": label for label in LABELS}, "mention": "tutte"},
    "Accordi": {
        "slots": "campi: parti, capofila, progetto, somme",
        "slots role": "gli stessi, parti e somme con ruolo",
        "slot kind": "tipo",
        "slot status": "stato",
        "slot party": "parti",
        "slot party role": "parti con ruoli",
        "slot lead": "capofila",
        "slot project": "progetto",
        "slot objective": "obiettivi",
        "slot sum": "somme",
        "slot sum role": "somme con ruolo",
        "agreements": "accordi riconosciuti",
        "agreements right": "accordi giusti in tutto",
    },
}
"""Figures with precision and recall."""

SHARES: dict[str, str] = {
    "kind right": "tipo giusto, degli accordi riconosciuti",
    "status right": "stato giusto, degli accordi riconosciuti",
    "none found": "comunicati senza accordi che restano senza",
    "record right": "comunicati giusti in ogni campo",
    **{f"field {name}": f"  {name}" for name in FIELDS},
    **{f"role trusted {least}": f"ruolo giusto, con fiducia da {least:.2f}".replace(".", ",") for least in TRUSTS},
    **{
        f"agreement trusted {least}": f"accordo giusto, con fiducia da {least:.2f}".replace(".", ",")
        for least in TRUSTS
    },
}
"""Figures that are a share of something."""
