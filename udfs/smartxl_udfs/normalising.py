"""A table of indicators made comparable."""

from __future__ import annotations

import numpy as np

from smartxl.model.framework import RuleSpec
from smartxl.rules import PEER_RULES, rule_class
from smartxl.text import Text
from smartxl_udfs.arguments import counted, directions_of, places_of
from smartxl_udfs.ranges import CallError, Cells, cells, error_in, numbers
from smartxl_udfs.registry import FunctionArgument, worksheet_function
from smartxl_udfs.scores import DIGITS, rule_of_vector

__all__ = ["SX_NORMALIZE"]


@worksheet_function(
    Text(
        "把一张指标数据表逐列标准化为可比的分数。",
        "Makes the columns of a table of indicators comparable, each by a rule.",
    ),
    Text("与 values 同形：分数", "shaped like values: scores"),
    FunctionArgument(
        "values",
        Text(
            "每行一个对象、每列一项指标；空白或文字不计入。",
            "A row per unit, a column per indicator; blank or text is left out.",
        ),
        is_data=True,
    ),
    FunctionArgument(
        "method",
        Text("方法。", f"The method: {', '.join(PEER_RULES)}, or a rule of one number such as goalposts."),
        is_range=False,
        optional=True,
    ),
    FunctionArgument(
        "parameters",
        Text(
            "参数：一行或一列，按方法的顺序；或两列，名称和数值。",
            "Parameters in the method's order, or two columns: name and value.",
        ),
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
    DIGITS,
)
def SX_NORMALIZE(  # noqa: N802
    values: Cells,
    method: str = "minmax",
    parameters: Cells | None = None,
    directions: Cells | None = None,
    digits: float | None = None,
) -> Cells:
    """Scores of a table, (units, indicators) to the same: `smartxl.scoring.normalise`, the units being each other's peers.

    Raises CallError for an unknown method and for parameters or directions that do not fit.
    """
    import pandas as pd

    from smartxl.scoring import normalise

    given = cells(values)
    if error := error_in(given):
        return cells(error)
    places = places_of("SX_NORMALIZE", digits)
    keys = counted(given.shape[1])
    frame = pd.DataFrame(numbers(given), columns=list(keys))
    spec = _spec(method or "minmax", parameters)
    if directions is None:
        return normalise(frame, spec, digits=places).to_numpy(dtype=object)
    signs = dict(zip(keys, directions_of("SX_NORMALIZE", directions, len(keys)), strict=True))
    return normalise(frame, spec, directions=signs, digits=places).to_numpy(dtype=object)


def _spec(method: str, parameters: Cells | None) -> RuleSpec:
    """A rule with its parameters, in its order or by name."""
    if rule_class(method) is None:
        known = Text(
            f"可用的有：{', '.join(PEER_RULES)}、goalposts 等", f"use {', '.join(PEER_RULES)}, goalposts …"
        )
        raise CallError("SX_NORMALIZE", Text(f"没有方法“{method}”", f"unknown method {method!r}"), known)
    given = np.empty((0, 0), dtype=object) if parameters is None else cells(parameters)
    if given.shape[1:] == (2,) and all(isinstance(name, str) for name in given[:, 0]):
        pairs = zip(given[:, 0].tolist(), given[:, 1].tolist(), strict=True)
        named = {name: value for name, value in pairs if value not in (None, "")}
        params = {name: float(value) for name, value in named.items() if not isinstance(value, str)}
        return RuleSpec(method, params, options={n: v for n, v in named.items() if isinstance(v, str)})
    vector = numbers(given).ravel()
    if not vector.size:
        return RuleSpec(method)
    if method in PEER_RULES:
        what = Text(f"方法 {method} 的参数没有名称", f"parameters of {method} without names")
        raise CallError("SX_NORMALIZE", what, Text("写两列：名称和数值", "give two columns: name and value"))
    rule = rule_of_vector("SX_NORMALIZE", method, vector)
    stated = {name: _one_or_several(given) for name, given in rule.parameters().items()}
    return RuleSpec(method, stated)


def _one_or_several(given: tuple[float, ...]) -> float | tuple[float, ...]:
    return given[0] if len(given) == 1 else given
