"""The sums of a small text as plain data, without a pipeline."""

from extractor.lexicon import fold
from extractor.pipeline.facts import Money, plain_sum
from extractor.pipeline.layout import read_layout
from extractor.pipeline.sums import find_sums


def moneys_of(text: str) -> list[Money]:
    layout, low = read_layout(text), fold(text)
    return [plain_sum(low, layout, found) for found in find_sums(text)]
