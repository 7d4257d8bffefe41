"""What cells show."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from smartxl.lint.catalogue import remark
from smartxl.lint.linted import LintBook, LintSheet
from smartxl.lint.remark import Remark
from smartxl.recalc.arrays import ERROR
from smartxl.text import Text

__all__ = ["error_values"]


def error_values(book: LintBook) -> Iterator[Remark]:
    """Cells that show an error; where a formula takes it from another cell, only that one is told."""
    for sheet in book.sheets.values():
        rows, columns = np.nonzero(sheet.kind == ERROR)
        for row, column in zip((rows + 1).tolist(), (columns + 1).tolist(), strict=True):
            yield _error(sheet, row, column)


def _error(sheet: LintSheet, row: int, column: int) -> Remark:
    shown = sheet.value[row - 1, column - 1].code
    what = Text(f"单元格显示错误 {shown}", f"the cell shows the error {shown}")
    return remark(
        "SXL101", sheet.name, [(row, column, row, column)], what, excerpt=sheet.formula(row, column)
    )
