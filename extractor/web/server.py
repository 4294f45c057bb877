"""The page on a socket: processes first, then the server, until it is interrupted."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Sequence
from pathlib import Path

import uvicorn

from extractor.web.app import make_app
from extractor.web.workers import Workers


def serve(listener: socket.socket, lexicon: Sequence[Path], when_ready: Callable[[str], object]) -> None:
    """Serve until interrupted.

    Args:
        listener: a socket that listens on this machine only.
        lexicon: files of names to know besides the built-in ones.
        when_ready: called with the page's address.

    Raises:
        LexiconError: one of those files is missing or has a mistake.
    """
    port = listener.getsockname()[1]

    async def run() -> None:
        workers = Workers(lexicon)
        try:
            await workers.start()
            config = uvicorn.Config(
                make_app(workers, port=port),
                lifespan="off",
                log_level="error",
                access_log=False,
                server_header=False,
                limit_concurrency=64,
                timeout_keep_alive=15,
                timeout_graceful_shutdown=2,
            )
            server = _Server(config, lambda: when_ready(f"http://127.0.0.1:{port}/"))
            await server.serve(sockets=[listener])
        finally:
            workers.close()

    asyncio.run(run())


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, when_ready: Callable[[], object]) -> None:
        super().__init__(config)
        self._when_ready = when_ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._when_ready()
