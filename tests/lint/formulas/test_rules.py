"""Each rule about formulas: workbooks that it remarks on, and near misses of which it says nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pytest

from smartxl.lint import LINT_RULES, ProgramProfile
from tests.lint.conftest import Lint, only, places

if TYPE_CHECKING:
    from openpyxl import Workbook

    Cells = Mapping[str, object]


def down(column: str, rows: range, formula: str, **others: object) -> dict[str, object]:
    """A formula filled down a column, {r} its row, {p} the row before, {e} nine rows on; and other cells."""
    return {f"{column}{r}": formula.format(r=r, p=r - 1, e=r + 9) for r in rows} | others


def across(row: int, formula: str, letters: str = "BCDEFG") -> dict[str, object]:
    """A formula filled along a row, {c} its column."""
    return {f"{c}{row}": formula.format(c=c) for c in letters}


NUMBERS = {f"A{r}": float(r * 3 % 7 + 1) for r in range(1, 31)}
PRICES = {f"B{r}": r + 0.5 for r in range(1, 31)}
KEYS = {"A2": "ax", "A3": "bolt", "A4": "cog", "B2": 1, "B3": 2, "B4": 3}
TWO = {"表": {"A1": 1}, "参数": {"B1": "=1/0"}}

FOUND: list[tuple[str, str, Any, str]] = [
    ("SXL101", "division by zero", {"A1": 0, "B1": "=5/A1"}, "B1"),
    ("SXL101", "taken from elsewhere, told there", {"A1": "=1/0", "B1": "=A1+1", "C1": "=SUM(A1:B1)"}, "A1"),
    ("SXL102", "inside IFERROR", {"A1": "=IFERROR(SUM(#REF!),0)"}, "A1"),
    ("SXL102", "a sheet that is gone", {"A1": "=SUM('去年'!B2:B9)+1"}, "A1"),
    ("SXL104", "two cells", {"A1": "=B1+1", "B1": "=A1*2"}, "A1:B1"),
    ("SXL104", "a sum that holds itself", {"A1": 1, "A2": 2, "A3": "=SUM(A1:A3)"}, "A3"),
    ("SXL105", "down", NUMBERS | down("C", range(1, 11), "=A{r}*2", C6=12), "C6"),
    ("SXL105", "two of them", NUMBERS | down("C", range(1, 21), "=A{r}*2", C6=12, C7=13), "C6:C7"),
    ("SXL105", "along a row", across(1, "={c}3*2") | {"D1": 7, "B3": 1, "C3": 2, "E3": 4}, "D1"),
    ("SXL106", "another factor", NUMBERS | down("C", range(1, 11), "=A{r}*2", C6="=A6*3"), "C6"),
    ("SXL106", "another row", NUMBERS | down("C", range(2, 11), "=A{r}-A{p}", C6="=A6-A4"), "C6"),
    ("SXL106", "a range that is shorter", PRICES | down("D", range(1, 9), "=SUM(A{r}:C{r})", D5="=SUM(B5:C5)"), "D5"),
    ("SXL106", "along a row", across(2, "=SUM({c}3:{c}9)") | {"D2": "=SUM(D3:D8)"}, "D2"),
    ("SXL107", "the last rows", NUMBERS | {"A31": "=SUM(A1:A28)"}, "A31"),
    ("SXL107", "the last column", {f"{c}1": 5 for c in "ABCDE"} | {"F1": "=SUM(A1:D1)"}, "F1"),
    ("SXL107", "all columns of a row of totals", NUMBERS | PRICES | {"A31": "=SUM(A1:A28)", "B31": "=SUM(B1:B28)"}, "A31:B31"),
    ("SXL108", "subtotals", NUMBERS | {"A10": "=SUM(A1:A9)", "A20": "=SUM(A11:A19)", "A31": "=SUM(A1:A30)"}, "A31"),
    ("SXL108", "SUM over SUBTOTAL", NUMBERS | {"A10": "=SUBTOTAL(9,A1:A9)", "A31": "=SUM(A1:A30)"}, "A31"),
    ("SXL109", "SUMIF", NUMBERS | PRICES | {"D1": '=SUMIF(A2:A30,">3",B1:B29)'}, "D1"),
    ("SXL109", "a shorter one", NUMBERS | PRICES | {"D1": '=SUMIF(A2:A30,">3",B2:B28)'}, "D1"),
    ("SXL109", "INDEX and MATCH", KEYS | {"D1": '=INDEX(B2:B4,MATCH("cog",A1:A4,0))'}, "D1"),
    ("SXL110", "a fixed parameter", NUMBERS | down("C", range(1, 6), "=A{r}*$F$1"), "C1:C5"),
    ("SXL111", "a number as text", NUMBERS | {"A9": "1,200", "C1": "=SUM(A1:A30)"}, "C1"),
    ("SXL111", "with a blank behind it", NUMBERS | {"A9": "12 ", "C1": "=AVERAGE(A1:A30)"}, "C1"),
    ("SXL112", "a name that is not there", {"A1": 3, "B1": "=IFERROR(A1*rate,0)"}, "B1"),
    ("SXL113", "VLOOKUP without its last argument", KEYS | {"A3": "zip", "D1": '=VLOOKUP("cog",A2:B4,2)'}, "D1"),
    ("SXL113", "MATCH over numbers", NUMBERS | {"D1": "=MATCH(3,A1:A30)"}, "D1"),
    ("SXL113", "descending", PRICES | {"D1": "=MATCH(3,B1:B30,-1)"}, "D1"),
    ("SXL114", "VLOOKUP", KEYS | {"A4": "AX", "D1": "ax", "E1": "=VLOOKUP(D1,A2:B4,2,FALSE)"}, "E1"),
    ("SXL114", "INDEX and MATCH", KEYS | {"A4": "ax", "E1": '=INDEX(B2:B4,MATCH("ax",A2:A4,0))'}, "E1"),
    ("SXL115", "in the table", KEYS | {"A3": "bolt ", "D1": "bolt", "E1": "=VLOOKUP(D1,A2:B4,2,FALSE)"}, "E1"),
    ("SXL115", "in the key", KEYS | {"D1": "\u3000bolt", "E1": '=IFERROR(MATCH(D1,A2:A4,0),"")'}, "E1"),
    ("SXL117", "misspelt", {"A1": 1, "B1": "=SUMM(A1:A3)"}, "B1"),
    ("SXL118", "down", NUMBERS | PRICES | down("D", range(1, 9), "=VLOOKUP(7,A{r}:B{e},2,FALSE)"), "D1:D8"),
    ("SXL118", "ranks", NUMBERS | down("C", range(1, 4), "=RANK(A{r},A{r}:A{e})"), "C1:C3"),
    ("SXL121", "a rate", NUMBERS | down("C", range(1, 6), "=A{r}*0.13"), "C1:C5"),
    ("SXL122", "today", {"A1": "=TODAY()", "A2": "=A1+1"}, "A1"),
    ("SXL123", "nothing in place of any error", {"A1": 1, "B1": '=IFERROR(VLOOKUP(A1,D1:E9,2,0),"")'}, "B1"),
    ("SXL124", "a hole", NUMBERS | down("C", range(1, 31), "=A{r}*2", A9=None), "A9"),
]  # fmt: skip

QUIET: list[tuple[str, str, Any]] = [
    ("SXL101", "NA() on purpose", {"A1": 0, "B1": "=IF(A1=0,NA(),1)"}),
    ("SXL101", "#N/A on purpose", {"A1": 0, "B1": "=IF(A1=0,#N/A,1)"}),
    ("SXL101", "typed errors", {"A1": "#N/A", "B1": "=ISNA(A1)"}),
    ("SXL102", "other sheets, in any case", {"Sales": {"A1": "=sales!B2+'数 据'!B2"}, "数 据": {"A1": 1}}),
    ("SXL102", "a text that says so", {"A1": '="#REF!"', "A2": "see #REF!"}),
    ("SXL104", "whether a formula stands here", {"A1": '=ISFORMULA(INDIRECT("A1"))'}),
    ("SXL104", "where a formula stands", {"A1": "=ROW(A1)", "A2": "=COLUMN(A2)+ROWS(A$1:A2)"}),
    ("SXL105", "the first and the last", NUMBERS | down("C", range(2, 11), "=A{r}*2", C1=0, C11=99)),
    ("SXL105", "many typed", NUMBERS | down("C", range(1, 12), "=A{r}*2") | {f"C{r}": 5 for r in range(4, 9)}),
    ("SXL105", "few formulas", NUMBERS | {"C1": "=A1*2", "C2": 5, "C3": "=A3*2"}),
    ("SXL105", "row numbers", down("C", range(1, 11), "=ROW()", C6=6)),
    ("SXL105", "a heading", NUMBERS | down("C", range(1, 11), "=A{r}*2", C6="小计")),
    ("SXL106", "a subtotal", NUMBERS | down("C", range(1, 12), "=A{r}*2", C6="=SUM(C1:C5)")),
    ("SXL106", "a row of its own kind", NUMBERS | down("C", range(1, 11), "=A{r}*2", C6="=A6/2")
     | down("D", range(1, 11), "=A{r}*3", D6="=B6/2")),
    ("SXL106", "the same in other words", NUMBERS | down("C", range(1, 11), "=A{r}*$F$1", C6="=A6*F1")),
    ("SXL106", "the first and the last", NUMBERS | down("C", range(2, 11), "=C{p}+A{r}", C1="=A1", C11="=SUM(C1:C10)")),
    ("SXL106", "no references", {f"A{r}": f"=1+{r}" for r in range(1, 12)}),
    ("SXL107", "a blank between", NUMBERS | {"A32": "=SUM(A1:A30)", "A34": "=SUM(A1:A30)"}),
    ("SXL107", "a total between", NUMBERS | {"A31": "=SUM(A1:A30)", "A32": "=AVERAGE(A1:A30)", "A33": "=A31/A32"}),
    ("SXL107", "used in the same formula", NUMBERS | {"A31": "=SUM(A1:A20)-SUM(A21:A30)"}),
    ("SXL107", "a heading above", {"A1": 2024, **{f"A{r}": r for r in range(2, 9)}, "A9": "=SUM(A2:A8)"}),
    ("SXL108", "subtotals in SUBTOTAL", NUMBERS | {"A10": "=SUBTOTAL(9,A1:A9)", "A31": "=SUBTOTAL(9,A1:A30)"}),
    ("SXL108", "halved", NUMBERS | {"A10": "=SUM(A1:A9)", "A31": "=SUM(A1:A30)/2"}),
    ("SXL108", "sums of other columns", NUMBERS | PRICES | down("C", range(1, 31), "=SUM(A{r}:B{r})", C31="=SUM(C1:C30)")),
    ("SXL109", "side by side", NUMBERS | PRICES | {"D1": '=SUMIF(A2:A30,">3",B2:B30)', "D2": '=SUMIF(A2:A30,">3",B2)'}),
    ("SXL109", "whole rows and columns", KEYS | {"E1": '=INDEX(A:C,MATCH("cog",A:A,0),MATCH(1,1:1,0))'}),
    ("SXL109", "a table of two keys", KEYS | {"D1": '=INDEX(B2:B4,MATCH("cog",A2:A4,0),MATCH("x",B1:D1,0))'}),
    ("SXL110", "an input that is not filled in", NUMBERS | down("C", range(1, 6), "=A{r}*B{r}")),
    ("SXL110", "asked for first", NUMBERS | down("C", range(1, 6), '=IF($F$1="","",A{r})')),
    ("SXL111", "headings and words", {"A1": "2024", "A2": 1, "A3": "—", "A4": "n/a", "A5": 2, "B1": "=SUM(A1:A5)"}),
    ("SXL111", "texts only", {"A1": "序号", "A2": "1", "A3": "2", "B1": "=COUNTA(A1:A3)", "B2": "=SUM(A1:A3)"}),
    ("SXL112", "a missing value", KEYS | {"D1": '=IFERROR(VLOOKUP("x",A2:B4,2,FALSE),0)', "D2": "=IFERROR(1/0,0)"}),
    ("SXL113", "sorted", KEYS | {"D1": '=VLOOKUP("cog",A2:B4,2)', "D2": "=MATCH(3,B2:B4)"}),
    ("SXL113", "exact", NUMBERS | {"D1": "=MATCH(3,A1:A30,0)", "D2": "=VLOOKUP(3,A1:B30,2,FALSE)"}),
    ("SXL113", "the last number", NUMBERS | {"D1": "=MATCH(9.99E+307,A1:A30)", "D2": "=LOOKUP(2,1/(A1:A30>3),A1:A30)"}),
    ("SXL114", "not looked for", KEYS | {"A4": "ax", "E1": '=VLOOKUP("bolt",A2:B4,2,FALSE)'}),
    ("SXL114", "the same value", KEYS | {"A4": "ax", "B4": 1, "E1": '=VLOOKUP("ax",A2:B4,2,FALSE)'}),
    ("SXL114", "whether it is there", KEYS | {"A4": "ax", "E1": '=ISNUMBER(MATCH("ax",A2:A4,0))'}),
    ("SXL115", "found as it is", KEYS | {"A3": "bolt ", "D1": "bolt ", "E1": "=VLOOKUP(D1,A2:B4,2,FALSE)"}),
    ("SXL115", "another word", KEYS | {"D1": "screw", "E1": '=IFERROR(MATCH(D1,A2:A4,0),"")'}),
    ("SXL116", "no program named", {"A1": 1, "B1": "=_xlfn.XLOOKUP(1,A1:A2,A1:A2)"}),
    ("SXL117", "newer ones, ours, bound by LET",
     {"A1": 1, "B1": "=_xlfn.CONCAT(A1)", "B2": "=SX_SCORE(A1)", "B3": "=_xlfn.LET(_xlpm.f,1,_xlpm.f(A1))"}),
    ("SXL118", "fixed", NUMBERS | PRICES | down("D", range(1, 9), "=VLOOKUP(A{r},$A$1:B$30,2,FALSE)")),
    ("SXL118", "a row of its own", NUMBERS | down("D", range(1, 9), "=MATCH(3,A{r}:C{r},0)")),
    ("SXL118", "blocks", {f"D{r}": f"=MATCH(3,A{r}:A{r + 3},0)" for r in range(1, 30, 5)}),
    ("SXL121", "units and counts", NUMBERS | down("C", range(1, 6), "=A{r}*100/12", D1="=ROUND(A1,3)", D2="=3*7")),
    ("SXL122", "a fixed day", {"A1": "=DATE(2026,1,1)"}),
    ("SXL123", "another value", {"A1": 1, "B1": '=IFERROR(VLOOKUP(A1,D1:E9,2,0),"not found")'}),
    ("SXL124", "the end is not filled in", NUMBERS | down("C", range(1, 41), "=A{r}*2")),
]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "cells", "area"),
    [pytest.param(c, cells, area, id=f"{c} {name}") for c, name, cells, area in FOUND],
)
def test_it_is_remarked(lint: Lint, code: str, cells: Cells, area: str) -> None:
    remark = only(lint(cells, code))
    assert (remark.code, remark.area) == (code, area)
    assert remark.what.zh != remark.what.en
    assert remark.excerpt


@pytest.mark.parametrize(
    ("code", "cells"), [pytest.param(c, cells, id=f"{c} {name}") for c, name, cells in QUIET]
)
def test_a_near_miss_is_not(lint: Lint, code: str, cells: Cells) -> None:
    assert places(lint(cells, code)) == []


def test_every_rule_of_formulas_has_both() -> None:
    rules = {code for code in LINT_RULES if code.startswith("SXL1")} - {"SXL103", "SXL116", "SXL119"}
    assert {code for code, *_ in FOUND} == rules
    assert {code for code, *_ in QUIET} >= rules


def stored(value: str, kind: str = "") -> Mapping[bytes, bytes]:
    """What the file says that B1 shows."""
    return {
        b'<c r="B1"><f>': f'<c r="B1"{kind}><f>'.encode(),
        b"<v />": f"<v>{value}</v>".encode(),
        b"<v></v>": f"<v>{value}</v>".encode(),
    }


@pytest.mark.parametrize(
    ("cells", "value", "kind", "told"),
    [
        ({"A1": 2, "B1": "=A1*3"}, "7", "", "the file has the value 7, the formula comes to 6"),
        ({"A1": 2, "B1": "=A1*3"}, "6", "", None),
        ({"A1": 2, "B1": "=A1*3"}, "6.0000000000001", "", None),
        ({"A1": 2, "B1": "=A1>1"}, "1", "", None),
        ({"A1": "a", "B1": '=A1&"b"'}, "ax", ' t="str"', 'the file has the value "ax", the formula comes to "ab"'),
        ({"A1": 2, "B1": "=A1+RAND()"}, "7", "", None),
        ({"A1": 2, "B1": "=A1*3"}, "#DIV/0!", ' t="e"', "the file has the value #DIV/0!, the formula comes to 6"),
        ({"A1": 2, "B1": "=A1*3"}, "#NAME?", ' t="e"', None),
    ],
    ids=["other", "same", "nearly", "1 for TRUE", "text", "not computed", "an error", "a function that is not there"],
)  # fmt: skip
def test_a_value_of_before_is_told(lint: Lint, cells: Cells, value: str, kind: str, told: str | None) -> None:
    report = lint(cells, "SXL103", replaced=stored(value, kind))
    assert [each.what.en for each in report.remarks] == ([told] if told else [])


def test_a_function_that_the_program_lacks_that_saved_it_is_told_once(lint: Lint) -> None:
    report = lint({"A1": 2, "B1": "=A1*3"}, "SXL1", replaced=stored("#NAME?", ' t="e"'))
    assert [each.code for each in report.asking] == ["SXL101"]


def test_formulas_that_no_program_calculated_yet_have_no_value_of_before(lint: Lint) -> None:
    """What writes 0 beside all formulas, and asks Excel to calculate them when it opens the file."""

    def asks(book: Workbook) -> None:
        book.calculation.fullCalcOnLoad = True

    cells = {"A1": 2, "B1": "=A1*3"}
    assert places(lint(cells, "SXL103", edit=asks, replaced=stored("0"))) == []
    assert places(lint(cells, "SXL103", edit=asks, replaced=stored("7"))) == [("SXL103", "B1")]


@pytest.mark.parametrize(
    ("formula", "lacking"),
    [
        ("=_xlfn.XLOOKUP(1,A1:A2,A1:A2)", {"excel2016", "wps", "libreoffice"}),
        ("=_xlfn.IFS(A1>1,2,TRUE,3)", {"excel2016", "wps"}),
        ('=_xlfn.WEBSERVICE("http://localhost")', {"web"}),
        ('=INFO("release")', {"web"}),
        ("=SUM(A1:A2)", set()),
    ],
)
def test_functions_are_those_of_the_program(lint: Lint, formula: str, lacking: set[str]) -> None:
    found = {
        profile.value
        for profile in ProgramProfile
        if places(lint({"A1": 1, "B1": formula}, "SXL116", profile=profile))
    }
    assert found == lacking


@pytest.mark.parametrize(("number_format", "found"), [("@", ["A2"]), ("General", [])])
def test_a_formula_in_a_cell_of_text_is_told(lint: Lint, number_format: str, found: list[str]) -> None:
    def as_text(book: Workbook) -> None:
        for address, value in {"A2": "=SUM(B1:B9)", "A3": "= see above", "A4": "=5", "A5": "x"}.items():
            cell = book["表"][address]
            cell.value, cell.data_type, cell.number_format = value, "s", number_format

    report = lint({"A1": 1}, "SXL119", edit=as_text)
    assert [each.area for each in report.remarks] == found


def test_iteration_on_purpose_is_no_circle(lint: Lint) -> None:
    def iterates(book: Workbook) -> None:
        book.calculation.iterate = True

    cells = {"A1": "=B1+1", "B1": "=A1*2"}
    assert places(lint(cells, "SXL104", edit=iterates)) == []
    assert places(lint(cells, "SXL104")) == [("SXL104", "A1:B1")]


def test_a_blank_cell_that_is_made_for_an_input_may_be_blank(lint: Lint) -> None:
    def formatted(book: Workbook) -> None:
        book["表"]["F1"].number_format = "0.00%"

    cells = NUMBERS | down("C", range(1, 6), "=A{r}*$F$1")
    assert places(lint(cells, "SXL110", edit=formatted)) == []


def test_other_sheets_are_reached(lint: Lint) -> None:
    cells: Mapping[str, Cells] = {"甲": {"A1": "=乙!$C$3*2"}, "乙": {"A1": 1}}
    assert "乙!C3" in only(lint(cells, "SXL110")).what.zh


def test_what_looks_alike_but_is_styled_otherwise_is_not_left_out(lint: Lint) -> None:
    def of_percent(book: Workbook) -> None:
        book["表"]["A30"].number_format = "0%"

    assert places(lint(NUMBERS | {"A31": "=SUM(A1:A29)"}, "SXL107", edit=of_percent)) == []
    assert places(lint(NUMBERS | {"A31": "=SUM(A1:A29)"}, "SXL107")) == [("SXL107", "A31")]
