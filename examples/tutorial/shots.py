"""The pictures of docs/tutorial.md and docs/respondents.md: workbooks and documents as they are at each step."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from openpyxl import load_workbook
from PIL import Image

sys.path.insert(0, str(Path(__file__).parents[1]))

from drawing import drawn, grid, page_of, printed, saved, trimmed

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["Shots"]

_MARGIN, _GAP = 10, 24
_FORM_HEAD = "水平评估采样表（"


@dataclass(frozen=True)
class _Part:
    """A page of a file: the first that says something, as wide as a picture needs, down to a part of its height."""

    kept: str
    says: str
    resolution: int = 70
    height: float = 1.0


_AFTER: Mapping[str, Mapping[str, str]] = {
    "填定义": {"definition.xlsx": "指标定义.xlsx"},
    "填问卷": {"ahp.xlsx": "weights/in/Z1-*.xlsx"},
    "smartxl scheme": {"scheme.docx": "reports/*方案.docx"},
    "smartxl build 青溪县": {"empty.xlsx": "workbooks/县直部门/GAJ-*.xlsx"},
    "部门填报": {"filled.xlsx": "inbox/GAJ.xlsx", "faulty.xlsx": "inbox/ZGJ.xlsx"},
    "smartxl return": {"returned.xlsx": "returns/ZGJ-*.xlsx", "letter.docx": "returns/ZGJ-*.docx"},
    "专家复评": {"review.xlsx": "inbox/GAJ-*复核表.xlsx"},
    "smartxl report": {"report.docx": "reports/*报告.docx", "result.xlsx": "reports/*结果.xlsx"},
}
"""Words of a command → the files that are kept when it has run, by the names under which they are kept."""

_PICTURES: Mapping[str, Sequence[_Part]] = {
    "tutorial-tree": (_Part("definition.xlsx", "同级权重合计105", 110, 0.82),),
    "tutorial-rules": (_Part("definition.xlsx", "已公开要素齐全的事项", 110, 0.62),),
    "tutorial-ahp": (
        _Part("ahp.xlsx", "请在浅黄底", 80, 0.62),
        _Part("ahp.xlsx", "判断矩阵与权重（自动计算）", 80, 0.55),
    ),
    "tutorial-scheme": (_Part("scheme.docx", "一、评估目的为"), _Part("scheme.docx", "A1事项公开率")),
    "tutorial-form": (_Part("empty.xlsx", "填报步骤"), _Part("filled.xlsx", _FORM_HEAD, 90, 0.64)),
    "tutorial-returned": (
        _Part("returned.xlsx", "问题清单", 80, 0.8),
        _Part("returned.xlsx", _FORM_HEAD, 80, 0.64),
    ),
    "tutorial-review": (_Part("review.xlsx", "案例材料属实", 95, 0.85),),
    "tutorial-report": (
        _Part("report.docx", "计分日期", 55),
        _Part("report.docx", "职责单位、姓名", 55),
        _Part("report.docx", "一、总体结果青溪县", 55),
        _Part("report.docx", "二、排名（一）县直部门排名县", 55),
    ),
    "tutorial-result": (_Part("result.xlsx", "诊断摘要", 80),),
    "respondents-form": (_Part("filled.xlsx", _FORM_HEAD, 100, 0.62),),
    "respondents-check": (_Part("faulty.xlsx", _FORM_HEAD, 100, 0.62),),
}
"""Name of a picture → its parts, side by side."""


class Shots:
    """Keeps files while the tutorial is followed, and draws them in the end."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.kept = folder, folder / "shots"
        self.kept.mkdir()

    def after(self, line: str) -> None:
        """What is seen when a command has run."""
        for words, files in _AFTER.items():
            if words in line and "--edition" not in line:
                for name, pattern in files.items():
                    source = next(iter(sorted((self.folder / "青溪县").glob(pattern))))
                    if not (self.kept / name).exists():
                        shutil.copy(source, self.kept / name)

    def draw(self, target: Path) -> None:
        """Writes all pictures into a folder."""
        _only_used(self.kept / "definition.xlsx")
        printed(self.kept, *sorted(self.kept.glob("*.*")))
        for name, parts in _PICTURES.items():
            saved(grid([self._part(part) for part in parts], len(parts), _GAP), target / f"{name}.png")
        sheets = [self._sheet(*each) for each in _SHEETS]
        saved(grid(sheets, 2, _GAP), target / "tutorial-sheets.png")

    def _part(self, part: _Part) -> Image.Image:
        pdf = self.kept / f"{Path(part.kept).stem}.pdf"
        picture = drawn(pdf, page_of(pdf, part.says), part.resolution)
        whole = picture.crop((0, 0, picture.width, int(picture.height * part.height)))
        return _framed(trimmed(whole, _MARGIN))

    def _sheet(self, says: str, height: float) -> Image.Image:
        return self._part(_Part("definition.xlsx", says, 75, height))


_SHEETS = (
    ("评估专班", 0.75),
    ("选项说明", 0.75),
    ("居民身份证换领", 0.6),
    ("8221101", 0.36),
    ("占全市比重", 0.3),
    ("江南数字治理研究院", 0.5),
)
"""How a page of the other sheets begins, and how much of it is shown."""


def _only_used(path: Path) -> None:
    """Hides what nothing stands in, as columns may be deleted that nobody uses: the pages are printed larger."""
    book = load_workbook(path)
    for sheet in book.worksheets:
        if sheet.sheet_state == "visible":
            _hide(sheet)
    book.save(path)


def _hide(sheet: Worksheet) -> None:
    heads = 3
    for column in sheet.iter_cols(min_row=heads):
        cells = [cell.value for cell in column[1:]]
        if column[0].value and sheet.title != "说明" and not any(value is not None for value in cells):
            sheet.column_dimensions[column[0].column_letter].hidden = True
    last = max(
        (cell.row for row in sheet.iter_rows() for cell in row
         if cell.value is not None and not str(cell.value).startswith("=")), default=1
    )  # fmt: skip
    for row in range(last + 1, sheet.max_row + 1):
        sheet.row_dimensions[row].hidden = True


def _framed(picture: Image.Image) -> Image.Image:
    whole = Image.new("RGB", (picture.width + 2, picture.height + 2), "#9aa5ae")
    whole.paste(picture, (1, 1))
    return whole
