"""Roll-ups and missing policies: published and hand-computed values, laws, and the Excel face against numpy."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smartxl.model.combination import UNROUNDED, Combination, Counted, NotApplicable, RollUp, Unscored
from smartxl.rules import Children, combination_expression, combine, rounded, rounded_expression
from tests.rules.faces import Column, evaluate

NAN = math.nan
MARK = "—"
GEOMETRIC = Combination(RollUp.GEOMETRIC)
HARMONIC = Combination(RollUp.HARMONIC)
WORST = Combination(RollUp.WORST)
SUM = Combination(RollUp.SUM)
TINY = [2.2e-313, 5e-324, -2.2e-313, 1e-200, 9.9e-13, -9.9e-13]
"""Excel has no number between 0 and 2.2251E-308, LibreOffice has them and calculates no power of them."""
ROOTS = {RollUp.GEOMETRIC, RollUp.HARMONIC, RollUp.POWER}


def power(p: float, floor: float | None = None) -> Combination:
    return Combination(RollUp.POWER, power=p, floor=floor)


@pytest.mark.parametrize(
    ("how", "scores", "weights", "expected"),
    [
        # 《功效系数法》 worked example: the fourth root of the product of four efficacy coefficients
        (GEOMETRIC, [75.368, 96.844, 74.940, 83.404], [1, 1, 1, 1], 82.185),
        (GEOMETRIC, [10.0, 1000.0], [2, 1], 10 ** (5 / 3)),
        (GEOMETRIC, [90.0, NAN, 40.0], [1, 5, 1], 60.0),
        (GEOMETRIC, [90.0, 0.0], [1, 1], NAN),
        (GEOMETRIC, [90.0, 0.0], [1, 0], 90.0),
        (replace(GEOMETRIC, floor=0.1), [90.0, 0.0], [1, 1], 3.0),
        (replace(GEOMETRIC, floor=1.0), [-5.0, 4.0], [1, 1], 2.0),
        (HARMONIC, [40.0, 60.0], [1, 1], 48.0),
        (HARMONIC, [40.0, 60.0], [3, 1], float(Fraction(4) / (Fraction(3, 40) + Fraction(1, 60)))),
        (HARMONIC, [0.0, 60.0], [1, 1], NAN),
        (power(1), [80.0, 60.0, 40.0], [50, 30, 20], 66.0),
        (power(2), [30.0, 40.0], [1, 1], math.sqrt(1250)),
        (power(2), [0.0, 40.0], [1, 1], math.sqrt(800)),
        (power(2), [-1.0, 40.0], [1, 1], NAN),
        (power(-1), [40.0, 60.0], [1, 1], 48.0),
        (power(-2, 1.0), [0.0, 1.0], [1, 1], 1.0),
        (WORST, [80.0, 60.0, NAN], [50, 30, 20], 60.0),
        (WORST, [80.0, 60.0], [50, 0], 80.0),
        (SUM, [80.0, 50.0], [60, 50], 73.0),
        (SUM, [100.0, NAN], [75, 25], 100.0),  # 75 → 100 by 4/3
        (Combination(), [NAN, NAN], [1, 1], NAN),
        (Combination(), [50.0], [0], NAN),
    ],
    ids=lambda value: "" if isinstance(value, list) else None,
)
def test_roll_ups(how: Combination, scores: list[float], weights: list[float], expected: float) -> None:
    result = combine(how, scores, weights)
    np.testing.assert_allclose(result, expected, rtol=0, atol=5e-4 if expected == 82.185 else 1e-12)


@pytest.mark.parametrize(
    ("how", "scores", "applies", "peers", "expected"),
    [
        (Combination(), [80.0, NAN], [True, True], None, 80.0),
        (Combination(unscored=Unscored.ZERO), [80.0, NAN], [True, True], None, 20.0),
        (Combination(unscored=Unscored.ZERO), [80.0, NAN], [True, False], None, 80.0),
        (Combination(unscored=Unscored.ZERO), [NAN, NAN], [False, True], None, 0.0),
        (Combination(unscored=Unscored.ZERO), [NAN, NAN], [False, False], None, NAN),
        (Combination(unscored=Unscored.PEER_MEAN), [80.0, NAN], [True, True], [10.0, 40.0], 50.0),
        (Combination(unscored=Unscored.PEER_MEAN), [80.0, NAN], [True, True], [10.0, NAN], 80.0),
        (Combination(unscored=Unscored.PEER_MEAN), [80.0, NAN], [True, False], [10.0, 40.0], 80.0),
        (Combination(not_applicable=NotApplicable.LOST), [80.0, NAN], [True, False], None, 20.0),
        (Combination(not_applicable=NotApplicable.LOST), [80.0, NAN], [True, True], None, 80.0),
        (Combination(not_applicable=NotApplicable.LOST), [NAN, NAN], [False, False], None, NAN),
        (Combination(coverage=0.25), [80.0, NAN], [True, True], None, 80.0),
        (Combination(coverage=0.26), [80.0, NAN], [True, True], None, NAN),
        (Combination(coverage=0.26), [80.0, NAN], [True, False], None, 80.0),
        (Combination(coverage=0.5, counted=Counted.COUNT), [80.0, NAN], [True, True], None, 80.0),
        (Combination(coverage=0.51, counted=Counted.COUNT), [80.0, NAN], [True, True], None, NAN),
        (
            Combination(unscored=Unscored.PEER_MEDIAN, coverage=0.5),
            [80.0, NAN],
            [True, True],
            [10.0, 40.0],
            NAN,
        ),
    ],
)
def test_missing_policies(
    how: Combination, scores: list[float], applies: list[bool], peers: list[float] | None, expected: float
) -> None:
    """Two children with weights 1 and 3."""
    result = combine(how, scores, [1, 3], applies=applies, peers=peers)
    np.testing.assert_allclose(result, expected)


def test_nothing_covered_of_nothing_is_no_score() -> None:
    """What applies weighs 0: neither the formula nor the arrays have a share of it."""
    how = Combination(coverage=0.6, not_applicable=NotApplicable.LOST)
    assert np.isnan(combine(how, [NAN, 50.0], [100, 0], applies=[False, True]))


@pytest.mark.parametrize("p", [0.25, -0.25, 0.5, 20.0, -20.0])
def test_the_mean_of_one_number_is_that_number(p: float) -> None:
    """To the 15 digits that rounding sees, so that 76.5 becomes 77."""
    values = np.arange(0.5, 100.5, 0.5)[:, None]
    assert (rounded(combine(power(p), values, [40.0]), 0) == rounded(values[:, 0], 0)).all()


def test_a_sum_may_pass_100_and_keeps_its_full_points() -> None:
    np.testing.assert_allclose(combine(SUM, [[100.0, 100.0], [100.0, NAN]], [100, 10]), [110, 110])
    lost = replace(SUM, not_applicable=NotApplicable.LOST)
    np.testing.assert_allclose(combine(lost, [100.0, NAN], [75, 25], applies=[True, False]), 75)


methods = st.sampled_from(
    [
        Combination(),
        GEOMETRIC,
        HARMONIC,
        WORST,
        SUM,
        power(2),
        power(-2),
        power(0.5),
        replace(GEOMETRIC, floor=0.5),
        replace(HARMONIC, floor=1.0),
        replace(power(-1.5), floor=2.0),
    ]
)
policies = st.builds(
    lambda how, unscored, lost, coverage, counted: replace(
        how, unscored=unscored, not_applicable=lost, coverage=coverage, counted=counted
    ),
    methods,
    st.sampled_from(Unscored),
    st.sampled_from(NotApplicable),
    st.sampled_from([0.0, 0.0, 0.3, 0.6, 1.0]),
    st.sampled_from(Counted),
)
cell: st.SearchStrategy[float | str] = st.one_of(
    st.floats(0.01, 130), st.sampled_from([0.0, 100.0, -3.0, *TINY, "", "", MARK])
)
weight = st.sampled_from([0.0, 1.0, 12.5, 25.0, 30.0])


def children(size: int, absent: float) -> Children:
    return Children(
        scores=f"A1:A{size}",
        weights=f"B1:B{size}",
        cells=tuple(f"A{i}" for i in range(1, size + 1)),
        shares=tuple(f"B{i}" for i in range(1, size + 1)),
        mark=f'"{MARK}"',
        peers=f"C1:C{size}",
        peer_cells=tuple(f"C{i}" for i in range(1, size + 1)),
        absent=absent,
    )


def number(value: object) -> float:
    return value if isinstance(value, float) else NAN


@pytest.mark.parametrize("tiny", [*TINY, 0.0, 1e-12, -1e-12])
@pytest.mark.parametrize(
    ("how", "of_zero"),
    [
        pytest.param(GEOMETRIC, NAN, id="geometric"),
        pytest.param(HARMONIC, NAN, id="harmonic"),
        pytest.param(power(-20), NAN, id="power -20"),
        pytest.param(power(0.25), 50 / 16, id="power 0.25"),
        pytest.param(power(20), 50 * 0.5 ** (1 / 20), id="power 20"),
        pytest.param(replace(GEOMETRIC, floor=2.0), 10.0, id="geometric with a floor"),
        pytest.param(Combination(), 25.0, id="mean"),
        pytest.param(SUM, 0.5, id="sum"),
        pytest.param(WORST, 0.0, id="worst"),
    ],
)
@pytest.mark.parametrize("unscored", [Unscored.LEAVE_OUT, Unscored.PEER_MEAN])
def test_what_is_nearer_to_zero_than_1e_12_is_zero_in_both_faces(
    how: Combination, of_zero: float, unscored: Unscored, tiny: float
) -> None:
    """As a score of its own and as one of the peers', beside a score of 50 of the same weight."""
    how, own = replace(how, unscored=unscored), "" if unscored is Unscored.PEER_MEAN else tiny
    text = "=" + combination_expression(how, children(2, 0.0), lambda value: value)
    excel = evaluate(text, {"A": [own, 50.0], "B": [1.0, 1.0], "C": [tiny, ""]})
    arrays = combine(how, [number(own), 50.0], [1, 1], peers=[tiny, NAN])
    if abs(tiny) < 1e-12:
        np.testing.assert_allclose(number(excel), of_zero, rtol=1e-12, atol=1e-12)
        np.testing.assert_allclose(arrays, of_zero, rtol=1e-12, atol=1e-12)
    else:
        np.testing.assert_allclose(number(excel), arrays, rtol=1e-12, atol=1e-12)
        assert np.isnan(arrays) == (tiny < 0 and how.floor is None and how.method in ROOTS)


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(data=st.data(), how=policies, absent=st.sampled_from([0.0, 0.0, 15.0]))
def test_the_formula_gives_what_the_arrays_give(data: st.DataObject, how: Combination, absent: float) -> None:
    size = 4
    cells: Column = list(data.draw(st.tuples(*[cell] * size), label="cells"))
    weights = data.draw(st.lists(weight, min_size=size, max_size=size), label="weights")
    peers: Column = data.draw(
        st.lists(st.one_of(st.just(""), st.floats(0, 100)), min_size=size, max_size=size), label="peers"
    )
    text = "=" + combination_expression(how, children(size, absent), lambda value: value)
    assert len(text) < 2000
    excel = evaluate(text, {"A": cells, "B": list(weights), "C": peers})
    scores = [number(value) for value in cells] + [NAN] * (absent > 0)
    expected = combine(
        how,
        scores,
        weights + [absent] * (absent > 0),
        applies=[value != MARK for value in cells] + [False] * (absent > 0),
        peers=[number(value) for value in peers] + [NAN] * (absent > 0),
    )
    np.testing.assert_allclose(
        NAN if isinstance(excel, str) else float(excel), expected, rtol=1e-12, atol=1e-12
    )
    assert (excel == MARK) == all(value == MARK for value in cells)


@given(
    scores=st.lists(st.floats(0.5, 100), min_size=5, max_size=5),
    weights=st.lists(st.floats(0.5, 30), min_size=5, max_size=5),
    how=methods,
    place=st.integers(0, 4),
    more=st.floats(0, 20),
    factor=st.floats(0.1, 50),
)
def test_laws(
    scores: list[float], weights: list[float], how: Combination, place: int, more: float, factor: float
) -> None:
    """Between the worst and the best, monotone, blind to the order and, but for a sum, to the scale of weights."""
    result = combine(how, scores, weights)
    least, most = (min(scores), max(scores)) if how.floor is None else (max(min(scores), how.floor), 100.0)
    if how.method is not RollUp.SUM:
        assert least - 1e-9 <= result <= max(most, least) + 1e-9
        np.testing.assert_allclose(combine(how, scores, np.array(weights) * factor), result, rtol=1e-9)
    better = [score + more * (i == place) for i, score in enumerate(scores)]
    assert combine(how, better, weights) >= result - 1e-9
    np.testing.assert_allclose(combine(how, scores[::-1], weights[::-1]), result, rtol=1e-12)


@given(scores=st.lists(st.floats(1, 100), min_size=4, max_size=4))
def test_power_means_increase_with_the_exponent(scores: list[float]) -> None:
    """Hardy, Littlewood & Pólya: minimum ≤ harmonic ≤ geometric ≤ arithmetic ≤ quadratic mean."""
    order = [WORST, power(-3), HARMONIC, GEOMETRIC, power(0.5), Combination(), power(2)]
    means = [float(combine(how, scores, [1, 1, 1, 1])) for how in order]
    assert all(a <= b + 1e-9 for a, b in itertools.pairwise(means))


@given(how=policies, scores=st.lists(st.floats(1, 100), min_size=3, max_size=3))
def test_a_child_that_does_not_apply_is_neutral(how: Combination, scores: list[float]) -> None:
    spread = replace(how, not_applicable=NotApplicable.SPREAD)
    alone = combine(spread, scores, [1, 2, 3])
    beside = combine(
        spread, [*scores, NAN], [1, 2, 3, 4], applies=[True, True, True, False], peers=[50.0] * 4
    )
    scale = 10 / 6 if how.method is RollUp.SUM else 1
    np.testing.assert_allclose(beside, alone * scale, rtol=1e-12)


def test_rounding_of_a_level() -> None:
    assert rounded(2.675, 2) == 2.68
    assert rounded(2.6751234567891234, UNROUNDED) == 2.6751234567891234
    assert rounded_expression("A1+1", 2) == "ROUND(A1+1,2)"
    assert rounded_expression("A1+1", UNROUNDED) == "A1+1"
