"""Rows about weights and compensability."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

import pandas as pd

from smartxl.errors import SmartxlError
from smartxl.model.audit import AuditRow, WeightComparison
from smartxl.scoring.audit.checks import number
from smartxl.scoring.audit.compensation import compensability
from smartxl.scoring.audit.models import ImportanceMeasure
from smartxl.scoring.audit.optimised import OptimisedWeights, optimised_weights
from smartxl.scoring.audit.table import AuditTable
from smartxl.text import Text

__all__ = ["Optimised", "compared_weights", "compensability_rows", "optimised_of_nodes", "weight_rows"]

_DIGITS = 6
"""Decimals to which what was found by steps is the same on every machine."""
Optimised = Mapping[str, OptimisedWeights | Text]
"""Node → the weights of its children with which importance is as stated, or why there are none."""


def optimised_of_nodes(table: AuditTable, measure: ImportanceMeasure) -> dict[str, OptimisedWeights | Text]:
    """For each node with several children."""
    leaves = table.scores[list(table.leaves)]
    found: dict[str, OptimisedWeights | Text] = {}
    for code in table.branches:
        if len(table.tree.children(code)) > 1:
            try:
                found[code] = optimised_weights(leaves, table.tree, of=code, measure=measure)
            except SmartxlError as error:
                found[code] = error.what
    return found


def weight_rows(
    table: AuditTable, weights: pd.DataFrame, optimised: Optimised, linear: Optimised
) -> Iterator[AuditRow]:
    """Importance beside nominal weight; indicators without a voice; weights for the importance intended.

    `optimised` by correlation ratios, `linear` by correlations, which stands in the evidence.
    """
    for code, row in weights.iterrows():
        if len(table.tree.children(str(row["parent"]))) > 1 and row["nominal"] > 0:
            yield _importance(table, str(code), row)
    for leaf in table.leaves:
        r, few = float(weights["root_correlation"][leaf]), table.few(weights["root_units"][leaf])
        told = Text(
            f"占总分 {number(100 * float(weights['effective'][leaf]), 1)}%",
            f"{number(100 * float(weights['effective'][leaf]), 1)} % of the total",
        )
        yield table.judge.row("weights.silent", leaf, r, told, why=few)
    for code, found in optimised.items():
        yield _optimised(table, code, found, linear[code])


def _importance(table: AuditTable, code: str, row: pd.Series[float]) -> AuditRow:
    nominal, importance = float(row["nominal"]), float(row["importance"])
    told = Text(
        f"在 {row['parent']} 中：名义权重 {number(nominal)}，重要性 {number(importance)}"
        f"（相关比 {number(row['ratio'])}，线性 {number(row['r_squared'])}），方差份额 {number(row['variance'])}",
        f"in {row['parent']}: weight {number(nominal)}, importance {number(importance)} "
        f"(correlation ratio {number(row['ratio'])}, linear {number(row['r_squared'])}), "
        f"part of the variance {number(row['variance'])}",
    )
    return table.judge.row(
        "weights.importance", code, importance / nominal, told, why=table.few(row["units"])
    )


def _optimised(
    table: AuditTable, code: str, found: OptimisedWeights | Text, linear: OptimisedWeights | Text
) -> AuditRow:
    key = "weights.optimised"
    if isinstance(found, Text):
        return table.judge.row(key, code, math.nan, Text(""), why=found)
    gap = (found.table["weight"] - found.table["weight_before"]).abs().max()
    told = Text("按相关比：", "by correlation ratios: ") + _weights_said(found)
    if isinstance(linear, OptimisedWeights):
        told += Text("；按线性相关：", "; by correlations: ") + _weights_said(linear)
    return table.judge.row(key, code, round(float(gap), _DIGITS), told, why=table.few(found.units))


def _weights_said(found: OptimisedWeights) -> Text:
    weights = [f"{child} {number(weight)}" for child, weight in found.weights.items()]
    told = Text("、".join(weights), ", ".join(weights))
    if found.reached:
        return told
    off = number(found.gap, 3)
    return told + Text(
        f"（权重不为负时达不到，最多还差 {off}）",
        f" (not reached with weights of 0 or more: up to {off} off)",
    )


def compared_weights(
    table: AuditTable, weights: pd.DataFrame, optimised: Optimised
) -> tuple[WeightComparison, ...]:
    """The same for pictures, in the order of the tree."""
    best = {
        child: round(weight, _DIGITS)
        for found in optimised.values()
        if isinstance(found, OptimisedWeights) and table.few(found.units) is None
        for child, weight in found.weights.items()
    }
    names = ("variance", "correlation", "ratio", "importance")
    return tuple(
        WeightComparison(
            str(code),
            str(row["parent"]),
            float(row["nominal"]),
            float(row["effective"]),
            **{name: _or_none(float(row[name])) for name in names},
            optimised=best.get(str(code)),
        )
        for code, row in weights.iterrows()
    )


def _or_none(value: float) -> float | None:
    return None if math.isnan(value) else value


def compensability_rows(table: AuditTable) -> Iterator[AuditRow]:
    """How ranks move under geometric means: of all units, and of those that move far."""
    root, judge = table.tree.root, table.judge
    found = compensability(table.scores[list(table.leaves)], table.tree)
    places = found.table.dropna().to_dict("index")
    shifts = found.table["shift"].dropna()
    count = len(shifts)
    moved = int((shifts != 0).sum())
    few = found.why if found.why.zh else table.few(count)
    told = (
        Text("")
        if found.why.zh
        else Text(
            f"{count} 个单位中 {moved} 个名次变动，平均 {number(found.mean_shift, 1)} 位",
            f"{moved} of {count} units move, by {number(found.mean_shift, 1)} places on average",
        )
    )
    yield judge.row("compensability.correlation", root, found.correlation, told, why=few)
    alone = few and Text(
        f"{count} 个单位，少于 {table.least} 个，一位之差就超过界限",
        f"{count} units, fewer than {table.least}: one place is more than the limit",
    )
    for unit, shift in shifts.items():
        row = places[unit]
        before, after = f"{row['arithmetic_rank']:g}", f"{row['geometric_rank']:g}"
        told = Text(f"第 {before} 名 → 第 {after} 名", f"rank {before} → {after}")
        yield judge.row("compensability.shift", str(unit), float(shift) / count, told, why=alone)
