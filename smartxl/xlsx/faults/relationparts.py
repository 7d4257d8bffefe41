"""What is wrong with how the parts of a package hang together: relations, and the types of what is in parts."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from smartxl.text import Text
from smartxl.xlsx.faults.fault import FaultKind, FaultNotes
from smartxl.xlsx.package import relations_part, target_part
from smartxl.xlsx.xmlpart import tree

if TYPE_CHECKING:
    from smartxl.xlsx.package import Container

__all__ = ["LinkedPart", "check_types", "relations_of"]

_TYPES = "[Content_Types].xml"
_NEEDED = frozenset(
    {
        *("worksheet", "chartsheet", "dialogsheet", "styles", "sharedStrings", "table", "drawing"),
        *("comments", "vmlDrawing", "image", "chart", "pivotTable", "pivotCacheDefinition", "externalLink"),
    }
)
"""Kinds of relations whose target Excel misses."""
_OF_KIND = {
    "worksheet": ".worksheet+xml",
    "styles": ".styles+xml",
    "sharedStrings": ".sharedStrings+xml",
    "table": ".table+xml",
    "drawing": ".drawing+xml",
    "comments": ".comments+xml",
    "officeDocument": ".main+xml",
}
"""How the type of a part ends to which a relation of this kind leads."""
_MISSING = Text("引用的部件不在文件里", "a part that is referred to is not in the file")
_ID_TWICE = Text("同一个部件有两条编号相同的关系", "two relations of a part have one id")
_NO_TYPE = Text("部件没有内容类型", "a part without a content type")
_OTHER_TYPE = Text("部件的内容类型不对", "a part with the content type of something else")
_TYPE_TWICE = Text("内容类型写了两次", "a content type is given twice")
_OF_ITSELF = Text("内容类型表给自己写了类型", "the table of content types gives one for itself")


@dataclass(frozen=True, slots=True)
class LinkedPart:
    """A relation of a part: id, kind, and the part that it leads to; "" for something outside of the file."""

    number: str
    kind: str
    part: str


def relations_of(
    container: Container, part: str, notes: FaultNotes, sheet: str = ""
) -> tuple[LinkedPart, ...]:
    """The relations of a part ("" for the package), noting what is wrong with them. Raises FileRefused for no sound XML."""
    of = target_part(container, "", relations_part(part) if part else "_rels/.rels")
    if of not in container.entries:
        return ()
    found: list[LinkedPart] = []
    seen: set[str] = set()
    for each in tree(of, container.read(of)).findall("{*}Relationship"):
        number, kind = each.get("Id", ""), each.get("Type", "").rpartition("/")[2]
        target = each.get("Target", "")
        outside = each.get("TargetMode", "") == "External"
        to = "" if outside else target_part(container, part, target)
        if number in seen:
            notes.add(FaultKind.PARTS, of, _ID_TWICE, number, sheet=sheet)
        if to and kind in _NEEDED and to not in container.entries and not target.startswith("#"):
            notes.add(FaultKind.PARTS, of, _MISSING, to, sheet=sheet)
        seen.add(number)
        found.append(LinkedPart(number, kind, to))
    return tuple(found)


def check_types(container: Container, relations: Iterable[LinkedPart], notes: FaultNotes) -> None:
    """Notes what is wrong with the types of the parts to which these relations lead. Raises FileRefused for no sound XML."""
    if _TYPES not in container.entries:
        return
    root = tree(_TYPES, container.read(_TYPES))
    defaults = [
        (e.get("Extension", "").casefold(), e.get("ContentType", "")) for e in root.findall("{*}Default")
    ]
    overrides = [
        (e.get("PartName", "").casefold(), e.get("ContentType", "")) for e in root.findall("{*}Override")
    ]
    for name in (*_twice(name for name, _ in defaults), *_twice(name for name, _ in overrides)):
        notes.add(FaultKind.PARTS, _TYPES, _TYPE_TWICE, name)
    if any(name == f"/{_TYPES}".casefold() for name, _ in overrides):
        notes.add(FaultKind.PARTS, _TYPES, _OF_ITSELF)
    types = _Types(dict(defaults), dict(overrides))
    for part, kind in {relation.part: relation.kind for relation in relations}.items():
        if part not in container.entries:
            continue
        found = types.of(part)
        if found is None:
            notes.add(FaultKind.PARTS, _TYPES, _NO_TYPE, part)
        elif kind in _OF_KIND and not found.endswith(_OF_KIND[kind]):
            notes.add(FaultKind.PARTS, _TYPES, _OTHER_TYPE, f"{part}: {found}")


@dataclass(frozen=True, slots=True)
class _Types:
    defaults: Mapping[str, str]
    overrides: Mapping[str, str]

    def of(self, part: str) -> str | None:
        own = self.overrides.get(f"/{part}".casefold())
        return own or self.defaults.get(posixpath.splitext(part)[1][1:].casefold())


def _twice(names: Iterable[str]) -> Iterator[str]:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            yield name
        seen.add(name)
