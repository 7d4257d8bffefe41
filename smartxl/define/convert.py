"""From the files' models to frozen data, and the digest of what shapes keys, cells and scores."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, replace
from typing import TYPE_CHECKING

from smartxl.define.tree import PlacedNode, place_nodes
from smartxl.model.definition import Catalogue, Definition, Item, Roster, Round, Unit
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
from smartxl.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from smartxl.define.entries import TextEntry
    from smartxl.define.framework_schema import FrameworkFile, NodeEntry, ScaleEntry
    from smartxl.define.schema import AssessmentFile
    from smartxl.define.tables import ItemRow

__all__ = ["digest", "expand_items", "rule_spec", "to_definition", "to_framework"]

_COUNT = Text("份", "answers")


def to_definition(
    assessment: AssessmentFile, framework: FrameworkFile, units: Sequence[Unit], rows: Sequence[ItemRow]
) -> Definition:
    """The definition of files that were checked."""
    placed = place_nodes(framework)
    items = tuple(item for _, item in expand_items(rows, units, placed))
    parts = _to_round(assessment), to_framework(framework), Roster(tuple(units)), Catalogue(items)
    return Definition(*parts, digest=digest(*parts))


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
    stages = file.conventions.stages
    bands = Bands(
        tuple(s.start for s in stages.bands), tuple(s.name.text() for s in stages.bands), stages.boundary
    )
    return Framework(
        code=file.code,
        version=file.version,
        title=file.title.text(),
        classes=tuple(UnitClass(entry.code, entry.name.text(), entry.share) for entry in file.classes),
        scales={code: _to_scale(code, entry) for code, entry in file.scales.items()},
        conventions=Conventions(file.conventions.digits, bands),
        nodes=tuple(_to_node(node, file.scales) for node in place_nodes(file)),
        channels=tuple(channel.text() for channel in file.channels),
    )


def rule_spec(entry: NodeEntry, scales: Mapping[str, ScaleEntry]) -> RuleSpec:
    """The rule of an indicator; a survey's points come from its scale, an own formula works on its inputs."""
    if entry.measure is Measure.SURVEY:
        options = scales[entry.scale].options if entry.scale in scales else ()
        return RuleSpec(entry.rule, {"points": tuple(option.points for option in options)})
    inputs = tuple(item.code for item in entry.inputs) if entry.formula else ()
    return RuleSpec(entry.rule, dict(entry.params), entry.formula, inputs)


def digest(round_: Round, framework: Framework, roster: Roster, catalogue: Catalogue) -> str:
    """SHA-256 over what shapes keys, cells and scores, in a fixed order and without the files' formatting.

    A new date, contact or title does not make the workbooks that were sent out belong to another round.
    """
    content = {
        "round": [round_.id, round_.name, round_.revision],
        # Their order is the order of the lists in a workbook; the order of other mappings shapes nothing.
        "framework": {
            **asdict(framework),
            "nodes": [_node_content(node) for node in framework.nodes],
            "scales": [asdict(scale) for scale in framework.scales.values()],
        },
        "roster": [[unit.code, asdict(unit.name), unit.unit_class, unit.weight] for unit in roster.units],
        "catalogue": [asdict(item) for item in catalogue.items],
    }
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _node_content(node: Node) -> dict[str, object]:
    """A node without what it does not use: a rule that learns a new field must not turn away forms sent out before."""
    content = asdict(node)
    rule = content["indicator"]["rule"] if node.indicator else {}
    for name in ("formula", "inputs"):
        if name in rule and not rule[name]:
            del rule[name]
    return content


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
    )


def _to_scale(code: str, entry: ScaleEntry) -> Scale:
    options = (ScaleOption(o.label.text(), o.points, _text(o.guidance)) for o in entry.options)
    return Scale(code, entry.title.text(), tuple(options))


def _to_node(node: PlacedNode, scales: Mapping[str, ScaleEntry]) -> Node:
    entry = node.entry
    indicator = _to_indicator(entry, entry.measure, scales) if entry.measure else None
    return Node(
        entry.code, entry.name.text(), node.parent, node.level, node.weights, entry.element, indicator
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
    )


def _inputs(entry: NodeEntry, scales: Mapping[str, ScaleEntry]) -> Iterator[Input]:
    if entry.measure is Measure.SURVEY:
        for number, option in enumerate(scales[entry.scale].options, start=1):
            yield Input(f"o{number}", option.label.text(), _COUNT, minimum=0.0)
    for item in entry.inputs:
        yield Input(item.code, item.name.text(), item.unit.text(), item.minimum, item.maximum)


def _text(entry: TextEntry | None) -> Text:
    return entry.text() if entry else Text("")
