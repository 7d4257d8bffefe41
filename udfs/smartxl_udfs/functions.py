"""The worksheet functions: the scoring rules and roll-ups of smartxl, one range in and one range out.

In a range to be scored, blank, text, TRUE and FALSE mean "no score"; a result without a score is NaN, which
Excel shows as an empty text. An error cell gives its error as text ("#N/A"), which these functions pass on.
Arguments that do not fit raise `CallError`; its message ("#SX! …") lands in the cell and is passed on in the
same way.
"""

from __future__ import annotations

import numpy as np

from smartxl.model.combination import Boundary
from smartxl.rules import (
    RULES,
    Rule,
    RuleFault,
    band_index,
    from_vector,
    rank,
    rounded,
    weighted_mean,
)
from smartxl.text import Text, both
from smartxl_udfs.ranges import CallError, Cells, FloatArray, blanks, cells, error_in, numbers
from smartxl_udfs.registry import worksheet_function

__all__ = ["SX_RANK", "SX_SCORE", "SX_STAGE", "SX_WEIGHTED"]

_DIGITS_DOC = "小数位数，四舍五入；空白为不取整。Decimals, half away from zero; blank: not rounded."


@worksheet_function(
    ranges={
        "values": "一行或一列填报数值；coverage 规则为各事项得分（空白不计入）。"
        "The reported numbers in one row or column; coverage: the items' points (blank: left out).",
        "parameters": "规则参数，一行或一列，按规则的顺序；coverage 规则为各事项满分（与 values 同形）。"
        "The rule's parameters in its order; coverage: the items' full points, shaped like values.",
    },
    scalars={
        "rule": f"规则名称。The rule: {', '.join(name for name in RULES if name != 'own')}.",
        "digits": _DIGITS_DOC,
    },
)
def SX_SCORE(  # noqa: N802 (a worksheet function's name)
    rule: str, values: Cells, parameters: Cells | None = None, digits: float | None = None
) -> Cells:
    """按规则计算一个指标的得分（0–100）；缺少数值时为空。

    The score (0 to 100) of one indicator by a rule; empty while a value is missing.

    Shapes: values (k, 1) or (1, k); parameters as `smartxl.rules.from_vector` takes them; result (1, 1).
    Raises CallError for an unknown rule, parameters that do not fit it, or a number of values it does not
    take.
    """
    given = cells(values)
    params = np.empty((0, 0), dtype=object) if parameters is None else cells(parameters)
    places = _digits("SX_SCORE", digits)
    if error := error_in(given) or error_in(params):
        return cells(error)
    score = _coverage(given, params) if rule == "coverage" else _rule_score(rule, given, params)
    return cells(score if places is None else float(rounded(score, places)))


@worksheet_function(
    ranges={
        "scores": "得分，每行一个对象、每列一项指标；空白或文字不计入。"
        "Scores, a row per unit and a column per indicator; blank or text is left out.",
        "weights": "权重：一行（或一列）逐项对应 scores 的列，或与 scores 同形。空白为 0。"
        "Weights, one for each column of scores, or shaped like scores. Blank is 0.",
    },
    scalars={"digits": _DIGITS_DOC},
)
def SX_WEIGHTED(scores: Cells, weights: Cells, digits: float | None = 2) -> Cells:  # noqa: N802
    """逐行加权平均：无得分的项不计入，权重重新归一；单列得分配单列权重时为该列的加权平均。

    Weighted mean of each row over the scores that exist; a column of scores with a column of weights gives
    one mean.

    Shapes: scores (n, m) with weights (1, m), (m, 1) or (n, m) → (n, 1); scores (n, 1) with weights (n, 1) →
    (1, 1). Raises CallError for other shapes, and for weights that are text or negative.
    """
    places = _digits("SX_WEIGHTED", digits)
    matrix, factors = _paired(cells(scores), cells(weights))
    errors = [error_in(row) or error_in(weight) for row, weight in zip(matrix, factors, strict=True)]
    means = weighted_mean(numbers(matrix), _weights(factors), places)
    return _column([error or mean for error, mean in zip(errors, means.tolist(), strict=True)])


@worksheet_function(
    ranges={"scores": "一列得分；空白或文字无名次。A column of scores; blank or text has no rank."},
    scalars={},
)
def SX_RANK(scores: Cells) -> Cells:  # noqa: N802
    """名次：最高为 1，同分同名次（1、2、2、4）；无得分者无名次。

    Competition rank: 1 for the highest, ties share the best rank (1, 2, 2, 4); no score, no rank.

    Shapes: (n, 1) → (n, 1), or any other shape to itself. An error among the scores gives every cell that
    error.
    """
    given = cells(scores)
    if error := error_in(given):
        return np.full(given.shape, error, dtype=object)
    return rank(numbers(given).ravel()).reshape(given.shape).astype(object)


@worksheet_function(
    ranges={
        "scores": "一列得分；空白或文字无等级。A column of scores; blank or text has no stage.",
        "thresholds": "各等级的起点分，由低到高。Where each stage begins, from the lowest up.",
        "names": "各等级名称，与起点分一一对应。The name of each stage, one for each threshold.",
    },
    scalars={
        "boundary": "恰在分界点上的得分归属：lower 归较高一档（默认），upper 归较低一档。"
        '"lower" (default): a threshold begins its stage; "upper": it ends the stage before.'
    },
)
def SX_STAGE(scores: Cells, thresholds: Cells, names: Cells, boundary: str = "lower") -> Cells:  # noqa: N802
    """得分所处的等级名称；低于第一个起点分时为第一档，无得分者为空。

    The name of the stage each score lies in; below the first threshold the first stage holds.

    Shapes: scores (n, 1) → words (n, 1), or any other shape to itself. Raises CallError unless thresholds
    increase and are as many as names, and for an unknown boundary.
    """
    given, words = cells(scores), cells(names).ravel()
    limits = _limits(cells(thresholds), len(words))
    if boundary not in set(Boundary):
        raise CallError(
            "SX_STAGE",
            Text(f"boundary 是 {boundary!r}", f"boundary is {boundary!r}"),
            Text('写 "lower" 或 "upper"', 'use "lower" or "upper"'),
        )
    index = band_index(numbers(given), limits, Boundary(boundary))
    stages = [
        error_in(cells(value)) or ("" if np.isnan(i) else words[int(i)])
        for value, i in zip(given.flat, index.flat, strict=True)
    ]
    return np.array(stages, dtype=object).reshape(given.shape)


def _digits(function: str, digits: object) -> int | None:
    if digits is None or digits == "":
        return None
    number = float(numbers(cells(digits)).flat[0])
    if not number.is_integer() or abs(number) > 15:
        raise CallError(
            function,
            Text(f"digits 是 {digits!r}", f"digits is {digits!r}"),
            Text("写 -15 至 15 的整数，或留空", "use a whole number from -15 to 15 or none"),
        )
    return int(number)


def _coverage(points: Cells, full: Cells) -> float:
    if full.shape != points.shape:
        what = Text(
            f"values 是 {_shape(points)}，满分是 {_shape(full)}",
            f"values are {_shape(points)} but full points {_shape(full)}",
        )
        raise CallError("SX_SCORE", what, Text("两者形状要相同", "give both one shape"))
    earned, worth = numbers(points), numbers(full)
    answered = ~np.isnan(earned)
    if np.isnan(worth[answered]).any():
        raise CallError(
            "SX_SCORE",
            Text("有得分的事项没有满分", "an item with points has no full points"),
            Text("填写满分", "fill them in"),
        )
    sums = np.array([[earned[answered].sum(), worth[answered].sum()]])
    return float(RULES["coverage"].from_params({}).score(sums)[0])


def _rule_score(name: str, values: Cells, parameters: Cells) -> float:
    if min(values.shape) > 1:
        raise CallError(
            "SX_SCORE",
            Text(f"values 是 {_shape(values)}", f"values are {_shape(values)}"),
            Text("写一行或一列", "give one row or one column"),
        )
    rule = _rule(name, parameters)
    row = numbers(values).reshape(1, -1)
    low, high = rule.sizes()
    if not low <= row.shape[1] <= high:
        expected = (
            Text(f"{low} 个", str(low))
            if low == high
            else Text(f"{low} 个或 {high} 个", f"{low} or {high}")
            if high == 2
            else Text(f"{low} 至 {high} 个", f"{low} to {high}")
        )
        raise CallError(
            "SX_SCORE",
            Text(f"规则“{name}”给了 {row.shape[1]} 个值", f"{row.shape[1]} values for rule {name!r}"),
            Text(f"应给 {expected.zh}", f"give {expected.en}"),
        )
    return float(rule.score(row)[0])


def _rule(name: str, parameters: Cells) -> Rule:
    if name not in RULES:
        raise CallError(
            "SX_SCORE",
            Text(f"没有规则“{name}”", f"unknown rule {name!r}"),
            Text(f"可用的有：{', '.join(RULES)}", f"use one of {', '.join(RULES)}"),
        )
    vector = numbers(parameters).ravel()
    if np.isnan(vector).any():
        place = int(np.flatnonzero(np.isnan(vector))[0]) + 1
        raise CallError(
            "SX_SCORE",
            Text(
                f"规则“{name}”的第 {place} 个参数不是数",
                f"parameter {place} of rule {name!r} is not a number",
            ),
            Text("填写该参数", "fill it in"),
        )
    try:
        return from_vector(name, vector)
    except (IndexError, TypeError, ValueError) as fault:
        why = fault.told if isinstance(fault, RuleFault) else both(str(fault))
        what = Text(
            f"{len(vector)} 个参数与规则“{name}”不符（{why.zh}）",
            f"{len(vector)} parameters do not fit rule {name!r} ({why.en})",
        )
        raise CallError(
            "SX_SCORE", what, Text("按规则的顺序写全", "give them all, in the rule's order")
        ) from fault


def _paired(scores: Cells, weights: Cells) -> tuple[Cells, Cells]:
    """Scores by row with weights of the same shape; a column with a column of weights becomes one row."""
    rows, columns = scores.shape
    if weights.shape == scores.shape:
        return (scores.T, weights.T) if columns == 1 else (scores, weights)
    if weights.size == columns and 1 in weights.shape:
        return scores, np.broadcast_to(weights.reshape(1, -1), scores.shape)
    what = Text(
        f"scores 是 {_shape(scores)}，weights 是 {_shape(weights)}",
        f"scores are {_shape(scores)} but weights {_shape(weights)}",
    )
    remedy = Text(
        f"写 {columns} 个权重，每列一个，或 {rows}×{columns}",
        f"give {columns} weights, one for each column, or {rows}×{columns}",
    )
    raise CallError("SX_WEIGHTED", what, remedy)


def _weights(weights: Cells) -> FloatArray:
    """Blank weighs nothing. An error stands for itself in the result, whatever it weighs."""
    factors = numbers(weights)
    wrong = np.isnan(factors) & ~blanks(weights) | (factors < 0)
    for value in weights[wrong]:
        if error_in(cells(value)) is None:
            raise CallError(
                "SX_WEIGHTED",
                Text(f"权重是 {value!r}", f"a weight is {value!r}"),
                Text("权重是不小于 0 的数", "weights are numbers from 0 up"),
            )
    return np.nan_to_num(factors)


def _limits(thresholds: Cells, count: int) -> tuple[float, ...]:
    limits = tuple(numbers(thresholds).ravel().tolist())
    if len(limits) != count:
        raise CallError(
            "SX_STAGE",
            Text(f"起点 {len(limits)} 个，名称 {count} 个", f"{len(limits)} thresholds, {count} names"),
            Text("名称与起点要一样多", "give as many names"),
        )
    if any(not low < high for low, high in zip(limits, (*limits[1:], float("inf")), strict=True)):
        raise CallError(
            "SX_STAGE",
            Text("起点没有依次增大", "the thresholds do not increase"),
            Text("从低到高写", "give numbers from the lowest up"),
        )
    return limits


def _column(values: list[object]) -> Cells:
    return np.array(values, dtype=object).reshape(-1, 1)


def _shape(values: Cells) -> str:
    return "×".join(str(size) for size in values.shape)
