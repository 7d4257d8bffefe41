"""Codes as people type them and as spreadsheets change them: 0101 becomes the number 101, 1.10 becomes 1.1, 1-2 a day.

What was typed is compared as it stands first. Else it is read where it can only have been one thing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING

from smartxl.model.keys import code_number
from smartxl.text import choice_key
from smartxl.typed.cleaned import show

if TYPE_CHECKING:
    from smartxl.xlsx.cellvalues import CellValue

__all__ = ["CodeList"]

_DAY = re.compile(r"([0-9]{1,4})[-/.]([0-9]{1,4})(?:[-/.]([0-9]{1,4}))?")


class CodeList:
    """Codes, each with what it stands for: several may stand for the same, and one for several."""

    def __init__(self, codes: Iterable[tuple[str, str]]) -> None:
        self._things: dict[str, set[str]] = defaultdict(set)
        self._printed: dict[str, str] = {}
        for code, thing in codes:
            key = choice_key(code)
            self._things[key].add(thing)
            self._printed.setdefault(key, code)

    def __contains__(self, typed: str) -> bool:
        return choice_key(typed) in self._things

    def of_text(self, typed: str) -> tuple[str, ...]:
        """The codes that a text may be: itself, else those of the same number; () for none."""
        if typed in self:
            return (self._printed[choice_key(typed)],)
        number = code_number(typed)
        return self._where(lambda code: code_number(code) == number) if number is not None else ()

    def of_cell(self, value: CellValue) -> tuple[str, ...]:
        """The codes that may have been typed into a cell that holds a number or a day; as text for all others."""
        if isinstance(value, date):
            day = value.date() if isinstance(value, datetime) else value
            return self._where(lambda code: _may_be_day(code, day))
        if isinstance(value, float) and not isinstance(value, bool):
            return self._where(lambda code: code_number(code) == value)
        return self.of_text(show(value))

    def _where(self, condition: Callable[[str], bool]) -> tuple[str, ...]:
        """The codes that meet a condition, one for each thing that they stand for."""
        found: dict[frozenset[str], str] = {}
        for key, things in self._things.items():
            if condition(key):
                found.setdefault(frozenset(things), self._printed[key])
        return tuple(found.values())


def _may_be_day(code: str, day: date) -> bool:
    """Whether a spreadsheet may make this day of a code: 1-2 is the second of January, or the first of February."""
    match = _DAY.fullmatch(code)
    if match is None:
        return False
    parts = tuple(int(part) for part in match.groups() if part is not None)
    return any(parts == order for order in _orders(day))


def _orders(day: date) -> Collection[tuple[int, ...]]:
    """The ways of writing a day in figures; without its year, or of a first day without the day."""
    years = (day.year, day.year % 100)
    whole = [order for year in years for order in _whole(year, day)]
    months = (
        [order for year in years for order in ((day.month, year), (year, day.month))] if day.day == 1 else []
    )
    return [(day.month, day.day), (day.day, day.month), *whole, *months]


def _whole(year: int, day: date) -> Iterable[tuple[int, ...]]:
    return (year, day.month, day.day), (day.day, day.month, year), (day.month, day.day, year)
