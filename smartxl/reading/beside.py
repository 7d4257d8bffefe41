"""What stands in rows beside their answers, what their formulas tell, and rows that are nobody's: nothing vanishes in silence.

Cells that are cut and pasted take references along: the points of the row they left are those of the row they went to; and
where they were pasted, references to what stood there are lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from smartxl.cells import a1
from smartxl.findings import Finding, FindingCode, FindingSource
from smartxl.model.answers import State
from smartxl.model.plan import Computed, RowCheckFormula
from smartxl.model.scores import QuantityKind
from smartxl.reading.intact import scored_columns
from smartxl.reading.row import explained, note_of
from smartxl.typed import show

if TYPE_CHECKING:
    from smartxl.model.plan import Content, Line, PlannedRow, SheetPlan
    from smartxl.reading.row import Judged
    from smartxl.xlsx import RawSheet
    from smartxl.xlsx.cellvalues import CellValue

__all__ = ["BesideAnswers", "moved_answers", "unkeyed_rows"]

_NEAR = 1e-6
_NONE = "—"


class BesideAnswers:
    """Looks beside the answers of a sheet's rows: at their formulas, into cells where nothing was planned, and over formulas.

    A number or text in place of a formula was typed only where the sheet has other formulas in that column: some programs
    save values alone. What respondents compute themselves beside the table is theirs.
    """

    def __init__(self, plan: SheetPlan, sheet: RawSheet) -> None:
        self.plan, self.sheet = plan, sheet
        self.rows: Mapping[int, PlannedRow] = plan.by_number
        self._width = max((*plan.column_styles, *plan.input_columns))
        self._live = {column for _, column in sheet.formulas}
        self._free: dict[tuple[int, tuple[int, ...]], list[int]] = {}  # most rows are alike
        # Last time's answers are the form's own only under a heading: something above the first key.
        rows = range(1, sheet.height + 1) if plan.aside else ()
        first = next((row for row in rows if sheet.text(row, plan.key_column)), 0)
        self._aside = plan.aside if any(sheet.text(row, plan.aside) for row in range(1, first)) else 0

    def contradiction(
        self, source: FindingSource, line: Line, judged: Judged, column: int
    ) -> Iterator[Finding]:
        """Where the formula in a column gives another number than the answers: cells were shifted into the row.

        Not where answers had to be cleaned, which formulas do not, nor where a program saved no results.
        """
        spot = (judged.row, column)
        if judged.findings or judged.state is State.BLANK or spot not in self.sheet.formulas:
            return
        shown = self.sheet.at(*spot)
        if isinstance(shown, bool) or not isinstance(shown, float | int):
            return
        due = judged.score_input * line.full if judged.score_input is not None else None
        if due is None or abs(shown - due) > _NEAR * max(1.0, abs(due)):
            found, expected = show(shown), show(due) if due is not None else _NONE
            code = FindingCode.FORMULA_DISAGREES
            yield source.finding(code, a1(*spot), line.name, found=found, expected=expected)

    def typed(self, source: FindingSource, line: Line, judged: Judged) -> Iterator[Finding]:
        """What was typed beside the answers of a row that was found; the first of several things."""
        row = judged.row
        values = self.sheet.values[row - 1] if 0 < row <= self.sheet.height else ()
        planned = self.rows[line.row].cells
        for column in (*self._free_columns(line, planned), *range(self._width + 1, len(values) + 1)):
            if column > len(values) or column == self._aside or (row, column) in self.sheet.formulas:
                continue
            value = values[column - 1]
            if isinstance(value, str) and not value.strip():
                continue
            if not _is_computed(planned.get(column), value, is_live=column in self._live):
                cell, code = a1(row, column), FindingCode.TYPED_BESIDE
                found = source.finding(code, cell, line.name, found=show(value))
                yield from explained((found,), note_of(judged.fields))
                return

    def _free_columns(self, line: Line, planned: Mapping[int, Content]) -> list[int]:
        """The columns of the table in which a row has neither answers nor fixed contents."""
        key = id(line.inputs), tuple(planned)
        if key not in self._free:
            taken = {*line.inputs.values(), *line.shown.values(), self.plan.key_column}
            taken |= {
                c for c, content in planned.items() if not isinstance(content, Computed | RowCheckFormula)
            }
            self._free[key] = [column for column in range(1, self._width + 1) if column not in taken]
        return self._free[key]


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


@dataclass(frozen=True, slots=True)
class _FixedRows:
    """What stands in the rows that are no lines: texts, and the columns in which something is computed.

    `top` and `bottom` are the texts that stand above the first section only, and below the last line only.
    """

    texts: frozenset[str]
    top: frozenset[str]
    bottom: frozenset[str]
    computed: frozenset[int]

    @classmethod
    def of(cls, plan: SheetPlan) -> _FixedRows:
        """Those of a planned sheet."""
        lines = {line.row for line in plan.lines}
        rows = [row for row in plan.rows if row.row not in lines]
        start = min(section.band_row for section in plan.sections)
        top = _texts(row for row in rows if row.row < start)
        body = _texts(row for row in rows if start <= row.row < max(lines))
        bottom = _texts(row for row in rows if row.row > max(lines))
        computed = (c for row in rows for c, content in row.cells.items() if isinstance(content, Computed))
        return cls(top | body | bottom, top - body - bottom, bottom - body - top, frozenset(computed))


def _texts(rows: Iterable[PlannedRow]) -> frozenset[str]:
    return frozenset(
        content for row in rows for content in row.cells.values() if isinstance(content, str) and content
    )


def unkeyed_rows(
    plan: SheetPlan, sheet: RawSheet, found: Mapping[str, Sequence[int]], source: FindingSource
) -> Iterator[Finding]:
    """Rows that a respondent added: without a key, among the lines or next to them, with something in answer columns."""
    occupied = {row for places in found.values() for row in places}
    columns = plan.input_columns
    for row, fixed in _loose_rows(plan, sheet, occupied):
        typed = next((column for column in columns if _is_typed(sheet, row, column, fixed)), 0)
        if typed:
            text = show(sheet.at(row, typed))
            yield source.finding(FindingCode.ROW_WITHOUT_KEY, a1(row, typed), found=text)


def _is_typed(sheet: RawSheet, row: int, column: int, fixed: _FixedRows | None) -> bool:
    """Whether a person typed into a cell; what the form itself has in a heading or subtotal was not."""
    value = sheet.at(row, column)
    if value == "" or (row, column) in sheet.formulas:
        return False
    if fixed is None:
        return True
    return column not in fixed.computed if isinstance(value, float | int) else value not in fixed.texts


def _loose_rows(
    plan: SheetPlan, sheet: RawSheet, occupied: set[int]
) -> Iterator[tuple[int, _FixedRows | None]]:
    """Rows without a key from what stands above the first section to what stands below the last line.

    With each the form's own contents that may stand in it: none, unless it looks like one of the form's rows.
    """
    if not occupied:
        return
    fixed = _FixedRows.of(plan)
    first, last = min(occupied), max(occupied)
    while first > 1 and not fixed.top.intersection(sheet.values[first - 2]):
        first -= 1
    for row in range(first, sheet.height + 1):
        values = sheet.values[row - 1]
        if row > last and fixed.bottom.intersection(values):
            return
        if row not in occupied and not sheet.text(row, plan.key_column):
            yield row, fixed if fixed.texts.intersection(values) else None
