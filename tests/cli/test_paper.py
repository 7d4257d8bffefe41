"""`smartxl build --edition print`: forms to be printed, and what becomes of one that is sent back."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from .conftest import Run


@pytest.fixture
def printed(run: Run, project: Path) -> Path:
    run("build", project, "--edition", "print", "--jobs", "1")
    return project / "paper"


def test_there_is_one_for_every_unit(run: Run, project: Path, printed: Path) -> None:
    files = sorted(path.name for path in printed.glob("*.xlsx"))
    assert len(files) == len((project / "roster.csv").read_text("utf-8-sig").strip().splitlines()) - 1
    assert all(name.endswith("-打印版.xlsx") for name in files)
    told = run("build", project, "--edition", "print", "--jobs", "1").stderr
    assert f"未变 {len(files)}" in told


def test_one_that_is_sent_back_is_refused(run: Run, project: Path, printed: Path) -> None:
    inbox = project / "inbox"
    inbox.mkdir(exist_ok=True)
    shutil.copy(next(printed.glob("*.xlsx")), inbox / "form.xlsx")
    told = run("collect", project, code=1)
    assert "纸质版" in told.stdout
    assert "请把纸上的答案填入电子填报文件后发送" in told.stdout


def test_it_shows_no_answers(run: Run, project: Path) -> None:
    told = run("build", project, "--edition", "print", "--prefill", project, code=2)
    assert "--edition unit" in told.stderr + told.stdout
