"""What stands in a cell, from how the file writes it: texts, numbers, and days that are numbers with a date format.

Shared strings and number formats are what cells refer to by number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, KeysView, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from smartxl.xlsx.appearance import TextRun
from smartxl.xlsx.plainxml import unescaped
from smartxl.xlsx.styles import CellStyles

__all__ = [
    "CellValue",
    "Contents",
    "Percent",
    "SharedStrings",
    "WrittenFormulas",
    "plain_text",
    "typed_number",
]

CellValue = str | float | bool | date | datetime | time | timedelta


class Percent(float):
    """A number that its cell shows as a percentage: 0.85 as 85%."""

    __slots__ = ()


_NUMBER = re.compile(r"[ \n]*[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?[ \n]*")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_DAY_0, _DAY_0_OF_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)
_NO_DAY = frozenset((date(1899, 12, 30), date(1899, 12, 31)))  # with a time that has none
_TIME_OF_ISO = re.compile(r"T?[0-9]{2}:")
_TRUTH = {"1": True, "true": True, "0": False, "false": False}
_BETWEEN = "\0"  # stands in no XML
_Place = tuple[int, int]
_SHORT = 24  # characters of a number that is worth remembering
_NO_LEAP_DAY = 60  # Excel's 29 February 1900, which never was
_FIRST_SHOWN, _FIRST_HALF, _LAST_HALF = 0x20, 0xD800, 0xDFFF
_LAST_DAY = 2_958_466  # 1 January 10000


@dataclass(frozen=True, slots=True)
class SharedStrings:
    """The strings that cells share, and of those with looks of their own the runs, by number as it is written."""

    texts: Sequence[str] = ()
    runs: Mapping[str, tuple[TextRun, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Contents:
    """What cells refer to by number: shared strings, and styles. `has_pictures`: some cells show one in place of a value."""

    strings: SharedStrings = field(default_factory=SharedStrings)
    styles: CellStyles = field(default_factory=CellStyles)
    from_1904: bool = False
    has_pictures: bool = False

    def value(self, kind: str, style: str, text: str) -> CellValue:
        """What a cell of some type and format holds, from its text. Raises ValueError for what is none of this type."""
        if kind in {"inlineStr", "str"}:
            return plain_text(text) if "_x" in text else text
        if kind == "s":
            return self._shared(text.strip())
        if kind == "b":
            return _truth(text.strip())
        if kind == "d":
            return _moment_of_iso(text.strip())
        number = _known_number if len(text) <= _SHORT else _number
        return number(text, self.styles.formats.get(style, ""), self.from_1904)

    def _shared(self, index: str) -> str:
        texts = self.strings.texts
        number = int(index) if index.isdecimal() else len(texts)
        if number >= len(texts):
            raise ValueError(f"no string {index[:20]}")
        return texts[number]


def _truth(text: str) -> bool:
    if text not in _TRUTH:
        raise ValueError(f"no yes or no {text[:20]}")
    return _TRUTH[text]


def _moment_of_iso(text: str) -> date | datetime | time:
    """A day, a moment or a time of the day as ISO 8601 writes it; where on earth it is said is left out."""
    if _TIME_OF_ISO.match(text):
        return time.fromisoformat(text.lstrip("T")).replace(tzinfo=None)
    moment = datetime.fromisoformat(text).replace(tzinfo=None)
    if moment.date() in _NO_DAY:
        return moment.time()
    return moment if moment.time() != time() else moment.date()


def _number(text: str, kind: str, from_1904: bool) -> CellValue:
    """A number, a share, a day, a moment or a time."""
    if not (text.isdecimal() and text.isascii()) and not _NUMBER.fullmatch(text):
        raise ValueError(f"no number {text[:20]}")
    return typed_number(float(text), kind, from_1904=from_1904) if kind else float(text)


def typed_number(number: float, kind: str, *, from_1904: bool) -> CellValue:
    """What a number is in a cell whose format shows this kind: a share, a day, a moment, a time; else the number."""
    if kind == "p":
        return Percent(number)
    return _day(number, kind, from_1904) if kind else number


_known_number = lru_cache(maxsize=4096)(_number)  # the same numbers stand in form after form


def _day(number: float, kind: str, from_1904: bool) -> CellValue:
    """A day, a moment or a time of the day; the number where there is no such day."""
    if not 0 <= number < _LAST_DAY:
        return number
    passed = timedelta(seconds=round(number * 86_400, 3))
    if kind == "t":
        return passed
    if number < 1:
        return (datetime.min + passed).time() if passed.days == 0 else number
    early = number < _NO_LEAP_DAY and not from_1904
    moment = (_DAY_0_OF_1904 if from_1904 else _DAY_0) + passed + timedelta(days=early)
    return moment.date() if moment.time() == time() else moment


def plain_text(text: str) -> str:
    """A text without the file format's own escapes: _x000D_ is a carriage return."""
    return _ESCAPED.sub(_character, text) if "_x" in text else text


def _character(match: re.Match[str]) -> str:
    """What an escape stands for; one for half a character or for a control character stays as it is."""
    code = int(match[1], 16)
    shown = code >= _FIRST_SHOWN and not _FIRST_HALF <= code <= _LAST_HALF
    return chr(code) if shown or code in {9, 10, 13} else match[0]


class WrittenFormulas(Mapping[_Place, str]):
    """Place of a cell → its formula without =. `written` are the same with the references of XML and the file format's escapes,
    of which none may be unsound."""

    __slots__ = ("_texts", "_written")

    def __init__(self, written: dict[_Place, str]) -> None:
        self._written = written
        self._texts: dict[_Place, str] | None = None

    def _all(self) -> dict[_Place, str]:
        """All at once, as nearly all of them have quotes and comparisons."""
        if self._texts is None:
            texts = plain_text(unescaped(_BETWEEN.join(self._written.values()))).split(_BETWEEN)
            self._texts = {place: text.strip() for place, text in zip(self._written, texts, strict=True)}
        return self._texts

    def __getitem__(self, place: _Place) -> str:
        return self._all()[place]

    def __iter__(self) -> Iterator[_Place]:
        return iter(self._written)

    def __len__(self) -> int:
        return len(self._written)

    def __contains__(self, place: object) -> bool:
        return place in self._written

    def keys(self) -> KeysView[_Place]:
        """Where formulas stand."""
        return self._written.keys()

    def __repr__(self) -> str:
        return repr(self._all())

    def __reduce__(self) -> tuple[type[dict[_Place, str]], tuple[dict[_Place, str]]]:
        """Elsewhere they are what they come to."""
        return dict, (self._all(),)
