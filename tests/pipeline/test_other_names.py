"""Names by another spaCy pipeline: one of it_core_news_sm's components and labels, trained here on a few sentences."""

import importlib.util
from pathlib import Path

import pytest
import spacy
from spacy.training import Example

import extractor
from extractor.cli import main
from extractor.errors import ExtractorError
from tests.benchmarks.rival import build

SENTENCES = [
    ("La Beamit ha assunto Zeno Quirri a Codogno.", [(3, 9, "ORG"), (21, 32, "PER"), (35, 42, "LOC")]),
    ("Zeno Quirri lavora per la Beamit di Codogno.", [(0, 11, "PER"), (26, 32, "ORG"), (36, 43, "LOC")]),
    ("A Codogno la Beamit presenta il progetto Orsolina.", [(2, 9, "LOC"), (13, 19, "ORG"), (41, 49, "MISC")]),
    ("Il progetto Orsolina riguarda Codogno.", [(12, 20, "MISC"), (30, 37, "LOC")]),
    ("La Consulta Ambrosina di Codogno premia Zeno Quirri.", [(3, 21, "ORG"), (25, 32, "LOC"), (40, 51, "PER")]),
]
TEXT = "La Regione Liguria versa 3 milioni alla Beamit di Codogno per il progetto Orsolina, dice Zeno Quirri."


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A pipeline of it_core_news_sm's components and labels, saved to disk, as installed ones are loaded by name."""
    spacy.util.fix_random_seed(1)
    nlp = build([text for text, _ in SENTENCES])
    assert nlp.pipe_names == ["tok2vec", "morphologizer", "tagger", "parser", "lemmatizer", "attribute_ruler", "ner"]
    assert set(nlp.get_pipe("ner").labels) == {"PER", "ORG", "LOC", "MISC"}
    examples = [Example.from_dict(nlp.make_doc(text), {"entities": entities}) for text, entities in SENTENCES]
    with nlp.select_pipes(enable=["ner"]):
        optimizer = nlp.resume_training()
        for _ in range(40):
            nlp.update(examples, sgd=optimizer)
    path = tmp_path_factory.mktemp("other") / "it_few_sentences"
    nlp.to_disk(path)
    return path


def test_its_labels_become_ours(folder: Path) -> None:
    doc = extractor.load(model=str(folder))(TEXT)
    found = {(ent.text, ent.label_) for ent in doc.ents}
    assert {("Beamit", "COMPANY"), ("Zeno Quirri", "PERSON"), ("Orsolina", "PROJECT")} <= found
    assert ("Regione Liguria", "INSTITUTION") in found  # what a rule has found stands


def test_the_command_takes_it(folder: Path, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    file = tmp_path / "a.txt"
    file.write_text(TEXT, "utf-8")
    assert main(["--model", str(folder), "--format", "json", str(file)]) == 0
    record = extractor.Announcement.from_json(capsysbinary.readouterr().out)
    assert [entity.name for entity in record.entities if entity.label == "COMPANY"] == ["Beamit"]


def test_rules_alone_find_no_name_that_no_rule_knows(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    file = tmp_path / "a.txt"
    file.write_text("Zeno Quirri ha visitato ieri Pesto e Basta.", "utf-8")
    assert main(["--model", "rules", "--format", "json", str(file)]) == 0
    record = extractor.Announcement.from_json(capsysbinary.readouterr().out)
    assert [entity.name for entity in record.entities if entity.label == "COMPANY"] == []
    assert "announcements_names" not in extractor.load(model="rules").pipe_names


def test_a_pipeline_that_is_not_there(tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    file = tmp_path / "a.txt"
    file.write_text(TEXT, "utf-8")
    assert main(["--model", "it_core_news_missing", str(file)]) == 2
    assert capsysbinary.readouterr().err.decode() == (
        "extract: it_core_news_missing: la pipeline spaCy non è installata: installarla, o usare --model rules\n"
    )


def test_a_pipeline_without_names(tmp_path: Path) -> None:
    spacy.blank("it").to_disk(tmp_path / "blank")
    with pytest.raises(ExtractorError, match="non trova nomi"):
        extractor.load(model=str(tmp_path / "blank"))


@pytest.mark.skipif(importlib.util.find_spec("it_core_news_sm") is None, reason="it_core_news_sm is not installed")
def test_it_core_news_sm() -> None:
    doc = extractor.load(model="it_core_news_sm")("Il presidente Sergio Mattarella è a Palermo.")
    assert ("Sergio Mattarella", "PERSON") in {(ent.text, ent.label_) for ent in doc.ents}
