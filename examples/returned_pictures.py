"""Renders the pictures of a form that was given back, in both languages: the list of findings, and the rows with most marks.

    python examples/returned_pictures.py docs/images

Needs LibreOffice (soffice), poppler (pdftoppm) and a Chinese font.
"""

from __future__ import annotations

import sys
import tempfile
from datetime import datetime, time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from drawing import drawn, grid, page_texts, printed, saved, trimmed
from smartxl.project import init_project
from smartxl.text import LANGUAGES, Lang

_SEED, _UNIT = 3, "SWB"
_ADDRESS = "example.gov.cn/swb"
"""What stands in sampled rows, and nowhere else."""
_RESOLUTION, _MARGIN = 80, 16
_ROWS = 330
"""Dots of the page of rows that are shown, around the marks."""
_MARK = (255, 160, 150)
"""About the colour of what must be corrected."""


def main(target: Path) -> None:
    """Writes returned-zh.png and returned-en.png into a folder."""
    for lang in LANGUAGES:
        with tempfile.TemporaryDirectory() as scratch:
            (pdf,) = printed(Path(scratch), given_back(Path(scratch), lang))
            saved(_joined(pdf), target / f"returned-{lang}.png")


def given_back(folder: Path, lang: Lang) -> Path:
    """The marked workbook of one unit of the example city, whose answers are simulated with careless typing."""
    project = init_project(folder / "city", lang)
    project.build()
    project.fill(_SEED, messy=True)
    in_time = datetime.combine(project.definition.round.start, time(9)).astimezone()
    project.collect(clock=lambda: in_time)
    (given,) = project.give_back([_UNIT], now=in_time).given
    return next(path for path in given.files if path.suffix == ".xlsx")


def _joined(pdf: Path) -> Image.Image:
    """The list over the rows."""
    listed = trimmed(_top(drawn(pdf, 1, _RESOLUTION)), _MARGIN)
    sampled = [page for page, text in enumerate(page_texts(pdf), 1) if _ADDRESS in text]
    pages = [drawn(pdf, page, _RESOLUTION) for page in sampled]
    most = max(pages, key=lambda page: int(_marks(page).sum()))
    row = int(np.median(np.nonzero(_marks(most).any(axis=1))[0]))
    top = min(max(0, row - _ROWS // 2), most.height - _ROWS)
    rows = trimmed(most.crop((0, top, most.width, top + _ROWS)), _MARGIN)
    return grid([listed, rows], 1)


def _top(page: Image.Image) -> Image.Image:
    """A page without the number at its foot."""
    return page.crop((0, 0, page.width, int(page.height * 0.93)))


def _marks(page: Image.Image) -> NDArray[np.bool_]:
    """Where the colour of a mark is."""
    distance: NDArray[np.int16] = np.abs(np.asarray(page, dtype=np.int16) - _MARK).max(axis=2)
    return distance < 40


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
