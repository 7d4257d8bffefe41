"""The cells of one table of an OpenDocument spreadsheet, and what their values are."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from smartxl.cells import Area
from smartxl.findings import FindingCode
from smartxl.xlsx.appearance import Appearance
from smartxl.xlsx.book import Place, RawSheet, SheetObject
from smartxl.xlsx.cellvalues import CellValue, Percent
from smartxl.xlsx.gate import refused
from smartxl.xlsx.xmlpart import Attributes

__all__ = ["TableCells", "value_of"]

_DURATION = re.compile(r"PT(?:(\d{1,6})H)?(?:(\d{1,2})M)?(?:(\d{1,2})(?:[.,]\d+)?S)?")
_DAY = timedelta(days=1)


@dataclass
class TableCells:
    """What stands in the cells of one table so far, and what lies on it."""

    name: str
    hidden: bool = False
    values: dict[Place, CellValue] = field(default_factory=dict)
    errors: dict[Place, str] = field(default_factory=dict)
    formulas: dict[Place, str] = field(default_factory=dict)
    looks: dict[Place, Appearance] = field(default_factory=dict)
    merged: list[Area] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    column_styles: list[str] = field(default_factory=list)
    objects: list[SheetObject] = field(default_factory=list)

    def finished(self) -> RawSheet:
        """The sheet, whose rows end with their last value."""
        rows: list[list[CellValue]] = [[] for _ in range(max((row for row, _ in self.values), default=0))]
        for (row, column), value in sorted(self.values.items(), key=lambda item: item[0]):
            cells = rows[row - 1]
            cells += [""] * (column - len(cells))
            cells[column - 1] = value
        return RawSheet(
            self.name,
            tuple(map(tuple, rows)),
            self.errors,
            self.formulas,
            tuple(self.merged),
            appearances=self.looks,
            hidden_rows=frozenset(self.hidden_rows),
            hidden_columns=frozenset(self.hidden_columns),
            hidden=self.hidden,
        )


def value_of(kind: str, cell: Attributes, shown: str) -> CellValue:
    """What a cell holds. Raises FileRefused for a value that is none of its type."""
    try:
        if kind in {"float", "currency"}:
            return float(cell.get("office:value", ""))
        if kind == "percentage":
            return Percent(cell.get("office:value", ""))
        if kind == "boolean":
            return cell.get("office:boolean-value", "") == "true"
        if kind == "date":
            return _day(cell.get("office:date-value", ""))
        if kind == "time":
            return _time(cell.get("office:time-value", ""))
    except ValueError as error:
        raise refused(FindingCode.DAMAGED, f"content.xml: {str(error)[:60]}") from error
    return shown or cell.get("office:string-value", "")


def _day(text: str) -> date | datetime:
    moment = datetime.fromisoformat(text[:26]).replace(tzinfo=None)
    return moment if moment.time() != time() else moment.date()


def _time(text: str) -> time | timedelta:
    match = _DURATION.fullmatch(text)
    if not match:
        raise ValueError(f"no time {text[:20]}")
    hours, minutes, seconds = (int(part or 0) for part in match.groups())
    passed = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return (datetime.min + passed).time() if passed < _DAY else passed
