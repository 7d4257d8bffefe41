"""Renders the pictures of docs/frameworks.md: a page of the largest form of a packaged indicator system.

    python examples/framework_pictures.py docs/images

Needs LibreOffice (soffice), poppler (pdftoppm), a Chinese font, and Calibri or Carlito, after which columns are measured.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

import smartxl

_FORMS = {"u4ssc": 5, "mohurd-2012": 4}
"""Framework → the page of its form that is shown."""
_RESOLUTION = "90"


def main(target: Path) -> None:
    """Writes framework-NAME.png into a folder."""
    for name, page in _FORMS.items():
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(scratch)
            smartxl.init_project(folder / "city", framework=name).build(jobs=1)
            largest = max((folder / "city").glob("workbooks/*/*.xlsx"), key=lambda path: path.stat().st_size)
            profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
            convert = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", scratch]
            subprocess.run([*convert, str(largest)], check=True, capture_output=True)
            draw = ["pdftoppm", "-r", _RESOLUTION, "-png", "-singlefile", "-f", str(page), "-l", str(page)]
            pdf = folder / f"{largest.stem}.pdf"
            subprocess.run([*draw, str(pdf), str(folder / "page")], check=True)
            picture = Image.open(folder / "page.png").convert("RGB")
            picture.quantize(64).save(target / f"framework-{name}.png", optimize=True)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
