"""Renders the pictures of docs/templates.md: the city's form, the template made of it, a page of what comes out.

python examples/own_form_pictures.py docs/images

Needs LibreOffice (soffice), poppler (pdftoppm) and a Chinese font.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.worksheet.header_footer import HeaderFooter
from PIL import Image, ImageChops

from smartxl.project import Project
from smartxl.project.create import new_project
from smartxl.scoring import score
from smartxl.simulate import respond
from smartxl_generators import write

_UNIT = "SZB"
_RESOLUTION = 110
_MARGIN = 16


def main() -> None:
    """Writes the pictures into the folder named on the command line."""
    target = Path(sys.argv[1])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _workbooks(folder)
        _render(folder / "form.xlsx", 1, target / "template-form.png")
        _render(folder / "directives.xlsx", 1, target / "template-directives.png")
        _render(folder / "unit.xlsx", 3, target / "template-result.png")


def _workbooks(folder: Path) -> None:
    script = Path(__file__).with_name("own_form.py")
    subprocess.run([sys.executable, str(script), str(folder)], check=True)
    form = load_workbook(folder / "采样表-原表.xlsx")
    # Without the page number far below: the picture would be mostly white.
    form.worksheets[0].HeaderFooter = HeaderFooter()
    form.save(folder / "form.xlsx")
    directives = load_workbook(folder / "standard.xlsx")
    for name in set(directives.sheetnames).difference({"sampling"}):
        del directives[name]
    sheet = directives["sampling"]
    sheet.print_area = "A1:N13"
    sheet.HeaderFooter = HeaderFooter()
    for row in (6, 7, 8):
        sheet.row_dimensions[row].height = 40
    directives.save(folder / "directives.xlsx")
    new_project(folder / "city")
    (folder / "city" / "templates").mkdir()
    shutil.copy(folder / "standard.xlsx", folder / "city" / "templates")
    project = Project.open(folder / "city")
    answers = [a for a in respond(project.definition, "zh", 7) if a.unit == _UNIT]
    table = score(project.definition, answers)
    plan = project.unit_plan(_UNIT, "zh")
    (folder / "unit.xlsx").write_bytes(write(plan, project.template, project.definition, table, answers))


def _render(workbook: Path, page: int, target: Path) -> None:
    """One page as a picture without its white margins."""
    folder = workbook.parent
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
    pages = ["-r", str(_RESOLUTION), "-png", "-f", str(page), "-l", str(page), "-singlefile"]
    subprocess.run(["pdftoppm", *pages, str(workbook.with_suffix(".pdf")), str(folder / "page")], check=True)
    picture = Image.open(folder / "page.png").convert("RGB")
    box = ImageChops.difference(picture, Image.new("RGB", picture.size, "white")).getbbox()
    if box:
        left, top, right, bottom = box
        picture = picture.crop((left - _MARGIN, top - _MARGIN, right + _MARGIN, bottom + _MARGIN))
    picture.quantize(64).save(target, optimize=True)


if __name__ == "__main__":
    main()
