"""Templates as cities have them: the packaged one with another sheet in place of its sampling sheet, made with openpyxl."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.worksheet import Worksheet

from smartxl_templates import template_path
from tests.generated import maker

__all__ = ["FOREIGN", "random_layout"]

_THIN = Side("thin", color="808080")
_GRID = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_OF_ENTRY = {"input.provided": "input.value", "input.level": "item.meaning", "input.channel": ""}
_OF_ADDED = {"item.name": "input.name", "input.applicable": ""}


def _sheet(book: Workbook) -> Worksheet:
    """An empty sheet in place of the sampling sheet."""
    place = book.sheetnames.index("sampling")
    del book["sampling"]
    sheet = book.create_sheet("sampling", place)
    assert isinstance(sheet, Worksheet)
    return sheet


def _row(sheet: Worksheet, row: int, role: str, cells: Mapping[int, str]) -> None:
    """A row with its role in column A, in a grid."""
    sheet.cell(row, 1, role)
    for column, text in cells.items():
        cell = sheet.cell(row, column, text or None)
        cell.border, cell.font = _GRID, Font("宋体", 10)
        cell.alignment = Alignment(vertical="center", wrap_text=True)


def _lines(sheet: Worksheet, first: int, columns: Mapping[int, str]) -> int:
    """The rows section, item and entry from `first` on; gives the last one. `columns`: column → placeholder of an item."""
    section = dict(
        zip(columns, ("title", "filled", "answered", "applicable", "coverage", "score"), strict=False)
    )
    _row(sheet, first, "section", {c: f"{{{{ section.{name} }}}}" for c, name in section.items()})
    _row(sheet, first + 1, "item", columns)
    _row(sheet, first + 2, "entry", {c: _renamed(text, _OF_ENTRY) for c, text in columns.items()})
    return first + 2


def _renamed(text: str, names: Mapping[str, str]) -> str:
    """A cell of an item as that of another row."""
    name = text.strip("{} ")
    return (f"{{{{ {names[name]} }}}}" if names[name] else "") if name in names else text


def _placed(names: Sequence[str], first: int = 2) -> dict[int, str]:
    """Placeholders side by side; "" leaves a column out."""
    return {column: f"{{{{ {name} }}}}" for column, name in enumerate(names, first) if name}


_USUAL = (
    *("item.no", "item.code", "item.name", "item.kind", "input.applicable", "input.provided", "input.level"),
    *("input.channel", "input.address", "input.date", "input.note", "score.item", "item.full"),
)


def landscape() -> Workbook:
    """Headings merged over three rows, signature and stamp below: `examples/own_form.py`."""
    book: Workbook = maker("own_form").template_of_form()
    return book


def head_in_row_nine() -> Workbook:
    """Eight rows of words above, an empty column in front of each block, a check column at the end."""
    book = load_workbook(template_path("standard"))
    sheet = _sheet(book)
    _row(sheet, 1, "title", {3: "{{ sampling.title }}"})
    sheet.merge_cells("C1:P1")
    for row, text in enumerate(
        ("一、填报单位：{{ unit.name }}", "二、填报期限：{{ round.due }}", "三、说明", "", "注意"), 2
    ):
        _row(sheet, row, "" if row % 2 else "info", {3: text})
    sheet.merge_cells("C4:P6")
    _row(sheet, 7, "total", {3: "{{ total.filled }}", 9: "{{ total.applicable }}", 16: "{{ total.score }}"})
    columns = _placed((*_USUAL[:4], "", *_USUAL[4:11], "", *_USUAL[11:], "row.check"), 3)
    _row(sheet, 8, "head", {3: "事项", 8: "填报", 16: "计分"})
    _row(sheet, 9, "head", {column: text.strip("{} ") for column, text in columns.items()})
    last = _lines(sheet, 10, columns)
    _row(sheet, last + 1, "foot", {3: "填报人：", 12: "盖章"})
    return book


def other_order() -> Workbook:
    """Inputs first, the name of the item last, full points in front, and rows to add with an order of their own."""
    book = load_workbook(template_path("standard"))
    sheet = _sheet(book)
    names = ("item.full", *_USUAL[4:11][::-1], "item.no", "score.item", "item.kind", "item.code", "item.name")
    columns = _placed(names)
    _row(sheet, 1, "head", {column: f"列{column}" for column in columns})
    last = _lines(sheet, 2, columns)
    added = ("input.name", "input.note", "input.date", "input.address", "input.channel", "input.level")
    _row(sheet, last + 1, "added", _placed((*added, "input.provided", "", "", "", "", "", "item.no")))
    return book


def two_line_items() -> Workbook:
    """Code and name in one cell over two columns, kind and audience in another, no rows to add."""
    book = load_workbook(template_path("standard"))
    sheet = _sheet(book)
    code_and_name = "{{ item.code }}\n{{ item.name }}"
    columns = {2: "{{ item.no }}", 3: code_and_name, 5: "{{ item.kind }}\n{{ item.audience }}"}
    columns |= _placed(_USUAL[4:], 6)
    _row(sheet, 1, "title", {2: "{{ sampling.title }}"})
    _row(sheet, 2, "head", {column: f"列{column}" for column in (*columns, 4)})
    sheet.merge_cells("C2:D2")
    last = _lines(sheet, 3, columns)
    for row in (4, 5):
        sheet.merge_cells(f"C{row}:D{row}")
        sheet.row_dimensions[row].height = 40
    sheet["B3"] = "{{ section.title }}（满分 100）"
    _row(sheet, last + 1, "foot", {2: "注：一事一行。"})
    sheet.merge_cells(f"B{last + 1}:N{last + 1}")
    sheet.cell(3, 2).fill = PatternFill("solid", fgColor="F2DCD6")
    return book


def without_register() -> Workbook:
    """Only the sheets that a class of respondents needs, with none for evidence or paper."""
    book = load_workbook(template_path("standard"))
    for name in set(book.sheetnames).difference(("cover", "guide", "sampling", "scores")):
        del book[name]
    return book


FOREIGN: Mapping[str, Callable[[], Workbook]] = {
    made.__name__: made
    for made in (landscape, head_in_row_nine, other_order, two_line_items, without_register)
}


def random_layout(seed: int) -> Workbook:
    """Columns in any order with gaps, words above, one or several rows of headings, own rows to add or none."""
    chance = random.Random(seed)  # noqa: S311  (of a test)
    book = load_workbook(template_path("standard"))
    sheet = _sheet(book)
    names = list(_USUAL)
    if chance.random() < 0.7:
        chance.shuffle(names)
    for name in ("", "", "item.audience", "input.review", "input.review_note"):
        if chance.random() < 0.4:
            names.insert(chance.randrange(len(names)), name)
    names += ["row.check"] * (chance.random() < 0.5) + ["previous.value", "appeal.text"] * (
        chance.random() < 0.3
    )
    columns = _placed(names, chance.choice((2, 2, 4)))
    row = 0
    for row in range(1, chance.randrange(9)):
        _row(
            sheet,
            row,
            chance.choice(("title", "info", "intro", "")),
            {chance.choice(list(columns)): "{{ unit.name }}"},
        )
    heads = chance.choice((1, 1, 3))
    for head in range(row + 1, row + 1 + heads):
        _row(sheet, head, "head", {column: f"头{column}" for column in columns if chance.random() < 0.8})
    last = _lines(sheet, row + 1 + heads, columns)
    added = ["input.name", "input.note", "input.date", "input.address", "input.channel", "input.level"]
    added += ["input.provided", "item.no", "", "row.check"]
    chance.shuffle(added)
    own = {"spare": {2: "{{ section.title }}"}, "added": _placed(added), "foot": {2: "盖章"}}
    for role, cells in own.items():
        if chance.random() < 0.5:
            last += 1
            _row(sheet, last, role, cells)
    return book
