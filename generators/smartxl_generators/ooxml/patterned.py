"""Rows of a pattern: what they share is XML once for all workbooks, with places for what each row has of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from smartxl.model.answers import RowFault
from smartxl.model.plan import Check, Computed, InputCell, RowCheckFormula, Shown
from smartxl.model.rowcells import Hole, RowFormula, RowPattern, Slot
from smartxl.placeholders import MAX_TEXT
from smartxl_generators.ooxml.looks import ROW, LookCell, most_in_a_line, text_height
from smartxl_generators.ooxml.rowshape import RowShape
from smartxl_generators.ooxml.xml import (
    cell_xml,
    encoded,
    escaped,
    escaped_formula,
    like_formula,
    literal,
)

__all__ = ["FORMULA_END", "ROW_BYTE", "UNANSWERED", "OwnFormula", "OwnText", "PatternShape", "prepared"]

FORMULA_END = b"</v></c>"
ROW_BYTE = ROW.encode()
UNANSWERED = tuple(RowFault).index(RowFault.BLANK)
"""The place of the word for a row in which nothing is filled in."""


@dataclass(frozen=True, slots=True)
class OwnFormula:
    """A formula of the row's own: which piece it is, its column, and what stands before its value, a text or a number."""

    place: int
    column: int
    text: bytes
    number: bytes


class OwnText(NamedTuple):
    """Where a value of the row's own goes: which piece it is, its look, its place among the values, and what stands before a
    text, or before a number. A text of more characters than `fits` may take several lines."""

    place: int
    look: LookCell
    source: int
    text: bytes
    number: bytes
    fits: int


@dataclass(frozen=True, slots=True)
class PatternShape:
    """The pieces of a `shape`, those that differ from row to row as they are without a value.

    `holes` are for values of the row's own, `answers` for what is answered. The formulas are `points` and `remarks`, these
    without what is answered. `checks` are those of the inputs, `known` is by what they are told apart from others. `wrapped`
    may take several lines (place, room, how many characters surely fit, how high a line is), other texts take the height
    `least`. Rows that differ in their number only are the `whole` of them, which is empty for others.
    """

    shape: RowShape
    pieces: tuple[bytes, ...]
    holes: tuple[OwnText, ...]
    answers: tuple[tuple[int, LookCell, InputCell | Shown], ...]
    points: tuple[OwnFormula, ...]
    remarks: tuple[tuple[OwnFormula, RowCheckFormula], ...]
    checks: tuple[Check, ...]
    known: tuple[tuple[int, ...], tuple[int, ...]]
    wrapped: tuple[tuple[InputCell | Shown, float, int, float], ...]
    least: float
    whole: bytes

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
        self.holes: list[OwnText] = []
        self.answers: list[tuple[int, LookCell, InputCell | Shown]] = []
        self.points: list[OwnFormula] = []
        self.remarks: list[tuple[OwnFormula, RowCheckFormula]] = []

    def add(self, place: int, cell: LookCell, slot: Slot) -> bool:
        """Takes a cell in; False for one that cannot be prepared."""
        if cell.rich is not None:
            return False
        if isinstance(slot, Hole):
            fits = most_in_a_line(cell.room) if cell.room is not None else MAX_TEXT
            number = prepared(f"{cell.styled}><v>")
            self.holes.append(OwnText(place, cell, slot.place, prepared(cell.text), number, fits))
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
        text, number = (f"{cell.styled}{kind}><f>{inside}</f><v>" for kind in (' t="str"', ""))
        self.pieces[place] = f"{text}{escaped(literal(blank))}{FORMULA_END.decode()}"
        return OwnFormula(place, cell.column, prepared(text), prepared(number))

    def done(self) -> PatternShape:
        """The whole shape."""
        wrapped, least = [], 0.0
        for column, room, fits, line in self.shape.wrapped:
            slot = self.pattern.slots[column]
            if isinstance(slot, InputCell | Shown):
                wrapped.append((slot, room, fits, line))
            elif isinstance(slot, str):
                least = max(least, text_height(slot, room, fits, line))
        inputs = (self.pattern.slots[column] for column in self.shape.inputs)
        checks = tuple(slot.check for slot in inputs if isinstance(slot, InputCell))
        if least:
            self.pieces[0] = self.shape.start(least)
        pieces = tuple(map(prepared, self.pieces))
        differ = self.holes or self.answers or self.points or self.remarks or wrapped or checks
        return PatternShape(
            self.shape,
            pieces,
            tuple(self.holes),
            tuple(self.answers),
            tuple(self.points),
            tuple(self.remarks),
            checks,
            (self.shape.inputs, tuple(map(id, checks))),
            tuple(wrapped),
            least,
            b"" if differ else b"".join(pieces),
        )


def prepared(xml: str) -> bytes:
    """A piece as bytes, with the place of the row's number."""
    return ROW_BYTE.join(encoded(part) for part in xml.split(ROW))
