"""Formulas taken apart, and those that are refused."""

from __future__ import annotations

import pytest

from smartxl.cells import Area, Cell
from smartxl.verify import ALLOWED_FUNCTIONS, VerifyError
from smartxl.verify.shapes import FormulaReader, FormulaShape

HERE = Cell("甲", 5, 5)
READER = FormulaReader(("甲", "乙 局"), {"名": Area("甲", 1, 1, 3, 1)}, ALLOWED_FUNCTIONS | {"SX_SCORE"})


def test_a_shape_has_no_references() -> None:
    shaped = READER.read(HERE, "= if(A1>'乙 局'!$B$2 , \"a b\", A1*1.50) + sum(名)")
    assert shaped.shape == FormulaShape('=IF(A1>A2,"a b",A1*1.5)+SUM(A3)', array=False)
    assert shaped.areas == (Area("甲", 1, 1, 1, 1), Area("乙 局", 2, 2, 2, 2), Area("甲", 1, 1, 3, 1))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("=SUM(A1:B2)", "=sum( $A$1:$B$2 )", True),
        ("=甲!A1+1", "='甲'!A1+1.0", True),
        ("=A1:A1", "=A1", True),
        ("=A1+A2", "=A2+A1", False),
        ('=A1="x"', '=A1="X"', False),
        ("=A1", "='乙 局'!A1", False),
    ],
)
def test_equal_formulas_are_recognised(one: str, other: str, *, same: bool) -> None:
    assert (READER.read(HERE, one) == READER.read(HERE, other)) is same


@pytest.mark.parametrize(
    ("formula", "shape", "places"),
    [
        ("=A1+A1*B2", "=A1+A1*A2", [("甲", 1), ("甲", 2)]),
        ("=B2+C3*B2", "=A1+A2*A1", [("甲", 2), ("甲", 3)]),
        ('="A1"&B2', '="A1"&A1', [("甲", 2)]),
        ('="""A1"" B2"&C3&"D4"', '="""A1"" B2"&A1&"D4"', [("甲", 3)]),
        ("='A1 ''B2'' C3'!D4+E5", "=A1+A2", [("A1 'B2' C3", 4), ("甲", 5)]),
        ("='A1'!B2+'A1'!B2:C3", "=A1+A2", [("A1", 2), ("A1", 2)]),
        ("=A1-甲!$A$1-b2", "=A1-A1-A2", [("甲", 1), ("甲", 2)]),
        ("=SX_SCORE(A1)+A1%", "=SX_SCORE(A1)+A1%", [("甲", 1)]),
    ],
)
def test_references_are_told_from_what_looks_like_them(
    formula: str, shape: str, places: list[tuple[str, int]]
) -> None:
    """Also in a second formula that has the same text around them."""
    reader = FormulaReader(("甲", "A1", "A1 'B2' C3"), {}, ALLOWED_FUNCTIONS | {"SX_SCORE"})
    for _ in range(2):
        shaped = reader.read(HERE, formula)
        assert shaped.shape == FormulaShape(shape, array=False)
        assert [(area.sheet, area.first_row) for area in shaped.areas] == places


def test_a_formula_like_one_before_has_the_same_shape_and_other_references() -> None:
    reader = FormulaReader(("甲", "乙 局"), {}, ALLOWED_FUNCTIONS)
    for row in range(1, 4):
        shaped = reader.read(HERE, f"=IF(A{row}=\"A{row}\",'乙 局'!B{row},SUM(C{row}:C9))")
        assert shaped.shape.text == f'=IF(A1="A{row}",A2,SUM(A3))'
        assert [area.first_row for area in shaped.areas] == [row, row, row]


@pytest.mark.parametrize(
    ("formula", "what"),
    [
        ("=VLOOKUP(A1,B1:C9,2,0)", "the function VLOOKUP is not recalculated"),
        ("=1+_xlfn.XLOOKUP(A1,B1:B9,C1:C9)", "the function _XLFN.XLOOKUP is not recalculated"),
        ('=INDIRECT("A"&1)', "the function INDIRECT is not recalculated"),
        ("=SX_OTHER(A1)", "the function SX_OTHER is not recalculated"),
        ("=SUM(A:A)", "A:A is no cell, range or name"),
        ("=SUM(1:3)", "1:3 is no cell, range or name"),
        ("=SUM(别名)", "别名 is no cell, range or name"),
        ("=SUM(表1[得分])", "表1[得分] is no cell, range or name"),
        ("=[1]甲!A1", "[1]甲!A1 is no cell, range or name"),
        ("=SUM(甲:乙!A1)", "refers to a sheet that does not exist"),
        ("='丙'!A1", "'丙'!A1 refers to a sheet that does not exist"),
        ("=SUM(A1:ZZ1000)", "A1:ZZ1000 covers more than 200,000 cells"),
        ("=SUMPRODUCT(--(A1:A3>1),B1:B3)", "two signs in a row"),
        ("=SUM({1,2,3})", "an array constant"),
        ("=SUM(A1:A3 A2:A5)", "a union or intersection"),
        ("=SUM((A1,A3))", "a union or intersection"),
        ("=@A1", "@A1 is no cell, range or name"),
        ("=SUM(INDEX(A1:A9,1):A3)", ":A3 is no cell, range or name"),
        ('="a', "cannot be read"),
        ('="a\nb"', "contains a line break"),
    ],
    ids=lambda value: value[:24],
)
def test_what_cannot_be_recalculated_is_refused(formula: str, what: str) -> None:
    with pytest.raises(VerifyError) as caught:
        READER.read(HERE, formula)
    assert caught.value.where.zh == "'甲'!E5"
    assert what in caught.value.what.en
    assert caught.value.remedy.en
