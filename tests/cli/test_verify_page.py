"""What docs/verify.md shows is what `verify` prints of the workbook of this test."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from openpyxl import Workbook
from openpyxl.worksheet.table import Table

from smartxl.text import Lang
from tests.pages import code_blocks, page, texts

Run = Callable[..., Result]
SPENT = (120, 200, 310, 90, 280, 150, 200)
SAVED = {
    "D9": 1350,
    "D12": 1200,
    "B1": 45000,
    **{f"E{row}": spent / 1350 for row, spent in enumerate(SPENT, 2)},
}


def budget(path: Path) -> Path:
    """A plan whose sum of a table was not calculated again after the last cost was added."""
    book = Workbook()
    plan, costs = book.worksheets[0], book.create_sheet("Costs")
    plan.title, plan["A1"], plan["B1"] = "Plan", "Budget of", "=TODAY()"
    for row, spent in enumerate(SPENT, 2):
        plan[f"D{row}"], plan[f"E{row}"] = spent, f"=D{row}/D$9"
    plan["D9"], plan["D12"] = "=SUM(D2:D8)", "=SUM(Costs[amount])"
    for line in (("item", "amount"), ("rent", 900), ("paper", 300), ("power", 150)):
        costs.append(line)
    costs.add_table(Table(displayName="Costs", ref="A1:B4"))
    buffer = io.BytesIO()
    book.save(buffer)
    with zipfile.ZipFile(buffer) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            new.writestr(name, _saved(text.decode()) if name.endswith("sheet1.xml") else text)
    return path


def _saved(sheet: str) -> str:
    """The sheet with the values that the program which saved it came to."""
    for place, value in SAVED.items():
        sheet, count = re.subn(
            rf'(<c r="{place}"[^>]*><f>[^<]*</f>)<v ?/?>(?:</v>)?', rf"\g<1><v>{value!r}</v>", sheet
        )
        assert count == 1
    return sheet


def told(text: str) -> list[str]:
    """Lines without what differs from machine to machine: seconds, versions, the widths of columns."""
    text = re.sub(r"\d+\.\d (秒|s\b)", r"… \1", text)
    text = re.sub(r"(smartxl|formulas|formualizer|libreoffice) \d+(\.\d+)+([：:])", r"\1\3", text)
    lines = (re.sub(r" *([│┃]) *", r" \1 ", line).strip() for line in text.splitlines())
    return [line for line in lines if line and not line.startswith("━")]


def block(text: str, start: str) -> str:
    """The block of the page that begins with a line."""
    return next(each for each in code_blocks(text, "") if each.startswith(start))


@pytest.fixture
def shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    return budget(tmp_path / "budget.xlsx").name


@pytest.mark.parametrize("lang", texts("verify.md"))
def test_a_workbook_alone(run: Run, shown: str, lang: Lang) -> None:
    told_of = run("--lang", lang, "verify", shown, code=1).output
    assert told(told_of) == told(block(page("verify.md", lang), "budget.xlsx"))


@pytest.mark.slow
@pytest.mark.libreoffice
def test_engines_side_by_side(run: Run, shown: str, soffice: str) -> None:
    text = block(page("verify.md"), "$ smartxl verify budget.xlsx --engine")
    engines = text.splitlines()[0].partition("--engine ")[2]
    assert told(run("verify", shown, "--engine", engines, code=1).output) == told(text.partition("\n")[2])
