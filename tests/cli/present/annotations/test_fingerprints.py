"""An annotation is known again after rows were inserted, and is no other annotation's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.formula.translate import Translator

from smartxl.cli.present.annotations.annotation import Annotation
from smartxl.cli.present.annotations.fingerprints import fingerprints, without_rows
from smartxl.text import Text
from tests.cli.present.annotations.samples import OTHER, annotation

FORMULAS = (
    "=SUM(B2:B8)*$C$1",
    "='Q1 2024'!A1+Data!B2",
    '=IF(A1>0,VLOOKUP(A1,Rates!$A$1:$B$9,2,FALSE),"A1")',
    '=SUMIFS($D$2:$D$99,$A$2:$A$99,A5,B$1:B$98,">0")',
)


@pytest.mark.parametrize(
    ("formula", "short"),
    [
        pytest.param("=SUM(B2:B8)*$C$1", "=SUM(B:B)*$C", id="cells"),
        pytest.param("=LOG10(A1)+ATAN2(B2,C3)", "=LOG10(A)+ATAN2(B,C)", id="functions"),
        pytest.param('="A1 "&A1', '="A1 "&A', id="text"),
        pytest.param("='Q1 2024'!A1+Data!B2", "='Q1 2024'!A+Data!B", id="sheets"),
        pytest.param("=SUM(3:7)+SUM(A:A)", "=SUM(:)+SUM(A:A)", id="rows-and-columns"),
        pytest.param("=0.5*A1+1E5", "=0.5*A+1E5", id="numbers"),
        pytest.param("=VATS2024*x.A1", "=VATS2024*x.A1", id="names"),
        pytest.param("=Table1[Sales]+Q4!A1", "=Table1[Sales]+Q4!A", id="table-and-sheet"),
    ],
)
def test_a_formula_without_its_rows(formula: str, short: str) -> None:
    assert without_rows(formula) == short


@given(row=st.integers(1, 900), formula=st.sampled_from(FORMULAS))
def test_a_formula_that_is_filled_down_is_the_same_without_its_rows(row: int, formula: str) -> None:
    moved = Translator(formula, "D1").translate_formula(f"D{row}")
    assert without_rows(moved) == without_rows(formula)


def test_long_formulas_cost_no_time() -> None:
    """Apostrophes that begin the name of a sheet which never ends."""
    assert len(without_rows("=" + "'" * 8000)) <= 8000


def mark(each: Annotation, name: str = "a.xlsx") -> str:
    return next(fingerprints([(name, each)]))


HERE = annotation()
SAME: dict[str, Callable[[], str]] = {
    "a row above": lambda: mark(replace(HERE, area="D10", formula="=B10+C10")),
    "other numbers": lambda: mark(replace(HERE, what=Text("1 ≠ 2"))),
}
OTHERS: dict[str, Callable[[], str]] = {
    "rule": lambda: mark(replace(HERE, rule=OTHER)),
    "sheet": lambda: mark(replace(HERE, sheet="Other")),
    "file": lambda: mark(HERE, "b.xlsx"),
    "column": lambda: mark(replace(HERE, area="E9")),
    "label": lambda: mark(replace(HERE, label="华北 | 合计")),
    "formula": lambda: mark(replace(HERE, formula="=B9-C9")),
}


@pytest.mark.parametrize("made", SAME.values(), ids=SAME)
def test_it_stays(made: Callable[[], str]) -> None:
    assert made() == mark(HERE)


@pytest.mark.parametrize("made", OTHERS.values(), ids=OTHERS)
def test_it_is_another(made: Callable[[], str]) -> None:
    assert made() != mark(HERE)


def test_those_that_are_alike_are_counted() -> None:
    first, second = fingerprints([("a.xlsx", HERE), ("a.xlsx", replace(HERE, area="D10"))])
    assert first.split(":")[0] == second.split(":")[0]
    assert (first[-2:], second[-2:]) == (":1", ":2")


def test_a_place_without_formula_and_label_is_known_by_its_address() -> None:
    bare = replace(HERE, formula="", label="")
    assert mark(bare) != mark(replace(bare, area="D10"))


def test_a_line_of_a_text_file_is_known_by_what_is_said_of_it() -> None:
    line = annotation("a.yaml", "", sheet="", line=12, formula="", label="")
    assert mark(line) == mark(replace(line, line=13))
    assert mark(line) != mark(replace(line, what=Text("别的")))
