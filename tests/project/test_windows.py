"""What Windows does otherwise, as far as it can be had without it: files that Excel holds, line ends, names."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from smartxl.errors import ProjectError
from smartxl.findings import FindingCode
from smartxl.project import Project
from smartxl.project.outputs import Outputs, write_whole
from tests.cli.conftest import write_project

IN_USE = "The process cannot access the file because it is being used by another process"


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write_project(tmp_path_factory.mktemp("windows") / "city")
    Project.open(folder, "zh").fill(seed=1, jobs=1)
    return folder


def held(monkeypatch: pytest.MonkeyPatch, name: str, *held_paths: Path) -> None:
    """Makes a function of `os` refuse some files as Windows does while Excel has them open."""
    really = getattr(os, name)

    def refused(path: Any, *args: Any, **kwargs: Any) -> Any:
        for given in (path, *args):
            if isinstance(given, str | os.PathLike) and Path(given) in held_paths:
                raise PermissionError(13, IN_USE, str(given))
        return really(path, *args, **kwargs)

    monkeypatch.setattr(os, name, refused)


def test_a_form_that_excel_holds_stops_no_other(city: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And the next collect reads it: nothing is kept of it."""
    project = Project.open(city, "zh")
    first, *others = sorted((city / "inbox").glob("*.xlsx"))
    beside = first.with_name(f"~${first.name}")
    beside.write_bytes(b"\x04user")
    with monkeypatch.context() as patched:
        held(patched, "open", first)
        report = project.collect(processes=0)
    assert [code for _, code in report.findings.index] == [FindingCode.CANNOT_BE_OPENED]
    assert IN_USE in report.findings["found"].iloc[0]
    assert (report.files["outcome"] == "accepted").sum() == len(others)
    beside.unlink()
    again = project.collect(processes=0)
    assert (again.files["outcome"] == "accepted").sum() >= 1
    assert again.findings.empty


def test_a_result_that_excel_holds_is_told_to_be_closed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "结果.xlsx"
    target.write_bytes(b"old")
    held(monkeypatch, "replace", target)
    with pytest.raises(ProjectError) as told:
        write_whole(target, b"new")
    assert "Excel" in told.value.remedy.zh
    assert "close it" in told.value.remedy.en
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == [target.name]  # no temporary file is left


@pytest.mark.parametrize("force", [False, True])
def test_a_changed_result_that_cannot_be_read_or_moved_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, force: bool
) -> None:
    target = tmp_path / "结果.xlsx"
    with Outputs(tmp_path, force) as outputs:
        outputs.write(target, b"first")
        target.write_bytes(b"changed")
        if force:
            held(monkeypatch, "replace", target)
        else:
            monkeypatch.setattr(Path, "read_bytes", _denied)
        with pytest.raises(ProjectError, match="Excel"):
            outputs.write(target, b"second")
        monkeypatch.undo()


def _denied(path: Path) -> bytes:
    raise PermissionError(13, IN_USE, str(path))


def test_line_ends_of_windows_change_nothing(city: Path, tmp_path: Path) -> None:
    """Neither what is asked nor what answers are worth: forms that were sent out stay current."""
    other = Path(shutil.copytree(city, tmp_path / "other", ignore=shutil.ignore_patterns("ledger*", "inbox")))
    texts = [path for path in other.rglob("*") if path.suffix in {".yaml", ".csv", ".md"}]
    for path in texts:
        path.write_bytes(path.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))
    before, after = Project.open(city, "zh").definition, Project.open(other, "zh").definition
    assert texts
    assert after.identity == before.identity
