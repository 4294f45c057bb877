"""The name model: what it sees, how it decodes, how its names and the rules' become one row, and its package."""

import importlib
import sys
from functools import partial
from pathlib import Path

import numpy
import pytest
import spacy
from spacy.tokens import DocBin

from extractor.byproducts import Byproducts
from extractor.errors import ExtractorError
from extractor.lexicon import default_lexicon
from extractor.lexicon.words import Words
from extractor.pipeline import load, name_model
from extractor.pipeline.doc_data import data_of
from extractor.pipeline.layout import read_layout
from extractor.pipeline.mentions import Mention
from extractor.pipeline.name_component import default_weights, mention_of, reconcile
from extractor.pipeline.name_features import PAD, SURFACE_OFFSETS, TEMPLATES, read
from extractor.pipeline.name_model import NameModel, NameSpan, Weights, dump, load_weights, spans

LEXICON = default_lexicon()
LABELS = ("O", "B-COMPANY", "I-COMPANY", "B-PLACE", "I-PLACE")


def weights(
    surface: dict[str, dict[int, tuple[str, float]]], tables: dict[int, dict[str, tuple[str, float]]]
) -> Weights:
    """Weights written by hand: by attribute and offset, by template and key, the score of one label."""
    size = len(LABELS)
    scores = numpy.zeros((len(surface), size * len(SURFACE_OFFSETS)), "float32")
    for row, offsets in enumerate(surface.values()):
        for offset, (label, score) in offsets.items():
            scores[row, SURFACE_OFFSETS.index(offset) * size + LABELS.index(label)] = score
    rows = []
    for number in range(len(TEMPLATES)):
        table = numpy.zeros((len(tables.get(number, {})), size), "float32")
        for row, (label, score) in enumerate(tables.get(number, {}).values()):
            table[row, LABELS.index(label)] = score
        rows.append((tuple(tables.get(number, {})), table))
    return Weights(LABELS, numpy.zeros((size, size), "float32"), (tuple(surface), scores), tuple(rows))


def tagged(model: NameModel, text: str) -> list[tuple[str, str]]:
    words = Words(text)
    found = model.tag(read(words, read_layout(text), LEXICON, []))
    return [(text[words.starts[name.first] : words.ends[name.end - 1]], name.label) for name in found]


def mention(start: int, end: int, label: str, rule: str) -> Mention:
    return {"start": start, "end": end, "label": label, "key": f"{start}", "rule": rule}


def test_offsets_look_at_the_neighbours_and_not_over_a_sentence() -> None:
    model = NameModel(weights({"w=ditta": {-1: ("B-COMPANY", 2.0), -2: ("I-COMPANY", 1.5)}}, {}), LEXICON)
    assert tagged(model, "la ditta Zorbax Due riceve") == [("Zorbax Due", "COMPANY")]
    assert tagged(model, "Ecco la ditta. Zorbax Due riceve") == []


def test_the_edge_of_a_sentence_is_seen() -> None:
    model = NameModel(weights({PAD: {-1: ("B-PLACE", 3.0)}}, {}), LEXICON)
    assert tagged(model, "Genova paga. Savona riceve.") == [("Genova", "PLACE"), ("Savona", "PLACE")]


def test_an_institution_must_be_surer_than_a_company() -> None:
    labels = ("O", "B-COMPANY", "B-INSTITUTION")
    for label, found in (("B-COMPANY", 1), ("B-INSTITUTION", 0)):
        scores = numpy.zeros((1, 3 * len(SURFACE_OFFSETS)), "float32")
        scores[0, SURFACE_OFFSETS.index(0) * 3 + labels.index(label)] = 1.5
        tables = tuple(((), numpy.zeros((0, 3), "float32")) for _ in TEMPLATES)
        model = NameModel(Weights(labels, numpy.zeros((3, 3), "float32"), (("w=zorbax",), scores), tables), LEXICON)
        assert len(tagged(model, "la Zorbax riceve")) == found


def test_an_inside_without_its_beginning_is_never_chosen() -> None:
    model = NameModel(weights({"w=rossi": {0: ("I-COMPANY", 5.0)}, "w=ditta": {0: ("B-PLACE", 3.0)}}, {}), LEXICON)
    assert tagged(model, "Rossi riceve") == []
    assert tagged(model, "la ditta, Rossi") == [("ditta, Rossi", "COMPANY")]


def test_a_template_of_two_parts_needs_both() -> None:
    number = TEMPLATES.index((("class", -1), ("class", 0)))
    model = NameModel(weights({}, {number: {"di\x1fXx": ("B-PLACE", 3.0)}}), LEXICON)
    assert tagged(model, "il sindaco di Recco e Bogliasco, comune di mare") == [("Recco", "PLACE")]


def test_the_best_row_is_found_as_by_trying_all() -> None:
    random = numpy.random.default_rng(7)
    size = len(LABELS)
    drawn = Weights(
        LABELS,
        random.normal(size=(size, size)).astype("float32"),
        ((), numpy.zeros((0, size * 5), "float32")),
        tuple(((), numpy.zeros((0, size), "float32")) for _ in TEMPLATES),
    )
    model = NameModel(drawn, LEXICON)
    scores = random.normal(size=(9, size)).astype("float32")
    starts = [0, 4, 5]
    expected: list[int] = []
    for start, end in ((0, 4), (4, 5), (5, 9)):
        rows = numpy.array(numpy.meshgrid(*[range(size)] * (end - start), indexing="ij")).reshape(end - start, -1).T
        totals = model._first[rows[:, 0]] + sum(scores[start + at, rows[:, at]] for at in range(end - start))
        totals = totals + sum(model._transitions[rows[:, at], rows[:, at + 1]] for at in range(end - start - 1))
        expected += rows[int(numpy.argmax(totals))].tolist()
    assert model._decode(scores, starts) == expected


def test_spans_end_at_a_sentence_and_at_another_beginning() -> None:
    labels = ["B-PLACE", "I-PLACE", "I-PLACE", "B-COMPANY", "B-COMPANY"]
    assert spans(labels, [0, 2]) == [NameSpan(0, 2, "PLACE"), NameSpan(3, 4, "COMPANY"), NameSpan(4, 5, "COMPANY")]


@pytest.mark.parametrize(
    ("found", "names", "kept"),
    [
        ([mention(0, 6, "PLACE", "place:region")], [mention(0, 12, "COMPANY", "model")], [(0, 6)]),
        ([mention(0, 6, "COMPANY", "lexicon")], [mention(0, 12, "COMPANY", "model")], [(0, 12)]),
        ([mention(0, 6, "COMPANY", "legal form")], [mention(0, 12, "COMPANY", "model")], [(0, 6)]),
        ([mention(0, 6, "COMPANY", "cue")], [mention(0, 7, "COMPANY", "model")], [(0, 6)]),
        ([mention(0, 6, "COMPANY", "cue")], [mention(8, 12, "PERSON", "model")], [(0, 6), (8, 12)]),
        ([mention(0, 6, "COMPANY", "cue")], [], [(0, 6)]),
    ],
)
def test_rules_stand_but_for_a_part_of_a_company(
    found: list[Mention], names: list[Mention], kept: list[tuple[int, int]]
) -> None:
    assert [(each["start"], each["end"]) for each in reconcile(found, names)] == kept


@pytest.mark.parametrize(
    ("text", "span", "expected"),
    [
        ("la Zorbax S.p.A. riceve", NameSpan(1, 5, "COMPANY"), ("Zorbax S.p.A.", "company:zorbax")),
        ("la Zorbax spa. Poi", NameSpan(1, 3, "COMPANY"), ("Zorbax spa", "company:zorbax")),
        ("di Roma.", NameSpan(1, 2, "PLACE"), ("Roma", "place:roma")),
        ("con Anna De Rossi.", NameSpan(1, 4, "PERSON"), ("Anna De Rossi", "person:anna de rossi")),
    ],
)
def test_a_name_of_the_model_is_keyed_as_the_rules_key_it(text: str, span: NameSpan, expected: tuple[str, str]) -> None:
    found = mention_of(Words(text), LEXICON, span)
    assert (text[found["start"] : found["end"]], found["key"]) == expected


def test_weights_of_another_version_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "names.npz"
    content = weights({}, {})
    path.write_bytes(dump(content))
    assert load_weights(path).labels == LABELS
    path.write_bytes(dump(content._replace(tables=content.tables[:-1])))
    with pytest.raises(ExtractorError, match=r"python -m models\.train"):
        load_weights(path)
    path.write_bytes(b"no weights")
    with pytest.raises(ExtractorError, match="non si possono leggere"):
        load_weights(path)


def test_words_beyond_what_is_remembered_are_tagged_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractor.pipeline.name_model._REMEMBERED", 3)
    model = NameModel(weights({"w=ditta": {-1: ("B-COMPANY", 2.0)}}, {}), LEXICON)
    for _ in range(3):
        assert tagged(model, "uno due tre quattro cinque la ditta Zorbax") == [("Zorbax", "COMPANY")]
        assert len(model._known) <= 9


def test_its_names_survive_serialisation() -> None:
    nlp = load()
    doc = nlp("L'impianto è guidato dalla Tecnavis di Ferentino, con la Regione Lazio.")
    copy = next(iter(DocBin(docs=[doc], store_user_data=True).get_docs(nlp.vocab)))
    assert list(data_of(copy)["mentions"]) == data_of(doc)["mentions"] != []


def test_empty_text_has_no_names() -> None:
    assert data_of(load()("")).get("mentions") == []


MODELS = Path(__file__).parents[2] / "models"


@pytest.fixture
def package(monkeypatch: pytest.MonkeyPatch) -> object:
    monkeypatch.syspath_prepend(str(MODELS))
    sys.modules.pop("it_announcements", None)
    return importlib.import_module("it_announcements")


def test_the_package_is_the_pipeline(package: object) -> None:
    nlp, own = package.load(), load()  # type: ignore[attr-defined]
    assert dict(nlp.config) == dict(own.config), "run: python -m models.train --package"
    assert nlp.meta["name"] == "announcements"
    text = "La Bracco S.p.A. di Milano firma con la Regione Lombardia: 200mln€."
    assert (
        [(ent.text, ent.label_) for ent in nlp(text).ents] == [(ent.text, ent.label_) for ent in own(text).ents] != []
    )


def test_the_package_takes_what_spacy_load_takes(package: object) -> None:
    nlp = package.load(exclude=["announcements_agreements"], disable=["announcements_roles"])  # type: ignore[attr-defined]
    assert "announcements_agreements" not in nlp.component_names
    assert nlp.disabled == ["announcements_roles"]
    with pytest.raises(ValueError, match="announcements_nothing"):
        package.load(config={"nlp": {"pipeline": ["announcements_nothing"]}})  # type: ignore[attr-defined]


def test_the_weights_are_small() -> None:
    assert (MODELS / "it_announcements" / "names.npz").stat().st_size < 3_000_000


@pytest.mark.skipif(not spacy.util.is_package("it_announcements"), reason="it-announcements is not installed")
def test_spacy_finds_the_package() -> None:
    assert spacy.load("it_announcements").pipe_names == load().pipe_names


def test_weights_that_are_kept_between_runs_are_those_of_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(name_model, "Byproducts", partial(Byproducts, folder=tmp_path))
    expected = load_weights(default_weights())
    for _ in range(2):  # made, then read back
        kept = name_model.own_weights(default_weights())
        assert (kept.labels, kept.surface[0]) == (expected.labels, expected.surface[0])
        assert numpy.array_equal(kept.transitions, expected.transitions)
        assert numpy.array_equal(kept.surface[1], expected.surface[1])
        assert all(
            mine[0] == theirs[0] and numpy.array_equal(mine[1], theirs[1])
            for mine, theirs in zip(kept.tables, expected.tables, strict=True)
        )
