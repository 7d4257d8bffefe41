"""Workbooks written with openpyxl, and cells of them explained."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.table import Table

from smartxl.precedents import Explanation, explain
from smartxl.xlsx import RawBook
from smartxl.xlsx.saved import open_saved

__all__ = ["Cells", "Explain", "book_of", "explained", "saved"]

Cells = Mapping[str, Mapping[str, object]]
Explain = Callable[..., Explanation]
_NONE: Mapping[str, str] = {}


def book_of(sheets: Cells, names: Mapping[str, str] = _NONE, tables: Mapping[str, str] = _NONE) -> Workbook:
    """A workbook of sheets (address → value), names, and tables (name → Sheet!A1:B9)."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, cells in sheets.items():
        sheet = book.create_sheet(title)
        for address, value in cells.items():
            sheet[address] = value
    for name, text in names.items():
        book.defined_names[name] = DefinedName(name, attr_text=text)
    for name, place in tables.items():
        title, _, area = place.partition("!")
        book[title].add_table(Table(displayName=name, ref=area))
    return book


def saved(book: Workbook) -> RawBook:
    """A workbook as it is read."""
    content = io.BytesIO()
    book.save(content)
    return open_saved(content.getvalue(), "book.xlsx")


def explained(sheets: Cells, address: str, names: Mapping[str, str] = _NONE, **options: Any) -> Explanation:
    """A cell of a workbook explained."""
    tables = options.pop("tables", _NONE)
    return explain(saved(book_of(sheets, names, tables)), address, **options)


@pytest.fixture
def tell() -> Explain:
    """See `explained`."""
    return explained
