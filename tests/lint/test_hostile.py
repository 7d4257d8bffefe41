"""Formulas that are as long and as deep as a file can have them."""

from __future__ import annotations

import pytest

from tests.lint.conftest import Lint

LONG = {
    "a chain of signs": "=" + "+".join(["B1"] * 2500),
    "a lookup of a chain": "=MATCH(" + "&".join(["B1"] * 2000) + ",B1:B9)",
    "signs before": "=" + "-" * 3000 + "B1",
    "signs behind": "=B1" + "%" * 3000,
    "parentheses": "=" + "(" * 300 + "1" + ")" * 300,
    "functions": "=" + "IFERROR(" * 60 + "1" + ",0)" * 60,
    "the whole sheet": "=SUM(B1:XFD1048576)",
    "all columns": "=VLOOKUP(1,B:XFD,2,0)+MATCH(1,2:1048576,0)",
    "nothing known": "=INDEX(B1:B9,MATCH(1,'no such'!A1:A9,0))+SUM(ZZZ1:B2)+B1:B3 B2:B4",
}


@pytest.mark.parametrize("formula", LONG.values(), ids=LONG)
def test_a_formula_may_be_long_or_deep(lint: Lint, formula: str) -> None:
    report = lint({"A1": formula, "A2": 1, "B1": 2, "B2": "=A2*0.13"})
    assert [each.code for each in report.remarks if each.sheet and each.code == "SXL121"] == ["SXL121"]
