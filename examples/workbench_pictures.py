"""Renders the pictures of docs/workbench.md: weights, judgements, scores, sensitivity, scenarios of the packaged example.

    python examples/workbench_pictures.py docs/images

Needs LibreOffice (soffice), poppler (pdftoppm, pdftotext) and a Chinese font. What formulas show is printed as values, so that
the functions need not be installed.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from openpyxl import load_workbook
from PIL import Image, ImageChops

from smartxl.project import Project
from smartxl_templates import example_folder

_RESOLUTION = 110
_MARGIN = 12
_PICTURES = {
    "weights": "权重：改一改",
    "judgements": "判断矩阵与 AHP 权重",
    "scores": "指标得分（可改）",
    "sensitivity": "敏感性：哪项权重",
    "scenarios": "情景：几套权重",
}
_SCENARIOS = """
scenarios:
  - { name: 同级等权, equal: true }
  - { name: 重公共服务, weights: { C: 45 } }
  - { name: 重基础, weights: { A: 50 } }
"""


def main() -> None:
    """Writes the pictures into the folder named on the command line."""
    target = Path(sys.argv[1])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        city = folder / "city"
        shutil.copytree(example_folder(), city)
        with (city / "assessment.yaml").open("a", encoding="utf-8") as file:
            file.write(_SCENARIOS)
        project = Project.open(city)
        project.build(jobs=1)
        project.fill(jobs=1)
        project.collect(processes=0)
        book = load_workbook(project.workbench().path, data_only=True)
        shown = folder / "shown.xlsx"
        book.save(shown)
        pdf = _pdf(shown, folder)
        for picture, title in _PICTURES.items():
            _picture(pdf, _page(pdf, title), target / f"workbench-{picture}.png")


def _pdf(workbook: Path, folder: Path) -> Path:
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    convert = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(folder),
        str(workbook),
    ]
    subprocess.run(convert, check=True, capture_output=True)
    return folder / f"{workbook.stem}.pdf"


def _page(pdf: Path, title: str) -> int:
    """The first page with a title, from 1."""
    told = subprocess.run(["pdftotext", str(pdf), "-"], check=True, capture_output=True).stdout.decode()
    wanted = "".join(title.split())
    return 1 + next(n for n, page in enumerate(told.split("\f")) if wanted in "".join(page.split()))


def _picture(pdf: Path, page: int, target: Path) -> None:
    """One page as a picture without its white margins and its foot."""
    shown = pdf.parent / "page"
    pages = ["-r", str(_RESOLUTION), "-png", "-f", str(page), "-l", str(page), "-singlefile"]
    subprocess.run(["pdftoppm", *pages, str(pdf), str(shown)], check=True)
    picture = Image.open(shown.with_suffix(".png")).convert("RGB")
    picture = picture.crop((0, 0, picture.width, int(picture.height * 0.95)))
    box = ImageChops.difference(picture, Image.new("RGB", picture.size, "white")).getbbox()
    if box:
        left, top, right, bottom = box
        picture = picture.crop((left - _MARGIN, top - _MARGIN, right + _MARGIN, bottom + _MARGIN))
    picture.quantize(64).save(target, optimize=True)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main()
