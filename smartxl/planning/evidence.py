"""The evidence register of a unit: numbered rows for what proves its answers."""

from __future__ import annotations

from smartxl.cells import area
from smartxl.model.definition import Unit
from smartxl.model.keys import evidence_key, evidence_number
from smartxl.model.plan import Content, Line, Section, SheetPlan
from smartxl.planning.context import Context
from smartxl.planning.formrows import FormRows
from smartxl.planning.ownrows import (
    EVIDENCE_FIELDS,
    evidence_rules,
    own_form,
)

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
    columns = {field: sheet.column(_ROW, f"input.{field}") for field in EVIDENCE_FIELDS}
    first = sheet.next_row
    heads = {field: words[f"evidence.{field}"] for field in EVIDENCE_FIELDS}
    form = own_form(context, "", evidence_rules(context), columns, heads, first)
    rows = FormRows(sheet, _ROW, ("evidence.number",), {}, context.lean)
    lines = []
    for number in range(1, size + 1):
        key, name, row = evidence_key(number), evidence_number(number), sheet.next_row
        rows.add(form, unit.code, key, (name,))
        lines.append(Line(key, row, name, 0.0, f"sx_e{index:03d}_{number:05d}", form.inputs, form.rules))
    sheet.add_rows(sheet.below(_ROW), values)
    head = sheet.position("head", _ROW)
    section = Section(unit.code, "", title, first - 1, tuple(lines), scored=False)
    return SheetPlan(
        name=words["sheet.evidence"],
        template="evidence",
        rows=tuple(sheet.rows),
        sections=(section,),
        unit=unit.code,
        key_column=_KEY_COLUMN,
        column_styles=sheet.column_styles,
        frozen=(head + 1, 1),
        filter_range=area(head, 2, lines[-1].row, sheet.last_column),
        title_row=head,
    )
