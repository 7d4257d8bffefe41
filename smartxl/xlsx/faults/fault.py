"""What is wrong with the package of a workbook, so that Excel asks to repair it, or does not open it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from smartxl.text import Text
    from smartxl.xlsx.settings import Span

__all__ = ["FaultKind", "FaultNotes", "PackageFault"]

_MOST_SPANS = 2_000
_LONGEST = 120


class FaultKind(StrEnum):
    """Kinds of faults, by what of the package they are in."""

    XML = "xml"
    PARTS = "parts"
    SHEETS = "sheets"
    NAMES = "names"
    ORDER = "order"
    CELLS = "cells"
    VALUES = "values"
    LENGTHS = "lengths"
    FORMULAS = "formulas"
    MERGES = "merges"
    COLUMNS = "columns"
    VALIDATIONS = "validations"
    CONDITIONS = "conditions"
    TABLES = "tables"
    FILTERS = "filters"
    LINKS = "links"
    STYLES = "styles"
    PROPERTIES = "properties"
    CALCULATION = "calculation"


@dataclass(frozen=True, slots=True)
class PackageFault:
    """One fault: the part and the sheet that it is in ("" for none), its cells if it has some, and what is the case.

    `excerpt` is what the file has there, of the first place; `count` how often it has this.
    """

    kind: FaultKind
    part: str
    sheet: str
    spans: tuple[Span, ...]
    what: Text
    excerpt: str = ""
    count: int = 1


@dataclass
class FaultNotes:
    """Collects faults: those that say the same of one part are one."""

    _found: dict[tuple[FaultKind, str, str], list[PackageFault]] = field(default_factory=dict)
    _counts: dict[tuple[FaultKind, str, str], int] = field(default_factory=dict)

    def add(
        self,
        kind: FaultKind,
        part: str,
        what: Text,
        excerpt: str = "",
        *,
        sheet: str = "",
        spans: Iterable[Span] = (),
    ) -> None:
        """One fault more."""
        key = kind, part, what.get("en")
        self._counts[key] = self._counts.get(key, 0) + 1
        group = self._found.setdefault(key, [])
        if len(group) < _MOST_SPANS:
            group.append(PackageFault(kind, part, sheet, tuple(spans), what, excerpt[:_LONGEST]))

    def faults(self) -> tuple[PackageFault, ...]:
        """All of them, in the order in which they were first found."""
        return tuple(
            PackageFault(
                group[0].kind,
                group[0].part,
                group[0].sheet,
                tuple(span for fault in group for span in fault.spans),
                group[0].what,
                group[0].excerpt,
                self._counts[key],
            )
            for key, group in self._found.items()
        )
