"""Everything that can be known of how sure a result is, made up for any scored round: without chance, and plain to check."""

from __future__ import annotations

from itertools import pairwise

from smartxl.model.audit import (
    AuditArea,
    AuditReport,
    AuditRow,
    AuditVerdict,
    CorrelationCell,
    CorrelationFlag,
    CorrelationMap,
    WeightComparison,
)
from smartxl.model.definition import Definition
from smartxl.model.framework import ROOT, UnitClass
from smartxl.model.robustness import (
    Estimate,
    GroupRanks,
    LeaderCrossing,
    MethodComparison,
    MethodScores,
    NodeLeftOut,
    PairOrder,
    RankReversal,
    Robustness,
    Sensitivity,
    SobolLine,
    SobolTarget,
    Tornado,
    TornadoLine,
    Uncertainty,
    UnitRanks,
    VariedChoice,
    WeightEffect,
)
from smartxl.model.scores import QuantityKind, ScoreTable
from smartxl.text import Text

__all__ = ["made_audit", "made_methods", "made_sensitivity", "made_uncertainty", "tried_of"]

CHOICES = (
    VariedChoice("weights", Text("权重", "Weights"), Text("±25%", "±25%")),
    VariedChoice("rollup", Text("汇总方法", "Roll-up"), Text("加权平均、几何平均", "mean, geometric")),
    VariedChoice("missing", Text("缺失处理", "Missing scores"), Text("略去、计零", "left out, zero")),
)
FLAGS = (CorrelationFlag.HIGH, CorrelationFlag.WEAK, CorrelationFlag.NEGATIVE, CorrelationFlag.OK)
CORRELATIONS = {
    CorrelationFlag.HIGH: 0.95,
    CorrelationFlag.WEAK: 0.12,
    CorrelationFlag.NEGATIVE: -0.55,
    CorrelationFlag.OK: 0.6,
}


def tried_of(definition: Definition, table: ScoreTable) -> Robustness:
    """All of it, but scenarios."""
    return Robustness(
        made_uncertainty(definition, table),
        made_sensitivity(definition, table),
        audits=tuple(made_audit(definition, c) for c in definition.framework.classes),
        methods=tuple(made_methods(definition, table, c) for c in definition.framework.classes),
    )


def ranked_units(definition: Definition, table: ScoreTable, unit_class: UnitClass) -> list[str]:
    """The units of a class that have a rank, the best first."""
    codes = [unit.code for unit in definition.roster.of_class(unit_class.code)]
    ranks = {code: rank for code in codes if (rank := table.get(QuantityKind.RANK, code)) is not None}
    return sorted(ranks, key=lambda code: ranks[code])


def made_uncertainty(definition: Definition, table: ScoreTable) -> Uncertainty:
    """Each unit has its own place in half of the runs, and the next one in the others."""
    groups = []
    for unit_class in definition.framework.classes:
        ranked = ranked_units(definition, table, unit_class)
        size = len(ranked)
        units = [
            UnitRanks(
                code,
                table.get(QuantityKind.SCORE, code, ROOT),
                table.get(QuantityKind.RANK, code),
                place + 0.5,
                max(1.0, place - 2.0),
                min(float(size), place + 3.0),
                ((float(place), 0.5), (float(place + 1), 0.5)),
                mean_shift=0.5,
            )
            for place, code in enumerate(ranked, 1)
        ]
        units += [
            UnitRanks(unit.code, None, None, None, None, None, out=Text("应答率不足", "too few answers"))
            for unit in definition.roster.of_class(unit_class.code)
            if unit.code not in ranked
        ]
        pairs = tuple(
            PairOrder(one, other, 0.97 if place % 3 else 0.62)
            for place, (one, other) in enumerate(pairwise(ranked))
        )
        leader = ranked[0] if ranked else ""
        group = GroupRanks(
            unit_class.aggregate, unit_class.code, tuple(units), pairs, leader, 0.73 if leader else None
        )
        groups.append(group)
    return Uncertainty(1000, 7, CHOICES, tuple(groups))


def made_sensitivity(definition: Definition, table: ScoreTable) -> Sensitivity:
    """Something of each kind."""
    sobol, effects, tornados, left, crossings, reversals = [], [], [], [], [], []
    for unit_class in definition.framework.classes:
        code, ranked = unit_class.code, ranked_units(definition, table, unit_class)
        leaves = [node.code for node in definition.framework.leaves(code)]
        lines = tuple(
            SobolLine(choice, Estimate(0.5 / n, 0.4 / n, 0.6 / n), Estimate(0.7 / n, 0.6 / n, 0.8 / n))
            for n, choice in enumerate(CHOICES, 1)
        )
        target = Text(f"{unit_class.name.zh}平均名次移动", f"mean shift of ranks of {unit_class.name.en}")
        sobol.append(SobolTarget(target, code, "", 512, lines))
        base = table.get(QuantityKind.SCORE, unit_class.aggregate, ROOT)
        if base is not None:
            moved = tuple(TornadoLine(leaf, base - n / 10, base + n / 12) for n, leaf in enumerate(leaves))
            tornados.append(Tornado(code, unit_class.aggregate, 0.1, base, moved))
        if len(ranked) < 3:
            continue
        first, second, third = ranked[:3]
        effects += [
            WeightEffect(code, leaf, by, 0.25, 2.0, second, first) for leaf in leaves for by in (-0.1, 0.1)
        ]
        left += [NodeLeftOut(code, leaf, n / 8, 3.0, third, first) for n, leaf in enumerate(leaves)]
        crossings.append(LeaderCrossing(code, leaves[0], first, second, 25.0, 34.5))
        crossings.append(LeaderCrossing(code, leaves[-1], first, second, 25.0, None))
        reversals.append(RankReversal(code, third, first, second))
    return Sensitivity(
        tuple(sobol), tuple(effects), tuple(tornados), tuple(left), tuple(crossings), tuple(reversals)
    )


def made_audit(definition: Definition, unit_class: UnitClass) -> AuditReport:
    """A row of each verdict, a map of each group, weights of all nodes."""
    framework, code = definition.framework, unit_class.code
    rows = [
        AuditRow(
            area, f"{area}.made", Text(f"{area.words.zh}检查", f"{area.words.en} check"), leaf.code, "",
            verdict, 0.5, Text("≥ 0.65", "≥ 0.65"), Text("样本", "sample"),
            Text("") if verdict is AuditVerdict.PASS else Text("请复核这一指标的填报口径", "review how it is answered"),
        )
        for area in AuditArea
        for verdict, leaf in zip(AuditVerdict, framework.leaves(code), strict=False)
    ]  # fmt: skip
    maps, weights = [], []
    for parent in (ROOT, *(node.code for node in framework.branches(code))):
        children = [node.code for node in framework.basis(parent, code)]
        if len(children) > 1:
            maps.append(CorrelationMap(parent, tuple(children), _matrix(children)))
        weights += [
            WeightComparison(
                child,
                parent,
                1 / len(children),
                0.1,
                0.2,
                0.7,
                0.5,
                (n + 1) / sum(range(1, len(children) + 1)),
                0.3,
            )
            for n, child in enumerate(children)
        ]
    names = {node.code: node.name for node in framework.nodes}
    return AuditReport(code, 47, tuple(rows), tuple(maps), tuple(weights), (), (), names)


def _matrix(codes: list[str]) -> tuple[tuple[CorrelationCell, ...], ...]:
    def cell(row: int, column: int) -> CorrelationCell:
        flag = CorrelationFlag.OK if row == column else FLAGS[(row + column) % len(FLAGS)]
        value = 1.0 if row == column else CORRELATIONS[flag]
        return CorrelationCell(codes[row], codes[column], value, flag)

    size = range(len(codes))
    return tuple(tuple(cell(row, column) for column in size) for row in size)


def made_methods(definition: Definition, table: ScoreTable, unit_class: UnitClass) -> MethodComparison:
    """The index, one that agrees and one that turns every pair around."""
    ranked = ranked_units(definition, table, unit_class)
    scores = {code: table.get(QuantityKind.SCORE, code, ROOT) for code in ranked}
    turned = {
        code: float(place + 1 if place % 2 else max(1, place - 1)) for place, code in enumerate(ranked, 1)
    }
    own = {code: float(place) for place, code in enumerate(ranked, 1)}
    methods = (
        MethodScores("index", Text("本指标体系", "This index"), Text("加权平均", "weighted mean"), scores, own),
        MethodScores("topsis", Text("TOPSIS", "TOPSIS"), Text("熵权，向量规范化", "entropy weights"), scores, own),
        MethodScores("rsr", Text("秩和比", "RSR"), Text("整秩", "whole ranks"), scores, turned),
    )  # fmt: skip
    agreement = ((1.0, 1.0, 0.91), (1.0, 1.0, 0.91), (0.91, 0.91, 1.0))
    left = {
        unit.code: ("B1",) for unit in definition.roster.of_class(unit_class.code) if unit.code not in ranked
    }
    return MethodComparison(unit_class.code, tuple(ranked), methods, agreement, agreement, left)
