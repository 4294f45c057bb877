"""Institutions: sentences of the genre with every institution in brackets, and what no institution is."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.lexicon import Words, default_lexicon
from extractor.pipeline.institutions import find_institutions
from extractor.pipeline.mentions import Mention, merge

# Regions, provinces and municipalities, their organs, their lists.
TERRITORIAL = [
    "La [Giunta di Regione Liguria] ha approvato la delibera.",
    "La [Giunta regionale della Campania] e il [Consiglio regionale dell'Umbria] si riuniranno martedì.",
    "Il contributo è pagato dalla [regione Campania], che nel 2021 aveva rinviato la gara.",
    "Il [comune di Recco] e la [Provincia di Asti] hanno firmato la convenzione.",
    "Hanno aderito le [Regioni Lazio], [Liguria] e [Lombardia].",
    "Le [Province autonome di Trento] e [Bolzano] finanzieranno insieme i rilievi.",
    "La [Provincia di Trento] e quella di [Bolzano] stanziano 1,2 milioni.",
    "I [Comuni di Calestano], [Berceto] e [Corniglio] gestiranno il servizio.",
    "Il patto lega i [Comuni di Castelvetro], [Villanova], [Besenzone] e [Caorso].",
    "La [Città metropolitana di Cagliari] e il [Libero consorzio comunale di Enna] restano fuori.",
    "La [Basilicata] chiede al [Governo] quattro milioni.",
    "[Abruzzo] e [Molise] intervengono rispettivamente con 200 e 300 mila euro.",
    "La spesa resta a carico della [Valle d'Aosta].",
    "Nautica, dalla [Toscana] 9 milioni per le barche a idrogeno",
    "[Campania]: 38 milioni per i treni regionali",
    "Al [Comune della Spezia] vanno 2,3 milioni.",
    "Tra i comuni del Bellunese: [Rocca Pietore] 980 mila, [Val di Zoldo] 820 mila e altri 100 mila a pioggia.",
    "La quota più alta va alla [Lombardia] (82,9 milioni), seguita da [Lazio] (48 milioni).",
]
# Heads and the names after them.
HEADED = [
    "Il progetto è della [Fondazione Mont'e Prama].",
    "I [ministeri della Salute] e dell'[Economia] hanno dato il nulla osta.",
    "Il direttore del [ministero dell'istruzione e del merito] ha firmato il decreto.",
    "Lo assicurano l'[Agenzia regionale per la protezione ambientale] e il [Consorzio di bonifica Valle del Liri].",
    "Partecipano il [Consorzio di sviluppo economico della Venezia Giulia] e l'[Agenzia per la coesione territoriale].",
    "Le [Asl 1] e [2] copriranno i turni.",
    "Lo conferma la direttrice dell'[Asl 9] Miriam Lo Grasso.",
    "Il presidente della [Camera di commercio di Bari] Luciana Di Bisceglie ha ricordato i tempi.",
    "Accordo con il [Cantone del Vallese] e la [Fondation Grand Paradis].",
    "Il [Gal Valle Umbra Alta] impegna 620.000 euro.",
    "L'[Unione dei Comuni Valdarno e Valdisieve] e il [Gect GO] faranno da capofila.",
    "L'[istituto Pischedda] ospita i concerti, il [liceo Galilei] la mostra.",
    "L'ospedale [San Bassiano] avrà un nuovo padiglione.",
    "La [Struttura commissariale] e l'[Ufficio scolastico regionale della Calabria] seguono i lavori.",
    "I restauri della [Soprintendenza di Lucca] e del [Museo nazionale di Castello Pandone] cominciano a maggio.",
    'Le studentesse dell\'[Istituto comprensivo "Don Milani"] hanno vinto.',
    "L'associazione [Orto dei Semplici] aprirà i cancelli.",
    "L'[Autorità d'ambito n. 5] versa 5,5 milioni.",
    "Il [Consorzio di bonifica Trigno e Biferno] farà le opere.",
    "Il [Tribunale di Sorveglianza] e il [Tar del Lazio] si pronunceranno.",
    "[CAMERA DI COMMERCIO DI FERMO]\n\nLa giunta ha deciso.",
    "Il [Commissario per il dissesto idrogeologico in Sicilia] ha aggiudicato i lavori.",
    "Il [Cnr-Iamc] e l'[Enea] cureranno le analisi.",
    "L'[Agenzia slovena per l'ambiente] ha fornito la mappa.",
    "Anche il [Corecom Campania] ha segnalato il caso.",
]
# Bodies named by one word: unions, associations, heads alone.
ALONE = [
    "Soddisfatte [Filctem Cgil], [Femca-Cisl] e [Uiltec].",
    "Hanno firmato [Fim], [Fiom] e [Uilm] con [Confindustria Livorno Massa Carrara].",
    "[Coldiretti] e [Cia] temono il peggio, prudente la [Cgil].",
    "Per il presidente di [Unioncamere] Gualtiero Montà serve altro.",
    "Lo dicono [Legambiente Lombardia] e [Federconsumatori].",
    "Con il sostegno della [Diocesi] e della [Caritas].",
    "La [Regione] ha stanziato i fondi e il [Comune] ha aperto il cantiere.",
    "Con l'aiuto del [ministero] i lavori finiranno a giugno.",
]
NONE = [
    "SCUOLA MATERNA, ARRIVANO I FONDI",
    "I Comuni montani e le Province chiedono più risorse.",
    "L'ospedale di Atessa avrà un pronto soccorso.",
    "Un consorzio di imprese e una fondazione privata parteciperanno.",
    "L'assessore alla Protezione civile, Gianpaolo Bottacin, e il ministro per lo Sport erano assenti.",
    "L'incontro si è tenuto a Palazzo Chigi e in Prefettura.",
    "Trenta imprese hanno sede in provincia di Como e nelle regioni Marche e Abruzzo.",
    "Torna il programma Scuola Viva.",
    "In Lombardia e in Sicilia la quota sale.",
    "Il commissario straordinario Legnini e il dipartimento tecnico ne parleranno.",
    "Il birrificio Monte Arci e la cooperativa Libera Vigna hanno vinto.",
    "Centro Italia e Centro Storico attendono.",
    "I comuni del Bellunese e dell'Appennino protestano.",
    "L'assessora Anita Pilloni ringrazia.",
]
# What follows a name and must stay outside.
EDGES = [
    "Servono all'[Usl Umbria 2]. Qui il contributo è fisso.",
    "La concessione assegna al [Consorzio di bonifica della Nurra] 22.984.000,00 euro per la condotta.",
    "Ha ottenuto dal [Ministero] 1,9 milioni.",
    "La firma tra [Università di Camerino] e [Regione Marche] è di ieri.",
    "Lo hanno chiesto la [Camera di commercio di Chieti e Pescara] e la [Regione Abruzzo].",
    "Alla [Fondazione Cariplo] la [Regione] chiede un parere.",
    "Il [Ministero dell'Ambiente] - Ufficio stampa",
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


def institutions(text: str) -> list[Mention]:
    return merge(find_institutions(Words(text), default_lexicon()))


@pytest.mark.parametrize("marked", [*TERRITORIAL, *HEADED, *ALONE, *EDGES, *NONE])
def test_finds_the_institutions_in_brackets_and_no_other(marked: str) -> None:
    text, expected = spans(marked)
    assert [text[each["start"] : each["end"]] for each in institutions(text)] == expected


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("Regione Lombardia e la Giunta regionale lombarda", {"region:lombardia"}),
        ("il Consiglio regionale della Basilicata e la Regione Basilicata", {"region:basilicata"}),
        ("la Provincia autonoma di Trento e la Provincia di Trento", {"province:trento"}),
        ("l'Università di Perugia e l'Universita' di Perugia", {"institution:universita-perugia"}),
    ],
)
def test_forms_of_one_body_share_their_key(text: str, keys: set[str]) -> None:
    assert {each["key"] for each in institutions(text)} == keys


@given(
    st.sampled_from(
        [
            "La Regione Puglia",
            "Il Comune di Bari",
            "L'Asl Roma 2",
            "La Fondazione Cariplo",
            "I Comuni di Recco e Rapallo",
        ]
    ),
    st.sampled_from([" ha firmato.", ", ", " 3.500 euro", " – ", "\n\n", " con il Comune di Lecce.", '"', ". Il"]),
    st.text(alphabet="aeilnorst ABCDERS.,;:'’\"()-\n0123456789", max_size=60),
)
def test_mentions_lie_in_the_text_and_on_words(start: str, middle: str, rest: str) -> None:
    text = start + middle + rest
    found = institutions(text)
    assert found, "the head of the sentence names a body"
    for mention in found:
        name = text[mention["start"] : mention["end"]]
        assert name == name.strip()
        assert name[0].isalnum()
        assert mention["label"] == "INSTITUTION"
    assert all(first["end"] <= second["start"] for first, second in itertools.pairwise(found))


def test_is_the_same_twice() -> None:
    text = " ".join(spans(marked)[0] for marked in (*TERRITORIAL, *HEADED, *ALONE))
    assert institutions(text) == institutions(text)
