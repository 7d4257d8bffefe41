"""What the cells of planned sheets show, for charts that keep the numbers they draw."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from smartxl.cells import Area
from smartxl.model.plan import Computed, Content, Link, PlainFormula, SheetPlan, Spread
from smartxl.model.scores import ScoreTable
from smartxl.model.shownvalue import shown_value

__all__ = ["ShownValues"]


class ShownValues:
    """The values of a workbook's sheets; `table` has those of computed cells."""

    def __init__(self, sheets: Iterable[SheetPlan], table: ScoreTable) -> None:
        self._sheets, self._table = {sheet.name: sheet for sheet in sheets}, table
        self._rows: dict[str, Mapping[int, Mapping[int, Content]]] = {}

    def of(self, area: Area) -> list[str | float]:
        """The values of an area row by row, "" for an empty cell."""
        if area.sheet not in self._rows:
            self._rows[area.sheet] = {row.row: row.cells for row in self._sheets[area.sheet].rows}
        rows = self._rows[area.sheet]
        return [
            self._value(rows.get(row, {}).get(column, ""))
            for row in range(area.first_row, area.last_row + 1)
            for column in range(area.first_column, area.last_column + 1)
        ]

    def _value(self, content: Content) -> str | float:
        if isinstance(content, str | float | int):
            return content
        if isinstance(content, Link):
            return content.text
        if isinstance(content, PlainFormula):
            return content.shown
        return shown_value(content, self._table) if isinstance(content, Computed | Spread) else ""
