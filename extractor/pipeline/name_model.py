"""The name model: a linear-chain conditional random field, read from its weights and applied with numpy.

It is trained with CRFsuite (``python -m models.train``). A word's score for each label is a sum over tables, so the
part that depends on the word alone is added up once for each distinct word and remembered; the rest are look-ups over
whole texts at once. That is several times as fast as handing CRFsuite the attributes of every word as strings, and
gives the same labels (a test compares them).
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy
from numpy.typing import NDArray

from extractor.byproducts import Byproducts
from extractor.errors import ExtractorError
from extractor.lexicon import Lexicon
from extractor.pipeline.name_features import CHANNELS, PAD, REACH, SURFACE_OFFSETS, TEMPLATES, Reading
from extractor.pipeline.name_surfaces import SurfaceReader, class_of

Floats = NDArray[numpy.float32]
Integers = NDArray[numpy.int32]

FORMAT = 1
_REMEMBERED = 60_000  # distinct words
_NEVER = -1e4
# how much better than no name the beginning of one must score: the rules miss few names but companies' (chosen on train)
CAUTION = {"INSTITUTION": 2.0, "PERSON": 2.0, "PROJECT": 2.0, "PLACE": 2.0}
_SEPARATOR = "\x1f"  # between the values of a template with several parts, in the weights file and in training


class NameSpan(NamedTuple):
    """Words ``first`` to ``end`` (exclusive) that the model takes for one name."""

    first: int
    end: int
    label: str


class Weights(NamedTuple):
    """What training gives: labels, transitions, and by table its keys and their scores, one column a label.

    ``surface`` has one block of labels for each of :data:`SURFACE_OFFSETS`; ``tables`` follow :data:`TEMPLATES`.
    """

    labels: tuple[str, ...]
    transitions: Floats
    surface: tuple[tuple[str, ...], Floats]
    tables: tuple[tuple[tuple[str, ...], Floats], ...]


def dump(weights: Weights) -> bytes:
    """Weights as the content of a file; equal weights give equal bytes."""
    arrays: dict[str, Any] = {
        "format": numpy.array([FORMAT], "<i4"),
        "labels": _packed(weights.labels),
        "transitions": weights.transitions.astype("<f2"),
    }
    for number, (keys, scores) in enumerate((weights.surface, *weights.tables)):
        rows, columns = numpy.nonzero(scores)
        arrays[f"keys{number}"] = _packed(keys)
        arrays[f"at{number}"] = (rows * scores.shape[1] + columns).astype("<u4")
        arrays[f"scores{number}"] = scores[rows, columns].astype("<f2")
    stream = io.BytesIO()
    numpy.savez_compressed(stream, **arrays)
    return stream.getvalue()


def load_weights(path: Path) -> Weights:
    """Read a weights file.

    Raises:
        ExtractorError: it cannot be read, or was written by another version of the program.
    """
    try:
        with numpy.load(path, allow_pickle=False) as arrays:
            if (
                int(arrays["format"][0]) != FORMAT
                or f"keys{len(TEMPLATES) + 1}" in arrays
                or f"keys{len(TEMPLATES)}" not in arrays
            ):
                raise ExtractorError(
                    f"{path}: pesi di un'altra versione del programma; rifarli con python -m models.train"
                )
            labels = _unpacked(arrays["labels"])
            tables = []
            for number in range(len(TEMPLATES) + 1):
                keys = _unpacked(arrays[f"keys{number}"])
                width = len(labels) * (1 if number else len(SURFACE_OFFSETS))
                scores = numpy.zeros(len(keys) * width, "float32")
                scores[arrays[f"at{number}"]] = arrays[f"scores{number}"]
                tables.append((keys, scores.reshape(len(keys), width)))
            return Weights(labels, arrays["transitions"].astype("float32"), tables[0], tuple(tables[1:]))
    except (OSError, ValueError, KeyError) as error:
        raise ExtractorError(f"{path}: i pesi del modello dei nomi non si possono leggere ({error})") from error


def own_weights(path: Path) -> Weights:
    """The weights that ship with the program, kept as they are needed: unpacking the file takes ten times as long."""
    state = path.stat()
    kept = Byproducts("names", f"{FORMAT} {path} {state.st_mtime_ns} {state.st_size}")
    plain = kept.get("weights")
    if plain is None:
        weights = load_weights(path)
        tables = [(keys, scores.tobytes()) for keys, scores in (weights.surface, *weights.tables)]
        kept.keep("weights", (weights.labels, weights.transitions.tobytes(), tables))
        kept.save()
        return weights
    labels, transitions, tables = plain
    arrays = [(keys, numpy.frombuffer(scores, "float32").reshape(len(keys), -1)) for keys, scores in tables]
    return Weights(
        labels, numpy.frombuffer(transitions, "float32").reshape(len(labels), -1), arrays[0], tuple(arrays[1:])
    )


def _packed(strings: Sequence[str]) -> NDArray[numpy.uint8]:
    return numpy.frombuffer("\n".join(strings).encode(), "uint8")


def _unpacked(array: NDArray[numpy.uint8]) -> tuple[str, ...]:
    content = array.tobytes().decode()
    return tuple(content.split("\n")) if content else ()


class NameModel:
    """A tagger made of weights and a lexicon; it remembers the words that it has seen."""

    def __init__(self, weights: Weights, lexicon: Lexicon) -> None:
        self.labels = weights.labels
        count = len(self.labels)
        self._caution = numpy.array(
            [CAUTION.get(label[2:], 0.0) * (label[0] == "B") for label in self.labels], "float32"
        )
        self._reader = SurfaceReader(lexicon)
        self._rows = {key: row for row, key in enumerate(weights.surface[0], 1)}
        width = len(SURFACE_OFFSETS) * count
        self._scores = numpy.concatenate((numpy.zeros((1, width), "float32"), weights.surface[1].reshape(-1, width)))
        self._transitions, self._first = _legal(weights.transitions, self.labels)
        self._into = numpy.ascontiguousarray(self._transitions.T)  # by the label that follows
        self._values: dict[str, dict[str, int]] = {name: {"": 0, PAD: 1} for name in CHANNELS}
        for template, (keys, _) in zip(TEMPLATES, weights.tables, strict=True):
            for key in keys:
                for (name, _offset), value in zip(template, key.split(_SEPARATOR), strict=True):
                    values = self._values[name]
                    values.setdefault(value, len(values))
        self._other = {name: len(values) for name, values in self._values.items()}  # any value that has no weight
        self._tables = _Tables(weights, self._values)
        self._forget()

    def _forget(self) -> None:
        self._known: dict[str, int] = {}
        self._word_scores = numpy.zeros((4096, self._scores.shape[1]), "float32")
        self._word_class = numpy.ones(4096, "int32")
        self._word_low = numpy.ones(4096, "int32")
        if (row := self._rows.get(PAD)) is not None:
            self._word_scores[0] = self._scores[row]

    def tag(self, reading: Reading) -> list[NameSpan]:
        """The names in a text, in order, none overlapping another."""
        if not reading.surfaces:
            return []
        labels = self._decode(self.scores(reading) - self._caution, reading.starts)
        return spans([self.labels[label] for label in labels], reading.starts)

    def scores(self, reading: Reading) -> Floats:
        """The score of each label (columns) for each word (rows), transitions left out."""
        if len(self._known) > _REMEMBERED:
            self._forget()
        known = self._known
        if new := [surface for surface in dict.fromkeys(reading.surfaces) if surface not in known]:
            self._learn(new)
        numbers = [known[surface] for surface in reading.surfaces]
        count = len(numbers)
        starts = numpy.zeros(count, "int32")
        starts[reading.starts] = 1
        places = numpy.arange(count, dtype="int32") + numpy.cumsum(starts, dtype="int32") * REACH
        length = count + (len(reading.starts) + 1) * REACH
        padded = numpy.zeros(length, "int32")
        padded[places] = numbers
        columns = numpy.ones((len(CHANNELS), length), "int32")
        for row, name in enumerate(CHANNELS):
            if name == "class":
                columns[row] = self._word_class[padded]
            elif name == "low":
                columns[row] = self._word_low[padded]
            else:
                ids, other = self._values[name], self._other[name]
                columns[row, places] = [ids.get(value, other) for value in reading.channels[name]]
        total = self._tables.scores(columns, places)
        size = len(self.labels)
        for number, offset in enumerate(SURFACE_OFFSETS):
            total += self._word_scores[padded[places + offset], number * size : (number + 1) * size]
        return total

    def _learn(self, surfaces: list[str]) -> None:
        """Add up what the words by themselves score, and remember it."""
        first = len(self._known) + 1  # number 0 is what stands before and after a sentence
        while first + len(surfaces) > len(self._word_class):
            self._word_scores = numpy.concatenate((self._word_scores, numpy.zeros_like(self._word_scores)))
            self._word_class = numpy.concatenate((self._word_class, numpy.ones_like(self._word_class)))
            self._word_low = numpy.concatenate((self._word_low, numpy.ones_like(self._word_low)))
        rows: list[int] = []
        begins: list[int] = []
        known = self._rows
        classes, lows = self._values["class"], self._values["low"]
        for number, surface in enumerate(surfaces, first):
            self._known[surface] = number
            begins.append(len(rows))
            rows.append(0)  # scores nothing: so that every word has a row
            rows += [known[attribute] for attribute in self._reader.attributes(surface) if attribute in known]
            self._word_class[number] = classes.get(class_of(surface), self._other["class"])
            self._word_low[number] = lows.get(surface.lower(), self._other["low"])
        sums = numpy.add.reduceat(self._scores.take(rows, axis=0), begins, axis=0)
        self._word_scores[first : first + len(surfaces)] = sums

    def _decode(self, scores: Floats, starts: list[int]) -> list[int]:
        """The best row of labels (Viterbi), all sentences side by side, the longest first."""
        bounds = sorted(pairwise([*starts, len(scores)]), key=lambda bound: bound[0] - bound[1])
        begins = numpy.array([start for start, _ in bounds])
        lengths = numpy.array([end - start for start, end in bounds])
        longest, size = int(lengths[0]), scores.shape[1]
        # how many sentences are longer than each position
        active = numpy.searchsorted(-lengths, -numpy.arange(longest + 1), side="left").tolist()
        best = scores.take(numpy.minimum(begins + numpy.arange(longest)[:, None], len(scores) - 1), axis=0)
        best[0] += self._first
        through = numpy.empty((len(bounds), size, size), "float32")
        for position in range(1, longest):
            count = active[position]
            numpy.add(best[position - 1, :count, :, None], self._transitions, out=through[:count])
            best[position, :count] += through[:count].max(axis=1)
        labels = numpy.zeros(len(scores), "int32")
        current = numpy.zeros(0, "int64")
        for position in range(longest - 1, -1, -1):
            ways = best[position, : active[position]]
            ways[: active[position + 1]] += self._into.take(current, axis=0)
            current = ways.argmax(axis=1)
            labels[begins[: len(current)] + position] = current
        decoded: list[int] = labels.tolist()
        return decoded


class _Tables:
    """The scores of all templates, found by the numbers of their channels' values, for all words of a text at once."""

    def __init__(self, weights: Weights, values: dict[str, dict[str, int]]) -> None:
        arity = max(map(len, TEMPLATES))
        shape = (arity, len(TEMPLATES), 1)
        self._channel, self._offset, self._factor = (numpy.zeros(shape, "int32") for _ in range(3))
        bases, total = [], 0
        for number, template in enumerate(TEMPLATES):
            size = 1
            for part in range(len(template) - 1, -1, -1):
                name, offset = template[part]
                self._channel[part, number], self._offset[part, number] = CHANNELS.index(name), offset
                self._factor[part, number] = size
                size *= len(values[name]) + 1
            bases.append(total)
            total += size
        self._base = numpy.array(bases, "int32").reshape(-1, 1)
        self._rows = numpy.zeros(total, "int32")
        scores = [numpy.zeros((1, len(weights.labels)), "float32")]
        count = 1
        for number, (keys, table) in enumerate(weights.tables):
            at = numpy.full(len(keys), bases[number])
            for part, column in enumerate(zip(*(key.split(_SEPARATOR) for key in keys), strict=True)):
                ids = values[TEMPLATES[number][part][0]]
                at += numpy.array([ids[value] for value in column]) * self._factor[part, number]
            self._rows[at] = numpy.arange(count, count + len(keys))
            scores.append(table)
            count += len(keys)
        self._scores = numpy.concatenate(scores)

    def scores(self, columns: Integers, places: Integers) -> Floats:
        """The sum of all templates' scores for the words at ``places`` of the channels' columns."""
        flat, width = columns.ravel(), columns.shape[1]
        at = self._base
        for channel, offset, factor in zip(self._channel, self._offset, self._factor, strict=True):
            at = at + flat.take(channel * width + offset + places) * factor
        result: Floats = self._scores.take(self._rows.take(at), axis=0).sum(axis=0)  # take is faster than an index
        return result


def _legal(transitions: Floats, labels: tuple[str, ...]) -> tuple[Floats, Floats]:
    """Transitions and first scores without what cannot be: an inside that follows no beginning of its label."""
    legal = transitions.copy()
    first = numpy.zeros(len(labels), "float32")
    for column, label in enumerate(labels):
        if label.startswith("I-"):
            first[column] = _NEVER
            for row, before in enumerate(labels):
                if before[2:] != label[2:]:
                    legal[row, column] = _NEVER
    return legal, first


def spans(labels: Sequence[str], starts: Sequence[int] = ()) -> list[NameSpan]:
    """The names that a row of labels marks; none goes over a sentence's start.

    >>> spans(["O", "B-COMPANY", "I-COMPANY", "B-PLACE"])
    [NameSpan(first=1, end=3, label='COMPANY'), NameSpan(first=3, end=4, label='PLACE')]
    """
    found: list[NameSpan] = []
    cuts = frozenset(starts)
    begun = -1
    for index, label in enumerate((*labels, "O")):
        if begun >= 0 and (label[0] != "I" or index in cuts):
            found.append(NameSpan(begun, index, labels[begun][2:]))
            begun = -1
        if label[0] == "B":
            begun = index
    return found
