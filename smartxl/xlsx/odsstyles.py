"""How cells and texts of an OpenDocument spreadsheet look: their styles, each with what its parents say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from smartxl.xlsx.numberformat import NumberFormat
from smartxl.xlsx.styles import Colour, alike
from smartxl.xlsx.xmlpart import Attributes

__all__ = ["OdsLook", "OdsStyles", "ShownText"]

_BLACK, _WHITE = (0, 0, 0), (255, 255, 255)
_MOST_PARENTS = 16
_PARTS = frozenset({"day", "month", "year"})
_SHIFTS = {"super": "superscript", "sub": "subscript"}
_NONE = frozenset({"", "none"})
_TABLE = "table"


class ShownText(NumberFormat):
    """A format of which the file itself says what it shows: `code` is that text."""

    __slots__ = ()

    def shown(self, value: object) -> str | None:  # noqa: ARG002  (whatever the value)
        """What a reader sees, "" for nothing."""
        return self.code


@dataclass(frozen=True, slots=True)
class OdsLook:
    """What a style says; None and "" where it leaves that to its parent. `data` names the format.

    `flat`: a row or column without height or width; `hidden`: a sheet that is not shown.
    """

    struck: bool | None = None
    shift: str = ""
    colour: str = ""
    ground: str = ""
    data: str = ""
    parent: str = ""
    flat: bool = False
    hidden: bool = False

    def over(self, parent: OdsLook) -> OdsLook:
        """The same with what the parent says of the rest."""
        return OdsLook(
            parent.struck if self.struck is None else self.struck,
            self.shift or parent.shift,
            self.colour or parent.colour,
            self.ground or parent.ground,
            self.data or parent.data,
        )

    def unseen_on(self, ground: str) -> bool:
        """Whether text of this colour cannot be seen on a ground."""
        return alike(_rgb(self.colour, _BLACK), _rgb(ground, _WHITE))


def _rgb(text: str, automatic: Colour) -> Colour:
    if len(text) != 7 or not text.startswith("#"):
        return automatic
    try:
        return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)
    except ValueError:
        return automatic


class OdsStyles:
    """The styles of a file, told of the elements that stand before its sheets."""

    def __init__(self) -> None:
        self._looks: dict[tuple[str, str], OdsLook] = {}
        self._days: dict[str, set[str]] = {}
        self._style: tuple[str, str] | None = None
        self._day = ""

    def start(self, name: str, attributes: Attributes) -> None:
        """A style begins, or says something of itself."""
        if name in {"style", "default-style"}:
            self._style = (attributes.get("style:family", ""), attributes.get("style:name", ""))
            parent, data = (
                attributes.get("style:parent-style-name", ""),
                attributes.get("style:data-style-name", ""),
            )
            self._looks[self._style] = OdsLook(parent=parent, data=data)
        elif name == "date-style":
            self._day = attributes.get("style:name", "")
            self._days[self._day] = set()
        elif name in _PARTS and self._day:
            self._days[self._day].add(name)
        elif self._style and name.endswith("-properties"):
            self._looks[self._style] = _with(self._looks[self._style], name, attributes)

    def end(self, name: str) -> None:
        """A style is whole."""
        if name in {"style", "default-style"}:
            self._style = None
        elif name == "date-style":
            self._day = ""

    def look(self, family: str, name: str) -> OdsLook:
        """A style with what its parents say."""
        found = OdsLook()
        for each in self._line(family, name):
            found = found.over(each)
        return found

    def _line(self, family: str, name: str) -> Iterator[OdsLook]:
        for _ in range(_MOST_PARENTS):
            each = self._looks.get((family, name))
            if each is None:
                break
            yield each
            name = each.parent
            if not name:
                break
        yield self._looks.get((family, ""), OdsLook())

    def is_flat(self, family: str, name: str) -> bool:
        """Whether rows or columns of a style are too low or narrow to show anything."""
        return self._looks.get((family, name), OdsLook()).flat

    def is_hidden(self, name: str) -> bool:
        """Whether sheets of a style are not shown."""
        return self._looks.get((_TABLE, name), OdsLook()).hidden

    def shows_day(self, data: str) -> bool:
        """Whether a date format shows the day and the month; one that is not known is taken to."""
        return data not in self._days or {"day", "month"} <= self._days[data]


def _shift(place: str) -> str:
    """Whether a text is raised or lowered: by a word, or by a share of its height."""
    share = place.rstrip("%")
    if place in _SHIFTS or share.strip("0.") in {"", "-"}:
        return _SHIFTS.get(place, "")
    return "subscript" if share.startswith("-") else "superscript"


def _with(look: OdsLook, name: str, attributes: Attributes) -> OdsLook:
    """A style with what one element says of it."""
    if name == "text-properties":
        kind = attributes.get("style:text-line-through-style", attributes.get("style:text-line-through-type"))
        place = attributes.get("style:text-position")
        automatic = attributes.get("style:use-window-font-color") == "true"
        return replace(
            look,
            struck=look.struck if kind is None else kind not in _NONE,
            shift=look.shift if place is None else _shift(place.partition(" ")[0]),
            colour="auto" if automatic else attributes.get("fo:color", look.colour),
        )
    if name == "table-cell-properties":
        return replace(look, ground=attributes.get("fo:background-color", look.ground))
    if name == "table-properties":
        return replace(look, hidden=attributes.get("table:display") == "false")
    size = attributes.get("style:row-height", attributes.get("style:column-width", ""))
    digits = size.rstrip("abcdefghijklmnopqrstuvwxyz%")
    return replace(look, flat=bool(digits) and not digits.strip("0."))
