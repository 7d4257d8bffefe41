"""Opens a received file: its workbook part says which sheets there are; nothing is run, fetched or written."""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Protocol
from xml.etree.ElementTree import Element

from smartxl.findings import FindingCode
from smartxl.text import shorten
from smartxl.xlsx.book import RawBook, RawSheet, SheetObject
from smartxl.xlsx.cellvalues import CellValue, Contents, SharedStrings, plain_text
from smartxl.xlsx.gate import BUDGET, Budget, is_encrypted, naming, refused, unlocked
from smartxl.xlsx.objects import parts_of
from smartxl.xlsx.package import (
    Container,
    PartNames,
    open_container,
    part_names,
    relations,
    relations_part,
    target_part,
)
from smartxl.xlsx.plainsheet import read_sheet
from smartxl.xlsx.sharedstrings import strings_in
from smartxl.xlsx.sheet import CellCounts, ReaderKind, SheetReader
from smartxl.xlsx.styles import CellStyles, styles_in
from smartxl.xlsx.xmlpart import no_more_than, too_long, tree

__all__ = ["BookWatch", "CellValue", "RawBook", "RawSheet", "digest_of", "open_book"]

_WORKSHEET, _HYPERLINK, _TABLE = "worksheet", "hyperlink", "table"
_PICTURES = "xl/richData/richValueRel.xml"  # pictures in cells, which show as errors to older programs
_LONGEST_SHEET_NAME, _LONGEST_PROGRAM = 255, 80
_SAVED_BY = tuple(
    re.compile(rf"<(?:\w+:)?{tag}\s*>([^<]{{1,200}})<".encode()) for tag in ("Application", "AppVersion")
)
_SMALL, _FEW = 2**16, 2_000  # bytes and cells of a sheet that may wait
_EXTERNAL = (b"External", b"\0")  # the latter: a part in UTF-16
_CORNERS = (b"XFD", b"1048576")


class BookWatch(Protocol):
    """Is shown what a file holds while it is opened, and reads its sheets."""

    def workbook(self, root: Element, /) -> None:
        """The workbook part."""

    def styles(self, part: str, data: bytes, budget: Budget, /) -> None:
        """The style part."""

    def table(self, sheet: str, root: Element, /) -> None:
        """A table of a sheet."""

    def reader(
        self, name: str, part: str, contents: Contents, counts: CellCounts, targets: Mapping[str, str], /
    ) -> SheetReader:
        """The reader of a sheet."""
        ...


def digest_of(content: bytes) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def open_book(
    content: bytes,
    file_name: str,
    budget: Budget = BUDGET,
    passwords: Iterable[str] = (),
    *,
    at_once: bool = True,
    as_shown: bool = True,
    watch: BookWatch | None = None,
) -> RawBook:
    """Reads a workbook from its bytes; of an encrypted one with the first of the passwords that opens it.

    Not `at_once`: small sheets are read when they are asked for, and what is wrong with them is raised then. Not `as_shown`:
    number formats are left out, so that days and percentages are numbers. A `watch` is shown what is read. Raises FileRefused
    (an UnreadableFile), which carries the finding.
    """
    with naming(file_name):
        is_zip = content.startswith(b"PK")
        plain = unlocked(content, passwords) if not is_zip and is_encrypted(content) else content
        container = open_container(plain, file_name, budget)
        names = part_names(container)
        index = _read_index(container, names)
        contents = _read_contents(container, names, index, as_shown=as_shown)
        reader = _shown_to(watch, container, names, index) if watch else None
        sheets = _Sheets(container, file_name, index, contents, reader, at_once=at_once)
        properties, links = _read_properties(container, names.properties), _read_links(container)
        for part in tuple(container.unread):  # no part of the file may have a document type
            container.read(part)
        macros = any(name.endswith("vbaProject.bin") or "/macrosheets/" in name for name in container.entries)
        return RawBook(
            file_name,
            digest_of(content),
            sheets,
            index.names,
            properties,
            macros,
            links,
            index.from_1904,
            _saved_by(container, names.program),
            sheets.objects,
        )


@dataclass(frozen=True, slots=True)
class _Index:
    """The workbook part: sheet name → part, the names of sheets that are not shown, defined name → what it refers to.

    Also whether days count from 1904; and all of it.
    """

    sheets: Mapping[str, str]
    hidden: frozenset[str]
    names: Mapping[str, str]
    from_1904: bool
    root: Element


def _read_index(container: Container, parts: PartNames) -> _Index:
    """The worksheets in order, and the names of the whole workbook."""
    part, budget = parts.workbook, container.budget
    root = tree(part, container.read(part))
    if root.tag.rpartition("}")[2] != "workbook":
        raise refused(FindingCode.OTHER_PACKAGE, "zip")
    found = no_more_than(budget.sheets, "sheets", root.findall("{*}sheets/{*}sheet"))
    sheets = _sheet_parts(container, found, parts)
    names: dict[str, str] = {}
    for each in no_more_than(budget.names, "names", root.findall("{*}definedNames/{*}definedName")):
        text = each.text or ""
        if len(text) > budget.text:
            raise too_long(part, budget)
        if each.get("localSheetId") is None:
            names[each.get("name", "")] = text
    from_1904 = any(each.get("date1904") in {"1", "true"} for each in root.findall("{*}workbookPr"))
    hidden = frozenset(each.get("name", "") for each in found if each.get("state", "visible") != "visible")
    return _Index(sheets, hidden, names, from_1904, root)


def _shown_to(watch: BookWatch, container: Container, parts: PartNames, index: _Index) -> ReaderKind:
    """Shows a watch the workbook and style parts; what it reads sheets with."""
    watch.workbook(index.root)
    if parts.styles:
        watch.styles(parts.styles, container.read(parts.styles), container.budget)
    for sheet, part in index.sheets.items():
        for each in _tables_of(container, part):
            watch.table(sheet, tree(each, container.read(each)))
    return watch.reader


def _tables_of(container: Container, sheet: str) -> Iterator[str]:
    """The parts of a sheet's tables."""
    part = relations_part(sheet)
    links = relations(container, part).values() if part in container.entries else ()
    for link in links:
        if link.kind == _TABLE and not link.external:
            found = target_part(container, sheet, link.target)
            if found in container.entries:
                yield found


def _sheet_parts(container: Container, found: Iterable[Element], parts: PartNames) -> Mapping[str, str]:
    """Sheet name → part. Raises FileRefused for two sheets of one name or part, and for one outside of the file."""
    sheets: dict[str, str] = {}
    for each in found:
        name = each.get("name", "")
        link = next((value for key, value in each.items() if key.rpartition("}")[2] == "id"), "")
        relation = parts.links.get(link)
        if relation is None:
            raise refused(FindingCode.DAMAGED, f"{parts.workbook}: {name[:60]}")
        if relation.kind == _WORKSHEET:
            part = target_part(container, parts.workbook, relation.target)
            if relation.external or ":" in relation.target or part.startswith(".."):
                raise refused(FindingCode.SUSPICIOUS, relation.target[:60])
            if name in sheets or part in sheets.values() or len(name) > _LONGEST_SHEET_NAME:
                raise refused(FindingCode.SUSPICIOUS, f"{name[:60]} × 2")
            sheets[name] = part
    return sheets


def _read_contents(container: Container, parts: PartNames, index: _Index, *, as_shown: bool) -> Contents:
    """What cells refer to; empty where the file has no such part."""
    strings, styles = SharedStrings(), CellStyles()
    if parts.strings:
        strings = strings_in(parts.strings, container.read(parts.strings), container.budget)
    if as_shown and parts.styles:
        theme = container.read(parts.theme) if parts.theme else b""
        styles = styles_in(parts.styles, container.read(parts.styles), theme, container.budget)
    return Contents(strings, styles, index.from_1904, _PICTURES in container.entries)


def _read_properties(container: Container, part: str) -> dict[str, str]:
    """The custom document properties as text; empty when the file has none."""
    if not part:
        return {}
    properties: dict[str, str] = {}
    found = tree(part, container.read(part)).findall("{*}property")
    for each in no_more_than(container.budget.properties, "properties", found):
        name, text = each.get("name", ""), plain_text("".join(each.itertext())).strip()
        if name in properties:
            raise refused(FindingCode.SUSPICIOUS, f"{part}: {name[:60]} × 2")
        if len(text) > container.budget.text:
            raise too_long(part, container.budget)
        properties[name] = text
    return properties


def _read_links(container: Container) -> tuple[str, ...]:
    """What the file refers to outside of itself, web addresses in cells aside; none of it is ever followed."""
    links = [name for name in container.entries if name.startswith("xl/externalLinks/externalLink")]
    for part in container.entries:
        if not part.endswith(".rels"):
            continue
        data = container.read(part)
        if any(mark in data for mark in _EXTERNAL):
            links += [
                relation.target
                for relation in relations(container, part).values()
                if relation.external and relation.kind != _HYPERLINK
            ]
    return tuple(links)


def _saved_by(container: Container, part: str) -> str:
    """Program and version from the document properties, such as "Microsoft Excel 16.0300"; "" when nothing is said.

    For the ledger only, nothing depends on it. The part is not parsed: one that is broken says nothing, and is no reason
    to refuse the file.
    """
    if not part:
        return ""
    data = container.read(part)
    found = [match[1] for pattern in _SAVED_BY if (match := pattern.search(data))]
    words = html.unescape(" ".join(text.decode("utf-8", "replace") for text in found))
    return shorten(" ".join(words.split()), _LONGEST_PROGRAM)


class _Sheets(Mapping[str, RawSheet]):
    """Sheet name → sheet, in the order of the file. Raises FileRefused for one that cannot be read.

    Not `at_once`: a form has sheets that no answer is in (cover, guide, scores, lists). Small ones wait until somebody asks
    for them; whatever is large or reaches far is read, and refused, at once.
    """

    def __init__(
        self,
        container: Container,
        file_name: str,
        index: _Index,
        contents: Contents,
        reader: ReaderKind | None,
        *,
        at_once: bool,
    ) -> None:
        self._file_name, self._parts, self._contents = file_name, index.sheets, contents
        self._hidden = index.hidden
        self._reader = reader
        self._counts = CellCounts(container.budget)
        self._ready: dict[str, RawSheet] = {}
        self._waiting: dict[str, bytes] = {}
        self._targets: dict[str, Mapping[str, str]] = {}
        self.objects: dict[str, tuple[SheetObject, ...]] = {}
        for name, part in self._parts.items():
            if relations_part(part) in container.entries:
                found = parts_of(container, part)
                self.objects[name], self._targets[name] = found.objects, found.targets
        for name, part in self._parts.items():
            self._waiting[name] = container.read(part)
            if at_once or _reaches_far(self._waiting[name]):
                self[name]

    def __getitem__(self, name: str) -> RawSheet:
        if name in self._waiting:
            part, data = self._parts[name], self._waiting.pop(name)
            with naming(self._file_name):
                targets = self._targets.get(name, {})
                sheet = read_sheet(name, part, data, self._contents, self._counts, targets, self._reader)
                self._ready[name] = replace(sheet, hidden=True) if name in self._hidden else sheet
        return self._ready[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._parts)

    def __len__(self) -> int:
        return len(self._parts)


def _reaches_far(data: bytes) -> bool:
    """Whether a sheet is large, or has something where no form of ours reaches."""
    is_small = len(data) <= _SMALL and data.count(b"<c") <= _FEW
    return not is_small or any(corner in data for corner in _CORNERS)
