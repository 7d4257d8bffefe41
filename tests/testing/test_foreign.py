"""The workbooks of examples/foreign: made by others, tested as their README says."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import smartxl
from tests.testing.conftest import PLUGIN

FOREIGN = Path(__file__).parents[2] / "examples" / "foreign"
BOOKS = ("loan", "stock", "marks")


@pytest.mark.slow
def test_all_of_them_pass(tmp_path: Path) -> None:
    shutil.copytree(FOREIGN, tmp_path / "foreign", ignore=shutil.ignore_patterns("__pycache__"))
    command = [sys.executable, "-W", "error", "-m", "pytest", "-q", *PLUGIN, "."]
    ran = subprocess.run(command, cwd=tmp_path / "foreign", capture_output=True, text=True, check=False)
    assert "15 passed" in ran.stdout, ran.stdout


@pytest.mark.slow
def test_a_mistake_in_a_formula_is_found(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    folder = shutil.copytree(FOREIGN, tmp_path / "foreign", ignore=shutil.ignore_patterns("__pycache__"))
    book = load_workbook(folder / "loan.xlsx")
    book["Schedule"]["C200"] = "=ROUND(B200*Rate/11,2)"
    book.save(folder / "loan.xlsx")
    command = [sys.executable, "-m", "pytest", "-q", *PLUGIN, "loan.xlsx"]
    ran = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert "FAILED loan.xlsx::twenty-five years" in ran.stdout, ran.stdout


@pytest.mark.slow
@pytest.mark.parametrize("name", BOOKS)
def test_the_script_writes_them(name: str, tmp_path: Path) -> None:
    subprocess.run([sys.executable, FOREIGN / "make_books.py", tmp_path], check=True)
    ours, written = (smartxl.workbook(folder / f"{name}.xlsx").calculate() for folder in (FOREIGN, tmp_path))
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
