"""Companies: by legal form, by the lexicon, by the words around a name, and by the list in which it stands."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from extractor.lexicon import Lexicon, Words, default_lexicon, key_of
from extractor.pipeline.company_cues import by_cue
from extractor.pipeline.company_lists import grown
from extractor.pipeline.company_names import NameReader
from extractor.pipeline.company_tables import in_tables
from extractor.pipeline.company_words import bare_name, company_words
from extractor.pipeline.mentions import Mention
from extractor.pipeline.names import STARTERS

__all__ = ["bare_name", "company_key", "find_companies"]

_BEFORE_FORMS = frozenset((" ", ", ", '" ', "' ", ". ", "  ", '", ', ".", ") ", "\n", ","))
_LONGEST_CELL = 16  # words
_BEFORE_SMALL = frozenset(("la", "alla", "dalla", "della", "con", "di"))


def find_companies(words: Words, lexicon: Lexicon, others: list[Mention]) -> list[Mention]:
    """All mentions of companies that the rules give, in order of rules, possibly overlapping.

    Args:
        words: the text's words.
        lexicon: what the rules know.
        others: mentions of institutions and people; a company's name does not run into an institution's.

    >>> from extractor.lexicon import default_lexicon, words_of
    >>> text = "accordo con la società capofila Beamit, Orsolini Due srl e la bresciana Tecnavis"
    >>> sorted({text[each["start"]:each["end"]] for each in find_companies(words_of(text), default_lexicon(), [])})
    ['Beamit', 'Orsolini Due srl', 'Tecnavis']
    """
    reader = NameReader(words, lexicon, others)
    rows = dict(in_tables(reader))
    found: dict[int, tuple[int, str]] = {}
    for rule, spans in (("legal form", _by_legal_form(reader)), ("cue", by_cue(reader)), ("sign", _by_sign(reader))):
        for first, end in spans:
            if first not in found or found[first][0] < end:
                found[first] = end, rule
    found = {first: each for first, each in found.items() if not _refuted(reader, first, *each, rows)}
    for first, end in grown(reader, sorted((first, end) for first, (end, _) in found.items())):
        found.setdefault(first, (end, "list"))
    found.update((first, (end, "table")) for first, end in rows.items())
    return [*(_mention(words, first, *each) for first, each in found.items()), *_by_lexicon(reader)]


def company_key(name: str) -> str:
    """The key of a company: its name in lower case without legal form, article or punctuation.

    >>> company_key("Bracco S.p.A."), company_key("la Bracco")
    ('company:bracco', 'company:bracco')
    """
    parts = key_of(bare_name(name)).split()
    generic = company_words(default_lexicon()).generic
    while len(parts) > 1 and (parts[0] in STARTERS or parts[0] in generic):
        parts = parts[1:]
    return "company:" + "-".join(parts)


def _mention(words: Words, first: int, end: int, rule: str) -> Mention:
    """A company from word ``first`` to the character before ``end``."""
    start = words.starts[first]
    return {
        "start": start, "end": end, "label": "COMPANY", "key": company_key(words.text[start:end]),
        "rule": rule, "kind": "company",
    }  # fmt: skip


def _refuted(reader: NameReader, first: int, end: int, rule: str, rows: dict[int, int]) -> bool:
    """Whether a table's cell knows better where the name ends, or the text says elsewhere that it is a call's."""
    words = reader.words
    start = words.starts[first]
    last = bisect_left(words.starts, end)
    if any(start < rows[row] for row in range(first, last) if row in rows) or _in_row(words, first, rows):
        return True
    return rule != "legal form" and tuple(words.lows[first:last]) in reader.barred


def _in_row(words: Words, first: int, rows: dict[int, int]) -> bool:
    """Whether a word lies in a table's cell that begins before it."""
    for row in range(first, max(first - _LONGEST_CELL, -1), -1):
        if row in rows:
            return words.starts[first] < rows[row]
    return False


def _by_sign(reader: NameReader) -> Iterator[tuple[int, int]]:
    """Capitalised words on both sides of an ampersand: "Frutta & Co", "Hausmann & Pirro"."""
    words = reader.words
    spot = words.plain.find("&")
    while spot > 0:
        index = bisect_left(words.starts, spot) - 1
        spot = words.plain.find("&", spot + 1)
        if index < 0 or words.gap(index) not in (" & ", "&") or reader.taken(index):
            continue
        if len(words.lows[index]) == 1 or len(words.lows[index + 1]) == 1 or words.surface(index).isupper():
            continue  # "R&S", "START-UP & IMPRESE"
        first = reader.backward(index, 4)
        stretch = reader.forward(first) if first <= index else None
        if stretch is not None and stretch.last > index + 1 and reader.sound(first, stretch.last):
            yield first, stretch.end


def _by_legal_form(reader: NameReader) -> Iterator[tuple[int, int]]:
    words, starts = reader.words, reader.cues.form_starts
    covered = 0
    for index, low in enumerate(words.lows):
        if low not in starts or not index or words.starts[index] < covered or words.gap(index - 1) not in _BEFORE_FORMS:
            continue
        last = index - 1
        end = reader.form_end(index) if last not in reader.bodies else 0
        first = _before_form(reader, last, words.text[words.starts[index] : end]) if end else index
        if first > last or (first == last and not _may_stand_alone(reader, last)):
            continue
        covered = end
        if "," in words.gap(last) and words.lows[last] not in ("co", "c"):
            end = words.ends[last]  # "VoltaLago, società benefit di Sarnico"
        yield first, end


def _before_form(reader: NameReader, last: int, form: str) -> int:
    """The first word of the name that ends before a legal form; the word after ``last`` where there is none."""
    words = reader.words
    surface = words.surface(last)
    if surface.isupper() and len(surface) > 3 and form.isupper():
        # in a line of capitals at most four words, none of them one that opens sentences
        first = reader.backward(last, 4)
        openers = [spot for spot in range(first, last) if words.lows[spot] in STARTERS]
        return openers[-1] + 1 if openers else first
    first = reader.backward(last)
    return first if first <= last or not _typed_small(reader, last) else last


def _may_stand_alone(reader: NameReader, index: int) -> bool:
    low = reader.words.lows[index]
    return low not in STARTERS and (low in reader.surnames or reader.sound(index, index + 1))


def _typed_small(reader: NameReader, last: int) -> bool:
    """Whether the word before a legal form is a name typed in lower case: "la beamit srl"."""
    words, cues = reader.words, reader.cues
    low = words.lows[last]
    if not last or words.capitalised(last) or len(low) < 4 or not low.isalpha():
        return False
    known = low in cues.heads or low in cues.apposition_adjectives or low in cues.plain_nouns or low in cues.form_starts
    return not known and words.lows[last - 1] in _BEFORE_SMALL and words.gap(last - 1) == " "


def _by_lexicon(reader: NameReader) -> Iterator[Mention]:
    words, lexicon = reader.words, reader.lexicon
    for hit in lexicon.hits(words):
        entry = lexicon.entries[hit.entry]
        first, last = hit.start, hit.start + hit.length
        if entry["label"] != "COMPANY" or not reader.free(first, last):
            continue
        if words.lows[first] in reader.cues.sources and words.plain.startswith(")", words.ends[first]):
            continue
        if "deceives" in entry and not (entry["deceives"] == "person" and _is_the_firm(reader, first, last)):
            continue
        longer = _longer(reader, first, last)
        if longer:
            yield _mention(words, first, longer, "cue")
            continue
        yield {
            "start": words.starts[first], "end": words.ends[last - 1], "label": "COMPANY", "key": entry["key"],
            "rule": "lexicon", "canonical": entry["name"], "kind": "company",
        }  # fmt: skip


def _longer(reader: NameReader, first: int, last: int) -> int:
    """The end of a longer name that begins like a known one ("Argotec Due" is not Argotec); 0 where none does."""
    words = reader.words
    place = reader.lexicon.place(words, last)
    if words.surface(first).isupper() or (place is not None and place[1].type not in ("adjective", "area")):
        return 0
    whole = reader.forward(first)
    return whole.end if whole is not None and whole.last > last and reader.sound(first, whole.last) else 0


def _is_the_firm(reader: NameReader, first: int, last: int) -> bool:
    """Whether a name that is also a person's is the firm here: nobody bears it here or elsewhere, or speaks."""
    words, low = reader.words, reader.words.lows[first]
    if (
        not first
        or reader.opens_sentence(first)
        or low in reader.surnames
        or words.lows[first - 1] in reader.cues.speech
    ):
        return False
    if last < len(words) and words.gap(last - 1) == " " and words.capitalised(last):
        return False
    return low not in reader.borne()
