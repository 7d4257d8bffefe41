"""Calculating the formulas of a workbook: each after what it reads, also where that shows only while it is calculated."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, Protocol

from smartxl.cells import Cell
from smartxl.recalc.arrays import Arr
from smartxl.recalc.compiled import SPILLING, Compiled
from smartxl.recalc.order import Waits, in_order, needed
from smartxl.recalc.place import CalculatedBook, PlaceOf
from smartxl.recalc.planes import Pending, Ref, SheetPlanes
from smartxl.recalc.values import NA, VALUE, NotComputed, Scalar
from smartxl.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


__all__ = ["CIRCULAR", "FAULTS", "ArrayFormula", "Calculation", "FormulaCell", "Job", "Uncomputed"]

Place = tuple[int, int]
Key = tuple[int, int, int]
CIRCULAR = Text("循环引用", "circular reference")
"""How the reason begins why formulas that need each other are not computed."""
FAULTS = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What goes wrong where a function of ours meets what it was not written for."""


@dataclass(frozen=True, slots=True)
class ArrayFormula:
    """What an array formula fills: rows and columns, corners included, counted from 1."""

    top: int
    left: int
    bottom: int
    right: int


class FormulaCell(NamedTuple):
    """A formula (with its =) and where it stands; `fills` for an array formula. Tuples are looked up soonest."""

    sheet: str
    row: int
    column: int
    text: str
    fills: ArrayFormula | None = None

    def places(self) -> Iterator[Place]:
        """The cells that show its value."""
        if self.fills is None:
            yield self.row, self.column
            return
        for row in range(self.fills.top, self.fills.bottom + 1):
            for column in range(self.fills.left, self.fills.right + 1):
                yield row, column


@dataclass(frozen=True, slots=True)
class Uncomputed:
    """A formula cell without a value, and why."""

    sheet: str
    row: int
    column: int
    why: Text


@dataclass(slots=True)
class Job:
    """A formula while it waits for what it reads."""

    formula: FormulaCell
    sheet: SheetPlanes
    compiled: Compiled
    refs: tuple[Ref, ...]
    reads: tuple[Ref, ...]
    """What it is certain to read, each once."""
    cells: tuple[Key, ...] = field(init=False)
    """Those of one cell."""
    areas: tuple[Ref, ...] = field(init=False)
    """Those of several."""
    sheets: tuple[SheetPlanes, ...] = field(init=False)
    """The sheets of them all."""
    shape: tuple[int, int] | None = None
    """Rows and columns that an array formula gave when it was calculated last."""

    def __post_init__(self) -> None:
        """With what the order follows from."""
        self.cells = tuple((ref.sheet.index, ref.top, ref.left) for ref in self.reads if ref.is_cell)
        self.areas = tuple(ref for ref in self.reads if not ref.is_cell)
        self.sheets = tuple({ref.sheet.index: ref.sheet for ref in self.reads}.values())

    @property
    def cell(self) -> Cell:
        """Where it stands."""
        return Cell(self.sheet.name, self.formula.row, self.formula.column)


class Formulas(CalculatedBook, Protocol):
    """A workbook that takes formulas apart."""

    def job(self, formula: FormulaCell, sheet: SheetPlanes) -> Job:
        """A formula taken apart. Raises NotComputed."""
        ...


class Calculation:
    """The formulas of a workbook while they are calculated: `jobs` by sheet, row and column, those that are taken apart, and
    `heads`, the cells under an array formula and where it stands."""

    def __init__(self, book: Formulas) -> None:
        self._book = book
        self._formulas: dict[Key, FormulaCell] = {}
        self.jobs: dict[Key, Job] = {}
        self.heads: dict[Key, Key] = {}

    def run(self, formulas: Sequence[FormulaCell], wanted: Iterable[Key] | None = None) -> None:
        """Calculates formulas into the sheets, and notes there which are not computed.

        All of them, or only the cells `wanted` (index of the sheet, row, column) and what they read.
        """
        self.prepare(formulas, wanted)
        for job, is_certain in in_order(dict(self.jobs), self.needs()):
            self.settle(job, checks=not is_certain)

    def prepare(self, formulas: Sequence[FormulaCell], wanted: Iterable[Key] | None = None) -> None:
        """Takes formulas apart: they wait to be calculated, or are noted as those that are not computed."""
        for formula in formulas:
            self._await(formula)
        if wanted is None:
            for key in self._formulas:
                self._job(key)
        else:
            self._take_up(wanted)

    def needs(self) -> Waits:
        """Which formulas must be calculated before each."""
        return needed(self.jobs, self.heads)

    def _await(self, formula: FormulaCell) -> None:
        sheet = self._book.sheets[formula.sheet.casefold()]
        sheet.formulas[formula.row, formula.column] = formula.text
        key = sheet.index, formula.row, formula.column
        self._formulas[key] = formula
        if formula.fills:
            sheet.spilled[formula.row, formula.column] = formula.fills.bottom, formula.fills.right
        for row, column in formula.places():
            sheet.waiting[row - 1, column - 1] = True
            if formula.fills:
                self.heads[sheet.index, row, column] = key

    def _job(self, key: Key) -> Job | None:
        """The formula of a cell taken apart; None where there is none, and for one that is not computed."""
        key = self.heads.get(key, key)
        if key not in self.jobs and key in self._formulas:
            formula = self._formulas[key]
            sheet = self._book.sheets[formula.sheet.casefold()]
            try:
                self.jobs[key] = self._book.job(formula, sheet)
            except NotComputed as missing:
                _give_up(formula, sheet, missing.why)
        return self.jobs.get(key)

    def _take_up(self, wanted: Iterable[Key]) -> None:
        """Takes apart the formulas of some cells, and those of all cells that these are certain to read."""
        todo = list(wanted)
        taken = set(todo)
        while todo:
            job = self._job(todo.pop())
            for ref in job.reads if job else ():
                found = {(ref.sheet.index, *place) for place in ref.waiting()} - taken
                taken |= found
                todo += found

    def settle(self, job: Job, *, checks: bool) -> None:
        """Calculates a formula that waits, and before it what it turns out to need.

        `checks`: what it reads may not be calculated yet.
        """
        if (job.formula.row, job.formula.column) in job.sheet.unknown:
            return
        stack = [job]  # each but the last waits for the one after it
        while stack:
            top = stack[-1]
            try:
                self._calculate(top, checks=checks or len(stack) > 1 or bool(top.compiled.operands))
            except Pending as pending:
                needed = self._owner(pending)
                if needed is not None and needed not in stack:
                    stack.append(needed)
                    continue
                _give_up_circle(stack, needed or top)
            except NotComputed as missing:
                _give_up(top.formula, top.sheet, missing.why)
            stack.pop()

    def _owner(self, pending: Pending) -> Job | None:
        """The first formula that is waited for."""
        return self._job((pending.sheet.index, *pending.places[0]))

    def _calculate(self, job: Job, *, checks: bool) -> None:
        formula, sheet = job.formula, job.sheet
        if not sheet.waiting[formula.row - 1, formula.column - 1]:
            return
        if not checks and any(read.unknown for read in job.sheets):
            checks = any(ref.lacks() for ref in job.reads)
        at = PlaceOf(self._book, sheet, formula.row, formula.column, job.refs, checks)
        try:
            value = job.compiled.part(at)
        except FAULTS as error:  # a fault of ours must not cost the other formulas
            raise NotComputed(Text("计算失败", f"the calculation failed ({type(error).__name__})")) from error
        if formula.fills:
            _keep_shape(job, value)
        _check_beyond(value, formula, job.compiled.calls)
        for row, column in formula.places():
            part = _part(value, row, column, formula.fills)
            sheet.put(row, column, 0.0 if part is None else part)


def _keep_shape(job: Job, value: Scalar | Arr) -> None:
    """Raises NotComputed where an array formula gives more or fewer values than before: no file says what it fills then."""
    shape = value.shape if isinstance(value, Arr) else (1, 1)
    if job.shape not in {None, shape}:
        before, now = ("×".join(map(str, each)) for each in (job.shape, shape) if each)
        why = (
            f"数组公式原来得到 {before} 个值，现在得到 {now} 个",
            f"the array formula gave {before} values, and gives {now} now",
        )
        raise NotComputed(Text(*why))
    job.shape = shape


def _give_up(formula: FormulaCell, sheet: SheetPlanes, why: Text) -> None:
    for place in formula.places():
        sheet.give_up(*place, why)


_TELL_ERRORS = frozenset(
    {
        "ISBLANK",
        "ISERR",
        "ISERROR",
        "ISLOGICAL",
        "ISNA",
        "ISNONTEXT",
        "ISNUMBER",
        "ISTEXT",
        "IFERROR",
        "IFNA",
        "TYPE",
        "N",
    }
)


def _check_beyond(value: Scalar | Arr, formula: FormulaCell, calls: frozenset[str]) -> None:
    """Raises NotComputed where cells of an array formula lie beyond what it gives, and its functions tell #N/A from others."""
    area = formula.fills
    if area is None or not isinstance(value, Arr):
        return
    rows, columns = value.shape
    if calls & SPILLING and value.size > 1 and (area.top, area.left) == (area.bottom, area.right):
        raise NotComputed(Text("未溢出的数组结果", "an array that fills no cells"))
    if not calls & _TELL_ERRORS:
        return
    if 1 < rows < area.bottom - area.top + 1 or 1 < columns < area.right - area.left + 1:
        raise NotComputed(Text("数组公式的区域大于结果", "an array formula over more cells than it gives"))


def _give_up_circle(stack: list[Job], first: Job) -> None:
    """Gives up the formulas that need each other; those that wait for them are left to find that out."""
    circle = stack[stack.index(first) :]
    path = " → ".join(str(job.cell) for job in (*circle, first))
    for job in circle:
        _give_up(job.formula, job.sheet, CIRCULAR + Text(f" {path}", f" {path}"))
    del stack[stack.index(first) + 1 :]


def _part(value: Scalar | Arr, row: int, column: int, area: ArrayFormula | None) -> Scalar:
    """What a cell shows of a result; a single row or column is repeated over the area of an array formula, beyond is #N/A."""
    if not isinstance(value, Arr):
        return value
    if area is None:
        return value.at(0, 0) if value.size else VALUE
    rows, columns = value.shape
    at = 0 if rows == 1 else row - area.top, 0 if columns == 1 else column - area.left
    return value.at(*at) if at[0] < rows and at[1] < columns else NA
