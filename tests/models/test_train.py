"""Training the name model: the same corpus gives the same weights, and the tagger is CRFsuite's."""

from pathlib import Path

import pytest

from extractor.lexicon import Lexicon, default_lexicon, words_of
from extractor.pipeline.name_features import read
from extractor.pipeline.name_model import NameModel, dump, load_weights, spans
from extractor.pipeline.name_surfaces import SurfaceReader
from models.corpus.document import parse_document
from models.train import Example, Settings, gold_labels, main, read_examples, readings, sentences, train

pycrfsuite = pytest.importorskip("pycrfsuite")

_FIRMS = ("Zorbax", "Tecnavis", "Orsolini Due", "Karbonia", "Fluidea", "Nova Mirra", "Brentasol", "Ittika")
_TOWNS = ("Savona", "Rieti", "Matera", "Isernia", "Cuneo", "Udine", "Trapani", "Nuoro")
_LINES = (
    "L'accordo prevede che l'impianto di [{town}]{{l1}}, guidato da [{firm}]{{c1}}, assuma 20 persone.",
    "La [Regione Molise]{{i1}} assegna [2 milioni]{{m1}} a [{firm}]{{c1}} per lo stabilimento di [{town}]{{l1}}.",
    '"Investiamo qui", dice [Anna Berti]{{h1}} di [{firm}]{{c1}}. La [Regione]{{i1}} è con noi.',
)


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return default_lexicon()


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    for number, (firm, town) in enumerate(zip(_FIRMS, _TOWNS, strict=True)):
        text = "\n\n".join(line.format(firm=firm, town=town) for line in _LINES)
        (folder / f"x-{number}.marked").write_text(f"{text}\n=====\n", "utf-8")
    return folder


@pytest.fixture
def examples(corpus: Path, lexicon: Lexicon) -> list[Example]:
    return read_examples(sorted(corpus.glob("*.marked")), lexicon)


def test_same_corpus_and_seed_give_the_same_bytes(corpus: Path, tmp_path: Path) -> None:
    for name in ("a.npz", "b.npz"):
        assert main([str(corpus), "--to", str(tmp_path / name), "--iterations", "15"]) == 0
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()


def test_another_seed_hides_other_mentions(examples: list[Example]) -> None:
    kept = {seed: [list(readings(each, Settings(seed=seed)))[1] for each in examples] for seed in (1, 2)}
    assert kept[1] != kept[2]
    assert sum(map(len, kept[1])) < sum(len(each.mentions) for each in examples)


def test_the_tagger_labels_as_crfsuite_does(examples: list[Example], lexicon: Lexicon, tmp_path: Path) -> None:
    path = tmp_path / "model.crfsuite"
    weights = train(examples[:6], lexicon, Settings(iterations=15, least=1), keep=path)
    (tmp_path / "weights.npz").write_bytes(dump(weights))
    model = NameModel(load_weights(tmp_path / "weights.npz"), lexicon)
    tagger = pycrfsuite.Tagger()
    tagger.open(str(path))
    surfaces = SurfaceReader(lexicon)
    found = 0
    for example in examples:
        reading = read(example.words, example.layout, lexicon, example.mentions)
        labels = [label for rows, _ in sentences(reading, example.labels, surfaces) for label in tagger.tag(rows)]
        assert [model.labels[label] for label in model._decode(model.scores(reading), reading.starts)] == labels
        found += len(spans(labels, reading.starts))
    assert found > 40


def test_it_learns_a_name_that_no_list_holds(examples: list[Example], lexicon: Lexicon) -> None:
    model = NameModel(train(examples[:6], lexicon, Settings(iterations=40, least=1)), lexicon)
    unseen = examples[7]
    names = model.tag(read(unseen.words, unseen.layout, lexicon, []))
    text = unseen.words.text
    firms = [
        text[unseen.words.starts[name.first] : unseen.words.ends[name.end - 1]]
        for name in names
        if name.label == "COMPANY"
    ]
    assert firms == ["Ittika"] * 3


def test_common_nouns_are_no_names(lexicon: Lexicon) -> None:
    document = parse_document("La [Regione Molise]{i1}: la [Regione]{i1} c'è.\n=====\n")
    labels = gold_labels(document, words_of(document.text), lexicon)
    assert labels == ["O", "B-INSTITUTION", "I-INSTITUTION", "O", "O", "O", "O"]


def test_no_corpus_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path)]) == 2
    assert "no marked announcements" in capsys.readouterr().err


def test_a_slip_in_the_corpus_is_told(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (corpus / "y.marked").write_text("La [Regione] paga.\n=====\n", "utf-8")
    assert main([str(corpus), "--to", str(corpus / "no.npz")]) == 2
    assert "y.marked" in capsys.readouterr().err
    assert not (corpus / "no.npz").exists()
