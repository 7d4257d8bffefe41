"""`weights` by Delphi: rounds that follow from each other, the stop rule, weights."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.cli.conftest import Run
from tests.questionnaires.forms import Typing, row_of

KEYS = (
    "TOTAL@dep|A",
    "TOTAL@dep|B",
    "A@dep|A1",
    "A@dep|A2",
    "A@dis|A1",
    "A@dis|A2",
    *(f"B@dep|B{i}" for i in (1, 2, 3)),
)
EXPERTS = [f"E{i}" for i in range(1, 5)]
ORDER = {key: 9.0 - (index % 3) * 3 for index, key in enumerate(KEYS)}
ORDER |= {"TOTAL@dep|B": 4.0, "A@dep|A1": 9.0, "A@dep|A2": 6.0, "A@dis|A1": 9.0, "A@dis|A2": 5.0}
SHEET = "打分表"


@pytest.fixture
def asked(project: Path, run: Run) -> Path:
    (project / "weights").mkdir()
    names = "".join(f"{code},专家{code}\n" for code in EXPERTS)
    (project / "weights" / "experts.csv").write_text("code,name\n" + names, "utf-8")
    run("weights", "ask", project, "--method", "delphi")
    return project


def sent(project: Path, expert: str, number: int = 1) -> Path:
    return next((project / "weights" / "out" / f"delphi-{number}").glob(f"{expert}-*.xlsx"))


def returned(
    project: Path,
    expert: str,
    ratings: Mapping[str, float | str],
    number: int = 1,
    reasons: Mapping[str, str] | None = None,
) -> None:
    book = load_workbook(sent(project, expert, number))
    Typing(ratings, 9)(book)
    Typing(reasons or {}, 11)(book)
    folder = project / "weights" / "in"
    folder.mkdir(exist_ok=True)
    book.save(folder / f"{expert}-{number}.xlsx")


def everybody(project: Path, number: int = 1) -> None:
    """Nearly the same ratings by all experts: they agree."""
    for shift, expert in enumerate(EXPERTS):
        returned(project, expert, {key: value - 0.1 * shift for key, value in ORDER.items()}, number)


def table(project: Path, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((project / "weights" / name).read_text("utf-8-sig").splitlines()))


def test_agreement_stops_the_rounds_and_gives_weights(asked: Path, run: Run) -> None:
    everybody(asked)
    told = run("weights", "collect", asked).output
    assert "第 1 轮：各组意见已趋一致，可以停止" in told
    mean = {key: value - 0.15 for key, value in ORDER.items()}
    total = sum(mean[f"B@dep|B{i}"] for i in (1, 2, 3))
    rows = {row["code"]: float(row["weight"]) for row in table(asked, "delphi.csv") if row["parent"] == "B"}
    assert rows == {f"B{i}": pytest.approx(100 * mean[f"B@dep|B{i}"] / total, abs=0.011) for i in (1, 2, 3)}
    assert sum(rows.values()) == pytest.approx(100)
    assert len(table(asked, "delphi-1.csv")) == len(KEYS) * len(EXPERTS)


@pytest.mark.slow
def test_disagreement_asks_for_another_round_and_says_why(asked: Path, run: Run) -> None:
    for turn, expert in enumerate(EXPERTS):
        values = [9.0, 5.0, 1.0, *[5.0] * (len(KEYS) - 3)]
        returned(asked, expert, {key: values[(i + turn) % len(KEYS)] for i, key in enumerate(KEYS)})
    told = run("weights", "collect", asked).output
    assert "第 1 轮：意见尚未趋同，建议再征询一轮" in told
    assert "变异系数大于 0.25：" in told
    assert "W 小于 0.5" in told


@pytest.mark.slow
def test_the_next_round_shows_the_group_and_wants_reasons(asked: Path, run: Run) -> None:
    everybody(asked)
    run("weights", "collect", asked)
    run("weights", "ask", asked, "--method", "delphi")
    sheet = load_workbook(sent(asked, "E2", 2))[SHEET]
    row = row_of(sheet, "B@dep|B1")
    shown = [sheet.cell(row, column).value for column in (4, 5, 6, 8)]
    center = ORDER["B@dep|B1"]
    # Of 0, -.1, -.2, -.3 around it: median -.15, quartiles (inclusive) -.225 and -.075.
    assert shown == [pytest.approx(center + d) for d in (-0.15, -0.225, -0.075, -0.1)]
    for name in (asked / "weights" / "in").iterdir():
        name.unlink()
    ratings = {key: value - 0.15 for key, value in ORDER.items()}
    returned(asked, "E1", ratings | {"B@dep|B1": 1.0}, 2)
    returned(asked, "E2", ratings | {"B@dep|B1": 1.0}, 2, {"B@dep|B1": "本地没有制度"})
    told = run("weights", "collect", asked, code=1).output
    assert "专家E1（E1）：“制度”打 1 分，超出上轮四分位区间" in told
    assert "专家E2（E2）：" not in told
    reasons = {
        row["expert"]: row["reason"] for row in table(asked, "delphi-2.csv") if row["item"] == "B@dep|B1"
    }
    assert reasons == {"E1": "", "E2": "本地没有制度"}


@pytest.mark.slow
def test_a_questionnaire_of_another_round_is_refused(asked: Path, run: Run) -> None:
    everybody(asked)
    run("weights", "collect", asked)
    run("weights", "ask", asked, "--method", "delphi")
    told = run("weights", "collect", asked, code=1).output
    assert "这是“delphi-1”问卷，现在收的是“delphi-2”" in told
    assert not (asked / "weights" / "delphi-2.csv").exists()


def test_the_same_round_is_asked_again_until_it_was_collected(asked: Path, run: Run) -> None:
    assert "未变 4" in run("weights", "ask", asked, "--method", "delphi").output
    assert not (asked / "weights" / "out" / "delphi-2").exists()


def test_what_was_typed_wrong_or_left_blank_is_named(asked: Path, run: Run) -> None:
    returned(asked, "E1", ORDER | {"B@dep|B1": "七", "B@dep|B2": 12, "A@dep|A1": "８．５"})
    told = run("weights", "collect", asked, code=1).output
    assert "“B1 制度”填写的“七”不是数字" in told
    assert "“B2 满意度”填写的 12 超出范围（0–10）" in told
    assert "“A1 在线办事”填写的“８．５”已按“8.5”读取" in told
    assert "专家E1（E1）：2 项没有打分：制度、满意度" in told


def test_nodes_cannot_change_between_rounds(asked: Path, run: Run) -> None:
    told = run("weights", "ask", asked, "--method", "delphi", "--node", "B", code=2).output
    assert "后续轮次问的指标与第一轮相同" in told


@pytest.mark.slow
def test_a_table_of_ratings_that_was_spoilt_is_said_so(asked: Path, run: Run) -> None:
    everybody(asked)
    run("weights", "collect", asked)
    path = asked / "weights" / "delphi-1.csv"
    path.write_text(path.read_text("utf-8-sig").replace("E1,TOTAL@dep|A,9,", "E1,TOTAL@dep|A,neun,"), "utf-8")
    assert "“neun”不是数" in run("weights", "ask", asked, "--method", "delphi", code=2).output
