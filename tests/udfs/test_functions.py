"""The worksheet functions as plain functions: what a cell would show."""

from __future__ import annotations

import math
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from smartxl.define import load
from smartxl.model.combination import Boundary
from smartxl.model.framework import RuleSpec
from smartxl.rules import band_index, build, rank, weighted_mean
from smartxl.text import Lang
from smartxl_templates import example_folder
from smartxl_udfs import (
    DECLARED,
    SX_BANDS,
    SX_NORMALIZE,
    SX_RANK,
    SX_ROLLUP,
    SX_SCORE,
    SX_STAGE,
    SX_TORNADO,
    SX_WEIGHTED,
    SX_WEIGHTS,
    CallError,
    doubts,
)

NAN = math.nan


def matrix(rows: object) -> Any:
    """A range as xlwings hands it over: a matrix of objects."""
    return np.array(rows, dtype=object, ndmin=2)


def shown(result: Any) -> list[list[object]]:
    """A result as Excel shows it."""
    rows: list[list[object]] = result.tolist()
    return rows


def as_numbers(result: Any) -> Any:
    """A result as the engine has it: NaN for an empty text."""
    return np.where(result == "", NAN, result).astype(float)


SCORES: list[tuple[str, str, object, object, float | None, object]] = [
    ("ratio", "ratio", [[3.0], [4.0]], None, None, 75.0),
    ("ratio in a row", "ratio", [3.0, 4.0], None, None, 75.0),
    ("ratio rounded", "ratio", [1.0, 3.0], None, 2, 33.33),
    ("ratio unrounded", "ratio", [1.0, 3.0], None, None, 100 / 3),
    ("ratio blank", "ratio", [3.0, None], None, 2, ""),
    ("ratio NaN", "ratio", [3.0, NAN], None, 2, ""),
    ("ratio empty text", "ratio", ["", 4.0], None, 2, ""),
    ("ratio text", "ratio", ["约50", 4.0], None, 2, ""),
    ("ratio true", "ratio", [True, 4.0], None, 2, ""),
    ("ratio by zero", "ratio", [3.0, 0.0], None, 2, ""),
    ("ratio of currency", "ratio", [Decimal(3), Decimal(4)], None, 2, 75.0),
    ("goalposts", "goalposts", 0.65, [[1.0], [0.3], [100.0]], 2, 50.0),
    ("goalposts of two", "goalposts", [70.0, 100.0], [[40.0], [100.0], [100.0]], 2, 50.0),
    ("bands", "bands", 4.0, [0.0, 100.0, 0.0, 4.0, 40.0, 60.0], 2, 60.0),
    ("bands upper", "bands", 4.0, [1.0, 100.0, 0.0, 4.0, 40.0, 60.0], 2, 40.0),
    ("survey", "survey", [[6.0], [3.0], [1.0]], [[1.0], [0.5], [0.0]], 2, 75.0),
    ("direct", "direct", 8.5, 10.0, 2, 85.0),
    ("rubric", "rubric", 0.35, None, 2, 35.0),
    ("coverage", "coverage", [[0.5], [2.0], [""]], [[1.0], [2.0], [1.0]], 2, 83.33),
    ("coverage without points", "coverage", [[""], [None]], [[1.0], [2.0]], 2, ""),
    ("coverage of zero points", "coverage", [[0.0], [None]], [[1.0], [None]], 2, 0.0),
    ("tie", "direct", 72.165, 100.0, 2, 72.17),
]


@pytest.mark.parametrize("case", SCORES, ids=[case[0] for case in SCORES])
def test_score(case: tuple[str, str, object, object, float | None, object]) -> None:
    _, rule, values, parameters, digits, expected = case
    result = SX_SCORE(rule, matrix(values), None if parameters is None else matrix(parameters), digits)
    assert shown(result) == [[expected]]


RULE_SPECS: dict[str, tuple[Mapping[str, float | tuple[float, ...]], int]] = {
    "ratio": ({}, 2),
    "goalposts": ({"worst": 5.0, "best": 40.0}, 2),
    "bands": ({"thresholds": (0.0, 1.0, 4.0), "points": (0.0, 40.0, 100.0)}, 1),
    "survey": ({"points": (1.0, 0.5, 0.0)}, 3),
    "direct": ({"full": 10.0}, 1),
    "target": ({"target": 40.0, "cost": 1.0}, 2),
    "efficacy": ({"unacceptable": 6.0, "satisfactory": 12.0, "limits": (0.0, 120.0)}, 1),
    "piecewise": ({"values": (1.0, 20.0, 50.0), "points": (20.0, 60.0, 100.0), "below": 0.0}, 1),
    "criteria": ({"points": (30.0, 30.0, 40.0)}, 3),
    "deduction": ({"each": (0.5, 2.0)}, 2),
    "bonus": ({"target": 50.0, "bonus": 10.0, "penalty": 15.0}, 1),
    "loggoalposts": ({"worst": 1.0, "best": 75.0}, 1),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", RULE_SPECS)
@given(data=st.data())
def test_score_equals_the_rule(name: str, data: st.DataObject) -> None:
    params, size = RULE_SPECS[name]
    rule = build(RuleSpec(name, params))
    cell = st.one_of(st.none(), st.just(0.0), st.floats(0.01, 100))
    values = data.draw(st.lists(cell, min_size=size, max_size=size))
    column = [[number] for numbers in rule.parameters().values() for number in numbers]
    result = SX_SCORE(name, matrix([[v] for v in values]), matrix(column) if column else None)
    inputs = np.array([[NAN if v is None else v for v in values]])
    inputs[np.isnan(inputs).any(axis=1)] = NAN
    np.testing.assert_equal(as_numbers(result)[0, 0], float(rule.score(inputs)[0]))


MATRIX = [[80.0, 60.0, 40.0], [80.0, "", 40.0], [None, "无", NAN]]


@pytest.mark.parametrize(
    ("scores", "weights", "digits", "expected"),
    [
        (MATRIX, [50.0, 30.0, 20.0], 2, [[66.0], [68.57], [""]]),
        (MATRIX, [[50.0], [30.0], [20.0]], 2, [[66.0], [68.57], [""]]),
        (MATRIX, [[50.0, 30.0, 20.0]] * 3, 2, [[66.0], [68.57], [""]]),
        ([80.0, 60.0, 40.0], [50.0, 30.0, 20.0], 2, [[66.0]]),
        ([[80.0], [60.0], [40.0]], [[50.0], [30.0], [20.0]], 2, [[66.0]]),
        ([[80.0], [None], [40.0]], [[50.0], [30.0], [20.0]], 2, [[68.57]]),
        ([[80.0], [60.0]], 7.0, 2, [[80.0], [60.0]]),
        (80.0, 5.0, 2, [[80.0]]),
        ([80.0, 60.0], [50.0, None], 2, [[80.0]]),
        ([80.0, 60.0], [0.0, ""], 2, [[""]]),
        ([1.0, 0.0], [1.0, 2.0], None, [[1 / 3]]),
    ],
    ids=[
        "rows",
        "weights in a column",
        "weights per row",
        "one row",
        "one column",
        "one column, a blank",
        "one weight",
        "one cell",
        "blank weight",
        "no weight",
        "unrounded",
    ],
)
def test_weighted(
    scores: object, weights: object, digits: float | None, expected: list[list[object]]
) -> None:
    assert shown(SX_WEIGHTED(matrix(scores), matrix(weights), digits)) == expected


def test_weighted_rounds_to_two_digits_unless_told() -> None:
    assert shown(SX_WEIGHTED(matrix([1.0, 0.0]), matrix([1.0, 2.0]))) == [[0.33]]


numbers = arrays(np.float64, (6, 3), elements=st.one_of(st.just(NAN), st.floats(0, 100)))


@given(scores=numbers, weights=arrays(np.float64, 3, elements=st.floats(0, 50)))
def test_weighted_equals_the_engine_row_by_row(scores: np.ndarray, weights: np.ndarray) -> None:
    result = SX_WEIGHTED(scores.astype(object), matrix(weights), 2)
    np.testing.assert_equal(as_numbers(result)[:, 0], weighted_mean(scores, weights, 2))
    transposed = SX_WEIGHTED(matrix(scores[0]).T, matrix(weights).T, 2)
    assert transposed[0, 0] == result[0, 0]


def test_rank() -> None:
    assert shown(SX_RANK(matrix([[70.0], [""], [90.0], [90.0], ["无"]]))) == [[3.0], [""], [1.0], [1.0], [""]]
    assert shown(SX_RANK(matrix([[70.0, 90.0]]))) == [[2.0, 1.0]]


@given(scores=numbers)
def test_rank_and_stage_equal_the_engine(scores: np.ndarray) -> None:
    column = scores.reshape(-1, 1)
    np.testing.assert_equal(as_numbers(SX_RANK(column.astype(object)))[:, 0], rank(column[:, 0]))
    names = np.array(["一", "二", "三", ""], dtype=object)
    for boundary in Boundary:
        index = band_index(column[:, 0], (0.0, 55.0, 70.0), boundary)
        expected = names[np.nan_to_num(index, nan=3).astype(int)]
        result = SX_STAGE(column.astype(object), matrix([0.0, 55.0, 70.0]), matrix(names[:3]), boundary.value)
        np.testing.assert_array_equal(result[:, 0], expected)


@pytest.mark.parametrize(
    ("boundary", "expected"),
    [
        ("lower", ["起步期", "发展期", "发展期", "", "起步期"]),
        ("upper", ["起步期", "起步期", "发展期", "", "起步期"]),
    ],
)
def test_stage_on_a_threshold(boundary: str, expected: list[str]) -> None:
    scores = matrix([[54.99], [55.0], [55.01], [None], [-3.0]])
    result = SX_STAGE(scores, matrix([[0.0], [55.0]]), matrix([["起步期"], ["发展期"]]), boundary)
    assert result.tolist() == [[word] for word in expected]


ERROR = "#DIV/0!"


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        (lambda: SX_SCORE("ratio", matrix([ERROR, 4.0])), [[ERROR]]),
        (lambda: SX_SCORE("direct", matrix(3.0), matrix("#N/A")), [["#N/A"]]),
        (lambda: SX_WEIGHTED(matrix([[1.0, ERROR], [1.0, 3.0]]), matrix([1.0, 1.0])), [[ERROR], [2.0]]),
        (lambda: SX_WEIGHTED(matrix([[1.0], [3.0]]), matrix([["#N/A"], [1.0]])), [["#N/A"]]),
        (lambda: SX_RANK(matrix([[1.0], [ERROR]])), [[ERROR], [ERROR]]),
        (lambda: SX_STAGE(matrix([[1.0], [ERROR]]), matrix(0.0), matrix("一")), [["一"], [ERROR]]),
        (lambda: SX_RANK(matrix([[1.0], [-2146826243]])), [["#VALUE!"], ["#VALUE!"]]),
    ],
    ids=["score", "score parameter", "weighted row", "weight", "rank", "stage", "new error code"],
)
def test_an_error_cell_is_passed_on_and_never_counts_as_blank(
    result: Any, expected: list[list[object]]
) -> None:
    assert shown(result()) == expected


def test_text_that_only_looks_like_an_error_is_text() -> None:
    assert shown(SX_RANK(matrix([[1.0], ["#1 号楼"]]))) == [[1.0], [""]]


def test_a_panel_passes_over_an_expert_without_points() -> None:
    experts = matrix([[80.0], [None], [60.0], [95.0], [""]])
    assert shown(SX_SCORE("panel", experts, matrix([[3.0], [100.0]]))) == [[80.0]]
    assert shown(SX_SCORE("panel", experts, matrix([[4.0], [100.0]]))) == [[""]]


WRONG: list[tuple[str, Any, list[str]]] = [
    ("rule", lambda: SX_SCORE("coverge", matrix(1.0)), ["unknown rule 'coverge'", "coverage"]),
    ("inputs", lambda: SX_SCORE("ratio", matrix([1.0, 2.0, 3.0])), ["3 values for rule 'ratio'", "give 2"]),
    ("one input", lambda: SX_SCORE("ratio", matrix(1.0)), ["1 values"]),
    ("survey", lambda: SX_SCORE("survey", matrix([1.0, 2.0]), matrix([1.0, 0.5, 0.0])), ["give 3"]),
    ("criteria", lambda: SX_SCORE("criteria", matrix([1.0]), matrix([100.0, 0.0, 30.0, 70.0])), ["give 2"]),
    ("panel", lambda: SX_SCORE("panel", matrix([1.0, 2.0]), matrix([3.0, 100.0])), ["give 3 to 250"]),
    (
        "target",
        lambda: SX_SCORE("target", matrix([1.0] * 3), matrix([1.0, 0.0, 100.0, 1.0])),
        ["give 1 or 2"],
    ),
    ("own", lambda: SX_SCORE("own", matrix(1.0)), ["0 parameters do not fit", "written into the cell"]),
    ("block", lambda: SX_SCORE("survey", matrix([[1.0, 2.0], [3.0, 4.0]]), matrix([1.0] * 4)), ["2×2"]),
    (
        "no parameters",
        lambda: SX_SCORE("goalposts", matrix(1.0)),
        ["0 parameters do not fit rule 'goalposts'", "needs the parameter worst, best"],
    ),
    ("too many", lambda: SX_SCORE("direct", matrix(1.0), matrix([1.0, 2.0])), ["2 parameters do not fit"]),
    ("bands", lambda: SX_SCORE("bands", matrix(1.0), matrix([0.0, 100.0, 1.0])), ["3 parameters do not fit"]),
    (
        "no bands",
        lambda: SX_SCORE("bands", matrix(1.0), matrix(0.0)),
        ["1 parameters do not fit", "upper, per"],
    ),
    ("worst is best", lambda: SX_SCORE("goalposts", matrix(1.0), matrix([1.0, 1.0])), ["both 1"]),
    ("blank parameter", lambda: SX_SCORE("goalposts", matrix(1.0), matrix([1.0, None])), ["parameter 2"]),
    ("full points", lambda: SX_SCORE("coverage", matrix([1.0, 2.0]), matrix([[1.0], [2.0]])), ["1×2", "2×1"]),
    ("no full points", lambda: SX_SCORE("coverage", matrix([1.0, 2.0])), ["0×0"]),
    ("blank full", lambda: SX_SCORE("coverage", matrix([1.0, 2.0]), matrix([1.0, None])), ["no full points"]),
    ("digits", lambda: SX_SCORE("rubric", matrix(1.0), None, 2.5), ["digits is 2.5"]),
    ("digits text", lambda: SX_WEIGHTED(matrix(1.0), matrix(1.0), "两位"), ["digits is '两位'"]),  # type: ignore[arg-type]
    (
        "too few weights",
        lambda: SX_WEIGHTED(matrix([1.0, 2.0]), matrix(1.0)),
        ["1×2", "1×1", "give 2 weights"],
    ),
    ("weights across", lambda: SX_WEIGHTED(matrix([[1.0], [2.0]]), matrix([1.0, 2.0])), ["2×1", "1×2"]),
    ("weight text", lambda: SX_WEIGHTED(matrix([1.0, 2.0]), matrix([1.0, "高"])), ["a weight is '高'"]),
    ("negative", lambda: SX_WEIGHTED(matrix([1.0, 2.0]), matrix([1.0, -1.0])), ["a weight is -1.0"]),
    ("names", lambda: SX_STAGE(matrix(1.0), matrix([0.0, 5.0]), matrix("一")), ["2 thresholds, 1 names"]),
    ("order", lambda: SX_STAGE(matrix(1.0), matrix([5.0, 0.0]), matrix(["一", "二"])), ["do not increase"]),
    ("blank", lambda: SX_STAGE(matrix(1.0), matrix([0.0, None]), matrix(["一", "二"])), ["do not increase"]),
    (
        "boundary",
        lambda: SX_STAGE(matrix(1.0), matrix(0.0), matrix("一"), "above"),
        ["'above' is no boundary"],
    ),
]


@pytest.mark.parametrize(("call", "words"), [case[1:] for case in WRONG], ids=[case[0] for case in WRONG])
def test_a_wrong_call_says_what_is_wrong(
    call: Any, words: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SMARTXL_LANG", "en")
    ((message,),) = call().tolist()
    assert message.startswith("#SX: SX_")
    assert " → " in message
    assert all(word in message for word in words), message


def test_the_message_is_in_one_language(monkeypatch: pytest.MonkeyPatch) -> None:
    said = {}
    for lang in ("zh", "en", ""):
        monkeypatch.setenv("SMARTXL_LANG", lang)
        ((said[lang],),) = SX_SCORE("coverge", matrix(1.0)).tolist()
    assert "没有规则“coverge”" in said["zh"]
    assert said["zh"] == said[""]
    assert said["en"].replace("→", "").isascii()


def test_directions_that_do_not_fit_are_refused() -> None:
    data = matrix([[float(i), float(i % 5), 1.0 + i % 3] for i in range(12)])
    for result in (
        SX_WEIGHTS(data, "entropy", matrix([1.0, -1.0])),
        SX_NORMALIZE(data, "minmax", None, matrix([2.0] * 3)),
    ):
        ((message,),) = result.tolist()
        assert "directions" in message


def test_a_parameter_that_is_left_blank_has_its_default() -> None:
    data = matrix([[1.0], [2.0], [3.0]])
    blank = SX_NORMALIZE(data, "minmax", matrix([["low", None], ["high", ""], ["cost", 1.0]]))
    assert blank.tolist() == [[100.0], [50.0], [0.0]]


def test_codes_of_a_tree_may_be_numbers() -> None:
    """A column of codes in Excel: 1, 1.1, 2; and their parents."""
    found = SX_ROLLUP(
        matrix([[1.0, None], ["1.1", 1.0], [2.0, None]]),
        matrix([[""], [80.0], [20.0]]),
        matrix([[3.0], [1.0], [1.0]]),
    )
    assert found.tolist() == [["1", 80.0, 1.0], ["1.1", 80.0, 1.0], ["2", 20.0, 1.0], ["TOTAL", 65.0, 1.0]]


def test_nothing_to_change_has_no_effect_and_no_rank() -> None:
    blank, weights = matrix([[None, None], [None, None]]), matrix([1.0, 2.0])
    assert SX_TORNADO(blank, weights).tolist() == [["", "", "", 0.0]] * 2
    assert SX_BANDS(blank, weights).tolist() == [[""] * 3] * 2


def test_bands_are_those_of_one_draw_after_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks of draws, and units that share a rank or have no score, against a loop over the draws."""
    scores = matrix(
        [[80.0, 60.0, None], [60.0, 80.0, 70.0], [80.0, 60.0, None], [None] * 3, [70.0, 70.0, 70.0]]
    )
    drawn = np.array([3.0, 2.0, 1.0]) * (1 + 0.25 * (2 * doubts.uniform(50, 3, 7) - 1))
    each = [SX_RANK(SX_WEIGHTED(scores, matrix(weights), None)) for weights in drawn]
    ranks = np.sort(as_numbers(np.hstack(each)), axis=1)
    expected = ranks[:, [24, 2, 47]]
    for size in (1, 33, 10_000):
        monkeypatch.setattr(doubts, "_NEAR", size)
        found = DECLARED["SX_BANDS"].core(scores, matrix([3.0, 2.0, 1.0]), 50.0, 7.0)
        np.testing.assert_array_equal(as_numbers(found), expected)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_stages_are_those_of_the_packaged_example(lang: Lang, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMARTXL_LANG", lang)
    bands = load(example_folder()).framework.conventions.stages
    below = [start - 0.01 for start in bands.thresholds[1:]]
    names = [name.get(lang) for name in bands.names]
    scores = matrix([[score] for score in (*bands.thresholds, *below)])
    assert SX_STAGE(scores).ravel().tolist() == [*names, *names[:-1]]


def test_the_core_raises() -> None:
    with pytest.raises(CallError):
        DECLARED["SX_SCORE"].core("coverge", matrix(1.0))


def test_the_message_of_a_wrong_call_is_passed_on() -> None:
    """Its text lands in the cell; read as text it would silently be left out. Earlier versions wrote #SX!."""
    ((message,),) = SX_SCORE("coverge", matrix(1.0)).tolist()
    for text in (message, message.replace("#SX:", "Error: #SX!")):
        result = SX_WEIGHTED(matrix([80.0, text]), matrix([1.0, 1.0]))
        assert shown(result) == [[text.removeprefix("Error: ")]]
