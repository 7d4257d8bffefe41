"""Any sequence of what people do to rows: no answer is silently wrong, and nothing typed vanishes.

What a person sees beside the name of an item is its answer; the form is read by hidden keys. Where the two differ, there
is a finding on the item. The operations are modelled on the cells, merges and defined names of a form as it is read, so
that thousands of sequences can be tried; some go through a real file.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.workbook.defined_name import DefinedName

from smartxl.cells import Area, parse_a1
from smartxl.findings import Finding, FindingCode, FindingSource, Severity
from smartxl.model.answers import Answer, State
from smartxl.model.plan import Line
from smartxl.reading import Extraction, extract
from smartxl.reading.row import Judged, RowPlace, judge_row
from smartxl.text import fold
from smartxl.typed.vocabulary import vocabulary
from smartxl.xlsx import RawBook, RawSheet, open_book
from smartxl.xlsx.open import CellValue
from tests.reading.forms import DEFINITION, FILE, SHEET, make_plan, write_form, write_stamp

PLAN = make_plan()
FORM = open_book(write_form().save(), FILE)
LINES = [line for section in PLAN.sheets[0].sections for line in section.lines]
WORDS = {
    line.key: vocabulary(DEFINITION, section) for section in PLAN.sheets[0].sections for line in section.lines
}
LAST_COLUMN, HEIGHT, NAME_COLUMN = 11, 14, 4
Place2 = tuple[int, int]
GRAVE = {Severity.MUST_FIX, Severity.FIX_OR_EXPLAIN}


def _start() -> dict[Place2, CellValue]:
    rows = FORM.sheets[SHEET].values
    return {(r, c): v for r, row in enumerate(rows, 1) for c, v in enumerate(row, 1) if v != ""}


@dataclass
class Grid:
    """A form while somebody works on it: cells, merged areas (first and last row and column), rows of its names."""

    cells: dict[Place2, CellValue] = field(default_factory=_start)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    names: dict[str, int] = field(default_factory=lambda: {line.anchor: line.row for line in LINES})
    title: str = SHEET

    @property
    def height(self) -> int:
        return max((row for row, _ in self.cells), default=1)

    def raw(self) -> RawBook:
        """What would be read of it."""
        rows = tuple(
            tuple(self.cells.get((row, column), "") for column in range(1, LAST_COLUMN + 1))
            for row in range(1, self.height + 1)
        )
        merged = tuple(Area(self.title, a, b, c, d) for a, b, c, d in self.merges)
        sheet = RawSheet(self.title, rows, merged=merged)
        names = {name: f"'{self.title}'!$A${row}:$K${row}" for name, row in self.names.items()}
        return replace(FORM, sheets={self.title: sheet, **_others()}, names=names)

    def file(self) -> bytes:
        """The same as a real file."""
        book = Workbook()
        page = book.worksheets[0]
        page.title = self.title
        for (row, column), value in self.cells.items():
            page.cell(row, column).value = value
        for a, b, c, d in self.merges:
            page.merge_cells(start_row=a, start_column=b, end_row=c, end_column=d)
        for name, row in self.names.items():
            book.defined_names[name] = DefinedName(name, attr_text=f"'{self.title}'!$A${row}:$K${row}")
        write_stamp(book, PLAN.stamp)
        saved = io.BytesIO()
        book.save(saved)
        return saved.getvalue()

    def shift(self, at: int, by: int) -> None:
        """Rows from `at` on move; names and merges go with them, as in Excel."""
        self.cells = {(r + by if r >= at else r, c): v for (r, c), v in self.cells.items()}
        self.names = {name: row + by if row >= at else row for name, row in self.names.items()}
        moved = ((a + by if a >= at else a, b, c + by if c >= at else c, d) for a, b, c, d in self.merges)
        self.merges = [m for m in moved if m[2] >= m[0] and m[:2] != m[2:]]


def _others() -> dict[str, RawSheet]:
    return {name: sheet for name, sheet in FORM.sheets.items() if name != SHEET}


Operation = Callable[[Grid], None]
rows = st.integers(3, HEIGHT + 2)
columns = st.tuples(st.integers(1, LAST_COLUMN), st.integers(1, LAST_COLUMN)).map(sorted)
parts = st.sampled_from([[1, 11], [2, 11], [5, 11], [3, 4], [1, 4], [1, 1], [6, 7]]) | columns


@dataclass(frozen=True)
class Insert:
    at: int
    count: int

    def __call__(self, grid: Grid) -> None:
        grid.shift(self.at, self.count)


@dataclass(frozen=True)
class Delete:
    row: int

    def __call__(self, grid: Grid) -> None:
        grid.cells = {place: value for place, value in grid.cells.items() if place[0] != self.row}
        grid.names = {name: row for name, row in grid.names.items() if row != self.row}
        grid.merges = [m for m in grid.merges if not m[0] == m[2] == self.row]
        grid.shift(self.row + 1, -1)


@dataclass(frozen=True)
class Transfer:
    """Cells of a row copied over those of another, or cut and pasted there; a whole row takes its name along."""

    source: int
    target: int
    part: tuple[int, int]
    cut: bool

    def __call__(self, grid: Grid) -> None:
        if self.source == self.target:
            return
        for column in range(self.part[0], self.part[1] + 1):
            value = grid.cells.get((self.source, column))
            grid.cells.pop((self.target, column), None)
            if value is not None:
                grid.cells[self.target, column] = value
            if self.cut:
                grid.cells.pop((self.source, column), None)
        if self.cut and self.part == (1, LAST_COLUMN):
            kept = {name: row for name, row in grid.names.items() if row != self.target}
            grid.names = {name: self.target if row == self.source else row for name, row in kept.items()}


@dataclass(frozen=True)
class Duplicate:
    """A row copied and inserted elsewhere."""

    source: int
    at: int

    def __call__(self, grid: Grid) -> None:
        copied = {c: v for (r, c), v in grid.cells.items() if r == self.source}
        grid.shift(self.at, 1)
        grid.cells.update({(self.at, column): value for column, value in copied.items()})


@dataclass(frozen=True)
class Sort:
    """Rows put into another order, some columns only; names stay where they are."""

    first: int
    order: tuple[int, ...]
    part: tuple[int, int]

    def __call__(self, grid: Grid) -> None:
        for column in range(self.part[0], self.part[1] + 1):
            values = [grid.cells.pop((self.first + place, column), None) for place in range(len(self.order))]
            for place, taken in enumerate(self.order):
                if (value := values[taken]) is not None:
                    grid.cells[self.first + place, column] = value


@dataclass(frozen=True)
class Clear:
    row: int
    part: tuple[int, int]

    def __call__(self, grid: Grid) -> None:
        for column in range(self.part[0], self.part[1] + 1):
            grid.cells.pop((self.row, column), None)


@dataclass(frozen=True)
class Merge:
    """As Excel does it: the first value in the area stays, in the first cell."""

    row: int
    count: int
    part: tuple[int, int]

    def __call__(self, grid: Grid) -> None:
        a, b, c, d = self.row, self.part[0], self.row + self.count, self.part[1]
        overlaps = any(m[0] <= c and a <= m[2] and m[1] <= d and b <= m[3] for m in grid.merges)
        if (a, b) == (c, d) or overlaps:
            return
        inside = [(row, column) for row in range(a, c + 1) for column in range(b, d + 1)]
        values = [value for place in inside if (value := grid.cells.pop(place, None)) is not None]
        if values:
            grid.cells[a, b] = values[0]
        grid.merges.append((a, b, c, d))


@dataclass(frozen=True)
class Rename:
    title: str

    def __call__(self, grid: Grid) -> None:
        grid.title = self.title


ranges = parts.map(tuple)
operations: st.SearchStrategy[Operation] = st.one_of(
    st.builds(Insert, rows, st.integers(1, 2)),
    st.builds(Delete, rows),
    st.builds(Transfer, rows, rows, ranges, st.booleans()),
    st.builds(Duplicate, rows, rows),
    st.builds(Sort, rows, st.permutations(range(4)).map(tuple), ranges),
    st.builds(Clear, rows, ranges),
    st.builds(Merge, rows, st.integers(0, 2), ranges),
    st.builds(Rename, st.sampled_from(["公安局", "Sheet1"])),
)


def worked_on(done: list[Operation]) -> Grid:
    grid = Grid()
    for operation in done:
        operation(grid)
    return grid


def seen(grid: Grid, line: Line) -> Iterator[Judged]:
    """What a person reads beside the name of a line, wherever it stands."""
    sheet = grid.raw().sheets[grid.title]
    for row in range(1, grid.height + 1):
        if fold(sheet.text(row, NAME_COLUMN)) == fold(line.name):
            yield judge_row(RowPlace(FindingSource(FILE, "GAJ"), sheet, row), line, WORDS[line.key])


def said_of(extraction: Extraction, line: Line) -> bool:
    return any(finding.item == line.name and finding.severity in GRAVE for finding in extraction.findings)


def agrees(answer: Answer, grid: Grid, line: Line) -> bool:
    visible = [(judged.state, judged.score_input, judged.fields) for judged in seen(grid, line)]
    read = (answer.state, answer.score_input, answer.fields)
    return read in visible or (not visible and read == (State.BLANK, None, {}))


def rows_of(finding: Finding) -> set[int]:
    """The rows that a finding speaks of."""
    listed = finding.code in {FindingCode.SAME_ROW_TWICE, FindingCode.ROWS_CONTRADICT}
    numbers = {int(part) for part in finding.found.split("、")} if listed else set()
    if finding.code is FindingCode.MERGED_ANSWERS:
        first, last = (parse_a1(corner)[0] for corner in finding.found.split(":"))
        numbers = set(range(first, last + 1))
    return numbers | ({parse_a1(finding.cell)[0]} if finding.cell else set())


def vanished(extraction: Extraction, grid: Grid) -> list[int]:
    """Rows between the headings and the footer in which something was typed, that were not read and are in no finding."""
    sheet = grid.raw().sheets[grid.title]
    last = next((r for r in range(1, grid.height + 1) if sheet.text(r, 2) == "填报人："), grid.height + 1)
    used = {parse_a1(answer.cell)[0] for answer in extraction.submission.answers if answer.cell}
    used |= {row for finding in extraction.findings for row in rows_of(finding)}
    inputs = range(5, LAST_COLUMN + 1)
    typed = (row for row in range(3, last) if any(sheet.at(row, column) != "" for column in inputs))
    return [row for row in typed if row not in used]


def check_laws(extraction: Extraction, grid: Grid) -> None:
    if extraction.refused:
        assert extraction.submission.answers == ()
        return
    answers = {answer.key: answer for answer in extraction.submission.answers}
    wrong = [
        line.key
        for line in LINES
        if not agrees(answers[line.key], grid, line) and not said_of(extraction, line)
    ]
    assert wrong == []
    assert vanished(extraction, grid) == []


@pytest.mark.slow
@settings(max_examples=300, deadline=None)
@example([Transfer(4, 5, (5, 11), cut=True)])
@given(st.lists(operations, min_size=1, max_size=6))
def test_no_sequence_of_operations_gives_a_silently_wrong_answer(done: list[Operation]) -> None:
    grid = worked_on(done)
    check_laws(extract(PLAN, DEFINITION, grid.raw()), grid)


@pytest.mark.slow
@settings(max_examples=15, deadline=None)
@given(st.lists(operations, min_size=1, max_size=6))
def test_nor_does_it_through_a_real_file(done: list[Operation]) -> None:
    grid = worked_on(done)
    check_laws(extract(PLAN, DEFINITION, open_book(grid.file(), FILE)), grid)


def test_a_form_that_nobody_touched_obeys_the_laws_without_findings() -> None:
    extraction = extract(PLAN, DEFINITION, Grid().raw())
    check_laws(extraction, Grid())
    assert extraction.findings == ()
    assert sum(answer.state is State.VALUE for answer in extraction.submission.answers) == 5


def test_the_laws_can_fail() -> None:
    """An answer of another row, read in silence, breaks them."""
    grid = worked_on([Transfer(4, 5, (5, 11), cut=False)])
    untouched = extract(PLAN, DEFINITION, Grid().raw())
    line = LINES[1]
    answer = next(each for each in untouched.submission.answers if each.key == line.key)
    assert not agrees(answer, grid, line)
    assert not said_of(untouched, line)
    assert vanished(untouched, worked_on([Transfer(4, 8, (5, 11), cut=False)])) == []
    assert vanished(untouched, worked_on([Transfer(4, 9, (5, 11), cut=False)])) == [9]
