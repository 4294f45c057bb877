"""Where gold and predicted records come from: folders, or the extractor itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from extractor.errors import ReadingError, RecordError, UsageError
from extractor.evaluation.facts import AmountFacts, Goal, RecordFacts, Stretch
from extractor.evaluation.measure import Case
from extractor.evaluation.outcome import fits
from extractor.reading import ReadDocument, read_file

TEXT_SUFFIXES = (".txt", ".md")
RECORD_SUFFIXES = (".gold.json", ".json")


def gold_texts(folder: Path, only: Sequence[str] = ()) -> dict[str, tuple[Path, Path]]:
    """Find the announcements of a gold folder and of those below it.

    Args:
        folder: holds NAME.txt or NAME.md with NAME.gold.json or NAME.json; the first of each where both are there.
        only: patterns with `*` and `?`; names that fit none are passed over.

    Returns:
        For each name, in order, its text and its gold.

    Raises:
        ReadingError: there is no such folder, nothing in it, or gold without text.
    """
    records = _records(_existing(folder))
    found = {}
    for name, record in sorted(records.items()):
        if not fits(name, only):
            continue
        texts = [path for suffix in TEXT_SUFFIXES if (path := folder / f"{name}{suffix}").is_file()]
        if not texts:
            raise ReadingError(f"manca il testo di questo gold: aggiungere {name}.txt o {name}.md", name=str(record))
        found[name] = (texts[0], record)
    if not found:
        wanted = f" che si chiami {' o '.join(only)}" if only else ""
        raise ReadingError(f"non contiene alcun NOME.txt con NOME.gold.json o NOME.json{wanted}", name=str(folder))
    return found


def texts_without_gold(folder: Path) -> list[str]:
    """The texts that are passed over because no gold is beside them; a README is none."""
    records = _records(folder)
    texts = {
        path.relative_to(folder).with_suffix("").as_posix() for s in TEXT_SUFFIXES for path in folder.rglob(f"*{s}")
    }
    return sorted(name for name in texts - records.keys() if not name.rpartition("/")[2].upper().startswith("README"))


def read_case(name: str, text: Path, record: Path) -> tuple[Case, ReadDocument]:
    """Read one announcement and its gold, and see that the gold's offsets are those of the text.

    Raises:
        ReadingError: the text cannot be read.
        RecordError: the gold is no record, or belongs to another text.
    """
    document = read_file(text)
    gold = read_record(record)
    for start, end, claimed in _stretches(gold):
        if document.text[start:end] != claimed:
            there = document.text[start:end]
            raise RecordError(f"[{start}:{end}] dice {claimed!r}, ma {text.name} ha {there!r}", name=str(record))
    return Case(name, document.text, gold), document


def read_record(path: Path) -> RecordFacts:
    """Read one record from disk.

    Raises:
        ReadingError: it cannot be read.
        RecordError: it is no record.
    """
    try:
        return RecordFacts.from_json(path.read_bytes(), str(path))
    except OSError as error:
        raise ReadingError(f"non si può leggere: {error.strerror or error}", name=str(path)) from error


def from_folder(folder: Path) -> Callable[[str], RecordFacts]:
    """Make a function that takes a name and gives the record predicted for it, FOLDER/NAME.json.

    Raises:
        ReadingError: there is no such folder.
    """
    _existing(folder)

    def predicted(name: str) -> RecordFacts:
        for suffix in reversed(RECORD_SUFFIXES):
            if (path := folder / f"{name}{suffix}").is_file():
                return read_record(path)
        raise ReadingError(f"manca il risultato per {name}: aggiungere {name}.json", name=str(folder))

    return predicted


def from_extractor(model: str | None = None) -> Callable[[ReadDocument], RecordFacts]:
    """Load the pipeline and make a function that runs it on one announcement; `model` as `extractor.load` takes it."""
    import extractor
    from extractor.pipeline.assemble import assemble

    nlp = extractor.load(model=model)

    def predicted(document: ReadDocument) -> RecordFacts:
        record = assemble(nlp(document.text), document)
        return RecordFacts.from_json(record.to_json(), document.name or "-")

    return predicted


def _existing(folder: Path) -> Path:
    if not folder.exists():
        raise ReadingError("non esiste: controllare il nome della cartella", name=str(folder))
    if not folder.is_dir():
        raise UsageError("non è una cartella: indicare quella che contiene i file", name=str(folder))
    return folder


def _records(folder: Path) -> dict[str, Path]:
    found: dict[str, Path] = {}
    for suffix in RECORD_SUFFIXES:
        for path in sorted(folder.rglob(f"*{suffix}")):
            name = path.relative_to(folder).as_posix().removesuffix(suffix)
            if path.is_file() and not name.endswith(".gold"):
                found.setdefault(name, path)
    return found


def _stretches(gold: RecordFacts) -> Iterator[tuple[int, int, str]]:
    """Every place that gold claims to hold a text."""
    places: list[AmountFacts | Goal | Stretch] = [mention for entity in gold.entities for mention in entity.mentions]
    for amount, _ in gold.sums():
        places += [amount, *amount.mentions]
    for agreement in gold.agreements:
        places += agreement.project.objectives if agreement.project else []
    for place in places:
        if place.start is not None and place.end is not None and place.text is not None:
            yield place.start, place.end, place.text
