"""The workbook part: the list goes in front, an earlier one goes; names that belong to a sheet keep belonging to it."""

from __future__ import annotations

from lxml import etree

from smartxl.cells import quote_sheet
from smartxl_generators.giveback.parts import OFFICE, Element, Package, WorksheetPart, insert_child, main
from smartxl_generators.giveback.sheet import HEAD_ROW, MARKER

__all__ = ["is_list", "put_in_front"]

_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_ORDER = (
    *(
        "fileVersion",
        "fileSharing",
        "workbookPr",
        "workbookProtection",
        "bookViews",
        "sheets",
        "functionGroups",
    ),
    *("externalReferences", "definedNames", "calcPr", "oleSize", "customWorkbookViews", "pivotCaches"),
    *("smartTagPr", "smartTagTypes", "webPublishing", "fileRecoveryPr", "webPublishObjects", "extLst"),
)
_PLACE = "localSheetId"


def is_list(package: Package, sheet: WorksheetPart) -> bool:
    """Whether a sheet is the list of an earlier return, told by what stands in its first cell."""
    first = package.tree(sheet.part).find(f"{main('sheetData')}/{main('row')}/{main('c')}")
    if first is None or first.get("r", "A1") != "A1":
        return False
    if first.get("t") == "s":
        return package.shared_string(first.findtext(main("v"), "")) == MARKER
    return "".join(part.text or "" for part in first.iter(main("t"))) == MARKER


def put_in_front(package: Package, xml: str, name: str) -> None:
    """Adds the list as the first sheet, the one that the file opens with; an earlier list goes."""
    book = package.workbook
    entries = book.find(main("sheets"))
    for sheet in reversed(package.sheets()):
        if is_list(package, sheet):
            _forget_place(book, sheet.place)
            entries.remove(entries.findall(main("sheet"))[sheet.place])
            package.unrelate_sheet(sheet.part)
            package.remove(sheet.part)
    part = package.free_name("xl/worksheets/findings{}.xml")
    package.put(part, xml, _SHEET_TYPE)
    present = entries.findall(main("sheet"))
    free = _free(name, {entry.get("name", "").casefold() for entry in present})
    numbers = [int(number) for entry in present if (number := entry.get("sheetId", "")).isdecimal()]
    new = etree.Element(main("sheet"), name=free, sheetId=str(max(numbers, default=0) + 1))
    new.set(f"{{{OFFICE}}}id", package.relate_sheet(part))
    entries.insert(0, new)
    _make_place(book)
    _repeat_heads(book, free)
    for view in book.iterfind(f"{main('bookViews')}/{main('workbookView')}"):
        view.set("activeTab", "0")
        view.set("firstSheet", "0")


def _free(name: str, taken: set[str]) -> str:
    """The name, or with a number where a sheet of the respondent has it."""
    number, free = 1, name
    while free.casefold() in taken:
        number += 1
        free = f"{name} ({number})"
    return free


def _local_names(book: Element) -> list[tuple[Element, int]]:
    """The names that belong to one sheet, with its place."""
    names = book.iterfind(f"{main('definedNames')}/{main('definedName')}")
    return [(name, int(name.get(_PLACE))) for name in names if name.get(_PLACE, "").isdecimal()]


def _forget_place(book: Element, place: int) -> None:
    """A sheet goes: its names too, and those of the sheets behind it move up."""
    for name, at in _local_names(book):
        if at == place:
            name.getparent().remove(name)
        elif at > place:
            name.set(_PLACE, str(at - 1))


def _make_place(book: Element) -> None:
    for name, at in _local_names(book):
        name.set(_PLACE, str(at + 1))


def _repeat_heads(book: Element, sheet: str) -> None:
    """The column heads stand on every printed page of the first sheet."""
    names = book.find(main("definedNames"))
    if names is None:
        names = etree.Element(main("definedNames"))
        insert_child(book, names, _ORDER)
    titles = etree.SubElement(names, main("definedName"), name="_xlnm.Print_Titles")
    titles.set(_PLACE, "0")
    titles.text = f"{quote_sheet(sheet)}!${HEAD_ROW}:${HEAD_ROW}"
