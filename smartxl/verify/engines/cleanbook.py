"""A workbook of nothing but inputs and formulas, for engines that read files: no value of a formula, no macro, no link."""

from __future__ import annotations

import io
import re
import zipfile
from collections import defaultdict
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from smartxl.cells import a1, area
from smartxl.verify.grid import ErrorValue

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from smartxl.recalc import FormulaCell
    from smartxl.verify.engines.inputs import EngineInputs
    from smartxl.verify.grid import Value
    from smartxl.xlsx.settings import SavedName, SavedTable

__all__ = ["clean_book"]

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_RESERVED = "_xlnm."  # print areas, filters: nothing calculates with them
_NO_XML = r"[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]"
_ESCAPED, _IN_FORMULAS = re.compile(rf"{_NO_XML}|_(?=x[0-9A-Fa-f]{{4}}_)"), re.compile(_NO_XML)

Place = tuple[int, int]


def clean_book(inputs: EngineInputs) -> bytes:
    """The bytes of an .xlsx."""
    parts = dict(_parts(inputs))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for name, text in parts.items():
            package.writestr(name, _HEAD + text)
    return buffer.getvalue()


def _parts(inputs: EngineInputs) -> Iterator[tuple[str, str]]:
    tables = list(enumerate(inputs.tables, 1))
    yield "[Content_Types].xml", _content_types(len(inputs.sheets), len(tables))
    yield "_rels/.rels", _relations(("rId1", "officeDocument", "xl/workbook.xml"))
    yield "xl/workbook.xml", _workbook(inputs)
    sheets = [(f"rId{n}", "worksheet", f"worksheets/sheet{n}.xml") for n, _ in enumerate(inputs.sheets, 1)]
    yield "xl/_rels/workbook.xml.rels", _relations(*sheets)
    by_sheet = _by_sheet(inputs)
    for number, name in enumerate(inputs.sheets, 1):
        mine = [(n, table) for n, table in tables if table.sheet.casefold() == name.casefold()]
        cells = by_sheet[name.casefold()]
        yield (
            f"xl/worksheets/sheet{number}.xml",
            _sheet(cells, inputs.hidden_rows.get(name, frozenset()), len(mine)),
        )
        if mine:
            links = [(f"rId{i}", "table", f"../tables/table{n}.xml") for i, (n, _) in enumerate(mine, 1)]
            yield f"xl/worksheets/_rels/sheet{number}.xml.rels", _relations(*links)
    for number, table in tables:
        yield f"xl/tables/table{number}.xml", _table(number, table)


def _content_types(sheets: int, tables: int) -> str:
    parts = [("xl/workbook.xml", "sheet.main")]
    parts += [(f"xl/worksheets/sheet{n}.xml", "worksheet") for n in range(1, sheets + 1)]
    parts += [(f"xl/tables/table{n}.xml", "table") for n in range(1, tables + 1)]
    lines = "".join(
        f'<Override PartName="/{part}" ContentType="{_KIND}.{kind}+xml"/>' for part, kind in parts
    )
    relations = "application/vnd.openxmlformats-package.relationships+xml"
    return f'<Types xmlns="{_TYPES}"><Default Extension="rels" ContentType="{relations}"/>{lines}</Types>'


def _relations(*links: tuple[str, str, str]) -> str:
    lines = "".join(
        f'<Relationship Id="{i}" Type="{_OFFICE}/{kind}" Target="{to}"/>' for i, kind, to in links
    )
    return f'<Relationships xmlns="{_RELATIONS}">{lines}</Relationships>'


def _workbook(inputs: EngineInputs) -> str:
    sheets = "".join(
        f'<sheet name={_attribute(name)} sheetId="{n}" r:id="rId{n}"/>'
        for n, name in enumerate(inputs.sheets, 1)
    )
    names = "".join(
        _name(each, inputs.sheets) for each in inputs.names if not each.name.startswith(_RESERVED)
    )
    days = '<workbookPr date1904="1"/>' if inputs.from_1904 else ""
    defined = f"<definedNames>{names}</definedNames>" if names else ""
    return (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">{days}<sheets>{sheets}</sheets>{defined}</workbook>'
    )


def _name(name: SavedName, sheets: tuple[str, ...]) -> str:
    scope = f' localSheetId="{sheets.index(name.sheet)}"' if name.sheet in sheets else ""
    return f"<definedName name={_attribute(name.name)}{scope}>{escape(name.text)}</definedName>"


def _by_sheet(inputs: EngineInputs) -> Mapping[str, Mapping[Place, str]]:
    """Sheet → place → the cell as XML, of cells under an array formula nothing."""
    cells: dict[str, dict[Place, str]] = defaultdict(dict)
    for cell, value in inputs.constants.items():
        if cell not in inputs.filled and value is not None:
            cells[cell.sheet.casefold()][cell.row, cell.column] = _constant(a1(cell.row, cell.column), value)
    for formula in inputs.formulas:
        cells[formula.sheet.casefold()][formula.row, formula.column] = _formula(formula)
    return cells


def _sheet(cells: Mapping[Place, str], hidden: frozenset[int], tables: int) -> str:
    rows: dict[int, list[str]] = {row: [] for row in hidden}
    for place in sorted(cells):
        rows.setdefault(place[0], []).append(cells[place])
    shown = {True: ' hidden="1"', False: ""}
    data = "".join(f'<row r="{n}"{shown[n in hidden]}>{"".join(rows[n])}</row>' for n in sorted(rows))
    links = "".join(f'<tablePart r:id="rId{number}"/>' for number in range(1, tables + 1))
    parts = f'<tableParts count="{tables}">{links}</tableParts>' if tables else ""
    return f'<worksheet xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheetData>{data}</sheetData>{parts}</worksheet>'


def _constant(at: str, value: Value) -> str:
    if isinstance(value, bool):
        return f'<c r="{at}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, ErrorValue):
        return f'<c r="{at}" t="e"><v>{value}</v></c>'
    if isinstance(value, str):
        return f'<c r="{at}" t="inlineStr"><is><t xml:space="preserve">{escape(_plain(value))}</t></is></c>'
    return f'<c r="{at}"><v>{float(value or 0)!r}</v></c>'


def _formula(formula: FormulaCell) -> str:
    fills = formula.fills
    kind = f' t="array" ref="{area(fills.top, fills.left, fills.bottom, fills.right)}"' if fills else ""
    at, text = a1(formula.row, formula.column), escape(_IN_FORMULAS.sub("", formula.text[1:]))
    return f'<c r="{at}"><f{kind}>{text}</f></c>'


def _table(number: int, table: SavedTable) -> str:
    columns = "".join(
        f'<tableColumn id="{n}" name={_attribute(name)}/>' for n, name in enumerate(table.columns, 1)
    )
    counts = f'headerRowCount="{table.headers}" totalsRowCount="{table.totals}"'
    head = (
        f'id="{number}" name={_attribute(table.name)} displayName={_attribute(table.name)} ref="{table.area}"'
    )
    body = f'<tableColumns count="{len(table.columns)}">{columns}</tableColumns>'
    return f'<table xmlns="{_MAIN}" {head} {counts}>{body}</table>'


def _attribute(text: str) -> str:
    return quoteattr(_plain(text))


def _plain(text: str) -> str:
    """Text as a part may hold it: what XML cannot hold is written as Excel does, _x000B_."""
    return _ESCAPED.sub(lambda match: f"_x{ord(match[0]):04X}_", text)
