"""Cover and guide: who, what, until when, and how to fill in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from smartxl.cells import Cell
from smartxl.model.definition import Unit
from smartxl.model.framework import ROOT, Scale
from smartxl.model.plan import Computed, Content, Link, Section, SheetPlan
from smartxl.model.scores import Quantity, QuantityKind, together
from smartxl.planning.bandcells import BandCells
from smartxl.planning.context import Context
from smartxl.planning.guidecolumns import GuideColumns
from smartxl.planning.guideexamples import worked_rows
from smartxl.planning.guiderows import GuideFrame, GuideRows
from smartxl.planning.nodes import scored_elsewhere
from smartxl.planning.place import SheetBuilder
from smartxl.planning.scores import total_reference
from smartxl.planning.stages import stage_formula
from smartxl.planning.tables import FormPart

__all__ = ["plan_cover", "plan_guide"]


def plan_cover(
    context: Context,
    unit: Unit,
    sheets: tuple[str, ...],
    sampling: SheetPlan,
    bands: BandCells,
) -> SheetPlan:
    """The cover of a unit's workbook: identity, steps, progress by section of `sampling`, links to its `sheets`."""
    sheet = context.builder("cover")
    values = {
        **context.general(),
        **context.of_unit(unit),
        "cover.title": _title(context),
        **_standing(context, unit, sampling, bands),
    }
    for row in sheet.layout.rows:
        if row.role == "link":
            for name in sheets:
                sheet.add("link", {**values, "link.sheet": Link(name, Cell(name, 1, 2))})
        elif row.role == "progress":
            for sections in sampling.parts:
                sheet.add("progress", {**values, **_progress(context, sampling, sections, bands)})
        else:
            sheet.add_row(row, values)
    return _finish(context, sheet, "cover")


def plan_guide(
    context: Context, unit: Unit, parts: tuple[FormPart, ...], template: str = "guide"
) -> SheetPlan:
    """The guide: the columns, an example, the states, every scale that the unit meets, the scoring conventions.

    `parts` are those of the unit's form.
    """
    sheet, columns = context.builder(template), GuideColumns(context, parts)
    values: dict[str, Content] = {**context.general(), **context.of_unit(unit)}
    worked = tuple(worked_rows(context, unit, parts))
    scales, examples = _scales(context, unit), tuple(cells for _, cells in worked)
    told = (context.last is not None, columns.key, tuple(scale.code for scale in scales), examples)
    key = ("guide", sheet.grid, id(context.words), context.edition, context.stamp.scoring, *told)
    rows = GuideRows(context, sheet, columns, scales, examples)
    frame = context.shared.recent(key, lambda: GuideFrame.of(sheet.blank(), values, rows.all()))
    frame.fill(sheet, values, [named for named, _ in worked])
    return replace(_finish(context, sheet, "guide", template), keep=frame.keep)


def _standing(context: Context, unit: Unit, sampling: SheetPlan, bands: BandCells) -> dict[str, Content]:
    """How far the unit is in all; its total score and stage, which the score sheet calculates."""
    size, total = sum(len(section.lines) for section in sampling.scored), total_reference(context)
    filled = "+".join(bands.counts(QuantityKind.FILLED)) or "0"
    wrong = "+".join(bands.counts(QuantityKind.TO_CORRECT))
    cells = _counts(context, bands, "total", (unit.code, ROOT), size, filled, wrong)
    if ROOT in scored_elsewhere(context, unit.unit_class):
        return {**cells, "total.score": context.words["label.by_city"], "total.stage": ""}
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


def _progress(
    context: Context, sampling: SheetPlan, sections: Sequence[Section], bands: BandCells
) -> dict[str, Content]:
    """How many rows under one title are filled in, to correct and left, beside a link to it."""
    top, codes, size = sections[0], [s.leaf for s in sections], sum(len(s.lines) for s in sections)
    filled, wrong = (
        "+".join(bands.counts(kind, codes)) for kind in (QuantityKind.FILLED, QuantityKind.TO_CORRECT)
    )
    return {
        "progress.section": Link(top.title, Cell(sampling.name, top.band_row, 2)),
        **_counts(context, bands, "progress", (top.unit, together(codes)), size, filled, wrong),
    }


def _counts(
    context: Context, bands: BandCells, name: str, of: tuple[str, str], size: int, filled: str, wrong: str
) -> dict[str, Content]:
    """How many of `size` rows are filled in, to correct (nothing where a form has no checks) and left; `of`: unit, node."""
    words, kinds = context.words, bands.kinds
    left = f"={size}-({filled})-({wrong})" if wrong else f"={size}-({filled})"

    def count(formula: str, kind: QuantityKind, number_format: str) -> Computed:
        return Computed(formula, Quantity(kind, *of), number_format=number_format)

    return {
        f"{name}.filled": count(f"={filled}", kinds[0], words["cover.filled_format"].format(total=size)),
        f"{name}.to_correct": count(f"={wrong}", QuantityKind.TO_CORRECT, words["sampling.to_correct_format"])
        if wrong
        else "",
        f"{name}.left": count(left, kinds[1], words["cover.left_format"]),
    }


def _title(context: Context) -> str:
    """That of the round; workbooks of before were all called alike."""
    general = context.general()
    return context.words.get("cover.title", "{title}").format(
        title=general["round.title"], city=general["city.name"]
    )


def _scales(context: Context, unit: Unit) -> list[Scale]:
    framework = context.definition.framework
    used = [node.indicator.scale for node in context.leaves(unit) if node.indicator and node.indicator.scale]
    return [framework.scales[code] for code in dict.fromkeys(used)]


def _finish(context: Context, sheet: SheetBuilder, name: str, template: str = "") -> SheetPlan:
    return SheetPlan(
        name=context.words[f"sheet.{name}"],
        template=template or name,
        rows=tuple(sheet.rows),
        column_styles=sheet.column_styles,
    )
