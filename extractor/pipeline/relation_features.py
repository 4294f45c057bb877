"""What the classifiers see: features of a sum, of a sum and a body, of a body and an act, of a whole release.

A feature is a name and a number. Words are folded, figures become ``#``, names become their label, so that what is
learnt of one body holds for all. The rules' own answers are features like others: the classifiers weigh them.
"""

from __future__ import annotations

from bisect import bisect_left
from math import log10
from typing import Any

from extractor.lexicon import Words
from extractor.pipeline.acts import Act, ActCues, is_background
from extractor.pipeline.facts import TITLE_KINDS, Money
from extractor.pipeline.layout import Layout
from extractor.pipeline.linear import Models
from extractor.pipeline.payers import Scene
from extractor.pipeline.roles import RoleCues

Bag = dict[str, float]
_TOKEN = {"INSTITUTION": "<I>", "COMPANY": "<C>", "PROJECT": "<P>", "PERSON": "<H>", "PLACE": "<L>"}
_SUM = "<S>"


class Reading:
    """One text as the classifiers read it: its words with names, sums and figures masked, and the cues in them."""

    def __init__(
        self, scene: Scene, moneys: list[Money], roles: RoleCues, acts: ActCues, act: Act, models: Models
    ) -> None:
        self.models = models
        self.explains = False  # whether the reasons of decisions are kept
        self._intros: dict[int, list[str]] = {}
        self.share_reasons: dict[tuple[int, int], list[str]] = {}
        self.party_reasons: dict[int, dict[str, list[str]]] = {}
        self.scene, self.words, self.layout, self.moneys = scene, scene.words, scene.layout, moneys
        self.roles, self.acts, self.act = roles, acts, act
        self.mask = self._masked()
        self.places = [
            (bisect_left(self.words.starts, money["start"]), bisect_left(self.words.starts, money["end"]))
            for money in moneys
        ]
        self._sum_starts = sorted(first for first, _ in self.places)
        self.kinds = _block_kinds(scene.layout)
        self.twins = self._twins()
        self.wholes = {money["part_of"] for money in moneys if "part_of" in money}
        self._sentence_words: dict[int, tuple[int, int]] = {}
        self._cues: dict[int, list[tuple[int, int, str, str]]] = {}

    def is_of(self, data: dict[str, Any], acts: ActCues) -> bool:
        """Whether this is a reading of the very data that a Doc carries, with these cues."""
        scene = self.scene
        own = (self.moneys, scene.mentions, scene.entities)
        same = all(mine is data.get(name) for mine, name in zip(own, ("amounts", "mentions", "entities"), strict=True))
        return same and scene.main == data.get("main") and self.acts is acts

    def _twins(self) -> dict[int, int]:
        """For each sum of the headline the first equal one of the body, and the other way round."""
        heads: dict[tuple[str, str | None, str, str | None], int] = {}
        twins: dict[int, int] = {}
        for index, money in enumerate(self.moneys):
            fact = (money["value"], money["max_value"], money["currency"], money["per"])
            if self.kinds.get(money["sentence"]) in TITLE_KINDS:
                heads.setdefault(fact, index)
            elif (head := heads.get(fact)) is not None and head not in twins:
                twins[head], twins[index] = index, head
        return twins

    def _masked(self) -> list[str]:
        words = self.words
        mask = ["#" if low[0].isdigit() else low for low in words.lows]
        for mention in self.scene.mentions:
            self._cover(mask, mention["start"], mention["end"], _TOKEN[mention["label"]])
        for money in self.moneys:
            self._cover(mask, money["start"], money["end"], _SUM)
        return mask

    def _cover(self, mask: list[str], start: int, end: int, token: str) -> None:
        starts = self.words.starts
        first = bisect_left(starts, start)
        if first < len(starts) and starts[first] < end:
            mask[first] = token
            index = first + 1
            while index < len(starts) and starts[index] < end:
                mask[index] = ""
                index += 1

    def sums_between(self, first: int, last: int) -> int:
        """How many sums begin with one of the words ``first`` to ``last`` (exclusive)."""
        return bisect_left(self._sum_starts, last) - bisect_left(self._sum_starts, first)

    def payers(self) -> set[int | None]:
        """The entities that pay any sum, as decided so far."""
        return {share["entity"] for each in self.moneys for share in each.get("payers", ())}

    def sentence(self, number: int) -> tuple[int, int]:
        """First word and end of a sentence."""
        known = self._sentence_words.get(number)
        if known is None:
            start, end = self.layout.sentences[number] if number >= 0 else (0, 0)
            known = bisect_left(self.words.starts, start), bisect_left(self.words.starts, end)
            self._sentence_words[number] = known
        return known

    def cues(self, number: int) -> list[tuple[int, int, str, str]]:
        """The role cues of a sentence: first word, end, role, text."""
        known = self._cues.get(number)
        if known is None:
            first, last = self.sentence(number)
            known = [
                (cue.start, cue.end, self.roles.rows[cue.row]["role"], " ".join(self.words.lows[cue.start : cue.end]))
                for cue in self.roles.table.find(self.words, first, min(last, first + 400))
            ]
            self._cues[number] = known
        return known

    def intro(self, number: int) -> list[str]:
        """The last words of the sentence before a list: what its items are."""
        first = number
        while first >= 0 and self.kinds.get(first, "") in ("item", "row"):
            first -= 1
        known = self._intros.get(first)
        if known is None:
            start, end = self.sentence(first)
            known = self._intros[first] = [
                word for word in self.mask[max(start, end - 16) : end] if word and word[0].isalpha()
            ]
        return known

    def before(self, index: int, floor: int, count: int) -> list[str]:
        """The masked words before a word, nearest first."""
        found: list[str] = []
        mask, gaps = self.mask, self.words.gaps
        while index > floor and len(found) < count:
            index -= 1
            if word := mask[index]:
                found.append(word)
                gap = gaps[index]
                if gap != " " and (";" in gap or ":" in gap or "(" in gap):
                    found.append("<;>")
        return found

    def after(self, index: int, ceiling: int, count: int) -> list[str]:
        """The masked words from a word on."""
        found: list[str] = []
        mask, gaps = self.mask, self.words.gaps
        while index < ceiling and len(found) < count:
            gap = gaps[index - 1] if index else ""
            if gap != " " and ("," in gap or ";" in gap or ")" in gap or "(" in gap):
                found.append("<,>")
            if word := mask[index]:
                found.append(word)
            index += 1
        return found


def _block_kinds(layout: Layout) -> dict[int, str]:
    kinds: dict[int, str] = {}
    block = 0
    for number, (start, _) in enumerate(layout.sentences):
        while block + 1 < len(layout.blocks) and layout.blocks[block + 1].start <= start:
            block += 1
        kinds[number] = layout.blocks[block].kind if layout.blocks else "paragraph"
    return kinds


def stem(word: str) -> str:
    """The first letters of a word, which most of its forms share; masks stay whole."""
    return word if len(word) < 6 or word[0] == "<" else word[:6]


def links(reading: Reading, index: int) -> tuple[str, ...]:
    """What ties a sum to the one before it: the names under which the chain keeps the weights of a tie."""
    if not index:
        return ()
    money, previous = reading.moneys[index], reading.moneys[index - 1]
    found = ["prev"]
    here = previous["sentence"] == money["sentence"]
    if here:
        found.append("here")
        if "part_of" in money:
            found.append("part")
        first, last = reading.places[index - 1][1], reading.places[index][0]
        found.append(f"near{min(last - first, 8) // 3}")
    else:
        kinds = reading.kinds.get(previous["sentence"], ""), reading.kinds.get(money["sentence"], "")
        if kinds[1] in ("item", "row"):
            found.append("row" if kinds[0] == kinds[1] else "first row")
        elif kinds[0] in TITLE_KINDS:
            found.append("title")
    if money["per"] == previous["per"] and money["per"]:
        found.append("same unit")
    return tuple(found)


def sum_features(reading: Reading, index: int) -> Bag:
    """What decides a sum's role, but for the role of the sum before it.

    A sum of the headline and its equal in the body are told by the same words: each sees those of the other, more faintly.
    """
    bag = _own_features(reading, index)
    twin = reading.twins.get(index)
    if twin is not None:
        share = _OF_BODY if reading.kinds.get(reading.moneys[index]["sentence"]) in TITLE_KINDS else _OF_TITLE
        for name, value in _own_features(reading, twin).items():
            bag[name] = bag.get(name, 0.0) + share * value
        bag["twin"] = 1.0
    return bag


_OF_BODY, _OF_TITLE = 0.8, 0.3  # how much a headline's sum hears of the body's words, and the body's of the headline's


def _own_features(reading: Reading, index: int) -> Bag:
    money = reading.moneys[index]
    number = money["sentence"]
    first, last = reading.sentence(number)
    start, end = reading.places[index]
    bag: Bag = {"": 1.0}
    before, after = reading.before(start, first, 10), reading.after(end, last, 8)
    for place, word in enumerate(before[:3]):
        bag[f"b{place}={word}"] = 1.0
    for place, word in enumerate(after[:3]):
        bag[f"a{place}={word}"] = 1.0
    for place, word in enumerate(before):
        bag[f"B={stem(word)}"] = max(bag.get(f"B={stem(word)}", 0.0), 1.0 / (1 + 0.12 * place))
    for place, word in enumerate(after):
        bag[f"A={stem(word)}"] = max(bag.get(f"A={stem(word)}", 0.0), 1.0 / (1 + 0.15 * place))
    if len(before) > 1:
        bag[f"bb={stem(before[1])} {before[0]}"] = 1.0
    if len(before) > 2:
        bag[f"bbb={stem(before[2])} {stem(before[1])} {before[0]}"] = 1.0
    if len(after) > 1:
        bag[f"aa={after[0]} {stem(after[1])}"] = 1.0
    _cue_features(bag, reading, number, start, end)
    bag[f"q={money['qualifier']}"] = 1.0
    bag[f"per={money['per']}"] = 2.0
    if money["max_value"]:
        bag["range"] = 1.0
    if money["currency"] != "EUR":
        bag["foreign"] = 1.0
    if money["elliptic"]:
        bag["elliptic"] = 1.0
    bag[f"size={int(log10(max(1.0, float(money['value']))))}"] = 1.0
    bag[f"block={reading.kinds.get(number, '')}"] = 1.0
    if index and reading.moneys[index - 1]["sentence"] == number:
        between = reading.after(reading.places[index - 1][1], start, 6)
        bag[f"gap={' '.join(stem(word) for word in between[:3])}"] = 1.0
    whole = money.get("part_of")
    if whole is not None:
        bag["part"] = 1.0
        bag[f"part of {reading.moneys[whole].get('role')}"] = 1.0
        bag["part before"] = float(whole < index)
    if index in reading.wholes:
        bag["whole"] = 1.0
    text = reading.scene.low
    sentence = text[reading.layout.sentences[number][0] : reading.layout.sentences[number][1]] if number >= 0 else ""
    if is_background(sentence[:600]):
        bag["background"] = 1.0
    if '"' in sentence[:2] or "«" in sentence[:2]:
        bag["speech"] = 1.0
    bag[f"sentence={min(number, 4)}"] = 1.0
    if number > 0:
        for _, _, role, words in reading.cues(number - 1)[-3:]:
            bag[f"earlier={role}"] = 1.0
            if reading.kinds.get(number) in ("item", "row"):
                bag[f"intro={words[:12]}"] = 1.0
    rule = money.get("role")
    if rule:
        bag[f"rule={rule}"] = 1.5 + min(money.get("score", 0.0), 5.0) / 2.5
    return bag


def _cue_features(bag: Bag, reading: Reading, number: int, start: int, end: int) -> None:
    nearest_before: tuple[int, str, str] | None = None
    nearest_after: tuple[int, str, str] | None = None
    for cue_start, cue_end, role, words in reading.cues(number):
        if cue_end <= start:
            crossed = reading.sums_between(cue_end, start) if start - cue_end > 2 else 0
            distance = start - cue_end
            name = f"cue<{role}:{min(distance // 4, 4)}:{min(crossed, 2)}"
            bag[name] = bag.get(name, 0.0) + 1.0
            if distance < 12:
                bag[f"cw<{words}"] = 1.0 / (1 + 0.1 * distance)
            if nearest_before is None or distance <= nearest_before[0]:
                nearest_before = (distance, role, words)
        elif cue_start >= end:
            distance = cue_start - end
            if distance < 12:
                bag[f"cue>{role}:{min(distance // 4, 3)}"] = 1.0
                bag[f"cw>{words}"] = 1.0 / (1 + 0.15 * distance)
            if nearest_after is None or distance < nearest_after[0]:
                nearest_after = (distance, role, words)
    if nearest_before:
        bag[f"near<{nearest_before[1]}"] = 2.0
        bag[f"nearw<{nearest_before[2]}"] = 1.0
    else:
        bag["near<none"] = 1.0
    if nearest_after and nearest_after[0] < 8:
        bag[f"near>{nearest_after[1]}"] = 2.0


def share_features(reading: Reading, index: int, mention: int, ruled: str) -> Bag:
    """What decides whether a body pays a sum, receives it, or neither."""
    money, span = reading.moneys[index], reading.scene.mentions[mention]
    start, end = reading.places[index]
    first = bisect_left(reading.words.starts, span["start"])
    last = bisect_left(reading.words.starts, span["end"])
    sentence_first, sentence_last = reading.sentence(money["sentence"])
    bag: Bag = {"": 1.0, f"rule={ruled}": 1.0, f"role={money.get('role')}": 1.0, f"label={span['label']}": 1.0}
    bag[f"body={span.get('kind', span['label'])}"] = 1.0
    main = reading.scene.entity_of[mention] == reading.scene.main
    bag[f"main={main}"] = 1.0
    if span.get("generic"):
        bag["generic"] = 1.0
    side = "<" if last <= start else ">"
    between = reading.after(last, start, 14) if side == "<" else reading.after(end, first, 14)
    bag[f"side={side}:{money.get('role')}"] = 1.0
    bag[f"side={side}:rule={ruled}"] = 1.0
    distance = len(between)
    bag[f"far{side}{min(distance, 12) // 2}"] = 1.0
    bag[f"sums{side}{min(2, between.count(_SUM))}"] = 1.0
    bag[f"bodies{side}{min(3, between.count('<I>') + between.count('<C>'))}"] = 1.0
    for place, word in enumerate(between):
        bag[f"m{side}{stem(word)}"] = 1.0
        if place < 2:
            bag[f"m{side}{place}={word}"] = 1.0
    if between:
        bag[f"last{side}={between[-1]}"] = 1.0
    if len(between) < 5:
        bag[f"whole{side}{' '.join(stem(word) for word in between)}"] = 1.0
    lead = reading.before(first, sentence_first, 4)
    for place, word in enumerate(lead[:3]):
        bag[f"l{side}{place}={stem(word)}"] = 1.0
    if len(lead) > 1:
        bag[f"ll{side}={stem(lead[1])} {lead[0]}"] = 1.0
    trail = reading.after(last, sentence_last, 4)
    for place, word in enumerate(trail[:3]):
        bag[f"t{side}{place}={stem(word)}"] = 1.0
    if not sentence_first <= first < sentence_last:
        bag["elsewhere"] = 1.0
    bag[f"kind={reading.act.kind}:{span['label']}"] = 1.0
    opener = stem(lead[0]) if lead else "^"
    role = money.get("role")
    bag[f"l{side}={opener}:{role}"] = 1.0
    for word in between[:1] + between[-1:]:
        bag[f"lm{side}{opener} {stem(word)}"] = 1.0
    for word in between[:6]:
        bag[f"mr{side}{stem(word)}:{role}"] = 1.0
    block = reading.kinds.get(money["sentence"], "")
    bag[f"block={block}:{side}"] = 1.0
    if block in ("item", "row"):
        bag[f"row={block}:{side}:{min(distance, 4)}"] = 1.0
        for word in reading.intro(money["sentence"]):
            bag[f"I{side}{stem(word)}"] = 1.0
    told = [each for each in money.get("payers", ()) if each["entity"] is None]
    if told:
        bag["state pays"] = 1.0
    return bag


def main_share_features(reading: Reading, index: int, payers: set[int | None] | None = None) -> Bag:
    """What decides whether the release's own body pays a sum of which the sentence names no payer.

    ``payers`` are those of all sums, where many sums are asked about in a row.
    """
    money = reading.moneys[index]
    main = reading.scene.main
    kind = reading.act.kind
    receives = bool(money.get("beneficiaries"))
    bag: Bag = {
        "": 1.0, f"role={money.get('role')}": 1.0, f"receives={receives}": 1.0, f"funds={bool(money.get('funds'))}": 1.0,
        f"kind={kind}": 1.0, f"kind={kind}:role={money.get('role')}": 1.0, f"block={reading.kinds.get(money['sentence'], '')}": 1.0,
        f"part={'part_of' in money}:role={money.get('role')}": 1.0,
        f"per={money['per']}": 1.0, f"q={money['qualifier']}": 1.0, f"funds={bool(money.get('funds'))}:role={money.get('role')}": 1.0,
    }  # fmt: skip
    if main is not None:
        entity = reading.scene.entities[main]
        bag[f"body={entity.get('kind')}"] = 1.0
        bag[f"body={entity.get('kind')}:role={money.get('role')}"] = 1.0
        payers = reading.payers() if payers is None else payers
        bag[f"pays elsewhere={main in payers}"] = 1.0
        bag[f"others pay={bool(payers - {main})}"] = 1.0
    if money["sentence"] >= 0:
        start, end = reading.layout.sentences[money["sentence"]]
        if is_background(reading.scene.low[start : min(end, start + 600)]):
            bag["background"] = 1.0
    first, last = reading.sentence(money["sentence"])
    start_word, end_word = reading.places[index]
    for word in reading.before(start_word, first, 6):
        bag[f"B={stem(word)}"] = 1.0
    for word in reading.after(end_word, last, 4):
        bag[f"A={stem(word)}"] = 1.0
    return bag


def party_features(
    reading: Reading,
    entity: int,
    kind: str,
    spans: list[tuple[int, int]],
    ruled: set[str],
    flags: list[str],
    intro: tuple[int, int] = (0, 0),
) -> Bag:
    """What decides the part that a body takes in an act."""
    scene = reading.scene
    body = scene.entities[entity]
    bag: Bag = {"": 1.0, f"label={body['label']}": 1.0, f"body={body.get('kind')}": 1.0, f"kind={kind}": 1.0}
    main = entity == scene.main
    bag[f"main={main}"] = 1.0
    bag[f"main={main}:kind={kind}"] = 1.0
    bag[f"label={body['label']}:kind={kind}"] = 1.0
    bag[f"body={body.get('kind')}:kind={kind}"] = 1.0
    for role in sorted(ruled) or ["none"]:
        bag[f"rule={role}"] = 1.0
        bag[f"rule={role}:{body['label']}"] = 1.0
        bag[f"rule={role}:kind={kind}"] = 1.0
    for flag in flags:
        bag[flag] = 1.0
    mentions = [index for index in body["mentions"] if any(a <= scene.mentions[index]["start"] < b for a, b in spans)]
    bag[f"mentions={min(len(mentions), 4)}"] = 1.0
    if intro[1]:
        bag["one of several"] = 1.0
        bag[f"one of several:main={main}"] = 1.0
        if not mentions:
            bag["only before"] = 1.0
            bag[f"only before:{body['label']}:main={main}"] = 1.0
            mentions = [index for index in body["mentions"] if intro[0] <= scene.mentions[index]["start"] < intro[1]]
    for index in mentions[:8]:
        span = scene.mentions[index]
        number = scene.layout.sentence_at(span["start"])
        first_of, last_of = reading.sentence(number)
        first, last = bisect_left(reading.words.starts, span["start"]), bisect_left(reading.words.starts, span["end"])
        block = reading.kinds.get(number, "")
        bag[f"in={block if block in TITLE_KINDS else min(number, 5)}"] = 1.0
        before, after = reading.before(first, first_of, 5), reading.after(last, last_of, 5)
        for place, word in enumerate(before):
            bag[f"B={stem(word)}"] = 1.0
            if place < 2:
                bag[f"b{place}={stem(word)}"] = 1.0
        for place, word in enumerate(after):
            bag[f"A={stem(word)}"] = 1.0
            if place < 2:
                bag[f"a{place}={stem(word)}"] = 1.0
        if len(before) > 1:
            bag[f"bb={stem(before[1])} {stem(before[0])}"] = 1.0
        if len(after) > 1:
            bag[f"aa={stem(after[0])} {stem(after[1])}"] = 1.0
        if is_background(scene.low[scene.layout.sentences[number][0] : scene.layout.sentences[number][1]][:500]):
            bag["background"] = 1.0
    return bag


def act_features(words: Words, layout: Layout, act: Act, mask: list[str] | None = None) -> Bag:
    """What decides whether a release tells an act, of what kind, and how far it has got."""
    bag: Bag = {"": 1.0}
    total = sum(act.votes.values()) or 1.0
    ranked = sorted(act.votes.items(), key=lambda each: -each[1])
    for place, (kind, votes) in enumerate(ranked):
        bag[f"vote={kind}"] = votes / total * 3
        bag[f"has={kind}"] = 1.0
        if place < 3:
            bag[f"rank{place}={kind}"] = 1.0
    bag["strength"] = min(act.strength, 60.0) / 20
    bag["verbs"] = min(act.verbs, 20.0) / 5
    bag["against"] = min(act.against, 20.0) / 5
    if not act.votes:
        bag["no votes"] = 1.0
    scores = sum(act.statuses.values()) or 1.0
    for status, votes in act.statuses.items():
        bag[f"status={status}"] = votes / scores * 3
        bag[f"says={status}"] = 1.0
    lows = mask or words.lows
    body = 0
    kinds = _block_kinds(layout)
    for number, (start, end) in enumerate(layout.sentences[:14]):
        zone = "T" if kinds.get(number) in TITLE_KINDS else "1" if body < 2 else "2"
        body += zone != "T" and end - start > 30
        if body > 5:
            break
        first, last = bisect_left(words.starts, start), bisect_left(words.starts, end)
        previous = ""
        for index in range(first, min(last, first + 70)):
            word = lows[index]
            if not word:
                continue
            token = stem("#" if word[0].isdigit() else word)
            bag[f"{zone}:{token}"] = 1.0
            if zone != "2" and previous:
                bag[f"{zone}:{previous} {token}"] = 1.0
            previous = token
    return bag
