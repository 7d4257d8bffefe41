"""Rules over peers: hand-computed scores, laws, and what their authors are told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from smartxl.model.framework import RuleSpec
from smartxl.rules import PEER_RULES, RULES, build, build_peer, is_peer, rule_faults
from smartxl.rules.statistics import shown
from tests.rules.peer_cases import BOUNDS, CASES, NAN, readings, spec

SETTINGS = settings(max_examples=10, deadline=None)


def scores_of(case: str, x: np.ndarray, reference: object = None) -> np.ndarray:
    """Scores under a case; unless given, the reference is the reading of the second unit."""
    return build_peer(CASES[case]).score(x, x[1] if reference is None else reference)  # type: ignore[arg-type]


HAND: Mapping[str, tuple[list[float], list[float]]] = {
    "minmax": ([2.0, 4.0, 10.0, NAN], [0, 25, 100, NAN]),
    "minmax, cost": ([2.0, 4.0, 10.0, NAN], [100, 75, 0, NAN]),
    "minmax 1 to 7": ([-1.0, 0.0, 1.0], [1, 4, 7]),
    "zscore": ([1.0, 2.0, 3.0], [-1, 0, 1]),
    "zscore, cost": ([1.0, NAN, 2.0, 3.0], [1, NAN, 0, -1]),
    "zscore of a population": ([1.0, 3.0], [40, 60]),
    "rank": ([5.0, 7.0, 5.0, NAN, 9.0], [1, 3, 1, NAN, 4]),
    "rank, cost": ([5.0, 7.0, 5.0, NAN, 9.0], [3, 2, 3, NAN, 1]),
    "rank mid": ([5.0, 7.0, 5.0, NAN, 9.0], [1.5, 3, 1.5, NAN, 4]),
    "rank dense": ([5.0, 7.0, 5.0, NAN, 9.0], [1, 2, 1, NAN, 3]),
    "borda": ([5.0, 7.0, 5.0, 9.0], [0, 2, 0, 3]),
    "percentile inclusive": ([5.0, 7.0, 5.0, NAN, 9.0, 11.0], [0, 50, 0, NAN, 75, 100]),
    "percentile share": ([5.0, 7.0, 5.0, NAN, 9.0], [25, 75, 25, NAN, 100]),
    "percentile share, cost": ([5.0, 7.0, 5.0, NAN, 9.0], [75, 50, 75, NAN, 25]),
    "categories": ([1.0, 2.0, 3.0, 4.0, 5.0], [40, 40, 60, 100, 100]),
    "categories inclusive upper": ([1.0, 2.0, 3.0, 4.0, 5.0, 6.0], [0, 0, 40, 60, 60, 100]),
    "aroundmean": ([8.0, 12.0, 7.9, 12.1], [0, 0, -1, 1]),
    "aroundmean, cost": ([8.0, 12.0, 7.9, 12.1], [0, 0, 1, -1]),
    "aroundmean with points": ([-1.0, -3.0, -2.0], [100, 0, 60]),
    "to best": ([2.0, 4.0, 10.0], [0, 25, 100]),
    "to best, cost": ([2.0, 4.0, 10.0], [100, 75, 0]),
    "to mean": ([0.0, 4.0, 8.0], [0, 100, 200]),
    "to mean capped": ([0.0, 4.0, 8.0], [0, 100, 100]),
    "to target": ([10.0, 20.0, 40.0], [0, 50, 150]),
    "to target, cost": ([40.0, 35.0, 20.0], [0, 50, 200]),
    "to target capped": ([0.0, 1.0, 8.0], [0, 2.5, 10]),
    "to target capped, cost": ([8.0, 7.0, 2.0], [0, 2.5, 10]),
    "to reference": ([1.0, 3.0, 5.0, NAN], [0, 100, 200, NAN]),
    "to reference, cost": ([1.0, 3.0, 5.0, NAN], [200, 100, 0, NAN]),
    "ratio to best": ([2.0, -4.0, 8.0], [0.25, -0.5, 1]),
    "ratio to best, cost": ([2.0, 4.0, 8.0], [1, 0.5, 0.25]),
    "ratio to worst": ([2.0, 4.0, 8.0], [100, 200, 400]),
    "ratio to target, cost": ([5.0, 20.0, 0.0, NAN], [100, 50, NAN, NAN]),
    "difference to best": ([2.0, 8.0, NAN], [-75, 0, NAN]),
    "difference to worst, cost": ([2.0, 8.0, NAN], [75, 0, NAN]),
    "difference to target": ([-5.0, -4.0, 0.0], [-25, 0, 100]),
}


@pytest.mark.parametrize("case", HAND)
def test_by_hand(case: str) -> None:
    x, expected = HAND[case]
    np.testing.assert_allclose(scores_of(case, np.array(x)), expected, rtol=1e-14, atol=1e-14)


NO_PLACE = {
    "equal minmax": ("minmax", [0.3, 0.1 + 0.2, 0.3]),
    "equal zscore": ("zscore", [0.3, 0.1 + 0.2, 0.3]),
    "equal to best": ("to best", [7.0, 7.0]),
    "equal to mean": ("to mean", [0.1, 0.1, 0.1]),
    "one minmax": ("minmax", [7.0]),
    "one zscore": ("zscore of a population", [7.0]),
    "one percentile": ("percentile inclusive", [7.0]),
    "mean 0": ("aroundmean", [0.1, 0.2, -0.3]),
    "ratio to a mean of 0": ("ratio to mean capped", [0.1, 0.2, -0.3]),
    "ratio to a mean below 0": ("ratio to mean capped", [0.1, 0.2, -30.0]),
    "difference to a mean of 0": ("difference to mean", [0.1, 0.2, -0.3]),
    "ratio to a best of 0": ("ratio to best", [0.0, -1.0]),
    "ratio to a best of 0, cost": ("ratio to best, cost", [0.0, 1.0]),
    "difference to a best of 0": ("difference to best", [0.0, -1.0]),
    "all beyond the target": ("to target", [30.0, 40.0]),
    "all beyond the target, cost": ("to target, cost", [20.0, 30.0]),
    "no reading of the reference": ("to reference", [3.0, NAN, 5.0]),
    "no reading of the reference, capped": ("to reference capped", [3.0, NAN, 5.0]),
    "none": ("rank", [NAN, NAN]),
    "no units": ("zscore", []),
}


@pytest.mark.parametrize("name", NO_PLACE)
def test_no_score(name: str) -> None:
    case, x = NO_PLACE[name]
    assert np.isnan(scores_of(case, np.array(x), x[1] if len(x) > 1 else NAN)).all()


@pytest.mark.parametrize(
    ("case", "x", "expected"),
    [
        ("rank", [7.0], [1]),
        ("percentile share", [7.0], [100]),
        ("aroundmean", [-7.0], [0]),
        ("rank", [7.0, 7.0, 7.0], [1, 1, 1]),
        ("rank mid", [0.3, 0.1 + 0.2, 0.3], [2, 2, 2]),
        ("percentile inclusive", [7.0, 7.0], [0, 0]),
        ("to target capped", [4.0, 9.0, NAN], [10, 10, NAN]),
        ("to mean capped", [0.1, 0.1, 0.1], [100, 100, 100]),
    ],
)
def test_one_unit_or_equal_units(case: str, x: Sequence[float], expected: Sequence[float]) -> None:
    np.testing.assert_array_equal(scores_of(case, np.array(x), NAN), expected)


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES)
@SETTINGS
@given(x=readings(7))
def test_a_better_reading_is_never_scored_lower(case: str, x: np.ndarray) -> None:
    scores = scores_of(case, x)
    better = -x if case.endswith("cost") else x
    scored = ~np.isnan(scores)
    in_order = np.argsort(better[scored], kind="stable")
    assert (np.diff(scores[scored][in_order]) >= -1e-9).all()


@pytest.mark.parametrize("case", [case for case in CASES if case.startswith(tuple(BOUNDS))])
@SETTINGS
@given(x=readings(7))
def test_bounds(case: str, x: np.ndarray) -> None:
    low, high = next(bounds for start, bounds in reversed(BOUNDS.items()) if case.startswith(start))
    scores = scores_of(case, x)
    scores = scores[~np.isnan(scores)]
    assert (scores >= low).all()
    assert (scores <= high).all()


MIRRORED = [case for case in CASES if "target" not in case and "ratio" not in case and "cost" not in case]


@pytest.mark.parametrize("case", MIRRORED)
@SETTINGS
@given(x=readings(6))
def test_cost_is_benefit_of_the_negative(case: str, x: np.ndarray) -> None:
    np.testing.assert_allclose(scores_of(f"{case}, cost", -x), scores_of(case, x), rtol=1e-12, atol=1e-12)


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES)
@SETTINGS
@given(x=readings(6), order=st.permutations(range(6)))
def test_the_order_of_units_does_not_matter(case: str, x: np.ndarray, order: list[int]) -> None:
    scores = scores_of(case, x[order], x[1])
    np.testing.assert_allclose(scores, scores_of(case, x)[order], rtol=1e-9, atol=1e-9)


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES)
@SETTINGS
@given(x=readings(5, 3))
def test_each_indicator_is_scored_by_itself(case: str, x: np.ndarray) -> None:
    scores = scores_of(case, x)
    for column in range(3):
        alone = scores_of(case, x[:, column])
        np.testing.assert_allclose(scores[:, column], alone, rtol=1e-9, atol=1e-9)


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES)
@SETTINGS
@given(x=readings(5), at=st.integers(0, 5))
def test_a_unit_without_a_reading_changes_nobody(case: str, x: np.ndarray, at: int) -> None:
    scores = scores_of(case, np.insert(x, at, NAN), x[1])
    assert np.isnan(scores[at])
    np.testing.assert_allclose(np.delete(scores, at), scores_of(case, x), rtol=1e-9, atol=1e-9)


@SETTINGS
@given(x=readings(8), ddof=st.sampled_from([0, 1]), cost=st.sampled_from([0.0, 1.0]))
def test_z_scores_have_mean_0_and_deviation_1(x: np.ndarray, ddof: int, cost: float) -> None:
    assume(len(np.unique(shown(x[~np.isnan(x)]))) > 1)
    scores = build_peer(spec("zscore", {"ddof": float(ddof), "cost": cost})).score(x)
    np.testing.assert_allclose([np.nanmean(scores), np.nanstd(scores, ddof=ddof)], [0, 1], atol=1e-9)


@pytest.mark.parametrize("case", ["minmax", "zscore", "rank", "percentile share", "to best", "to mean, cost"])
@SETTINGS
@given(x=readings(6), factor=st.sampled_from([0.01, 3.0, 1000.0]), shift=st.sampled_from([-50.0, 0.0, 7.0]))
def test_units_of_measurement_do_not_matter(case: str, x: np.ndarray, factor: float, shift: float) -> None:
    np.testing.assert_allclose(scores_of(case, x * factor + shift), scores_of(case, x), rtol=1e-6, atol=1e-6)


def coinr(x: np.ndarray, direction: int, target: float) -> Mapping[str, np.ndarray]:
    """COINr's definitions: a negative indicator is multiplied by -1, and so is its target."""
    y, goal = x * direction, target * direction
    worst, best = np.nanmin(y), np.nanmax(y)
    return {
        "n_dist2max": 1 - (best - y) / (best - worst),
        "n_dist2ref": 1 - (y[1] - y) / (y[1] - worst),
        "n_dist2targ": np.minimum(1, (y - worst) / (goal - worst)),
        "n_fracmax": y / best,
    }


@pytest.mark.parametrize("cost", [0.0, 1.0])
def test_distances_of_coinr(cost: float) -> None:
    x = np.array([12.0, 20.5, NAN, 30.25, 18.0, 7.5])
    expected = coinr(x, -1 if cost else 1, target=10.0 if cost else 28.0)
    flag = {"full": 1.0, "cost": cost}
    rules = {
        "n_dist2max": spec("distance", flag, to="best"),
        "n_dist2ref": spec("distance", flag, to="reference", reference="U2"),
        "n_dist2targ": spec("distance", {**flag, "target": 10.0 if cost else 28.0, "cap": 1.0}, to="target"),
        # x/min of a negative indicator grows as it gets worse: the ratio to the lowest, without cost
        "n_fracmax": spec("distance", {"full": 1.0}, to="worst" if cost else "best", form="ratio"),
    }
    for name, rule in rules.items():
        np.testing.assert_allclose(build_peer(rule).score(x, x[1]), expected[name], rtol=1e-14, err_msg=name)


def test_the_reference_must_be_given() -> None:
    rule = build_peer(spec("distance", to="reference", reference="U2"))
    assert rule.reference == "U2"
    with pytest.raises(ValueError, match="the reading of U2"):
        rule.score(np.array([1.0, 2.0]))
    assert {build_peer(case).reference for case in CASES.values()} == {"U2", ""}


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (spec("minmax", {"low": 5.0, "high": 5.0}), "low must be below high"),
        (spec("minmax", {"cost": 2.0}), "cost is 2: write 1 (yes) or 0 (no)"),
        (spec("minmax", {"low": (1.0, 2.0)}), "parameter low takes one number"),
        (spec("minmax", {"min": 5.0}), "unknown parameter min (rule minmax takes: cost, high, low, per)"),
        (spec("minmax", ties="mid"), "unknown option ties (rule minmax takes: no options)"),
        (spec("zscore", {"ddof": 0.5}), "ddof is 0.5: write 1"),
        (spec("zscore", {"spread": -1.0}), "spread is -1"),
        (spec("rank", ties="min"), "ties is 'min': write competition or dense or mid"),
        (spec("percentile"), "rule percentile needs the option of"),
        (spec("percentile", of="exclusive"), "of is 'exclusive': write inclusive or share"),
        (spec("categories", of="share"), "needs the parameter thresholds, the parameter points"),
        (spec("categories", {"thresholds": (0.0, 5.0), "points": (1.0,)}, of="share"), "2 thresholds but 1"),
        (spec("categories", {"thresholds": (5.0, 5.0), "points": (1.0, 2.0)}, of="share"), "must increase"),
        (spec("categories", {"thresholds": (5.0, 500.0), "points": (1.0, 2.0)}, of="share"), "0 and 100"),
        (spec("aroundmean", {"p": 20.0}), "p is 20: it is a share"),
        (spec("aroundmean", {"p": 0.2, "above": -1.0}), "must not increase"),
        (spec("distance"), "rule distance needs the option to"),
        (spec("distance", to="worst"), "the form ratio or difference"),
        (spec("distance", to="target"), "the parameter target and the option to: target"),
        (spec("distance", {"target": 5.0}, to="best"), "the parameter target and the option to: target"),
        (spec("distance", {"target": -5.0}, to="target", form="ratio"), "a target above 0"),
        (spec("distance", {"target": 0.0}, to="target", form="difference"), "target is 0"),
        (spec("distance", to="reference"), "the option reference (the code of a unit)"),
        (spec("distance", to="best", reference="U2"), "the option reference (the code of a unit)"),
        (spec("distance", {"cap": 1.0}, to="best", form="difference"), "cap is for the forms"),
        (spec("distance", {"full": 0.0}, to="best"), "full is 0"),
        (RuleSpec("rank", formula="a+1"), "rule rank takes no formula"),
        (
            RuleSpec("ratio", options={"ties": "mid"}),
            "rule ratio takes no options (only rules over peers do: minmax",
        ),
        (RuleSpec("own", formula="a+1", inputs=("a",), options={"ties": "mid"}), "rule own takes no options"),
        (RuleSpec("ranks"), "unknown rule 'ranks' (known: coverage"),
    ],
)
def test_what_an_author_is_told(rule: RuleSpec, said: str) -> None:
    (fault,) = rule_faults(rule)
    assert said in fault.en


@pytest.mark.parametrize("case", CASES)
def test_a_good_rule_has_no_fault(case: str) -> None:
    rule = CASES[case]
    assert is_peer(rule)
    assert rule_faults(rule) == ()
    built = build_peer(rule)
    assert built.per == 100
    written = built.parameters()
    assert {
        name: written[name] if len(written[name]) > 1 else written[name][0] for name in rule.params
    } == rule.params


def test_names_of_peer_rules_are_their_own() -> None:
    assert not set(RULES) & set(PEER_RULES)
    assert {rule.name for rule in CASES.values()} == set(PEER_RULES)
    assert not is_peer(RuleSpec("ratio"))
    assert build(RuleSpec("ratio")).name == "ratio"
