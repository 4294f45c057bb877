"""A browser without a window, the page in a process of its own, and an eye on all that goes over the wire."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

REQUIRED = "EXTRACT_REQUIRE_BROWSER"
"""Where this is set to 1, as in `.ci/run`, a machine without a browser fails these tests instead of skipping them."""

_names = ("chromium", "chromium-browser", "google-chrome", "chrome")


def _missing(what: str) -> None:
    if os.environ.get(REQUIRED) == "1":
        pytest.fail(f"{what} is missing, and {REQUIRED}=1 asks for it", pytrace=False)
    pytest.skip(f"{what} is missing: apt-get install chromium, pip install '.[test]'")


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    """Chromium from the system; while it runs, no test of another room may: playwright's event loop is in the way."""
    program = next((found for name in _names if (found := shutil.which(name))), None)
    if program is None:
        _missing("chromium")
    try:
        from playwright.sync_api import sync_playwright
    except ModuleNotFoundError:
        _missing("playwright")
    with sync_playwright() as playwright:
        # as root, as in a container, chromium has no sandbox of its own
        arguments = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
        started = playwright.chromium.launch(executable_path=program, args=arguments)
        yield started
        started.close()


class Watched:
    """A page of the browser that remembers what it asked for and what it complained of."""

    def __init__(self, page: "Page") -> None:
        self.page = page
        self.requests: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("console", lambda message: self.complaints.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("dialog", lambda dialog: (self.complaints.append(f"dialog: {dialog.message}"), dialog.dismiss()))

    def check(self, allowed: str) -> None:
        """Nothing was complained of, and nothing asked for but from where it is allowed."""
        assert self.complaints == []
        assert [url for url in self.requests if not re.match(allowed, url)] == []

    def has_no_violations(self, rules: dict[str, Any] | None = None) -> None:
        """No finding of axe-core in what the page shows now."""
        from axe_playwright_python.sync_playwright import Axe

        found = Axe().run(self.page, options=rules)
        assert [
            f"{one['id']}: {node['html'][:150]} {[check['message'] for check in node['any']]}"
            for one in found.response["violations"]
            for node in one["nodes"][:3]
        ] == []


@pytest.fixture
def open_page(browser: "Browser") -> Iterator[Any]:
    """Opens pages, each watched; what they complain of fails the test at its end."""
    opened: list[tuple[Watched, str]] = []
    contexts = []

    def opener(address: str, allowed: str | None = None, **options: Any) -> Watched:
        context = browser.new_context(
            **{"viewport": {"width": 1280, "height": 900}, "reduced_motion": "reduce", **options}
        )
        context.set_default_timeout(30_000)
        contexts.append(context)
        watched = Watched(context.new_page())
        opened.append((watched, allowed or re.escape(address)))
        watched.page.goto(address)
        return watched

    yield opener
    for watched, allowed in opened:
        watched.check(allowed)
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def local_page(browser: "Browser") -> Iterator[str]:
    """The address of `extract-web`, started as a user starts it."""
    del browser  # without one there is no need to
    command = [sys.executable, "-m", "extractor.web", "--no-browser", "--port", "0"]
    root = str(Path(__file__).parent.parent.parent)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([root, os.environ.get("PYTHONPATH", "")])}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as server:
        assert server.stdout is not None
        said = server.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:\d+/", said)
        assert found, f"extract-web said {said!r}"
        yield found[0]
        server.terminate()
