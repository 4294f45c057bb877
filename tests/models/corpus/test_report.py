from collections import Counter

from models.corpus.document import parse_document
from models.corpus.report import near_duplicates, report, skeletons


def test_counts() -> None:
    one = parse_document(
        "[Asl]{i1} e [Asl]{i1}, [Rossi spa]{c1}: [5 euro]{m1}, [6 euro]{m2}\n=====\n"
        '[sums]\nm1 = { value = "5", role = "loan", agreement = "A1" }\nm2 = { value = "6", role = "other" }\n'
        '[[agreement]]\nid = "A1"\nkind = "bando"\nstatus = "open"\n'
    )
    two = parse_document("Niente di nuovo oggi.\n=====\n")
    found = report({"one": one, "two": two})
    assert (found.announcements, found.words, found.without_agreement, found.sums_without_agreement) == (2, 13, 1, 1)
    assert found.entities == Counter(INSTITUTION=1, COMPANY=1)
    assert found.mentions == Counter(INSTITUTION=2, COMPANY=1)
    assert found.agreements == Counter(bando=1)
    assert found.sums == Counter(loan=1, other=1)
    assert "announcements  2, 1 (50%) without agreement" in str(found)


def test_near_duplicates_share_more_than_half_of_their_runs() -> None:
    words = [f"parola{number}" for number in range(30)]
    texts = {
        "a": " ".join(words),
        "b": " ".join([*words[:24], "altro", "altro", "altro"]),  # 20 of 26 + 23 - 20 runs
        "c": " ".join([*words[15:], "x", "y", "z"]),  # 11 of 26 + 14 - 11
        "d": "tutt'altro testo che con i primi non ha niente",
    }
    assert near_duplicates(texts) == [(20 / 29, "a", "b")]


def test_skeletons_of_sentences() -> None:
    text = "[La [Asl]{i1} apre oggi]{title}\nIl [Bracco S.p.A.]{c1} paga [5 euro]{m1}. Tace. Poi «parla» a [Lodi]{l1}."
    document = parse_document(f"{text}\n=====\n")
    assert list(skeletons(document)) == ["La INSTITUTION apre oggi", "Il COMPANY paga SUM.", "Poi «parla» a PLACE."]
