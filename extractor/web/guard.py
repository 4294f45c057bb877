"""What is let through to the page: this machine's own browser, asking this page, within bounds of size and time.

A page of another site can make the browser send requests here, and a name of its own can be pointed at 127.0.0.1. So
the Host must be ours (against the second), and whatever changes or reads anything must come from our own page, by
Origin and Sec-Fetch-Site (against the first).
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from extractor.errors import ExtractorError

MOST_BYTES = 25_000_000
"""An upload larger than this is refused."""
MOST_SECONDS_SENDING = 60.0
"""A request that is not here whole after this is dropped."""

_policy = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": _policy,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class TooLargeError(ExtractorError):
    """The request is larger than is allowed."""


class TooSlowError(ExtractorError):
    """The request did not arrive in time."""


class Guard:
    """The outermost layer of the application.

    Args:
        app: what it guards.
        port: where the page is served, which the Host of every request must name.
    """

    def __init__(self, app: ASGIApp, port: int) -> None:
        self.app = app
        names = ("127.0.0.1", "localhost", "[::1]")
        self.hosts = {f"{name}:{port}" for name in names} | (set(names) if port == 80 else set())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        refusal = self.refusal(Request(scope))
        sender = _with_headers(send)
        if refusal is not None:
            await JSONResponse({"error": refusal}, status_code=403)(scope, receive, sender)
            return
        await self.app(scope, receive, sender)

    def refusal(self, request: Request) -> str | None:
        """Why a request is not let through, or None."""
        hosts = request.headers.getlist("host")
        if len(hosts) != 1 or hosts[0].lower() not in self.hosts:
            return "indirizzo non ammesso: aprire la pagina da 127.0.0.1"
        origins = request.headers.getlist("origin")
        if any(origin.lower() != f"http://{hosts[0].lower()}" for origin in origins):
            return "richiesta da un'altra pagina: non ammessa"
        site = request.headers.get("sec-fetch-site", "same-origin")
        if request.method in ("GET", "HEAD"):
            followed = site == "none" or request.headers.get("sec-fetch-mode", "navigate") == "navigate"
            return None if site == "same-origin" or followed else "richiesta da un'altra pagina: non ammessa"
        if not origins or site != "same-origin":
            return "richiesta da un'altra pagina: non ammessa"
        return None


async def body_of(request: Request, *, most: int = MOST_BYTES, patience: float = MOST_SECONDS_SENDING) -> bytes:
    """The whole body, read no further than the bound.

    Raises:
        TooLargeError: it is larger than that.
        TooSlowError: it is not here in time.
    """
    too_large = TooLargeError(f"supera {most // 1_000_000} MB: dividerlo o usare il comando extract")
    announced = request.headers.get("content-length", "0")
    if not announced.isdecimal() or int(announced[:15]) > most:
        raise too_large
    parts: list[bytes] = []
    size = 0
    try:
        async with asyncio.timeout(patience):
            async for part in request.stream():
                size += len(part)
                if size > most:
                    raise too_large
                parts.append(part)
    except TimeoutError as error:
        raise TooSlowError("la richiesta non arriva per intero: riprovare") from error
    return b"".join(parts)


def _with_headers(send: Send) -> Send:
    async def sender(message: Message) -> None:
        if message["type"] == "http.response.start":
            own = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]
            message["headers"] = [*message.get("headers", []), *own]
        await send(message)

    return sender
