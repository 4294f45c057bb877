"""Train the classifiers of relations on the corpus: ``python -m models.train_relations``.

The program reads each announcement as it would any other: names by a model that was trained on the other batches' announcements
(:mod:`models.unseen`), sums and rule answers; the gold says what they ought to be. The decisions are learnt one after the other, act,
roles, payers, parties, and each is learnt on what the earlier ones give for announcements that they have not seen: so a
classifier learns how far the ones before it can be trusted. The answers for the unseen announcements, put together, are
the cross-validation (``--judge``). The chain of roles is a conditional random field, the others are logistic regressions
(L2, scikit-learn); nothing is random; weights that matter little are dropped.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from extractor.evaluation.agreements import AgreementAlignment
from extractor.evaluation.entities import EntityAlignment
from extractor.evaluation.facts import RecordFacts
from extractor.evaluation.figures import figures
from extractor.evaluation.measure import measure
from extractor.evaluation.outcome import Outcome
from extractor.evaluation.report import as_json
from extractor.evaluation.sums import SumAlignment
from extractor.evaluation.tables import console_for, print_confusions, print_figures, print_findings
from extractor.lexicon import default_lexicon, words_of
from extractor.pipeline.agreements import (
    agreement_trust_features,
    find_agreements,
    local_kind,
    rule_parties,
    segments_of,
)
from extractor.pipeline.assemble import assemble
from extractor.pipeline.bare_figures import candidates, figure_features, with_bare_figures
from extractor.pipeline.components import AgreementsComponent, AmountsComponent, Relations
from extractor.pipeline.doc_data import data_of, layout_of, text_of
from extractor.pipeline.grouping import by_turns, says_several, split
from extractor.pipeline.layout import Layout
from extractor.pipeline.linear import WEIGHTS, LinearModel, dump, side_by_side
from extractor.pipeline.relation_features import (
    Bag,
    Reading,
    act_features,
    links,
    main_share_features,
    party_features,
    share_features,
    sum_features,
)
from extractor.pipeline.relations import (
    PARTY_ROLES,
    money_flags,
    party_candidates,
    ruled_share,
    share_candidates,
    unpaid_sums,
)
from extractor.pipeline.starts import asked_sentences, start_features
from extractor.pipeline.sums import find_sums
from extractor.pipeline.trust import trust_features
from extractor.pipeline.wholes import whole_candidates, whole_features
from extractor.records import Announcement
from models.chain import Link, fit_chain
from models.unseen import CORPUS, FOLDS, SAMPLES, SOURCE, Case, batch_of, unseen_cases

# how far the weights may go (scikit-learn's C), each chosen by cross-validation over the batches
STRENGTH = {
    "figure": 1.0, "whole": 0.2, "role": 0.5, "share": 0.1, "main share": 0.03, "act": 1.0, "kind": 10.0, "status": 3.0, "speaks": 0.3,
    "party promoter": 0.1, "party funder": 0.1, "party signatory": 0.1, "party beneficiary": 0.1,
}  # fmt: skip
OTHERWISE = 1.0
LEAST = 0.01  # weights nearer to nothing than this are dropped


@dataclass
class Example:
    """One question to one classifier and its answer in the gold."""

    features: Bag
    answer: str


@dataclass
class Pupil:
    """An announcement as the classifiers meet it, with its gold."""

    case: Case
    reading: Reading
    told: list[dict[str, Any] | None]  # the gold sum of each sum that was found
    ids: dict[int, str]  # the gold id of each entity that was found
    models: dict[str, LinearModel] = field(default_factory=dict)


Questions = Callable[[Pupil], Iterator[tuple[str, Any]]]


def learn_figures(cases: Sequence[Case]) -> dict[str, LinearModel]:
    """Teach which bare figures are sums, and add to each announcement those that a model takes for sums that has not seen it."""
    asked = []
    for case in cases:
        words = words_of(text_of(case.doc))
        layout = layout_of(case.doc) or Layout()
        known = find_sums(words.text, words.low)
        spans = _amount_at(case.gold)
        questions = []
        for candidate in candidates(words, known):
            span = candidate.found.start, candidate.found.end
            told = next((each for each in _mentions(spans, *span) if Decimal(each) == candidate.found.value), None)
            questions.append(Example(figure_features(words, layout, candidate), "no" if told is None else "yes"))
        asked.append((case, known, questions))
    for fold in range(FOLDS):
        others = [question for case, _, questions in asked if case.fold != fold for question in questions]
        model = _question(fit(others, STRENGTH["figure"]))
        for case, known, _ in asked:
            if case.fold == fold:
                words = words_of(text_of(case.doc))
                found = with_bare_figures(words, layout_of(case.doc) or Layout(), known, model)
                AmountsComponent().store(case.doc, found)
    return {
        "figure": _question(fit([question for *_, questions in asked for question in questions], STRENGTH["figure"]))
    }


def _mentions(spans: dict[tuple[int, int], dict[str, Any]], start: int, end: int) -> Iterator[str]:
    """The value that gold states at a span, if it states one there."""
    amount = spans.get((start, end))
    if amount is None:
        return
    if (amount["start"], amount["end"]) == (start, end):
        yield amount["value"]
    yield from (each["value"] for each in amount.get("mentions", ()) if (each["start"], each["end"]) == (start, end))


def pupils_of(cases: Sequence[Case], relations: Relations) -> list[Pupil]:
    """The announcements with the rules' answers."""
    found = []
    for case in cases:
        reading, moneys, _ = relations.reread(case.doc)
        amounts = _amount_at(case.gold)
        told = [amounts.get(_overlap(amounts, money["start"], money["end"])) for money in moneys]
        scene = reading.scene
        pupil = Pupil(case, reading, told, _aligned(scene.mentions, scene.entity_of, case.gold))
        reading.models = pupil.models
        found.append(pupil)
    return found


def _act_questions(pupil: Pupil) -> Iterator[tuple[str, Any]]:
    reading, agreements = pupil.reading, pupil.case.gold["agreements"]
    features = act_features(reading.words, reading.layout, reading.act, reading.mask)
    yield "act", Example(features, "yes" if agreements else "no")
    if agreements:
        yield "kind", Example(features, agreements[0]["kind"])
        yield "status", Example(features, agreements[0]["status"] or "announced")
    main = pupil.ids.get(reading.scene.main) if reading.scene.main is not None else None
    speaks = main is not None and pupil.case.gold.get("publisher") == main
    yield "speaks", Example(features, "speaks" if speaks else "is silent")


def _whole_questions(pupil: Pupil) -> Iterator[tuple[str, Any]]:
    reading, told = pupil.reading, pupil.told
    for index, amount in enumerate(told):
        if amount is None:
            continue
        found = whole_candidates(reading, index)
        for other in found:
            whole = told[other]
            answer = whole is not None and whole["id"] == amount["part_of"]
            yield "whole", Example(whole_features(reading, index, other, found), "yes" if answer else "no")


def _role_questions(pupil: Pupil) -> Iterator[tuple[str, Any]]:
    reading = pupil.reading
    chain = []
    for index, (money, amount) in enumerate(zip(reading.moneys, pupil.told, strict=True)):
        answer = amount["role"] if amount is not None else str(money.get("role", "other"))
        chain.append(Link(sum_features(reading, index), links(reading, index), answer))
    yield "role", chain


def _role_trust_questions(pupil: Pupil) -> Iterator[tuple[str, Any]]:
    for money, amount in zip(pupil.reading.moneys, pupil.told, strict=True):
        if amount is not None:
            answer = "right" if money.get("role") == amount["role"] else "wrong"
            yield "role trust", Example(trust_features(money.get("score", 0.5)), answer)


def _agreement_trust_questions(pupil: Pupil) -> Iterator[tuple[str, Any]]:
    data = data_of(pupil.case.doc)
    data["agreements"] = find_agreements(pupil.reading, data["act"])
    found = RecordFacts.model_validate(json.loads(assemble(pupil.case.doc).to_json()))
    gold = RecordFacts.model_validate(pupil.case.gold)
    entities = EntityAlignment(gold.entities, found.entities)
    aligned = {place for _, place in AgreementAlignment(gold, found, SumAlignment(gold, found), entities).pairs}
    for place in range(len(found.agreements)):
        features = agreement_trust_features(data["act"], len(found.agreements))
        yield "agreement trust", Example(features, "right" if place in aligned else "wrong")


def _share_questions(pupil: Pupil) -> Iterator[tuple[str, Any]]:
    reading, scene = pupil.reading, pupil.reading.scene
    for index, amount in enumerate(pupil.told):
        if amount is None:
            continue
        payers = {share["entity"] for share in amount["payers"]}
        receivers = {share["entity"] for share in amount.get("beneficiaries", ())}
        for mention in share_candidates(reading, index):
            entity = scene.entity_of[mention]
            gold_id = pupil.ids.get(entity)
            answer = "payer" if gold_id in payers else "beneficiary" if gold_id in receivers else "none"
            ruled = ruled_share(reading.moneys[index], entity)
            yield "share", Example(share_features(reading, index, mention, ruled), answer)


def _main_share_questions(pupil: Pupil) -> Iterator[tuple[str, Any]]:
    reading = pupil.reading
    main = pupil.ids.get(reading.scene.main) if reading.scene.main is not None else None
    for index in unpaid_sums(reading):
        amount = pupil.told[index]
        if amount is not None:
            pays = main is not None and any(share["entity"] == main for share in amount["payers"])
            yield "main share", Example(main_share_features(reading, index), "payer" if pays else "none")


def _party_questions(pupil: Pupil) -> Iterator[tuple[str, Any]]:
    reading, gold = pupil.reading, pupil.case.gold["agreements"]
    if not gold:
        return
    scene, moneys = reading.scene, reading.moneys
    kind = data_of(pupil.case.doc)["act"]["kind"]
    segments = segments_of(reading, kind)
    given: list[dict[str, set[str]]] = [
        {party["entity"]: set(party["roles"]) for party in (*agreement["institutions"], *agreement["companies"])}
        for agreement in gold
    ]
    if len(segments) != len(gold):
        if len(segments) > 1:
            return
        roles: dict[str, set[str]] = defaultdict(set)
        for answer in given:
            for gold_id, parts in answer.items():
                roles[gold_id].update(parts)
        given = [roles]
    for segment, answer in zip(segments, given, strict=False):
        own = [money for money in moneys if segment.holds(money["start"])]
        ruled, flags = rule_parties(scene, segment, own, kind, single=len(segments) == 1), money_flags(own)
        for entity in party_candidates(reading, segment.spans, own, segment.intro):
            found, said = ruled.get(entity, set()), flags.get(entity, [])
            features = party_features(reading, entity, segment.kind or kind, segment.spans, found, said, segment.intro)
            parts = answer.get(pupil.ids.get(entity, ""), set())
            for role in PARTY_ROLES:
                yield f"party {role}", Example(features, "yes" if role in parts else "no")


def _start_questions(pupil: Pupil) -> Iterator[tuple[str, Any]]:
    reading, agreements = pupil.reading, pupil.case.gold["agreements"]
    scene = reading.scene
    if not agreements or by_turns(scene, reading.moneys):
        return
    kind = data_of(pupil.case.doc)["act"]["kind"]
    ruled = split(scene, reading.moneys, kind, lambda start, end: local_kind(reading, start, end))
    offsets = frozenset(segment.spans[0][0] for segment in ruled) if len(ruled) > 1 else frozenset[int]()
    several = says_several(scene)
    begun = _beginnings(pupil)
    for number in asked_sentences(reading):
        features = start_features(reading, number, offsets, several)
        yield "start", Example(features, "yes" if number in begun else "no")


def _beginnings(pupil: Pupil) -> set[int]:
    """The sentences in which the acts of a release with several begin: where its first own sum, body or project stands."""
    reading, gold = pupil.reading, pupil.case.gold
    agreements = gold["agreements"]
    if len(agreements) < 2:
        return set()
    asked = asked_sentences(reading)
    if not asked:
        return set()
    body = reading.layout.sentences[asked[0]][0]
    mentions = {entity["id"]: [mention["start"] for mention in entity["mentions"]] for entity in gold["entities"]}
    members = [
        {party["entity"] for party in (*agreement["institutions"], *agreement["companies"])}
        | ({agreement["project"]["entity"]} if agreement["project"] and agreement["project"]["entity"] else set())
        for agreement in agreements
    ]
    found: set[int] = set()
    for number, agreement in enumerate(agreements):
        others = set().union(*(member for place, member in enumerate(members) if place != number))
        places = [amount["start"] for amount in agreement["amounts"]]
        places += [start for entity in members[number] - others for start in mentions.get(entity, ())]
        places = [place for place in places if place >= body]
        if not places:
            continue
        sentence = reading.layout.sentence_at(min(places))
        while sentence - 1 in asked and reading.kinds.get(sentence - 1) == "heading":
            sentence -= 1
        found.add(sentence)
    return found if len(found) > 1 else set()


STEPS: tuple[tuple[Questions, Callable[..., None] | None], ...] = (
    (_act_questions, Relations.tell_act),
    (_whole_questions, Relations.tell_wholes),
    (_role_questions, Relations.tell_roles),
    (_role_trust_questions, Relations.tell_trust),
    (_share_questions, Relations.tell_shares),
    (_main_share_questions, Relations.tell_main_shares),
    (_start_questions, None),
    (_party_questions, None),
    (_agreement_trust_questions, None),
)


def learn(pupils: Sequence[Pupil], relations: Relations, *, whole: bool = True) -> dict[str, LinearModel]:
    """Teach every decision in turn, and leave each pupil with models that have not seen its fold.

    Args:
        pupils: the announcements.
        relations: the component that takes the decisions.
        whole: whether to fit the models on all announcements, too, which is what ships; else nothing is returned.
    """
    final: dict[str, LinearModel] = {}
    folds = range(FOLDS)
    for ask, step in STEPS:
        asked = [(pupil, list(ask(pupil))) for pupil in pupils]
        for fold in folds:
            models = _fitted([each for pupil, each in asked if pupil.case.fold != fold])
            for pupil in pupils:
                if pupil.case.fold == fold:
                    pupil.models.update(models)
        if step is not None:
            for pupil in pupils:
                step(relations, pupil.case.doc, pupil.reading)
        if whole:
            final.update(_fitted([each for _, each in asked]))
    return final


def _fitted(asked: Sequence[list[tuple[str, Any]]]) -> dict[str, LinearModel]:
    questions: dict[str, list[Any]] = defaultdict(list)
    for each in asked:
        for name, question in each:
            questions[name].append(question)
    models = {}
    for name, items in sorted(questions.items()):
        strength = STRENGTH.get(name, OTHERWISE)
        models[name] = fit_chain(items, strength, LEAST) if name == "role" else fit(items, strength)
    if "act" in models:
        return {"act": side_by_side([models[name] for name in ("act", "kind", "status", "speaks")])}
    if f"party {PARTY_ROLES[0]}" in models:
        parts = [_question(models[f"party {role}"]) for role in PARTY_ROLES]
        party = side_by_side(parts, (1,) * len(PARTY_ROLES))
        party.classes = list(PARTY_ROLES)
        return {"party": party}
    for name in ("start", "whole"):
        if name in models:
            models[name] = _question(models[name])
    return models


def _aligned(mentions: list[Any], entity_of: dict[int, int], gold: dict[str, Any]) -> dict[int, str]:
    """The gold id of each entity that the program found, by the mentions they have in common."""
    at = {
        (mention["start"], mention["end"]): entity["id"]
        for entity in gold["entities"]
        for mention in entity["mentions"]
    }
    starts = {start: gold_id for (start, _), gold_id in at.items()}
    votes: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for index, mention in enumerate(mentions):
        gold_id = at.get((mention["start"], mention["end"])) or starts.get(mention["start"])
        if gold_id is not None:
            votes[entity_of[index]][gold_id] += 1
    return {entity: max(sorted(ids), key=lambda gold_id: ids[gold_id]) for entity, ids in votes.items()}


def _amount_at(gold: dict[str, Any]) -> dict[tuple[int, int], dict[str, Any]]:
    amounts = [amount for agreement in gold["agreements"] for amount in agreement["amounts"]] + gold["amounts"]
    table: dict[tuple[int, int], dict[str, Any]] = {}
    for amount in amounts:
        table[amount["start"], amount["end"]] = amount
        for mention in amount.get("mentions", ()):
            table[mention["start"], mention["end"]] = amount
    return table


def _overlap(table: dict[tuple[int, int], dict[str, Any]], start: int, end: int) -> tuple[int, int]:
    return next((span for span in table if span[0] < end and start < span[1]), (start, end))


def fit(examples: list[Example], strength: float) -> LinearModel:
    """A logistic regression over the examples' features; features seen once are left out."""
    import numpy
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    counts: dict[str, int] = defaultdict(int)
    for example in examples:
        for name in example.features:
            counts[name] += 1
    names = sorted(name for name, count in counts.items() if count > 1 and name)
    column = {name: index for index, name in enumerate(names)}
    rows: list[int] = []
    columns: list[int] = []
    values: list[float] = []
    for row, example in enumerate(examples):
        for name, value in example.features.items():
            if name in column:
                rows.append(row)
                columns.append(column[name])
                values.append(value)
    matrix = csr_matrix((values, (rows, columns)), shape=(len(examples), len(names)))
    answers = [example.answer for example in examples]
    classes = sorted(set(answers))
    if len(classes) == 1:
        return LinearModel(
            [*classes, "no" if classes != ["no"] else "yes"], [""], numpy.array([[1.0, -9.0]], "float32")
        )
    regression = LogisticRegression(C=strength, max_iter=2000, solver="lbfgs").fit(matrix, answers)
    coefficients, intercepts = regression.coef_, regression.intercept_
    if len(classes) == 2:
        coefficients, intercepts = numpy.vstack([0 * coefficients, coefficients]), numpy.array([0.0, intercepts[0]])
    kept = [name for name, index in column.items() if abs(coefficients[:, index]).max() >= LEAST]
    table = [intercepts, *(coefficients[:, column[name]] for name in kept)]
    return LinearModel([str(each) for each in regression.classes_], ["", *kept], numpy.array(table, "float32"))


def _question(model: LinearModel) -> LinearModel:
    """A yes-or-no model as the one score of its yes."""
    import numpy

    yes, no = model.classes.index("yes"), model.classes.index("no")
    scores = model.weights[:, yes] - model.weights[:, no]
    return LinearModel(["yes"], list(model.row), numpy.asarray(scores).reshape(-1, 1), (1,))


def records(pupils: Sequence[Pupil], relations: Relations) -> Iterator[tuple[Case, Announcement]]:
    """The record of each announcement, by models that have not seen it."""
    agreements = AgreementsComponent(relations)
    for pupil in pupils:
        data_of(pupil.case.doc)["agreements"] = find_agreements(pupil.reading, data_of(pupil.case.doc)["act"])
        agreements.close(pupil.case.doc, pupil.reading)
        yield pupil.case, assemble(pupil.case.doc)


def judge(pupils: Sequence[Pupil], relations: Relations) -> list[Outcome]:
    """How right the records of unseen announcements are, by the measures of extract-evaluate."""
    outcomes = []
    for case, record in records(pupils, relations):
        found = RecordFacts.model_validate(json.loads(record.to_json()))
        outcome = measure(case.name, RecordFacts.model_validate(case.gold), found)
        outcome.findings = [finding.in_text(case.doc.text) for finding in outcome.findings]
        outcomes.append(outcome)
    return sorted(outcomes, key=lambda outcome: outcome.name)


def main(arguments: Sequence[str] | None = None) -> int:
    """Train, and print how right the records of the announcements are that the weights had not seen."""
    parser = argparse.ArgumentParser(prog="python -m models.train_relations", description=__doc__.split("\n", 1)[0])
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="keep the folds' name models there, and use them")
    parser.add_argument("--judge", action="store_true", help="only judge, write no weights")
    parser.add_argument("--errors", metavar="TOPIC,...", help="list errors, too, as extract-evaluate does")
    parser.add_argument("--json", type=Path, metavar="FILE", help="keep the outcomes, for extract-evaluate --compare")
    parser.add_argument("--batches", default="", help="only the batches with these letters, and no samples")
    options = parser.parse_args(arguments)
    files = sorted(file for folder in ("train", "dev") for file in (CORPUS / folder).glob("*.marked"))
    if options.batches:
        files = [file for file in files if batch_of(file) in options.batches]
    else:
        files += [*sorted(SAMPLES.glob("*.marked")), SOURCE]
    relations = Relations(default_lexicon())
    cases = unseen_cases(files, options.keep)
    figure = learn_figures(cases)
    pupils = pupils_of(cases, relations)
    models = figure | learn(pupils, relations, whole=not options.judge)
    outcomes = judge([pupil for pupil in pupils if not pupil.case.sample], relations)
    if options.json:
        options.json.write_text(as_json(outcomes), "utf-8")
    console = console_for(sys.stdout)
    if options.errors:
        print_findings(outcomes, options.errors.split(","), console)
        print_confusions(outcomes, options.errors.split(","), console)
    print_figures(figures(outcomes), len(outcomes), console)
    if not options.judge:
        WEIGHTS.parent.mkdir(exist_ok=True)
        WEIGHTS.write_bytes(dump(models))
    return 0


if __name__ == "__main__":
    sys.exit(main())
