"""Rounding against Excel: known cases, and the decimal definition of half away from zero at 15 digits."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartxl.model.combination import UNROUNDED
from smartxl.rules import round_half_away, rounded, rounded_expression

# Excel's ROUND, typed in by hand; Python's round differs on the lines marked *.
EXCEL = [
    (2.675, 2, 2.68),  # *
    (1.005, 2, 1.01),  # *
    (0.285, 2, 0.29),  # *
    (1.115, 2, 1.12),  # *
    (72.165, 2, 72.17),
    (0.5, 0, 1.0),  # *
    (2.5, 0, 3.0),  # *
    (-2.5, 0, -3.0),  # *
    (-2.675, 2, -2.68),  # *
    (-1.475, 2, -1.48),
    (2.15, 1, 2.2),
    (626.3, -3, 1000.0),
    (1.98, -1, 0.0),
    (-50.55, -2, -100.0),
    (1250.0, -2, 1300.0),  # *
    (99.994999999999, 2, 99.99),
    (99.995, 2, 100.0),
    (1e15, 2, 1e15),
    (123456789012345.0, 2, 123456789012345.0),
    (1e-20, 2, 0.0),
    (1e300, 2, 1e300),
    (0.1 + 0.2, 1, 0.3),
    (4.35 * 100, 0, 435.0),
    (1.1 * 1.1 * 50, 1, 60.5),
    (0.0, 2, 0.0),
]


@pytest.mark.parametrize(("value", "digits", "expected"), EXCEL, ids=str)
def test_excel_truth_table(value: float, digits: int, expected: float) -> None:
    assert float(round_half_away(value, digits)) == expected


NEARLY_HALF = [
    math.nextafter(77.5, 0),
    77.49999999999997,
    77.4999999999996,
    math.nextafter(-0.5, 0),
    0.4999999999999,
]


@pytest.mark.parametrize("value", NEARLY_HALF)
def test_to_no_decimals_both_faces_settle_first(value: float) -> None:
    """LibreOffice's ROUND(x,0) does not take x to 15 digits first; ROUND(x,12) does."""
    assert abs(float(rounded(value, 0))) == math.floor(abs(value) + 0.500001)
    assert rounded_expression("A1", 0) == "ROUND(ROUND(A1,12),0)"


def test_other_decimals_are_rounded_once() -> None:
    assert rounded_expression("A1", 2) == "ROUND(A1,2)"
    assert rounded_expression("A1", UNROUNDED) == "A1"
    assert float(rounded(2.675, 2)) == 2.68
    assert float(rounded(77.4999999999, 0)) == 77.0


def test_shape_nan_and_infinity_are_kept() -> None:
    rounded = round_half_away([[1.255, math.nan], [math.inf, -math.inf]], 2)
    assert rounded.shape == (2, 2)
    np.testing.assert_array_equal(rounded, [[1.26, math.nan], [math.inf, -math.inf]])
    assert round_half_away(1.5, 0).shape == ()


def test_a_negative_hair_rounds_to_zero_without_a_sign() -> None:
    assert math.copysign(1.0, float(round_half_away(-0.001, 2))) == 1.0


def _by_decimal(value: float, digits: int) -> float:
    """Half away from zero of what Excel takes the value for: its first 15 significant digits."""
    return float(Decimal(f"{value:.15g}").quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP))


@st.composite
def near_decimals(draw: st.DrawFn) -> float:
    """A short decimal number, off by what a sum of a few terms leaves: up to two steps of its last bit."""
    value: float = draw(st.integers(0, 10**9)) / 10 ** draw(st.integers(0, 8))
    for _ in range(draw(st.integers(0, 2))):
        value = math.nextafter(value, draw(st.sampled_from([0.0, math.inf])))
    return value if draw(st.booleans()) else -value


@given(value=near_decimals(), digits=st.integers(-3, 4))
def test_agrees_with_decimal_arithmetic(value: float, digits: int) -> None:
    assert float(round_half_away(value, digits)) == _by_decimal(value, digits)


@given(tens=st.integers(-(10**7), 10**7), digits=st.integers(1, 4))
def test_every_tie_goes_away_from_zero(tens: int, digits: int) -> None:
    tie = (tens + math.copysign(0.5, tens)) / 10**digits
    assert float(round_half_away(tie, digits)) == (tens + math.copysign(1, tens)) / 10**digits


@given(value=st.floats(-1e9, 1e9), digits=st.integers(0, 4))
def test_rounding_twice_is_rounding_once(value: float, digits: int) -> None:
    once = round_half_away(value, digits)
    np.testing.assert_array_equal(round_half_away(once, digits), once)
    # Half a step, and what taking the value to 15 digits first may move it.
    assert abs(float(once) - value) <= 0.5 * 10.0**-digits + abs(value) * 1e-14
