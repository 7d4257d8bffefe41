"""Any workbook as an object and as a function: inputs are set, its own formulas give the results.

    model = workbook("loan.xlsx")
    model.set("Loan!B4", 30).calculate()["Loan!D9"]
    payment = model.function(inputs=["Rate", "Loan!B4"], outputs="Loan!D9")

In: an .xlsx of anybody's. Out: values that the formulas give (`smartxl.recalc`), never those that the file shows; a cell that
cannot be computed is an error where it is asked for. Start at `model.py`; `live.py` calculates again what a change reaches,
`scenarios.py` many scenarios at once.
"""

from __future__ import annotations

from smartxl.bookmodel.model import BookModel, workbook
from smartxl.bookmodel.results import BookValues, Precedent
from smartxl.bookmodel.scenarios import BookFunction
from smartxl.bookmodel.values import ExcelError

__all__ = ["BookFunction", "BookModel", "BookValues", "ExcelError", "Precedent", "workbook"]
