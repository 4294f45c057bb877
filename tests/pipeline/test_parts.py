"""Which sum is part of which: by words, by arithmetic."""

import pytest

from extractor.lexicon import Words
from extractor.pipeline.facts import tie_facts
from extractor.pipeline.layout import read_layout
from extractor.pipeline.parts import parts_by_sum, parts_by_words
from tests.pipeline.moneys import moneys_of

WHOLE = None


def parts(text: str, roles: dict[str, str] | None = None) -> dict[str, str | None]:
    """Each sum's words with those of the whole of which it is a part."""
    return {mention: whole for mention, whole, _ in _tied(text, roles)}


def _tied(text: str, roles: dict[str, str] | None) -> list[tuple[str, str | None, str | None]]:
    words, layout, moneys = Words(text), read_layout(text), moneys_of(text)
    mentions = [text[money["start"] : money["end"]] for money in moneys]
    for mention, money in zip(mentions, moneys, strict=True):
        if roles and mention in roles:
            money["role"] = roles[mention]
    tie_facts(moneys, layout)
    parts_by_words(words, moneys)
    parts_by_sum(moneys)
    return [
        (mention, mentions[money["part_of"]] if "part_of" in money else None, money.get("role"))
        for mention, money in zip(mentions, moneys, strict=True)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # by words
        (
            "Costa 5.317.523 euro di cui 2.313.750 in Lombardia.",
            {"5.317.523 euro": WHOLE, "2.313.750": "5.317.523 euro"},
        ),
        (
            "Costa 9,4 milioni, di cui 1,1 della Provincia e 2 milioni dello Stato.",
            {"9,4 milioni": WHOLE, "1,1": "9,4 milioni", "2 milioni": "9,4 milioni"},
        ),
        (
            "Costa 50 milioni (35 statali e 15 comunali).",
            {"50 milioni": WHOLE, "35": "50 milioni", "15": "50 milioni"},
        ),
        (
            "Ci sono 6 milioni di euro, dei quali 4 milioni per le strade.",
            {"6 milioni di euro": WHOLE, "4 milioni": "6 milioni di euro"},
        ),
        (
            "Ci sono 6 milioni di euro, così ripartiti: 3,5 milioni a Noale e 1,5 milioni a Salzano.",
            {"6 milioni di euro": WHOLE, "3,5 milioni": "6 milioni di euro", "1,5 milioni": "6 milioni di euro"},
        ),
        # not by words
        (
            "Costa 5 milioni di euro. Di cui si parla: 3 milioni di euro.",
            {"5 milioni di euro": WHOLE, "3 milioni di euro": WHOLE},
        ),
        (
            "Costa 3 milioni di euro, di cui 5 milioni di euro.",
            {"3 milioni di euro": WHOLE, "5 milioni di euro": WHOLE},
        ),
        (
            "Costa 5 milioni di euro, di cui 3 milioni di dollari.",
            {"5 milioni di euro": WHOLE, "3 milioni di dollari": WHOLE},
        ),
        (
            "Costa 5 milioni di euro, di cui 20 mila euro per ciascun progetto.",
            {"5 milioni di euro": WHOLE, "20 mila euro": WHOLE},
        ),
        (
            "Costa 5 milioni di euro, di cui 4 milioni da Roma e 2 milioni da Noale.",
            {"5 milioni di euro": WHOLE, "4 milioni": "5 milioni di euro", "2 milioni": WHOLE},
        ),
        ("Paga 5 milioni di euro, Noale 3 milioni di euro.", {"5 milioni di euro": WHOLE, "3 milioni di euro": WHOLE}),
        # by arithmetic: the total first, the total last, the total far
        (
            "Costa 10 milioni di euro. Roma ne dà 6 milioni. Noale ne dà 4 milioni.",
            {"10 milioni di euro": WHOLE, "6 milioni": "10 milioni di euro", "4 milioni": "10 milioni di euro"},
        ),
        (
            "Roma dà 6 milioni di euro. Noale ne dà 4 milioni. In tutto 10 milioni di euro.",
            {"6 milioni di euro": "10 milioni di euro", "4 milioni": "10 milioni di euro", "10 milioni di euro": WHOLE},
        ),
        (
            "Lo sforzo è di 109.300,95 euro.\n\nIl primo costa 5.317.523 euro, la quota è di 69.412,50 euro.\n\n"
            "Il secondo costa 8.435.865 euro, la quota è di 39.888,45 euro.",
            {
                "109.300,95 euro": WHOLE,
                "5.317.523 euro": WHOLE,
                "69.412,50 euro": "109.300,95 euro",
                "8.435.865 euro": WHOLE,
                "39.888,45 euro": "109.300,95 euro",
            },
        ),
        (
            "Costa 10 milioni di euro. Roma ne dà 6 milioni. Noale ne dà 3 milioni.",
            {"10 milioni di euro": WHOLE, "6 milioni": WHOLE, "3 milioni": WHOLE},
        ),
        (
            "Dà 10 milioni di euro. Poi 6 milioni di dollari e 4 milioni di dollari.",
            {"10 milioni di euro": WHOLE, "6 milioni di dollari": WHOLE, "4 milioni di dollari": WHOLE},
        ),
        ("Costa 4 milioni di euro. Un altro ne costa 4.000.000.", {"4 milioni di euro": WHOLE, "4.000.000": WHOLE}),
    ],
)
def test_parts(text: str, expected: dict[str, str | None]) -> None:
    contributions = {"109.300,95 euro", "69.412,50 euro", "39.888,45 euro"}
    roles = {mention: "contribution" if mention in contributions else "total_cost" for mention in expected}
    assert parts(f"# Titolo\n\n{text}", roles if "109.300,95 euro" in expected else None) == expected


def test_limits_and_background_are_parts_of_nothing_by_arithmetic() -> None:
    text = "# Titolo\n\nCosta 10 milioni di euro. Roma ne dà 6 milioni. Noale ne dà 4 milioni."
    assert parts(text, {"6 milioni": "limit", "4 milioni": "limit"})["6 milioni"] is None
    assert parts(text, {"10 milioni di euro": "other"})["6 milioni"] is None
