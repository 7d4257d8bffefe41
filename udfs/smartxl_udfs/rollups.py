"""From points to totals: weighted means, a whole tree at once, coverage, gaps, obstacles."""

from __future__ import annotations

import numpy as np

from smartxl.model.combination import WEIGHTED_MEAN, Combination, RollUp, Unscored
from smartxl.model.framework import ROOT
from smartxl.rules import combine, lost_points, rounded, shares_of_loss, weighted_mean
from smartxl.text import Text
from smartxl_udfs.arguments import column, option, paired, places_of, shape_of, weights_of
from smartxl_udfs.ranges import CallError, Cells, FloatArray, blanks, cells, error_in, numbers
from smartxl_udfs.registry import FunctionArgument, worksheet_function
from smartxl_udfs.scores import DIGITS

__all__ = ["SX_COVERAGE", "SX_GAP", "SX_OBSTACLE", "SX_ROLLUP", "SX_WEIGHTED"]

_METHOD = FunctionArgument(
    "method",
    Text(
        "汇总方式，默认 mean。",
        f"The roll-up: {', '.join(kind for kind in RollUp if kind is not RollUp.POWER)}; default mean.",
    ),
    is_range=False,
    optional=True,
)
_MISSING = FunctionArgument(
    "missing",
    Text(
        "没有得分的项：leave-out（默认，权重重新归一）或 zero。",
        "What has no score: leave-out (default: the other weights count) or zero.",
    ),
    is_range=False,
    optional=True,
)
_NOT_APPLICABLE = frozenset({"不适用", "n/a", "na", "not applicable"})


@worksheet_function(
    Text(
        "逐行加权平均：无得分的项不计入，权重重新归一；单列得分配单列权重时为该列的加权平均。",
        "Weighted mean of each row over the scores that exist; of a column where weights are a column too.",
    ),
    Text("n×1：每行的得分；单列配单列时 1×1", "n×1: the score of each row; 1×1 for a column with a column"),
    FunctionArgument(
        "scores",
        Text(
            "得分，每行一个对象、每列一项指标；空白或文字不计入。",
            "Scores, a row per unit and a column per indicator; blank or text is left out.",
        ),
        is_data=True,
    ),
    FunctionArgument(
        "weights",
        Text(
            "权重：一行（或一列）逐项对应 scores 的列，或与 scores 同形。空白为 0。",
            "Weights, one for each column of scores, or shaped like scores. Blank is 0.",
        ),
    ),
    DIGITS,
    _MISSING,
    _METHOD,
)
def SX_WEIGHTED(  # noqa: N802 (a worksheet function's name)
    scores: Cells, weights: Cells, digits: float | None = 2, missing: str = "", method: str = ""
) -> Cells:
    """Scores (n, m) with weights (1, m), (m, 1) or (n, m) to (n, 1); (n, 1) with (n, 1) to (1, 1): `smartxl.rules.combine`.

    Raises CallError for other shapes, weights that are text or negative, unknown words.
    """
    places = places_of("SX_WEIGHTED", digits)
    how = _how("SX_WEIGHTED", method, missing)
    matrix, factors = paired("SX_WEIGHTED", cells(scores), cells(weights))
    errors = _errors(matrix, factors)
    given, counted = numbers(matrix), weights_of("SX_WEIGHTED", factors)
    means = (
        weighted_mean(given, counted, places)
        if how == WEIGHTED_MEAN
        else _combined(how, given, counted, places)
    )
    return column([error or mean for error, mean in zip(errors, means.tolist(), strict=True)])


@worksheet_function(
    Text(
        "把整棵指标树一次算完：每个指标的得分和覆盖率。",
        "A whole tree of indicators at once: score and coverage of every node.",
    ),
    Text(
        "每个代码一行（没有唯一的根时另加一行 TOTAL）：代码、各列得分、各列覆盖率",
        "a row per code (and TOTAL where there is no single root): code, the scores, the coverages",
    ),
    FunctionArgument(
        "codes",
        Text(
            "一列指标代码，上级由代码推出（B1 在 B 下）；或两列：代码和上级代码。",
            "A column of codes, parents told by their beginning (B1 under B); or two columns: code, parent.",
        ),
    ),
    FunctionArgument(
        "scores",
        Text(
            "末级指标的得分，每行一个代码，每列一个单位。",
            "The scores of the leaves: a row per code, a column per unit.",
        ),
        is_data=True,
    ),
    FunctionArgument(
        "weights", Text("一列权重，在同级之间归一。", "A column of weights, which count among siblings.")
    ),
    _METHOD,
    _MISSING,
    DIGITS,
)
def SX_ROLLUP(  # noqa: N802
    codes: Cells, scores: Cells, weights: Cells, method: str = "", missing: str = "", digits: float | None = 2
) -> Cells:
    """`smartxl.scoring.composite` and `coverage`: codes (n, 1) or (n, 2), scores (n, m), weights (n, 1) to (n, 1 + 2 m).

    What stands beside a code with children is not looked at. Raises CallError for other shapes, and SmartxlError for codes
    that make no tree.
    """
    import pandas as pd

    from smartxl.scoring import Tree, composite, coverage

    named, given, factors = cells(codes), cells(scores), cells(weights)
    if error := error_in(named) or error_in(given) or error_in(factors):
        return cells(error)
    if not named.shape[0] == given.shape[0] == factors.size:
        what = Text(
            f"codes 是 {shape_of(named)}，scores 是 {shape_of(given)}，weights 是 {shape_of(factors)}",
            f"codes are {shape_of(named)}, scores {shape_of(given)}, weights {shape_of(factors)}",
        )
        raise CallError("SX_ROLLUP", what, Text("每个代码一行", "give a row per code"))
    how = _how("SX_ROLLUP", method, missing)
    places = places_of("SX_ROLLUP", digits)
    keys, parents = _parents(named)
    weighed = weights_of("SX_ROLLUP", factors.reshape(-1)).tolist()
    table = pd.DataFrame({"code": keys, "parent": parents, "weight": [*weighed, 1.0][: len(keys)]})
    tree = Tree.from_frame(table, how=how)
    leaves = pd.DataFrame(numbers(given).T, columns=keys[: len(given)])[list(tree.leaves)]
    totals = pd.concat([leaves, composite(leaves, tree, digits=places)], axis=1)[keys]
    shares = pd.concat([leaves.notna().astype(float), coverage(leaves, tree)], axis=1)[keys]
    return np.hstack([column(list(keys)), totals.to_numpy(dtype=object).T, shares.to_numpy(dtype=object).T])


@worksheet_function(
    Text(
        "填报覆盖率：已填的占适用的比例（0–1）；不适用的不计。",
        "Coverage: the share of the cells that apply that are answered (0 to 1).",
    ),
    Text("n×1：每行的覆盖率；单列为 1×1", "n×1: the coverage of each row; 1×1 for a column"),
    FunctionArgument(
        "answers",
        Text(
            "答案；空白为未填，“不适用”或 N/A 不计。",
            "Answers; blank is open, N/A (or the Chinese for it) does not count.",
        ),
        is_data=True,
    ),
)
def SX_COVERAGE(answers: Cells) -> Cells:  # noqa: N802
    """Answers (n, m) to (n, 1), (n, 1) to (1, 1); empty where nothing applies. An error cell gives its row that error."""
    given = cells(answers)
    rows = given.T if given.shape[1] == 1 else given
    aside = np.array(
        [[isinstance(v, str) and v.strip().casefold() in _NOT_APPLICABLE for v in r] for r in rows]
    )
    answered = (~blanks(rows) & ~aside).sum(axis=1).tolist()
    applies = (~aside).sum(axis=1).tolist()
    return column(
        [error_in(row) or (a / n if n else "") for row, a, n in zip(rows, answered, applies, strict=True)]
    )


@worksheet_function(
    Text(
        "距目标还差的分值：权重 ×（目标 − 得分）÷ 100；已达到为 0。",
        "Points short of a target: weight × (target − score) / 100; 0 where it is reached.",
    ),
    Text("与 score 同形", "shaped like score"),
    FunctionArgument(
        "score", Text("得分；空白或文字无差距。", "Scores; blank or text has no gap."), is_data=True
    ),
    FunctionArgument(
        "target", Text("目标分：一个，或与得分同形。", "The target: one, or one for each score.")
    ),
    FunctionArgument(
        "weight",
        Text("权重：一个，或与得分同形；空白为 100。", "The weight: one, or one for each; blank is 100."),
        optional=True,
    ),
)
def SX_GAP(score: Cells, target: Cells, weight: Cells | None = None) -> Cells:  # noqa: N802
    """max(target − score, 0) · weight / 100, element by element. Raises CallError for shapes that do not match."""
    given = cells(score)
    aims, factors = _like("SX_GAP", "target", given, cells(target)), np.full(given.shape, 100.0, dtype=object)
    if weight is not None and cells(weight).flat[0] not in (None, ""):
        factors = _like("SX_GAP", "weight", given, cells(weight))
    short = np.maximum(numbers(aims) - numbers(given), 0.0) * weights_of("SX_GAP", factors) / 100
    found = short.astype(object)
    if error_in(given) or error_in(aims) or error_in(factors):
        for place in np.ndindex(given.shape):
            if error := error_in(cells([given[place], aims[place], factors[place]])):
                found[place] = error
    return found


@worksheet_function(
    Text(
        "障碍度：每项指标造成的失分占总失分的百分比。",
        "Obstacle degree: the share of each indicator in the points that a unit lacks, in %.",
    ),
    Text("与 scores 同形：百分比，每行合计 100", "shaped like scores: percent, 100 a row"),
    FunctionArgument(
        "scores",
        Text(
            "得分（满分 100），每行一个对象；空白不计入。",
            "Scores of 100, a row per unit; blank is left out.",
        ),
        is_data=True,
    ),
    FunctionArgument("weights", Text("权重，每列一个。", "Weights, one for each column.")),
)
def SX_OBSTACLE(scores: Cells, weights: Cells) -> Cells:  # noqa: N802
    """w·(100 − s) / Σ w·(100 − s) · 100 over the scores of a row; empty where nothing is lacking.

    Source: the obstacle degree of Chinese evaluations (障碍度模型: 因子贡献度 × 指标偏离度). A score above 100 lacks nothing.
    """
    given = cells(scores)
    matrix, factors = paired("SX_OBSTACLE", given, cells(weights))
    lost = lost_points(numbers(matrix), weights_of("SX_OBSTACLE", factors))
    found = (100.0 * shares_of_loss(lost)).astype(object)
    for row, error in enumerate(_errors(matrix, factors)):
        if error:
            found[row] = error
    return found.reshape(given.shape)


def _how(function: str, method: object, missing: object) -> Combination:
    roll_up = option(function, RollUp, "method", method, RollUp.MEAN)
    return Combination(
        method=roll_up, unscored=option(function, Unscored, "missing", missing, Unscored.LEAVE_OUT)
    )


def _combined(how: Combination, scores: FloatArray, weights: FloatArray, places: int | None) -> FloatArray:
    """Rows that are blank throughout have no score, whatever counts as 0."""
    spread = np.broadcast_to(weights, scores.shape)
    found = np.where(np.isnan(scores).all(axis=1), np.nan, combine(how, scores, spread))
    return found if places is None else np.asarray(rounded(found, places))


def _errors(matrix: Cells, factors: Cells) -> list[str | None]:
    """The first error of each row."""
    if error_in(matrix) is None and error_in(factors) is None:
        return [None] * len(matrix)
    spread = np.broadcast_to(factors, matrix.shape)
    return [error_in(row) or error_in(weight) for row, weight in zip(matrix, spread, strict=True)]


def _like(function: str, name: str, given: Cells, other: Cells) -> Cells:
    if other.size == 1 or other.shape == given.shape:
        return np.broadcast_to(other, given.shape)
    raise CallError(
        function,
        Text(
            f"score 是 {shape_of(given)}，{name} 是 {shape_of(other)}",
            f"score is {shape_of(given)} but {name} {shape_of(other)}",
        ),
        Text("给一个，或形状相同", "give one, or as many in the same shape"),
    )


def _parents(named: Cells) -> tuple[list[str], list[str]]:
    """Codes and the code above each, with one root: TOTAL is added where several have none above them."""
    keys = [_code(value) for value in named[:, 0]]
    known = set(keys)
    above = [_code(v) for v in named[:, 1]] if named.shape[1] > 1 else [_above(key, known) for key in keys]
    if above.count("") == 1:
        return keys, above
    return [*keys, ROOT], [*(parent or ROOT for parent in above), ""]


def _code(value: object) -> str:
    """A code as it is written: 1 for the number 1."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value or "").strip()


def _above(code: str, known: set[str]) -> str:
    """The longest other code that a code begins with; A1 is not above A10."""
    for end in range(len(code) - 1, 0, -1):
        head = code[:end]
        if head in known and not (head[-1].isdigit() and code[end].isdigit()):
            return head
    return ""
