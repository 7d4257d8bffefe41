"""An exempt unit takes no part in the scores, whatever it sent and whatever blank rows would count."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]


def total(run: Run, project: Path, code: str) -> float | None:
    rows = json.loads(run("score", project, "--json").stdout)
    (row,) = (row for row in rows if row["code"] == code)
    value = row["total"]
    assert value is None or isinstance(value, float)
    return value


@pytest.mark.slow
def test_an_exempt_unit_is_not_scored_and_a_class_is_scored_without_it(run: Run, filled: Path) -> None:
    before = {code: total(run, filled, code) for code in ("GA", "@dep")}
    run("mark", filled, "GA", "exempt", "--why", "机构撤并")
    assert before["GA"] is not None
    assert total(run, filled, "GA") is None
    others = [code for row in json.loads(run("score", filled, "--json").stdout) if (code := row["code"])]
    assert "GA" in others
    assert total(run, filled, "@dep") != before["@dep"]
    run("mark", filled, "GA", "asked", "--why", "仍须填报")
    assert {code: total(run, filled, code) for code in before} == before


@pytest.mark.slow
def test_blank_rows_that_count_as_zero_do_not_count_for_an_exempt_unit(run: Run, project: Path) -> None:
    """The sample of the small town has `missing: zero`: a unit that sent nothing scores 0 there."""
    assert total(run, project, "GA") == 0.0
    run("mark", project, "GA", "exempt", "--why", "机构撤并")
    assert total(run, project, "GA") is None


@pytest.mark.slow
def test_the_result_workbook_of_a_round_with_an_exempt_unit_verifies(run: Run, filled: Path) -> None:
    run("mark", filled, "GA", "exempt", "--why", "机构撤并")
    run("report", filled)
    (result,) = (filled / "reports").glob("*.xlsx")
    assert "一致" in run("verify", result).stdout
