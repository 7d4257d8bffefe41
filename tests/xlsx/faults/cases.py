"""Each fault of a package: a file that has it, and one that comes near and has not."""

from __future__ import annotations

from dataclasses import dataclass

from smartxl.xlsx.faults import FaultKind
from tests.xlsx.faults.books import CHAIN, Book, table

__all__ = ["CASES", "FaultCase"]

_SHEETS = '<sheet name="{}" sheetId="1" r:id="rId1"/><sheet name="{}" sheetId="2" r:id="rId2"/>'
_RULE = '<conditionalFormatting sqref="{}"><cfRule {}><formula>{}</formula></cfRule></conditionalFormatting>'
_FINE = 'type="expression" dxfId="0" priority="1"'
_LIST = '<dataValidations><dataValidation type="list" sqref="{}" {}><formula1>{}</formula1></dataValidation></dataValidations>'
_IMAGE = (
    '<Relationship Id="rId9" Target="{}" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/drawing"/>'
)
_DRAWING = '<drawing r:id="{}"/>'
_WEST = '<row r="2"><c r="A2" t="str"><v>west</v></c></row>'
_HEAD = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>{}</v></c></row>'
_TOP_ROW = _HEAD.format(1)
_MOMENT = '<dcterms:created xsi:type="dcterms:W3CDTF">{}</dcterms:created>'
_MERGES = '<mergeCells><mergeCell ref="{}"/><mergeCell ref="{}"/></mergeCells>'
_NAME = '<definedName name="{}">{}</definedName>'
_NUMBER = '<row r="1"><c r="A1" {}><v>{}</v></c></row>'
_FORMULA = '<row r="1"><c r="A1"><f>{}</f><v>1</v></c></row>'
_CODE = '<numFmt numFmtId="164" formatCode="0"/>'
_DRAWN = '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"/>'
_DRAWING_TYPE = (
    '<Override PartName="/xl/drawings/drawing1.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.drawing+xml"/>'
)


@dataclass(frozen=True)
class FaultCase:
    """The kind of a fault, words of what is said of it, a file with it and one without it."""

    kind: FaultKind
    words: str
    bad: Book
    good: Book
    cells: str = ""


def _names(first: str, second: str) -> Book:
    return Book(sheets=_SHEETS.format(first, second))


def _named(name: str, text: str = "Data!$A$1", attributes: str = "") -> Book:
    return Book(names=f'<definedName name="{name}" {attributes}>{text}</definedName>')


def _two_names(one: str, other: str) -> Book:
    return Book(names=_NAME.format(one, "Data!$A$1") + _NAME.format(other, "Data!$A$2"))


def _cell(attributes: str, value: str) -> Book:
    return Book(rows=_NUMBER.format(attributes, value))


def _formula(text: str) -> Book:
    return Book(rows=_FORMULA.format(text))


def _validated(attributes: str = "", text: str = '"yes,no"', area: str = "B2") -> Book:
    return Book(after=_LIST.format(area, attributes, text))


def _ruled(attributes: str = _FINE, area: str = "B2:B9", text: str = "B2&gt;1") -> Book:
    return Book(after=_RULE.format(area, attributes, text))


def _drawn(relation: str, part: str | None = _DRAWN, number: str = "rId9") -> Book:
    parts = {"xl/drawings/drawing1.xml": part}
    return Book(after=_DRAWING.format(number), links=relation, types=_DRAWING_TYPE, parts=parts)


def _linked(times: int) -> Book:
    links = "".join(f'<hyperlink ref="A{n}" location="Lists!A1"/>' for n in range(1, times + 1))
    return Book(after=f"<hyperlinks>{links}</hyperlinks>")


_SHARED = '<row r="{n}"><c r="B{n}"><f t="shared" si="0"{more}</c></row>'
_FIRST = _SHARED.format(n=2, more=' ref="B2:B3">A2*2</f><v>1</v>')
_SECOND = _SHARED.format(n=3, more="/><v>1</v>")
_OTHER = table("Other", "D1:E3", number=2)
_OTHER_HEAD = _HEAD.format(1).replace(
    "</row>", '<c r="D1" t="s"><v>0</v></c><c r="E1" t="s"><v>1</v></c></row>'
)

_K = FaultKind
CASES: dict[str, FaultCase] = {
    "sheet name of 32": FaultCase(_K.SHEETS, "longer than 31", _names("a" * 32, "b"), _names("a" * 31, "b")),
    "sheet name with a colon": FaultCase(
        _K.SHEETS, "contains one of", _names("a:b", "c"), _names("a-b", "c")
    ),
    "sheet name with an apostrophe": FaultCase(
        _K.SHEETS, "apostrophe", _names("'a", "c"), _names("a'b", "c")
    ),
    "sheets of one name": FaultCase(
        _K.SHEETS, "of one name", _names("Data", "DATA"), _names("Data", "Data2")
    ),
    "sheets of one number": FaultCase(
        _K.SHEETS, "of one number", Book(sheets=_SHEETS.format("a", "b").replace('"2"', '"1"')), Book()
    ),
    "all hidden": FaultCase(
        _K.SHEETS,
        "hidden",
        Book(sheets=_SHEETS.format("a", "b").replace("<sheet ", '<sheet state="hidden" ')),
        Book(sheets=_SHEETS.format("a", "b").replace("<sheet ", '<sheet state="hidden" ', 1)),
    ),
    "view of no sheet": FaultCase(
        _K.SHEETS, "a view", Book(views='<bookViews><workbookView activeTab="2"/></bookViews>'), Book()
    ),
    "name twice": FaultCase(_K.NAMES, "twice", _two_names("Rate", "RATE"), _two_names("Rate", "Rate2x")),
    "name like a cell": FaultCase(_K.NAMES, "cannot have", _named("AB12"), _named("ABCD12")),
    "name of the other notation": FaultCase(_K.NAMES, "cannot have", _named("R1C1"), _named("R1C1x")),
    "name with a blank": FaultCase(_K.NAMES, "cannot have", _named("my rate"), _named("my_rate.2\\é")),
    "name of no sheet": FaultCase(
        _K.NAMES,
        "that there is not",
        _named("Rate", attributes='localSheetId="2"'),
        _named("Rate", attributes='localSheetId="1"'),
    ),
    "name without a sheet": FaultCase(
        _K.NAMES, "without their sheet", _named("Rate", "$B$5"), _named("Rate", "5")
    ),
    "name without quotes": FaultCase(
        _K.NAMES, "without the quotes", _named("Rate", "12pm!$C$1"), _named("Rate", "'12pm'!$C$1")
    ),
    "merge behind links": FaultCase(
        _K.ORDER,
        "out of order",
        Book(
            after='<hyperlinks><hyperlink ref="A1" location="Lists!A1"/></hyperlinks>'
            + _MERGES.format("D1:D2", "E1:E2")
        ),
        Book(
            after=_MERGES.format("D1:D2", "E1:E2")
            + '<hyperlinks><hyperlink ref="A1" location="Lists!A1"/></hyperlinks>'
        ),
    ),
    "merges twice": FaultCase(
        _K.ORDER,
        "stands twice",
        Book(after=_MERGES.format("D1:D2", "E1:E2") + _MERGES.format("D4:D5", "E4:E5")),
        Book(after=_MERGES.format("D1:D2", "E1:E2")),
    ),
    "no merges in it": FaultCase(
        _K.ORDER, "nothing in it", Book(after="<mergeCells/>"), Book(after="<tableParts/>")
    ),
    "no cells": FaultCase(
        _K.ORDER,
        "without sheetData",
        Book(
            parts={
                "xl/worksheets/sheet2.xml": '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
            }
        ),
        Book(),
    ),
    "look out of order": FaultCase(
        _K.ORDER,
        "out of order",
        Book(looks=f"<dxf><fill/>{_CODE}</dxf>"),
        Book(looks=f"<dxf>{_CODE}<fill/></dxf>"),
    ),
    "cells out of order": FaultCase(
        _K.CELLS,
        "left to right",
        Book(rows='<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>1</v></c></row>'),
        Book(rows='<row r="1"><c r="B1"><v>1</v></c><c r="AA1"><v>1</v></c></row>'),
        "A1",
    ),
    "rows out of order": FaultCase(
        _K.CELLS,
        "top to bottom",
        Book(rows='<row r="3"/><row r="2"/>'),
        Book(rows='<row r="3"/><row r="4"/>'),
    ),
    "row 0": FaultCase(
        _K.CELLS, "a number that is none", Book(rows='<row r="0"/>'), Book(rows='<row r="1048576"/>')
    ),
    "cell of another row": FaultCase(
        _K.CELLS,
        "not its own",
        Book(rows='<row r="2"><c r="A3"><v>1</v></c></row>'),
        Book(rows='<row r="2"><c><v>1</v></c></row>'),
        "A3",
    ),
    "cell in no column": FaultCase(
        _K.CELLS,
        "address that is none",
        Book(rows='<row r="1"><c r="XFE1"><v>1</v></c></row>'),
        Book(rows='<row r="1"><c r="XFD1"><v>1</v></c></row>'),
    ),
    "cell of no type": FaultCase(_K.VALUES, "does not know", _cell('t="x"', "1"), _cell('t="n"', "1"), "A1"),
    "no such string": FaultCase(_K.VALUES, "shared string", _cell('t="s"', "2"), _cell('t="s"', "1"), "A1"),
    "string -1": FaultCase(_K.VALUES, "shared string", _cell('t="s"', "-1"), _cell('t="s"', ""), "A1"),
    "not a number": FaultCase(_K.VALUES, "holds none", _cell("", "NaN"), _cell("", "-1.5E-300"), "A1"),
    "a comma": FaultCase(_K.VALUES, "holds none", _cell("", "1,5"), _cell("", "1.5"), "A1"),
    "neither 0 nor 1": FaultCase(_K.VALUES, "truth value", _cell('t="b"', "yes"), _cell('t="b"', "1"), "A1"),
    "no such format": FaultCase(
        _K.STYLES, "format that there is not", _cell('s="2"', "1"), _cell('s="1"', "1"), "A1"
    ),
    "row of no such format": FaultCase(
        _K.STYLES,
        "format that there is not",
        Book(rows='<row r="1" s="7"/>'),
        Book(rows='<row r="1" s="1"/>'),
    ),
    "no such fill": FaultCase(
        _K.STYLES,
        "font, fill or border",
        Book(formats='<xf/><xf fillId="2"/>'),
        Book(formats='<xf/><xf fillId="1"/>'),
    ),
    "long number format": FaultCase(
        _K.STYLES,
        "number format",
        Book(codes=f'<numFmt numFmtId="164" formatCode="{"0" * 256}"/>'),
        Book(codes=f'<numFmt numFmtId="164" formatCode="{"0" * 255}"/>'),
    ),
    "long text": FaultCase(
        _K.LENGTHS, "32767", _cell('t="str"', "x" * 32_768), _cell('t="str"', "x" * 32_767), "A1"
    ),
    "long shared text": FaultCase(
        _K.LENGTHS,
        "32767",
        Book(strings=("Region", "Amount", "x" * 32_768)),
        Book(strings=("Region", "Amount", "x" * 32_767)),
    ),
    "long header": FaultCase(
        _K.LENGTHS,
        "header or footer",
        Book(after=f"<headerFooter><oddHeader>{'x' * 256}</oddHeader></headerFooter>"),
        Book(after=f"<headerFooter><oddHeader>{'x' * 255}</oddHeader></headerFooter>"),
    ),
    "long formula": FaultCase(
        _K.FORMULAS, "8192", _formula("1" + "+11" * 2_731), _formula("1" + "+11" * 2_730), "A1"
    ),
    "long text in a formula": FaultCase(
        _K.FORMULAS,
        "255 characters",
        _formula(f'"{"x" * 256}"'),
        _formula(f'"{"x" * 255}"&amp;"{"x" * 9}"'),
        "A1",
    ),
    "semicolons": FaultCase(
        _K.FORMULAS, "semicolons", _formula("SUM(A2;A3)"), _formula("SUM({1;2},';'!A3,T[a;b],\";\")"), "A1"
    ),
    "brackets": FaultCase(
        _K.FORMULAS, "do not match", _formula("SUM(A2"), _formula('IF(A2=")",1,"(")'), "A1"
    ),
    "shared formula without a head": FaultCase(
        _K.FORMULAS, "cell that has its text", Book(rows=_SECOND), Book(rows=_FIRST + _SECOND), "B3"
    ),
    "merges overlap": FaultCase(
        _K.MERGES,
        "overlap",
        Book(after=_MERGES.format("D1:E2", "E2:F3")),
        Book(after=_MERGES.format("D1:E2", "E3:F4")),
        "E2:F3",
    ),
    "merge of nothing": FaultCase(
        _K.MERGES,
        "address that is none",
        Book(after=_MERGES.format("D1:D2", "")),
        Book(after=_MERGES.format("D1:D2", "E1:E2")),
    ),
    "merge in a table": FaultCase(
        _K.MERGES,
        "in a table",
        Book(tables=(table(),), after=_MERGES.format("A2:A3", "D1:D2")),
        Book(tables=(table(),), after=_MERGES.format("A4:A5", "D1:D2")),
        "A2:A3",
    ),
    "columns overlap": FaultCase(
        _K.COLUMNS,
        "overlap",
        Book(before='<cols><col min="1" max="3" width="9"/><col min="3" max="4" width="9"/></cols>'),
        Book(before='<cols><col min="1" max="3" width="9"/><col min="4" max="4" width="9"/></cols>'),
    ),
    "long list": FaultCase(
        _K.VALIDATIONS, "list has", _validated(text=f'"{"x" * 256}"'), _validated(text=f'"{"x" * 255}"'), "B2"
    ),
    "long title": FaultCase(
        _K.VALIDATIONS,
        "title",
        _validated(f'errorTitle="{"x" * 33}"'),
        _validated(f'errorTitle="{"x" * 32}"'),
        "B2",
    ),
    "long message": FaultCase(
        _K.VALIDATIONS,
        "message",
        _validated(f'prompt="{"x" * 256}"'),
        _validated(f'prompt="{"x" * 255}"'),
        "B2",
    ),
    "validation of nothing": FaultCase(
        _K.VALIDATIONS, "address that is none", _validated(area=""), _validated(area="B2 D4:D9 F1:F1048576")
    ),
    "no such look": FaultCase(
        _K.CONDITIONS,
        "look that there is not",
        _ruled('type="expression" dxfId="1" priority="1"'),
        _ruled(),
        "B2:B9",
    ),
    "no priority": FaultCase(
        _K.CONDITIONS, "priority", _ruled('type="expression" dxfId="0"'), _ruled(), "B2:B9"
    ),
    "no rules": FaultCase(
        _K.ORDER, "nothing in it", Book(after='<conditionalFormatting sqref="A1"/>'), _ruled(), "A1"
    ),
    "heading differs": FaultCase(
        _K.TABLES,
        "differs",
        Book(tables=(table(columns="Region Sum"),)),
        Book(tables=(table(columns="region Amount"),)),
        "B1",
    ),
    "heading is a number": FaultCase(
        _K.TABLES,
        "no text",
        Book(
            rows=_TOP_ROW.replace('<c r="B1" t="s"><v>1</v>', '<c r="B1"><v>1</v>') + _WEST, tables=(table(),)
        ),
        Book(rows=_TOP_ROW + _WEST, tables=(table(),)),
        "B1",
    ),
    "no heading cells": FaultCase(
        _K.TABLES,
        "differs",
        Book(rows=_WEST, tables=(table(),)),
        Book(rows=_WEST, tables=(table(more='headerRowCount="0"'),)),
        "A1",
    ),
    "columns of one name": FaultCase(
        _K.TABLES,
        "columns of one name",
        Book(rows=_HEAD.format(0) + _WEST, tables=(table(columns="Region REGION"),)),
        Book(tables=(table(),)),
    ),
    "a column too many": FaultCase(
        _K.TABLES,
        "than its area",
        Book(tables=(table(columns="Region Amount More"),)),
        Book(tables=(table(),)),
    ),
    "table without rows": FaultCase(
        _K.TABLES, "without rows", Book(tables=(table(area="A1:B1"),)), Book(tables=(table(area="A1:B2"),))
    ),
    "tables of one name": FaultCase(
        _K.TABLES,
        "tables of one name",
        Book(rows=_OTHER_HEAD, tables=(table("Other"), _OTHER)),
        Book(rows=_OTHER_HEAD, tables=(table(), _OTHER)),
    ),
    "tables of one number": FaultCase(
        _K.TABLES,
        "of one number",
        Book(rows=_OTHER_HEAD, tables=(table(number=2), _OTHER)),
        Book(rows=_OTHER_HEAD, tables=(table(), _OTHER)),
    ),
    "tables overlap": FaultCase(
        _K.TABLES,
        "tables that overlap",
        Book(rows=_OTHER_HEAD, tables=(table(area="A1:D3", columns="Region Amount c d"), _OTHER)),
        Book(rows=_OTHER_HEAD, tables=(table(), _OTHER)),
    ),
    "table named like a cell": FaultCase(
        _K.TABLES, "cannot have", Book(tables=(table("Q1"),)), Book(tables=(table("Q_1"),))
    ),
    "table with the name of a name": FaultCase(
        _K.TABLES,
        "name of a defined name",
        Book(tables=(table(),), names=_NAME.format("SALES", "Lists!$A$1")),
        Book(tables=(table(),), names=_NAME.format("SALES2x", "Lists!$A$1")),
    ),
    "filter of another area": FaultCase(
        _K.TABLES,
        "another area",
        Book(tables=(table().replace('autoFilter ref="A1:B3"', 'autoFilter ref="A1:B9"'),)),
        Book(tables=(table(),)),
    ),
    "filter over a table": FaultCase(
        _K.FILTERS,
        "overlaps a table",
        Book(tables=(table(),), after='<autoFilter ref="A1:B3"/>'),
        Book(tables=(table(),), after='<autoFilter ref="D1:E3"/>'),
    ),
    "many links": FaultCase(_K.LINKS, "65530", _linked(65_531), _linked(65_530)),
    "part missing": FaultCase(
        _K.PARTS,
        "not in the file",
        _drawn(_IMAGE.format("../drawings/drawing1.xml"), None),
        _drawn(_IMAGE.format("../Drawings/drawing1.xml")),
    ),
    "no such relation": FaultCase(
        _K.PARTS,
        "relation that there is not",
        _drawn(_IMAGE.format("../drawings/drawing1.xml"), number="rId8"),
        _drawn(_IMAGE.format("../drawings/drawing1.xml")),
    ),
    "relation twice": FaultCase(
        _K.PARTS,
        "two relations",
        _drawn(_IMAGE.format("../drawings/drawing1.xml") * 2),
        _drawn(_IMAGE.format("../drawings/drawing1.xml")),
    ),
    "type of something else": FaultCase(
        _K.PARTS,
        "something else",
        Book(tables=(table(),), parts={"[Content_Types].xml": Book()._types()}),
        Book(tables=(table(),)),
    ),
    "no type": FaultCase(
        _K.PARTS,
        "without a content type",
        Book(
            links=_IMAGE.replace("drawing", "image").format("../media/image1.png"),
            parts={"xl/media/image1.png": "x"},
        ),
        Book(
            links=_IMAGE.replace("drawing", "image").format("../media/image1.png"),
            parts={"xl/media/image1.png": "x"},
            types='<Default Extension="png" ContentType="image/png"/>',
        ),
    ),
    "type twice": FaultCase(
        _K.PARTS,
        "given twice",
        Book(types='<Default Extension="png" ContentType="image/png"/>' * 2),
        Book(types='<Default Extension="png" ContentType="image/png"/>'),
    ),
    "type of itself": FaultCase(
        _K.PARTS,
        "for itself",
        Book(types='<Override PartName="/[Content_Types].xml" ContentType="text/xml"/>'),
        Book(),
    ),
    "date of another form": FaultCase(
        _K.PROPERTIES,
        "that is none",
        Book(core=_MOMENT.format("31.1.2026")),
        Book(core=_MOMENT.format("2026-01-31")),
    ),
    "date without a type": FaultCase(
        _K.PROPERTIES, "without xsi:type", Book(core="<dcterms:created>2026-01-31</dcterms:created>"), Book()
    ),
    "property twice": FaultCase(
        _K.PROPERTIES,
        "stands twice",
        Book(core="<dc:title>a</dc:title><dc:title>b</dc:title>"),
        Book(core="<dc:title>a</dc:title><dc:creator>b</dc:creator>"),
    ),
    "chain of no formula": FaultCase(
        _K.CALCULATION, "no formula", Book(chain=CHAIN.replace("B3", "B2")), Book(chain=CHAIN), "B2"
    ),
    "cut off": FaultCase(
        _K.XML, "no sound XML", Book(parts={"xl/worksheets/sheet2.xml": "<worksheet>"}), Book()
    ),
    "control character": FaultCase(
        _K.XML, "no sound XML", _cell('t="str"', "a\x0bb"), _cell('t="str"', "a_x000B_b")
    ),
}
