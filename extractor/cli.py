"""`extract`: arguments in, calls out, nothing else.

Exit status: 0 all well, 1 some inputs failed, 2 wrong usage or nothing could be read, 130 interrupted,
141 the reader of our output went away.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, ParamSpec, TypeVar

from extractor import __version__
from extractor.errors import ExtractorError, UsageError
from extractor.writing.printable import on_one_line

if TYPE_CHECKING:
    from extractor.reading import ReadDocument
    from extractor.records import Announcement

OK, SOME_FAILED, NOTHING_DONE, INTERRUPTED, OUTPUT_CLOSED = 0, 1, 2, 130, 141

HELP = """\
Uso: extract [OPZIONI] FILE...

Legge comunicati della pubblica amministrazione e ne ricava gli accordi: chi,
che cosa, quanto denaro, a carico di chi. FILE è un testo o un Markdown; "-" è
lo standard input. Nulla lascia questo computer.

  --format text|json   riassunto o JSON; se manca, riassunto a schermo e JSON
                       altrove; con più file, un documento JSON per riga
  --lexicon FILE.toml  aggiunge enti, imprese, persone, progetti (ripetibile)
  --no-color           senza colori, come con la variabile NO_COLOR
  --schema             stampa lo schema JSON dei record
  --version            stampa la versione
  -h, --help           stampa questo aiuto

Esempi:
  extract comunicato.txt
  extract comunicati/*.txt > accordi.jsonl
  curl -s INDIRIZZO/testo.txt | extract --format text -
  extract --lexicon redazione.toml comunicato.md | jq .agreements

Esce con 0 se tutto riesce, 1 se qualche file non riesce, 2 se nessuno.
"""

_argparse_messages = (  # argparse speaks English; these are all it can say of the options above
    (r"unrecognized arguments: (.*)", r"opzione sconosciuta: \1"),
    (r"argument (\S+): expected one argument", r"\1 vuole un valore"),
    (r"argument (\S+): ignored explicit argument (.*)", r"\1 non vuole un valore: \2"),
    (r"argument (\S+): (.*)", r"\1: \2"),
)

P = ParamSpec("P")
T = TypeVar("T")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status; it raises nothing, but may print one line to standard error.

    Args:
        arguments: what follows the command's name; those of this process if not given.
    """
    try:
        status = _run(_parse(arguments))
        sys.stdout.flush()
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        _forget_output()
        return OUTPUT_CLOSED
    except ExtractorError as error:
        _complain(error.message, error.name)
        return NOTHING_DONE
    except OSError as error:  # the disk is full, the terminal is gone
        _complain(f"non si può scrivere o leggere: {error.strerror or error}", error.filename)
        return SOME_FAILED
    except Exception as error:
        _complain_of_defect(error)
        return NOTHING_DONE
    return status


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = _Parser(prog="extract", add_help=False, allow_abbrev=False)
    parser.add_argument("files", nargs="*")
    parser.add_argument("--format", type=_format)
    parser.add_argument("--lexicon", action="append", type=Path, default=[])
    parser.add_argument("--no-color", action="store_true")
    for flag in ("--schema", "--version"):
        parser.add_argument(flag, action="store_true")
    parser.add_argument("-h", "--help", action="store_true")
    given = list(sys.argv[1:] if arguments is None else arguments)
    end = given.index("--") if "--" in given else len(given)  # intermixed parsing forgets what "--" means
    options = parser.parse_intermixed_args(given[:end])
    options.files += given[end + 1 :]
    return options


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        for english, italian in _argparse_messages:
            if match := re.fullmatch(english, message, re.DOTALL):
                message = match.expand(italian)
                break
        raise UsageError(f"{message} (vedere extract --help)")


def _format(value: str) -> str:
    if value not in ("text", "json"):
        raise argparse.ArgumentTypeError(f"{value!r} non è un formato: scegliere text o json")
    return value


def _run(options: argparse.Namespace) -> int:
    if options.help:
        sys.stdout.write(HELP)
        return OK
    if options.version:
        print(f"extract {__version__}")
        return OK
    if options.schema:
        return _print_schema()
    if not options.files:
        raise UsageError('manca il FILE da leggere, o "-" per lo standard input (vedere extract --help)')
    return _extract_all(options)


def _print_schema() -> int:
    import json

    from extractor.records import json_schema

    sys.stdout.buffer.write(json.dumps(json_schema(), ensure_ascii=False, indent=2).encode() + b"\n")
    return OK


def _extract_all(options: argparse.Namespace) -> int:
    done = 0
    extract: Callable[[ReadDocument], Announcement] | None = None
    write: Callable[[str, Announcement], None] | None = None
    for name in options.files:
        document = _attempt(name, _read, name)
        if document is None:
            continue
        extract = extract or _extraction(options.lexicon)
        record = _attempt(name, extract, document)
        if record is None:
            continue
        write = write or _writer(options)
        write(name, record)
        done += 1
    if done == len(options.files):
        return OK
    return SOME_FAILED if done else NOTHING_DONE


def _attempt(name: str, action: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | None:
    """Do one thing for one input; where it fails, say so and go on."""
    try:
        return action(*args, **kwargs)
    except ExtractorError as error:
        _complain(error.message, error.name or name)
    except Exception as error:
        _complain_of_defect(error, name)
    return None


def _read(name: str) -> ReadDocument:
    from extractor.reading import STDIN_NAME, read_file, read_stdin

    return read_stdin() if name == STDIN_NAME else read_file(name)


def _extraction(lexicon: Sequence[Path]) -> Callable[[ReadDocument], Announcement]:
    """Load the pipeline, which takes a second: only when there is something to read."""
    from extractor.pipeline import load
    from extractor.pipeline.assemble import assemble

    nlp = load(lexicon)
    return lambda document: assemble(nlp(document.text), document)


def _writer(options: argparse.Namespace) -> Callable[[str, Announcement], None]:
    several = len(options.files) > 1
    if (options.format or ("text" if sys.stdout.isatty() else "json")) == "json":
        from extractor.writing.json import write_json

        def as_json(_: str, record: Announcement) -> None:
            write_json(record, sys.stdout.buffer, on_one_line=several)
            sys.stdout.buffer.flush()

        return as_json

    from extractor.writing.terminal import console_for, write_heading, write_summary

    if reconfigure := getattr(sys.stdout, "reconfigure", None):
        reconfigure(errors="replace")  # a terminal without € gets "?", not a crash
    console = console_for(sys.stdout, color=not options.no_color)

    def as_text(name: str, record: Announcement) -> None:
        if several:
            write_heading(name, console)
        write_summary(record, console)
        sys.stdout.flush()

    return as_text


def _complain(message: str, name: str | None = None) -> None:
    about = f"{on_one_line(name)}: " if name else ""
    print(f"extract: {about}{on_one_line(message)}", file=sys.stderr)


def _complain_of_defect(error: Exception, name: str | None = None) -> None:
    if os.environ.get("EXTRACT_DEBUG") == "1":
        import traceback

        traceback.print_exception(error)
    what = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    _complain(
        f"errore imprevisto ({what}): segnalarlo a chi cura il programma, con il file e "
        "con quanto stampa EXTRACT_DEBUG=1",
        name,
    )


def _forget_output() -> None:
    """Let the interpreter's last flush go nowhere, so that it does not complain of the closed pipe."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    sys.exit(main())
