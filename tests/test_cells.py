"""Addresses: runs of cells are joined without losing one."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from smartxl.cells import joined

RUNS = st.lists(
    st.tuples(st.integers(1, 4), st.integers(1, 30), st.integers(0, 5)).map(
        lambda run: (run[0], run[1], run[1] + run[2])
    )
)


def cells(runs: list[tuple[int, int, int]]) -> list[tuple[int, int]]:
    return [(column, row) for column, first, last in runs for row in range(first, last + 1)]


@given(RUNS)
def test_joined_runs_hold_every_cell_once_and_are_as_few_as_possible(
    runs: list[tuple[int, int, int]],
) -> None:
    found = list(joined(runs))
    assert cells(found) == sorted(set(cells(runs)))
    gaps = [b[1] - a[2] for a, b in itertools.pairwise(found) if a[0] == b[0]]
    assert all(gap > 1 for gap in gaps)


def test_a_run_stops_at_the_end_of_its_column() -> None:
    assert list(joined([(2, 5, 5), (1, 1, 3), (1, 4, 4), (2, 4, 4), (1, 9, 9)])) == [
        (1, 1, 4),
        (1, 9, 9),
        (2, 4, 5),
    ]
    assert list(joined([])) == []
