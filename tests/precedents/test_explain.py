"""What a cell comes from: each cell once, what it reads, what it comes to, what is not known."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartxl.precedents import CellKind, Explanation, explain, explanation_lines
from smartxl.recalc import CellError, load_book
from tests.precedents.conftest import book_of, explained, saved

BUDGET = {
    "预算": {
        **{"A1": "项目", "B1": "数量", "C1": "单价", "D1": "金额"},
        **{"A2": "服务器", "B2": 3, "C2": 1200.5, "D2": "=B2*C2"},
        **{"A3": "交换机", "B3": 5, "C3": 300, "D3": "=B3*C3"},
        **{"A4": "合计", "D4": "=SUM(D2:D3)"},
        **{"A5": "含税", "D5": "=D4*(1+税率)"},
        **{"A6": "最贵", "D6": "=INDEX(A2:A3,MATCH(MAX(D2:D3),D2:D3,0))"},
    },
    "参数": {"A1": "增值税率", "B1": 0.13},
}
NAMES = {"税率": "参数!$B$1", "全部": "预算!$D$2:$D$3", "三": "3", "没有": "#REF!"}


def cells_of(found: Explanation) -> list[str]:
    return [str(each.cell) for each in found.cells]


def test_a_cell_is_told_with_all_that_it_comes_from() -> None:
    found = explained(BUDGET, "预算!D5", NAMES)
    assert cells_of(found) == ["'预算'!D5", "'预算'!D4", "'参数'!B1"]
    target, total, rate = found.cells
    assert (target.kind, target.value, target.row, target.column) == (
        CellKind.FORMULA,
        5101.5 * 1.13,
        "含税",
        "金额",
    )
    assert (rate.kind, rate.value, rate.row) == (CellKind.INPUT, 0.13, "增值税率")
    assert [(source.written, str(source.area)) for source in target.sources] == [
        ("D4", "'预算'!$D$4:$D$4"),
        ("税率", "'参数'!$B$1:$B$1"),
    ]
    (added,) = total.sources
    assert added.summary is not None
    assert (added.summary.cells, added.summary.formulas, added.summary.total) == (2, 2, 5101.5)
    assert (added.summary.low, added.summary.high) == (1500.0, 3601.5)


def test_ranges_are_told_cell_by_cell_where_that_is_asked() -> None:
    found = explained(BUDGET, "预算!D4", NAMES, whole=True)
    assert cells_of(found) == [f"'预算'!{cell}" for cell in ("D4", "D2", "D3", "B2", "C2", "B3", "C3")]
    assert [each.level for each in found.cells] == [0, 1, 1, 2, 2, 2, 2]


def test_levels_beyond_the_depth_are_left_out() -> None:
    found = explained(BUDGET, "预算!D5", NAMES, depth=1)
    assert cells_of(found) == ["'预算'!D5", "'预算'!D4", "'参数'!B1"]
    assert [each.followed for each in found.cells] == [True, False, True]
    assert "其来源未展开" in "\n".join(explanation_lines(found, "zh"))


def test_a_cell_that_is_met_twice_is_told_once() -> None:
    found = explained({"表": {"A1": 1, "B1": "=A1+1", "C1": "=A1+B1", "D1": "=B1*C1"}}, "表!D1")
    assert cells_of(found) == ["'表'!D1", "'表'!B1", "'表'!C1", "'表'!A1"]
    text = list(explanation_lines(found, "zh"))
    assert sum("[输入]" in line and "见" not in line for line in text) == 1
    assert sum("（见上）" in line for line in text) == 2


@pytest.mark.parametrize(
    ("formula", "written", "area"),
    [
        pytest.param("=SUM(销售[金额])", "销售[金额]", "'表'!$B$2:$B$3", id="column-of-a-table"),
        pytest.param("=SUM(A:A)", "A:A", "'表'!$A$1:$A$1048576", id="whole-column"),
        pytest.param("=SUM(两格)", "两格", "'表'!$B$2:$B$3", id="name"),
        pytest.param("=INDEX(B2:B3,2)", "INDEX(B2:B3,2)", "'表'!$B$3:$B$3", id="chosen-by-index"),
        pytest.param('=INDIRECT("B"&2)', 'INDIRECT("B"&2)', "'表'!$B$2:$B$2", id="chosen-by-indirect"),
        pytest.param(
            "=SUM(OFFSET(B1,1,0,2,1))", "OFFSET(B1,1,0,2,1)", "'表'!$B$2:$B$3", id="chosen-by-offset"
        ),
    ],
)
def test_names_tables_and_what_functions_choose_are_resolved(formula: str, written: str, area: str) -> None:
    cells = {"A1": "名", "B1": "金额", "A2": "a", "B2": 4, "A3": "b", "B3": 6, "D9": formula}
    found = explained({"表": cells}, "表!D9", {"两格": "表!$B$2:$B$3"}, tables={"销售": "表!A1:B3"})
    told = {source.written: str(source.area) for source in found.target.sources}
    assert told[written] == area


def test_what_an_error_comes_from_is_told_also_out_of_a_range() -> None:
    found = explained({"表": {"A1": 1, "A2": "=1/0", "A3": 3, "B1": "=SUM(A1:A3)"}}, "表!B1")
    assert (found.target.value, cells_of(found)) == ("#DIV/0!", ["'表'!B1", "'表'!A2"])


def test_a_cell_that_is_not_computed_is_told_with_the_reason_and_where_it_comes_from() -> None:
    found = explained({"表": {"A1": 1, "A2": "=NOW()", "B1": "=SUM(A1:A2)", "C1": "=B1+1"}}, "表!C1")
    assert cells_of(found) == ["'表'!C1", "'表'!B1", "'表'!A2"]
    assert [each.why is None for each in found.cells] == [False, False, False]
    text = "\n".join(explanation_lines(found, "en"))
    assert "changes with time" in text
    assert "'表'!C1 = ?" in text


def test_a_circle_is_named() -> None:
    found = explained({"表": {"A1": "=B1+1", "B1": "=C1", "C1": "=A1*2"}}, "表!B1")
    why = found.target.why
    assert why is not None
    assert all(cell in why.en for cell in ("circular", "'表'!A1", "'表'!B1", "'表'!C1"))
    assert len(found.cells) == 3


def test_the_stored_value_is_told_where_it_differs() -> None:
    book = saved(book_of({"表": {"A1": 2, "B1": "=A1*3"}}))
    sheet = book.sheets["表"]
    values = ((2.0, 7.0),)
    changed = type(sheet)("表", values, formulas=sheet.formulas)
    other = type(book)(
        **{**{f: getattr(book, f) for f in book.__dataclass_fields__}, "sheets": {"表": changed}}
    )
    target = explain(other, "表!B1").target
    assert (target.value, target.stored, target.differs) == (6.0, 7.0, True)
    assert "the file has 7, recalculated 6" in "\n".join(explanation_lines(explain(other, "表!B1"), "en"))


def test_what_uses_a_cell_is_told_where_that_is_asked() -> None:
    found = explained(BUDGET, "预算!B2", NAMES, dependents=True)
    assert found.dependents is not None
    assert [str(each.cell) for each in found.dependents.cells] == ["'预算'!D2"]
    assert (found.dependents.direct, found.dependents.following, found.dependents.unsure) == (1, 4, 0)
    assert [each.value for each in found.dependents.cells] == [3601.5]


def test_functions_of_the_users_own_are_called() -> None:
    found = explained({"表": {"A1": 2, "B1": "=DOUBLE(A1)"}}, "表!B1", functions={"double": lambda x: 2 * x})
    assert found.target.value == 4.0


def test_a_number_is_told_as_its_format_shows_it() -> None:
    book = book_of({"表": {"A1": 0.13, "A2": 45000, "A3": 7}})
    for address, code in (("A1", "0.0%"), ("A2", "yyyy-mm-dd"), ("A3", "General")):
        book["表"][address].number_format = code
    read = saved(book)
    assert [explain(read, f"表!{each}").target.seen for each in ("A1", "A2", "A3")] == [
        "13.0%",
        "2023-03-15",
        "",
    ]


def test_a_long_chain_is_cut_and_the_rest_is_counted() -> None:
    cells: dict[str, object] = {f"A{row}": f"=A{row - 1}+1" for row in range(2, 1500)}
    found = explained({"表": {"A1": 1, **cells}}, "表!A1499")
    assert (found.target.value, len(found.cells), found.left_out) == (1499.0, 200, 1)
    lines = list(explanation_lines(found, "zh"))
    assert "--all" in lines[-1]
    assert max(map(len, lines)) < 250


VALUES = st.one_of(
    st.integers(-50, 50).map(float),
    st.sampled_from(["", "abc", True, None]),
    st.floats(-9, 9).map(lambda x: round(x, 2)),
)
FORMULAS = st.sampled_from(
    [
        "=A1+B2",
        "=SUM(A1:B3)",
        "=IF(A1>B1,A2,SUM(B1:B2))",
        "=IFERROR(A1/B1,C1)",
        "=CHOOSE(2,A1,B2,A3)",
        "=A1&B1",
        "=-A2%",
        "=INDEX(A1:B3,2,1)",
        "=SUMPRODUCT((A1:A3>0)*B1:B3)",
        "=LET(x,A1,x+B1)",
        "=IFS(A1>0,1,TRUE,B3)",
        "=SWITCH(A1,1,B1,2)",
    ]
)


@given(st.lists(VALUES, min_size=6, max_size=6), FORMULAS, FORMULAS)
def test_the_value_explained_is_the_engines_and_so_is_the_last_step(
    values: list[object], first: str, second: str
) -> None:
    cells = dict(zip(("A1", "A2", "A3", "B1", "B2", "B3"), values, strict=True))
    book = saved(book_of({"表": {**cells, "C1": second, "D1": first}}))
    loaded = load_book(book)
    missing = list(loaded.workbook.calculate(loaded.formulas))
    found = explain(book, "表!D1", steps=True)
    value = loaded.workbook.sheets["表"].get(1, 4)
    if missing:
        return
    assert found.target.value == (value.code if isinstance(value, CellError) else value)
    for before, after in pairwise(found.steps):
        assert after.formula != before.formula
    if found.steps and isinstance(value, float):
        assert found.steps[-1].formula == f"={value + 0.0:.15g}"  # which makes 0 of -0
