"""What the rows of a section share: their checks, the columns of their inputs, and formulas that differ in the row only."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from smartxl.cells import MAX_ROW
from smartxl.model.answers import Field
from smartxl.model.plan import Check, Content, InputCell, RowCheckFormula, Shown
from smartxl.model.rowcells import RowFormula, RowPattern

__all__ = ["RowForm", "for_rows", "placeholder"]

_ANY = str(MAX_ROW + 1)  # a row that no reference has


@dataclass(frozen=True, slots=True)
class RowForm:
    """The shared part of rows: `points` and `fault` are the formulas of a row.

    `rules` are the checks of the inputs that these rows have, `inputs` where those stand, `shown` where those stand that
    are shown and cannot be changed; `closed` are the placeholders of inputs that they do not have. `patterns` are the ways met
    so far in which templates lay them out.
    """

    rules: Mapping[Field, Check]
    inputs: Mapping[Field, int]
    closed: Mapping[str, Content]
    points: RowFormula
    fault: RowFormula
    words: tuple[str, ...]
    shown: Mapping[Field, int] = field(default_factory=dict)
    patterns: dict[tuple[object, ...], RowPattern | None] = field(default_factory=dict)

    def seen(self) -> dict[str, Content]:
        """The same as `live` where a row is only read: what is computed there, by which formula does not matter."""
        return {"row.check": RowCheckFormula("=", "", self.words)}

    def live(self) -> dict[str, Content]:
        """Placeholder → what stands there in every row, without its key and formula (see `RowPattern`): input or answer that
        is shown, "" for an input that the row does not have; and what is wrong with the row."""
        cells: dict[str, Content] = {
            placeholder(f): InputCell("", f, check) if f in self.inputs else Shown("", f)
            for f, check in self.rules.items()
        }
        return {
            **self.closed,
            **cells,
            "row.check": RowCheckFormula("", "", self.words, None, self.inputs),
        }


def placeholder(field: Field) -> str:
    """What stands in a template where an input goes; an appeal has a column that not every form has."""
    return "appeal.text" if field is Field.APPEAL else f"input.{field}"


def for_rows(make: Callable[[int], str], row: int) -> RowFormula:
    """`make` (row → formula) for a formula that refers to no row but its own: made once.

    Where the formula has the number of an impossible row in it for another reason, it is made for every row.
    """
    parts = tuple(make(int(_ANY)).split(_ANY))
    return RowFormula(make, parts if str(row).join(parts) == make(row) else ())
