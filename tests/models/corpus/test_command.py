import json
from pathlib import Path

import pytest

from models.corpus.__main__ import main, marked_files

GOOD = "[Titolo]{title}\r\n" + "parola " * 40 + "\n=====\n"


def write(folder: Path, name: str, content: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_bytes(content.encode("utf-8"))
    return path


def test_check_prints_file_and_line_and_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good = write(tmp_path, "a.marked", GOOD)
    bad = write(tmp_path / "in", "b.marked", GOOD.replace("Titolo", "Titolo "))
    assert main(["check", str(good)]) == 0
    assert capsys.readouterr().out == ""
    assert main(["check", str(tmp_path)]) == 1
    assert capsys.readouterr().out == f"{bad}:1: [Titolo]{{title}}: a mark begins and ends without a blank\n"


def test_a_warning_does_not_fail(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(tmp_path, "a.marked", "parola " * 40 + "\n=====\n")
    assert main(["check", str(path)]) == 0
    assert capsys.readouterr().out == f"{path}:1: warning: the title is not marked\n"


def test_convert_writes_text_and_record_to_the_letter(tmp_path: Path) -> None:
    path = write(tmp_path, "a.b.marked", GOOD)
    assert main(["convert", str(path), "--to", str(tmp_path / "out")]) == 0
    assert (tmp_path / "out" / "a.b.txt").read_bytes() == ("Titolo\r\n" + "parola " * 40).encode()
    assert json.loads((tmp_path / "out" / "a.b.gold.json").read_bytes())["title"] == "Titolo"


def test_convert_refuses(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(tmp_path, "a.marked", GOOD)
    other = write(tmp_path / "in", "a.marked", GOOD)
    bad = write(tmp_path, "bad.marked", "[a\n=====\n")
    assert main(["convert", str(path)]) == 2
    assert capsys.readouterr().err == f"error: {path} is not in samples/: say where to write with --to DIR\n"
    assert main(["convert", str(path), str(other), "--to", str(tmp_path / "out")]) == 2
    assert "would be written twice" in capsys.readouterr().err
    assert main(["convert", str(bad), "--to", str(tmp_path / "out")]) == 1
    assert capsys.readouterr().err == f"{bad}:1: mark [a is not closed\n"
    assert not (tmp_path / "out").exists()


def test_samples_are_converted_beside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("models.corpus.__main__.SAMPLES", tmp_path)
    assert main(["convert", str(write(tmp_path, "a.marked", GOOD))]) == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.gold.json", "a.marked", "a.txt"]


def test_report_counts_what_can_be_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, "a.marked", GOOD)
    assert main(["report", str(tmp_path)]) == 0
    assert "words          41" in capsys.readouterr().out
    write(tmp_path, "b.marked", "x")
    assert main(["report", str(tmp_path)]) == 1


def test_a_file_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(tmp_path / "none.marked")]) == 2
    assert "No such file" in capsys.readouterr().err


def test_folders_give_their_marked_files_sorted(tmp_path: Path) -> None:
    paths = [write(tmp_path / folder, "a.marked", "") for folder in ("b", "a")]
    write(tmp_path, "c.txt", "")
    assert list(marked_files([tmp_path])) == sorted(paths)


def test_help_shows_examples(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    assert "python -m models.corpus convert models/corpus/train --to /tmp/gold" in capsys.readouterr().out
