"""What the words round a sum say of it."""

import pytest

from extractor.pipeline.sum_modifiers import read_percent, read_period, read_qualifier, read_unit


@pytest.mark.parametrize(
    ("before", "after", "qualifier"),
    [
        ("stanzia ", "", "exact"),
        ("almeno ", "", "at_least"),
        ("non meno di ", "", "at_least"),
        ("come minimo ", "", "at_least"),
        ("un minimo di ", "", "at_least"),
        ("la spesa minima è ", "", "at_least"),
        ("spesa minima ammessa ", "", "at_least"),
        ("non inferiore a ", "", "at_least"),
        ("non dev'essere inferiore a ", "", "at_least"),
        ("a partire da ", "", "at_least"),
        ("fino a ", "", "up_to"),
        ("fino ad un massimo di ", "", "up_to"),
        ("fino ai ", "", "up_to"),
        ("massimo ", "", "up_to"),
        ("al massimo ", "", "up_to"),
        ("la massima ", "", "up_to"),
        ("spesa massima: ", "", "up_to"),
        ("un tetto di ", "", "up_to"),
        ("nel limite di ", "", "up_to"),
        ("entro ", "", "up_to"),
        ("non oltre ", "", "up_to"),
        ("non più di ", "", "up_to"),
        ("non piu' di ", "", "up_to"),
        ("non può superare i ", "", "up_to"),
        ("nessuna azienda poteva chiedere più di ", "", "up_to"),
        ("", " al massimo", "up_to"),
        ("meno di ", "", "under"),
        ("poco meno di ", "", "under"),
        ("inferiore a ", "", "under"),
        ("inferiori ai ", "", "under"),
        ("sfiora i ", "", "under"),
        ("circa ", "", "about"),
        ("quasi ", "", "about"),
        ("intorno ai ", "", "about"),
        ("in media ", "", "about"),
        ("", " circa", "about"),
        ("", ", più o meno", "about"),
        ("", " circaseno", "exact"),
        ("oltre ", "", "over"),
        ("più di ", "", "over"),
        ("piu' di ", "", "over"),
        ("poco più di ", "", "over"),
        ("superiore a ", "", "over"),
        ("supera i ", "", "over"),
        ("superano complessivamente i ", "", "over"),
        ("", " e passa", "over"),
        ("", " e oltre", "over"),
        ("", " e oltre duecento tecnici", "exact"),
        ("moltre ", "", "exact"),
        ("oltre alla regione paga ", "", "exact"),
        ("circa ", " circa", "about"),
    ],
)
def test_qualifiers(before: str, after: str, qualifier: str) -> None:
    assert read_qualifier(before, after) == qualifier


@pytest.mark.parametrize(
    ("before", "after", "unit"),
    [
        ("", " per ciascun progetto", "project"),
        ("", " per ogni impresa", "company"),
        ("", " per progetto", "project"),
        ("", " per progetti", None),
        ("", " per imprese", None),
        ("", " per impresa", "company"),
        ("", " al massimo per beneficiario", "beneficiary"),
        ("", " a testa", "person"),
        ("", " lordi a testa", "person"),
        ("", " pro capite", "person"),
        ("", " ad abitante", "person"),
        ("", " a famiglia", "family"),
        ("", " ciascuno", "beneficiary"),
        ("", " per posto letto", "bed"),
        ("", " a capo", "head"),
        ("", " per opera", "project"),
        ("", " annui", "year"),
        ("", " l'anno", "year"),
        ("", " lordi l'anno", "year"),
        ("", " all'anno", "year"),
        ("", "/anno", "year"),
        ("", " al mese", "month"),
        ("", " mensili", "month"),
        ("", " al giorno", "day"),
        ("", " per ettaro", "hectare"),
        ("", "/mq", "square_metre"),
        ("", " ogni anno", "year"),
        ("", " per il teatro", None),
        ("", " a comuni e province", None),
        ("", " al comune", None),
        ("", " per anno scolastico", "year"),
        ("ogni azienda può ricevere fino a ", "", "company"),
        ("per ciascun progetto un massimo di ", "", "project"),
        ("ogni municipio potrà chiedere fino a ", "", None),
        ("", "", None),
    ],
)
def test_units(before: str, after: str, unit: str | None) -> None:
    assert read_unit(before, after) == unit


@pytest.mark.parametrize(
    ("before", "after", "period"),
    [
        ("", " nel triennio 2019-2021", (2019, 2021)),
        ("", " per il triennio 2019/21", (2019, 2021)),
        ("", " nel biennio 2020-2021", (2020, 2021)),
        ("", " per il 2023", (2023, 2023)),
        ("", " nel 2023", (2023, 2023)),
        ("", " (2021-2023)", (2021, 2023)),
        ("", ", per gli anni 2021 e 2022", (2021, 2022)),
        ("", " per l'anno 2022", (2022, 2022)),
        ("", " sul bilancio 2024", (2024, 2024)),
        ("", " per la scuola", None),
        ("", " 2021", None),
        ("", " per 2.000 imprese", None),
        ("", " nel 20215", None),
        ("", " nel 2021-2019", (2021, 2021)),
        ("nel triennio 2021-2023 può contare su ", "", (2021, 2023)),
        ("triennio 2021-23: ", "", (2021, 2023)),
        ("nel triennio 2021-2023, di cui ", "", None),
        ("nel triennio 2021-2023. servono ", "", None),
        ("nel 2021 la regione ha speso ", "", None),
        ("nel triennio 2021-2023 può contare su ", " per il 2021", (2021, 2021)),
    ],
)
def test_periods(before: str, after: str, period: tuple[int, int] | None) -> None:
    assert read_period(before, after) == period


@pytest.mark.parametrize(
    ("before", "after", "percent"),
    [
        ("", ", pari al 44 per cento, a carico di Rfi", "44"),
        ("", ", pari al 42,7 %", "42.7"),
        ("", " (44%)", "44"),
        ("", " (pari al 44%)", "44"),
        ("", " pari all'80 per cento", "80"),
        ("", " corrispondenti al 3 per cento", "3"),
        ("una riserva del 40 per cento, pari a ", "", "40"),
        ("un ribasso del 15%, vale a dire ", "", "15"),
        ("al 50 per cento, con un contributo di ", "", "50"),
        ("", ", il 44 per cento", None),
        ("", " e copre il 60 per cento delle spese", None),
        ("cresce del 15 per cento e costa ", "", None),
        ("", "", None),
    ],
)
def test_percentages(before: str, after: str, percent: str | None) -> None:
    assert read_percent(before, after) == percent
