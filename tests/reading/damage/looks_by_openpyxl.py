"""The looks of answers as openpyxl writes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import copy
from io import BytesIO

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from tests.reading.damage.filled import SHEET, filled
from tests.reading.damage.looks import LookCase

__all__ = ["PIXEL", "made"]

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
"""A picture of one pixel."""
_FONTS: Mapping[str, InlineFont] = {
    "strike": InlineFont(strike=True),
    "superscript": InlineFont(vertAlign="superscript"),
    "subscript": InlineFont(vertAlign="subscript"),
}


def made(case: LookCase) -> bytes:
    """The filled form with the look of a case."""
    book = load_workbook(BytesIO(filled().content))
    page = book[SHEET]
    assert isinstance(page, Worksheet)
    for operation, address, *arguments in case.steps:
        if operation == "merge_cells":
            page.merge_cells(str(address))
            continue
        cell = page[str(address)]
        assert isinstance(cell, Cell)
        _OPERATIONS[str(operation)](cell, *map(str, arguments) if operation != "write" else arguments)
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _write(cell: Cell, value: str | float) -> None:
    cell.value = value


def _format(cell: Cell, code: str) -> None:
    cell.number_format = code


def _font(cell: Cell, **changes: object) -> None:
    font = copy(cell.font)
    cell.font = Font(**{"name": font.name, "sz": font.sz, **changes})


def _ground(cell: Cell, colour: str) -> None:
    cell.fill = PatternFill("solid", fgColor=f"FF{colour}")


def _runs(cell: Cell, *runs: str) -> None:
    pairs = zip(runs[::2], runs[1::2], strict=True)
    cell.value = CellRichText(*(TextBlock(_FONTS[look], text) if look else text for text, look in pairs))


def _page(cell: Cell) -> Worksheet:
    page = cell.parent
    assert isinstance(page, Worksheet)
    return page


def _hide_row(cell: Cell) -> None:
    _page(cell).row_dimensions[cell.row].hidden = True


def _hide_column(cell: Cell) -> None:
    _page(cell).column_dimensions[cell.column_letter].hidden = True


def _close_group(cell: Cell) -> None:
    _page(cell).row_dimensions.group(cell.row, cell.row, hidden=True)


def _link(cell: Cell, text: str, target: str) -> None:
    cell.value = text
    cell.hyperlink = target


def _picture(cell: Cell) -> None:
    _page(cell).add_image(Image(BytesIO(PIXEL)), cell.coordinate)


_OPERATIONS: Mapping[str, Callable[..., None]] = {
    "write": _write,
    "formula": _write,
    "format": _format,
    "strike": lambda cell: _font(cell, strike=True),
    "colour": lambda cell, colour: _font(cell, color=f"FF{colour}"),
    "ground": _ground,
    "runs": _runs,
    "hide_row": _hide_row,
    "filter": _hide_row,
    "hide_column": _hide_column,
    "close_group": _close_group,
    "comment": lambda cell, text: setattr(cell, "comment", Comment(text, "张三")),
    "link": _link,
    "picture": _picture,
}
