"""Companies: sentences of the genre with every company in brackets, and what no company is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.lexicon import Words, default_lexicon
from extractor.pipeline.companies import bare_name, company_key, find_companies
from extractor.pipeline.institutions import find_institutions
from extractor.pipeline.mentions import merge
from extractor.pipeline.people import find_people

FOUND = [
    "Il contratto di sviluppo presentato da [Nordplast Compositi], azienda di Frosinone, vale 18 milioni.",
    "L'appalto è stato aggiudicato alla [Costruzioni Bertolino srl] di Cuneo.",
    "Accordo con la [Orsolini Due srl], capofila, e l'Università di Pisa.",
    "I lavori sono affidati al raggruppamento composto da [Ingegneria Alfa spa] (mandataria), "
    "[Tecnoscavi] e [Ferrari Impianti srl].",
    "La bergamasca [Meccanotessile Gritti] investirà 12 milioni nello stabilimento di Albino.",
    "Il progetto, guidato dalla tedesca [Holzwerk], coinvolge anche Enea.",
    "La startup [Biomira] ha ricevuto 400 mila euro.",
    "La ditta [Rossetti Geom. Carlo] eseguirà le opere.",
    "La pasticceria [Morandin] e il birrificio [San Quirico] hanno ottenuto il contributo.",
    "Hanno aderito le imprese [Tecnovetro], [Luxor Design] e [Ferraioli & Figli snc].",
    "Il gruppo [Marazzini] ha rilevato l'impianto.",
    "La [Metalfer Sud] assumerà trenta operai.",
    "Il finanziamento va alla [Tessitura Comasca Riunita S.p.A.] e a [Cooperativa Agricola Il Melograno].",
    "Soggetto proponente è la società [Aeroteknica S.r.l.], con sede a Grottaglie.",
    "La capofila [Silplast] e la mandante [Edilgamma] hanno firmato.",
    "Capofila è [Bionova S.p.A.], partner l'Università di Bari.",
    "L'amministratore delegato di [Fibertech], Giulio Ravelli, ha ringraziato la Regione.",
    "Il titolare della [Falegnameria Ongaro], Piero Ongaro, parla di svolta.",
    "I lavoratori della [Manifattura Ligure] attendono da mesi.",
    "Con [Acciaierie Valbruna Sud] la Regione ha firmato un protocollo.",
    "Lo studio [Baldi & Partners] ha curato il progetto.",
    "La consegna è curata da [C.M.T. srl] e da [F.lli Galli & C. snc].",
    "Il [Consorzio stabile Vitruvio] si è aggiudicato il lotto 2.",
    "Tra i vincitori [Cantina Colle Verde], [Oleificio Sabino] e [Az. Agr. Donati Luca].",
    "L'ex stabilimento della [Ceramica Aurora] tornerà a vivere.",
    "L'olandese [Van der Meer Shipping BV] gestirà il terminal.",
    "La cordata formata da [Interlegno] e [Pannelli Cadore srl] rileva l'azienda.",
    "Il servizio è gestito dalla municipalizzata [Acque Vive spa].",
    "La società [3B Meccatronica] di Rivoli produrrà i componenti.",
    "Aggiudicataria: [Impresa Sarubbi srl].",
    "[Elettronica Vesuviana srl] e [Ottica Partenopea] si divideranno 2 milioni.",
    "L'americana [Sunrise Biologics Inc.], che controlla il sito, ha dato garanzie.",
    "La [Tenuta Montegrosso] riceverà 90.000 euro.",
    "La spagnola [Talleres del Norte SA] fornirà i treni.",
    "Il caseificio [Fior di Latte] di Andria è primo in graduatoria.",
    "La nuova cabinovia sarà costruita da [Leitner].",
    "La holding [Ferri Partecipazioni] ha ceduto il 40 per cento.",
    "Il Comune affida il servizio alla cooperativa sociale [Primavera].",
    "La società agricola [Terre Alte] ha sede a Norcia.",
    "Insieme alla [Sideralp] di Lecco partecipa il Politecnico di Milano.",
    "L'accordo con [Pharmalux srl] (capofila), [Chimica Bresciana spa] e l'ateneo dura tre anni.",
    "N. Beneficiario Sede Importo\n"
    "1  [Arcadia Legno srl]  Rieti  120.000,00\n"
    "2  [Forno Antico]  Cassino (FR)  88.400,00\n"
    "3  [Mirtillo]  Viterbo  45.000,00",
    "Imprese finanziate:\n"
    "- [Gamma Ricami], Carpi, 40.000 euro\n"
    "- [Nuovi Orizzonti soc. coop.], Mirandola, 52.300 euro\n"
    "- [Lumière], Modena, 18.900 euro",
    "Ditta | Comune | Contributo\n[Pellegrini & Figli snc] | Orvieto | 210.000\n[Tartufi del Nera] | Norcia | 98.500",
    "1) [Luceverde], Alba, euro 12.000\n2) [Fratelli Sosso srl], Bra, euro 15.300",
    "Al primo posto si è classificata la [Bio Valtiberina] di Sansepolcro con 91 punti.",
    "Ha vinto la gara l'Ati formata da [Edilpiave spa] e [Cementi Trevisan].",
    "Nello stabilimento della [Ferrarelli Motori] lavorano 300 persone.",
    "L'investimento di [Green Power Solutions] è di 12 milioni.",
    "Firmata l'intesa con [Leonardo] e [Fincantieri].",
    "L'incarico è andato all'azienda veronese [Technogroup Italia].",
    "Alla multinazionale coreana [Samsun Chemicals] vanno 4,5 milioni.",
    "Parteciperanno anche [Banca Popolare del Frusinate] e [Bcc Castelli Romani].",
    "Sarà la milanese [Kappa Engineering] a progettare il ponte.",
    "[Vini Colli Euganei soc. agr.], [Latteria San Giorgio] e [Salumificio Pedrazzoli] esporranno a Berlino.",
    "L'[Anas] ha consegnato i lavori alla [Itinera Sud].",
    "I fondi vanno a [Molini Riuniti di Foggia spa], a [Pasta Serena srl] e alla cooperativa [Grano d'Oro].",
    "Il [Gruppo Cassinelli] e la società di ingegneria [Progetec] hanno firmato.",
    "La compagnia aerea [Volare Blu] aprirà una base a Comiso.",
    "Il [Consorzio Agrumi di Sicilia] è capofila.",
    "L'aggiudicataria è la [Siram Veolia]; seconda la [Dussmann Service srl].",
    "Si tratta di [Tecnomatic S.p.A.], [Elco S.p.A.] e [Fonderie Abruzzesi].",
    "La reggiana [Fratelli Ferrari Macchine] e la francese [Ateliers de Provence SA] hanno "
    "costituito una joint venture.",
    "Proposto da [Sole Blu Energia srl], il parco eolico sorgerà a Troia.",
    "[Cartiere Paolo Pigna] chiede la cassa integrazione.",
    "La vertenza della [Bekaert] resta aperta.",
    "Siglato l'accordo tra Invitalia e la [Industria Italiana Autobus].",
    "L'opera, eseguita da [Impresa Pizzarotti & C. spa], costa 20 milioni.",
    "l'importo è di 1.200.000,00\n[Ferri & Figli snc] ha vinto",
    "Tra i soci figura [Whitaker Flow Inc.], produttore di valvole.",
    "il protocollo con [VoltaLago], società benefit di Sarnico",
    "I lavori vanno a [Bosio Scavi S.r.l.].",
    "I lavori vanno a [Bosio Scavi srl].",
    "Ha investito [Geo. Sal. di Salvatore Librizzi sas].",
    "Aggiudicataria [Impresa Lauria Geom. Rocco], con sede a Potenza.",
    "La [Pellicceria Zaghetto srl] ha 140 dipendenti.",
    "Impresa                         Sede                    Contributo (€)\n"
    "[Calzaturificio La Rondine] Monte Urano       655.500,00\n"
    "[GIANO]                     Fabriano          800.000,00",
    "ACCORDO CON LA [ADRIAMOTORI SPA] PER TERMOLI",
    "con la [Stella Maris Linee srl] di Vibo",
]

NONE = [
    "La Giunta regionale ha approvato la delibera per la Protezione civile.",
    "La Commissione Attività Produttive ha dato parere favorevole.",
    "L'assessore alle Attività Produttive ha presentato il Piano Industria Futura.",
    "Il bando Fabbrica Aperta è rivolto alle imprese del Lazio.",
    "La Croce Rossa e la Guardia Costiera hanno collaborato.",
    "Il sindaco di Ferrara ha incontrato i cittadini a Palazzo Municipale.",
    "Dalla Valle Camonica alla Costa Smeralda cresce il turismo.",
    "Le imprese Lombarde, la società civile e i sindacati chiedono tempi certi.",
    "La Corte dei conti ha registrato il decreto.",
    "La Santa Sede e la Lega Nord non hanno commentato.",
    "Nella Riviera Ligure la Polizia Locale ha effettuato controlli.",
    "Il progetto Nuova Cantina Sociale non è stato finanziato.",
    "La strada provinciale Fondo Valle sarà chiusa a Natale.",
    "La Zona Economica Speciale e la Strategia Nazionale Aree Interne restano in vigore.",
    "L'impresa sociale e il terzo settore sono al centro della legge.",
    "Il gruppo di lavoro e la cabina di regia si riuniranno in Prefettura.",
    "La Fiera del Levante aprirà a settembre.",
    "Dalla Festa del Redentore alla Mostra del Cinema.",
    "La Banca d'Italia stima una crescita dell'1 per cento.",
    "Il ministro dell'Ambiente e la Banca europea per gli investimenti hanno siglato un'intesa.",
    "La Torre Civica, la Rocca Paolina e la Pinacoteca Nazionale saranno restaurate.",
    "Il consorzio di bonifica e la comunità montana hanno firmato.",
    "L'azienda sanitaria e l'azienda ospedaliera di Padova acquistano la tac.",
    "Comune  Importo\nOrvieto  120.000,00\nTodi  98.000,00\nNarni  77.500,00",
    "Ente\\tImporto\nComune di Todi\\t20.000\nProvincia di Terni\\t35.000",
    "La delegazione era guidata da Regione Umbria e Comune di Terni.",
    "La Grande Guerra e la Prima Repubblica sono i temi della mostra.",
    "La Giornata della Memoria e la Festa della Repubblica.",
    "Il Fondo Sociale Europeo e il Piano Nazionale di Ripresa.",
    "Dalla Regione 3 milioni per la Ciclovia Adriatica e la Via Francigena.",
    "La Conferenza Stato-Regioni ha dato l'intesa.",
    "La Scuola Superiore Sant'Anna e la Normale di Pisa.",
    "La Cassa integrazione è prorogata, la Naspi no.",
    "Il dirigente del Servizio Lavori Pubblici e la Direzione Trasporti.",
    "La nuova Piazza del Duomo e la Porta San Giovanni.",
    "Le aziende Usl e le società partecipate devono approvare i bilanci.",
    "Ieri a Roma, società e sindacati si sono incontrati al Ministero.",
    "La Dop Prosciutto di Parma e la Igp Pesca di Verona.",
    "I fondi del bando Bottega Futura: con Bottega Futura la Regione aiuta gli artigiani.",
]

BARE = [
    ("Bracco S.p.A.", "Bracco"),
    ("Geo. Sal. di Salvatore Librizzi sas", "Geo. Sal. di Salvatore Librizzi"),
    ("Nordkula AB", "Nordkula"),
    ("Frutteti del Reno Soc. Coop. Agr.", "Frutteti del Reno"),
    ("Vodovod Kras d.o.o.", "Vodovod Kras"),
    ("Tecnosas", "Tecnosas"),
]


def marked(text: str) -> str:
    """The text with every company that the rules find in brackets."""
    words, lexicon = Words(text), default_lexicon()
    bodies = merge(find_institutions(words, lexicon))
    others = bodies + find_people(words, lexicon, bodies)
    everything = merge([*others, *find_companies(words, lexicon, others)])
    for mention in reversed(everything):
        if mention["label"] == "COMPANY":
            start, end = mention["start"], mention["end"]
            text = f"{text[:start]}[{text[start:end]}]{text[end:]}"
    return text


@pytest.mark.parametrize("sentence", FOUND)
def test_companies_of_a_sentence(sentence: str) -> None:
    assert marked(sentence.replace("[", "").replace("]", "")) == sentence


@pytest.mark.parametrize("sentence", NONE)
def test_no_company(sentence: str) -> None:
    assert marked(sentence) == sentence


@pytest.mark.parametrize(("name", "bare"), BARE)
def test_name_without_legal_form(name: str, bare: str) -> None:
    assert bare_name(name) == bare


def test_key_knows_neither_form_nor_article() -> None:
    assert company_key("la Bracco") == company_key("Bracco S.p.A.") == company_key("società Bracco") == "company:bracco"


def test_every_legal_form_begins_with_a_word_that_is_looked_at() -> None:
    forms = default_lexicon().tables["legal_forms"]
    assert {phrase.split()[0] for phrase in forms["words"]} <= set(forms["first"])


PIECES = [
    "Rossi", "srl", "S.p.A.", ",", ".", "la", "alla", "società", "capofila", "(mandataria)", "e", "di", "Milano",
    "&", "Figli", "C.", "\n", "|", "1.200,00", "«Beamit»", "F.lli", "Consorzio", "stabile", "dell'azienda",
    "Soc.", "Coop.", "SPA", "Inc.", "3", "Bora", "Meccanica", "Regione", "Lombardia", "Mario", "İ", "ﬁ", "\t",
]  # fmt: skip
_PIECES = st.sampled_from(PIECES)


@given(st.lists(_PIECES, max_size=25).map(" ".join) | st.text(max_size=80))
def test_spans_lie_in_the_text_and_begin_and_end_with_the_name(text: str) -> None:
    words = Words(text)
    for mention in find_companies(words, default_lexicon(), []):
        name = text[mention["start"] : mention["end"]]
        assert name == name.strip()
        assert mention["start"] in words.starts
        assert mention["end"] in words.ends or name.endswith(".")
        assert not set("\t|") & set(name)


@given(st.lists(_PIECES, max_size=25).map(" ".join))
def test_same_text_same_companies(text: str) -> None:
    lexicon = default_lexicon()
    assert find_companies(Words(text), lexicon, []) == find_companies(Words(text), lexicon, [])
