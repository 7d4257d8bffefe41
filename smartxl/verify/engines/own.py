"""`smartxl`: our own engine, which does not compute what it does not know to come out as in Excel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smartxl.cells import Cell
from smartxl.verify.engines.base import EngineValues
from smartxl.verify.engines.installed import version_of
from smartxl.verify.values import value_of

if TYPE_CHECKING:
    from smartxl.verify.engines.inputs import EngineInputs

__all__ = ["OwnEngine"]


class OwnEngine:
    """`smartxl.recalc`."""

    name = "smartxl"
    calls_functions = True

    def version(self) -> str:
        """That of this software."""
        return version_of("smartxl")

    def values(self, inputs: EngineInputs) -> EngineValues:
        """The values of all formulas."""
        book = inputs.workbook()
        missing = {
            Cell(each.sheet, each.row, each.column): each.why for each in book.calculate(inputs.formulas)
        }
        sheets = {name: book.sheets[name.casefold()] for name in inputs.sheets}
        return EngineValues(
            {
                cell: value_of(sheets[cell.sheet].get(cell.row, cell.column))
                for cell in inputs.filled
                if cell not in missing
            },
            missing,
        )
