"""Who pays a sum and who receives it, out of which fund, for which territory: by the words that tie names to it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import Any

import regex

from extractor.lexicon import CueTable, Lexicon, Words, fold
from extractor.pipeline.entities import Entity
from extractor.pipeline.facts import Money, Share
from extractor.pipeline.layout import Layout
from extractor.pipeline.mentions import Mention
from extractor.pipeline.patterns import lazy
from extractor.pipeline.screens import stands_in

_PREPOSITION = r"(?:d(?:a|al|alla|allo|all'|ai|agli|alle|ell'|ella|el|ello|ei|i|all)|dell)"
# between a sum and the payer after it: " a carico della ", " stanziati dal ", " della ", " da parte di "
_AGENT = lazy(
    r"^\s*(?:\)?,?\s*pari\s+al?\S*\s*[\d,.]+\s*(?:%|per\s+cento)[^.;]{0,20}?,?)?\s*(?:di\s+(?:euro|fondi|risorse|contribut\w+|finanziament\w+|investiment\w+|cofinanziament\w+)\s+)?,?\s*(?:\(?\s*)?"
    r"(?:(?P<agent>a\s+carico\s+(?:del\w*'?|di|d')|(?:(?:che\s+)?(?:sono|è|saranno|verranno|vengono|è\s+stat[oa]|sono\s+stat[ie])\s+)?(?:interamente\s+|già\s+|tutti\s+|appositamente\s+|cof?inanziat\w\s+)?"
    r"(?:stanziat|finanziat|cofinanziat|mess\w\s+(?:a\s+disposizione|in\s+campo)|erogat|concess|assegnat|garantit|copert|provenient|sostenut|investit|donat|offert|pagat|trasferit|derivant|versat|apportat|deliberat|fornit|impegnat|destinat|arrivat|sbloccat|ottenut|ricevut|riconosciut|res[ie]\s+disponibil|disponibil)\w*"
    r"(?:\s+\p{L}+){0,2}?\s+(?:da\s+parte\s+)?(?:d(?:a|al|alla|allo|ai|agli|alle)\s|d(?:all|ell)'|d(?:i|el|ella|ello|ei)\s)|da\s+parte\s+(?:di|del\w*'?)|(?:arriv\w+|proveng\w+|vengono|viene|saranno\s+mess\w)\s+(?:d(?:a|al|alla|allo|ai|agli|alle)\s|dall'))"
    r"|(?P<of>(?:in\s+arrivo\s+)?(?:d(?:al|alla|allo|ai|agli|alle)\s|dall'|d(?:el|ella|ello|ei|i)\s|dell')))\s*(?:il\s|la\s|l'|lo\s)?$"
)
_JOINED = lazy(
    r"^\s*(?:,|e|ed|,\s*e|con|insieme\s+a\w*|e\s+d(?:a|al|alla|allo|all'|el|ella|ell'|i)|,\s*d(?:al|alla|all'|el|ella|ell'))\s*(?:l[ao']\s?|il\s|i\s|gli\s)?$"
)
# before a sum: "la quota a carico di X è pari a", "il contributo della X di", "lo sforzo finanziario per X è pari a"
_QUOTA = lazy(
    r"(?r)(?:a\s+carico\s+(?:del\w*'?|di)|(?:quota|contribut\w|finanziament\w|cofinanziament\w|stanziament\w|sforzo\s+finanziario|impegno(?:\s+finanziario)?|apporto|partecipazione|compartecipazione|sostegno|risorse|intervento\s+finanziario|investiment\w)\b[^.;,]{0,30}\s(?:di|del|della|dello|dell'|dal|dalla|per|da\s+parte\s+d\w+)'?)\s*(?:l[ao']\s?|il\s)?$"
)
_QUOTA_BRIDGE = lazy(
    r"^[^.;:]{0,70}?(?:è|pari|ammont\w+|sarà|di|a|per|corrispond\w+|equival\w+|:|\s)\s*(?:circa|oltre|quasi|più\s+di|i|gli|ben)?\s*$"
)
_ADJECTIVE = lazy(
    r"^\s*(?:di\s+(?:euro\s+)?)?(?:di\s+)?(?:fondi|risorse|contributi|finanziament[io]|soldi|cofinanziamento)?\s*(?P<adjective>[\p{L}]+)"
)
_ADJECTIVE_BEFORE = lazy(
    r"(?r)(?:fondi|risorse|contribut\w|finanziament\w|quota|parte|cofinanziamento|stanziamento|bilancio)\s+(?P<adjective>[\p{L}]+)(?:\s+\p{L}+){0,4}\s*(?:è|pari|per|di|a|ammont\w+|sono|:|\s)*$"
)
_FUNDING_STEMS = ("fondi", "risorse", "contribut", "finanziament", "quota", "parte", "stanziamento", "bilancio")
_STATE = lazy(
    r"\b(?:dal(?:lo)?\s+stato\b|dello\s+stato\b|a\s+carico\s+dello\s+stato\b|(?:risorse|fondi|contribut\w+|quota)\s+statal\w+|statali\b)"
)
_TO = lazy(
    r"^\s*(?:di\s+euro\s+)?,?\s*(?:(?:che\s+)?(?:(?:sono|saranno|verranno|è|sarà|vengono)\s+)?(?:andr\w+|vanno|va|destinat\w+|assegnat\w+|concess\w+|erogat\w+|riservat\w+|trasferit\w+|attribuit\w+|riconosciut\w+|finiranno|arriv\w+|spett\w+|dat\w)\s+)?"
    r"(?:a\s+fondo\s+perduto\s+)?(?:a|ad|al|alla|allo|ai|agli|alle|all'|per|per\s+il|per\s+la|per\s+l'|in\s+favore\s+d\w+'?|a\s+favore\s+d\w+'?|a\s+beneficio\s+d\w+'?|verso)\s*(?:l[ao']\s?|il\s|i\s|gli\s|società\s|ditta\s|azienda\s|impresa\s)?$"
)
_TO_BEFORE = lazy(
    r"(?r)(?:\b(?:a|ad|al|alla|allo|ai|agli|alle|per|per\s+il|per\s+la|in\s+favore\s+d\w+|a\s+favore\s+d\w+)\s|\ball'|\bper\s+l')\s*(?:l[ao']\s?|il\s)?$"
)
_TO_BRIDGE = lazy(
    r"^\s*(?:,|\(|:|-)?\s*(?:andranno|andrà|vanno|va|spett\w+|sono\s+(?:stati\s+)?(?:assegnati|destinati|concessi)|vengono|arrivano|è\s+stato\s+(?:assegnato|concesso)|un|il|contributo|finanziamento|di|circa|oltre|altri|ulteriori|euro|invece|\s)*$"
)
_FUND_LINK = lazy(
    r"(?r)(?:fond[oi]|risorse|valere\s+s\w+'?|grazie\s+a\w*'?|nell'ambito\s+d\w+'?|tramite|attraverso|con\s+(?:i|le|il|la)|dal(?:la|l')?|del(?:la|l')?|finanziat\w+\s+\w+|d[ai]i?|misura|programma|quadro\s+d\w+|sul|sulla|su|bilancio)\s*(?:il\s|i\s|la\s|l')?$"
)
_ITS_OWN_SUM = lazy(r"\s*[:(,]?\s*(?:euro\s+|€\s*)?\d")
_IN_PLACE = lazy(
    r"^\s*(?:,\s*)?(?:euro\s+)?(?:in|nel|nella|nelle|nei|nell'|per\s+(?:la|il|l'|le)|sul\s+territorio\s+d\w+'?|a|ad|alla|al|in\s+provincia\s+di|per)\s*(?:regione\s)?$"
)


class PayerCues:
    """The lexicon's words of paying and receiving, ready to be found."""

    def __init__(self, lexicon: Lexicon) -> None:
        tables = lexicon.tables["cues"]
        self.verbs = CueTable([tables["payer"]["verbs"]], lexicon.cues)
        self.receives = CueTable([tables["beneficiary"]["before"]], lexicon.cues)
        self.adjectives: dict[str, str] = {
            word: kind for kind, row in tables["payer_adjectives"].items() for word in row
        }


class Scene:
    """One text's mentions and entities, ready for questions about what stands near a sum."""

    def __init__(
        self, words: Words, layout: Layout, mentions: list[Mention], entities: list[Entity], main: int | None
    ) -> None:
        self.words, self.layout, self.mentions, self.entities, self.main = words, layout, mentions, entities, main
        self.low = words.low
        self.starts = [mention["start"] for mention in mentions]
        self._by_kind: dict[str, tuple[list[int], int | None]] = {}  # mentions in order, and the only body
        self.entity_of: dict[int, int] = {
            index: number for number, entity in enumerate(entities) for index in entity["mentions"]
        }

    def between(self, start: int, end: int) -> list[int]:
        """The indexes of the mentions that begin in a span."""
        return list(range(bisect_left(self.starts, start), bisect_left(self.starts, end)))

    def share(self, mention: int, **extra: Any) -> Share:
        """The entity of a mention, as one who pays or receives."""
        number = self.entity_of[mention]
        share: Share = {"entity": number, "name": self.entities[number]["name"]}
        share.update(extra)  # type: ignore[typeddict-item]
        return share

    def of_kind(self, kind: str, position: int) -> int | None:
        """The entity of a kind that an adjective such as "regionali" means: the only one, or the main body."""
        family = {
            "region": ("region",),
            "province": ("province",),
            "municipality": ("municipality",),
            "ministry": ("ministry",),
            "chamber": ("chamber",),
        }[kind]
        if self.main is not None and self.entities[self.main].get("kind") in family:
            return self.main
        if kind not in self._by_kind:
            bodies = {number for number, entity in enumerate(self.entities) if entity.get("kind") in family}
            told = sorted(index for index, number in self.entity_of.items() if number in bodies)
            self._by_kind[kind] = told, bodies.pop() if len(bodies) == 1 else None
        told, only = self._by_kind[kind]
        place = bisect_right(told, position, key=self.starts.__getitem__)
        return only if only is not None else self.entity_of[told[place - 1]] if place else None


def assign_shares(scene: Scene, moneys: list[Money], cues: PayerCues) -> None:
    """Give every sum its payers, beneficiaries, funds and territory, as far as the text ties them to it."""
    taken: set[int] = set()  # mentions that already pay the sum before them
    for index, money in enumerate(moneys):
        start, end = (
            scene.layout.sentences[money["sentence"]] if money["sentence"] >= 0 else (money["start"], money["end"])
        )
        start, end = max(start, money["start"] - 400), min(end, money["end"] + 400)
        left = max(start, moneys[index - 1]["end"]) if index and moneys[index - 1]["end"] > start else start
        right = min(end, moneys[index + 1]["start"]) if index + 1 < len(moneys) else end
        payers = _payers(scene, money, cues, start, left, right)
        if payers:
            money["payers"] = payers
        _funds(scene, money, left, right)
        _territory(scene, money, right)
        receivers = _beneficiaries(scene, money, cues, left, right, {share["name"] for share in payers}, taken)
        names = {share["name"] for share in payers}
        taken.update(
            each
            for each in scene.between(money["end"], right)
            if scene.entities[scene.entity_of[each]]["name"] in names
        )
        if receivers:
            money["beneficiaries"] = receivers


def _may_pay(scene: Scene, mention: int) -> bool:
    return scene.mentions[mention]["label"] in ("INSTITUTION", "COMPANY")


def _payers(scene: Scene, money: Money, cues: PayerCues, start: int, left: int, right: int) -> list[Share]:
    return (
        _agent_after(scene, money, right)
        or _quota_before(scene, money, left)
        or _state(scene, money, left, right)
        or _by_adjective(scene, money, cues, left)
        or _subject_before(scene, money, cues, start)
    )


# "onere a carico dello Stato: 15,6 milioni", "la quota statale, 104 milioni", "lo Stato ci mette 3 milioni"
_STATE_BEFORE = lazy(
    r"\b(?:a\s+carico\s+dello\s+stato|(?:quota|risorse|fondi|contribut[oi]|finanziament[oi]|soldi|cofinanziamento)\s+(?:dello\s+stato|statal[ei])|statal[ei]|lo\s+stato\s+(?:ci\s+|ne\s+)?(?:mette|versa|paga|copre|stanzia|concorre|contribuisce|partecipa|garantisce|finanzia|assegna)\p{L}*|dallo\s+stato|erario)"
    r"[^.;\d]{0,45}$"
)
# "57.939.550 euro, viene dallo Stato"
_STATE_AFTER = lazy(
    r"\s*,?\s*(?:(?:che\s+)?(?:vien[ei]|vengono|arriv\p{L}+|giung\p{L}+|proveng\p{L}+|provenient\p{L}+|sono|è|saranno|sarà|li\s+mette|li\s+paga|a\s+carico|stanziat\p{L}+|finanziat\p{L}+|mess\p{L}+|copert\p{L}+|assegnat\p{L}+)\s+){0,2}(?:dallo\s+stato|lo\s+stato|dell'erario|dall'erario|(?:di\s+)?(?:fondi\s+|risorse\s+)?statali)\b"
)


def _state(scene: Scene, money: Money, left: int, right: int) -> list[Share]:
    """The State without a named body."""
    before = scene.low[max(left, money["start"] - 110) : money["start"]]
    after = scene.low[money["end"] : min(right, money["end"] + 70)]
    told = ("stat" in before and _STATE_BEFORE.search(before)) or ("erario" in before and _STATE_BEFORE.search(before))
    if told or _STATE_AFTER.match(after):
        return [{"entity": None, "name": "Stato"}]
    return []


def _agent_after(scene: Scene, money: Money, right: int) -> list[Share]:
    """ "3 milioni stanziati dalla Regione", "1,1 della Provincia e del Comune", "a carico dello Stato"."""
    after = scene.low[money["end"] : right]
    if "stat" in after and regex.match(
        r"\s*,?\s*(?:a\s+carico\s+dello\s+stato|dallo\s+stato|dello\s+stato|(?:di\s+)?(?:fondi\s+|risorse\s+)?statali|(?:messi\s+a\s+disposizione|stanziati|finanziati)\s+dallo\s+stato)\b",
        after,
    ):
        return [{"entity": None, "name": "Stato"}]
    shares: list[Share] = []
    cursor = money["end"]
    for mention in scene.between(money["end"], right):
        span = scene.mentions[mention]
        if not _may_pay(scene, mention):
            if span["label"] == "PROJECT":
                break
            continue
        gap = scene.low[cursor : span["start"]]
        pattern = _JOINED if shares else _AGENT
        if len(gap) > 90 or not pattern.match(gap):
            break
        shares.append(scene.share(mention))
        cursor = span["end"]
    return shares


def _quota_before(scene: Scene, money: Money, left: int) -> list[Share]:
    """ "la quota a carico di Regione è pari a 69.412,50 euro"."""
    for mention in reversed(scene.between(left, money["start"])):
        if not _may_pay(scene, mention):
            continue
        span = scene.mentions[mention]
        if _QUOTA_BRIDGE.match(scene.low[span["end"] : money["start"]]) and _QUOTA.search(
            scene.low[max(0, span["start"] - 80) : span["start"]]
        ):
            return [scene.share(mention)]
        if scene.low[span["end"] : money["start"]].strip() in (":", "-", "(") and span["start"] - left < 6:
            return []
    return []


def _by_adjective(scene: Scene, money: Money, cues: PayerCues, left: int) -> list[Share]:
    """ "35 statali e 15 comunali", "3 milioni di fondi regionali", "risorse regionali per 2 milioni"."""
    for side in ("after", "before"):
        if side == "after":
            match = _ADJECTIVE.match(scene.low[money["end"] : money["end"] + 60])
        else:
            before = scene.low[max(left, money["start"] - 90) : money["start"]]
            match = _ADJECTIVE_BEFORE.search(before) if stands_in(_FUNDING_STEMS, before) else None
        kind = cues.adjectives.get(match["adjective"]) if match else None
        if kind is None:
            continue
        if kind == "state":
            return [{"entity": None, "name": "Stato"}]
        if kind == "eu":
            return []
        number = scene.of_kind(kind, money["start"])
        if number is not None:
            return [{"entity": number, "name": scene.entities[number]["name"]}]
    return []


# the end of the words before a verb, before the body that may pay, between the two
_PASSIVE_END = lazy(r"\b(?:è|sono|sarà|saranno|viene|vengono|verrà|verranno|stat[oaie])\s+(?:già\s+|anche\s+|ora\s+)?$")
_FROM_END = lazy(r"\b(?:dal|dalla|dallo|dall'|da)\s*(?:l[ao']\s?)?$")
_OTHER_CLAUSE = lazy(r"[;:.]|\b(?:che\s+(?:ha\s+)?(?:ricev|otten)|è\s+stat)")
_NO_SUBJECT = lazy(r"\b(?:al|alla|allo|all'|ai|agli|per\s+(?:il|la|l')|a|con|presso)\s*(?:l[ao']\s?)?$")


def _subject_before(scene: Scene, money: Money, cues: PayerCues, start: int) -> list[Share]:
    """ "la Regione stanzia 3 milioni": the body before a verb of paying, in the sum's own clause."""
    words = scene.words
    verbs = list(cues.verbs.find(words, bisect_left(words.starts, start), bisect_left(words.starts, money["start"])))
    if not verbs:
        return []
    for verb in reversed(verbs):
        verb_start = words.starts[verb.start]
        before = [mention for mention in scene.between(start, verb_start) if _may_pay(scene, mention)]
        passive = _PASSIVE_END.search(scene.low[max(start, verb_start - 30) : verb_start])
        agent = [
            mention for mention in scene.between(words.ends[verb.end - 1], money["start"]) if _may_pay(scene, mention)
        ]
        if agent and _FROM_END.search(
            scene.low, max(0, scene.mentions[agent[0]]["start"] - 12), scene.mentions[agent[0]]["start"]
        ):
            return [scene.share(agent[0])]
        if passive or not before:
            continue
        mention = before[-1]
        span = scene.mentions[mention]
        gap = scene.low[span["end"] : verb_start]
        if len(gap) > 60 or _OTHER_CLAUSE.search(gap):
            continue
        lead_in = scene.low[max(0, span["start"] - 14) : span["start"]]
        if _NO_SUBJECT.search(lead_in):
            continue
        shares = [scene.share(mention)]
        cursor = mention
        while cursor - 1 in range(len(scene.mentions)) and cursor - 1 in before:
            gap = scene.low[scene.mentions[cursor - 1]["end"] : scene.mentions[cursor]["start"]]
            if not _JOINED.match(gap):
                break
            cursor -= 1
            shares.insert(0, scene.share(cursor))
        return shares
    return []


def _funds(scene: Scene, money: Money, left: int, right: int) -> None:
    funds: list[int] = []
    for mention in scene.between(max(left, money["start"] - 160), min(right, money["end"] + 160)):
        span = scene.mentions[mention]
        if span["label"] != "PROJECT" or not _is_fund(scene.words.text[span["start"] : span["end"]], span["key"]):
            continue
        between = scene.low[span["end"] : money["start"]]
        if span["end"] <= money["start"] and left > 0 and ("," in between or " e " in between):
            continue  # "19 milioni a valere sul Pnrr, 6,2 della Regione": the fund is that of the sum before
        if _FUND_LINK.search(scene.low[max(0, span["start"] - 40) : span["start"]]):
            number = scene.entity_of[mention]
            if number not in funds:
                funds.append(number)
    if funds:
        money["funds"] = funds


_FUND_WORDS = lazy(
    r"\b(?:fond[oi]|fund|pnrr|pnc|fesr|fse\+?|fsc|feasr|feamp\w?|por|pr|psr|csr|pon|pn|poc|psc|recovery|next\s+generation|horizon|interreg|life|erasmus|ngeu|jtf|cef|react|superbonus|sabatini)\b"
)


def _is_fund(name: str, key: str) -> bool:
    return _FUND_WORDS.search(fold(name)) is not None or key in ("project:pnrr", "project:pnc", "project:ngeu")


def _territory(scene: Scene, money: Money, right: int) -> None:
    for mention in scene.between(money["end"], min(right, money["end"] + 60)):
        span = scene.mentions[mention]
        place = span["label"] == "PLACE" or (span.get("kind") == "region" and span["label"] == "INSTITUTION")
        if place and _IN_PLACE.match(scene.low[money["end"] : span["start"]]):
            if "," in scene.low[money["end"] : span["start"]] and _ITS_OWN_SUM.match(scene.low, span["end"]):
                return  # "1,4 milioni a Terni, a Gubbio 980 mila": the place of the next sum
            if span["label"] == "INSTITUTION" and not regex.search(
                r"\bin\s+$", scene.low[max(0, span["start"] - 5) : span["start"]]
            ):
                return
            name = span.get("canonical", scene.words.text[span["start"] : span["end"]])
            name = name.removeprefix("Regione ") if span.get("kind") == "region" else name
            money["territory"] = [name, span.get("code")]
        return


def _beneficiaries(
    scene: Scene, money: Money, cues: PayerCues, left: int, right: int, payers: set[str], taken: set[int]
) -> list[Share]:
    if money.get("role") not in ("contribution", "loan", "allocation", None):
        return []
    shares: list[Share] = []
    cursor = money["end"]
    for mention in scene.between(money["end"], right):
        span = scene.mentions[mention]
        if not _may_pay(scene, mention):
            break
        gap = scene.low[cursor : span["start"]]
        pattern = _JOINED if shares else _TO
        if len(gap) > 70 or not pattern.match(gap):
            break
        share = scene.share(mention)
        if share["name"] not in payers:
            shares.append(share)
        cursor = span["end"]
    if shares:
        return shares
    return _receiver_before(scene, money, cues, left, payers, taken)


def _receiver_before(
    scene: Scene, money: Money, cues: PayerCues, left: int, payers: set[str], taken: set[int]
) -> list[Share]:
    for mention in reversed(scene.between(left, money["start"])):
        if not _may_pay(scene, mention):
            continue
        span = scene.mentions[mention]
        gap = scene.low[span["end"] : money["start"]]
        share = scene.share(mention)
        if share["name"] in payers or mention in taken:
            return []
        if _TO_BEFORE.search(scene.low[max(0, span["start"] - 24) : span["start"]]) and _TO_BRIDGE.match(gap):
            return [share]
        first = bisect_left(scene.words.starts, span["end"])
        if any(True for _ in cues.receives.find(scene.words, first, bisect_left(scene.words.starts, money["start"]))):
            return [share]
        if len(gap) < 40 and _row_bridge(gap):
            return [share]
        return []
    return []


def _row_bridge(gap: str) -> bool:
    """In a list's row, name and sum stand side by side: "Rossi srl (Terni) - 120.000 euro"."""
    return regex.match(r"^\s*(?:\([^()]*\))?(?:,\s*\p{L}+(?:\s\p{L}+)?)?\s*[:|,\-\t ]*\s*$", gap) is not None and (
        not gap.strip() or gap.strip()[-1:] in ":|-,)" or "  " in gap or "\t" in gap
    )
