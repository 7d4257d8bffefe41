"""Columns of cells that something holds for, and the cells among and below them for which it does not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from smartxl.recalc.arrays import BLANK

if TYPE_CHECKING:
    from smartxl.lint.linted import LintSheet
    from smartxl.xlsx.settings import Span

__all__ = ["CoveredCells", "Run", "gaps_between", "left_out_below", "runs_of"]

_LONGEST_GAP, _FEWEST = 3, 4
_MOST_COLUMNS = 512  # of a validation of whole rows no column is a list


@dataclass(frozen=True, slots=True, order=True)
class Run:
    """Rows of a column, ends included."""

    column: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class CoveredCells:
    """Whether one of some runs has a cell."""

    runs: Mapping[int, list[Run]]

    def __call__(self, row: int, column: int) -> bool:
        return any(run.first <= row <= run.last for run in self.runs.get(column, ()))


def runs_of(spans: Iterable[Span]) -> Mapping[int, list[Run]]:
    """Areas as runs by column, those that touch or overlap as one, from top to bottom."""
    found: dict[int, list[Run]] = {}
    for top, left, bottom, right in sorted(spans):
        for column in range(left, min(right, left + _MOST_COLUMNS) + 1):
            runs = found.setdefault(column, [])
            if runs and top <= runs[-1].last + 1:
                runs[-1] = Run(column, runs[-1].first, max(bottom, runs[-1].last))
            else:
                runs.append(Run(column, top, bottom))
    return found


def gaps_between(
    sheet: LintSheet, runs: Mapping[int, list[Run]], is_covered: Callable[[int, int], bool]
) -> Iterator[Span]:
    """A few cells between cells of a column for which something holds, which look as those and are no formulas."""
    for column, found in runs.items():
        if sum(run.last - run.first + 1 for run in found) < _FEWEST:
            continue
        for before, after in pairwise(found):
            rows = range(before.last + 1, after.first)
            if len(rows) > _LONGEST_GAP or column > sheet.size[1] or _is_blank_row(sheet, rows):
                continue
            look = sheet.settings.style_at((before.last, column))
            alike = look == sheet.settings.style_at((after.first, column)) and all(
                sheet.settings.style_at((row, column)) == look
                and not sheet.formula(row, column)
                and not is_covered(row, column)
                for row in rows
            )
            if alike:
                yield rows[0], column, rows[-1], column


def left_out_below(
    sheet: LintSheet, runs: Mapping[int, list[Run]], is_covered: Callable[[int, int], bool]
) -> Iterator[Span]:
    """Typed cells right below cells for which something holds, that look as those and hold the same kind of value."""
    for column, found in runs.items():
        run = found[-1]
        if run.last - run.first + 1 < _FEWEST or sheet.kind_at(run.last, column) == BLANK:
            continue
        kind, look = sheet.kind_at(run.last, column), sheet.settings.style_at((run.last, column))
        row = run.last + 1
        while (
            sheet.kind_at(row, column) == kind
            and sheet.settings.style_at((row, column)) == look
            and not sheet.formula(row, column)
            and not is_covered(row, column)
        ):
            row += 1
        if row > run.last + 1:
            yield run.last + 1, column, row - 1, column


def _is_blank_row(sheet: LintSheet, rows: range) -> bool:
    """Whether nothing stands in the rows of a gap: then they only keep two tables apart."""
    first, last = rows[0] - 1, min(rows[-1], sheet.size[0])
    return not (sheet.kind[first:last] != BLANK).any()
