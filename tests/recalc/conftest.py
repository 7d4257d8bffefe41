"""One sheet with a few values, and a formula on it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from smartxl.cells import parse_a1
from smartxl.recalc import ArrayFormula, CellError, FormulaCell, Scalar, SheetPlanes, Workbook

__all__ = ["Calculate", "calculated"]

Calculate = Callable[..., object]
ROW, COLUMN = 30, 20


def calculated(
    formula: str,
    cells: Mapping[str, Scalar] | None = None,
    *,
    names: Mapping[tuple[str, str], str] | None = None,
    fills: ArrayFormula | None = None,
    at: tuple[int, int] = (ROW, COLUMN),
) -> object:
    """What a formula comes to beside some cells: a value, the text of an error, or a list of reasons why it is not computed."""
    sheet = SheetPlanes("表", 0, ROW, COLUMN)
    for place, value in (cells or {}).items():
        sheet.put(*parse_a1(place), value)
    book = Workbook({"表": sheet}, names or {})
    missing = list(book.calculate([FormulaCell("表", *at, formula, fills)]))
    if missing:
        return [each.why.en for each in missing]
    value = sheet.get(*at)
    return value.code if isinstance(value, CellError) else value


@pytest.fixture
def calculate() -> Calculate:
    """See `calculated`."""
    return calculated
