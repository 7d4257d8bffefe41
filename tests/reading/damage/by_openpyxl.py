"""Damage done by other programs: by openpyxl, which knows no names that follow their cells, or in the XML itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import cache
from io import BytesIO

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.packaging.custom import StringProperty
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidationList
from openpyxl.worksheet.worksheet import Worksheet

from smartxl.cells import quote_sheet
from smartxl.findings import FindingCode as F
from smartxl.stamp import STAMP_SHEET
from tests.reading.damage.filled import NEIGHBOUR, SHEET, UNIT, filled
from tests.reading.damage.table import A, B, C, Damage
from tests.reading.forms import properties_of

__all__ = ["BY_OPENPYXL", "IN_PARTS"]

ALL, NONE = "all answers", "nothing"
_SHEET_PART = "xl/worksheets/sheet3.xml"


def _page(book: Workbook) -> Worksheet:
    page = book[SHEET]
    assert isinstance(page, Worksheet)
    return page


def _put(**cells: str | float | None) -> Callable[[Workbook], None]:
    def change(book: Workbook) -> None:
        for address, value in cells.items():
            _page(book)[address] = value

    return change


def _all(*changes: Callable[[Workbook], object]) -> Callable[[Workbook], None]:
    def change(book: Workbook) -> None:
        for each in changes:
            each(book)

    return change


def _forget_names(book: Workbook) -> None:
    book.defined_names.clear()


def _stamp(*, properties: str = "", sheet: str = "", **fields: str | int) -> Callable[[Workbook], None]:
    """Puts a stamp with other fields into the properties, onto the hidden sheet or into both; `delete` takes one away."""

    def change(book: Workbook) -> None:
        stamp = replace(filled().plan.stamp, **fields)  # type: ignore[arg-type]
        if properties:
            properties_of(book).props.clear()
        for name, text in stamp.to_properties().items() if properties == "put" else ():
            properties_of(book).append(StringProperty(name=name, value=text))
        if sheet:
            for row, pair in enumerate(stamp.to_properties().items(), 1):
                for column, text in enumerate(pair, 1):
                    book[STAMP_SHEET].cell(row, column).value = text if sheet == "put" else None

    return change


def _copied_in(title: str, *, by: str) -> Callable[[Workbook], None]:
    """The neighbour's sampling sheet, its values pasted into a new sheet.

    `by` says what is left of where it came from: its check code (`code`), the unit in its keys (`keys`), or the defined
    names that came along (`names`).
    """

    def change(book: Workbook) -> None:
        target, plan = book.create_sheet(title), filled(NEIGHBOUR).plan
        for (row, column), value in _neighbours_cells().items():
            target.cell(row, column).value = value
        if by != "code":
            target["M2"] = None
        if by == "keys":
            _mark(target, NEIGHBOUR, [line.row for line in filled(NEIGHBOUR).lines])
        for name, area in plan.names.items() if by == "names" else ():
            reference = f"{quote_sheet(title)}!{str(area).rpartition('!')[2]}"
            book.defined_names[name] = DefinedName(name, attr_text=reference)

    return change


@cache
def _neighbours_cells() -> Mapping[tuple[int, int], object]:
    page = load_workbook(BytesIO(filled(NEIGHBOUR).content), data_only=True)[SHEET]
    return {
        (row, column): cell.value
        for row, cells in enumerate(page.iter_rows(), 1)
        for column, cell in enumerate(cells, 1)
    }


def _mark(page: Worksheet, unit: str, rows: Iterable[int]) -> None:
    for row in rows:
        page.cell(row, 1).value = f"{page.cell(row, 1).value}@{unit}"


def _instead(change: Callable[[Workbook], None]) -> Callable[[Workbook], None]:
    """The unit's own sheet is deleted first, and its names with it."""

    def forget(book: Workbook) -> None:
        for name, area in filled().plan.names.items():
            if area.sheet == SHEET:
                del book.defined_names[name]

    return _all(lambda book: book.remove(_page(book)), forget, change)


def _paste_values(book: Workbook) -> None:
    shown = load_workbook(BytesIO(filled().content), data_only=True)[SHEET]
    for cells in _page(book).iter_rows():
        for cell in cells:
            if isinstance(cell, Cell):
                cell.value = shown.cell(cell.row, cell.column).value


def _clear_keys(book: Workbook) -> None:
    for cell in _page(book)["A"]:
        cell.value = None


def _undress(book: Workbook) -> None:
    page = _page(book)
    page.protection.disable()
    page.freeze_panes = None
    page.auto_filter.ref = None
    page.sheet_view.zoomScale = 55
    page.conditional_formatting = ConditionalFormattingList()
    page.data_validations = DataValidationList()
    page.column_dimensions["A"].hidden = False


def _transpose(book: Workbook) -> None:
    page = _page(book)
    cells = {(cell.row, cell.column): cell.value for row in page.iter_rows() for cell in row}
    book.remove(page)
    turned = book.create_sheet(SHEET)
    for (row, column), value in cells.items():
        turned.cell(column, row).value = value


def _move_to_another_sheet(book: Workbook) -> None:
    """The rows of one item and of another section go to a sheet of their own."""
    page, rest = _page(book), book.create_sheet("采样表续")
    for row in (filled().line(key).row for key in (A, C)):
        for cell in page[row]:
            rest.cell(row, cell.column).value, cell.value = cell.value, None


def _halves(book: Workbook) -> None:
    """Two people filled in two copies: each has what the other lacks."""
    page, copy = _page(book), book.copy_worksheet(_page(book))
    for key, sheet in ((A, page), (B, copy)):
        line = filled().line(key)
        for column in line.inputs.values():
            sheet.cell(line.row, column).value = None


def _reorder(book: Workbook) -> None:
    book.move_sheet(SHEET, 2)
    book.create_sheet("我的笔记", 0)["A1"] = A
    book["我的笔记"]["A1"] = "备忘"


def _damage(
    name: str,
    what: str,
    read: str,
    change: Callable[[Workbook], object],
    *codes: F,
    lost: tuple[str, ...] = (),
    refused: bool = False,
) -> Damage:
    return Damage(name, what, read, frozenset(codes), lost, refused=refused, change=change)


BY_OPENPYXL = (
    _damage("py-saved", "rewritten by another program, without the results of formulas", ALL, lambda _: None),
    _damage("py-names-deleted", "all defined names deleted", ALL, _forget_names, F.NAMES_GONE),
    _damage("py-properties-deleted", "the document properties deleted", ALL, _stamp(properties="delete")),
    _damage("py-stamp-sheet-emptied", "the hidden sheet emptied", ALL, _stamp(sheet="delete")),
    _damage(
        "py-no-stamp",
        "both stamps deleted",
        NONE,
        _stamp(properties="delete", sheet="delete"),
        F.NO_STAMP,
        refused=True,
    ),
    _damage(
        "py-wrong-unit",
        "another unit's form",
        NONE,
        _stamp(properties="put", sheet="put", unit=NEIGHBOUR),
        F.OTHER_UNIT,
        refused=True,
    ),
    _damage(
        "py-other-framework",
        "a form of other indicators",
        NONE,
        _stamp(properties="put", sheet="put", framework="other"),
        F.OLD_FORM,
        refused=True,
    ),
    _damage(
        "py-other-revision",
        "a form of another revision",
        ALL,
        _stamp(properties="put", sheet="put", revision=9),
        F.OTHER_REVISION,
    ),
    _damage(
        "py-two-stamps",
        "two stamps that disagree",
        ALL,
        _stamp(sheet="put", unit=NEIGHBOUR),
        F.STAMPS_DISAGREE,
    ),
    _damage(
        "py-undressed", "protection, freeze, filter, colours and drop-downs taken off, zoomed", ALL, _undress
    ),
    _damage("py-sheets-reordered", "sheets put into another order, one added", ALL, _reorder),
    _damage(
        "py-values-pasted", "the whole sheet copied and pasted as values over itself", ALL, _paste_values
    ),
    _damage("py-transposed", "the sheet transposed", NONE, _transpose, F.COLUMNS_MOVED, refused=True),
    _damage("py-keys-cleared", "the hidden keys cleared", NONE, _clear_keys, F.KEYS_GONE, refused=True),
    _damage(
        "py-one-key-cleared",
        "the hidden key of one row cleared",
        "all others; the item is blank",
        _put(A9=None),
        F.ROW_MISSING,
        F.ROW_WITHOUT_KEY,
        lost=(A,),
    ),
    _damage(
        "py-key-filled-down",
        "the hidden key of one row dragged over the next",
        "all others; the row with two owners is not scored",
        _put(A10=A),
        F.OTHER_LABEL,
        F.ROW_MISSING,
        lost=(B,),
    ),
    _damage(
        "py-unknown-key",
        "a key that does not exist typed below",
        ALL,
        _put(A90="A1/ML999", H90="是"),
        F.UNKNOWN_KEY,
    ),
    _damage("py-label-retyped", "the name of an item retyped", ALL, _put(D9="5G基站信息"), F.LABEL_CHANGED),
    _damage(
        "py-labels-overwritten",
        "all texts of a row pasted over",
        ALL,
        _put(C9="1", D9="别的", E9="x", F9="y"),
        F.LABEL_GONE,
    ),
    _damage("py-name-cleared", "the name of an item cleared", ALL, _put(D9=None), F.LABEL_GONE),
    _damage("py-wide-space", "answers typed with wide blanks", ALL, _put(H9="　是 "), F.CLEANED),
    _damage(
        "py-error-value",
        "an error pasted over an answer",
        "all others; the item is blank",
        _put(H9="#REF!"),
        F.ERROR_VALUE,
        lost=(A,),
    ),
    _damage(
        "py-marked-keys",
        "keys that say whose they are",
        ALL,
        lambda book: _mark(_page(book), UNIT, [line.row for line in filled().lines]),
    ),
    _damage(
        "py-neighbours-row",
        "a row of another unit's form pasted below",
        ALL,
        _put(A90=f"A1/ML001@{NEIGHBOUR}", D90="学籍", H90="是"),
        F.ROW_OF_OTHER_UNIT,
    ),
    *(
        _damage(
            f"py-neighbours-sheet-{by}",
            f"another unit's sheet copied in; {how} says so",
            "all answers of the unit whose file it is",
            change,
            F.SHEET_OF_OTHER_FORM,
        )
        for by, how, change in (
            ("code", "its check code", _copied_in("教育局", by="code")),
            ("keys", "the unit in its keys", _copied_in("教育局", by="keys")),
            ("names", "the names that came along", _copied_in("教育局", by="names")),
        )
    ),
    *(
        _damage(
            f"py-neighbours-sheet-instead-{by}",
            f"another unit's sheet in the place of the unit's own; {how} says so",
            NONE,
            _instead(change),
            F.SHEET_OF_OTHER_FORM,
            F.SHEET_MISSING,
            refused=True,
        )
        for by, how, change in (
            ("code", "its check code", _copied_in(SHEET, by="code")),
            ("keys", "the unit in its keys", _copied_in(SHEET, by="keys")),
            ("names", "the names that came along", _copied_in(SHEET, by="names")),
        )
    ),
    _damage(
        "py-rows-on-another-sheet",
        "some rows moved to a sheet of their own",
        "all others; the items are blank",
        _move_to_another_sheet,
        F.ROW_MISSING,
        F.SHEET_COPIED,
        F.COPY_DIFFERS,
        lost=(A, C),
    ),
    _damage(
        "py-two-halves",
        "two people filled in two copies of the sheet",
        "what stands on the original; the other half is blank",
        _halves,
        F.SHEET_COPIED,
        F.COPY_DIFFERS,
        lost=(A,),
    ),
)


def _parts(
    name: str,
    what: str,
    read: str,
    parts: Mapping[str, Callable[[bytes], bytes]],
    *codes: F,
    lost: tuple[str, ...] = (),
) -> Damage:
    return Damage(name, what, read, frozenset(codes), lost, parts=parts)


def _dates_as_in_wps(styles: bytes) -> bytes:
    """Date formats by number (58: 9月2日), which many readers do not know, instead of by text."""
    for found in re.finditer(rb'<numFmt numFmtId="(\d+)" formatCode="[^"]*yy[^"]*"/>', styles):
        styles = styles.replace(found[0], b"").replace(b'numFmtId="' + found[1] + b'"', b'numFmtId="58"')
    return styles


IN_PARTS = (
    _parts(
        "xml-dimension",
        "a dimension that says A1, as WPS writes it",
        ALL,
        {_SHEET_PART: lambda part: re.sub(rb'<dimension ref="[^"]*"/>', b'<dimension ref="A1"/>', part)},
    ),
    _parts(
        "xml-date-formats",
        "date formats by the numbers of WPS",
        ALL,
        {"xl/styles.xml": _dates_as_in_wps},
    ),
    _parts(
        "xml-merged-over-values",
        "two answers merged, the hidden one kept in the file",
        "all others; neither item is scored",
        {
            _SHEET_PART: lambda part: re.sub(
                rb'<mergeCells count="\d+">', b'<mergeCells count="99"><mergeCell ref="H9:H10"/>', part
            )
        },
        F.MERGED_ANSWERS,
        lost=(A, B),
    ),
)
