"""The same workbook as other programs pack it: parts of other names, Strict Open XML, ISO moments."""

from __future__ import annotations

import posixpath
import re

from tests.xlsx.rawzip import parts_of, write_raw

__all__ = ["as_strict", "renamed"]

_STRICT = {
    b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties": (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships/customProperties"
    ),
    b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/extended-properties": (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships/extendedProperties"
    ),
    b"http://schemas.openxmlformats.org/officeDocument/2006/custom-properties": (
        b"http://purl.oclc.org/ooxml/officeDocument/customProperties"
    ),
    b"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties": (
        b"http://purl.oclc.org/ooxml/officeDocument/extendedProperties"
    ),
}
_FAMILY = re.compile(rb"http://schemas\.openxmlformats\.org/(spreadsheetml|officeDocument|drawingml)/2006/")


def renamed(content: bytes, names: dict[str, str]) -> bytes:
    """Parts under other names, with all that refers to them and their own relations."""
    made = parts_of(content)
    for old, new in names.items():
        pair = (posixpath.basename(old).encode(), posixpath.basename(new).encode())
        made = {_moved(part, old, new): _retargeted(part, data, *pair) for part, data in made.items()}
    return write_raw(made)


def _moved(part: str, old: str, new: str) -> str:
    return {old: new, _relations(old): _relations(new)}.get(part, part)


def _relations(part: str) -> str:
    return posixpath.join(posixpath.dirname(part), "_rels", posixpath.basename(part) + ".rels")


def _retargeted(part: str, data: bytes, old: bytes, new: bytes) -> bytes:
    if not part.endswith(".rels") and part != "[Content_Types].xml":
        return data
    return data.replace(b"/" + old + b'"', b"/" + new + b'"').replace(b'"' + old + b'"', b'"' + new + b'"')


def as_strict(content: bytes) -> bytes:
    """The workbook as Excel saves it as a Strict Open XML Spreadsheet."""
    made = {part: _strict(data) for part, data in parts_of(content).items()}
    book = made["xl/workbook.xml"]
    made["xl/workbook.xml"] = book.replace(b"<workbook ", b'<workbook conformance="strict" ', 1)
    return write_raw(made)


def _strict(data: bytes) -> bytes:
    for old, new in _STRICT.items():
        data = data.replace(old, new)
    return _FAMILY.sub(rb"http://purl.oclc.org/ooxml/\1/", data)
