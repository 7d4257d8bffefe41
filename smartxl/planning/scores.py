"""The unit's own score sheet: total, areas and indicators with their progress."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from smartxl.cells import Cell, a1, area, qualified
from smartxl.model.definition import Unit
from smartxl.model.framework import ROOT, Node
from smartxl.model.plan import Computed, Content, Link, SheetPlan
from smartxl.model.scores import Quantity, QuantityKind
from smartxl.planning.context import Context
from smartxl.planning.place import SheetBuilder
from smartxl.planning.sampling import COUNTS
from smartxl.rules import band_index_formula, weighted_mean_formula

__all__ = ["plan_scores", "stage_formula", "total_reference"]

_HEAD_ROLES = ("title", "info", "intro", "head")


def stage_formula(context: Context, score: str) -> str:
    """The stage of a score in words, "" without a score; with its leading =."""
    bands = context.definition.framework.conventions.stages
    index = band_index_formula(score, str(context.lists.area("stage.thresholds")), bands.boundary)
    return f'=IF({score}="","",INDEX({context.lists.area("stage.names")},{index}))'


def total_reference(context: Context) -> str:
    """Where the total score stands on the score sheet."""
    builder = context.builder("scores")
    row = sum(builder.has(role) for role in _HEAD_ROLES) + 1
    return qualified(context.words["sheet.scores"], a1(row, builder.column("total", "node.score")))


def plan_scores(
    context: Context, unit: Unit, sampling: SheetPlan, bands: Mapping[str, Mapping[str, str]]
) -> SheetPlan:
    """Total, then the inner nodes level by level, then the indicators: siblings stand together, so a parent is one range."""
    sheet = context.builder("scores")
    nodes = _asked(context, unit)
    rows = _place(sheet, nodes)
    values: dict[str, Content] = {
        **context.general(),
        **context.of_unit(unit),
        "scores.title": context.words["scores.title"].format(unit=unit.name.get(context.lang)),
    }
    for role in _HEAD_ROLES:
        if sheet.has(role):
            sheet.add(role, values)
    total = _node_values(context, sheet, unit, None, rows, bands)
    sheet.add("total", {**values, **total})
    links = {section.leaf: Cell(sampling.name, section.band_row, 2) for section in sampling.sections}
    for node in nodes:
        role = "leaf" if node.is_leaf else "branch"
        own = _node_values(context, sheet, unit, node, rows, bands)
        name = node.name.get(context.lang)
        shown: Content = Link(name, links[node.code]) if node.is_leaf else name
        sheet.add(role, {**values, **own, "node.name": shown})
    return SheetPlan(
        name=context.words["sheet.scores"],
        template="scores",
        rows=tuple(sheet.rows),
        column_styles=sheet.column_styles,
        frozen=(rows[ROOT], 1),
    )


def _asked(context: Context, unit: Unit) -> list[Node]:
    """The nodes that matter to a unit: its indicators and what stands above them."""
    framework = context.definition.framework
    leaves = list(context.definition.leaves(unit))
    above: set[str] = set()
    for leaf in leaves:
        code = leaf.parent
        while code != ROOT:
            above.add(code)
            code = framework.by_code[code].parent
    return [node for node in framework.branches(unit.unit_class) if node.code in above] + leaves


def _place(sheet: SheetBuilder, nodes: Sequence[Node]) -> dict[str, int]:
    first = sum(sheet.has(role) for role in _HEAD_ROLES) + 1
    return {ROOT: first} | {node.code: first + offset for offset, node in enumerate(nodes, 1)}


def _node_values(
    context: Context,
    sheet: SheetBuilder,
    unit: Unit,
    node: Node | None,
    rows: Mapping[str, int],
    bands: Mapping[str, Mapping[str, str]],
) -> dict[str, Content]:
    code = node.code if node else ROOT
    role = "total" if node is None else "leaf" if node.is_leaf else "branch"

    def column(name: str) -> int:
        return sheet.column(role, f"node.{name}")

    def below(name: str) -> str:
        children = [
            rows[n.code]
            for n in context.definition.framework.children(code, unit.unit_class)
            if n.code in rows
        ]
        return area(min(children), column(name), max(children), column(name))

    leaf = bands.get(code)
    score = (
        f"={leaf['score']}"
        if leaf
        else weighted_mean_formula(below("score"), below("weight"), context.digits, udf=context.udf)
    )
    counts = {kind: f"={leaf[kind]}" if leaf else f"=SUM({below(kind)})" for kind in COUNTS}
    row = rows[code]
    answered, applicable = a1(row, column("answered")), a1(row, column("applicable"))
    values: dict[str, Content] = {
        f"node.{kind}": Computed(formula, Quantity(kind, unit.code, code)) for kind, formula in counts.items()
    }
    stage = stage_formula(context, a1(row, column("score")))
    return {
        **values,
        **_node_texts(context, unit, node),
        "node.score": Computed(
            score, Quantity(QuantityKind.SCORE, unit.code, code), number_format=context.score_format
        ),
        "node.coverage": Computed(
            f'=IF({applicable}=0,"",{answered}/{applicable})',
            Quantity(QuantityKind.COVERAGE, unit.code, code),
        ),
        "node.stage": ""
        if node
        else Computed(stage, Quantity(QuantityKind.STAGE, unit.code), context.stage_names()),
    }


def _node_texts(context: Context, unit: Unit, node: Node | None) -> dict[str, Content]:
    """What is written, not calculated; the total has neither code nor weight."""
    if node is None:
        blank: dict[str, Content] = dict.fromkeys(("node.code", "node.element", "node.weight"), "")
        return {**blank, "node.name": context.words["label.total"]}
    return {
        "node.code": node.code,
        "node.name": node.name.get(context.lang),
        "node.element": context.words[f"element.{node.element}"] if node.element else "",
        "node.weight": node.weights[unit.unit_class],
    }
