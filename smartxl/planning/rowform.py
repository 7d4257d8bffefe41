"""What the rows of a section share: their checks, the columns of their inputs, and formulas that differ in the row only."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from smartxl.cells import MAX_ROW
from smartxl.model.answers import Field
from smartxl.model.plan import Check, Content, InputCell, Remark

__all__ = ["RowForm", "for_rows"]

_ANY = str(MAX_ROW + 1)  # a row that no reference has


@dataclass(frozen=True, slots=True)
class RowForm:
    """The shared part of rows: `points` and `fault` give the formulas of a row, without their =.

    `rules` are the checks of the inputs that these rows have, `inputs` where those stand; `closed` are the placeholders
    of inputs that they do not have.
    """

    rules: Mapping[Field, Check]
    inputs: Mapping[Field, int]
    closed: Mapping[str, Content]
    points: Callable[[int], str]
    fault: Callable[[int], str]
    words: tuple[str, ...]

    def cells(self, key: str) -> dict[str, Content]:
        """Placeholder → input cell, "" for an input that the row does not have."""
        cells: dict[str, Content] = {
            f"input.{f}": InputCell(key, f, check) for f, check in self.rules.items()
        }
        return {**self.closed, **cells}

    def remark(self, key: str, row: int) -> Remark:
        """The cell that says what is wrong with the row."""
        return Remark(self.fault(row), key, self.words)


def for_rows(make: Callable[[int], str], row: int) -> Callable[[int], str]:
    """The same as `make` (row → formula) for a formula that says nothing of rows but the given one: made once.

    Where the formula has the number of an impossible row in it for another reason, `make` itself.
    """
    parts = make(int(_ANY)).split(_ANY)
    return (lambda at: str(at).join(parts)) if str(row).join(parts) == make(row) else make
