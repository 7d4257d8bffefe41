"""`diff` on the screen, as JSON, CSV and a workbook; its exit code is that of a version that was not raised."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from openpyxl import load_workbook

from smartxl.carryover.outcome import CellOutcome
from smartxl.project import open_project
from tests.cli.conftest import write_project

Run = Callable[..., Result]
EDITS = {
    "weight: { dep: 70, dis: 50 }": "weight: { dep: 60, dis: 50 }",
    "weight: { dep: 30, dis: 50 }": "weight: { dep: 40, dis: 50 }",
    "code: B3": "code: B9",
}


def changed(folder: Path) -> Path:
    """Other weights and another code."""
    path = write_project(folder) / "framework.yaml"
    text = path.read_text("utf-8")
    for old, new in EDITS.items():
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, "utf-8")
    return folder


def test_the_screen(run: Run, project: Path, tmp_path: Path) -> None:
    new = changed(tmp_path / "new")
    told = run("diff", project, new, code=1).output
    assert "改权重" in told
    assert "70 (42%)" in told
    assert "60 (36%)" in told
    assert "moved:\n  B3: B9  # 更新" in told
    assert '→ 把新的一份改为 version: "2"' in told
    assert "re-weighted" in run("diff", project, new, "--lang", "en", code=1).output


def test_no_difference(run: Run, project: Path) -> None:
    assert "两份定义相同" in run("diff", project, project).output


def test_the_record(run: Run, project: Path, tmp_path: Path) -> None:
    record = json.loads(run("diff", project, changed(tmp_path / "new"), "--json", code=1).stdout)
    assert not record["ok"]
    assert record["fault"]["suggested"] == "2"
    assert [(c["kind"], c["code"]) for c in record["changes"]] == [
        ("recoded", "B9"),
        ("reweighted", "A1"),
        ("reweighted", "A2"),
    ]
    assert record["moves"] == [
        {"unit": "", "old": "B3", "new": "B9", "name": "更新", "candidates": [], "why": ""}
    ]


def test_the_files(run: Run, project: Path, tmp_path: Path) -> None:
    new = changed(tmp_path / "new")
    catalogue = new / "catalogue" / "01.csv"
    catalogue.write_text(catalogue.read_text("utf-8").replace("@dis,A1,Q1", "@dis,A1,Q7"), "utf-8")
    names = {name: tmp_path / f"d.{name}" for name in ("csv", "xlsx")}
    run(
        "diff",
        project,
        new,
        "--csv",
        names["csv"],
        "--xlsx",
        names["xlsx"],
        "--moved",
        tmp_path / "m.yaml",
        code=1,
    )
    rows = list(csv.reader(names["csv"].read_text("utf-8-sig").splitlines()))
    assert rows[1][:3] == ["指标", "改代码", "B9"]
    assert (tmp_path / "m.yaml").read_text("utf-8") == "moved:\n  B3: B9  # 更新\n"
    assert (tmp_path / "m.csv").read_text("utf-8-sig").splitlines()[1] == "DQ,A1,Q7,低保申请,A1/Q1"
    book = load_workbook(names["xlsx"])
    assert book.sheetnames == ["改动", "权重", "答案转入"]
    assert [cell.value for cell in book["权重"][4]] == ["A1", "在线办事", "部门", 70, 60, 42, 36]


def test_nothing_moved_writes_nothing(run: Run, project: Path, tmp_path: Path) -> None:
    run("diff", project, project, "--moved", tmp_path / "m.yaml")
    assert not (tmp_path / "m.yaml").exists()


@pytest.mark.slow
def test_a_project_alone_and_the_scorings_of_its_ledger(run: Run, filled: Path) -> None:
    assert "没有改过" in run("diff", filled, code=2).output
    first = open_project(filled).scores().scoring[:12]
    path = filled / "framework.yaml"
    for digits in (1, 0):
        path.write_text(
            path.read_text("utf-8").replace(f"digits: {digits + 1}", f"digits: {digits}"), "utf-8"
        )
        run("score", filled)
    change = json.loads(run("diff", filled, "--json", code=1).stdout)["changes"][0]
    assert (change["before"], change["after"]) == ("1", "0")
    change = json.loads(run("diff", filled, "--as-of", first, "--json", code=1).stdout)["changes"][0]
    assert (change["before"], change["after"]) == ("2", "0")
    assert "--as-of 没有用处" in run("diff", filled, filled, "--as-of", first, code=2).output


@pytest.mark.slow
def test_what_is_pasted_carries_answers_over(run: Run, filled: Path, tmp_path: Path) -> None:
    """Before, numbers under another code are found by their names, if at all; then as the definition says."""
    new = changed(tmp_path / "new")
    form = next((filled / "inbox").glob("GA*.xlsx"))

    def fates() -> set[CellOutcome]:
        carried = open_project(new).carry_over(form, output=tmp_path / "form.xlsx", force=True).carried
        return {cell.fate for cell in carried.transfers if cell.old_key.startswith("B3/")}

    assert fates() == {CellOutcome.BY_NAME}
    run("diff", filled, new, "--moved", tmp_path / "m.yaml", code=1)
    framework = new / "framework.yaml"
    framework.write_text(framework.read_text("utf-8") + (tmp_path / "m.yaml").read_text("utf-8"), "utf-8")
    assert fates() == {CellOutcome.RENAMED}
