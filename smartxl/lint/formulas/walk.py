"""Through the parts of a formula, and to the cells that they refer to."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from smartxl.recalc.place import PlaceOf
from smartxl.recalc.planes import Pending, Ref
from smartxl.recalc.tree import Call, CellReference, Node, Operand, parts
from smartxl.recalc.values import FailedError, NotComputed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from smartxl.lint.linted import LintBook, LintSheet
    from smartxl.lint.shapes import RelativeFormula
    from smartxl.xlsx.settings import Span

__all__ = ["SheetArea", "area_of", "calls_of", "contains", "referred_area"]


class SheetArea(NamedTuple):
    """An area of a sheet that a part of a formula refers to."""

    sheet: LintSheet
    span: Span

    @property
    def rows(self) -> int:
        """How many rows it has."""
        return self.span[2] - self.span[0] + 1

    @property
    def columns(self) -> int:
        """How many columns it has."""
        return self.span[3] - self.span[1] + 1


def calls_of(node: Node | None, names: Collection[str]) -> Iterator[Call]:
    """The calls of some functions in a formula."""
    return (part for part in parts(node) if isinstance(part, Call) and part.name in names)


def area_of(book: LintBook, shape: RelativeFormula, node: Node, row: int, column: int) -> SheetArea | None:
    """The cells that a reference, a name, or a part of a table refers to in one cell of a shape; None for anything else."""
    if isinstance(node, CellReference):
        reach = shape.reaches[node.index]
        sheet = book.sheet(reach.sheet)
        return SheetArea(sheet, reach.span(row, column)) if sheet else None
    return referred_area(book, shape.sheet, node.text, row, column) if isinstance(node, Operand) else None


def referred_area(
    book: LintBook, from_sheet: str, text: str, row: int = 1, column: int = 1
) -> SheetArea | None:
    """The cells that a reference, a name, or a part of a table refers to in a cell of a sheet; None for anything else."""
    workbook = book.loaded.workbook
    try:
        found = workbook.operand(text, PlaceOf(workbook, workbook.sheets[from_sheet.casefold()], row, column))
    except (FailedError, NotComputed, Pending):
        return None
    sheet = book.sheet(found.sheet.name) if isinstance(found, Ref) else None
    if not isinstance(found, Ref) or sheet is None:
        return None
    return SheetArea(sheet, (found.top, found.left, found.bottom, found.right))


def contains(outer: Span, inner: Span) -> bool:
    """Whether an area lies in another."""
    return outer[0] <= inner[0] and outer[1] <= inner[1] and outer[2] >= inner[2] and outer[3] >= inner[3]
