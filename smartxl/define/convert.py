"""From the files' models to frozen data."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from smartxl.define.combination_schema import DigitsEntry
from smartxl.define.entries import from_entry
from smartxl.define.followup import to_milestones, to_plan, to_rewards, to_signatures
from smartxl.define.relation_schema import default_relations, to_relation
from smartxl.define.robustness_schema import to_design
from smartxl.define.scenario_schema import to_scenarios
from smartxl.define.sharing_schema import to_sharing
from smartxl.define.tree import PlacedNode, place_nodes
from smartxl.model.answers import ABOUT_DATA
from smartxl.model.combination import Combination, Ranking, RollUp, Step
from smartxl.model.definition import Catalogue, Definition, Item, Moved, Roster, Round, Unit
from smartxl.model.framework import (
    ROOT,
    Bands,
    Conventions,
    Framework,
    Indicator,
    Input,
    Measure,
    Node,
    RuleSpec,
    Scale,
)
from smartxl.model.keys import option_code
from smartxl.model.scenarios import TOTAL
from smartxl.model.unanswered import ALWAYS_LEFT_OUT, NO_FLOOR
from smartxl.rules import PEER_RULES
from smartxl.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from smartxl.define.combination_schema import Combine
    from smartxl.define.framework_schema import ConventionsEntry, FrameworkFile, NodeEntry, ScaleEntry
    from smartxl.define.schema import AssessmentFile
    from smartxl.define.tables import ItemRow
    from smartxl.model.relations import Relation
    from smartxl.model.sharing import Sharing

__all__ = ["expand_items", "rule_spec", "to_combination", "to_definition", "to_framework"]

_COUNT = Text("份", "answers")


def to_definition(
    assessment: AssessmentFile, framework: FrameworkFile, units: Sequence[Unit], rows: Sequence[ItemRow]
) -> Definition:
    """The definition of files that were checked."""
    placed = place_nodes(framework)
    expanded = tuple(expand_items(rows, units, placed))
    items = tuple(item for _, item in expanded)
    system = to_framework(framework)
    parts = _to_round(assessment, system), system, Roster(tuple(units)), Catalogue(items)
    earlier = {(item.unit, row.moved_from): item.key for row, item in expanded if row.moved_from}
    definition = Definition(*parts, moved=Moved(framework.moved, earlier))
    _ = definition.identity  # worked out once, and kept with what is read
    return definition


def expand_items(
    rows: Sequence[ItemRow], units: Sequence[Unit], placed: Sequence[PlacedNode]
) -> Iterator[tuple[ItemRow, Item]]:
    """Every item of every unit with its row: a row of `@class` stands for each unit of that class.

    Where an indicator names the units that answer it, only those units get the rows of their class.
    """
    named = {node.entry.code: node.entry.units for node in placed}
    distinct = {unit.code: unit for unit in units}.values()
    for row in rows:
        if not row.item.unit.startswith("@"):
            yield row, row.item
            continue
        chosen = named.get(row.item.leaf, ())
        for unit in distinct:
            if unit.unit_class == row.item.unit[1:] and (not chosen or unit.code in chosen):
                yield row, replace(row.item, unit=unit.code)


def to_framework(file: FrameworkFile) -> Framework:
    """The indicator system."""
    scales = {code: from_entry(Scale, entry, code=code) for code, entry in file.scales.items()}
    nodes = tuple(_to_node(node, file.scales) for node in place_nodes(file))
    conventions = _to_conventions(file.conventions)
    return from_entry(Framework, file, scales=scales, conventions=conventions, nodes=nodes)


def rule_spec(entry: NodeEntry, scales: Mapping[str, ScaleEntry]) -> RuleSpec:
    """The rule of an indicator; a survey's points come from its scale, an own formula works on its inputs.

    Words among the parameters reach only rules over peers.
    """
    if entry.measure is Measure.SURVEY:
        options = scales[entry.scale].options if entry.scale in scales else ()
        return RuleSpec(entry.rule, {"points": tuple(option.points for option in options)})
    inputs = tuple(item.code for item in entry.inputs) if entry.formula else ()
    numbers = {name: value for name, value in entry.params.items() if not isinstance(value, str)}
    words = {name: value for name, value in entry.params.items() if isinstance(value, str)}
    return RuleSpec(entry.rule, numbers, entry.formula, inputs, words if entry.rule in PEER_RULES else {})


def to_combination(entry: Combine) -> Combination:
    """A roll-up, written as one word or as a mapping."""
    return Combination(entry) if isinstance(entry, RollUp) else from_entry(Combination, entry)


def _to_conventions(file: ConventionsEntry) -> Conventions:
    stages, digits = file.stages, file.digits
    leaf, group, total = (
        (digits.indicator, digits.group, digits.total)
        if isinstance(digits, DigitsEntry)
        else (digits, None, None)
    )
    starts, names = (tuple(band.start for band in stages.bands), tuple(band.name for band in stages.bands))
    return from_entry(
        Conventions,
        file,
        digits=leaf,
        stages=Bands(starts, names, stages.boundary),
        group_digits=_unless_equal(group, leaf),
        total_digits=_unless_equal(total, leaf),
        ranking=Ranking(file.ranking.ties, raw=file.ranking.of == "raw"),
        total=to_combination(file.total),
        pipeline=tuple(from_entry(Step, entry, kind=entry.step) for entry in file.pipeline),
        unanswered=file.unanswered.unanswered() if file.unanswered else ALWAYS_LEFT_OUT,
        coverage_floor=file.coverage_floor.floor() if file.coverage_floor else NO_FLOOR,
    )


def _unless_equal(digits: int | None, indicator: int) -> int | None:
    """Two ways to say one thing make one definition."""
    return None if digits == indicator else digits


def _to_round(file: AssessmentFile, framework: Framework) -> Round:
    options = file.options
    targets = tuple((ROOT if code == TOTAL else code, points) for code, points in file.targets.items())
    scenarios = to_scenarios(file.scenarios)
    return from_entry(
        Round,
        file,
        name=file.round,
        protect=options.protect,
        evidence_rows=options.evidence_rows,
        targets=targets,
        plan=to_plan(file.plan) if file.plan else None,
        rewards=to_rewards(file.rewards, framework.conventions.stages),
        milestones=to_milestones(file.milestones),
        signatures=to_signatures(file.signatures),
        scenarios=scenarios,
        robustness=to_design(file.robustness, framework, scenarios),
    )


def _to_node(node: PlacedNode, scales: Mapping[str, ScaleEntry]) -> Node:
    entry = node.entry
    place = {
        "parent": node.parent,
        "level": node.level,
        "weights": node.weights,
        "provenance": node.provenance,
    }
    indicator = _to_indicator(entry, scales) if entry.measure else None
    return from_entry(Node, entry, **place, indicator=indicator, combination=to_combination(entry.combine))


def _to_indicator(entry: NodeEntry, scales: Mapping[str, ScaleEntry]) -> Indicator:
    return from_entry(
        Indicator,
        entry,
        rule=rule_spec(entry, scales),
        inputs=tuple(_inputs(entry, scales)),
        direction=-1 if entry.direction == "cost" else 1,
        checks=tuple(_checks(entry)),
        sharing=_to_sharing(entry, scales),
        asks=tuple(field for field in ABOUT_DATA if field.value in entry.asks),
    )


def _to_sharing(entry: NodeEntry, scales: Mapping[str, ScaleEntry]) -> Sharing | None:
    options = scales[entry.scale].options if entry.scale in scales else ()
    return to_sharing(entry.sharing, options) if entry.sharing else None


def _checks(entry: NodeEntry) -> Iterator[Relation]:
    """What is declared; an empty list says that nothing holds."""
    if "checks" not in entry.model_fields_set:
        yield from default_relations(entry.code, entry.rule, tuple(item.code for item in entry.inputs))
    yield from (to_relation(entry.code, declared) for declared in entry.checks)


def _inputs(entry: NodeEntry, scales: Mapping[str, ScaleEntry]) -> Iterator[Input]:
    if entry.measure is Measure.SURVEY:
        for number, option in enumerate(scales[entry.scale].options, start=1):
            yield Input(option_code(number), option.label, _COUNT, minimum=0.0)
    yield from entry.inputs
