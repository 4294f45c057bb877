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
    r"(?P<kind>nearw|near|whole|last|rule|block|gap|body|label|role|side|per|cue|bbb|bb|aa|ll|lm|mr|cw|q|b|a|l|t|m|B|A|I)?(?P<side>[<>])?(?P<place>\d)?[=: ]?(?P<value>.*)"
)
_PLACES = {
    "B": "prima", "b": "subito prima", "bb": "subito prima", "bbb": "subito prima", "A": "dopo", "a": "subito dopo", "aa": "subito dopo",
    "l": "davanti al nome", "ll": "davanti al nome", "t": "dopo il nome", "m": "fra nome e somma", "whole": "fra nome e somma", "last": "fra nome e somma",
    "cw": "parola del lessico", "nearw": "parola del lessico", "near": "parole del lessico per", "cue": "parole del lessico per", "rule": "regola",
    "block": "posto nel testo", "per": "unità", "q": "qualificatore", "gap": "fra due somme", "body": "tipo di ente", "label": "tipo", "role": "ruolo della somma",
    "side": "posizione", "kind": "tipo di atto", "I": "prima dell'elenco", "lm": "fra nome e somma", "mr": "fra nome e somma",
}  # fmt: skip


_PLAIN = {
    "part": "è parte di un'altra somma", "whole": "ha parti", "speech": "in un discorso diretto", "background": "racconta il passato", "twin": "la stessa somma è nel titolo o nel testo",
    "state pays": "paga lo Stato",
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
    if feature in _PLAIN:
        return _PLAIN[feature]
    match = _FEATURE.fullmatch(feature)
    assert match is not None  # everything in it may be missing
    value = " ".join(_NAMES.get(word, word + ("…" if len(word) == 6 else "")) for word in match["value"].split())
    place = _PLACES.get(match["kind"] or "")
    return f"{place}: «{value}»" if place and value else f"«{feature}»"


_WORDS = lazy(
    r"(?:B|b\d|bb|bbb|A|a\d|aa|gap)=.*|(?:m|l|ll|t|whole|last|I|lm|mr)[<>].*|(?:cw|nearw|near|cue)[<>].*|rule=.*|per=(?!None).*|q=(?!exact).*|part.*|whole|speech|background|twin|state pays|ruled.*|pays .*|receives .*"
)


def told(features: list[str] | tuple[str, ...], count: int = 3) -> str:
    """The first few of a classifier's reasons that a person can see in the text."""
    seen = [feature for feature in features if _WORDS.fullmatch(feature)]
    return "; ".join(dict.fromkeys(in_words(feature) for feature in (seen or list(features))[:count]))


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
        why = told(money.get("reasons", ())) or "modello dei ruoli"
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
                    why = told(reasons) or "regola di chi paga"
                found.append(Reason(f"{shown}: {verb} {share['name']}", where, why))
    for number, agreement in enumerate(data.get("agreements", []), 1):
        name = f"accordo A{number}"
        votes = ", ".join(sorted(data["act"]["votes"], key=lambda kind: -data["act"]["votes"][kind])[:3]) or "nessuna"
        found.append(Reason(f"{name}: {agreement['kind']}", None, f"modello; parole del lessico per: {votes}"))
        found.append(Reason(f"{name}: {agreement['status']}", None, "modello dello stato"))
        for entity, roles in agreement["parties"]:
            kept = reading.party_reasons.get(entity, {})
            why = told([each for role in roles for each in kept.get(role, ())]) or "regola delle parti"
            found.append(Reason(f"{name}: {data['entities'][entity]['name']} ({', '.join(roles)})", None, why))
    return found
