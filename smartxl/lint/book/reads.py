"""What formulas read: areas, and columns in which they look for a key."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import product
from typing import TYPE_CHECKING

from smartxl.lint.formulas.lookups import lookups_of
from smartxl.lint.formulas.walk import SheetArea, area_of, referred_area
from smartxl.recalc.tree import Operand

if TYPE_CHECKING:
    from smartxl.lint.linted import LintBook
    from smartxl.lint.shapes import RelativeFormula, RelativeReference
    from smartxl.xlsx.settings import Span

__all__ = ["key_columns", "read_areas"]


def read_areas(book: LintBook, wanted: Collection[str]) -> Iterator[SheetArea]:
    """The areas of several cells that formulas read on some sheets; of those that move along, what holds them all."""
    names = {name.casefold() for name in wanted}
    if not names:
        return
    for sheet, shape in book.shapes():
        for reach in shape.reaches:
            target = book.sheet(reach.sheet) if reach.sheet.casefold() in names else None
            if reach.is_range and target:
                yield SheetArea(target, _around(reach, shape))
        for node in shape.parts:
            found = referred_area(book, sheet.name, node.text) if isinstance(node, Operand) else None
            if found and found.sheet.name.casefold() in names:
                yield found


def key_columns(book: LintBook) -> Iterator[SheetArea]:
    """The columns in which formulas look for the very key, each once."""
    seen: set[tuple[str, Span]] = set()
    for _, shape in book.shapes():
        for lookup in lookups_of(shape):
            area = None if lookup.order else area_of(book, shape, lookup.table, *shape.first)
            if area is None or not (lookup.by_row or area.columns == 1):
                continue
            top, left, bottom, _ = area.span
            column = SheetArea(area.sheet, (top, left, bottom, left))
            if (column.sheet.name, column.span) not in seen:
                seen.add((column.sheet.name, column.span))
                yield column


def _around(reach: RelativeReference, shape: RelativeFormula) -> Span:
    """What holds all the areas to which a reference leads from the cells of a shape."""
    rows = int(shape.rows.min()), int(shape.rows.max())
    columns = int(shape.columns.min()), int(shape.columns.max())
    spans = [reach.span(row, column) for row, column in product(rows, columns)]
    return (
        min(span[0] for span in spans),
        min(span[1] for span in spans),
        max(span[2] for span in spans),
        max(span[3] for span in spans),
    )
