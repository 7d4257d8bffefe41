"""Laws of comparing workbooks."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartxl.bookdiff import BookChange, BookChangeKind
from tests.bookdiff.conftest import budget, compared

if TYPE_CHECKING:
    from collections.abc import Iterable
    from random import Random


pytestmark = pytest.mark.slow
NAMES = st.text("甲乙丙丁戊ab", min_size=1, max_size=3)
ITEM = st.tuples(NAMES, st.integers(1, 9), st.integers(1, 99))
ITEMS = st.lists(ITEM, min_size=1, max_size=9)
NAMED = st.lists(ITEM, min_size=3, max_size=9, unique_by=lambda item: item[0])


def seen(changes: Iterable[BookChange]) -> Counter[BookChange]:
    """Without what cells of the second workbook are called; of two rows that changed places either one was moved."""
    plain = (replace(change, label="") for change in changes)
    order = BookChangeKind.ORDER
    return Counter(BookChange(order, "", "", None, None, c.count) if c.kind is order else c for c in plain)


@given(ITEMS)
def test_a_workbook_is_the_same_as_itself(items: list[tuple[object, ...]]) -> None:
    found = compared(budget(items), budget(items))
    assert (found.changes, found.results) == ((), ())


@given(ITEMS, ITEMS)
def test_seen_from_the_other_side_the_same_differs(
    one: list[tuple[object, ...]], other: list[tuple[object, ...]]
) -> None:
    there, back = compared(budget(one), budget(other)), compared(budget(other), budget(one))
    assert seen(change.mirrored() for change in there.changes) == seen(back.changes)
    assert {(s.after_at, s.before_at, s.after, s.before) for s in there.results} == {
        (s.before_at, s.after_at, s.before, s.after) for s in back.results
    }


@given(NAMED, st.randoms(use_true_random=False))
def test_rows_that_are_put_in_another_order_have_no_other_values(
    items: list[tuple[object, ...]], random: Random
) -> None:
    shuffled = list(items)
    random.shuffle(shuffled)
    found = compared(budget(items), budget(shuffled))
    assert {change.kind for change in found.changes} <= {BookChangeKind.ORDER}
    assert found.results == ()


@given(NAMED, st.integers(0, 9), st.integers(1, 9))
def test_a_row_that_is_inserted_is_all_that_is_told(
    items: list[tuple[object, ...]], place: int, quantity: int
) -> None:
    at = min(place, len(items))
    found = compared(budget(items), budget([*items[:at], ("新的一项", quantity, 5), *items[at:]]))
    assert [(change.kind, change.after_at, change.count) for change in found.changes] == [
        (BookChangeKind.ROWS, f"'预算'!{at + 2}:{at + 2}", 1)
    ]


@given(NAMED, st.integers(0, 8), st.integers(100, 200))
def test_an_input_that_is_changed_is_all_that_is_told(
    items: list[tuple[object, ...]], place: int, price: int
) -> None:
    at = place % len(items)
    changed = [*items[:at], (items[at][0], items[at][1], price), *items[at + 1 :]]
    found = compared(budget(items), budget(changed))
    assert [(change.kind, change.after_at) for change in found.changes] == [
        (BookChangeKind.INPUT, f"'预算'!C{at + 2}")
    ]
    assert {shift.after_at for shift in found.results} >= {f"'预算'!D{at + 2}", "'参数'!B2"}
