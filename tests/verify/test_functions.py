"""Every allowed function, computed by hand, by smartxl and by LibreOffice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from smartxl.cells import Cell
from smartxl.verify import ALLOWED_FUNCTIONS, read_grid, recalculate
from smartxl.verify.compare import same_value
from tests.office.office import Office

if TYPE_CHECKING:
    from pathlib import Path

    from smartxl.verify import Value
    from tests.verify.conftest import Make

SHEET, HERE = "数据'甲", "公式"
NUMBERS = (1, 2.5, None, '=""', 4, "abc", -3, 0)
TEXTS = ("适用", "不适用", "适用", "待核实", "a?", "abc", '=""', None)
STEPS = (10, 20, 30, 40, 50, 60, 70, 80)
# What several programs take differently: numbers as text, TRUE and FALSE in ranges.
ODD = (1, "90", True, False, None, 0, "2024-01-01", 7)

N, T, S, ODD_ONES = (f"'数据''甲'!${c}$1:${c}$8" for c in "ABCD")
n1, n2, blank, empty, n5, text = (f"'数据''甲'!A{row}" for row in range(1, 7))

CASES: list[tuple[str, Value]] = [
    (f"SUM({N})", 4.5),
    (f"SUM({n1},{blank},{empty},2)", 3.0),
    ("SUM(1,2,)", 3.0),
    (f"COUNT({N})", 5.0),
    (f"COUNTA({N})", 7.0),
    (f"AVERAGE({N})", 0.9),
    (f"AVERAGE({empty})", "#DIV/0!"),
    (f"MIN({N})", -3.0),
    (f"MEDIAN({N})", 1.0),
    (f"MEDIAN({n1},{n2})", 1.75),
    (f"MEDIAN({ODD_ONES})", 1.0),
    (f"DEVSQ({N})", 0.1**2 + 1.6**2 + 3.1**2 + 3.9**2 + 0.9**2),
    ("EXP(LN(5))", 5.0),
    (f"SUMPRODUCT(1*ISNUMBER({N}),1*({N}>2),{S})", 70.0),
    (f"MAX({N})", 4.0),
    (f"MAX({empty},{blank})", 0.0),
    (f"MAX(0,MIN(1,{n2}))", 1.0),
    (f"SUMPRODUCT({N},{S})", 10 + 50 + 200 - 210),
    (f"SUMPRODUCT(1*({S}<=35))", 3.0),
    (f"SUMPRODUCT({T},{S})", 0.0),
    (f"SUMPRODUCT({N},'数据''甲'!C1:C7)", "#VALUE!"),
    (f"AND({n1}>0,{n2}>2)", True),
    (f"AND({N})", False),
    (f"OR({n1}>5,{text}=1)", False),
    (f'OR(COUNT({N})<8,COUNTIF({T},"待核实")>0)', True),
    (f"AND({empty})", "#VALUE!"),
    ('OR("abc",TRUE)', "#VALUE!"),
    ("NOT(0)", True),
    (f"NOT({blank})", True),
    (f"NOT({text})", "#VALUE!"),
    (f'COUNTIF({N},">=0")', 4.0),
    (f'COUNTIF({N},"<>")', 7.0),
    (f'COUNTIF({N},"")', 2.0),
    (f"COUNTIF({N},4)", 1.0),
    (f"SUMPRODUCT(COUNTIF({S},{S}))", 8.0),
    (f"SUMPRODUCT(ISNUMBER({N})/(COUNTIF({N},{N})+1-ISNUMBER({N})))", 5.0),
    (f'COUNTIF({T},"适用")', 2.0),
    (f'COUNTIF({T},"ABC")', 1.0),
    (f'COUNTIF({T},"<>适用")', 6.0),
    (f'COUNTIF({T},"a?")', 1.0),
    (f'COUNTIF({T},"a*")', 2.0),
    (f'COUNTIF({T},"a~?")', 1.0),
    (f'COUNTIF({S},"<="&35)', 3.0),
    (f"COUNTIF({T},{text})", 1.0),
    (f'COUNTIFS({T},"适用",{N},">0")', 1.0),
    (f'SUMIF({N},">=0",{S})', 10 + 20 + 50 + 80),
    (f'SUMIF({N},">0")', 7.5),
    (f'SUMIF({T},"<>适用",{S})', 320.0),
    (f'SUMIF({T},"a*",{S})', 110.0),
    (f'SUMIF({T},"适用")', 0.0),
    (f'SUMIFS({S},{T},"适用",{N},">0")', 10.0),
    (f"INDEX({S},3)", 30.0),
    (f"INDEX({N},3)", 0.0),
    (f'IF(INDEX({N},3)="","blank","")', "blank"),
    (f"ISNUMBER(INDEX({N},3))", False),
    ("INDEX('数据''甲'!A1:C8,2,3)", 20.0),
    (f'INDEX({S},"x")', "#VALUE!"),
    (f"INDEX({S},{blank})", "#VALUE!"),
    (f'MATCH("ABC",{T},0)', 6.0),
    (f'MATCH("a~?",{T},0)', 5.0),
    (f'MATCH("zz",{T},0)', "#N/A"),
    (f"MATCH(45,{S})", 4.0),
    (f"MATCH(45,{S},1)", 4.0),
    (f"RANK({n2},{N})", 2.0),
    (f"RANK({n2},{N},1)", 4.0),
    (f"ISNUMBER({n1})", True),
    (f"ISNUMBER({text})", False),
    (f"ISNUMBER({blank})", False),
    ("ISNUMBER(1/0)", False),
    ("ABS(-3)", 3.0),
    (f"ABS({text})", "#VALUE!"),
    ("LN(750)", 6.620073206530356),
    (f"LN({n2})", 0.9162907318741551),
    (f"LN({text})", "#VALUE!"),
    ('IF(ISNUMBER(LN(0)),1,"none")', "none"),
    ("ROUND(2.675,2)", 2.68),
    ("ROUND(1.005,2)", 1.01),
    ("ROUND(-2.5,0)", -3.0),
    ("ROUND(1234.5,-2)", 1200.0),
    (f"ROUND({blank},1)", 0.0),
    ('ROUND("x",1)', "#VALUE!"),
    (f"IF({blank},1,2)", 2.0),
    (f"IF({text},1,2)", "#VALUE!"),
    (f"IF(1,{blank},5)", 0.0),
    (f'IF({blank}="","blank","no")', "blank"),
    (f'IF({empty}="","blank","no")', "blank"),
    (f'IF({blank}=0,"zero","no")', "zero"),
    (f'IF({n1}>0,IF({n2}>3,"hi","lo"),"neg")', "lo"),
    ("IF(FALSE,1)", False),
    ("IF(TRUE,,3)", 0.0),
    ('IFERROR(1/0,"e")', "e"),
    ('IFERROR(MATCH("x",' + T + ',0),"")', ""),
    ("1/0", "#DIV/0!"),
    ("#N/A", "#N/A"),
    ('"a"+1', "#VALUE!"),
    (f"{empty}+1", "#VALUE!"),
    (f"{blank}+1", 1.0),
    (f"{blank}", 0.0),
    (f"{empty}", ""),
    ("-2^2", 4.0),
    ("2^3^2", 64.0),
    (f"SUMPRODUCT(MAX({N.replace('$8', '$2')}*{S.replace('$8', '$2')}))", 50.0),
    ("50%*10", 5.0),
    ("(-8)^0.5", "#NUM!"),
    ('"a"&1', "a1"),
    ('1="1"', False),
    ('"a"="A"', True),
    ("1<>2", True),
    ("0.1+0.2=0.3", True),
    ("100*0.29>=29", True),
    ("1E3+.5", 1000.5),
    ("5*-3", -15.0),
    ("5--3", 8.0),
    ("-(-3)", 3.0),
]
EXCEL_ONLY: list[tuple[str, Value]] = [
    (f"SUM({ODD_ONES})", 8.0),
    (f'SUM({ODD_ONES},"5",TRUE)', 14.0),
    (f'SUM({ODD_ONES},"x")', "#VALUE!"),
    (f"COUNT({ODD_ONES})", 3.0),
    (f'COUNT({ODD_ONES},"7",TRUE,"x")', 5.0),
    (f'COUNTA({ODD_ONES},"")', 8.0),
    (f"AVERAGE({ODD_ONES})", 8 / 3),
    (f"MAX({ODD_ONES})", 7.0),
    ("MIN('数据''甲'!D3)", 0.0),
    (f"SUMPRODUCT({ODD_ONES},{S})", 10 + 560),
    ("ISNUMBER('数据''甲'!D2)", False),
    ("ISNUMBER('数据''甲'!D3)", False),
    (f'COUNTIF({ODD_ONES},">=0")', 3.0),
    (f'COUNTIF({ODD_ONES},"<7")', 2.0),
    (f"COUNTIF({ODD_ONES},TRUE)", 1.0),
    (f"COUNTIF({ODD_ONES},90)", 1.0),
    (f'COUNTIF({ODD_ONES},"90")', 1.0),
    (f"COUNTIF({ODD_ONES},{blank})", 1.0),
    (f'COUNTIF({ODD_ONES},"=")', 1.0),
    (f'COUNTIF({ODD_ONES},"*")', 2.0),
    (f'SUMIF({S},">0",{ODD_ONES})', 8.0),
    (f'SUMIFS({ODD_ONES},{S},">0")', 8.0),
    (f'MATCH("90",{ODD_ONES},0)', 2.0),
    (f"MATCH(90,{ODD_ONES},0)", "#N/A"),
    (f"MATCH(TRUE,{ODD_ONES},0)", 3.0),
    (f"RANK(1,{ODD_ONES})", 2.0),
    ("LN(0)", "#NUM!"),
    ("LN(-1)", "#NUM!"),
    (f"LN({blank})", "#NUM!"),
    (f"RANK({blank},{N})", 4.0),
    (f"RANK({empty},{N})", "#VALUE!"),
    (f"RANK(5,{N})", "#N/A"),
    (f"INDEX({S},9)", "#REF!"),
    (f"INDEX({S},0)", "#VALUE!"),
    (f'COUNTIF({N},"=")', 1.0),
    ('"b">5', True),
    ('TRUE>"z"', True),
    ('"a"&TRUE', "aTRUE"),
]


@pytest.fixture(scope="module")
def content(make: Make) -> bytes:
    columns = zip("ABCD", (NUMBERS, TEXTS, STEPS, ODD), strict=True)
    data: dict[str, object] = {
        f"{c}{row}": value for c, values in columns for row, value in enumerate(values, 1)
    }
    formulas: dict[str, object] = {
        f"A{row}": f"={formula}" for row, (formula, _) in enumerate(CASES + EXCEL_ONLY, 1)
    }
    return make({SHEET: data, HERE: formulas})


@pytest.fixture(scope="module")
def computed(content: bytes) -> dict[str, Value]:
    values = recalculate(read_grid(content)).values
    return {formula: values[Cell(HERE, row, 1)] for row, (formula, _) in enumerate(CASES + EXCEL_ONLY, 1)}


@pytest.mark.parametrize(("formula", "expected"), CASES + EXCEL_ONLY, ids=str)
def test_gives_the_value_computed_by_hand(computed: dict[str, Value], formula: str, expected: Value) -> None:
    value = computed[formula]
    assert isinstance(value, str) == isinstance(expected, str)
    assert isinstance(value, bool) == isinstance(expected, bool)
    assert value == (pytest.approx(expected, abs=1e-12) if isinstance(expected, float) else expected)


def test_every_allowed_function_has_a_case() -> None:
    text = " ".join(formula for formula, _ in CASES)
    assert {name for name in ALLOWED_FUNCTIONS if f"{name}(" not in text} == set()


@pytest.mark.slow
@pytest.mark.libreoffice
def test_libreoffice_agrees(content: bytes, office: Office, tmp_path: Path) -> None:
    path = tmp_path / "cases.xlsx"
    path.write_bytes(content)
    values = office.values(path, tmp_path / "out")
    shown = {formula: values[Cell(HERE, row, 1)] for row, (formula, _) in enumerate(CASES, 1)}
    wrong = {f: (shown[f], expected) for f, expected in CASES if not same_value(shown[f], expected, 1e-9)}
    assert wrong == {}
