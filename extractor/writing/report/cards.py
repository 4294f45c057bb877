"""What was found, beside the text: a card for each agreement, one for the document's sums, one for the names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.records import Agreement, Entity, Label, Party
from extractor.writing.italian import PARTY_ROLES, day, kind_and_status
from extractor.writing.report.bars import bars
from extractor.writing.report.checks import check_list, checks_of
from extractor.writing.report.html import Html, element, joined, words
from extractor.writing.report.sums import sums_table
from extractor.writing.report.view import LABELS, View, doubt

_parties_open = 12


def cards(view: View) -> Html:
    """All cards of one announcement."""
    told = {id(check) for agreement in view.record.agreements for check in checks_of(view, agreement.amounts)}
    rest = [check for check in view.record.checks if id(check) not in told]
    shown: list[Html | None] = [_agreement(view, number, one) for number, one in enumerate(view.record.agreements, 1)]
    if not view.record.agreements:
        shown.append(element("p", "Nessun accordo riconosciuto in questo testo.", class_="card none"))
    if view.record.amounts or rest:
        title = "Somme di tutto il documento" if view.record.amounts else "Verifiche"
        shown.append(
            element(
                "section",
                element("h3", title),
                sums_table(view, view.record.amounts, title),
                bars(view, view.record.amounts),
                check_list(view, rest),
                class_="card document",
            )
        )
    shown.append(_names(view))
    return joined(shown)


def _agreement(view: View, number: int, agreement: Agreement) -> Html:
    kind, _, status = kind_and_status(agreement.kind, agreement.status).partition(", ")
    heading = element("h3", element("span", f"{number}", class_="number"), kind, class_="kind")
    head = element(
        "header",
        heading,
        element("span", status, class_="status", data_status=agreement.status) if status else None,
        doubt(agreement.confidence),
        view.edit_button("edit_agreement", agreement.id, f"l'accordo {number}"),
    )
    return element(
        "section",
        head,
        element("p", words(agreement.heading), class_="heading") if agreement.heading else None,
        _project(view, agreement),
        _facts(view, agreement),
        sums_table(view, agreement.amounts, f"Somme dell'accordo {number}"),
        bars(view, agreement.amounts),
        check_list(view, checks_of(view, agreement.amounts)),
        class_="card agreement",
        id=view.card_id(agreement.id),
        data_agreement=agreement.id,
        aria_label=f"Accordo {number}",
    )


def _project(view: View, agreement: Agreement) -> Html | None:
    project = agreement.project
    if project is None:
        return None
    name = " – ".join(word for word in (project.acronym, project.name) if word)
    aims = [element("li", view.aim(agreement.id, span)) for span in project.objectives]
    return element(
        "div",
        element("p", "Progetto ", view.named(project.entity, name), class_="project-name") if name else None,
        element("ul", *aims, class_="aims") if aims else None,
        class_="project",
    )


def _facts(view: View, agreement: Agreement) -> Html | None:
    rows = [
        joined([element("dt", label), *(element("dd", line) for line in lines)])
        for label, lines in _rows(view, agreement)
        if lines
    ]
    return element("dl", *rows, class_="facts") if rows else None


def _rows(view: View, agreement: Agreement) -> Iterator[tuple[str, list[Html]]]:
    yield "Enti", _parties(view, agreement.institutions, agreement.lead)
    yield "Imprese", _parties(view, agreement.companies, agreement.lead)
    parent = next((n for n, one in enumerate(view.record.agreements, 1) if one.id == agreement.parent), None)
    if parent is not None:
        above = element("a", f"accordo {parent}", href=f"#{view.card_id(agreement.parent or '')}")
        yield "Fa parte di", [above]
    yield "Dove", _enumerated([site.name for site in agreement.sites])
    dates = agreement.dates
    yield "Approvato", _day(dates.approved)
    yield "Firmato", _day(dates.signed)
    yield "Dal", _day(dates.start)
    yield "Fino al", _day(dates.end)
    yield "Domande dal", _day(dates.opens)
    yield "Scadenza", _day(dates.closes)
    yield "Durata", [words(agreement.duration)] if agreement.duration else []
    jobs = agreement.jobs
    yield "Nuovi posti", [words(str(jobs.created))] if jobs.created is not None else []
    yield "Posti salvi", [words(str(jobs.safeguarded))] if jobs.safeguarded is not None else []
    codes = agreement.identifiers
    for label, values in (("CUP", codes.cup), ("CIG", codes.cig), ("Atti", codes.act), ("Norme", codes.law)):
        yield label, _enumerated(values)


def _parties(view: View, parties: Sequence[Party], lead: str | None) -> list[Html]:
    lines = [_party(view, party, lead) for party in parties]
    if len(lines) <= _parties_open:
        return lines
    more = element("summary", f"altri {len(lines) - _parties_open}")
    rest = element("ul", *(element("li", line) for line in lines[_parties_open:]))
    return [*lines[:_parties_open], element("details", more, rest)]


def _party(view: View, party: Party, lead: str | None) -> Html:
    leads = party.entity == lead or "lead" in party.roles
    roles = [word for role, word in PARTY_ROLES.items() if role in party.roles and role != "lead"]
    if party.inferred:
        roles.append("dedotto")
    return joined(
        [
            view.named(party.entity, party.name),
            element("span", "capofila", class_="lead") if leads else None,
            element("span", ", ".join(roles), class_="roles") if roles else None,
        ],
        " ",
    )


def _enumerated(names: Sequence[str]) -> list[Html]:
    return [words(", ".join(names))] if names else []


def _day(iso: str | None) -> list[Html]:
    return [words(day(iso))] if iso else []


def _names(view: View) -> Html | None:
    groups = [_group(view, label, title) for label, (_, title) in LABELS.items()]
    shown = [group for group in groups if group is not None]
    if not shown:
        return None
    return element("section", element("h3", "Nomi nel testo"), *shown, class_="card names")


def _group(view: View, label: Label, title: str) -> Html | None:
    entities = [entity for entity in view.record.entities if entity.label == label]
    if not entities:
        return None
    return joined([element("h4", title), element("ul", *(_name(view, entity) for entity in entities))])


def _name(view: View, entity: Entity) -> Html:
    affiliation = view.entities.get(entity.affiliation or "")
    about = [entity.role, affiliation.name if affiliation else None]
    if entity.canonical and entity.canonical.casefold() != entity.name.casefold():
        about.append(entity.canonical)
    about += [f"{identifier.scheme.upper()} {identifier.value}" for identifier in entity.identifiers[:2]]
    said = ", ".join(word for word in about if word)
    times = len(entity.mentions)
    return element(
        "li",
        view.named(entity.id, entity.name),
        element("span", f" ×{times}", class_="times", title=f"{times} volte nel testo") if times > 1 else None,
        element("span", " ", words(said), class_="said") if said else None,
        view.edit_button("edit_entity", entity.id, entity.name),
        id=view.card_id(entity.id),
        data_ref=entity.id,
    )
