"""A project: definition, ledger, open files. Nothing is changed by looking."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from smartxl.doctor import DoctorRow, examine
from smartxl.doctor.assessment import look_at_named_ledger, look_at_project
from smartxl.errors import ProjectError
from smartxl.ledger import Ledger
from tests.cli.conftest import write_project


@pytest.fixture
def town(tmp_path: Path) -> Path:
    return write_project(tmp_path / "town")


def rows_of(folder: Path) -> dict[str, DoctorRow]:
    return {row.code: row for row in look_at_project(folder)}


def grades(folder: Path) -> dict[str, str]:
    return {code.removeprefix("project."): row.grade.value for code, row in rows_of(folder).items()}


def ledger(town: Path, version: str = "") -> Path:
    path = town / "ledger.sqlite"
    Ledger.open(path, program="test").close()
    if version:
        with sqlite3.connect(path) as connection:
            connection.execute("update ledger set value = ? where name = 'schema'", (version,))
        connection.close()
    return path


def test_a_project_where_all_is_well(town: Path) -> None:
    assert grades(town) == {"definition": "ok", "ledger": "ok", "open": "ok", "paths": "ok"}
    assert not (town / "ledger.sqlite").exists()
    ledger(town)
    assert grades(town)["ledger"] == "ok"


@pytest.mark.parametrize(("version", "grade"), [("3", "warn"), ("99", "fail")])
def test_a_ledger_of_another_version_is_left_alone(town: Path, version: str, grade: str) -> None:
    path = ledger(town, version)
    row = rows_of(town)["project.ledger"]
    assert (row.grade.value, version in row.found.en) == (grade, True)
    with sqlite3.connect(path) as connection:
        found = connection.execute("select value from ledger where name = 'schema'").fetchone()
    connection.close()
    assert found == (version,)


def test_a_ledger_that_is_none(town: Path) -> None:
    (town / "ledger.sqlite").write_text("no database at all, and long enough to be seen as such")
    assert grades(town)["ledger"] == "fail"


def test_a_broken_definition_is_a_row(town: Path) -> None:
    (town / "roster.csv").write_text("code,name\nGA,\n", "utf-8")
    found = rows_of(town)
    assert found["project.definition"].grade.value == "fail"
    assert f"smartxl check {town}" in found["project.definition"].remedy.zh
    assert "project.ledger" not in found


def test_a_folder_that_is_no_project(tmp_path: Path) -> None:
    assert grades(tmp_path)["definition"] == "fail"


@pytest.mark.parametrize("beside", ["~$a.xlsx", ".~lock.a.xlsx#", ".~a.xlsx"])
def test_files_that_are_open_in_a_program(town: Path, beside: str) -> None:
    (town / "inbox").mkdir()
    for name in ("a.xlsx", "b.xlsx", beside):
        (town / "inbox" / name).touch()
    row = rows_of(town)["project.open"]
    assert (row.grade.value, row.found.en) == ("warn", f"1: {Path('inbox') / 'a.xlsx'}")


def test_a_password_is_never_told() -> None:
    row = look_at_named_ledger("postgresql://someone:secret@127.0.0.1:1/ledger")
    assert row.grade.value == "fail"
    assert "secret" not in repr(row)
    assert "127.0.0.1:1/ledger" in row.found.en


def test_a_ledger_in_either_database(ledger_url: str) -> None:
    Ledger.open(ledger_url, program="test").close()
    assert look_at_named_ledger(ledger_url).grade.value == "ok"


def test_the_ledger_that_the_environment_names(town: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("smartxl.doctor.examining._programs", lambda _: iter(()))
    monkeypatch.setenv("SMARTXL_LEDGER", "nonsense")
    report = examine(town)
    assert not report.ok
    assert [row.grade.value for row in report.rows if "ledger" in row.code] == ["fail", "fail"]


def test_a_package_that_cannot_be_imported_is_a_row(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: object) -> None:
        raise ImportError("No module named 'lxml'", name="lxml")

    monkeypatch.setattr("smartxl.doctor.examining._programs", broken)
    row = next(row for row in examine().rows if row.code == "import.lxml")
    assert row.grade.value == "fail"


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="no such folder"):
        examine(tmp_path / "nowhere")
