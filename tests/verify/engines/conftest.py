"""A workbook of the kind that people make, in which every value that is shown for a formula is wrong."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.table import Table

from smartxl.cells import Cell, parse_a1
from smartxl.verify.engines import EngineInputs, inputs_of
from smartxl.verify.engines.rust import Formualizer
from smartxl.xlsx.saved import open_saved

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["at", "book_bytes", "given"]

_WRONG = re.compile(rb"(<f[^>]*>[^<]*</f>)<v ?/?>(?:</v>)?")
SHEET, OTHER = "甲 表", "it's"


def at(address: str, sheet: str = SHEET) -> Cell:
    """A cell of the workbook."""
    return Cell(sheet, *parse_a1(address))


def book_bytes() -> bytes:
    """Two sheets, a name, a table, an array formula, text that XML would trip over; 777 beside every formula."""
    book = Workbook()
    first = book.worksheets[0]
    first.title = SHEET
    first["A1"], first["A2"], first["A4"] = "甲", "乙 & <丙>", "90"
    first["B1"], first["B2"], first["B3"], first["B4"] = 2, 3.5, 4, "无"
    second = book.create_sheet(OTHER)
    second["A1"] = 10
    first["D1"] = "=SUM(B1:B4)"
    first["D2"] = "=D1*价格"
    first["D3"] = '=IF(B1>B2,"大",A2&"\n小")'
    first["D4"] = "='it''s'!A1/0"
    first["D5"] = "=C9"
    first["D6"] = "=B1:B4*2"
    first["D7"] = "=B1>1"
    first["E1"] = ArrayFormula("E1:E3", "=B1:B3*2")
    second["C1"] = "=SUM('甲 表'!E1:E3)"
    book.defined_names["价格"] = DefinedName("价格", attr_text="'it''s'!$A$1")
    for row, cells in enumerate((("品", "数"), ("a", 1), ("b", 5)), 3):
        second.cell(row, 5).value, second.cell(row, 6).value = cells
    second.add_table(Table(displayName="表一", ref="E3:F5"))
    second["C2"] = "=SUM(表一[数])"
    buffer = io.BytesIO()
    book.save(buffer)
    return _with_wrong_values(buffer.getvalue())


def _with_wrong_values(content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, _WRONG.sub(rb"\1<v>777</v>", data) if "worksheets" in name else data)
    return out.getvalue()


@pytest.fixture(scope="session")
def given() -> EngineInputs:
    """What the workbook gives to engines."""
    content = book_bytes()
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert package.read("xl/worksheets/sheet1.xml").count(b"<v>777</v>") == 8
    return inputs_of(open_saved(content, "book.xlsx"))


@pytest.fixture
def no_formualizer(monkeypatch: pytest.MonkeyPatch) -> Callable[[], Formualizer]:
    """formualizer, as if it were not installed."""
    from importlib.metadata import PackageNotFoundError

    def missing(package: str) -> str:
        raise PackageNotFoundError(package)

    monkeypatch.setattr("smartxl.verify.engines.installed.version", missing)
    return Formualizer
