"""The console, the time zone, folders, the disk, the length of paths."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from smartxl.doctor import DoctorGrade
from smartxl.doctor.assessment import path_row
from smartxl.doctor.machine import console_row, folder_row, space_row, zone_row
from smartxl.text import Text

CONSOLES = {
    "utf-8": (DoctorGrade.OK, ""),
    "gbk": (DoctorGrade.OK, "chcp 65001"),
    "gb18030": (DoctorGrade.OK, ""),
    "ascii": (DoctorGrade.WARN, "PYTHONUTF8=1"),
    "cp1252": (DoctorGrade.WARN, "PYTHONUTF8=1"),
    "no-such": (DoctorGrade.WARN, "PYTHONUTF8=1"),
}


@pytest.mark.parametrize("encoding", CONSOLES)
def test_what_a_console_can_show(encoding: str) -> None:
    grade, remedy = CONSOLES[encoding]
    row = console_row(encoding)
    assert row.grade is grade
    assert bool(row.remedy.zh) == bool(remedy)
    assert remedy in row.remedy.zh
    assert remedy in row.remedy.en


@pytest.mark.parametrize(
    ("name", "hours", "grade", "told"),
    [
        ("CST", 8.0, DoctorGrade.OK, "CST (UTC+08:00)"),
        ("NST", -3.5, DoctorGrade.OK, "NST (UTC-03:30)"),
        ("GMT", 0.0, DoctorGrade.OK, "GMT (UTC+00:00)"),
        ("UTC", 0.0, DoctorGrade.WARN, "UTC"),
    ],
)
def test_a_zone_that_nobody_set_is_told(name: str, hours: float, grade: DoctorGrade, told: str) -> None:
    row = zone_row(name, timedelta(hours=hours))
    assert row.grade is grade
    assert row.found.en.startswith(told)


@pytest.mark.parametrize(
    ("free", "grade"),
    [(5e9, DoctorGrade.OK), (5e8, DoctorGrade.WARN), (5e7, DoctorGrade.FAIL)],
)
def test_room_on_the_disk(free: float, grade: DoctorGrade, tmp_path: Path) -> None:
    assert space_row(tmp_path, int(free)).grade is grade


def test_a_folder_is_tried_and_left_as_it_was(tmp_path: Path) -> None:
    assert folder_row("folder", Text("夹"), tmp_path / "not" / "yet", needed=True).grade is DoctorGrade.OK
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("needed", "grade"), [(True, DoctorGrade.FAIL), (False, DoctorGrade.WARN)])
def test_a_folder_that_cannot_be_written_to(
    needed: bool, grade: DoctorGrade, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(**_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("smartxl.doctor.machine.tempfile.NamedTemporaryFile", refused)
    row = folder_row("folder", Text("夹"), tmp_path, needed=needed)
    assert row.grade is grade
    assert "Permission denied" in row.found.en


@pytest.mark.parametrize(
    ("size", "long", "grade"),
    [
        (218, False, DoctorGrade.OK),
        (219, True, DoctorGrade.WARN),
        (259, False, DoctorGrade.WARN),
        (260, False, DoctorGrade.FAIL),
        (260, True, DoctorGrade.WARN),
    ],
)
def test_paths_that_programs_do_not_open(size: int, long: bool, grade: DoctorGrade) -> None:
    root = "/folder/"
    assert path_row(Path(root + "x" * (size - len(root))), long=long).grade is grade
