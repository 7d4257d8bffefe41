"""Targets, ranges, efficacy coefficients, piecewise standards, logarithmic goalposts: worked and published examples."""

from __future__ import annotations

import csv
import math
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartxl.model.framework import RuleSpec
from smartxl.rules import build, from_vector, round_half_away, rule_faults

NAN = math.nan
Params = Mapping[str, float | tuple[float, ...]]
HDI = Path(__file__).parents[3] / "shared" / "data" / "hdi" / "hdi_2022_table1.csv"

TARGET: Params = {"target": 95.0}
COST: Params = {"target": 0.5, "cost": 1.0}
RANGE: Params = {"lowest": 10.0, "low": 20.0, "high": 30.0, "highest": 50.0}
EFFICACY: Params = {"unacceptable": 6.0, "satisfactory": 12.0}
GRADES: Params = {"values": (2.0, 5.0, 8.0, 11.0, 15.0), "points": (20.0, 40.0, 60.0, 80.0, 100.0)}
INCOME: Params = {"worst": 100.0, "best": 75000.0}

CASES: list[tuple[str, str, Params, list[float], float]] = [
    ("target reached", "target", TARGET, [95.0], 100.0),
    ("target in part", "target", TARGET, [38.0], 40.0),
    ("target passed", "target", TARGET, [120.0], 100.0),
    ("target, below zero", "target", TARGET, [-3.0], 0.0),
    ("target of a quotient", "target", {"target": 80.0}, [30.0, 50.0], 75.0),
    ("target by zero", "target", TARGET, [1.0, 0.0], NAN),
    ("target missing", "target", TARGET, [NAN], NAN),
    ("cost below the target", "target", COST, [0.2], 100.0),
    ("cost twice the target", "target", COST, [1.0], 50.0),
    ("cost of nothing", "target", COST, [0.0], 100.0),
    ("cost of nothing, declared", "target", {**COST, "zero": 0.0}, [0.0], 0.0),
    ("cost missing", "target", COST, [NAN], NAN),
    ("range: inside", "range", RANGE, [25.0], 100.0),
    ("range: its lower end", "range", RANGE, [20.0], 100.0),
    ("range: its upper end", "range", RANGE, [30.0], 100.0),
    ("range: half way below", "range", RANGE, [15.0], 50.0),
    ("range: a quarter left above", "range", RANGE, [45.0], 25.0),
    ("range: outer limits", "range", RANGE, [10.0], 0.0),
    ("range: far off", "range", RANGE, [90.0], 0.0),
    ("range: one value", "range", {**RANGE, "low": 30.0}, [30.0], 100.0),
    ("range: missing", "range", RANGE, [NAN], NAN),
    # (5.81 - 6)/(12 - 6)·40 + 60: below the unacceptable value, and no floor
    ("efficacy 5.81", "efficacy", EFFICACY, [5.81], 58.733333333333334),
    ("efficacy satisfactory", "efficacy", EFFICACY, [12.0], 100.0),
    ("efficacy unacceptable", "efficacy", EFFICACY, [6.0], 60.0),
    ("efficacy negative", "efficacy", EFFICACY, [-12.0], -60.0),
    ("efficacy above 100", "efficacy", EFFICACY, [15.0], 120.0),
    ("efficacy cost", "efficacy", {"unacceptable": 12.0, "satisfactory": 6.0}, [9.0], 80.0),
    ("efficacy 50 + 50", "efficacy", {**EFFICACY, "base": 50.0, "span": 50.0}, [9.0], 75.0),
    ("efficacy limited below", "efficacy", {**EFFICACY, "limits": (0.0, 100.0)}, [-12.0], 0.0),
    ("efficacy limited above", "efficacy", {**EFFICACY, "limits": (0.0, 100.0)}, [15.0], 100.0),
    ("efficacy missing", "efficacy", EFFICACY, [NAN], NAN),
    ("geometric at the standards", "efficacy", {**EFFICACY, "geometric": 1.0}, [12.0], 100.0),
    ("geometric half way", "efficacy", {**EFFICACY, "geometric": 1.0}, [9.0], math.sqrt(60 * 100)),
    ("geometric one span below", "efficacy", {**EFFICACY, "geometric": 1.0}, [0.0], 36.0),
    ("geometric, a slip of the pen", "efficacy", {**EFFICACY, "geometric": 1.0}, [1e9], 60 * (5 / 3) ** 100),
    ("piecewise at a standard", "piecewise", GRADES, [8.0], 60.0),
    ("piecewise between", "piecewise", GRADES, [9.0], 60 + 20 / 3),
    ("piecewise at the best", "piecewise", GRADES, [15.0], 100.0),
    ("piecewise over the best", "piecewise", GRADES, [99.0], 100.0),
    ("piecewise under the worst", "piecewise", GRADES, [1.9], 20.0),
    ("piecewise, declared ends", "piecewise", {**GRADES, "below": 0.0}, [1.9], 0.0),
    ("piecewise at the worst", "piecewise", {**GRADES, "below": 0.0}, [2.0], 20.0),
    ("piecewise cost", "piecewise", {"values": (1.0, 3.0), "points": (100.0, 50.0)}, [2.0], 75.0),
    # 100·0.29 is a hair below 29 in binary, and at the standard for everybody who reads it
    (
        "binary hair",
        "piecewise",
        {"values": (29.0, 50.0), "points": (20.0, 100.0), "below": 0.0},
        [0.29, 1.0],
        20.0,
    ),
    ("piecewise missing", "piecewise", GRADES, [NAN], NAN),
    ("income of 10 000", "loggoalposts", INCOME, [10000.0], 100 * math.log(100) / math.log(750)),
    ("income of Switzerland, capped", "loggoalposts", INCOME, [80000.0], 100.0),
    ("income of 100", "loggoalposts", INCOME, [100.0], 0.0),
    ("logarithm of 0", "loggoalposts", INCOME, [0.0], NAN),
    ("logarithm of a debt", "loggoalposts", INCOME, [-5.0], NAN),
    ("logarithm, cost", "loggoalposts", {"worst": 100.0, "best": 1.0}, [10.0], 50.0),
    ("logarithm missing", "loggoalposts", INCOME, [NAN], NAN),
]
EACH = pytest.mark.parametrize(
    ("name", "params", "inputs", "expected"), [c[1:] for c in CASES], ids=[c[0] for c in CASES]
)


@EACH
def test_score(name: str, params: Params, inputs: list[float], expected: float) -> None:
    np.testing.assert_allclose(
        build(RuleSpec(name, params)).score(np.array([inputs])), [expected], rtol=1e-13
    )


@EACH
def test_parameters_in_a_column_make_the_same_rule(
    name: str, params: Params, inputs: list[float], expected: float
) -> None:
    rule = build(RuleSpec(name, params))
    column = np.array([number for numbers in rule.parameters().values() for number in numbers])
    assert from_vector(name, column) == rule


FAULTS: list[tuple[str, Params, str]] = [
    ("target", {}, "needs the parameter target"),
    ("target", {"target": 0.0}, "target above 0"),
    ("target", {"target": 1.0, "cost": 2.0}, "cost is 2: write 1 (yes) or 0 (no)"),
    (
        "target",
        {"target": 1.0, "costs": 1.0},
        "unknown parameter costs (rule target takes: cost, per, target, zero)",
    ),
    ("range", {"lowest": 1.0, "low": 1.0, "high": 2.0, "highest": 3.0}, "must increase"),
    ("range", {"lowest": 0.0, "low": 3.0, "high": 2.0, "highest": 4.0}, "must increase"),
    ("range", {"lowest": 0.0, "low": 1.0, "high": 2.0, "highest": 2.0}, "must increase"),
    ("range", {"lowest": 0.0, "low": 1.0, "high": 2.0}, "needs the parameter highest"),
    ("efficacy", {"unacceptable": 6.0, "satisfactory": 6.0}, "both 6"),
    ("efficacy", {**EFFICACY, "span": 0.0}, "span is 0"),
    ("efficacy", {**EFFICACY, "geometric": 0.5}, "geometric is 0.5"),
    ("efficacy", {**EFFICACY, "geometric": 1.0, "base": 0.0}, "base of at least 1"),
    ("efficacy", {**EFFICACY, "limits": (100.0,)}, "the lowest and the highest score"),
    ("efficacy", {**EFFICACY, "limits": (100.0, 0.0)}, "the lowest and the highest score"),
    ("efficacy", {**EFFICACY, "base": (60.0, 40.0)}, "parameter base takes one number"),
    ("piecewise", {}, "needs the parameter above, below, points, values"),
    (
        "piecewise",
        {"values": (1.0,), "points": (1.0,)},
        "1 values but 1 points: give one for each, at least 2",
    ),
    ("piecewise", {"values": (1.0, 2.0), "points": (1.0, 2.0, 3.0)}, "2 values but 3 points"),
    ("piecewise", {"values": (2.0, 1.0), "points": (1.0, 2.0)}, "must increase"),
    ("loggoalposts", {"worst": 0.0, "best": 5.0}, "both above 0"),
    ("loggoalposts", {"worst": 5.0, "best": 5.0}, "both 5"),
]


@pytest.mark.parametrize(
    ("name", "params", "words"), FAULTS, ids=[f"{name}: {words}" for name, _, words in FAULTS]
)
def test_faults_are_told_in_words(name: str, params: Params, words: str) -> None:
    (fault,) = rule_faults(RuleSpec(name, params))
    assert words in fault.en


@pytest.mark.parametrize(("name", "size"), [("target", 3), ("range", 6), ("piecewise", 6), ("efficacy", 7)])
def test_a_column_that_does_not_fit_is_refused(name: str, size: int) -> None:
    with pytest.raises((TypeError, ValueError)):
        from_vector(name, np.arange(1.0, size + 1))


@pytest.mark.parametrize(
    ("name", "params"),
    [("target", TARGET), ("efficacy", EFFICACY), ("piecewise", GRADES), ("loggoalposts", INCOME)],
)
@given(values=st.lists(st.floats(0.001, 1e6), min_size=2, max_size=6))
def test_more_never_earns_less(name: str, params: Params, values: list[float]) -> None:
    scores = build(RuleSpec(name, params)).score(np.sort(np.array(values))[:, np.newaxis])
    assert (np.diff(scores) >= -1e-9).all()


@given(
    x=st.floats(-1e6, 1e6), params=st.sampled_from([("target", TARGET), ("target", COST), ("range", RANGE)])
)
def test_capped_scores_stay_between_0_and_100(x: float, params: tuple[str, Params]) -> None:
    (score,) = build(RuleSpec(*params)).score(np.array([[x]]))
    assert 0 <= score <= 100


@pytest.mark.skipif(not HDI.exists(), reason="the HDI table is not beside the checkout")
def test_logarithmic_goalposts_give_the_published_human_development_index() -> None:
    """UNDP HDR 2023/24, table 1 and technical note 1; 3 decimals, all countries."""
    with HDI.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))

    def component(name: str, column: str, worst: float, best: float) -> np.ndarray:
        x = np.array([[float(row[column])] for row in rows])
        return build(RuleSpec(name, {"worst": worst, "best": best})).score(x) / 100

    education = (component("goalposts", "eys", 0, 18) + component("goalposts", "mys", 0, 15)) / 2
    income = component("loggoalposts", "gnipc", 100, 75000)
    index = np.cbrt(component("goalposts", "le", 20, 85) * education * income)
    published = np.array([float(row["hdi"]) for row in rows])
    assert len(rows) == 193
    np.testing.assert_array_equal(round_half_away(index, 3), published)
