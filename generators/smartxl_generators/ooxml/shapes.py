"""Rows that are written alike: most rows of a workbook differ from others in a few texts and in their number."""

from __future__ import annotations

from collections.abc import Mapping
from weakref import WeakKeyDictionary

from smartxl.model.plan import InputCell, Link, PlannedRow, Shown
from smartxl.model.rowcells import Hole, RowPattern
from smartxl_generators.ooxml.alikerows import AlikeRows, Likeness
from smartxl_generators.ooxml.looks import NO_LOOK, LookCell, Looks, RichText, most_in_a_line
from smartxl_generators.ooxml.patterned import PatternShape
from smartxl_generators.ooxml.rowshape import RowShape, row_start

__all__ = ["Shapes"]


class Shapes:
    """The shapes of the rows of one sheet, kept as they are met; without `looks` rows are plain.

    `opened` maps the number of a style to that of the same style unlocked, for those that inputs of the template have.
    """

    def __init__(self, looks: Looks | None, opened: Mapping[int, int]) -> None:
        self._looks, self._opened = looks, opened
        self._known: dict[tuple[object, ...], RowShape] = {}
        self.alike: WeakKeyDictionary[RowPattern, dict[Likeness, AlikeRows]] = WeakKeyDictionary()
        """What the rows of a pattern have in common for how they are set, see `StyledCells`."""
        self._patterns: WeakKeyDictionary[RowPattern, dict[bool, PatternShape | None]] = WeakKeyDictionary()
        self._last: tuple[RowPattern | None, dict[bool, PatternShape | None]] = None, {}

    def of(self, planned: PlannedRow, *, filled: bool) -> RowShape:
        """The shape of a planned row; in a `filled` workbook something may stand in its inputs."""
        contents = planned.cells
        kinds = tuple(map(type, contents.values()))
        look = self._looks.key(planned) if self._looks else None
        key = (look, filled, tuple(contents), kinds)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._shape(planned, contents, filled=filled)
        return found

    def of_pattern(self, planned: PlannedRow, pattern: RowPattern, *, filled: bool) -> PatternShape | None:
        """The shape of the rows of a pattern, of which this is one; None where they must be written cell by cell."""
        met, kept = self._last  # most rows have the pattern of the one above
        known = kept if pattern is met else self._patterns.get(pattern)
        if known is None:
            known = self._patterns[pattern] = {}
        self._last = pattern, known
        if filled not in known:
            shape = self._shape(planned, pattern.slots, filled=filled)
            known[filled] = PatternShape.of(shape, pattern)
        return known[filled]

    def _shape(self, planned: PlannedRow, contents: Mapping[int, object], *, filled: bool) -> RowShape:
        """The shape of a planned row with these contents, or with holes for some."""
        kinds = {column: type(content) for column, content in contents.items()}
        look = self._looks.row(planned) if self._looks else NO_LOOK
        inputs = tuple(column for column, kind in kinds.items() if kind is InputCell)
        grows = bool(inputs) if look.grows is None else look.grows
        pieces, texts, others = [row_start(look.height, 0.0, grows=grows, hidden=look.hidden)], [], []
        cells = look.with_columns(kinds)
        for place, cell in enumerate(cells, 1):
            kind = kinds.get(cell.column)
            fixed = self._fixed(cell, kind, filled=filled)
            pieces.append(fixed or "")
            if kind is str and cell.rich is None:
                texts.append((place, cell))
            elif kind is not None and fixed is None:
                others.append((place, cell, RichText if kind is str else kind))
        shown = {str, Link, Hole, *((InputCell, Shown) if filled else ())}
        wrapped = tuple(
            (c.column, c.room, most_in_a_line(c.room), c.line)
            for c in cells
            if c.room is not None and kinds.get(c.column) in shown
        )
        return RowShape(
            (*pieces, "</row>"),
            tuple(texts),
            tuple(others),
            inputs,
            wrapped,
            look.merges,
            look.height,
            look.hidden,
            grows,
        )

    def _fixed(self, cell: LookCell, kind: type | None, *, filled: bool) -> str | None:
        """A cell that is the same in all rows of the shape, None for one that is not."""
        if kind is None:
            return cell.blank
        if kind is InputCell and not filled and cell.style in self._opened:
            return f'{cell.start} s="{self._opened[cell.style]}"/>'
        return None
