"""The routes, with nobody behind them but a record that is known."""

import asyncio
import json
from pathlib import Path
from typing import Any, cast

import pytest
from starlette.testclient import TestClient

from extractor.errors import ExtractorError
from extractor.records import Announcement
from extractor.web import app as routes
from extractor.web.analysis import view_of
from extractor.web.app import make_app
from extractor.web.page import front_page
from extractor.web.workers import BusyError, TooLongError, Workers

OURS = {"origin": "http://127.0.0.1:8765"}


class Desk:
    """Stands in for the processes: answers with one record, remembers what it was asked."""

    def __init__(self, answer: dict[str, Any] | Exception) -> None:
        self.answer = answer
        self.asked: list[tuple[bytes, str | None, bool, int | None]] = []

    async def analyse(self, data: bytes, *, name: str | None, pasted: bool, document: int | None) -> dict[str, Any]:
        self.asked.append((data, name, pasted, document))
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


def client_of(desk: Desk) -> TestClient:
    app = make_app(cast(Workers, desk), port=8765)
    return TestClient(app, base_url="http://127.0.0.1:8765", headers=OURS, raise_server_exceptions=False)


@pytest.fixture
def view(gold: Announcement, source_text: str) -> dict[str, Any]:
    return view_of(gold, source_text)


@pytest.fixture
def client(view: dict[str, Any]) -> TestClient:
    return client_of(Desk(view))


def test_a_pasted_text_and_a_file(view: dict[str, Any]) -> None:
    desk = Desk(view)
    client = client_of(desk)
    answer = client.post("/analizza", content="È qui".encode())
    assert answer.json() == view
    client.post("/analizza", content=b"%PDF", headers={"x-file-name": "citt%C3%A0%20%3Cb%3E.pdf"})
    client.post("/analizza", content=b"PK", headers={"x-file-name": "a.zip", "x-document": "7"})
    client.post("/analizza", content=b"PK", headers={"x-file-name": "a.zip", "x-document": "-7"})
    assert desk.asked == [
        ("È qui".encode(), None, True, None),
        (b"%PDF", "città <b>.pdf", False, None),
        (b"PK", "a.zip", False, 7),
        (b"PK", "a.zip", False, None),
    ]


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        ({"error": "a.pdf: è cifrato"}, 422),
        (BusyError("troppi"), 503),
        (TooLongError("supera"), 503),
        (ExtractorError("terminato"), 422),
        (RuntimeError("un segreto"), 500),
    ],
)
def test_what_goes_wrong_comes_back_as_one_line(answer: Any, status: int) -> None:
    got = client_of(Desk(answer)).post("/analizza", content=b"x")
    assert got.status_code == status
    assert list(got.json()) == ["error"]
    assert "segreto" not in got.text


def test_whoever_goes_away_leaves_the_process_to_the_next() -> None:
    class Slow(Desk):
        given_up = False

        async def analyse(self, data: bytes, *, name: str | None, pasted: bool, document: int | None) -> dict[str, Any]:
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                self.given_up = True
                raise
            return {}

    desk = Slow({})
    messages = [{"type": "http.request", "body": b"x", "more_body": False}, {"type": "http.disconnect"}]
    sent: list[Any] = []

    async def receive() -> Any:
        return messages.pop(0)

    async def send(message: Any) -> None:
        sent.append(message)

    headers = [(b"host", b"127.0.0.1:8765"), (b"origin", b"http://127.0.0.1:8765")]
    scope = {"type": "http", "method": "POST", "path": "/analizza", "headers": headers, "query_string": b""}
    asyncio.run(make_app(cast(Workers, desk), port=8765)(scope, receive, send))
    assert desk.given_up
    assert sent[0]["status"] == 422


def test_an_upload_beyond_the_bound_is_refused(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = client.post("/analizza", content=b"x", headers={"content-length": "25000001"})
    assert (answer.status_code, answer.json()) == (413, {"error": "supera 25 MB: dividerlo o usare il comando extract"})


def test_a_correction_gives_the_view_again(client: TestClient, view: dict[str, Any]) -> None:
    correction = {"do": "set_amount", "amount": "M4", "role": "loan", "agreement": "A1"}
    answer = client.post("/correggi", json={**view, "correction": correction}).json()
    amount = answer["record"]["agreements"][0]["amounts"][2]
    assert (amount["id"], amount["role"]) == ("M4", "loan")
    assert "prestito" in answer["html"]
    assert answer["text"] == view["text"]


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"[]",
        b"{}",
        b'{"text": 5, "record": {}}',
        b'{"text": "x"}',
        b'{"text": "x", "record": []}',
        b'{"text": "x", "record": {"a": 1}}',
        b'{"text": "\\ud800", "record": {}}',
        b'{"text": "x", "record": {}, "correction": {"do": "x"}}',
        b'{"text": "x", "record": {"entities": [{"id": "E1", "label": "PLACE", "name": "y", "mentions": [{"start": 0, "end": 9, "text": "y"}]}]}}',
        b'{"text": "x", "record": {"publisher": "E4"}}',
        b"[" * 100_000,
        b'{"text": "x", "record": {"title": "\\ud800"}}',
    ],
)
@pytest.mark.parametrize("path", ["/correggi", "/scarica/json"])
def test_a_request_that_is_unsound_is_refused(client: TestClient, path: str, sent: bytes) -> None:
    answer = client.post(path, content=sent)
    if path == "/scarica/json" and b'"correction"' in sent:
        return  # a download has no use for it
    assert answer.status_code == 400
    assert "\n" not in answer.json()["error"]


@pytest.mark.parametrize("kind", ["json", "csv", "xlsx", "gold"])
def test_downloads(client: TestClient, view: dict[str, Any], kind: str) -> None:
    answer = client.post(f"/scarica/{kind}", json=view)
    assert answer.status_code == 200
    assert answer.headers["content-disposition"].startswith('attachment; filename="impresa-e-innovazione')
    assert len(answer.content) > 1000
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_other_downloads_there_are_none(client: TestClient, view: dict[str, Any]) -> None:
    assert client.post("/scarica/exe", json=view).status_code == 400


def test_everything_that_the_page_names_is_there_and_nothing_else(client: TestClient) -> None:
    folder = Path(routes.__file__).parent / "static"
    named = {*routes._of_the_page, *routes._of_the_report}
    assert {path.name for path in folder.iterdir()} == set(routes._of_the_page)
    for name in named:
        answer = client.get(f"/static/{name}")
        assert (answer.status_code, answer.headers["content-type"].split(";")[0]) == (
            200,
            {"js": "text/javascript", "css": "text/css", "svg": "image/svg+xml"}[name.rpartition(".")[2]],
        )
    for name in ("app.py", "..%2Fapp.py", "../app.py", "%2e%2e/app.py", ""):
        assert client.get(f"/static/{name}").status_code == 404


def test_the_front_page_asks_nobody_else_and_runs_nothing_of_its_own(client: TestClient) -> None:
    page = client.get("/").text
    assert page == front_page()
    assert "http" not in page
    assert "<style" not in page
    assert page.count("<script") == page.count('<script src="/static/') == 2


def test_the_page_keeps_nothing(client: TestClient) -> None:
    assert client.get("/").headers["cache-control"] == "no-store"
    assert "set-cookie" not in client.get("/").headers


def test_a_view_goes_to_json_and_back(view: dict[str, Any]) -> None:
    assert json.loads(json.dumps(view)) == view
