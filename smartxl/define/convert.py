"""From the files' models to frozen data."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from smartxl.define.combination_schema import DigitsEntry
from smartxl.define.digest import digest
from smartxl.define.relation_schema import default_relations, to_relation
from smartxl.define.tree import PlacedNode, place_nodes
from smartxl.model.combination import Combination, Ranking, RollUp, Step
from smartxl.model.definition import Catalogue, Definition, Item, Moved, Roster, Round, Unit
from smartxl.model.framework import (
    Bands,
    Conventions,
    Framework,
    Indicator,
    Input,
    Measure,
    Node,
    RuleSpec,
    Scale,
    ScaleOption,
    UnitClass,
)
from smartxl.model.unanswered import ALWAYS_LEFT_OUT, NO_FLOOR
from smartxl.rules import PEER_RULES
from smartxl.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from smartxl.define.combination_schema import Combine, StepEntry
    from smartxl.define.entries import TextEntry
    from smartxl.define.framework_schema import ConventionsEntry, FrameworkFile, NodeEntry, ScaleEntry
    from smartxl.define.schema import AssessmentFile
    from smartxl.define.tables import ItemRow
    from smartxl.model.relations import Relation

__all__ = ["expand_items", "rule_spec", "to_combination", "to_definition", "to_framework"]

_COUNT = Text("份", "answers")


def to_definition(
    assessment: AssessmentFile, framework: FrameworkFile, units: Sequence[Unit], rows: Sequence[ItemRow]
) -> Definition:
    """The definition of files that were checked."""
    placed = place_nodes(framework)
    expanded = tuple(expand_items(rows, units, placed))
    items = tuple(item for _, item in expanded)
    parts = _to_round(assessment), to_framework(framework), Roster(tuple(units)), Catalogue(items)
    earlier = {(item.unit, row.moved_from): item.key for row, item in expanded if row.moved_from}
    return Definition(*parts, digest=digest(*parts), moved=Moved(framework.moved, earlier))


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
    return Framework(
        code=file.code,
        version=file.version,
        title=file.title.text(),
        classes=tuple(UnitClass(entry.code, entry.name.text(), entry.share) for entry in file.classes),
        scales={code: _to_scale(code, entry) for code, entry in file.scales.items()},
        conventions=_to_conventions(file.conventions),
        nodes=tuple(_to_node(node, file.scales) for node in place_nodes(file)),
        channels=tuple(channel.text() for channel in file.channels),
    )


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
    if isinstance(entry, RollUp):
        return Combination(entry)
    power = 1.0 if entry.power is None else entry.power
    policies = entry.unscored, entry.not_applicable, entry.coverage, entry.counted
    return Combination(entry.method, power, entry.floor, *policies)


def _to_conventions(file: ConventionsEntry) -> Conventions:
    stages, digits = file.stages, file.digits
    leaf, group, total = (
        (digits.indicator, digits.group, digits.total)
        if isinstance(digits, DigitsEntry)
        else (digits, None, None)
    )
    return Conventions(
        digits=leaf,
        stages=Bands(
            tuple(s.start for s in stages.bands), tuple(s.name.text() for s in stages.bands), stages.boundary
        ),
        group_digits=_unless_equal(group, leaf),
        total_digits=_unless_equal(total, leaf),
        ranking=Ranking(file.ranking.ties, raw=file.ranking.of == "raw"),
        peers=file.peers,
        total=to_combination(file.total),
        pipeline=tuple(_to_step(entry) for entry in file.pipeline),
        unanswered=file.unanswered.unanswered() if file.unanswered else ALWAYS_LEFT_OUT,
        coverage_floor=file.coverage_floor.floor() if file.coverage_floor else NO_FLOOR,
    )


def _unless_equal(digits: int | None, indicator: int) -> int | None:
    """Two ways to say one thing make one definition."""
    return None if digits == indicator else digits


def _to_step(entry: StepEntry) -> Step:
    record, least = entry.record or 0.0, entry.least or 0.0
    return Step(entry.step, entry.nodes, record, least, entry.boundary, entry.cap)


def _to_round(file: AssessmentFile) -> Round:
    return Round(
        id=file.id,
        name=file.round,
        revision=file.revision,
        title=file.title.text(),
        city=file.city.text(),
        start=file.start,
        due=file.due,
        languages=file.languages,
        organiser=file.organiser.text(),
        contact=file.contact,
        protect=file.options.protect,
        evidence_rows=file.options.evidence_rows,
    )


def _to_scale(code: str, entry: ScaleEntry) -> Scale:
    options = (ScaleOption(o.label.text(), o.points, _text(o.guidance)) for o in entry.options)
    return Scale(code, entry.title.text(), tuple(options))


def _to_node(node: PlacedNode, scales: Mapping[str, ScaleEntry]) -> Node:
    entry = node.entry
    indicator = _to_indicator(entry, entry.measure, scales) if entry.measure else None
    return Node(
        code=entry.code,
        name=entry.name.text(),
        parent=node.parent,
        level=node.level,
        weights=node.weights,
        element=entry.element,
        indicator=indicator,
        combination=to_combination(entry.combine),
        digits=entry.digits,
    )


def _to_indicator(entry: NodeEntry, measure: Measure, scales: Mapping[str, ScaleEntry]) -> Indicator:
    return Indicator(
        measure=measure,
        rule=rule_spec(entry, scales),
        scale=entry.scale,
        inputs=tuple(_inputs(entry, scales)),
        heads={key: head.text() for key, head in entry.heads.items()},
        units=entry.units,
        missing=entry.missing,
        source=_text(entry.source),
        evidence=_text(entry.evidence),
        direction=-1 if entry.direction == "cost" else 1,
        specific=entry.specific,
        checks=tuple(_checks(entry)),
        spare=entry.spare,
    )


def _checks(entry: NodeEntry) -> Iterator[Relation]:
    """What is declared; an empty list says that nothing holds."""
    if "checks" not in entry.model_fields_set:
        yield from default_relations(entry.code, entry.rule, tuple(item.code for item in entry.inputs))
    yield from (to_relation(entry.code, declared) for declared in entry.checks)


def _inputs(entry: NodeEntry, scales: Mapping[str, ScaleEntry]) -> Iterator[Input]:
    if entry.measure is Measure.SURVEY:
        for number, option in enumerate(scales[entry.scale].options, start=1):
            yield Input(f"o{number}", option.label.text(), _COUNT, minimum=0.0)
    for item in entry.inputs:
        limits, usual = (item.minimum, item.maximum), (item.low, item.high)
        yield Input(item.code, item.name.text(), item.unit.text(), *limits, _text(item.meaning), *usual)


def _text(entry: TextEntry | None) -> Text:
    return entry.text() if entry else Text("")
