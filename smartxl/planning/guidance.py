"""Cover and guide: who, what, until when, and how to fill in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from smartxl.cells import Cell
from smartxl.model.definition import Unit
from smartxl.model.framework import ROOT, Scale
from smartxl.model.layout import LayoutRow
from smartxl.model.plan import Computed, Content, Link, Section, SheetPlan
from smartxl.model.scores import Quantity, QuantityKind, together
from smartxl.planning.bandcells import BandCells
from smartxl.planning.context import Context
from smartxl.planning.conventions import conventions
from smartxl.planning.guidecolumns import GuideColumns
from smartxl.planning.guideexamples import worked_rows
from smartxl.planning.nodes import city_only
from smartxl.planning.place import SheetBuilder
from smartxl.planning.scores import stage_formula, total_reference
from smartxl.planning.tables import FormPart

__all__ = ["plan_cover", "plan_guide"]

_NAMED = "example.row"
_REPEATED = ("scale", "option", "convention")


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
    examples = list(worked_rows(context, unit, parts))
    title = next((row for row in sheet.layout.rows if _NAMED in "".join(map(str, row.cells.values()))), None)
    keep = set()
    for row in sheet.layout.rows if _scales(context, unit) else _without_scales(sheet.layout.rows):
        if row.role in _REPEATED:
            keep |= _add_repeated(context, unit, sheet, row.role, values)
        elif row.role == "heading":
            for names, guidance in columns.columns():
                sheet.add_same("heading", {"column.names": names, "column.guidance": guidance}, values)
        elif row is title:
            continue
        elif row.role == "example":
            for named, cells in examples:
                if title:
                    keep.add(sheet.add_row(title, {**values, _NAMED: named}))
                for column, value in cells:
                    sheet.add("example", {**values, "example.column": column, "example.value": value})
        else:
            sheet.add_row(row, values)
    keep |= _titles(sheet)
    return replace(_finish(context, sheet, "guide", template), keep=frozenset(keep))


def _without_scales(rows: Sequence[LayoutRow]) -> Sequence[LayoutRow]:
    """The rows of a guide without those of scales, the title above them and the space below them."""
    of_scales = [place for place, row in enumerate(rows) if row.role in {"scale", "option"}]
    if not of_scales:
        return rows
    first, last = of_scales[0], of_scales[-1]
    first -= first > 0 and rows[first - 1].role == "text"
    last += last + 1 < len(rows) and rows[last + 1].role == "space"
    return (*rows[:first], *rows[last + 1 :])


def _titles(sheet: SheetBuilder) -> set[int]:
    """The rows of text below an empty row: they stay on one page with what follows."""
    roles = {row.row: row.role for row in sheet.layout.rows}
    shown = [(row.row, row.style_row) for row in sheet.rows]
    return {row for row, made in shown if roles[made] == "text" and roles.get(made - 1) == "space"}


def _add_repeated(
    context: Context, unit: Unit, sheet: SheetBuilder, role: str, values: Mapping[str, Content]
) -> set[int]:
    """The scales with their options, or the conventions; gives the numbers of titles."""
    if role == "scale":
        return {_add_scale(context, sheet, dict(values), scale) for scale in _scales(context, unit)}
    if role == "convention":
        for text in conventions(context):
            sheet.add_same("convention", {"convention.text": text}, values)
    return set()


def _standing(context: Context, unit: Unit, sampling: SheetPlan, bands: BandCells) -> dict[str, Content]:
    """How far the unit is in all; its total score and stage, which the score sheet calculates."""
    size, total = sum(len(section.lines) for section in sampling.scored), total_reference(context)
    filled = "+".join(bands.counts(QuantityKind.FILLED)) or "0"
    wrong = "+".join(bands.counts(QuantityKind.TO_CORRECT))
    cells = _counts(context, bands, "total", (unit.code, ROOT), size, filled, wrong)
    if ROOT in city_only(context.definition.framework, unit.unit_class):
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
    used = [
        node.indicator.scale
        for node in context.definition.leaves(unit)
        if node.indicator and node.indicator.scale
    ]
    return [framework.scales[code] for code in dict.fromkeys(used)]


def _add_scale(context: Context, sheet: SheetBuilder, values: dict[str, Content], scale: Scale) -> int:
    """The rows of a scale; gives the number of its title."""
    title = sheet.add_same("scale", {"scale.title": scale.title.get(context.lang)}, values)
    for option in scale.options:
        texts: dict[str, str | float] = {
            "option.label": option.label.get(context.lang),
            "option.points": option.points,
            "option.guidance": option.guidance.get(context.lang),
        }
        sheet.add_same("option", texts, values)
    return title


def _finish(context: Context, sheet: SheetBuilder, name: str, template: str = "") -> SheetPlan:
    return SheetPlan(
        name=context.words[f"sheet.{name}"],
        template=template or name,
        rows=tuple(sheet.rows),
        column_styles=sheet.column_styles,
    )
