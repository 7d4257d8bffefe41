"""A workbook as an object: what is set, what is calculated from it, and what is refused."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

import smartxl
from smartxl import BookError, SmartxlError, UnknownName, UnreadableFile, VerifyError
from smartxl.bookmodel import BookModel, ExcelError
from tests.bookmodel.books import LOAN, book

PRICES = {
    "S!A1": "Item",
    "S!B1": "Price",
    "S!C1": "Double",
    **{f"S!A{row}": name for row, name in enumerate("xyz", start=2)},
    **{f"S!B{row}": row for row in (2, 3, 4)},
    **{f"S!C{row}": f"=B{row}*2" for row in (2, 3, 4)},
    "S!E1": "=SUM(Prices[Price])",
    "S!E2": '=VLOOKUP("y",Prices,2,FALSE)',
}


@pytest.fixture
def loan() -> BookModel:
    return smartxl.workbook(book(LOAN, names={"Rate": "Loan!$B$2"}))


@pytest.fixture
def prices() -> BookModel:
    return smartxl.workbook(book(PRICES, tables={"Prices": "S!A1:C4"}))


def test_a_cell_is_set_and_what_follows_is_calculated(loan: BookModel) -> None:
    before = loan.calculate()
    after = loan.set("Loan!B3", 30).set({"Rate": 0.2, "Loan!B1": 1000}).calculate()
    assert after["Loan!B5"] == pytest.approx(-np.divide(1000 * (0.2 / 12), (1 + 0.2 / 12) ** -360 - 1))
    assert after["Loan!B7"] == "dear"
    assert after["'Old loans'!A1"] == after["Old loans!A1"] == after["loan!$B$5"] + 1
    assert before["Loan!B5"] == pytest.approx(1319.91147843)
    assert loan.calculate()["Loan!B5"] == before["Loan!B5"]


def test_values_in_the_file_are_never_trusted() -> None:
    content = io.BytesIO(book({"S!A1": 2, "S!A2": "=A1*3"}))
    assert smartxl.workbook(content.getvalue()).calculate()["A2"] == 6  # the file has no value for it


@pytest.mark.parametrize(
    ("address", "value"),
    [
        pytest.param("Loan!B1:B3", [200_000.0, 0.05, 20.0], id="column"),
        pytest.param("Loan!A1:B2", [["amount", 200_000.0], ["rate", 0.05]], id="area"),
        pytest.param("Loan!A9:B9", [[None, None]], id="beyond"),
        pytest.param("Rate", 0.05, id="name"),
    ],
)
def test_an_area_gives_rows(loan: BookModel, address: str, value: object) -> None:
    found = loan.calculate()[address]
    assert found == ([[each] for each in value] if address == "Loan!B1:B3" else value)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "value",
    [
        pytest.param([[1, 2], [3, 4]], id="lists"),
        pytest.param(np.array([[1, 2], [3, 4]]), id="array"),
        pytest.param(pd.DataFrame({"a": [1, 3], "b": [2, 4]}), id="frame"),
    ],
)
def test_an_area_is_set_from_rows(value: object) -> None:
    model = smartxl.workbook(book({"S!A1": 0, "S!D1": "=SUM(A1:B2)"}))
    assert model.set("A1:B2", value).calculate()["D1"] == 10
    with pytest.raises(BookError, match=r"it has 3 × 2 cells, and is given 2 × 2 values"):
        model.set("A1:B3", value)


def test_a_cell_beyond_those_in_use_is_set() -> None:
    model = smartxl.workbook(book({"S!A1": 1, "S!B1": "=SUM(A1:A100)"}))
    assert model.set("A90", 5).calculate()["B1"] == 6
    assert model.calculate()["B1"] == 1
    with pytest.raises(BookError, match="too far"):
        model.set("XFD1048576", 1)


@pytest.mark.parametrize(
    ("value", "number"),
    [
        pytest.param(dt.date(2024, 1, 31), 45322.0, id="date"),
        pytest.param(dt.datetime(2024, 1, 31, 12), 45322.5, id="datetime"),
        pytest.param(np.datetime64("2024-01-31"), 45322.0, id="numpy"),
        pytest.param(pd.Timestamp("2024-01-31 06:00"), 45322.25, id="pandas"),
        pytest.param(dt.time(6), 0.25, id="time"),
        pytest.param(dt.timedelta(hours=36), 1.5, id="timedelta"),
        pytest.param(np.float64(2.5), 2.5, id="float64"),
        pytest.param(np.int32(2), 2.0, id="int32"),
        pytest.param(float("nan"), None, id="nan"),
        pytest.param(pd.NaT, None, id="nat"),
        pytest.param("=1+1", "=1+1", id="text is no formula"),
        pytest.param(np.bool_(True), True, id="bool"),
    ],
)
def test_values_of_python(value: object, number: object) -> None:
    found = smartxl.workbook(book({"S!A1": 1})).set("A1", value).calculate()["A1"]
    assert (found, type(found)) == (number, type(number))


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(object(), id="object"),
        pytest.param(float("inf"), id="inf"),
        pytest.param("x" * 40_000, id="long"),
    ],
)
def test_what_no_cell_holds_is_refused(value: object) -> None:
    with pytest.raises(BookError, match="S!A1"):
        smartxl.workbook(book({"S!A1": 1})).set("A1", value)


@pytest.mark.parametrize("meant", [pytest.param("Name+1", id="itself"), pytest.param("0.5", id="constant")])
def test_a_name_of_no_cells_is_refused(meant: str) -> None:
    model = smartxl.workbook(book({"S!A1": 1}, names={"Name": meant}))
    with pytest.raises(BookError, match="stands for no area of cells"):
        model.set("Name", 1)


@pytest.mark.parametrize(
    ("ask", "kind", "told"),
    [
        pytest.param(lambda m: m.set("Lone!B4", 1), UnknownName, "there is no sheet Lone → did you mean Loan?", id="sheet"),
        pytest.param(lambda m: m.set("Rates", 1), UnknownName, "no name, table or column Rates → did you mean rate", id="name"),
        pytest.param(lambda m: m.set("B4", 1), UnknownName, "does not say on which sheet", id="no sheet"),
        pytest.param(lambda m: m.calculate()["Loan!XFE1"], UnknownName, "beyond the sheet", id="beyond"),
        pytest.param(lambda m: m.calculate()["Loan!A1:AAA99999"], BookError, "more than 2,000,000 cells", id="too large"),
        pytest.param(lambda m: m.calculate().table("T"), UnknownName, "there is no table T", id="table"),
        pytest.param(lambda m: m.set("Loan!B5", 1), BookError, r"it has the formula =-PMT\(Rate/12,B3\*12,B1\)", id="formula"),
        pytest.param(lambda m: m.set("Loan!B1:B5", [1] * 5), BookError, "Loan!B5: it has the formula", id="formula in area"),
        pytest.param(lambda m: m.set("Loan!B1"), BookError, "no value is given", id="no value"),
        pytest.param(lambda m: m.function("Loan!B5", "Loan!B6"), BookError, "it has the formula", id="function of a formula"),
        pytest.param(lambda m: m.function(["Loan!B1", "Loan!B1"], "Loan!B6"), BookError, "is two inputs", id="two inputs"),
    ],
)  # fmt: skip
def test_what_is_refused_says_where_and_what_to_do(
    loan: BookModel, ask: Callable[[BookModel], object], kind: type[SmartxlError], told: str
) -> None:
    with pytest.raises(kind, match=told):
        ask(loan)


def test_a_formula_is_overridden_only_where_that_is_said(loan: BookModel) -> None:
    after = loan.set("Loan!B5", 1.0, override=True)
    assert after.calculate()["Loan!B6"] == 240
    assert after.calculate().formula("Loan!B5") is None
    assert after.set("Loan!B3", 1).calculate()["Loan!B5"] == 1
    assert loan.calculate()["Loan!B6"] == pytest.approx(1319.91147843 * 240)


def test_a_part_of_an_array_formula_is_never_set() -> None:
    model = smartxl.workbook(book({"S!A1": 1, "S!A2": 2, "S!B1": "=A1:A2*2"}, arrays=["S!B1:B2"]))
    assert model.set("A2", 5).calculate()["B1:B2"] == [[2], [10]]
    with pytest.raises(BookError, match="part of an array formula"):
        model.set("B2", 1, override=True)


def test_what_cannot_be_computed_is_told_when_it_is_asked_for() -> None:
    model = smartxl.workbook(
        book({"S!A1": "=TODAY()", "S!A2": "=A1+B2", "S!A3": "=A2*2", "S!B2": 1, "S!B3": "=B2+1"})
    )
    values = model.calculate()
    assert values["B3"] == 2
    assert set(values.uncomputed) == {"S!A1", "S!A2", "S!A3"}
    with pytest.raises(
        VerifyError, match=r"S!A3: it cannot be computed: it depends on S!A1: .* formula =TODAY\(\)"
    ):
        _ = values["A3"]
    with pytest.raises(VerifyError, match="S!A1"):
        _ = values["A1:B3"]
    given = model.set("A1", dt.date(2024, 1, 31), override=True)
    assert given.calculate()["A3"] == 90_646
    assert set(model.set("B2", 5).calculate().uncomputed) == {"S!A1", "S!A2", "S!A3"}
    assert given.set("B2", 2).calculate()["A3"] == 90_648


def test_thousands_that_depend_on_one_cell_name_it() -> None:
    cells = {"S!A1": "=TODAY()", **{f"S!A{row}": f"=A{row - 1}+1" for row in range(2, 3001)}}
    found = smartxl.workbook(book(cells)).calculate().uncomputed
    assert len(found) == 3000
    assert found["S!A3000"].en.startswith("it depends on S!A1: ")


def test_a_circle_is_told_as_one() -> None:
    values = smartxl.workbook(book({"S!A1": "=A2", "S!A2": "=A1", "S!A3": "=A2"})).calculate()
    assert all("circular" in why.en for why in values.uncomputed.values())


def test_what_the_engine_cannot_read_is_overridden_as_well() -> None:
    model = smartxl.workbook(book({"S!A1": "=[1]Other!B1", "S!A2": "=A1+1", "S!B1": 1}))
    with pytest.raises(VerifyError):
        _ = model.calculate()["A2"]
    assert model.set("A1", 4, override=True).calculate()["A2"] == 5
    with pytest.raises(VerifyError):
        _ = model.set("B1", 2).calculate()["A2"]


def test_errors_are_values_and_no_texts() -> None:
    values = smartxl.workbook(book({"S!A1": 0, "S!A2": "=1/A1", "S!A3": "#DIV/0! he said"})).calculate()
    assert values["A2"] == "#DIV/0!"
    assert isinstance(values["A2"], ExcelError)
    assert not isinstance(values["A3"], ExcelError)


def test_an_array_formula_that_would_fill_other_cells_is_not_computed() -> None:
    cells = {
        "S!A1": 3,
        "S!A2": 1,
        "S!A3": 2,
        "S!B1": "=_xlfn._xlws.FILTER(A1:A3,A1:A3>1)",
        "S!C1": "=SUM(B1:B2)",
    }
    model = smartxl.workbook(book(cells, arrays=["S!B1:B2"]))
    assert model.calculate()["C1"] == 5
    assert model.set("A1", 7).calculate()["C1"] == 9
    with pytest.raises(VerifyError, match="gave 2×1 values, and gives 3×1 now"):
        _ = model.set("A2", 4).calculate()["C1"]
    assert model.calculate()["C1"] == 5


def test_tables_go_in_and_out_as_frames(prices: BookModel) -> None:
    frame = prices.calculate().table("prices")
    assert frame.to_dict("list") == {"Item": ["x", "y", "z"], "Price": [2, 3, 4], "Double": [4, 6, 8]}
    after = prices.set_table("Prices", frame[["Item", "Price"]].assign(Price=[5, 6, 7])).calculate()
    assert (after["E1"], after["E2"]) == (18, 6)
    assert list(after.table("Prices")["Double"]) == [10, 12, 14]
    assert after["Prices[Price]"] == [[5], [6], [7]]


@pytest.mark.parametrize(
    ("frame", "told"),
    [
        pytest.param({"Price": []}, "it cannot have 0 rows", id="no rows"),
        pytest.param({"Pricee": [1, 2, 3]}, "did you mean Price?", id="column"),
        pytest.param({"Double": [1, 2, 3]}, "it has the formula =B2", id="formulas"),
    ],
)
def test_a_frame_that_does_not_fit_is_refused(
    prices: BookModel, frame: dict[str, list[int]], told: str
) -> None:
    with pytest.raises(SmartxlError, match=told):
        prices.set_table("Prices", pd.DataFrame(frame))


@pytest.mark.parametrize("count", [1, 2, 3, 4, 30])
def test_a_frame_of_other_rows_resizes_the_table(prices: BookModel, count: int) -> None:
    frame = pd.DataFrame({"Item": [f"i{n}" for n in range(count)], "Price": range(1, count + 1)})
    after = prices.set("B2", 9).set_table("Prices", frame.assign(Item=["y", *frame["Item"][1:]])).calculate()
    assert after.table("Prices")["Double"].tolist() == [2.0 * n for n in range(1, count + 1)]
    assert (after["E1"], after["E2"]) == (count * (count + 1) / 2, 1)
    assert after["S!A1:A40"][count + 1] == [None]
    assert prices.calculate()["E1"] == 9
    again = prices.set_table("Prices", frame).set_table(
        "Prices", prices.calculate().table("Prices")[["Item", "Price"]]
    )
    assert list(again.calculate().lines()) == list(prices.calculate().lines())


@pytest.mark.parametrize(
    ("cells", "count", "told"),
    [
        pytest.param({"S!F1": "=SUM(B2:B4)"}, 2, "the formula of 'S'!F1 refers to S!B2:B4 by address", id="whole column"),
        pytest.param({"S!F1": "=B4"}, 2, "refers to S!B4 by address", id="a row that goes"),
        pytest.param({"S!F1": "=Named"}, 4, "refers to S!B2:B4 by address", id="a name"),
        pytest.param({"S!A5": "note"}, 4, "S!A5 below it is not blank", id="below"),
        pytest.param({"S!C3": "=C2+B3", "S!C4": "=C3+B4", "S!F1": "=11"}, 2, "", id="rows that refer to the row above"),
        pytest.param({"S!F1": "=B2+SUM(B2:B3)+SUM(B2:B900)+COUNT(B:B)"}, 4, "", id="what stays"),
    ],
)  # fmt: skip
def test_a_table_whose_cells_are_referred_to_by_address_is_not_resized(
    cells: dict[str, object], count: int, told: str
) -> None:
    content = book({**PRICES, **cells}, tables={"Prices": "S!A1:C4"}, names={"Named": "S!$B$2:$B$4"})
    model, frame = smartxl.workbook(content), pd.DataFrame({"Item": ["y"] * count, "Price": [1] * count})
    if told:
        with pytest.raises(BookError, match=told):
            model.set_table("Prices", frame)
    else:
        assert model.set_table("Prices", frame).calculate()["F1"] in {11, 1 + 2 + count + count}


def test_an_area_is_a_frame(prices: BookModel) -> None:
    values = prices.calculate()
    assert values.frame("S!A1:B4").to_dict("list") == {"Item": ["x", "y", "z"], "Price": [2, 3, 4]}
    assert list(values.frame("S!A2:B3", header=False).columns) == ["A", "B"]
    twice = smartxl.workbook(book({"S!A1": "p", "S!B1": "p", "S!A2": 1, "S!B2": 2})).calculate()
    assert list(twice.frame("A1:C2").columns) == ["p", "p.1", "C"]


def test_what_a_formula_reads_is_told_one_level_down(loan: BookModel) -> None:
    values = loan.set("Rate", 0.04).calculate()
    found = {each.address: each.value for each in values.precedents("Loan!B5")}
    assert found == {"Loan!B2": 0.04, "Loan!B3": 20, "Loan!B1": 200_000}
    assert values.formula("Loan!B5") == "=-PMT(Rate/12,B3*12,B1)"
    assert (values.is_set("Rate"), values.is_set("Loan!B1")) == (True, False)


def test_lines_are_all_formulas_or_what_is_asked_for(loan: BookModel) -> None:
    values = loan.calculate()
    assert list(values.lines())[-1] == "'Old loans'!A1 = 1320.91147843"
    assert list(values.lines("Loan!A2:C2")) == ['Loan!A2 = "rate"', "Loan!B2 = 0.05"]


def test_functions_of_the_file_are_given() -> None:
    content = book({"S!A1": 2, "S!A2": "=TWICE(A1)"})
    with pytest.raises(VerifyError, match="TWICE"):
        _ = smartxl.workbook(content).calculate()["A2"]
    assert smartxl.workbook(content, functions={"twice": lambda x: 2 * x}).calculate()["A2"] == 4


def test_a_file_that_is_none_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"no workbook")
    for name in ("a.xlsx", "b.xlsx"):
        with pytest.raises(UnreadableFile, match=name):
            smartxl.workbook(tmp_path / name)


CHOSEN = {
    "S!C1": "=SUM(A1:A5)",
    "S!C2": "=OFFSET(A1,B1,0)*2",
    "S!C3": '=INDIRECT("C"&IF(B1>2,1,2))+1',
    "S!C4": "=IF(C3>C1,C2,C5)",
    "S!C5": "=Twice+B2",
    "S!C6": "=COUNTIF(A1:A5,\">\"&B2)+SUM(C1:C5)",
    "S!C7": "=SUM(A1:INDEX(A1:A5,B1+1))",
    "S!C8": "=VLOOKUP(B2,A1:B5,1,FALSE)",
    "S!C9": "=C7&C4",
}  # fmt: skip


@given(
    st.lists(
        st.tuples(st.sampled_from(["A1", "A3", "A5", "B1", "B2"]), st.integers(0, 4)), min_size=1, max_size=6
    )
)
def test_calculating_again_gives_what_calculating_afresh_gives(changes: list[tuple[str, int]]) -> None:
    cells = {**{f"S!A{row}": row for row in range(1, 6)}, "S!B1": 1, "S!B2": 2, **CHOSEN}
    content = book(cells, names={"Twice": "S!$C$2*2"})
    model = smartxl.workbook(content)
    for cell, value in changes:
        model = model.set(cell, value)
        model.calculate()
    file = load_workbook(io.BytesIO(content))
    for cell, value in changes:
        file["S"][cell] = value
    fresh = io.BytesIO()
    file.save(fresh)
    assert model.calculate()["C1:C9"] == smartxl.workbook(fresh.getvalue()).calculate()["C1:C9"]
