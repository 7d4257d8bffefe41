"""OpenDocument spreadsheets (.ods, and .fods that are not packed) as sheets, for moving answers."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping

from smartxl.findings import FindingCode
from smartxl.xlsx.book import RawSheet, SheetObject
from smartxl.xlsx.gate import Budget, megabytes, refused
from smartxl.xlsx.odscontent import ContentReader
from smartxl.xlsx.odsstyles import OdsStyles
from smartxl.xlsx.xmlpart import Attributes, has_doctype, parse

__all__ = ["Sheets", "is_ods", "read_flat_ods", "read_ods"]

_CONTENT, _STYLES, _MANIFEST = "content.xml", "styles.xml", "META-INF/manifest.xml"
_MIMETYPE = b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet"
Sheets = tuple[tuple[RawSheet, ...], Mapping[str, tuple[SheetObject, ...]]]
"""The sheets in order, and by their names what lies on them."""


def is_ods(content: bytes) -> bool:
    """Whether a file is a packed OpenDocument spreadsheet, by its first bytes or by its parts."""
    if not content.startswith(b"PK"):
        return False
    if _MIMETYPE in content[:200]:
        return True
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as container:
            names = set(container.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError):
        return False
    return _CONTENT in names and "_rels/.rels" not in names


def read_ods(content: bytes, budget: Budget) -> Sheets:
    """What a packed file holds. Raises FileRefused for what is too large, damaged, encrypted or no sound XML."""
    styles, part = _parts(content, budget)
    known = OdsStyles()
    if styles:
        _check(_STYLES, styles)
        parse(_STYLES, styles, _StylesPart(known))
    return _read(part, known, budget)


def read_flat_ods(content: bytes, budget: Budget) -> Sheets:
    """What a file that is not packed holds. Raises FileRefused as `read_ods` does."""
    return _read(content, OdsStyles(), budget)


def _read(part: bytes, styles: OdsStyles, budget: Budget) -> Sheets:
    _check(_CONTENT, part)
    reader = ContentReader(budget, styles)
    parse(_CONTENT, part, reader)
    return reader.finished()


def _check(part: str, data: bytes) -> None:
    if has_doctype(data):
        raise refused(FindingCode.SUSPICIOUS, f"{part}: DOCTYPE")


def _parts(content: bytes, budget: Budget) -> tuple[bytes, bytes]:
    """The parts of the styles (b"" for none) and of the sheets."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as container:
            entries = container.infolist()
            size = sum(entry.file_size for entry in entries)
            if size > budget.unpacked_bytes or len(entries) > budget.entries:
                raise refused(FindingCode.TOO_BIG, megabytes(size), megabytes(budget.unpacked_bytes))
            names = container.namelist()
            manifest = container.read(_MANIFEST) if _MANIFEST in names else b""
            if b"encryption-data" in manifest:
                raise refused(FindingCode.ENCRYPTED)
            styles = container.read(_STYLES) if _STYLES in names else b""
            return styles, container.read(_CONTENT)
    except (zipfile.BadZipFile, KeyError, zlib.error, NotImplementedError, RuntimeError, EOFError) as error:
        raise refused(FindingCode.DAMAGED, "zip") from error


class _StylesPart:
    """Gives the elements of a part to the styles."""

    def __init__(self, styles: OdsStyles) -> None:
        self._styles = styles

    def start(self, tag: str, attributes: Attributes) -> None:
        """An element begins."""
        self._styles.start(tag.rpartition(":")[2], attributes)

    def text(self, data: str) -> None:
        """Texts say nothing of styles."""

    def end(self, tag: str) -> None:
        """An element ends."""
        self._styles.end(tag.rpartition(":")[2])
