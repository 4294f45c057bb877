"""People: sentences of the genre with every person in brackets, what no person is, and the roles."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.lexicon import Words, default_lexicon
from extractor.pipeline.institutions import find_institutions
from extractor.pipeline.mentions import Mention, merge
from extractor.pipeline.people import find_people

FOUND = [
    "L'assessore alla Sanità [Zelmira Bonfanti] ha presentato il piano.",
    "Il sindaco di Ferrara, [Ilvo Tregnaghi], ringrazia.",
    "La sindaca [Carla D'Agostino] e il vicesindaco [Piero De Luca] erano presenti.",
    "Secondo il rettore dell'Università di Pavia, [Arturo Lo Grasso], è un passo avanti.",
    "Gli assessori [Rossi], [Bianchi] e [De Santis] hanno votato.",
    "[Maria Grazia Del Vecchio], presidente della Fondazione, ha concluso.",
    "Il dott. [Malaspina] e l'ing. [Paolo Emilio Zorzi] hanno collaudato l'opera.",
    "[Anna Bianchi] (presidente di Confindustria Umbria) chiede tempi certi.",
    "IL SINDACO [MARIO ROSSI] HA FIRMATO",
    "Il ministro delle Imprese e del Made in Italy [Adolfo Urso] ha firmato.",
    '"È una svolta" afferma [Dunja Kovacic].',
    "Il presidente della Regione, [Vito Bardi], ha nominato [Luigi Di Marzio] commissario.",
    "Alla firma c'era [Gian Piero Dal Bosco Ricci], direttore generale dell'Arpa.",
    "Il premio Renato Guttuso va a [Ornella Sasso].",
    "La consigliera delegata al Bilancio, [Fosca Bernardini], ha illustrato la manovra.",
    "La rettrice [Giovanna Spatari] e il prorettore [Lo Presti] hanno firmato.",
    "L'onorevole [Tullio Patassini] era assente.",
    "Il commissario straordinario [Jean-Paul Martinod] ha aperto il cantiere.",
    "Ringrazio l'assessore all'Ambiente della Regione Lazio [Nadia Ferrantini] per il sostegno.",
    "Presenti i sindaci [Aldo Conti] (Narni) e [Bruna Proietti] (Terni).",
    "Il prefetto [van der Linden] è arrivato.",
    "«Siamo soddisfatti», ha dichiarato [Ulisse Mariotti Bianchi].",
    "La presidente della commissione Bilancio, [Egle Zordan], ha relazionato.",
    "Il presidente di Confcommercio [Sauro Bettazzi] plaude all'iniziativa.",
    "[Vincenzo De Luca] incontra [Antonio D'Amore].",
    "Il capogruppo della Lega [Andrea Pellicini] ha votato contro.",
    "Il consigliere [Mauro Dell'Anna] ha chiesto chiarimenti.",
    "L'Ad di Terna [Giuseppina Di Foggia]",
    "Parla l'assessore alla Salute [Nicoletta Veri'] - in aula.",
    "dell'assessora alla scuola [Sonia Quattrini] ed all'architetto [De Cave]",
    "il presidente della società [Fabrizio Dall'Acqua]",
    "DELL'ASSESSORE REGIONALE ALL'INDUSTRIA [NICOLA DI TULLIO].",
    "dell'assessore della regione Piemonte [marco Protopapa] ed aperto",
]

NONE = [
    "La cerimonia si terrà in via Mario Rossi, davanti al liceo Galileo Galilei.",
    "L'ospedale Papa Giovanni XXIII e la scuola Giuseppe Verdi saranno ampliati.",
    "I lavori in piazza Giuseppe Garibaldi e in corso Vittorio Emanuele partiranno a maggio.",
    "Santa Margherita Ligure ed Emilia-Romagna investono.",
    "Costa Smeralda e Monte Rosa sono mete turistiche.",
    "Il direttore Edilizia Pubblica ha firmato il decreto.",
    "La figura di San Francesco d'Assisi sarà ricordata.",
    "La Elettra Impianti srl e la Rosa Mobili hanno vinto la gara.",
    "andranno ad Aerotaras e ad Ancona 3 milioni",
    "Aggiudicataria Impresa Lauria Geom. Rocco.",
]

ROLES = [
    ("su proposta dell'assessore allo Sviluppo economico, Alessandro Mattinzoli", "assessore allo Sviluppo economico"),
    ("dice Carla Bini, sindaca del Comune di Recco", "sindaca"),
    (
        "il ministro dell'Agricoltura, della Sovranità alimentare e delle Foreste Francesco Lollobrigida",
        "ministro dell'Agricoltura, della Sovranità alimentare e delle Foreste",
    ),
    ("Mario Porcu, presidente di Sotacarbona, e Teresa Prato", "presidente"),
    ("il consigliere delegato alla viabilita' Rocco Pergola segnala", "consigliere delegato alla viabilita'"),
    ("il direttore generale dott. Piero Bossi", "direttore generale"),
    ("Anna Bianchi (presidente di Confindustria Umbria) chiede", "presidente"),
    ("ieri Mario Rossi ha parlato", None),
]


def people_of(text: str) -> list[Mention]:
    words, lexicon = Words(text), default_lexicon()
    return find_people(words, lexicon, merge(find_institutions(words, lexicon)))


def marked(text: str) -> str:
    """The text with every person that the rules find in brackets."""
    for mention in reversed(people_of(text)):
        start, end = mention["start"], mention["end"]
        text = f"{text[:start]}[{text[start:end]}]{text[end:]}"
    return text


@pytest.mark.parametrize("sentence", FOUND)
def test_people_of_a_sentence(sentence: str) -> None:
    assert marked(sentence.replace("[", "").replace("]", "")) == sentence


@pytest.mark.parametrize("sentence", NONE)
def test_no_person(sentence: str) -> None:
    assert marked(sentence) == sentence


@pytest.mark.parametrize(("sentence", "role"), ROLES)
def test_role_of_the_first_person(sentence: str, role: str | None) -> None:
    assert people_of(sentence)[0].get("role") == role


def test_affiliation_is_the_span_of_the_body() -> None:
    text = "dice Carla Bini, sindaca del Comune di Recco"
    start, end = people_of(text)[0]["affiliation"]
    assert text[start:end] == "Comune di Recco"


PIECES = [
    "Mario", "Rossi", "De", "Luca", "D'Agostino", "assessore", "alla", "Sanità", ",", ".", "il", "sindaco", "di",
    "Genova", "(", ")", "l'", "dott.", "Ing.", "E.", "MARIO", "\n", "afferma", "via", "ad", "AD", "Regione",
    "Lombardia", "e", "Lo", "Grasso", "Jean-Marc", "Veri'", "İ",
]  # fmt: skip
_PIECES = st.sampled_from(PIECES)


@given(st.lists(_PIECES, max_size=25).map(" ".join) | st.text(max_size=80))
def test_spans_lie_in_the_text_and_do_not_overlap(text: str) -> None:
    words = Words(text)
    end = 0
    for mention in people_of(text):
        assert mention["start"] >= end
        assert mention["start"] in words.starts
        end = mention["end"]
        name = text[mention["start"] : end]
        assert name == name.strip()
        assert end in words.ends or name[-1] in "'’"
