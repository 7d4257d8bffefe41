"""`check`: what the definition amounts to, advice with its places, the conventions that nobody wrote."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

from click.testing import Result
from openpyxl import load_workbook

from smartxl.project import open_project

Run = Callable[..., Result]


def spoilt(project: Path) -> Path:
    """A stage that nobody reaches, and inputs without English."""
    path = project / "framework.yaml"
    text = path.read_text("utf-8").replace("from: 60", "from: 101").replace(", en: cases }", " }")
    path.write_text(text, "utf-8")
    return project


def test_advice_is_told_and_refuses_nothing(run: Run, project: Path) -> None:
    told = run("check", spoilt(project)).output
    assert "[U01-stage-unreachable] 阶段达不到：1" in told
    assert "[T01-no-english] 缺英文：2" in told
    assert "from  发展期（101 分及以上）没有人能到" in told
    assert "按权重：定量指标" in told
    assert "提示线：" in told
    assert "conventions.ranking.ties" in told
    assert run("check", project, "--strict", "--lang", "en", code=1).output.count("→") == told.count("→")


def test_a_sound_definition_passes_strictly(run: Run, tmp_path: Path) -> None:
    run("init", tmp_path / "city", "--framework", "cohen-wheel")
    assert "建议" not in run("check", tmp_path / "city", "--strict").output.replace("提出建议", "")


def test_many_places_are_listed_in_the_files(run: Run, project: Path) -> None:
    roster = project / "roster.csv"
    rows = "".join(f"N{number},第{number}局,,dep,,1\n" for number in range(40))
    roster.write_text(roster.read_text("utf-8") + rows, "utf-8")
    told = run("check", project, "--csv", project / "a.csv", "--xlsx", project / "a.xlsx").output
    assert "[T01-no-english] 缺英文：40" in told
    assert "另有 32 处" in told
    listed = list(csv.reader((project / "a.csv").read_text("utf-8-sig").splitlines()))
    places = [row[1] for row in listed if row[0] == "T01-no-english"]
    assert places == [f"roster.csv:{number} name_en" for number in range(5, 45)]
    book = load_workbook(project / "a.xlsx")
    assert book.sheetnames == ["检查建议", "约定"]
    assert book["检查建议"].max_row == 3 + len(listed) - 1
    held = {row[2]: row[3] for row in book["约定"].iter_rows(min_row=4, values_only=True)}
    assert (held["conventions.digits"], held["conventions.peers"]) == ("是", "否")


def test_the_record_and_the_frames_have_the_same(run: Run, project: Path) -> None:
    record = json.loads(run("check", spoilt(project), "--json").stdout)
    checked = open_project(project).check()
    assert [entry["code"] for entry in record["advice"]] == list(checked.advice.index)
    assert [entry["what"] for entry in record["advice"]] == list(checked.advice["message"])
    assert record["limits"]["least_children"] == 3
    assert {entry["key"]: entry["written"] for entry in record["conventions"]} == dict(
        checked.conventions["written"]
    )
    assert set(checked.left_to_default) < set(checked.held)


def test_a_version_that_was_not_raised_is_told_once_the_ledger_knows_another(run: Run, project: Path) -> None:
    def versions() -> list[str]:
        checked = open_project(project).check()
        return [str(told) for code, told in checked.advice["message"].items() if str(code).startswith("V01")]

    assert versions() == []
    with open_project(project).ledger():
        pass
    assert versions() == []
    path = project / "framework.yaml"
    path.write_text(path.read_text("utf-8").replace("digits: 2", "digits: 1"), "utf-8")
    (told,) = versions()
    assert "有 1 处影响表或得分的改动，版本仍是 1" in told
    assert versions() == [told], "checking notes nothing"
    assert "[V01-version-unchanged]" in run("check", project).output
    for name in ("framework.yaml", "assessment.yaml"):
        text = (project / name).read_text("utf-8")
        (project / name).write_text(text.replace('version: "1"', 'version: "2"', 1), "utf-8")
    assert versions() == []
