"""Every fault of a package is found in a file that has it, and nothing in one that comes near."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartxl.cells import a1, area
from smartxl.xlsx.faults import FaultKind, package_faults
from smartxl.xlsx.faults.areas import meet, overlapping
from smartxl.xlsx.faults.numbers import whole_number
from tests.xlsx.faults.books import Book
from tests.xlsx.faults.cases import CASES, FaultCase

_ALL = pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())


@_ALL
def test_found_and_nothing_else(case: FaultCase) -> None:
    found = package_faults(case.bad.content(), "bad.xlsx")
    assert {fault.kind for fault in found} == {case.kind}, found
    fault = next(fault for fault in found if case.words in fault.what.en)
    assert fault.what.zh
    assert fault.part
    if case.cells:
        top, left, bottom, right = fault.spans[0]
        assert case.cells == (a1(top, left) if (top, left) == (bottom, right) else area(*fault.spans[0]))


@_ALL
def test_nothing_where_it_comes_near(case: FaultCase) -> None:
    assert package_faults(case.good.content(), "good.xlsx") == ()


def test_every_kind_has_a_case() -> None:
    assert {case.kind for case in CASES.values()} == set(FaultKind)


def test_many_of_one_are_one_with_their_number() -> None:
    rows = "".join(f'<row r="{n}"><c r="A{n}" s="9"><v>1</v></c></row>' for n in range(1, 3_001))
    (fault,) = package_faults(Book(rows=rows).content(), "many.xlsx")
    assert fault.count == 3_000
    assert fault.spans[0] == (1, 1, 1, 1)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0),
        (" 12 ", 12),
        ("-1", None),
        ("", None),
        ("1.5", None),
        ("１", None),
        ("9" * 5_000, 999_999_999),
    ],
)
def test_numbers_of_any_length_are_read(text: str, number: int | None) -> None:
    assert whole_number(text) == number


_SPAN = st.tuples(*[st.integers(1, 12)] * 2, *[st.integers(0, 3)] * 2)


@given(st.lists(_SPAN, min_size=2, max_size=12))
def test_overlap_is_what_comparing_all_pairs_says(parts: list[tuple[int, int, int, int]]) -> None:
    spans = [(top, left, top + height, left + width) for top, left, height, width in parts]
    pairs = any(meet(one, other) for n, one in enumerate(spans) for other in spans[n + 1 :])
    assert bool(list(overlapping(spans))) == pairs
