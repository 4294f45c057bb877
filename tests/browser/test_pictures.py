"""The README's pictures: there, small, and no drawing that asks somebody for something."""

import re

from tests.browser.pictures import MOST_BYTES, PLACE


def test_they_are_small_and_stand_alone() -> None:
    pictures = {path.name: path.read_bytes() for path in PLACE.iterdir()}
    assert sorted(pictures) == ["page.png", "report.png", "terminal.svg"]
    assert all(len(data) < MOST_BYTES for data in pictures.values())
    drawing = pictures["terminal.svg"].decode("utf-8")
    assert "Bracco spa" in drawing.replace("&#160;", " ")
    assert re.findall(r"url\((?!#)|https?://(?!www\.w3\.org/|www\.textualize\.io)", drawing) == []
