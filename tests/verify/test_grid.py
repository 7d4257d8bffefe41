"""What is read from an .xlsx, with the parts written out where openpyxl would not write them."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.formula import ArrayFormula

from smartxl.cells import Area, Cell, parse_area
from smartxl.errors import UnreadableFile
from smartxl.verify import ErrorValue, Formula, Grid, read_grid

if TYPE_CHECKING:
    from collections.abc import Mapping

    from smartxl.verify import Value
    from tests.verify.conftest import Make

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def package(rows: str, strings: str = "", names: str = "", target: str = "worksheets/sheet1.xml") -> bytes:
    """An .xlsx of one sheet 表 with these rows."""
    workbook = (
        f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="表" sheetId="1" r:id="rId1"/>'
    )
    parts = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"/>',
        "xl/workbook.xml": f"{workbook}</sheets><definedNames>{names}</definedNames></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" '
        f'Type="{OFFICE}/worksheet" Target="{target}"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{strings}</sst>',
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return out.getvalue()


def at(values: Mapping[Cell, Value], row: int, column: int) -> Value:
    return values[Cell("表", row, column)]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("><v>1.5</v>", 1.5),
        ("><v>2</v>", 2.0),
        (' t="b"><v>1</v>', True),
        (' t="b"><v>0</v>', False),
        (' t="e"><v>#N/A</v>', ErrorValue("#N/A")),
        (' t="s"><v>0</v>', "公安局"),
        (' t="s"><v>1</v>', "深度级别"),
        (' t="s"><v>2</v>', " a\rb "),
        (' t="inlineStr"><is><t>文字</t></is>', "文字"),
        (' t="str"><v>算得</v>', "算得"),
    ],
)
def test_values_of_every_type_are_read(cell: str, expected: Value) -> None:
    strings = (
        "<si><t>公安局</t></si>"
        "<si><r><t>深度</t></r><r><t>级别</t></r><rPh sb='0' eb='1'><t>shen</t></rPh></si>"
        '<si><t xml:space="preserve"> a_x000D_b </t></si>'
    )
    grid = read_grid(package(f'<row r="3"><c r="B3"{cell}</c></row>', strings))
    value = at(grid.constants, 3, 2)
    assert (type(value), value) == (type(expected), expected)
    assert not grid.formulas


def test_a_formula_and_the_value_it_shows_are_read_together() -> None:
    cells = '<c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="str"><f>""</f><v></v></c><c r="C1"><f> A1 </f></c>'
    grid = read_grid(package(f'<row r="1">{cells}</row>'))
    assert [formula.text for formula in grid.formulas.values()] == ["=1+1", '=""', "=A1"]
    assert list(grid.cached.values()) == [2.0, "", None]
    assert not grid.constants


def test_cells_and_rows_without_addresses_stand_in_order() -> None:
    grid = read_grid(package("<row><c><v>1</v></c><c><v>2</v></c></row><row r='5'><c><v>3</v></c></row>"))
    assert grid.constants == {Cell("表", 1, 1): 1.0, Cell("表", 1, 2): 2.0, Cell("表", 5, 1): 3.0}


def test_shared_formulas_are_written_out() -> None:
    rows = (
        '<row r="1"><c r="C1"><f t="shared" ref="C1:C3" si="0">A1*$B$1+\'甲 乙\'!D1</f><v>1</v></c></row>'
        '<row r="2"><c r="C2"><f t="shared" si="0"/><v>2</v></c></row>'
        '<row r="3"><c r="C3"><f t="shared" si="0"/><v>3</v></c></row>'
    )
    texts = [formula.text for formula in read_grid(package(rows)).formulas.values()]
    assert texts == [f"=A{row}*$B$1+'甲 乙'!D{row}" for row in (1, 2, 3)]


def test_cells_under_an_array_formula_show_values_and_hold_none(make: Make) -> None:
    grid = read_grid(make({"表": {"B2": ArrayFormula("B2:B3", "=A2:A3*2"), "B3": 8, "B4": 9}}))
    assert grid.formulas == {Cell("表", 2, 2): Formula("=A2:A3*2", Area("表", 2, 2, 3, 2))}
    assert grid.cached == {Cell("表", 2, 2): None, Cell("表", 3, 2): 8.0}
    assert grid.constants == {Cell("表", 4, 2): 9.0}


def test_settled_cells_become_what_they_show() -> None:
    head, below, other = Cell("表", 1, 1), Cell("表", 2, 1), Cell("表", 1, 2)
    formulas = {head: Formula("=B1:B2", Area("表", 1, 1, 2, 1)), other: Formula("=1")}
    grid = Grid(("表",), {}, formulas, {head: 1.0, below: 2.0, other: 3.0}).settled({head})
    assert grid.constants == {head: 1.0, below: 2.0}
    assert list(grid.formulas) == [other]


def test_names_of_areas_are_read_and_others_left() -> None:
    names = (
        "<definedName name='权重'>'表'!$B$2:$C$9</definedName><definedName name='x'>0.5</definedName>"
        "<definedName name='Local' localSheetId='0'>表!$A$1</definedName>"
        "<definedName name='y'>$A$1</definedName>"
    )
    assert read_grid(package("", names=names)).names == {"权重": Area("表", 2, 2, 9, 3)}


def test_all_sheets_are_read_in_order_and_chart_sheets_passed_over() -> None:
    book = Workbook()
    book.create_sheet("乙 'x'")["A1"] = 5
    book.create_chartsheet("图")
    out = io.BytesIO()
    book.save(out)
    grid = read_grid(out.getvalue())
    assert grid.sheets == ("Sheet", "乙 'x'")
    assert grid.constants == {Cell("乙 'x'", 1, 1): 5.0}


def test_a_sheet_may_be_named_from_the_root_of_the_package() -> None:
    grid = read_grid(package("<row r='1'><c r='A1'><v>1</v></c></row>", target="/xl/worksheets/sheet1.xml"))
    assert grid.constants == {Cell("表", 1, 1): 1.0}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no zip",
        package("")[:-40],
        package("<row"),
        package("<row r='1'><c r='1A'><v>1</v></c></row>"),
        package("<row r='1'><c r='A1' t='s'><v>7</v></c></row>"),
        package("<row r='1'><c r='A1'><f t='array' ref='A1:XFD1048576'>1</f></c></row>"),
        package("", target="worksheets/none.xml"),
    ],
    ids=["empty", "text", "cut", "XML", "address", "string", "array", "part"],
)
def test_what_is_no_workbook_is_an_error_with_its_name(content: bytes) -> None:
    with pytest.raises(UnreadableFile, match=r"坏\.xlsx: "):
        read_grid(content, "坏.xlsx")


def test_a_zip_that_is_no_workbook_is_an_error() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "a")
    with pytest.raises(UnreadableFile):
        read_grid(out.getvalue())


@pytest.mark.parametrize(
    ("reference", "area"),
    [
        ("B3", Area("甲", 3, 2, 3, 2)),
        ("$b$3:C1", Area("甲", 1, 2, 3, 3)),
        ("'公安''局'!A1", Area("公安'局", 1, 1, 1, 1)),
        ("乙!XFD1048576", Area("乙", 1048576, 16384, 1048576, 16384)),
        ("A:A", None),
        ("1:2", None),
        ("[1]乙!A1", None),
        ("'[1]乙'!A1", None),
        ("名", None),
        ("A0", None),
    ],
)
def test_areas_are_parsed(reference: str, area: Area | None) -> None:
    assert parse_area(reference, "甲") == area


@pytest.mark.parametrize("sheet", ["Foo", "Other"])
def test_an_array_formula_fills_no_other_sheet(sheet: str) -> None:
    book = Workbook()
    book.worksheets[0]["A1"] = ArrayFormula(f"{sheet}!A1:A2", "=1+1")
    book.create_sheet("Other")
    content = io.BytesIO()
    book.save(content)
    with pytest.raises(UnreadableFile, match="another sheet"):
        read_grid(content.getvalue(), "x.xlsx")
