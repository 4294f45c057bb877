"""Places: sentences of the genre with every place in brackets, and what no place is."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.lexicon import Lexicon, Words, default_lexicon
from extractor.pipeline.institutions import find_institutions
from extractor.pipeline.mentions import Mention, merge
from extractor.pipeline.places import find_places

USED_AS_PLACES = [
    "[Piombino], firmato l'accordo per l'area di crisi",
    "[AOSTA] (ITALPRESS) - Il rifugio riapre.",
    "[Montepulciano], 11 febbraio 2025. È stato siglato il patto.",
    "La frana sul torrente [Zappulla], nel [Messinese], ha chiuso la strada.",
    "Le guide nei villaggi della [Valle di Cogne] e della [Val di Cecina].",
    "Nella frazione di [Villanova] e in località [Poggio Secco] manca l'acqua.",
    "Elettrificata la tratta [Sibari]-[Crotone].",
    "Lo stabilimento di [Lamezia] e quello di [Recoaro] chiudono.",
    "Il teatro della [Spezia] e il porto dell'[Aquila] di mare.",
    "La sindaca di [Taranto] Francesca Lupo ringrazia.",
    "• [Spoleto] (PG), Rocca: 4,5 milioni\n• [Gerace] (RC), concattedrale: 3,2 milioni",
    "Hotel Timone\t[Porto San Giorgio]\t5.000\nSuola Più\t[Montegranaro]\t10.000",
    "La [Germania] perde un punto, gli [Stati Uniti] crescono.",
    "Oggi vende anche a [Berlino] e a [Copenaghen].",
    "In [Lombardia], in [Valtellina] e nelle [Langhe] nevica.",
    "I rifiuti andranno all'[isola delle Tresse].",
    "Trenta imprese hanno sede in provincia di [Como].",
    "Al [Sud] vanno dodici milioni.",
]
NO_PLACES = [
    "La via Emilia e via Finlandia restano chiuse.",
    "La ferrovia sulla Ferrara-Codigoro riparte.",
    "L'assessore alla Montagna e il ministro per il Sud erano presenti.",
    "La Rocca dei Bentivoglio riapre al Paese.",
    "Il Comune di Recco e la Regione Liguria firmano.",
    "Il signor Veronese e la dottoressa Pavese hanno scritto al Presidente.",
    "SCUOLA MATERNA, ARRIVANO I FONDI",
    "La Rosa e il Campo non sono luoghi; la Giunta e la Sala nemmeno.",
    "La Camastra è una strada provinciale.",
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


def capitals(lexicon: Lexicon) -> frozenset[str]:
    """The names that count anywhere, as the component asks for them."""
    return frozenset(key for key, rows in lexicon.places.items() if any(row[0] == "province" for row in rows))


def places(text: str) -> list[Mention]:
    words, lexicon = Words(text), default_lexicon()
    found = merge(find_institutions(words, lexicon) + find_places(words, lexicon, capitals(lexicon)))
    return [each for each in found if each["label"] == "PLACE"]


@pytest.mark.parametrize("marked", [*USED_AS_PLACES, *NO_PLACES])
def test_finds_the_places_in_brackets_and_no_other(marked: str) -> None:
    text, expected = spans(marked)
    assert [text[each["start"] : each["end"]] for each in places(text)] == expected


def test_a_short_name_is_its_municipality() -> None:
    (found,) = places("lo stabilimento chiude a Lamezia ieri")
    assert (found["canonical"], found["belfiore"]) == ("Lamezia Terme", "M208")


@given(st.text(alphabet="aeilnorst ABCDLMRSV.,;:'’()-\n\t0123456789", max_size=80))
def test_mentions_lie_in_the_text_in_order(rest: str) -> None:
    text = "A Recco e in Val di Cecina, " + rest
    found = find_places(Words(text), default_lexicon(), frozenset())
    assert [text[each["start"] : each["end"]] for each in found][:1] == ["Recco"]
    assert all(first["end"] <= second["start"] for first, second in itertools.pairwise(found))
