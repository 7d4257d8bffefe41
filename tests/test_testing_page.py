"""docs/testing.md says what happens: its file of expectations is run, its failure is the one that is told, its code runs."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from smartxl.testing.expectfile import CaseEntry, ExpectFile

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "testing.md").read_text("utf-8")
PLUGIN = ("-p", "no:smartxl", "-p", "smartxl.testing.plugin", "-p", "no:cacheprovider")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copy(ROOT / "examples" / "foreign" / "loan.xlsx", tmp_path)
    monkeypatch.setenv("SMARTXL_LANG", "en")
    return tmp_path


def run(folder: Path, *arguments: str) -> str:
    command = [sys.executable, "-W", "error", "-m", "pytest", *PLUGIN, *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False).stdout


@pytest.mark.slow
def test_the_first_test_fails_as_the_page_says(folder: Path) -> None:
    (folder / "loan.expect.yaml").write_text(blocks("yaml")[0], "utf-8")
    said = run(folder)
    assert "1 failed, 1 passed" in said
    assert blocks("text")[0] in said


@pytest.mark.slow
def test_its_tests_pass(folder: Path) -> None:
    (folder / "test_page.py").write_text("".join(blocks("python")), "utf-8")
    assert "there is no snapshot" in run(folder)
    assert "4 passed" in run(folder, "--smartxl-update")
    assert "4 passed" in run(folder)


def test_every_key_is_explained() -> None:
    for key in {*ExpectFile.model_fields, *CaseEntry.model_fields}:
        assert f"`{key}`" in PAGE, key
