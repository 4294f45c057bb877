"""The pipeline as spaCy users know pipelines: single components, round trips, Scorer, displaCy."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import spacy
from spacy import displacy
from spacy.language import Language
from spacy.scorer import Scorer
from spacy.tokens import Doc, DocBin
from spacy.training import Example
from spacy.vocab import Vocab

import extractor
from extractor.pipeline import ORDER, PREFIX

TEXT = (
    "# Ponte sul Sile, accordo da 3 milioni\n\nTreviso, 3 marzo 2021 - La Regione del Veneto e il Comune di Treviso hanno firmato un "
    "accordo di programma con Bracco S.p.A. per il ponte. Costa 3.000.000,00 euro, di cui 200mln€ no. "
    "La quota a carico della Regione è pari a 1,2 milioni di euro. Lo dice l'assessora Anna Bo."
)
OTHER = "Il Comune di Pavia stanzia 500mila euro per il bando Sport."
EMPTY = ""
TEXTS = [TEXT, OTHER, "Nessuna somma qui.", EMPTY]
COMPONENTS = [f"{PREFIX}{name}" for name in ORDER]


@pytest.fixture(scope="module")
def nlp() -> Language:
    return extractor.load()


def state(doc: Doc) -> dict[str, Any]:
    """All that a user reads from a Doc; sums as JSON, since DocBin makes tuples of lists."""
    return {
        "text": doc.text,
        "ents": [(ent.start_char, ent.end_char, ent.label_, ent.kb_id_) for ent in doc.ents],
        "sums": [(span.start_char, span.end_char, json.dumps(span._.amount)) for span in doc.spans.get("amounts", [])],
        "sentences": [token.i for token in doc if token.is_sent_start],
        "record": doc._.announcement.to_json(),
    }


def test_the_state_is_worth_comparing(nlp: Language) -> None:
    found = state(nlp(TEXT))
    assert {label for _, _, label, _ in found["ents"]} >= {"INSTITUTION", "COMPANY", "PERSON"}
    assert [json.loads(amount)["value"] for _, _, amount in found["sums"]][:2] == ["3000000", "3000000.00"]
    assert '"Regione' in found["record"]


@pytest.mark.parametrize("name", COMPONENTS)
def test_each_component_alone_in_a_blank_pipeline(name: str) -> None:
    alone = spacy.blank("it")
    alone.add_pipe(name)
    docs = list(alone.pipe(TEXTS))
    assert [doc.text for doc in docs] == TEXTS
    if name.endswith(("institutions", "companies", "people", "places", "names", "projects")):
        assert all(ent.kb_id_ for doc in docs for ent in doc.ents)


@pytest.mark.parametrize(
    ("name", "label", "words"),
    [
        ("institutions", "INSTITUTION", "Regione del Veneto"),
        ("companies", "COMPANY", "Bracco S.p.A."),
        ("people", "PERSON", "Anna Bo"),
        ("places", "PLACE", "Treviso"),
    ],
)
def test_a_component_alone_sets_its_entities(name: str, label: str, words: str) -> None:
    alone = spacy.blank("it")
    alone.add_pipe(f"{PREFIX}{name}")
    assert words in [ent.text for ent in alone(TEXT).ents if ent.label_ == label]


def test_the_sums_alone() -> None:
    alone = spacy.blank("it")
    alone.add_pipe(f"{PREFIX}amounts")
    doc = alone(TEXT)
    assert [span._.amount["value"] for span in doc.spans["amounts"]] == [
        "3000000",
        "3000000.00",
        "200000000",
        "1200000",
    ]
    assert {span.label_ for span in doc.spans["amounts"]} == {"AMOUNT"}
    assert doc[0:1]._.amount is None


def test_the_layout_alone() -> None:
    alone = spacy.blank("it")
    alone.add_pipe(f"{PREFIX}layout")
    doc = alone(TEXT)
    assert doc._.layout.published == "2021-03-03"
    assert doc.has_annotation("SENT_START")
    assert [sentence.text.strip() for sentence in doc.sents][-1] == "Lo dice l'assessora Anna Bo."


@pytest.mark.parametrize("name", COMPONENTS)
def test_each_component_beside_an_untrained_ner(name: str) -> None:
    other = spacy.blank("it")
    ner = other.add_pipe("ner")
    for label in ("PER", "ORG", "LOC"):
        ner.add_label(label)  # type: ignore[attr-defined]
    other.initialize()
    other.add_pipe(name)
    for text in TEXTS:
        assert other(text).text == text


def test_entities_of_another_component_stay_where_ours_are_not() -> None:
    other = spacy.blank("it")
    ruler = other.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "MISC", "pattern": "ponte"}, {"label": "ORG", "pattern": "Veneto"}])  # type: ignore[attr-defined]
    other.add_pipe(f"{PREFIX}institutions")
    labels = {ent.text: ent.label_ for ent in other(TEXT).ents}
    assert labels["ponte"] == "MISC"
    assert labels["Regione del Veneto"] == "INSTITUTION"
    assert "Veneto" not in labels


def test_the_whole_pipeline_component_by_component_is_the_loaded_one(nlp: Language) -> None:
    own = spacy.blank("it")
    for name in COMPONENTS:
        own.add_pipe(name)
    record = own(OTHER)._.announcement
    assert [agreement.amounts for agreement in record.agreements] == [
        agreement.amounts for agreement in nlp(OTHER)._.announcement.agreements
    ]


def to_bytes(docs: list[Doc], vocab: Vocab) -> list[Doc]:
    return [Doc(vocab).from_bytes(doc.to_bytes()) for doc in docs]


def through_docbin(docs: list[Doc], vocab: Vocab) -> list[Doc]:
    return list(DocBin().from_bytes(DocBin(store_user_data=True, docs=docs).to_bytes()).get_docs(vocab))


def docbin_with_attributes(docs: list[Doc], vocab: Vocab) -> list[Doc]:
    box = DocBin(
        attrs=["ORTH", "SPACY", "SENT_START", "ENT_IOB", "ENT_TYPE", "ENT_KB_ID"], store_user_data=True, docs=docs
    )
    return list(DocBin().from_bytes(box.to_bytes()).get_docs(vocab))


@pytest.mark.parametrize("trip", [to_bytes, through_docbin, docbin_with_attributes])
def test_round_trips_keep_everything(nlp: Language, trip: Callable[[list[Doc], Vocab], list[Doc]]) -> None:
    docs = list(nlp.pipe(TEXTS))
    assert [state(doc) for doc in trip(docs, nlp.vocab)] == [state(doc) for doc in docs]


def test_a_copy_keeps_everything(nlp: Language) -> None:
    doc = nlp(TEXT)
    assert state(doc.copy()) == state(doc)


def test_another_process_gives_the_same(nlp: Language) -> None:
    expected = [state(nlp(text)) for text in TEXTS]
    assert [state(doc) for doc in nlp.pipe(TEXTS, n_process=2, batch_size=2)] == expected


def test_streaming_in_batches_gives_the_same(nlp: Language) -> None:
    expected = [state(nlp(text)) for text in TEXTS]
    assert [state(doc) for doc in nlp.pipe(TEXTS, batch_size=3)] == expected
    assert [(state(doc), context) for doc, context in nlp.pipe(zip(TEXTS, range(4), strict=True), as_tuples=True)] == [
        (each, number) for number, each in enumerate(expected)
    ]


def test_running_twice_over_a_doc_changes_nothing(nlp: Language) -> None:
    doc = nlp(TEXT)
    assert state(nlp(nlp.make_doc(TEXT))) == state(doc)


def test_a_pipeline_on_disk_comes_back(nlp: Language, tmp_path: Path) -> None:
    nlp.to_disk(tmp_path / "pipeline")
    loaded = spacy.load(tmp_path / "pipeline")
    assert loaded.pipe_names == nlp.pipe_names
    assert [state(loaded(text)) for text in TEXTS] == [state(nlp(text)) for text in TEXTS]


def test_a_pipeline_of_bytes_comes_back(nlp: Language) -> None:
    loaded = extractor.load().from_bytes(nlp.to_bytes())
    assert state(loaded(TEXT)) == state(nlp(TEXT))


def test_the_config_names_every_component(nlp: Language) -> None:
    again = spacy.util.load_model_from_config(nlp.config)
    assert again.pipe_names == COMPONENTS


def test_components_declare_what_they_assign() -> None:
    declared = {name: Language.get_factory_meta(name).assigns for name in COMPONENTS}
    assert [name for name, assigns in declared.items() if not assigns and not name.endswith("roles")] == []
    assert [name for name in COMPONENTS if Language.get_factory_meta(name).retokenizes] == []


def test_records_outlive_a_memory_zone(nlp: Language) -> None:
    expected = nlp(TEXT)._.announcement.to_json()
    strings = len(nlp.vocab.strings)
    with nlp.memory_zone():
        records = [
            doc._.announcement for doc in nlp.pipe([TEXT.replace("Bo", f"Bo{number}xy") for number in range(50)])
        ]
    assert len(nlp.vocab.strings) == strings
    assert records[7].to_json().count("Bo7xy") >= 1
    assert nlp(TEXT)._.announcement.to_json() == expected


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Bracco S.p.A. riceve 200mln€.", ["Bracco", "S.p.A.", "riceve", "200", "mln", "€", "."]),
        ("Rossi s.r.l., 500mila euro", ["Rossi", "s.r.l.", ",", "500", "mila", "euro"]),
        ("«L'accordo» è qui", ["«", "L'", "accordo", "»", "è", "qui"]),
        ("69.412,50€", ["69.412,50", "€"]),
        ("D.Lgs. 50/2016", ["D.Lgs.", "50/2016"]),
        ("l’art. 12", ["l’", "art.", "12"]),
    ],
)
def test_tokens(nlp: Language, text: str, tokens: list[str]) -> None:
    assert [token.text for token in nlp.make_doc(text)] == tokens


@pytest.mark.parametrize("text", [*TEXTS, "a\n\n\tb  c", "\ufeffBracco", "İl S.p.A.S.p.A. 5\u00a0000€", "🙂 200mln€🙂"])
def test_tokens_lose_no_character_and_keep_their_places(nlp: Language, text: str) -> None:
    doc = nlp.make_doc(text)
    assert doc.text == text
    assert [text[token.idx : token.idx + len(token)] for token in doc] == [token.text for token in doc]


def test_every_sum_and_mention_has_its_span_of_tokens(nlp: Language) -> None:
    text = "Stanziati(200mln€)per Bracco S.p.A.e 3milioni di euro:ok."
    doc = nlp(text)
    found = doc.user_data["announcements"]
    assert len(doc.spans["amounts"]) == len(found["amounts"]) == 2
    for span, money in zip(doc.spans["amounts"], found["amounts"], strict=True):
        assert span.start_char <= money["start"] < money["end"] <= span.end_char


def test_displacy_draws_entities_and_sums(nlp: Language) -> None:
    doc = nlp(TEXT)
    assert "INSTITUTION" in displacy.render(doc, style="ent", page=False, jupyter=False)
    assert "AMOUNT" in displacy.render(doc, style="span", options={"spans_key": "amounts"}, page=False, jupyter=False)


def example(nlp: Language, text: str, entities: list[tuple[int, int, str]]) -> Example:
    return Example.from_dict(nlp.make_doc(text), {"entities": entities})


def test_the_scorer_counts_entities(nlp: Language) -> None:
    start = OTHER.index("Comune di Pavia")
    right = example(nlp, OTHER, [(start, start + len("Comune di Pavia"), "INSTITUTION")])
    scores = nlp.evaluate([right])
    assert scores["ents_r"] == 1.0
    assert scores["ents_per_type"]["INSTITUTION"]["p"] == 1.0
    wrong = example(nlp, OTHER, [(0, 2, "INSTITUTION")])
    assert nlp.evaluate([wrong])["ents_per_type"]["INSTITUTION"]["r"] == 0.0


def test_scorer_and_spans_of_sums(nlp: Language) -> None:
    doc = nlp(OTHER)
    reference = nlp.make_doc(OTHER)
    start = OTHER.index("500mila")
    span = reference.char_span(start, start + len("500mila euro"), label="AMOUNT")
    assert span is not None
    reference.spans["amounts"] = [span]
    scores = Scorer.score_spans(
        [Example(doc, reference)],
        "spans_amounts",
        getter=lambda each, _: each.spans["amounts"],
        has_annotation=lambda each: "amounts" in each.spans,
    )
    assert scores["spans_amounts_f"] == 1.0


def test_spacy_evaluate_reads_the_pipeline_from_disk(nlp: Language, tmp_path: Path) -> None:
    from spacy.cli.evaluate import evaluate

    start = OTHER.index("Comune di Pavia")
    reference = nlp.make_doc(OTHER)
    span = reference.char_span(start, start + len("Comune di Pavia"), label="INSTITUTION")
    assert span is not None
    reference.set_ents([span])
    DocBin(docs=[reference]).to_disk(tmp_path / "gold.spacy")
    nlp.to_disk(tmp_path / "pipeline")
    scores = evaluate(str(tmp_path / "pipeline"), tmp_path / "gold.spacy", silent=True)
    assert scores["ents_r"] == 1.0


def test_a_text_longer_than_spacys_limit_is_read() -> None:
    nlp = extractor.load()
    text = "La Regione del Veneto paga 3 milioni di euro. " * 25_000
    assert len(text) > Language(vocab=Vocab()).max_length
    assert len(nlp.make_doc(text).text) == len(text)
