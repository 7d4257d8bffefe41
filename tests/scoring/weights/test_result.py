from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smartxl.errors import SmartxlError, UnknownName
from smartxl.scoring.weights import Weights, direct, equal

SETTINGS = settings(max_examples=25, deadline=None)

points = st.dictionaries(
    st.sampled_from(["i1", "i10", "i2", "i20", "i3", "a"]), st.integers(0, 1000), min_size=1
).filter(lambda p: sum(p.values()) > 0)


@SETTINGS
@given(points)
def test_direct_points_become_shares_by_key(stated: dict[str, int]) -> None:
    weights = direct(stated)
    assert math.fsum(weights.values.values()) == pytest.approx(1, abs=1e-12)
    for key, value in stated.items():
        assert weights.values[key] == pytest.approx(value / sum(stated.values()))


@SETTINGS
@given(points, st.integers(0, 4))
def test_rounded_percents_sum_to_100_and_stay_within_one_unit(stated: dict[str, int], digits: int) -> None:
    weights = direct(stated)
    rounded = weights.percent(digits)
    assert math.fsum(rounded.values()) == pytest.approx(100, abs=1e-9)
    for key, value in weights.percent().items():
        assert abs(rounded[key] - value) < 10**-digits + 1e-6


@SETTINGS
@given(points, st.randoms())
def test_rounded_percents_do_not_depend_on_the_order(stated: dict[str, int], random: object) -> None:
    keys = list(stated)
    random.shuffle(keys)  # type: ignore[attr-defined]
    assert direct({key: stated[key] for key in keys}).percent(0) == direct(stated).percent(0)


def test_percents_go_to_the_largest_remainders() -> None:
    assert direct({"b": 1, "a": 1, "c": 1}).percent(0) == {"b": 33, "a": 34, "c": 33}
    assert direct({"a": 10, "b": 20, "c": 70}).percent(2) == {"a": 10, "b": 20, "c": 70}
    assert direct({"a": 2, "b": 4}).percent(1) == {"a": 33.3, "b": 66.7}


def test_weights_are_handed_out_by_key_never_by_place() -> None:
    weights = direct({"i1": 1, "i10": 2, "i2": 5})
    assert weights.aligned(["i2", "i1", "i10"]).tolist() == pytest.approx([5 / 8, 1 / 8, 2 / 8])
    assert weights.keys == ("i1", "i10", "i2")
    assert weights.series()["i10"] == 0.25


@pytest.mark.parametrize(
    ("keys", "named"),
    [(["i1"], "i2"), (["i1", "i2", "i3"], "i3"), (["i1", "i2", "i2"], "twice")],
    ids=["one short", "one more", "twice"],
)
def test_keys_that_do_not_match_are_named(keys: list[str], named: str) -> None:
    with pytest.raises(UnknownName, match=named):
        direct({"i1": 1, "i2": 1}).aligned(keys)


@pytest.mark.parametrize(
    ("stated", "named"),
    [
        ({"a": 1.0, "b": -1.0}, "b"),
        ({"a": math.nan}, "a"),
        ({"a": math.inf}, "a"),
        ({"a": 0.0}, "weight 0"),
        ({}, "weight 0"),
    ],
    ids=["negative", "nan", "infinite", "all zero", "none"],
)
def test_what_is_no_weight_is_refused(stated: dict[str, float], named: str) -> None:
    with pytest.raises(SmartxlError, match=named):
        direct(stated)


def test_weights_must_sum_to_1() -> None:
    with pytest.raises(SmartxlError, match=r"sum is 0\.9, not 1"):
        Weights({"a": 0.4, "b": 0.5}, "own")


def test_equal_weights() -> None:
    assert equal(["i1", "i10", "i2", "i3"]).values == dict.fromkeys(["i1", "i10", "i2", "i3"], 0.25)
    for wrong in ([], ["i1", "i1"]):
        with pytest.raises(SmartxlError):
            equal(wrong)
