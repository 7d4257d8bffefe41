"""The looks of an authoring workbook, as a template: the text of a cell is the name of its look."""

from __future__ import annotations

import io
from functools import lru_cache

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.worksheet import Worksheet

from smartxl.model.sheetdesign import Look
from smartxl_generators.template import Template

__all__ = [
    "FIRST_OF",
    "GROUP",
    "HEAD",
    "HEADING",
    "INTRO",
    "SHOWN",
    "SHOWN_HEAD",
    "TEXT",
    "TITLE",
    "TOP",
    "centred",
    "looks_of",
]

_SHEET = "looks"
_FONT = "微软雅黑"
_INK, _MAIN, _GREY, _LINE = "FF1C2733", "FF0F5273", "FF5C6B7A", "FFC8D1D9"
_EDGE = Side(style="thin", color=_LINE)
_GRID = Border(left=_EDGE, right=_EDGE, top=_EDGE, bottom=_EDGE)

TITLE, INTRO, HEADING = (Look(_SHEET, name) for name in ("title", "intro", "heading"))
_CENTRED = " centre"
HEAD, SHOWN_HEAD = Look(_SHEET, "head"), Look(_SHEET, "shown head")
TEXT, TOP, GROUP, FIRST_OF, SHOWN = (
    Look(_SHEET, name) for name in ("text", "top", "group", "first", "shown")
)
"""Cells of rows: plain, of a node at the top, of another one with nodes below, of the first of several rows, calculated."""


@lru_cache(maxsize=1)
def looks_of() -> Template:
    """The template."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = _SHEET
    left = Alignment(horizontal="left", vertical="center", wrap_text=True)
    centre = Alignment(horizontal="center", vertical="center", wrap_text=True)
    _add(sheet, TITLE, Font(name=_FONT, size=15, bold=True, color=_MAIN), left)
    _add(sheet, INTRO, Font(name=_FONT, size=9, color=_GREY), left)
    _add(sheet, HEADING, Font(name=_FONT, size=12, bold=True, color=_MAIN), left)
    white = Font(name=_FONT, size=10, bold=True, color="FFFFFFFF")
    _add(sheet, HEAD, white, centre, PatternFill("solid", fgColor=_MAIN))
    grey_head = Font(name=_FONT, size=10, bold=True, color=_GREY)
    _add(sheet, SHOWN_HEAD, grey_head, centre, PatternFill("solid", fgColor="FFE4E9ED"))
    bold = Font(name=_FONT, size=10, bold=True, color=_INK)
    plain = Font(name=_FONT, size=10, color=_INK)
    fills = {TOP: "FFDCE9F2", GROUP: "FFF1F6FA", FIRST_OF: "FFF1F6FA"}
    for look, font in ((TEXT, plain), (TOP, bold), (GROUP, bold), (FIRST_OF, plain)):
        fill = PatternFill("solid", fgColor=fills[look]) if look in fills else None
        _add(sheet, look, font, left, fill)
        _add(sheet, centred(look), font, centre, fill)
    shown = Font(name=_FONT, size=9, color=_GREY)
    _add(sheet, SHOWN, shown, left, PatternFill("solid", fgColor="FFF3F4F5"), _GRID)
    content = io.BytesIO()
    book.save(content)
    return Template.load(content.getvalue(), _SHEET)


def centred(look: Look) -> Look:
    """The same, its text in the middle: for numbers and short words."""
    return Look(look.sheet, look.text + _CENTRED, look.number_format)


def _add(
    sheet: Worksheet,
    look: Look,
    font: Font,
    alignment: Alignment,
    fill: PatternFill | None = None,
    border: Border = _GRID,
) -> None:
    cell = sheet.cell(sheet.max_row + 1, 1, look.text)
    cell.font, cell.alignment = font, alignment
    if fill is not None:
        cell.fill = fill
    if look.text not in {"title", "intro", "heading"}:
        cell.border = border
