"""The report: one self-contained HTML file, to be opened from disk, printed and passed on.

`article` renders one announcement, for the report and for the local page alike; `html` sees to it that nothing of the
document ever becomes markup. Who adds up sums (`totals`, `repeats`) knows nothing of HTML.

Example:
    >>> import tempfile
    >>> from pathlib import Path
    >>> from extractor.records import Announcement
    >>> place = Path(tempfile.mkdtemp()) / "rapporto.html"
    >>> with ReportWriter(place) as writer:
    ...     writer.write(Announcement(title="Nuovo bando", text="Nuovo bando"))
    >>> "Nuovo bando" in place.read_text(encoding="utf-8")
    True
"""

from extractor.writing.report.article import article
from extractor.writing.report.writer import ReportWriter

__all__ = ["ReportWriter", "article"]
