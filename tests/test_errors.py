"""Where a mistake stands, as an editor or a spreadsheet program would name the place."""

from __future__ import annotations

import pytest

from smartxl.errors import Problem
from smartxl.text import Text

WHAT, REMEDY = Text("错", "what"), Text("改", "remedy")
PLACES = {
    "line": (Problem("framework.yaml", 12, "weight", WHAT, REMEDY), "framework.yaml:12 weight"),
    "file": (Problem("roster.csv", None, "", WHAT, REMEDY), "roster.csv"),
    "cell": (Problem("名册.xlsx", 12, "类别", WHAT, REMEDY, "单位", "C"), "名册.xlsx 单位!C12 类别"),
    "row": (Problem("名册.xlsx", 12, "", WHAT, REMEDY, "单位"), "名册.xlsx 单位!A12"),
    "sheet": (Problem("名册.xlsx", None, "类别", WHAT, REMEDY, "单位"), "名册.xlsx 单位 类别"),
}


@pytest.mark.parametrize("name", PLACES)
def test_where_a_problem_is(name: str) -> None:
    problem, where = PLACES[name]
    assert problem.where == where
    assert str(problem) == f"{where}: 错 → 改\n{where}: what → remedy"
    assert problem.said("en") == f"{where}: what → remedy"
