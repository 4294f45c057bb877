"""Which sum is part of which: a classifier's answer for every sum and the larger ones near it; the rules' answers are features."""

from __future__ import annotations

from decimal import Decimal

from extractor.pipeline.facts import TITLE_KINDS
from extractor.pipeline.patterns import lazy
from extractor.pipeline.relation_features import Bag, Reading, stem

_PART = 0.5  # how probable it must be that a sum is part of another
_BACK, _ON = 14, 4  # how many sums before and after are asked
_OF_WHICH = lazy(
    r"\b(?:di\s+cui|dei\s+quali|delle\s+quali|tra\s+cui|fra\s+cui|rispettivamente|compres\w|inclus\w|suddivis\w|ripartit\w|distribuit\w|articolat\w|così|pari)\b"
)
_TOTAL = lazy(r"\b(?:total\w*|complessiv\w*|in\s+tutto|insieme|somma\w*)\b")


def whole_candidates(reading: Reading, index: int) -> list[int]:
    """The sums near one of which it may be a part: larger, of one currency, no range, no price of a unit."""
    moneys = reading.moneys
    money = moneys[index]
    if money["max_value"]:
        return []
    value = Decimal(money["value"])
    near = range(max(0, index - _BACK), min(len(moneys), index + _ON + 1))
    return [
        other
        for other in near
        if other != index
        and moneys[other]["currency"] == money["currency"]
        and not moneys[other]["max_value"]
        and not moneys[other]["per"]
        and Decimal(moneys[other]["value"]) > value
    ]


def whole_features(reading: Reading, index: int, other: int, candidates: list[int]) -> Bag:
    """What decides whether a sum is part of another one."""
    moneys, low = reading.moneys, reading.scene.low
    money, whole = moneys[index], moneys[other]
    before = other < index
    kind, whole_kind = reading.kinds.get(money["sentence"], ""), reading.kinds.get(whole["sentence"], "")
    here = money["sentence"] == whole["sentence"]
    apart = abs(index - other)
    side = "<" if before else ">"
    nearest = (
        max((each for each in candidates if each < index), default=None)
        if before
        else min((each for each in candidates if each > index), default=None)
    )
    bag: Bag = {
        "": 1.0, f"apart={side}{min(apart, 8)}": 1.0, f"here={here}:{side}": 1.0, f"kinds={whole_kind}:{kind}": 1.0, f"kinds={whole_kind}:{kind}:{side}": 1.0,
        f"roles={whole.get('role')}:{money.get('role')}": 1.0, f"role={money.get('role')}": 1.0, f"whole={whole.get('role')}": 1.0, f"nearest={nearest == other}:{side}": 1.0,
        f"elliptic={money['elliptic']}:{here}": 1.0, f"sentences={min(abs(money['sentence'] - whole['sentence']), 5)}": 1.0,
    }  # fmt: skip
    ratio = float(Decimal(money["value"]) / Decimal(whole["value"]))
    bag[f"ratio={'tiny' if ratio < 0.001 else 'small' if ratio < 0.03 else 'part' if ratio < 0.5 else 'most'}"] = 1.0
    if money.get("part_of") == other:
        bag["ruled"] = 2.0
    elif "part_of" in money:
        bag["ruled elsewhere"] = 1.0
    siblings = [each for each in (index - 1, index + 1) if 0 <= each < len(moneys) and each != other]
    bag[f"siblings ruled={sum(moneys[each].get('part_of') == other for each in siblings)}"] = 1.0
    if other in reading.wholes:
        bag["has parts"] = 1.0
    if whole_kind in TITLE_KINDS:
        bag["title"] = 1.0
    if money["per"]:
        bag["per unit"] = 1.0
    if all(Decimal(whole["value"]) >= Decimal(each["value"]) for each in moneys[: _BACK * 3]):
        bag["largest"] = 1.0
    first, last = (whole["end"], money["start"]) if before else (money["end"], whole["start"])
    gap = low[first : min(last, first + 400)]
    if here and _OF_WHICH.search(gap):
        bag["of which"] = 1.5
    if ";" in gap and here:
        bag["semicolon"] = 1.0
    start, end = reading.places[index]
    from_word, to_word = reading.sentence(money["sentence"])
    words_before, words_after = reading.before(start, from_word, 3), reading.after(end, to_word, 3)
    for place, word in enumerate(words_before):
        bag[f"b{place}={stem(word)}"] = 1.0
    for place, word in enumerate(words_after):
        bag[f"a{place}={stem(word)}"] = 1.0
    start, end = reading.places[other]
    from_word, to_word = reading.sentence(whole["sentence"])
    for place, word in enumerate(reading.before(start, from_word, 3)):
        bag[f"wb{place}={stem(word)}"] = 1.0
    for place, word in enumerate(reading.after(end, to_word, 3)):
        bag[f"wa{place}={stem(word)}"] = 1.0
    if here and apart == 1:
        between = (
            reading.after(reading.places[index][1], start, 5)
            if not before
            else reading.after(end, reading.places[index][0], 5)
        )
        for word in between:
            bag[f"m{side}{stem(word)}"] = 1.0
    sentence = reading.layout.sentences[whole["sentence"]] if whole["sentence"] >= 0 else (0, 0)
    if _TOTAL.search(low[sentence[0] : min(sentence[1], sentence[0] + 400)]):
        bag["total"] = 1.0
    return bag


def decide_wholes(reading: Reading) -> None:
    """Give every sum the whole of which it is most probably a part, if any."""
    model = reading.models["whole"]
    asked: list[tuple[int, int]] = []
    bags: list[Bag] = []
    for index in range(len(reading.moneys)):
        found = whole_candidates(reading, index)
        for other in found:
            asked.append((index, other))
            bags.append(whole_features(reading, index, other, found))
    best: dict[int, tuple[float, int]] = {}
    for (index, other), probabilities in zip(asked, model.probabilities(bags), strict=True):
        if probabilities[0] >= _PART and probabilities[0] > best.get(index, (0.0, 0))[0]:
            best[index] = probabilities[0], other
    for index, money in enumerate(reading.moneys):
        if index in best:
            money["part_of"] = best[index][1]
        else:
            money.pop("part_of", None)
    reading.wholes = {money["part_of"] for money in reading.moneys if "part_of" in money}
