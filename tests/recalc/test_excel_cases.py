"""Five hundred formulas beside what Excel gives: Microsoft's own examples, and values that Excel saved in public workbooks.

The table (`excel_cases.tsv`) has the formula, the value as JSON, and why LibreOffice gives another one where it does.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest

from smartxl.recalc import FormulaCell, Scalar, SheetPlanes, Workbook
from smartxl.recalc.structured import TableArea
from tests.recalc.conftest import calculated

__all__ = ["CELLS", "EXCEL_CASES", "Case"]

Case = tuple[str, Scalar, str]
_ROWS: list[list[Scalar]] = [
    ["Name", "Dept", "Qty", "Price", "Day", "Score", "Flag"],
    ["Ann", "A", 10.0, 2.5, 45292.0, 88.0, True],
    ["Bob", "B", 20.0, 3.75, 45323.0, 92.5, False],
    ["Cid", "A", 5.0, 10.0, 45366.0, 75.0, True],
    ["Dan", "C", None, 1.1, 45413.0, "n/a", False],
    ["Eve", "B", 40.0, 0.99, 45505.0, 60.0, True],
    ["Fay", "A", 7.0, 22.0, 45657.0, 99.0, True],
]
CELLS: dict[str, Scalar] = {
    f"{column}{row}": value
    for row, values in enumerate(_ROWS, start=1)
    for column, value in zip("ABCDEFG", values, strict=True)
}


@cache
def _cases() -> tuple[Case, ...]:
    lines = (Path(__file__).parent / "excel_cases.tsv").read_text(encoding="utf-8").splitlines()[1:]
    rows = (line.split("\t") for line in lines)
    return tuple((formula, json.loads(value), calc) for formula, value, calc in rows)


EXCEL_CASES = _cases()
_SOUGHT = ("RATE(", "IRR(", "YIELD(", "INV")


@pytest.mark.parametrize(("formula", "expected"), [case[:2] for case in EXCEL_CASES], ids=str)
def test_a_formula_gives_what_excel_gives(formula: str, expected: Scalar) -> None:
    found = calculated(f"={formula}", CELLS)
    if isinstance(expected, float):
        is_sought = any(name in formula for name in _SOUGHT)
        assert found == pytest.approx(expected, rel=1e-6 if is_sought else 1e-9, abs=1e-30)
        assert not isinstance(found, bool)
    else:
        assert found == expected
        assert type(found) is type(expected)


REFUSED = {
    "a median of nothing that is certain": "LARGE({1,2,3},0.5)",
    "the country": 'DATEVALUE("3/4/2024")',
    "two errors at once": "SLOPE({1;#N/A},{#DIV/0!;2})",
    "a search without end": "RATE(10,-1200,2000,0,1)",
    "a rest that is rounding": "XNPV(0.5993197557530492,{-10,1,5,0.0001,4.5},{1,99,55,4,9})",
    "next to infinity": "TAN(PI()/2)",
    "several kinds of delimiters": 'TEXTAFTER("abc",{"a","ab"})',
    "groups of a pattern": 'REGEXEXTRACT("ab","(a)|(x)",2)',
    "variables that follow from others": "LINEST({1;2;3;5},{1,2;2,4;3,6;4,8})",
    "a line through all points": "INDEX(LINEST({1;2;3},{1;2;3},TRUE,TRUE),3,1)",
    "an array where one value is wanted": "SUM(LARGE(C2:C7,ROW(1:3)))",
    "references added up": "SUM(OFFSET(C2,{0,1},0))",
    "a form of a number": 'TEXT(5,"# ?/?")',
    "arithmetic of halves of letters": 'LEFT("😀a",1)',
    "the half second before midnight": "DAY(45292.999999)",
    "a field of no number": "DCOUNT(A1:G7,0,B1:B2)",
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_not_known_is_named(case: str) -> None:
    assert isinstance(calculated(f"={REFUSED[case]}", CELLS), list)


SHEETS_CASES = {
    "SUM(S1:S3!A1)": 6.0,
    "AVERAGE('S1:S3'!A1:A2)": 11.0,
    "MAX(S2:S3!A1:A2)": 30.0,
    "COUNT(S3:S1!A1:A2)": 6.0,
    'SUMPRODUCT(SUMIF(INDIRECT({"S1","S2"}&"!A1:A2"),">5"))': 30.0,
}


@pytest.mark.parametrize("formula", SHEETS_CASES)
def test_a_reference_over_several_sheets(formula: str) -> None:
    sheets = {}
    for index, name in enumerate(("S1", "S2", "S3", "T")):
        sheets[name.lower()] = sheet = SheetPlanes(name, index, 5, 5)
        sheet.put(1, 1, float(index + 1))
        sheet.put(2, 1, 10.0 * (index + 1))
    book = Workbook(sheets)
    assert list(book.calculate([FormulaCell("T", 5, 5, f"={formula}")])) == []
    assert sheets["t"].get(5, 5) == SHEETS_CASES[formula]


def test_a_name_that_is_relative_refers_from_the_cell_of_the_formula() -> None:
    assert calculated("=above", {"T29": 7.0}, names={("", "above"): "表!A1048576"}) == 7.0


def test_a_name_may_be_a_function() -> None:
    names = {("", "twice"): "LAMBDA(_xlpm.x,_xlpm.x*2)"}
    assert calculated("=twice(C2)+1", CELLS, names=names) == 21.0


def test_a_range_may_end_with_a_part_of_a_table() -> None:
    sheet = SheetPlanes("T", 0, 5, 5)
    for row, value in enumerate((1.0, 2.0, 3.0), start=2):
        sheet.put(row, 1, value)
    book = Workbook({"t": sheet}, tables={"loan": TableArea("T", 1, 1, 4, 2, ("Interest", "Sum"))})
    formula = FormulaCell("T", 3, 2, "=SUM(INDEX(Loan[Interest],1,1):Loan[[#This Row],[Interest]])")
    assert list(book.calculate([formula])) == []
    assert sheet.get(3, 2) == 3.0
