"""What stands in a questionnaire that came back: rows by their keys, columns by theirs, never by position."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from smartxl.cells import a1
from smartxl.findings import Finding, FindingCode, FindingSource
from smartxl.questionnaires.onpage import SheetRows, as_shown, beside_answers, merged_answers, needs_a_look
from smartxl.questionnaires.page import KEY_ROW, ColumnKey
from smartxl.text import fold
from smartxl.typed.cleaned import show

if TYPE_CHECKING:
    from smartxl.model.answers import Field
    from smartxl.model.plan import Line, Section, SheetPlan, WorkbookPlan
    from smartxl.xlsx.book import Place, RawBook, RawSheet
    from smartxl.xlsx.cellvalues import CellValue

__all__ = ["FoundAnswer", "Opened", "locate", "marked_columns"]

_HEAD_ROWS = 40


@dataclass(frozen=True, slots=True)
class PlannedInput:
    """A planned input: the indicator or branch it belongs to, its line, its field, and the key of its column."""

    leaf: str
    line: Line
    field: Field
    column: str


@dataclass(frozen=True, slots=True)
class FoundAnswer:
    """One answer: the input that was filled in, what stands there and where."""

    input: PlannedInput
    value: CellValue
    sheet: str
    cell: str


@dataclass(frozen=True, slots=True)
class Opened:
    """All that was answered, in the order of the questionnaire, and what is wrong with the file's structure."""

    found: tuple[FoundAnswer, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class _QuestionRow:
    """A row of the plan: its key, the sheet it was planned in, its inputs, and the texts of its keyed columns.

    An `optional` row may be missing.
    """

    key: str
    sheet: str
    name: str
    shows: Mapping[str, str]
    inputs: Sequence[PlannedInput]
    optional: bool


@dataclass(frozen=True, slots=True)
class _KeyedRow:
    """A row of a sheet whose columns are known by what they hold."""

    sheet: RawSheet
    number: int
    columns: Mapping[str, int]

    def value(self, column: str) -> CellValue:
        """What stands in a column, "" where the sheet lacks it."""
        place = self.columns.get(column)
        return self.sheet.at(self.number, place) if place else ""

    def cell(self, column: str) -> str:
        """The address of the row's cell in a column."""
        return a1(self.number, self.columns[column])


def locate(plan: WorkbookPlan, book: RawBook, unit: str) -> Opened:
    """Finds every row that is asked about in the sheets of a file, and what stands in its inputs.

    A key that is missing, that stands twice with different answers, or whose row shows another text than was asked about
    gives no answer and a finding. `unit` (who answers) is for the findings.
    """
    rows = [row for sheet in plan.answerable for row in _asked_rows(sheet)]
    finder = _RowFinder({row.key: row for row in rows}, unit, book.file_name)
    for sheet in book.sheets.values():
        finder.scan(sheet)
    sheets = tuple(finder.sheets(plan))
    for found in sheets:
        finder.merged |= {
            (found.sheet.name, spot): at for spot, at in merged_answers(found.sheet, found.answers).items()
        }
    answers = tuple(answer for row in rows for answer in finder.settle(row))
    finder.compare_order()
    aside = beside_answers(plan, book, sheets, FindingSource(book.file_name, unit))
    return Opened(answers, (*finder.findings, *aside))


def _asked_rows(plan: SheetPlan) -> Iterator[_QuestionRow]:
    planned = plan.by_number
    marks = {column: str(text) for column, text in planned[KEY_ROW].cells.items()}
    together: dict[int, list[tuple[Section, Line]]] = {}
    for section in plan.sections:
        for line in section.lines:
            together.setdefault(line.row, []).append((section, line))
    for row, lines in together.items():
        cells = planned[row].cells
        texts = {mark: text for column, mark in marks.items() if isinstance(text := cells.get(column), str)}
        key = texts.pop(ColumnKey.KEY)
        inputs = [
            PlannedInput(section.leaf, line, field, marks[column])
            for section, line in lines
            for field, column in line.inputs.items()
        ]
        optional = not any(section.scored for section, _ in lines)
        yield _QuestionRow(key, plan.name, lines[0][1].name, texts, inputs, optional)


class _RowFinder:
    """Gathers the rows of a file by their keys, and what is wrong with them."""

    def __init__(self, asked: Mapping[str, _QuestionRow], unit: str, file: str) -> None:
        self.asked, self.unit, self.file = asked, unit, file
        self.answers = tuple(dict.fromkeys(entry.column for row in asked.values() for entry in row.inputs))
        self.rows: dict[str, list[_KeyedRow]] = {}
        self.findings: list[Finding] = []
        self.merged: dict[tuple[str, Place], str] = {}
        self._scanned: list[tuple[RawSheet, Mapping[str, int]]] = []

    def scan(self, sheet: RawSheet) -> None:
        """Notes the rows of a sheet that has column keys; every other sheet is none that is filled in."""
        columns = marked_columns(sheet)
        if ColumnKey.KEY not in columns:
            return
        self._scanned.append((sheet, columns))
        for number in range(1, sheet.height + 1):
            key = sheet.text(number, columns[ColumnKey.KEY])
            row = _KeyedRow(sheet, number, columns)
            if key in self.asked:
                self.rows.setdefault(key, []).append(row)
            elif key and key != ColumnKey.KEY:
                self._say(FindingCode.UNKNOWN_KEY, row, found=key)

    def sheets(self, plan: WorkbookPlan) -> Iterator[SheetRows]:
        """The scanned sheets in which rows were found, with the planned sheet that most of those belong to."""
        planned = {sheet.name: sheet for sheet in plan.answerable}
        for sheet, columns in self._scanned:
            rows = {
                key: numbers
                for key, found in self.rows.items()
                if (numbers := tuple(row.number for row in found if row.sheet is sheet))
            }
            own = Counter(self.asked[key].sheet for key in rows)
            if not own:
                continue
            known = frozenset(columns.values())
            answers = frozenset(
                (number, columns[entry.column])
                for key, numbers in rows.items()
                for entry in self.asked[key].inputs
                if entry.column in columns
                for number in numbers
            )
            yield SheetRows(planned[own.most_common(1)[0][0]], sheet, rows, known, answers)

    def settle(self, asked: _QuestionRow) -> Iterator[FoundAnswer]:
        """The answers of one row."""
        rows = [row for row in self.rows.get(asked.key, ()) if self._is_labelled(asked, row)]
        if not rows:
            if asked.key not in self.rows and not asked.optional:
                where = (self.unit, asked.sheet)
                self.findings.append(
                    Finding(FindingCode.ROW_MISSING, *where, item=asked.name, file=self.file)
                )
            return
        row = self._one_of(asked, rows)
        if row is None:
            return
        for entry in asked.inputs:
            if entry.column in row.columns and (found := self._answer(entry, row)):
                yield found

    def _is_labelled(self, asked: _QuestionRow, row: _KeyedRow) -> bool:
        """Whether the row still shows the texts that were asked about: part of a row may have been sorted away."""
        for column, text in asked.shows.items():
            now = row.value(column)
            if fold(str(now)) != fold(text):
                self._say(FindingCode.OTHER_LABEL, row, column, item=asked.name, found=show(now))
                return False
        return True

    def _one_of(self, asked: _QuestionRow, rows: list[_KeyedRow]) -> _KeyedRow | None:
        if len(rows) == 1:
            return rows[0]
        filled = [row for row in rows if any(show(row.value(column)) for column in self.answers)] or rows
        given = {tuple(show(row.value(column)) for column in self.answers) for row in filled}
        code = FindingCode.SAME_ROW_TWICE if len(given) == 1 else FindingCode.ROWS_CONTRADICT
        numbers = "、".join(str(row.number) for row in rows)
        self._say(code, filled[0], item=asked.name, found=numbers)
        return filled[0] if len(given) == 1 else None

    def _answer(self, entry: PlannedInput, row: _KeyedRow) -> FoundAnswer | None:
        column, item = entry.column, entry.line.name
        place, sheet = (row.number, row.columns[column]), row.sheet
        if (merged := self.merged.get((sheet.name, place), "")) or place in sheet.errors:
            code = FindingCode.MERGED_ANSWERS if merged else FindingCode.ERROR_VALUE
            self._say(code, row, column, item=item, found=merged)
            return None
        value = row.value(column)
        if needs_a_look(sheet, place, value):
            cleaned = as_shown(sheet, place, value, entry.line.checks[entry.field])
            if cleaned.code is not None and cleaned.value is None:
                where = self.unit, sheet.name, row.cell(column), item
                finding = Finding(cleaned.code, *where, cleaned.found, cleaned.expected, self.file)
                self.findings.append(finding)
                return None
            value = value if cleaned.value is None else cleaned.value
        if not show(value):
            if place in sheet.formulas:
                self._say(FindingCode.FORMULA_WITHOUT_VALUE, row, column, item=item)
            return None
        if place in sheet.formulas:
            self._say(FindingCode.FORMULA, row, column, item=item, found=show(value))
        if place[0] in sheet.hidden_rows or place[1] in sheet.hidden_columns:
            self._say(FindingCode.HIDDEN_ANSWER, row, column, item=item, found=show(value))
        return FoundAnswer(entry, value, row.sheet.name, row.cell(column))

    def compare_order(self) -> None:
        """One finding for each sheet whose rows were sorted."""
        places: dict[str, list[int]] = {}
        for key in self.asked:
            rows = self.rows.get(key, ())
            if len(rows) == 1:
                places.setdefault(rows[0].sheet.name, []).append(rows[0].number)
        for sheet, numbers in places.items():
            moved = sum(1 for a, b in zip(numbers, sorted(numbers), strict=True) if a != b)
            if moved:
                finding = Finding(FindingCode.ROWS_SORTED, self.unit, sheet, found=str(moved), file=self.file)
                self.findings.append(finding)

    def _say(
        self, code: FindingCode, row: _KeyedRow, column: str = "", *, item: str = "", found: str = ""
    ) -> None:
        cell = row.cell(column or next((c for c in self.answers if c in row.columns), ColumnKey.KEY))
        self.findings.append(Finding(code, self.unit, row.sheet.name, cell, item, found, file=self.file))


def marked_columns(sheet: RawSheet) -> dict[str, int]:
    """Column key → column, from the row that holds the keys of columns."""
    for row in range(1, min(sheet.height, _HEAD_ROWS) + 1):
        texts = {
            text: column
            for column in range(1, len(sheet.values[row - 1]) + 1)
            if (text := sheet.text(row, column)).startswith("#")
        }
        if ColumnKey.KEY in texts:
            return texts
    return {}
