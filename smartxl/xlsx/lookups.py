"""What the cells of all sheets refer to by number: shared strings, and whether a format shows days."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from smartxl.findings import FindingCode
from smartxl.xlsx.cellvalues import plain_text
from smartxl.xlsx.container import Container
from smartxl.xlsx.markup import is_plain, resolved
from smartxl.xlsx.xmlpart import Attributes, Handlers, check_xml, walk

__all__ = ["read_formats", "read_strings"]

_STRINGS, _STYLES = "xl/sharedStrings.xml", "xl/styles.xml"
_STRING = re.compile(rb'<si>(?:<t(?: xml:space="preserve")?>([^<]*)</t>|<t/>)(?:<phoneticPr [^<>]*/>)?</si>')
_FORMAT = re.compile(rb'<xf [^<>]*?numFmtId="([0-9]{1,6})"')
_CODE = re.compile(rb'<numFmt numFmtId="([0-9]{1,6})" formatCode="([^"<>]*)" ?/>')
_NAMED = re.compile(rb"<numFmt\b")
_DAYS = frozenset(
    (*range(14, 23), *range(27, 37), *range(50, 59))
)  # from 27 on: those of Chinese Excel and WPS
_TIMES = frozenset((45, 46, 47))
_PERCENTS = frozenset((9, 10))
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_LITERAL = re.compile(r'"[^"]*"|\\.|[_*].|\[[^\]]*\]')
_DATE_LETTERS = frozenset("ymdhs")


def read_strings(container: Container) -> list[str]:
    """The strings that cells share; empty when the file has none."""
    if _STRINGS not in container.entries:
        return []
    data = container.read(_STRINGS)
    check_xml(container, _STRINGS, data)
    strings = _quickly(data) if is_plain(data) else None
    if strings is None:
        found = _StringWalk(container)
        walk(container, _STRINGS, data, Handlers(found.start, found.text, found.end))
        return found.strings
    if longest := next((text for text in strings if len(text) > container.budget.text), None):
        raise container.refuse(FindingCode.TOO_BIG, f"{len(longest)} characters", str(container.budget.text))
    return strings


def _quickly(data: bytes) -> list[str] | None:
    """The strings of a part in which each is one plain text; None for any other."""
    # From the very first element on: one that is written otherwise would move all numbers after it.
    start, end = data.find(b">", data.find(b"<sst")) + 1, data.rfind(b"</sst>")
    if end < start:
        return None
    parts = _STRING.split(data[start:end])
    if any(rest.strip() for rest in parts[::2]):
        return None
    return [_text(raw) if raw else "" for raw in parts[1::2]]


def _text(raw: bytes) -> str:
    text = raw.decode()
    return resolved(text) if "&" in text or "_x" in text or "\r" in text else text


@dataclass(slots=True)
class _StringWalk:
    """Any strings: also of several pieces with looks of their own; how they are read aloud is left out."""

    container: Container
    strings: list[str] = field(default_factory=list)
    _pieces: list[str] = field(default_factory=list)
    _size: int = 0
    _in_text: bool = False
    _aloud: bool = False

    def start(self, tag: str, _: Attributes) -> None:
        """A string begins, a piece of it, or how it is read aloud."""
        if tag == "si":
            self._pieces, self._size = [], 0
        elif tag == "rPh":
            self._aloud = True
        self._in_text = tag == "t" and not self._aloud

    def text(self, data: str) -> None:
        """Text of a piece, as long as the budget lasts."""
        if self._in_text:
            self._size += len(data)
            limit = self.container.budget.text
            if self._size > limit:
                raise self.container.refuse(FindingCode.TOO_BIG, f"> {limit} characters", str(limit))
            self._pieces.append(data)

    def end(self, tag: str) -> None:
        """A string is whole."""
        self._in_text = False
        if tag == "rPh":
            self._aloud = False
        elif tag == "si":
            self.strings.append(plain_text("".join(self._pieces)))


def read_formats(container: Container) -> tuple[str, ...]:
    """Of each cell format: "d" when it shows a day, "t" a duration, "" neither. Empty when the file has none."""
    if _STYLES not in container.entries:
        return ()
    data = container.read(_STYLES)
    known = _known_formats(_between(data, b"numFmts"), _between(data, b"cellXfs")) if is_plain(data) else None
    if known is not None and len(known) <= container.budget.formats:
        container.checked.add(_STYLES)
        return known
    found = _FormatWalk(container)
    walk(container, _STYLES, data, Handlers(found.start, end=found.end))
    return _kinds(found.used, found.codes)


def _between(data: bytes, tag: bytes) -> bytes:
    start = data.find(b"<" + tag)
    return data[start : data.find(b"</" + tag, start)] if start >= 0 else b""


@lru_cache(maxsize=32)
def _known_formats(codes: bytes, formats: bytes) -> tuple[str, ...] | None:
    """The formats of forms of one template, which are the same byte by byte; None when they are not plain."""
    used, named = _FORMAT.findall(formats), _CODE.findall(codes)
    if not used or len(used) != formats.count(b"<xf") or len(named) != len(_NAMED.findall(codes)):
        return None
    known = {number.decode(): resolved(code.decode()) for number, code in named}
    return _kinds([number.decode() for number in used], known)


@dataclass(slots=True)
class _FormatWalk:
    """Number formats by their numbers, and which of them the cell formats use."""

    container: Container
    codes: dict[str, str] = field(default_factory=dict)
    used: list[str] = field(default_factory=list)
    _inside: bool = False

    def start(self, tag: str, attributes: Attributes) -> None:
        """Notes a number format or a cell format."""
        if tag == "numFmt":
            self.codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif tag == "cellXfs":
            self._inside = True
        elif tag == "xf" and self._inside:
            self.used.append(attributes.get("numFmtId", "0"))
        limit = self.container.budget.formats
        if max(len(self.used), len(self.codes)) > limit:
            raise self.container.refuse(FindingCode.TOO_BIG, f"> {limit} formats", str(limit))

    def end(self, tag: str) -> None:
        """The cell formats are over."""
        if tag == "cellXfs":
            self._inside = False


def _kinds(used: list[str], codes: Mapping[str, str]) -> tuple[str, ...]:
    kinds = {number: _kind(number, codes.get(number, "")) for number in set(used)}
    return tuple(kinds[number] for number in used)


def _kind(number: str, code: str) -> str:
    if not code:
        known = int(number) if number.isdecimal() and len(number) < 5 else 0
        return "d" if known in _DAYS else "t" if known in _TIMES else "p" if known in _PERCENTS else ""
    first = code[:255].split(";", maxsplit=1)[0]
    if _ELAPSED.search(first):
        return "t"
    shown = _LITERAL.sub("", first).casefold()
    return "d" if _DATE_LETTERS & set(shown) else "p" if "%" in shown else ""
