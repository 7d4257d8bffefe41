"""What stands in rows beside their answers, and what their formulas tell: nothing vanishes in silence.

Cells that are cut and pasted take references along: the points of the row they left are those of the row they went to; and
where they were pasted, references to what stood there are lost.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from smartxl.cells import a1
from smartxl.findings import Finding, FindingCode, FindingSource
from smartxl.model.answers import State
from smartxl.model.plan import Computed, RowCheckFormula
from smartxl.model.rowcells import PatternCells
from smartxl.model.scores import QuantityKind
from smartxl.reading.intact import scored_columns
from smartxl.reading.notes import explained, note_of
from smartxl.reading.stray import aside_of
from smartxl.typed import show

if TYPE_CHECKING:
    from smartxl.model.plan import Content, Line, PlannedRow, SheetPlan
    from smartxl.reading.row import Judged
    from smartxl.xlsx import RawSheet
    from smartxl.xlsx.cellvalues import CellValue

__all__ = ["BesideAnswers", "moved_answers"]

_NEAR = 1e-6
_NONE = "—"
_BLANK = State.BLANK


class BesideAnswers:
    """Looks beside the answers of a sheet's rows: at their formulas, into cells where nothing was planned, and over formulas.

    A number or text in place of a formula was typed only where the sheet has other formulas in that column: some programs
    save values alone. What respondents compute themselves beside the table is theirs.
    """

    def __init__(self, plan: SheetPlan, sheet: RawSheet) -> None:
        self.plan, self.sheet = plan, sheet
        self.rows: Mapping[int, PlannedRow] = plan.by_number
        self._width = max((*plan.column_styles, *plan.input_columns))
        self._formulas = sheet.formulas.keys()
        self._live = {column for _, column in self._formulas}
        self._free: dict[tuple[int, tuple[object, ...]], list[int]] = {}  # most rows are alike
        is_wide = plan.aside and max(map(len, sheet.values), default=0) >= plan.aside
        self._aside = aside_of(plan, sheet) if is_wide else 0

    def contradiction(
        self, source: FindingSource, line: Line, judged: Judged, column: int
    ) -> tuple[Finding, ...]:
        """Where the formula in a column gives another number than the answers: cells were shifted into the row.

        Not where answers had to be cleaned, which formulas do not, nor where a program saved no results.
        """
        spot = (judged.row, column)
        if judged.findings or judged.state is _BLANK or spot not in self._formulas:
            return ()
        shown = self.sheet.at(*spot)
        if isinstance(shown, bool) or not isinstance(shown, float | int):
            return ()
        due = judged.score_input * line.full if judged.score_input is not None else None
        if due is not None and abs(shown - due) <= _NEAR * max(1.0, abs(due)):
            return ()
        found, expected = show(shown), show(due) if due is not None else _NONE
        code = FindingCode.FORMULA_DISAGREES
        return (source.finding(code, a1(*spot), line.name, found=found, expected=expected),)

    def typed(self, source: FindingSource, line: Line, judged: Judged) -> Sequence[Finding]:
        """What was typed beside the answers of a row that was found."""
        row, formulas = judged.row, self._formulas
        values = self.sheet.values[row - 1] if 0 < row <= len(self.sheet.values) else ()
        width, planned = len(values), self.rows[line.row].cells
        free = self._free_columns(line, planned)
        if width > self._width:
            free = [*free, *range(self._width + 1, width + 1)]
        filled = [c for c in free if c <= width and values[c - 1] != "" and (row, c) not in formulas]
        if not filled:
            return ()
        return [finding for c in filled for finding in self._told(source, line, judged, c, planned.get(c))]

    def _told(
        self, source: FindingSource, line: Line, judged: Judged, column: int, planned: Content | None
    ) -> tuple[Finding, ...]:
        """What is told of a cell beside the answers in which something stands."""
        value = self.sheet.at(judged.row, column)
        is_blank = isinstance(value, str) and not value.strip()
        if is_blank or column == self._aside or _is_computed(planned, value, is_live=column in self._live):
            return ()
        cell, code = a1(judged.row, column), FindingCode.TYPED_BESIDE
        typed = source.finding(code, cell, line.name, found=show(value))
        return explained((typed,), note_of(judged.fields))

    def _free_columns(self, line: Line, planned: Mapping[int, Content]) -> list[int]:
        """The columns of the table in which a row has neither answers nor fixed contents."""
        key = id(line.inputs), planned.shape if isinstance(planned, PatternCells) else tuple(planned)
        if key not in self._free:
            taken = {*line.inputs.values(), *line.shown.values(), self.plan.key_column, *_fixed(planned)}
            self._free[key] = [column for column in range(1, self._width + 1) if column not in taken]
        return self._free[key]


def _fixed(planned: Mapping[int, Content]) -> Iterator[int]:
    """The columns in which something stands that is not computed."""
    if isinstance(planned, PatternCells):
        return planned.fixed()
    return (c for c, content in planned.items() if not isinstance(content, Computed | RowCheckFormula))


def _is_computed(planned: Content | None, value: CellValue, *, is_live: bool) -> bool:
    """Whether a value in place of a formula may be what the formula gave."""
    if isinstance(planned, RowCheckFormula):
        return not is_live or value in planned.words
    return isinstance(planned, Computed) and not is_live


def moved_answers(
    plan: SheetPlan, sheet: RawSheet, single: Mapping[str, int], source: FindingSource
) -> Iterator[Finding]:
    """Rows whose own formulas show that answers were cut out of them, or pasted over them. `single`: key → row."""
    planned = plan.by_number
    for unit, line in plan.unit_lines:
        row = single.get(line.key, 0)
        for column, content in planned[line.row].cells.items():
            if not isinstance(content, Computed | RowCheckFormula) or (row, column) not in sheet.formulas:
                continue
            code = _trace(content, line, row, column, sheet)
            if code is not None:
                found = show(sheet.at(row, column))
                yield source.of(unit=unit).finding(code, a1(row, column), line.name, found=found)
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
