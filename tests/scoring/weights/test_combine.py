from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smartxl.errors import SmartxlError
from smartxl.scoring.weights import Weights, additive, direct, multiplicative

SETTINGS = settings(max_examples=25, deadline=None)
KEYS = ["i1", "i10", "i2"]
EXPERTS = direct({"i1": 50, "i10": 30, "i2": 20})
DATA = direct({"i2": 10, "i1": 10, "i10": 80})
PARTS = {"AHP": EXPERTS, "entropy": DATA}

points = st.fixed_dictionaries({key: st.integers(1, 100) for key in KEYS})


def test_additive_by_hand() -> None:
    weights = additive(PARTS, {"entropy": 40, "AHP": 60})
    assert weights.values == pytest.approx({"i1": 0.34, "i10": 0.5, "i2": 0.16})
    assert weights.conventions["AHP"] == "share 0.6, direct"
    assert weights.conventions["entropy"] == "share 0.4, direct"
    assert weights.keys == ("i1", "i10", "i2")


def test_multiplicative_by_hand() -> None:
    product = multiplicative(PARTS)
    assert product.values == pytest.approx({"i1": 5 / 31, "i10": 24 / 31, "i2": 2 / 31})
    rooted = multiplicative(PARTS, {"AHP": 1, "entropy": 1})
    total = math.sqrt(0.05) + math.sqrt(0.24) + math.sqrt(0.02)
    assert rooted.values == pytest.approx(
        {"i1": math.sqrt(0.05) / total, "i10": math.sqrt(0.24) / total, "i2": math.sqrt(0.02) / total}
    )
    assert "weight^share" in rooted.conventions["combination"]
    assert "^" not in product.conventions["combination"]


@SETTINGS
@given(points, points, st.permutations(KEYS), st.floats(0.01, 0.99))
def test_parts_are_matched_by_key(
    first: dict[str, int], second: dict[str, int], order: list[str], share: float
) -> None:
    shares = {"a": share, "b": 1 - share}
    straight = {"a": direct(first), "b": direct(second)}
    mixed = {"b": direct({key: second[key] for key in order}), "a": direct(first)}
    for combine in (additive, multiplicative):
        one, other = combine(straight, shares).values, combine(mixed, shares).values
        assert math.fsum(one.values()) == pytest.approx(1)
        assert {k: other[k] for k in KEYS} == pytest.approx(dict(one))


@SETTINGS
@given(points, st.floats(0.01, 100))
def test_the_same_weights_combined_are_the_same(first: dict[str, int], share: float) -> None:
    parts = {"a": direct(first), "b": direct(first)}
    for combined in (additive(parts, {"a": share, "b": 1}), multiplicative(parts, {"a": share, "b": 1})):
        assert dict(combined.values) == pytest.approx(dict(direct(first).values))


def test_notes_and_conventions_of_the_parts_stay() -> None:
    noted = Weights(dict.fromkeys(KEYS, 1 / 3), "own", {"table": "X"}, ("beware",))
    combined = additive({"AHP": EXPERTS, "B": noted}, {"AHP": 1, "B": 1})
    assert combined.notes == ("B: beware",)
    assert combined.conventions["B: table"] == "X"


def test_zero_in_one_part_is_zero_in_the_product() -> None:
    left, right = direct({"a": 1, "b": 0}), direct({"a": 0, "b": 1})
    assert multiplicative({"l": left, "r": direct({"a": 1, "b": 1})}).values == {"a": 1, "b": 0}
    with pytest.raises(SmartxlError, match="weight 0"):
        multiplicative({"l": left, "r": right})


@pytest.mark.parametrize(
    ("parts", "shares", "named"),
    [
        ({}, {}, "nothing to combine"),
        (PARTS, {"AHP": 1}, "entropy has no share"),
        (PARTS, {"AHP": 1, "entropy": 1, "CRITIC": 1}, "CRITIC has no share or no weights"),
        (PARTS, {"AHP": 1, "entropy": 0}, "entropy"),
        (PARTS, {"AHP": 1, "entropy": math.nan}, "entropy"),
        ({"AHP": EXPERTS, "short": direct({"i1": 1, "i2": 1})}, {"AHP": 1, "short": 1}, "i10 is in one"),
    ],
    ids=["nothing", "share missing", "share too many", "zero", "nan", "other keys"],
)
def test_parts_and_shares_must_match(parts: dict[str, Weights], shares: dict[str, float], named: str) -> None:
    for combine in (additive, multiplicative):
        with pytest.raises(SmartxlError, match=named):
            combine(parts, shares)
