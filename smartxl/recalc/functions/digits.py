"""A number in the digits of a number format: places, thousands, decimals, percent, exponents and fractions."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Mark", "fraction", "in_digits"]

_DECIMAL_COMMA = re.compile(r"[0#?],[0#?]{1,2}%?$")
_EMPTY_BEHIND = re.compile("0.*[#?]")
_PLACES = frozenset("0#?")
_BEFORE_COMMA = _PLACES | {","}
_EMPTY = {"0": "0", "#": "", "?": " "}


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark of a format: a place for a digit (0 # ?), the point, a comma, %, or `literal` text."""

    text: str
    literal: bool = False

    @property
    def is_place(self) -> bool:
        """Whether a digit goes there."""
        return not self.literal and self.text in _PLACES


@dataclass(slots=True)
class _DigitLayout:
    """The marks left and right of the point, and what the commas and percent signs mean."""

    left: list[Mark] = field(default_factory=list)
    right: list[Mark] = field(default_factory=list)
    has_point: bool = False
    grouped: bool = False
    scale: int = 0
    percents: int = 0


def _laid_out(marks: Sequence[Mark]) -> _DigitLayout:
    found = _DigitLayout()
    side = found.left
    for index, mark in enumerate(marks):
        before = marks[index - 1] if index else None
        if mark.literal or mark.is_place:
            side.append(mark)
        elif mark.text == "." and not found.has_point:
            found.has_point, side = True, found.right
        elif mark.text == "%":
            found.percents += 1
            side.append(Mark("%", literal=True))
        elif mark.text == ",":
            _comma(
                found,
                side,
                marks[index + 1 :],
                is_after_place=before is not None and not before.literal and before.text in _BEFORE_COMMA,
            )
        else:
            side.append(Mark(mark.text, literal=True))
    return found


def _comma(found: _DigitLayout, side: list[Mark], rest: Sequence[Mark], *, is_after_place: bool) -> None:
    """A comma groups thousands between places left of the point, divides by a thousand after the last; else it stands."""
    if not is_after_place:
        side.append(Mark(",", literal=True))
        return
    following = next((mark for mark in rest if mark.literal or mark.text != ","), None)
    is_last = not any(mark.is_place for mark in rest) or (
        not found.has_point and following is not None and not following.literal and following.text == "."
    )
    if is_last:
        found.scale += 1
    elif not found.has_point and following is not None and following.is_place:
        found.grouped = True


def _left(marks: Sequence[Mark], figures: str, *, grouped: bool) -> str:
    """The digits before the point, the first place taking all that are too many."""
    shown: list[str] = []
    places = sum(mark.is_place for mark in marks)
    rest, count, seen = figures, 0, 0
    for mark in reversed(marks):
        if not mark.is_place:
            shown.append(mark.text)
            continue
        seen += 1
        taken = rest if seen == places else rest[-1:]
        rest = "" if seen == places else rest[:-1]
        for figure in reversed(taken) if taken else (_EMPTY[mark.text],):
            if grouped and count and count % 3 == 0 and figure:
                shown.append("," if figure.strip() else " ")
            shown.append(figure)
            count += len(figure)
    if not places:
        return "".join(reversed(shown)) + rest
    return "".join(reversed(shown))


def _right(marks: Sequence[Mark], figures: str) -> str:
    shown, place = [], 0
    last = len(figures.rstrip("0"))
    for mark in marks:
        if not mark.is_place:
            shown.append(mark.text)
            continue
        shown.append(figures[place] if place < last else _EMPTY[mark.text])
        place += 1
    return "".join(shown)


def in_digits(number: float, marks: Sequence[Mark]) -> tuple[str, bool] | None:
    """The size of a number by the marks of a format, and whether what it shows is zero; None where thousands are grouped in
    places that may be empty behind ones that may not, and where the comma seems to be meant as a decimal one."""
    layout = _laid_out(marks)
    if not layout.has_point and _DECIMAL_COMMA.search(
        "".join(mark.text for mark in marks if not mark.literal)
    ):
        return None
    if layout.grouped and _EMPTY_BEHIND.search("".join(mark.text for mark in layout.left if mark.is_place)):
        return None
    exact = Decimal(f"{abs(number):.15g}") * Decimal(100) ** layout.percents / Decimal(1000) ** layout.scale
    places = sum(mark.is_place for mark in layout.right)
    figures = f"{exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP):f}"
    before, _, behind = figures.partition(".")
    shown = _left(layout.left, before.lstrip("0"), grouped=layout.grouped)
    if layout.has_point:
        shown += "." + _right(layout.right, behind)
    return shown, not any(figure in "123456789" for figure in figures)


def fraction(number: float, denominator: int, *, fixed: bool) -> tuple[int, int, int]:
    """The whole part, numerator and denominator of a size: of a fixed denominator, or the nearest up to one."""
    exact = Fraction(f"{abs(number):.15g}")
    if fixed:
        parts = int(exact * denominator + Fraction(1, 2))
        return parts // denominator, parts % denominator, denominator
    whole = int(exact)
    near = (exact - whole).limit_denominator(denominator)
    if near == 1:
        return whole + 1, 0, 1
    return whole, near.numerator, near.denominator
