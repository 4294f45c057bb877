"""Tables with a document a row: JSON lines, CSV, Parquet; a bad row costs only itself."""

import datetime
import json
import pickle
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet

from extractor.errors import ReadingError
from extractor.reading import Input, ReadDocument, ReadOptions, expand
from extractor.reading.columns import iso_day

Read = ReadDocument | ReadingError
PRINTED = st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\r\n\t")


def documents(path: Path, options: ReadOptions | None = None) -> Iterator[Read]:
    options = options or ReadOptions()
    for each in expand([str(path)], options):
        yield from each.documents(options)


def told(path: Path, options: ReadOptions | None = None) -> list[tuple[str, str]]:
    """The part of each name after "#", and the text or the reason."""
    return [
        ((each.name or "").partition("#")[2], each.message if isinstance(each, ReadingError) else each.text)
        for each in documents(path, options)
    ]


def write(path: Path, text: str | bytes) -> Path:
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def jsonl(*rows: Any) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def test_a_row_becomes_a_document(tmp_path: Path) -> None:
    row = {
        "id": 7,
        "titolo": "Bando Faber",
        "testo": "Tre milioni.",
        "data": "12/03/2021",
        "url": "https://a.it/7",
        "provincia": "GE",
        "voti": [1],
    }
    path = write(tmp_path / "t.jsonl", jsonl(row))
    (document,) = documents(path)
    assert isinstance(document, ReadDocument)
    assert document == ReadDocument(
        text="# Bando Faber\n\nTre milioni.", media_type="application/jsonl", sha256=document.sha256, encoding="utf-8",
        name=f"{path}#1", id="7", url="https://a.it/7", title="Bando Faber", published="2021-03-12",
        fields=(("provincia", "GE"), ("voti", "[1]")),
    )  # fmt: skip


def test_the_three_formats_give_the_same(tmp_path: Path) -> None:
    rows = [
        {
            "id": str(number),
            "testo": f'Testo «{number}», con virgole, e "virgolette"\ne righe',
            "data": "2021-03-12",
            "ente": "Recco",
        }
        for number in range(5)
    ]
    write(tmp_path / "t.jsonl", jsonl(*rows))
    table = pyarrow.table({name: [row[name] for row in rows] for name in rows[0]})
    parquet.write_table(table, tmp_path / "t.parquet")
    cells = [
        "id;testo;data;ente",
        *(";".join('"' + row[name].replace('"', '""') + '"' for name in row) for row in rows),
    ]
    write(tmp_path / "t.csv", "\ufeff" + "\r\n".join(cells) + "\r\n")
    write(
        tmp_path / "t.tsv",
        "\n".join(line.replace('";"', '"\t"') for line in cells).replace("id;testo;data;ente", "id\ttesto\tdata\tente"),
    )
    found = [
        [
            (each.text, each.id, each.published, each.fields)
            for each in documents(tmp_path / name)
            if isinstance(each, ReadDocument)
        ]
        for name in ("t.jsonl", "t.parquet", "t.csv", "t.tsv")
    ]
    assert found[0] == [(row["testo"], row["id"], "2021-03-12", (("ente", "Recco"),)) for row in rows]
    assert found[1] == found[2] == found[3] == found[0]


def test_one_broken_line_costs_only_itself(tmp_path: Path) -> None:
    path = write(
        tmp_path / "t.jsonl",
        jsonl({"text": "Uno"})
        + '{"text": "Du\n\n[1]\n'
        + jsonl({"text": ""}, {"body": "Altro"}, {"k": 1}, {"text": "Sei"}),
    )
    assert told(path) == [
        ("1", "Uno"),
        ("2", "la riga non è un oggetto JSON: correggerla"),
        ("4", "la riga non è un oggetto JSON: correggerla"),
        ("5", "la riga non ha testo: controllare la colonna del testo"),
        ("6", "Altro"),
        ("7", "non ha una colonna di nome text o testo: indicarla con --text-column fra 'k'"),
        ("8", "Sei"),
    ]


def test_a_json_file_with_an_array_or_one_object(tmp_path: Path) -> None:
    rows = [{"text": "Uno"}, {"text": "Due"}, 3]
    assert told(write(tmp_path / "a.json", json.dumps(rows, indent=2))) == [
        ("1", "Uno"), ("2", "Due"), ("3", "la riga non è un oggetto JSON: correggerla"),
    ]  # fmt: skip
    assert told(write(tmp_path / "b.json", '\ufeff{"testo": "Città"}')) == [("1", "Città")]
    with pytest.raises(ReadingError, match="non è JSON valido"):
        list(documents(write(tmp_path / "c.json", '{"text": ')))


def test_columns_by_name(tmp_path: Path) -> None:
    path = write(tmp_path / "t.csv", "Codice atto,Comunicato,Giorno,Dove\nA1,Il testo.,2021-03-12,https://a.it\n")
    options = ReadOptions(text_column="Comunicato", id_column="codice ATTO", date_column="Giorno", url_column="Dove")
    (document,) = documents(path, options)
    assert isinstance(document, ReadDocument)
    assert (document.text, document.id, document.published, document.url, document.fields) == (
        "Il testo.",
        "A1",
        "2021-03-12",
        "https://a.it",
        (),
    )
    with pytest.raises(ReadingError) as caught:
        list(documents(path, ReadOptions(text_column="boh")))
    assert str(caught.value) == f"{path}: non ha la colonna 'boh': ha 'Codice atto', 'Comunicato', 'Giorno', 'Dove'"


def test_a_table_without_text_says_which_columns_it_has(tmp_path: Path) -> None:
    with pytest.raises(
        ReadingError, match="non ha una colonna di nome text o testo: indicarla con --text-column fra 'a', 'b'"
    ):
        list(documents(write(tmp_path / "t.csv", "a,b\n1,2\n")))


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters(tmp_path: Path, delimiter: str) -> None:
    path = write(tmp_path / "t.csv", f"id{delimiter}testo\n1{delimiter}Uno\n")
    assert told(path) == [("2", "Uno")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    path = write(tmp_path / "t.csv", "id;testo\n1;La città è già così: 5 €\n".encode(encoding))
    assert told(path) == [("2", "La città è già così: 5 €")]


def test_rows_are_batched_and_travel(tmp_path: Path) -> None:
    path = write(tmp_path / "t.jsonl", jsonl(*({"text": f"testo {number}"} for number in range(1, 451))))
    inputs = [pickle.loads(pickle.dumps(each)) for each in expand([str(path)], ReadOptions())]
    assert [each.name.partition("#")[2] for each in inputs] == ["1-200", "201-400", "401-450"]
    assert [each.size for each in inputs] == [
        sum(len(f"testo {number}") for number in numbers)
        for numbers in (range(1, 201), range(201, 401), range(401, 451))
    ]
    last = list(inputs[2].documents(ReadOptions()))[-1]
    assert isinstance(last, ReadDocument)
    assert (last.name, last.text) == (f"{path}#450", "testo 450")
    assert len({each.digest() for each in inputs}) == 3
    long = write(tmp_path / "l.jsonl", jsonl(*({"text": "x" * 600_000} for _ in range(4))))
    assert [each.name.partition("#")[2] for each in expand([str(long)], ReadOptions())] == ["1-2", "3-4"]


def test_the_digest_is_that_of_the_rows(tmp_path: Path) -> None:
    def digest(text: str) -> list[str]:
        return [each.digest() for each in expand([str(write(tmp_path / "t.jsonl", text))], ReadOptions())]

    assert digest(jsonl({"text": "a"})) == digest(jsonl({"text": "a"})) != digest(jsonl({"text": "b"}))


def test_a_field_of_a_hundred_megabytes(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    with path.open("w") as file:
        file.write("id,testo\n1,Uno\n2,")
        for _ in range(100):
            file.write("x" * (1 << 20))
        file.write("\n3,Tre\n")
    assert told(path) == [
        ("2", "Uno"),
        ("3", "la riga è troppo lunga (oltre 4 MB): controllare le virgolette, o dividerla"),
        ("4", "Tre"),
    ]


def test_a_quotation_mark_that_is_never_closed(tmp_path: Path) -> None:
    path = write(
        tmp_path / "t.csv", 'id,testo\n1,Uno\n2,"Due\n' + "".join(f"{number},Riga\n" for number in range(3, 300))
    )
    found = told(path, ReadOptions(max_row=1000))
    assert found[0] == ("2", "Uno")
    assert found[1][1].startswith("la riga è troppo lunga")
    assert found[-1][1] == "Riga"


def test_a_line_without_end(tmp_path: Path) -> None:
    path = write(
        tmp_path / "t.jsonl",
        jsonl({"text": "Uno"}) + '{"text": "' + "x" * 3000 + '"}\n' + "[" * 2500 + "\n" + jsonl({"text": "Tre"}),
    )
    found = told(path, ReadOptions(max_row=2600))
    assert [number for number, _ in found] == ["1", "2", "3", "4"]
    assert found[1][1].startswith("la riga è troppo lunga (oltre 2600 byte)")
    assert found[2][1] == "la riga non è un oggetto JSON: correggerla"
    assert found[3] == ("4", "Tre")


def test_halves_of_characters_are_replaced(tmp_path: Path) -> None:
    path = write(tmp_path / "t.jsonl", '{"text": "a \\ud800 b", "id": "\\udfff"}\n')
    (document,) = documents(path)
    assert isinstance(document, ReadDocument)
    assert (document.text, document.id) == ("a \ufffd b", "\ufffd")


def test_parquet_with_types(tmp_path: Path) -> None:
    table = pyarrow.table(
        {
            "Testo": ["uno", None, "tre"],
            "date": [datetime.date(2021, 3, 4), None, datetime.date(2022, 1, 1)],
            "importo": [1, 2, None],
            "id": [10, 11, 12],
        }
    )
    parquet.write_table(table, tmp_path / "t.parquet")
    one, two, three = documents(tmp_path / "t.parquet")
    assert isinstance(one, ReadDocument)
    assert isinstance(three, ReadDocument)
    assert (one.text, one.id, one.published, one.fields) == ("uno", "10", "2021-03-04", (("importo", "1"),))
    assert isinstance(two, ReadingError)
    assert (three.text, three.published, three.fields) == ("tre", "2022-01-01", ())


def test_parquet_that_repeats_a_long_text(tmp_path: Path) -> None:
    long = pyarrow.DictionaryArray.from_arrays(
        pyarrow.array([0, 1] * 20_000), pyarrow.array(["x" * (30 << 20), "breve"])
    )
    parquet.write_table(pyarrow.table({"text": long}), tmp_path / "t.parquet")
    first = next(expand([str(tmp_path / "t.parquet")], ReadOptions()))
    assert first.size == 500
    found = [each.message if isinstance(each, ReadingError) else each.text for each in first.documents(ReadOptions())]
    assert found == ["la riga è troppo lunga (oltre 4 MB): controllare le virgolette, o dividerla", "breve"] * 100


def test_parquet_without_its_nested_columns(tmp_path: Path) -> None:
    table = pyarrow.table({"text": ["uno"], "voci": [[1, 2]], "dati": [b"x"], "parti": [{"a": 1}], "n": [1.5]})
    parquet.write_table(table, tmp_path / "t.parquet")
    (document,) = documents(tmp_path / "t.parquet")
    assert isinstance(document, ReadDocument)
    assert (document.text, document.fields) == ("uno", (("n", "1.5"),))


def test_a_damaged_parquet_file(tmp_path: Path) -> None:
    parquet.write_table(pyarrow.table({"text": ["a" * 1000] * 10}), tmp_path / "t.parquet")
    data = (tmp_path / "t.parquet").read_bytes()
    for damaged in (data[:-20], data[:4] + bytes(len(data) - 8) + data[-4:], b"PAR1PAR1"):
        with pytest.raises(ReadingError, match="è un file Parquet danneggiato"):
            list(documents(write(tmp_path / "d.parquet", damaged)))


def test_empty_tables(tmp_path: Path) -> None:
    for name, text in (("a.csv", ""), ("b.csv", "id,testo\n"), ("c.jsonl", "\n")):
        with pytest.raises(ReadingError):
            list(documents(write(tmp_path / name, text)))


def test_what_is_named_a_table_and_is_none(tmp_path: Path) -> None:
    assert told(write(tmp_path / "a.csv", "<html><p>Bando</p></html>")) == [("", "Bando\n")]
    with pytest.raises(ReadingError):
        list(documents(write(tmp_path / "b.jsonl", bytes(range(256)) * 8)))


@given(st.lists(st.text(PRINTED, max_size=30).filter(str.strip), min_size=1, max_size=8))
def test_any_text_comes_back_from_json_lines(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    path = write(tmp_path_factory.mktemp("t") / "t.jsonl", jsonl(*({"text": text} for text in texts)))
    found = [each.text for each in documents(path) if isinstance(each, ReadDocument)]
    assert found == [text.replace("\r\n", "\n") for text in texts]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2021-03-12", "2021-03-12"),
        ("2021-03-12T23:59:59Z", "2021-03-12"),
        ("2021-03-12 10:00", "2021-03-12"),
        ("20210312", "2021-03-12"),
        (" 12/03/2021 ", "2021-03-12"),
        ("1.2.2021", "2021-02-01"),
        ("31/02/2021", None),
        ("2021", None),
        ("ieri", None),
        ("", None),
    ],
)
def test_days(text: str, day: str | None) -> None:
    assert iso_day(text) == day


def test_an_input_of_rows_is_an_input(tmp_path: Path) -> None:
    (only,) = expand([str(write(tmp_path / "t.jsonl", jsonl({"text": "a"})))], ReadOptions())
    assert isinstance(only, Input)
