"""Renders the pictures of docs/frameworks.md and docs/forms.md: the first page of the largest form of a packaged indicator
system, in both languages; that of docs/forms.md is filled in.

    python examples/framework_pictures.py docs/images

Needs LibreOffice (soffice), poppler (pdftoppm), a Chinese font, and Calibri or Carlito, after which columns are measured.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import smartxl
from drawing import drawn, page_texts, printed, saved
from smartxl.text import LANGUAGES, Text

_FRAMEWORKS = ("u4ssc", "mohurd-2012")
_FILLED_IN = "u4ssc"
_SHEET = Text("填报表", "Form")
"""What stands before the number of a page of the form."""
_RESOLUTION = 90


def first_page(pdf: Path, sheet: str) -> int:
    """The first page of a sheet, by the line at its foot."""
    return next(number for number, text in enumerate(page_texts(pdf), 1) if f"{sheet}{number}/" in text)


def main(target: Path) -> None:
    """Writes framework-NAME-LANG.png and form-table-LANG.png into a folder."""
    for name in _FRAMEWORKS:
        for lang in LANGUAGES:
            with tempfile.TemporaryDirectory() as scratch:
                folder = Path(scratch)
                project = smartxl.init_project(folder / "city", lang, framework=name)
                project.build(jobs=1)
                project.fill(jobs=1)
                blank = max(project.root.glob("workbooks/*/*.xlsx"), key=lambda path: path.stat().st_size)
                forms = {f"framework-{name}-{lang}": blank}
                if name == _FILLED_IN:
                    forms[f"form-table-{lang}"] = next(project.root.glob(f"inbox/**/{blank.name}"))
                for picture, form in forms.items():
                    (pdf,) = printed(folder, form)
                    page = first_page(pdf, _SHEET.get(lang))
                    saved(drawn(pdf, page, _RESOLUTION), target / f"{picture}.png")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
