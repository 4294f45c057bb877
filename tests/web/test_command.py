"""`extract-web`: its options, and what it says where it cannot start."""

import socket
import sys

import pytest

from extractor.web.command import HELP, main


def test_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    assert capsys.readouterr().out == HELP
    assert max(len(line) for line in HELP.splitlines()) <= 80


@pytest.mark.parametrize("arguments", [["--porta", "1"], ["--port"], ["--port", "x"], ["a.txt"]])
def test_wrong_usage(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    error = capsys.readouterr().err
    assert error.startswith("extract-web: opzioni sbagliate")
    assert error.count("\n") == 1


@pytest.mark.parametrize("port", ["70000", "-1"])
def test_a_port_that_does_not_exist(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--port", port, "--no-browser"]) == 2
    assert f"la porta {port} non si può usare" in capsys.readouterr().err


def test_a_port_that_is_taken(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        assert main(["--port", str(port), "--no-browser"]) == 2
    assert f"la porta {port} non si può usare" in capsys.readouterr().err


def test_without_its_extra_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    monkeypatch.delitem(sys.modules, "extractor.web.server", raising=False)
    assert main(["--port", "0", "--no-browser"]) == 2
    assert "pip install 'it-announcements[web]'" in capsys.readouterr().err


def test_a_defect_is_one_line_too(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("boom")

    monkeypatch.setattr("extractor.web.server.serve", broken)
    monkeypatch.delenv("EXTRACT_DEBUG", raising=False)
    assert main(["--port", "0", "--no-browser"]) == 2
    assert capsys.readouterr().err.startswith("extract-web: errore imprevisto (RuntimeError: boom)")
