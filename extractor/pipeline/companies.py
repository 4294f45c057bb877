"""Companies: by legal form, by the lexicon, by the words around a name, and by the list in which it stands."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from extractor.lexicon import Lexicon, Words, key_of
from extractor.pipeline.company_cues import by_cue
from extractor.pipeline.company_lists import grown, in_tables
from extractor.pipeline.company_names import NameReader, bare_name
from extractor.pipeline.mentions import Mention
from extractor.pipeline.names import STARTERS

__all__ = ["bare_name", "company_key", "find_companies"]

_GENERIC = frozenset(
    "società azienda impresa ditta multinazionale startup start holding gruppo capofila mandataria mandante soc".split()
)
_SPEECH = frozenset(
    "spiega dichiara commenta afferma sottolinea aggiunge conclude osserva ricorda precisa annuncia dice evidenzia".split()
)


def find_companies(words: Words, lexicon: Lexicon, others: list[Mention]) -> list[Mention]:
    """All mentions of companies that the rules give, in order of rules, possibly overlapping.

    Args:
        words: the text's words.
        lexicon: what the rules know.
        others: mentions of institutions and people; a company's name does not run into an institution's.

    >>> from extractor.lexicon import default_lexicon, words_of
    >>> text = "accordo con la società capofila Beamit, Orsolini Due srl e la bresciana Tecnavis"
    >>> [text[each["start"]:each["end"]] for each in find_companies(words_of(text), default_lexicon(), [])]
    ['Orsolini Due srl', 'Beamit', 'Tecnavis']
    """
    reader = NameReader(words, lexicon, others)
    rows = dict(in_tables(reader))
    found: dict[int, int] = {}
    rules: dict[int, str] = {}
    for rule, spans in (
        ("legal form", _by_legal_form(reader)),
        ("cue", by_cue(reader)),
        ("ampersand", _by_ampersand(reader)),
    ):
        for first, end in spans:
            if found.get(first, 0) < end:
                found[first], rules[first] = end, rule
    if reader.barred:
        found = {
            first: end
            for first, end in found.items()
            if rules[first] == "legal form" or not _barred(reader, first, end)
        }
    if rows:
        found = {first: end for first, end in found.items() if not _overlaps(words, first, end, rows)}
    listed = dict(grown(reader, sorted(found.items())))
    return [
        *(_mention(words, first, end, rules[first]) for first, end in found.items()),
        *(_mention(words, first, end, "table") for first, end in rows.items()),
        *(_mention(words, first, end, "list") for first, end in listed.items() if first not in rows),
        *(mention for mention in _by_lexicon(reader)),
    ]


def company_key(name: str) -> str:
    """The key of a company: its name in lower case without legal form, article or punctuation.

    >>> company_key("Bracco S.p.A."), company_key("la Bracco")
    ('company:bracco', 'company:bracco')
    """
    parts = key_of(bare_name(name)).split()
    while len(parts) > 1 and (parts[0] in STARTERS or parts[0] in _GENERIC):
        parts = parts[1:]
    return "company:" + "-".join(parts)


def _mention(words: Words, first: int, end: int, rule: str) -> Mention:
    """A company from word ``first`` to the character before ``end``."""
    start = words.starts[first]
    return {
        "start": start,
        "end": end,
        "label": "COMPANY",
        "key": company_key(words.text[start:end]),
        "rule": rule,
        "kind": "company",
    }


def _barred(reader: NameReader, first: int, end: int) -> bool:
    """Whether the text says elsewhere that the name is a call's or a programme's."""
    words = reader.words
    return tuple(words.lows[first : bisect_left(words.starts, end)]) in reader.barred


def _overlaps(words: Words, first: int, end: int, rows: dict[int, int]) -> bool:
    """Whether a name lies in or across a table's cell: the cell knows better where it ends."""
    start = words.starts[first]
    return any(words.starts[row] < end and start < stop for row, stop in rows.items())


def _by_ampersand(reader: NameReader) -> Iterator[tuple[int, int]]:
    """ "Frutta & Co", "Hausmann & Pirro": capitalised words on both sides of the sign."""
    words = reader.words
    spot = words.plain.find("&")
    while spot > 0:
        index = bisect_left(words.starts, spot) - 1
        if (
            0 <= index < len(words) - 1
            and words.gap(index) in _SIGNS
            and len(words.lows[index]) > 1
            and not reader.taken(index)
        ):
            first = reader.backward(index, 4)
            stretch = reader.forward(first) if first <= index else None
            if (
                stretch is not None
                and stretch.last > index + 1
                and reader.sound(first, stretch.last)
                and len(words.lows[index + 1]) > 1
            ):
                yield first, stretch.end
        spot = words.plain.find("&", spot + 1)


_SIGNS = frozenset((" & ", "&"))


def _by_legal_form(reader: NameReader) -> Iterator[tuple[int, int]]:
    words = reader.words
    forms = reader.cues.form_starts
    covered = 0
    for index, low in enumerate(words.lows):
        if low not in forms or not index or words.starts[index] < covered:
            continue
        gap = words.gap(index - 1)
        if gap not in _BEFORE_FORMS or not (end := reader.form_end(index)):
            continue
        last = index - 1
        if last in reader.bodies:
            continue
        if (
            words.surface(last).isupper()
            and len(words.lows[last]) > 3
            and words.text[words.starts[index] : end].isupper()
        ):
            start = _in_capitals(reader, last)
        else:
            start = reader.backward(last)
        if start > last and (start := _typed_small(reader, last)) > last:
            continue
        if start == last and words.lows[last] in STARTERS:
            continue
        if start == last and not reader.sound(start, index) and words.lows[last] not in reader.surnames:
            continue
        covered = end
        if "," in gap and words.lows[last] not in ("co", "c"):
            end = words.ends[last]  # "VoltaLago, società benefit di Sarnico"
        yield start, end


_BEFORE_FORMS = frozenset((" ", ", ", '" ', "' ", ". ", "  ", '", ', ".", ") ", "\n", ","))


def _in_capitals(reader: NameReader, last: int) -> int:
    """The first word of a name in a line of capitals: at most four words, none of them a word that opens sentences."""
    words = reader.words
    start = max(reader.backward(last, 4), 0)
    for position in range(last - 1, start - 1, -1):
        if words.lows[position] in STARTERS:
            return position + 1
    return start


def _typed_small(reader: NameReader, last: int) -> int:
    """A name typed in lower case before a legal form ("la beamit srl"): one word after an article, else none."""
    words = reader.words
    low = words.lows[last]
    if last and not words.capitalised(last) and len(low) > 3 and low not in reader.cues.heads and low.isalpha():
        before = words.lows[last - 1] in ("la", "alla", "dalla", "della", "con", "di") and words.gap(last - 1) == " "
        if (
            before
            and reader.form_end(last) == 0
            and low not in reader.cues.apposition_adjectives
            and low not in _PLAIN_NOUNS
        ):
            return last
    return last + 1


_PLAIN_NOUNS = frozenset(
    "società azienda forma veste trasformazione tipo sociale veste costituzione persona quote propria ragione".split()
)


def _by_lexicon(reader: NameReader) -> Iterator[Mention]:
    words, lexicon = reader.words, reader.lexicon
    for hit in lexicon.hits(words):
        entry = lexicon.entries[hit.entry]
        first, last = hit.index, hit.index + hit.length
        if entry["label"] != "COMPANY" or any(reader.taken(spot) for spot in range(first, last)):
            continue
        if words.lows[first] in reader.cues.sources and words.plain[words.ends[first] : words.ends[first] + 1] == ")":
            continue
        if "deceives" in entry and not (entry["deceives"] == "person" and _is_the_firm(reader, first, last)):
            continue
        whole = reader.forward(first) if hit.length == 1 and not words.surface(first).isupper() else None
        if (
            whole is not None
            and whole.last > last
            and reader.sound(first, whole.last)
            and not _place_after(reader, last)
        ):
            yield _mention(words, first, whole.end, "cue")  # "Argotec Due" is not Argotec
            continue
        yield {
            "start": words.starts[first], "end": words.ends[last - 1], "label": "COMPANY", "key": entry["key"],
            "rule": "lexicon", "canonical": entry["name"], "kind": "company",
        }  # fmt: skip


def _place_after(reader: NameReader, index: int) -> bool:
    return reader.lexicon.place(reader.words, index) is not None


def _is_the_firm(reader: NameReader, first: int, last: int) -> bool:
    """Whether a name that is also a person's is the firm here: no given name before it, here or elsewhere, and no speech."""
    words = reader.words
    if (
        not first
        or reader.opens_sentence(first)
        or words.lows[first] in reader.surnames
        or words.lows[first - 1] in _SPEECH
    ):
        return False
    if last < len(words) and words.gap(last - 1) == " " and words.capitalised(last):
        return False
    low = words.lows[first]
    return not any(
        other == low
        and spot
        and words.gap(spot - 1) == " "
        and words.capitalised(spot - 1)
        and words.lows[spot - 1] not in STARTERS
        for spot, other in enumerate(words.lows)
    )
