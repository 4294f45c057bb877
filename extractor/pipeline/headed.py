"""Bodies named by a head word and what follows it: "Fondazione Cariplo", "Asl 3", "Agenzia per la coesione"."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.lexicon import Lexicon, Words
from extractor.pipeline.heads import Heads, Row
from extractor.pipeline.mentions import Mention
from extractor.pipeline.names import ARTICLES, OWNING, STARTERS, adjectival, in_capitals, name_end, parted, states_sum

_OPENING = (" ", "'", "' ", "  ", "\n", ' "', " '", "-", "\r\n")
_JOINING = ("e", "ed")
_TAIL = frozenset(
    "nazionale regionale provinciale comunale italiana italiano centrale occidentale orientale settentrionale "
    "meridionale metropolitana metropolitano".split()
)
_BEFORE_OFFICE = frozenset("del della dello dell di d la il l generale regionale provinciale nazionale sanitario sanitaria scientifico scientifica amministrativo uscente vicario".split())
_ARTICLED = frozenset(
    "il la lo l i gli le del della dello dell dei degli delle al alla allo all ai agli alle dal dalla dallo dall dai "
    "dagli dalle col coi sul sulla sull tra con e ed".split()
)
_NO_BODY_BEFORE = frozenset(("in", "nella", "nel", "nell", "presso", "ogni", "un", "una", "uno"))
_PROJECTS = frozenset("progetto progetti programma bando avviso iniziativa piano misura festival rassegna premio concorso mostra".split())
# kinds whose dedicatory name is followed by a town as a place: "ospedale San Salvatore" dell'Aquila
_TOWN_APART = frozenset(("health", "institute", "association", "agency"))
_LIST_GAPS = (", ", " ", ",", "/", "-", " - ")


def headed(words: Words, lexicon: Lexicon, heads: Heads, index: int, size: int, rule: Row, plural: bool) -> Iterator[Mention]:
    """The bodies that a head and the name after it make, in order.

    Args:
        words: the text's words.
        lexicon: what the rules know.
        heads: the head words.
        index: the head's first word.
        size: how many words the head has.
        rule: the head's row.
        plural: whether the head is a plural ("ministeri della Salute e dell'Economia").
    """
    key = " ".join(words.lows[index : index + size])
    capital = words.capitalised(index)
    if not capital and key not in heads.lower and not plural:
        return
    if (place := lexicon.place(words, index)) is not None and place[0] > size:
        return  # "Centro Italia", "Città di Castello"
    following = index + size
    if following >= len(words) or words.gap(following - 1) not in _OPENING:
        return
    if index and words.lows[index - 1] in _PROJECTS and words.gap(index - 1) == " ":
        return  # "il programma Scuola Viva"
    if plural:
        yield from _plural(words, lexicon, index, following, rule)
        return
    if parted(words, following - 1) and words.gap(following - 1) not in _OPENING:
        return
    if not capital and rule["kind"] == "ministry" and (end := _whole_form(words, lexicon, index)):
        yield _body(words, lexicon, index, end, rule)
        return
    end, closing = _end(words, lexicon, heads, index, following, rule, key)
    if end <= following or (in_capitals(words, index, end) and not _letterhead(words, index, end)):
        return
    end = _with_number(words, end)
    if not capital and key in heads.outside:
        if closing or words.capitalised(following):
            yield _body(words, lexicon, following, end, rule)
        return
    mention = _body(words, lexicon, index, end, rule)
    if closing:
        mention["end"] = closing
    yield mention
    yield from _numbered(words, end, rule)


def _end(
    words: Words, lexicon: Lexicon, heads: Heads, index: int, following: int, rule: Row, key: str
) -> tuple[int, int]:
    """The index after the body's last word, and the offset after its closing quote (0: none); no name: ``following``."""
    gap = words.gap(following - 1)
    if gap in (' "', " '"):
        return _quoted(words, following, gap[-1])
    low, capital = words.lows[following], words.capitalised(index)
    if words.capitalised(following) and (low in heads.not_names.get(rule["kind"], ()) or (low in STARTERS and low not in OWNING)):
        return following, 0
    end = name_end(
        words, following, 9, joins=rule.get("joins", False), opens_with_link=True, links=OWNING | ARTICLES
    )
    end = _trimmed(words, lexicon, following, _with_second_half(words, lexicon, following, end, rule))
    direct = words.capitalised(following) or low[0].isdigit()
    if end > following:
        if not direct and not capital and key in heads.described:
            return following, 0
        if rule.get("linked") and direct:
            return following, 0
        if low.isdigit() and direct and end > following + 2 and words.lows[following + 1] in lexicon.first_names:
            end = following + 1  # "Asl 9 Miriam Lo Grasso"
        if rule.get("office") and end < len(words) and words.gap(end - 1) in (" ", "'") and words.lows[end] in OWNING:
            return following, 0  # "Dipartimento di Ingegneria dell'ateneo"
        if direct and rule["kind"] in _TOWN_APART:
            end = _dedication(words, lexicon, following, end)
        return _without_person(words, lexicon, heads, index, following, end), 0
    if key in heads.rest and capital and gap in (" ", "'"):
        end = _rest(words, lexicon, following)
        if end > following and _opens(words, index) and not words.capitalised(end - 1):
            return following, 0
    return end, 0


def _letterhead(words: Words, index: int, end: int) -> bool:
    """Whether a body's name in capitals is a line by itself: "CAMERA DI COMMERCIO DI FERMO"."""
    opens = index == 0 or "\n" in words.gap(index - 1)
    return opens and (end == len(words) or "\n" in words.gap(end - 1) or words.gap(end - 1) == " - ")


def _with_number(words: Words, end: int) -> int:
    """The end of a name with the number after it: "Autorità d'ambito n. 5"."""
    if end + 1 < len(words) and words.lows[end] == "n" and words.gap(end) in (". ", ".") and words.lows[end + 1].isdigit():
        return end + 2
    return end


def _with_second_half(words: Words, lexicon: Lexicon, start: int, end: int, rule: Row) -> int:
    """The end of a name of two territories: "Consorzio di bonifica Trigno e Biferno"."""
    if rule["kind"] not in ("agency", "institute") or end <= start or end + 1 >= len(words):
        return end
    if words.lows[end] not in _JOINING or words.gap(end - 1) != " " or words.gap(end) != " ":
        return end
    last = next((at for at in range(start, end) if (place := lexicon.place(words, at)) and at + place[0] == end), None)
    second = lexicon.place(words, end + 1)
    if last is None or second is None or second[1].type in ("region", "country") or not words.capitalised(end + 1):
        return end
    first = lexicon.place(words, last)
    return end + 1 + second[0] if first is not None and first[1].type == second[1].type else end


def _whole_form(words: Words, lexicon: Lexicon, index: int) -> int:
    """The end of the longest name of the lexicon that begins at a word, capitals or not; 0 for none."""
    for size in range(min(lexicon.reach.get(words.lows[index], 0), len(words) - index), 1, -1):
        run = words.run(index, size)
        if run is not None and run in lexicon.forms:
            return index + size
    return 0


def _quoted(words: Words, index: int, quote: str) -> tuple[int, int]:
    """A name in quotes, to the closing quote: 'Istituto comprensivo "Don Milani"'."""
    closing = words.plain.find(quote, words.starts[index], words.starts[index] + 70)
    if closing < 0 or not words.capitalised(index):
        return index, 0
    end = index
    while end < len(words) and words.ends[end] <= closing:
        end += 1
    return (end, closing + 1) if words.ends[end - 1] == closing else (index, 0)


def _trimmed(words: Words, lexicon: Lexicon, start: int, end: int) -> int:
    """The end of a name without a body of its own that "e" or "di" has drawn in: "... e della Regione Liguria"."""
    for position in range(start + 1, end):
        if not words.capitalised(position):
            continue
        low = words.lows[position]
        before = position - 1
        while before > start and (words.lows[before] in OWNING or words.lows[before] in ARTICLES):
            before -= 1
        linked = before < position - 1 or words.lows[before] in _JOINING
        if linked and low in lexicon.head_reach and (head := lexicon.head(words, position)) and head[1]["takes"] != "name" and head[1]["kind"] in ("region", "province", "municipality", "ministry"):
            return before + 1 if words.lows[before] not in _JOINING else before
        if words.lows[before] in _JOINING and (low in lexicon.head_reach or words.surface(position) in lexicon.exact):
            return before
    return end


def _dedication(words: Words, lexicon: Lexicon, start: int, end: int) -> int:
    """The end of a dedicatory name, the town after it left out: "San Salvatore" dell'Aquila."""
    for position in range(start + 1, end):
        if words.lows[position] in ("di", "d", "dell", "della", "del") and position + 1 < end:
            place = lexicon.place(words, position + 1)
            if place is not None and position + 1 + place[0] >= end:
                return position
    return end


def _without_person(words: Words, lexicon: Lexicon, heads: Heads, index: int, start: int, end: int) -> int:
    """The end of a name without the person after it: "presidente dell'Asl 9 Miriam Lo Grasso"."""
    before = index - 1
    while before >= 0 and index - before < 5 and words.lows[before] in _BEFORE_OFFICE:
        before -= 1
    if before < 0 or words.lows[before] not in heads.offices:
        return end
    first = [
        position
        for position in range(start, end - 1)
        if words.lows[position] in lexicon.first_names and words.capitalised(position + 1) and words.capitalised(position)
        and (position == start or words.lows[position - 1] not in OWNING)
    ]
    if not first:
        return end
    return first[-1] if first[-1] - first[0] > 1 else first[0]


def _rest(words: Words, lexicon: Lexicon, index: int) -> int:
    """A name that goes on in lower case: "per la protezione ambientale", "turistico regionale"; its end."""
    position = index
    while position < len(words) and words.lows[position] in _TAIL and words.gap(position - 1) == " ":
        position += 1
    if position + 1 < len(words) and position == index and words.lows[position + 1] in OWNING and not words.capitalised(position) and words.gap(position) == " " == words.gap(position - 1) and (adjectival(words.lows[position]) or words.lows[position].endswith(("ena", "eno", "ina", "ino"))):
        position += 1  # "Agenzia slovena per l'ambiente"
    end = position if position == index or words.lows[position - 1] in _TAIL else index
    for _ in range(3):
        start = position
        links = 0
        while position < len(words) and links < 3 and not parted(words, position - 1) and (words.lows[position] in OWNING or (links and words.lows[position] in ARTICLES) or (words.lows[position] in ("e", "ed") and end > index and not links)):
            position += 1
            links += 1
        if position == start or position >= len(words) or parted(words, position - 1):
            return end
        if words.lows[position - 1] in _JOINING:
            return end
        if words.capitalised(position):
            place = lexicon.place(words, position)
            if end > index and place is not None and words.lows[position - 1] not in _JOINING:
                return position + place[0]
            return end
        if words.lows[position] in STARTERS or words.lows[position][0].isdigit():
            return end
        position += 1
        while position < len(words) and words.gap(position - 1) == " " and not words.capitalised(position) and adjectival(words.lows[position]):
            position += 1
        end = position
        if position + 1 < len(words) and words.lows[position] == "in" and words.gap(position - 1) == " ":
            place = lexicon.place(words, position + 1)
            if place is not None and place[1].type == "region" and words.capitalised(position + 1):
                return position + 1 + place[0]
    return end


def _opens(words: Words, index: int) -> bool:
    return index == 0 or "." in words.gap(index - 1) or "\n" in words.gap(index - 1)


def _numbered(words: Words, end: int, rule: Row) -> Iterator[Mention]:
    """The further numbers of "Asl 1 e 2"."""
    if rule["kind"] != "health" or not words.lows[end - 1].isdigit():
        return
    name = " ".join(words.lows[end - 2 : end - 1])
    while end < len(words):
        gap, position = words.gap(end - 1), end
        if gap == " " and words.lows[end] in _JOINING:
            position += 1
        elif gap != ", ":
            return
        if position >= len(words) or not words.lows[position].isdigit() or len(words.lows[position]) > 2 or words.gap(position - 1) != " " or states_sum(words, position):
            return
        yield {
            "start": words.starts[position], "end": words.ends[position], "label": "INSTITUTION",
            "key": f"health:{name} {words.lows[position]}", "rule": "coordination", "kind": "health",
        }  # fmt: skip
        end = position + 1


def _plural(words: Words, lexicon: Lexicon, index: int, following: int, rule: Row) -> Iterator[Mention]:
    """The members of "ministeri della Salute e dell'Economia", "Università di Parma e Ferrara"."""
    singular = {"ministry": "ministero", "university": "università"}.get(rule["kind"])
    position, start = following, index
    for _ in range(12):
        while position < len(words) and words.lows[position] in OWNING and not parted(words, position - 1):
            position += 1
        if position >= len(words) or parted(words, position - 1) and words.gap(position - 1) != ", ":
            return
        if not (words.capitalised(position) or words.lows[position].isdigit()) or states_sum(words, position):
            return
        size = _known(words, lexicon, singular, position) if singular else 0
        end = position + size if size else name_end(words, position, 4, links=OWNING | ARTICLES)
        if end <= position or words.lows[position] in STARTERS or (start > index and lexicon.head(words, position)):
            return
        mention = _body(words, lexicon, start, end, rule)
        if singular and size:
            entry = lexicon.entries[_form(words, lexicon, singular, position, size) or 0]
            mention["key"], mention["canonical"] = entry["key"], entry["name"]
        elif start > index:
            mention["key"] = f"{rule['kind']}:{' '.join(words.lows[position:end])}"
            mention["rule"] = "coordination"
        yield mention
        gap = words.gap(end - 1)
        position = end
        if gap == " " and end < len(words) and words.lows[end] in _JOINING:
            position = end + 1
        elif gap != ", ":
            return
        start = position
        while start < len(words) and words.lows[start] in OWNING:
            start += 1


def _known(words: Words, lexicon: Lexicon, singular: str, index: int) -> int:
    """How many words from ``index`` on name a body that the lexicon knows by its singular head; 0 for none."""
    return next(
        (size for size in range(8, 0, -1) if index + size <= len(words) and _form(words, lexicon, singular, index, size) is not None), 0
    )


def _form(words: Words, lexicon: Lexicon, singular: str, index: int, size: int) -> int | None:
    run = words.run(index, size)
    if run is None:
        return None
    for link in ("della", "dell", "dello", "del", "delle", "degli", "di", "per la", "per gli", "per il"):
        if (entry := lexicon.forms.get(f"{singular} {link} {run}")) is not None:
            return entry
    return None


def _body(words: Words, lexicon: Lexicon, index: int, end: int, rule: Row) -> Mention:
    key = " ".join(words.lows[index:end])
    mention: Mention = {
        "start": words.starts[index], "end": words.ends[end - 1], "label": "INSTITUTION",
        "key": f"{rule['kind']}:{key}", "rule": "head:office" if rule.get("office") else f"head:{rule['kind']}", "kind": rule["kind"],
    }  # fmt: skip
    if key.startswith("universita "):  # "Universita' di Torino": the accent as an apostrophe
        key = "università" + key[10:]
    entry = lexicon.forms.get(key)
    if entry is not None and lexicon.entries[entry]["label"] == "INSTITUTION":
        mention["key"], mention["canonical"] = lexicon.entries[entry]["key"], lexicon.entries[entry]["name"]
    return mention


def named_alone(words: Words, lexicon: Lexicon, heads: Heads) -> Iterator[Mention]:
    """Words that are bodies' names by themselves, with their confederation or territory: "Filctem Cgil", "Cia"."""
    lows, reach = words.lows, heads.name_reach
    sure_before = -1  # index after the last name found, for lists
    pending: tuple[int, Mention] | None = None
    for index, low in enumerate(lows):
        if low not in reach or index < sure_before or not words.capitalised(index):
            continue
        size = next((size for size in range(reach[low], 0, -1) if " ".join(lows[index : index + size]) in heads.names), 0)
        if not size or (size > 1 and any(words.gap(at) not in (" ", "-") for at in range(index, index + size - 1))):
            continue
        rule, sure = heads.names[" ".join(lows[index : index + size])]
        if any(character.islower() for character in words.surface(index)) and words.surface(index).istitle() is False and len(low) < 6:
            continue
        if index and words.gap(index - 1) == " " and _within(words, heads, index):
            continue
        end = _extended(words, lexicon, heads, index, index + size)
        union = rule["kind"] == "union" and end - index > 1
        mention: Mention = {
            "start": words.starts[index], "end": words.ends[end - 1], "label": "INSTITUTION",
            "key": f"{rule['kind']}:{' '.join(lows[index:end])}", "rule": "name", "kind": rule["kind"],
        }  # fmt: skip
        if end < len(words) and words.gap(end - 1) == " " and words.capitalised(end) and words.lows[end] not in heads.names and words.lows[end] not in lexicon.first_names and words.lows[end] not in heads.offices and words.lows[end] not in STARTERS:
            continue  # "Libera Vigna" is somebody else
        listed = sure_before > 0 and _coordinated(words, sure_before, index)
        if sure or union or listed or _after_article(words, index):
            if pending is not None and _coordinated(words, pending[0], index):
                yield pending[1]
            yield mention
            sure_before, pending = end, None
        elif pending is not None and _coordinated(words, pending[0], index):
            yield pending[1]
            yield mention
            sure_before, pending = end, None
        else:
            pending = (end, mention)


def _within(words: Words, heads: Heads, index: int) -> bool:
    """Whether the word before makes the name a part of another: "Birrificio Monte Arci"."""
    low = words.lows[index - 1]
    return (
        words.capitalised(index - 1)
        and not words.surface(index - 1).isupper()
        and low not in STARTERS
        and low not in heads.names
        and low not in heads.offices
    )


def _after_article(words: Words, index: int) -> bool:
    return index > 0 and words.lows[index - 1] in ("la", "il", "l", "della", "del", "dell", "dalla", "dal", "alla", "al", "all", "sindacati", "sigle", "sindacato") and words.gap(index - 1) in (" ", "'")


def _coordinated(words: Words, end: int, index: int) -> bool:
    """Whether only a comma, an "e" or an article stands between two names."""
    if index == end:
        return words.gap(end - 1) in _LIST_GAPS
    between = words.lows[end:index]
    return len(between) <= 2 and all(low in ("e", "ed", "la", "il", "l", "con", "i", "dalla", "della", "di") for low in between) and "." not in words.gap(end - 1)


def _extended(words: Words, lexicon: Lexicon, heads: Heads, index: int, end: int) -> int:
    """The end of a name with what belongs to it: its confederation, its trade, its territories."""
    if words.lows[end - 1] not in heads.unions and end < len(words) and words.lows[end] in heads.unions and words.gap(end - 1) in (" ", "-", " - ", "/") and words.capitalised(end):
        end += 1
    elif words.lows[index] in heads.unions and end < len(words) and words.gap(end - 1) in (" ", "-") and words.lows[end] in ("fp", "fpl", "scuola", "pensionati", "medici") and words.capitalised(end):
        end += 1
    while end < len(words) and words.gap(end - 1) == " " and words.lows[end] in heads.extensions and words.capitalised(end):
        end += 1
    for _ in range(3):
        if end >= len(words) or words.gap(end - 1) not in (" ", "-") or not words.capitalised(end) or words.surface(index).isupper() and words.surface(end).isupper() and len(words.lows[index]) > 5:
            break
        place = lexicon.place(words, end)
        if place is None or place[1].type == "adjective" or words.lows[end] in lexicon.first_names and end + place[0] < len(words) and words.capitalised(end + place[0]) and words.gap(end + place[0] - 1) == " ":
            break
        end += place[0]
    return end


def standing(words: Words, lexicon: Lexicon, heads: Heads, kinds: set[str]) -> Iterator[Mention]:
    """Heads that stand alone for a body: "la Diocesi"; only of kinds that the text names no body of.

    Args:
        words: the text's words.
        lexicon: what the rules know.
        heads: the head words.
        kinds: the kinds of bodies that the text names in full.
    """
    for index, low in enumerate(words.lows):
        if low not in heads.standing_reach:
            continue
        for size in range(heads.standing_reach[low], 0, -1):
            key = " ".join(words.lows[index : index + size])
            rule = heads.standing.get(key)
            if rule is None or index + size > len(words) or any(words.gap(at) != " " for at in range(index, index + size - 1)):
                continue
            if not _stands(words, lexicon, heads, index, index + size, key):
                break
            if rule["kind"] in ("region", "province", "municipality", "ministry", "university", "health", "chamber") and rule["kind"] in kinds:
                break
            if f"{rule['kind']}:{low}" in kinds:
                break
            yield {
                "start": words.starts[index], "end": words.ends[index + size - 1], "label": "INSTITUTION",
                "key": f"{rule['kind']}:{_own_key(rule)}" if rule["kind"] != "agency" and rule["kind"] != "association" else f"{rule['kind']}:{key}",
                "rule": "standing", "kind": rule["kind"],
            }  # fmt: skip
            break


_OWNED = frozenset("di del della dell delle dei d".split())
_PORTFOLIOS = frozenset(
    "assessore assessora assessori assessorato ministro ministra ministri viceministro viceministra sottosegretario "
    "sottosegretaria delegato delegata delega deleghe consigliere consigliera".split()
)
_TO = frozenset("al alla allo all ai agli alle per".split())


def portfolio(words: Words, index: int) -> bool:
    """Whether a name is what an office deals with: "assessore alla Protezione civile"."""
    if not index or words.lows[index - 1] not in _TO:
        return False
    return any(words.lows[at] in _PORTFOLIOS for at in range(max(0, index - 3), index - 1))


def _own_key(rule: Row) -> str:
    return str(rule["standing"][0]).lower()


def _stands(words: Words, lexicon: Lexicon, heads: Heads, index: int, end: int, key: str) -> bool:
    if not words.capitalised(index) and key not in heads.standing_lower:
        return False
    if words.surface(index).isupper() and len(key) > 4:
        return False
    before = words.lows[index - 1] if index else ""
    if before not in _ARTICLED or words.gap(index - 1) not in (" ", "'", "' ", "  "):
        return False
    if portfolio(words, index):
        return False
    if end < len(words) and words.gap(end - 1) in (" ", "'", " '", ' "'):
        if words.capitalised(end) and words.lows[end] not in lexicon.first_names:
            return False
        if words.lows[end] in _OWNED and words.gap(end - 1) == " ":
            return False
    return not (index > 1 and words.lows[index - 2] in _NO_BODY_BEFORE)
