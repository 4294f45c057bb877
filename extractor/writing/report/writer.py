"""`--to report.html`: one file while a browser opens it with ease, past that an overview and a file an announcement."""

from __future__ import annotations

import dataclasses
import re
import tempfile
from collections.abc import Collection, Iterator, Sequence
from typing import IO, ClassVar
from urllib.parse import quote

from extractor.records import Announcement, Failure
from extractor.writing.output import Output
from extractor.writing.report.article import article, title_of
from extractor.writing.report.entry import Entry, entry_of
from extractor.writing.report.html import Html, element, joined
from extractor.writing.report.overview import overview, table
from extractor.writing.report.page import page
from extractor.writing.report.repeats import Repeats
from extractor.writing.report.totals import Totals, counted_sums
from extractor.writing.target import Target

_styles = ("view.css", "report.css")
_scripts = ("view.js", "report.js")
_heading = element("h1", "Che cosa dice il comunicato", class_="vh")


class ReportWriter(Output):
    """Writes `NAME.html` and, where that would grow too large, the folder `NAME-comunicati` beside it.

    Attributes:
        most_announcements: how many views one file holds at most.
        most_characters: how many characters of views one file holds at most.
        rows_of_a_page: how many rows the table of announcements has before it goes on in another file.
    """

    needs_text: ClassVar[bool] = True
    most_announcements: ClassVar[int] = 400
    most_characters: ClassVar[int] = 12_000_000
    rows_of_a_page: ClassVar[int] = 2000

    _views: IO[str]
    _pages: Target | None

    def _begin(self) -> None:
        self.targets.append(Target(self.path))
        views = tempfile.TemporaryFile("w+", encoding="utf-8", newline="")  # noqa: SIM115 (the handles close it)
        self._views = self.handles.enter_context(views)
        self._lengths: list[int] = []
        self._pages = None
        self._entries: list[Entry] = []
        self._failed: list[Failure] = []
        self._totals = Totals()
        self._repeats = Repeats()
        stem = re.sub(r"\.html?$", "", self.targets[0].path.name, flags=re.IGNORECASE)
        self._folder = self.targets[0].path.with_name(f"{stem}-comunicati")

    def _write(self, record: Announcement) -> None:
        number = len(self._entries) + 1
        counted = counted_sums(record)
        repeats = self._repeats.first_of(number, record)
        if repeats is None:
            self._totals.add(counted)
        self._entries.append(entry_of(number, record, counted, repeats, f"#d{number}"))
        view = str(article(record, record.text or "", prefix=f"d{number}-"))
        if self._pages is None and (
            number > self.most_announcements or (number > 1 and sum(self._lengths) + len(view) > self.most_characters)
        ):
            self._pages = self._begun_folder()
        if self._pages is not None:
            self._write_page(self._pages, number, title_of(record), view)
        else:
            self._lengths.append(len(view))
            self._views.write(view)

    def _write_failure(self, failure: Failure) -> None:
        self._failed.append(failure)

    def _finish(self) -> None:
        whole = self._one_file() if self._pages is None else self._overview_of_files(self._pages)
        self.targets[-1].partial.write_text(whole, encoding="utf-8", newline="")

    def _kept_views(self) -> Iterator[Html]:
        self._views.seek(0)
        for length in self._lengths:
            yield Html(self._views.read(length))

    def _one_file(self) -> str:
        views = [
            element("section", _way_back(number, len(self._lengths)), view, class_="leaf", id=f"d{number}")
            for number, view in enumerate(self._kept_views(), 1)
        ]
        if len(views) == 1 and not self._failed:
            only = self._entries[0].title
            return page(only, element("main", _heading, *self._kept_views()), styles=_styles, scripts=_scripts)
        body = element("main", overview(self._entries, self._totals, self._failed), *views)
        return page(f"{len(views)} comunicati", body, styles=_styles, scripts=_scripts)

    def _begun_folder(self) -> Target:
        """Turn to one file an announcement, those that are written already too."""
        folder = Target(self._folder, members=_PageNames())
        self.targets.insert(0, folder)
        for entry, view in zip(self._entries, self._kept_views(), strict=False):
            self._write_page(folder, entry.number, entry.title, str(view))
        self._lengths.clear()
        return folder

    def _write_page(self, folder: Target, number: int, title: str, view: str) -> None:
        links = [element("a", "← Panoramica", href=f"../{quote(self.targets[-1].path.name)}")]
        if number > 1:
            links.append(element("a", "precedente", href=_page_name(number - 1)))
        way = element("nav", *links, class_="way", aria_label="Comunicati")
        body = element("main", _heading, way, Html(view))
        whole = page(title, body, styles=_styles, scripts=_scripts)
        (folder.partial / _page_name(number)).write_text(whole, encoding="utf-8", newline="")

    def _overview_of_files(self, folder: Target) -> str:
        name = quote(self._folder.name)
        chunks = list(_chunks(self._entries, self.rows_of_a_page))
        further = [
            (f"Comunicati da {chunk[0].number} a {chunk[-1].number}", f"elenco-{index}.html")
            for index, chunk in enumerate(chunks[1:], 2)
        ]
        for (title, file), chunk in zip(further, chunks[1:], strict=True):
            back = element("a", "← Panoramica", href=f"../{quote(self.targets[-1].path.name)}")
            rows = table([_at(entry, _page_name(entry.number)) for entry in chunk])
            body = element("main", back, element("h1", title), rows, class_="overview")
            whole = page(title, body, styles=_styles, scripts=_scripts)
            (folder.partial / file).write_text(whole, encoding="utf-8", newline="")
        notice = (
            f"I comunicati sono {len(self._entries)}, troppi per un file solo: ciascuno è un file nella cartella "
            f"«{self._folder.name}», che va tenuta accanto a questo."
        )
        self._counted[f"molti comunicati: ciascuno è un file nella cartella {self._folder.name}"] += 1
        body = overview(
            [_at(entry, f"{name}/{_page_name(entry.number)}") for entry in chunks[0]],
            self._totals,
            self._failed,
            notice=notice,
            pages=[(title, f"{name}/{file}") for title, file in further],
        )
        return page(f"{len(self._entries)} comunicati", element("main", body), styles=_styles, scripts=_scripts)


class _PageNames(Collection[str]):
    """The names that an earlier report may have left in its folder."""

    _pattern = re.compile(r"(?:\d{5,}|elenco-\d+)\.html")

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self._pattern.fullmatch(name) is not None

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


def _page_name(number: int) -> str:
    return f"{number:05}.html"


def _at(entry: Entry, address: str) -> Entry:
    return dataclasses.replace(entry, address=address)


def _chunks(entries: Sequence[Entry], size: int) -> Iterator[Sequence[Entry]]:
    for start in range(0, len(entries), size):
        yield entries[start : start + size]


def _way_back(number: int, count: int) -> Html:
    links = [element("a", "← Panoramica", href="#panoramica")]
    if number > 1:
        links.append(element("a", "precedente", href=f"#d{number - 1}"))
    if number < count:
        links.append(element("a", "successivo", href=f"#d{number + 1}"))
    heading = element("h1", f"Comunicato {number} di {count}", class_="vh")
    return joined([heading, element("nav", *links, class_="way", aria_label="Comunicati")])
