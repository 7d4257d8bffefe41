"""Rows of a pattern: what they share is XML once for all workbooks, with places for what each row has of its own."""

from __future__ import annotations

from dataclasses import dataclass

from smartxl.model.answers import RowFault
from smartxl.model.plan import Check, Computed, InputCell, RowCheckFormula, Shown
from smartxl.model.rowcells import Hole, RowFormula, RowPattern, Slot
from smartxl_generators.ooxml.looks import ROW, LookCell, text_height
from smartxl_generators.ooxml.rowshape import RowShape
from smartxl_generators.ooxml.xml import cell_xml, escaped, escaped_formula, like_formula, literal

__all__ = ["FORMULA_END", "UNANSWERED", "OwnFormula", "PatternShape"]

FORMULA_END = "</v></c>"
UNANSWERED = tuple(RowFault).index(RowFault.BLANK)
"""The place of the word for a row in which nothing is filled in."""


@dataclass(frozen=True, slots=True)
class OwnFormula:
    """A formula of the row's own: which piece it is, its column, and what stands before its value, a text or a number."""

    place: int
    column: int
    text: str
    number: str


@dataclass(frozen=True, slots=True)
class PatternShape:
    """The pieces of a `shape`, those that differ from row to row as they are without a value.

    `holes` are for values of the row's own (piece, look, place of the value), `answers` for what is answered. The formulas
    are `points` and `remarks`, these without what is answered. `checks` are those of the inputs. `wrapped` may take several
    lines (place, room, how many characters surely fit, how high a line is), other texts take the height `least`.
    """

    shape: RowShape
    pieces: tuple[str, ...]
    holes: tuple[tuple[int, LookCell, int], ...]
    answers: tuple[tuple[int, LookCell, InputCell | Shown], ...]
    points: tuple[OwnFormula, ...]
    remarks: tuple[tuple[OwnFormula, RowCheckFormula], ...]
    checks: tuple[Check, ...]
    wrapped: tuple[tuple[Hole | InputCell | Shown, float, int, float], ...]
    least: float

    @classmethod
    def of(cls, shape: RowShape, pattern: RowPattern) -> PatternShape | None:
        """The rows of a pattern; None where they must be written cell by cell."""
        made = _PatternPieces(shape, pattern)
        cells = [(place, cell) for place, cell, _ in shape.others] + list(shape.texts)
        if not all(made.add(place, cell, pattern.slots[cell.column]) for place, cell in cells):
            return None
        return made.done()


class _PatternPieces:
    """A shape while it is made, cell by cell."""

    def __init__(self, shape: RowShape, pattern: RowPattern) -> None:
        self.shape, self.pattern = shape, pattern
        self.pieces = list(shape.pieces)
        self.holes: list[tuple[int, LookCell, int]] = []
        self.answers: list[tuple[int, LookCell, InputCell | Shown]] = []
        self.points: list[OwnFormula] = []
        self.remarks: list[tuple[OwnFormula, RowCheckFormula]] = []

    def add(self, place: int, cell: LookCell, slot: Slot) -> bool:
        """Takes a cell in; False for one that cannot be prepared."""
        if cell.rich is not None:
            return False
        if isinstance(slot, Hole):
            self.holes.append((place, cell, slot.place))
            self.pieces[place] = cell.blank
        elif isinstance(slot, InputCell | Shown):
            self.answers.append((place, cell, slot))
        elif isinstance(slot, Computed) and not slot.formula and self.pattern.points.parts:
            self.points.append(self._formula(place, cell, self.pattern.points, ""))
        elif isinstance(slot, RowCheckFormula) and not slot.formula and self.pattern.fault.parts:
            word = slot.words[UNANSWERED]
            self.remarks.append((self._formula(place, cell, self.pattern.fault, word), slot))
        elif isinstance(slot, float | int) or (isinstance(slot, str) and not like_formula(slot)):
            self.pieces[place] = cell_xml(cell.styled, slot)
        else:
            return False
        return True

    def _formula(self, place: int, cell: LookCell, formula: RowFormula, blank: str) -> OwnFormula:
        """The formula, and its piece with what it gives in a blank form."""
        inside = escaped_formula(ROW.join(formula.parts)[1:])
        made = OwnFormula(
            place,
            cell.column,
            f'{cell.styled} t="str"><f>{inside}</f><v>',
            f"{cell.styled}><f>{inside}</f><v>",
        )
        self.pieces[place] = f"{made.text}{escaped(literal(blank))}{FORMULA_END}"
        return made

    def done(self) -> PatternShape:
        """The whole shape."""
        wrapped, least = [], 0.0
        for column, room, fits, line in self.shape.wrapped:
            slot = self.pattern.slots[column]
            if isinstance(slot, Hole | InputCell | Shown):
                wrapped.append((slot, room, fits, line))
            elif isinstance(slot, str):
                least = max(least, text_height(slot, room, fits, line))
        inputs = (self.pattern.slots[column] for column in self.shape.inputs)
        return PatternShape(
            self.shape,
            tuple(self.pieces),
            tuple(self.holes),
            tuple(self.answers),
            tuple(self.points),
            tuple(self.remarks),
            tuple(slot.check for slot in inputs if isinstance(slot, InputCell)),
            tuple(wrapped),
            least,
        )
