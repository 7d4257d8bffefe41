"""The leaf rules: published and hand-computed values, faults, laws."""

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
from smartxl.rules import RULES, build, from_vector, round_half_away, rule_faults

NAN = math.nan
Params = Mapping[str, float | tuple[float, ...]]
HDI = Path(__file__).parents[3] / "shared" / "data" / "hdi" / "hdi_2022_table1.csv"

CASES: list[tuple[str, str, Params, list[float], float]] = [
    ("coverage", "coverage", {}, [2.5, 4.0], 62.5),
    ("coverage of nothing", "coverage", {}, [0.0, 0.0], NAN),
    ("coverage with no points", "coverage", {}, [0.0, 7.0], 0.0),
    ("U4SSC 1,3,4,1", "coverage", {}, [9.0, 16.0], 56.25),
    ("ratio", "ratio", {}, [3.0, 4.0], 75.0),
    ("ratio of zero", "ratio", {}, [0.0, 4.0], 0.0),
    ("ratio by zero", "ratio", {}, [0.0, 0.0], NAN),
    ("ratio missing", "ratio", {}, [NAN, 4.0], NAN),
    ("HDI life expectancy 83.552", "goalposts", {"worst": 20.0, "best": 85.0}, [83.552], 100 * 63.552 / 65),
    ("goalposts cost", "goalposts", {"worst": 1.0, "best": 0.3}, [0.65], 50.0),
    ("goalposts cost, better than best", "goalposts", {"worst": 1.0, "best": 0.3}, [0.1], 100.0),
    ("goalposts below worst", "goalposts", {"worst": 40.0, "best": 100.0}, [12.0], 0.0),
    ("goalposts of a quotient", "goalposts", {"worst": 40.0, "best": 100.0}, [70.0, 100.0], 50.0),
    ("goalposts per 10 000", "goalposts", {"worst": 0.0, "best": 30.0, "per": 1e4}, [9.0, 6000.0], 50.0),
    ("goalposts by zero", "goalposts", {"worst": 0.0, "best": 30.0}, [9.0, 0.0], NAN),
    ("bands lower", "bands", {"thresholds": (0.0, 33.0, 66.0), "points": (1.0, 2.0, 3.0)}, [33.0], 2.0),
    (
        "bands upper",
        "bands",
        {"thresholds": (0.0, 33.0, 66.0), "points": (1.0, 2.0, 3.0), "upper": 1.0},
        [33.0],
        1.0,
    ),
    ("bands below the first", "bands", {"thresholds": (10.0, 20.0), "points": (40.0, 80.0)}, [-5.0], 40.0),
    ("bands of a quotient", "bands", {"thresholds": (0.0, 50.0), "points": (40.0, 80.0)}, [1.0, 2.0], 80.0),
    ("bands missing", "bands", {"thresholds": (0.0, 50.0), "points": (40.0, 80.0)}, [NAN], NAN),
    # 100·0.29 is 28.999999999999996 in binary and still 29 to everybody who reads it
    ("bands, binary hair", "bands", {"thresholds": (0.0, 29.0), "points": (0.0, 100.0)}, [0.29, 1.0], 100.0),
    ("rubric", "rubric", {}, [0.7], 70.0),
    ("rubric zero", "rubric", {}, [0.0], 0.0),
    ("survey", "survey", {"points": (1.0, 0.8, 0.6, 0.3, 0.0)}, [10.0, 20.0, 30.0, 20.0, 20.0], 50.0),
    ("survey without answers", "survey", {"points": (1.0, 0.0)}, [0.0, 0.0], NAN),
    ("survey missing", "survey", {"points": (1.0, 0.0)}, [5.0, NAN], NAN),
    ("direct", "direct", {"full": 10.0}, [8.5], 85.0),
    ("direct of 100", "direct", {}, [8.5], 8.5),
]


@pytest.mark.parametrize(
    ("name", "params", "inputs", "expected"), [c[1:] for c in CASES], ids=[c[0] for c in CASES]
)
def test_score(name: str, params: Params, inputs: list[float], expected: float) -> None:
    score = build(RuleSpec(name, params)).score(np.array([inputs]))
    np.testing.assert_allclose(score, [expected], rtol=1e-14)


@pytest.mark.parametrize(
    ("name", "params", "inputs", "expected"), [c[1:] for c in CASES], ids=[c[0] for c in CASES]
)
def test_parameters_in_a_column_make_the_same_rule(
    name: str, params: Params, inputs: list[float], expected: float
) -> None:
    rule = build(RuleSpec(name, params))
    column = np.array([number for numbers in rule.parameters().values() for number in numbers])
    assert from_vector(name, column) == rule


SOUND: Mapping[str, RuleSpec] = {
    "goalposts": RuleSpec("goalposts", {"worst": 0.0, "best": 10.0}),
    "bands": RuleSpec("bands", {"thresholds": (0.0, 5.0), "points": (0.0, 100.0)}),
    "survey": RuleSpec("survey", {"points": (1.0, 0.5)}),
    "target": RuleSpec("target", {"target": 40.0}),
    "range": RuleSpec("range", {"lowest": 0.0, "low": 30.0, "high": 40.0, "highest": 90.0}),
    "efficacy": RuleSpec("efficacy", {"unacceptable": 6.0, "satisfactory": 12.0}),
    "piecewise": RuleSpec("piecewise", {"values": (10.0, 50.0), "points": (20.0, 100.0)}),
    "loggoalposts": RuleSpec("loggoalposts", {"worst": 1.0, "best": 1000.0}),
    "criteria": RuleSpec("criteria", {"points": (40.0, 60.0)}),
    "count": RuleSpec("count", {"each": 1.0, "cap": 3.0}),
    "deduction": RuleSpec("deduction", {"each": (5.0, 2.0)}),
    "bonus": RuleSpec("bonus", {"target": 30.0, "bonus": 10.0, "penalty": 15.0}),
    "panel": RuleSpec("panel", {"least": 3.0}),
    "own": RuleSpec("own", formula="MIN(100,a*b)", inputs=("a", "b")),
}


@pytest.mark.parametrize("name", sorted(RULES))
def test_rows_are_scored_independently(name: str) -> None:
    """Each row by itself, and none where all is missing."""
    rule = build(SOUND.get(name, RuleSpec(name)))
    size = max(min(2, rule.sizes()[1]), rule.sizes()[0])
    x = np.array([[0.0, 1.0, 9.0], [NAN, NAN, NAN], [1.0, 1.0, 3.0]])[:, :size]
    whole = rule.score(x)
    assert np.isnan(whole[1])
    np.testing.assert_array_equal(whole, np.concatenate([rule.score(row[np.newaxis]) for row in x]))


@pytest.mark.parametrize(
    ("spec", "words"),
    [
        (RuleSpec("nonsense"), ["unknown rule 'nonsense'", "coverage"]),
        (RuleSpec("goalposts", {"worst": 1.0}), ["needs the parameter best"]),
        (RuleSpec("goalposts", {"worst": 1.0, "best": 1.0}), ["worst and best are both 1"]),
        (RuleSpec("goalposts", {"worst": 1.0, "best": 2.0, "bset": 3.0}), ["unknown parameter bset", "per"]),
        (RuleSpec("goalposts", {"worst": (1.0, 2.0), "best": 2.0}), ["worst takes one number"]),
        (RuleSpec("ratio", {"x": 1.0}), ["unknown parameter x", "none"]),
        (RuleSpec("bands", {"thresholds": (0.0, 1.0)}), ["needs the parameter points"]),
        (RuleSpec("bands", {"thresholds": (0.0, 1.0), "points": (1.0,)}), ["2 thresholds but 1 points"]),
        (RuleSpec("bands", {"thresholds": (1.0, 1.0), "points": (1.0, 2.0)}), ["must increase"]),
        (RuleSpec("survey", {}), ["points from the scale"]),
        (RuleSpec("direct", {"full": 0.0}), ["above 0"]),
    ],
    ids=lambda v: "-".join([v.name, *v.params]) if isinstance(v, RuleSpec) else None,
)
def test_faults_are_told_in_words(spec: RuleSpec, words: list[str]) -> None:
    faults = rule_faults(spec)
    assert len(faults) == 1
    assert all(word in faults[0].en for word in words), faults[0]


def test_a_sound_rule_has_no_faults() -> None:
    assert rule_faults(RuleSpec("goalposts", {"worst": 1.0, "best": 0.0})) == ()


@pytest.mark.skipif(not HDI.exists(), reason="the HDI table is not beside the checkout")
def test_goalposts_give_the_published_human_development_index() -> None:
    """UNDP HDR 2023/24, table 1: HDI = geometric mean of three components on fixed goalposts, 3 decimals."""
    with HDI.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))

    def component(column: str, worst: float, best: float) -> np.ndarray:
        x = np.array([[float(row[column])] for row in rows])
        x = np.log(x) if column == "gnipc" else x
        return build(RuleSpec("goalposts", {"worst": worst, "best": best})).score(x) / 100

    education = (component("eys", 0, 18) + component("mys", 0, 15)) / 2
    index = np.cbrt(component("le", 20, 85) * education * component("gnipc", math.log(100), math.log(75000)))
    published = np.array([float(row["hdi"]) for row in rows])
    assert len(rows) == 193
    np.testing.assert_array_equal(round_half_away(index, 3), published)


@given(x=st.floats(-1e6, 1e6), worst=st.floats(-1e3, 1e3), span=st.floats(0.01, 1e3), up=st.booleans())
def test_goalposts_stay_in_bounds_and_improve_towards_best(
    x: float, worst: float, span: float, up: bool
) -> None:
    rule = build(RuleSpec("goalposts", {"worst": worst, "best": worst + span if up else worst - span}))
    here, further = rule.score(np.array([[x], [x + 1 if up else x - 1]]))
    assert 0 <= here <= further <= 100


@given(counts=st.lists(st.integers(0, 1000), min_size=3, max_size=3), factor=st.integers(2, 9))
def test_a_survey_asks_for_shares_not_for_sizes(counts: list[int], factor: int) -> None:
    rule = build(RuleSpec("survey", {"points": (1.0, 0.6, 0.0)}))
    once, more = rule.score(np.array([counts, [factor * c for c in counts]], dtype=float))
    np.testing.assert_allclose(once, more, rtol=1e-12)
    if sum(counts):
        assert 0 <= once <= 100
