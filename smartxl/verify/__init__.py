"""Proof that a workbook is as planned, and that its own formulas give the engine's numbers.

    report = verify(plan, content, table, functions, built=…)

compares what is no formula with the plan, and how the file is set with the workbook as it is built; recalculates every planned
formula (`smartxl.recalc`), and compares the results and the values that the file shows with the score table. A `PlanVerifier`
does the same for many files of one plan. Start reading at `copies.py`.
`office_values` is a second, independent recalculation.
"""

from __future__ import annotations

from smartxl.errors import VerifyError
from smartxl.verify.anybook import BookReport, NotRecalculated, StoredDifference, recalculated
from smartxl.verify.compare import compare
from smartxl.verify.copies import PlanVerifier, recalculated_as_typed, verify
from smartxl.verify.grid import ErrorValue, Formula, Grid, Value, read_grid
from smartxl.verify.office import find_soffice, office_pdf, office_values
from smartxl.verify.recalc import ALLOWED_FUNCTIONS, KnownFormulas, Recalculation, reader_for, recalculate
from smartxl.verify.report import Difference, DifferenceKind, VerifyReport
from smartxl.xlsx.plainformat import given_by_typing
from smartxl.xlsx.spot import Spot

__all__ = [
    "ALLOWED_FUNCTIONS",
    "BookReport",
    "Difference",
    "DifferenceKind",
    "ErrorValue",
    "Formula",
    "Grid",
    "KnownFormulas",
    "NotRecalculated",
    "PlanVerifier",
    "Recalculation",
    "Spot",
    "StoredDifference",
    "Value",
    "VerifyError",
    "VerifyReport",
    "compare",
    "find_soffice",
    "given_by_typing",
    "office_pdf",
    "office_values",
    "read_grid",
    "reader_for",
    "recalculate",
    "recalculated",
    "recalculated_as_typed",
    "verify",
]
