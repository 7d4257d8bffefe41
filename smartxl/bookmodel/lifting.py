"""One formula for many scenarios at once: where that gives, for each, the value that the engine gives, and only there.

The engine calculates array formulas element by element; a formula of single cells is one whose cells are columns, an element
for each scenario. What reads areas (SUM, VLOOKUP) is lifted where the area is the same in all scenarios, or where
`vectors.py` has the function.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from smartxl.bookmodel.lookups import LOOKUPS
from smartxl.bookmodel.vectors import VECTORS, ScenarioPlace, Unliftable
from smartxl.recalc.arrays import Arr
from smartxl.recalc.calls import AS_IT_COMES
from smartxl.recalc.compiled import SPECIAL, Compiler
from smartxl.recalc.operators import ARRAY_OPERATORS
from smartxl.recalc.place import Part, PlaceOf, Value, spread
from smartxl.recalc.planes import Pending, Ref, Union
from smartxl.recalc.registry import FUNCTIONS, Function
from smartxl.recalc.tree import (
    ArrayOf,
    Binary,
    Call,
    CellReference,
    Constant,
    LeftOut,
    Node,
    Operand,
    PerCent,
    Prefix,
    parse,
    taken_out,
)
from smartxl.recalc.values import CellError, FailedError, NotComputed, Scalar

if TYPE_CHECKING:
    from smartxl.bookmodel.addresses import Key
    from smartxl.recalc import Workbook
    from smartxl.recalc.calculation import Job

__all__ = ["LiftedFormula", "lifted"]

_CHOOSING = frozenset({"CHOOSE", "IF", "IFERROR", "IFNA", "IFS", "SWITCH"})
_BLANK = Arr.of([[None]])
_OVER_COLUMNS: tuple[Mapping[str, Function], ...] = ({**VECTORS, **LOOKUPS}, VECTORS, {})
"""Functions that take columns: as many as there are, then fewer, for values that those do not take."""


@dataclass(frozen=True, slots=True)
class LiftedFormula:
    """A formula over columns: `cells` and `names` say which of its references are the columns of which cells."""

    job: Job
    book: Workbook
    part: Part
    cells: Mapping[int, Key | None]
    names: Mapping[str, Key]

    def column(self, columns: Mapping[Key, Arr], count: int) -> Arr:
        """Its value in each scenario. Raises Unliftable, NotComputed."""
        formula, refs = self.job.formula, list[Any](self.job.refs)
        for index, key in self.cells.items():
            refs[index] = columns[key] if key else _BLANK
        bound: dict[str, Value] = {name: columns[key] for name, key in self.names.items()}
        at = ScenarioPlace(
            self.book, self.job.sheet, formula.row, formula.column, refs, False, bound, columns, count
        )
        try:
            value = spread(self.part(at))
        except FailedError as failed:
            value = failed.error
        return _over(value, count)


def _over(value: Scalar | Arr, count: int) -> Arr:
    """A value for each scenario, as cells hold it: 0 for a blank. Raises Unliftable for an area of values."""
    if not isinstance(value, Arr):
        value = Arr.of([[value]])
    if value.shape == (1, 1) and count != 1:
        one = value.at(0, 0)
        value = Arr.numbers(np.full((count, 1), one)) if isinstance(one, float) else Arr.of([[one]] * count)
    if value.shape != (count, 1):
        raise Unliftable
    return value.mapped(lambda one: 0.0 if one is None else one) if value.has(0) else value


def lifted(job: Job, book: Workbook, moving: Callable[[Ref], bool]) -> Iterator[LiftedFormula]:
    """The ways in which a formula is calculated over columns, the fastest first; none for one that is calculated one by one.

    `moving`: whether an area has cells that differ between scenarios.
    """
    if job.formula.fills or any(ref.holds(place) for ref in job.reads for place in ref.sheet.unknown):
        return
    texts = taken_out(job.formula.text)[1] if job.refs else ()
    tree = parse(job.formula.text, texts)
    tried: list[frozenset[str]] = []
    for chosen in _OVER_COLUMNS:
        over_columns = {name: entry for name, entry in chosen.items() if name not in book.functions}
        fitting = _Fitting(job, book, moving, {**FUNCTIONS, **book.functions, **over_columns})
        used = frozenset(_calls(tree)) & over_columns.keys()
        if used in tried or not fitting.fits(tree):
            continue
        tried.append(used)
        with suppress(NotComputed):
            part = Compiler(fitting.guarded(over_columns)).part(tree, True)
            yield LiftedFormula(job, book, part, fitting.cells, fitting.names)


def _calls(node: Node) -> Iterator[str]:
    if isinstance(node, Call):
        yield node.name
    for part in node.arguments if isinstance(node, Call) else _parts(node):
        yield from _calls(part)


class _Fitting:
    """Looks through a formula, and notes which references are columns."""

    def __init__(
        self, job: Job, book: Workbook, moving: Callable[[Ref], bool], functions: Mapping[str, Function]
    ) -> None:
        self._job, self._book, self._moving, self._functions = job, book, moving, functions
        self.cells: dict[int, Key | None] = {}
        self.names: dict[str, Key] = {}
        self.called: set[str] = set()

    def guarded(self, over_columns: Mapping[str, Function]) -> Mapping[str, Function]:
        """The functions that are called; those that do not take columns stop where they give an area."""
        called = {name: self._functions[name] for name in self.called}
        return {name: each if name in over_columns else _guarded(each) for name, each in called.items()}

    def fits(self, node: Node) -> bool:
        """Whether a part gives a single value, and the same over columns."""
        if isinstance(node, CellReference):
            return self._cell(node)
        if isinstance(node, Operand):
            return self._name(node)
        if isinstance(node, Call):
            return self._call(node)
        return self._is_arithmetic(node) and all(map(self.fits, _parts(node)))

    def _is_arithmetic(self, node: Node) -> bool:
        """Whether a part is a constant, or its operator works element by element."""
        if isinstance(node, Binary):
            return node.operator in ARRAY_OPERATORS
        if isinstance(node, Prefix):
            return node.operator in "+-"
        return isinstance(node, Constant | LeftOut | PerCent)

    def _cell(self, node: CellReference) -> bool:
        ref = self._job.refs[node.index]
        if not ref.is_cell:
            return False
        if self._moving(ref):
            self.cells[node.index] = (ref.sheet.index, ref.top, ref.left)
        elif ref.sheet.get(ref.top, ref.left) is None:
            self.cells[node.index] = None
        return True

    def _name(self, node: Operand) -> bool:
        found = self._stands_for(node)
        if isinstance(found, Ref):
            if not found.is_cell:
                return False
            if self._moving(found):
                self.names[node.text.lower()] = (found.sheet.index, found.top, found.left)
                return True
            return found.sheet.get(found.top, found.left) is not None
        return isinstance(found, float | str | bool)

    def _stands_for(self, node: Operand) -> Value:
        at = PlaceOf(self._book, self._job.sheet, self._job.formula.row, self._job.formula.column)
        try:
            return self._book.operand(node.text, at)
        except (FailedError, NotComputed, Pending):
            return None

    def _call(self, node: Call) -> bool:
        entry = self._functions.get(node.name)
        if node.name in SPECIAL and node.name not in self._book.functions:
            return node.name in _CHOOSING and all(map(self.fits, node.arguments))
        if entry is None or not entry.takes(len(node.arguments)):
            return False
        self.called.add(node.name)
        return all(self._argument(entry, index, argument) for index, argument in enumerate(node.arguments))

    def _argument(self, entry: Function, index: int, node: Node) -> bool:
        if entry.letter(index) not in AS_IT_COMES:
            return self.fits(node)
        ref = self._area(node)
        if any(entry is each.get(entry.name) for each in _OVER_COLUMNS):
            return ref is not None or self.fits(node)
        if ref is not None:
            return (entry.unread and index == 0 and isinstance(node, CellReference)) or not self._moving(ref)
        return isinstance(node, Constant | ArrayOf)

    def _area(self, node: Node) -> Ref | None:
        if isinstance(node, CellReference):
            return self._job.refs[node.index]
        found = self._stands_for(node) if isinstance(node, Operand) else None
        return found if isinstance(found, Ref) else None


def _parts(node: Node) -> tuple[Node, ...]:
    if isinstance(node, Binary):
        return node.left, node.right
    return (node.part,) if isinstance(node, Prefix | PerCent) else ()


def _guarded(entry: Function) -> Function:
    """A function that stops where it gives an area, which a formula of single cells takes one cell of."""

    def call(*arguments: Any) -> Scalar:  # noqa: ANN401  (what the function takes)
        found = entry.call(*arguments)
        if isinstance(found, Ref) and found.is_cell:
            return found.sheet.get(found.top, found.left)
        if isinstance(found, Ref | Arr | Union):
            raise Unliftable
        scalar: float | str | bool | CellError | None = found
        return scalar

    return replace(entry, call=call)
