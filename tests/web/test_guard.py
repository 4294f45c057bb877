"""Who is let in, how much they may bring, and what goes out with every answer."""

from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from extractor.errors import ExtractorError
from extractor.web.guard import HEADERS, Guard, body_of

OURS = {"origin": "http://127.0.0.1:8765", "sec-fetch-site": "same-origin"}


async def echo(request: Request) -> Response:
    try:
        return PlainTextResponse(await body_of(request, most=10))
    except ExtractorError as error:
        return PlainTextResponse(str(error), status_code=413)


@pytest.fixture
def client() -> TestClient:
    routes = [Route("/", lambda _: PlainTextResponse("pagina")), Route("/invia", echo, methods=["POST"])]
    return TestClient(Guard(Starlette(routes=routes), 8765), base_url="http://127.0.0.1:8765")


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"host": "localhost:8765"}, 200),
        ({"host": "LOCALHOST:8765"}, 200),
        ({"sec-fetch-site": "none", "sec-fetch-mode": "navigate"}, 200),  # typed in
        ({"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}, 200),  # a link to the page: harmless
        ({"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors"}, 403),
        ({"sec-fetch-site": "same-site", "sec-fetch-mode": "cors"}, 403),
        ({"host": "127.0.0.1"}, 403),
        ({"host": "127.0.0.1:80"}, 403),
        ({"host": "evil.example:8765"}, 403),  # a name of another site's that leads here
        ({"host": "127.0.0.1:8765.evil.example"}, 403),
        ({"host": ""}, 403),
        ({"origin": "http://evil.example"}, 403),
        ({"origin": "null"}, 403),
    ],
)
def test_reading(client: TestClient, headers: dict[str, str], status: int) -> None:
    assert client.get("/", headers=headers).status_code == status


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        (OURS, 200),
        ({"origin": "http://127.0.0.1:8765"}, 200),  # a browser that does not tell the site
        ({}, 403),
        ({"origin": "http://localhost:8765"}, 403),  # ours by another name: the page never asks so
        ({"origin": "http://127.0.0.1:8766"}, 403),
        ({"origin": "https://127.0.0.1:8765"}, 403),
        ({"origin": "null"}, 403),
        ({**OURS, "sec-fetch-site": "cross-site"}, 403),
        ({**OURS, "host": "evil.example:8765"}, 403),
    ],
)
def test_sending(client: TestClient, headers: dict[str, str], status: int) -> None:
    assert client.post("/invia", content=b"x", headers=headers).status_code == status


def test_two_hosts_are_none_of_ours() -> None:
    scope: dict[str, Any] = {
        "type": "http",
        "method": "GET",
        "headers": [(b"host", b"127.0.0.1:8765"), (b"host", b"evil.example")],
    }
    assert Guard(Starlette(), 8765).refusal(Request(scope)) is not None


@pytest.mark.parametrize("path", ["/", "/non-esiste"])
def test_every_answer_carries_the_policy(client: TestClient, path: str) -> None:
    for answer in (client.get(path), client.get(path, headers={"host": "evil.example"})):
        assert {name: answer.headers[name] for name in HEADERS} == dict(HEADERS)
    policy = HEADERS["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_the_body_is_read_no_further_than_its_bound(client: TestClient) -> None:
    assert client.post("/invia", content=b"0123456789", headers=OURS).text == "0123456789"
    assert client.post("/invia", content=b"01234567890", headers=OURS).status_code == 413
    assert client.post("/invia", content=b"", headers={**OURS, "content-length": "99999999999"}).status_code == 413
    assert client.post("/invia", content=b"", headers={**OURS, "content-length": "-1"}).status_code == 413
    in_parts = (b"12345" for _ in range(3))
    assert client.post("/invia", content=in_parts, headers=OURS).status_code == 413  # no length announced


def test_a_body_that_never_ends_is_dropped() -> None:
    import asyncio

    async def never() -> Any:
        await asyncio.Event().wait()

    scope: dict[str, Any] = {"type": "http", "method": "POST", "headers": []}

    async def scenario() -> None:
        with pytest.raises(ExtractorError, match="non arriva per intero"):
            await body_of(Request(scope, never), patience=0.01)

    asyncio.run(scenario())
