"""Rows that are written alike: most rows of a workbook differ from others in a few texts and in their number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from smartxl.model.plan import InputCell, Link, PlannedRow, Shown
from smartxl_generators.ooxml.looks import (
    NO_LOOK,
    ROW,
    LookCell,
    Looks,
    RichText,
    height_of,
    most_in_a_line,
)

__all__ = ["RowShape", "Shapes"]


@dataclass(frozen=True, slots=True)
class RowShape:
    """A row as pieces of XML, with `ROW` for its number: those that every row of the shape has, and empty ones to fill.

    `texts` and `others` say which pieces are filled, with which look and from what kind of content. `inputs` are the
    columns of its input cells; `wrapped` the texts that may take several lines: column, room, how many characters surely
    fit, and how high a line is; `merges` its merged areas, `height` that of the template's row (None without a template).
    """

    pieces: tuple[str, ...]
    texts: tuple[tuple[int, LookCell], ...]
    others: tuple[tuple[int, LookCell, type], ...]
    inputs: tuple[int, ...]
    wrapped: tuple[tuple[int, float, int, float], ...]
    merges: tuple[str, ...]
    height: float | None
    hidden: bool
    grows: bool

    def start(self, text: float) -> str:
        """The row's tag, high enough for a text. A row that someone types into follows what is typed: its height is not
        fixed."""
        return _start(self.height, text, grows=self.grows, hidden=self.hidden)


class Shapes:
    """The shapes of the rows of one sheet, kept as they are met; without `looks` rows are plain.

    `opened` maps the number of a style to that of the same style unlocked, for those that inputs of the template have.
    """

    def __init__(self, looks: Looks | None, opened: Mapping[int, int]) -> None:
        self._looks, self._opened = looks, opened
        self._known: dict[tuple[object, ...], RowShape] = {}

    def of(self, planned: PlannedRow, *, filled: bool) -> RowShape:
        """The shape of a planned row; in a `filled` workbook something may stand in its inputs."""
        contents = planned.cells
        kinds = tuple(map(type, contents.values()))
        look = self._looks.key(planned) if self._looks else None
        key = (look, filled, tuple(contents), kinds)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._shape(planned, filled=filled)
        return found

    def _shape(self, planned: PlannedRow, *, filled: bool) -> RowShape:
        kinds = {column: type(content) for column, content in planned.cells.items()}
        look = self._looks.row(planned) if self._looks else NO_LOOK
        inputs = tuple(column for column, kind in kinds.items() if kind is InputCell)
        grows = bool(inputs) if look.grows is None else look.grows
        pieces, texts, others = [_start(look.height, 0.0, grows=grows, hidden=look.hidden)], [], []
        cells = look.with_columns(kinds)
        for place, cell in enumerate(cells, 1):
            kind = kinds.get(cell.column)
            fixed = self._fixed(cell, kind, filled=filled)
            pieces.append(fixed or "")
            if kind is str and cell.rich is None:
                texts.append((place, cell))
            elif kind is not None and fixed is None:
                others.append((place, cell, RichText if kind is str else kind))
        shown = {str, Link, InputCell, Shown} if filled else {str, Link}
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


def _start(height: float | None, text: float, *, grows: bool, hidden: bool) -> str:
    fixed = "" if grows else ' customHeight="1"'
    size = "" if height is None else f' ht="{height_of(height, text):.10g}"{fixed}'
    unseen = ' hidden="1"' if hidden else ""
    return f'<row r="{ROW}"{size}{unseen}>'
