"""docs/testing.md says what happens: its file of expectations is run, its failure is the one that is told, its code runs."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from smartxl.testing.expectfile import CaseEntry, ExpectFile
from smartxl.text import Lang
from tests.pages import code_blocks, in_both, page, python_blocks, texts

ROOT = Path(__file__).parent.parent
PLUGIN = ("-p", "no:smartxl", "-p", "smartxl.testing.plugin", "-p", "no:cacheprovider")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copy(ROOT / "examples" / "foreign" / "loan.xlsx", tmp_path)
    return tmp_path


def run(folder: Path, *arguments: str, lang: Lang = "en") -> str:
    command = [sys.executable, "-W", "error", "-m", "pytest", *PLUGIN, *arguments]
    env = {**os.environ, "SMARTXL_LANG": lang}
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False).stdout


@pytest.mark.slow
@pytest.mark.parametrize("lang", texts("testing.md"))
def test_the_first_test_fails_as_the_page_says(folder: Path, lang: Lang) -> None:
    text = page("testing.md", lang)
    (folder / "loan.expect.yaml").write_text(code_blocks(text, "yaml")[0], "utf-8")
    said = run(folder, lang=lang)
    assert "1 failed, 1 passed" in said
    assert code_blocks(text, "text")[0] in said


@pytest.mark.slow
def test_its_tests_pass(folder: Path) -> None:
    (folder / "test_page.py").write_text("".join(python_blocks(page("testing.md"))), "utf-8")
    assert "there is no snapshot" in run(folder)
    assert "4 passed" in run(folder, "--smartxl-update")
    assert "4 passed" in run(folder)


@in_both("testing.md")
def test_every_key_is_explained(text: str) -> None:
    for key in {*ExpectFile.model_fields, *CaseEntry.model_fields}:
        assert f"`{key}`" in text, key
