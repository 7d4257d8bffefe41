"""XML of unknown origin, parsed by expat: large parts a piece at a time, small ones as a tree.

expat knows UTF-8, UTF-16, Latin 1 and ASCII, fetches nothing, and expands no entity where there is no document type:
`has_doctype` tells, and `Container.read` refuses such parts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol
from xml.etree.ElementTree import Element, ParseError, fromstring
from xml.parsers import expat

from smartxl.findings import FindingCode
from smartxl.xlsx.gate import Budget, FileRefused, refused

__all__ = [
    "Attributes",
    "Handler",
    "has_doctype",
    "no_more_than",
    "parse",
    "parse_pieces",
    "too_deep",
    "too_long",
    "tree",
]

Attributes = Mapping[str, str]
_PIECE = 2**16  # bytes: expat parses the rest of a piece even after a handler has refused the file
_MOST_TAGS = 500_000  # of a part that is read as a tree
_BEGUN = re.compile(rb"""(?:\xef\xbb\xbf)?<\?xml [^<>\0]*\?>[ \t\r\n]*<[A-Za-z_]""")
"""The declaration and right behind it the root: a document type stands before all elements."""
_FAULTS = (expat.ExpatError, LookupError, ValueError)  # the last two: an encoding that expat does not have


class Handler(Protocol):
    """What a part is given to: tags as they are written, with their prefix, and text in pieces."""

    def start(self, tag: str, attributes: Attributes, /) -> None:
        """An element begins."""

    def text(self, data: str, /) -> None:
        """Some text."""

    def end(self, tag: str, /) -> None:
        """An element ends."""


def has_doctype(data: bytes) -> bool:
    """Whether a document type is declared; whether the part is sound does not matter."""
    if _BEGUN.match(data) or (b"<!DOCTYPE" not in data and b"\0" not in data):
        return False  # a part in UTF-16 has zeros, any other has it as it is
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
    parse_pieces(part, (data,), handler)


def parse_pieces(part: str, pieces: Iterable[bytes], handler: Handler) -> None:
    """The same, of a part that comes in pieces."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = handler.start, handler.end
    parser.CharacterDataHandler = handler.text
    try:
        for data in pieces:
            for _ in _feed(parser, data):
                pass
        parser.Parse(b"", True)
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


def tree(part: str, data: bytes) -> Element:
    """The root of a part of which there is little. Raises FileRefused for very many elements, and for what is no sound XML."""
    if data.count(b"<") > _MOST_TAGS:
        raise refused(FindingCode.TOO_BIG, f"{part}: > {_MOST_TAGS} tags", str(_MOST_TAGS))
    try:
        return fromstring(data)  # noqa: S314  (there is no document type in it)
    except (ParseError, *_FAULTS) as error:
        raise refused(FindingCode.DAMAGED, part) from error


def no_more_than(limit: int, what: str, found: Sequence[Element]) -> Sequence[Element]:
    """The elements that were found. Raises FileRefused where there are too many."""
    if len(found) > limit:
        raise refused(FindingCode.TOO_BIG, f"> {limit} {what}", str(limit))
    return found


def too_deep(part: str, budget: Budget) -> FileRefused:
    """The exception for elements further inside each other than any program writes."""
    return refused(FindingCode.SUSPICIOUS, f"{part}: > {budget.depth} levels")


def too_long(where: str, budget: Budget) -> FileRefused:
    """The exception for more characters than a cell can show."""
    return refused(FindingCode.TOO_BIG, f"{where}: > {budget.text} characters", str(budget.text))
