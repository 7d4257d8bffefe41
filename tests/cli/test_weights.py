"""`weights`: from experts' questionnaires to framework.yaml, on a small project."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Mapping
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from pydantic import TypeAdapter

from smartxl.cli.present.schemas import RECORDS
from smartxl.define import load
from smartxl.scoring.weights import Judgements, Priority, ahp
from tests.cli.conftest import Run
from tests.questionnaires.forms import Typing, label

EXPERTS = "code,name\nE1,张三\nE2,李四\n"
B = ("B1", "B2", "B3")
Pairs = Mapping[tuple[str, str], float]
GOOD: Pairs = {("B1", "B2"): 3.0, ("B1", "B3"): 5.0, ("B2", "B3"): 2.0}
OTHER: Pairs = {("B1", "B2"): 1.0, ("B1", "B3"): 3.0, ("B2", "B3"): 3.0}
CIRCLE: Pairs = {("B1", "B2"): 9.0, ("B1", "B3"): 1 / 9, ("B2", "B3"): 9.0}


@pytest.fixture
def asked(project: Path, run: Run) -> Path:
    """A project whose two experts were asked by AHP."""
    (project / "weights").mkdir()
    (project / "weights" / "experts.csv").write_text(EXPERTS, "utf-8")
    run("weights", "ask", project, "--method", "ahp")
    return project


def sent(project: Path, expert: str, edition: str = "ahp") -> Path:
    return next((project / "weights" / "out" / edition).glob(f"{expert}-*.xlsx"))


def returned(project: Path, expert: str, *typings: Typing, edition: str = "ahp", name: str = "") -> Path:
    book = load_workbook(sent(project, expert, edition))
    for typing in typings:
        typing(book)
    path = project / "weights" / "in" / (name or f"{expert}.xlsx")
    path.parent.mkdir(exist_ok=True)
    book.save(path)
    return path


def judging(pairs: Pairs, rest: float | None = 1.0) -> Typing:
    """The pairs below B; and all other branches judged alike."""
    keys = {f"B@dep|{a}|{b}": label(value) for (a, b), value in pairs.items()}
    others = ("TOTAL@dep|A|B", "A@dep|A1|A2", "A@dis|A1|A2")
    return Typing(keys | ({key: label(rest) for key in others} if rest is not None else {}), 4)


def table(project: Path, name: str) -> list[dict[str, str]]:
    text = (project / "weights" / name).read_text("utf-8-sig")
    return list(csv.DictReader(text.splitlines()))


def test_each_expert_gets_a_workbook_with_every_node_and_asking_again_changes_nothing(
    asked: Path, run: Run
) -> None:
    book = load_workbook(sent(asked, "E1"))
    assert book.sheetnames == [
        *("填写说明", "总分（部门）", "A 服务（部门）", "A 服务（区县）", "B 管理（部门）"),
        *("_lists", "_sums", "_smartxl"),
    ]
    before = {path: path.read_bytes() for path in (asked / "weights" / "out").rglob("*.xlsx")}
    assert len(before) == 2
    assert "未变 2" in run("weights", "ask", asked, "--method", "ahp").output
    assert {path: path.read_bytes() for path in before} == before


def test_two_experts_become_weights_that_sum_to_100(asked: Path, run: Run) -> None:
    returned(asked, "E1", judging(GOOD))
    returned(asked, "E2", judging(OTHER))
    told = run("weights", "collect", asked).output
    assert "几何平均" in told
    assert "特征向量" in told
    rows = [row for row in table(asked, "ahp.csv") if row["parent"] == "B"]
    pooled = {pair: (GOOD[pair] * OTHER[pair]) ** 0.5 for pair in GOOD}
    expected = ahp(Judgements.from_pairs(B, pooled), Priority.GEOMETRIC_MEAN).weights.percent(2)
    assert {row["code"]: float(row["weight"]) for row in rows} == expected
    assert len(table(asked, "ahp-judgements.csv")) == 12


@pytest.mark.slow
def test_the_eigenvector_and_pooled_priorities_can_be_asked_for(asked: Path, run: Run) -> None:
    returned(asked, "E1", judging(GOOD))
    run("weights", "collect", asked, "--priority", "eigenvector", "--pooling", "priorities", "--digits", "3")
    expected = ahp(Judgements.from_pairs(B, GOOD)).weights.percent(3)
    rows = [row for row in table(asked, "ahp.csv") if row["parent"] == "B"]
    assert {row["code"]: float(row["weight"]) for row in rows} == expected


@pytest.mark.slow
def test_contradicting_judgements_are_named_with_what_would_mend_them(asked: Path, run: Run) -> None:
    returned(asked, "E1", judging(CIRCLE))
    told = run("weights", "collect", asked, code=1).output
    result = ahp(Judgements.from_pairs(B, CIRCLE))
    assert f"张三（E1） B 管理（部门）：一致性比例 CR = {result.consistency.ratio:.3f}，不小于 0.1" in told
    assert told.count("其余判断的意思约为") == 3
    assert f"改为 1/9 后 CR = {result.doubtful[0].ratio_after:.3f}" in told
    assert "尚未收到 1 位专家的问卷：E2 李四" in told


@pytest.mark.slow
def test_a_matrix_above_a_limit_can_be_left_out(asked: Path, run: Run) -> None:
    returned(asked, "E1", judging(CIRCLE))
    returned(asked, "E2", judging(GOOD))
    told = run("weights", "collect", asked, "--drop-above", "0.2", code=1).output
    assert "CR 大于 0.2，未计入" in told
    expected = ahp(Judgements.from_pairs(B, GOOD), Priority.GEOMETRIC_MEAN).weights.percent(2)
    assert {r["code"]: float(r["weight"]) for r in table(asked, "ahp.csv") if r["parent"] == "B"} == expected


@pytest.mark.slow
def test_missing_judgements_are_named_and_unconnected_ones_not_used(asked: Path, run: Run) -> None:
    returned(asked, "E1", judging({("B1", "B2"): 3.0, ("B2", "B3"): 2.0}))
    returned(asked, "E2", judging({("B1", "B2"): 3.0}, rest=None))
    told = run("weights", "collect", asked, code=1).output
    assert "张三（E1） B 管理（部门）：缺 1 对判断：B1 制度 / B3 更新" in told
    assert "李四（E2） B 管理（部门）：有的指标没有与其他指标比较，未计入" in told
    assert "李四（E2） 总分（部门）：没有判断" in told
    expected = ahp(
        Judgements.from_pairs(B, {("B1", "B2"): 3.0, ("B2", "B3"): 2.0}), Priority.GEOMETRIC_MEAN
    ).weights.percent(2)
    assert {r["code"]: float(r["weight"]) for r in table(asked, "ahp.csv") if r["parent"] == "B"} == expected


@pytest.mark.slow
def test_the_newer_file_of_an_expert_counts(asked: Path, run: Run) -> None:
    os.utime(returned(asked, "E1", judging(CIRCLE), name="first.xlsx"), (1, 1))
    returned(asked, "E1", judging(GOOD), name="second.xlsx")
    assert "second.xlsx：取代较早的文件 first.xlsx" in run("weights", "collect", asked).output


@pytest.mark.slow
def test_an_unknown_expert_another_definition_and_no_questionnaire_are_refused(asked: Path, run: Run) -> None:
    returned(asked, "E2", judging(GOOD))
    (asked / "weights" / "experts.csv").write_text("code,name\nE1,张三\n", "utf-8")
    assert "专家代码“E2”不在专家名单中" in run("weights", "collect", asked, code=1).output
    (asked / "weights" / "experts.csv").write_text(EXPERTS, "utf-8")
    framework = asked / "framework.yaml"
    framework.write_text(framework.read_text("utf-8").replace("zh: 更新", "zh: 更新频率"), "utf-8")
    assert "问卷所问的指标与现在的定义不同" in run("weights", "collect", asked, code=1).output
    (asked / "weights" / "in" / "hostile.xlsx").write_bytes(b"PK\x03\x04 not a workbook")
    assert "hostile.xlsx" in run("weights", "collect", asked, code=3).output


@pytest.mark.slow
def test_new_weights_do_not_make_a_questionnaire_that_of_another_definition(asked: Path, run: Run) -> None:
    returned(asked, "E1", judging(GOOD))
    run("weights", "collect", asked)
    run("weights", "set", asked, asked / "weights" / "ahp.csv", "--write")
    assert "几何平均" in run("weights", "collect", asked).output


@pytest.mark.slow
def test_a_departments_form_is_no_questionnaire(asked: Path, run: Run) -> None:
    run("build", asked)
    form = next((asked / "workbooks").rglob("GA-*.xlsx"))
    told = run("weights", "collect", asked, form, code=1).output
    assert "这是“unit”问卷，现在收的是“ahp”" in told


@pytest.mark.slow
def test_weights_are_shown_and_only_written_when_asked(asked: Path, run: Run) -> None:
    returned(asked, "E1", judging(GOOD))
    run("weights", "collect", asked)
    before = (asked / "framework.yaml").read_text("utf-8")
    told = run("weights", "set", asked, "weights/ahp.csv").output
    assert "没有写入" in told
    assert (asked / "framework.yaml").read_text("utf-8") == before
    run("weights", "set", asked, "weights/ahp.csv", "--write")
    after = (asked / "framework.yaml").read_text("utf-8")
    changed = [new for old, new in zip(before.splitlines(), after.splitlines(), strict=True) if old != new]
    assert all("weight:" in line for line in changed)
    nodes = load(asked).framework.by_code
    expected = ahp(Judgements.from_pairs(B, GOOD), Priority.GEOMETRIC_MEAN).weights.percent(2)
    assert {code: nodes[code].weights["dep"] for code in B} == expected
    assert nodes["A1"].weights == {"dep": 50, "dis": 50}


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        pytest.param("dep,B,B1,50\ndep,B,B2,30\n", "要把 B1, B2, B3 各写一次", id="not whole"),
        pytest.param("dep,B,B1,50\ndep,B,B2,30\ndep,B,B3,30\n", "之和是 110", id="not 100"),
        pytest.param("dep,B,X,50\n", "“X”不是 dep 在 B 之下的指标", id="unknown node"),
        pytest.param("xyz,B,B1,50\n", "没有类别“xyz”", id="unknown class"),
        pytest.param("dep,B,B1,-5\n", "“-5”不是权重", id="negative"),
    ],
)
def test_a_table_that_is_wrong_changes_nothing(project: Path, run: Run, rows: str, said: str) -> None:
    path = project / "mine.csv"
    path.write_text("class,parent,code,weight\n" + rows, "utf-8")
    before = (project / "framework.yaml").read_bytes()
    assert said in run("weights", "set", project, path, "--write", code=2).output
    assert (project / "framework.yaml").read_bytes() == before


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("code,name\nE1,张三\nE1,李四\n", "专家 E1 又出现一次", id="twice"),
        pytest.param("code,name\nE 1,张三\n", "“E 1”不能作代码", id="no code"),
        pytest.param("code,name\n", "名单里没有专家", id="empty"),
        pytest.param("name\n张三\n", "缺少“code”列", id="no column"),
    ],
)
def test_a_table_of_experts_that_is_wrong_is_said_so(project: Path, run: Run, text: str, said: str) -> None:
    (project / "mine.csv").write_text(text, "utf-8")
    told = run("weights", "ask", project, "--method", "ahp", "--experts", project / "mine.csv", code=2).output
    assert said in told


def test_what_comes_too_early_is_said_so(project: Path, run: Run) -> None:
    assert "没有专家名单" in run("weights", "ask", project, "--method", "ahp", code=2).output
    (project / "e.csv").write_text(EXPERTS, "utf-8")
    told = run("weights", "collect", project, project, "--experts", project / "e.csv", code=2).output
    assert "还没有制作问卷" in told


@pytest.mark.slow
def test_some_nodes_only(project: Path, run: Run) -> None:
    (project / "e.csv").write_text(EXPERTS, "utf-8")
    run("weights", "ask", project, "--method", "ahp", "--experts", project / "e.csv", "--node", "B")
    assert load_workbook(sent(project, "E1")).sheetnames[1] == "B 管理（部门）"
    returned(project, "E1", judging(GOOD, rest=None))
    run("weights", "collect", project, "--experts", project / "e.csv")
    assert {row["parent"] for row in table(project, "ahp.csv")} == {"B"}
    told = run(
        "weights", "ask", project, "--method", "ahp", "--experts", project / "e.csv", "--node", "B1", code=2
    )
    assert "“B1”不是之下有权重的节点" in told.output


@pytest.mark.slow
def test_json_has_the_weights_and_what_is_to_be_told(asked: Path, run: Run) -> None:
    nothing = run("weights", "collect", asked, asked / "weights" / "out" / "ahp", "--json", code=1)
    assert json.loads(nothing.stdout)["branches"] == []
    returned(asked, "E1", judging(GOOD))
    result = run("weights", "collect", asked, "--json")
    data = json.loads(result.stdout)
    strict = TypeAdapter(RECORDS["weights-collect"])
    assert json.loads(strict.dump_json(strict.validate_python(data))) == data
    assert (data["method"], data["round"], data["answered"]) == ("ahp", None, ["E1"])
    (branch,) = (entry for entry in data["branches"] if entry["node"] == "B")
    assert branch["weights"] == {
        row["code"]: float(row["weight"]) for row in table(asked, "ahp.csv") if row["code"] in B
    }


def test_nothing_that_came_back_is_1(asked: Path, run: Run) -> None:
    (asked / "weights" / "in").mkdir()
    assert "没有认出" in run("weights", "collect", asked, code=1).output


def _book(path: Path, *rows: tuple[object, ...]) -> None:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(list(row))
    path.parent.mkdir(exist_ok=True)
    book.save(path)


def test_experts_and_weights_may_stand_in_workbooks(project: Path, run: Run) -> None:
    _book(
        project / "weights" / "专家名单.xlsx",
        ("本轮专家", ""),
        ("专家代码", "姓名"),
        ("E1", "张三"),
        ("E2", "李四"),
    )
    run("weights", "ask", project, "--method", "ahp")
    assert len(list((project / "weights" / "out").rglob("*.xlsx"))) == 2
    rows = (("dep", "A", "A1", 80), (None, None, "A2", 20.0))
    _book(project / "new.xlsx", ("类别", "上级", "编码", "新权重"), *rows)
    told = run("weights", "set", project, "new.xlsx", "--write", code=2).output
    assert "new.xlsx Sheet!A3 类别: “类别”空着" in told
    _book(project / "new.xlsx", ("类别", "上级", "编码", "新权重"), rows[0], ("dep", "A", "A2", "２０"))
    run("weights", "set", project, "new.xlsx", "--write")
    assert load(project).framework.by_code["A1"].weights["dep"] == 80


def test_two_tables_of_experts_are_one_too_many(project: Path, run: Run) -> None:
    for name in ("experts.csv", "专家.xlsx"):
        _book(project / "weights" / name, ("代码", "姓名"), ("E1", "张三"))
    told = run("weights", "ask", project, "--method", "ahp", code=2).output
    assert "专家名单有 2 份：experts.csv、专家.xlsx" in told
