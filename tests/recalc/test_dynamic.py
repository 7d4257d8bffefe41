"""Functions that give whole arrays, and LET."""

from __future__ import annotations

import pytest

from smartxl.recalc import ArrayFormula, CellError, FormulaCell, Scalar, SheetPlanes, Workbook

CELLS: dict[tuple[int, int], Scalar] = {
    (1, 1): "东", (1, 2): 3.0, (2, 1): "西", (2, 2): 1.0, (3, 1): "东", (3, 2): 2.0, (4, 1): "east", (4, 2): None,
    (5, 1): "East", (5, 2): 3.0,
}  # fmt: skip
NUMBERS = "{1,2,3;4,5,6;7,8,9}"
CASES: dict[str, list[list[object]] | object] = {
    'FILTER(B1:B5,A1:A5="东")': [[3.0], [2.0]],
    'FILTER(A1:B3,B1:B3>1)': [["东", 3.0], ["东", 2.0]],
    'FILTER(B1:B5,A1:A5="南")': "#CALC!",
    'FILTER(B1:B5,A1:A5="南","无")': "无",
    "FILTER({1,2,3},{0,1,1})": [[2.0, 3.0]],
    "SORT(B1:B5)": [[1.0], [2.0], [3.0], [3.0], [0.0]],
    "SORT({3;1;2},1,-1)": [[3.0], [2.0], [1.0]],
    "SORT({3,1,2},1,1,TRUE)": [[1.0, 2.0, 3.0]],
    'SORT({"b",1;"a",2;"a",1},{1,2},{1,-1})': [["a", 2.0], ["a", 1.0], ["b", 1.0]],
    "SORTBY({10;20;30},{3;1;2})": [[20.0], [30.0], [10.0]],
    "SORTBY({10;20;30},{3;1;2},-1)": [[10.0], [30.0], [20.0]],
    "SORTBY({1,2,3;4,5,6},{3,2,1})": [[3.0, 2.0, 1.0], [6.0, 5.0, 4.0]],
    "UNIQUE(A1:A5)": [["东"], ["西"], ["east"]],
    "UNIQUE(A1:A5,FALSE,TRUE)": [["西"]],
    "UNIQUE({1,1,2},TRUE)": [[1.0, 2.0]],
    "VSTACK({1,2},{3})": [[1.0, 2.0], [3.0, "#N/A"]],
    "HSTACK({1;2},{3;4})": [[1.0, 3.0], [2.0, 4.0]],
    f"TAKE({NUMBERS},2)": [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]],
    f"TAKE({NUMBERS},-1,2)": [[7.0, 8.0]],
    f"DROP({NUMBERS},1,-1)": [[4.0, 5.0], [7.0, 8.0]],
    f"DROP({NUMBERS},3)": "#CALC!",
    f"CHOOSEROWS({NUMBERS},1,-1)": [[1.0, 2.0, 3.0], [7.0, 8.0, 9.0]],
    f"CHOOSECOLS({NUMBERS},3,1)": [[3.0, 1.0], [6.0, 4.0], [9.0, 7.0]],
    f"CHOOSECOLS({NUMBERS},4)": "#VALUE!",
    "TOCOL({1,2;3,4})": [[1.0], [2.0], [3.0], [4.0]],
    "TOROW(B3:B5,1)": [[2.0, 3.0]],
    "WRAPROWS({1,2,3},2)": [[1.0, 2.0], [3.0, "#N/A"]],
    'WRAPCOLS({1,2,3},2,"-")': [[1.0, 3.0], [2.0, "-"]],
    "EXPAND({1,2},2,3,0)": [[1.0, 2.0, 0.0], [0.0, 0.0, 0.0]],
    "SEQUENCE(2,3,10,5)": [[10.0, 15.0, 20.0], [25.0, 30.0, 35.0]],
    'TEXTSPLIT("a,b;c",",",";")': [["a", "b"], ["c", "#N/A"]],
    'TEXTBEFORE("市-区-街","-",-1)': "市-区",
    'TEXTAFTER("市-区-街","-")': "区-街",
    'TEXTAFTER("市","-")': "#N/A",
    "LET(_xlpm.x,B1,_xlpm.y,_xlpm.x*2,_xlpm.x+_xlpm.y)": 9.0,
    "SUM(LET(_xlpm.r,B1:B3,_xlpm.r*10))": 60.0,
    "LET(_xlpm.x,1/0,IFERROR(_xlpm.x,7))": 7.0,
}  # fmt: skip


@pytest.mark.parametrize("formula", CASES)
def test_an_array_formula_gives_what_excel_spills(formula: str) -> None:
    expected = CASES[formula]
    rows = expected if isinstance(expected, list) else [[expected]]
    sheet = SheetPlanes("表", 0, 20, 10)
    for place, value in CELLS.items():
        sheet.put(*place, value)
    area = ArrayFormula(10, 5, 9 + len(rows), 4 + len(rows[0]))
    book = Workbook({"表": sheet})
    assert list(book.calculate([FormulaCell("表", 10, 5, f"={formula}", area)])) == []
    found = [
        [sheet.get(row, column) for column in range(5, area.right + 1)] for row in range(10, area.bottom + 1)
    ]
    assert [[v.code if isinstance(v, CellError) else v for v in row] for row in found] == rows
