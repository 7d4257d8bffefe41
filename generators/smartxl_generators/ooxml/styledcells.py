"""The cells of one sheet by their styles and plain values, walked through as they are written, but without their XML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from smartxl.cells import column_number
from smartxl.model.plan import (
    Computed,
    Link,
    PlainFormula,
    PlannedRow,
    PreviousAnswer,
    RowCheckFormula,
    Spread,
)
from smartxl.model.shownvalue import shown_value
from smartxl.xlsx.book import Place
from smartxl.xlsx.cellvalues import CellValue
from smartxl_generators.ooxml.cells import CellWriter
from smartxl_generators.ooxml.looks import ROW
from smartxl_generators.ooxml.rowshape import RowShape
from smartxl_generators.ooxml.xml import like_formula

__all__ = ["StyledCells"]

_CELL = re.compile(rf'<c r="([A-Z]+){ROW}"(?: s="([0-9]+)")?')
_LOW = 2.0  # points: a row that is lower shows nothing
_FORMULAS = (Computed, PlainFormula, RowCheckFormula)


class StyledCells(CellWriter):
    """What a reader would find of the cells that `CellWriter` writes: of each its style; of those that nobody answers the
    value too, as far as no answer changes it; and where formulas stand."""

    def __init__(self, *given: Any) -> None:  # noqa: ANN401  (as `CellWriter` is given)
        super().__init__(*given)
        self.styles: dict[Place, str] = {}
        self.formulas: dict[Place, str] = {}
        self._values: list[list[CellValue]] = []

    def rows(self) -> Iterator[str]:
        """The elements of the rows that are hidden or too low to show anything, without cells."""
        filled = bool(self._answers)
        for planned in self._plan.rows:
            shape = self._shapes.of(planned, filled=filled)
            self._keep_styles(planned, shape)
            self._keep_values(planned)
            if shape.inputs:
                self._keep_checks(shape.inputs, planned.cells, planned.row)
            number = str(planned.row)
            self.found.merges.extend(merged.replace(ROW, number) for merged in shape.merges)
            if shape.hidden or (shape.height is not None and shape.height < _LOW):
                start = shape.start(self._height_of(shape, planned.cells))
                yield f"{start}</row>".replace(ROW, number)

    @property
    def values(self) -> tuple[tuple[CellValue, ...], ...]:
        """The values by row and column, as `RawSheet` has them."""
        return tuple(map(tuple, self._values))

    def _keep_styles(self, planned: PlannedRow, shape: RowShape) -> None:
        row, contents = planned.row, planned.cells
        of_all = _fixed(shape.pieces)
        columns, found = list(of_all[0]), list(of_all[1])
        for place, cell in shape.texts:
            content: Any = contents[cell.column]
            is_plain = content and not like_formula(content)
            columns[place] = cell.column
            found[place] = str(cell.style) if is_plain else _style(self._text(row, cell, content))
        for place, cell, kind in shape.others:
            columns[place] = cell.column
            found[place] = _style(self._writers[kind](row, cell, contents[cell.column]))
        for column, style in zip(columns, found, strict=True):
            if style is not None:
                self.styles[row, column] = style

    def _keep_values(self, planned: PlannedRow) -> None:
        values: list[CellValue] = []
        used = False
        for column, content in planned.cells.items():
            if isinstance(content, _FORMULAS):
                used, self.formulas[planned.row, column] = True, content.formula[1:]
            value = self._value(content)
            if value != "":
                used = True
                values += [""] * (column - len(values))
                values[column - 1] = value
        if used:
            self._values += [[] for _ in range(planned.row - len(self._values))]
            self._values[planned.row - 1] = values

    def _value(self, content: Any) -> CellValue:  # noqa: ANN401  (whatever stands in a cell)
        if isinstance(content, str):
            return content
        if isinstance(content, Link):
            return content.text
        found = content.value if isinstance(content, PreviousAnswer) else content
        if isinstance(found, Computed | Spread):
            found = shown_value(found, self._table)
        elif isinstance(found, PlainFormula):
            found = found.shown
        return found if isinstance(found, str) else float(found) if isinstance(found, int | float) else ""


@lru_cache(maxsize=4096)
def _fixed(pieces: tuple[str, ...]) -> tuple[tuple[int, ...], tuple[str | None, ...]]:
    """Column and style of each piece of a row that is the same in all rows of its shape; 0 and None of the others."""
    found = [_CELL.match(piece) for piece in pieces]
    columns = tuple(column_number(each[1]) if each else 0 for each in found)
    return columns, tuple((each[2] or "0") if each else None for each in found)


def _style(element: str) -> str | None:
    """The style of a cell's element, None where none is written."""
    found = _CELL.match(element)
    return (found[2] or "0") if found else None
