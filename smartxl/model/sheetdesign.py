"""How a sheet is laid out that follows no template sheet row by row: looks, sizes and printed pages are part of its plan.

Rows and columns count from 1.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from smartxl.cells import Area
from smartxl.model.report import ChartKind

__all__ = ["OUR_FUNCTIONS", "Chart", "Look", "Shading", "SheetDesign"]

OUR_FUNCTIONS = "SX_"
"""What the names of smartxl's own functions begin with."""


@dataclass(frozen=True, slots=True)
class Look:
    """The look of a cell: that of the template's cell which holds `text` on the template sheet `sheet`.

    `number_format` replaces the template's, "" keeps it.
    """

    sheet: str
    text: str
    number_format: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart anchored at a cell: one series per area of values, over the labels.

    Bars lie one below the other, the first label on top. `size`: width and height in centimetres; `limits` of the values,
    None for as they are. `number_format` is that of the numbers beside bars.
    """

    title: str
    labels: Area
    series: tuple[tuple[str, Area], ...]
    kind: ChartKind = ChartKind.RADAR
    size: tuple[float, float] = (14.5, 9.4)
    limits: tuple[float | None, float | None] = (0.0, 100.0)
    number_format: str = "0.00"


@dataclass(frozen=True, slots=True)
class Shading:
    """Cells of the sheet whose numbers are shaded, from light for the least to dark for the most; the `lowest` of each column
    are marked."""

    area: Area
    lowest: int = 0


@dataclass(frozen=True)
class SheetDesign:
    """`looks`: row → column → look, also of cells without contents. `widths` in characters, `heights` in points.

    `merges`: (row, first column, last column). The rows in `growing` become higher with what is typed into them.
    `repeated`: first and last row printed on every page, (0, 0) for none, `repeated_columns` likewise. After the rows of
    `row_breaks` a printed page ends. `break_after`: the column after which a printed
    page ends, 0 for none (then the sheet is one page wide); `scale`: percent, when printed with such a break. `pages`: how
    many pages high it is printed, 0 for as many as it takes. In the cells of
    `flagged` a remark stands out, unless it is ✓.
    `calls`: formulas call smartxl's functions. They are array formulas then, of one cell too, and the sheet is not protected:
    LibreOffice does not find the functions of an extension otherwise, where formulas carry values.
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
    shadings: tuple[Shading, ...] = ()
    portrait: bool = False
    pages: int = 0
    flagged: tuple[Area, ...] = ()
    repeated_columns: tuple[int, int] = (0, 0)
    row_breaks: tuple[int, ...] = ()
    calls: bool = False
