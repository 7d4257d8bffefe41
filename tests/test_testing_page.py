"""docs/testing.md says what happens: its file of expectations is run, its failure is the one that is told, its code runs."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from smartxl.testing.expectfile import CaseEntry, ExpectFile
from smartxl.text import Lang
from tests.pages import code_blocks, in_both, page, python_blocks, texts
from tests.testing.conftest import PLUGIN, ModulesOfLibraries

pytest_plugins = ["pytester"]
ROOT = Path(__file__).parent.parent
Run = Callable[..., str]


@pytest.fixture
def folder(pytester: pytest.Pytester) -> Path:
    shutil.copy(ROOT / "examples" / "foreign" / "loan.xlsx", pytester.path)
    return pytester.path


@pytest.fixture
def run(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> Run:
    """What pytest says in the folder, in this process: to start another one takes longer than its tests."""
    monkeypatch.setattr("_pytest.pytester.SysModulesSnapshot", ModulesOfLibraries)

    def run_in(*arguments: str, lang: Lang = "en") -> str:
        monkeypatch.setenv("SMARTXL_LANG", lang)
        return pytester.runpytest_inprocess("-W", "error", *PLUGIN, *arguments).stdout.str()

    return run_in


@pytest.mark.parametrize("lang", texts("testing.md"))
def test_the_first_test_fails_as_the_page_says(folder: Path, run: Run, lang: Lang) -> None:
    text = page("testing.md", lang)
    (folder / "loan.expect.yaml").write_text(code_blocks(text, "yaml")[0], "utf-8")
    said = run(lang=lang)
    assert "1 failed, 1 passed" in said
    assert code_blocks(text, "text")[0] in said


@pytest.mark.slow
def test_its_tests_pass(folder: Path, run: Run) -> None:
    (folder / "test_page.py").write_text("".join(python_blocks(page("testing.md"))), "utf-8")
    assert "there is no snapshot" in run()
    assert "4 passed" in run("--smartxl-update")
    assert "4 passed" in run()


@in_both("testing.md")
def test_every_key_is_explained(text: str) -> None:
    for key in {*ExpectFile.model_fields, *CaseEntry.model_fields}:
        assert f"`{key}`" in text, key
