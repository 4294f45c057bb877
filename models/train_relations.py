"""Train the classifiers of relations on the corpus: ``python -m models.train_relations``.

For each announcement the pipeline itself makes mentions, sums and rule answers; the gold says what they ought to be. Each
classifier is a logistic regression (L2), trained by scikit-learn, without any randomness; weights that matter little are
dropped. With ``--cross-validate`` the announcements of each batch are judged by a model that has not seen the batch.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extractor.pipeline import load
from extractor.pipeline.agreements import local_kind, rule_parties
from extractor.pipeline.components import Relations
from extractor.pipeline.grouping import split
from extractor.pipeline.linear import WEIGHTS, LinearModel, dump, side_by_side
from extractor.pipeline.relation_features import (
    Bag,
    Reading,
    act_features,
    main_share_features,
    party_features,
    share_features,
    sum_features,
)
from extractor.pipeline.relations import PARTY_ROLES, money_flags, party_candidates, ruled_share, share_candidates
from models.corpus.convert import convert
from models.corpus.document import read

CORPUS = Path(__file__).parent / "corpus"
SAMPLES = Path(__file__).parent.parent / "samples"
SOURCE = SAMPLES / "impresa-e-innovazione.gold.json"  # the one sample without a marked file
# how far the weights may go (scikit-learn's C), each chosen by cross-validation over the batches
STRENGTH = {
    "role": 0.2, "share": 0.1, "main share": 0.03, "act": 1.0, "kind": 0.3, "status": 3.0,
    "party promoter": 0.1, "party funder": 0.1, "party signatory": 0.1, "party beneficiary": 0.1,
}  # fmt: skip
OTHERWISE = 1.0
LEAST = 0.01  # weights nearer to nothing than this are dropped


@dataclass
class Example:
    """One question to one classifier, its answer in the gold, and the batch that it comes from."""

    batch: str
    features: Bag
    answer: str


Examples = dict[str, list[Example]]


def collect(files: list[Path]) -> Examples:
    """Every question that the announcements put to every classifier."""
    nlp = load()
    nlp.disable_pipes("announcements_agreements")
    relations = nlp.get_pipe("announcements_roles")
    nlp.disable_pipe("announcements_roles")
    assert isinstance(relations, Relations)
    examples: Examples = defaultdict(list)
    for file in files:
        try:
            text, gold = _gold(file)
        except (KeyError, TypeError) as error:
            print(f"{file.name}: left out, it has slips ({error}): python -m models.corpus check {file}")
            continue
        batch = file.name.split("-")[0] if file.suffix == ".marked" and "corpus" in str(file) else "samples"
        doc = nlp(text)
        questions(examples, batch, doc, gold, relations)
    return examples


def _gold(file: Path) -> tuple[str, dict[str, Any]]:
    if file.suffix == ".marked":
        document = read(file)
        return document.text, convert(document)
    return file.with_name(file.name.replace(".gold.json", ".md")).read_text("utf-8"), json.loads(
        file.read_text("utf-8")
    )


def questions(examples: Examples, batch: str, doc: Any, gold: dict[str, Any], relations: Relations) -> None:
    """Add what one announcement asks of every classifier, with the answers of its gold."""
    reading, moneys, act = relations.reread(doc)
    scene = reading.scene
    entity_of = _aligned(scene.mentions, scene.entity_of, gold)
    amounts = _amount_at(gold)
    told = [amounts.get(_overlap(amounts, money["start"], money["end"])) for money in moneys]
    previous = "none"
    for index, amount in enumerate(told):
        if amount is not None:
            examples["role"].append(Example(batch, sum_features(reading, index, previous), amount["role"]))
        previous = str(moneys[index].get("role", "none") if amount is None else amount["role"])
    for money, amount in zip(moneys, told, strict=True):
        if amount is not None:
            money["role"] = amount["role"]
    for index, amount in enumerate(told):
        if amount is None:
            continue
        payers = {share["entity"] for share in amount["payers"]}
        receivers = {share["entity"] for share in amount.get("beneficiaries", ())}
        named = False
        for mention in share_candidates(reading, index):
            entity = scene.entity_of[mention]
            gold_id = entity_of.get(entity)
            answer = "payer" if gold_id in payers else "beneficiary" if gold_id in receivers else "none"
            named = named or answer == "payer"
            examples["share"].append(
                Example(batch, share_features(reading, index, mention, ruled_share(moneys[index], entity)), answer)
            )
        if (
            not named
            and scene.main is not None
            and not any(share["entity"] is None for share in moneys[index].get("payers", ()))
        ):
            answer = "payer" if entity_of.get(scene.main) in payers else "none"
            examples["main share"].append(
                Example(batch, main_share_features(reading, index, False, bool(receivers)), answer)
            )
        ids = {gold_id: entity for entity, gold_id in entity_of.items()}
        moneys[index]["payers"] = [
            {"entity": ids[share["entity"]], "name": share["name"]}
            for share in amount["payers"]
            if share["entity"] in ids
        ]
        moneys[index]["beneficiaries"] = [
            {"entity": ids[share["entity"]], "name": share["name"]}
            for share in amount.get("beneficiaries", ())
            if share["entity"] in ids
        ]
    features = act_features(reading.words, scene.layout, act, reading.mask)
    examples["act"].append(Example(batch, features, "yes" if gold["agreements"] else "no"))
    if gold["agreements"]:
        examples["kind"].append(Example(batch, features, gold["agreements"][0]["kind"]))
        examples["status"].append(Example(batch, features, gold["agreements"][0]["status"] or "announced"))
        _parties(examples, batch, reading, moneys, gold, entity_of)


def _parties(
    examples: Examples, batch: str, reading: Reading, moneys: list[Any], gold: dict[str, Any], entity_of: dict[int, str]
) -> None:
    kind = gold["agreements"][0]["kind"]
    segments = split(reading.scene, moneys, kind, lambda start, end: local_kind(reading, start, end))
    if len(segments) != len(gold["agreements"]):
        if len(segments) > 1:
            return
        roles: dict[str, set[str]] = defaultdict(set)
        for agreement in gold["agreements"]:
            for party in (*agreement["institutions"], *agreement["companies"]):
                roles[party["entity"]].update(party["roles"])
        answers = [roles]
    else:
        answers = [
            {party["entity"]: set(party["roles"]) for party in (*agreement["institutions"], *agreement["companies"])}
            for agreement in gold["agreements"]
        ]
    for segment, answer in zip(segments, answers, strict=False):
        own = [money for money in moneys if segment.holds(money["start"])]
        ruled = rule_parties(reading.scene, segment, own, kind, single=len(segments) == 1)
        for entity in party_candidates(reading, segment.spans, own, segment.intro):
            features = party_features(
                reading,
                entity,
                kind,
                segment.spans,
                ruled.get(entity, set()),
                money_flags(reading, entity, own),
                segment.intro,
            )
            given = answer.get(entity_of.get(entity, ""), set())
            for role in PARTY_ROLES:
                examples[f"party {role}"].append(Example(batch, features, "yes" if role in given else "no"))


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


def train(examples: Examples) -> dict[str, LinearModel]:
    """Every classifier; decisions about the same features stand side by side in one."""
    models = {name: fit(examples[name], STRENGTH.get(name, OTHERWISE)) for name in sorted(examples)}
    parts = side_by_side([_question(models.pop(f"party {role}")) for role in PARTY_ROLES], (1,) * len(PARTY_ROLES))
    parts.classes = list(PARTY_ROLES)
    act = side_by_side([models.pop(name) for name in ("act", "kind", "status")])
    return {**models, "party": parts, "act": act}


def cross_validate(examples: Examples) -> None:
    """Print how often each classifier is right on batches that it has not seen."""
    for name, items in sorted(examples.items()):
        right = 0
        confusion: dict[tuple[str, str], int] = defaultdict(int)
        for batch in sorted({item.batch for item in items}):
            rest = [item for item in items if item.batch != batch]
            model = fit(rest, STRENGTH.get(name, OTHERWISE))
            for item in (item for item in items if item.batch == batch):
                answer = model.best(item.features).label
                right += answer == item.answer
                confusion[item.answer, answer] += 1
        print(f"{name:28} {right / len(items):.3f} of {len(items)}")
        for label in sorted({item.answer for item in items}):
            hit = confusion[label, label]
            gold = sum(count for (want, _), count in confusion.items() if want == label)
            told = sum(count for (_, got), count in confusion.items() if got == label)
            print(f"    {label:26} P {hit / max(1, told):.3f} R {hit / max(1, gold):.3f} ({gold})")


def main() -> None:
    """Train, or cross-validate, as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path, default=[CORPUS / "train", CORPUS / "dev", SAMPLES])
    parser.add_argument(
        "--cross-validate", action="store_true", help="judge each batch by a model that has not seen it"
    )
    arguments = parser.parse_args()
    files = sorted(file for folder in arguments.folders for file in folder.glob("*.marked"))
    if SAMPLES in arguments.folders:
        files.append(SOURCE)
    examples = collect(files)
    if arguments.cross_validate:
        cross_validate(examples)
        return
    WEIGHTS.parent.mkdir(exist_ok=True)
    WEIGHTS.write_bytes(dump(train(examples)))
    print({name: len(items) for name, items in examples.items()})


if __name__ == "__main__":
    main()
