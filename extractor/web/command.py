"""`extract-web`: serves the page on this machine and opens it in the browser."""

from __future__ import annotations

import argparse
import os
import socket
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from extractor.errors import ExtractorError, UsageError, in_words
from extractor.writing.printable import on_one_line

OK, FAILED = 0, 2
DEFAULT_PORT = 8765

HELP = f"""\
Uso: extract-web [OPZIONI]

Apre nel browser una pagina in cui incollare un comunicato o trascinare un file,
vedere che cosa dice, correggerlo e scaricarlo. La pagina risponde soltanto a
questo computer; nulla ne esce, nulla viene conservato.

  --port N             porta ({DEFAULT_PORT} se manca; 0 ne sceglie una libera)
  --lexicon FILE.toml  aggiunge enti, imprese, persone, progetti (ripetibile)
  --no-browser         non apre il browser
  -h, --help           stampa questo aiuto

Si ferma con Ctrl-C.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until interrupted; returns the exit status.

    Args:
        arguments: what follows the command's name; those of this process if not given.

    Example:
        >>> main(["--port", "novanta"])
        2
    """
    try:
        options = _parse(arguments)
        if options.help:
            sys.stdout.write(HELP)
            return OK
        _serve(options)
    except KeyboardInterrupt:
        return OK
    except ExtractorError as error:
        print(f"extract-web: {on_one_line(str(error))}", file=sys.stderr)
        return FAILED
    except Exception as error:
        if os.environ.get("EXTRACT_DEBUG") == "1":
            raise
        print(f"extract-web: {on_one_line(in_words(error))}", file=sys.stderr)
        return FAILED
    return OK


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise UsageError(f"opzioni sbagliate ({message}): vedere extract-web --help")


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = _Parser(prog="extract-web", add_help=False, allow_abbrev=False)
    parser.add_argument("--port", type=int, default=DEFAULT_PORT)
    parser.add_argument("--lexicon", action="append", type=Path, default=[])
    parser.add_argument("--no-browser", action="store_true")
    parser.add_argument("-h", "--help", action="store_true")
    return parser.parse_args(arguments)


def _serve(options: argparse.Namespace) -> None:
    try:
        from extractor.web.server import serve
    except ModuleNotFoundError as error:
        raise UsageError(
            f"manca {error.name}: installare con pip install 'it-announcements[web]' e riprovare"
        ) from error
    with _listening(options.port) as listener:
        serve(listener, options.lexicon, _no_browser if options.no_browser else _browser)


def _no_browser(address: str) -> None:
    print(f"Pagina pronta: {address} (Ctrl-C per fermarla)", flush=True)


def _browser(address: str) -> None:
    import webbrowser

    _no_browser(address)
    webbrowser.open(address)


def _listening(port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if sys.platform != "win32":  # there it would let another program share the port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", port))
        listener.listen(64)
    except (OSError, OverflowError) as error:
        listener.close()
        raise UsageError(f"la porta {port} non si può usare: sceglierne un'altra con --port, o --port 0") from error
    return listener
