"""Projects: sentences of the genre with every project's name in brackets, and what is only described."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.lexicon import Words, default_lexicon
from extractor.pipeline.institutions import find_institutions
from extractor.pipeline.mentions import Mention, merge
from extractor.pipeline.projects import find_projects

# European programmes, national funds, plans that the lexicon knows or whose signs build the name.
PROGRAMMES = [
    "Le risorse vengono dal [Po Fesr Basilicata 2014-2020] e dal [Pnrr].",
    "I bandi del [Programma regionale Fesr Lazio 2021-2027] sono aperti.",
    "A carico del [Por Puglia] vanno 3 milioni, del [Por Calabria Fesr-Fse] altri 2.",
    "Il [Psr Umbria 2014-2022] finanzia i frantoi.",
    "Con fondi [Por Fesr Marche 2014-2020] e [Pr Fesr 21-27].",
    "Nell'ambito del [Programma Interreg Italia-Svizzera] l'Esecutivo ha preso atto del piano.",
    "Il progetto corre con [Horizon Europe] e con [Erasmus+].",
    "Il [P.O. FESR 2007-2013] copre la metà.",
    "Gli alloggi sono nel programma [PinQua], le scuole nel [Pon Metro].",
    "Il [Fondo per lo sviluppo e la coesione 2021-2027] e il [Fondo sanitario nazionale] coprono il resto.",
    "Altri 12 milioni vengono da [RePowerEU] e dal [Fondo opere indifferibili].",
]
# Named works and events.
WORKS = [
    "I lavori del [Terzo Valico] e della [Gronda di Genova] vanno avanti.",
    "Approvata la [Pedemontana delle Serre], 31 chilometri di asfalto.",
    "Il [Ponte sullo Stretto] e la [Torino-Lione] dividono.",
    "Fondi per la [Ciclovia del Sillaro] e per il [Mose].",
    "Il [Nodo ferroviario di Bari] sarà pronto nel 2026.",
    "Le opere per [Milano Cortina 2026] e per il [Giubileo].",
    "La quarta edizione del [Giro dei Tratturi] scatterà il 9 giugno.",
    "In piazza per la 34esima [Sagra della Castagna].",
]
# Names without quotes after the word that announces them.
CUED = [
    "Aperto il bando [Faber] per le piccole imprese.",
    "Il programma, denominato [Vetro Zero], si propone di riconvertire i forni.",
    "Il progetto si chiama [SELFBALL] e durerà tre anni.",
    "Il dottorato interateneo [Mountain Heritage] partirà a ottobre.",
    "L'avviso [Lazio Cinema International 2023] vale dieci milioni.",
    "Il bando [Impresa in Formazione] chiude venerdì.",
    "Il progetto, [CASE-IN] ([Casein Advanced Systems for Eco-INdustry]), si pone un obiettivo.",
    "Il secondo avviso, [Case tra i Faggi], finanzia il recupero delle case.",
    "La Regione ha presentato [Vette Vive], il programma triennale per la montagna.",
    "AVVISO 1 - [Pietra su Pietra]. 620.000 euro per i muretti a secco.",
    "Lo sportello [Batterie e rinnovabili]: un miliardo.",
    "Il progetto di ricerca [Snow4Ever] di una ditta di Bolzano costa 2 milioni.",
    "Il programma tunisino [Eau pour Tous] porterà l'acqua.",
    "Il progetto [A Casa Bene] dispone di 465 mila euro.",
    "Il terzo accordo riguarda [BRIDGE] ([Brain Reading Interfaces for Diagnosis and GEriatrics]), presentato ieri.",
    "Ammessa al finanziamento dell'[Apulia Film Fund].",
]
# Names in quotes.
QUOTED = [
    'Il progetto "[Acque chiare]" parte a maggio.',
    "È la dotazione di '[Quinte Aperte]', il nuovo bando per il teatro.",
    "Lo schema del protocollo d'intesa “[Pera Domani]” è pronto.",
    'I vincitori:\n1. "[Radici di pane]" – Corleone\n2. "[Semi liberi]" – Mesagne',
    'Ammessi: Levante Film (Roma), "[Controra]", 680.000; Ogigia, "[Salz]", 500.000.',
]
# Names that begin with a capitalised word, with or without it.
HEADS = [
    "Il testo istituisce il [Fondo per i piccoli Comuni lucani], con 3 milioni.",
    "Il decreto riparte le risorse del [Fondo per i musei civici] relative al 2022.",
    "Previsti dal [Fondo di sostegno ai comuni marginali], arrivano 60 mila euro.",
    "Un [Patto per il lavoro marittimo] che mette insieme tutti.",
    "Il [Piano Lombardia] e il [Piano regionale dei trasporti] sono stati aggiornati.",
    "Il Bando [Semi di Futuro] premia nove cooperative.",
    "Nasce il [Patto per il Sebino], intesa tra sei comuni.",
    "Attinge al [Fondo strategico regionale].",
    "Il [Fondo per la crescita sostenibile] anticipa metà della somma.",
]
NONE = [
    "La nuova scuola e il bando per gli asili costano 3 milioni.",
    "Il piano di investimenti della società e il Piano triennale delle opere pubbliche sono pronti.",
    "Il progetto della Regione Liguria e il programma di Confindustria.",
    "Il sindaco si chiama Mario, la newco si chiamerà Aquila Nuova.",
    'Il presidente spiega il bando: "Ne parleremo con il ministero, non possiamo lasciare sole le imprese".',
    "Il progetto è dello studio Muratori Associati.",
    "Il Contratto di programma con Anas e l'Accordo di programma sono firmati.",
    "Ha comprato il fondo inglese Kestrel Partners.",
    "Le risorse della Missione 2 e della Misura 19 sono finite.",
    "Un fondo perduto e un avviso pubblico.",
    "Il progetto di Genova piace.",
]


def spans(marked: str) -> tuple[str, list[str]]:
    """The text without its brackets, and what stood in them."""
    text, found, start = "", [], 0
    for character in marked:
        if character == "[":
            start = len(text)
        elif character == "]":
            found.append(text[start:])
        else:
            text += character
    return text, found


def projects(text: str) -> list[Mention]:
    words, lexicon = Words(text), default_lexicon()
    others = merge(find_institutions(words, lexicon))
    return [each for each in merge(others + find_projects(words, lexicon, others)) if each["label"] == "PROJECT"]


@pytest.mark.parametrize("marked", [*PROGRAMMES, *WORKS, *CUED, *QUOTED, *HEADS, *NONE])
def test_finds_the_projects_in_brackets_and_no_other(marked: str) -> None:
    text, expected = spans(marked)
    assert [text[each["start"] : each["end"]] for each in projects(text)] == expected


def test_acronym_and_long_form_are_one_project() -> None:
    text = "il progetto FIAM (Filiere Italiana Additive Manufacturing)"
    found = projects(text)
    assert len(found) == 2
    assert len({each["key"] for each in found}) == 1
    assert {each.get("acronym") for each in found} == {"FIAM"}


@given(
    st.sampled_from(
        ["il bando Faber", "il progetto “Acque chiare”", "fondi Por Fesr 2014-2020", "il Fondo per la montagna"]
    ),
    st.text(alphabet="aeilnorst ABCDEPRS.,;:'\"“”()-\n0123456789", max_size=60),
)
def test_mentions_lie_in_the_text_each_once(start: str, rest: str) -> None:
    text = start + rest
    found = find_projects(Words(text), default_lexicon(), [])
    places = [(mention["start"], mention["end"]) for mention in found]
    assert places == sorted(set(places), key=lambda place: (place[0], -place[1]))
    for begin, end in places:
        assert 0 <= begin < end <= len(text)
        assert text[begin:end] == text[begin:end].strip(" \n")
