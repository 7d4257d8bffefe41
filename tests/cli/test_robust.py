"""`robust` tells how sure ranks are: tables, a record, every run as CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from click.testing import Result

import smartxl
from smartxl.cli.console import Screen
from smartxl.cli.present.robust import show_robust
from smartxl.errors import SmartxlError
from smartxl.model.robustness import LeaderCrossing
from smartxl.scoring.uncertainty import given_runs

Run = Callable[..., Result]
_SETS = """\
robustness:
  runs: 60
  points: 16
  vary:
    - { what: weights, by: 0.5 }
    - { what: missing, options: [zero, leave-out] }
"""


def declared(folder: Path, text: str) -> Path:
    path = folder / "assessment.yaml"
    path.write_text(path.read_text("utf-8") + text, "utf-8")
    return folder


def test_intervals_orders_and_what_matters(run: Run, filled: Path) -> None:
    told = run("robust", filled, "--runs", "50").output
    assert "计算 50 次，种子 7" in told
    assert "权重  ±25%" in told
    assert "市公安局" in told
    assert "可以引用" in told
    assert "单独变动一个权重" in told
    assert "剔除一项指标" in told
    told = run("robust", filled, "--runs", "50", "--seed", "3", "--lang", "en").output
    assert "50 runs, seed 3" in told
    assert "orders of neighbours can be quoted" in told


def test_the_record(run: Run, filled: Path) -> None:
    declared(filled, _SETS)
    record = json.loads(run("robust", filled, "--sobol", "--unit", "市公安局", "--json").stdout)
    assert record["runs"] == 60
    assert [choice["key"] for choice in record["design"]] == ["weights", "missing"]
    departments = record["groups"][0]
    assert {unit["unit"] for unit in departments["units"]} == {"GA", "JY"}
    for unit in departments["units"]:
        assert unit["low"] <= unit["median"] <= unit["high"]
        assert abs(sum(share for _, share in unit["ranks"]) - 1) < 1e-9
    assert [whole["unit"] for whole in record["wholes"]] == ["@dep", "@dis", "@city"]
    assert "GA" in {target["unit"] for target in record["sobol"]}
    assert {target["runs"] for target in record["sobol"]} == {64}


def test_every_run_as_csv(run: Run, filled: Path, tmp_path: Path) -> None:
    declared(filled, _SETS)
    run("robust", filled, "--csv", tmp_path / "runs.csv")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "runs.csv").read_text("utf-8-sig"))))
    assert len(rows) == 60
    assert {row["missing"] for row in rows} == {"zero", "leave-out"}
    assert {row["rank GA"] for row in rows} <= {"1.0", "2.0"}
    assert all(abs(float(row["weight A@dep"]) + float(row["weight B@dep"]) - 100) < 1e-9 for row in rows)


@pytest.mark.parametrize(
    ("crossings", "told"),
    [
        ((85.0, 86.0), ("超过 85%", "另有 1 处")),
        ((85.1, None), ("没有哪个权重", "另有 1 处")),
        ((None,), ("没有哪个权重",)),
    ],
    ids=["one near", "one far", "none"],
)
def test_weights_within_reach_at_which_the_leader_changes(
    filled: Path,
    capsys: pytest.CaptureFixture[str],
    crossings: tuple[float | None, ...],
    told: tuple[str, ...],
) -> None:
    found = smartxl.open_project(filled).robust(runs=10)
    listed = tuple(LeaderCrossing("dep", "A", "GA", "JY", 60.0, each) for each in crossings)
    show_robust(Screen("zh"), replace(found, sensitivity=replace(found.sensitivity, crossings=listed)))
    lines = capsys.readouterr().out.splitlines()
    said = [line for line in lines if "第一名" in line or ("居首" in line and "权重" in line)]
    assert [words in line for words, line in zip(told, said, strict=True)] == [True] * len(told)


def test_the_same_seed_gives_the_same_record(run: Run, filled: Path) -> None:
    one, two, other = (
        run("robust", filled, "--runs", "40", "--seed", seed, "--json").stdout for seed in ("1", "1", "2")
    )
    assert one == two
    assert one != other


def test_what_cannot_be(run: Run, filled: Path) -> None:
    assert "不是 2 的幂" in run("robust", filled, "--sobol", "--points", "100", code=2).output
    assert "加 --sobol" in run("robust", filled, "--points", "64", code=2).output
    assert "加 --sobol" in run("robust", filled, "--unit", "市公安局", code=2).output
    assert "nobody" in run("robust", filled, "--sobol", "--unit", "nobody", code=2).output
    declared(filled, "robustness: { vary: [{ what: weights, experts: ahp }] }\n")
    assert "先收回问卷" in run("robust", filled, code=2).output


def test_runs_are_kept_and_can_be_run_again(filled: Path) -> None:
    found = smartxl.open_project(filled).robust(runs=40, seed=5)
    again = given_runs(found.analysis.model, found.runs.parameters.iloc[[7]])
    np.testing.assert_array_equal(again.totals[0], found.runs.totals[7])
    assert not np.isnan(found.ranks[["low", "median", "high"]].T["GA"].to_numpy()).any()
    assert found.orders().shape == (2, 2)
    with pytest.raises(SmartxlError, match="no such group"):
        found.orders("@nobody")


def test_too_few_runs(filled: Path) -> None:
    with pytest.raises(SmartxlError, match="3 runs"):
        smartxl.open_project(filled).robust(runs=3)


def test_a_seed_below_0(filled: Path) -> None:
    with pytest.raises(SmartxlError, match="-1 is below 0"):
        smartxl.open_project(filled).robust(seed=-1)
