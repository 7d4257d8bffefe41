"""Copies of one sheet compared answer by answer, so that nothing typed into any of them is lost in silence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol, TypeVar

from smartxl.cells import a1
from smartxl.findings import Finding, FindingCode
from smartxl.typed.cleaned import show

if TYPE_CHECKING:
    from smartxl.model.plan import Line, SheetPlan
    from smartxl.reading.sheet_owner import KeyColumn
    from smartxl.xlsx.book import RawSheet
    from smartxl.xlsx.open import CellValue

__all__ = ["answers_without_keys", "differences", "fullest"]

_NOTHING = "—"
_ROWS = 2  # of a copy: one line that is named may be a remark about it


class _Copy(Protocol):
    """A sheet and what stands in its key column."""

    @property
    def sheet(self) -> RawSheet: ...
    @property
    def keys(self) -> KeyColumn: ...


AnyCopy = TypeVar("AnyCopy", bound=_Copy)
Typed = Mapping[int, "CellValue"]
"""Column → what was typed there; blank cells are left out."""


def fullest(sheet_plan: SheetPlan, copies: Sequence[AnyCopy]) -> AnyCopy:
    """The first copy that holds every answer of all the others; the first of all where none does."""
    lines = sheet_plan.lines
    typed = [{line.key: _typed(copy, line) for line in lines} for copy in copies]
    for copy, mine in zip(copies, typed, strict=True):
        if all(_holds(mine[key], rows) for others in typed for key, rows in others.items()):
            return copy
    return copies[0]


def differences(sheet_plan: SheetPlan, read: _Copy, other: _Copy, file: str) -> Iterator[Finding]:
    """Rows that a copy answers, and the sheet that is read does not, or otherwise."""
    for section in sheet_plan.sections:
        for line in section.lines:
            mine, theirs = _typed(read, line), _typed(other, line)
            lost = next((row for row in theirs if not _holds(mine, [row])), None)
            if lost is None:
                continue
            kept: Typed = mine[0] if mine else {}
            column = next(c for c, value in lost.items() if kept.get(c) != value)
            rows, theirs_at = read.keys.places.get(line.key, ()), other.keys.places[line.key][0]
            found = f"{other.sheet.name} {a1(theirs_at, column)}: {show(lost[column])}"
            expected = show(kept[column]) if column in kept else _NOTHING
            cell = a1(rows[0], column) if rows else ""
            where = (section.unit, read.sheet.name, cell, line.name)
            yield Finding(FindingCode.COPY_DIFFERS, *where, found, expected, file)


def answers_without_keys(sheet_plan: SheetPlan, sheet: RawSheet) -> bool:
    """Whether rows of a sheet show the names of lines, and beside them what the form does not have there."""
    planned = sheet_plan.by_number
    own = {
        line.name: {c for c in planned[line.row].cells.values() if isinstance(c, str | float)}
        for line in sheet_plan.lines
        if line.name
    }
    rows = 0
    for values in sheet.values:
        name = next((text for v in values if isinstance(v, str) and (text := v.strip()) in own), None)
        rows += name is not None and any(v != "" and v not in own[name] for v in values)
    return rows >= _ROWS


def _typed(copy: _Copy, line: Line) -> list[Typed]:
    """What was typed into the rows of a line, blank rows left out."""
    sheet, columns = copy.sheet, line.inputs.values()
    rows = [
        {
            column: "#" if (row, column) in sheet.errors else sheet.at(row, column)
            for column in columns
            if (row, column) in sheet.errors or sheet.at(row, column) != ""
        }
        for row in copy.keys.places.get(line.key, ())
    ]
    return [row for row in rows if row]


def _holds(mine: Sequence[Typed], theirs: Sequence[Typed]) -> bool:
    """Whether every row of theirs stands whole in one of mine."""
    return all(any(row.items() <= own.items() for own in mine) for row in theirs)
