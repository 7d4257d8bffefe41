"""`workbench import` lists differences, what they change, and what was written."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from smartxl.cli.present.schemas import RECORDS
from tests.cli.conftest import Run

pytestmark = pytest.mark.slow


@pytest.fixture
def edited(run: Run, filled: Path) -> Path:
    """A workbench with other weights."""
    run("workbench", filled)
    (path,) = (filled / "reports").glob("*.xlsx")
    book = openpyxl.load_workbook(path)
    sheet = next(each for each in book if each["A1"].value == "wb:weights")
    columns = {head.value: place for place, head in enumerate(sheet[1], 1)}
    for line in sheet.iter_rows(min_row=2, max_col=1):
        if line[0].value in {"weight:dep/A", "weight:dep/B"}:
            sheet.cell(line[0].row, columns["#try"]).value = 50
    book.save(path)
    return path


def test_differences_are_listed_and_written(
    run: Run, filled: Path, edited: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("smartxl.cli.hints._at_a_terminal", lambda: True)
    shown = run("workbench", "import", edited, filled, "--dry-run").output
    assert "试运行：没有写入" in shown
    assert "部门" in shown  # the class by its name
    assert "下一步" not in shown
    assert "weight: {dep: 60" in (filled / "framework.yaml").read_text("utf-8").replace("{ ", "{")
    told = run("workbench", "import", edited, filled, "--lang", "en").output
    assert "written:" in told
    assert f"Next: smartxl score {filled}" in told
    assert "Old" in told
    assert "没有差别" in run("workbench", "import", edited, filled).output


def test_the_record(run: Run, filled: Path, edited: Path) -> None:
    from pydantic import TypeAdapter

    data = json.loads(run("workbench", "import", edited, filled, "--dry-run", "--json").stdout)
    assert [(each["node"], each["old"], each["new"]) for each in data["changes"]] == [
        ("A", 60, 50),
        ("B", 40, 50),
    ]
    strict = TypeAdapter(RECORDS["workbench-import"])
    assert json.loads(strict.dump_json(strict.validate_python(data))) == data
