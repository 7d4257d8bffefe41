"""The annexes of a scheme: the units with what they answer, sampling tables, numbers to report, scales."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from smartxl.diagnosis.facts import number
from smartxl.model.framework import Measure
from smartxl.model.report import (
    Figure,
    ReportSection,
    ReportTable,
    TableColumn,
    Words,
    plain,
)
from smartxl.model.tree import in_order
from smartxl.text import number_text, range_text

if TYPE_CHECKING:
    from smartxl.model.definition import Unit
    from smartxl.model.framework import Input, Node, Scale
    from smartxl.scheme.facts import SchemeFacts

__all__ = ["annexes"]


def annexes(facts: SchemeFacts) -> tuple[ReportSection, ...]:
    """The annexes that there is something for."""
    found = (_units(facts), _tables(facts), _numbers(facts), _scales(facts))
    return tuple(section for section in found if section is not None)


def _units(facts: SchemeFacts) -> ReportSection:
    head = facts.phrases.text
    columns = (
        TableColumn(head("column.no"), 0.6, numeric=True),
        TableColumn(head("column.unit"), 2.4),
        TableColumn(head("column.class"), 1.2),
        TableColumn(head("scheme.indicator_count"), 0.8, numeric=True),
        TableColumn(head("scheme.item_count"), 0.8, numeric=True),
        TableColumn(head("scheme.unit_duties"), 3.4),
    )
    units = facts.definition.roster.units
    rows = tuple(_unit(facts, number_, unit) for number_, unit in enumerate(units, 1))
    table = ReportTable("scheme.units", head("scheme.units_caption"), columns, rows)
    return ReportSection("units", head("scheme.units"), (table,))


def _unit(facts: SchemeFacts, place: int, unit: Unit) -> tuple[Words, ...]:
    framework, leaves = facts.definition.framework, list(facts.definition.leaves(unit))
    items = sum(len(facts.definition.catalogue.of(unit.code, node.code)) for node in leaves)
    if len(leaves) == len(framework.leaves(unit.unit_class)):
        duties = facts.phrases.say("scheme.all_indicators", count=number(len(leaves)))
    else:
        asked = {node.code for node in leaves}
        duties = (" ".join(n.code for n in facts.nodes(unit.unit_class) if n.code in asked),)
    return (
        (number(place),),
        (facts.say(unit.name),),
        (facts.say(framework.unit_class(unit.unit_class).name),),
        (number(len(leaves)),),
        (number(items),),
        duties,
    )


def _tables(facts: SchemeFacts) -> ReportSection | None:
    """The sampled indicators with the numbers of their items."""
    head, definition = facts.phrases.text, facts.definition
    sizes: dict[str, dict[str, int]] = {}
    for item in definition.catalogue.items:
        of_leaf = sizes.setdefault(item.leaf, {})
        of_leaf[item.unit] = of_leaf.get(item.unit, 0) + 1
    sampled = [node for node in definition.framework.nodes if node.code in sizes]
    if not sampled:
        return None
    columns = (
        TableColumn(head("column.indicator"), 3),
        TableColumn(head("scheme.table_units"), 1, numeric=True),
        TableColumn(head("scheme.item_count"), 1, numeric=True),
        TableColumn(head("scheme.table_most"), 1.2, numeric=True),
        TableColumn(head("scheme.table_scale"), 2),
    )
    rows = tuple(
        (
            (facts.label(node),),
            (number(len(of_leaf)),),
            (number(sum(of_leaf.values())),),
            (number(max(of_leaf.values())),),
            _scale_title(facts, node),
        )
        for node in sampled
        for of_leaf in (sizes[node.code],)
    )
    table = ReportTable("scheme.tables", head("scheme.tables_caption"), columns, rows)
    return ReportSection("tables", head("scheme.tables"), (table,))


def _scale_title(facts: SchemeFacts, node: Node) -> Words:
    scale = facts.definition.framework.scales.get(node.indicator.scale) if node.indicator else None
    return (facts.say(scale.title),) if scale else ()


def _numbers(facts: SchemeFacts) -> ReportSection | None:
    """Every number that is asked for, with its unit of measurement and its meaning."""
    head = facts.phrases.text
    rows = tuple(
        ((facts.label(node),), (facts.say(asked.name),), (facts.say(asked.unit),), _meaning(facts, asked))
        for node in _asking(facts)
        if node.indicator
        for asked in node.indicator.inputs
    )
    if not rows:
        return None
    columns = (
        TableColumn(head("column.indicator"), 2.6),
        TableColumn(head("scheme.number_name"), 2.6),
        TableColumn(head("scheme.number_unit"), 1),
        TableColumn(head("scheme.number_meaning"), 2.8),
    )
    table = ReportTable("scheme.numbers", head("scheme.numbers_caption"), columns, rows)
    return ReportSection("numbers", head("scheme.numbers"), (table,))


def _asking(facts: SchemeFacts) -> Iterator[Node]:
    """The indicators that ask for numbers; the answers of a survey are its scale."""
    nodes = in_order(facts.definition.framework)
    return (node for node in nodes if node.indicator and node.indicator.measure is not Measure.SURVEY)


def _meaning(facts: SchemeFacts, asked: Input) -> Words:
    limits, meaning = range_text(asked.minimum, asked.maximum), facts.say(asked.meaning)
    bounds = plain(facts.phrases.say("scheme.limits", limits=limits)) if limits else ""
    return (("；" if facts.lang == "zh" else "; ").join(filter(None, (meaning, bounds))),)


def _scales(facts: SchemeFacts) -> ReportSection | None:
    framework = facts.definition.framework
    used = {n.indicator.scale for n in framework.nodes if n.indicator and n.indicator.measure.has_scale}
    tables = tuple(_scale(facts, scale) for code, scale in framework.scales.items() if code in used)
    return ReportSection("scales", facts.phrases.text("scheme.scales"), tables) if tables else None


def _scale(facts: SchemeFacts, scale: Scale) -> ReportTable:
    head = facts.phrases.text
    columns = (
        TableColumn(head("scheme.option"), 2),
        TableColumn(head("scheme.option_points"), 1, numeric=True),
        TableColumn(head("scheme.option_guidance"), 5),
    )
    rows = tuple(
        (
            (facts.say(option.label),),
            (Figure(number_text(round(100 * option.points, 10)), 100 * option.points),),
            (facts.say(option.guidance),),
        )
        for option in scale.options
    )
    caption = plain(facts.phrases.say("scheme.scale_caption", title=facts.say(scale.title)))
    return ReportTable(f"scheme.scale.{scale.code}", caption, columns, rows)
