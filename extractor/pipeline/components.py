"""The spaCy components: each a factory of its own under the prefix ``announcements_``.

They run in the order of :data:`ORDER`. Each stands alone in anybody's pipeline, too: what it needs from an earlier one
that is not there it reads from the text itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import numpy
from spacy.attrs import SENT_START
from spacy.language import Language
from spacy.scorer import get_ner_prf
from spacy.tokens import Doc
from spacy.training import Example

from extractor.lexicon import Lexicon, Words, default_lexicon, words_of
from extractor.pipeline import doc_data
from extractor.pipeline.acts import Act, ActCues, read_act
from extractor.pipeline.affiliations import affiliate
from extractor.pipeline.agreements import find_agreements, main_body, publisher
from extractor.pipeline.bare_figures import with_bare_figures
from extractor.pipeline.checks import compare_codes, compare_headlines, compare_sums
from extractor.pipeline.codes import find_codes, give_codes
from extractor.pipeline.companies import find_companies
from extractor.pipeline.doc_data import (
    add_mentions,
    data_of,
    layout_of,
    mentions_of,
    set_entities,
    store_layout,
    text_of,
    to_span,
)
from extractor.pipeline.entities import gather
from extractor.pipeline.facts import TITLE_KINDS, Money, plain_sum, tie_facts
from extractor.pipeline.institutions import find_institutions
from extractor.pipeline.layout import Layout, read_layout
from extractor.pipeline.linear import Models, load_models
from extractor.pipeline.mentions import Mention, merge
from extractor.pipeline.parts import parts_by_sum, parts_by_words
from extractor.pipeline.payers import PayerCues, Scene, assign_shares
from extractor.pipeline.people import find_people
from extractor.pipeline.places import find_places
from extractor.pipeline.projects import find_projects
from extractor.pipeline.relation_features import Reading
from extractor.pipeline.relations import (
    decide_act,
    decide_main_shares,
    decide_role_trust,
    decide_roles,
    decide_shares,
    settle_shares,
)
from extractor.pipeline.roles import RoleCues, assign_roles, borrow_from_headings, default_role
from extractor.pipeline.sums import Sum, find_sums
from extractor.pipeline.wholes import decide_wholes

doc_data.register()

PREFIX = "announcements_"
ORDER = (
    "layout",
    "amounts",
    "institutions",
    "people",
    "companies",
    "projects",
    "places",
    "names",
    "entities",
    "roles",
    "agreements",
)
Component = Callable[[Doc], Doc]
Finder = Callable[[Words, Lexicon, list[Mention]], list[Mention]]


def lexicon_of(files: list[str]) -> Lexicon:
    """The built-in lexicon, extended by a newsroom's own files where there are any."""
    return default_lexicon().extended([Path(file) for file in files])


class LayoutComponent:
    """Title, dateline, headings and sentences: ``doc._.layout``, and the sentence starts of the tokens."""

    def __call__(self, doc: Doc) -> Doc:
        layout = read_layout(text_of(doc))
        store_layout(doc, layout)
        if len(doc):
            starts = numpy.full(len(doc), -1, dtype="int8")
            starts[0] = 1
            offsets = doc.to_array("IDX")
            places = numpy.searchsorted(offsets, [start for start, _ in layout.sentences], side="left")
            starts[places[places < len(doc)]] = 1
            doc.from_array([SENT_START], starts.astype("uint64").reshape(-1, 1))  # type: ignore[arg-type]
        return doc


def _layout(doc: Doc) -> Layout:
    layout = layout_of(doc)
    if layout is None:
        layout = read_layout(text_of(doc))
        store_layout(doc, layout)
    return layout


class AmountsComponent:
    """Sums of money: ``doc.spans["amounts"]`` with ``span._.amount``; by the grammar, and bare figures by a classifier."""

    def __init__(self) -> None:
        self.models: Models | None = None  # those that ship, read when there is a text

    def __call__(self, doc: Doc) -> Doc:
        text = text_of(doc)
        layout, words = _layout(doc), words_of(text)
        found = find_sums(text, words.low)
        model = (load_models() if self.models is None else self.models).get("figure")
        if model is not None:
            found = with_bare_figures(words, layout, found, model)
        self.store(doc, found)
        return doc

    def store(self, doc: Doc, found: list[Sum]) -> None:
        """Keep the sums on the Doc, as plain data and as spans."""
        low, layout = words_of(text_of(doc)).low, _layout(doc)
        moneys = [plain_sum(low, layout, each) for each in found]
        data_of(doc)["amounts"] = moneys
        doc.spans[doc_data.AMOUNTS] = [
            span for money in moneys if (span := to_span(doc, money["start"], money["end"], "AMOUNT")) is not None
        ]


class MentionsComponent:
    """Mentions of one label, by one finder."""

    def __init__(self, finder: Finder, lexicon: Lexicon, avoids: tuple[str, ...], set_ents: bool) -> None:
        self.finder, self.lexicon, self.avoids, self.set_ents = finder, lexicon, avoids, set_ents

    def __call__(self, doc: Doc) -> Doc:
        others = mentions_of(doc, *self.avoids) if self.avoids else []
        found = merge(self.finder(words_of(text_of(doc)), self.lexicon, others))
        add_mentions(doc, found, set_ents=self.set_ents)
        return doc


class EntitiesComponent:
    """Mentions reconciled (the longer wins, of equals the earlier label), completed and gathered into entities."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

    def __call__(self, doc: Doc) -> Doc:
        data = data_of(doc)
        mentions, entities = gather(words_of(text_of(doc)), self.lexicon, merge(data.get("mentions", [])))
        data["mentions"], data["entities"] = mentions, entities
        doc.set_ents([])
        set_entities(doc, mentions)
        return doc

    def score(self, examples: Iterable[Example], **_: Any) -> dict[str, Any]:
        """Precision, recall and F of ``doc.ents``, so that ``spacy evaluate`` works."""
        return dict(get_ner_prf(examples))


class Relations:
    """What each sum is, of which it is a part, who pays it and who receives it; rules answer, classifiers decide."""

    def __init__(self, lexicon: Lexicon, models: Models | None = None) -> None:
        self.roles, self.payers, self.acts = RoleCues(lexicon), PayerCues(lexicon), ActCues(lexicon)
        self.models = models or load_models()
        self.explains = False  # whether the reasons of decisions are kept, in `latest`
        self.latest: Reading | None = None

    def __call__(self, doc: Doc) -> Doc:
        reading, _, _ = self.reread(doc)
        if self.explains:
            reading.explains, self.latest = True, reading
        for step in self.STEPS:
            step(self, doc, reading)
        _readings[doc] = reading
        return doc

    def tell_act(self, doc: Doc, reading: Reading) -> None:
        """Say whether the release tells an act, of what kind, and how far it has come."""
        told, kind, status, speaks = decide_act(reading)
        data_of(doc)["act"] = {
            "told": round(told, 3),
            "kind": kind.label,
            "status": status.label,
            "speaks": speaks,
            "votes": reading.act.votes,
            "statuses": reading.act.statuses,
        }

    def tell_wholes(self, doc: Doc, reading: Reading) -> None:
        """Say which sum is part of which."""
        decide_wholes(reading)

    def tell_roles(self, doc: Doc, reading: Reading) -> None:
        """Say what each sum is."""
        decide_roles(reading)

    def tell_trust(self, doc: Doc, reading: Reading) -> None:
        """Say how far each role can be trusted; which sums state one fact, and which is part of which."""
        decide_role_trust(reading)
        tie_facts(reading.moneys, reading.layout)
        parts_by_sum(reading.moneys)
        borrow_from_headings(reading.layout, reading.moneys)

    def tell_shares(self, doc: Doc, reading: Reading) -> None:
        """Say which of the bodies near a sum pay it or receive it."""
        decide_shares(reading)

    def tell_main_shares(self, doc: Doc, reading: Reading) -> None:
        """Say which of the other sums the release's own body pays."""
        decide_main_shares(reading)
        tie_facts(reading.moneys, reading.layout)
        settle_shares(reading.moneys)

    STEPS = (tell_act, tell_wholes, tell_roles, tell_trust, tell_shares, tell_main_shares)

    def reread(self, doc: Doc) -> tuple[Reading, list[Money], Act]:
        """A Doc as the classifiers read it, with the rules' answers and nothing of what was decided before."""
        data, layout, words = data_of(doc), _layout(doc), words_of(text_of(doc))
        moneys: list[Money] = data.get("amounts", [])
        for money in moneys:
            for field in (
                "role",
                "score",
                "confidence",
                "reasons",
                "cue",
                "part_of",
                "fact",
                "payers",
                "beneficiaries",
                "funds",
                "territory",
                "agreement",
            ):
                money.pop(field, None)  # type: ignore[misc]
        act = read_act(words, layout, self.acts)
        assign_roles(words, layout, moneys, self.roles, default_role(act.kind))
        scene = Scene(words, layout, data.get("mentions", []), data.get("entities", []), None)
        scene.main = data["main"] = main_body(scene)
        affiliate(scene.mentions, scene.entities, scene.main)
        parts_by_words(words, moneys)
        tie_facts(moneys, layout)
        parts_by_sum(moneys)
        assign_shares(scene, moneys, self.payers)
        return Reading(scene, moneys, self.roles, self.acts, act, self.models), moneys, act


_readings: WeakKeyDictionary[Doc, Reading] = WeakKeyDictionary()  # from roles to agreements, where both run


@lru_cache(maxsize=4)
def _relations(lexicon: Lexicon) -> Relations:
    return Relations(lexicon)


class AgreementsComponent:
    """The agreements that a release tells, with their parties, projects and sums, and the checks."""

    def __init__(self, relations: Relations) -> None:
        self.relations = relations

    def __call__(self, doc: Doc) -> Doc:
        data, layout, words = data_of(doc), _layout(doc), words_of(text_of(doc))
        moneys: list[Money] = data.get("amounts", [])
        act = data.get("act", {})
        reading = _readings.pop(doc, None)
        if reading is None or not reading.is_of(data, self.relations.acts):
            scene = Scene(words, layout, data.get("mentions", []), data.get("entities", []), data.get("main"))
            told = Act(act.get("votes", {}), act.get("statuses", {}))
            reading = Reading(scene, moneys, self.relations.roles, self.relations.acts, told, self.relations.models)
        data["agreements"] = find_agreements(reading, act)
        self.close(doc, reading)
        return doc

    def close(self, doc: Doc, reading: Reading) -> None:
        """Say who speaks, and whether the sums agree."""
        data = data_of(doc)
        speaks = data.get("act", {}).get("speaks", True)
        data["publisher"] = publisher(reading.scene, reading.scene.main) if speaks else None
        codes = find_codes(reading.words.text)
        give_codes(reading.scene, codes)
        headlines = [(block.start, block.end) for block in reading.layout.blocks if block.kind in TITLE_KINDS]
        data["checks"] = [
            *compare_sums(reading.moneys),
            *compare_headlines(reading.moneys, headlines),
            *compare_codes(codes),
        ]


@Language.factory(f"{PREFIX}layout", assigns=["token.sent_start", "doc._.layout"])
def make_layout(nlp: Language, name: str) -> Component:
    """The component that reads the layout."""
    return LayoutComponent()


@Language.factory(f"{PREFIX}amounts", assigns=["doc.spans", "span._.amount"])
def make_amounts(nlp: Language, name: str) -> Component:
    """The component that finds sums of money."""
    return AmountsComponent()


@Language.factory(f"{PREFIX}institutions", assigns=["doc.ents"], default_config={"lexicon": [], "set_ents": True})
def make_institutions(nlp: Language, name: str, lexicon: list[str], set_ents: bool) -> Component:
    """The component that finds institutions."""
    return MentionsComponent(
        lambda words, known, others: find_institutions(words, known), lexicon_of(lexicon), (), set_ents
    )


@Language.factory(f"{PREFIX}people", assigns=["doc.ents"], default_config={"lexicon": [], "set_ents": True})
def make_people(nlp: Language, name: str, lexicon: list[str], set_ents: bool) -> Component:
    """The component that finds people and their offices."""
    return MentionsComponent(find_people, lexicon_of(lexicon), ("INSTITUTION",), set_ents)


@Language.factory(f"{PREFIX}companies", assigns=["doc.ents"], default_config={"lexicon": [], "set_ents": True})
def make_companies(nlp: Language, name: str, lexicon: list[str], set_ents: bool) -> Component:
    """The component that finds companies."""
    return MentionsComponent(find_companies, lexicon_of(lexicon), ("INSTITUTION", "PERSON"), set_ents)


@Language.factory(f"{PREFIX}projects", assigns=["doc.ents"], default_config={"lexicon": [], "set_ents": True})
def make_projects(nlp: Language, name: str, lexicon: list[str], set_ents: bool) -> Component:
    """The component that finds named projects, programmes and funds."""
    return MentionsComponent(find_projects, lexicon_of(lexicon), ("INSTITUTION", "PERSON"), set_ents)


@Language.factory(f"{PREFIX}places", assigns=["doc.ents"], default_config={"lexicon": [], "set_ents": True})
def make_places(nlp: Language, name: str, lexicon: list[str], set_ents: bool) -> Component:
    """The component that finds places."""
    known = lexicon_of(lexicon)
    anywhere = frozenset(key for key, rows in known.places.items() if any(row[0] == "province" for row in rows))
    return MentionsComponent(lambda words, table, others: find_places(words, table, anywhere), known, (), set_ents)


@Language.factory(
    f"{PREFIX}entities",
    assigns=["doc.ents"],
    default_config={"lexicon": []},
    default_score_weights={"ents_f": 1.0, "ents_p": 0.0, "ents_r": 0.0},
)
def make_entities(nlp: Language, name: str, lexicon: list[str]) -> Component:
    """The component that gathers mentions into entities."""
    return EntitiesComponent(lexicon_of(lexicon))


@Language.factory(f"{PREFIX}roles", default_config={"lexicon": []})
def make_roles(nlp: Language, name: str, lexicon: list[str]) -> Component:
    """The component that says what each sum is and who pays it."""
    return _relations(lexicon_of(lexicon))


@Language.factory(f"{PREFIX}agreements", assigns=["doc._.announcement"], default_config={"lexicon": []})
def make_agreements(nlp: Language, name: str, lexicon: list[str]) -> Component:
    """The component that tells the agreements."""
    return AgreementsComponent(_relations(lexicon_of(lexicon)))
