"""How a file is set, read in one pass with its contents, as different programs write it."""

from __future__ import annotations

import io
import zipfile

import pytest
from openpyxl import Workbook
from openpyxl.styles import Protection
from openpyxl.workbook.defined_name import DefinedName

from smartxl.xlsx.saved import open_saved
from smartxl.xlsx.settings import BookSettings, SavedCondition, SheetSettings

EXTENSION = (
    '<extLst><ext xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" '
    'xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main" uri="x">{inside}</ext></extLst>'
)
LIST = "<formula1>'_lists'!$A$1:$A$2</formula1>"


def book() -> Workbook:
    """A sheet with a locked, an open and a formatted cell, a hidden sheet, a name of each scope."""
    made = Workbook()
    sheet = made.worksheets[0]
    sheet.title = "表"
    sheet["A1"], sheet["B1"], sheet["C1"] = 1, 0.5, 46300
    sheet["B1"].protection = Protection(locked=False)
    sheet["C1"].number_format = "yyyy-mm-dd"
    sheet.protection.sheet = True
    made.create_sheet("_lists").sheet_state = "veryHidden"
    made.defined_names["N"] = DefinedName("N", attr_text="'表'!$A$1")
    sheet.defined_names["N"] = DefinedName("N", attr_text="'表'!$B$1", hidden=True)
    return made


def settings(tail: str = "", calculation: str = "") -> tuple[SheetSettings, BookSettings]:
    """Those of the book with more at the end of its first sheet."""
    raw, out = io.BytesIO(), io.BytesIO()
    book().save(raw)
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            part = source.read(name).decode()
            if name == "xl/worksheets/sheet1.xml":
                part = part.replace("</worksheet>", f"{tail}</worksheet>")
            target.writestr(name, part.replace("<calcPr ", f"<calcPr {calculation} "))
    found = open_saved(out.getvalue(), "x.xlsx").settings
    assert found is not None
    return found.sheets["表"], found


def test_looks_protection_states_and_names() -> None:
    sheet, whole = settings(calculation='iterate="1"')
    assert [whole.look(sheet.style_at((1, column))).locked for column in (1, 2, 3, 9)] == [
        True,
        False,
        True,
        True,
    ]
    assert whole.look(sheet.style_at((1, 3))).number_format == "yyyy-mm-dd"
    assert sheet.protection["sheet"] == "1"
    assert dict(whole.states) == {"表": "visible", "_lists": "veryHidden"}
    assert [(name.name, name.sheet, name.hidden) for name in whole.names] == [
        ("N", "", False),
        ("N", "表", True),
    ]
    assert whole.calculation["iterate"] == "1"


def test_a_day_keeps_its_number() -> None:
    sheet, _ = settings()
    assert sheet.numbers == {(1, 3): 46300.0}


VALIDATIONS = {
    "in the sheet": f'<dataValidations><dataValidation type="list" allowBlank="1" showErrorMessage="1" sqref="B2:B4 D2">'
    f"{LIST}</dataValidation></dataValidations>",
    "in an extension": EXTENSION.format(
        inside='<x14:dataValidations><x14:dataValidation type="list" allowBlank="1" showErrorMessage="1">'
        "<x14:formula1><xm:f>'_lists'!$A$1:$A$2</xm:f></x14:formula1>"
        "<xm:sqref>B2:B4 D2</xm:sqref></x14:dataValidation></x14:dataValidations>"
    ),
}


@pytest.mark.parametrize("written", VALIDATIONS.values(), ids=VALIDATIONS)
def test_validations_as_excel_keeps_them(written: str) -> None:
    sheet, _ = settings(written)
    (found,) = sheet.validations
    assert (found.kind, found.operands) == ("list", ("'_lists'!$A$1:$A$2", ""))
    assert (found.allow_blank, found.insists, found.style) == (True, True, "stop")
    assert found.spans == ((2, 2, 4, 2), (2, 4, 2, 4))


CONDITIONS = {
    "in the sheet": '<conditionalFormatting sqref="B2:B4"><cfRule type="expression" priority="1">'
    "<formula>B2=1</formula></cfRule></conditionalFormatting>",
    "in an extension": EXTENSION.format(
        inside='<x14:conditionalFormattings><x14:conditionalFormatting><x14:cfRule type="expression">'
        "<xm:f>B2=1</xm:f></x14:cfRule><xm:sqref>B2:B4</xm:sqref></x14:conditionalFormatting>"
        "</x14:conditionalFormattings>"
    ),
}


@pytest.mark.parametrize("written", CONDITIONS.values(), ids=CONDITIONS)
def test_conditions_as_excel_keeps_them(written: str) -> None:
    sheet, _ = settings(written)
    assert sheet.conditions == (SavedCondition("expression", "", ("B2=1",), ((2, 2, 4, 2),)),)


@pytest.mark.parametrize(
    ("column", "filtered"),
    [
        ("<filterColumn colId='0'><filters><filter val='1'/></filters></filterColumn>", (1, 1, 9, 3)),
        ("", None),
    ],
    ids=["hides rows", "hides none"],
)
def test_a_filter(column: str, filtered: tuple[int, int, int, int] | None) -> None:
    sheet, _ = settings(f'<autoFilter ref="A1:C9">{column}</autoFilter>')
    assert sheet.filtered == filtered
