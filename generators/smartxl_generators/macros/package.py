"""A workbook with macros: the VBA project, code names, and buttons on its sheets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from smartxl_generators.giveback.marks import SHEET_ORDER
from smartxl_generators.giveback.parts import OFFICE, Element, Package, WorksheetPart, insert_child, main
from smartxl_generators.macros.vbaproject import ModuleKind, VbaModule, VbaProject

__all__ = ["MacroButton", "with_macros"]

_BOOK = "ThisWorkbook"
_MAIN_TYPE = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
_VBA_TYPE, _VBA_PART = "application/vnd.ms-office.vbaProject", "xl/vbaProject.bin"
_VBA_RELATION = "http://schemas.microsoft.com/office/2006/relationships/vbaProject"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
_ART = "http://schemas.openxmlformats.org/drawingml/2006/main"
_DRAWING_TYPE = "application/vnd.openxmlformats-officedocument.drawing+xml"
_EMU = 360_000  # to the centimetre
_PIXEL = 9_525
_HEIGHT, _MARGIN, _ROOM = 0.8, 36_000, "28"
_WIDTH = 8.43  # of a column of which nothing is said
_FILL = "1F4E79"


@dataclass(frozen=True, slots=True)
class MacroButton:
    """A button with a text, the macro that it runs, its row (from 1), and in cm where it begins on the sheet, and its width.

    Its row is made high enough for it.
    """

    text: str
    macro: str
    row: int
    left: float
    width: float = 3.2


def with_macros(
    content: bytes,
    file_name: str,
    project: VbaProject,
    modules: Sequence[VbaModule],
    buttons: Mapping[str, Sequence[MacroButton]],
) -> bytes:
    """An .xlsx as an .xlsm: `modules` beside those of `project` that are no sheet's, and `buttons` by the names of sheets.

    Every sheet gets the document module that VBA wants, with the source that the project's own sheets have.
    """
    package = Package(content, file_name)
    sheets = package.sheets()
    book, sheet = _documents(project)
    own = [sheet.named(f"Sheet{number}") for number, _ in enumerate(sheets, 1)]
    kept = [module for module in project.modules if module.kind is not ModuleKind.DOCUMENT]
    vba = project.with_modules([book.named(_BOOK), *own, *modules, *kept])
    _declare(package, vba.content())
    for part, module in zip(sheets, own, strict=True):
        _name(package.tree(part.part), module.name)
    for part in sheets:
        if part.name in buttons:
            _draw(package, part, buttons[part.name])
    return package.save()


def _documents(project: VbaProject) -> tuple[VbaModule, VbaModule]:
    """The modules of the workbook and of a sheet."""
    documents = [module for module in project.modules if module.kind is ModuleKind.DOCUMENT]
    book = next(module for module in documents if module.name == _BOOK)
    return book, next(module for module in documents if module is not book)


def _declare(package: Package, vba: bytes) -> None:
    package.put(_VBA_PART, vba, _VBA_TYPE)
    package.add_to_workbook(_VBA_PART, _VBA_RELATION)
    package.declare_workbook(_MAIN_TYPE)
    properties = package.workbook.find(main("workbookPr"))
    properties.set("codeName", _BOOK)


def _name(root: Element, name: str) -> None:
    """The code name of a sheet."""
    properties = root.find(main("sheetPr"))
    if properties is None:
        properties = etree.Element(main("sheetPr"))
        root.insert(0, properties)
    properties.set("codeName", name)


def _draw(package: Package, sheet: WorksheetPart, buttons: Sequence[MacroButton]) -> None:
    """Adds buttons to the drawing of a sheet, which is made where there is none."""
    name = package.related(sheet.part, "drawing")
    if not name:
        name = package.free_name("xl/drawings/drawing{}.xml")
        package.put(
            name, etree.Element(f"{{{_DRAWING}}}wsDr", nsmap={"xdr": _DRAWING, "a": _ART}), _DRAWING_TYPE
        )
        root, drawing = package.tree(sheet.part), etree.Element(main("drawing"))
        drawing.set(f"{{{OFFICE}}}id", package.relate(sheet.part, "drawing", name))
        insert_child(root, drawing, SHEET_ORDER)
    worksheet = package.tree(sheet.part)
    for row in {button.row for button in buttons}:
        _make_room(worksheet, row)
    root = package.tree(name)
    numbers = [int(each.get("id", "0")) for each in root.iter(f"{{{_DRAWING}}}cNvPr")]
    first = max(numbers, default=0) + 1
    for number, button in enumerate(buttons, first):
        place = _column_at(worksheet, round(button.left * _EMU))
        root.append(etree.fromstring(_shape(button, number, *place)))


def _make_room(root: Element, number: int) -> None:
    """Makes a row as high as a button."""
    data = root.find(main("sheetData"))
    rows = list(data)
    place = next((at for at, row in enumerate(rows) if int(row.get("r")) >= number), len(rows))
    if place == len(rows) or int(rows[place].get("r")) > number:
        data.insert(place, etree.Element(main("row"), r=str(number)))
    data[place].set("ht", _ROOM)
    data[place].set("customHeight", "1")


def _column_at(root: Element, left: int) -> tuple[int, int]:
    """The column (from 0) in which a place lies that is so far from the left, in EMU, and how far from its beginning."""
    widths: dict[int, int] = {}
    for entry in root.iterfind(f"{main('cols')}/{main('col')}"):
        is_hidden = entry.get("hidden") in {"1", "true"}
        pixels = 0 if is_hidden else round(float(entry.get("width", _WIDTH)) * 7 + 5)
        widths |= dict.fromkeys(range(int(entry.get("min")) - 1, int(entry.get("max"))), pixels * _PIXEL)
    column = 0
    while left >= (width := widths.get(column, round(_WIDTH * 7 + 5) * _PIXEL)):
        left -= width
        column += 1
    return column, left


def _shape(button: MacroButton, number: int, column: int, offset: int) -> str:
    """A rectangle that runs a macro, and is not printed."""
    size = f'cx="{round(button.width * _EMU)}" cy="{round(_HEIGHT * _EMU)}"'
    colour = '<a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill>'
    return (
        f'<xdr:oneCellAnchor xmlns:xdr="{_DRAWING}" xmlns:a="{_ART}">'
        f"<xdr:from><xdr:col>{column}</xdr:col><xdr:colOff>{offset}</xdr:colOff>"
        f"<xdr:row>{button.row - 1}</xdr:row><xdr:rowOff>{_MARGIN}</xdr:rowOff></xdr:from><xdr:ext {size}/>"
        f'<xdr:sp macro={quoteattr(f"[0]!{button.macro}")} textlink=""><xdr:nvSpPr>'
        f'<xdr:cNvPr id="{number}" name={quoteattr(button.macro)} descr={quoteattr(button.text)}/><xdr:cNvSpPr/>'
        f'</xdr:nvSpPr><xdr:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm>'
        f'<a:prstGeom prst="roundRect"><a:avLst/></a:prstGeom><a:solidFill><a:srgbClr val="{_FILL}"/></a:solidFill>'
        '</xdr:spPr><xdr:txBody><a:bodyPr vertOverflow="clip" horzOverflow="clip" anchor="ctr"/><a:lstStyle/>'
        f'<a:p><a:pPr algn="ctr"/><a:r><a:rPr lang="zh-CN" sz="1100">{colour}</a:rPr><a:t>{escape(button.text)}</a:t>'
        '</a:r></a:p></xdr:txBody></xdr:sp><xdr:clientData fPrintsWithSheet="0"/></xdr:oneCellAnchor>'
    )
