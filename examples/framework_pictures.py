"""Renders the pictures of docs/frameworks.md: a page of the largest form of a packaged indicator system.

    python examples/framework_pictures.py docs/images

Needs LibreOffice (soffice), poppler (pdftoppm), a Chinese font, and Calibri or Carlito, after which columns are measured.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import smartxl
from drawing import drawn, printed, saved

_FORMS = {"u4ssc": 5, "mohurd-2012": 4}
"""Framework → the page of its form that is shown."""
_RESOLUTION = 90


def main(target: Path) -> None:
    """Writes framework-NAME.png into a folder."""
    for name, page in _FORMS.items():
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(scratch)
            smartxl.init_project(folder / "city", framework=name).build(jobs=1)
            largest = max((folder / "city").glob("workbooks/*/*.xlsx"), key=lambda path: path.stat().st_size)
            (pdf,) = printed(folder, largest)
            saved(drawn(pdf, page, _RESOLUTION), target / f"framework-{name}.png")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
