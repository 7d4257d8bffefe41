"""What explaining a cell found, as data."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from smartxl.cells import Area, Cell
    from smartxl.precedents.evaluation import BranchTaken, EvaluationStep
    from smartxl.text import Text

__all__ = [
    "CellKind",
    "CellShown",
    "Dependents",
    "ExplainedCell",
    "ExplainedSource",
    "Explanation",
    "RangeSummary",
]

CellShown = float | str | bool | None
"""A value: a number, text or the text of an error, TRUE/FALSE, None for nothing."""


class CellKind(StrEnum):
    """What stands in a cell."""

    FORMULA = "formula"
    INPUT = "input"
    BLANK = "blank"


@dataclass(frozen=True, slots=True)
class RangeSummary:
    """The cells of a range: how many there are, and of what kind; sum, least and greatest of the numbers (None without any).

    `formulas` of them are results of formulas, `unknown` are not calculated.
    """

    cells: int
    numbers: int
    texts: int
    logicals: int
    errors: int
    blanks: int
    formulas: int
    unknown: int
    total: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class ExplainedSource:
    """What a formula refers to: as it is written, the area that this is (None for the value of a name), and its cells.

    `cells` are those that are told one by one: the cell itself; of a range the first that are errors or not computed, or all
    that hold something where that was asked for. `used` is false for what stands only in branches that were not taken;
    `chosen` cells were chosen by a function such as INDEX. `why` says why it is not known what this is.
    """

    written: str
    area: Area | None
    cells: tuple[Cell, ...] = ()
    summary: RangeSummary | None = None
    value: CellShown = None
    used: bool = True
    chosen: bool = False
    why: Text | None = None


@dataclass(frozen=True, slots=True)
class ExplainedCell:
    """One cell, told once. `level`: how many formulas lie between it and the cell that was asked for.

    `row` and `column`: what they are called by the texts around. `value` is recalculated; `stored` is what the file has for a
    formula, `differs` whether that is another value. `seen`: the value as its number format shows it, "" where that is the
    same. `why` says why it is not computed. `quantity`: the planned quantity of one of our workbooks. `followed` is false
    where its sources were left out.
    """

    cell: Cell
    kind: CellKind
    level: int
    row: str
    column: str
    formula: str
    value: CellShown
    seen: str
    stored: CellShown
    differs: bool
    why: Text | None
    sources: tuple[ExplainedSource, ...] = ()
    branches: tuple[BranchTaken, ...] = ()
    followed: bool = True
    quantity: Text | None = None


@dataclass(frozen=True, slots=True)
class Dependents:
    """What uses a cell: the formulas that read it (the first of `direct`), and how many follow from it in all.

    `unsure` formulas choose the cells that they read while they are calculated (INDIRECT, OFFSET): they may use it as well.
    """

    cells: tuple[ExplainedCell, ...]
    direct: int
    following: int
    unsure: int


@dataclass(frozen=True, slots=True)
class Explanation:
    """A cell and all that it comes from. `cells`: each told once, the one that was asked for first, then level by level.

    `left_out`: how many cells were met and not told, for they are too many. `formulas`: those of the whole workbook.
    `steps` are those of the cell that was asked for, where they were asked for.
    """

    file_name: str
    cells: tuple[ExplainedCell, ...]
    left_out: int
    formulas: int
    steps: tuple[EvaluationStep, ...] = ()
    dependents: Dependents | None = None

    @property
    def target(self) -> ExplainedCell:
        """The cell that was asked for."""
        return self.cells[0]
