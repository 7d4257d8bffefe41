"""Walks through a sheet's XML for what makes Excel repair it: cells and their order here, what stands around them beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import isfinite
from typing import TYPE_CHECKING

from smartxl.cells import MAX_COLUMN, MAX_ROW, parse_a1
from smartxl.text import Text
from smartxl.xlsx.faults.areas import span_of
from smartxl.xlsx.faults.fault import FaultKind, FaultNotes
from smartxl.xlsx.faults.formulatext import formula_fault
from smartxl.xlsx.faults.numbers import refers_to, whole_number
from smartxl.xlsx.faults.order import OF_WORKSHEET, ChildOrder
from smartxl.xlsx.faults.otherparts import LONGEST_TEXT, TOO_LONG
from smartxl.xlsx.faults.sheetnotes import AroundCells
from smartxl.xlsx.xmlpart import Attributes

if TYPE_CHECKING:
    from smartxl.xlsx.book import Place

__all__ = ["FaultScan", "SheetLimits"]

_KINDS = frozenset({"b", "n", "e", "s", "str", "inlineStr", "d"})
_TEXTS = frozenset({"s", "str", "inlineStr"})
_FILLING = frozenset({"array", "dataTable"})
_MOST_FILLED = 100_000
_NO_PLACE = Text("单元格的地址不成立", "a cell with an address that is none")
_OTHER_ROW = Text("单元格写在别的行里", "a cell in a row that is not its own")
_CELL_ORDER = Text(
    "一行里的单元格没有从左到右排，或有重复", "cells of a row that do not go from left to right, or repeat"
)
_ROW_ORDER = Text("行没有从上到下排，或有重复", "rows that do not go from top to bottom, or repeat")
_NO_ROW = Text("行号不成立", "a row with a number that is none")
_NO_KIND = Text("单元格的类型 Excel 不认识", "a cell of a type that Excel does not know")
_NO_STRING = Text("单元格引用的共享文字不存在", "a cell refers to a shared string that there is not")
_NO_NUMBER = Text("数字单元格里不是数字", "a cell of a number that holds none")
_NO_TRUTH = Text("逻辑值单元格里不是 0 或 1", "a cell of a truth value that holds neither 0 nor 1")
_NO_STYLE = Text(
    "单元格、行或列引用的格式不存在", "a cell, row or column refers to a format that there is not"
)
_NO_HEAD = Text("共享公式没有写公式的那一格", "a shared formula without the cell that has its text")
_NO_CELLS = Text("工作表缺少 sheetData", "a sheet without sheetData")

_place_of = lru_cache(maxsize=2**14)(parse_a1)


@dataclass(frozen=True, slots=True)
class SheetLimits:
    """What the cells of a sheet may refer to: how many formats and shared strings there are, None for not known.

    `looks`: how many looks for conditional formats; `links`: the ids of its relations; `wanted`: cells whose texts are asked
    for; `formulas`: whether the places of all formulas are.
    """

    formats: int | None
    strings: int | None
    looks: int
    links: frozenset[str]
    wanted: frozenset[Place] = frozenset()
    formulas: bool = False


class FaultScan:
    """A handler of the parts of a sheet; elements of extensions are passed over."""

    def __init__(self, part: str, sheet: str, limits: SheetLimits, notes: FaultNotes) -> None:
        self._part, self._sheet, self._limits, self._notes = part, sheet, limits, notes
        self.around = AroundCells(part, sheet, limits.links, limits.looks, notes)
        self.texts: dict[Place, tuple[str, str]] = {}
        """Of the cells that were asked for: type as written, and value."""
        self.formulas: set[Place] = set()
        self._order = ChildOrder(OF_WORKSHEET, part, notes, sheet)
        self._prefix = ""
        self._depth = self._foreign = (
            0  # how deep; from which depth on elements of an extension are passed over
        )
        self._row, self._column = 0, 0
        self._cell: Attributes | None = None
        self._value: list[str] | None = None  # text that is being read
        self._tag = ""
        self._shared: set[str] = set()
        self._formula: Attributes = {}
        self._has_cells = False

    def start(self, tag: str, attributes: Attributes) -> None:
        """An element begins."""
        self._depth += 1
        if self._foreign:
            return
        if self._depth == 1:
            self._prefix = tag.rpartition(":")[0]
        prefix, _, name = tag.rpartition(":")
        if prefix != self._prefix or name == "extLst":
            self._foreign = self._depth
        elif name == "c":
            self._start_cell(attributes)
        elif self._cell is not None:
            self._start_content(name, attributes)
        elif name == "row":
            self._start_row(attributes)
        else:
            self._start_other(name, attributes)

    def text(self, data: str) -> None:
        """Some text."""
        if self._value is not None:
            self._value.append(data)

    def end(self, tag: str) -> None:
        """An element is whole."""
        depth, self._depth = self._depth, self._depth - 1
        if self._foreign:
            self._foreign = 0 if self._foreign == depth else self._foreign
            return
        name = tag.rpartition(":")[2]
        if self._cell is not None:
            self._end_content(name)
        elif self._value is not None:
            self.around.text(name, "".join(self._value))
            self._value = None
        if self._cell is None and depth > 1:
            self.around.end(name)

    def finished(self) -> None:
        """The whole sheet is read."""
        if not self._has_cells:
            self._say(FaultKind.ORDER, _NO_CELLS, at=None)
        self.around.finished()

    def _say(self, kind: FaultKind, what: Text, excerpt: str = "", *, at: Place | None) -> None:
        spans = ((*at, *at),) if at and at[0] and at[1] else ()
        self._notes.add(kind, self._part, what, excerpt, sheet=self._sheet, spans=spans)

    @property
    def _place(self) -> Place:
        return self._row, self._column

    def _start_row(self, attributes: Attributes) -> None:
        written = attributes.get("r")
        number = self._row + 1 if written is None else whole_number(written) or 0
        if not 0 < number <= MAX_ROW:
            self._say(FaultKind.CELLS, _NO_ROW, written or "", at=None)
        elif number <= self._row:
            self._say(FaultKind.CELLS, _ROW_ORDER, f"{self._row}, {number}", at=(number, 1))
        self._row, self._column = number, 0
        self._check_style(attributes.get("s"), (number, 1))

    def _start_cell(self, attributes: Attributes) -> None:
        self._cell, self._formula, self._value = attributes, {}, None
        written = attributes.get("r")
        if written is None:
            self._column += 1
        else:
            self._go_to(written)
        self._check_style(attributes.get("s"), self._place)
        if attributes.get("t", "n") not in _KINDS:
            self._say(FaultKind.VALUES, _NO_KIND, attributes["t"], at=self._place)

    def _go_to(self, written: str) -> None:
        try:
            row, column = _place_of(written)
        except ValueError:
            row = column = 0
        if "$" in written or not 0 < row <= MAX_ROW or column > MAX_COLUMN:
            self._say(FaultKind.CELLS, _NO_PLACE, written, at=None)
            return
        if row != self._row:
            self._say(FaultKind.CELLS, _OTHER_ROW, f"{written}: <row {self._row}>", at=(row, column))
        elif column <= self._column:
            self._say(FaultKind.CELLS, _CELL_ORDER, written, at=(row, column))
        self._column = max(self._column, column)

    def _check_style(self, style: str | None, place: Place) -> None:
        formats = self._limits.formats
        if not style or style == "0" or formats is None:
            return
        if not refers_to(style, formats):
            self._say(FaultKind.STYLES, _NO_STYLE, f"s={style[:20]}, {formats}", at=place)

    def _start_content(self, tag: str, attributes: Attributes) -> None:
        self._tag = tag
        if tag in {"v", "f", "t"}:
            self._value = []
        if tag == "f":
            self._formula = attributes

    def _end_content(self, tag: str) -> None:
        text = "".join(self._value) if self._value is not None else ""
        if tag == "f":
            self._check_formula(text)
        elif tag in {"v", "t"} and self._cell is not None:
            self._check_value(self._cell.get("t", "n"), text)
        if tag in {"v", "f", "t"}:
            self._value = None
        elif tag == "c":
            self._cell = None

    def _check_formula(self, text: str) -> None:
        if self._limits.formulas:
            self._keep_place()
        if self._formula.get("t") == "shared":
            number = self._formula.get("si", "")
            if text:
                self._shared.add(number)
            elif number not in self._shared:
                self._say(FaultKind.FORMULAS, _NO_HEAD, f"si={number[:20]}", at=self._place)
        if text and (fault := formula_fault(text)):
            self._say(FaultKind.FORMULAS, fault, text, at=self._place)

    def _keep_place(self) -> None:
        """The cell of a formula, and those that it fills."""
        self.formulas.add(self._place)
        top, left, bottom, right = span_of(self._formula.get("ref", "")) or (*self._place, *self._place)
        if self._formula.get("t") in _FILLING and (bottom - top + 1) * (right - left + 1) <= _MOST_FILLED:
            rows, columns = range(top, bottom + 1), range(left, right + 1)
            self.formulas.update((row, column) for row in rows for column in columns)

    def _check_value(self, kind: str, text: str) -> None:
        place, fault = self._place, None
        if place in self._limits.wanted:
            self.texts[place] = kind, self.texts.get(place, ("", ""))[1] + text
        if kind in _TEXTS:
            fault = self._fault_of_text(kind, text)
        elif kind == "n" and text and not _is_finite(text):
            fault = _NO_NUMBER
        elif kind == "b" and text and text.strip().casefold() not in {"0", "1", "true", "false"}:
            fault = _NO_TRUTH
        if fault:
            self._say(FaultKind.LENGTHS if fault is TOO_LONG else FaultKind.VALUES, fault, text, at=place)

    def _fault_of_text(self, kind: str, text: str) -> Text | None:
        if kind != "s":
            return TOO_LONG if len(text) > LONGEST_TEXT else None
        strings = self._limits.strings
        if not text or (strings is not None and refers_to(text, strings)):
            return None
        return _NO_STRING

    def _start_other(self, tag: str, attributes: Attributes) -> None:
        if self._depth == 2:
            self._order.child(tag)
            self._has_cells = self._has_cells or tag == "sheetData"
        if tag == "col":
            self._check_style(attributes.get("style"), (1, _first_column(attributes)))
        self._value = [] if self.around.start(tag, attributes) else None


def _first_column(attributes: Mapping[str, str]) -> int:
    number = whole_number(attributes.get("min", "")) or 0
    return number if number <= MAX_COLUMN else 0


@lru_cache(maxsize=4096)
def _is_finite(text: str) -> bool:
    try:
        return isfinite(float(text)) and "_" not in text
    except ValueError:
        return False
