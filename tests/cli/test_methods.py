"""`methods` prints ranks by several methods beside those of the index."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from click.testing import Result

Run = Callable[..., Result]


def test_ranks_stand_beside_those_of_the_index(run: Run, filled: Path) -> None:
    told = run("methods", filled, "--method", "topsis", "--method", "rsr").output
    assert "部门：2 个单位，5 项指标，名次" in told
    assert "市公安局" in told
    assert "秩和比 RSR" in told
    assert "灰色关联" not in told
    assert "向量归一" in told
    told = run("methods", filled, "--class", "dep", "--lang", "en").output
    assert "Departments: 2 units" in told
    assert "Districts" not in told
    assert "VIKOR: compromise: " in told
    assert "inequality of the totals: Gini 0." in told
    assert "Entropy TOPSIS has no results: 2 units are too few" in told


def test_the_record(run: Run, filled: Path) -> None:
    departments, districts = json.loads(run("methods", filled, "--method", "vikor", "--json").stdout)
    assert [method["name"] for method in departments["methods"]] == ["index", "vikor"]
    assert sorted(departments["methods"][0]["ranks"].values()) == [1, 2]
    assert districts["methods"][0]["ranks"] == {"DQ": 1}
    assert sum(departments["weights"].values()) == 1


def test_a_method_that_there_is_not(run: Run, filled: Path) -> None:
    assert "可用的有：mean, topsis" in run("methods", filled, "--method", "electre", code=2).output
    assert "没有类别“x”" in run("methods", filled, "--class", "x", code=2).output
