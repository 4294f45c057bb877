"""Files with bytes changed, lost and doubled at random are read or refused in words, and soon."""

import random
import time

import pytest

from extractor.errors import ReadingError
from extractor.reading import Input, ReadOptions
from extractor.reading.contents import Carried

OPTIONS = ReadOptions()


def damaged(data: bytes, chance: random.Random) -> bytes:
    """Some bytes of it changed, some left out, some put in, some told twice."""
    changed = bytearray(data)
    for _ in range(chance.choice([1, 3, 10, 50])):
        place = chance.randrange(len(changed))
        kind = chance.random()
        if kind < 0.5:
            changed[place] = chance.randrange(256)
        elif kind < 0.7:
            del changed[place : place + chance.randrange(1, 30)]
        elif kind < 0.9:
            changed[place:place] = chance.randbytes(5)
        else:
            source = chance.randrange(len(changed))
            changed[place:place] = changed[source : source + 40]
    return bytes(changed)


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize(
    ("fixture", "name"),
    [("sample_html", "a.html"), ("sample_docx", "a.docx"), ("sample_email", "a.eml"), ("sample_pdf", "a.pdf")],
)
def test_damaged_files(fixture: str, name: str, seed: int, request: pytest.FixtureRequest) -> None:
    data = damaged(request.getfixturevalue(fixture), random.Random(seed))
    before = time.process_time()
    try:
        for part in Input(name, len(data), Carried(data, name)).documents(OPTIONS):
            message = part.message if isinstance(part, ReadingError) else part.text
            assert message
    except ReadingError as error:
        message = error.message
    assert message
    assert time.process_time() - before < 5
