"""An .xlsx with macros: parts, code names, buttons; read by programs other than Excel."""

from __future__ import annotations

import io
import json
import subprocess
import zipfile
from pathlib import Path

import pytest
from lxml import etree
from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference

from smartxl.xlsx import open_book
from smartxl_generators.macros import MacroButton, ModuleKind, VbaModule, VbaProject, with_macros
from tests.generators.macros.test_vbaproject import own_project
from tests.office.office import Office

SOURCE = 'Attribute VB_Name = "SmartXL"\r\nSub SX_Again()\r\n    RunPython "import smartxl"\r\nEnd Sub\r\n'
BUTTONS = {
    "权重": [MacroButton("重新计算", "SX_Again", 2, 1.0), MacroButton("A & <B>", "SX_Again", 2, 5.0, 2.0)],
    "图": [MacroButton("出报告", "SX_Again", 1, 0.0)],
}


@pytest.fixture(scope="module")
def plain() -> bytes:
    """A workbook of three sheets, of which one has a chart."""
    book = Workbook()
    first = book.active
    assert first
    first.title = "权重"
    first["A1"] = 5
    book.create_sheet("说明")
    drawn = book.create_sheet("图")
    chart = BarChart()
    chart.add_data(Reference(first, min_col=1, min_row=1))
    drawn.add_chart(chart, "C3")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.fixture(scope="module")
def made(plain: bytes) -> bytes:
    """The same with macros."""
    own = VbaModule("SmartXL", ModuleKind.MODULE, SOURCE)
    return with_macros(plain, "book.xlsx", own_project(), [own], BUTTONS)


def part(content: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return package.read(name)


def test_every_sheet_has_the_module_that_it_names(made: bytes) -> None:
    project = VbaProject.read(part(made, "xl/vbaProject.bin"))
    documents = [module.name for module in project.modules if module.kind is ModuleKind.DOCUMENT]
    assert documents == ["ThisWorkbook", "Sheet1", "Sheet2", "Sheet3"]
    for number in (1, 2, 3):
        root = etree.fromstring(part(made, f"xl/worksheets/sheet{number}.xml"))
        assert root[0].get("codeName") == f"Sheet{number}"
    assert next(module for module in project.modules if module.name == "SmartXL").source == SOURCE
    assert {"xlwings", "Dictionary"} <= {module.name for module in project.modules}


def test_buttons_run_their_macros_and_are_not_printed(made: bytes) -> None:
    drawings = [part(made, f"xl/drawings/drawing{number}.xml").decode() for number in (1, 2)]
    both = "".join(drawings)
    assert both.count('macro="[0]!SX_Again"') == 3
    assert both.count('fPrintsWithSheet="0"') == 3
    assert "A &amp; &lt;B&gt;" in both
    assert part(made, "xl/worksheets/sheet1.xml").count(b'customHeight="1"') == 1
    ids = [etree.fromstring(each.encode()).xpath("//*[local-name()='cNvPr']/@id") for each in drawings]
    assert all(len(set(each)) == len(each) for each in ids)


def test_our_own_reader_knows_that_it_has_macros(made: bytes) -> None:
    book = open_book(made, "book.xlsm")
    assert book.macros
    assert list(book.sheets) == ["权重", "说明", "图"]
    assert book.sheets["权重"].at(1, 1) == 5


@pytest.mark.slow
def test_the_open_xml_sdk_finds_nothing_else_wrong(
    plain: bytes, made: bytes, ooxml_validator: str, tmp_path: Path
) -> None:
    """Than in the workbook that openpyxl wrote, whose fonts have their parts in another order."""
    found = []
    for name, content in (("book.xlsx", plain), ("book.xlsm", made)):
        path = tmp_path / name
        path.write_bytes(content)
        command = [ooxml_validator, str(path)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
        found.append([(each["id"], each["xPath"]) for each in json.loads(done.stdout)["errors"]])
    assert found[0] == found[1]


@pytest.mark.slow
@pytest.mark.libreoffice
def test_libreoffice_reads_the_modules(made: bytes, office: Office, tmp_path: Path) -> None:
    """It takes VBA apart by code of its own."""
    path = tmp_path / "book.xlsm"
    path.write_bytes(made)
    written = office.convert(path, tmp_path / "out", "fods").read_text("utf-8")
    for told in ('ooo:name="SmartXL"', "Sub SX_Again()", 'ooo:name="xlwings"', "Public Function RunPython"):
        assert told in written
