"""`survey`: tallies go out, come back, are counted, and the counts stand in the units' forms."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.cli.conftest import Run
from tests.questionnaires.forms import Typing


def filled(project: Path, unit: str, number: int, answers: list[str], name: str = "") -> Path:
    source = next((project / "surveys" / "out").glob(f"{unit}-*{number}.xlsx"))
    book = load_workbook(source)
    Typing({f"r{i:04d}": answer for i, answer in enumerate(answers, 1) if answer}, 3)(book)
    path = project / "surveys" / "in" / (name or source.name)
    path.parent.mkdir(exist_ok=True)
    book.save(path)
    return path


def counts(project: Path) -> dict[tuple[str, str], int]:
    text = (project / "surveys" / "counts.csv").read_text("utf-8-sig")
    return {(row["unit"], row["option"]): int(row["count"]) for row in csv.DictReader(text.splitlines())}


@pytest.fixture
def asked(project: Path, run: Run) -> Path:
    run("survey", "ask", project, "--copies", "2", "--rows", "20")
    return project


def test_a_tally_for_each_interviewer_of_the_units_with_a_survey(asked: Path) -> None:
    names = sorted(path.name for path in (asked / "surveys" / "out").iterdir())
    assert names == [
        f"{code}-{name}-满意度登记{n}.xlsx"
        for code, name in (("GA", "市公安局"), ("JY", "市教育局"))
        for n in (1, 2)
    ]


def test_a_folder_is_looked_into_as_collect_does(asked: Path, run: Run) -> None:
    """At any depth; nothing outside is opened, what is no workbook stops nothing, and what is left alone is named."""
    deep = asked / "surveys" / "in" / "一" / "二" / "三"
    deep.mkdir(parents=True)
    filled(asked, "GA", 1, ["满意"] * 3).rename(deep / "a.xlsx")
    (asked / "surveys" / "in" / "b.xlsx").symlink_to(
        filled(asked, "GA", 2, ["满意"]).rename(asked / "c.xlsx")
    )
    (asked / "surveys" / "in" / "d.csv").write_text("a,b\n", "utf-8")
    (asked / "surveys" / "in" / "照片.jpg").write_bytes(b"\xff\xd8")
    told = run("survey", "collect", asked, code=3).output
    assert counts(asked) == {("GA", "o1"): 3, ("GA", "o2"): 0}
    assert "b.xlsx" in told
    assert "d.csv" in told
    assert "照片.jpg" in told
    assert "surveys/nowhere" in run("survey", "collect", asked, "surveys/nowhere", code=2).output


def test_tallies_of_a_unit_are_counted_together(asked: Path, run: Run) -> None:
    filled(asked, "GA", 1, ["满意"] * 5 + ["不满意"] + [""] + ["Satisfied"])
    filled(asked, "GA", 2, ["不满意"] * 3)
    told = run("survey", "collect", asked).output
    assert counts(asked) == {("GA", "o1"): 6, ("GA", "o2"): 4}
    assert "登记 7 人" in told


@pytest.mark.slow
def test_the_newer_file_of_a_tally_counts_and_answers_off_the_list_are_named(asked: Path, run: Run) -> None:
    filled(asked, "GA", 1, ["满意"] * 9, name="a.xlsx")
    filled(asked, "GA", 1, ["满意", "很好"], name="b.xlsx")
    told = run("survey", "collect", asked, code=1).output
    assert counts(asked) == {("GA", "o1"): 1, ("GA", "o2"): 0}
    assert "b.xlsx：取代较早的文件 a.xlsx" in told
    assert "填写的“很好”不在可选答案中（满意 / 不满意）" in told


@pytest.mark.slow
def test_the_counts_are_filled_into_the_units_form(asked: Path, run: Run) -> None:
    filled(asked, "GA", 1, ["满意"] * 3 + ["不满意"])
    run("survey", "collect", asked)
    run("build", asked)
    run("survey", "forms", asked)
    form = next((asked / "workbooks").rglob("GA-*.xlsx"))
    assert run("verify", form).exit_code == 0
    run("collect", asked, form, code=None)
    told = run("score", asked, "--trace", "B2", "--unit", "GA").output
    assert "75" in told


@pytest.mark.slow
def test_another_unit_or_questionnaire_is_refused(asked: Path, run: Run) -> None:
    filled(asked, "JY", 1, ["满意"])
    run("build", asked)
    form = next((asked / "workbooks").rglob("GA-*.xlsx"))
    assert "这是“unit”问卷，现在收的是“survey”" in run("survey", "collect", asked, form, code=1).output
    roster = asked / "roster.csv"
    roster.write_text(
        "".join(x for x in roster.read_text("utf-8").splitlines(True) if not x.startswith("JY")), "utf-8"
    )
    catalogue = asked / "catalogue" / "01.csv"
    catalogue.write_text(
        "".join(x for x in catalogue.read_text("utf-8").splitlines(True) if not x.startswith("JY")), "utf-8"
    )
    assert "单位“JY/1”不在单位名录中" in run("survey", "collect", asked, code=1).output


@pytest.mark.parametrize(
    ("row", "said"),
    [
        pytest.param("GA,B2,o1,满意,viele", "“viele”不是份数", id="no count"),
        pytest.param("GA,B2,o9,满意,3", "GA 的表中没有 B2/o9 这一行", id="no option"),
        pytest.param("DQ,B2,o1,满意,3", "DQ 的表中没有 B2/o1 这一行", id="no such unit"),
    ],
)
def test_counts_that_were_spoilt_fill_no_form(project: Path, run: Run, row: str, said: str) -> None:
    (project / "surveys").mkdir()
    (project / "surveys" / "counts.csv").write_text(f"unit,indicator,option,label,count\n{row}\n", "utf-8")
    assert said in run("survey", "forms", project, code=2).output


def test_what_comes_too_early_is_said_so(project: Path, run: Run) -> None:
    assert "还没有汇总问卷" in run("survey", "forms", project, code=2).output
    told = run("survey", "ask", project, "--unit", "DQ", code=2).output
    assert "都没有问卷指标" in told
