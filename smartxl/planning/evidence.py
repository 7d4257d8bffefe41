"""The evidence register of a unit: numbered rows for what proves its answers."""

from __future__ import annotations

from smartxl.cells import area
from smartxl.model.definition import Unit
from smartxl.model.keys import evidence_key, evidence_number
from smartxl.model.plan import Content, Line, PlannedRow, Section, SheetPlan
from smartxl.planning.context import Context
from smartxl.planning.formrows import FormRows
from smartxl.planning.ownrows import (
    EVIDENCE_FIELDS,
    evidence_rules,
    own_form,
)
from smartxl.planning.place import SheetBuilder

__all__ = ["plan_evidence"]

_KEY_COLUMN = 1
_ROW = "row"


def plan_evidence(context: Context, unit: Unit, index: int) -> SheetPlan | None:
    """The sheet with as many rows as the round declares, None without a register. `index` makes its anchor names unique."""
    size, words = context.definition.round.evidence_rows, context.words
    if not size:
        return None
    sheet = context.builder("evidence")
    title = words["evidence.title"].format(unit=unit.name.get(context.lang))
    values: dict[str, Content] = {
        **context.general(),
        **context.of_unit(unit),
        "evidence.title": title,
        "evidence.intro": words["evidence.intro"].format(last=evidence_number(size)),
    }
    sheet.add_rows(sheet.above(_ROW), values)
    first = sheet.next_row
    kept = ("evidence", sheet.grid, id(words), context.lean, first)
    rows, lines = context.shared.once(kept, lambda: _numbered(context, sheet.blank(), first))
    sheet.rows += rows
    anchor = f"sx_e{index:03d}"
    named = tuple(
        [Line(ln.key, ln.row, ln.name, ln.full, anchor + ln.anchor, ln.inputs, ln.checks) for ln in lines]
    )
    sheet.add_rows(sheet.below(_ROW), values)
    head = sheet.position("head", _ROW)
    return SheetPlan(
        name=words["sheet.evidence"],
        template="evidence",
        rows=tuple(sheet.rows),
        sections=(Section(unit.code, "", title, first - 1, named, scored=False),),
        unit=unit.code,
        key_column=_KEY_COLUMN,
        column_styles=sheet.column_styles,
        frozen=(head + 1, 1),
        filter_range=area(head, 2, lines[-1].row, sheet.last_column),
        title_row=head,
    )


def _numbered(
    context: Context, sheet: SheetBuilder, first: int
) -> tuple[tuple[PlannedRow, ...], tuple[Line, ...]]:
    """The rows from `first` on, the same in the forms of all units; their anchors are without the unit's part."""
    words = context.words
    columns = {field: sheet.column(_ROW, f"input.{field}") for field in EVIDENCE_FIELDS}
    heads = {field: words[f"evidence.{field}"] for field in EVIDENCE_FIELDS}
    form = own_form(context, "", evidence_rules(context), columns, heads, first)
    rows = FormRows(sheet.blank(), _ROW, ("evidence.number",), {}, context.lean)
    sheet.rows += [PlannedRow(row, 0, {}) for row in range(1, first)]  # what stands above them
    lines = []
    for number in range(1, context.definition.round.evidence_rows + 1):
        key, name, row = evidence_key(number), evidence_number(number), sheet.next_row
        rows.add(sheet, form, "", key, (name,))
        lines.append(Line(key, row, name, 0.0, f"_{number:05d}", form.inputs, form.rules))
    return tuple(sheet.rows[first - 1 :]), tuple(lines)
