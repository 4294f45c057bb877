"""Bodies named by a head word and what follows it: "Fondazione Cariplo", "Asl 3", "Agenzia per la coesione"."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.lexicon import Lexicon, Words
from extractor.pipeline.body_ends import body_end
from extractor.pipeline.heads import Heads, Row
from extractor.pipeline.mentions import Mention
from extractor.pipeline.names import ARTICLES, OWNING, STARTERS, in_capitals, name_end, parted, states_sum

_JOINING = ("e", "ed")
_OPENING = (" ", "'", "' ", "  ", "\n", ' "', " '", "-", "\r\n")
_PROJECTS = frozenset(
    "progetto progetti programma bando avviso iniziativa piano misura festival rassegna premio concorso mostra".split()
)


def headed(
    words: Words, lexicon: Lexicon, heads: Heads, index: int, size: int, rule: Row, plural: bool
) -> Iterator[Mention]:
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
    end, closing = body_end(words, lexicon, heads, index, following, rule, key)
    if end <= following and _with_number(words, following) > following:
        end = following  # "Autorità d'ambito n. 5": the number is the whole name
    elif end <= following or (in_capitals(words, index, end) and not _letterhead(words, index, end)):
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


def _letterhead(words: Words, index: int, end: int) -> bool:
    """Whether a body's name in capitals is a line by itself: "CAMERA DI COMMERCIO DI FERMO"."""
    opens = index == 0 or "\n" in words.gap(index - 1)
    return opens and (end == len(words) or "\n" in words.gap(end - 1) or words.gap(end - 1) == " - ")


def _with_number(words: Words, end: int) -> int:
    """The end of a name with the number after it: "Autorità d'ambito n. 5"."""
    if (
        end + 1 < len(words)
        and words.lows[end] == "n"
        and words.gap(end) in (". ", ".")
        and words.lows[end + 1].isdigit()
    ):
        return end + 2
    return end


def _whole_form(words: Words, lexicon: Lexicon, index: int) -> int:
    """The end of the longest name of the lexicon that begins at a word, capitals or not; 0 for none."""
    for size in range(min(lexicon.reach.get(words.lows[index], 0), len(words) - index), 1, -1):
        run = words.run(index, size)
        if run is not None and run in lexicon.forms:
            return index + size
    return 0


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
        if (
            position >= len(words)
            or not words.lows[position].isdigit()
            or len(words.lows[position]) > 2
            or words.gap(position - 1) != " "
            or states_sum(words, position)
        ):
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
        if position >= len(words) or (parted(words, position - 1) and words.gap(position - 1) != ", "):
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
        (
            size
            for size in range(8, 0, -1)
            if index + size <= len(words) and _form(words, lexicon, singular, index, size) is not None
        ),
        0,
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
