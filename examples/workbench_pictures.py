"""Renders the picture of docs/workbench.md: the sheet of weights of a workbench with its buttons, as LibreOffice shows it.

    python examples/workbench_pictures.py docs/images

Needs LibreOffice (soffice), poppler (pdftoppm) and a Chinese font. The buttons, which are not printed, are printed here.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from PIL import Image

from smartxl import Project, init_project

WIDTH, HEIGHT, EDGE = 1700, 620, 50
PAGE = 2
_NOT_PRINTED = b' fPrintsWithSheet="0"'


def main() -> None:
    """Writes the picture into the folder named on the command line."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        book = printed(workbench(folder / "city"), folder / "book.xlsm")
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        convert = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", name, str(book)]
        subprocess.run(convert, check=True, capture_output=True)
        pages = [
            "-singlefile",
            "-f",
            str(PAGE),
            "-l",
            str(PAGE),
            "-scale-to-x",
            str(WIDTH),
            "-scale-to-y",
            "-1",
        ]
        subprocess.run(
            ["pdftoppm", "-png", *pages, str(folder / "book.pdf"), str(folder / "page")], check=True
        )
        picture = Image.open(folder / "page.png").crop((EDGE, EDGE, WIDTH - EDGE, HEIGHT)).convert("RGB")
        picture.quantize(128).save(Path(sys.argv[1]) / "workbench-buttons.png", optimize=True)


def workbench(folder: Path) -> Path:
    """The workbench with macros of a packaged round with simulated answers."""
    project: Project = init_project(folder, "zh")
    project.fill()
    project.collect()
    return project.workbench(xlsm=True).path


def printed(book: Path, target: Path) -> Path:
    """The same with buttons that are printed."""
    with zipfile.ZipFile(book) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in source.namelist():
            copy.writestr(name, source.read(name).replace(_NOT_PRINTED, b""))
    return target


if __name__ == "__main__":
    main()
