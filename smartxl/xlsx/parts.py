"""The parts of a workbook around its sheets: which sheets there are, defined names, properties, links to elsewhere."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from smartxl.findings import FindingCode
from smartxl.xlsx.container import Container
from smartxl.xlsx.markup import is_plain
from smartxl.xlsx.xmlpart import Attributes, Handlers, is_refused, walk

__all__ = ["Index", "check_the_rest", "read_index", "read_links", "read_properties"]

_WORKBOOK, _PROPERTIES = "xl/workbook.xml", "docProps/custom.xml"
_PACKAGE_RELATIONS = "_rels/.rels"
_USUAL = {
    "officeDocument": _WORKBOOK,
    "custom-properties": _PROPERTIES,
    "sharedStrings": "xl/sharedStrings.xml",
    "styles": "xl/styles.xml",
}
_WORKSHEET, _HYPERLINK = "/worksheet", "/hyperlink"
_LONGEST_SHEET_NAME = 255
_NAMES, _NAMES_END = b"<definedNames>", b"</definedNames>"
_NAME = re.compile(r'<definedName name="([^"<>&]*)"((?: [A-Za-z]+="[^"<>&]*")*)>([^<>&]*)</definedName>')
_CONTROLS = bytes(range(32))
_REQUIRED = ("[Content_Types].xml", _PACKAGE_RELATIONS)  # without them no program opens the file


@dataclass(frozen=True, slots=True)
class Index:
    """The workbook part: sheet name → part, defined name → what it refers to, whether days count from 1904."""

    sheets: Mapping[str, str]
    names: Mapping[str, str]
    from_1904: bool


@dataclass(frozen=True, slots=True)
class _PartLink:
    """What a part refers to; `external`: outside of the file."""

    kind: str
    target: str
    external: bool


def read_index(container: Container) -> Index:
    """The sheets in order, and the defined names."""
    relations = _relations(container, "xl/_rels/workbook.xml.rels")
    _check_places(container, relations)
    found = _WorkbookWalk(container)
    rest = _take_names(found, container.read(_WORKBOOK))
    walk(container, _WORKBOOK, rest, Handlers(found.start, found.text, lambda _: found.end()))
    sheets: dict[str, str] = {}
    for name, link in found.sheets:
        relation = relations.get(link)
        if relation is None:
            raise container.refuse(FindingCode.DAMAGED, f"{_WORKBOOK}: {name[:60]}")
        if relation.kind.endswith(_WORKSHEET):
            part = _inside(container, relation)
            if name in sheets or part in sheets.values() or len(name) > _LONGEST_SHEET_NAME:
                raise container.refuse(FindingCode.SUSPICIOUS, f"{name[:60]} × 2")
            sheets[name] = part
    if missing := next((part for part in _REQUIRED if part not in container.entries), None):
        raise container.refuse(FindingCode.DAMAGED, missing)
    return Index(sheets, {name: "".join(texts) for name, texts in found.names.items()}, found.from_1904)


def _take_names(found: _WorkbookWalk, data: bytes) -> bytes:
    """Takes out the defined names where all of them are written plainly: there are as many as rows. Gives what is left."""
    start, end = data.find(_NAMES) + len(_NAMES), data.find(_NAMES_END)
    if start < len(_NAMES) or end < start or not is_plain(data):
        return data
    block = data[start:end]
    try:
        parts = _NAME.split(block.decode())
    except UnicodeDecodeError:
        return data
    if any(parts[::4]) or len(block.translate(None, _CONTROLS)) < len(block):
        return data
    for name, more, text in zip(parts[1::4], parts[2::4], parts[3::4], strict=True):
        found.name(name, text, is_local=' localSheetId="' in more)
    return data[:start] + data[end:]


def _check_places(container: Container, relations: Mapping[str, _PartLink]) -> None:
    """Raises FileRefused when a part that is read under its usual name is not the one that other programs read."""
    package = _relations(container, _PACKAGE_RELATIONS) if _PACKAGE_RELATIONS in container.entries else {}
    for folder, related in (("", package), ("xl", relations)):
        for relation in related.values():
            usual = _USUAL.get(relation.kind.rpartition("/")[2])
            if usual is not None and _path(folder, relation.target) != usual:
                raise container.refuse(FindingCode.SUSPICIOUS, f"{usual}: {relation.target[:60]}")


def _path(folder: str, target: str) -> str:
    """The part that a target leads to from a folder of the container."""
    return target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))


def _inside(container: Container, relation: _PartLink) -> str:
    """The part that a relation of the workbook leads to. Raises FileRefused when it leads out of the file."""
    target = relation.target
    path = _path("xl", target)
    if relation.external or ":" in target or path.startswith(".."):
        raise container.refuse(FindingCode.SUSPICIOUS, target[:60])
    return path


def _relations(container: Container, part: str) -> dict[str, _PartLink]:
    relations: dict[str, _PartLink] = {}

    def start(tag: str, attributes: Attributes) -> None:
        if tag == "Relationship":
            kind, target = attributes.get("Type", ""), attributes.get("Target", "")
            external = attributes.get("TargetMode", "") == "External"
            relations[attributes.get("Id", "")] = _PartLink(kind, target, external)

    walk(container, part, container.read(part), Handlers(start))
    return relations


def read_properties(container: Container) -> dict[str, str]:
    """The custom document properties as text; empty when the file has none."""
    if _PROPERTIES not in container.entries:
        return {}
    found = _PropertyWalk(container)
    walk(container, _PROPERTIES, container.read(_PROPERTIES), Handlers(found.start, found.text))
    return {name: "".join(texts) for name, texts in found.found.items()}


def read_links(container: Container) -> tuple[str, ...]:
    """What the file refers to outside of itself, web addresses in cells aside; none of it is ever followed."""
    links = [name for name in container.entries if name.startswith("xl/externalLinks/externalLink")]
    for part in container.entries:
        if not part.endswith(".rels"):
            continue
        data = container.read(part)
        if b"External" in data or not is_plain(data):
            links += [
                relation.target
                for relation in _relations(container, part).values()
                if relation.external and not relation.kind.endswith(_HYPERLINK)
            ]
    return tuple(links)


def check_the_rest(container: Container) -> None:
    """Looks for document types in the parts that were not read. Raises FileRefused."""
    for part in container.entries:
        if part in container.checked or not part.endswith((".xml", ".rels")):
            continue
        if is_refused(container.read(part)):
            raise container.refuse(FindingCode.SUSPICIOUS, f"{part}: DOCTYPE")


@dataclass(slots=True)
class _WorkbookWalk:
    """What the workbook part says: sheets with the id of their relation, and names of the whole workbook."""

    container: Container
    sheets: list[tuple[str, str]] = field(default_factory=list)
    names: dict[str, list[str]] = field(default_factory=dict)
    from_1904: bool = False
    _text: list[str] | None = None
    _size: int = 0
    _count: int = 0

    def start(self, tag: str, attributes: Attributes) -> None:
        """Notes a sheet, a name of the whole workbook, the system of dates."""
        self._text = None
        if tag == "sheet":
            link = next((v for k, v in attributes.items() if k.rpartition(":")[2] == "id"), "")
            self.sheets.append((attributes.get("name", ""), link))
            self._limit(len(self.sheets), self.container.budget.sheets, "sheets")
        elif tag == "definedName":
            self._count += 1
            self._limit(self._count, self.container.budget.names, "names")
            if "localSheetId" not in attributes:
                self._text = self.names[attributes.get("name", "")] = []
                self._size = 0
        elif tag == "workbookPr":
            self.from_1904 = attributes.get("date1904", "0") in {"1", "true"}

    def text(self, data: str) -> None:
        """What a name stands for."""
        if self._text is not None:
            self._size += len(data)
            self._limit(self._size, self.container.budget.text, "characters")
            self._text.append(data)

    def end(self) -> None:
        """A name is whole."""
        self._text = None

    def name(self, name: str, text: str, *, is_local: bool) -> None:
        self._count += 1
        self._limit(self._count, self.container.budget.names, "names")
        self._limit(len(text), self.container.budget.text, "characters")
        if not is_local:
            self.names[name] = [text]

    def _limit(self, number: int, limit: int, what: str) -> None:
        if number > limit:
            raise self.container.refuse(FindingCode.TOO_BIG, f"> {limit} {what}", str(limit))


@dataclass(slots=True)
class _PropertyWalk:
    """Custom properties by their names; none stands there twice."""

    container: Container
    found: dict[str, list[str]] = field(default_factory=dict)
    _text: list[str] | None = None
    _size: int = 0

    def start(self, tag: str, attributes: Attributes) -> None:
        """A property begins."""
        if tag != "property":
            return
        name, budget = attributes.get("name", ""), self.container.budget
        if name in self.found:
            raise self.container.refuse(FindingCode.SUSPICIOUS, f"{_PROPERTIES}: {name[:60]} × 2")
        if len(self.found) == budget.properties:
            found = f"> {budget.properties} properties"
            raise self.container.refuse(FindingCode.TOO_BIG, found, str(budget.properties))
        self._text = self.found[name] = []

    def text(self, data: str) -> None:
        """What a property says."""
        if self._text is None:
            return
        self._size += len(data)
        if self._size > self.container.budget.text:
            raise self.container.refuse(
                FindingCode.TOO_BIG,
                f"{_PROPERTIES}: > {self.container.budget.text} characters",
                str(self.container.budget.text),
            )
        self._text.append(data.strip())
