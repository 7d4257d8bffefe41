"""How a cell looks where that changes what its reader takes from it: formats, struck-out text, colours that hide.

Texts consist of runs with looks of their own. A raised or lowered figure becomes the character that looks so (m², H₂O, 70¹),
so that nothing of a look is left to tell; what is struck out or has the colour of its ground is told by an `Appearance`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from smartxl.xlsx.numberformat import NumberFormat
    from smartxl.xlsx.xmlpart import Attributes

__all__ = ["Appearance", "RunCollector", "TextRun", "shifted"]

_SHIFTED = {
    "superscript": str.maketrans("0123456789+-=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ"),
    "subscript": str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎"),
}
_OFF = frozenset({"0", "false"})


@dataclass(frozen=True, slots=True)
class Appearance:
    """The look of a cell.

    `format` shows its value otherwise than a plain cell would. `shift` is superscript or subscript, of the whole cell.
    `struck`: some of the text is struck out; `unseen`: some has the colour of its ground; `left` is the text without
    that, "" where it is all. `picture`: the cell shows a picture. `link` is where a click leads to.
    """

    format: NumberFormat | None = None
    shift: str = ""
    struck: bool = False
    unseen: bool = False
    left: str = ""
    picture: bool = False
    link: str = ""

    def shown(self, value: object) -> str | None:
        """What a reader sees of a value by its format, "" for nothing; None where that is the value, or cannot be told."""
        text = self.format.shown(value) if self.format else None
        if not self.shift:
            return text
        plain = (
            f"{value:.15g}" if text is None and isinstance(value, float) else value if text is None else text
        )
        return shifted(plain, self.shift) if isinstance(plain, str) else text


def shifted(text: str, shift: str) -> str:
    """A text with the characters that look raised or lowered, where there are such."""
    table = _SHIFTED.get(shift)
    return text.translate(table) if table else text


@dataclass(frozen=True, slots=True)
class TextRun:
    """A part of a text. `inherits` the font of its cell, else it has one: `struck`, and its colour as the file names it."""

    text: str
    inherits: bool = True
    struck: bool = False
    colour: Attributes | None = None


@dataclass(slots=True)
class RunCollector:
    """Collects the runs of a text, told of the elements in it."""

    runs: list[TextRun] = field(default_factory=list)
    _inherits: bool = True
    _struck: bool = False
    _shift: str = ""
    _colour: Attributes | None = None

    def start(self, name: str, attributes: Attributes) -> None:
        """A run begins, or something is said of its font."""
        if name == "r":
            self._inherits, self._struck, self._shift, self._colour = True, False, "", None
        elif name == "rPr":
            self._inherits = False
        elif name == "strike":
            self._struck = attributes.get("val", "1") not in _OFF
        elif name == "vertAlign":
            self._shift = attributes.get("val", "")
        elif name == "color":
            self._colour = attributes

    def add(self, text: str) -> str:
        """Ends a run that has a text; gives the text as it is seen."""
        text = shifted(text, self._shift)
        self.runs.append(TextRun(text, self._inherits, self._struck, self._colour))
        return text

    def take(self) -> tuple[TextRun, ...]:
        """The runs so far, that are then forgotten; none where all look as their cell does."""
        runs, self.runs = tuple(self.runs), []
        return runs if any(run.struck or run.colour or not run.inherits for run in runs) else ()
