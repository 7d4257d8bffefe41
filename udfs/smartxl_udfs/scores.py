"""From numbers to points: rules, ranks, stages.

In a range to be scored, blank, text, TRUE and FALSE mean "no score", and a result without a score is an empty text. An error
cell gives its error as text ("#N/A"), which these functions pass on. Arguments that do not fit give a text that begins with
#SX:, passed on in the same way.
"""

from __future__ import annotations

import numpy as np

from smartxl.model.combination import Boundary, Ties
from smartxl.rules import (
    RULES,
    Rule,
    RuleFault,
    band_index,
    from_vector,
    rank,
    rounded,
)
from smartxl.text import Text, both
from smartxl_udfs.arguments import column, option, places_of, shape_of
from smartxl_udfs.ranges import CallError, Cells, FloatArray, cells, error_in, numbers
from smartxl_udfs.registry import FunctionArgument, message_language, worksheet_function

__all__ = ["DIGITS", "SX_RANK", "SX_SCORE", "SX_STAGE", "rule_of_vector"]

DIGITS = FunctionArgument(
    "digits",
    Text("小数位数，四舍五入；空白为不取整。", "Decimals, half away from zero; blank: not rounded."),
    is_range=False,
    optional=True,
)
_NAMES = ", ".join(name for name in RULES if name != "own")


@worksheet_function(
    Text(
        "按规则计算一个指标的得分（0–100）；缺少数值时为空。",
        "The score (0 to 100) of one indicator by a rule; empty while a value is missing.",
    ),
    Text("1×1：得分", "1×1: the score"),
    FunctionArgument("rule", Text("规则名称。", f"The rule: {_NAMES}."), is_range=False),
    FunctionArgument(
        "values",
        Text(
            "一行或一列填报数值；coverage 规则为各事项得分（空白不计入）。",
            "The reported numbers in one row or column; coverage: the items' points (blank: left out).",
        ),
        is_data=True,
    ),
    FunctionArgument(
        "parameters",
        Text(
            "规则参数，一行或一列，按规则的顺序；coverage 规则为各事项满分（与 values 同形）。",
            "The rule's parameters in its order; coverage: the items' full points, shaped like values.",
        ),
        optional=True,
    ),
    DIGITS,
)
def SX_SCORE(  # noqa: N802 (a worksheet function's name)
    rule: str | Cells, values: str | Cells, parameters: Cells | None = None, digits: float | None = None
) -> Cells:
    """The score of one indicator: `smartxl.rules` over values (k, 1) or (1, k); rule and values may change places.

    Raises CallError for an unknown rule, parameters that do not fit it, or a number of values it does not take.
    """
    rule, values = _in_order(rule, values)
    given = values
    params = np.empty((0, 0), dtype=object) if parameters is None else cells(parameters)
    places = places_of("SX_SCORE", digits)
    if error := error_in(given) or error_in(params):
        return cells(error)
    score = _coverage(given, params) if rule == "coverage" else _rule_score(rule, given, params)
    return cells(score if places is None else float(rounded(score, places)))


@worksheet_function(
    Text(
        "名次：最高为 1，同分同名次（1、2、2、4）；无得分者无名次。",
        "Competition rank: 1 for the highest, ties share the best rank (1, 2, 2, 4); no score, no rank.",
    ),
    Text("与 scores 同形：名次", "shaped like scores: ranks"),
    FunctionArgument(
        "scores",
        Text("一列得分；空白或文字无名次。", "A column of scores; blank or text has no rank."),
        is_data=True,
    ),
    FunctionArgument(
        "ties",
        Text(
            "同分：competition（默认）、dense 或 mid。",
            "Equal scores: competition (1 2 2 4, default), dense (1 2 2 3) or mid (1 2.5 2.5 4).",
        ),
        is_range=False,
        optional=True,
    ),
    FunctionArgument(
        "decimals",
        Text("先四舍五入到的小数位数；空白为不取整。", "Decimals to round to first; blank: not rounded."),
        is_range=False,
        optional=True,
    ),
)
def SX_RANK(scores: Cells, ties: str = "competition", decimals: float | None = None) -> Cells:  # noqa: N802
    """Ranks of all the scores of a range together, in its shape. An error among them gives every cell that error."""
    given = cells(scores)
    if error := error_in(given):
        return np.full(given.shape, error, dtype=object)
    how = option("SX_RANK", Ties, "ties", ties, Ties.COMPETITION)
    places = places_of("SX_RANK", decimals)
    flat = numbers(given).ravel()
    return rank(flat if places is None else rounded(flat, places), how).reshape(given.shape).astype(object)


@worksheet_function(
    Text(
        "得分所处的等级名称；低于第一个起点分时为第一档，无得分者为空。",
        "The name of the stage each score lies in; below the first threshold the first stage holds.",
    ),
    Text("与 scores 同形：等级名称", "shaped like scores: names of stages"),
    FunctionArgument(
        "scores",
        Text("一列得分；空白或文字无等级。", "A column of scores; blank or text has no stage."),
        is_data=True,
    ),
    FunctionArgument(
        "thresholds",
        Text(
            "各等级的起点分，由低到高；或两列，起点分和名称。空白为四阶段 0、55、70、85。",
            "Where each stage begins, from the lowest up; or two columns with the names. Blank: four stages, 0 55 70 85.",
        ),
        optional=True,
    ),
    FunctionArgument(
        "names",
        Text("各等级名称，与起点分一一对应。", "The name of each stage, one for each threshold."),
        optional=True,
    ),
    FunctionArgument(
        "boundary",
        Text(
            "恰在分界点上的得分归属：lower 归较高一档（默认），upper 归较低一档。",
            '"lower" (default): a threshold begins its stage; "upper": it ends the stage before.',
        ),
        is_range=False,
        optional=True,
    ),
)
def SX_STAGE(  # noqa: N802
    scores: Cells, thresholds: Cells | None = None, names: Cells | None = None, boundary: str = "lower"
) -> Cells:
    """Stages of the scores of a range, in its shape. Raises CallError unless thresholds increase and are as many as names."""
    given = cells(scores)
    bounds, words = _bands(thresholds, names)
    limits = _limits(bounds, len(words))
    owner = option("SX_STAGE", Boundary, "boundary", boundary, Boundary.LOWER)
    index = band_index(numbers(given), limits, owner)
    named = np.array([*words, ""], dtype=object)[np.where(np.isnan(index), len(words), index).astype(np.intp)]
    if error_in(given):
        pairs = zip(given.flat, named.flat, strict=True)
        return column([error_in(cells(value)) or name for value, name in pairs]).reshape(given.shape)
    return named


_FOUR_STAGES = (
    (0.0, Text("起步期", "Starting")),
    (55.0, Text("发展期", "Developing")),
    (70.0, Text("提升期", "Improving")),
    (85.0, Text("飞跃期", "Leaping")),
)
"""The stages of the packaged example."""


def _bands(thresholds: Cells | None, names: Cells | None) -> tuple[Cells, list[object]]:
    given = cells("" if thresholds is None else thresholds)
    if names is not None and cells(names).flat[0] not in (None, ""):
        return given, cells(names).ravel().tolist()
    if given.size == 1 and given.flat[0] in (None, ""):
        lang = message_language()
        return cells([start for start, _ in _FOUR_STAGES]), [name.get(lang) for _, name in _FOUR_STAGES]
    if given.shape[1] == 2:
        return given[:, :1], given[:, 1].tolist()
    return given, []


def _in_order(rule: object, values: object) -> tuple[str, Cells]:
    """The rule and the values, whichever was written first."""
    named = cells(rule).flat[0] if cells(rule).size == 1 else None
    if not isinstance(named, str) and isinstance(other := cells(values).flat[0], str) and other in RULES:
        return other, cells(rule)
    return str(named), cells(values)


def _coverage(points: Cells, full: Cells) -> float:
    if full.shape != points.shape:
        what = Text(
            f"values 是 {shape_of(points)}，满分是 {shape_of(full)}",
            f"values are {shape_of(points)} but full points {shape_of(full)}",
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
            Text(f"values 是 {shape_of(values)}", f"values are {shape_of(values)}"),
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
    return rule_of_vector("SX_SCORE", name, vector)


def rule_of_vector(function: str, name: str, vector: FloatArray) -> Rule:
    """A leaf rule with its parameters in one vector. Raises CallError that names `function`."""
    try:
        return from_vector(name, vector)
    except (IndexError, TypeError, ValueError) as fault:
        why = fault.told if isinstance(fault, RuleFault) else both(str(fault))
        what = Text(
            f"{len(vector)} 个参数与规则“{name}”不符（{why.zh}）",
            f"{len(vector)} parameters do not fit rule {name!r} ({why.en})",
        )
        raise CallError(
            function, what, Text("按规则的顺序写全", "give them all, in the rule's order")
        ) from fault


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
