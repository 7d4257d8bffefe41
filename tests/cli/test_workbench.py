"""`workbench` writes the workbench, and never over one that somebody changed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from openpyxl import load_workbook

from smartxl.project.workbench.keys import found_inputs
from smartxl.xlsx import open_book
from tests.cli.test_weights import EXPERTS, GOOD, OTHER, judging, returned

Run = Callable[..., Result]


@pytest.mark.slow
def test_one_that_was_changed_is_kept(run: Run, filled: Path, tmp_path: Path) -> None:
    told = json.loads(run("workbench", filled, "--json").stdout)
    path = Path(told["files"][0]["path"])
    assert path == filled / "reports" / "小城-工作台.xlsx"
    assert json.loads(run("workbench", filled, "--json").stdout)["files"][0]["written"] == "same"
    run("verify", path)  # every formula is recalculated, the functions too
    book = load_workbook(path)
    book["权重"]["F9"] = 45
    book.save(path)
    assert "--force" in run("workbench", filled, code=2).output
    assert (
        json.loads(run("workbench", filled, "--force", "--json").stdout)["files"][0]["written"] == "kept-old"
    )
    assert path.with_name("小城-工作台.old1.xlsx").is_file()
    elsewhere = tmp_path / "elsewhere.xlsx"
    assert "pale yellow" in run("workbench", filled, "-o", elsewhere, "--lang", "en").output
    assert load_workbook(elsewhere).sheetnames[:2] == ["Read me", "Weights"]


def test_without_scores_there_is_none(run: Run, project: Path) -> None:
    assert "smartxl collect" in run("workbench", project, code=2).output


@pytest.mark.slow
def test_it_begins_with_what_experts_judged_together(run: Run, filled: Path) -> None:
    (filled / "weights").mkdir()
    (filled / "weights" / "experts.csv").write_text(EXPERTS, "utf-8")
    run("weights", "ask", filled, "--method", "ahp")
    returned(filled, "E1", judging(GOOD))
    returned(filled, "E2", judging(OTHER))
    path = Path(json.loads(run("workbench", filled, "--json").stdout)["files"][0]["path"])
    found = {
        (each.row, each.column): each.value for each in found_inputs(open_book(path.read_bytes(), path.name))
    }
    for (left, right), value in GOOD.items():
        assert found[f"ahp:B@dep|{left}", right] == pytest.approx((value * OTHER[left, right]) ** 0.5)
