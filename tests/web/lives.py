"""What processes behind the page do in the tests of `workers`: no pipeline, and an end when they are told."""

import json
import os
from collections.abc import Sequence
from multiprocessing.connection import Connection
from pathlib import Path


def echo(link: Connection, lexicon: Sequence[Path]) -> None:
    """Answers with what it was sent; "blocca PATH" waits until somebody writes to the pipe PATH, "muori" dies."""
    if lexicon:
        link.send_bytes(json.dumps({"error": f"{lexicon[0]}: non esiste"}).encode())
        return
    link.send_bytes(b"{}")
    while True:
        header, words = json.loads(link.recv_bytes()), link.recv_bytes().decode()
        if words == "muori":
            os._exit(1)
        if words.startswith("blocca "):
            Path(words.removeprefix("blocca ")).read_bytes()
        link.send_bytes(json.dumps({**header, "words": words, "process": os.getpid()}).encode())


def still_born(link: Connection, lexicon: Sequence[Path]) -> None:
    """Ends before it says anything."""
    os._exit(1)
