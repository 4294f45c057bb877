"""Projects, programmes, funds, calls and works that have a name: by the lexicon, by quotes, by the words around."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from extractor.lexicon import Lexicon, Words
from extractor.pipeline.cued_projects import by_apposition, by_generic, by_heading, by_naming, by_number, by_tail
from extractor.pipeline.mentions import Mention
from extractor.pipeline.patterns import lazy
from extractor.pipeline.programmes import by_lexicon, by_sign
from extractor.pipeline.project_acronyms import expansions
from extractor.pipeline.project_cues import Cues, cues_of
from extractor.pipeline.project_heads import by_head
from extractor.pipeline.project_mentions import project_mention

_QUOTED = lazy(
    r"""(?:"(?P<double>[^"\n]{2,110})"|(?<![\p{L}\p{N}])'(?P<single>[^'\n]{2,80}(?:'[^'\n]{2,60})?)'(?!\p{L}))"""
)
# ", 680.000   ·   ": 1,2 milioni
_PAID = lazy(r"""[,:]? (?:-|\()? ?(?:euro |€ ?)?\d[\d.,]*(?: ?(?:mila|mln|milion[ei]|euro|€)|[.,]\d)""")
# 1. "   ·   • "
_ENUMERATED = lazy(r"""(?:^|\n)\s*(?:\d{1,3}[.)]|[-•*])\s*$""")


def find_projects(words: Words, lexicon: Lexicon, others: list[Mention]) -> list[Mention]:
    """All mentions of named projects that the rules give, in the text's order, possibly overlapping, none twice.

    Args:
        words: the text's words.
        lexicon: what the rules know.
        others: mentions of other things, which no project's name may begin with.

    >>> from extractor.lexicon import default_lexicon, words_of
    >>> text = "il bando Faber e il progetto “Acque chiare”, fondi Por Fesr 2014-2020"
    >>> [text[each["start"]:each["end"]] for each in find_projects(words_of(text), default_lexicon(), [])]
    ['Faber', 'Acque chiare', 'Por Fesr 2014-2020']
    """
    cues = cues_of(lexicon)
    taken = {
        spot
        for mention in others
        for spot in range(bisect_left(words.starts, mention["start"]), bisect_left(words.starts, mention["end"]))
    }
    found = list(by_lexicon(words, lexicon, cues))
    found.extend(by_sign(words, lexicon, cues))
    known = {
        spot
        for mention in found
        for spot in range(bisect_left(words.starts, mention["start"]), bisect_left(words.starts, mention["end"]))
    }
    found.extend(_by_quotes(words, cues))
    found.extend(by_generic(words, lexicon, cues, taken | known))
    found.extend(by_naming(words, lexicon, cues, taken))
    found.extend(by_apposition(words, lexicon, cues, taken | known))
    found.extend(by_tail(words, cues, taken))
    found.extend(by_number(words))
    found.extend(by_heading(words))
    found.extend(project_mention(words, start, end, "head") for start, end in by_head(words, lexicon, cues, taken))
    found.extend(expansions(words, found))
    first = {(mention["start"], mention["end"]): mention for mention in reversed(found)}  # the earlier rule prevails
    return sorted(first.values(), key=lambda mention: (mention["start"], -mention["end"]))


def _by_quotes(words: Words, cues: Cues) -> Iterator[Mention]:
    """Names in quotes after "progetto", "denominato", or before ", il nuovo bando"."""
    low = words.plain.lower()
    listed: list[tuple[int, int]] = []  # in a ranking list each name is a project's, a single one may be anything
    for match in _QUOTED.finditer(words.plain):
        group = "double" if match["double"] else "single"
        start, end = match.span(group)
        name = words.plain[start:end]
        if (
            not name.strip()
            or name.rstrip().endswith((".", "!", ",", "?"))
            or not (name[0].isupper() or name[0].isdigit())
        ):
            continue
        size = len(name.split())
        if size > 12 or (size > 5 and ", " in name and not name.istitle()):
            continue
        if cues.before_quote.search(low[max(0, match.start() - 90) : match.start()]):
            if low[max(0, match.start() - 4) : match.start()].rstrip().endswith(":") and size > 5:
                continue  # what somebody says
            yield project_mention(words, start, end, "quoted")
        elif size < 8 and cues.after_name.match(low, match.end()):
            yield project_mention(words, start, end, "quoted")
        elif size < 8 and (
            _PAID.match(low, match.end()) or _ENUMERATED.search(words.plain, max(0, match.start() - 12), match.start())
        ):
            listed.append((start, end))
    if len(listed) > 1:
        for start, end in listed:
            yield project_mention(words, start, end, "listed")
