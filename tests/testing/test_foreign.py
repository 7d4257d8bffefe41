"""The workbooks of examples/foreign: made by others, tested as their README says."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import smartxl
from tests.testing.conftest import PLUGIN

pytest_plugins = ["pytester"]
FOREIGN = Path(__file__).parents[2] / "examples" / "foreign"
BOOKS = ("loan", "stock", "marks")


@pytest.mark.slow
def test_all_of_them_pass(tmp_path: Path) -> None:
    shutil.copytree(FOREIGN, tmp_path / "foreign", ignore=shutil.ignore_patterns("__pycache__"))
    command = [sys.executable, "-W", "error", "-m", "pytest", "-q", *PLUGIN, "."]
    ran = subprocess.run(command, cwd=tmp_path / "foreign", capture_output=True, text=True, check=False)
    assert "15 passed" in ran.stdout, ran.stdout


@pytest.mark.usefixtures("_modules")
def test_a_mistake_in_a_formula_is_found(pytester: pytest.Pytester) -> None:
    from openpyxl import load_workbook

    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(FOREIGN, pytester.path, ignore=ignored, dirs_exist_ok=True)
    book = load_workbook(pytester.path / "loan.xlsx")
    book["Schedule"]["C200"] = "=ROUND(B200*Rate/11,2)"
    book.save(pytester.path / "loan.xlsx")
    ran = pytester.runpytest_inprocess("-q", *PLUGIN, "loan.xlsx")
    ran.stdout.fnmatch_lines("FAILED loan.xlsx::twenty-five years*")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder into which the script wrote them."""
    folder = tmp_path_factory.mktemp("made")
    subprocess.run([sys.executable, FOREIGN / "make_books.py", folder], check=True)
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("name", BOOKS)
def test_the_script_writes_them(name: str, made: Path) -> None:
    ours, written = (smartxl.workbook(folder / f"{name}.xlsx").calculate() for folder in (FOREIGN, made))
    assert list(ours.lines()) == list(written.lines())
    assert not ours.uncomputed


@pytest.mark.parametrize("name", BOOKS)
def test_they_have_no_value_of_a_formula(name: str) -> None:
    from openpyxl import load_workbook

    book = load_workbook(FOREIGN / f"{name}.xlsx")
    values = load_workbook(FOREIGN / f"{name}.xlsx", data_only=True)
    formulas = [
        (s.title, c.coordinate) for s in book for row in s.iter_rows() for c in row if c.data_type == "f"
    ]
    assert len(formulas) > 30
    assert all(values[sheet][cell].value is None for sheet, cell in formulas)
