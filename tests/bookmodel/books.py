"""Workbooks of a few cells."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.table import Table

__all__ = ["LOAN", "book"]

LOAN: Mapping[str, Any] = {
    "Loan!A1": "amount",
    "Loan!B1": 200_000,
    "Loan!A2": "rate",
    "Loan!B2": 0.05,
    "Loan!A3": "years",
    "Loan!B3": 20,
    "Loan!B5": "=-PMT(Rate/12,B3*12,B1)",
    "Loan!B6": "=B5*B3*12",
    "Loan!B7": '=IF(B6>2*B1,"dear","fair")',
    "Old loans!A1": "=Loan!B5+1",
}


def book(
    cells: Mapping[str, Any],
    *,
    names: Mapping[str, str] | None = None,
    tables: Mapping[str, str] | None = None,
    arrays: Sequence[str] = (),
) -> bytes:
    """A file with cells by address (Sheet!B4), names, tables (name → Sheet!A1:B9), and array formulas (Sheet!A1:A3 of A1)."""
    file = Workbook()
    del file[file.sheetnames[0]]
    for address, value in cells.items():
        sheet, _, cell = address.rpartition("!")
        if sheet not in file.sheetnames:
            file.create_sheet(sheet)
        file[sheet][cell] = value
    for address in arrays:
        sheet, _, cells_ = address.rpartition("!")
        first = cells_.partition(":")[0]
        file[sheet][first] = ArrayFormula(cells_, file[sheet][first].value)
    for name, text in (names or {}).items():
        file.defined_names[name] = DefinedName(name, attr_text=text)
    for name, address in (tables or {}).items():
        sheet, _, area = address.rpartition("!")
        file[sheet].add_table(Table(displayName=name, ref=area))
    content = io.BytesIO()
    file.save(content)
    return content.getvalue()
