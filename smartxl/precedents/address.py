"""The cell that somebody named: Sheet!D9, D9 where there is one sheet, or a defined name of one cell."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from smartxl.cells import MAX_COLUMN, MAX_ROW, Cell, parse_a1, unquoted_sheet
from smartxl.errors import UnknownName
from smartxl.recalc.place import PlaceOf
from smartxl.recalc.planes import Pending, Ref, Union
from smartxl.recalc.tree import ArrayOf, Constant, PerCent, Prefix, parse
from smartxl.recalc.values import FailedError, NotComputed
from smartxl.text import Text, both, fold, shorten

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from smartxl.recalc import Workbook

__all__ = ["named_cell"]

_SHOWN, _FEW = 60, 12
_EXAMPLE = Text("写成 工作表!D9，如 ", "write it as Sheet!D9, such as ")


def named_cell(book: Workbook, typed: str) -> Cell:
    """The cell that is meant. Raises UnknownName with near names for what is none."""
    text = typed.strip().replace("！", "!").replace("＄", "$")
    sheet_part, mark, address = text.rpartition("!")
    if not mark:
        return _without_sheet(book, text, typed)
    name = unquoted_sheet(sheet_part.strip())
    sheets = [sheet.name for sheet in book.sheets.values()]
    sheet = next((each for each in sheets if each.casefold() == name.casefold()), None)
    sheet = sheet or next((each for each in sheets if fold(each) == fold(name)), None)
    if sheet is None:
        what = Text(f"没有工作表“{_short(name)}”", f"there is no sheet {_short(name)!r}")
        raise UnknownName(_short(typed), what, _nearest(name, sheets))
    return Cell(sheet, *_place(address, typed, sheet))


def _without_sheet(book: Workbook, text: str, typed: str) -> Cell:
    names = [name for _, name in book.names]
    if text.casefold() in names:
        return _of_name(book, text, typed)
    sheets = [sheet.name for sheet in book.sheets.values()]
    if len(sheets) == 1:
        return Cell(sheets[0], *_place(text, typed, sheets[0]))
    if _is_address(text):
        what = Text(
            f"有 {len(sheets)} 张工作表，没有写明是哪一张",
            f"there are {len(sheets)} sheets, and none is named",
        )
        raise UnknownName(_short(typed), what, _EXAMPLE + both(f"{sheets[0]}!{text}"))
    what = Text(f"“{_short(text)}”不是单元格，也不是名称", f"{_short(text)!r} is neither a cell nor a name")
    raise UnknownName(_short(typed), what, _nearest(text, [*names, *sheets]))


def _of_name(book: Workbook, text: str, typed: str) -> Cell:
    first = next(iter(book.sheets.values()))
    scoped = next(key for key in book.names if key[1] == text.casefold())
    at = PlaceOf(book, book.sheets.get(scoped[0], first), 1, 1)
    try:
        found = book.operand(text, at)
    except (FailedError, NotComputed, Pending, RecursionError):
        found = None
    if isinstance(found, Ref) and found.is_cell:
        return Cell(found.sheet.name, found.top, found.left)
    raise UnknownName(_short(typed), *_no_cell(text, book.names[scoped], isinstance(found, Ref | Union)))


def _no_cell(name: str, meant: str, of_cells: bool) -> tuple[Text, Text]:
    """What a name is that stands for no single cell, and what to do; `meant`: how it is defined."""
    name, shown = _short(name), _short(meant.removeprefix("="))
    if "#REF!" in meant.upper():
        what = Text(
            f"名称“{name}”已失效，其引用是 {shown}", f"the name {name!r} is broken: it refers to {shown}"
        )
        return what, Text(
            "在 Excel 的名称管理器中改正或删除它", "correct or delete it in Excel's Name Manager"
        )
    if of_cells:
        what = Text(
            f"名称“{name}”所指的不是一个单元格，而是 {shown}",
            f"the name {name!r} does not refer to one cell but to {shown}",
        )
        return what, Text("写出其中的一个单元格", "name one of its cells")
    if _is_constant(meant):
        what = Text(
            f"名称“{name}”是常量 {shown}，不是单元格",
            f"the name {name!r} is the constant {shown} and no cell",
        )
    else:
        what = Text(
            f"名称“{name}”是公式 {shown}，不是单元格", f"the name {name!r} is the formula {shown} and no cell"
        )
    return what, Text("写出用到它的一个单元格", "name a cell that uses it")


def _is_constant(meant: str) -> bool:
    try:
        node = parse(f"={meant.removeprefix('=')}")
    except NotComputed:
        return False
    while isinstance(node, Prefix | PerCent):
        node = node.part
    return isinstance(node, Constant | ArrayOf)


def _place(address: str, typed: str, sheet: str) -> tuple[int, int]:
    if _is_address(address):
        row, column = parse_a1(address.strip().upper())
        if row <= MAX_ROW and column <= MAX_COLUMN:
            return row, column
        what = Text(
            f"没有单元格 {_short(address)}：最后一格是 XFD1048576",
            f"there is no cell {_short(address)}: XFD1048576 is the last",
        )
        raise UnknownName(_short(typed), what, _EXAMPLE + both(f"{sheet}!D9"))
    what = Text(
        f"“{_short(address)}”不是一个单元格的地址", f"{_short(address)!r} is not the address of one cell"
    )
    raise UnknownName(_short(typed), what, _EXAMPLE + both(f"{sheet}!D9"))


def _is_address(text: str) -> bool:
    try:
        parse_a1(text.strip().upper())
    except ValueError:
        return False
    return True


def _nearest(name: str, known: Sequence[str]) -> Text:
    near = get_close_matches(name, known, n=3, cutoff=0.4)
    if near:
        return Text("是不是：", "did you mean: ") + both(", ".join(near))
    return Text("可用的有：", "one of: ") + _listed(known)


def _listed(names: Iterable[str]) -> Text:
    shown = list(names)
    more = "…" if len(shown) > _FEW else ""
    return both(", ".join(shown[:_FEW]) + more)


def _short(text: str) -> str:
    return shorten(text.strip(), _SHOWN)
