"""The cells of one sheet by their styles and constants, walked through as they are written, but without their XML."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import repeat
from operator import itemgetter
from types import MappingProxyType
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
from smartxl.model.rowcells import PatternCells, RowPattern
from smartxl.model.shownvalue import shown_value
from smartxl.xlsx.book import Place
from smartxl.xlsx.cellvalues import CellValue
from smartxl_generators.ooxml.alikerows import AlikeRows, Likeness, likeness
from smartxl_generators.ooxml.cells import CellWriter
from smartxl_generators.ooxml.looks import ROW, LookCell
from smartxl_generators.ooxml.rowshape import RowShape
from smartxl_generators.ooxml.xml import like_formula

__all__ = ["StyledCells"]

_CELL = re.compile(rf'<c r="([A-Z]+){ROW}"(?: s="([0-9]+)")?')
_LOW = 2.0  # points: a row that is lower shows nothing
_FIXED = frozenset({Computed, RowCheckFormula, float, int})
_NONE: Mapping[Likeness, AlikeRows] = MappingProxyType({})
_FORMULAS = (Computed, PlainFormula, RowCheckFormula)


class StyledCells(CellWriter):
    """What a reader would find of the cells that `CellWriter` writes: of each its style, the places of formulas, and what
    stands in cells that are neither calculated nor answered."""

    def __init__(self, *given: Any) -> None:  # noqa: ANN401  (as `CellWriter` is given)
        super().__init__(*given)
        self.styles: dict[Place, str] = {}
        self.formulas: dict[Place, str] = {}
        self._values: list[list[CellValue]] = []
        self._alike: dict[RowPattern, dict[Likeness, AlikeRows]] = {}

    def rows(self) -> Iterator[bytes]:
        """The elements of the rows that are hidden or too low to show anything, without cells."""
        filled = bool(self._answers)
        for planned in self._plan.rows:
            cells = planned.cells
            if type(cells) is not PatternCells or filled:
                yield from self._whole_row(planned, filled=filled)
                continue
            like = likeness(cells)
            alike = self._known(cells.pattern, like)
            if alike is not None:
                self._keep_alike(alike, cells)
            else:
                yield from self._whole_row(planned, filled=filled, like=like)

    def _whole_row(
        self, planned: PlannedRow, *, filled: bool, like: Likeness | None = None
    ) -> Iterator[bytes]:
        """A row gone through cell by cell; `like`: what others of its pattern may share with it."""
        cells, shape = planned.cells, self._shapes.of(planned, filled=filled)
        styled = self._keep_styles(planned, shape)
        values = self._keep_values(planned)
        if shape.inputs:
            self._keep_checks(shape.inputs, cells, planned.row)
        number = str(planned.row)
        self.found.merges.extend([merged.replace(ROW, number) for merged in shape.merges])
        if shape.hidden or (shape.height is not None and shape.height < _LOW):
            start = shape.start(self._height_of(shape, cells))
            yield f"{start}</row>".replace(ROW, number).encode()
        elif like is not None and type(cells) is PatternCells:
            alike = AlikeRows.of(cells, shape, styled, values)
            kept = self._shapes.alike if _has_fixed_styles(shape, cells) else self._alike
            if alike is not None:
                kept.setdefault(cells.pattern, {})[like] = alike

    def _known(self, pattern: RowPattern, like: Likeness | None) -> AlikeRows | None:
        """What rows of a pattern that are alike have in common, where one has been gone through."""
        if like is None:
            return None
        return self._shapes.alike.get(pattern, _NONE).get(like) or self._alike.get(pattern, _NONE).get(like)

    def _keep_alike(self, alike: AlikeRows, cells: PatternCells) -> None:
        """A row that is as one before."""
        row, own, pattern = cells.row, cells.own, cells.pattern
        self.styles.update(zip(zip(repeat(row), alike.columns, strict=False), alike.styles, strict=True))
        values = list(alike.values)
        for place, source in alike.holes:
            values[place] = self._value(own[source])
        for column, computed in alike.points:
            self.formulas[row, column] = (computed.formula or pattern.points.at(row))[1:]
        for column, remark in alike.remarks:
            self.formulas[row, column] = (remark.formula or pattern.fault.at(row))[1:]
            self.found.remarks.append((row, column, remark))
        self._put_values(row, values, has_formula=bool(alike.points or alike.remarks))
        if alike.inputs:
            self._note_checks((alike.inputs, tuple(map(id, alike.checks))), alike.checks, row)
        number = str(row)
        self.found.merges.extend([merged.replace(ROW, number) for merged in alike.merges])

    @property
    def values(self) -> tuple[tuple[CellValue, ...], ...]:
        """The constants by row and column, as `RawSheet` has values."""
        return tuple(map(tuple, self._values))

    def _keep_styles(self, planned: PlannedRow, shape: RowShape) -> tuple[tuple[int, str], ...]:
        """Keeps the styles of a row; these by column."""
        row, contents = planned.row, planned.cells
        known = _styled(shape)
        found = list(known.styles)
        for place, cell in known.texts:
            content: Any = contents[cell.column]
            if not content or like_formula(content):
                found[place] = _style(self._text(row, cell, content))
        for place, cell, kind in known.others:
            found[place] = _style(self._writers[kind](self, row, cell, contents[cell.column]))
        styled = tuple(filter(itemgetter(1), zip(known.columns, found, strict=True)))
        self.styles.update({(row, column): style for column, style in styled})
        return styled

    @staticmethod
    def _valued(start: str, value: str | float) -> str:  # noqa: ARG004
        """Without its value: it has no say in the style."""
        return start

    def _computed(self, row: int, cell: LookCell, content: Computed) -> str:  # noqa: ARG002
        """Without its formula, as the two below."""
        return self._formatted(cell, content)

    def _formula(self, row: int, cell: LookCell, content: PlainFormula) -> str:  # noqa: ARG002
        return cell.styled

    def _remark(self, row: int, cell: LookCell, content: RowCheckFormula) -> str:
        self.found.remarks.append((row, cell.column, content))
        return cell.styled

    def _keep_values(self, planned: PlannedRow) -> list[CellValue]:
        """Keeps the constants of a row, and the places of its formulas; the former."""
        values: list[CellValue] = []
        has_formula = False
        for column, content in planned.cells.items():
            if isinstance(content, _FORMULAS):
                has_formula, self.formulas[planned.row, column] = True, content.formula[1:]
            elif (value := self._value(content)) != "":
                values += repeat("", column - len(values))
                values[column - 1] = value
        self._put_values(planned.row, values, has_formula=has_formula)
        return values

    def _put_values(self, row: int, values: list[CellValue], *, has_formula: bool) -> None:
        if values or has_formula:
            self._values += [[] for _ in range(row - len(self._values))]
            self._values[row - 1] = values

    def _value(self, content: Any) -> CellValue:  # noqa: ANN401  (whatever stands in a cell)
        if isinstance(content, str):
            return content
        if isinstance(content, Link):
            return content.text
        found = content.value if isinstance(content, PreviousAnswer) else content
        if isinstance(found, Spread):
            found = shown_value(found, self._table)
        return found if isinstance(found, str) else float(found) if isinstance(found, int | float) else ""


def _has_fixed_styles(shape: RowShape, cells: PatternCells) -> bool:
    """Whether all workbooks number the styles of a row alike: those with marks or number formats of their own they number as
    they meet them."""
    if any(like_formula(str(cells[cell.column])) for _, cell in shape.texts):
        return False
    computed = (cells[cell.column] for _, cell, kind in shape.others if kind is Computed)
    kinds = {kind for _, _, kind in shape.others}
    return kinds <= _FIXED and not any(
        content.number_format for content in computed if isinstance(content, Computed)
    )


@dataclass(frozen=True, slots=True)
class _StyledRow:
    """The cells of a row that may be written: columns, and styles as far as all rows of the shape have them; and the places,
    among these, of texts, which have the style of their look but for some, and of others."""

    columns: tuple[int, ...]
    styles: tuple[str, ...]
    texts: tuple[tuple[int, LookCell], ...]
    others: tuple[tuple[int, LookCell, type], ...]


@lru_cache(maxsize=1024)  # shapes are kept, as the rows of all units have them
def _styled(shape: RowShape) -> _StyledRow:
    """The cells of all rows of a shape."""
    to_fill = (*shape.texts, *((place, cell) for place, cell, _ in shape.others))
    filled = {place: (cell.column, str(cell.style)) for place, cell in to_fill}
    found = {place: _CELL.match(piece) for place, piece in enumerate(shape.pieces)}
    fixed = {place: (column_number(each[1]), each[2] or "0") for place, each in found.items() if each}
    cells = dict(sorted((filled | fixed).items()))
    places = {place: number for number, place in enumerate(cells)}
    columns, styles = zip(*cells.values(), strict=True) if cells else ((), ())
    texts = tuple((places[place], cell) for place, cell in shape.texts)
    others = tuple((places[place], cell, kind) for place, cell, kind in shape.others)
    return _StyledRow(columns, styles, texts, others)


@lru_cache(maxsize=4096)  # those of formulas are without them, and so the same in many rows
def _style(element: str) -> str:
    """The style of a cell's element, "" where none is written."""
    found = _CELL.match(element)
    return (found[2] or "0") if found else ""
