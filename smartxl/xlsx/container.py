"""The zip container of an .xlsx file: its table of contents judged before anything is inflated, and while it is.

Nothing that the table says is believed: a part gives exactly as many bytes as it declares, with the checksum that it
declares, or it is refused.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections import Counter
from dataclasses import dataclass, field

from smartxl.findings import FindingCode
from smartxl.xlsx.gate import BUDGET, Budget, check_kind, check_size, megabytes, refused
from smartxl.xlsx.xmlpart import has_doctype

__all__ = ["Container", "open_container"]

_PACKAGES = (
    ("xl/workbook.bin", ".xlsb"),
    ("word/document.xml", "Word .docx"),
    ("ppt/presentation.xml", "PowerPoint .pptx"),
    ("content.xml", "OpenDocument .ods"),
    ("Index/Document.iwa", "Apple Numbers"),
    ("Index.zip", "Apple Numbers"),
)
_WORKBOOK, _RELATIONS = "xl/workbook.xml", "_rels/.rels"
_LISTED = b"PK\1\2"  # begins every line of the table of contents
_HEADER = 30  # bytes before the name in front of a part
_STORED, _DEFLATED = 0, 8
_LONGEST_NAME = 255
_XML = (".xml", ".rels")


@dataclass(slots=True)
class Container:
    """The parts of a container that passed the gate, by name.

    `left` is how many bytes may still be read; `unread` are the names of the XML parts that nobody has read yet.
    """

    entries: dict[str, zipfile.ZipInfo]
    budget: Budget
    left: int
    content: bytes = field(repr=False)
    unread: set[str]

    def read(self, part: str) -> bytes:
        """The bytes of a part, inflated. Raises FileRefused for one that is missing, damaged or lies.

        Also for XML with a document type, so that nobody who reads XML ever meets an entity.
        """
        entry = self.entries.get(part)
        if entry is None:
            raise refused(FindingCode.DAMAGED, part)
        self.left -= entry.file_size
        if self.left < 0:
            limit = megabytes(self.budget.read_bytes)
            raise refused(FindingCode.TOO_BIG, f"{part}: > {limit}", limit)
        data = self._unpacked(self._packed(entry), entry)
        if zlib.crc32(data) != entry.CRC:
            raise refused(FindingCode.DAMAGED, part)
        if has_doctype(data):
            raise refused(FindingCode.SUSPICIOUS, f"{part}: DOCTYPE")
        self.unread.discard(part)
        return data

    def _unpacked(self, packed: bytes, entry: zipfile.ZipInfo) -> bytes:
        """What a part holds. Raises FileRefused for less or more than it declares, of which no more is unpacked."""
        if entry.compress_type == _STORED:
            data, is_whole = packed, True
        else:
            stream = zlib.decompressobj(-zlib.MAX_WBITS)
            try:
                data = stream.decompress(packed, entry.file_size + 1)
            except zlib.error as error:
                raise refused(FindingCode.DAMAGED, entry.filename) from error
            is_whole = stream.eof or len(data) >= entry.file_size
        if not is_whole:
            raise refused(FindingCode.DAMAGED, entry.filename)
        if len(data) != entry.file_size:
            raise refused(FindingCode.SUSPICIOUS, f"{entry.filename}: ≠ {entry.file_size} bytes")
        return data

    def _packed(self, entry: zipfile.ZipInfo) -> bytes:
        """The packed bytes of a part, whose own header must agree with the table of contents."""
        at = entry.header_offset
        header = self.content[at : at + _HEADER]
        method = int.from_bytes(header[8:10], "little")
        name_size = int.from_bytes(header[26:28], "little")
        start = at + _HEADER + name_size + int.from_bytes(header[28:30], "little")
        packed = self.content[start : start + entry.compress_size]
        if at < 0 or not header.startswith(b"PK\x03\x04") or len(packed) != entry.compress_size:
            raise refused(FindingCode.DAMAGED, entry.filename)
        name = self.content[at + _HEADER : at + _HEADER + name_size]
        same = name.decode("utf-8" if entry.flag_bits & 0x800 else "cp437", "replace") == entry.orig_filename
        if method != entry.compress_type or not same:
            raise refused(FindingCode.SUSPICIOUS, f"{entry.filename}: two headers")
        return packed


def open_container(content: bytes, file_name: str, budget: Budget = BUDGET) -> Container:
    """The zip container of an .xlsx file, found harmless. Raises FileRefused for anything else."""
    check_size(len(content), file_name, budget)
    check_kind(content, file_name)
    listed = content.count(_LISTED)  # told before the table of contents is taken apart
    if listed > budget.entries:
        raise refused(FindingCode.TOO_BIG, f"{listed} parts", f"{budget.entries} parts")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as container:
            entries = container.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError) as error:
        raise refused(FindingCode.DAMAGED, "zip") from error
    _check_entries(entries, budget)
    _check_names(entries)
    by_name = {entry.filename: entry for entry in entries}
    xml = {name for name in by_name if name.endswith(_XML)}
    return Container(by_name, budget, budget.read_bytes, content, xml)


def _check_entries(entries: list[zipfile.ZipInfo], budget: Budget) -> None:
    """Refuses parts that are too large, encrypted, packed in an unusual way, lie inside each other, or behind another archive.

    Of two archives in one file programs do not agree which one it is.
    """
    total, end = sum(entry.file_size for entry in entries), 0
    if total > budget.unpacked_bytes:
        raise refused(FindingCode.TOO_BIG, megabytes(total), megabytes(budget.unpacked_bytes))
    if first := min((entry.header_offset for entry in entries), default=0):
        raise refused(FindingCode.SUSPICIOUS, f"{first} bytes before the first part")
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        if entry.file_size > max(budget.ratio_from_bytes, budget.ratio * entry.compress_size):
            ratio = entry.file_size // max(entry.compress_size, 1)
            raise refused(FindingCode.SUSPICIOUS, f"{entry.filename}: 1 : {ratio}")
        if entry.flag_bits & 1:
            raise refused(FindingCode.ENCRYPTED)
        if entry.compress_type not in {_STORED, _DEFLATED}:
            raise refused(FindingCode.SUSPICIOUS, f"{entry.filename}: method {entry.compress_type}")
        if entry.header_offset < end:
            raise refused(FindingCode.SUSPICIOUS, f"{entry.filename}: overlap")
        end = entry.header_offset + _HEADER + entry.compress_size


def _check_names(entries: list[zipfile.ZipInfo]) -> None:
    names = [entry.filename for entry in entries]
    if odd := next((entry for entry in entries if _is_odd(entry)), None):
        raise refused(FindingCode.SUSPICIOUS, odd.orig_filename[:60])
    twice = next((n for n, times in Counter(name.casefold() for name in names).items() if times > 1), None)
    if twice:
        raise refused(FindingCode.SUSPICIOUS, f"{twice} × 2")
    kind = next((kind for name, kind in _PACKAGES if name in names), "")
    if _WORKBOOK not in names and (kind or _RELATIONS not in names):
        raise refused(FindingCode.OTHER_PACKAGE, kind or "zip")


def _is_odd(entry: zipfile.ZipInfo) -> bool:
    """A name that leads out of the container, or that two programs would read differently."""
    name = entry.orig_filename
    steps = name.split("/")
    leads_out = name.startswith("/") or "\\" in name or ".." in steps or ":" in steps[0]
    return leads_out or len(name) > _LONGEST_NAME or not name.isprintable() or name != entry.filename
