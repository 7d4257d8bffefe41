"""New numbers in the cells of a workbook that somebody keeps: all else in it, looks and notes and names, stays as it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from smartxl.cells import parse_a1
from smartxl_generators.giveback.parts import Element, Package, main

__all__ = ["NumberCells", "with_numbers"]

NumberCells = Mapping[str, Mapping[str, float]]
"""Sheet → cell (A1) → number."""


@dataclass(frozen=True, slots=True)
class _NumberedCells:
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


def with_numbers(content: bytes, file_name: str, numbers: NumberCells) -> bytes:
    """The same .xlsx with these numbers in place of what stands in the cells; programs calculate it anew when they open it.

    Raises UnreadableFile where a part of the file cannot be edited.
    """
    package = Package(content, file_name)
    for sheet in package.sheets():
        if wanted := numbers.get(sheet.name):
            rows = _NumberedCells(package.tree(sheet.part))
            for address, number in wanted.items():
                _write(rows.cell(address), number)
    for settings in _calculation(package):
        settings.set("fullCalcOnLoad", "1")
    return package.save()


def _calculation(package: Package) -> Iterator[Element]:
    yield from package.workbook.iterfind(main("calcPr"))


def _write(cell: Element, number: float) -> None:
    for child in list(cell):
        cell.remove(child)
    cell.attrib.pop("t", None)
    value: Element = etree.SubElement(cell, main("v"))
    value.text = f"{number:.15g}"
