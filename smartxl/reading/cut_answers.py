"""What the formulas of a row tell of it: an answer that was cut out takes the row's formula with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from smartxl.cells import a1
from smartxl.findings import Finding, FindingCode
from smartxl.model.answers import Field
from smartxl.model.plan import Computed, Line, RowCheckFormula, SheetPlan
from smartxl.model.scores import QuantityKind
from smartxl.typed.cleaned import show

if TYPE_CHECKING:
    from smartxl.xlsx.book import RawSheet

__all__ = ["moved_answers", "scored_columns"]

_SCORED = frozenset({Field.PROVIDED, Field.LEVEL, Field.VALUE, Field.REVIEW})


def scored_columns(line: Line) -> list[int]:
    """The columns of a row that its points are from: without them it has none, whatever else stands in it."""
    return [column for entry, column in line.inputs.items() if entry in _SCORED]


def moved_answers(
    sheet_plan: SheetPlan, sheet: RawSheet, single: Mapping[str, int], file: str
) -> Iterator[Finding]:
    """Rows whose own formulas show that answers were cut out of them, or pasted over them.

    Cells that are cut and pasted take references along: the points of the row they left are those of the row they went
    to; and where they were pasted, references to what stood there are lost.
    """
    planned = sheet_plan.by_number
    for section in sheet_plan.sections:
        for line in section.lines:
            row = single.get(line.key)
            if row is None:
                continue
            for column, content in planned[line.row].cells.items():
                if not isinstance(content, Computed | RowCheckFormula) or (row, column) not in sheet.formulas:
                    continue
                code = _trace(content, line, row, column, sheet)
                if code is not None:
                    where = (section.unit, sheet.name, a1(row, column), line.name)
                    yield Finding(code, *where, found=show(sheet.at(row, column)), file=file)
                    break


def _trace(
    content: Computed | RowCheckFormula, line: Line, row: int, column: int, sheet: RawSheet
) -> FindingCode | None:
    """What the formula in one cell of a row tells."""
    if (row, column) in sheet.errors:
        typed = any((row, each) in sheet.errors for each in line.inputs.values())
        return None if typed else FindingCode.FORMULA_BROKEN
    if not isinstance(content, Computed) or content.quantity.kind is not QuantityKind.ITEM:
        return None
    shown = sheet.at(row, column)
    if isinstance(shown, bool) or not isinstance(shown, float | int):
        return None
    scored = scored_columns(line)
    blank = bool(scored) and all(
        sheet.at(row, each) == "" and (row, each) not in sheet.errors for each in scored
    )
    return FindingCode.ANSWERS_MOVED if blank else None
