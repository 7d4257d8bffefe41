"""A result of more units than one workbook holds: a main file, and files of units beside it, each of which verifies alone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from shutil import copytree
from urllib.parse import unquote

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

import smartxl
from smartxl.cli.main import main
from smartxl.errors import ProjectError
from smartxl.planning import unitblocks
from smartxl.project.outputs import Written
from smartxl.verify import DifferenceKind, VerifyReport
from tests.cli.conftest import write_project
from tests.collecting.readhere import read_here

NOW = datetime(2026, 11, 1, 9, tzinfo=UTC)


@pytest.fixture(scope="module", autouse=True)
def _few() -> Iterator[None]:
    """One workbook holds no more than one unit, nor does a file of units."""
    with pytest.MonkeyPatch.context() as patch:
        read_here(patch)
        patch.setattr(unitblocks, "MOST_UNITS", 1)
        patch.setattr(unitblocks, "BLOCK_UNITS", 1)
        yield


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> smartxl.Project:
    city = smartxl.open_project(write_project(tmp_path_factory.mktemp("several") / "city"))
    city.build()
    city.collect(*city.fill().paths, processes=0)
    return city


@pytest.fixture(scope="module")
def files(city: smartxl.Project) -> tuple[Path, ...]:
    return tuple(built.path for built in city.write_reports("xlsx", now=NOW))


@pytest.fixture
def copied(city: smartxl.Project, files: tuple[Path, ...], tmp_path: Path) -> smartxl.Project:
    assert files
    return smartxl.open_project(copytree(city.root, tmp_path / "city"))


def verified(project: smartxl.Project, path: Path) -> VerifyReport:
    found = project.verify(path)
    assert isinstance(found, VerifyReport)
    return found


def main_of(project: smartxl.Project) -> Path:
    return next(project.reports.glob("*.xlsx"))


def test_a_main_file_and_a_folder_of_its_name(city: smartxl.Project, files: tuple[Path, ...]) -> None:
    first, *parts = files
    assert first.parent == city.reports
    assert {part.parent for part in parts} == {first.with_suffix("")}
    assert len(parts) == len(city.definition.roster.units)
    assert [part.stem.rpartition("-")[2] for part in parts] == [f"{n:02d}" for n in range(1, len(parts) + 1)]


@pytest.mark.slow
def test_every_file_verifies_alone(city: smartxl.Project, files: tuple[Path, ...]) -> None:
    for path in files:
        found = verified(city, path)
        assert found.ok, list(found.lines("en"))
        assert found.checked > 20


@pytest.mark.slow
def test_with_functions_they_verify_too(copied: smartxl.Project) -> None:
    built = copied.write_reports("xlsx", udf=True, robust=True, now=NOW)
    assert all(verified(copied, each.path).ok for each in built)


@pytest.mark.slow
def test_the_city_workbook_too(copied: smartxl.Project) -> None:
    paths = [path for path in copied.workbooks.rglob("*.xlsx") if "全市" in path.name]
    assert len(paths) == 1 + len(copied.definition.roster.units)
    assert all(verified(copied, path).ok for path in paths)


@pytest.mark.slow
def test_links_lead_to_the_sheets_of_units(files: tuple[Path, ...]) -> None:
    book = load_workbook(files[0])
    found = {
        (files[0].parent / unquote(link.target), link.location)
        for sheet in ("目录", "单位得分-部门")
        for row in book[sheet].iter_rows()
        for cell in row
        if (link := cell.hyperlink) and link.target
    }
    assert {path for path, _ in found} == set(files[1:])
    for path, location in found:
        sheet = str(location).rpartition("!")[0].strip("'")
        assert sheet in load_workbook(path).sheetnames
    way_back = book["单位得分-部门"]["A1"].hyperlink
    assert way_back.location in {"'目录'!A1", "目录!A1"}
    back = load_workbook(files[1])["目录"]
    targets = [
        unquote(cell.hyperlink.target or "") for row in back.iter_rows() for cell in row if cell.hyperlink
    ]
    assert f"../{files[0].name}" in targets


@pytest.mark.slow
def test_the_same_again_and_what_was_changed_is_kept(copied: smartxl.Project) -> None:
    again = copied.write_reports("xlsx", now=NOW)
    assert {each.written for each in again} == {Written.SAME}
    part = again[1].path
    part.write_bytes(part.read_bytes() + b"\0")
    with pytest.raises(smartxl.SmartxlError):
        copied.write_reports("xlsx", now=NOW)
    assert Written.KEPT_OLD in {each.written for each in copied.write_reports("xlsx", force=True, now=NOW)}


@pytest.mark.slow
def test_json_lists_all_files(copied: smartxl.Project) -> None:
    told = CliRunner().invoke(main, ["report", str(copied.root), "--json"])
    names = {Path(each["path"]).name for each in json.loads(told.stdout)["files"]}
    assert names == {path.name for path in copied.reports.rglob("*.xlsx")}


@pytest.mark.slow
def test_a_score_that_was_changed_in_the_main_file_is_told(copied: smartxl.Project) -> None:
    path = main_of(copied)
    book = load_workbook(path)
    sheet = book["单位得分-部门"]
    cell = next(c for row in sheet.iter_rows(min_row=4) for c in row[5:] if isinstance(c.value, float))
    place = f"{sheet.title}!{cell.coordinate}"
    sheet[cell.coordinate] = 12.5
    book.save(path)
    found = verified(copied, path)
    assert (place, DifferenceKind.CONSTANT) in {(str(d.cell).replace("'", ""), d.kind) for d in found.causes}


@pytest.mark.slow
def test_an_answer_that_was_changed_in_a_file_of_units_is_scored_there(copied: smartxl.Project) -> None:
    """As in a whole workbook: formulas and engine agree on the answers of the file."""
    path = sorted(main_of(copied).with_suffix("").glob("*.xlsx"))[0]
    book = load_workbook(path)
    sheet = book.worksheets[3]
    number = next(
        c
        for row in sheet.iter_rows(min_row=8)
        for c in row
        if isinstance(c.value, int) and not c.protection.locked
    )
    sheet[number.coordinate] = 0
    book.save(path)
    kinds = {each.kind for each in verified(copied, path).differences}
    assert kinds <= {DifferenceKind.CACHED, DifferenceKind.VALIDATION, DifferenceKind.CONDITION}


def test_without_a_ledger_nothing_is_known_of_other_units(copied: smartxl.Project) -> None:
    (copied.root / "ledger.sqlite").unlink()
    with pytest.raises(ProjectError, match="no submission counts"):
        copied.verify(main_of(copied))


def test_a_file_of_another_number_is_none_of_the_projects(
    copied: smartxl.Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unitblocks, "BLOCK_UNITS", 2)
    with pytest.raises(ProjectError, match="does not know"):
        copied.verify(main_of(copied))


def test_check_says_beforehand_that_there_will_be_several(city: smartxl.Project) -> None:
    told = city.check().advice["message"]["B01-in-several-files"]
    assert f"{len(city.definition.roster.units)} 个" in told


@pytest.mark.slow
def test_the_short_version_is_one_file(copied: smartxl.Project) -> None:
    (short,) = copied.write_reports("xlsx", brief=True, now=NOW)
    assert "单位得分-部门" not in load_workbook(short.path).sheetnames
