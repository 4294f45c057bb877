from extractor.lexicon import default_lexicon
from models.corpus.document import parse_document
from models.corpus.novelty import Novelty, novelty

TRAIN = "[Zorbax S.p.A.]{c1} e [Fincantieri]{c2} a [Lodi]{l1}.\n=====\n"
DEV = "[ZORBAX]{c1}, [Karbonia srl]{c2} e [Leonardo spa]{c3}; poi [Karbonia]{c2}.\n=====\n"
TEST = "[Ittika scarl]{c1}, [Tecnavis]{c2}, [Karbonia]{c3} e di nuovo [Ittika]{c1}.\n=====\n"


def test_new_are_names_that_neither_training_nor_lexicon_holds() -> None:
    documents = {
        "corpus/train/a-1.marked": parse_document(TRAIN),
        "corpus/dev/b-1.marked": parse_document(DEV),
        "corpus/test/t-1.marked": parse_document(TEST),
        "corpus/test/t-2.marked": parse_document("Ancora [Ittika]{c1}.\n=====\n"),
    }
    # dev: Zorbax is in train, Leonardo in the lexicon; test: Karbonia is in dev, Ittika counts once
    assert list(novelty(documents, default_lexicon())) == [Novelty("dev", 1, 3), Novelty("test", 2, 3)]


def test_without_dev_and_test_nothing_is_said() -> None:
    assert list(novelty({"train/a.marked": parse_document(TRAIN)}, default_lexicon())) == []
