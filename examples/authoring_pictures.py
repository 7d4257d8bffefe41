"""Renders sheets of an authoring workbook as the pictures of docs/authoring.md: LibreOffice → PDF → PNG.

    python examples/authoring_pictures.py docs/images

Needs LibreOffice (soffice), poppler (pdftoppm, pdftotext) and a Chinese font.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from drawing import printed
from smartxl import Project

SOURCE = "smart-2014"
# Sheet → its title in Chinese and in English.
SHEETS = {"tree": ("指标体系\n", "Indicators\n"), "rules": ("评分规则\n", "Scoring rules\n")}
WIDTH, HEIGHT = 1700, 560
EDGE = 45  # pixels of the page's margin that are cut away


def render(target: Path) -> None:
    """Writes authoring-SHEET-LANG.png for every sheet and language."""
    with tempfile.TemporaryDirectory() as scratch:
        for place, lang in enumerate(("zh", "en")):
            book = Path(scratch, f"{lang}.xlsx")
            Project.new_workbook(book, SOURCE, lang)
            (pdf,) = printed(Path(scratch), book)
            for name, titles in SHEETS.items():
                _draw(pdf, _page_of(pdf, titles[place]), target / f"authoring-{name}-{lang}")


def _page_of(pdf: Path, title: str) -> int:
    """The page that begins with a title."""
    done = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True, text=True)
    pages = done.stdout.split("\f")
    return next(number for number, text in enumerate(pages, 1) if text.lstrip().startswith(title))


def _draw(pdf: Path, page: int, path: Path) -> None:
    crop = ["-x", str(EDGE), "-y", str(EDGE), "-W", str(WIDTH - 2 * EDGE), "-H", str(HEIGHT)]
    size = ["-scale-to-x", str(WIDTH), "-scale-to-y", "-1"]
    pages = ["-singlefile", "-f", str(page), "-l", str(page)]
    subprocess.run(["pdftoppm", "-png", *pages, *size, *crop, str(pdf), str(path)], check=True)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    render(Path(sys.argv[1]))
