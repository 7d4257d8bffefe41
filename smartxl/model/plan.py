"""The plan of a workbook: the content of every cell before the file is written.

Writer, reader, verifier and formulas take every address, key, answer list and limit from here. Rows and
columns count from 1.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from smartxl.cells import Area, Cell
from smartxl.model.answers import Choice, Field, RowFault, Scalar
from smartxl.model.framework import LARGEST
from smartxl.model.scores import Quantity, ScoreTable
from smartxl.model.sheetdesign import Chart, SheetDesign
from smartxl.stamp import Stamp

__all__ = [
    "Check",
    "CheckKind",
    "Computed",
    "Content",
    "InputCell",
    "Line",
    "Link",
    "PlainFormula",
    "PlannedRow",
    "PreviousAnswer",
    "RowCheckFormula",
    "Section",
    "SheetPlan",
    "Shown",
    "Spread",
    "WorkbookPlan",
]


_NONE: Mapping[int, int] = {}
_NOWHERE: Mapping[Field, int] = {}


class CheckKind(StrEnum):
    """What a respondent may type into an input cell."""

    LIST = "list"
    NUMBER = "number"
    DATE = "date"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Check:
    """A rule for an input cell, written as its validation and applied again on return.

    LIST: `options` are the labels in the workbook's language, `codes` what they mean, `source` where they stand (on the list
    sheet).
    NUMBER: `minimum`/`maximum` (None: open). DATE: the same as Excel serial days. TEXT: `maximum` characters.
    A number outside `low` to `high`, or further than `jump` percent from last time's, asks for an explanation.
    """

    kind: CheckKind
    options: tuple[str, ...] = ()
    source: Area | None = None
    minimum: float | None = None
    maximum: float | None = None
    prompt: str = ""
    low: float | None = None
    high: float | None = None
    jump: float | None = None
    codes: tuple[Choice, ...] = ()

    def code(self, label: str) -> Choice:
        """What an option means. Raises ValueError for what is none."""
        return self.codes[self.options.index(label)]

    def shown(self, value: Scalar) -> Scalar:
        """A value as the workbook has it: of a choice its label, everything else as it is."""
        if isinstance(value, Choice) and value in self.codes:
            return self.options[self.codes.index(value)]
        return value

    @property
    def bounds(self) -> tuple[float, float]:
        """The least and the largest number that is an answer."""
        low, high = self.minimum, self.maximum
        return -LARGEST if low is None else low, LARGEST if high is None else high


@dataclass(frozen=True, slots=True)
class InputCell:
    """An unlocked cell that a respondent fills in."""

    key: str
    field: Field
    check: Check


@dataclass(frozen=True, slots=True)
class Shown:
    """A locked cell with what was answered before: formulas read it as they read an input."""

    key: str
    field: Field


class Computed(NamedTuple):
    """A formula (with its leading =) and the quantity whose value it must give.

    `labels` turns an index quantity (a stage) into words. `mark` is what a score shows that does not apply (without one:
    nothing, as other scores that do not exist), `ungraded` what it shows below the coverage floor. `spread` > 1 writes one
    array formula over that many rows; the quantities of the rows below the first stand in `Spread` cells. `number_format`
    overrides the template's.
    """

    formula: str
    quantity: Quantity
    labels: tuple[str, ...] = ()
    spread: int = 1
    number_format: str = ""
    mark: str = ""
    ungraded: str = ""

    def of_unit(self, unit: str, formula: str) -> Computed:
        """The same of another unit, by its formula."""
        kind, _, ref = self.quantity
        _, _, labels, spread, number_format, mark, ungraded = self
        return Computed(formula, Quantity(kind, unit, ref), labels, spread, number_format, mark, ungraded)

    def without_value(self, table: ScoreTable) -> str:
        """What the cell shows when its quantity has no value."""
        if self.ungraded and table.below_floor(self.quantity.unit, self.quantity.ref):
            return self.ungraded
        applies = not self.mark or table.applies(self.quantity.unit, self.quantity.ref)
        return "" if applies else self.mark


@dataclass(frozen=True, slots=True)
class Spread:
    """A cell below the head of an array formula: it has a value and no formula of its own."""

    quantity: Quantity
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlainFormula:
    """A formula (with its leading =) of none of the engine's quantities, and what it gives (in a form, while nothing is
    filled in). `spread`: the rows and columns that an array formula fills; in its other cells stand their values."""

    formula: str
    shown: str | float = ""
    spread: tuple[int, int] = (1, 1)


@dataclass(frozen=True, slots=True)
class RowCheckFormula:
    """A formula that shows what is wrong with the row of `key`; the engine calculates no such quantity.

    `words` has one for every `RowFault`, in their order. `last` is the number of the round before, where the form shows it.
    `inputs` are the columns of the row's inputs: that of a fault is marked.
    """

    formula: str
    key: str
    words: tuple[str, ...]
    last: float | None = None
    inputs: Mapping[Field, int] = field(default_factory=dict, hash=False)

    def word(self, fault: RowFault) -> str:
        """The text shown for a fault."""
        return self.words[tuple(RowFault).index(fault)]


@dataclass(frozen=True, slots=True)
class PreviousAnswer:
    """Last round's answer, beside the inputs of a row; an input in `columns` that still shows it looks carried over."""

    value: str | float
    columns: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """Text that jumps to a cell of the same workbook, or of the `file` that lies there as seen from its folder."""

    text: str
    target: Cell
    file: str = ""


Content = (
    str
    | float
    | InputCell
    | Shown
    | Computed
    | Spread
    | PlainFormula
    | RowCheckFormula
    | PreviousAnswer
    | Link
    | Chart
)


class PlannedRow(NamedTuple):
    """One row of a sheet. `style_row` is the template row whose look, height and merges it takes.

    `style_columns` maps a column to the template column whose look it takes, where that is not the same one.
    """

    row: int
    style_row: int
    cells: Mapping[int, Content]
    style_columns: Mapping[int, int] = _NONE


class Line(NamedTuple):
    """A row that can be answered: its key, where it stands, its inputs and what it is called.

    `full` is the full points of a sampled item, 1 for an entry. `name` is what a finding calls the row. `shown` is where
    answers stand that cannot be changed; they have checks as the inputs have.
    """

    key: str
    row: int
    name: str
    full: float
    anchor: str
    inputs: Mapping[Field, int]
    checks: Mapping[Field, Check]
    shown: Mapping[Field, int] = _NOWHERE


@dataclass(frozen=True, slots=True)
class Section:
    """The rows of one unit under one indicator: a band row, a row of headings, then `lines` without a gap.

    Neighbours that are `tabled` share band and headings: the lines of each follow those of the one before, and the score of
    each stands in its first line. What a unit adds under an indicator is a section of its own, not `scored`; so is the
    evidence register, which has no `leaf`.
    """

    unit: str
    leaf: str
    title: str
    band_row: int
    lines: tuple[Line, ...]
    scored: bool = True
    tabled: bool = False

    @property
    def top_row(self) -> int:
        """Where a link to the indicator leads."""
        return self.lines[0].row if self.tabled else self.band_row


@dataclass(frozen=True)
class SheetPlan:
    """One sheet: its rows, and the sections that can be answered in it.

    `template` names the template sheet it follows; `unit` is set on a unit's sampling sheet. `key_column` holds the
    row keys, hidden. `column_styles` maps a column to the template column whose width it takes. `frozen` is the
    first row and column that scroll. `filter_range` (A1:C9) has filter buttons in its first row, "" for none.
    `title_row` is repeated on every printed page, 0 for none; the rows in `keep` never stand at the foot of one. `page` has
    the values of placeholders in the template's header and footer. `aside` is the column in which forms may show what was
    answered last time, though it is not planned, 0 for none. `hidden_columns` are not for those who get the workbook.
    `former` are texts that forms of earlier releases show outside of their lines. A sheet with a `design` follows no
    template sheet; `chapter` is the key of what it tells of the report.
    """

    name: str
    template: str
    rows: tuple[PlannedRow, ...]
    sections: tuple[Section, ...] = ()
    unit: str = ""
    key_column: int = 0
    column_styles: Mapping[int, int] = field(default_factory=dict)
    frozen: tuple[int, int] = (0, 0)
    filter_range: str = ""
    title_row: int = 0
    hidden: bool = False
    keep: frozenset[int] = frozenset()
    page: Mapping[str, str] = field(default_factory=dict)
    aside: int = 0
    hidden_columns: frozenset[int] = frozenset()
    former: frozenset[str] = frozenset()
    design: SheetDesign | None = None
    chapter: str = ""

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The rows that can be answered, section by section."""
        return tuple(line for section in self.sections for line in section.lines)

    @cached_property
    def unit_lines(self) -> tuple[tuple[str, Line], ...]:
        """The same rows, each with the unit that answers it."""
        return tuple((section.unit, line) for section in self.sections for line in section.lines)

    @cached_property
    def by_number(self) -> Mapping[int, PlannedRow]:
        """Row number → row."""
        return {row.row: row for row in self.rows}

    @cached_property
    def input_columns(self) -> tuple[int, ...]:
        """The columns in which something can be answered, in order."""
        kinds = {id(line.inputs): line.inputs for line in self.lines}
        return tuple(sorted({column for inputs in kinds.values() for column in inputs.values()}))

    @property
    def scored(self) -> tuple[Section, ...]:
        """The sections of the definition's indicators."""
        return tuple(section for section in self.sections if section.scored)

    @property
    def parts(self) -> tuple[tuple[Section, ...], ...]:
        """The same, those together that share a band."""
        found: dict[int, list[Section]] = {}
        for section in self.scored:
            found.setdefault(section.band_row, []).append(section)
        return tuple(map(tuple, found.values()))


@dataclass(frozen=True)
class WorkbookPlan:
    """A whole workbook. `template` is the template file, `names` the defined names (name → area)."""

    stamp: Stamp
    template: str
    sheets: tuple[SheetPlan, ...]
    names: Mapping[str, Area]
    title: str
    file_name: str
    protect: bool = True

    @cached_property
    def by_name(self) -> Mapping[str, SheetPlan]:
        """Sheet name → sheet."""
        return {sheet.name: sheet for sheet in self.sheets}

    @cached_property
    def answerable(self) -> tuple[SheetPlan, ...]:
        """The sheets in which something can be answered."""
        return tuple(sheet for sheet in self.sheets if sheet.lines)

    @cached_property
    def row_names(self) -> Mapping[str, str]:
        """Row key → what a finding calls the row."""
        return {line.key: line.name for sheet in self.sheets for line in sheet.lines}

    def sections(self) -> Iterator[tuple[SheetPlan, Section]]:
        """All sections with the sheet they stand in."""
        return ((sheet, section) for sheet in self.sheets for section in sheet.sections)

    def with_shown(self) -> WorkbookPlan:
        """The same with the answers that are shown among the inputs: to read all that its formulas read."""
        return replace(self, sheets=tuple(_with_shown(sheet) for sheet in self.sheets))

    def row_checks(self) -> Iterator[tuple[Cell, RowCheckFormula]]:
        """All row checks with their addresses."""
        return ((cell, content) for cell, content in self._cells() if isinstance(content, RowCheckFormula))

    def plain_formulas(self) -> Iterator[tuple[Cell, PlainFormula]]:
        """All formulas of no quantity with their addresses."""
        return ((cell, content) for cell, content in self._cells() if isinstance(content, PlainFormula))

    def computed(self) -> Iterator[tuple[Cell, Computed | Spread]]:
        """All computed cells with their addresses."""
        return ((cell, content) for cell, content in self._cells() if isinstance(content, Computed | Spread))

    def _cells(self) -> Iterator[tuple[Cell, Content]]:
        for sheet in self.sheets:
            for row in sheet.rows:
                for column, content in row.cells.items():
                    if not isinstance(content, str):
                        yield Cell(sheet.name, row.row, column), content


def _with_shown(sheet: SheetPlan) -> SheetPlan:
    sections = (
        replace(
            section,
            lines=tuple(ln._replace(inputs={**ln.shown, **ln.inputs}, shown={}) for ln in section.lines),
        )
        for section in sheet.sections
    )
    return replace(sheet, sections=tuple(sections))
