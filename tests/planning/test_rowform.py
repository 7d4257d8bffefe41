"""Formulas of rows made once, and what planning keeps between workbooks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartxl.cells import MAX_ROW
from smartxl.planning.rowform import for_rows

if TYPE_CHECKING:
    from collections.abc import Callable

ROWS = st.integers(1, MAX_ROW)


def in_row(row: int) -> str:
    return f'IF(A{row}="","",B{row}*$C$3)'


def with_the_mark(row: int) -> str:
    """A number that looks like the row that no reference has."""
    return f"IF(A{row}>{MAX_ROW + 1},1,0)"


def without_row(_row: int) -> str:
    return "1+1"


@pytest.mark.parametrize("make", [in_row, with_the_mark, without_row])
@given(first=ROWS, row=ROWS)
def test_it_is_the_formula_of_every_row(make: Callable[[int], str], first: int, row: int) -> None:
    assert for_rows(make, first).at(row) == make(row)


def test_it_is_made_once() -> None:
    calls = []

    def make(row: int) -> str:
        calls.append(row)
        return in_row(row)

    formula = for_rows(make, 8)
    assert [formula.at(row) for row in range(8, 60)] == [in_row(row) for row in range(8, 60)]
    assert len(calls) == 2
