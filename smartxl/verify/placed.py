"""Values of cells kept sheet by sheet: whoever goes through many of them has one sheet after the other before them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from smartxl.cells import Cell

if TYPE_CHECKING:
    from smartxl.xlsx.book import Place

__all__ = ["PlacedValues"]

Content = TypeVar("Content")


class PlacedValues(Mapping[Cell, Content], Generic[Content]):
    """Cell → what stands there; `by_sheet` has the same by row and column."""

    __slots__ = ("by_sheet",)

    def __init__(self, by_sheet: Mapping[str, Mapping[Place, Content]]) -> None:
        self.by_sheet = by_sheet

    @classmethod
    def of(cls, values: Mapping[Cell, Content]) -> PlacedValues[Content]:
        """Values as they come; itself for one of these."""
        return values if isinstance(values, PlacedValues) else cls({}).changed(values)

    def changed(self, values: Mapping[Cell, Content]) -> PlacedValues[Content]:
        """The same with others in some cells."""
        by_sheet = {name: dict(cells) for name, cells in self.by_sheet.items()}
        for (sheet, row, column), value in values.items():
            by_sheet.setdefault(sheet, {})[row, column] = value
        return PlacedValues(by_sheet)

    def __getitem__(self, cell: Cell) -> Content:
        sheet, row, column = cell
        return self.by_sheet[sheet][row, column]

    def get(self, cell: Cell, default: Any = None) -> Any:  # noqa: ANN401  (as of any mapping)
        """What stands in a cell."""
        sheet, row, column = cell
        cells = self.by_sheet.get(sheet)
        return default if cells is None else cells.get((row, column), default)

    def __iter__(self) -> Iterator[Cell]:
        return (Cell(sheet, *place) for sheet, cells in self.by_sheet.items() for place in cells)

    def __len__(self) -> int:
        return sum(map(len, self.by_sheet.values()))

    def __repr__(self) -> str:
        return repr(dict(self))
