"""Every slip of a marked file: of its TOML part, of its sums, of its marks, of what they leave out."""

from pathlib import Path

from models.corpus.check.findings import Findings
from models.corpus.check.marks import check_layout, check_marks
from models.corpus.check.schema import check_agreements, check_document
from models.corpus.check.slip import Slip
from models.corpus.check.sums import check_sums, check_values
from models.corpus.check.unmarked import check_unmarked
from models.corpus.document import Document, read
from models.corpus.markup import MarkupError

__all__ = ["Slip", "check", "slips"]


def check(path: Path) -> list[Slip]:
    """The slips of one marked file, by line; one alone where it cannot be read.

    Raises OSError where the file cannot be opened.
    """
    try:
        document = read(path)
    except MarkupError as error:
        return [Slip(error.line, error.message)]
    return slips(document)


def slips(document: Document) -> list[Slip]:
    r"""The slips of one marked document, by line, each once.

    >>> from models.corpus.document import parse_document
    >>> source = "[la Rossi spa]{c1} avrà [5 mila euro]{m1}.\n=====\n[sums]\nm1 = { value = '5', payers = ['i1'] }"
    >>> print(*slips(parse_document(source)), sep="\n")
    1: [5 mila euro]{m1} reads 5000, not 5 (where a mention says another value: {m1 VALUE})
    1: [la Rossi spa]{c1}: a mark has no article (the name's own: give name = '...' in [entities])
    1: text of 7 words: an announcement has at least 40
    1: warning: the title is not marked
    4: m1: payers: i1 is not marked in the text
    4: m1: role is missing
    """
    findings = Findings(document)
    for ask in (check_document, check_agreements, check_sums, check_values, check_marks, check_layout, check_unmarked):
        ask(findings)
    return sorted(set(findings.slips))
