"""XML of unknown origin, parsed by expat a piece at a time.

expat knows UTF-8, UTF-16, Latin 1 and ASCII, fetches nothing, and expands no entity where there is no document type:
`has_doctype` tells, and `Container.read` refuses such parts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple, Protocol
from xml.parsers import expat

from smartxl.findings import FindingCode
from smartxl.xlsx.gate import Budget, refused

__all__ = [
    "Attributes",
    "Element",
    "Handler",
    "check_depth",
    "check_text",
    "elements",
    "has_doctype",
    "local",
    "parse",
]

Attributes = Mapping[str, str]
Limits = Mapping[str, tuple[int, str]]
"""Tag → how many of its elements there may be, and what they are called in a finding."""
_PIECE = 2**16  # bytes: expat parses the rest of a piece even after a handler has refused the file
_FAULTS = (expat.ExpatError, LookupError, ValueError)  # the last two: an encoding that expat does not have


class Handler(Protocol):
    """What a part is given to: tags as they are written, with their prefix, and text in pieces."""

    def start(self, tag: str, attributes: Attributes, /) -> None:
        """An element begins."""

    def text(self, data: str, /) -> None:
        """Some text."""

    def end(self, tag: str, /) -> None:
        """An element ends."""


class Element(NamedTuple):
    """An element that has ended: its tag without prefix, its attributes, and the text in it."""

    tag: str
    attributes: Attributes
    text: str


def has_doctype(data: bytes) -> bool:
    """Whether a document type is declared; whether the part is sound does not matter."""
    if b"<!" not in data and b"\0" not in data:  # a part in UTF-16 has zeros, in any other encoding <! is <!
        return False
    seen: list[bool] = []
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = lambda *_: seen.append(True)
    parser.StartElementHandler = lambda *_: seen.append(False)  # a document type stands before all elements
    try:
        for _ in _feed(parser, data):
            if seen:
                break
    except _FAULTS:
        pass
    return bool(seen) and seen[0]


def parse(part: str, data: bytes, handler: Handler) -> None:
    """Gives a part to a handler, which may refuse it. Raises FileRefused where it is no sound XML."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = handler.start, handler.end
    parser.CharacterDataHandler = handler.text
    try:
        for _ in _feed(parser, data):
            pass
    except _FAULTS as error:
        raise refused(FindingCode.DAMAGED, part) from error


def _feed(parser: expat.XMLParserType, data: bytes) -> Iterator[None]:
    """Parses a piece at each step; a longer one where a tag goes on, of which expat reads all again each time."""
    start, size = 0, _PIECE
    while start < len(data):
        before = parser.CurrentByteIndex
        parser.Parse(data[start : start + size])
        yield
        start += size
        size = _PIECE if parser.CurrentByteIndex > before else 2 * size
    parser.Parse(b"", True)


def local(name: str) -> str:
    """A name without its prefix, which programs choose as they like."""
    return name.rpartition(":")[2] if ":" in name else name


def elements(part: str, data: bytes, limits: Limits, budget: Budget) -> list[Element]:
    """The elements that have limits, in the order in which they end.

    Raises FileRefused for too many, for what is no sound XML or nested too deep, and for a text that is too long.
    """
    collector = _Collector(part, limits, budget)
    parse(part, data, collector)
    return collector.elements


class _Collector:
    """Collects elements of some names; text belongs to the innermost of them."""

    def __init__(self, part: str, limits: Limits, budget: Budget) -> None:
        self.elements: list[Element] = []
        self._part, self._limits, self._budget = part, limits, budget
        self._names = _Names()
        self._counts = dict.fromkeys(limits, 0)
        self._open: list[tuple[Attributes, list[str]]] = []
        self._depth = self._size = 0

    def start(self, tag: str, attributes: Attributes) -> None:
        """Notes an element that is looked for."""
        self._depth += 1
        if self._depth > self._budget.depth:
            check_depth(self._part, self._depth, self._budget)
        name = self._names[tag]
        if name in self._limits:
            limit, what = self._limits[name]
            if self._counts[name] == limit:
                raise refused(FindingCode.TOO_BIG, f"> {limit} {what}", str(limit))
            self._counts[name] += 1
            self._open.append((attributes, []))
            self._size = 0

    def text(self, data: str) -> None:
        """Text of an element that is looked for."""
        if self._open:
            self._size += len(data)
            check_text(self._part, self._size, self._budget)
            self._open[-1][1].append(data)

    def end(self, tag: str) -> None:
        """An element that was looked for is whole."""
        self._depth -= 1
        name = self._names[tag]
        if name in self._limits:
            attributes, pieces = self._open.pop()
            self.elements.append(Element(name, attributes, "".join(pieces)))


class _Names(dict[str, str]):
    """Tag as it is written → without its prefix."""

    def __missing__(self, tag: str) -> str:
        name = self[tag] = local(tag)
        return name


def check_depth(part: str, levels: int, budget: Budget) -> None:
    """Raises FileRefused for elements further inside each other than any program writes."""
    if levels > budget.depth:
        raise refused(FindingCode.SUSPICIOUS, f"{part}: > {budget.depth} levels")


def check_text(part: str, size: int, budget: Budget) -> None:
    """Raises FileRefused for more characters than a cell can show."""
    if size > budget.text:
        raise refused(FindingCode.TOO_BIG, f"{part}: > {budget.text} characters", str(budget.text))
