"""Tables that LibreOffice has saved, in every format that it shares with Excel and WPS, say what was typed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from smartxl.define import load
from smartxl.define.load import load_advised
from tests.define.test_tables import ITEMS, UNITS, hide, put, write
from tests.office.office import Office

FORMATS = {"xlsx": "xlsx", "xls": "xls", "et": "xls", "ods": "ods", "fods": "fods"}
"""The ending of the file → the format that LibreOffice writes."""


def units(sheet: Any) -> None:
    """A title, a formula, a code that is shown with zeros, a group by name."""
    sheet.insert_rows(1)
    put(A1="示例市单位名册", D2="类别", D4="=D3", D3="部门", D5="区县", G3="市公安局（总队）")(sheet)
    sheet.merge_cells("A1:G1")


def items(sheet: Any) -> None:
    """Merged units, formulas, a hidden sheet, sums below."""
    sheet.merge_cells("A2:A4")
    put(B3="=B2", B4="=B3", C2='="X"&1', G4="=3-2", A7="合计", G7="=SUM(G2:G6)", B5="在线办事")(sheet)
    hide(sheet.parent.create_sheet("旧清单")).append(["单位", "指标", "事项名称"])
    sheet.parent["旧清单"].append(["P1", "A1", "作废事项"])


@pytest.fixture
def written(folder: Path, tmp_path: Path) -> Path:
    """The tables before LibreOffice had them."""
    home = tmp_path / "before"
    home.mkdir()
    write(home / "roster.xlsx", UNITS, units, "单位名册")
    write(home / "01.xlsx", ITEMS, items)
    return home


@pytest.mark.parametrize("suffix", FORMATS)
def test_what_was_saved_elsewhere(
    folder: Path, written: Path, office: Office, tmp_path: Path, suffix: str
) -> None:
    expected = load(folder)
    for name, target in (("roster", folder), ("01", folder / "catalogue")):
        saved = office.convert(written / f"{name}.xlsx", tmp_path / "saved", FORMATS[suffix])
        (target / f"{name}.csv").unlink()
        saved.rename(target / f"{name}.{suffix}")
    loaded = load_advised(folder)
    police, *others = loaded.definition.roster.units
    assert police.aliases == ("市公安局（总队）",)
    assert tuple(others) == expected.roster.units[1:]
    assert loaded.definition.catalogue == expected.catalogue
    assert [note.zh for note in loaded.notes] == [
        f"catalogue/01.{suffix}：隐藏的工作表没有读取：旧清单",
        f"catalogue/01.{suffix} 清单：第 7 行是合计，没有读取",
    ]
