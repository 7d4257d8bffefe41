"""A round audited as an index, class by class: units × indicators, with the tree that each class is scored by."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from smartxl.model.audit import AuditArea, AuditReport, AuditRow, AuditVerdict
from smartxl.model.framework import ROOT
from smartxl.model.scores import QuantityKind
from smartxl.project.classes import classes_with_units
from smartxl.text import Lang, Text

if TYPE_CHECKING:
    import pandas as pd

    from smartxl.model.answers import Answer
    from smartxl.model.definition import Definition
    from smartxl.model.framework import Framework, Node, UnitClass
    from smartxl.model.scores import ScoreTable
    from smartxl.scoring.audit import Limits
    from smartxl.scoring.library import Tree, TreeNode

__all__ = ["RoundAudit", "audited", "class_tree"]

_TOO_LARGE = 1e100
"""A number beyond it is a slip, and its square no number."""
_TOTAL = Text("总分", "Total")


@dataclass(frozen=True)
class RoundAudit:
    """One report for each class of respondents that has units."""

    reports: tuple[AuditReport, ...]
    lang: Lang

    @cached_property
    def frame(self) -> pd.DataFrame:
        """All rows, by class: see `smartxl.scoring.audit.rows_frame`; index holds the code of the class."""
        from smartxl.scoring.audit import rows_frame

        return rows_frame(self.reports, self.lang)


def audited(
    definition: Definition,
    table: ScoreTable,
    answers: Iterable[Answer] = (),
    *,
    unit_class: str | None = None,
    thresholds: Mapping[str, Limits] | None = None,
) -> tuple[AuditReport, ...]:
    """Every class of respondents that has units, or the one named (by code).

    A class is audited on the scores of its indicators and nodes as the engine gives them, with its weights and roll-ups; what
    adjusts the total (veto, deduction, bonus) is no part of the tree. `answers`: what was measured, before it became scores,
    where an indicator asks for a number. Raises UnknownName for a class or a check that there is not, SmartxlError for what
    is no limit.
    """
    classes = classes_with_units(definition, unit_class)
    measured = _measured(definition, answers)
    return tuple(_of_class(definition, table, each, measured, thresholds) for each in classes)


def _measured(definition: Definition, answers: Iterable[Answer]) -> Mapping[tuple[str, str], float]:
    """(Unit, indicator) → what was measured."""
    from smartxl.scoring.leaves import block_numbers
    from smartxl.scoring.rows import gather

    given = list(answers)
    if not given:
        return {}
    rows = gather(definition, given)
    numbers = block_numbers(rows).tolist()
    pairs = zip(rows.blocks, numbers, strict=True)
    return {(block.unit.code, block.leaf.code): value for block, value in pairs if abs(value) < _TOO_LARGE}


def _of_class(
    definition: Definition,
    table: ScoreTable,
    unit_class: UnitClass,
    measured: Mapping[tuple[str, str], float],
    thresholds: Mapping[str, Limits] | None,
) -> AuditReport:
    import pandas as pd

    from smartxl.scoring.audit import audit

    framework, code = definition.framework, unit_class.code
    units = [unit.code for unit in definition.roster.of_class(code)]
    if not framework.basis(ROOT, code):
        return _without_tree(definition, unit_class, len(units))
    tree = class_tree(framework, code)

    def scores(codes: tuple[str, ...]) -> pd.DataFrame:
        values = [[table.get(QuantityKind.SCORE, unit, ref) for ref in codes] for unit in units]
        return pd.DataFrame(values, index=units, columns=list(codes), dtype="float64")

    numbers = [leaf for leaf in tree.leaves if any((unit, leaf) in measured for unit in units)]
    raw = pd.DataFrame(
        [[measured.get((unit, leaf), math.nan) for leaf in numbers] for unit in units],
        index=units,
        columns=numbers,
        dtype="float64",
    )
    return audit(
        scores(tree.leaves),
        tree,
        raw=raw if numbers else None,
        nodes=scores(tree.inner),
        applies=pd.DataFrame(
            [[table.applies(unit, leaf) for leaf in tree.leaves] for unit in units],
            index=units,
            columns=list(tree.leaves),
        ),
        quantitative={leaf: _is_quantitative(framework.by_code[leaf]) for leaf in tree.leaves},
        thresholds=thresholds,
        names=_names(definition, unit_class),
        subject=code,
    ).report


def _without_tree(definition: Definition, unit_class: UnitClass, units: int) -> AuditReport:
    """The audit of a total that is made of vetoes, deductions and bonus points alone: there is nothing to weigh."""
    why = Text(
        "总分全部由否决、扣分、加分得出，没有按权重汇总的指标",
        "the total is made of vetoes, deductions and bonus points alone: no indicator is rolled up by weight",
    )
    title = Text("指标树", "Tree of indicators")
    row = AuditRow(
        AuditArea.STRUCTURE, "structure.tree", title, ROOT, "", AuditVerdict.OPEN, None, Text(""), why, Text(""), why
    )  # fmt: skip
    return AuditReport(unit_class.code, units, (row,), (), (), (), (), _names(definition, unit_class))


def _is_quantitative(node: Node) -> bool:
    from smartxl.define.profile import QUANTITATIVE

    return node.indicator is not None and node.indicator.measure in QUANTITATIVE


def _names(definition: Definition, unit_class: UnitClass) -> dict[str, Text]:
    nodes = {node.code: node.name for node in definition.framework.nodes}
    units = {unit.code: unit.name for unit in definition.roster.units}
    return {**units, **nodes, ROOT: _TOTAL, unit_class.code: unit_class.name}


def class_tree(framework: Framework, unit_class: str) -> Tree:
    """What the total of a class is rolled up from, by weight. A node without children that weigh is a leaf of it."""
    from smartxl.scoring.library import Tree, TreeNode

    def below(parent: str) -> Iterator[TreeNode]:
        for node in framework.basis(parent, unit_class):
            weight = node.weights[unit_class]
            yield TreeNode(node.code, parent, weight, framework.combination(node.code))
            if any(child.weights[unit_class] > 0 for child in framework.basis(node.code, unit_class)):
                yield from below(node.code)

    return Tree((TreeNode(ROOT, "", 1.0, framework.combination(ROOT)), *below(ROOT)))
