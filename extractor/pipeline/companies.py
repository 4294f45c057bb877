"""Companies: by legal form, by the words that announce one, and by the lexicon."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import regex

from extractor.lexicon import Lexicon, Words
from extractor.pipeline.mentions import Mention
from extractor.pipeline.names import STARTERS, name_end, name_start

_HEADS_ALONE = frozenset(("società", "azienda", "impresa", "ditta", "gruppo", "multinazionale", "startup", "cooperativa", "consorzio", "banca"))
_CUE_ONLY = frozenset(("società", "azienda", "impresa", "ditta", "multinazionale", "startup", "start", "holding", "gruppo", "capofila", "mandataria", "mandante", "soc"))
_ROLE_NOTE = regex.compile(r'"?\s*\(\s*(?:capofila|mandatari[ao]|mandante|capogruppo|aggiudicatari[ao]|ditta|impresa|società|azienda)\b')


def find_companies(words: Words, lexicon: Lexicon, others: list[Mention]) -> list[Mention]:
    """All mentions of companies that the rules give, in order, possibly overlapping.

    Args:
        words: the text's words.
        lexicon: what the rules know.
        others: mentions of institutions and people; a company's name does not run into one.

    >>> from extractor.lexicon import default_lexicon, words_of
    >>> text = "accordo con la società capofila Beamit, Orsolini Due srl e l'azienda farmaceutica Tecnavis"
    >>> [text[each["start"]:each["end"]] for each in find_companies(words_of(text), default_lexicon(), [])]
    ['Orsolini Due srl', 'Beamit', 'Tecnavis']
    """
    taken = _covered(words, others)
    found = list(_by_legal_form(words, lexicon, taken))
    found.extend(_by_cue(words, lexicon, taken))
    found.extend(_by_lexicon(words, lexicon, taken))
    found.extend(_by_note(words, taken))
    return found


def company_key(name: str) -> str:
    """The key of a company: its name in lower case without legal form, article or punctuation.

    >>> company_key("Bracco S.p.A."), company_key("la Bracco")
    ('company:bracco', 'company:bracco')
    """
    from extractor.lexicon import key_of  # noqa: PLC0415

    bare = key_of(_FORM_AT_END.sub("", " " + name.strip()))
    parts = bare.split()
    while len(parts) > 1 and (parts[0] in STARTERS or parts[0] in _CUE_ONLY):
        parts = parts[1:]
    return "company:" + "-".join(parts)


def bare_name(name: str) -> str:
    """A company's name without its legal form.

    >>> bare_name("Orsolini Due S.r.l."), bare_name("Beamit")
    ('Orsolini Due', 'Beamit')
    """
    return _FORM_AT_END.sub("", " " + name).strip(" ,") or name


@lru_cache(maxsize=4)
def _forms(abbreviations: tuple[str, ...], long: tuple[str, ...]) -> regex.Pattern[str]:
    alternatives = [*abbreviations, *(word.replace(" ", r"\s+") for word in long)]
    return regex.compile(rf"(?<=[\p{{L}}\p{{N}}.\"')&]\s?,?\s?)(?<![\p{{L}}\p{{N}}.])(?P<form>{'|'.join(alternatives)})(?![\p{{L}}\p{{N}}])")


def legal_form_pattern(lexicon: Lexicon) -> regex.Pattern[str]:
    """The pattern of legal forms over plain lower-case text, from the lexicon's data."""
    forms = lexicon.tables["legal_forms"]
    return _forms(tuple(forms["abbreviations"]), tuple(forms["words"]))


_FORM_AT_END = regex.compile(
    r"[\s,]+(?:s\.?\s?p\.?\s?a\.?|s\.?\s?r\.?\s?l\.?(?:\s?s\.?|\s?u\.?)?|s\.?\s?c\.?\s?a?\.?\s?r\.?\s?l\.?|scpa|s\.?n\.?c\.?|s\.?a\.?s\.?|s\.?s\.?a?\.?|soc\.?\s?coop\.?.*|"
    r"società\s+(?:per\s+azioni|a\s+responsabilità\s+limitata|cooperativa.*|consortile.*|benefit|agricola.*)|cooperativa\s+sociale|gmbh|ag|inc\.?|ltd\.?|limited|llc|plc|corp\.?|"
    r"s\.a\.|sa|n\.?v\.?|b\.?v\.?|se|oyj?|ab|kg|sarl|s\.?l\.?u?\.?|onlus|in\s+liquidazione|in\s+amministrazione\s+straordinaria)(?:[\s,]+(?:s\.?\s?b\.?|soc.*|società\s+benefit|onlus|agricola))?$",
    regex.I,
)


def _covered(words: Words, mentions: list[Mention]) -> set[int]:
    """The indexes of the words that lie in one of the mentions."""
    covered: set[int] = set()
    index = 0
    for mention in sorted(mentions, key=lambda each: each["start"]):
        while index < len(words) and words.ends[index] <= mention["start"]:
            index += 1
        position = index
        while position < len(words) and words.starts[position] < mention["end"]:
            covered.add(position)
            position += 1
    return covered


def _mention(words: Words, start: int, end: int, rule: str) -> Mention:
    """A company from word ``start`` to character ``end``."""
    first = words.starts[start]
    return {"start": first, "end": end, "label": "COMPANY", "key": company_key(words.text[first:end]), "rule": rule, "kind": "company"}


def _by_legal_form(words: Words, lexicon: Lexicon, taken: set[int]) -> Iterator[Mention]:
    low = words.plain.lower()
    exact = set(lexicon.tables["legal_forms"]["exact"])
    lowered = {form.lower() for form in exact}
    index = 0
    for match in legal_form_pattern(lexicon).finditer(low):
        form = match["form"].strip(" .")
        if form in lowered and words.text[match.start() : match.start() + len(form)] not in exact:
            continue
        while index < len(words) and words.starts[index] < match.start():
            index += 1
        last = index - 1
        if last < 0 or match.start() - words.ends[last] > 3 or last in taken:
            continue
        limit = 8
        caps = words.surface(last).isupper() and len(words.surface(last)) > 3
        start = name_start(words, last, 4 if caps else limit)
        floor = last
        while floor > start and floor - 1 not in taken:
            floor -= 1
        start = max(start, floor)
        if caps and start < last and not words.text[match.start("form")].islower():
            start = _after_function_words(words, start, last)
        while start < last and words.lows[start] in _CUE_ONLY:
            start += 1
        if start > last:
            if words.capitalised(last):
                continue
            start = _lower_case_name(words, last)
            if start is None:
                continue
        end = match.end()
        if low[end - 1 : end] != "." and low[end : end + 1] == "." and "." in match["form"]:
            end += 1
        elif low[end - 1] == "." and "." not in match["form"][:-1]:
            end -= 1  # "srl." ends the sentence
        yield _mention(words, start, end, "legal form")


def _after_function_words(words: Words, start: int, last: int) -> int:
    for position in range(last - 1, start - 1, -1):
        if words.lows[position] in STARTERS:
            return position + 1
    return start


def _lower_case_name(words: Words, last: int) -> int | None:
    """A name typed in lower case before a legal form ("la beamit srl"): one word after an article, else none."""
    if last and words.lows[last - 1] in ("la", "alla", "dalla", "della", "con", "e", "di") and len(words.lows[last]) > 3 and words.lows[last] not in _HEADS_ALONE:
        return last
    return None


def _by_cue(words: Words, lexicon: Lexicon, taken: set[int]) -> Iterator[Mention]:
    tables = lexicon.tables["company_cues"]
    singular, plural, never = _cue_words(tables)
    index = 0
    while index < len(words):
        low = words.lows[index]
        if low in singular or low in plural:
            key, size, many = _cue_at(words, index, singular, plural)
            if key is not None:
                yield from _announced(words, lexicon, index, size, many, taken, never)
                index += size
                continue
        index += 1


@lru_cache(maxsize=4)
def _cue_table(singular: tuple[str, ...], plural: tuple[str, ...], never: tuple[str, ...]) -> tuple[dict[str, set[str]], dict[str, set[str]], frozenset[str]]:
    def by_first(phrases: tuple[str, ...]) -> dict[str, set[str]]:
        table: dict[str, set[str]] = {}
        for phrase in phrases:
            table.setdefault(phrase.split()[0], set()).add(phrase)
        return table

    return by_first(singular), by_first(plural), frozenset(never)


def _cue_words(tables: dict[str, Any]) -> tuple[dict[str, set[str]], dict[str, set[str]], frozenset[str]]:
    return _cue_table(tuple(tables["singular"]), tuple(tables["plural"]), tuple(tables["never"]))


def _cue_at(words: Words, index: int, singular: dict[str, set[str]], plural: dict[str, set[str]]) -> tuple[str | None, int, bool]:
    for many, table in ((False, singular), (True, plural)):
        phrases = table.get(words.lows[index], ())
        for size in (3, 2, 1):
            key = words.run(index, size)
            if key is not None and key in phrases:
                return key, size, many
    return None, 1, False


def _announced(
    words: Words, lexicon: Lexicon, index: int, size: int, many: bool, taken: set[int], never: frozenset[str]
) -> Iterator[Mention]:
    """The names after a cue, perhaps after an adjective or two: one, or for a plural cue a list of them."""
    position = index + size
    crossed = 0
    while position < len(words) and not words.capitalised(position):
        if words.lows[position] in never or crossed == 2 or not words.tight(position - 1) or words.lows[position][0].isdigit():
            return
        crossed += 1
        position += 1
    if position >= len(words) or words.gap(position - 1) not in (" ", ' "', "\n", " '", ': "', ": ", "  "):
        return
    if words.gap(position - 1) == ": " and not many:
        return
    count = 0
    while position < len(words):
        end = name_end(words, position, 6)
        if end <= position or position in taken or words.lows[position] in STARTERS or any(spot in taken for spot in range(position, end)):
            return
        if _a_place(words, lexicon, position, end) or words.lows[position] in lexicon.head_reach and lexicon.head(words, position):
            return
        if count and not many:
            return
        own_head = words.capitalised(index) and crossed == 0 and words.lows[index] in ("gruppo", "consorzio", "banca", "cooperativa", "cantina") and not count and index and not _opens_sentence(words, index)
        start = index if own_head else position
        yield _mention(words, start, words.ends[end - 1], "cue") | {"key": company_key(words.text[words.starts[position] : words.ends[end - 1]])}
        count += 1
        if not many:
            return
        gap = words.gap(end - 1)
        if gap in (", ", '", "', '", ') or gap == " " and end < len(words) and words.lows[end] in ("e", "ed"):
            position = end + (gap == " ")
            if position < len(words) and not words.capitalised(position):
                return
        else:
            return


def _opens_sentence(words: Words, index: int) -> bool:
    return "." in words.gap(index - 1) or "\n" in words.gap(index - 1)


def _a_place(words: Words, lexicon: Lexicon, start: int, end: int) -> bool:
    place = lexicon.place(words, start)
    return place is not None and place[0] == end - start


def _by_lexicon(words: Words, lexicon: Lexicon, taken: set[int]) -> Iterator[Mention]:
    for hit in lexicon.hits(words):
        entry = lexicon.entries[hit.entry]
        if entry["label"] != "COMPANY" or any(spot in taken for spot in range(hit.index, hit.index + hit.length)):
            continue
        if "deceives" in entry and not _stands_alone(words, hit.index, hit.length, entry["deceives"]):
            continue
        start = words.starts[hit.index]
        mention: Mention = {
            "start": start, "end": words.ends[hit.index + hit.length - 1], "label": "COMPANY", "key": entry["key"],
            "rule": "lexicon", "canonical": entry["name"], "kind": "company",
        }  # fmt: skip
        yield mention


def _stands_alone(words: Words, index: int, length: int, deceives: str) -> bool:
    """Whether a name that is also a person's may be the firm here: no other capitalised word touches it."""
    if deceives != "person":
        return False
    before = index > 0 and words.tight(index - 1) and words.capitalised(index - 1) and words.lows[index - 1] not in STARTERS
    after = index + length
    follows = after < len(words) and words.tight(after - 1) and words.capitalised(after)
    return not before and not follows and not _opens_sentence(words, index) if index else False


def _by_note(words: Words, taken: set[int]) -> Iterator[Mention]:
    """Names before "(capofila)" or "(mandante)"."""
    for match in regex.finditer(r"\((?:[^()\n]{0,20}\b)?(?:capofila|mandatari[ao]|mandante|capogruppo)\b", words.plain.lower()):
        index = _last_before(words, match.start())
        if index < 0 or index in taken or match.start() - words.ends[index] > 3:
            continue
        start = name_start(words, index, 6)
        if start <= index and not any(spot in taken for spot in range(start, index + 1)):
            yield _mention(words, start, words.ends[index], "note")


def _last_before(words: Words, position: int) -> int:
    from bisect import bisect_left  # noqa: PLC0415

    return bisect_left(words.starts, position) - 1
