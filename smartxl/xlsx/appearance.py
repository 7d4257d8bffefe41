"""How a cell looks where that changes what its reader takes from it: formats, struck-out text, colours that hide.

Texts consist of runs with looks of their own. A raised or lowered figure becomes the character that looks so (m², H₂O, 70¹),
so that nothing of a look is left to tell; what is struck out or has the colour of its ground is told by an `Appearance`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from smartxl.xlsx.numberformat import NumberFormat
    from smartxl.xlsx.xmlpart import Attributes

__all__ = ["Appearance", "RunCollector", "RunFont", "TextRun", "shifted"]

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


class RunFont(NamedTuple):
    """The font of a part of a text: that of its cell where it `inherits`, else `struck`, raised or lowered (`shift`), and in a
    colour as the file names it, by its attributes."""

    inherits: bool = True
    struck: bool = False
    shift: str = ""
    colour: tuple[tuple[str, str], ...] | None = None

    @property
    def is_plain(self) -> bool:
        """Whether a text looks as its cell does, but for what is raised or lowered."""
        return self.inherits and not self.struck and not self.colour

    def told(self, name: str, attributes: Attributes) -> RunFont:
        """The font after an element in a text: a run begins, or something is said of its font."""
        if name == "r":
            return RunFont()
        if name == "rPr":
            return self._replace(inherits=False)
        if name == "strike":
            return self._replace(struck=attributes.get("val", "1") not in _OFF)
        if name == "vertAlign":
            return self._replace(shift=attributes.get("val", ""))
        return self._replace(colour=tuple(attributes.items())) if name == "color" else self


_INHERITED = RunFont()


class TextRun(NamedTuple):
    """A part of a text, and its font."""

    text: str
    font: RunFont = _INHERITED


@dataclass(slots=True)
class RunCollector:
    """Collects the runs of a text, told of the elements in it."""

    runs: list[TextRun] = field(default_factory=list)
    font: RunFont = _INHERITED

    def start(self, name: str, attributes: Attributes) -> None:
        """A run begins, or something is said of its font."""
        self.font = self.font.told(name, attributes)

    def add(self, text: str) -> str:
        """Ends a run that has a text; gives the text as it is seen."""
        text = shifted(text, self.font.shift)
        self.runs.append(TextRun(text, self.font))
        return text

    def take(self) -> tuple[TextRun, ...]:
        """The runs so far, that are then forgotten; none where all look as their cell does."""
        runs, self.runs = tuple(self.runs), []
        return runs if not all(run.font.is_plain for run in runs) else ()
