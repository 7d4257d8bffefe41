"""Formulas as engines that spill every range are given them."""

from __future__ import annotations

import pytest

from smartxl.recalc import ArrayFormula, FormulaCell, registered
from smartxl.verify.engines.crossing import FormulaWriter


def written(text: str, *, fills: bool = False) -> str:
    area = ArrayFormula(1, 1, 3, 1) if fills else None
    writer = FormulaWriter(registered({"SX_F": lambda _: 1}), "E_")
    return writer.written(FormulaCell("S", 1, 1, text, area))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("=A1:A3", "=@A1:A3", id="alone"),
        pytest.param("=A1:A3*2", "=@A1:A3*2", id="with an operator"),
        pytest.param("=SUM(A1:A3)", "=SUM(A1:A3)", id="a function of ranges"),
        pytest.param("=SUM(A1:A3*2)", "=SUM(@A1:A3*2)", id="an operator in it"),
        pytest.param("=ABS(A1:A3)", "=ABS(@A1:A3)", id="a function of single values"),
        pytest.param("=IF(A1:A3>1,B1:B3,SUM(C1:C3))", "=IF(@A1:A3>1,@B1:B3,SUM(C1:C3))", id="a choice"),
        pytest.param("=SUM(IF(A1,B1:B3,C1:C3))", "=SUM(IF(A1,B1:B3,C1:C3))", id="a choice of ranges"),
        pytest.param("=VLOOKUP(A1:A3,B1:C9,2,0)", "=VLOOKUP(@A1:A3,B1:C9,2,0)", id="what is looked for"),
        pytest.param("=SUMPRODUCT(A1:A3*B1:B3)", "=SUMPRODUCT(A1:A3*B1:B3)", id="over arrays"),
        pytest.param("=-'甲 表'!A1:A3", "=-@'甲 表'!A1:A3", id="on another sheet"),
        pytest.param("=$A$1:$A$1+1", "=$A$1:$A$1+1", id="one cell"),
        pytest.param("=SX_F(A1:A3)", "=SX_F(A1:A3)", id="a function of the user"),
        pytest.param('=A1:A3&"A1:A3"', '=@A1:A3&"A1:A3"', id="quoted"),
        pytest.param("=A1:A3=", "=A1:A3=", id="no formula"),
    ],
)
def test_a_range_that_stands_for_one_cell_is_marked(text: str, expected: str) -> None:
    assert written(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "=SUMPRODUCT(1*ISNUMBER(A1:A3))", "=SUMPRODUCT(1*E_ISNUMBER(A1:A3))", id="in SUMPRODUCT"
        ),
        pytest.param(
            "=SUMPRODUCT(IF(ABS(A1:A3)>1,1,0))", "=SUMPRODUCT(IF(E_ABS(A1:A3)>1,1,0))", id="in a choice"
        ),
        pytest.param("=ROUND(SUMPRODUCT(A1:A3),2)", "=ROUND(SUMPRODUCT(A1:A3),2)", id="around it"),
        pytest.param("=SUMPRODUCT(SUM(A1:A3)*1)", "=SUMPRODUCT(SUM(A1:A3)*1)", id="a function of ranges"),
        pytest.param(
            '=SUMPRODUCT(_xlfn.ISOWEEKNUM(A1:A3))&LEN("LEN(")',
            '=SUMPRODUCT(E_ISOWEEKNUM(A1:A3))&LEN("LEN(")',
            id="newer",
        ),
    ],
)
def test_a_function_that_is_given_arrays_is_called_for_each_element(text: str, expected: str) -> None:
    assert written(text) == expected


def test_array_formulas_have_no_marks_and_all_their_functions_are_called_for_each_element() -> None:
    assert written("=ABS(A1:A3)*SUM(B1:B3)", fills=True) == "=E_ABS(A1:A3)*SUM(B1:B3)"


def test_formulas_that_differ_in_references_alone_are_taken_apart_once() -> None:
    writer = FormulaWriter({}, "E_")
    texts = [f"=SUMPRODUCT(1*LEN(A{row}:B{row}))+C{row}:C{row + 1}" for row in range(1, 4)]
    assert [writer.written(FormulaCell("S", 1, 1, text)) for text in texts] == [
        f"=SUMPRODUCT(1*E_LEN(A{row}:B{row}))+@C{row}:C{row + 1}" for row in range(1, 4)
    ]
    assert writer.lifted == {"LEN"}
