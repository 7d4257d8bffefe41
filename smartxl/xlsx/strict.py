"""Strict Open XML: the same parts under other namespaces. What edits a workbook's parts knows those of every other program."""

from __future__ import annotations

import re

__all__ = ["as_transitional"]

_URI = re.compile(rb"""((?:xmlns(?::[\w.-]+)?|\bType)\s*=\s*)(["'])http://purl\.oclc\.org/ooxml/([^"']*)\2""")
_CONFORMANCE = re.compile(rb"""\s+conformance\s*=\s*(["'])strict\1""")
_FAMILIES = (b"spreadsheetml", b"officeDocument", b"drawingml", b"presentationml", b"wordprocessingml")
_RENAMED = {b"customProperties": b"custom-properties", b"extendedProperties": b"extended-properties"}
_WRITTEN = b"purl.oclc.org/ooxml"


def as_transitional(part: bytes) -> bytes:
    """The XML of a part with the namespaces and kinds of relations that all programs know; any other part as it is."""
    if _WRITTEN not in part:
        return part
    return _CONFORMANCE.sub(b"", _URI.sub(_usual, part), count=1)


def _usual(match: re.Match[bytes]) -> bytes:
    family, _, rest = match[3].partition(b"/")
    if family not in _FAMILIES or not rest:
        return match[0]
    head, slash, last = rest.rpartition(b"/")
    uri = family + b"/2006/" + head + slash + _RENAMED.get(last, last)
    return match[1] + match[2] + b"http://schemas.openxmlformats.org/" + uri + match[2]
