"""The README's pictures, made from the samples: `python -m tests.browser.pictures` writes samples/pictures/.

They show what the program says today, not the gold. Needs chromium and pillow. Fonts are those of the machine: Debian's
fonts-inter and fonts-crosextra-caladea were there when the committed ones were made. Each stays under `MOST_BYTES`.
"""

import io
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import TerminalTheme

import extractor
from extractor.records import Announcement
from extractor.writing.report import ReportWriter
from extractor.writing.terminal import write_summary

SAMPLES = Path(__file__).parent.parent.parent / "samples"
PLACE = SAMPLES / "pictures"
MOST_BYTES = 120_000

_source = SAMPLES / "impresa-e-innovazione.md"
_fonts = ":root:root { --sans: Inter, sans-serif; --serif: Caladea, Georgia, serif; }"
_theme = TerminalTheme(
    (255, 254, 251),
    (29, 28, 26),
    [
        (29, 28, 26),
        (163, 32, 13),
        (0, 102, 79),
        (107, 77, 0),
        (10, 85, 140),
        (130, 48, 124),
        (10, 85, 140),
        (90, 87, 81),
    ],
)


def terminal() -> None:
    """`extract impresa-e-innovazione.md` as a drawing."""
    console = Console(file=io.StringIO(), record=True, width=88, force_terminal=True, color_system="standard", markup=False, highlight=False, emoji=False)  # fmt: skip
    console.print("$ extract samples/impresa-e-innovazione.md", style="dim")
    buffer = Console(file=io.StringIO(), width=88, force_terminal=True, color_system="standard", markup=False, highlight=False, emoji=False)  # fmt: skip
    write_summary(record_of(_source), buffer)
    from rich.text import Text

    assert isinstance(buffer.file, io.StringIO)
    console.print(Text.from_ansi(buffer.file.getvalue()))
    drawing = console.export_svg(title="extract", theme=_theme)
    drawing = re.sub(r"@font-face\s*\{[^}]*\}", "", drawing)  # a drawing asks nobody for fonts
    drawing = drawing.replace("Fira Code", "DejaVu Sans Mono")
    (PLACE / "terminal.svg").write_text(re.sub(r"[ \t]+\n", "\n", drawing), encoding="utf-8")


def record_of(path: Path) -> Announcement:
    """What the program makes of a sample, with its text."""
    text = path.read_bytes().decode("utf-8")
    return extractor.extract(text, name=path.name).model_copy(update={"text": text})


def in_the_browser() -> None:
    """The report of the samples, and the local page with a correction under way."""
    from playwright.sync_api import sync_playwright

    program = shutil.which("chromium")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        report = Path(folder) / "rapporto.html"
        paths = sorted([*SAMPLES.glob("*.txt"), *SAMPLES.glob("*.md")])
        with ReportWriter(report) as writer:
            for path in paths:
                writer.write(record_of(path))
        number = [path.name for path in paths].index("accordi-innovazione-lombardia.md") + 1
        sight = browser.new_page(viewport={"width": 1240, "height": 860}, bypass_csp=True, reduced_motion="reduce")
        sight.goto(f"{report.as_uri()}#d{number}")
        sight.add_style_tag(content=_fonts)
        sight.locator(".leaf.open .sums a.v").nth(1).click()
        sight.evaluate("scrollTo(0, 0)")
        sight.screenshot(path=PLACE / "report.png")

        command = [sys.executable, "-m", "extractor.web", "--no-browser", "--port", "0"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
            assert server.stdout is not None
            (address,) = re.findall(r"http://\S+", server.stdout.readline())
            sight = browser.new_page(viewport={"width": 1240, "height": 860}, bypass_csp=True, reduced_motion="reduce")
            sight.goto(address)
            sight.add_style_tag(content=_fonts)
            sight.get_by_label("Testo del comunicato").fill(_source.read_text(encoding="utf-8"))
            sight.get_by_role("button", name="Leggi").click()
            sight.locator(".agreement").first.wait_for()
            sight.locator(".sums").get_by_role("link", name="69.412,50 €").click()
            sight.get_by_role("button", name="Correggi la somma 69.412,50 €").click()
            sight.screenshot(path=PLACE / "page.png")
            server.terminate()
        browser.close()


def smaller(path: Path) -> None:
    """The same picture, with a palette where it would be too large."""
    from PIL import Image

    with Image.open(path) as picture:
        picture.load()
    picture.convert("RGB").save(path, optimize=True)
    if path.stat().st_size > MOST_BYTES:
        picture.convert("RGB").quantize(256, kmeans=2, dither=Image.Dither.NONE).save(path, optimize=True)


if __name__ == "__main__":
    PLACE.mkdir(exist_ok=True)
    terminal()
    in_the_browser()
    for made in sorted(PLACE.iterdir()):
        if made.suffix == ".png":
            smaller(made)
        print(f"{made.stat().st_size:7} {made.name}")
