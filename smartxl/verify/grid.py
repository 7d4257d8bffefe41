"""What stands in the cells of an .xlsx: constants, formulas and the values that the file shows for them.

Read as a form is (`smartxl.xlsx`), but numbers as they are written: formulas see those.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from operator import itemgetter
from typing import TYPE_CHECKING

from openpyxl.formula.translate import Translator

from smartxl.cells import Area, Cell, a1, parse_area
from smartxl.errors import UnreadableFile
from smartxl.text import Text
from smartxl.verify.placed import PlacedValues
from smartxl.xlsx import open_book

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from smartxl.xlsx import RawBook, RawSheet
    from smartxl.xlsx.book import Place

__all__ = ["ErrorValue", "Formula", "Grid", "Value", "grid_of", "read_grid"]

Value = float | str | bool | None
"""What a cell shows: a number, text (or `ErrorValue`), TRUE/FALSE, nothing."""

_MAX_SPREAD = 100_000
_COLUMN = itemgetter(1)
_AS_IT_IS = (str, float, bool)


class ErrorValue(str):
    """An error such as #DIV/0!, told apart from the same characters typed as text."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula with its leading =. `area` is set for an array formula: the cells it fills."""

    text: str
    area: Area | None = None

    def last(self, head: Cell) -> Place:
        """The last row and column that it fills, where it stands in `head`."""
        area = self.area
        return (head.row, head.column) if area is None else (area.last_row, area.last_column)

    def cells(self, head: Cell) -> Iterator[Cell]:
        """The cells that show its value, where it stands in `head`."""
        if self.area is None:
            yield head
            return
        for row in range(self.area.first_row, self.area.last_row + 1):
            for column in range(self.area.first_column, self.area.last_column + 1):
                yield Cell(self.area.sheet, row, column)


@dataclass(frozen=True)
class Grid:
    """A workbook as cells. `cached` holds the shown value of every formula cell that has one.

    Cells below the head of an array formula are in `cached`, not in `constants`. `names`: name in capitals →
    area.
    """

    sheets: tuple[str, ...]
    constants: Mapping[Cell, Value]
    formulas: Mapping[Cell, Formula]
    cached: Mapping[Cell, Value]
    names: Mapping[str, Area] = field(default_factory=dict)

    @cached_property
    def corners(self) -> Mapping[str, tuple[int, int]]:
        """Sheet → the last row and column in which anything stands, at least 1."""
        last: dict[str, tuple[int, int]] = dict.fromkeys(self.sheets, (1, 1))
        for name, cells in PlacedValues.of(self.constants).by_sheet.items():
            if cells:
                last[name] = max(1, max(cells)[0]), max(1, *map(_COLUMN, cells))
        for cell, formula in self.formulas.items():
            row, column = last[cell.sheet]
            end = formula.last(cell)
            if end[0] > row or end[1] > column:
                last[cell.sheet] = max(row, end[0]), max(column, end[1])
        return last

    def changed(self, values: Mapping[Cell, Value]) -> Grid:
        """The same with other constants in some cells of its sheets; formulas typed there are gone."""
        values = {cell: value for cell, value in values.items() if cell.sheet in self.sheets}
        formulas = {cell: formula for cell, formula in self.formulas.items() if cell not in values}
        constants = PlacedValues.of(self.constants).changed(values)
        return replace(self, constants=constants, formulas=formulas)

    def settled(self, cells: Collection[Cell]) -> Grid:
        """The same with the formulas of `cells` replaced by the values that the file shows for them."""
        filled = {
            cell: self.cached.get(cell) for head in cells for cell in (head, *self.formulas[head].cells(head))
        }
        formulas = {cell: formula for cell, formula in self.formulas.items() if cell not in filled}
        constants = PlacedValues.of(self.constants).changed(filled)
        return replace(self, constants=constants, formulas=formulas)


def read_grid(content: bytes, name: str = "workbook") -> Grid:
    """Reads the bytes of an .xlsx. Raises UnreadableFile (with `name`) when they are none."""
    return grid_of(open_book(content, name, as_shown=False))


def grid_of(book: RawBook) -> Grid:
    """A book that was read with its settings, as cells. Raises UnreadableFile for one without sheets."""
    settings = book.settings.sheets if book.settings else {}
    if not book.sheets:
        what = Text("工作簿中没有工作表", "is a workbook without sheets")
        raise UnreadableFile(
            book.file_name, what, Text("指定 smartxl 生成的工作簿", "name one that smartxl wrote")
        )
    constants: dict[str, dict[Place, Value]] = {}
    formulas: dict[Cell, Formula] = {}
    cached: dict[Cell, Value] = {}
    for name, sheet in book.sheets.items():
        shown = _shown(sheet)
        if name in settings:
            shown.update(settings[name].numbers)
        for place in sheet.formulas:
            head, formula = Cell(name, *place), _formula(sheet, place, book.file_name)
            formulas[head] = formula
            cached[head] = shown.get(place)
            if formula.area is not None:  # the cells under an array formula are no constants
                cached |= {cell: shown.get((cell.row, cell.column)) for cell in formula.cells(head)}
        constants[name] = shown
    for sheet_name, row, column in cached:
        constants[sheet_name].pop((row, column), None)
    return Grid(tuple(book.sheets), PlacedValues(constants), formulas, cached, dict(_areas(book.names)))


def _areas(names: Mapping[str, str]) -> Iterator[tuple[str, Area]]:
    for name, reference in names.items():
        area = parse_area(reference, "")
        if area and area.sheet:
            yield name.upper(), area


def _shown(sheet: RawSheet) -> dict[Place, Value]:
    """What the cells of a sheet show. A formula may show an empty text; one that shows nothing yet is left out."""
    shown: dict[Place, Value] = dict.fromkeys(
        (place for place in sheet.formulas if place not in sheet.uncached), ""
    )
    shown |= {
        (row, column): value if isinstance(value, _AS_IT_IS) else str(value)
        for row, values in enumerate(sheet.values, start=1)
        for column, value in enumerate(values, start=1)
        if value != ""
    }
    return shown | {place: ErrorValue(text) for place, text in sheet.errors.items() if text}


def _formula(sheet: RawSheet, place: tuple[int, int], name: str) -> Formula:
    """A cell's formula; a shared one is written out for its cell, as only the first is saved in full."""
    text = f"={sheet.formulas[place]}"
    area = parse_area(sheet.arrays[place], sheet.name) if place in sheet.arrays else None
    if area and area.sheet != sheet.name:
        what = Text("有一个数组公式填充别的工作表", "has an array formula that fills cells of another sheet")
        raise UnreadableFile(name, what, Text("重新保存后再试", "save it anew and try again"))
    if area and (area.last_row - area.first_row) * (area.last_column - area.first_column + 1) > _MAX_SPREAD:
        what = Text(
            f"有一个数组公式填充了 {_MAX_SPREAD:,} 个以上的单元格",
            f"has an array formula that fills more than {_MAX_SPREAD:,} cells",
        )
        remedy = Text("只填充需要的单元格", "let it fill the cells that it is meant for")
        raise UnreadableFile(name, what, remedy)
    if place in sheet.shared:
        head = sheet.shared[place]
        first = Translator(f"={sheet.formulas[head]}", origin=a1(*head))
        text = str(first.translate_formula(a1(*place)))
    return Formula(text, area)
