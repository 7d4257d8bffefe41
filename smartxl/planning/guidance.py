"""Cover and guide: who, what, until when, and how to fill in."""

from __future__ import annotations

from collections.abc import Mapping

from smartxl.cells import Cell
from smartxl.model.definition import Unit
from smartxl.model.framework import ROOT, Scale
from smartxl.model.plan import Computed, Content, Link, Section, SheetPlan
from smartxl.model.scores import Quantity, QuantityKind
from smartxl.planning.context import Context
from smartxl.planning.conventions import conventions
from smartxl.planning.nodes import city_only
from smartxl.planning.place import SheetBuilder
from smartxl.planning.scores import stage_formula, total_reference

__all__ = ["plan_cover", "plan_guide"]


def plan_cover(
    context: Context,
    unit: Unit,
    sheets: tuple[str, ...],
    sampling: SheetPlan,
    bands: Mapping[str, Mapping[str, str]],
) -> SheetPlan:
    """The cover of a unit's workbook: identity, steps, progress by section of `sampling`, links to its `sheets`."""
    sheet = context.builder("cover")
    values = {
        **context.general(),
        **context.of_unit(unit),
        "cover.title": _city(context, "cover.title"),
        **_standing(context, unit, sampling, bands),
    }
    for row in sheet.layout.rows:
        if row.role == "link":
            for name in sheets:
                sheet.add("link", {**values, "link.sheet": Link(name, Cell(name, 1, 2))})
        elif row.role == "progress":
            for section in sampling.scored:
                cells = _progress(context, sampling, section, bands[section.leaf][QuantityKind.FILLED])
                sheet.add("progress", {**values, **cells})
        else:
            sheet.add_row(row, values)
    return _finish(context, sheet, "cover")


def plan_guide(context: Context, unit: Unit, template: str = "guide") -> SheetPlan:
    """The guide: the columns, the states, every scale that the unit meets, the scoring conventions."""
    sheet = context.builder(template)
    values = {**context.general(), **context.of_unit(unit)}
    for row in sheet.layout.rows:
        if row.role == "scale":
            for scale in _scales(context, unit):
                _add_scale(context, sheet, values, scale)
        elif row.role == "convention":
            for text in conventions(context):
                sheet.add("convention", {**values, "convention.text": text})
        elif row.role != "option":
            sheet.add_row(row, values)
    return _finish(context, sheet, "guide", template)


def _standing(
    context: Context, unit: Unit, sampling: SheetPlan, bands: Mapping[str, Mapping[str, str]]
) -> dict[str, Content]:
    """How far the unit is in all; its total score and stage, which the score sheet calculates."""
    size, words = sum(len(section.lines) for section in sampling.scored), context.words
    filled = "+".join(band[QuantityKind.FILLED] for band in bands.values()) or "0"
    total = total_reference(context)
    cells: dict[str, Content] = {
        "total.filled": Computed(
            f"={filled}",
            Quantity(QuantityKind.FILLED, unit.code, ROOT),
            number_format=words["cover.filled_format"].format(total=size),
        ),
        "total.left": Computed(
            f"={size}-({filled})",
            Quantity(QuantityKind.UNFILLED, unit.code, ROOT),
            number_format=words["cover.left_format"],
        ),
    }
    if ROOT in city_only(context.definition.framework, unit.unit_class):
        return {**cells, "total.score": words["label.by_city"], "total.stage": ""}
    score = Computed(
        f"={total}",
        Quantity(QuantityKind.SCORE, unit.code, ROOT),
        number_format=context.score_format(context.digits(ROOT)),
        ungraded=context.ungraded_word(ROOT),
    )
    stage = Computed(
        stage_formula(context, total), Quantity(QuantityKind.STAGE, unit.code), context.stage_names()
    )
    return {**cells, "total.score": score, "total.stage": stage}


def _progress(context: Context, sampling: SheetPlan, section: Section, filled: str) -> dict[str, Content]:
    """How many rows of a section are filled in and how many are left, beside a link to it."""
    size, words = len(section.lines), context.words
    return {
        "progress.section": Link(section.title, Cell(sampling.name, section.band_row, 2)),
        "progress.filled": Computed(
            f"={filled}",
            Quantity(QuantityKind.FILLED, section.unit, section.leaf),
            number_format=words["cover.filled_format"].format(total=size),
        ),
        "progress.left": Computed(
            f"={size}-{filled}",
            Quantity(QuantityKind.UNFILLED, section.unit, section.leaf),
            number_format=words["cover.left_format"],
        ),
    }


def _city(context: Context, word: str) -> str:
    return context.words[word].format(city=context.definition.round.city.get(context.lang))


def _scales(context: Context, unit: Unit) -> list[Scale]:
    framework = context.definition.framework
    used = [
        node.indicator.scale
        for node in context.definition.leaves(unit)
        if node.indicator and node.indicator.scale
    ]
    return [framework.scales[code] for code in dict.fromkeys(used)]


def _add_scale(context: Context, sheet: SheetBuilder, values: dict[str, Content], scale: Scale) -> None:
    sheet.add("scale", {**values, "scale.title": scale.title.get(context.lang)})
    for option in scale.options:
        texts: dict[str, Content] = {
            "option.label": option.label.get(context.lang),
            "option.points": option.points,
            "option.guidance": option.guidance.get(context.lang),
        }
        sheet.add("option", {**values, **texts})


def _finish(context: Context, sheet: SheetBuilder, name: str, template: str = "") -> SheetPlan:
    return SheetPlan(
        name=context.words[f"sheet.{name}"],
        template=template or name,
        rows=tuple(sheet.rows),
        column_styles=sheet.column_styles,
    )
