"""How a sheet is laid out that follows no template sheet row by row: looks, sizes and printed pages are part of its plan.

Rows and columns count from 1.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["Look", "SheetDesign"]


@dataclass(frozen=True, slots=True)
class Look:
    """The look of a cell: that of the template's cell which holds `text` on the template sheet `sheet`.

    `number_format` replaces the template's, "" keeps it.
    """

    sheet: str
    text: str
    number_format: str = ""


@dataclass(frozen=True)
class SheetDesign:
    """`looks`: row → column → look, also of cells without contents. `widths` in characters, `heights` in points.

    `merges`: (row, first column, last column). The rows in `growing` become higher with what is typed into them.
    `repeated`: first and last row printed on every page, (0, 0) for none. `break_after`: the column after which a printed
    page ends, 0 for none (then the sheet is one page wide); `scale`: percent, when printed with such a break.
    """

    looks: Mapping[int, Mapping[int, Look]]
    widths: Mapping[int, float]
    heights: Mapping[int, float]
    merges: tuple[tuple[int, int, int], ...] = ()
    growing: frozenset[int] = frozenset()
    hidden_columns: tuple[int, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    repeated: tuple[int, int] = (0, 0)
    break_after: int = 0
    scale: int = 100
