"""New numbers and texts in the cells of a workbook that somebody keeps: all else in it, looks and notes and names, stays."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from smartxl.cells import parse_a1
from smartxl_generators.giveback.parts import Element, Package, main

__all__ = ["NewCells", "with_cells"]

NewCells = Mapping[str, Mapping[str, float | str]]
"""Sheet → cell (A1) → number or text; a text is never a formula."""


@dataclass(frozen=True, slots=True)
class _CellsOfSheet:
    """The rows and cells of a sheet, found by their numbers."""

    root: Element

    def cell(self, address: str) -> Element:
        """A cell, made where there is none."""
        row, column = parse_a1(address)
        holder = self._row(row)
        following = None
        for cell in holder.iterfind(main("c")):
            place = parse_a1(cell.get("r", "A1"))[1]
            if place == column:
                return cell
            if place > column and following is None:
                following = cell
        made: Element = etree.Element(main("c"), r=address)
        _insert(holder, made, following)
        return made

    def _row(self, number: int) -> Element:
        data = self.root.find(main("sheetData"))
        following = None
        for row in data.iterfind(main("row")):
            place = int(row.get("r", "0"))
            if place == number:
                return row
            if place > number and following is None:
                following = row
        made: Element = etree.Element(main("row"), r=str(number))
        _insert(data, made, following)
        return made


def _insert(parent: Element, child: Element, following: Element | None) -> None:
    if following is None:
        parent.append(child)
    else:
        following.addprevious(child)


def with_cells(content: bytes, file_name: str, values: NewCells) -> bytes:
    """The same .xlsx with these values in place of what stands in the cells; programs calculate it anew when they open it.

    Raises UnreadableFile where a part of the file cannot be edited.
    """
    package = Package(content, file_name)
    for sheet in package.sheets():
        if wanted := values.get(sheet.name):
            rows = _CellsOfSheet(package.tree(sheet.part))
            for address, value in wanted.items():
                _write(rows.cell(address), value)
    for settings in _calculation(package):
        settings.set("fullCalcOnLoad", "1")
    return package.save()


def _calculation(package: Package) -> Iterator[Element]:
    yield from package.workbook.iterfind(main("calcPr"))


def _write(cell: Element, value: float | str) -> None:
    for child in list(cell):
        cell.remove(child)
    cell.attrib.pop("t", None)
    if isinstance(value, str):
        cell.set("t", "inlineStr")
        text: Element = etree.SubElement(etree.SubElement(cell, main("is")), main("t"))
        text.text = value
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        return
    number: Element = etree.SubElement(cell, main("v"))
    number.text = f"{value:.15g}"
