"""A round with a coverage floor and open rows that count as 0 after the due date: every command says the same."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from smartxl.cli.main import main
from tests.cli.conftest import write_project
from tests.cli.test_appeals import column_of, rows_of

Run = Callable[..., Result]
FLOOR = "  coverage_floor: { unit: 0.6 }\n"
WORTH = "  unanswered: { before_due: leave-out, after_due: zero }\n"


def declare(project: Path, text: str, due: str = "2099-10-31") -> None:
    """`text` under conventions, and another due date."""
    path = project / "framework.yaml"
    path.write_text(path.read_text("utf-8").replace("  digits: 2\n", f"  digits: 2\n{text}"), "utf-8")
    path = project / "assessment.yaml"
    path.write_text(path.read_text("utf-8").replace("due: 2026-10-31", f"due: {due}"), "utf-8")


def blank(project: Path, unit: str, keep: int) -> None:
    """Takes all answers out of a unit's form in the inbox but those of the first rows."""
    path = next((project / "inbox").glob(f"{unit}-*.xlsx"))
    book = load_workbook(path)
    sheet = book["采样表"]
    first, last = column_of(sheet, "是否适用"), column_of(sheet, "说明")
    assert first is not None
    assert last is not None
    for row in list(rows_of(sheet).values())[keep:]:
        for column in range(first, last + 1):
            cell = sheet.cell(row, column)
            if cell.protection.locked is False:
                cell.value = None
    book.save(path)


@pytest.fixture(scope="module")
def round_once(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    @cache
    def build(text: str, keep: int, due: str) -> Path:
        project = write_project(tmp_path_factory.mktemp("floor") / "town")
        declare(project, text, due)
        for command in ("build", "fill"):
            assert CliRunner().invoke(main, [command, str(project)]).exit_code == 0
        blank(project, "GA", keep)
        CliRunner().invoke(main, ["collect", str(project)])
        return project

    return build


@pytest.fixture
def round_of(round_once: Callable[..., Path], tmp_path: Path) -> Callable[..., Path]:
    """A project of which GA answered `keep` rows of nine, the others all; each test has a copy of its own."""

    def copied(text: str, keep: int, due: str = "2099-10-31") -> Path:
        return Path(shutil.copytree(round_once(text, keep, due), tmp_path / "town"))

    return copied


def scores(run: Run, project: Path) -> dict[str, dict[str, object]]:
    return {row["code"]: row for row in json.loads(run("score", project, "--json").stdout)}


@pytest.mark.slow
def test_score_tells_of_a_unit_below_the_floor(run: Run, round_of: Callable[..., Path]) -> None:
    project = round_of(FLOOR, 3)
    rows = scores(run, project)
    police = rows["GA"]
    assert [police[name] for name in ("total", "rank", "stage")] == [None, None, None]
    assert police["grading"] == "暂不定级"
    assert police["coverage"] == pytest.approx(1 / 3)
    assert (rows["JY"]["grading"], rows["JY"]["rank"]) == (None, 1)
    assert rows["@dep"]["total"] == rows["JY"]["total"]
    shown = run("score", project).output
    assert "暂不定级" in shown
    assert "覆盖率低于 60% 的单位 1 个，暂不定级" in shown
    assert "市公安局 33.3%" in shown
    table = list(csv.DictReader(io.StringIO(run("score", project, "--csv", "--lang", "en").stdout)))
    assert [(row["total"], row["grading"]) for row in table if row["code"] == "GA"] == [("", "Not graded")]
    traced = run("score", project, "--unit", "GA").output
    assert traced.splitlines()[0] == "市公安局 总分: 暂不定级（覆盖率 33.3%，低于下限）"


def test_status_and_report_count_and_name_it(run: Run, round_of: Callable[..., Path]) -> None:
    project = round_of(FLOOR, 3)
    record = json.loads(run("status", project, "--json", code=None).stdout)
    assert (record["coverage_floor"], record["below_floor"]) == (0.6, 1)
    units = {unit["unit"]: unit for unit in record["units"]}
    assert [units[code]["below_floor"] for code in ("GA", "JY", "DQ")] == [True, False, False]
    shown = run("status", project, "--html", project / "status.html", code=None).output
    assert "33.3% 未达下限" in shown
    assert "覆盖率低于 60% 的单位 1 个，暂不定级" in shown
    page = (project / "status.html").read_text("utf-8")
    assert "覆盖率 33.3%，未达下限" in page
    assert "低于覆盖率下限" in page
    assert "市公安局 33.3%" in run("report", project).output


@pytest.mark.slow
def test_the_workbooks_say_the_same(run: Run, round_of: Callable[..., Path]) -> None:
    project = round_of(FLOOR, 3)
    run("report", project)
    result = next(project.glob("reports/*.xlsx"))
    form = next((project / "inbox").glob("GA-*.xlsx"))
    said = run("verify", result, form, "--project", project, code=None).output
    assert said.count("完全一致") == 1  # openpyxl leaves no results in the form; those of its formulas agree
    book = load_workbook(result, data_only=True)
    shown = {cell.value for row in book["全市结果"].iter_rows() for cell in row}
    assert "未达到覆盖率下限的单位数" in shown
    assert "暂不定级" in {cell.value for row in book["汇总-部门"].iter_rows() for cell in row}
    told = [cell.value for row in book["指标与权重"].iter_rows() for cell in row if cell.value]
    assert any("覆盖率下限：单位 60%" in str(text) for text in told)


def test_a_blank_form_shows_no_grade(run: Run, project: Path) -> None:
    declare(project, FLOOR)
    run("build", project)
    book = load_workbook(next(project.glob("workbooks/*/GA-*.xlsx")), data_only=True)
    for sheet in ("封面", "采样表", "得分一览"):
        texts = [str(cell.value) for row in book[sheet].iter_rows() for cell in row if cell.value]
        assert "暂不定级" in texts, sheet
        assert not {"起步期", "发展期"} & set(texts), sheet


@pytest.mark.slow
@pytest.mark.parametrize(
    ("due", "b3", "state"),
    [("2099-10-31", None, "未过截止日（2099-10-31）"), ("2026-10-31", 0.0, "已过截止日（2026-10-31）")],
    ids=["before", "after"],
)
def test_the_day_decides_and_the_workbook_says_by_which(
    run: Run, round_of: Callable[..., Path], due: str, b3: float | None, state: str
) -> None:
    """B3 of GA is open: no score before the due date, 0 after it."""
    project = round_of(WORTH, 8, due)
    assert scores(run, project)["GA"]["B3"] == b3
    run("report", project)
    result = next(project.glob("reports/*.xlsx"))
    assert "完全一致" in run("verify", result, "--project", project).output
    intro = load_workbook(result)["全市结果"]["B2"].value
    assert state in str(intro)
    run("build", project, "--edition", "evaluator")
    review = next((project / "reviews").glob("GA-*.xlsx"))
    assert "完全一致" in run("verify", review, "--project", project).output
    assert state in str(load_workbook(review)["得分一览"]["B3"].value)
    assert "收下 1" in run("collect", project, review).output


def test_nothing_is_said_where_no_floor_is_declared(run: Run, filled: Path) -> None:
    shown = run("score", filled).output + run("status", filled, code=None).output
    assert "覆盖率低于" not in shown
    assert "grading" not in json.loads(run("score", filled, "--json").stdout)[0]


def test_appeals_show_no_total_below_the_floor(run: Run, round_of: Callable[..., Path]) -> None:
    project = round_of(FLOOR, 3)
    run("build", project, "--edition", "appeal")
    form = next((project / "appeals").glob("GA-*.xlsx"))
    book = load_workbook(form)
    sheet = book["采样表"]
    column = column_of(sheet, "申诉")
    assert column is not None
    sheet.cell(rows_of(sheet)["A1/001"], column).value = "已开通，见网站"
    book.save(project / "inbox" / form.name)
    run("collect", project, code=None)
    (unit,) = json.loads(run("appeals", project, "--json").stdout)["units"]
    assert (unit["before"], unit["ungraded_before"], unit["ungraded_after"]) == (None, True, True)
    assert "暂不定级" in run("appeals", project).output


def test_a_node_cannot_take_the_columns_name(run: Run, project: Path) -> None:
    declare(project, FLOOR)
    framework = project / "framework.yaml"
    framework.write_text(framework.read_text("utf-8").replace("code: B3", "code: grading"), "utf-8")
    assert "保留代码" in run("check", project, code=2).output
