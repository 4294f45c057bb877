"""Two at once, in order, within their time; whatever a document does to its process, the next finds another."""

import asyncio
import os
from pathlib import Path
from typing import Any

import pytest

from extractor.errors import ExtractorError
from extractor.web.workers import BusyError, TooLongError, Workers
from tests.web.lives import echo, still_born


def run(scenario: Any, **options: Any) -> Any:
    async def whole() -> Any:
        workers = Workers(**{"life": echo, **options})
        try:
            await workers.start()
            return await scenario(workers)
        finally:
            workers.close()

    return asyncio.run(whole())


def test_a_document_goes_out_and_its_answer_comes_back() -> None:
    async def scenario(workers: Workers) -> None:
        answer = await workers.analyse("È aperto".encode(), name="a.pdf", pasted=False)
        assert (answer["words"], answer["name"], answer["pasted"]) == ("È aperto", "a.pdf", False)
        assert answer["process"] != os.getpid()

    run(scenario)


def test_a_long_document_holds_up_no_short_one(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)

    async def scenario(workers: Workers) -> None:
        long = asyncio.create_task(workers.analyse(f"blocca {pipe}".encode(), name=None, pasted=True))
        short = await workers.analyse(b"breve", name=None, pasted=True)
        assert not long.done()
        await asyncio.to_thread(pipe.write_bytes, b"x")
        assert short["process"] != (await long)["process"]

    run(scenario)


def test_who_waits_is_served_in_order() -> None:
    async def scenario(workers: Workers) -> None:
        served: list[str] = []

        async def ask(words: str) -> None:
            await workers.analyse(words.encode(), name=None, pasted=True)
            served.append(words)

        await asyncio.gather(*(ask(str(number)) for number in range(5)))
        assert served == ["0", "1", "2", "3", "4"]

    run(scenario, count=1)


def test_too_many_at_once_are_told_so(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)

    async def scenario(workers: Workers) -> None:
        held = [asyncio.create_task(workers.analyse(f"blocca {pipe}".encode(), name=None, pasted=True))]
        held.append(asyncio.create_task(workers.analyse(b"in attesa", name=None, pasted=True)))
        await asyncio.sleep(0)  # lets both take their places
        with pytest.raises(BusyError, match="riprovare"):
            await workers.analyse(b"di troppo", name=None, pasted=True)
        await asyncio.to_thread(pipe.write_bytes, b"x")
        await asyncio.gather(*held)

    run(scenario, count=1, most_waiting=1)


def test_a_document_that_takes_too_long_is_ended_and_the_next_goes_through(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)

    async def scenario(workers: Workers) -> None:
        with pytest.raises(TooLongError, match="supera"):
            await workers.analyse(f"blocca {pipe}".encode(), name=None, pasted=True)
        workers._patience = 60
        assert (await workers.analyse(b"dopo", name=None, pasted=True))["words"] == "dopo"

    run(scenario, count=1, patience=0.01)


def test_a_document_that_brings_its_process_down_costs_nobody_else() -> None:
    async def scenario(workers: Workers) -> None:
        with pytest.raises(ExtractorError, match="terminare"):
            await workers.analyse(b"muori", name=None, pasted=True)
        assert (await workers.analyse(b"dopo", name=None, pasted=True))["words"] == "dopo"

    run(scenario, count=1)


def test_a_document_that_nobody_waits_for_any_more_leaves_its_place(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)

    async def scenario(workers: Workers) -> None:
        given_up = asyncio.create_task(workers.analyse(f"blocca {pipe}".encode(), name=None, pasted=True))
        await asyncio.sleep(0)  # lets it take its place
        given_up.cancel()
        with pytest.raises(asyncio.CancelledError):
            await given_up
        assert (await workers.analyse(b"dopo", name=None, pasted=True))["words"] == "dopo"

    run(scenario, count=1)


def test_a_lexicon_with_a_mistake_is_told_at_the_start() -> None:
    async def scenario(_: Workers) -> None:
        pytest.fail("started")

    with pytest.raises(ExtractorError, match=r"nomi\.toml: non esiste"):
        run(scenario, lexicon=[Path("nomi.toml")])


def test_a_process_that_does_not_start_is_told_too() -> None:
    async def scenario(_: Workers) -> None:
        pytest.fail("started")

    with pytest.raises(ExtractorError, match="non parte"):
        run(scenario, life=still_born)


def test_the_real_ones(source_text: str, tmp_path: Path) -> None:
    async def whole() -> None:
        workers = Workers(count=1)
        try:
            await workers.start()
            answer = await workers.analyse(source_text.encode(), name=None, pasted=True)
            assert [one["kind"] for one in answer["record"]["agreements"]] == ["accordo per l'innovazione"] * 2
            assert answer["text"] == source_text
            assert answer["record"]["text"] is None
            assert "109.300,95 €" in answer["html"]
            refused = await workers.analyse(b"\x89PNG\r\n\x1a\n0000", name="foto.png", pasted=False)
            assert refused["error"].startswith("foto.png: è un'immagine")
            empty = await workers.analyse(b"  \n", name=None, pasted=True)
            assert empty == {"error": "non c'è testo: incollare un comunicato o scegliere un file"}
            table = b"id,testo\n1,Il Comune di Recco paga 5 euro\n2,\n3,Un bando da 7 euro\n"
            first = await workers.analyse(table, name="a.csv", pasted=False)
            assert first["text"] == "Il Comune di Recco paga 5 euro"
            assert [(one["chosen"], one["readable"]) for one in first["documents"]] == [
                (True, True),
                (False, False),
                (False, True),
            ]
            third = await workers.analyse(table, name="a.csv", pasted=False, document=2)
            assert third["text"] == "Un bando da 7 euro"
            for number, wrong in ((1, "non ha testo"), (3, "non c'è più")):
                assert wrong in (await workers.analyse(table, name="a.csv", pasted=False, document=number))["error"]
            long = await workers.analyse(b"a " * 1_000_001, name=None, pasted=True)
            assert long["error"].startswith("ha più di 2 milioni di caratteri")
        finally:
            workers.close()

    asyncio.run(whole())
