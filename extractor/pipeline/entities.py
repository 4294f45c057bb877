"""From mentions to entities: which mentions mean the same thing, and what short forms stand for.

A name that was found once is looked for in the whole text in its short forms (surname, company without legal form,
acronym); a generic word with its article ("la Regione", "l'azienda") is tied to the body that it stands for.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections import Counter
from typing import Literal, NotRequired, TypedDict

from extractor.lexicon import Lexicon, Words, key_of
from extractor.pipeline.companies import bare_name
from extractor.pipeline.mentions import LABELS, Mention, merge

_ARTICLES = frozenset(
    "il la lo l della del dello dell alla al allo all dalla dal dallo dall nella nel nello nell sulla sul sullo sull questa questo stessa stesso".split()
)
_BARE = frozenset("di a da per con tra fra e carico in ed".split())
_LOWER_CASE_KINDS = frozenset(("company",))
_HEAD_FORMS = {"region": "region", "municipality": "municipal", "province": "provinc"}


class Entity(TypedDict):
    """A thing that the text names, plain data: label, key, name, and the indexes of its mentions."""

    label: str
    key: str
    name: str
    mentions: list[int]
    kind: NotRequired[str]
    canonical: NotRequired[str]
    code: NotRequired[str]
    belfiore: NotRequired[str]
    role: NotRequired[str]
    affiliation: NotRequired[int]
    acronym: NotRequired[str]
    codes: NotRequired[list[list[str]]]  # [scheme, value], from the text, with check digits that fit


def gather(words: Words, lexicon: Lexicon, mentions: list[Mention]) -> tuple[list[Mention], list[Entity]]:
    """Complete the mentions of a text and gather them into entities.

    Args:
        words: the text's words.
        lexicon: what the rules know.
        mentions: mentions without overlaps, in order.

    Returns:
        All mentions in order, and the entities by label, then by first mention.
    """
    mentions = _unify(words, mentions)
    mentions = merge(mentions + _repeats(words, mentions))
    mentions = merge(mentions + _generic(words, lexicon, mentions))
    return mentions, _entities(words, mentions)


def _unify(words: Words, mentions: list[Mention]) -> list[Mention]:
    """Give mentions that surely mean the same thing the same key."""
    _unify_people(mentions)
    _unify_companies(mentions)
    _unify_acronyms(words, mentions)
    return mentions


def _unify_people(mentions: list[Mention]) -> None:
    full: dict[str, set[str]] = {}
    for mention in mentions:
        if mention["label"] == "PERSON" and " " in (name := mention["key"][7:]):
            parts = name.split()
            for size in range(1, len(parts)):
                full.setdefault(" ".join(parts[size:]), set()).add(mention["key"])
    for mention in mentions:
        if mention["label"] == "PERSON" and mention["rule"] != "first name":
            owners = full.get(mention["key"][7:], set()) - {mention["key"]}
            if len(owners) == 1:
                mention["key"] = owners.pop()


def _unify_companies(mentions: list[Mention]) -> None:
    """ "Bracco" is "Bracco Imaging spa" where the text names no other Bracco."""
    keys = {mention["key"] for mention in mentions if mention["label"] == "COMPANY"}
    heads: dict[str, set[str]] = {}
    for key in keys:
        parts = key[8:].split("-")
        for size in range(1, len(parts)):
            heads.setdefault("-".join(parts[:size]), set()).add(key)
    for mention in mentions:
        if mention["label"] == "COMPANY":
            owners = heads.get(mention["key"][8:], set())
            if len(owners) == 1 and mention["rule"] != "legal form":
                mention["key"] = next(iter(owners))


def _unify_acronyms(words: Words, mentions: list[Mention]) -> None:
    """ "Agenzia regionale per la casa (Arca)": what stands in brackets after a name is that name's acronym."""
    for mention, following in itertools.pairwise(mentions):
        between = words.plain[mention["end"] : following["start"]]
        if (
            mention["label"] == following["label"]
            and between in (" (", '" (', " - ")
            and words.plain[following["end"] : following["end"] + 1] == ")"
        ):
            name = words.text[following["start"] : following["end"]]
            if " " not in name and name[0].lower() == words.text[mention["start"]].lower():
                following["key"] = mention["key"]
                mention.setdefault("acronym", name)


def _short_forms(text: str, mention: Mention) -> list[str]:
    """The forms by which a text may name the same thing again."""
    name = text[mention["start"] : mention["end"]]
    forms = [name]
    if mention["label"] == "PERSON":
        parts = mention["key"][7:].split()
        surname = name.split()[1:] if len(parts) > 1 else []
        if surname:
            forms.append(" ".join(surname))
            if (
                len(surname) > 1
                and len(surname[-1]) > 3
                and surname[0][0].isupper()
                and surname[0].lower() not in ("de", "di", "del", "della", "dal", "dalla", "la", "lo", "d'", "dell")
            ):
                forms.append(surname[-1])
    elif mention["label"] == "COMPANY" and mention["rule"] not in ("generic",):
        bare = bare_name(name)
        forms.append(bare)
        forms.extend(bare[len(head) :] for head in ("Gruppo ", "gruppo ") if bare.startswith(head))
    if "acronym" in mention:
        forms.append(mention["acronym"])
    return [form for form in dict.fromkeys(forms) if len(form) > 2 and (form[0].isupper() or form[0].isdigit())]


def _repeats(words: Words, mentions: list[Mention]) -> list[Mention]:
    """Further places where a name that was found stands in one of its short forms."""
    wanted: dict[str, dict[str, Mention]] = {}
    ambiguous: set[str] = set()
    for mention in mentions:
        if mention["label"] == "PLACE" or mention.get("generic"):
            continue
        for form in _short_forms(words.text, mention):
            key = key_of(form)
            if not key or (mention["label"] == "INSTITUTION" and " " not in key and not form.isupper()):
                continue
            known = wanted.setdefault(key.split(" ", 1)[0], {}).setdefault(key, mention)
            if known["key"] != mention["key"]:
                ambiguous.add(key)
    found: list[Mention] = []
    covered = [False] * len(words)
    for mention in mentions:
        for index in range(bisect_left(words.starts, mention["start"]), bisect_left(words.starts, mention["end"])):
            covered[index] = mention["label"] != "PLACE"
    for index, low in enumerate(words.lows):
        forms = wanted.get(low)
        if not forms or covered[index] or not (words.capitalised(index) or low[0].isdigit()):
            continue
        for key in sorted(forms, key=len, reverse=True):
            size = key.count(" ") + 1
            if key in ambiguous or words.run(index, size) != key:
                continue
            source = forms[key]
            if (
                source["label"] == "PERSON"
                and index
                and words.capitalised(index - 1)
                and words.gap(index - 1) == " "
                and not covered[index - 1]
                and words.lows[index - 1] not in _ARTICLES
                and len(words.lows[index - 1]) > 3
                and size == 1
                and not words.surface(index).isupper()
            ):
                break
            found.append(_like(source, words.starts[index], words.ends[index + size - 1], "repeat"))
            break
    return found


def _generic(words: Words, lexicon: Lexicon, mentions: list[Mention]) -> list[Mention]:
    """Generic words that stand for a body: "la Regione", "il Ministero", "l'azienda"."""
    table = _alone(lexicon)
    by_kind: dict[str, list[Mention]] = {}
    for mention in mentions:
        if "kind" in mention and mention["label"] != "PLACE":
            by_kind.setdefault(mention["kind"], []).append(mention)
            if mention["kind"] == "region" and "rovincia" in mention.get("canonical", ""):
                by_kind.setdefault("province", []).append(mention)
    starts = [mention["start"] for mention in mentions]
    pools = _Pools(by_kind)
    found: list[Mention] = []
    for index, low in enumerate(words.lows):
        phrases = table.get(low)
        if not phrases:
            continue
        for key, kinds in phrases:
            size = key.count(" ") + 1
            if words.run(index, size) != key:
                continue
            stand_in = _stands_for(words, lexicon, index, size, kinds, pools, mentions, starts)
            if stand_in is not None:
                found.append(stand_in)
            break
    return found


# where a lower-case "comune", "regione", "provincia" is a stretch of country, not its government
_WHERE = frozenset("in nel nella nell sul sulla sull".split())
_LANDS = frozenset(("comune", "regione", "provincia", "comunita", "parco", "unione", "distretto"))
_ONLY_CAPITAL = frozenset(
    ("commissario", "teatro", "museo", "comunita", "distretto", "comitato", "parco", "osservatorio")
)
_NO_BODY_BEFORE = frozenset(
    "di del della dell dei degli delle d per a italiana italiano europea europeo locale locali stesso stessa".split()
)


def _is_told(words: Words, index: int, size: int, before: str) -> bool:
    """Whether a generic word without a capital may stand for a body: "l'ateneo finanzia", not "l'ente di ricerca"."""
    following = index + size
    told_on = following < len(words) and words.gap(following - 1) == " "
    if told_on and (words.lows[following] in _NO_BODY_BEFORE or words.capitalised(following)):
        return False
    return words.lows[index] not in _ONLY_CAPITAL and not (words.lows[index] in _LANDS and before in _WHERE)


def _names_another(words: Words, index: int) -> bool:
    """Whether an adjective and a name follow: in "il gruppo svedese Norrpack" the word stands for no firm named before."""
    return (
        index + 1 < len(words)
        and not words.capitalised(index)
        and len(words.lows[index]) > 4
        and words.gap(index) == " "
        and words.capitalised(index + 1)
    )


def _town_after(words: Words, index: int, mentions: list[Mention], starts: list[int]) -> bool:
    """Whether "di" and a town follow: "l'azienda di Codogno"."""
    if words.lows[index] not in ("di", "del") or index + 1 >= len(words):
        return False
    start = words.starts[index + 1]
    place = bisect_left(starts, start)
    return place < len(mentions) and mentions[place]["start"] == start and mentions[place]["label"] == "PLACE"


def _alone(lexicon: Lexicon) -> dict[str, list[tuple[str, tuple[str, ...]]]]:
    cached: dict[str, list[tuple[str, tuple[str, ...]]]] | None = lexicon.tables.get("_alone")
    if cached is not None:
        return cached
    kinds: dict[str, list[str]] = {}
    for head in lexicon.tables["heads"]:
        for phrase in head.get("alone", ()):
            kinds.setdefault(key_of(phrase), []).append(head["kind"])
    table: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for key in sorted(kinds, key=len, reverse=True):
        table.setdefault(key.split(" ", 1)[0], []).append((key, tuple(kinds[key])))
    lexicon.tables["_alone"] = table
    return table


_Shared = Literal["kind", "canonical", "code", "belfiore"]
_Own = Literal["kind", "canonical", "code", "belfiore", "role", "acronym"]
_SHARED: tuple[_Shared, ...] = ("kind", "canonical", "code", "belfiore")
_OWN: tuple[_Own, ...] = (*_SHARED, "role", "acronym")
_KIND_FAMILY = {
    "agency": ("agency", "regional_agency", "authority", "state_body"), "association": ("association", "union"), "institute": ("institute", "research"),
    "body": (
        "region", "municipality", "province", "agency", "regional_agency", "authority", "state_body", "chamber", "university", "foundation", "health", "research",
    ),
    "ministry": ("ministry",), "university": ("university", "research"), "region": ("region",),
}  # fmt: skip


def _stands_for(
    words: Words, lexicon: Lexicon, index: int, size: int, kinds: tuple[str, ...], pools: _Pools,
    mentions: list[Mention], starts: list[int],
) -> Mention | None:  # fmt: skip
    start, end = words.starts[index], words.ends[index + size - 1]
    place = bisect_left(starts, start)
    if (place < len(mentions) and mentions[place]["start"] < end) or (place and mentions[place - 1]["end"] > start):
        return None
    before = words.lows[index - 1] if index else ""
    capital = words.capitalised(index)
    company = "company" in kinds
    if before not in _ARTICLES and not (capital and not company and (before in _BARE or _starts_line(words, index))):
        return None
    if not capital and not company and not _is_told(words, index, size, before):
        return None
    following = index + size
    if following < len(words) and words.gap(following - 1) == " ":
        if company and _names_another(words, following):
            return None
        if company and _town_after(words, following, mentions, starts) and "," not in words.gap(max(0, index - 2)):
            pass
        elif company and words.lows[following] in (
            "di",
            "civile",
            "che",
            "italiana",
            "sanitaria",
            "del",
            "della",
            "per",
            "agricola",
            "in",
            "dei",
            "delle",
        ):
            return None
        if company and words.capitalised(following) and words.lows[following] not in ("si",):
            return None
    pool = pools.of(kinds)
    if not pool.starts:
        return None
    owner = pool.owner(
        start,
        latest=kinds[0]
        in (
            "company",
            "foundation",
            "association",
            "agency",
            "institute",
            "health",
            "ministry",
            "municipality",
            "body",
            "university",
        ),
    )
    if owner is None:
        return None
    if company and (pool.starts[0] >= start or start - owner["end"] > 900):
        return None
    mention = _like(owner, start, end, "generic")
    mention["generic"] = True
    return mention


def _like(source: Mention, start: int, end: int, rule: str) -> Mention:
    """A mention of the same thing at another place."""
    mention: Mention = {"start": start, "end": end, "label": source["label"], "key": source["key"], "rule": rule}
    for field in _SHARED:
        if field in source:
            mention[field] = source[field]
    return mention


def _starts_line(words: Words, index: int) -> bool:
    return (
        index == 0
        or "\n" in words.gap(index - 1)
        or "." in words.gap(index - 1)
        or ":" in words.gap(index - 1)
        or '"' in words.gap(index - 1)
        or "," in words.gap(index - 1)
        or "-" in words.gap(index - 1)
        or "–" in words.gap(index - 1)
        or "(" in words.gap(index - 1)
    )


class _Pools:
    """The bodies that generic words may stand for, by the kinds that the words mean."""

    def __init__(self, by_kind: dict[str, list[Mention]]) -> None:
        self._by_kind = by_kind
        self._made: dict[tuple[str, ...], _Pool] = {}

    def of(self, kinds: tuple[str, ...]) -> _Pool:
        """The bodies of some kinds and of those that belong to their families."""
        made = self._made.get(kinds)
        if made is None:
            members = [member for kind in kinds for member in _KIND_FAMILY.get(kind, (kind,))]
            made = self._made[kinds] = _Pool([mention for each in members for mention in self._by_kind.get(each, ())])
        return made


class _Pool:
    """The mentions of the bodies that a generic word may stand for, put in order once for all its places."""

    def __init__(self, candidates: list[Mention]) -> None:
        counts = Counter(mention["key"] for mention in candidates)
        self._only = candidates[0] if len(counts) == 1 else None
        self._ordered = sorted(candidates, key=lambda each: each["start"])
        self.starts = [mention["start"] for mention in self._ordered]
        if len(counts) > 1:
            first = self._ordered[0]["key"]
            leader = max(counts, key=lambda key: (counts[key], key == first))
            self._leader = next(mention for mention in self._ordered if mention["key"] == leader)

    def owner(self, position: int, *, latest: bool) -> Mention | None:
        """The body that the word stands for: the nearest before it, or the one that the text is about."""
        if self._only is not None:
            return self._only
        if latest:
            before = bisect_left(self.starts, position)
            return self._ordered[before - 1] if before else None
        return self._leader


def _entities(words: Words, mentions: list[Mention]) -> list[Entity]:
    groups: dict[tuple[str, str], list[int]] = {}
    for index, mention in enumerate(mentions):
        groups.setdefault((mention["label"], mention["key"]), []).append(index)
    entities: list[Entity] = []
    for (label, key), indexes in groups.items():
        members = [mentions[index] for index in indexes]
        entity: Entity = {"label": label, "key": key, "name": _name(words.text, members), "mentions": indexes}
        for field in _OWN:
            values = [member[field] for member in members if field in member]
            value = max(values, key=len, default=None) if field == "role" else next(iter(values), None)
            if value is not None:
                entity[field] = value
        entities.append(entity)
    entities.sort(key=lambda each: (LABELS.index(each["label"]), mentions[each["mentions"][0]]["start"]))
    _affiliate(mentions, entities)
    return entities


def _name(text: str, members: list[Mention]) -> str:
    """The fullest form of a name: not in capitals, not generic, not an organ ("Giunta") where the body itself is named."""
    best, best_rank = "", (-1, -1, -1, 0)
    for member in members:
        form = " ".join(text[member["start"] : member["end"]].split())
        organ = form.lower().startswith(
            (
                "giunta",
                "consiglio regionale",
                "consiglio comunale",
                "consiglio provinciale",
                "palazzo",
                "piazza",
                "via ",
                "amministrazione",
                "esecutivo",
            )
        )
        rank = (
            int(not member.get("generic", False)),
            int(not organ),
            int(not form.isupper() or " " not in form),
            len(form),
        )
        if rank > best_rank:
            best, best_rank = form, rank
    return best


def _affiliate(mentions: list[Mention], entities: list[Entity]) -> None:
    """Tie people to the institution that their role names."""
    owner_of = {
        mentions[index]["start"]: number for number, entity in enumerate(entities) for index in entity["mentions"]
    }
    for entity in entities:
        if entity["label"] != "PERSON":
            continue
        for index in entity["mentions"]:
            span = mentions[index].get("affiliation")
            if span and span[0] in owner_of:
                entity["affiliation"] = owner_of[span[0]]
                break
