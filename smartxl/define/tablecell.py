"""The text of one cell of a table that people typed, and why there is none where a spreadsheet has changed it."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from smartxl.define.columns import Holds
from smartxl.define.entries import code_fault
from smartxl.text import Text, number_text, plain
from smartxl.typed import show

if TYPE_CHECKING:
    from smartxl.xlsx import RawSheet
    from smartxl.xlsx.book import Place

__all__ = ["TypedCell", "cell_text", "made_a_number"]

_KEPT = 1e15  # from here on a spreadsheet keeps no more the last digits
_FIGURES = re.compile(r"[0-9]+(?:\.[0-9]+)?")


class TypedCell(NamedTuple):
    """What a cell says, "" for nothing; `what` is wrong with it, and the `remedy`, where it cannot be taken."""

    text: str
    what: Text | None = None
    remedy: Text = Text("")


def cell_text(sheet: RawSheet, place: Place, holds: Holds) -> TypedCell:
    """The text of a cell that holds this: a code as it is shown (011), a number as it is, a text as it was typed."""
    if error := sheet.errors.get(place):
        what = Text(f"单元格显示错误值 {error}", f"the cell shows {error}")
        return TypedCell(
            "", what, Text("改正公式，或直接填入内容", "correct the formula, or type what it should be")
        )
    if place in sheet.uncached:
        what = Text(
            "单元格是公式，文件里没有它的结果", "the cell has a formula, and the file no result of it"
        )
        remedy = Text(
            "在 Excel 或 WPS 中打开并保存，或改为直接填写",
            "open the file in Excel or WPS and save it, or type the result",
        )
        return TypedCell("", what, remedy)
    value = sheet.at(*place)
    if isinstance(value, str):
        return TypedCell(_typed(value, holds))
    if isinstance(value, date):
        return _of_day(value, holds)
    if isinstance(value, float):
        return _of_number(sheet, place, value, holds)
    return TypedCell(show(value))


def made_a_number(shown: str) -> tuple[Text, Text]:
    """What is wrong, and the remedy, where a spreadsheet has made a number of a long code."""
    what = Text(
        f"编码被表格软件存成了数 {shown}，15 位以后的数字已丢失",
        f"a spreadsheet has made a number of it, {shown}: what follows the 15th digit is lost",
    )
    return what, Text("把该列设为文本格式，重新填写编码", "set the column to text, and type the code again")


def _typed(text: str, holds: Holds) -> str:
    """A typed text; a code or a number in ASCII, also where it was typed in full-width characters."""
    text = text.replace("\r", "").strip()  # a line break of Windows inside a cell is no mistake
    if holds is Holds.TEXT or text.isascii():
        return text
    narrow = plain(text)
    return narrow if holds is Holds.NUMBER or code_fault(narrow.lstrip("@")) is None else text


def _of_day(value: date, holds: Holds) -> TypedCell:
    if holds is Holds.TEXT:
        return TypedCell(value.isoformat())
    what = Text(
        f"单元格是日期（{value.isoformat()}）：表格软件会把 1-2 这样的编码变成日期",
        f"the cell holds a day ({value.isoformat()}): a spreadsheet makes one of a code such as 1-2",
    )
    remedy = Text("把该列设为文本格式，重新填写", "set the column to text, and type it again")
    return TypedCell("", what, remedy)


def _of_number(sheet: RawSheet, place: Place, value: float, holds: Holds) -> TypedCell:
    if holds is Holds.NUMBER:
        return TypedCell(number_text(value))
    if holds is Holds.TEXT and abs(value) < _KEPT:
        return TypedCell(show(value))
    if abs(value) >= _KEPT:
        return TypedCell("", *made_a_number(f"{value:g}"))
    look = sheet.appearances.get(place)
    shown = (look.shown(value) if look else None) or ""
    is_code = _FIGURES.fullmatch(shown) and float(shown) == value
    padded = "." not in shown or not value.is_integer()
    return TypedCell(shown if is_code and padded else number_text(value))
