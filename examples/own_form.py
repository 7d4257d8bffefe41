"""An existing form of a city becomes a template: docs/templates.md tells the same steps for a person in Excel.

python examples/own_form.py FOLDER      writes 采样表-原表.xlsx (the form as the city has it) and standard.xlsx (the template)
"""

from __future__ import annotations

import struct
import sys
import zlib
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.drawing.image import Image
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from smartxl.cells import a1, area, column_letter
from smartxl_generators.template import in_standard_order
from smartxl_templates import template_path

__all__ = ["city_form", "emblem", "template_of_form"]

_WIDTHS = (5, 11, 26, 17, 13, 10, 11, 10, 24, 11, 18, 8, 7)
_LAST = len(_WIDTHS)
# Headings in three rows: (first row, first column, last row, last column, text).
_HEADS = (
    (3, 1, 5, 1, "序号"),
    (3, 2, 3, 4, "事  项"),
    (4, 2, 5, 2, "事项编码"),
    (4, 3, 5, 3, "事项名称"),
    (4, 4, 5, 4, "类型"),
    (3, 5, 3, 8, "办理情况"),
    (4, 5, 5, 5, "是否适用"),
    (4, 6, 4, 8, "提供情况"),
    (5, 6, 5, 6, "是否提供"),
    (5, 7, 5, 7, "深度级别"),
    (5, 8, 5, 8, "提供渠道"),
    (3, 9, 3, 11, "采样记录"),
    (4, 9, 5, 9, "采样地址"),
    (4, 10, 5, 10, "采样日期"),
    (4, 11, 5, 11, "问题说明"),
    (3, 12, 3, 13, "评  分"),
    (4, 12, 5, 12, "得分"),
    (4, 13, 5, 13, "满分"),
)
_ITEM = (
    "item.no",
    "item.code",
    "item.name",
    "item.kind",
    "input.applicable",
    "input.provided",
    "input.level",
    "input.channel",
    "input.address",
    "input.date",
    "input.note",
    "score.item",
    "item.full",
)
_THIN, _THICK = Side("thin", color="404040"), Side("medium", color="9C1C1C")
_GRID = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_RED, _BAND, _OPEN = (PatternFill("solid", fgColor=c) for c in ("F8E5E1", "F2DCD6", "FFFBE6"))
_CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)
_LEFT = Alignment(horizontal="left", vertical="center", wrap_text=True)
_SONG = "宋体"


def city_form() -> Workbook:
    """The form as the city has used it for years: a sheet to print and to fill in by hand."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "采样表"
    _draw(sheet, shift=0, lines=6)
    sheet["A6"], sheet["C6"] = 1, "居民身份证首次申领"
    return book


def template_of_form() -> Workbook:
    """The packaged template, its sheet `sampling` replaced by the city's form with directives in a new column A."""
    book = load_workbook(template_path("standard"))
    place = book.sheetnames.index("sampling")
    del book["sampling"]
    sheet = book.create_sheet("sampling", place)
    _draw(sheet, shift=1, lines=3)
    _direct(sheet)
    return book


def _draw(sheet: Worksheet, *, shift: int, lines: int) -> None:
    """The form with `lines` empty lines, `shift` columns to the right."""
    for column, width in enumerate(_WIDTHS, 1 + shift):
        sheet.column_dimensions[column_letter(column)].width = width
    _put(
        sheet,
        (1, 1, 1, _LAST),
        shift,
        "示例市智慧城市建设情况采样表",
        Font(_SONG, 20, bold=True, color="9C1C1C"),
    )
    _put(sheet, (2, 1, 2, 8), shift, "填报单位：", Font(_SONG, 11), _LEFT)
    _put(sheet, (2, 9, 2, _LAST), shift, "表号：智采01表", Font(_SONG, 11), Alignment(horizontal="right"))
    for first_row, first, last_row, last, text in _HEADS:
        _put(
            sheet,
            (first_row, first, last_row, last),
            shift,
            text,
            Font(_SONG, 10, bold=True),
            fill=_RED,
            grid=True,
        )
    for row in range(6, 6 + lines):
        for column in range(1 + shift, _LAST + 1 + shift):
            _line_cell(sheet, row, column, shift)
    _foot(sheet, 6 + lines, shift)
    for row, height in {1: 46, 2: 24, 3: 22, 4: 22, 5: 22, **dict.fromkeys(range(6, 6 + lines), 26)}.items():
        sheet.row_dimensions[row].height = height
    _page(sheet, shift, 6 + lines + 4)


def _put(
    sheet: Worksheet,
    place: tuple[int, int, int, int],
    shift: int,
    text: str,
    font: Font,
    alignment: Alignment = _CENTRE,
    fill: PatternFill | None = None,
    grid: bool = False,
) -> None:
    first_row, first, last_row, last = place
    for row in range(first_row, last_row + 1):
        for column in range(first + shift, last + shift + 1):
            if grid:
                sheet.cell(row, column).border = _GRID
            if fill:
                sheet.cell(row, column).fill = fill
    cell = sheet.cell(first_row, first + shift, text)
    cell.font, cell.alignment = font, alignment
    if (first_row, first) != (last_row, last):
        sheet.merge_cells(area(first_row, first + shift, last_row, last + shift))


def _line_cell(sheet: Worksheet, row: int, column: int, shift: int) -> None:
    cell = sheet.cell(row, column)
    cell.border, cell.font = _GRID, Font(_SONG, 10)
    cell.alignment = _LEFT if column - shift in {3, 9, 11} else _CENTRE
    if 5 <= column - shift <= 11:
        cell.fill = _OPEN


def _foot(sheet: Worksheet, row: int, shift: int) -> None:
    """Signatures on the left, the stamp area on the right, a remark below."""
    font = Font(_SONG, 11)
    signed = "填报人：                联系电话：                填报日期：      年    月    日"
    _put(sheet, (row, 1, row, 8), shift, signed, font, _LEFT, grid=True)
    top_left = Alignment(horizontal="left", vertical="top", wrap_text=True)
    _put(sheet, (row + 1, 1, row + 3, 8), shift, "单位负责人意见：", font, top_left, grid=True)
    _put(sheet, (row, 9, row + 3, _LAST), shift, "单位（盖章）\n\n年    月    日", font, grid=True)
    _put(
        sheet,
        (row + 4, 1, row + 4, _LAST),
        shift,
        "注：一事一行；复印件请加盖公章后附于表后。",
        Font(_SONG, 9),
        _LEFT,
    )
    for number in range(row, row + 4):
        sheet.row_dimensions[number].height = 28


def _page(sheet: Worksheet, shift: int, last_row: int) -> None:
    """Emblem, repeated headings, A4 across, page numbers, and a rule that greys out what is not asked."""
    picture = Image(BytesIO(emblem()))
    picture.width = picture.height = 48
    sheet.add_image(picture, a1(1, 1 + shift))
    sheet.print_title_rows = "3:5"
    sheet.print_area = area(1, 1 + shift, last_row, _LAST + shift)
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToHeight = 0
    sheet.oddFooter = HeaderFooterItem(center=_HeaderFooterPart("第 &P 页，共 &N 页"))
    sheet.sheet_view.showGridLines = False
    grey = DifferentialStyle(fill=PatternFill(bgColor="D9D9D9"))
    first, last = (column_letter(c + shift) for c in (7, 8))
    asked = f"${column_letter(6 + shift)}6"
    rule = Rule("expression", dxf=grey, formula=[f'{asked}="否"'])
    sheet.conditional_formatting.add(f"{first}6:{last}{last_row - 5}", rule)


def _direct(sheet: Worksheet) -> None:
    """What a person adds: a role for each row, placeholders into the cells, and one line more for what repeats."""
    roles = {1: "title", 2: "info", 3: "head", 4: "head", 5: "head", 6: "section", 7: "item", 8: "entry"}
    for row in range(9, 14):
        roles[row] = "foot"
    for row, role in roles.items():
        cell = sheet.cell(row, 1, role)
        cell.font = Font(_SONG, 9, color="7F7F7F")
    sheet.column_dimensions["A"].width = 9
    sheet["B1"] = "{{ city.name }}智慧城市建设情况采样表"
    sheet["B2"] = "填报单位：{{ unit.name }}（{{ unit.class }}）"
    sheet["J2"] = (
        "表号：智采01表    请于 {{ round.due | date('yyyy年m月d日') }}前报送    校验码：{{ stamp.code }}"
    )
    for column, name in enumerate(_ITEM, 2):
        sheet.cell(7, column, f"{{{{ {name} }}}}")
        entry = {"input.provided": "input.value"}.get(name, name)
        sheet.cell(8, column, "" if name in {"input.level", "input.channel"} else f"{{{{ {entry} }}}}")
    sheet.merge_cells("G8:I8")
    _section(sheet)


def _section(sheet: Worksheet) -> None:
    """The row that stands above the lines of every indicator; the city's form had none."""
    cells = {"B": "section.title", "F": "section.filled", "G": "section.answered", "H": "section.applicable"}
    cells |= {"J": "section.coverage", "M": "section.score"}
    for column in range(2, _LAST + 2):
        cell = sheet.cell(6, column)
        cell.fill, cell.font = _BAND, Font(_SONG, 10, bold=True, color="9C1C1C")
        cell.alignment = _LEFT if column == 2 else _CENTRE
        cell.border = Border(top=_THICK, bottom=_THIN, left=_THIN, right=_THIN)
    for letter, name in cells.items():
        sheet[f"{letter}6"] = f"{{{{ {name} }}}}"
    sheet["L6"] = "指标得分"
    sheet.merge_cells("B6:E6")


def emblem(size: int = 96) -> bytes:
    """A round emblem with a tower, as PNG: a stand-in for the city's logo."""
    rows = b"".join(b"\0" + b"".join(_pixel(x, y, size) for x in range(size)) for y in range(size))
    head = struct.pack(">IIBBBBB", size, size, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in ((b"IHDR", head), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    )


def _pixel(x: int, y: int, size: int) -> bytes:
    across, down = (2 * x - size + 1) / size, (2 * y - size + 1) / size
    distance = (across * across + down * down) ** 0.5
    tower = abs(across) < 0.08 + 0.22 * (down + 0.6) ** 2 / 1.4 and -0.6 < down < 0.5
    if distance > 0.98:
        return b"\0\0\0\0"
    return b"\xff\xff\xff\xff" if 0.80 < distance < 0.88 or tower else b"\x9c\x1c\x1c\xff"


def main() -> None:
    """Writes both workbooks into the folder named on the command line."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, book in (("采样表-原表.xlsx", city_form()), ("standard.xlsx", template_of_form())):
        book.save(folder / name)
        (folder / name).write_bytes(in_standard_order((folder / name).read_bytes()))


if __name__ == "__main__":
    main()
