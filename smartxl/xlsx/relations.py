"""Which parts a package has for what: found through its relations, as programs find them, whatever they are called.

WPS calls the custom properties docProps/custom2.xml, other programs number the workbook part; Strict Open XML has names of
its own for the kinds of relations.
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass

from smartxl.findings import FindingCode
from smartxl.xlsx.container import Container
from smartxl.xlsx.gate import refused
from smartxl.xlsx.xmlpart import no_more_than, tree

__all__ = ["PartLink", "PartNames", "part_names", "relations", "relations_part", "target_part"]

_PACKAGE = "_rels/.rels"
_CONTENT_TYPES = "[Content_Types].xml"
_USUAL = {
    "officeDocument": "xl/workbook.xml",
    "custom-properties": "docProps/custom.xml",
    "extended-properties": "docProps/app.xml",
    "sharedStrings": "xl/sharedStrings.xml",
    "styles": "xl/styles.xml",
    "theme": "xl/theme/theme1.xml",
}
_OF_STRICT = {"customProperties": "custom-properties", "extendedProperties": "extended-properties"}


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
    package = relations(container, _PACKAGE) if _PACKAGE in container.entries else {}
    workbook = _related(container, "", package, "officeDocument")
    if workbook.endswith(".bin"):
        raise refused(FindingCode.OTHER_PACKAGE, ".xlsb")
    if not workbook:
        raise refused(FindingCode.OTHER_PACKAGE, "zip")
    links = relations(container, relations_part(workbook))
    missing = next((part for part in (_CONTENT_TYPES, _PACKAGE) if part not in container.entries), None)
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


def relations(container: Container, part: str) -> dict[str, PartLink]:
    """The relations that a part holds, by their ids. Raises FileRefused for one that is missing or no sound XML."""
    found = tree(part, container.read(part)).findall("{*}Relationship")
    links: dict[str, PartLink] = {}
    for each in no_more_than(container.budget.relations, "relations", found):
        kind = each.get("Type", "").rpartition("/")[2]
        known, is_outside = _OF_STRICT.get(kind, kind), each.get("TargetMode", "") == "External"
        links[each.get("Id", "")] = PartLink(known, each.get("Target", ""), is_outside)
    return links


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
