"""The files to take away: whole, readable by those who read them, deaf to what a title tries."""

import csv
import io
import json
import zipfile

import pytest

from extractor.records import Announcement
from extractor.web.downloads import download, gold_json, stem_of

TITLE = "impresa-e-innovazione-accordi-per-big-data-in-sanita-e-lega"


def test_json_is_the_record_with_its_text(gold: Announcement, source_text: str) -> None:
    made = download(gold, source_text, "json")
    assert (made.name, made.media_type) == (f"{TITLE}.json", "application/json")
    record = Announcement.from_json(made.data)
    assert record.text == source_text
    assert record.agreements == gold.agreements


def test_gold_is_what_the_corpus_holds(gold: Announcement, source_text: str) -> None:
    made = download(gold, source_text, "gold")
    archive = zipfile.ZipFile(io.BytesIO(made.data))
    assert archive.namelist() == [f"{TITLE}.txt", f"{TITLE}.gold.json", f"{TITLE}.marked"]
    assert archive.read(f"{TITLE}.txt").decode() == source_text
    held = archive.read(f"{TITLE}.gold.json")
    assert Announcement.from_json(held).agreements == gold.agreements
    assert not {"source", "text", "pipeline"} & json.loads(held).keys()
    assert b"confidence" not in held
    assert b'"inferred": false' not in held
    assert held.startswith(b'{\n "schema_version": "1",\n')


def test_csv_is_a_folder_of_tables(gold: Announcement, source_text: str) -> None:
    archive = zipfile.ZipFile(io.BytesIO(download(gold, source_text, "csv").data))
    assert "amounts.csv" in archive.namelist()
    rows = list(csv.DictReader(io.StringIO(archive.read("amounts.csv").decode("utf-8-sig"))))
    assert "69412.50" in {row["value"] for row in rows}


def test_xlsx_is_a_workbook(gold: Announcement, source_text: str) -> None:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(download(gold, source_text, "xlsx").data))
    assert "amounts" in book.sheetnames


@pytest.mark.parametrize("kind", ["json", "csv", "gold"])
def test_the_same_record_gives_the_same_file(gold: Announcement, source_text: str, kind: str) -> None:
    first, second = (download(gold, source_text, kind).data for _ in range(2))  # type: ignore[arg-type]
    assert first == second


@pytest.mark.parametrize(
    ("title", "stem"),
    [
        ("../../etc/passwd", "etc-passwd"),
        ('a"; filename=x\r\nSet-Cookie: y', "a-filename-x-set-cookie-y"),
        ("\u202egpj.exe", "gpj-exe"),
        ("Città è già", "citta-e-gia"),
        ("€€€", "comunicato"),
        ("a" * 300, "a" * 60),
        (None, "comunicato"),
    ],
)
def test_names_of_files_are_plain(title: str | None, stem: str) -> None:
    assert stem_of(Announcement(title=title)) == stem


def test_inferred_stays_in_gold_where_it_is_true(gold: Announcement) -> None:
    amount = gold.amounts[0].model_copy(update={"inferred": True})
    assert '"inferred": true' in gold_json(gold.model_copy(update={"amounts": [amount]}))
