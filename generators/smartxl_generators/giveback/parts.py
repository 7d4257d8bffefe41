"""A received workbook as the parts of its package: what is not touched comes out byte for byte."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree

from smartxl.errors import UnreadableFile
from smartxl.text import Text
from smartxl.xlsx.strict import as_transitional

__all__ = ["MAIN", "OFFICE", "Element", "Package", "WorksheetPart", "insert_child", "local", "main"]

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_TYPES_PART = "[Content_Types].xml"
_WORKBOOK = "xl/workbook.xml"
_REMEDY = Text(
    "在 Excel 或 WPS 中打开，另存为别的名称，再收回",
    "open it in Excel or WPS, save it anew under another name, and collect that",
)

Element = Any
"""An element of lxml's, which has no types."""


def main(tag: str) -> str:
    """The name of an element of SpreadsheetML."""
    return f"{{{MAIN}}}{tag}"


def local(element: Element) -> str:
    """The name of an element without its namespace; "" for comments and instructions."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def insert_child(parent: Element, child: Element, order: Sequence[str]) -> None:
    """Puts a child where the standard's order of elements wants it."""
    later = set(order[order.index(local(child)) + 1 :])
    following = next((other for other in parent if local(other) in later), None)
    if following is None:
        parent.append(child)
    else:
        following.addprevious(child)


@dataclass(frozen=True, slots=True)
class WorksheetPart:
    """A worksheet: its name, its part and its place among all sheets."""

    name: str
    part: str
    place: int


class Package:
    """The parts of one workbook. Raises UnreadableFile for a part that cannot be edited safely."""

    def __init__(self, content: bytes, file_name: str) -> None:
        self.file_name = file_name
        self._trees: dict[str, Element] = {}
        self._strings: list[str] | None = None
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as container:
                entries = [entry for entry in container.infolist() if not entry.is_dir()]
                self._parts = {entry.filename: as_transitional(container.read(entry)) for entry in entries}
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, zlib.error) as error:
            raise self.refuse("zip") from error
        self._workbook = self.related("", "officeDocument") or _WORKBOOK
        self._trees.clear()  # what was only looked at is saved as it came
        if self.tree(self._workbook).tag != main("workbook"):
            raise self.refuse(self._workbook)

    def __contains__(self, part: str) -> bool:
        return part in self._parts

    def refuse(self, part: str) -> UnreadableFile:
        """The exception for a part that is not as the standard wants it."""
        return UnreadableFile(
            self.file_name,
            Text(f"{part} 不能编辑，没有在其中标注", f"{part} cannot be edited, so nothing was marked in it"),
            _REMEDY,
        )

    def tree(self, part: str) -> Element:
        """The root of a part; changes to it are saved."""
        if part not in self._trees:
            if part not in self._parts:
                raise self.refuse(part)
            self._trees[part] = self._parsed(part, recover=False)
        return self._trees[part]

    def drawing(self, part: str) -> Element:
        """The root of an old drawing (VML), which programs write with tags left open."""
        if part not in self._trees:
            self._trees[part] = self._parsed(part, recover=True)
        return self._trees[part]

    def _parsed(self, part: str, *, recover: bool) -> Element:
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True, recover=recover
        )
        try:
            root = etree.fromstring(self._parts[part], parser)
        except etree.XMLSyntaxError as error:
            raise self.refuse(part) from error
        if root is None or root.getroottree().docinfo.doctype:
            raise self.refuse(part)
        return root

    def put(self, part: str, content: str | bytes | Element, content_type: str = "") -> None:
        """Adds a part, or puts another content in place of one."""
        self._trees.pop(part, None)
        if isinstance(content, str | bytes):
            self._parts[part] = content if isinstance(content, bytes) else content.encode()
        else:
            self._parts[part] = b""
            self._trees[part] = content
        if content_type:
            self._declare(part, content_type)

    def remove(self, part: str) -> None:
        """Takes a part away with its relations and its content type."""
        for name in (part, _relations_of(part)):
            self._parts.pop(name, None)
            self._trees.pop(name, None)
        types = self.tree(_TYPES_PART)
        for entry in types.findall(f"{{{_TYPES}}}Override"):
            if entry.get("PartName") == f"/{part}":
                types.remove(entry)

    def free_name(self, pattern: str) -> str:
        """The first name of a pattern with a number that no part has, in whatever case."""
        taken = {name.casefold() for name in self._parts}
        number = 1
        while pattern.format(number).casefold() in taken:
            number += 1
        return pattern.format(number)

    def _declare(self, part: str, content_type: str) -> None:
        types = self.tree(_TYPES_PART)
        name = f"/{part}"
        for entry in types.findall(f"{{{_TYPES}}}Override"):
            if entry.get("PartName") == name:
                entry.set("ContentType", content_type)
                return
        etree.SubElement(types, f"{{{_TYPES}}}Override", PartName=name, ContentType=content_type)

    def declare_suffix(self, suffix: str, content_type: str) -> None:
        """Says what all parts with a suffix are, unless that is said."""
        types = self.tree(_TYPES_PART)
        defaults = types.findall(f"{{{_TYPES}}}Default")
        if not any(entry.get("Extension", "").casefold() == suffix for entry in defaults):
            entry = etree.Element(f"{{{_TYPES}}}Default", Extension=suffix, ContentType=content_type)
            types.insert(len(defaults), entry)

    def related(self, part: str, kind: str) -> str:
        """The part that another one is related to in this way, "" for none."""
        return next((target for target, _ in self._related(part, kind)), "")

    def target(self, part: str, link: str) -> str:
        """The part that a relation's id leads to. Raises UnreadableFile where it leads nowhere."""
        for entry in self.tree(_relations_of(part)):
            target = _absolute(part, entry.get("Target", ""))
            if entry.get("Id") == link and target in self._parts:
                return target
        raise self.refuse(part)

    def _related(self, part: str, kind: str) -> Iterator[tuple[str, str]]:
        if _relations_of(part) in self._parts:
            for entry in self.tree(_relations_of(part)):
                inside = entry.get("TargetMode") != "External"
                if inside and entry.get("Type", "").rpartition("/")[2] == kind:
                    yield _absolute(part, entry.get("Target", "")), entry.get("Id", "")

    def relate(self, part: str, kind: str, target: str) -> str:
        """Adds a relation of a kind that the standard has, or of another by its whole name; its id."""
        name = _relations_of(part)
        if name not in self._parts:
            self.put(name, etree.Element(f"{{{_RELATIONS}}}Relationships", nsmap={None: _RELATIONS}))
        relations = self.tree(name)
        taken = {entry.get("Id") for entry in relations}
        link = next(f"rId{number}" for number in range(1, len(taken) + 2) if f"rId{number}" not in taken)
        etree.SubElement(
            relations,
            f"{{{_RELATIONS}}}Relationship",
            Id=link,
            Type=kind if "://" in kind else f"{OFFICE}/{kind}",
            Target=f"/{target}",
        )
        return link

    @property
    def workbook(self) -> Element:
        """The root of the workbook part."""
        return self.tree(self._workbook)

    @property
    def styles(self) -> Element:
        """The root of the part of styles."""
        return self.tree(self.related(self._workbook, "styles"))

    def sheets(self) -> tuple[WorksheetPart, ...]:
        """The worksheets in order."""
        parts = {link: target for target, link in self._related(self._workbook, "worksheet")}
        entries = enumerate(self.workbook.iterfind(f"{main('sheets')}/{main('sheet')}"))
        return tuple(
            WorksheetPart(entry.get("name", ""), parts[link], place)
            for place, entry in entries
            if (link := entry.get(f"{{{OFFICE}}}id", "")) in parts
        )

    def add_to_workbook(self, part: str, kind: str) -> None:
        """Relates a part to the workbook as a whole."""
        self.relate(self._workbook, kind, part)

    def declare_workbook(self, content_type: str) -> None:
        """Says what kind of workbook it is."""
        self._declare(self._workbook, content_type)

    def relate_sheet(self, part: str) -> str:
        """Makes a part a sheet's; the id of the relation."""
        return self.relate(self._workbook, "worksheet", part)

    def unrelate_sheet(self, part: str) -> None:
        """Takes the relation to a sheet's part away."""
        relations = self.tree(_relations_of(self._workbook))
        for entry in list(relations):
            if _absolute(self._workbook, entry.get("Target", "")) == part:
                relations.remove(entry)

    def shared_string(self, number: str) -> str:
        """A text of the table that cells refer to, "" where it has none of this number."""
        if self._strings is None:
            part = self.related(self._workbook, "sharedStrings")
            entries = self._parsed(part, recover=False) if part in self._parts else ()
            self._strings = ["".join(t.text or "" for t in entry.iter(main("t"))) for entry in entries]
        known = self._strings
        return known[int(number)] if number.isdecimal() and int(number) < len(known) else ""

    def save(self) -> bytes:
        """The package; parts in the order in which they came, new ones at the end."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
            for name, content in self._parts.items():
                info = zipfile.ZipInfo(name)  # 1980, so that the same content gives the same bytes
                info.compress_type = zipfile.ZIP_DEFLATED
                info.external_attr = 0o644 << 16
                target.writestr(info, _serialised(self._trees[name]) if name in self._trees else content)
        return out.getvalue()


def _serialised(root: Element) -> bytes:
    content: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return content


def _relations_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _absolute(part: str, target: str) -> str:
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target)).lstrip("/")
