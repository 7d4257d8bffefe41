"""Rows of a form: laid out once where nothing stands in a sentence, else one by one; it makes no difference."""

from __future__ import annotations

from dataclasses import replace

from smartxl.model.definition import Definition
from smartxl.model.layout import Layout
from smartxl.model.plan import Content, PlannedRow, SheetPlan
from smartxl.model.rowcells import PatternCells
from smartxl.planning import plan_unit

UNIT = "GAJ"
NAME = "{{ item.name }}"


def _with_sentence(layout: Layout) -> Layout:
    """The sampling sheet with the code of an item behind its name, in one cell."""
    sheet = layout.sheets["sampling"]
    rows = tuple(
        replace(
            row,
            cells={
                column: f"{NAME}（{{{{ item.code }}}}）" if text == NAME and row.role == "item" else text
                for column, text in row.cells.items()
            },
        )
        for row in sheet.rows
    )
    return replace(layout, sheets={**layout.sheets, "sampling": replace(sheet, rows=rows)})


def _sampling(definition: Definition, layout: Layout) -> SheetPlan:
    plan = plan_unit(definition, layout, definition.roster.by_code[UNIT], "zh")
    return next(sheet for sheet in plan.sheets if sheet.template == "sampling")


def _lines(sheet: SheetPlan) -> list[PlannedRow]:
    rows = sheet.by_number
    return [rows[line.row] for section in sheet.scored for line in section.lines]


def test_rows_with_a_sentence_have_the_same_cells_beside_it(example: Definition, layout: Layout) -> None:
    plain, told = (_lines(_sampling(example, each)) for each in (layout, _with_sentence(layout)))
    sentences = 0
    for before, after in zip(plain, told, strict=True):
        changed: dict[int, tuple[Content | None, Content | None]] = {
            column: (before.cells.get(column), after.cells.get(column))
            for column in before.cells.keys() | after.cells.keys()
            if before.cells.get(column) != after.cells.get(column)
        }
        sentences += len(changed)
        for name, sentence in changed.values():
            assert sentence == f"{name}（{before.cells[3]}）"
    assert sentences == len(example.catalogue.items) - sum(i.unit != UNIT for i in example.catalogue.items)


def test_forms_of_a_round_share_what_is_the_same_in_them(example: Definition, layout: Layout) -> None:
    units = example.roster.units[:2]
    plans = [plan_unit(example, layout, unit, "zh") for unit in units]
    patterns = [
        {row.cells.pattern for sheet in plan.sheets for row in sheet.rows if type(row.cells) is PatternCells}
        for plan in plans
    ]
    assert len(patterns[0] & patterns[1]) > 40
