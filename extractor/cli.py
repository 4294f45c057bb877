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
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from extractor import __version__
from extractor.command.messages import complain, complain_of
from extractor.errors import ExtractorError, UsageError

if TYPE_CHECKING:
    from extractor.reading.inputs import Input
    from extractor.reading.options import ReadOptions

OK, SOME_FAILED, NOTHING_DONE, INTERRUPTED, OUTPUT_CLOSED = 0, 1, 2, 130, 141

HELP = """\
Uso: extract [OPZIONI] FILE...

Legge comunicati della pubblica amministrazione e ne ricava gli accordi: chi,
che cosa, quanto denaro, a carico di chi. FILE è un testo, una pagina HTML, un
PDF, un DOCX, un messaggio .eml, una tabella (CSV, JSONL, Parquet), un archivio
(.zip, .tar.gz), una cartella o un modello come '2025/**/*.pdf'; "-" è un testo
sullo standard input. Nulla lascia questo computer.

  --format text|json   riassunto o JSON; se manca, riassunto a schermo e JSON
                       altrove; con più file, un documento JSON per riga
  --lexicon FILE.toml  aggiunge enti, imprese, persone, progetti (ripetibile)
  --model NOME|rules   trova i nomi con un'altra pipeline spaCy (o solo con le
                       regole) invece che con il modello del programma
  --explain            per ogni valore la regola, la parola o il modello che
                       l'ha dato, invece del riassunto
  --no-color           senza colori, come con la variabile NO_COLOR
  --schema             stampa lo schema JSON dei record
  --version            stampa la versione
  -h, --help           stampa questo aiuto

Molti file:
  --to USCITA          scrive in un file o in una cartella, secondo la fine del
                       nome o --format: jsonl, csv, xlsx, parquet, sqlite, ftm,
                       html; se interrotto, lo stesso comando riprende
  --fresh              non riprende: ricomincia da capo
  --files-from ELENCO  legge i nomi da ELENCO, uno per riga ("-": stdin)
  --text-column NOME   la colonna del testo nelle tabelle; così --id-column,
                       --date-column e --url-column
  --workers N          processi (se manca, uno per ogni core)
  --timeout SECONDI    limite di tempo per documento (300; 0: nessuno)
  --strict             si ferma al primo file che non riesce
  --cluster INDIRIZZO  lavora su un cluster Dask

Esempi:
  extract comunicato.txt
  extract comunicati/ archivio.zip --to accordi.xlsx
  curl -s INDIRIZZO/testo.txt | extract --format text -

Esce con 0 se tutto riesce, 1 se qualche file non riesce, 2 se nessuno.
"""

_argparse_messages = (  # argparse speaks English; these are all it can say of the options above
    (r"unrecognized arguments: (.*)", r"opzione sconosciuta: \1"),
    (r"argument (\S+): expected one argument", r"\1 vuole un valore"),
    (r"argument (\S+): ignored explicit argument (.*)", r"\1 non vuole un valore: \2"),
    (r"argument (\S+): (.*)", r"\1: \2"),
)


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
        complain_of(error)
        return NOTHING_DONE
    except OSError as error:  # the disk is full, the terminal is gone
        complain(f"non si può scrivere o leggere: {error.strerror or error}", error.filename)
        return SOME_FAILED
    except Exception as error:
        complain_of(error)
        return NOTHING_DONE
    return status


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = _Parser(prog="extract", add_help=False, allow_abbrev=False)
    parser.add_argument("files", nargs="*")
    for option, kind in _valued.items():
        parser.add_argument(option, type=kind)
    parser.add_argument("--lexicon", action="append", type=Path, default=[])
    for flag in _flags:
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


def _at_least_one(value: str) -> int:
    if not value.isdecimal() or not int(value):
        raise argparse.ArgumentTypeError(f"{value!r} non è un numero intero maggiore di zero")
    return int(value)


def _seconds(value: str) -> float:
    try:
        seconds = float(value.replace(",", "."))
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds < float("inf"):
        raise argparse.ArgumentTypeError(f"{value!r} non è un numero di secondi")
    return seconds


_valued: dict[str, Callable[[str], object]] = {
    "--format": str,
    "--model": str,
    "--to": Path,
    "--files-from": str,
    "--text-column": str,
    "--id-column": str,
    "--date-column": str,
    "--url-column": str,
    "--workers": _at_least_one,
    "--timeout": _seconds,
    "--cluster": str,
}
_flags = ("--explain", "--no-color", "--schema", "--version", "--strict", "--fresh")


def _run(options: argparse.Namespace) -> int:
    if options.help:
        sys.stdout.write(HELP)
        return OK
    if options.version:
        print(f"extract {__version__}")
        return OK
    if options.schema:
        return _print_schema()
    if not options.files and options.files_from is None:
        raise UsageError('manca il FILE da leggere, o "-" per lo standard input (vedere extract --help)')
    if options.to is None and options.format not in (None, "text", "json"):
        raise UsageError(
            f"--format: {options.format!r} non è un formato senza --to: scegliere text o json (vedere extract --help)"
        )
    done, failed = _extract(options)
    if not failed:
        return OK
    return SOME_FAILED if done or options.to else NOTHING_DONE


def _print_schema() -> int:
    import json

    from extractor.records import json_schema

    sys.stdout.buffer.write(json.dumps(json_schema(), ensure_ascii=False, indent=2).encode() + b"\n")
    return OK


def _extract(options: argparse.Namespace) -> tuple[int, int]:
    """Do the work; how many documents gave a record, and how many did not."""
    from extractor.reading.options import ReadOptions

    columns = {name: getattr(options, name) for name in ("text_column", "id_column", "date_column", "url_column")}
    reading = ReadOptions(**columns)
    if options.explain:
        return _explain(options, reading)
    inputs = _few(options, reading)
    if inputs is not None:
        from extractor.command.one import extract_here

        return extract_here(inputs, reading, options.lexicon, options.model, options.format, color=not options.no_color)
    from extractor.command.many import extract_many

    return extract_many(options, reading)


def _explain(options: argparse.Namespace, reading: ReadOptions) -> tuple[int, int]:
    """Show the reasons for each document's record."""
    if options.to or options.files_from or options.cluster:
        raise UsageError("--explain si usa da solo con uno o più FILE (vedere extract --help)")
    from extractor.command.one import explain_here
    from extractor.reading.inputs import expand

    return explain_here(expand(options.files, reading), reading, options.lexicon, options.model)


def _few(options: argparse.Namespace, reading: ReadOptions) -> Iterable[Input] | None:
    """The inputs, where a short way is enough: standard input, or a name that stands for a single document."""
    if len(options.files) != 1 or options.to or options.files_from or options.cluster:
        return None
    from extractor.reading.contents import printable_name
    from extractor.reading.inputs import STDIN_NAME, expand

    name = options.files[0]
    inputs = expand([name], reading)
    if name == STDIN_NAME:
        return inputs
    first = list(islice(inputs, 2))
    return first if [each.name for each in first] == [printable_name(name)] else None


def _forget_output() -> None:
    """Let the interpreter's last flush go nowhere, so that it does not complain of the closed pipe."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    sys.exit(main())
