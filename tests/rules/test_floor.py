"""The coverage floor compares counts of rows exactly, as arrays and as a formula."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartxl.rules import below_floor, below_floor_expression
from tests.rules.faces import evaluate


@pytest.mark.parametrize(
    ("answered", "applicable", "floor", "is_below"),
    [
        (3, 5, 0.6, False),
        (2, 5, 0.6, True),
        (7, 100, 0.07, False),  # 0.07 * 100 is more than 7 in binary
        (29, 100, 0.29, False),
        (57, 100, 0.57, False),
        (1, 3, 0.3333, False),
        (3333, 10000, 0.3334, True),
        (82, 138, 0.6, True),
        (83, 138, 0.6, False),
        (0, 0, 0.6, False),
        (0, 1, 0.0001, True),
        (4, 5, 1.0, True),
        (5, 5, 1.0, False),
    ],
)
def test_a_share_of_rows(answered: int, applicable: int, floor: float, *, is_below: bool) -> None:
    assert bool(below_floor(answered, applicable, floor)) is is_below
    formula = "=" + below_floor_expression("A1", "B1", floor)
    assert bool(evaluate(formula, {"A": [float(answered)], "B": [float(applicable)]})) is is_below


def test_a_whole_percentage_is_readable() -> None:
    assert below_floor_expression("H5", "I5", 0.6) == "100*H5<60*I5"
    assert below_floor_expression("H5", "I5", 0.0625) == "16*H5<1*I5"


@given(
    applicable=st.integers(0, 5000),
    share=st.integers(0, 10_000),
    parts=st.integers(0, 5000),
)
def test_both_faces_are_exact(applicable: int, share: int, parts: int) -> None:
    answered = min(parts, applicable)
    floor = float(Decimal(share) / 10_000)
    exact = Fraction(answered) < Fraction(share, 10_000) * applicable
    assert below_floor(np.array([answered, 0.0]), np.array([applicable, 0.0]), floor).tolist() == [
        exact,
        False,
    ]
    text = below_floor_expression(str(answered), str(applicable), floor)
    left, right = text.split("<")
    assert (eval(left) < eval(right)) is exact  # noqa: S307  (two products of whole numbers)


@given(floor=st.integers(0, 10_000).map(lambda n: n / 10_000), applicable=st.integers(1, 400))
def test_one_more_answered_row_never_falls_below(floor: float, applicable: int) -> None:
    below = below_floor(np.arange(applicable + 1), np.full(applicable + 1, applicable), floor)
    assert below.tolist() == sorted(below, reverse=True)
    assert not below[-1]
