"""What a person changes, and that the record is sound after it."""

from typing import Any

import pytest

from extractor.errors import UsageError
from extractor.records import Agreement, Amount, Announcement, Entity, Party, Project, Span
from extractor.web.corrections import corrected, read_correction


def after(record: Announcement, text: str, **correction: Any) -> Announcement:
    changed = corrected(record, text, read_correction(correction))
    changed.check_references()
    changed.check_spans(text)
    return changed


def amount_of(record: Announcement, key: str) -> Amount:
    return next(amount for amount in record.all_amounts() if amount.id == key)


def entity_of(record: Announcement, key: str) -> Entity:
    return next(entity for entity in record.entities if entity.id == key)


def test_a_role_a_payer_a_value(gold: Announcement, source_text: str) -> None:
    changed = after(
        gold, source_text, do="set_amount", amount="M4", role="loan", value="70000.50", agreement="A1", part_of="M1",
        payers=[{"entity": "E2"}, {"name": "Stato"}],
    )  # fmt: skip
    amount = amount_of(changed, "M4")
    assert (amount.role, str(amount.value), amount.provenance) == ("loan", "70000.50", "correzione")
    assert [(payer.entity, payer.name) for payer in amount.payers] == [
        ("E2", "Ministero dello Sviluppo economico"),
        (None, "Stato"),
    ]
    assert [check.kind for check in changed.checks] == ["share_within_total", "share_within_total"]  # the sum is off
    assert amount_of(changed, "M7") == amount_of(gold, "M7")
    assert [one.id for one in changed.agreements[0].amounts] == ["M2", "M3", "M4"]


def test_parts_that_add_up_again_are_a_check_again(gold: Announcement, source_text: str) -> None:
    same = {"do": "set_amount", "amount": "M4", "role": "contribution", "agreement": "A1", "part_of": "M1"}
    off = after(gold, source_text, **same, value="1")
    assert "parts_sum" not in {check.kind for check in off.checks}
    back = after(off, source_text, **same, value="69412.50")
    (check,) = [check for check in back.checks if check.kind == "parts_sum"]
    assert (check.passed, check.total, sorted(check.parts)) == (True, "M1", ["M4", "M7"])


def test_a_sum_moves_to_another_agreement_and_to_the_document(gold: Announcement, source_text: str) -> None:
    moved = after(gold, source_text, do="set_amount", amount="M4", role="other", agreement="A2")
    assert [one.id for one in moved.agreements[1].amounts] == ["M5", "M6", "M7", "M4"]
    freed = after(moved, source_text, do="set_amount", amount="M4", role="other")
    assert [one.id for one in freed.amounts] == ["M1", "M4"]


def test_a_new_sum_has_the_value_that_the_text_states() -> None:
    text = "Il bando vale oltre 1,5 milioni di euro."
    changed = after(Announcement(), text, do="set_amount", start=13, end=39, role="allocation")
    (amount,) = changed.amounts
    assert (amount.id, str(amount.value), amount.qualifier, amount.text) == (
        "M1",
        "1500000",
        "over",
        "oltre 1,5 milioni di euro",
    )


@pytest.mark.parametrize(
    ("text", "words", "given", "value"),
    [("paga 69.412,50 in tutto", "69.412,50", None, "69412.50"), ("una bella somma", "una bella somma", "12", "12")],
)
def test_a_new_sum_without_a_currency_or_without_figures(text: str, words: str, given: str | None, value: str) -> None:
    start = text.index(words)
    changed = after(
        Announcement(), text, do="set_amount", start=start, end=start + len(words), value=given, role="other"
    )
    assert str(changed.amounts[0].value) == value


def test_a_mark_of_a_name_gives_way_to_a_sum() -> None:
    entity = Entity(id="E1", label="PROJECT", name="5 euro", mentions=[Span(start=0, end=6, text="5 euro")])
    changed = after(
        Announcement(entities=[entity], publisher="E1"), "5 euro", do="set_amount", start=0, end=6, role="other"
    )
    assert changed.entities == []
    assert changed.publisher is None


def test_a_sum_taken_out_leaves_its_parts_to_its_total(gold: Announcement, source_text: str) -> None:
    changed = after(gold, source_text, do="remove_amount", amount="M2")
    assert amount_of(changed, "M3").part_of is None
    assert [check.total for check in changed.checks] == ["M1", "M5"]


def test_words_become_a_new_name_or_one_more_mention(gold: Announcement, source_text: str) -> None:
    start = source_text.index("polveri")
    new = after(gold, source_text, do="add_entity", start=start - 1, end=start + 8, label="COMPANY")
    assert new.entities[-1] == Entity(
        id="E12", label="COMPANY", name="polveri", mentions=[Span(start=start, end=start + 7, text="polveri")]
    )
    more = after(gold, source_text, do="add_entity", start=start, end=start + 7, label="COMPANY", entity="E7")
    assert [span.text for span in entity_of(more, "E7").mentions] == ["Bracco spa", "Bracco spa", "polveri"]


def test_a_mark_drawn_again_replaces_the_one_it_touches() -> None:
    old = Entity(id="E1", label="PLACE", name="Recco", mentions=[Span(start=10, end=15, text="Recco")])
    changed = after(
        Announcement(entities=[old]), "Comune di Recco", do="add_entity", start=0, end=15, label="INSTITUTION"
    )
    assert [entity.name for entity in changed.entities] == ["Comune di Recco"]


def test_a_company_that_is_a_body_moves_among_the_bodies(gold: Announcement, source_text: str) -> None:
    changed = after(gold, source_text, do="change_entity", entity="E7", label="INSTITUTION", name="Bracco  Ente")
    first = changed.agreements[0]
    assert first.companies == []
    assert [party.name for party in first.institutions][-1] == "Bracco Ente"
    assert first.lead == "E7"
    as_place = after(changed, source_text, do="change_entity", entity="E7", label="PLACE", name="Bracco")
    assert as_place.agreements[0].lead is None
    assert "E7" not in {party.entity for party in as_place.agreements[0].institutions}


def test_a_new_name_is_told_everywhere(gold: Announcement, source_text: str) -> None:
    changed = after(gold, source_text, do="change_entity", entity="E1", label="INSTITUTION", name="La Lombardia")
    assert {payer.name for amount in changed.all_amounts() for payer in amount.payers} == {"La Lombardia"}
    assert [party.name for party in changed.agreements[0].institutions if party.entity == "E1"] == ["La Lombardia"]


def test_one_mention_less_and_the_last_one(gold: Announcement, source_text: str) -> None:
    first = entity_of(gold, "E7").mentions[0]
    once = after(gold, source_text, do="remove_mention", entity="E7", start=first.start)
    assert len(entity_of(once, "E7").mentions) == len(entity_of(gold, "E7").mentions) - 1
    last = entity_of(once, "E7").mentions[0]
    gone = after(once, source_text, do="remove_mention", entity="E7", start=last.start)
    assert "E7" not in {entity.id for entity in gone.entities}
    assert gone.agreements[0].companies == []


@pytest.mark.parametrize("number", range(1, 11))
def test_any_entity_can_be_taken_out(gold: Announcement, source_text: str, number: int) -> None:
    changed = after(gold, source_text, do="remove_entity", entity=f"E{number}")
    assert f'"E{number}"' not in changed.to_json()


@pytest.mark.parametrize("number", range(1, 8))
def test_any_sum_can_be_taken_out(gold: Announcement, source_text: str, number: int) -> None:
    assert f'"M{number}"' not in after(gold, source_text, do="remove_amount", amount=f"M{number}").to_json()


def test_a_project_without_its_name_keeps_its_aims(gold: Announcement, source_text: str) -> None:
    (project,) = [entity.id for entity in gold.entities if entity.label == "PROJECT"]
    changed = after(gold, source_text, do="remove_entity", entity=project)
    told = changed.agreements[1].project
    assert told is not None
    assert (told.name, told.entity, len(told.objectives)) == (None, None, 2)
    bare = Announcement(
        agreements=[Agreement(id="A1", kind="patto", project=Project(name="x", entity="E1"))],
        entities=[Entity(id="E1", label="PROJECT", name="x")],
    )
    assert after(bare, "", do="remove_entity", entity="E1").agreements[0].project is None


def test_an_agreement_is_changed_added_and_taken_out(gold: Announcement, source_text: str) -> None:
    parties = [{"entity": "E1", "roles": ["funder"]}, {"entity": "E7", "roles": ["beneficiary", "lead"]}]
    changed = after(
        gold,
        source_text,
        do="set_agreement",
        agreement="A1",
        kind="convenzione",
        status="signed",
        parties=parties,
        lead="E7",
    )
    first = changed.agreements[0]
    assert (first.kind, first.status, first.lead) == ("convenzione", "signed", "E7")
    assert [(party.entity, party.roles) for party in first.institutions] == [("E1", ["funder"])]
    assert [(party.entity, party.roles) for party in first.companies] == [("E7", ["beneficiary", "lead"])]
    assert first.amounts == gold.agreements[0].amounts
    added = after(changed, source_text, do="set_agreement", kind="bando")
    assert (added.agreements[2].id, added.agreements[2].kind) == ("A3", "bando")
    removed = after(added, source_text, do="remove_agreement", agreement="A1")
    assert [one.id for one in removed.agreements] == ["A2", "A3"]
    assert [one.id for one in removed.amounts] == ["M1", "M2", "M3", "M4"]


def test_what_is_under_an_agreement_outlives_it() -> None:
    record = Announcement(agreements=[Agreement(id="A1", kind="piano"), Agreement(id="A2", kind="bando", parent="A1")])
    assert after(record, "", do="remove_agreement", agreement="A1").agreements[0].parent is None


@pytest.mark.parametrize(
    ("correction", "message"),
    [
        ({"do": "remove_entity", "entity": "E99"}, "non c'è alcuna entità E99"),
        ({"do": "remove_amount", "amount": "M99"}, "non c'è alcuna somma M99"),
        ({"do": "remove_agreement", "agreement": "A9"}, "non c'è alcun accordo A9"),
        ({"do": "set_amount", "amount": "M4", "role": "loan", "agreement": "A9"}, "non c'è alcun accordo A9"),
        ({"do": "set_amount", "amount": "M4", "role": "loan", "part_of": "M4"}, "parte di sé stessa"),
        ({"do": "set_amount", "amount": "M4", "role": "loan", "payers": [{"entity": "E99"}]}, "E99"),
        ({"do": "set_amount", "role": "loan"}, "mancano le parole"),
        ({"do": "set_amount", "role": "loan", "start": 1498, "end": 1500}, "già una somma"),
        ({"do": "set_amount", "role": "loan", "start": 2, "end": 9}, "scriverne il valore"),
        ({"do": "set_amount", "amount": "M4", "role": "loan", "value": "NaN"}, "'value'"),
        ({"do": "set_amount", "amount": "M4", "role": "loan", "value": "-5"}, "'value'"),
        ({"do": "set_amount", "amount": "M4", "role": "loan", "value": "1e400"}, "'value'"),
        ({"do": "set_amount", "amount": "M4", "role": "regalo"}, "'role'"),
        ({"do": "add_entity", "start": 5, "end": 5, "label": "PLACE"}, "non sono nel testo"),
        ({"do": "add_entity", "start": 5, "end": 10**9, "label": "PLACE"}, "non sono nel testo"),
        ({"do": "set_agreement", "kind": "bando", "parties": [{"entity": "E10"}]}, "né un'impresa"),
        ({"do": "set_agreement", "kind": "bando", "lead": "E7"}, "capofila"),
        ({"do": "cancella"}, "do"),
        ("ciao", "do"),
        (None, "do"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(
    gold: Announcement, source_text: str, correction: Any, message: str
) -> None:
    with pytest.raises(UsageError) as refused:
        corrected(gold, source_text, read_correction(correction))
    assert message in str(refused.value)
    assert "\n" not in str(refused.value)


def test_two_sums_cannot_be_parts_of_each_other(gold: Announcement, source_text: str) -> None:
    with pytest.raises(Exception, match="gira in tondo"):
        after(gold, source_text, do="set_amount", amount="M2", role="other", agreement="A1", part_of="M3")


def test_parties_that_stay_as_they_are_keep_their_evidence() -> None:
    party = Party(
        entity="E1", name="Rai", roles=["partner"], evidence=[Span(start=0, end=3, text="Rai")], inferred=True
    )
    record = Announcement(
        agreements=[Agreement(id="A1", kind="patto", companies=[party])],
        entities=[Entity(id="E1", label="COMPANY", name="Rai")],
    )
    kept = after(
        record,
        "Rai",
        do="set_agreement",
        agreement="A1",
        kind="patto",
        parties=[{"entity": "E1", "roles": ["partner"]}],
    )
    assert kept.agreements[0].companies == [party]
