"""Agreements: alignment by slots, the count of each slot, whole agreements."""

from extractor.evaluation import Outcome
from tests.evaluation.records import Fields, agreement, amount, entity, measured, party

ENTITIES = [
    entity(1, "INSTITUTION", (0, 5)),
    entity(2, "COMPANY", (10, 15)),
    entity(3, "COMPANY", (20, 25)),
    entity(4, "PROJECT", (30, 35), name="FIAM"),
]


def compared(gold: list[Fields], found: list[Fields]) -> Outcome:
    return measured({"entities": ENTITIES, "agreements": gold}, {"entities": ENTITIES, "agreements": found})


def one_against_one() -> Outcome:
    gold = agreement(
        1,
        "patto",
        status="signed",
        institutions=[party(1, "signatory", "funder")],
        companies=[party(2, "signatory", "lead"), party(3, "partner")],
        lead="E2",
        project={"entity": "E4", "name": "Filiera", "objectives": [{"text": "creare una filiera italiana"}]},
        amounts=[amount(1, "10", role="loan"), amount(2, "20", role="limit")],
    )
    found = agreement(
        1,
        "patto",
        status="approved",
        institutions=[party(1, "signatory")],
        companies=[party(2, "lead", "signatory")],
        lead="E3",
        project={"entity": None, "name": "fiam", "acronym": "FILIERA", "objectives": [{"text": "una filiera"}]},
        amounts=[amount(1, "10", role="loan"), amount(2, "20", role="other"), amount(3, "30", role="other")],
    )
    return compared([gold], [found])


def test_slots_are_counted_one_by_one() -> None:
    tallies = one_against_one().tallies
    assert {name: tuple(tally) for name, tally in tallies.items() if name.startswith("slot")} == {
        "slot kind": (1, 1, 1),
        "slot status": (0, 1, 1),
        "slot party": (2, 3, 2),
        "slot party role": (1, 3, 2),
        "slot lead": (0, 1, 1),
        "slot project": (1, 1, 1),
        "slot objective": (1, 1, 1),  # words: 2 in common of 4 and 2, F1 0.67
        "slot sum": (2, 2, 3),
        "slot sum role": (1, 2, 3),
        "slots": (5, 7, 7),  # party, lead, project, sum
        "slots role": (3, 7, 7),
    }
    assert tallies["kind right"] == (1, 1, 1)
    assert tallies["status right"] == (0, 1, 1)
    assert tallies["agreements"] == (1, 1, 1)
    assert tallies["agreements right"] == (0, 1, 1)


def test_findings_name_slot_and_values() -> None:
    findings = [f for f in one_against_one().findings if f.topic == "agreements"]
    assert [(f.mark, f.label, f.gold, f.found) for f in findings] == [
        ("≠", "status", "signed", "approved"),
        ("≠", "lead", "nome 2", "nome 3"),
        ("-", "party", "nome 3", ""),
        ("≠", "party role", "nome 1: funder signatory", "signatory"),
        ("+", "sum", "", "30 EUR"),
    ]


def test_alignment_makes_most_slots_equal() -> None:
    gold = [
        agreement(1, "bando", status="open", institutions=[party(1)], amounts=[amount(1, "1", 0)]),
        agreement(2, "bando", status="open", companies=[party(2), party(3)], amounts=[amount(2, "2", 9)]),
    ]
    found = [
        agreement(1, "bando", status="open", companies=[party(2), party(3)], amounts=[amount(1, "2", 9)]),
        agreement(2, "piano", status="open", institutions=[party(1)], amounts=[amount(2, "1", 0)]),
    ]
    tallies = compared(gold, found).tallies
    assert tallies["slots"] == (5, 5, 5)
    assert tallies["slot kind"] == (1, 2, 2)
    assert tallies["agreements right"] == (1, 2, 2)


def test_the_slots_of_agreements_that_are_not_aligned_count_too() -> None:
    gold = [agreement(1, "bando", institutions=[party(1)]), agreement(2, "patto", companies=[party(2)], lead="E2")]
    outcome = compared(gold, [agreement(5, "bando", institutions=[party(1)])])
    assert outcome.tallies["slots"] == (1, 3, 1)
    assert outcome.tallies["agreements"] == (1, 2, 1)
    (finding,) = [finding for finding in outcome.findings if finding.topic == "agreements"]
    assert (finding.mark, finding.label, finding.what) == ("-", "agreement", "patto / None [nome 2] []")


def test_nothing_in_common_is_no_alignment() -> None:
    tallies = compared([agreement(1, "bando")], [agreement(1, "piano")]).tallies
    assert tallies["agreements"] == (0, 1, 1)
    assert tallies["kind right"] == (0, 0, 0)


def test_a_sum_in_another_agreement_is_wrong() -> None:
    gold = [agreement(1, "bando", amounts=[amount(1, "1")]), agreement(2, "patto", amounts=[])]
    found = [agreement(1, "bando", amounts=[]), agreement(2, "patto", amounts=[amount(1, "1")])]
    outcome = compared(gold, found)
    assert outcome.tallies["slot sum"] == (0, 1, 1)
    assert outcome.tallies["sums"] == (1, 1, 1)


def test_objectives_need_half_of_their_words() -> None:
    def objective(text: str) -> Fields:
        return agreement(1, project={"objectives": [{"text": text}]})

    gold = [objective("uno due tre quattro")]
    assert compared(gold, [objective("Uno, due! altro altra")]).tallies["slot objective"] == (1, 1, 1)
    assert compared(gold, [objective("uno altro altra ancora")]).tallies["slot objective"] == (0, 1, 1)
    assert compared(gold, [agreement(1)]).tallies["slot objective"] == (0, 1, 0)


def test_wrong_payers_spoil_an_agreement_but_no_slot() -> None:
    gold = [agreement(1, amounts=[amount(1, "1", payers=[{"entity": "E1"}])])]
    tallies = compared(gold, [agreement(1, amounts=[amount(1, "1", payers=[])])]).tallies
    assert tallies["slot sum role"] == (1, 1, 1)
    assert tallies["agreements right"] == (0, 1, 1)


def test_slots_that_gold_leaves_out_are_not_measured() -> None:
    found = agreement(1, status="open", lead="E2", companies=[party(2, "lead")], amounts=[amount(1, "1")])
    tallies = compared([agreement(1, companies=[{"entity": "E2"}])], [found, agreement(2, "bando", lead="E3")]).tallies
    assert tallies["slots"] == (1, 1, 1)
    assert tallies["slot party role"] == (0, 0, 0)
    assert tallies["slot lead"] == tallies["slot status"] == tallies["slot sum"] == (0, 0, 0)
    assert "sums" not in tallies


def test_an_announcement_without_agreement() -> None:
    assert compared([], []).tallies["none found"] == (1, 1, 1)
    tallies = compared([], [agreement(1, "bando"), agreement(2, "patto")]).tallies
    assert tallies["none found"] == (0, 1, 1)
    assert tallies["false agreements"] == (0, 0, 2)
    assert tallies["slot kind"] == (0, 0, 2)
    assert "none found" not in compared([agreement(1)], []).tallies
