"""What every engine is: a name, a version, and the values of a workbook's formulas from its inputs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from smartxl.cells import Cell
from smartxl.recalc.order import in_order, needed
from smartxl.recalc.values import NotComputed
from smartxl.text import Text
from smartxl.verify.grid import Value

if TYPE_CHECKING:
    from smartxl.recalc.calculation import Job
    from smartxl.verify.engines.inputs import EngineInputs

__all__ = ["DEPENDS", "Engine", "EngineValues", "with_dependents"]

DEPENDS = Text("依赖未计算的单元格", "depends on a cell that is not computed")


@dataclass(frozen=True)
class EngineValues:
    """The value of every formula cell that the engine computes, and why it does not compute the others.

    Errors are `ErrorValue`. A cell is in one of the two and never in both. `loose`: TRUE may stand as 1, and any error as
    #VALUE!, which is how the engine saves them.
    """

    values: Mapping[Cell, Value]
    missing: Mapping[Cell, Text] = field(default_factory=dict)
    loose: bool = False


class Engine(Protocol):
    """A program that calculates workbooks. `calls_functions`: user-defined functions can be registered with it."""

    @property
    def name(self) -> str:
        """As it is asked for."""
        ...

    @property
    def calls_functions(self) -> bool:
        """Whether it calls the `functions` of its inputs."""
        ...

    def version(self) -> str:
        """Which version is installed. Raises VerifyError with what to install where none is."""
        ...

    def values(self, inputs: EngineInputs, /) -> EngineValues:
        """Calculates every formula from the inputs. Raises VerifyError where the engine fails as a whole."""
        ...


def with_dependents(inputs: EngineInputs, missing: Mapping[Cell, Text]) -> Mapping[Cell, Text]:
    """The formula cells that are not computed, and all that read one of them: an engine may have hidden that (IFERROR)."""
    if not missing:
        return missing
    book = inputs.workbook()
    found = dict(missing)
    lost = {
        sheet.index: sheet.waiting for sheet in book.sheets.values()
    }  # as large as the sheet, nothing waits
    for cell in missing:
        lost[book.sheets[cell.sheet.casefold()].index][cell.row - 1, cell.column - 1] = True
    jobs: dict[tuple[int, int, int], Job] = {}
    heads: dict[tuple[int, int, int], tuple[int, int, int]] = {}
    for formula in inputs.formulas:
        sheet = book.sheets[formula.sheet.casefold()]
        key = sheet.index, formula.row, formula.column
        if formula.fills:
            heads |= {(sheet.index, *place): key for place in formula.places()}
        try:
            jobs[key] = book.job(formula, sheet)
        except NotComputed:  # what it reads is not known
            continue
    for job, _ in in_order(jobs, needed(jobs, heads)):
        if any(
            lost[ref.sheet.index][ref.top - 1 : ref.bottom, ref.left - 1 : ref.right].any()
            for ref in job.reads
        ):
            for row, column in job.formula.places():
                found.setdefault(Cell(job.sheet.name, row, column), DEPENDS)
                lost[job.sheet.index][row - 1, column - 1] = True
    return found
