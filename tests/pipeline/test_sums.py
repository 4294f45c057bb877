"""The grammar of sums, as one table: phrasings on the left, what they state on the right."""

from decimal import Decimal
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.pipeline.sums import find_sums

NBSP, THIN, NARROW = "\u00a0", "\u2009", "\u202f"


class S(NamedTuple):
    """A sum: the characters of its mention, and what they state."""

    mention: str
    value: str
    max_value: str | None = None
    currency: str = "EUR"
    qualifier: str = "exact"


def about(mention: str, value: str) -> S:
    return S(mention, value, qualifier="about")


def over(mention: str, value: str) -> S:
    return S(mention, value, qualifier="over")


def under(mention: str, value: str) -> S:
    return S(mention, value, qualifier="under")


def up_to(mention: str, value: str) -> S:
    return S(mention, value, qualifier="up_to")


def at_least(mention: str, value: str) -> S:
    return S(mention, value, qualifier="at_least")


# every example of the issue
ISSUE: list[tuple[str, list[S]]] = [
    ("5.317.523 euro", [S("5.317.523 euro", "5317523")]),
    ("euro 109.300,95 euro", [S("euro 109.300,95 euro", "109300.95")]),
    ("€ 69.412,50", [S("€ 69.412,50", "69412.50")]),
    ("69.412,50€", [S("69.412,50€", "69412.50")]),
    ("EUR 1,2 mln", [S("EUR 1,2 mln", "1200000")]),
    ("200mln€", [S("200mln€", "200000000")]),
    ("1,5 milioni", [S("1,5 milioni", "1500000")]),
    ("7.4 milioni", [S("7.4 milioni", "7400000")]),
    ("7.45 milioni", [S("7.45 milioni", "7450000")]),
    ("500mila euro", [S("500mila euro", "500000")]),
    ("Stanziati 500 mila per le scuole.", [S("500 mila", "500000")]),
    ("3 milioni e 200 mila euro", [S("3 milioni e 200 mila euro", "3200000")]),
    ("1 milione e 800mila", [S("1 milione e 800mila", "1800000")]),
    ("15 milioni e mezzo", [S("15 milioni e mezzo", "15500000")]),
    ("mezzo miliardo", [S("mezzo miliardo", "500000000")]),
    ("due miliardi e mezzo", [S("due miliardi e mezzo", "2500000000")]),
    ("un milione", [S("un milione", "1000000")]),
    ("una ventina di milioni", [about("ventina di milioni", "20000000")]),
    ("mille euro", [S("mille euro", "1000")]),
    ("duecentomila euro", [S("duecentomila euro", "200000")]),
    ("Un contributo di duecentomila per il teatro.", [S("duecentomila", "200000")]),
    ("1 mld", [S("1 mld", "1000000000")]),
    ("3,2 mld", [S("3,2 mld", "3200000000")]),
    ("Un contributo di 10k per startup.", [S("10k", "10000")]),
    ("5.000.000,00 euro", [S("5.000.000,00 euro", "5000000.00")]),
    ("5 000 000 euro", [S("5 000 000 euro", "5000000")]),
    (f"5{NBSP}000{NBSP}000{NBSP}euro", [S(f"5{NBSP}000{NBSP}000{NBSP}euro", "5000000")]),
    (f"5{THIN}000{THIN}000 euro", [S(f"5{THIN}000{THIN}000 euro", "5000000")]),
    (f"5{NARROW}000{NARROW}000 €", [S(f"5{NARROW}000{NARROW}000 €", "5000000")]),
    ("1'500'000 euro", [S("1'500'000 euro", "1500000")]),
    ("1’500’000 euro", [S("1’500’000 euro", "1500000")]),
    ("12,50 euro", [S("12,50 euro", "12.50")]),
    ("0,5 milioni", [S("0,5 milioni", "500000")]),
    ("tra 5 e 20 milioni", [S("5 e 20 milioni", "5000000", "20000000")]),
    ("da 1 a 3 milioni", [S("1 a 3 milioni", "1000000", "3000000")]),
    ("200-500 euro", [S("200-500 euro", "200", "500")]),
    ("fino a 3 milioni", [up_to("3 milioni", "3000000")]),
    ("oltre 3 milioni", [over("3 milioni", "3000000")]),
    ("più di 3 milioni", [over("3 milioni", "3000000")]),
    ("quasi 3 milioni", [about("3 milioni", "3000000")]),
    ("circa 3 milioni", [about("3 milioni", "3000000")]),
    ("almeno 3 milioni", [at_least("3 milioni", "3000000")]),
    ("non meno di 3 milioni", [at_least("3 milioni", "3000000")]),
    ("massimo 3 milioni", [up_to("3 milioni", "3000000")]),
    (
        "ammonta a 5.317.523 euro di cui 2.313.750 in Lombardia",
        [S("5.317.523 euro", "5317523"), S("2.313.750", "2313750")],
    ),
    ("9,4 milioni, di cui 1,1 della Provincia", [S("9,4 milioni", "9400000"), S("1,1", "1100000")]),
    (
        "50 milioni (35 statali e 15 comunali)",
        [S("50 milioni", "50000000"), S("35", "35000000"), S("15", "15000000")],
    ),
    ("20 mila euro per ciascun progetto", [S("20 mila euro", "20000")]),
    ("12 milioni annui", [S("12 milioni", "12000000")]),
    ("6 milioni nel triennio 2019-2021", [S("6 milioni", "6000000")]),
    ("5.317.523\neuro", [S("5.317.523\neuro", "5317523")]),
    ("3\nmilioni di euro", [S("3\nmilioni di euro", "3000000")]),
    ("3 milioni\r\ndi euro", [S("3 milioni\r\ndi euro", "3000000")]),
    ("€\n5.000", [S("€\n5.000", "5000")]),
    ("23.418,552 euro", [S("23.418,552 euro", "23418.552")]),
]

# other phrasings of the same classes
OTHER: list[tuple[str, list[S]]] = [
    # figures and the currency's place
    ("Il contributo è di 1.250.000,00 €.", [S("1.250.000,00 €", "1250000.00")]),
    ("€2.500.000", [S("€2.500.000", "2500000")]),
    ("EUR 45.000,00", [S("EUR 45.000,00", "45000.00")]),
    ("45.000 EUR", [S("45.000 EUR", "45000")]),
    ("EURO 500.000", [S("EURO 500.000", "500000")]),
    ("(euro 3.000)", [S("euro 3.000", "3000")]),
    (f"€{NBSP}3.000", [S(f"€{NBSP}3.000", "3000")]),
    ("Il ticket costa 1,50 euro.", [S("1,50 euro", "1.50")]),
    ("un contributo di 2000 euro", [S("2000 euro", "2000")]),
    ("un totale di 6.000.000 di euro", [S("6.000.000 di euro", "6000000")]),
    ("Comune di Rieti | 150.000,00 €", [S("150.000,00 €", "150000.00")]),
    ("Comune di Rieti\t150.000,00\t€", [S("150.000,00\t€", "150000.00")]),
    ("10.00 euro", [S("10.00 euro", "10.00")]),
    ("1.234.56 euro", [S("1.234.56 euro", "1234.56")]),
    ("Sono 3 euro.", [S("3 euro", "3")]),
    ("euro 3.000,00 (tremila/00)", [S("euro 3.000,00", "3000.00")]),
    # multipliers
    ("€ 2,5 mln", [S("€ 2,5 mln", "2500000")]),
    ("3,5 mln. di euro", [S("3,5 mln. di euro", "3500000")]),
    ("Costa 3,5 mln. La Regione paga.", [S("3,5 mln", "3500000")]),
    ("2,5 M€", [S("2,5 M€", "2500000")]),
    ("800 k€", [S("800 k€", "800000")]),
    ("1.2 mld di euro", [S("1.2 mld di euro", "1200000000")]),
    ("8.250 milioni", [S("8.250 milioni", "8250000000")]),
    ("5 milioni d'euro", [S("5 milioni d'euro", "5000000")]),
    ("5 milioni d’euro", [S("5 milioni d’euro", "5000000")]),
    ("5 Milioni di Euro", [S("5 Milioni di Euro", "5000000")]),
    ("STANZIATI 3 MILIONI DI EURO", [S("3 MILIONI DI EURO", "3000000")]),
    ("3.418,55 milioni", [S("3.418,55 milioni", "3418550000")]),
    # words
    ("quattro milioni di euro", [S("quattro milioni di euro", "4000000")]),
    ("dodici milioni e mezzo", [S("dodici milioni e mezzo", "12500000")]),
    ("un milione e mezzo di euro", [S("un milione e mezzo di euro", "1500000")]),
    ("mezzo milione di euro", [S("mezzo milione di euro", "500000")]),
    ("tremila euro", [S("tremila euro", "3000")]),
    ("centottanta milioni", [S("centottanta milioni", "180000000")]),
    ("cinquecento euro", [S("cinquecento euro", "500")]),
    ("Cento milioni di euro", [S("Cento milioni di euro", "100000000")]),
    ("un centinaio di milioni", [about("centinaio di milioni", "100000000")]),
    ("una decina di miliardi", [about("decina di miliardi", "10000000000")]),
    # compounds
    ("un miliardo e duecento milioni", [S("un miliardo e duecento milioni", "1200000000")]),
    ("due milioni e trecentomila euro", [S("due milioni e trecentomila euro", "2300000")]),
    ("1 milione 340 mila euro", [S("1 milione 340 mila euro", "1340000")]),
    ("6 milioni e 350.000 euro", [S("6 milioni e 350.000 euro", "6350000")]),
    ("5 milioni 317 mila 523 euro", [S("5 milioni 317 mila 523 euro", "5317523")]),
    ("1,2 milioni e 300 mila euro", [S("1,2 milioni", "1200000"), S("300 mila euro", "300000")]),
    ("3 milioni, 200 mila euro ai Comuni", [S("3 milioni", "3000000"), S("200 mila euro", "200000")]),
    # ranges and changes
    ("tra i 160 e i 210 euro", [S("160 e i 210 euro", "160", "210")]),
    ("quote fra 400 e 900mila euro", [S("400 e 900mila euro", "400000", "900000")]),
    ("dai 10 ai 15 milioni", [S("10 ai 15 milioni", "10000000", "15000000")]),
    ("da 5.000 a 25.000 euro", [S("5.000 a 25.000 euro", "5000", "25000")]),
    ("5-10 milioni di euro", [S("5-10 milioni di euro", "5000000", "10000000")]),
    ("5–10 milioni di euro", [S("5–10 milioni di euro", "5000000", "10000000")]),
    ("tra 500 mila e 2 milioni di euro", [S("500 mila e 2 milioni di euro", "500000", "2000000")]),
    ("Il fondo passa da 5 a 10 milioni.", [S("5", "5000000"), S("10 milioni", "10000000")]),
    ("La spesa sale da 1,2 milioni a 1,8 milioni.", [S("1,2 milioni", "1200000"), S("1,8 milioni", "1800000")]),
    # qualifiers
    ("non oltre 200 mila euro", [up_to("200 mila euro", "200000")]),
    ("fino ad un massimo di 10 mila euro", [up_to("10 mila euro", "10000")]),
    ("un tetto di 35.000 euro", [up_to("35.000 euro", "35000")]),
    ("5.000 euro al massimo", [up_to("5.000 euro", "5000")]),
    ("non inferiore a 50.000 euro", [at_least("50.000 euro", "50000")]),
    ("un minimo di 20.000 euro", [at_least("20.000 euro", "20000")]),
    ("meno di 1 milione", [under("1 milione", "1000000")]),
    ("importi inferiori a 40mila euro", [under("40mila euro", "40000")]),
    ("superiore a 10 milioni di euro", [over("10 milioni di euro", "10000000")]),
    ("supera i 5 milioni", [over("5 milioni", "5000000")]),
    ("poco più di 2 milioni", [over("2 milioni", "2000000")]),
    ("poco meno di 2 milioni", [under("2 milioni", "2000000")]),
    ("sfiora i 12 milioni di euro", [under("12 milioni di euro", "12000000")]),
    ("non può superare i 90 mila euro", [up_to("90 mila euro", "90000")]),
    ("la spesa non dev'essere inferiore a 250 mila euro", [at_least("250 mila euro", "250000")]),
    ("Nessuna azienda riceve più di 40.000 euro.", [up_to("40.000 euro", "40000")]),
    ("La spesa massima: 50.000 euro.", [up_to("50.000 euro", "50000")]),
    ("16 milioni di euro e oltre duecento tecnici", [S("16 milioni di euro", "16000000")]),
    ("4 milioni circa", [about("4 milioni", "4000000")]),
    ("ben 4 milioni", [S("4 milioni", "4000000")]),
    ("OLTRE 4 MILIONI", [over("4 MILIONI", "4000000")]),
    ("oltre\n4 milioni", [over("4 milioni", "4000000")]),
    # what a sum takes from its neighbour
    (
        "2 milioni, di cui 800 mila della Regione e 1,2 milioni dello Stato",
        [S("2 milioni", "2000000"), S("800 mila", "800000"), S("1,2 milioni", "1200000")],
    ),
    (
        "10 milioni, dei quali 6 del Ministero e 4 della Regione",
        [S("10 milioni", "10000000"), S("6", "6000000"), S("4", "4000000")],
    ),
    (
        "12 milioni di euro (7 nazionali, 3 regionali e 2 comunali)",
        [S("12 milioni di euro", "12000000"), S("7", "7000000"), S("3", "3000000"), S("2", "2000000")],
    ),
    (
        "20 milioni di euro per il 2021 e altri 15 per il 2022",
        [S("20 milioni di euro", "20000000"), S("15", "15000000")],
    ),
    ("Lotti da 3, 5 e 7 milioni.", [S("3", "3000000"), S("5", "5000000"), S("7 milioni", "7000000")]),
    (
        "Costa 1.200.000 euro, di cui 700.000 dalla Regione e 500.000 dal Comune.",
        [S("1.200.000 euro", "1200000"), S("700.000", "700000"), S("500.000", "500000")],
    ),
    (
        "Ne servono 400 mila euro, di cui oltre 150 mila dalla Provincia.",
        [S("400 mila euro", "400000"), over("150 mila", "150000")],
    ),
    (
        "1 miliardo e 194 milioni di euro; l'opzione ne vale altri 372.",
        [S("1 miliardo e 194 milioni di euro", "1194000000"), S("372", "372000000")],
    ),
    (
        "La spesa è di 27,5 milioni: 18 li assicura l'Autorità portuale.",
        [S("27,5 milioni", "27500000"), S("18", "18000000")],
    ),
    (
        "Su 50 milioni di euro, 35 sono statali e 15 comunali.",
        [S("50 milioni di euro", "50000000"), S("35", "35000000"), S("15", "15000000")],
    ),
    (
        "Contributo di 5.000 euro, saliti da 1.900 a 4.300 euro nel 2022.",
        [S("5.000 euro", "5000"), S("1.900", "1900"), S("4.300 euro", "4300")],
    ),
    # lists and tables: the next row's number and name belong to it
    (
        "1. Grafiche Nera srl – 98.400 euro\n2. Umbra spa – 120.000 euro\n3. Tessitura srl – 76.250 €\n4. Serra snc – 41.800 €",
        [S("98.400 euro", "98400"), S("120.000 euro", "120000"), S("76.250 €", "76250"), S("41.800 €", "41800")],
    ),
    (
        "I contributi, per 1.900.000 euro:\n\nCaseificio Su Cuile - Orune - 412.500,00\nAzienda Ledda - Thiesi - 238.900,00\n",
        [S("1.900.000 euro", "1900000"), S("412.500,00", "412500.00"), S("238.900,00", "238900.00")],
    ),
    (
        "Ammontano a 84.925.000 euro.\n\nProvincia di Belluno / 11.320.000 / 14\nProvincia di Rovigo / 9.480.500 / 11\n",
        [S("84.925.000 euro", "84925000"), S("11.320.000", "11320000"), S("9.480.500", "9480500")],
    ),
    ("Contributi concessi:\nRossi srl 412.500,00\n", [S("412.500,00", "412500.00")]),
    # a title's end is no comma: what stands below says nothing of its sum
    ("# Intesa da quasi 3 milioni\n\nPOTENZA - È la prima.", [about("3 milioni", "3000000")]),
    ("AGGIUDICATI LAVORI PER OLTRE 4 MILIONI\nCuneo, 3 maggio 2011", [over("4 MILIONI", "4000000")]),
    ("Servono 33 milioni previsti dal piano.", [S("33 milioni", "33000000")]),
    # units
    ("1.000 euro al mese", [S("1.000 euro", "1000")]),
    ("300 euro a testa", [S("300 euro", "300")]),
    ("50 euro/mq", [S("50 euro", "50")]),
    ("1.500,00 euro/anno", [S("1.500,00 euro", "1500.00")]),
    # markup
    ("**500.000 euro**", [S("500.000 euro", "500000")]),
    ("**500.000** euro", [S("500.000** euro", "500000")]),
    ("**3** milioni di euro", [S("3** milioni di euro", "3000000")]),
    ("[3 milioni di euro](#)", [S("3 milioni di euro", "3000000")]),
    # other currencies are kept as what they are
    ("10 milioni di dollari", [S("10 milioni di dollari", "10000000", currency="USD")]),
    ("$ 5.000", [S("$ 5.000", "5000", currency="USD")]),
    ("3 milioni di sterline", [S("3 milioni di sterline", "3000000", currency="GBP")]),
    ("500 franchi svizzeri", [S("500 franchi svizzeri", "500", currency="CHF")]),
    ("9,6 miliardi di corone norvegesi", [S("9,6 miliardi di corone norvegesi", "9600000000", currency="NOK")]),
    ("20 miliardi di yen", [S("20 miliardi di yen", "20000000000", currency="JPY")]),
    ("cento miliardi di lire", [S("cento miliardi di lire", "100000000000", currency="ITL")]),
    (
        "3 milioni di dollari, pari a 2,7 milioni di euro",
        [S("3 milioni di dollari", "3000000", currency="USD"), S("2,7 milioni di euro", "2700000")],
    ),
]

NOT_SUMS = [
    # percentages
    "il 35% delle imprese",
    "il 35 % del costo",
    "cresce del 3,5 per cento",
    "sale di 2 punti percentuali",
    "copre l'80 per cento delle spese",
    # years and dates
    "Nel 2021 si riparte.",
    "nel triennio 2019-2021",
    "Roma, 31 dicembre 2022",
    "12/11/2020",
    "12.11.2020",
    "alle ore 15.30 del 3 marzo",
    # laws and acts
    "legge 662/1996",
    "D.Lgs. 50/2016",
    "legge regionale n. 19 del 2014",
    "articolo 12, comma 3",
    "Dgr 3.712",
    "il regolamento (UE) 651/2014",
    # counts of people, firms, things
    "200 imprese e 1.500 lavoratori",
    "3 milioni di italiani",
    "500 mila abitanti",
    "due milioni di visitatori",
    "duecentomila studenti",
    "una ventina di Comuni",
    "5 mila tamponi e 25.000 dosi",
    "un milione di alberi",
    "mezzo milione di passeggeri",
    "1,5 milioni di tonnellate di CO2",
    "3 progetti e 5 comuni",
    # areas, lengths, power
    "1.200 metri quadrati",
    "3.500 mq",
    "2 milioni di metri cubi",
    "12,5 ettari",
    "45 km di pista",
    "3 MW di potenza",
    # telephones, codes, bank accounts
    "Tel. 02 6765 1234",
    "+39 010 548 8456",
    "numero verde 800.318.318",
    "IBAN IT60 X054 2811 1010 0000 0123 456",
    "IT60X0542811101000000123456",
    "CUP B31B17000170009",
    "CIG 8123456789",
    "P. IVA 01234567890",
    # the word euro without a sum
    "zona euro",
    "la zona euro nel 2021",
    "motori Euro 6",
    "veicoli Euro 5 ed Euro 6",
    "gli Euro 2020",
    "Euro 2024 in Germania",
    "milioni di euro",
    "alcuni milioni di euro",
    "neppure un euro",
    "l'euro",
    "Stabilimenti Duemila e Lasme Tremila",
    # names with figures
    "Impresa 4.0",
    "Agenda 2030",
    "Horizon 2020",
    "il 5G e la fase 2",
    "",
    " \n",
]


def stated(text: str) -> list[S]:
    return [
        S(
            text[found.start : found.end],
            format(found.value, "f"),
            None if found.max_value is None else format(found.max_value, "f"),
            found.currency,
            found.qualifier,
        )
        for found in find_sums(text)
    ]


@pytest.mark.parametrize(("text", "sums"), ISSUE + OTHER, ids=lambda value: value if isinstance(value, str) else "")
def test_what_a_phrase_states(text: str, sums: list[S]) -> None:
    assert stated(text) == sums


@pytest.mark.parametrize(("text", "sums"), ISSUE + OTHER, ids=lambda value: value if isinstance(value, str) else "")
def test_what_a_phrase_states_inside_a_sentence(text: str, sums: list[S]) -> None:
    sentence = f"La Giunta ha deciso oggi: {text[0].lower() + text[1:].rstrip('.')}. Ne ha parlato l'assessore Bianchi."
    lowered = [each._replace(mention=each.mention[0].lower() + each.mention[1:]) for each in sums]
    assert [each._replace(mention=each.mention[0].lower() + each.mention[1:]) for each in stated(sentence)] == lowered


@pytest.mark.parametrize("text", NOT_SUMS)
def test_what_is_no_sum(text: str) -> None:
    assert stated(text) == []


@pytest.mark.parametrize("text", [text for text in NOT_SUMS if text.strip()])
def test_what_is_no_sum_beside_a_sum(text: str) -> None:
    assert stated(f"La spesa è di 4 milioni di euro. Note: {text}.") == [S("4 milioni di euro", "4000000")]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("23.418,552 euro", "tre decimali dopo la virgola"),
        ("1.234.56 euro", "punto al posto della virgola"),
        ("5.31.752 euro", "punti delle migliaia fuori posto"),
        ("5,317,523 euro", "virgole al posto dei punti delle migliaia"),
        ("euro 12,3456", "troppi decimali dopo la virgola"),
        ("23.418,55 euro", None),
        ("1,234 milioni di euro", None),
    ],
)
def test_a_misprint_is_told_and_never_mended(text: str, reason: str | None) -> None:
    assert [found.suspect for found in find_sums(text)] == [reason]


PIECES = st.sampled_from(
    [
        *"0123456789.,;:'()-–/%€$£\n\t\u00a0 ",
        *(
            " e ",
            " di ",
            " da ",
            " a ",
            " tra ",
            " di cui ",
            "euro",
            "EUR",
            " milioni",
            " milione",
            "mila",
            " mln",
            " mld",
            "k",
            "M€",
        ),
        *(
            "un",
            "mezzo",
            "duecento",
            "mille",
            "ventina di",
            "oltre ",
            "fino a ",
            "2021",
            "5.000",
            "3,5",
            "Regione",
            "**",
            "İ",
            "ß",
            "’",
            "«",
        ),
    ]
)


@given(st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=60))
def test_spans_lie_in_the_text_in_order_and_apart_and_come_out_alike_again(text: str) -> None:
    found = find_sums(text)
    assert find_sums(text) == found
    end = 0
    for each in found:
        assert end <= each.start < each.end <= len(text)
        assert text[each.start : each.end].strip() == text[each.start : each.end]
        assert each.value >= 0
        assert each.max_value is None or each.max_value > each.value
        end = each.end


def italian(value: Decimal) -> str:
    return f"{value:,}".translate(str.maketrans(",.", ".,"))


AMOUNTS = st.decimals(0, 10**13, places=2) | st.integers(0, 10**13).map(Decimal)


@given(AMOUNTS)
def test_any_amount_written_the_italian_way_reads_back(value: Decimal) -> None:
    text = f"{italian(value)} euro"
    assert stated(text) == [S(text, format(value, "f"))]


@given(AMOUNTS, AMOUNTS, st.sampled_from(["€ ", "€", "EUR "]))
def test_any_two_amounts_with_a_sign_before_read_back(first: Decimal, second: Decimal, sign: str) -> None:
    one, two = f"{sign}{italian(first)}", f"{sign}{italian(second)}"
    text = f"La Regione paga {one}; il Comune, {two}."
    assert stated(text) == [S(one, format(first, "f")), S(two, format(second, "f"))]


@given(
    st.integers(1, 999),
    st.integers(0, 9),
    st.sampled_from([("milioni", 10**6), ("mln", 10**6), ("miliardi", 10**9), ("mld", 10**9)]),
)
def test_any_multiplied_amount_reads_back(whole: int, tenth: int, multiplier: tuple[str, int]) -> None:
    text = f"{whole},{tenth} {multiplier[0]} di euro"
    assert stated(text) == [S(text, str((whole * 10 + tenth) * multiplier[1] // 10))]
