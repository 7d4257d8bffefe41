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

from drawing import drawn, page_of, printed, saved, trimmed
from smartxl.project import Project
from smartxl.project.create import new_project
from smartxl.scoring import score
from smartxl.simulate import respond
from smartxl_generators import write

_UNIT = "SZB"
_ITEM = "YW001"  # stands on the page of the result that is shown
_RESOLUTION = 110
_MARGIN = 16


def main() -> None:
    """Writes the pictures into the folder named on the command line."""
    target = Path(sys.argv[1])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _workbooks(folder)
        sheets = ("form", "directives", "result")
        form, directives, result = printed(folder, *(folder / f"{sheet}.xlsx" for sheet in sheets))
        shown = ((form, 1), (directives, 1), (result, page_of(result, _ITEM)))
        for sheet, (pdf, page) in zip(sheets, shown, strict=True):
            saved(trimmed(drawn(pdf, page, _RESOLUTION), _MARGIN), target / f"template-{sheet}.png")


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
    (folder / "result.xlsx").write_bytes(write(plan, project.template, project.definition, table, answers))


if __name__ == "__main__":
    main()
