"""Corrections of sums: add, change, take out; the checks that they touch are made anew."""

from __future__ import annotations

from decimal import Decimal

from extractor.errors import UsageError
from extractor.records import Agreement, Amount, AmountMention, Announcement, Check, Payer, Qualifier, Span
from extractor.web.corrections import HAND, PayerChoice, SetAmount, next_id
from extractor.web.entity_corrections import entity_of, span_of, with_each, without_marks


def put(record: Announcement, text: str, correction: SetAmount) -> Announcement:
    """Change a sum or add one, in the agreement it belongs to, and check again."""
    if correction.agreement is not None and all(one.id != correction.agreement for one in record.agreements):
        raise UsageError(f"non c'è alcun accordo {correction.agreement}: ricaricare la pagina")
    if correction.part_of is not None and correction.part_of == correction.amount:
        raise UsageError("una somma non può essere parte di sé stessa: scegliere un altro totale")
    payers = [_payer(record, choice) for choice in correction.payers]
    if correction.amount is None:
        record, amount = _new(record, text, correction)
    else:
        amount = _amount_of(record, correction.amount)
    told = {"role": correction.role, "part_of": correction.part_of, "payers": payers}
    changed = amount.model_copy(update={**told, "inferred": False, "confidence": None, "provenance": HAND})
    if correction.value is not None:
        changed = _with_value(changed, correction.value)
    if correction.qualifier is not None:
        changed = changed.model_copy(update={"qualifier": correction.qualifier})
    return checked_again(_placed(record, changed, correction.agreement), {changed.id})


def remove(record: Announcement, key: str) -> Announcement:
    """Take a sum out; its parts become parts of what it was part of."""
    gone = _amount_of(record, key)

    def reparented(amount: Amount) -> Amount:
        return amount.model_copy(update={"part_of": gone.part_of}) if amount.part_of == key else amount

    record = with_each(record, lambda agreement: agreement, reparented)

    def without(agreement: Agreement) -> Agreement:
        return agreement.model_copy(update={"amounts": [one for one in agreement.amounts if one.id != key]})

    agreements = [without(agreement) for agreement in record.agreements]
    amounts = [one for one in record.amounts if one.id != key]
    return checked_again(record.model_copy(update={"agreements": agreements, "amounts": amounts}), {key})


def checked_again(record: Announcement, touched: set[str]) -> Announcement:
    """The record with its checks true again after some sums have changed.

    A check that names a sum that was touched goes; where the parts of a total now add up to it, that is a new one.
    Whether parts that do not add up should is for the person to say, not for this.

    Args:
        record: after the change.
        touched: ids of the sums that have changed or gone.
    """
    kept = [check for check in record.checks if not touched & {check.total or "", *check.parts}]
    known = {check.total for check in kept if check.kind == "parts_sum"}
    parts: dict[str, list[Amount]] = {}
    for amount in record.all_amounts():
        if amount.part_of is not None:
            parts.setdefault(amount.part_of, []).append(amount)
    for total in record.all_amounts():
        own = parts.get(total.id, [])
        adds_up = len(own) > 1 and sum(part.value for part in own) == total.value
        if adds_up and total.id not in known and {total.currency} == {part.currency for part in own}:
            kept.append(Check(kind="parts_sum", passed=True, total=total.id, parts=[part.id for part in own]))
    return record.model_copy(update={"checks": kept})


def value_stated(words: str) -> tuple[Decimal, Decimal | None, str, Qualifier] | None:
    """What a stretch of text states as a sum: value, upper end of a range, currency, qualifier; None if nothing.

    Example:
        >>> value_stated("oltre 1,5 milioni di euro"), value_stated("una somma")
        ((Decimal('1500000'), None, 'EUR', 'over'), None)
    """
    from extractor.pipeline.sums import find_sums

    for attempt in (words, f"{words} euro"):  # "69.412,50" alone is a sum because a person says so
        found = find_sums(attempt)
        if len(found) == 1:
            return found[0].value, found[0].max_value, found[0].currency, found[0].qualifier  # type: ignore[return-value]
    return None


def _new(record: Announcement, text: str, correction: SetAmount) -> tuple[Announcement, Amount]:
    if correction.start is None or correction.end is None:
        raise UsageError("mancano le parole della somma: sceglierle nel testo")
    span = span_of(text, correction.start, correction.end)
    for amount in record.all_amounts():
        if amount.start < span.end and span.start < amount.end:
            raise UsageError(f"qui c'è già una somma ({amount.text}): correggere quella")
    stated = value_stated(span.text)
    if stated is None and correction.value is None:
        raise UsageError(f"{span.text!r} non dice una somma: scriverne il valore in cifre")
    value, most, currency, qualifier = stated or (Decimal(0), None, "EUR", "exact")
    amount = Amount(
        id=next_id("M", [one.id for one in record.all_amounts()]),
        value=value,
        max_value=most,
        currency=currency,
        qualifier=qualifier,
        role=correction.role,
        text=span.text,
        start=span.start,
        end=span.end,
        mentions=[_mention(span, value)],
    )
    return without_marks(record, span), amount


def _mention(span: Span, value: Decimal) -> AmountMention:
    return AmountMention(start=span.start, end=span.end, text=span.text, value=value)


def _with_value(amount: Amount, value: Decimal) -> Amount:
    """The most exact mention states the value; the others go on stating theirs."""
    mentions = [
        one.model_copy(update={"value": value}) if one.start == amount.start else one for one in amount.mentions
    ]
    return amount.model_copy(update={"value": value, "max_value": None, "mentions": mentions})


def _payer(record: Announcement, choice: PayerChoice) -> Payer:
    if choice.entity is None:
        return Payer(name=" ".join(choice.name.split()) or "Stato")
    entity = entity_of(record, choice.entity)
    return Payer(entity=entity.id, name=entity.canonical or entity.name)


def _amount_of(record: Announcement, key: str) -> Amount:
    for amount in record.all_amounts():
        if amount.id == key:
            return amount
    raise UsageError(f"non c'è alcuna somma {key}: ricaricare la pagina")


def _placed(record: Announcement, amount: Amount, home: str | None) -> Announcement:
    """The record with a sum where it belongs: in its old place if that is its home, else after the others there."""
    agreements = []
    for agreement in record.agreements:
        amounts = _list_with(agreement.amounts, amount, is_home=agreement.id == home)
        agreements.append(agreement.model_copy(update={"amounts": amounts}))
    amounts = _list_with(record.amounts, amount, is_home=home is None)
    return record.model_copy(update={"agreements": agreements, "amounts": amounts})


def _list_with(amounts: list[Amount], amount: Amount, *, is_home: bool) -> list[Amount]:
    if not is_home:
        return [one for one in amounts if one.id != amount.id]
    if any(one.id == amount.id for one in amounts):
        return [amount if one.id == amount.id else one for one in amounts]
    return [*amounts, amount]
