"""Yardsticks from outside: Recognizers-Text for sums, KIND for names."""

from collections import Counter
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import pytest

from extractor.evaluation.outcome import Tally
from models import compare_sums, measure_kind
from models.measure_kind import Span, errors, measure, read

TSV = (
    "Il\tO\npresidente\tO\nAnna\tB-PER\nBerti\tI-PER\n(\tO\nEni\tB-ORG\n)\tO\na\tO\nRoma\tB-LOC\n.\tO\n\n"
    "L'\tO\nIstat\tORG\nNord\tORG\n\nFine\tO\n"
)


def test_kind_becomes_running_text_with_mentions() -> None:
    (text,) = read(TSV)
    assert text.text == "Il presidente Anna Berti (Eni) a Roma. L'Istat Nord Fine"
    assert [(text.text[span.start : span.end], span.kind) for span in text.gold] == [
        ("Anna Berti", "PER"),
        ("Eni", "ORG"),
        ("Roma", "LOC"),
        ("Istat Nord", "ORG"),
    ]
    assert [text.text for text in read(TSV, sentences=2)] == [text.text.removesuffix(" Fine"), "Fine"]


def test_mentions_that_touch_are_two_where_a_new_one_begins() -> None:
    (text,) = read("Eni\tB-ORG\nEnel\tB-ORG\n")
    assert text.gold == [Span(0, 3, "ORG"), Span(4, 8, "ORG")]


def test_exact_and_overlapping_mentions_are_counted_once() -> None:
    gold = [Span(0, 10, "PER"), Span(12, 15, "ORG"), Span(20, 24, "ORG")]
    found = [Span(0, 4, "PER"), Span(5, 10, "PER"), Span(12, 15, "ORG"), Span(20, 24, "LOC")]
    tallies = measure("a", gold, found).tallies
    assert (tallies["PER exact"], tallies["PER overlap"]) == (Tally(0, 1, 2), Tally(1, 1, 2))
    assert (tallies["ORG exact"], tallies["ORG overlap"]) == (Tally(1, 2, 1), Tally(1, 2, 1))
    assert Counter(errors(gold, found)) == {
        ("PER", "missed", "other bounds"): 1,
        ("PER", "spurious", "other bounds"): 2,
        ("ORG", "missed", "taken for LOC"): 1,
    }


def test_the_table_of_kind(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "kind.tsv").write_text("Il\tO\nministro\tO\nPaolo\tB-PER\nBianchi\tI-PER\nparla\tO\n.\tO\n", "utf-8")
    assert measure_kind.main([str(tmp_path / "kind.tsv")]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[1] == "rules + CRF (ships)"
    assert lines[2].split() == "PER exact F1 1.000 [1.00–1.00] P 1.000 R 1.000 (1 right, 1 gold, 1 found)".split()
    assert "rules alone" in lines


def test_results_of_recognizers_text_that_are_euros() -> None:
    results = [
        SimpleNamespace(start=0, end=3, resolution={"value": "0,5", "isoCurrency": "EUR"}),
        SimpleNamespace(start=5, end=6, resolution={"value": "3", "isoCurrency": "USD"}),
        SimpleNamespace(start=8, end=11, resolution={"value": None, "isoCurrency": "EUR"}),
        SimpleNamespace(start=13, end=14, resolution=None),
    ]
    assert compare_sums.euros(results) == [{"id": "M1", "value": "0.5", "start": 0, "end": 4}]


def test_repeated_values_count_as_often_as_gold_has_facts() -> None:
    amounts = [{"id": f"M{number}", "value": value} for number, value in enumerate(("5", "5.0", "5", "6", "6"))]
    assert [each["id"] for each in compare_sums.once(amounts, Counter({Decimal(5): 2}))] == ["M0", "M1", "M3"]


def test_the_table_of_sums(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text("Il Comune di Lecco stanzia 2 milioni di euro.", "utf-8")
    (tmp_path / "a.json").write_text('{"amounts": [{"id": "M1", "value": "2000000", "start": 27, "end": 44}]}', "utf-8")
    monkeypatch.setattr(compare_sums, "recognizers_text", lambda: None)
    assert compare_sums.main([str(tmp_path)]) == 0
    captured = capsys.readouterr()
    assert captured.out.splitlines()[2].startswith(
        "| rules alone, no classifier | 1.000 [1.00–1.00] (P 1.000, R 1.000)"
    )
    assert "not installed" in captured.err
