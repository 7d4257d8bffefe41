"""Remarks that say the same are one, with all their cells."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartxl.lint.catalogue import remark
from smartxl.lint.remark import grouped, rectangles
from smartxl.text import Text

Span = tuple[int, int, int, int]
spans = st.tuples(st.integers(1, 12), st.integers(1, 6), st.integers(0, 4), st.integers(0, 3)).map(
    lambda part: (part[0], part[1], part[0] + part[2], part[1] + part[3])
)


def cells(areas: list[Span]) -> set[tuple[int, int]]:
    return {
        (row, column)
        for top, left, bottom, right in areas
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
    }


def test_a_column_of_the_same_is_one_remark() -> None:
    found = [remark("SXL101", "表", [(row, 2, row, 2)], excerpt=f"=A{row}") for row in range(301, 1, -1)]
    (one,) = grouped(found)
    assert (one.area, one.cells, one.excerpt) == ("B2:B301", 300, "=A2")
    assert one.place("zh") == "表!B2:B301（300 个单元格）"
    assert one.place("en") == "表!B2:B301 (300 cells)"


@pytest.mark.parametrize(
    ("other", "count"),
    [
        (remark("SXL101", "表", [(3, 1, 3, 1)]), 1),
        (remark("SXL101", "别的表", [(3, 1, 3, 1)]), 2),
        (remark("SXL101", "表", [(3, 1, 3, 1)], Text("别的", "another")), 2),
    ],
    ids=["the same", "another sheet", "other words"],
)
def test_what_differs_stands_apart(other: object, count: int) -> None:
    first = remark("SXL101", "表", [(2, 1, 2, 1)])
    assert len(grouped([first, other])) == count  # type: ignore[list-item]


def test_different_words_are_one_where_they_are_said_to_be_alike() -> None:
    found = [remark("SXL101", "表", [(2, c, 2, c)], Text(str(c), str(c)), alike="x") for c in (3, 2)]
    (one,) = grouped(found)
    assert (one.area, one.what.zh) == ("B2:C2", "2")


def test_many_areas_are_cut_and_the_cells_are_counted() -> None:
    (one,) = grouped(remark("SXL101", "表", [(row, 1, row, 1)]) for row in range(1, 30, 2))
    assert one.area == "A1, A3, A5, A7, A9, A11, …"
    assert (one.cells, len(one.areas)) == (15, 15)


def test_a_remark_about_a_sheet_or_the_file_has_no_cells() -> None:
    assert (remark("SXL101", "表").place("zh"), remark("SXL101", "").place("en")) == ("表", "")


@given(st.lists(spans, max_size=8))
def test_joined_areas_have_the_same_cells_and_are_no_more(areas: list[Span]) -> None:
    joined = list(rectangles(areas))
    assert cells(joined) == cells(areas)
    assert len(joined) <= len(set(areas))
