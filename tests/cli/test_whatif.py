"""`whatif` on a small project: table, JSON, CSV, kept scenarios, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pydantic import TypeAdapter

from smartxl.cli.present.schemas import RECORDS
from smartxl.define import load
from smartxl.filenames import DEFINITION
from smartxl.model.scenarios import Scenario
from tests.cli.conftest import Run
from tests.cli.test_contained import contain

CHANGES = ("--weight", "B=70", "--rule", "B3.points=0,10,100", "--missing", "zero")


def test_the_table_says_what_changes_who_moves_and_why(filled: Path, run: Run) -> None:
    told = run("whatif", filled, *CHANGES).output
    assert "一级指标权重（部门）：A 60 → 30，B 40 → 70" in told
    assert "B3 的参数 points：0/60/100 → 0/10/100" in told
    assert "未填的行、适用而没有得分的下级都按 0 分计" in told
    assert "GA 市公安局" in told
    assert "@dep 部门整体" in told
    assert "名次上升的单位" in told
    english = run("whatif", filled, *CHANGES, "--lang", "en").output
    assert "weights, top level (Departments): A 60 → 30, B 40 → 70" in english
    assert "GA Public Security" in english


def test_every_reason_of_one_unit(filled: Path, run: Run) -> None:
    told = run("whatif", filled, *CHANGES, "--unit", "公安局").output
    assert "B3 的参数 points：0/60/100 → 0/10/100" in told
    assert "取整" in told
    assert run("whatif", filled, *CHANGES, "--unit", "x", code=2).output


def test_json_has_everything(filled: Path, run: Run) -> None:
    record = json.loads(run("whatif", filled, *CHANGES, "--json").stdout)
    TypeAdapter(RECORDS["whatif"]).validate_python(record)
    (scenario,) = record["scenarios"]
    scores = {row["code"]: row for row in json.loads(run("score", filled, "--json").stdout)}
    for move in scenario["moves"]:
        assert move["before"] == scores[move["code"]]["total"]
        assert sum(part["points"] for part in move["why"]) == pytest.approx(move["difference"] or 0.0)
    assert record["scoring"] == scores["GA"]["scoring"]
    assert record["kept"] is None


def test_json_of_one_unit(filled: Path, run: Run) -> None:
    record = json.loads(run("whatif", filled, *CHANGES, "--unit", "公安局", "--json").stdout)
    assert [move["code"] for move in record["scenarios"][0]["moves"]] == ["GA"]
    assert "没有单位" in run("whatif", filled, *CHANGES, "--unit", "x", "--json", code=2).output


def test_each_class_has_a_table_of_its_own(filled: Path, run: Run) -> None:
    for arguments in (CHANGES, ("--all",)):
        if arguments == ("--all",):
            run("whatif", filled, "--equal", "--save", "等权")
        lines = run("whatif", filled, *arguments).output.splitlines()
        heads = [line for line in lines if "┃" in line]
        assert [name in head for name, head in zip(("部门", "区县", "整体"), heads, strict=True)] == [
            True
        ] * 3


def test_csv_for_excel(filled: Path, run: Run, tmp_path: Path) -> None:
    run("whatif", filled, *CHANGES, "--csv", tmp_path / "a.csv")
    lines = (tmp_path / "a.csv").read_text("utf-8-sig").splitlines()
    assert lines[0].startswith("code,name,class,before,after,difference")
    assert len(lines) == 1 + 3 + 2 + 1


def test_scenarios_are_kept_and_stand_side_by_side(filled: Path, run: Run, tmp_path: Path) -> None:
    before = (filled / "assessment.yaml").read_text("utf-8")
    run("whatif", filled, "--weight", "B=70", "--save", "重管理")
    run("whatif", filled, "--equal", "--save", "等权")
    after = (filled / "assessment.yaml").read_text("utf-8")
    added = "scenarios:\n  - { name: 重管理, weights: { B: 70 } }\n  - { name: 等权, equal: true }\n"
    assert after == before + added
    told = run("whatif", filled, "--all").output
    assert "情景：重管理" in told
    assert "同级指标一律等权" in told
    record = json.loads(run("whatif", filled, "--scenario", "等权", "--scenario", "重管理", "--json").stdout)
    assert [each["name"] for each in record["scenarios"]] == ["等权", "重管理"]
    run("whatif", filled, "--all", "--csv", tmp_path / "all.csv")
    assert "重管理.total" in (tmp_path / "all.csv").read_text("utf-8-sig")
    refused = run("whatif", filled, "--equal", "--save", "等权", code=2).output
    assert "已有名为“等权”的情景" in refused
    assert (filled / "assessment.yaml").read_text("utf-8") == after


@pytest.mark.parametrize("first", [True, False], ids=["on its sheet", "in the settings"])
def test_a_scenario_in_a_workbook(filled: Path, run: Run, first: bool) -> None:
    if first:
        run("whatif", filled, "--equal", "--save", "等权")
    home = contain(filled)
    run(
        "whatif",
        home,
        "--weight",
        "B=70",
        "--weight",
        "A2@dis=40",
        "--rule",
        "B3.points=0,10,100",
        "--save",
        "重管理",
    )
    kept = load(home).round.scenarios
    wanted = Scenario("重管理", weights={"B": 70.0, "A2@dis": 40.0}, rules={"B3.points": (0.0, 10.0, 100.0)})
    assert kept == ((Scenario("等权", equal=True), wanted) if first else (wanted,))
    assert ("情景" in load_workbook(home / DEFINITION).sheetnames) == first
    told = run("whatif", home, "--equal", "--save", "重管理", "--force", code=2).output
    assert "工作簿中已有情景" in told


MISUSED = {
    "nothing": ((), "没有写要改什么"),
    "several with changes": (("--all", "--equal"), "并排时不能再改"),
    "several and kept": (("--all", "--save", "x"), "并排时不能再改"),
    "no such scenario": (("--scenario", "x"), "没有名为“x”的情景"),
    "a code that there is not": (("--weight", "B9=40"), "是不是"),
    "no name": (("--equal", "--save", ""), "是空的"),
    "a long name": (("--equal", "--save", "名" * 41), "超过 40 个字"),
    "no number": (("--weight", "B=abc"), "应写：--weight B=40"),
    "no number of decimals": (("--digits", "x"), "应写：--digits 2"),
    "everything for one": (("--weight", "B1=100"), "没有剩余"),
}


@pytest.mark.parametrize(("arguments", "told"), MISUSED.values(), ids=MISUSED)
def test_what_is_refused(filled: Path, run: Run, arguments: tuple[str, ...], told: str) -> None:
    assert told in run("whatif", filled, *arguments, code=2).output


def test_a_project_without_answers(project: Path, run: Run) -> None:
    assert "还没有计入的答案" in run("whatif", project, "--equal", code=2).output
    assert not (project / "ledger.sqlite").exists()
