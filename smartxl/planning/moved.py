"""Contents whose formulas move with a row: worked out once for all workbooks, whatever stands above them there."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from smartxl.model.plan import Computed, Content

__all__ = ["MovedContents"]

_FAR = 90_000_000
"""A row that no reference has; those below it are told by their first digits."""
_FAR_ROW = re.compile("9000[0-9]{4}(?![0-9])")
_Make = Callable[[int], Mapping[str, Content]]


@dataclass(frozen=True, slots=True)
class _MovedComputed:
    """A computed content; the rows in its formula, the `frame`, are so many `steps` below the one it moves with."""

    content: Computed
    frame: str
    steps: tuple[int, ...]

    @classmethod
    def of(cls, content: Computed, far: str) -> _MovedComputed:
        """From a content, and its formula where it stands at `_FAR`."""
        steps = tuple(int(found) - _FAR for found in _FAR_ROW.findall(far))
        return cls(content, _FAR_ROW.sub("%d", far.replace("%", "%%")), steps)

    def at(self, row: int, unit: str) -> Computed:
        """The content of a unit."""
        return self.content.of_unit(unit, self.frame % tuple([row + step for step in self.steps]))


@dataclass(frozen=True)
class MovedContents:
    """Name → content, as `make` (row → contents) gives them for any unit; `movable` are those with formulas.

    Where a formula has other numbers in it that look like those of rows, all are made anew each time: `make` is for units of
    which only the code makes a difference.
    """

    contents: Mapping[str, Content]
    movable: tuple[tuple[str, _MovedComputed], ...]
    is_sure: bool

    @classmethod
    def of(cls, make: _Make, row: int) -> MovedContents:
        """Those of contents that are made for a row, which are compared with what they come to there."""
        here, far = make(row), make(_FAR)
        moved = []
        for name, content in here.items():
            if isinstance(content, Computed):
                moved.append((name, _MovedComputed.of(content, _formula(far[name]))))
        is_sure = all(each.at(row, each.content.quantity.unit) == each.content for _, each in moved)
        return cls(here, tuple(moved), is_sure)

    def at(self, row: int, unit: str, make: _Make) -> dict[str, Content]:
        """The contents of a unit; `make` gives the same for it."""
        if not self.is_sure:
            return dict(make(row))
        found = dict(self.contents)
        for name, each in self.movable:
            found[name] = each.at(row, unit)
        return found


def _formula(content: Content) -> str:
    return content.formula if isinstance(content, Computed) else ""
