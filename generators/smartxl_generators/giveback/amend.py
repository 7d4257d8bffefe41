"""What changes in the cells of a returned workbook: the deadline on its cover, and checks that its own formulas cannot make.

A check that is changed says what the list of findings says as long as its row is as it came; then the form's own formula
decides again (`smartxl.model.returnedcheck`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from smartxl.model.returnedcheck import own_check, returned_check
from smartxl_generators.giveback.parts import Element, Package, main

__all__ = ["Amendments", "CheckCell", "NewText", "NewValue", "amend", "recalculate_on_opening"]

_MOST_NUMBERS = 5


@dataclass(frozen=True, slots=True)
class NewText:
    """A text in place of that of a cell (A1)."""

    sheet: str
    cell: str
    text: str


@dataclass(frozen=True, slots=True)
class NewValue:
    """What the formula of a cell gives by now."""

    sheet: str
    cell: str
    value: float


@dataclass(frozen=True, slots=True)
class CheckCell:
    """The check of a `row`: while the row is `unchanged` (a condition) it shows `word` or, where that is "", which findings
    of the list ask for something there."""

    sheet: str
    cell: str
    row: int
    unchanged: str
    word: str


@dataclass(frozen=True, slots=True)
class Amendments:
    """All that changes in the cells of one workbook."""

    texts: tuple[NewText, ...] = ()
    checks: tuple[CheckCell, ...] = ()
    values: tuple[NewValue, ...] = ()


def amend(
    sheet: Element, name: str, changes: Amendments, numbers: Mapping[int, Sequence[int]], see: str
) -> None:
    """Makes the changes of one sheet. `numbers`: row → the numbers of its findings in the list, which `see` tells."""
    cells = {cell.get("r", ""): cell for cell in sheet.iterfind(f".//{main('c')}")}
    _restore(cells.values())
    for text in changes.texts:
        if text.sheet == name and (cell := cells.get(text.cell)) is not None:
            _write_text(cell, text.text)
    for check in changes.checks:
        cell, told = cells.get(check.cell), numbers.get(check.row, ())
        word = check.word or (see.format(numbers="、".join(map(str, told[:_MOST_NUMBERS]))) if told else "")
        if check.sheet == name and cell is not None and word:
            _write_check(cell, check.unchanged, word)
    for value in changes.values:
        if value.sheet == name and (cell := cells.get(value.cell)) is not None:
            _show(cell, f"{value.value:.15g}", "")


def recalculate_on_opening(package: Package) -> None:
    """Has programs calculate the workbook when it is opened: checks were changed."""
    for settings in package.workbook.iterfind(main("calcPr")):
        settings.set("fullCalcOnLoad", "1")


def _restore(cells: Iterable[Element]) -> None:
    """Takes away what an earlier return put into checks."""
    for cell in cells:
        formula = cell.find(main("f"))
        if formula is not None and formula.text:
            formula.text = own_check(formula.text)


def _write_check(cell: Element, unchanged: str, word: str) -> None:
    formula = cell.find(main("f"))
    if formula is None or not formula.text or formula.get("t"):
        return  # shared with other cells, or none
    formula.text = returned_check(formula.text, unchanged, word)
    _show(cell, word, "str")


def _show(cell: Element, shown: str, kind: str) -> None:
    value = cell.find(main("v"))
    if value is None:
        value = etree.SubElement(cell, main("v"))
    value.text = shown
    cell.attrib.pop("t", None)
    if kind:
        cell.set("t", kind)


def _write_text(cell: Element, text: str) -> None:
    for child in list(cell):
        cell.remove(child)
    cell.set("t", "inlineStr")
    holder: Element = etree.SubElement(cell, main("is"))
    said: Element = etree.SubElement(holder, main("t"))
    said.text = text
