"""The command ``python -m models.corpus check | convert | report``."""

import argparse
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from extractor.lexicon import default_lexicon
from models.corpus.check import check
from models.corpus.convert import convert, to_json
from models.corpus.document import read
from models.corpus.markup import MarkupError
from models.corpus.novelty import novelty
from models.corpus.report import report

CORPUS: Final = Path(__file__).parent
SAMPLES: Final = CORPUS.parents[1] / "samples"

_EXAMPLES: Final = """examples:
  python -m models.corpus check                              all of models/corpus and samples
  python -m models.corpus check models/corpus/train/one.marked
  python -m models.corpus convert models/corpus/train --to /tmp/gold
  python -m models.corpus convert samples/one.marked         writes samples/one.txt, samples/one.gold.json
  python -m models.corpus report models/corpus/dev
"""


class _UsageError(Exception):
    """A command that cannot be carried out as it was given."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; the status is 0, 1 where slips were found, 2 where the command cannot be carried out."""
    options = _parser().parse_args(arguments)
    try:
        paths = list(marked_files(options.paths or [path for path in (CORPUS, SAMPLES) if path.is_dir()]))
        if options.command == "convert":
            return _convert(paths, options.to)
        return _check(paths) if options.command == "check" else _report(paths)
    except (_UsageError, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 2


def marked_files(paths: Iterable[Path]) -> Iterator[Path]:
    """The marked files among paths: a file is taken as it is, a folder gives every ``*.marked`` below it, sorted."""
    for path in paths:
        if path.is_dir():
            yield from sorted(path.rglob("*.marked"))
        else:
            yield path


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m models.corpus",
        description="Check, convert and count marked announcements (the format: models/corpus/GUIDELINE.md).",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="check | convert | report")
    everything = "marked files, or folders that hold them (default: models/corpus and samples)"
    for name, says in (("check", "print every slip as FILE:LINE: message"), ("report", "count what is there")):
        command = commands.add_parser(name, help=says, description=says)
        command.add_argument("paths", nargs="*", type=Path, metavar="PATH", help=everything)
    says = "write NAME.txt and NAME.gold.json"
    command = commands.add_parser("convert", help=says, description=says)
    command.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="marked files, or folders that hold them")
    command.add_argument("--to", type=Path, metavar="DIR", help="where to write (default: beside a file of samples/)")
    return parser


def _check(paths: Sequence[Path]) -> int:
    failed = False
    for path in paths:
        for slip in check(path):
            print(f"{_shown(path)}:{slip}")
            failed |= not slip.warning
    return int(failed)


def _convert(paths: Sequence[Path], folder: Path | None) -> int:
    targets: dict[Path, Path] = {}
    for path in paths:
        if folder is None and not path.resolve().is_relative_to(SAMPLES):
            raise _UsageError(f"{path} is not in samples/: say where to write with --to DIR")
        target = (folder or path.parent) / path.stem
        if target in targets.values():
            raise _UsageError(f"{path}: {target} would be written twice")
        targets[path] = target
    failed = False
    for path, target in targets.items():
        if wrong := [slip for slip in check(path) if not slip.warning]:
            failed = True
            print(*(f"{_shown(path)}:{slip}" for slip in wrong), sep="\n", file=sys.stderr)
            continue
        document = read(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        _write(target.with_name(target.name + ".txt"), document.text)
        _write(target.with_name(target.name + ".gold.json"), to_json(convert(document)))
    return int(failed)


def _report(paths: Sequence[Path]) -> int:
    documents = {}
    failed = False
    for path in paths:
        try:
            documents[_shown(path)] = read(path)
        except MarkupError as error:
            failed = True
            print(f"{_shown(path)}:{error}", file=sys.stderr)
    print(report(documents))
    for split, new, names in novelty(documents, default_lexicon()):
        share = f"{new} of {names} ({new / names:.0%})" if names else "0"
        print(f"companies of {split} new to training and lexicon  {share}")
    return int(failed)


def _write(path: Path, text: str) -> None:
    path.write_bytes(text.encode("utf-8"))


def _shown(path: Path) -> str:
    """A path as messages show it: from here where it is below."""
    return os.path.relpath(path) if path.resolve().is_relative_to(Path.cwd()) else str(path)


if __name__ == "__main__":
    sys.exit(main())
