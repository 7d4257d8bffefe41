"""Codes: as they were typed, and as a spreadsheet has changed them."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from smartxl.typed import CodeList
from smartxl.xlsx.cellvalues import CellValue

CODES = CodeList(
    [
        *(
            (code, f"B2/{code}")
            for code in ("0101", "0102", "00102", "1.10", "1.1", "2.50", "1-2", "2E3", "AB-7")
        ),
        *(("0103", "B2/x"), ("103", "B2/x"), ("7", "B2/y"), ("7", "B2/z")),
    ]
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("0101", ("0101",)),
        ("０１０１", ("0101",)),
        ("101", ("0101",)),
        ("00101", ("0101",)),
        ("102", ("0102", "00102")),
        ("103", ("103",)),
        ("1.1", ("1.1",)),
        ("1.10", ("1.10",)),
        ("1.100", ("1.10", "1.1")),
        ("2.5", ("2.50",)),
        ("2000", ("2E3",)),
        ("2e3", ("2E3",)),
        ("ab-7", ("AB-7",)),
        ("7", ("7",)),
        ("999", ()),
        ("", ()),
    ],
)
def test_of_a_text(typed: str, meant: tuple[str, ...]) -> None:
    assert CODES.of_text(typed) == meant


@pytest.mark.parametrize(
    ("value", "meant"),
    [
        (101.0, ("0101",)),
        (102.0, ("0102", "00102")),
        (103.0, ("0103",)),
        (1.1, ("1.10", "1.1")),
        (2.5, ("2.50",)),
        (2000.0, ("2E3",)),
        (7.0, ("7",)),
        (date(2026, 1, 2), ("1-2",)),
        (datetime(2026, 2, 1), ("1-2",)),
        (date(2002, 1, 1), ("1.1", "1-2")),
        (date(2026, 3, 4), ()),
        ("0101", ("0101",)),
        (True, ()),
    ],
)
def test_of_a_cell(value: CellValue, meant: tuple[str, ...]) -> None:
    assert CODES.of_cell(value) == meant
