"""Why a record says what it says: for each value the rule, the cue or the model that gave it, in words.

>>> in_words("B=stanzi")
'prima: «stanzi…»'
"""

from __future__ import annotations

from typing import NamedTuple

from spacy.tokens import Doc

from extractor.pipeline.doc_data import data_of, text_of
from extractor.pipeline.patterns import lazy
from extractor.pipeline.relation_features import Reading

_NAMES = {
    "<I>": "un ente",
    "<C>": "un'impresa",
    "<P>": "un progetto",
    "<H>": "una persona",
    "<L>": "un luogo",
    "<S>": "una somma",
    "#": "una cifra",
}
_RULES = {
    "lexicon": "lessico",
    "model": "modello dei nomi",
    "other model": "altra pipeline",
    "generic": "nome comune per un ente già nominato",
    "repeat": "forma breve di un nome già trovato",
    "legal form": "forma giuridica",
    "cue": "parola che annuncia il nome",
    "acting": "regione che agisce",
    "paid": "territorio accanto a una somma",
    "surname": "cognome di persona già nominata",
}
_FEATURE = lazy(
    r"(?P<kind>[a-z]{1,3}|[A-Z]{1,2}|m|l|t|ll|whole|last|near|nearw|cw|cue|rule|block|gap|body|label|role|side|per|q|prev)?(?P<side>[<>])?(?P<place>\d)?[=<>: ]?(?P<value>.*)"
)
_PLACES = {
    "B": "prima", "b": "subito prima", "bb": "subito prima", "bbb": "subito prima", "A": "dopo", "a": "subito dopo", "aa": "subito dopo",
    "l": "davanti al nome", "ll": "davanti al nome", "t": "dopo il nome", "m": "fra nome e somma", "whole": "fra nome e somma", "last": "fra nome e somma",
    "cw": "parola del lessico", "nearw": "parola del lessico", "near": "parole del lessico per", "cue": "parole del lessico per", "rule": "regola",
    "block": "posto nel testo", "per": "unità", "q": "qualificatore", "gap": "fra due somme", "body": "tipo di ente", "label": "tipo", "role": "ruolo della somma",
    "side": "posizione", "kind": "tipo di atto",
}  # fmt: skip


class Reason(NamedTuple):
    """One value and what gave it.

    Attributes:
        what: the value, in words.
        where: its place in the text, in characters; None for what is concluded from the whole.
        why: the rule, the cue or the model.
    """

    what: str
    where: tuple[int, int] | None
    why: str


def in_words(feature: str) -> str:
    """A classifier's feature as a person reads it."""
    match = _FEATURE.fullmatch(feature)
    assert match is not None  # everything in it may be missing
    value = " ".join(_NAMES.get(word, word + ("…" if len(word) == 6 else "")) for word in match["value"].split())
    place = _PLACES.get(match["kind"] or "")
    return f"{place}: «{value}»" if place and value else f"«{feature}»"


def explain(doc: Doc, reading: Reading) -> list[Reason]:
    """The reasons for every value of a Doc that went through a pipeline that keeps them.

    Args:
        doc: the annotated Doc.
        reading: what the relations component read of it, with the reasons.
    """
    data, text = data_of(doc), text_of(doc)
    found: list[Reason] = []
    for entity in data.get("entities", []):
        mention = data["mentions"][entity["mentions"][0]]
        rule = mention["rule"]
        why = _RULES.get(rule) or (f"regola «{rule.split(':', 1)[1]}»" if ":" in rule else f"regola «{rule}»")
        found.append(Reason(f"{entity['label']} {entity['name']}", (mention["start"], mention["end"]), why))
    for index, money in enumerate(data.get("amounts", [])):
        if money.get("fact", index) != index:
            continue
        where = money["start"], money["end"]
        shown = text[where[0] : where[1]]
        why = "; ".join(map(in_words, money.get("reasons", ()))) or "modello dei ruoli"
        found.append(
            Reason(f"{shown}: {money.get('role')}", where, f"{why} (fiducia {money.get('confidence', 0):.2f})")
        )
        if "part_of" in money:
            whole = data["amounts"][money["part_of"]]
            found.append(
                Reason(
                    f"{shown}: parte di {text[whole['start'] : whole['end']]}", where, "regola delle parti e dei totali"
                )
            )
        for side, verb in (("payers", "paga"), ("beneficiaries", "riceve")):
            for share in money.get(side, ()):
                reasons = reading.share_reasons.get((index, share["entity"]), ())
                if share.get("inferred"):
                    why = "dedotto: l'ente del comunicato, o chi paga il totale"
                else:
                    why = "; ".join(map(in_words, reasons)) or "regola di chi paga"
                found.append(Reason(f"{shown}: {verb} {share['name']}", where, why))
    for number, agreement in enumerate(data.get("agreements", []), 1):
        name = f"accordo A{number}"
        votes = ", ".join(sorted(data["act"]["votes"], key=lambda kind: -data["act"]["votes"][kind])[:3]) or "nessuna"
        found.append(Reason(f"{name}: {agreement['kind']}", None, f"modello; parole del lessico per: {votes}"))
        found.append(Reason(f"{name}: {agreement['status']}", None, "modello dello stato"))
        for entity, roles in agreement["parties"]:
            kept = reading.party_reasons.get(entity, {})
            why = (
                "; ".join(dict.fromkeys(in_words(each) for role in roles for each in kept.get(role, ())))
                or "regola delle parti"
            )
            found.append(Reason(f"{name}: {data['entities'][entity]['name']} ({', '.join(roles)})", None, why))
    return found
