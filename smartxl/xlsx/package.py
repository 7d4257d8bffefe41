"""The package of an .xlsx file: its zip container, judged before and while anything is inflated, and what its parts are for.

Nothing that the table of contents says is believed: a part gives exactly as many bytes as it declares, with the checksum
that it declares, or it is refused. Parts are found through their relations, as programs find them, whatever they are called:
WPS calls the custom properties docProps/custom2.xml, other programs number the workbook part; Strict Open XML has names of
its own for the kinds of relations.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType

from smartxl.findings import FindingCode
from smartxl.xlsx.gate import BUDGET, Budget, check_kind, check_size, megabytes, refused
from smartxl.xlsx.xmlpart import has_doctype, no_more_than, tree

__all__ = [
    "Container",
    "PartLink",
    "PartNames",
    "open_container",
    "part_names",
    "relations",
    "relations_part",
    "target_part",
]

_PACKAGES = (
    ("xl/workbook.bin", ".xlsb"),
    ("word/document.xml", "Word .docx"),
    ("ppt/presentation.xml", "PowerPoint .pptx"),
    ("content.xml", "OpenDocument .ods"),
    ("Index/Document.iwa", "Apple Numbers"),
    ("Index.zip", "Apple Numbers"),
)
_WORKBOOK, _RELATIONS, _CONTENT_TYPES = "xl/workbook.xml", "_rels/.rels", "[Content_Types].xml"
_LISTED = b"PK\1\2"  # begins every line of the table of contents
_HEADER = 30  # bytes before the name in front of a part
_STORED, _DEFLATED = 0, 8
_LONGEST_NAME = 255
_REMEMBERED = 2**14  # bytes of relations
_XML = (".xml", ".rels")
_USUAL = {
    "officeDocument": _WORKBOOK,
    "custom-properties": "docProps/custom.xml",
    "extended-properties": "docProps/app.xml",
    "sharedStrings": "xl/sharedStrings.xml",
    "styles": "xl/styles.xml",
    "theme": "xl/theme/theme1.xml",
}
_OF_STRICT = {"customProperties": "custom-properties", "extendedProperties": "extended-properties"}


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
        raise refused(FindingCode.SUSPICIOUS, f"{first} B + zip")
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


@dataclass(frozen=True, slots=True)
class PartLink:
    """What a part refers to: the kind of the relation ("styles"), its target as written; `external`: outside of the file."""

    kind: str
    target: str
    external: bool


@dataclass(frozen=True, slots=True)
class PartNames:
    """The parts of a workbook that are not sheets, "" for one that it lacks; `links` are what the workbook part refers to."""

    workbook: str
    properties: str
    program: str
    strings: str
    styles: str
    theme: str
    links: Mapping[str, PartLink]


def part_names(container: Container) -> PartNames:
    """Finds the parts of a package. Raises FileRefused for what is no workbook, or where two programs would read two parts."""
    package = relations(container, _RELATIONS) if _RELATIONS in container.entries else {}
    workbook = _related(container, "", package, "officeDocument")
    if workbook.endswith(".bin"):
        raise refused(FindingCode.OTHER_PACKAGE, ".xlsb")
    if not workbook:
        raise refused(FindingCode.OTHER_PACKAGE, "zip")
    links = relations(container, relations_part(workbook))
    missing = next((part for part in (_CONTENT_TYPES, _RELATIONS) if part not in container.entries), None)
    if missing:  # without them no program opens the file
        raise refused(FindingCode.DAMAGED, missing)
    return PartNames(
        workbook,
        _related(container, "", package, "custom-properties"),
        _related(container, "", package, "extended-properties"),
        _related(container, workbook, links, "sharedStrings"),
        _related(container, workbook, links, "styles"),
        _related(container, workbook, links, "theme"),
        links,
    )


def _related(container: Container, part: str, links: Mapping[str, PartLink], kind: str) -> str:
    """The part that a relation of this kind leads to, else the one of the usual name; "" for none.

    Raises FileRefused for several, and where the usual name is another part's: programs would differ in what they read.
    """
    usual = _USUAL[kind]
    targets = {link.target for link in links.values() if link.kind == kind and not link.external}
    found = {target_part(container, part, target) for target in targets}
    if found - {usual} and (len(found) > 1 or usual in container.entries):
        raise refused(FindingCode.SUSPICIOUS, f"{usual}: {min(targets - {usual})[:60]}")
    return next((name for name in (*found, usual) if name in container.entries), "")


def relations(container: Container, part: str) -> Mapping[str, PartLink]:
    """The relations that a part holds, by their ids. Raises FileRefused for one that is missing or no sound XML."""
    data, most = container.read(part), container.budget.relations
    return (_relations if len(data) <= _REMEMBERED else _relations.__wrapped__)(part, data, most)


@lru_cache(maxsize=64)  # the same in form after form
def _relations(part: str, data: bytes, most: int) -> Mapping[str, PartLink]:
    found = tree(part, data).findall("{*}Relationship")
    links: dict[str, PartLink] = {}
    for each in no_more_than(most, "relations", found):
        kind = each.get("Type", "").rpartition("/")[2]
        known, is_outside = _OF_STRICT.get(kind, kind), each.get("TargetMode", "") == "External"
        links[each.get("Id", "")] = PartLink(known, each.get("Target", ""), is_outside)
    return MappingProxyType(links)


@lru_cache(maxsize=2**8)  # parts have the same names in file after file
def relations_part(part: str) -> str:
    """The name of the part with the relations of a part."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def target_part(container: Container, part: str, target: str) -> str:
    """The part that a target leads to from a part of the container ("": from the package), as the container spells it.

    Upper and lower case are the same in the names of parts.
    """
    whole = posixpath.normpath(posixpath.join(posixpath.dirname(part), target))
    named = target[1:] if target.startswith("/") else whole
    if named in container.entries:
        return named
    return next((name for name in container.entries if name.casefold() == named.casefold()), named)
