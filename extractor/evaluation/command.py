"""`extract-evaluate`: arguments in, calls out, nothing else.

Exit status: 0 all well, 2 wrong usage or something could not be read, 130 interrupted, 141 output closed.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from extractor.errors import ExtractorError, UsageError
from extractor.writing.printable import on_one_line

if TYPE_CHECKING:
    from extractor.evaluation.outcome import Outcome

OK, FAILED, INTERRUPTED, OUTPUT_CLOSED = 0, 2, 130, 141

HELP = """\
Uso: extract-evaluate [OPZIONI] GOLD [RISULTATI]
     extract-evaluate [OPZIONI] [GOLD] --compare A B

Confronta i record estratti con quelli giusti (gold) e stampa precisione,
richiamo e F1. La cartella GOLD contiene NOME.txt o NOME.md con NOME.gold.json
o NOME.json, anche in sottocartelle; RISULTATI contiene NOME.json. Senza
RISULTATI estrae da sé.

  --errors[=TEMI]      elenca mancati (−), di troppo (+), diversi (≠); TEMI
                       separati da virgole: sums roles payers parts entities
                       agreements fields mentions, o etichette (COMPANY ...)
  --compare A B        che cosa cambia da A a B: due cartelle di risultati
                       (con GOLD) o due file scritti con --json
  --only NOME          solo i comunicati di questo nome, con * e ? (ripetibile)
  --model NOME         nomi da un'altra pipeline di spaCy, o 'rules': da nessuna
  --json               tutto in JSON
  --no-color           senza colori
  -h, --help           stampa questo aiuto

Esempi:
  extract-evaluate samples
  extract-evaluate samples --errors roles,payers --only 'lombardia-*'
  extract-evaluate samples --json > prima.json
  extract-evaluate --compare prima.json dopo.json

Che cosa conta come giusto è scritto in extractor/evaluation/README.md.
"""

_argparse_messages = (  # argparse speaks English; these are all it can say of the options above
    (r"unrecognized arguments: (.*)", r"argomento di troppo o sconosciuto: \1"),
    (r"argument (\S+): expected one argument", r"\1 vuole un valore"),
    (r"argument (\S+): expected 2 arguments", r"\1 vuole due valori, A e B"),
    (r"argument (\S+): ignored explicit argument (.*)", r"\1 non vuole un valore: \2"),
    (r"argument (\S+): (.*)", r"\1: \2"),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status; what cannot be done is told in one line on standard error.

    Args:
        arguments: what follows the command's name; those of this process if not given.
    """
    try:
        status = _run(_parse(arguments))
        sys.stdout.flush()
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        with contextlib.suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OUTPUT_CLOSED
    except ExtractorError as error:
        about = f"{on_one_line(error.name)}: " if error.name else ""
        _complain(f"{about}{error.message}")
        return FAILED
    except OSError as error:  # the disk is full, the terminal is gone
        _complain(f"non si può scrivere o leggere: {error.strerror or error}")
        return FAILED
    except Exception as error:
        if os.environ.get("EXTRACT_DEBUG") == "1":
            raise
        _complain(f"errore imprevisto ({type(error).__name__}: {error}): con EXTRACT_DEBUG=1 si vede dove")
        return FAILED
    return status


def _complain(message: str) -> None:
    print(f"extract-evaluate: {on_one_line(message)}", file=sys.stderr)


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        for english, italian in _argparse_messages:
            if match := re.fullmatch(english, message, re.DOTALL):
                message = match.expand(italian)
                break
        raise UsageError(f"{message} (vedere extract-evaluate --help)")


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = _Parser(prog="extract-evaluate", add_help=False, allow_abbrev=False)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--errors", nargs="?", const=[], type=_topics)
    parser.add_argument("--compare", nargs=2, type=Path)
    parser.add_argument("--only", action="append", default=[])
    parser.add_argument("--model")
    for flag in ("--json", "--no-color"):
        parser.add_argument(flag, action="store_true")
    parser.add_argument("-h", "--help", action="store_true")
    return parser.parse_intermixed_args(arguments)


def _topics(value: str) -> list[str]:
    from extractor.evaluation.outcome import TOPICS
    from extractor.records.entities import Label

    known = (*TOPICS, *Label.__args__)  # type: ignore[attr-defined]
    topics = value.split(",")
    for topic in topics:
        if topic not in known:
            raise argparse.ArgumentTypeError(f"{topic!r} non è un tema: scegliere tra {', '.join(known)}")
    return topics


def _run(options: argparse.Namespace) -> int:
    if options.help:
        sys.stdout.write(HELP)
        return OK
    if options.model is not None and (options.compare or len(options.folders) == 2):
        raise UsageError("--model dice come estrarre: con RISULTATI o --compare non si estrae nulla, toglierlo")
    if options.compare:
        return _compare(options)
    if not options.folders:
        raise UsageError("manca la cartella GOLD (vedere extract-evaluate --help)")
    if len(options.folders) > 2:
        raise UsageError("troppe cartelle: una con il gold, una con i risultati (vedere extract-evaluate --help)")
    from extractor.evaluation.run import evaluate
    from extractor.evaluation.sources import texts_without_gold

    outcomes = evaluate(*options.folders, only=options.only, model=options.model)
    if passed_over := texts_without_gold(options.folders[0]):
        more = f" e altri {len(passed_over) - 3}" if len(passed_over) > 3 else ""
        _complain(f"nota: testi senza gold, non contano: {', '.join(passed_over[:3])}{more}")
    if options.json:
        _write_json(outcomes)
        return OK
    from extractor.evaluation.figures import figures
    from extractor.evaluation.tables import console_for, print_confusions, print_figures, print_findings

    console = console_for(sys.stdout, color=not options.no_color)
    if options.errors is not None:
        print_findings(outcomes, options.errors, console)
        console.print()
        print_confusions(outcomes, options.errors, console)
    print_figures(figures(outcomes), len(outcomes), console)
    return OK


def _compare(options: argparse.Namespace) -> int:
    from extractor.evaluation.comparison import compare
    from extractor.evaluation.report import comparison_as_json
    from extractor.evaluation.run import outcomes_of
    from extractor.evaluation.tables import console_for, print_comparison

    if len(options.folders) > 1:
        raise UsageError("--compare vuole al più una cartella, quella del gold, oltre ad A e B")
    gold = options.folders[0] if options.folders else None
    comparison = compare(*(outcomes_of(path, gold, options.only) for path in options.compare))
    if options.json:
        _write(comparison_as_json(comparison))
        return OK
    print_comparison(comparison, options.errors or [], console_for(sys.stdout, color=not options.no_color))
    return OK


def _write_json(outcomes: Sequence[Outcome]) -> None:
    from extractor.evaluation.report import as_json

    _write(as_json(outcomes))


def _write(document: str) -> None:
    sys.stdout.flush()
    sys.stdout.buffer.write(document.encode() + b"\n")
    sys.stdout.buffer.flush()
