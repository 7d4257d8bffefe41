"""Weights: from pairwise judgements, from the data, combined."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from smartxl.text import Text
from smartxl_udfs.arguments import column, directions_of, labels, number, option, shape_of, weights_of
from smartxl_udfs.ranges import CallError, Cells, cells, error_in, numbers
from smartxl_udfs.registry import FunctionArgument, worksheet_function

if TYPE_CHECKING:
    import pandas as pd

    from smartxl.scoring.weights import Judgements, Weights

__all__ = ["SX_AHP_ADVICE", "SX_AHP_CR", "SX_AHP_WEIGHTS", "SX_COMBINE", "SX_WEIGHTS"]

_MATRIX = FunctionArgument(
    "matrix",
    Text(
        "判断矩阵，可带行列标题；一个三角即可，空白为未判断。",
        "The matrix of judgements, with or without headings; one triangle is enough, blank: not judged.",
    ),
)


class DataMethod(StrEnum):
    """Where weights come from."""

    ENTROPY = "entropy"
    CRITIC = "critic"
    MEREC = "merec"
    DEVIATION = "deviation"
    FACTOR = "factor"
    EQUAL = "equal"


class Mix(StrEnum):
    """How two sets of weights become one."""

    ADDITIVE = "additive"
    MULTIPLICATIVE = "multiplicative"


_TABLE = FunctionArgument(
    "ri_table",
    Text(
        "随机一致性指标表，默认 saaty-1980。",
        "The table of random indices: saaty-1980 (default), alonso-lamata-2006, saaty-tran-2007.",
    ),
    is_range=False,
    optional=True,
)


@worksheet_function(
    Text("层次分析法（AHP）的权重，合计为 1。", "The weights of AHP, which sum to 1."),
    Text("n×1：权重，按矩阵的次序", "n×1: the weights, in the order of the matrix"),
    _MATRIX,
    FunctionArgument(
        "method",
        Text(
            "求权方法，默认 eigenvector（特征向量）。",
            "The priorities: eigenvector (default), geometric-mean, normalised-columns.",
        ),
        is_range=False,
        optional=True,
    ),
)
def SX_AHP_WEIGHTS(matrix: Cells, method: str = "") -> Cells:  # noqa: N802 (a worksheet function's name)
    """`smartxl.scoring.weights.priorities` of a matrix (n, n). Raises SmartxlError for what is no matrix of judgements."""
    if error := error_in(cells(matrix)):
        return cells(error)
    from smartxl.scoring.weights import Priority, priorities

    way = option("SX_AHP_WEIGHTS", Priority, "method", method, Priority.EIGENVECTOR)
    return column(priorities(_judgements("SX_AHP_WEIGHTS", matrix), way).tolist())


@worksheet_function(
    Text(
        "判断矩阵的一致性比例 CR；小于 0.1 可以接受。",
        "The consistency ratio CR of judgements; below 0.1 is acceptable.",
    ),
    Text("1×1：一致性比例 CR", "1×1: the ratio CR"),
    _MATRIX,
    _TABLE,
)
def SX_AHP_CR(matrix: Cells, ri_table: str = "") -> Cells:  # noqa: N802
    """CR = CI / RI (Saaty 1980). Raises SmartxlError for what is no matrix of judgements, or one larger than the table."""
    if error := error_in(cells(matrix)):
        return cells(error)
    from smartxl.scoring.weights import RandomIndex, consistency

    table = option("SX_AHP_CR", RandomIndex, "ri_table", ri_table, RandomIndex.SAATY_1980)
    return cells(consistency(_judgements("SX_AHP_CR", matrix), table).ratio)


@worksheet_function(
    Text(
        "最值得重新考虑的判断，最不一致的在前。", "The judgements to reconsider, the most inconsistent first."
    ),
    Text(
        "至多 5 行：行、列、所给、其余判断所隐含、建议、改后的 CR；都一致时为空",
        "up to 5 rows: row, column, given, implied by the others, suggested, CR after it; empty if all agree",
    ),
    _MATRIX,
)
def SX_AHP_ADVICE(matrix: Cells) -> Cells:  # noqa: N802
    """`smartxl.scoring.weights.doubtful`, worst first: (k, 6). Errors as SX_AHP_CR."""
    if error := error_in(cells(matrix)):
        return cells(error)
    from smartxl.scoring.weights import doubtful

    found = doubtful(_judgements("SX_AHP_ADVICE", matrix), worst=5)
    rows = [[d.row, d.column, d.given, d.implied, d.nearest, d.ratio_after] for d in found]
    return np.array(rows or [[""] * 6], dtype=object)


@worksheet_function(
    Text("由数据求权重：熵权、CRITIC 等，合计为 1。", "Weights from the data, which sum to 1."),
    Text("1×m：每项指标的权重", "1×m: the weight of each indicator"),
    FunctionArgument(
        "data",
        Text(
            "数据，每行一个对象、每列一项指标，不可缺数，可带标题。",
            "The data, a row per unit, a column per indicator, none missing.",
        ),
        is_data=True,
    ),
    FunctionArgument(
        "method",
        Text("方法，默认 entropy（熵权法）。", f"The method: {', '.join(DataMethod)}; default entropy."),
        is_range=False,
        optional=True,
    ),
    FunctionArgument(
        "directions",
        Text(
            "每列一个：1 越大越好，-1 越小越好；空白为 1。",
            "One per column: 1 more is better, -1 less is; blank is 1.",
        ),
        optional=True,
    ),
    keeps=True,
)
def SX_WEIGHTS(data: Cells, method: str = "", directions: Cells | None = None) -> Cells:  # noqa: N802
    """`smartxl.scoring.weights` of data (units, indicators) to (1, indicators), with each method's declared conventions.

    Raises SmartxlError for missing numbers and for fewer units than the method needs.
    """
    given = cells(data)
    if error := error_in(given):
        return cells(error)
    import pandas as pd

    body, units, keys = labels(given)
    frame = pd.DataFrame(numbers(body), index=list(units), columns=list(keys))
    way = option("SX_WEIGHTS", DataMethod, "method", method, DataMethod.ENTROPY)
    signs = directions_of("SX_WEIGHTS", directions, len(keys))
    costs = [key for key, sign in zip(keys, signs, strict=True) if sign < 0]
    return cells(_of_data(way, frame, costs).aligned(keys).tolist())


def _of_data(way: DataMethod, frame: pd.DataFrame, costs: list[str]) -> Weights:
    from smartxl.scoring import weights as methods

    if way is DataMethod.FACTOR:
        return methods.factor(frame).weights
    if way is DataMethod.EQUAL:
        return methods.equal(list(frame.columns))
    by_spread = {
        DataMethod.ENTROPY: methods.entropy,
        DataMethod.CRITIC: methods.critic,
        DataMethod.MEREC: methods.merec,
        DataMethod.DEVIATION: methods.standard_deviation,
    }
    return by_spread[way](frame, costs=costs)


@worksheet_function(
    Text(
        "两组权重的组合（如 AHP 与熵权），合计为 1。",
        "Two sets of weights (such as AHP and entropy) as one, with sum 1.",
    ),
    Text("与 w1 同形", "shaped like w1"),
    FunctionArgument("w1", Text("第一组权重。", "The first weights.")),
    FunctionArgument("w2", Text("第二组权重，次序与第一组相同。", "The second, in the same order.")),
    FunctionArgument(
        "share",
        Text("第一组所占的份额，0 至 1，默认 0.5。", "The share of the first, 0 to 1; default 0.5."),
        is_range=False,
        optional=True,
    ),
    FunctionArgument(
        "method",
        Text(
            "additive（加法，默认）或 multiplicative（乘法）。",
            "additive (default) or multiplicative (weighted geometric mean).",
        ),
        is_range=False,
        optional=True,
    ),
)
def SX_COMBINE(w1: Cells, w2: Cells, share: float | None = 0.5, method: str = "") -> Cells:  # noqa: N802
    """`smartxl.scoring.weights.additive` or `multiplicative` of two ranges of one size.

    Raises CallError for different sizes and what is no weight.
    """
    first, second = cells(w1), cells(w2)
    if error := error_in(first) or error_in(second):
        return cells(error)
    if first.size != second.size:
        what = Text(
            f"w1 是 {shape_of(first)}，w2 是 {shape_of(second)}",
            f"w1 is {shape_of(first)} but w2 {shape_of(second)}",
        )
        raise CallError("SX_COMBINE", what, Text("两组一样多", "give as many"))
    part = number("SX_COMBINE", "share", share, 0.5, 0.0, 1.0)
    parts = {name: _stated(given) for name, given in (("w1", first), ("w2", second))}
    shares = {"w1": part, "w2": 1 - part}
    kept = {name: value for name, value in shares.items() if value > 0}
    mix = option("SX_COMBINE", Mix, "method", method, Mix.ADDITIVE)
    from smartxl.scoring import weights as methods

    combined = (methods.additive if mix is Mix.ADDITIVE else methods.multiplicative)(
        {name: parts[name] for name in kept}, kept
    )
    return combined.aligned(combined.keys).astype(object).reshape(first.shape)


def _stated(given: Cells) -> Weights:
    from smartxl.scoring.weights import direct

    values = weights_of("SX_COMBINE", given.reshape(-1))
    return direct({str(place): value for place, value in enumerate(values.tolist(), 1)})


def _judgements(function: str, matrix: Cells) -> Judgements:
    body, rows, columns = labels(cells(matrix))
    if body.shape[0] != body.shape[1]:
        what = Text(f"matrix 是 {shape_of(body)}", f"the matrix is {shape_of(body)}")
        raise CallError(function, what, Text("行列一样多", "give as many rows as columns"))
    import pandas as pd

    from smartxl.scoring.weights import Judgements

    return Judgements.from_frame(pd.DataFrame(numbers(body), index=list(rows), columns=list(columns)))
