"""`needs`: the worksheet goes out, comes back, and makes the definition; nothing is half-changed."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from pydantic import TypeAdapter

import smartxl
from smartxl.cli.present.schemas import RECORDS
from smartxl.define import load
from smartxl.errors import ProjectError
from smartxl.model.needs import NeedsTopic, PartChoice, PartPriority
from smartxl.project import selecting
from smartxl.project.outputs import write_whole
from smartxl.text import Text
from tests.cli.conftest import CATALOGUE, FRAMEWORK, Run
from tests.office.office import Office

WHO, CHOICE, SHARE, PRIORITY, REASON = 4, 7, 8, 9, 10
Part = Mapping[int, str | float]
LEFT_OUT: Part = {CHOICE: "不选", REASON: "=国家另有普查"}
B2_OUT: Mapping[str, Part] = {"B2": LEFT_OUT}
WITH_HEALTH: Mapping[str, Part] = {
    "MED": {CHOICE: "选用", SHARE: 12, PRIORITY: "高", REASON: "今年的重点"},
    "MED3": {CHOICE: "不选", REASON: "已全覆盖"},
}


def worksheet(project: Path) -> Path:
    return next((project / "needs").glob("*.xlsx"))


def rows_of(sheet: Any) -> dict[str, int]:
    return {str(sheet.cell(row, 1).value): row for row in range(6, sheet.max_row + 1)}


def fill_in(
    path: Path, parts: Mapping[str, Part], texts: Mapping[str, str] | None = None, sheets: int = 0
) -> None:
    book: Workbook = load_workbook(path)
    places = rows_of(book.worksheets[0]), rows_of(book.worksheets[1])
    for topic, text in (texts or {}).items():
        cell = book.worksheets[0].cell(places[0][f"topic:{topic}"], 4)
        cell.value, cell.data_type = text, "s"
    for code, values in parts.items():
        for column, value in values.items():
            cell = book.worksheets[1].cell(places[1][code], column)
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"
    book.save(path)


def files_of(project: Path) -> dict[str, bytes]:
    names = ("assessment.yaml", "framework.yaml", "catalogue/01.csv")
    return {name: (project / name).read_bytes() for name in names if (project / name).is_file()}


@pytest.fixture
def asked(project: Path, run: Run) -> Path:
    run("needs", project)
    return project


def taken(run: Run, project: Path, *files: str | Path, code: int = 0) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(run("needs", "collect", project, *files, "--json", code=code).stdout)
    strict = TypeAdapter(RECORDS["needs-collect"])
    assert json.loads(strict.dump_json(strict.validate_python(data))) == data
    return data


@pytest.mark.slow
def test_what_is_not_chosen_leaves_and_modules_join(asked: Path, run: Run) -> None:
    fill_in(worksheet(asked), {**B2_OUT, **WITH_HEALTH}, {"position": "=区域\n中心", "aim": "查短板"})
    data = taken(run, asked)
    assert data["taken"]
    assert [(c["code"], c["joined"], c["indicators"]) for c in data["changes"]] == [
        ("B2", False, 1),
        ("MED", True, 9),
    ]
    framework = load(asked).framework
    assert "B2" not in framework.by_code
    assert "MED3" not in framework.by_code
    tops = {node.code: dict(node.weights) for node in framework.nodes if node.level == 1}
    assert tops == {
        "A": {"dep": 52.8, "dis": 88.0},
        "B": {"dep": 35.2},
        "MED": {"dep": 12.0, "dis": 12.0},
    }
    assert [framework.by_code[code].weights["dep"] for code in ("B1", "B3")] == [71.43, 28.57]
    needs = smartxl.open_project(asked).needs.kept()
    assert needs.texts == {NeedsTopic.POSITION: "=区域\n中心", NeedsTopic.AIM: "查短板"}
    kept = {part.code: part for part in needs.parts}
    assert kept["B2"].choice is PartChoice.LEFT_OUT
    assert kept["B2"].reason == "=国家另有普查"
    assert (kept["MED"].priority, kept["MED"].share) == (PartPriority.HIGH, 12)


ANSWERED = {
    "one unit": ("市教育局", ("JY",), {"dep": 12.0}),
    "codes and a whole class": ("GA； 区县", ("GA", "DQ"), {"dep": 12.0, "dis": 12.0}),
    "a class": ("Districts", (), {"dis": 12.0}),
    "everybody": ("", (), {"dep": 12.0, "dis": 12.0}),
}


@pytest.mark.slow
@pytest.mark.parametrize(("who", "units", "weights"), ANSWERED.values(), ids=ANSWERED)
def test_who_answers_a_module(
    asked: Path, run: Run, who: str, units: tuple[str, ...], weights: Mapping[str, float]
) -> None:
    fill_in(worksheet(asked), {**WITH_HEALTH, "MED": {**WITH_HEALTH["MED"], WHO: who}})
    run("needs", "collect", asked)
    definition = load(asked)
    framework = definition.framework
    assert framework.by_code["MED"].weights == weights
    leaves = [node for node in framework.nodes if node.parent == "MED"]
    assert len(leaves) == 9
    assert {node.indicator.units for node in leaves if node.indicator} == {units}
    assert framework.by_code["A"].weights["dis"] == (88 if "dis" in weights else 100)
    asked_of = {unit.code for unit in definition.roster.units if definition.answers(unit, leaves[0])}
    assert asked_of == (set(units) or {u.code for u in definition.roster.units if u.unit_class in weights})
    before = files_of(asked)
    run("needs", asked)
    run("needs", "collect", asked)
    assert files_of(asked) == before


@pytest.mark.slow
def test_the_same_worksheet_again_changes_nothing(asked: Path, run: Run) -> None:
    fill_in(worksheet(asked), {**B2_OUT, **WITH_HEALTH}, {"state": "有网络"})
    run("needs", "collect", asked)
    before, kept = files_of(asked), (asked / "needs.json").read_bytes()
    assert "定义没有变化" in run("needs", "collect", asked).output
    assert (files_of(asked), (asked / "needs.json").read_bytes()) == (before, kept)
    run("needs", asked)  # a worksheet with what was taken in
    data = taken(run, asked)
    assert data["changes"] == data["weights"] == []
    assert (files_of(asked), (asked / "needs.json").read_bytes()) == (before, kept)


@pytest.mark.slow
def test_who_changes_their_mind_gets_the_definition_back(asked: Path, run: Run) -> None:
    first = files_of(asked)
    fill_in(worksheet(asked), {"A1": LEFT_OUT, **WITH_HEALTH})
    data = taken(run, asked)
    assert data["items"] == -6
    assert not (asked / "catalogue" / "01.csv").exists()
    run("needs", asked)
    fill_in(
        worksheet(asked),
        {code: dict.fromkeys((CHOICE, SHARE, PRIORITY, REASON), "") for code in ("A1", "MED", "MED3")},
    )
    data = taken(run, asked)
    assert data["items"] == 6
    assert [(c["code"], c["joined"]) for c in data["changes"]] == [("MED", False), ("A1", True)]
    assert files_of(asked) == first


def test_items_of_others_stay_as_they_are_written(asked: Path, run: Run) -> None:
    path = asked / "catalogue" / "01.csv"
    framework = FRAMEWORK.replace(
        "      - code: A2\n",
        "      - code: A3\n        name: { zh: 查询, en: Queries }\n        classes: [dep]\n        weight: 0\n"
        "        measure: sample\n        rule: coverage\n        scale: depth\n      - code: A2\n",
    )
    (asked / "framework.yaml").write_text(framework, "utf-8")
    own = 'GA,A3,X1,"一行,\n有换行",,\r\n\nJY,A3,X2,查,,'
    path.write_bytes(f"\ufeff{CATALOGUE}{own}".encode())
    run("needs", asked)
    fill_in(worksheet(asked), {"A1": LEFT_OUT})
    run("needs", "collect", asked)
    assert path.read_bytes().decode() == "\ufeff" + CATALOGUE.splitlines(keepends=True)[0] + own
    assert (
        asked / "needs" / "base" / "catalogue" / "01.csv"
    ).read_bytes().decode() == f"\ufeff{CATALOGUE}{own}"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("targets: { total: 75, B2: 80, A: 90 }\n", "targets: { total: 75, A: 90 }\n"),
        ("targets:\n  total: 75\n  B2: 80  # soon\n", "targets:\n  total: 75\n"),
        ("targets: { B2: 80 }\n", ""),
    ],
)
def test_targets_of_what_leaves_go_too(asked: Path, run: Run, before: str, after: str) -> None:
    path = asked / "assessment.yaml"
    own = path.read_text("utf-8")
    path.write_text(own + before, "utf-8")
    fill_in(worksheet(asked), B2_OUT)
    assert "目标得分去掉：B2" in run("needs", "collect", asked).output
    assert path.read_text("utf-8") == own + after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "scenarios:\n  # all\n  - { name: a, equal: true }\n  # B2\n  - { name: b, weights: { B2@dep: 5 } }\n",
            "scenarios:\n  # all\n  - { name: a, equal: true }\n",
        ),
        (
            "scenarios: [{ name: b, weights: { B2: 5 } }, { name: a, equal: true }]\n",
            "scenarios: [{ name: a, equal: true }]\n",
        ),
        ("scenarios:\n- name: b\n  weights:\n    B2: 5\n", ""),
    ],
)
def test_scenarios_that_speak_of_what_leaves_go_too(asked: Path, run: Run, before: str, after: str) -> None:
    path = asked / "assessment.yaml"
    own = path.read_text("utf-8")
    path.write_text(own + before, "utf-8")
    fill_in(worksheet(asked), B2_OUT)
    assert "情景去掉：b" in run("needs", "collect", asked).output
    assert path.read_text("utf-8") == own + after


WRONG: dict[str, tuple[Mapping[str, Part], str]] = {
    "used below what is not used": (
        {"B": LEFT_OUT, "B2": {CHOICE: "选用", REASON: "要"}},
        "上级未选用",
    ),
    "used with nothing below": (dict.fromkeys(("B1", "B2", "B3"), LEFT_OUT), "下面却没有选用的指标"),
    "no reason": ({"B2": {CHOICE: "备选"}}, "没有写理由"),
    "a module without a reason": ({"MED": {CHOICE: "选用"}}, "没有写理由"),
    "nothing of its own": ({"A": LEFT_OUT, "B": LEFT_OUT, **WITH_HEALTH}, "全部未选用"),
    "no choice of the list": ({"B2": {CHOICE: "随便", REASON: "要"}}, "随便"),
    "modules that take it all": (
        {code: {CHOICE: "选用", SHARE: 40, REASON: "要"} for code in ("MED", "COM", "TRA")},
        "共占 120%",
    ),
    "a share of nothing": ({"MED": {SHARE: 10}}, "模块没有选用"),
    "a module that nobody answers": (
        {"MED": {CHOICE: "选用", WHO: "GA；卫健委", REASON: "要"}},
        "“卫健委”不在单位名录中",
    ),
    "a share that is none": ({"MED": {CHOICE: "选用", SHARE: "很多", REASON: "要"}}, "很多"),
    "a share out of bounds": ({"MED": {CHOICE: "选用", SHARE: 95, REASON: "要"}}, "95"),
    "a reason without end": ({"B2": {CHOICE: "不选", REASON: "长" * 600}}, "B2"),
}


@pytest.mark.parametrize(("parts", "said"), WRONG.values(), ids=WRONG)
def test_what_cannot_be_followed_changes_nothing(
    asked: Path, run: Run, parts: Mapping[str, Part], said: str
) -> None:
    before = files_of(asked)
    fill_in(worksheet(asked), parts, {"aim": "写了的"})
    told = run("needs", "collect", asked, code=1).output
    assert said in told
    assert "定义没有改动" in told
    assert files_of(asked) == before
    assert not (asked / "needs.json").exists()
    assert not (asked / "needs" / "base").exists()


def spoilt(path: Path, change: Callable[[Workbook], object]) -> None:
    book = load_workbook(path)
    change(book)
    book.save(path)


def strange_row(book: Workbook) -> None:
    book.worksheets[1].cell(rows_of(book.worksheets[1])["B2"], 1).value = "Z9"


def lost_row(book: Workbook) -> None:
    book.worksheets[1].delete_rows(rows_of(book.worksheets[1])["B2"])


def renamed(book: Workbook) -> None:
    book.worksheets[1].cell(rows_of(book.worksheets[1])["B2"], 3).value = "别的指标"


SPOILT = {"an unknown row": strange_row, "a lost row": lost_row, "another name": renamed}


@pytest.mark.parametrize("change", SPOILT.values(), ids=SPOILT)
def test_rows_that_are_not_those_of_the_worksheet(
    asked: Path, run: Run, change: Callable[[Workbook], object]
) -> None:
    before = files_of(asked)
    spoilt(worksheet(asked), change)
    assert "定义没有改动" in run("needs", "collect", asked, code=1).output
    assert files_of(asked) == before


def test_rows_may_be_sorted_and_sheets_renamed(asked: Path, run: Run) -> None:
    fill_in(worksheet(asked), B2_OUT)

    def sort(book: Workbook) -> None:
        sheet = book.worksheets[1]
        sheet.title = "改名"
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(6, sheet.max_row)]
        for number, values in enumerate(reversed(rows), 6):
            for column, value in enumerate(values, 1):
                if column <= REASON:
                    sheet.cell(number, column).value = value
                    if isinstance(value, str):
                        sheet.cell(number, column).data_type = "s"

    spoilt(worksheet(asked), sort)
    assert taken(run, asked)["changes"][0]["code"] == "B2"


def test_worksheets_of_others_are_refused(asked: Path, run: Run, tmp_path: Path) -> None:
    form = worksheet(asked)
    other = Path(shutil.copytree(asked, tmp_path / "other"))
    text = (other / "assessment.yaml").read_text("utf-8")
    (other / "assessment.yaml").write_text(text.replace("round: 2026-1", "round: 2027-1"), "utf-8")
    assert "2027-1" in run("needs", "collect", other, form, code=1).output
    tree = FRAMEWORK.replace("code: B3", "code: B4")
    (asked / "framework.yaml").write_text(tree, "utf-8")
    assert "与现在的定义不同" in run("needs", "collect", asked, form, code=1).output
    form.write_bytes(form.read_bytes()[:900])
    assert run("needs", "collect", asked, code=3).output


def test_a_questionnaire_is_no_worksheet(asked: Path, run: Run) -> None:
    run("build", asked)
    form = next((asked / "workbooks").rglob("GA-*.xlsx"))
    assert "这不是需求工作表" in run("needs", "collect", asked, form, code=3).output


def test_a_worksheet_that_was_changed_is_not_written_over(asked: Path, run: Run) -> None:
    fill_in(worksheet(asked), B2_OUT)
    run("needs", asked, code=2)
    run("needs", "collect", asked)
    run("needs", asked)


def test_a_definition_that_would_be_wrong_is_refused_whole(asked: Path, run: Run) -> None:
    text = FRAMEWORK.replace("        missing: zero\n", "        missing: zero\n        units: [GA, JY]\n")
    text = text.replace(
        "measure: kpi\n        rule: ratio", "units: [GA]\n        measure: kpi\n        rule: ratio"
    )
    text = text.replace("weight: { dep: 60, dis: 100 }", "weight: { dep: 60 }").replace("dis: 50", "dis: 50")
    (asked / "assessment.yaml").write_text(
        (asked / "assessment.yaml").read_text("utf-8")
        + "rewards:\n  - { kind: reward, says: { zh: 表扬 }, when: { score: 60 }, classes: [dis] }\n",
        "utf-8",
    )
    run("needs", asked)
    before = files_of(asked)
    fill_in(worksheet(asked), {"A": LEFT_OUT})
    told = run("needs", "collect", asked, code=2).output
    assert "没有改动任何文件" in told
    assert "dis" in told
    assert files_of(asked) == before


def test_a_disk_that_fails_leaves_all_as_it_was(
    asked: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill_in(worksheet(asked), {"A1": LEFT_OUT})
    before, written = files_of(asked), list[str]()

    def full(path: Path, content: bytes) -> None:
        written.append(path.name)
        if path.name == "state.json":
            raise ProjectError(str(path), Text("满了", "full"), Text("腾出空间", "make room"))
        write_whole(path, content)

    monkeypatch.setattr(selecting, "write_whole", full)
    with pytest.raises(ProjectError):
        smartxl.open_project(asked).needs.collect()
    assert "framework.yaml" in written
    assert files_of(asked) == before
    assert not (asked / "needs.json").exists()


@pytest.mark.slow
def test_a_definition_that_was_changed_meanwhile_is_the_new_base(asked: Path, run: Run) -> None:
    fill_in(worksheet(asked), B2_OUT)
    run("needs", "collect", asked)
    path = asked / "framework.yaml"
    path.write_text(path.read_text("utf-8").replace("71.43", "60").replace("28.57", "40"), "utf-8")
    assert "与现在的定义不同" in run("needs", "collect", asked, code=1).output
    run("needs", asked, "--force")
    fill_in(worksheet(asked), {"B3": LEFT_OUT})
    run("needs", "collect", asked)
    assert load(asked).framework.by_code["B1"].weights["dep"] == 100
    assert b"code: B2" in (asked / "needs" / "base.old1" / "framework.yaml").read_bytes()
    assert b"code: B3" in (asked / "needs" / "base" / "framework.yaml").read_bytes()


def test_english_worksheets_are_understood_too(project: Path, run: Run) -> None:
    run("needs", project, "--lang", "en")
    fill_in(worksheet(project), {"B2": {CHOICE: "Not used", REASON: "elsewhere", PRIORITY: "low"}})
    data = taken(run, project)
    assert data["parts"][0]["choice"] == "left-out"
    said = run("needs", "collect", project, "--lang", "en").output
    assert "the definition is as it was" in said


@pytest.mark.slow
def test_scheme_and_report_tell_the_reasons(filled: Path, run: Run) -> None:
    run("report", filled, "--format", "html")
    page = next((filled / "reports").glob("*.html"))
    assert "需求与选用理由" not in page.read_text("utf-8")
    run("needs", filled)
    fill_in(
        worksheet(filled),
        {"B2": {CHOICE: "不选", REASON: "<script>alert(1)</script>"}},
        {"position": "中心城市"},
    )
    run("needs", "collect", filled)
    for command in (("build",), ("fill", "--force"), ("collect",), ("report", "--format", "html", "--force")):
        run(command[0], filled, *command[1:], code=None)
    said = page.read_text("utf-8")
    assert "需求与选用理由" in said
    assert "中心城市" in said
    assert "<script>alert(1)" not in said
    run("scheme", filled, "--format", "html")
    scheme = next((filled / "reports").glob("*评估工作方案.html")).read_text("utf-8")
    assert "中心城市" in scheme
    assert "<script>alert(1)" not in scheme


@pytest.mark.slow
def test_what_was_chosen_builds_scores_and_verifies(asked: Path, run: Run) -> None:
    fill_in(worksheet(asked), {**B2_OUT, **WITH_HEALTH})
    run("needs", "collect", asked)
    for command in ("check", "build", "fill", "collect", "report"):
        run(command, asked, code=0)
    rows = json.loads(run("score", asked, "--json").stdout)
    assert all("MED1" in row and "B2" not in row for row in rows)
    for book in (next((asked / "inbox").glob("GA-*.xlsx")), next((asked / "reports").glob("*.xlsx"))):
        run("verify", book, "--project", asked)


def test_a_worksheet_that_libreoffice_saved(asked: Path, run: Run, office: Office, tmp_path: Path) -> None:
    """Its formulas say there what they said when it was written, and it is read as before."""
    fill_in(worksheet(asked), {**B2_OUT, "MED": {SHARE: 10}, "A": {CHOICE: "备选"}}, {"strategy": "工业强市"})
    saved = office.convert(worksheet(asked), tmp_path / "saved")
    sheet = load_workbook(saved, data_only=True).worksheets[1]
    places = rows_of(sheet)
    told = {
        code: (sheet.cell(places[code], 11).value, sheet.cell(places[code], 12).value or "")
        for code in places
    }
    assert told["B2"] == ("不选", "")
    assert told["A"] == ("备选", "请写理由")
    assert told["A1"] == ("备选", "")
    assert told["B1"] == ("选用", "")
    assert told["MED"] == ("不选", "模块未选用，请删去占比")
    assert str(sheet.cell(4, 2).value).endswith("待处理 2 行")
    fill_in(saved, {"A": {CHOICE: ""}, "MED": {SHARE: ""}})
    again = office.convert(saved, tmp_path / "again")
    data = taken(run, asked, again)
    assert [change["code"] for change in data["changes"]] == ["B2"]
    assert data["texts"] == {"strategy": "工业强市"}


def as_workbook(path: Path, rows: list[list[str]]) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append([text.lstrip("=") for text in row])
    book.save(path.with_suffix(".xlsx"))
    path.unlink()


def test_items_in_a_workbook_go_with_the_whole_workbook_or_by_hand(asked: Path, run: Run) -> None:
    path = asked / "catalogue" / "01.csv"
    as_workbook(path, [line.split(",") for line in CATALOGUE.splitlines()])
    more = asked / "catalogue" / "02.csv"
    more.write_text(CATALOGUE.splitlines(keepends=True)[0] + "GA,A1,009,临时身份证,行政确认,个人\n", "utf-8")
    run("needs", asked)
    fill_in(worksheet(asked), {"A1": LEFT_OUT})
    assert taken(run, asked)["items"] == -7
    assert list((asked / "catalogue").iterdir()) == []
    kept = {found.name for found in (asked / "needs" / "base" / "catalogue").iterdir()}
    assert kept == {"01.xlsx", "02.csv"}


def test_a_workbook_with_other_items_too_is_left_to_people(asked: Path, run: Run) -> None:
    (asked / "framework.yaml").write_text(
        FRAMEWORK.replace(
            "      - code: A2\n",
            "      - code: A3\n        name: { zh: 查询, en: Queries }\n        classes: [dep]\n        weight: 0\n"
            "        measure: sample\n        rule: coverage\n        scale: depth\n      - code: A2\n",
        ),
        "utf-8",
    )
    rows = [line.split(",") for line in CATALOGUE.splitlines()]
    as_workbook(asked / "catalogue" / "01.csv", [*rows, ["GA", "A3", "X1", "查询", "", ""]])
    run("needs", asked)
    fill_in(worksheet(asked), {"A1": LEFT_OUT})
    before = files_of(asked)
    told = run("needs", "collect", asked, code=2).output
    assert "catalogue/01.xlsx" in told
    assert "手工删去" in told
    assert files_of(asked) == before
    assert (asked / "catalogue" / "01.xlsx").is_file()
