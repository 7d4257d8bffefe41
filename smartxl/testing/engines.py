"""Workbooks of tests calculated by other engines than our own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from smartxl.cells import Cell
from smartxl.errors import BookError, VerifyError
from smartxl.testing.options import ENGINE
from smartxl.text import Text
from smartxl.verify.engines import engine, inputs_of
from smartxl.verify.values import scalar_of, value_of
from smartxl.xlsx.gate import LARGE_BUDGET
from smartxl.xlsx.saved import open_saved

if TYPE_CHECKING:
    from pathlib import Path

    from smartxl.bookmodel import BookValues

__all__ = ["calculated", "check_engine"]


def check_engine(config: pytest.Config) -> None:
    """Raises UsageError where the engine that was asked for is not known, or not installed."""
    try:
        engine(str(config.getoption(ENGINE))).version()
    except VerifyError as error:
        raise pytest.UsageError(error.said("en")) from error


def calculated(path: Path, name: str, values: BookValues) -> BookValues:
    """The values of another engine, from the same inputs.

    Raises VerifyError where it fails as a whole, BookError where a table has other rows than in the file.
    """
    if not values.as_in_file:
        what = Text("表的行数与文件不同", "a table has other rows than in the file")
        raise BookError(path.name, what, Text("用自带的引擎", "let our own engine calculate"))
    inputs = inputs_of(open_saved(path.read_bytes(), path.name, budget=LARGE_BUDGET))
    changes = {Cell(*cell): value_of(value) for cell, value in values.changed_cells()}
    found = engine(name).values(inputs.changed(changes))
    return values.replaced(
        {(cell.sheet, cell.row, cell.column): scalar_of(value) for cell, value in found.values.items()},
        {(cell.sheet, cell.row, cell.column): why for cell, why in found.missing.items()},
    )
