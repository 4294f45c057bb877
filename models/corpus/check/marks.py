"""Are the marks themselves right: their edges, what stands inside them, the layout."""

import re
from typing import Final

from models.corpus.check.findings import Findings
from models.corpus.document import Document
from models.corpus.markup import Mark, shorten
from models.corpus.vocabulary import GENERIC, SUM

FEWEST_WORDS: Final = 40
"""A text of fewer words is no announcement."""

_EDGES: Final = frozenset("\"'“”„‘’«»()[]….,:;!?-–—/*_#")
_CLOSED_BY: Final = {")": "(", "]": "[", '"': '"', "”": "“„", "»": "«"}

# "il ", "l'"
_ARTICLE: Final = re.compile(r"(?:(?:il|lo|la|i|gli|le|un|uno|una)\s|(?:l|un)['’])", re.IGNORECASE)
# "della ", "dell'"; with a capital it may be a name ("Di Stefano")
_PREPOSITION: Final = re.compile(
    r"""
    (?: di | da | a | in | con | su | per | tra | fra
      | (?: de | da | a | ne | su ) (?: l | llo | lla | i | gli | lle ) ) \s
    | (?: d | dell | dall | all | nell | sull ) ['’]
    """,
    re.VERBOSE,
)
# "oltre 42 milioni", "tra 5 e 20": what qualifies a sum
_QUALIFIED: Final = re.compile(
    r"(?:oltre|circa|quasi|almeno|fino|massimo|minimo|tra|fra|da|di|pari|più|meno|ben|solo)\s|.*\scirca$",
    re.IGNORECASE,
)
# "S.p.A.", "M.", "srl.": a full stop that belongs to the name
_ABBREVIATED: Final = re.compile(
    r"""
    (?: \. \s? \w{1,4} | (?:^|[\s.]) \w
      | \b (?: spa | srl | srls | sas | snc | sapa | scarl | scrl | scpa | soc | coop | onlus | ltd | ltda | inc
             | corp | co | bros | bv | nv | ehf | hf | jr | sr | mln | mld | mrd ) )
    \. $
    """,
    re.VERBOSE | re.IGNORECASE,
)


def check_marks(findings: Findings) -> None:
    """Every mark by itself and where it stands."""
    outer: list[Mark] = []
    for mark in findings.document.marks:
        outer = [above for above in outer if above.end > mark.start]
        _edges(findings, mark)
        for above in outer:
            if mark.letter not in ("", SUM) and above.letter:
                shown, inside = show(findings.document, mark), show(findings.document, above)
                findings.mark(mark, f"{shown} stands inside {inside}: no mark inside another entity's")
        outer.append(mark)
    _shared_names(findings)


def check_layout(findings: Findings) -> None:
    """The length of the text, its title, and that no part of the layout is marked twice."""
    document = findings.document
    words = len(document.text.split())
    if words < FEWEST_WORDS:
        findings.mark(Mark("title", 0, 0), f"text of {words} words: an announcement has at least {FEWEST_WORDS}")
    if not any(mark.id == "title" for mark in document.marks):
        findings.mark(Mark("title", 0, 0), "the title is not marked", warning=True)
    seen: set[tuple[str, str | None]] = set()
    for mark in document.marks:
        if mark.letter or mark.id == "objective":
            continue
        if (mark.id, mark.argument) in seen:
            findings.mark(mark, f"{{{' '.join(filter(None, [mark.id, mark.argument]))}}} is marked twice")
        seen.add((mark.id, mark.argument))
        line = document.text[document.text.rfind("\n", 0, mark.start) + 1 : mark.start]
        rest = document.text[mark.end :].partition("\n")[0]
        if line.strip(" #*_") or rest.strip(" *_#\r"):
            findings.mark(mark, f"{show(document, mark)} is not the whole line", warning=True)


def show(document: Document, mark: Mark) -> str:
    """A mark as messages show it: ``[Regione Lombardia]{i1}``."""
    return f"[{shorten(document.span(mark))}]{{{mark.id}}}"


def _edges(findings: Findings, mark: Mark) -> None:
    text, shown = findings.document.span(mark), show(findings.document, mark)
    if text != text.strip():
        findings.mark(mark, f"{shown}: a mark begins and ends without a blank")
    elif mark.id == "objective":
        if text[-1] in ".,;:" and not _ABBREVIATED.search(text):
            findings.mark(mark, f"{shown}: an objective ends before the full stop")
    elif mark.letter:
        if text[0] in _EDGES or (text[-1] in _EDGES and not _may_end(text)):
            findings.mark(mark, f"{shown}: a mark begins and ends without punctuation")
        if mark.letter == SUM:
            if _QUALIFIED.match(text):
                findings.mark(mark, f"{shown}: the word that qualifies a sum stands outside its mark")
        elif _ARTICLE.match(text) and not _article_is_name(findings.document, mark):
            findings.mark(mark, f"{shown}: a mark has no article (the name's own: give name = '...' in [entities])")
        elif _PREPOSITION.match(text):
            findings.mark(mark, f"{shown}: a mark has no preposition")


def _may_end(text: str) -> bool:
    """Whether the punctuation at the end of a mark is the name's own."""
    last, before = text[-1], text[:-1]
    if last == ".":
        return _ABBREVIATED.search(text) is not None
    if last in "'’":  # "Universita'"
        return before[-1:].lower() in tuple("aeiou")
    if last in _CLOSED_BY:  # 'Istituto comprensivo "Manzoni"'
        return any(opening in before for opening in _CLOSED_BY[last])
    return last in "!?*" and before[-1:].isalnum()  # "Yahoo!"


def _article_is_name(document: Document, mark: Mark) -> bool:
    """Whether the article is part of the name: written with a capital where none is due ("a La Spezia")."""
    text = document.span(mark)
    name = str(document.entities.get(mark.id, {}).get("name", ""))
    known = text.startswith(("La Spezia", "L'Aquila", "L’Aquila", "La Maddalena", "La Thuile"))
    if known or name.startswith(text[:3]):
        return True
    before = document.text[: mark.start].rstrip(" \"'“‘«*#")
    opens = not before or before[-1] in ".!?:\n–—-"
    return text[0].isupper() and (not opens or mark.letter == "h")


def _shared_names(findings: Findings) -> None:
    """Two entities of one label that share a name are often one whose second id is a slip."""
    first: dict[tuple[str, str], str] = {}
    told: set[tuple[str, str]] = set()
    for mark in findings.document.marks:
        name = findings.document.span(mark)
        if mark.letter in ("", SUM) or len(name) < 4 or name in GENERIC or not name[0].isupper():
            continue
        other = first.setdefault((mark.letter, name), mark.id)
        if other != mark.id and (other, mark.id) not in told:
            told.add((other, mark.id))
            message = f"{show(findings.document, mark)} is marked {other} elsewhere: are they two?"
            findings.mark(mark, message, warning=True)
