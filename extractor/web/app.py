"""The routes of the local page."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Coroutine
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from extractor.errors import ExtractorError, RecordError, UsageError
from extractor.records import Announcement
from extractor.web.analysis import MOST_CHARACTERS, view_of
from extractor.web.corrections import corrected, read_correction
from extractor.web.downloads import KINDS, download
from extractor.web.guard import Guard, TooLargeError, TooSlowError, body_of
from extractor.web.page import front_page
from extractor.web.workers import BusyError, TooLongError, Workers

_media_types = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
_of_the_report = ("view.css", "view.js")
_of_the_page = ("page.css", "page.js", "requests.js", "selection.js", "editor.js", "fields.js", "icon.svg")
_statuses: tuple[tuple[type[ExtractorError], int], ...] = (
    (TooLargeError, 413),
    (TooSlowError, 408),
    (TooLongError, 503),
    (BusyError, 503),
    (RecordError, 400),
    (UsageError, 400),
)
_most_returned = 200_000_000
_glance = 0.25


def make_app(workers: Workers, *, port: int) -> ASGIApp:
    """The application, guarded.

    Args:
        workers: who analyses; whoever starts them ends them.
        port: where it is served, which every request must name.
    """
    routes = [
        Route("/", _front),
        Route("/static/{name}", _static),
        Route("/analizza", _analyse, methods=["POST"]),
        Route("/correggi", _correct, methods=["POST"]),
        Route("/scarica/{kind}", _download, methods=["POST"]),
    ]
    app = Starlette(routes=routes, exception_handlers={ExtractorError: _explain, 500: _apologise})
    app.state.workers = workers
    return Guard(app, port)


async def _front(_: Request) -> Response:
    return HTMLResponse(front_page())


async def _static(request: Request) -> Response:
    name = request.path_params["name"]
    if name in _of_the_report:
        place = files("extractor.writing.report") / "assets" / name
    elif name in _of_the_page:
        place = files("extractor.web") / "static" / name
    else:
        return Response("non c'è", status_code=404, media_type="text/plain")
    return Response(place.read_bytes(), media_type=_media_types[Path(name).suffix])


async def _analyse(request: Request) -> Response:
    """The body is a file with its name in a header, or, without one, a pasted text; of several documents in a file
    another header may say which.
    """
    name = request.headers.get("x-file-name")
    number = request.headers.get("x-document", "")
    data = await body_of(request)
    workers: Workers = request.app.state.workers
    shown = unquote(name, errors="replace")[:300] if name is not None else None
    document = int(number) if re.fullmatch(r"[0-9]{1,6}", number) else None
    work = workers.analyse(data, name=shown, pasted=name is None, document=document)
    answer = await _unless_given_up(request, work)
    return JSONResponse(answer, status_code=422 if "error" in answer else 200)


async def _unless_given_up(request: Request, work: Coroutine[Any, Any, dict[str, Any]]) -> dict[str, Any]:
    """Wait for an answer while somebody waits for it; whoever goes away leaves the process to the next."""
    task = asyncio.ensure_future(work)
    try:
        while not (await asyncio.wait({task}, timeout=_glance))[0]:
            if await request.is_disconnected():
                raise ExtractorError("lettura interrotta")
        return task.result()
    finally:
        task.cancel()


async def _correct(request: Request) -> Response:
    given = await _sent(request)

    def answer() -> dict[str, Any]:
        record, text = _record_of(given)
        return view_of(corrected(record, text, read_correction(given.get("correction"))), text)

    return JSONResponse(await asyncio.to_thread(answer))


async def _download(request: Request) -> Response:
    kind = request.path_params["kind"]
    if kind not in KINDS:
        raise UsageError(f"formato sconosciuto: scegliere fra {', '.join(KINDS)}")
    given = await _sent(request)
    made = await asyncio.to_thread(lambda: download(*_record_of(given), kind))
    headers = {"Content-Disposition": f'attachment; filename="{made.name}"'}
    return Response(made.data, media_type=made.media_type, headers=headers)


async def _sent(request: Request) -> dict[str, Any]:
    body = await body_of(request, most=_most_returned)
    try:
        given = await asyncio.to_thread(json.loads, body)
    except (ValueError, RecursionError) as error:
        raise UsageError("la richiesta non è JSON: ricaricare la pagina") from error
    if not isinstance(given, dict):
        raise UsageError("la richiesta non è un oggetto JSON: ricaricare la pagina")
    return given


def _record_of(given: dict[str, Any]) -> tuple[Announcement, str]:
    """The record and the text that the page sent back: it may have been changed on the way, so all is checked."""
    text = given.get("text")
    if not isinstance(text, str) or len(text) > MOST_CHARACTERS:
        raise UsageError("manca il testo del comunicato: ricaricare la pagina")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise UsageError("il testo ha caratteri che UTF-8 non scrive: ricaricare la pagina") from error
    record = Announcement.from_json(json.dumps(given.get("record")))
    record.check_spans(text)
    return record, text


async def _explain(_: Request, error: Exception) -> Response:
    status = next((status for kind, status in _statuses if isinstance(error, kind)), 422)
    return JSONResponse({"error": str(error)}, status_code=status)


async def _apologise(_: Request, error: Exception) -> Response:
    del error
    message = "errore imprevisto: segnalarlo a chi cura il programma, con il testo che lo ha causato"
    return JSONResponse({"error": message}, status_code=500)
