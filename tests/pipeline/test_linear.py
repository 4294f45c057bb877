"""Linear classifiers: what a file of weights keeps of them."""

from pathlib import Path

import numpy
import pytest

from extractor.pipeline.linear import LinearModel, dump, load_models


def test_names_with_line_ends_come_back_from_the_file(tmp_path: Path) -> None:
    table = numpy.array([[0, 0], [0, 1], [0, -2]], "float32")
    model = LinearModel(["no", "yes"], ["", "then=.\n\n##", "then=x"], table)
    (tmp_path / "weights.npz").write_bytes(dump({"figure": model}))
    loaded = load_models(tmp_path / "weights.npz")["figure"]
    assert loaded.row == {"": 0, "then=.\n\n##": 1, "then=x": 2}
    for name in model.row:
        assert loaded.probabilities([{name: 1.0}]) == model.probabilities([{name: 1.0}])


def test_a_name_that_the_file_could_not_keep_is_refused() -> None:
    model = LinearModel(["no", "yes"], ["", "a\x1fb"], numpy.zeros((2, 2), "float32"))
    with pytest.raises(ValueError, match="stands between names"):
        dump({"figure": model})


def test_features_and_rows_must_be_as_many() -> None:
    with pytest.raises(ValueError, match="2 features for 3 rows"):
        LinearModel(["no", "yes"], ["", "a"], numpy.zeros((3, 2), "float32"))


def test_every_weight_that_ships_has_its_name() -> None:
    assert all(len(model.row) == len(model.weights) for model in load_models().values())
