"""Types into workbooks as people do in docs/tutorial.md: the authoring workbook, questionnaires, forms, reviews.

    python examples/tutorial/typing_in.py 填定义 青溪县

Each step works on the project's folder.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from openpyxl import Workbook, load_workbook

sys.path.insert(0, str(Path(__file__).parents[1]))

from tutorial.answers import FAULTS, JUDGEMENTS, LEVELS, NUMBERS, REVIEWS, SAMPLED
from tutorial.content import EXPERTS, ITEMS, SETTINGS, SHEETS

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["STEPS"]

_DEFINITION = "指标定义.xlsx"
_HEAD, _FIRST = 3, 4  # rows of a table in the authoring workbook
_NEW_ITEM = ("SJJ", "A5", "SJJ-S07", "食品小作坊登记", "行政许可", "个人")
_MISTAKES = (
    ("指标体系", "代码", "B1", "计分规则", "目标比例", "目标区间"),
    ("指标体系", "代码", "A4", "权重", 15, 10),
    ("评分规则", "指标代码", "C2", "最大值", "约100", 100),
)
"""Sheet, its column of codes, a code, a column, what is typed by mistake, what belongs there."""
_SHEET = "采样表"
_KEY, _VALUE, _LEVEL, _BASIS, _DAY, _REVIEW, _REMARK = 1, 8, 9, 11, 12, 17, 18
"""Columns of a form."""


def _author(project: Path) -> None:
    """Fills in the authoring workbook, with three mistakes."""
    book = load_workbook(project / _DEFINITION)
    _settings(book["设置"])
    for name, (heads, rows) in SHEETS.items():
        _table(book[name], heads, rows)
    for name, codes, code, head, wrong, _ in _MISTAKES:
        _put(book[name], codes, code, head, wrong)
    book.save(project / _DEFINITION)


def _mend(project: Path) -> None:
    """Puts the mistakes right."""
    book = load_workbook(project / _DEFINITION)
    for name, codes, code, head, _, right in _MISTAKES:
        _put(book[name], codes, code, head, right)
    book.save(project / _DEFINITION)


def _add_item(project: Path) -> None:
    """Adds an item that was forgotten, and raises the revision."""
    book = load_workbook(project / _DEFINITION)
    heads, sheet = SHEETS["采样事项"][0], book["采样事项"]
    places = _heads(sheet)
    for head, value in zip(heads, _NEW_ITEM, strict=True):
        sheet.cell(_FIRST + len(ITEMS), places[head]).value = value
    settings = book["设置"]
    row = next(n for n in range(_FIRST, settings.max_row + 1) if settings.cell(n, 2).value == "修订号")
    settings.cell(row, 3).value = 2
    book.save(project / _DEFINITION)


def _settings(sheet: Worksheet) -> None:
    rows = range(_FIRST, sheet.max_row + 1)
    places = {(sheet.cell(row, 1).value, sheet.cell(row, 2).value): row for row in rows}
    for row in rows:
        sheet.cell(row, 4).value = None  # nothing in English
    for (part, item), value in SETTINGS.items():
        sheet.cell(places[part, item], 3).value = value


def _heads(sheet: Worksheet) -> Mapping[str, int]:
    return {str(cell.value): int(cell.column or 0) for cell in sheet[_HEAD] if cell.value}


def _table(sheet: Worksheet, heads: Sequence[str], rows: Sequence[Sequence[str | float]]) -> None:
    """Clears what stands in a table as an example, but for its formulas, and writes the rows."""
    for line in sheet.iter_rows(min_row=_FIRST):
        for cell in line:
            if cell.value is not None and not str(cell.value).startswith("="):
                cell.value = None
    places = _heads(sheet)
    for number, row in enumerate(rows, _FIRST):
        for head, value in zip(heads, row, strict=True):
            if value != "":
                sheet.cell(number, places[head]).value = value


def _put(sheet: Worksheet, codes: str, code: str, head: str, value: str | float) -> None:
    places = _heads(sheet)
    row = next(n for n in range(_FIRST, sheet.max_row + 1) if sheet.cell(n, places[codes]).value == code)
    sheet.cell(row, places[head]).value = value


def _list_experts(project: Path) -> None:
    """A list of the experts, as a workbook."""
    book = Workbook()
    for row in EXPERTS:
        book.worksheets[0].append(list(row))
    folder = project / "weights"
    folder.mkdir(exist_ok=True)
    book.save(folder / "专家名单.xlsx")


def _judge(project: Path) -> None:
    """The experts choose from the lists of their questionnaires, and send them back."""
    back = project / "weights" / "in"
    back.mkdir(parents=True, exist_ok=True)
    for expert, judgements in JUDGEMENTS.items():
        source = next((project / "weights" / "out" / "ahp").glob(f"{expert}-*.xlsx"))
        book = load_workbook(source)
        sheet, words = book["总分"], [str(cell.value) for cell in book["_lists"]["A"]]
        for row, judgement in enumerate(judgements, 6):
            times = max(judgement, -judgement)
            sheet.cell(row, 4).value = words[9 - times] if judgement > 0 else words[7 + times]
        book.save(back / source.name)


def _answer(project: Path) -> None:
    """The departments fill in their forms and send them to the inbox: one of them the form that it got first."""
    for unit in LEVELS:
        first = _first_form(project, unit)
        book = load_workbook(first if first.exists() else next(_forms(project, unit)))
        _fill(book[_SHEET], unit)
        for letter, cells in FAULTS.get(unit, {}).items():
            for key, value in cells.items():
                _at(book[_SHEET], key, "ABCDEFGHIJKLMNOPQR".index(letter) + 1, value)
        book.save(_inbox(project) / f"{unit}.xlsx")


def _forms(project: Path, unit: str) -> Iterator[Path]:
    return (project / "workbooks").rglob(f"{unit}-*.xlsx")


def _first_form(project: Path, unit: str) -> Path:
    return project.parent / "已发出" / f"{unit}.xlsx"


def _inbox(project: Path) -> Path:
    inbox = project / "inbox"
    inbox.mkdir(exist_ok=True)
    return inbox


def _send(project: Path) -> None:
    """The market office has its form already: what is built anew does not reach the copy on its desk."""
    copy = _first_form(project, "SJJ")
    copy.parent.mkdir(exist_ok=True)
    shutil.copy(next(_forms(project, "SJJ")), copy)


def _fill(sheet: Worksheet, unit: str) -> None:
    levels = dict(zip((f"{row[1]}/{row[2]}" for row in ITEMS if row[0] == unit), LEVELS[unit], strict=True))
    for row in range(1, sheet.max_row + 1):
        key = str(sheet.cell(row, _KEY).value or "")
        if key in NUMBERS:
            _type(sheet, row, _VALUE, NUMBERS[key][unit])
            _type(sheet, row, _BASIS, "统计台账")
        elif "/" in key and key.startswith(("A5/", "C5/")):
            level = levels.get(key, "在线申报")
            _type(sheet, row, _VALUE, "是" if level else "否")
            _type(sheet, row, _LEVEL, level)
            _type(sheet, row, _BASIS, "政务服务网" if level else "")
        else:
            continue
        _type(sheet, row, _DAY, SAMPLED)


def _type(sheet: Worksheet, row: int, column: int, value: str | float | date) -> None:
    sheet.cell(row, column).value = None if value == "" else value


def _at(sheet: Worksheet, key: str, column: int, value: str | float | date) -> None:
    row = next(row for row in range(1, sheet.max_row + 1) if sheet.cell(row, _KEY).value == key)
    _type(sheet, row, column, value)


def _correct(project: Path) -> None:
    """One department corrects the workbook that was returned to it, one fills in the new row of its new form."""
    for unit, folder in (("ZGJ", "returns"), ("SJJ", "fresh")):
        book = load_workbook(next((project / folder).glob(f"{unit}-*.xlsx")))
        _fill(book[_SHEET], unit)
        book.save(_inbox(project) / f"{unit}-改.xlsx")


def _review(project: Path) -> None:
    """The evaluator writes what it settles beside the answers, and puts the workbooks into the inbox."""
    for unit, found in REVIEWS.items():
        source = next((project / "reviews").rglob(f"{unit}-*.xlsx"))
        book = load_workbook(source)
        for key, (value, remark) in found.items():
            _at(book[_SHEET], key, _REVIEW, value)
            _at(book[_SHEET], key, _REMARK, remark)
        book.save(_inbox(project) / source.name)


STEPS: Mapping[str, Callable[[Path], None]] = {
    "填定义": _author,
    "改正": _mend,
    "列专家": _list_experts,
    "填问卷": _judge,
    "发出": _send,
    "补事项": _add_item,
    "部门填报": _answer,
    "部门改正": _correct,
    "专家复评": _review,
}
"""What people do by hand between the commands."""


if __name__ == "__main__":
    if len(sys.argv) != 3 or sys.argv[1] not in STEPS:
        sys.exit(f"{__doc__}\n{'、'.join(STEPS)}")
    STEPS[sys.argv[1]](Path(sys.argv[2]))
