"""A workbook as a function of arrays: in every scenario what setting and calculating gives."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
import pytest

import smartxl
from smartxl import BookError, VerifyError
from smartxl.bookmodel import BookModel
from tests.bookmodel.books import LOAN, book

NUMBERS = (0.0, 1.0, -2.0, 2.5, 1.005, 1e12, 0.1)
ALL = (*NUMBERS, None, "", "7", "text", True, False)
FIXED = {
    "S!C1": 3,
    "S!C2": None,
    "S!C3": "word",
    "S!C4": True,
    **{f"S!E{row}": row for row in range(1, 6)},
    **{f"S!F{row}": f"name {row}" for row in range(1, 6)},
    "S!G1": "=1/0",
    "S!J1": 1,
    "S!J2": 0.1,
    "S!J3": 1,
    "S!K1": "first",
    "S!K2": None,
    "S!K3": "last",
}
FORMULAS = (
    "=A1+B1", "=A1-B1*2", "=A1/B1", "=A1^B1", "=-A1%", "=+A1", "=A1&B1", "=A1=B1", "=A1<B1", "=A1<>C2", "=A1&C2",
    "=IF(A1>B1,A1,B1)", "=IF(A1,1,2)", '=IF(A1>1,"big",B1)', "=IF(A1>1,C2,B1)", "=IF(A1>B1,C2)&1", "=IF(B1>0,1/A1,0)",
    "=IFERROR(1/A1,B1)", "=IFERROR(A1/B1,C2)", "=IFNA(NA(),A1)", "=IFS(A1>1,B1,TRUE,C3)", "=SWITCH(A1,1,B1,2.5,C1,9)",
    "=CHOOSE(C1,A1,B1,A1+B1)", "=CHOOSE(A1,B1,C1,C3)",
    "=SUM(A1,B1)", "=SUM(A1:B1)", "=SUM(A1:C4)", "=SUM(E1:E5,A1)", "=SUM(A1+1,B1*2)", "=AVERAGE(A1:C1)", "=AVERAGE(A1,C2)",
    "=MIN(A1:C1)", "=MAX(A1,B1,2)", "=MAX(C2,A1)", "=SUMPRODUCT(A1:B1,C1:D1)", "=SUMPRODUCT(A1:B1,A1:B1)", "=COUNT(A1:B1)",
    "=SUM(E1:E80)+SUM(A1:F80)", "=AVERAGE(IF(A1>1,C2,B1),3)", "=SUM(IF(A1>1,TRUE,B1))",
    "=AND(A1,B1)", "=OR(A1>1,B1)", "=NOT(A1)", "=NOT(A1>B1)", "=ABS(A1)", "=ABS(A1-B1)", "=INT(A1)", "=SQRT(A1)", "=EXP(B1)",
    "=ROUND(A1,2)", "=ROUND(A1*B1,0)", "=ROUND(A1,B1)", "=ROUND(A1,-1)", "=ROUNDUP(A1,1)", "=MOD(A1,B1)", "=POWER(A1,B1)",
    "=VLOOKUP(A1,E1:F5,2,FALSE)", "=VLOOKUP(A1,E1:F9,1)", "=VLOOKUP(A1&\"\",F1:F5,1,FALSE)",
    "=VLOOKUP(A1,E1:F5,3)", "=MATCH(A1,E1:E5)",
    "=VLOOKUP(A1/0.3*0.3,E1:F5,2)", "=VLOOKUP(A1,J1:K3,2)", "=MATCH(A1,J1:J3,0)", "=MATCH(A1,E1:E5,-1)", "=MATCH(B1,E1:F5,0)",
    "=INDEX(E1:F5,2,A1)", "=INDEX(J1:K1,A1)", "=INDEX(J1:J3,A1)&1",
    "=IFERROR(VLOOKUP(A1,E1:F5,2,FALSE),B1)", "=SUM(INDEX(J1:J4,A1),1)",
    "=VLOOKUP(A1,E1:F5,2)", "=INDEX(F1:F5,A1)", "=INDEX(E1:F5,A1,B1)", "=MATCH(A1,E1:E5,0)",
    '=COUNTIF(E1:E5,">"&A1)', "=SUMIF(E1:E5,A1)", "=SUMIFS(E1:E5,E1:E5,A1)", "=LEN(A1)", "=LEFT(B1,1)&A1", '=TEXT(A1,"0.00")',
    "=ISNUMBER(A1)", "=ISBLANK(A1)", "=N(A1)", "=T(A1)", "=ROWS(A1:B1)+A1", "=ROW(A1)+B1", "=COLUMN()+A1", "=A1:A1", "=G1+A1",
    "=IF(A1>1,G1,B1)", "=PMT(A1/12,12,B1)", "=DATE(2024,A1,B1)", "=Word&A1", "=Rate*A1", "=Moving*B1", "=SUM(Moving,B1)",
    "=NPV(A1,E1:E5)", "=NPV(0.1,A1:B1)", "=OFFSET(E1,A1,0)", "=E1:E5*A1", "=LET(x,A1,x*x)", "=RAND()*A1", "=COUNTBLANK(A1:B1)",
)  # fmt: skip
NAMES = {"Word": '"w"', "Rate": "0.5", "Moving": "S!$A$1"}
MIXED = tuple(itertools.product(ALL, ALL))


def one_by_one(model: BookModel, pairs: tuple[tuple[object, object], ...], output: str) -> list[object]:
    found: list[object] = []
    for a, b in pairs:
        values = model.set({"A1": a, "B1": b}).calculate()
        found.append(values[output] if output not in values.uncomputed else "not computed")
    return found


def alike(one: object, other: object) -> bool:
    """Equal to the last digit, of the same class."""
    return type(one) is type(other) and (one == other or (one != one and other != other))  # noqa: PLR0124  (NaN)


@pytest.mark.parametrize("formula", FORMULAS)
def test_every_scenario_is_what_setting_and_calculating_gives(formula: str) -> None:
    model = smartxl.workbook(
        book({"S!A1": 1, "S!B1": 2, **FIXED, "S!H9": formula, "S!H10": "=H9"}, names=NAMES)
    )
    expected = one_by_one(model, MIXED, "S!H9")
    done = [index for index, value in enumerate(expected) if value != "not computed"]
    if not done:
        with pytest.raises(VerifyError, match="S!H9"):
            model.function(["A1", "B1"], "H9")(1, 2)
        return
    function = model.function({"a": "A1", "b": "B1"}, ["H9", "H10", "C3"])
    columns = [np.array([MIXED[index][each] for index in done], dtype=object) for each in (0, 1)]
    direct, followed, _ = function(*columns)
    wanted = np.empty(len(done), dtype=object)
    wanted[:] = [expected[index] for index in done]
    for found in (direct, followed):
        for index, value in enumerate(wanted):
            if found.dtype.kind == "f" and (value is None or isinstance(value, str)):
                assert np.isnan(found[index])
            else:
                assert alike(found.tolist()[index], value), (formula, MIXED[done[index]])


@pytest.mark.parametrize("formula", [f for f in FORMULAS if "RAND" not in f])
def test_numbers_are_what_setting_and_calculating_gives(formula: str) -> None:
    model = smartxl.workbook(book({"S!A1": 1, "S!B1": 2, **FIXED, "S!H9": formula}, names=NAMES))
    pairs = tuple(itertools.product(NUMBERS, NUMBERS))
    expected = one_by_one(model, pairs, "S!H9")
    try:
        found = model.function(["A1", "B1"], "H9")(*(np.array(each) for each in zip(*pairs, strict=True)))
    except VerifyError:
        assert "not computed" in expected
        return
    for one, other in zip(found.tolist(), expected, strict=True):
        assert alike(one, other) or (isinstance(other, str) and np.isnan(one)), formula


def test_most_formulas_are_lifted() -> None:
    cells = {f"S!H{row}": formula for row, formula in enumerate(FORMULAS, start=1)}
    model = smartxl.workbook(book({"S!A1": 1, "S!B1": 2, **FIXED, **cells}, names=NAMES))
    alone = [model.function(["A1", "B1"], cell).lifted for cell in cells]
    assert sum(one for one, _ in alone) >= 80
    assert not any(one for (one, _), formula in zip(alone, FORMULAS, strict=True) if "OFFSET" in formula)


@pytest.fixture
def loan() -> BookModel:
    return smartxl.workbook(book(LOAN, names={"Rate": "Loan!$B$2"}))


def test_what_is_lifted_and_what_is_left_out(loan: BookModel) -> None:
    assert loan.function("Rate", "Loan!B7").lifted == (3, 3)
    assert loan.function("Rate", "Loan!B5").lifted == (1, 1)
    assert loan.function("Loan!A9", "Loan!B5").lifted == (0, 0)


def test_inputs_are_broadcast_and_named(loan: BookModel) -> None:
    function = loan.function(["Rate", "Loan!B3"], {"payment": "Loan!B5", "word": "Loan!B7"})
    grid = function(np.array([0.05, 0.2])[:, None], np.array([10, 20, 30]))
    assert grid["payment"].shape == (2, 3)
    assert grid["payment"][0, 1] == loan.calculate()["Loan!B5"]
    assert grid["word"].tolist()[1] == ["dear", "dear", "dear"]
    assert function(**{"Loan!B3": 20}, Rate=0.05)["payment"] == grid["payment"][0, 1]
    frame = function.frame(pd.DataFrame({"Rate": [0.05], "Loan!B3": [20]}, index=["base"]))
    assert list(frame.loc["base"]) == [grid["payment"][0, 1], "fair"]


def test_areas_have_their_rows_and_columns_behind_the_scenarios() -> None:
    model = smartxl.workbook(
        book({"S!A1": 1, "S!B1": 2, "S!A2": "=A1*2", "S!B2": "=B1*2", "S!A3": "=SUM(A2:B2)"})
    )
    doubled, total = model.function("A1:B1", ["A2:B2", "A3"])(np.array([[1, 2], [3, 4], [5, 6]]))
    assert doubled.tolist() == [[[2, 4]], [[6, 8]], [[10, 12]]]
    assert total.tolist() == [6, 14, 22]


def test_the_model_is_as_it_was_afterwards(loan: BookModel) -> None:
    before = list(loan.calculate().lines())
    for name in ("Rate", "Loan!B3"):
        loan.function(name, "Loan!B7")(np.linspace(0.01, 40, 7))
    assert list(loan.calculate().lines()) == before
    assert (
        loan.set("Rate", 0.1).function("Loan!B3", "Loan!B5")(20)
        == loan.set("Rate", 0.1).calculate()["Loan!B5"]
    )


def test_scenarios_that_choose_their_cells_are_calculated_one_by_one() -> None:
    cells = {
        **{f"S!A{row}": row for row in range(1, 6)},
        "S!B1": 1,
        "S!C1": "=OFFSET(A1,B1,0)",
        "S!C2": "=C1*10",
    }
    function = smartxl.workbook(book(cells)).function(["B1", "A3"], "C2")
    assert function(np.array([1, 2, 3]), 7).tolist() == [20, 70, 40]
    assert function.lifted[0] == 0


def test_a_scenario_that_cannot_be_computed_is_named() -> None:
    model = smartxl.workbook(
        book({"S!A1": 1, "S!A2": "=IF(A1>2,TODAY(),A1)", "S!A3": "=A2+1", "S!A4": "=IF(A1>2,0,A3)"})
    )
    assert model.function("A1", "A3")(np.array([1, 2])).tolist() == [2, 3]
    assert model.function("A1", "A4")(np.array([1, 2, 3])).tolist() == [2, 3, 0]
    with pytest.raises(VerifyError, match="S!A3: it cannot be computed: scenario 2"):
        model.function("A1", "A3")(np.array([1, 2, 3]))


def test_many_scenarios_are_taken_in_parts(monkeypatch: pytest.MonkeyPatch, loan: BookModel) -> None:
    rates = np.linspace(0.01, 0.2, 1000)
    whole = loan.function("Rate", ["Loan!B5", "Loan!B7"])(rates)
    monkeypatch.setattr("smartxl.bookmodel.plan._VALUES", 1)
    parts = loan.function("Rate", ["Loan!B5", "Loan!B7"])(rates)
    assert all(np.array_equal(one, other) for one, other in zip(whole, parts, strict=True))
    assert loan.function("Rate", "Loan!B5")(np.array([])).shape == (0,)


@pytest.mark.parametrize(
    ("arguments", "named", "told"),
    [
        pytest.param((), {}, "not given: Rate", id="too few"),
        pytest.param((1, 2, 3), {}, "given twice: #3", id="too many"),
        pytest.param((1,), {"Rat": 2}, "given twice: Rat", id="unknown"),
        pytest.param((np.zeros(2), np.zeros(3)), {}, "shapes that do not fit", id="shapes"),
        pytest.param((np.inf, 1), {}, "no infinite number", id="infinite"),
    ],
)  # fmt: skip
def test_calls_that_do_not_fit(
    loan: BookModel, arguments: tuple[object, ...], named: dict[str, object], told: str
) -> None:
    with pytest.raises(BookError, match=told):
        loan.function(["Rate", "Loan!B3"], "Loan!B5")(*arguments, **named)
