"""Who takes part in an act, and in which role: by the words round a name, and by who pays and who receives."""

from __future__ import annotations

from extractor.pipeline.facts import Money
from extractor.pipeline.patterns import lazy
from extractor.pipeline.payers import Scene
from extractor.pipeline.screens import stands_in

ACCORDS = frozenset(
    (
        "accordo per l'innovazione", "accordo di sviluppo", "contratto di sviluppo", "contratto di programma", "accordo di programma", "accordo quadro",
        "accordo di collaborazione", "protocollo d'intesa", "convenzione", "patto", "intesa",
    )
)  # fmt: skip
CALLS = frozenset(("bando", "graduatoria"))
_ROLE_ORDER = (
    "promoter",
    "signatory",
    "funder",
    "lead",
    "partner",
    "implementer",
    "contracting_authority",
    "contractor",
    "beneficiary",
)

# the words that end before a name → the role they give it
_BEFORE = tuple(
    (role, lazy(rf"(?r)(?<!\p{{L}})(?:{words})\s*(?:l[ao']\s?|il\s|i\s|gli\s|le\s|società\s|azienda\s|ditta\s|impresa\s|\")*$"))
    for role, words in (
        ("lead", r"capofila(?:\s+(?:è|sarà|del\s+progetto\s+è))?|mandataria|capogruppo|guidat[oaie]\s+d\w+|coordinat[oaie]\s+d\w+|con\s+capofila|capitanat\w\s+d\w+"),
        ("implementer", r"soggett[oi]\s+attuator[ei]\W*(?:è|sarà|saranno)?|attuator[ei]\s+(?:è|sarà)|(?:realizzat|gestit|attuat|eseguit|curat|istruit)\w+\s+(?:da|dal|dalla|dall'|dallo)|attuazione\s+(?:è\s+)?affidata\s+\w+|gestione\s+(?:è\s+)?(?:affidata|a\s+cura)\s+\w+|a\s+cura\s+d\w+'?|per\s+il\s+tramite\s+d\w+'?|avvalendosi\s+d\w+'?|supporto\s+(?:tecnico\s+)?d\w+'?"),
        ("contractor", r"(?:aggiudicat|affidat|assegnat)\w*\s+(?:i\s+lavori\s+|l'appalto\s+|la\s+gara\s+|l'intervento\s+)?(?:a|al|alla|all'|allo)\s*(?:raggruppamento|rti|ati|consorzio|temporane\w+|di\s+imprese|formato|composto|costituito|d\w+|ditta|società|impresa|tra|\s)*|aggiudicatari[ao]\W*(?:è|sarà)?|mandant[ei]|eseguir(?:à|anno)|appaltatrice"),
        ("contracting_authority", r"stazione\s+appaltante\W*(?:è|sarà)?|bandit[oa]\s+d\w+'?|indett[oa]\s+d\w+'?"),
        ("partner", r"partner(?:ship)?\W*(?:del\s+progetto|industrial\w|scientific\w|sono|con|e|:)*|in\s+collaborazione\s+con|insieme\s+(?:a|ad|al|alla|all'|con)|in\s+partenariato\s+con|partenariato\s+(?:con|formato\s+da)|affiancat\w\s+d\w+|collabor\w+\s+(?:anche\s+)?(?:con)?|partecip\w+\s+(?:anche\s+)?|con\s+la\s+partecipazione\s+d\w+'?|con\s+il\s+coinvolgimento\s+d\w+'?|aderisc\w+|in\s+cordata\s+con"),
        ("promoter", r"promoss[oaie]\s+d\w+'?|su\s+iniziativa\s+d\w+'?|bando\s+d(?:ella|el|ell')|avviso\s+d(?:ella|el|ell')|pubblicat[oaie]\s+d\w+'?|emanat\w\s+d\w+'?|lanciat\w\s+d\w+'?|volut\w\s+d\w+'?"),
        ("signatory", r"(?:firmat|sottoscritt|siglat|stipulat)[oaie]\s+(?:\p{L}+\s+){0,3}?(?:da|dal|dalla|dall'|dallo|tra|fra|con)|(?:tra|fra)|(?:accordo|protocollo|convenzione|contratto|intesa|patto)(?:\s+\S+){0,6}?\s+con|firmatari\w*\W*(?:sono)?"),
        ("beneficiary", r"(?:a|in)\s+(?:favore|beneficio)\s+d\w+'?|beneficiari\w*\W*(?:è|sarà|sono)?|(?:presentat|propost)[oaie]\s+d\w+'?|assegnat\w\s+a\w*'?|concess\w\s+a\w*'?|erogat\w\s+a\w*'?|ammess[oaie]"),
    )
)  # fmt: skip
_AFTER = tuple(
    (role, lazy(rf"^\s*(?:{words})"))
    for role, words in (
        ("lead", r"\(?\s*,?\s*(?:in\s+qualità\s+di\s+|quale\s+|come\s+|è\s+(?:il\s+)?|soggetto\s+)*(?:capofila|mandataria|capogruppo)\b"),
        ("contractor", r"(?:\(mandant[ei]\)|,?\s*(?:si\s+è\s+aggiudicat|ha\s+vinto\s+(?:la\s+gara|l'appalto)|eseguirà|che\s+ha\s+offerto|che\s+ha\s+presentato\s+(?:il\s+ribasso|l'offerta)))"),
        ("implementer", r"(?:,?\s*(?:soggetto\s+attuatore|ente\s+attuatore|in\s+qualità\s+di\s+attuatore)|,?\s*(?:che\s+)?(?:gestirà|gestisce|realizzerà|curerà|eseguirà\s+i\s+lavori|istruirà|attuerà|che\s+ha\s+istruito))"),
        ("contracting_authority", r",?\s*(?:stazione\s+appaltante|ha\s+aggiudicato|ha\s+bandito|ha\s+affidato)"),
        ("signatory", r"(?:ha|hanno)\s+(?:firmato|sottoscritto|siglato|stipulato)|\s*(?:firm|sigl|sottoscriv)(?:ano|ono|a|e|eranno|erà)\b"),
    )
)  # fmt: skip
# without one of these stems the pattern of a role cannot match
_BEFORE_STEMS = {
    "lead": ("capofila", "mandataria", "capogruppo", "guidat", "coordinat", "capitanat"),
    "implementer": ("attua", "realizzat", "gesti", "eseguit", "cura", "istruit", "tramite", "avvalendosi", "supporto"),
    "contractor": ("aggiudicat", "affidat", "assegnat", "mandant", "eseguir", "appaltatrice"),
    "contracting_authority": ("stazione", "bandit", "indett"),
    "partner": (
        "partner", "collabor", "insieme", "partenariato", "affiancat", "partecip", "coinvolgimento", "aderisc", "cordata",
    ),
    "promoter": ("promoss", "iniziativa", "bando", "avviso", "pubblicat", "emanat", "lanciat", "volut"),
    "signatory": (
        "tra", "fra", "firmat", "sottoscritt", "siglat", "stipulat", "accordo", "protocollo", "convenzione", "intesa", "patto",
    ),
    "beneficiary": ("favore", "benefici", "presentat", "propost", "assegnat", "concess", "erogat", "ammess"),
}  # fmt: skip
_AFTER_STEMS = {
    "lead": ("capofila", "mandataria", "capogruppo"),
    "contractor": ("mandant", "aggiudicat", "vinto", "eseguir", "offerto", "presentato"),
    "implementer": ("attua", "attuer", "gesti", "realizzer", "curer", "eseguir", "istrui"),
    "contracting_authority": ("stazione", "aggiudicato", "bandito", "affidato"),
    "signatory": ("firm", "sottoscri", "sigl", "stipulato"),
}
_LISTING = lazy(
    r"^\s*(?:\([^()]{0,40}\))?\s*(?:,|;|e|ed|,\s*e|,?\s+(?:insieme\s+)?(?:a|con|oltre\s+a\w*'?|nonché)|e\s+da\w*'?)\s*(?:l[ao']\s?|il\s|i\s|gli\s|le\s|d\w+'?\s|società\s|capofila\s|azienda\s|imprese\s|comuni\s|delle\s|della\s|con\s)*$"
)


def find_parties(
    scene: Scene, kind: str, moneys: list[Money], span: tuple[int, int], main: int | None
) -> dict[int, set[str]]:
    """The roles of every institution and company that takes part in an act.

    Args:
        scene: the text's mentions and entities.
        kind: the kind of the act.
        moneys: the sums that belong to it.
        span: the stretch of text that tells it.
        main: the entity whose act it is where nobody else is said to do it.

    Returns:
        For each entity's index the set of its roles.
    """
    roles: dict[int, set[str]] = {}
    previous: tuple[int, str, int] | None = None
    for mention in scene.between(*span):
        label = scene.mentions[mention]["label"]
        if label not in ("INSTITUTION", "COMPANY"):
            continue
        entity = scene.entity_of[mention]
        role = _role_at(scene, mention, kind)
        if (
            role is None
            and previous is not None
            and _LISTING.match(scene.low[previous[2] : scene.mentions[mention]["start"]])
        ):
            role = "partner" if previous[1] == "lead" else previous[1]
            if role == "contractor" and label == "INSTITUTION":
                role = None
        if role is not None:
            previous = (entity, role, scene.mentions[mention]["end"])
            if _fits(role, kind, label):
                roles.setdefault(entity, set()).add(role)
                if role == "lead" and kind in ACCORDS:
                    roles[entity].add("signatory")
        else:
            previous = None
    _by_money(scene, roles, moneys, kind)
    if main is not None:
        _main_body(roles, kind, main, moneys)
    return roles


def _role_at(scene: Scene, mention: int, kind: str) -> str | None:
    span = scene.mentions[mention]
    after = scene.low[span["end"] : span["end"] + 60]
    for role, pattern in _AFTER:
        if stands_in(_AFTER_STEMS[role], after) and pattern.match(after):
            return role
    before = scene.low[max(0, span["start"] - 90) : span["start"]]
    cut = max(before.rfind(". "), before.rfind("\n"))
    before = before[cut + 1 :]
    for role, pattern in _BEFORE:
        if stands_in(_BEFORE_STEMS[role], before) and pattern.search(before):
            return role
    return None


def _fits(role: str, kind: str, label: str) -> bool:
    if role == "signatory":
        return kind in ACCORDS
    if role in ("contractor", "contracting_authority"):
        return kind in ("appalto", "convenzione", "accordo quadro") and not (
            role == "contractor" and label == "INSTITUTION"
        )
    if role == "beneficiary":
        return kind not in ("appalto",)
    if role == "promoter":
        return label == "INSTITUTION"
    return True


def _by_money(scene: Scene, roles: dict[int, set[str]], moneys: list[Money], kind: str) -> None:
    for money in moneys:
        if money.get("role") in ("other", "limit"):
            continue
        for share in money.get("payers", ()):
            if share["entity"] is not None:
                roles.setdefault(share["entity"], set()).add("funder")
        for share in money.get("beneficiaries", ()):
            if share["entity"] is not None and kind != "appalto":
                roles.setdefault(share["entity"], set()).add("beneficiary")


def _main_body(roles: dict[int, set[str]], kind: str, main: int, moneys: list[Money]) -> None:
    own = roles.get(main, set())
    if kind in CALLS or kind in ("piano", "legge"):
        roles.setdefault(main, set()).add("promoter")
    elif kind == "appalto":
        if not any("contracting_authority" in each for each in roles.values()):
            roles.setdefault(main, set()).add("contracting_authority")
    elif kind in ACCORDS:
        roles.setdefault(main, set()).add("signatory")
    elif not own and not any("funder" in each for each in roles.values()):
        roles.setdefault(main, set()).add("funder" if moneys else "promoter")


def ordered_roles(roles: set[str]) -> list[str]:
    """Roles in the order of the record.

    >>> ordered_roles({"funder", "signatory"})
    ['signatory', 'funder']
    """
    return [role for role in _ROLE_ORDER if role in roles]
