"""Formulas by their shape: those that say the same of other cells, as a formula that was filled down a column does."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np

from smartxl.cells import column_number
from smartxl.recalc.tree import Call, Constant, Node, Operand, parse, parts, taken_out
from smartxl.recalc.values import REF, NotComputed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from smartxl.recalc import FormulaCell
    from smartxl.xlsx.settings import Span

__all__ = ["RelativeFormula", "RelativeReference", "shapes_of"]

_REFERENCE = re.compile(
    r"(?:(?:'(?P<quoted>(?:[^']|'')+)'|(?P<bare>[^!]+))!)?"
    r"(?P<c1>\$?)(?P<left>[A-Z]+)(?P<r1>\$?)(?P<top>\d+)"
    r"(?::(?P<c2>\$?)(?P<right>[A-Z]+)(?P<r2>\$?)(?P<bottom>\d+))?"
)
_WHOLE = re.compile(
    r"\"[^\"]*\"|'[^']*'|\[[^\]]*\]|"
    r"(?<![\w.$:])(?:(\$?)([A-Z]{1,3}):(\$?)([A-Z]{1,3})|(\$?)(\d{1,7}):(\$?)(\d{1,7}))(?![\w.:(])"
)


@dataclass(frozen=True, slots=True)
class RelativeReference:
    """Where a reference leads from a cell: rows and columns away from it, or where they are `fixed` ($) their numbers.

    `sheet` is the name as it is written, of the cell's own sheet where none is. `fixed` tells of top, left, bottom, right.
    """

    sheet: str
    top: int
    left: int
    bottom: int
    right: int
    fixed: tuple[bool, bool, bool, bool]
    is_range: bool

    def span(self, row: int, column: int) -> Span:
        """The area from one cell."""
        top, left, bottom, right = (
            value if fixed else value + (row, column)[index % 2]
            for index, (value, fixed) in enumerate(
                zip((self.top, self.left, self.bottom, self.right), self.fixed, strict=True)
            )
        )
        return min(top, bottom), min(left, right), max(top, bottom), max(left, right)

    def first_cells(
        self, rows: NDArray[np.int64], columns: NDArray[np.int64]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Rows and columns of the first cell that it leads to from each of several cells."""
        top = np.full_like(rows, self.top) if self.fixed[0] else rows + self.top
        left = np.full_like(columns, self.left) if self.fixed[1] else columns + self.left
        return top, left


@dataclass(frozen=True)
class RelativeFormula:
    """One shape of formulas on a sheet: the cells that have it, in order, and where its references lead.

    `text` is the formula of the first cell (with its =), `around` what stands around the references.
    """

    sheet: str
    text: str
    around: str
    reaches: tuple[RelativeReference, ...]
    rows: NDArray[np.int64]
    columns: NDArray[np.int64]
    is_array: bool

    @cached_property
    def tree(self) -> Node | None:
        """The formula as a tree, whose references have the numbers of `reaches`; None for one that cannot be read."""
        try:
            return parse(self.text, taken_out(self.text)[1])
        except NotComputed:
            return None

    @cached_property
    def parts(self) -> tuple[Node, ...]:
        """All parts of the formula, itself first."""
        return tuple(parts(self.tree))

    def calls(self, names: Iterable[str]) -> Iterator[Call]:
        """The calls of some functions in it, function by function."""
        return (call for name in sorted(names) for call in self.called.get(name, ()))

    @cached_property
    def called(self) -> Mapping[str, Sequence[Call]]:
        """The functions that it calls, in the order in which they first occur, with their calls."""
        found: dict[str, list[Call]] = {}
        for part in self.parts:
            if isinstance(part, Call):
                found.setdefault(part.name, []).append(part)
        return found

    @cached_property
    def refers(self) -> bool:
        """Whether it refers to anything: cells, names, columns."""
        return bool(self.reaches) or any(isinstance(part, Operand) for part in self.parts)

    @cached_property
    def is_broken(self) -> bool:
        """Whether #REF! stands in place of a reference."""
        if "#REF!" not in self.around.upper():
            return False
        return self.tree is None or any(
            (isinstance(part, Constant) and part.value is REF)
            or (isinstance(part, Operand) and part.text.upper().endswith("#REF!"))
            for part in self.parts
        )

    @property
    def first(self) -> tuple[int, int]:
        """Row and column of the first cell."""
        return int(self.rows[0]), int(self.columns[0])

    def without(self, passed: NDArray[np.bool_]) -> RelativeFormula | None:
        """The same without some cells of the sheet, whose rows and columns count from 0; None where none are left."""
        kept = ~passed[self.rows - 1, self.columns - 1]
        if kept.all():
            return self
        return replace(self, rows=self.rows[kept], columns=self.columns[kept]) if kept.any() else None

    def spans(self) -> Iterator[Span]:
        """Its cells, each as an area."""
        for row, column in zip(self.rows.tolist(), self.columns.tolist(), strict=True):
            yield row, column, row, column


_Led: TypeAlias = tuple[str | None, int, int, int, int, tuple[bool, bool, bool, bool], bool]
"""A reference as `RelativeReference` has it, without a sheet where none is written."""


class _Key(NamedTuple):
    """What formulas of one shape have in common."""

    around: str
    reaches: tuple[_Led, ...]
    is_array: bool


def shapes_of(sheet: str, formulas: Iterable[FormulaCell]) -> tuple[RelativeFormula, ...]:
    """The shapes of the formulas of a sheet, in the order in which they first occur."""
    found: dict[_Key, list[FormulaCell]] = {}
    for cell in formulas:
        found.setdefault(_key(cell), []).append(cell)
    return tuple(
        RelativeFormula(
            sheet,
            cells[0].text,
            key.around,
            tuple(RelativeReference(reach[0] or sheet, *reach[1:]) for reach in key.reaches),
            np.array([cell.row for cell in cells], np.int64),
            np.array([cell.column for cell in cells], np.int64),
            key.is_array,
        )
        for key, cells in found.items()
    )


def _key(cell: FormulaCell) -> _Key:
    around, texts = taken_out(cell.text)
    if ":" in around:
        around = _WHOLE.sub(lambda match: _whole(match, cell), around)
    return _Key(around, tuple(_led(_read(text), cell) for text in texts), cell.fills is not None)


@lru_cache(maxsize=100_000)
def _read(text: str) -> _Led:
    """A reference that was taken out of a formula, with its rows and columns as they are written."""
    match = _REFERENCE.fullmatch(text)
    if match is None:
        raise ValueError(text)
    part = match.groupdict()
    name = part["quoted"].replace("''", "'") if part["quoted"] else part["bare"]
    is_range = part["right"] is not None
    last = ("c2", "right", "r2", "bottom") if is_range else ("c1", "left", "r1", "top")
    fixed = (bool(part["r1"]), bool(part["c1"]), bool(part[last[2]]), bool(part[last[0]]))
    top, left = int(part["top"]), column_number(part["left"])
    return name, top, left, int(part[last[3]]), column_number(part[last[1]]), fixed, is_range


def _led(read: _Led, cell: FormulaCell) -> _Led:
    """The same with rows and columns away from a cell where they are not fixed."""
    name, top, left, bottom, right, fixed, is_range = read
    if all(fixed):
        return read
    row, column = cell.row, cell.column
    return (
        name,
        top if fixed[0] else top - row,
        left if fixed[1] else left - column,
        bottom if fixed[2] else bottom - row,
        right if fixed[3] else right - column,
        fixed,
        is_range,
    )


def _whole(match: re.Match[str], cell: FormulaCell) -> str:
    """Whole columns or rows by how far away they are, other things in quotes or brackets as they are."""
    groups = match.groups()
    if groups[1]:
        pairs: Iterable[tuple[str, int]] = (
            (groups[0], column_number(groups[1])),
            (groups[2], column_number(groups[3])),
        )
        base, letter = cell.column, "C"
    elif groups[5]:
        pairs = (groups[4], int(groups[5])), (groups[6], int(groups[7]))
        base, letter = cell.row, "R"
    else:
        return match[0]
    return ":".join(f"{letter}{number}" if fixed else f"{letter}[{number - base}]" for fixed, number in pairs)
