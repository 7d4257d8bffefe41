"""The formulas of any workbook, calculated from its inputs; what the file shows for them is never looked at.

    loaded = load_book(open_saved(content, name))
    missing = tuple(loaded.workbook.calculate(loaded.formulas))

In: a `RawBook` read with its settings, or cells as they come. Out: the value of every formula in the sheets of the
`Workbook`, and each formula that is not computed, with the reason: nothing is computed otherwise than Excel computes it, as
far as we know. Start at `workbook.py`; a formula becomes a tree (`tree.py`), the tree functions of Python (`compiled.py`),
which call the functions of Excel (`functions/`).
"""

from __future__ import annotations

from smartxl.recalc.again import RepeatedCalculation
from smartxl.recalc.calculation import ArrayFormula, FormulaCell, Uncomputed
from smartxl.recalc.followers import Readers
from smartxl.recalc.load import LoadedBook, load_book
from smartxl.recalc.planes import SheetPlanes
from smartxl.recalc.registry import FUNCTIONS
from smartxl.recalc.tree import taken_out
from smartxl.recalc.udf import NO_FUNCTIONS, registered
from smartxl.recalc.values import ERRORS, CellError, Scalar
from smartxl.recalc.workbook import Workbook

__all__ = [
    "ERRORS",
    "FUNCTIONS",
    "NO_FUNCTIONS",
    "ArrayFormula",
    "CellError",
    "FormulaCell",
    "LoadedBook",
    "Readers",
    "RepeatedCalculation",
    "Scalar",
    "SheetPlanes",
    "Uncomputed",
    "Workbook",
    "load_book",
    "registered",
    "taken_out",
]
