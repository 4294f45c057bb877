"""Figures and findings on a terminal, in Italian; plain where there is none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TextIO

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from extractor.evaluation.catalogue import SECTIONS, SHARES
from extractor.evaluation.comparison import Change, Comparison
from extractor.evaluation.figures import Figure, Value
from extractor.evaluation.outcome import Finding, Outcome
from extractor.writing import terminal
from extractor.writing.printable import on_one_line

_styles = {"-": "red", "+": "yellow", "≠": "magenta"}
_confusions_shown = 20
_signs = {"-": "−", "+": "+", "≠": "≠"}


def console_for(stream: TextIO, *, color: bool = True) -> Console:
    """Make a console; where there is no terminal, one wide enough that no line is broken."""
    width = None if stream.isatty() else 160
    return terminal.console_for(stream, color=color, width=width)


def print_figures(found: Mapping[str, Figure], announcements: int, console: Console) -> None:
    """Print one table of precision, recall and F1 and one of shares."""
    table = _table(("", "giusti", "gold", "trovati", "precisione", "richiamo", "F1"))
    for section, labels in SECTIONS.items():
        rows = {name: label for name, label in labels.items() if name in found and any(found[name].tally)}
        if rows:
            table.add_row(Text(section, style="bold"))
        for name, label in rows.items():
            figure = found[name]
            values = (figure.precision, figure.recall, figure.f1)
            table.add_row(f"  {label}", *map(str, figure.tally), *map(_with_interval, values))
    _print_table(table, console)
    shares = _table(("", "giusti", "su", "quota"))
    for name, label in SHARES.items():
        if name in found and found[name].tally.gold:
            figure = found[name]
            shares.add_row(label, str(figure.tally.right), str(figure.tally.gold), _with_interval(figure.recall))
    _print_table(shares, console)
    if "false agreements" in found:
        console.print(Text(f"Accordi inventati in comunicati senza accordi: {found['false agreements'].tally.found}"))
    console.print(Text(f"{announcements} comunicati; tra parentesi l'intervallo al 95 % (bootstrap sui comunicati)"))


def print_findings(outcomes: Iterable[Outcome], topics: Sequence[str], console: Console) -> None:
    """Print what was missed (−), what is spurious (+) and what is different (≠), by announcement."""
    for outcome in outcomes:
        chosen = [finding for finding in outcome.findings if wanted(finding, topics)]
        if chosen:
            _print_line(Text(f"── {on_one_line(outcome.name)}", style="bold"), console)
        for finding in chosen:
            _print_line(_line(finding), console)


def print_confusions(outcomes: Iterable[Outcome], topics: Sequence[str], console: Console) -> None:
    """Print how often one role, kind, status or label was taken for another, the commonest first."""
    counts = Counter(
        (finding.topic if finding.topic != "agreements" else finding.label, finding.gold, finding.found)
        for outcome in outcomes
        for finding in outcome.findings
        if finding.mark == "≠" and wanted(finding, topics)
        if finding.topic in ("roles", "entities") or finding.label in ("kind", "status")
    )
    if counts:
        table = _table(("scambi", "gold", "trovato", "volte"), words=3)
        for (what, gold, found), times in counts.most_common(_confusions_shown):
            table.add_row(what, gold or "-", found or "-", str(times))
        _print_table(table, console)


def print_comparison(comparison: Comparison, topics: Sequence[str], console: Console) -> None:
    """Print the change of each figure, then gains and losses by announcement."""
    table = _table(("", "A", "B", "differenza"))
    for section, labels in {**SECTIONS, "Quote": SHARES}.items():
        rows = {name: label for name, label in labels.items() if name in comparison.changes}
        if rows:
            table.add_row(Text(section if section == "Quote" else f"{section} (F1)", style="bold"))
        for name, label in rows.items():
            change = comparison.changes[name]
            table.add_row(f"  {label}", _number(change.before), _number(change.after), _difference(change))
    _print_table(table, console)
    for name, gains, losses in comparison.by_announcement:
        gained = [finding for finding in gains if wanted(finding, topics)]
        lost = [finding for finding in losses if wanted(finding, topics)]
        if gained or lost:
            _print_line(Text(f"── {on_one_line(name)}", style="bold"), console)
        for word, style, findings in (("risolto", "green", gained), ("nuovo  ", "red", lost)):
            for finding in findings:
                _print_line(Text(f"  {word}", style=style).append_text(_line(finding)), console)
    lost_count = sum(len(losses) for _, _, losses in comparison.by_announcement)
    gained_count = sum(len(gains) for _, gains, _ in comparison.by_announcement)
    console.print(Text(f"Errori risolti: {gained_count}, errori nuovi: {lost_count}"))


def wanted(finding: Finding, topics: Sequence[str]) -> bool:
    """Whether a finding is of these topics or labels; all but mentions where none is named."""
    if not topics:
        return finding.topic != "mentions"
    return finding.topic in topics or (finding.topic == "entities" and finding.label in topics)


def _line(finding: Finding) -> Text:
    line = Text("  ").append(_signs[finding.mark], style=_styles[finding.mark])
    line.append(f" {finding.topic:<10} {finding.label:<12} ", style="dim")
    line.append(on_one_line(finding.what), style="bold")
    if finding.gold or finding.found:
        line.append(f"  gold: {on_one_line(finding.gold) or '-'}  trovato: {on_one_line(finding.found) or '-'}")
    if finding.context:
        line.append(f"  | {on_one_line(finding.context)}", style="dim")
    return line


def _table(columns: Sequence[str], words: int = 1) -> Table:
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for number, column in enumerate(columns):
        table.add_column(column, justify="left" if number < words else "right", no_wrap=True)
    return table


def _print_table(table: Table, console: Console) -> None:
    if not console.is_terminal:
        table.box = None
    console.print(table)
    console.print()


def _print_line(line: Text, console: Console) -> None:
    console.print(line, soft_wrap=True)


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}".replace(".", ",")


def _with_interval(value: Value) -> str:
    if value.interval is None:
        return _number(value.value)
    low, high = value.interval
    return f"{_number(value.value)} [{low:.2f}–{high:.2f}]".replace(".", ",")


def _difference(change: Change) -> Text:
    if change.difference is None:
        return Text("–")
    style = "green" if change.difference > 0 else "red" if change.difference < 0 else "dim"
    text = f"{change.difference:+.3f}"
    if change.interval is not None:
        text += f" [{change.interval[0]:+.2f} {change.interval[1]:+.2f}]"
    return Text(text.replace(".", ","), style=style)
