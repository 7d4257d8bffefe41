"""XML of unknown origin, read with expat and without document types: no entity is expanded, nothing is fetched."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from xml.parsers import expat

from smartxl.findings import FindingCode
from smartxl.xlsx.container import Container
from smartxl.xlsx.markup import is_plain

__all__ = ["Attributes", "Handlers", "check_xml", "is_refused", "walk"]

Attributes = Mapping[str, str]
_CUTS, _TOWER = 32, 20_000
_SMALL = 2**16  # bytes of a part that is likely to be the same in the next file: theme, styles, properties


@dataclass(frozen=True, slots=True)
class Handlers:
    """What is called on a walk through a part: with tags without their prefix, and with text."""

    start: Callable[[str, Attributes], None]
    text: Callable[[str], None] | None = None
    end: Callable[[str], None] | None = None


class _HasDocumentType(Exception):
    """Found in a part; never leaves this module."""


def _refuse_document_type(*_: object) -> None:
    raise _HasDocumentType


def check_xml(container: Container, part: str, data: bytes) -> None:
    """Raises FileRefused for what is no XML or has a document type."""
    fault = _fault_of_small(data) if len(data) <= _SMALL else _fault(data)
    if fault is not None:
        raise container.refuse(fault, _said(part, fault))
    container.checked.add(part)


def is_refused(data: bytes) -> bool:
    """Whether a part that nobody reads has a document type; whether it is sound does not matter."""
    if is_plain(data):
        return False
    return (_fault_of_small(data) if len(data) <= _SMALL else _fault(data)) is FindingCode.SUSPICIOUS


def _said(part: str, fault: FindingCode) -> str:
    return f"{part}: DOCTYPE" if fault is FindingCode.SUSPICIOUS else part


def _fault(data: bytes) -> FindingCode | None:
    if _is_a_tower(data):
        return FindingCode.DAMAGED
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_document_type
    try:
        parser.Parse(data, True)
    except _HasDocumentType:
        return FindingCode.SUSPICIOUS
    except (expat.ExpatError, ValueError, LookupError):
        return FindingCode.DAMAGED
    return None


_fault_of_small = lru_cache(maxsize=64)(_fault)


def _is_a_tower(data: bytes) -> bool:
    """Whether very many elements are open at once: a parser would need memory for each. Told from some places only."""
    if data.count(b"<") <= _TOWER:
        return False
    step = len(data) // _CUTS + 1
    opened = 0
    for start in range(0, len(data), step):
        tags = data.count(b"<", start, start + step)
        opened += tags - 2 * data.count(b"</", start, start + step) - data.count(b"/>", start, start + step)
        if opened > _TOWER:
            return True
    return False


def walk(container: Container, part: str, data: bytes, handlers: Handlers) -> None:
    """Walks through a part. Raises FileRefused for one that is damaged, nested too deep or has a document type."""
    depth, limit = 0, container.budget.depth

    def start(tag: str, attributes: Attributes) -> None:
        nonlocal depth
        depth += 1
        if depth > limit:
            raise container.refuse(FindingCode.SUSPICIOUS, f"{part}: > {limit} levels")
        handlers.start(tag.rpartition(":")[2], attributes)

    def end(tag: str) -> None:
        nonlocal depth
        depth -= 1
        if handlers.end is not None:
            handlers.end(tag.rpartition(":")[2])

    if _is_a_tower(data):
        raise container.refuse(FindingCode.SUSPICIOUS, f"{part}: > {limit} levels")
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = start, end
    if handlers.text is not None:
        parser.CharacterDataHandler = handlers.text
    parser.StartDoctypeDeclHandler = _refuse_document_type
    try:
        parser.Parse(data, True)
    except _HasDocumentType as error:
        raise container.refuse(FindingCode.SUSPICIOUS, f"{part}: DOCTYPE") from error
    except (expat.ExpatError, LookupError, ValueError) as error:  # also an encoding that expat does not have
        raise container.refuse(FindingCode.DAMAGED, part) from error
    container.checked.add(part)
