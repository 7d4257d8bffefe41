"""Three workbooks that other people's programs made, tested as any code is."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

if TYPE_CHECKING:
    from smartxl.testing.books import CheckedBook

Workbook = Callable[..., "CheckedBook"]
law = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def test_a_loan_costs_less_with_extra_payments(workbook: Workbook) -> None:
    loan = workbook("loan.xlsx").set({"Years": 20, "Rate": 0.05})
    without, with_extra = loan.calculate(), loan.set("Extra", 150).calculate()
    assert with_extra["Loan!B10"] < without["Loan!B10"]
    assert with_extra["Loan!B9"] < without["Loan!B9"] == 240


@law
@given(rate=st.floats(0.001, 0.2), years=st.integers(1, 30), amount=st.integers(1_000, 1_000_000))
def test_whatever_is_borrowed_is_repaid(workbook: Workbook, rate: float, years: int, amount: int) -> None:
    values = workbook("loan.xlsx").set({"Rate": rate, "Years": years, "Amount": amount}).calculate()
    schedule = values.frame("Schedule!A1:F361")
    assert schedule["Repaid"].sum() == pytest.approx(amount, abs=0.01)
    assert schedule["Owed after"].iloc[-1] == 0
    assert schedule["Interest"].sum() == pytest.approx(values["Loan!B10"])


def test_a_thousand_loans_at_once(workbook: Workbook) -> None:
    payment = workbook("loan.xlsx").function(inputs=["Rate", "Years"], outputs="Payment")
    rates, years = np.linspace(0.001, 0.2, 1000), np.array([[10], [30]])
    paid = payment(rates, years)
    assert paid.shape == (2, 1000)
    assert (np.diff(paid) > 0).all()  # dearer money costs more
    assert (paid[0] > paid[1]).all()  # and less time costs more a month


def test_the_stock_is_worth_what_its_items_are(workbook: Workbook) -> None:
    values = workbook("stock.xlsx").calculate()
    items = values.table("Items")
    moves = values.table("Moves").fillna({"In": 0, "Out": 0})
    moved = (moves["In"] - moves["Out"]).groupby(moves["Item"]).sum()
    on_hand = items["Counted"] + items["Item"].map(moved).fillna(0)
    assert values["Summary!B1"] == pytest.approx((on_hand * items["Price"]).sum())


@law
@given(prices=st.lists(st.floats(0, 1_000), min_size=8, max_size=8))
def test_an_order_is_never_negative(workbook: Workbook, prices: list[float]) -> None:
    book = workbook("stock.xlsx")
    frame = book.calculate().table("Items")[["Item", "Price"]].assign(Price=prices)
    assert book.set_table("Items", frame).calculate()["Summary!B3"] >= 0


@law
@given(points=st.lists(st.integers(0, 100), min_size=24, max_size=24))
def test_the_best_is_first(workbook: Workbook, points: list[int]) -> None:
    values = workbook("marks.xlsx").set("成绩!D3:D26", points).calculate()
    total = np.ravel(values["成绩!E3:E26"])
    rank = np.ravel(values["成绩!G3:G26"])
    assert total[rank == 1].min() == total.max()
    assert sum(np.ravel(values["等第!C2:C6"])) == 24


def test_marks_are_as_they_were(workbook: Workbook) -> None:
    workbook("marks.xlsx").snapshot("成绩!E2:G26", "等第!C2:C6")
