"""A round whose definition declares rules over peers, groups, missing policies and a pipeline."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from tests.rules.declared import project

Run = Callable[..., Result]


@pytest.mark.slow
def test_a_round_ends_in_workbooks_whose_formulas_give_the_scores(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "project"
    project(folder, "groups, raw ranks")
    for command in ("check", "build", "fill", "collect", "report"):
        run(command, folder)
    rows = {row["code"]: row for row in json.loads(run("score", folder, "--json").stdout)}
    assert all(rows[f"U{i}"]["total"] is not None for i in range(1, 8))
    result = next(folder.glob("reports/*.xlsx"))
    assert "完全一致" in run("verify", result, "--project", folder).output
    assert "minmax" in run("score", folder, "--trace", "P", "--unit", "U1").output


def test_a_node_code_cannot_be_a_column_of_the_score_table(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "project"
    project(folder, "pipeline")
    framework = folder / "framework.yaml"
    framework.write_text(framework.read_text("utf-8").replace("code: ranks,", "code: rank,"), "utf-8")
    assert "保留代码" in run("check", folder, code=2).output
