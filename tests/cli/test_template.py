"""Templates of a project: exported, changed, checked, followed by every command that needs one."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from openpyxl import Workbook, load_workbook

from smartxl.define.template_table import UNIT_SHEETS
from smartxl_templates import template_path
from tests.generated import maker

Run = Callable[..., Result]


def _change(path: Path, change: Callable[[Workbook], None]) -> None:
    book = load_workbook(path)
    change(book)
    book.save(path)


def _retitle(text: str) -> Callable[[Workbook], None]:
    return lambda book: setattr(book["sampling"]["B1"], "value", text)


def _swap(book: Workbook) -> None:
    """The columns for the address and the remark change places, words and all."""
    sheet = book["sampling"]
    for row in sheet.iter_rows(min_row=5, max_row=9):
        by_text = {str(cell.value): cell for cell in row}
        for one, two in (
            ("{{ input.address }}", "{{ input.note }}"),
            ("{{ head.address }}", "{{ head.note }}"),
        ):
            if one in by_text:
                by_text[one].value, by_text[two].value = two, one


def _only(path: Path, pattern: str) -> Path:
    (found,) = path.glob(pattern)
    return found


def _title(path: Path) -> object:
    return load_workbook(path)["采样表"]["B1"].value


@pytest.mark.slow
def test_export_puts_the_template_into_the_project(project: Path, run: Run) -> None:
    done = run("template", "export", project, "--class", "dis")
    exported = sorted(path.name for path in (project / "templates").iterdir())
    assert exported == ["dis.xlsx", "standard.xlsx"]
    assert (project / "templates" / "dis.xlsx").read_bytes() == template_path("standard").read_bytes()
    assert str(project / "templates" / "standard.xlsx") in done.stdout
    run("template", "check", project)


def test_export_into_any_folder(tmp_path: Path, run: Run) -> None:
    run("template", "export", tmp_path / "new")
    assert (tmp_path / "new" / "standard.xlsx").is_file()
    run("template", "export", tmp_path / "new", "--class", "dis", code=2)


def test_export_keeps_what_somebody_changed(project: Path, run: Run) -> None:
    own = project / "templates" / "standard.xlsx"
    run("template", "export", project)
    _change(own, _retitle("本市专用"))
    changed = own.read_bytes()
    refused = run("template", "export", project, code=2)
    assert "--force" in refused.stderr
    assert own.read_bytes() == changed
    run("template", "export", project, "--force")
    assert own.read_bytes() == template_path("standard").read_bytes()
    assert (project / "templates" / "standard.old1.xlsx").read_bytes() == changed


def test_a_class_that_does_not_exist_is_named(project: Path, run: Run) -> None:
    refused = run("template", "export", project, "--class", "district", code=2)
    assert "可用：dep, dis" in refused.stderr
    assert not (project / "templates").exists()


@pytest.mark.slow
def test_every_workbook_follows_the_projects_template(project: Path, run: Run) -> None:
    run("template", "export", project)
    _change(project / "templates" / "standard.xlsx", _retitle("本市专用：{{ unit.name }}"))
    run("build", project)
    run("fill", project)
    run("collect", project)
    run("report", project)
    for folder in ("workbooks/部门", "inbox"):
        for path in (project / folder).glob("*.xlsx"):
            assert str(_title(path)).startswith("本市专用：")
    result = load_workbook(_only(project, "reports/*.xlsx"))
    assert sum(str(sheet["B1"].value).startswith("本市专用：") for sheet in result.worksheets) > 1
    run("verify", _only(project, "reports/*.xlsx"))


@pytest.mark.slow
def test_a_class_has_a_template_of_its_own(project: Path, run: Run) -> None:
    run("template", "export", project, "--class", "dis")

    def change(book: Workbook) -> None:
        _retitle("区县专用")(book)
        _swap(book)
        for name in set(book.sheetnames).difference(UNIT_SHEETS):
            del book[name]

    _change(project / "templates" / "dis.xlsx", change)
    assert "：可以使用。" in run("template", "check", project).stdout
    run("build", project)
    titles = {path.parent.name: _title(path) for path in project.glob("workbooks/*/*.xlsx")}
    assert titles["区县"] == "区县专用"
    assert titles["部门"] != "区县专用"
    run("fill", project)
    run("collect", project)
    run("status", project)
    for path in (project / "inbox").glob("*.xlsx"):
        run("verify", path)


@pytest.mark.slow
def test_a_citys_own_form_goes_through_a_whole_round(project: Path, run: Run) -> None:
    """The same answers and scores as with the packaged template."""
    run("fill", project, "--seed", "3")
    run("collect", project)
    expected = json.loads(run("score", project, "--json").stdout)
    other = project.parent / "other"
    shutil.copytree(project, other, ignore=shutil.ignore_patterns("ledger*", "inbox", ".smartxl"))
    (other / "templates").mkdir()
    maker("own_form").template_of_form().save(other / "templates" / "standard.xlsx")
    run("template", "check", other)
    run("build", other)
    run("fill", other, "--seed", "3")
    run("collect", other)
    assert json.loads(run("score", other, "--json").stdout) == expected
    for path in (other / "inbox").glob("*.xlsx"):
        run("verify", path)


@pytest.mark.slow
def test_forms_of_an_earlier_template_are_not_misread(project: Path, run: Run) -> None:
    run("fill", project)
    run("template", "export", project)
    own = project / "templates" / "standard.xlsx"
    _change(own, _swap)
    told = run("collect", project, code=1).stdout
    assert "退回 3" in told
    assert told.count("（K，应为 M），未读取") == 3
    own.unlink()
    run("collect", project)


@pytest.mark.slow
def test_forms_of_a_template_with_other_rows_are_read(project: Path, run: Run) -> None:
    """Rows are found by their keys: a row of text more does no harm."""
    run("fill", project)
    run("collect", project)
    expected = json.loads(run("score", project, "--json").stdout)
    (project / "ledger.sqlite").unlink()
    run("template", "export", project)

    def change(book: Workbook) -> None:
        sheet = book["sampling"]
        for area in list(sheet.merged_cells.ranges):
            sheet.unmerge_cells(str(area))
        sheet.delete_rows(4)

    _change(project / "templates" / "standard.xlsx", change)
    run("collect", project, code=None)
    assert json.loads(run("score", project, "--json", code=None).stdout) == expected


@pytest.mark.slow
def test_check_tells_all_and_ends_with_1(project: Path, run: Run) -> None:
    run("template", "export", project, "--class", "dis")
    _change(project / "templates" / "dis.xlsx", _retitle("{{ unit.nam }}"))
    (project / "templates" / "dep2.xlsx").write_bytes(template_path("standard").read_bytes())
    told = run("template", "check", project, code=1)
    assert "dep2.xlsx: 没有工作簿使用这个名称的模板 → 是否应为 dep.xlsx？" in told.stdout
    assert "dis.xlsx sampling!B1: 没有占位符“unit.nam” → 是不是 unit.name？" in told.stdout
    record = json.loads(run("template", "check", project, "--json", code=1).stdout)
    assert (record["ok"], len(record["problems"])) == (False, 2)
    assert "2 problem(s)" in run("template", "check", project, "--lang", "en", code=1).stdout


def test_build_refuses_a_template_that_is_wrong(project: Path, run: Run) -> None:
    run("template", "export", project)

    def change(book: Workbook) -> None:
        _retitle("{{ unit.nam }}")(book)
        book["gaps"]["A4"] = "rows"

    _change(project / "templates" / "standard.xlsx", change)
    told = run("build", project, code=2).stderr
    assert "standard.xlsx sampling!B1: 没有占位符“unit.nam”" in told
    assert "另有2处，见 smartxl template check" in told
    assert not (project / "workbooks").exists()


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        pytest.param("none.xlsx", None, 2, id="no-file"),
        pytest.param("text.xlsx", b"no workbook", 3, id="no-workbook"),
    ],
)
def test_what_is_no_template_is_said(
    tmp_path: Path, run: Run, name: str, content: bytes | None, code: int
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    assert name in run("template", "check", path, code=code).stderr


@pytest.mark.slow
def test_check_of_one_file(tmp_path: Path, run: Run) -> None:
    path = tmp_path / "t.xlsx"
    path.write_bytes(template_path("standard").read_bytes())
    assert "t.xlsx：可以使用。" in run("template", "check", path).stdout
    _change(path, lambda book: book.remove(book["cover"]))
    assert "缺少工作表“cover”" in run("template", "check", path, code=1).stdout
