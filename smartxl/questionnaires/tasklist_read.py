"""What stands in a task list that came back: rows by their keys, columns by theirs, and rows that people added without any."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from smartxl.cells import a1
from smartxl.findings import Finding, FindingCode, FindingSource
from smartxl.model.plan import Check, CheckKind
from smartxl.questionnaires.onpage import as_shown, merged_answers, needs_a_look
from smartxl.questionnaires.page import ColumnKey
from smartxl.questionnaires.read import marked_columns
from smartxl.questionnaires.tasklist import EDITABLE, HEAD_KEY, ISSUED_KEY, TaskColumn, TaskWords
from smartxl.reading import object_findings
from smartxl.typed import clean, show

if TYPE_CHECKING:
    from smartxl.model.answers import Scalar
    from smartxl.xlsx.book import Place, RawBook, RawSheet

__all__ = ["ReadTask", "RemarkKind", "TaskListReply", "TaskRemark", "read_task_list"]

_READ = (TaskColumn.INDICATOR, *EDITABLE)
_DATES = frozenset({TaskColumn.DUE, TaskColumn.DONE})


class RemarkKind(StrEnum):
    """What is to be told of a task list that came back, beside the findings that all files may have."""

    UNIT_UNKNOWN = "unit_unknown"
    STATE_UNKNOWN = "state_unknown"
    NO_LEAD = "no_lead"
    DONE_UNDATED = "done_undated"
    DATED_NOT_DONE = "dated_not_done"
    DONE_LATER = "done_later"
    TWICE = "twice"
    COPIED = "copied"
    ADDED = "added"
    EMPTY_TASK = "empty_task"
    OTHER_INDICATOR = "other_indicator"
    DELETED = "deleted"
    RESTORED = "restored"
    COLUMN_GONE = "column_gone"
    NO_ROWS = "no_rows"
    COPY_OF_SHEET = "copy_of_sheet"

    @property
    def asks(self) -> bool:
        """Whether somebody should do something about it."""
        told = {RemarkKind.UNIT_UNKNOWN, RemarkKind.TWICE, RemarkKind.ADDED, RemarkKind.DELETED}
        return self not in told | {RemarkKind.RESTORED}


@dataclass(frozen=True, slots=True)
class TaskRemark:
    """One of them: where (a cell is A1, "" for none), the rows, what was found and what was due."""

    kind: RemarkKind
    sheet: str = ""
    cell: str = ""
    row: str = ""
    found: str = ""
    expected: str = ""


@dataclass(frozen=True, slots=True)
class ReadTask:
    """A row with a task: its key ("" for a row that somebody added), where it stands, and what each column says.

    `values` lacks the columns that cannot be read: None is a blank. `columns` maps a column to where it stands.
    """

    key: str
    sheet: str
    row: int
    values: Mapping[TaskColumn, Scalar | None]
    columns: Mapping[str, int]

    def cell(self, column: TaskColumn) -> str:
        """The address of its cell in a column, "" where that is gone."""
        place = self.columns.get(column)
        return a1(self.row, place) if place else ""

    def text(self, column: TaskColumn) -> str:
        """What a column says, as text."""
        value = self.values.get(column)
        return "" if value is None else str(value)


@dataclass(frozen=True)
class TaskListReply:
    """All rows in the order of the file; `issued`: key → what the file was written with, by column.

    `complete`: the table was found, so that a row that is not in it was deleted.
    """

    rows: tuple[ReadTask, ...]
    issued: Mapping[str, Mapping[TaskColumn, str]]
    findings: tuple[Finding, ...]
    remarks: tuple[TaskRemark, ...]
    complete: bool


def read_task_list(book: RawBook, words: TaskWords) -> TaskListReply:
    """Reads a task list; `words` of the project's language name the columns in findings."""
    tables = [
        (sheet, columns)
        for sheet in book.sheets.values()
        if ColumnKey.KEY in (columns := marked_columns(sheet)) and columns.keys() & set(EDITABLE)
    ]
    issued = dict(_issued(book))
    if not tables:
        return TaskListReply((), issued, (), (TaskRemark(RemarkKind.NO_ROWS),), complete=False)
    own = words.words["tasklist.sheet"]
    tables.sort(key=lambda table: table[0].name != own)
    table = _Table(*tables[0], book, words)
    rows = tuple(table.rows())
    remarks = [
        *(TaskRemark(RemarkKind.COPY_OF_SHEET, sheet.name, found=sheet.name) for sheet, _ in tables[1:]),
        *table.remarks,
    ]
    if book.objects:
        table.findings += object_findings(book, (), (), FindingSource(book.file_name))
    return TaskListReply(rows, issued, tuple(table.findings), tuple(remarks), complete=True)


def _issued(book: RawBook) -> Iterator[tuple[str, Mapping[TaskColumn, str]]]:
    """What the hidden sheet says that the file was written with; nothing where it is gone."""
    sheet = next((s for s in book.sheets.values() if s.text(1, 1) == ISSUED_KEY), None)
    for row in range(2, sheet.height + 1) if sheet else ():
        if sheet is not None and (key := sheet.text(row, 1)):
            texts: dict[TaskColumn, str] = {
                column: str(sheet.at(row, place)) for place, column in enumerate(EDITABLE, 2)
            }
            yield key, texts


@dataclass
class _Table:
    """The table of tasks on one sheet."""

    sheet: RawSheet
    columns: Mapping[str, int]
    book: RawBook
    words: TaskWords
    findings: list[Finding] = field(default_factory=list)
    remarks: list[TaskRemark] = field(default_factory=list)

    def rows(self) -> Iterator[ReadTask]:
        """The rows in which something stands, from below the headings."""
        for column in EDITABLE:
            if column not in self.columns:
                heading = self.words.words[column.word]
                self.remarks.append(TaskRemark(RemarkKind.COLUMN_GONE, self.sheet.name, found=heading))
        present = [column for column in _READ if column in self.columns]
        places = [self.columns[column] for column in present]
        numbers = [
            row
            for row in range(self._first(), self.sheet.height + 1)
            if self._key(row) or any(show(self.sheet.at(row, place)) for place in places)
        ]
        answers = frozenset((row, place) for row in numbers for place in places)
        merged = merged_answers(self.sheet, answers)
        for row in numbers:
            values = dict(self._values(row, present, merged))
            self._beside(row)
            yield ReadTask(self._key(row), self.sheet.name, row, values, self.columns)

    def _key(self, row: int) -> str:
        return self.sheet.text(row, self.columns[ColumnKey.KEY])

    def _first(self) -> int:
        """The first row below the headings; where those are gone, the first row with a key."""
        keys = [self._key(row) for row in range(1, self.sheet.height + 1)]
        if HEAD_KEY in keys:
            return keys.index(HEAD_KEY) + 2
        keyed = [row for row, key in enumerate(keys, 1) if key and key != ColumnKey.KEY]
        return min(keyed, default=self.sheet.height + 1)

    def _values(
        self, row: int, present: list[TaskColumn], merged: Mapping[Place, str]
    ) -> Iterator[tuple[TaskColumn, Scalar | None]]:
        for column in present:
            place = (row, self.columns[column])
            if place in merged:
                self._say(FindingCode.MERGED_ANSWERS, place, column, found=merged[place])
            elif place in self.sheet.errors:
                self._say(FindingCode.ERROR_VALUE, place, column)
            else:
                yield from self._value(place, column)

    def _value(self, place: Place, column: TaskColumn) -> Iterator[tuple[TaskColumn, Scalar | None]]:
        check = self.words.checks[column]
        check = check if column in _DATES else Check(CheckKind.TEXT, maximum=check.maximum)
        value = self.sheet.at(*place)
        if needs_a_look(self.sheet, place, value):
            seen = as_shown(self.sheet, place, value, check)
            if seen.code is not None and seen.value is None:
                self._say(seen.code, place, column, found=seen.found, expected=seen.expected)
                return
            value = value if seen.value is None else seen.value
        if place in self.sheet.formulas:
            if not show(value):
                self._say(FindingCode.FORMULA_WITHOUT_VALUE, place, column)
                return
            self._say(FindingCode.FORMULA, place, column, found=show(value))
        cleaned = clean(value, check, since_1904=self.book.from_1904)
        if cleaned.code is not None and cleaned.code is not FindingCode.CLEANED:
            self._say(cleaned.code, place, column, found=cleaned.found, expected=cleaned.expected)
        if not cleaned.unusable:
            yield column, cleaned.value

    def _beside(self, row: int) -> None:
        """What was typed to the right of the table."""
        known = set(self.columns.values())
        for column, value in enumerate(self.sheet.values[row - 1], 1):
            if column > max(known) and (typed := show(value)):
                self._say(FindingCode.TYPED_BESIDE, (row, column), TaskColumn.NUMBER, found=typed)

    def _say(
        self, code: FindingCode, place: Place, column: TaskColumn, *, found: str = "", expected: str = ""
    ) -> None:
        source = FindingSource(self.book.file_name, "", self.sheet.name)
        item = self.words.words[column.word]
        self.findings.append(source.finding(code, a1(*place), item, found=found, expected=expected))
