"""Engines side by side, each in a process of its own: whatever one does, the others come to their values."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from smartxl.collecting.worker import Limits
from smartxl.errors import ProjectError, UnreadableFile, VerifyError
from smartxl.project import compare_engines, init_project
from smartxl.project.besides import compared_files
from smartxl.verify.engines.beside import EnginesReport
from smartxl.verify.engines.rust import Formualizer
from tests.verify.engines.conftest import book_bytes

if TYPE_CHECKING:
    from collections.abc import Callable

ENGINES = ("smartxl", "formualizer")
NOW = datetime(2026, 10, 1, tzinfo=UTC)


@pytest.fixture
def foreign(tmp_path: Path) -> Path:
    """A workbook that lies in no project, in which every value that is shown is wrong."""
    path = tmp_path / "预算.xlsx"
    path.write_bytes(book_bytes())
    return path


def test_engines_agree_with_each_other_and_not_with_the_file(foreign: Path) -> None:
    report = compare_engines(foreign, ENGINES)
    assert not report.ok
    assert not report.scored
    assert (report.formulas, report.unsaved, len(report.cells)) == (12, 2, 10)
    assert all(row.stored == 777.0 and len(set(row.values.values())) == 1 for row in report.cells)
    assert [each.name for each in report.engines] == list(ENGINES)


def _crash() -> None:
    os.abort()


def _hang() -> None:
    time.sleep(60)


def _work() -> None:
    while True:
        pass


def _grow() -> None:
    bytearray(2**40)


def _raise() -> None:
    raise ValueError("a fault of its own")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("trouble", "why"),
    [
        pytest.param(_crash, "the engine ended on its own (SIGABRT)", id="crash"),
        pytest.param(_hang, "it went beyond the limit (3 s)", id="hang"),
        pytest.param(_work, "it went beyond the limit (1 s)", id="work without end"),
        pytest.param(_grow, "it went beyond the limit (memory)", id="memory"),
        pytest.param(_raise, "the engine ended on its own (ValueError)", id="exception"),
    ],
)
def test_an_engine_that_comes_to_grief_stops_no_other(
    trouble: Callable[[], None], why: str, foreign: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Formualizer, "values", lambda *_: trouble())
    monkeypatch.setattr("smartxl.collecting.pool.can_fork", lambda: True)  # beside threads of other tests too
    limits = Limits(60.0, 3.0, 2**30) if trouble is _hang else Limits(1.0, 60.0, 2**30)
    monkeypatch.setattr("smartxl.project.besides.OWNERS_LIMITS", limits)
    report = compare_engines(foreign, ("formualizer", "smartxl"))
    failed, fine = report.engines
    assert failed.failure is not None
    assert failed.failure.what.en == why
    assert fine.found is not None
    assert len(fine.found.values) == 12
    assert not report.ok


def test_an_engine_that_is_not_installed_is_refused_before_anything_is_read(
    foreign: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("smartxl.verify.engines.libre.find_soffice", lambda: None)
    with pytest.raises(VerifyError, match="libreoffice-calc"):
        compare_engines(foreign, ("smartxl", "libreoffice"))


def test_a_file_that_cannot_be_read_stops_no_other(foreign: Path, tmp_path: Path) -> None:
    broken = tmp_path / "坏.xlsx"
    broken.write_bytes(b"PK no zip")
    paths = [tmp_path / "none.xlsx", broken, foreign]
    found = dict(compared_files(paths, ENGINES, None, None))
    assert [type(found[path]) for path in paths[:2]] != [EnginesReport, EnginesReport]
    assert all(isinstance(found[path], UnreadableFile) for path in paths[:2])
    assert isinstance(found[foreign], EnginesReport)
    with pytest.raises(UnreadableFile, match=r"none\.xlsx"):
        compare_engines(paths[0], ENGINES)


@pytest.mark.slow
def test_in_a_project_what_is_scored_is_one_more_column(tmp_path: Path, foreign: Path) -> None:
    project = init_project(tmp_path / "city", framework="icf")
    project.build()
    form = next((tmp_path / "city" / "workbooks").glob("*/*.xlsx"))
    report = compare_engines(form, ENGINES)
    assert report.ok
    assert report.scored
    book = load_workbook(form)
    sheet = next(
        each for each in book.worksheets if each.sheet_state == "visible" and _first_formula(each) is not None
    )
    cell = _first_formula(sheet)
    assert cell is not None
    sheet[cell] = "=12345"
    book.save(form)
    changed = compare_engines(form, ENGINES)
    (row,) = [each for each in changed.cells if each.values == dict.fromkeys(ENGINES, 12345.0)]
    assert row.expected is not None
    own = tmp_path / "city" / "own.xlsx"
    own.write_bytes(foreign.read_bytes())
    assert not compare_engines(own, ENGINES).scored
    moved = init_project(tmp_path / "town", framework="cohen-wheel").root / form.name
    moved.write_bytes(form.read_bytes())
    with pytest.raises(ProjectError):
        compare_engines(moved, ENGINES)


@pytest.mark.slow
def test_functions_of_a_project_are_computed_by_the_very_functions(tmp_path: Path) -> None:
    project = init_project(tmp_path / "city", framework="pudong-2012")
    project.build(jobs=1, now=NOW)
    project.fill(jobs=1)
    project.collect(processes=0, clock=lambda: NOW)
    report = compare_engines(project.report(now=NOW, udf=True).path, ENGINES)
    assert report.ok
    assert report.scored
    assert [len(each.found.values) for each in report.engines if each.found] == [report.formulas] * 2
    used = load_workbook(project.report(now=NOW, udf=True).path)
    assert any(
        "SX_" in str(cell.value) for sheet in used.worksheets for row in sheet.iter_rows() for cell in row
    )


def _first_formula(sheet: object) -> str | None:
    rows = sheet.iter_rows()  # type: ignore[attr-defined]
    return next(
        (c.coordinate for row in rows for c in row if c.data_type == "f" and "ROUND" in str(c.value)), None
    )
