"""Whole workbooks: references, order, arrays, registered functions; the same numbers however computed."""

from __future__ import annotations

import re
import warnings
from typing import TYPE_CHECKING

import formulas
import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.formula import ArrayFormula

from smartxl.cells import Area, Cell, a1, parse_a1
from smartxl.verify import (
    ErrorValue,
    Formula,
    Grid,
    KnownFormulas,
    VerifyError,
    read_grid,
    recalculate,
)
from smartxl.verify.recalc import Recalculator

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from smartxl.verify import Value
    from tests.verify.conftest import Make

ITEM = (
    '=IF(A{r}="不适用","",IF(B{r}="否",0,IF(B{r}="是",'
    'IFERROR(D{r}*INDEX($G$1:$G$3,MATCH(C{r},$F$1:$F$3,0)),""),"")))'
)


def one(make: Make, cells: Mapping[str, object], at: str, **functions: Callable[..., object]) -> Value:
    """The value of one cell of one sheet."""
    grid = read_grid(make({"表": cells}))
    value = recalculate(grid, functions).values
    return next(v for cell, v in value.items() if a1(cell.row, cell.column) == at)


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("=$A$1+A$2+$A3", 111.0),
        ("=a1+A2", 11.0),
        ("=SUM(A3:A1)", 111.0),
        ("= SUM( A1 , A2:A3 ) ", 111.0),
        ("='公安局 ''甲'''!B2*2", 14.0),
        ("=SUM('公安局 ''甲'''!$B$2:$B$3)", 15.0),
        ("=二局!A1", 5.0),
        ("=SUM(总表)", 111.0),
        ("=Z99", 0.0),
        ("=SUM(Z1:Z99)", 0.0),
    ],
    ids=str,
)
def test_references_are_followed(make: Make, formula: str, expected: float) -> None:
    content = make(
        {
            "表": {"A1": 1, "A2": 10, "A3": 100, "C1": formula},
            "公安局 '甲'": {"B2": 7, "B3": 8},
            "二局": {"A1": 5},
        }
    )
    grid = read_grid(content)
    named = Grid(grid.sheets, grid.constants, grid.formulas, grid.cached, {"总表": Area("表", 1, 1, 3, 1)})
    assert recalculate(named).values == {Cell("表", 1, 3): expected}


def test_cached_values_are_not_looked_at() -> None:
    cell, other = Cell("表", 1, 1), Cell("表", 1, 2)
    grid = Grid(("表",), {}, {cell: Formula("=1+1"), other: Formula("=A1*2")}, {cell: 9.0, other: 9.0})
    assert recalculate(grid).values == {cell: 2.0, other: 4.0}


def test_formulas_of_one_shape_are_compiled_once(make: Make) -> None:
    cells = {f"C{row}": f"=A{row}*$B$1+'表'!B{row + 1}" for row in range(1, 30)}
    cells |= {"D1": "=SUM(A1:A9)", "D2": "=sum( $A$3:B8 )", "D3": "=SUM(A1:A9,1.0)"}
    result = recalculate(read_grid(make({"表": cells})))
    assert (len(result.values), result.shapes) == (32, 3)


def test_workbooks_with_other_names_and_sheets_share_what_was_taken_apart(make: Make) -> None:
    first = read_grid(make({"表": {"A1": 2.0, "A2": "=A1*$A$1+SUM(A1:A1)"}}))
    other = read_grid(make({"另表": {"B1": 5.0, "B2": "=B1*$B$1+SUM(B1:B1)", "B3": "=B1-1"}}))
    known = KnownFormulas()
    assert list(Recalculator(known=known).recalculate(first).values.values()) == [6.0]
    before = dict(known.trees)
    assert list(Recalculator(known=known).recalculate(other).values.values()) == [30.0, 4.0]
    assert [known.trees[key] for key in before] == list(before.values())
    assert len(known.trees) == len(before) + 1


def test_what_is_known_stays_bounded(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("smartxl.verify.recalc._MANY", 2)
    known = KnownFormulas()
    for number in range(6):
        grid = read_grid(make({"表": {"A1": 1.0, "A2": f"=A1+{number}"}}))
        assert list(Recalculator(known=known).recalculate(grid).values.values()) == [1.0 + number]
        assert len(known.trees) <= 3


def test_a_chain_against_the_order_of_rows_is_followed(make: Make) -> None:
    cells: dict[str, object] = {f"A{row}": f"=A{row + 1}+1" for row in range(1, 40)}
    assert one(make, {**cells, "A40": 0}, "A1") == 39.0


def test_errors_pass_through_and_are_caught(make: Make) -> None:
    cells = {"A1": "=1/0", "A2": "=A1+1", "A3": '=IFERROR(A2,"none")', "A4": "=SUM(A1:A2)", "A5": "=#REF!+1"}
    values = recalculate(read_grid(make({"表": cells}))).values
    assert [values[Cell("表", row, 1)] for row in range(1, 6)] == [
        "#DIV/0!",
        "#DIV/0!",
        "none",
        "#DIV/0!",
        "#REF!",
    ]


def test_a_range_in_the_place_of_one_value_is_its_cell_in_the_same_row(make: Make) -> None:
    data = {"A1": 1, "A2": 2, "A3": 3}
    assert one(make, {**data, "B2": "=A1:A3"}, "B2") == 2.0
    assert one(make, {**data, "B4": "=A1:A3"}, "B4") == "#VALUE!"
    assert one(make, {**data, "B2": "=SUM(1*(A1:A3>1))"}, "B2") == 1.0
    assert one(make, {**data, "B1": "=SUMPRODUCT(1*(A1:A3>1))"}, "B1") == 2.0


def test_an_array_formula_fills_its_cells(make: Make) -> None:
    data = {"A1": 30, "A2": 10, "A3": 30, "B1": ArrayFormula("B1:B3", "=RANK(A1:A3,$A$1:$A$3)")}
    data |= {"C1": ArrayFormula("C1:C4", "=A1:A3*2"), "D1": ArrayFormula("D1:D2", "=SUM(1*(A1:A3>20))")}
    data |= {"E1": "=B2+C2"}
    values = recalculate(read_grid(make({"表": data}))).values
    columns = {
        c: [values[Cell("表", row, c)] for row in range(1, n + 1)] for c, n in {2: 3, 3: 4, 4: 2}.items()
    }
    assert columns == {2: [1.0, 3.0, 1.0], 3: [60.0, 20.0, 60.0, "#N/A"], 4: [2.0, 2.0]}
    assert values[Cell("表", 1, 5)] == 23.0


class TestRegisteredFunctions:
    DATA: Mapping[str, object] = {"A1": 3, "A2": None, "A3": "=1/0", "A4": "x"}

    def test_are_called_by_name_in_any_case(self, make: Make) -> None:
        assert one(make, {"A1": "=sx_TWICE(4)+1"}, "A1", SX_twice=lambda x: 2 * x) == 9.0

    def test_see_what_xlwings_would_give(self, make: Make) -> None:
        seen: list[object] = []
        cells = {**self.DATA, "B1": '=SX_SEE(A1:A4,A2,A1,"t",2)'}
        one(make, cells, "B1", SX_SEE=lambda *args: seen.extend(args))
        assert isinstance(seen[0], np.ndarray)
        assert seen[0].tolist() == [[3.0], [None], ["#DIV/0!"], ["x"]]
        assert seen[1:] == [None, 3.0, "t", 2]

    @pytest.mark.parametrize(
        ("result", "expected"),
        [
            (None, ""),
            (float("nan"), ""),
            (np.float64(2), 2.0),
            ([[5]], 5.0),
            (np.array([7]), 7.0),
            ("t", "t"),
        ],
        ids=str,
    )
    def test_answer_as_xlwings_would(self, make: Make, result: object, expected: Value) -> None:
        assert one(make, {"A1": "=SX_F()"}, "A1", SX_F=lambda: result) == expected

    def test_what_an_exception_says_stands_in_the_cell(self, make: Make) -> None:
        def wrong(x: float) -> float:
            raise ValueError("no such rule")

        assert one(make, {"A1": "=SX_F(1)"}, "A1", SX_F=wrong) == "no such rule"

    def test_fill_an_array_formula(self, make: Make) -> None:
        cells = {"A1": 5, "A2": 7, "B1": ArrayFormula("B1:B2", "=SX_HALF(A1:A2)"), "C1": "=SUM(B1:B2)"}
        assert one(make, cells, "C1", SX_HALF=lambda values: values.astype(float) / 2) == 6.0

    def test_leave_the_table_of_formulas_as_it_was(self, make: Make) -> None:
        before = dict(formulas.get_functions())
        one(make, {"A1": "=SX_F()+ROUND(2.675,2)"}, "A1", SX_F=lambda: 1)
        assert dict(formulas.get_functions()) == before


@pytest.mark.parametrize(
    ("cells", "path"),
    [
        ({"A1": "=A1+1"}, "'表'!A1 → '表'!A1"),
        ({"A1": "=B1", "B1": "=SUM(A1:A9)", "C1": "=A1"}, "'表'!A1 → '表'!B1 → '表'!A1"),
        ({"A1": ArrayFormula("A1:A2", "=B1:B2*2"), "B1": "=A2"}, "'表'!A1 → '表'!B1 → '表'!A1"),
    ],
    ids=["itself", "through a range", "through an array formula"],
)
def test_a_circle_is_named(make: Make, cells: Mapping[str, object], path: str) -> None:
    with pytest.raises(VerifyError) as caught:
        recalculate(read_grid(make({"表": cells})))
    assert caught.value.what.en == f"circular reference {path}"


VALUES = st.one_of(
    st.none(),
    st.sampled_from(
        ["", "适用", "不适用", "是", "否", "提交", "查询", "90", "a*", True, False, ErrorValue("#N/A")]
    ),
    st.floats(-100, 100).map(lambda x: round(x, 2)),
    st.integers(0, 3).map(float),
)
ROW_FORMULAS = (
    ITEM,
    '=IF(OR(A{r}="",B{r}=C{r}),"",ROUND(A{r}*2+D{r},1))',
    "=MAX(0,MIN(1,(A{r}-$G$1)/($G$2-B{r})))",
    "=SUM(A{r}:D{r})-COUNT(A{r}:C{r})",
    '=IF(ISNUMBER(A{r}),ABS(A{r})^2,A{r}&"|"&B{r})',
    "=IF(COUNTIF($F$1:$F$3,C{r})=0,NOT(D{r}),RANK(D{r},$G$1:$G$3))",
    "=INDEX($G$1:$G$3,MAX(1,SUMPRODUCT(1*($G$1:$G$3<=A{r}))))",
    '=IFERROR(MATCH(A{r},$F$1:$F$3,0),IF(A{r}>B{r},">",-C{r}%))',
    '=SUMIF(A{r}:D{r},">=0",$A$1:$D$1)+SUMIF(A{r}:D{r},B{r})',
)


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(
    formula=st.sampled_from(ROW_FORMULAS),
    rows=st.lists(st.tuples(VALUES, VALUES, VALUES, VALUES), min_size=2, max_size=6),
)
@example(formula=ROW_FORMULAS[-2], rows=[(None, None, None, None), (None, "适用", None, None)])
@example(formula=ROW_FORMULAS[-2], rows=[(None, None, None, None), ("适用", "不适用", None, None)])
def test_many_rows_together_give_what_each_gives_alone(
    formula: str, rows: list[tuple[Value, Value, Value, Value]]
) -> None:
    lists: dict[Cell, Value] = {Cell("表", r, 6): label for r, label in enumerate(("是", "提交", "查询"), 1)}
    lists |= {Cell("表", r, 7): float(r) - 1 for r in range(1, 4)}
    typed = {Cell("表", r, c): value for r, row in enumerate(rows, 1) for c, value in enumerate(row, 1)}
    filled = {Cell("表", r, 5): Formula(formula.format(r=r)) for r in range(1, len(rows) + 1)}
    try:
        apart = {
            cell: recalculate(Grid(("表",), lists | typed, {cell: text}, {})).values[cell]
            for cell, text in filled.items()
        }
    except VerifyError as refused:  # which of two texts comes first depends on the country
        with pytest.raises(VerifyError, match=re.escape(str(refused))):
            recalculate(Grid(("表",), lists | typed, filled, {}))
        return
    together = recalculate(Grid(("表",), lists | typed, filled, {})).values
    for cell, alone in apart.items():
        assert (type(together[cell]), together[cell]) == (type(alone), alone), filled[cell].text


def test_a_workbook_gives_what_formulas_own_model_gives(
    make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "tqdm.tqdm.monitor_interval", 0
    )  # else formulas leaves a thread: no process forks after it
    levels: dict[str, object] = {"F1": "查询", "F2": "填报", "F3": "办结", "G1": 0, "G2": 0.5, "G3": 1}
    rows: list[tuple[object, ...]] = [
        ("适用", "是", "填报", 2),
        ("不适用", "是", None, 2),
        ("适用", "否", None, 3),
        (None, None, None, 4),
    ]
    items = {a1(r, c): value for r, row in enumerate(rows, 1) for c, value in enumerate(row, 1)}
    points: dict[str, object] = {f"E{r}": ITEM.format(r=r) for r in range(1, 5)}
    counted = 'SUMIF(采样!E1:E4,">=0",采样!D1:D4)'
    total: dict[str, object] = {
        "A1": "=SUM('采样'!E1:E4)",
        "A2": f'=IF({counted}=0,"",ROUND(100*A1/{counted},2))',
        "A3": 12.5,
        "A4": '=IF(A2="","",RANK(A2,A2:A3))',
        "A5": '=COUNTIF(采样!A1:A4,"适用")/COUNTA(采样!A1:A4)',
        "A6": "=MAX(1,SUMPRODUCT(1*(采样!G1:G3<=A2/100)))",
        "A7": '=ROUND(AVERAGE(A1:A3),3)&IF(AND(A1>0,NOT(A2<0)),"+","-")',
    }
    path = tmp_path / "model.xlsx"
    path.write_bytes(make({"采样": {**items, **levels, **points}, "总": total}))
    solution = formulas.ExcelModel().loads(str(path)).finish().calculate()
    values = recalculate(read_grid(path.read_bytes())).values
    assert len(values) == 10
    for cell, value in values.items():
        node = f"'[model.xlsx]{cell.sheet}'!{a1(cell.row, cell.column)}"
        assert solution[node].value.item() == value, node


def test_nothing_warns(make: Make) -> None:
    formulas.get_functions()  # loads its modules, whose own warnings are not ours
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        cells = {
            "A1": 1,
            "A2": "=A1/0",
            "A3": '=COUNTIF(A1:A2,">0")+SUMPRODUCT(A1:A2)',
            "A4": "=ROUND(A1/3,2)",
        }
        recalculate(read_grid(make({"表": cells})))
    assert [str(warning.message) for warning in seen] == []


@pytest.mark.parametrize("formula", ["=SUM(A1", "=1+*2", "=A1 A2", "=", "=IF(A1,2))"], ids=str)
def test_what_is_no_formula_is_named(make: Make, formula: str) -> None:
    grid = Grid(("表",), {}, {Cell("表", 3, 3): Formula(formula)}, {})
    with pytest.raises(VerifyError, match=r"'表'!C3: "):
        recalculate(grid)


@pytest.mark.parametrize(
    "formula", ["=RANK(1)", "=SUMIF(A1:A2)", "=IF()", "=ROUND(1)", "=INDEX(A1:A2)"], ids=str
)
def test_too_few_arguments_are_named(make: Make, formula: str) -> None:
    with pytest.raises(VerifyError, match="the number of arguments"):
        one(make, {"A1": 1, "C1": formula}, "C1")


def test_plans_take_turns_with_one_workbook(make: Make) -> None:
    """Cells, formulas, names and errors of one do not show in the other."""
    first = read_grid(make({"表": {"A1": 2.0, "A2": "=A1*2", "C9": 7.0, "A3": "=SUM(A1:A2,B1:C9)"}}))
    other = read_grid(make({"表": {"A1": 5.0, "A2": "=A1*2", "A3": "=1/0", "B3": "=COUNT(A1:A9,C1:C9)"}}))
    known = KnownFormulas()
    one, two = Recalculator(known=known), Recalculator(known=known)
    for _ in range(2):
        assert list(one.recalculate(first).values.values()) == [4.0, 13.0]
        assert list(two.recalculate(other).values.values()) == [10.0, "#DIV/0!", 2.0]


def test_a_name_that_looks_like_a_cell_is_no_other_workbooks(make: Make) -> None:
    grid = read_grid(make({"表": {"A1": 1.0, "B1": 2.0, "A2": "=A1+B1", "A3": "=A1+A1"}}))
    named = Grid(grid.sheets, grid.constants, grid.formulas, grid.cached, {"B1": Area("表", 1, 1, 1, 1)})
    known = KnownFormulas()
    shapes = [Recalculator(known=known).recalculate(each).shapes for each in (grid, named, grid)]
    assert shapes == [2, 1, 2]


@pytest.mark.parametrize(
    ("cell", "value"),
    [("A1", 5.0), ("A1", None), ("A2", "文"), ("B9", 1.0), ("A3", True), ("A4", 2.0)],
    ids=["chain", "emptied", "text", "beyond", "logical", "read by nobody"],
)
def test_what_follows_from_a_changed_cell_is_calculated_anew(make: Make, cell: str, value: Value) -> None:
    cells = {
        "A1": 1.0,
        "A2": 2.0,
        "A3": 3.0,
        "C1": "=A1*2",
        "C2": "=IF(ISNUMBER(C1),C1+A2,0)",
        "C3": "=A3&A3",
    }
    cells |= {"C4": "=SUM(C1:C2)", "C5": "=COUNTA(A1:B2)", "C6": "=IFERROR(C4/A3,C3)", "C7": "=MEDIAN(C4:C6)"}
    before = read_grid(make({"表": cells}))
    grid = before.changed({Cell("表", *parse_a1(cell)): value})
    again = Recalculator()
    again.recalculate(before)
    assert again.recalculate_on(grid, before).values == recalculate(grid).values
    assert again.recalculate_on(before, grid).values == recalculate(before).values
