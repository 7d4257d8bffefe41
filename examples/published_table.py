"""Writes a published table as people paste it into a workbook: the 57 indicators of the national pilots (mohurd-2012).

    python examples/published_table.py 公布的指标体系.xlsx

Names and levels are those of the packaged definition. Points, scoring words, sources and departments are invented here, in the
manner of such tables, so that every kind of them occurs: also some that say nothing.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from smartxl.model.framework import ROOT, Node
from smartxl.project.frameworks import packaged_framework

__all__ = ["FRAMEWORK", "POINTS", "write_table"]

FRAMEWORK = "mohurd-2012"
POINTS = (2, 2, 2, 1)
"""Of the indicators in turn: 57 of them have 100 together."""

_HEADS = ("序号", "一级指标", "二级指标", "三级指标", "分值", "评分方法", "数据来源", "责任部门")
_WIDTHS = (6, 25, 24, 30, 7, 58, 12, 20)
_WORDS = (
    "印发规划或方案并实施得满分，否则不得分",
    "优、良、中、差分别得100%、80%、60%、0%的分值",
    "已建成并投入使用得满分；在建得50%的分值；未开展不得分",
    "达到95%得满分，每低1个百分点扣0.1分，扣完为止",
    "（已接入平台的单位数／应接入平台的单位总数）×100％",
    "≥90%得满分，80%—90%得80%的分值，60%—80%得50%的分值，60%以下不得分",
    "由专家组综合评定",
    "达到98%及以上得满分，未达到的按比例得分",
    "1.建立制度得0.5分；2.明确专人得0.5分；3.按季通报得1分",
    "每发生一次责任事故扣0.5分，扣完为止",
    "每建成一个示范项目得0.5分，最高2分",
    "略",
)
_TWO = 8  # the words that only sum up for an indicator of two points
_SOURCES = ("工作台账", "统计年报", "平台数据", "现场核查")
_DEPARTMENTS = {
    "保障体系": "市智慧办",
    "网络基础设施": "市通信管理办",
    "公共平台与数据库": "市大数据局",
    "城市建设管理": "市住建局",
    "城市功能提升": "市城管局",
    "政务服务": "市政务服务中心",
    "基本公共服务": "市教育局、市卫健委",
    "专项应用": "市公安局牵头，市交通局配合",
    "产业规划": "市发改委",
    "产业升级": "市工信局",
    "新兴产业发展": "市科技局",
}
_LOW, _TALL, _LONG = 18, 32, 30
_PAGE = 26  # rows after which the head comes again
_LINE = Side(style="thin", color="FF808080")


def write_table(path: Path) -> Path:
    """Writes the workbook."""
    book = Workbook()
    sheet = book.active
    if not isinstance(sheet, Worksheet):
        raise TypeError("a new workbook has a sheet")
    sheet.title = "指标体系"
    _titles(sheet)
    _put(sheet, list(_rows()))
    _notes(sheet)
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    book.save(path)
    return path


def _titles(sheet: Worksheet) -> None:
    sheet.append(["附件1"])
    sheet.append(["国家智慧城市（区、镇）试点指标体系"])
    sheet.append(["单位：分"])
    for row in (2, 3):
        sheet.merge_cells(None, row, 1, row, len(_HEADS))
    sheet.cell(2, 1).font = Font(name="黑体", size=16)
    sheet.cell(2, 1).alignment = Alignment(horizontal="center", vertical="center")
    sheet.cell(3, 1).alignment = Alignment(horizontal="right")
    sheet.row_dimensions[2].height = 32


def _rows() -> Iterator[Sequence[str | float]]:
    """The indicators, each with the names above it."""
    framework = packaged_framework(FRAMEWORK).definition.framework
    unit_class = framework.classes[0].code
    number = 0
    for top in framework.basis(ROOT, unit_class):
        for middle in framework.basis(top.code, unit_class):
            for leaf in framework.basis(middle.code, unit_class):
                yield _row(number, top, middle, leaf)
                number += 1


def _row(number: int, top: Node, middle: Node, leaf: Node) -> Sequence[str | float]:
    points = POINTS[number % len(POINTS)]
    words = _WORDS[number % len(_WORDS)]
    if number % len(_WORDS) == _TWO and points != 2:
        words = "建立制度并按季通报得满分，否则不得分"
    names = (top.name.zh, middle.name.zh, leaf.name.zh)
    source = _SOURCES[number % len(_SOURCES)]
    return number + 1, *names, points, words, source, _DEPARTMENTS.get(middle.name.zh, "市智慧办")


def _put(sheet: Worksheet, rows: Sequence[Sequence[str | float]]) -> None:
    """Rows below their head, page after page; names that go on are merged, with their points behind them."""
    for start in range(0, len(rows), _PAGE):
        page = rows[start : start + _PAGE]
        sheet.append(_HEADS)
        for cell in sheet[sheet.max_row]:
            cell.fill = PatternFill("solid", fgColor="FFD9E2EC")
            cell.font = Font(name="黑体", size=10.5)
        first = sheet.max_row + 1
        for row in page:
            sheet.append(list(row))
            sheet.row_dimensions[sheet.max_row].height = _TALL if len(str(row[5])) > _LONG else _LOW
        for column in (2, 3):
            _merge(sheet, column, first, [row[1:column] for row in page])
        _merge(sheet, len(_HEADS), first, [row[-1] for row in page])
        for column in (2, 3):
            _with_points(sheet, column, rows, first, len(page))
    for index, width in enumerate(_WIDTHS, 1):
        sheet.column_dimensions[chr(64 + index)].width = width
    for cells in sheet.iter_rows(min_row=4, max_row=sheet.max_row):
        for cell in cells:
            cell.border = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
            centred = "left" if cell.column in {4, 6} else "center"
            cell.alignment = Alignment(horizontal=centred, vertical="center", wrap_text=True)


def _merge(sheet: Worksheet, column: int, first: int, keys: Sequence[object]) -> None:
    """Merges the cells of a column whose keys are alike, one below the other."""
    begun = 0
    for index in range(1, len(keys) + 1):
        if index == len(keys) or keys[index] != keys[begun]:
            if index - begun > 1:
                sheet.merge_cells(None, first + begun, column, first + index - 1, column)
            begun = index


def _with_points(
    sheet: Worksheet, column: int, rows: Sequence[Sequence[str | float]], first: int, count: int
) -> None:
    """Behind the name of a group the points of all that stands below it."""
    for row in range(first, first + count):
        cell = sheet.cell(row, column)
        if cell.value:
            total = sum(float(each[4]) for each in rows if each[column - 1] == cell.value)
            cell.value = f"{cell.value}（{total:g}分）"


def _notes(sheet: Worksheet) -> None:
    sheet.append(["", "", "", "合计", 100])
    sheet.append(["注：1.同一项目不重复计分。"])
    sheet.append(["2.统计口径以上年末为准。"])


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    write_table(Path(sys.argv[1]))
