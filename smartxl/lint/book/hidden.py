"""What is hidden: sheets, rows and columns that formulas read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from smartxl.lint.book.reads import read_areas
from smartxl.lint.catalogue import remark
from smartxl.lint.linted import LintBook, LintSheet
from smartxl.lint.remark import Remark
from smartxl.recalc.arrays import NUMBER
from smartxl.text import Text

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["hidden_cells", "hidden_sheets"]

_STATES = {
    "hidden": Text("工作表是隐藏的", "the sheet is hidden"),
    "veryHidden": Text(
        "工作表深度隐藏，在 Excel 的菜单里看不到", "the sheet is hidden so that no menu of Excel shows it"
    ),
}
_READ = Text("，公式用到其中的内容", ", and formulas read it")


def hidden_sheets(book: LintBook) -> Iterator[Remark]:
    """Sheets that are not shown."""
    read = {
        reach.sheet.casefold()
        for sheet, shape in book.shapes()
        for reach in shape.reaches
        if reach.sheet.casefold() != sheet.name.casefold()
    }
    for name, state in book.settings.states.items():
        if state in _STATES:
            what = _STATES[state]
            yield remark("SXL202", name, (), what + _READ if name.casefold() in read else what)


def hidden_cells(book: LintBook) -> Iterator[Remark]:
    """Hidden rows and columns with numbers that formulas of areas count in; not those that a filter hides."""
    read: dict[str, list[tuple[slice, slice]]] = {}
    hiding = {
        name
        for name, sheet in book.sheets.items()
        if not sheet.raw.hidden and (sheet.raw.hidden_rows or sheet.raw.hidden_columns)
    }
    for sheet, span in read_areas(book, hiding):
        read.setdefault(sheet.name, []).append(sheet.part(span))
    for name, parts in read.items():
        shown = book.sheets[name]
        covered = np.zeros(shown.size, bool)
        for part in parts:
            covered[part] = True
        yield from _hidden_numbers(shown, covered & (shown.kind == NUMBER))


def _hidden_numbers(sheet: LintSheet, counted: NDArray[np.bool_]) -> Iterator[Remark]:
    rows, columns = sheet.size
    hidden = np.zeros(sheet.size, bool)
    if sheet.settings.filtered is None:
        hidden[[row - 1 for row in sheet.raw.hidden_rows if row <= rows], :] = True
    hidden[:, [column - 1 for column in sheet.raw.hidden_columns if column <= columns]] = True
    found = np.argwhere(hidden & counted) + 1
    if len(found):
        spans = [(int(row), int(column), int(row), int(column)) for row, column in found]
        yield remark("SXL203", sheet.name, spans)
