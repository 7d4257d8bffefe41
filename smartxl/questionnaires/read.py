"""What stands in a questionnaire that came back: rows by their keys, columns by theirs, never by position."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from smartxl.cells import a1
from smartxl.findings import Finding, FindingCode
from smartxl.questionnaires.page import Ask, ColumnKey
from smartxl.text import fold, shorten

__all__ = ["Cells", "FoundAnswer", "Opened", "locate", "shown"]

_HEAD_ROWS = 40
_SHOWN = 60


class Cells(Protocol):
    """One sheet of a file that passed the gate, already opened. Rows and columns count from 1."""

    @property
    def name(self) -> str:
        """Its name."""
        ...

    @property
    def values(self) -> Sequence[Sequence[object]]:
        """`values[row - 1][column - 1]`, "" where nothing stands."""
        ...

    @property
    def errors(self) -> Collection[tuple[int, int]]:
        """(row, column) of cells that hold an error such as #N/A."""
        ...

    @property
    def formulas(self) -> Collection[tuple[int, int]]:
        """(row, column) of cells that hold a formula."""
        ...


@dataclass(frozen=True, slots=True)
class FoundAnswer:
    """One answer of a row: what stands there and where. `column` is the column's key."""

    ask: Ask
    column: str
    value: object
    sheet: str
    cell: str


@dataclass(frozen=True, slots=True)
class Opened:
    """All that was answered, in the order of the questionnaire, and what is wrong with the file's structure."""

    found: tuple[FoundAnswer, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class _KeyedRow:
    """A row of a sheet whose columns are known by what they hold."""

    sheet: Cells
    number: int
    columns: Mapping[str, int]

    def value(self, column: str) -> object:
        """What stands in a column, "" where the sheet lacks it."""
        place = self.columns.get(column)
        return _at(self.sheet, self.number, place) if place else ""

    def cell(self, column: str) -> str:
        """The address of the row's cell in a column."""
        return a1(self.number, self.columns[column])


def locate(
    asks: Sequence[Ask], answers: Sequence[str], sheets: Iterable[Cells], unit: str, file: str
) -> Opened:
    """Finds every row that is asked about in the sheets of a file, and what stands in its `answers` columns.

    A key that is missing, that stands twice with different answers, or whose row shows another text than was asked about
    gives no answer and a finding. `unit` (who answers) and `file` are for the findings.
    """
    desk = _RowFinder({ask.key: ask for ask in asks}, tuple(answers), unit, file)
    for sheet in sheets:
        desk.scan(sheet)
    found = tuple(answer for ask in asks for answer in desk.settle(ask))
    desk.compare_order([ask.key for ask in asks])
    return Opened(found, tuple(desk.findings))


class _RowFinder:
    """Gathers the rows of a file by their keys, and what is wrong with them."""

    def __init__(self, asks: Mapping[str, Ask], answers: tuple[str, ...], unit: str, file: str) -> None:
        self.asks, self.answers, self.unit, self.file = asks, answers, unit, file
        self.rows: dict[str, list[_KeyedRow]] = {}
        self.findings: list[Finding] = []

    def scan(self, sheet: Cells) -> None:
        """Notes the rows of a sheet that has column keys; every other sheet is none that is filled in."""
        columns = _columns(sheet)
        if ColumnKey.KEY not in columns:
            return
        begun = False
        for number in range(1, len(sheet.values) + 1):
            key = _text(_at(sheet, number, columns[ColumnKey.KEY]))
            row = _KeyedRow(sheet, number, columns)
            if key in self.asks:
                begun = True
                self.rows.setdefault(key, []).append(row)
            elif begun and not key:
                self._stray(row)
            elif key and key != ColumnKey.KEY:
                self._say(FindingCode.UNKNOWN_KEY, row, found=key)

    def _stray(self, row: _KeyedRow) -> None:
        """A row without a key that holds an answer: somebody added it."""
        for column in self.answers:
            place = (row.number, row.columns.get(column, 0))
            if place[1] and place not in row.sheet.formulas and (text := shown(row.value(column))):
                self._say(FindingCode.ROW_WITHOUT_KEY, row, column, found=text)

    def settle(self, ask: Ask) -> Iterator[FoundAnswer]:
        """The answers of one row."""
        rows = [row for row in self.rows.get(ask.key, ()) if self._is_labelled(ask, row)]
        if not rows:
            if ask.key not in self.rows and not ask.optional:
                finding = Finding(
                    FindingCode.ROW_MISSING, self.unit, ask.sheet, item=ask.name, file=self.file
                )
                self.findings.append(finding)
            return
        row = self._one_of(ask, rows)
        if row is None:
            return
        for column in self.answers:
            if column in row.columns and (found := self._answer(ask, row, column)):
                yield found

    def _is_labelled(self, ask: Ask, row: _KeyedRow) -> bool:
        """Whether the row still shows the texts that were asked about: part of a row may have been sorted away."""
        for column, text in ask.shows.items():
            now = row.value(column)
            if fold(str(now)) != fold(text):
                self._say(FindingCode.OTHER_LABEL, row, column, item=ask.name, found=shown(now))
                return False
        return True

    def _one_of(self, ask: Ask, rows: list[_KeyedRow]) -> _KeyedRow | None:
        if len(rows) == 1:
            return rows[0]
        filled = [row for row in rows if any(shown(row.value(column)) for column in self.answers)] or rows
        given = {tuple(shown(row.value(column)) for column in self.answers) for row in filled}
        code = FindingCode.SAME_ROW_TWICE if len(given) == 1 else FindingCode.ROWS_CONTRADICT
        numbers = "、".join(str(row.number) for row in rows)
        self._say(code, filled[0], item=ask.name, found=numbers)
        return filled[0] if len(given) == 1 else None

    def _answer(self, ask: Ask, row: _KeyedRow, column: str) -> FoundAnswer | None:
        place = (row.number, row.columns[column])
        if place in row.sheet.errors:
            self._say(FindingCode.ERROR_VALUE, row, column, item=ask.name)
            return None
        value = row.value(column)
        if not shown(value):
            if place in row.sheet.formulas:
                self._say(FindingCode.FORMULA_WITHOUT_VALUE, row, column, item=ask.name)
            return None
        if place in row.sheet.formulas:
            self._say(FindingCode.FORMULA, row, column, item=ask.name, found=shown(value))
        return FoundAnswer(ask, column, value, row.sheet.name, row.cell(column))

    def compare_order(self, keys: Sequence[str]) -> None:
        """One finding for each sheet whose rows were sorted."""
        places: dict[str, list[int]] = {}
        for key in keys:
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


def _columns(sheet: Cells) -> dict[str, int]:
    """Column key → column, from the row that holds the keys of columns."""
    for row in range(1, min(len(sheet.values), _HEAD_ROWS) + 1):
        texts = {
            _text(value): column
            for column, value in enumerate(sheet.values[row - 1], 1)
            if _text(value).startswith("#")
        }
        if ColumnKey.KEY in texts:
            return texts
    return {}


def _at(sheet: Cells, row: int, column: int) -> object:
    values = sheet.values[row - 1]
    return values[column - 1] if column <= len(values) else ""


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def shown(value: object) -> str:
    """A cell's value as its reader sees it, short."""
    if isinstance(value, float):
        return f"{value:.15g}"
    return shorten(" ".join(str(value).split()), _SHOWN)
