"""A project whose definition is one workbook: every command does what it does with YAML and tables."""

from __future__ import annotations

import json
import re
import shutil
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from openpyxl import load_workbook

from smartxl.cli.commandlist import COMMANDS as LISTED
from smartxl.define import load
from smartxl.filenames import ASSESSMENT, CATALOGUE, DEFINITION, FRAMEWORK, ROSTER
from smartxl.project import Project
from smartxl.project.definitions import load_cached
from tests.define.authoring.books import written

Run = Callable[..., Result]


def contain(folder: Path, name: str = DEFINITION) -> Path:
    """A project whose files became one workbook."""
    content = written(folder, "zh")
    for file in (ASSESSMENT, FRAMEWORK, ROSTER):
        (folder / file).unlink()
    shutil.rmtree(folder / CATALOGUE)
    (folder / name).write_bytes(content)
    return folder


@pytest.fixture
def town(project: Path) -> Path:
    return contain(project)


def edit(path: Path, sheet: str, change: Callable[[Any], object]) -> None:
    book = load_workbook(path)
    change(book[sheet])
    book.save(path)


def heads(sheet: Any) -> dict[str, str]:
    """Head → letter, in the first row that has several."""
    row = next(row for row in sheet.iter_rows() if sum(isinstance(cell.value, str) for cell in row) > 3)
    return {cell.value: cell.column_letter for cell in row if isinstance(cell.value, str)}


def row_of(sheet: Any, text: str) -> Any:
    return next(cell.row for row in sheet.iter_rows() for cell in row if cell.value == text)


COMMANDS: dict[str, Sequence[str]] = {
    "check": ("check", "{}"),
    "check json": ("check", "{}", "--json"),
    "diff": ("diff", "{0}", "{0}"),
    "define": ("define", "export", "{}", "{}/exported.xlsx"),
    "scheme": ("scheme", "{}", "--format", "html"),
    "build": ("build", "{}"),
    "build reviews": ("build", "{}", "--edition", "evaluator"),
    "fill": ("fill", "{}", "--force"),
    "collect": ("collect", "{}"),
    "status": ("status", "{}"),
    "history": ("history", "{}"),
    "mark": ("mark", "{}", "GA", "accepted", "--why", "x"),
    "choose": ("choose", "{}", "GA-市公安局-采样表.xlsx", "--why", "x"),
    "compare": ("compare", "{}", "GA-市公安局-采样表.xlsx", "GA-市公安局-采样表.xlsx"),
    "findings": ("findings", "{}"),
    "return": ("return", "{}", "--format", "txt", "--until", "2099-01-01"),
    "fresh": ("fresh", "{}"),
    "appeals": ("appeals", "{}"),
    "score": ("score", "{}"),
    "score trace": ("score", "{}", "--trace", "A1"),
    "robust": ("robust", "{}"),
    "audit": ("audit", "{}"),
    "methods": ("methods", "{}"),
    "whatif": ("whatif", "{}", "--weight", "B1=80", "--missing", "zero"),
    "report": ("report", "{}"),
    "workbench": ("workbench", "write", "{}"),
    "tasks": ("tasks", "write", "{}"),
    "verify": ("verify", "{}/workbooks/部门/GA-市公安局-采样表.xlsx"),
    "weights": ("weights", "ask", "{}", "--method", "ahp"),
    "survey": ("survey", "ask", "{}"),
    "template": ("template", "export", "{}", "--class", "dep"),
}
"""What is run in a project that was filled and collected, {} being its folder."""
WITHOUT_A_PROJECT = {
    *(
        "addin",
        "campaign",
        "completion",
        "demo",
        "diff-book",
        "doctor",
        "explain",
        "frameworks",
        "init",
        "lint",
    )
}
OF_FILES = {"needs"}
"""What rewrites the text of files."""


def test_every_command_is_here() -> None:
    assert {arguments[0] for arguments in COMMANDS.values()} == set(LISTED) - WITHOUT_A_PROJECT - OF_FILES


@pytest.mark.slow
@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_says_what_it_says_of_yaml(filled: Path, tmp_path: Path, run: Run, name: str) -> None:
    (filled / "weights").mkdir()
    (filled / "weights" / "experts.csv").write_text("代码,姓名\nE1,张三\n", "utf-8")
    home = Path(shutil.copytree(filled, tmp_path / "same" / "town"))
    contain(home)
    told = []
    for folder in (filled, home):
        result = run(*(argument.format(folder) for argument in COMMANDS[name]), code=None)
        assert result.exit_code in {0, 1}, result.output
        told.append((result.exit_code, _alike(result.output, folder)))
    assert told[0][0] == told[1][0]
    assert name == "check" or told[0] == told[1]


def _alike(text: str, folder: Path) -> str:
    """What a command says, without where its project lies, and when it was done; lines may be broken elsewhere."""
    text = re.sub(r'"(where|file|line|column|sheet|letter)": ?("[^"]*"|null|[0-9]+)', "", text)
    text = re.sub(r"(framework|assessment)\.yaml(:\d+)?|指标定义\.xlsx( [^ :：，]+![A-Z]+\d+)?", "", text)
    text = re.sub(r"roster\.csv(:\d+)?|catalogue/01\.csv(:\d+)?|[0-9.]+ 秒", "", text)
    return re.sub(r"\s+|[0-9]{2}:[0-9]{2}(:[0-9]{2})?|[─━┃│┄]+", "", text.replace(str(folder), ""))


def test_what_rewrites_files_says_how_to_have_some(town: Path, run: Run) -> None:
    told = run("needs", "write", town, code=2).output
    assert "定义是一个工作簿" in told
    assert "smartxl define import" in told


def test_a_round_goes_through(town: Path, run: Run) -> None:
    for command in ("check", "build", "fill", "collect", "score", "report"):
        run(command, town)
    run("verify", next((town / "reports").glob("*.xlsx")))
    project = Project.around(next((town / "inbox").iterdir()))
    assert project.root == town
    assert json.loads(run("check", town, "--json").stdout)["ok"]


def test_the_definition_is_that_of_the_files(project: Path) -> None:
    expected = load(project)
    assert load(contain(project)) == expected


@pytest.mark.parametrize("name", ["指标定义.xlsx", "definition.xlsx", "Definition.XLSM", "指标定义.ods"])
def test_names_of_the_workbook(project: Path, run: Run, name: str) -> None:
    run("check", contain(project, name))


def test_the_workbook_names_its_project(town: Path, run: Run) -> None:
    assert run("check", town / DEFINITION).output == run("check", town).output
    assert Project.open(town / DEFINITION).root == town


def test_assessment_yaml_names_its_project(project: Path, run: Run) -> None:
    assert run("check", project / ASSESSMENT).output == run("check", project).output
    run("check", project / FRAMEWORK, code=2)


def test_a_changed_workbook_is_seen(town: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    first = load_cached(town, cache)
    assert load_cached(town, cache) == first
    edit(town / DEFINITION, "单位名册", lambda s: setattr(s.cell(row_of(s, "东区"), 2), "value", "西区"))
    assert load_cached(town, cache).roster.units[-1].name.zh == "西区"


def test_mistakes_are_told_with_their_cells(town: Path, run: Run) -> None:
    def spoil(sheet: Any) -> None:
        sheet[f"{heads(sheet)['权重']}{row_of(sheet, 'B3')}"] = 21

    edit(town / DEFINITION, "指标体系", spoil)

    def rename(sheet: Any) -> None:
        sheet.cell(row_of(sheet, "东区"), 3).value = "市"

    edit(town / DEFINITION, "单位名册", rename)
    told = run("check", town, code=2).output
    assert re.search(r"指标定义\.xlsx 指标体系![A-Z]+\d+ 权重", told)
    assert re.search(r"指标定义\.xlsx 单位名册!C\d+ 类别", told)


def test_two_definitions_are_one_too_many(project: Path, run: Run) -> None:
    (project / DEFINITION).write_bytes(written(project, "zh"))
    told = run("check", project, code=2).output
    assert "有 2 份定义：指标定义.xlsx、assessment.yaml" in told
    assert "smartxl define import 指标定义.xlsx" in told
    english = run("build", project, "--lang", "en", code=2).output
    assert "2 definitions: 指标定义.xlsx, assessment.yaml" in english


def test_two_workbooks_are_one_too_many(town: Path, run: Run) -> None:
    shutil.copy(town / DEFINITION, town / "definition.xlsx")
    assert "有 2 份定义" in run("check", town, code=2).output


def test_tables_beside_the_workbook_are_refused(town: Path, run: Run) -> None:
    (town / "单位名册.xlsx").write_bytes(b"PK")
    told = run("check", town, code=2).output
    assert "定义在 指标定义.xlsx 里，旁边又有 单位名册.xlsx" in told


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 half of it"], ids=["empty", "half saved"])
def test_a_workbook_that_cannot_be_read(town: Path, run: Run, content: bytes) -> None:
    (town / DEFINITION).write_bytes(content)
    told = run("check", town, code=3).output
    assert "指标定义.xlsx" in told
    assert "→" in told


def test_a_workbook_that_is_open_is_read_and_said(town: Path, run: Run) -> None:
    (town / f"~${DEFINITION}").write_bytes(b"x" * 165)
    assert "指标定义.xlsx 正在 Excel 等软件中打开" in run("check", town).output


def test_the_language_is_that_of_the_workbook(town: Path, run: Run) -> None:
    edit(town / DEFINITION, "设置", lambda s: setattr(_value_of(s, "语言"), "value", "en、zh"))
    assert "units" in run("check", town).output


def _value_of(sheet: Any, item: str) -> Any:
    """The cell of a setting."""
    letters = heads(sheet)
    row = next(cell.row for cell in sheet[letters["项目"]] if cell.value and item in str(cell.value))
    return sheet[f"{letters['取值']}{row}"]


def parts_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as container:
        return {name: container.read(name) for name in container.namelist()}


WEIGHTS = """\
类别,上级,编码,权重
dep,A,A1,80
dep,A,A2,20
dep,B,B1,40
dep,B,B2,40
dep,B,B3,20
"""


def test_new_weights_go_into_their_cells(town: Path, run: Run) -> None:
    before = parts_of(town / DEFINITION)
    (town / "new.csv").write_text(WEIGHTS, "utf-8")
    run("weights", "set", town, "new.csv", "--write")
    nodes = load(town).framework.by_code
    assert dict(nodes["A1"].weights) == {"dep": 80.0, "dis": 50.0}
    assert dict(nodes["A2"].weights) == {"dep": 20.0, "dis": 50.0}
    assert [nodes[code].weights["dep"] for code in ("B1", "B2", "B3")] == [40.0, 40.0, 20.0]
    after = parts_of(town / DEFINITION)
    assert after.keys() == before.keys()
    changed = {name for name in after if after[name] != before[name] and not name.endswith(".rels")}
    assert "xl/workbook.xml" in changed, "checks are calculated again when it is opened"
    assert len(changed) == 3, "and the sheets of indicators and of weights"


def test_weights_are_not_written_into_a_workbook_that_is_open(town: Path, run: Run) -> None:
    (town / "new.csv").write_text(WEIGHTS, "utf-8")
    (town / f"~${DEFINITION}").write_bytes(b"x" * 165)
    before = (town / DEFINITION).read_bytes()
    assert "保存并关闭后再执行" in run("weights", "set", town, "new.csv", "--write", code=2).output
    assert (town / DEFINITION).read_bytes() == before


def test_weights_without_cells_of_their_own_are_told(town: Path, run: Run) -> None:
    def one_for_all(sheet: Any) -> None:
        row = row_of(sheet, "A1")
        for other, weight in (("A1", 50), ("A2", 50)):
            sheet.parent["指标体系"][
                f"{heads(sheet.parent['指标体系'])['权重']}{row_of(sheet.parent['指标体系'], other)}"
            ] = weight
            for cell in sheet[row_of(sheet, other)]:
                cell.value = None
        assert row

    edit(town / DEFINITION, "权重", one_for_all)
    (town / "new.csv").write_text(WEIGHTS, "utf-8")
    told = run("weights", "set", town, "new.csv", "--write", code=2).output
    assert "A1 只有一格权重，而各类别的新权重不同（dep 80, dis 50）" in told
    assert re.search(r"指标定义\.xlsx 指标体系![A-Z]+\d+", told)
