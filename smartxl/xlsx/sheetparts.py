"""The sheet parts of a container: which are read at once, and which when somebody asks for them.

A form has sheets that no answer is in: cover, guide, scores, lists. Small ones that are as plain as any are only looked over;
whatever is large or strange is read, and refused, at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from smartxl.xlsx.book import RawSheet
from smartxl.xlsx.cellvalues import Contents
from smartxl.xlsx.container import Container
from smartxl.xlsx.lookups import read_formats, read_strings
from smartxl.xlsx.markup import is_plain
from smartxl.xlsx.parts import Index
from smartxl.xlsx.quick import read_quickly
from smartxl.xlsx.sheetdata import SheetData
from smartxl.xlsx.thorough import read_thoroughly

__all__ = ["SheetParts"]

_SMALL, _FEW = 2**16, 2_000  # bytes and cells of a sheet that may wait
_CORNERS = (b"XFD", b"1048576")


class SheetParts(Mapping[str, RawSheet]):
    """Sheet name → sheet, in the order of the file. Raises FileRefused for one that cannot be read.

    Not `at_once`: sheets that may wait are read when they are asked for.
    """

    def __init__(self, container: Container, index: Index, *, at_once: bool) -> None:
        self._container, self._parts = container, index.sheets
        self._contents = Contents(read_strings(container), read_formats(container), index.from_1904)
        self._counted = self._walked = self._merged = 0
        self._ready: dict[str, RawSheet] = {}
        self._waiting: dict[str, bytes] = {}
        for name, part in index.sheets.items():
            data = container.read(part)
            if not at_once and _may_wait(data):
                self._waiting[name] = data
                container.checked.add(part)
            else:
                self._ready[name] = self._read(name, data)

    def __getitem__(self, name: str) -> RawSheet:
        if name in self._waiting:
            self._ready[name] = self._read(name, self._waiting.pop(name))
        return self._ready[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._parts)

    def __len__(self) -> int:
        return len(self._parts)

    def _read(self, name: str, data: bytes) -> RawSheet:
        """Reads a sheet; the budget is that of all sheets together."""
        sheet = self._begun(name)
        if not read_quickly(sheet, data, self._contents):
            sheet = self._begun(name)
            read_thoroughly(sheet, data, self._contents)
        self._counted, self._walked, self._merged = sheet.counted, sheet.walked, sheet.merged_cells
        return sheet.sheet()

    def _begun(self, name: str) -> SheetData:
        return SheetData(self._container, name, self._parts[name], self._counted, self._walked, self._merged)


def _may_wait(data: bytes) -> bool:
    """Whether a sheet is small, has no document type, and nothing where no form of ours reaches."""
    small = len(data) <= _SMALL and data.count(b"<c") <= _FEW
    return small and is_plain(data) and not any(corner in data for corner in _CORNERS)
