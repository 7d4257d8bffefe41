"""Looks through the package of a workbook for what makes Excel repair it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from smartxl.findings import FindingCode
from smartxl.text import Text
from smartxl.xlsx.cellvalues import SharedStrings
from smartxl.xlsx.faults.fault import FaultKind, FaultNotes, PackageFault
from smartxl.xlsx.faults.numbers import refers_to
from smartxl.xlsx.faults.otherparts import check_chain, check_properties, check_strings
from smartxl.xlsx.faults.relationparts import LinkedPart, check_types, relations_of
from smartxl.xlsx.faults.sheetscan import FaultScan, SheetLimits
from smartxl.xlsx.faults.styleparts import StyleCounts, check_styles
from smartxl.xlsx.faults.tableparts import TableFaults, TablePart
from smartxl.xlsx.faults.workbookpart import check_workbook
from smartxl.xlsx.gate import BUDGET, Budget, FileRefused, is_encrypted, naming, unlocked
from smartxl.xlsx.package import Container, open_container, relations_part
from smartxl.xlsx.sharedstrings import strings_in
from smartxl.xlsx.xmlpart import parse, tree

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from smartxl.xlsx.book import Place

__all__ = ["package_faults"]

_NO_XML = Text("部件的 XML 不成立", "a part that is no sound XML")


def package_faults(
    content: bytes, file_name: str, budget: Budget = BUDGET, passwords: Iterable[str] = ()
) -> tuple[PackageFault, ...]:
    """What makes Excel repair a file, or refuse it. Raises FileRefused where the container itself is refused."""
    with naming(file_name):
        is_zip = content.startswith(b"PK")
        plain = unlocked(content, passwords) if not is_zip and is_encrypted(content) else content
        check = _PackageCheck(open_container(plain, file_name, budget))
        check.run()
        return check.notes.faults()


@dataclass
class _PackageCheck:
    container: Container
    notes: FaultNotes = field(default_factory=FaultNotes)
    relations: list[LinkedPart] = field(default_factory=list)

    def run(self) -> None:
        top = self._relations("")
        workbook = next((each.part for each in top if each.kind == "officeDocument"), "")
        root = self._tree(workbook)
        for each in top:
            if each.kind == "core-properties" and (properties := self._tree(each.part)) is not None:
                check_properties(properties, each.part, self.notes)
        if root is not None:
            check_workbook(root, workbook, self.notes)
            self._sheets(root, self._relations(workbook))
        check_types(self.container, self.relations, self.notes)

    def _relations(self, part: str, sheet: str = "") -> tuple[LinkedPart, ...]:
        try:
            found = relations_of(self.container, part, self.notes, sheet)
        except FileRefused as error:
            self.damaged(error, relations_part(part) if part else "_rels/.rels", sheet)
            return ()
        self.relations += found
        return found

    def damaged(self, error: FileRefused, part: str, sheet: str = "") -> None:
        """Notes a part that is no sound XML. Raises FileRefused again for what is refused for another reason."""
        if error.finding.code is not FindingCode.DAMAGED:
            raise error
        self.notes.add(FaultKind.XML, part, _NO_XML, sheet=sheet)

    def _tree(self, part: str) -> Element | None:
        if part not in self.container.entries or not part.endswith((".xml", ".XML")):
            return None
        try:
            return tree(part, self.container.read(part))
        except FileRefused as error:
            self.damaged(error, part)
            return None

    def _sheets(self, root: Element, links: tuple[LinkedPart, ...]) -> None:
        by_kind = {each.kind: each.part for each in links}
        by_number = {each.number: each for each in links}
        styles, strings = (
            self._styles(by_kind.get("styles", "")),
            self._strings(by_kind.get("sharedStrings", "")),
        )
        names = root.findall("{*}definedNames/{*}definedName")
        tables = TableFaults(self.notes, frozenset(each.get("name", "").casefold() for each in names))
        formulas: dict[str, tuple[str, set[Place]]] = {}
        chain = self._tree(by_kind.get("calcChain", ""))
        for each in root.findall("{*}sheets/{*}sheet"):
            number = next((value for key, value in each.items() if key.rpartition("}")[2] == "id"), "")
            link, name = by_number.get(number), each.get("name", "")
            if link and link.kind == "worksheet" and link.part in self.container.entries:
                scan = _FaultsOfSheet(self, link.part, name, styles, strings)
                formulas[each.get("sheetId", "")] = name, scan.run(tables, chain is not None)
        if chain is not None:
            check_chain(chain, by_kind["calcChain"], formulas, self.notes)

    def _styles(self, part: str) -> StyleCounts | None:
        root = self._tree(part)
        return None if root is None else check_styles(root, part, self.notes)

    def _strings(self, part: str) -> SharedStrings | None:
        """The shared strings; None where they cannot be read."""
        if part not in self.container.entries:
            return SharedStrings()
        try:
            strings = strings_in(part, self.container.read(part), self.container.budget)
        except FileRefused as error:
            self.damaged(error, part)
            return None
        check_strings(strings.texts, part, self.notes)
        return strings

    def tables(self, links: Iterable[LinkedPart]) -> tuple[TablePart, ...]:
        """The tables that these relations lead to."""
        parts = [each.part for each in links if each.kind == "table"]
        found = [(part, self._tree(part)) for part in parts]
        return tuple(TablePart.of(part, root) for part, root in found if root is not None)

    def relations_of_sheet(self, part: str, sheet: str) -> tuple[LinkedPart, ...]:
        """The relations of a sheet; those of its drawings are looked at too."""
        links = self._relations(part, sheet)
        for each in links:
            if each.kind == "drawing" and each.part in self.container.entries:
                self._relations(each.part, sheet)
        return links


@dataclass(frozen=True)
class _FaultsOfSheet:
    of: _PackageCheck
    part: str
    name: str
    styles: StyleCounts | None
    strings: SharedStrings | None

    def run(self, tables: TableFaults, wants_formulas: bool) -> set[Place]:
        """Notes what is wrong with a sheet; the cells with a formula, where they are asked for."""
        links = self.of.relations_of_sheet(self.part, self.name)
        found = self.of.tables(links)
        wanted = frozenset(place for table in found for place in table.heading_cells)
        limits = SheetLimits(
            self.styles.formats if self.styles else None,
            len(self.strings.texts) if self.strings else None,
            self.styles.looks if self.styles else 0,
            frozenset(each.number for each in links),
            wanted,
            wants_formulas,
        )
        scan = FaultScan(self.part, self.name, limits, self.of.notes)
        try:
            parse(self.part, self.of.container.read(self.part), scan)
        except FileRefused as error:
            self.of.damaged(error, self.part, self.name)
            return set()
        scan.finished()
        headings = {place: self._text(*scan.texts[place]) for place in wanted if place in scan.texts}
        tables.check(self.name, found, headings, scan.around.merges, scan.around.filtered)
        return scan.formulas

    def _text(self, kind: str, value: str) -> str | None:
        """The text of a cell; None for what is none."""
        if kind == "s":
            texts = self.strings.texts if self.strings else ()
            return texts[int(value)] if refers_to(value, len(texts)) else ""
        return value if kind in {"str", "inlineStr"} else None
