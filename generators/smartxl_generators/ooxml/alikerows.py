"""Rows of a pattern that are alike but for texts and numbers of their own: what `StyledCells` keeps of the first of them."""

from __future__ import annotations

from dataclasses import dataclass

from smartxl.model.plan import Check, Computed, InputCell, RowCheckFormula, Shown
from smartxl.model.rowcells import Hole, PatternCells
from smartxl.xlsx.cellvalues import CellValue
from smartxl_generators.ooxml.rowshape import RowShape
from smartxl_generators.ooxml.xml import like_formula

__all__ = ["AlikeRows", "Likeness", "likeness"]

Likeness = tuple[object, ...]
"""What is equal for rows of a pattern that are alike."""

_PLAIN = (str, float, int, Hole, InputCell, Shown, Computed, RowCheckFormula)


def likeness(cells: PatternCells) -> Likeness | None:
    """What rows share that are alike; None for one that has a style of its own, for a text like a formula, and for one with
    more than texts and numbers of its own."""
    for each in cells.own:
        if like_formula(each) if type(each) is str else not isinstance(each, float | int):
            return None
    return *(each == "" for each in cells.own), *map(type, cells.own)


@dataclass(frozen=True, slots=True)
class AlikeRows:
    """What rows that are alike have in common where nothing is answered: their cells with styles, their inputs, formulas and
    values, and at which place among the values which of a row's own stand."""

    columns: tuple[int, ...]
    styles: tuple[str, ...]
    merges: tuple[str, ...]
    inputs: tuple[int, ...]
    checks: tuple[Check, ...]
    points: tuple[tuple[int, Computed], ...]
    remarks: tuple[tuple[int, RowCheckFormula], ...]
    values: tuple[CellValue, ...]
    holes: tuple[tuple[int, int], ...]

    @classmethod
    def of(
        cls,
        cells: PatternCells,
        shape: RowShape,
        styled: tuple[tuple[int, str], ...],
        values: list[CellValue],
    ) -> AlikeRows | None:
        """Of the first of them, whose cells have been kept; None where these tell of more than styles and formulas."""
        slots = cells.pattern.slots
        if not all(isinstance(slot, _PLAIN) for slot in slots.values()):
            return None
        inputs = (slots[column] for column in shape.inputs)
        return cls(
            tuple(column for column, _ in styled),
            tuple(style for _, style in styled),
            shape.merges,
            shape.inputs,
            tuple(slot.check for slot in inputs if isinstance(slot, InputCell)),
            tuple((column, slot) for column, slot in slots.items() if isinstance(slot, Computed)),
            tuple((column, slot) for column, slot in slots.items() if isinstance(slot, RowCheckFormula)),
            tuple(values),
            tuple(
                (column - 1, slot.place)
                for column, slot in slots.items()
                if isinstance(slot, Hole) and cells.own[slot.place] != ""
            ),
        )
