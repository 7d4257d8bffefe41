"""Workbooks without faults, and faults that are put into them at known places. `lint.py` beside this file uses them."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font, PatternFill, Protection
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter as letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from smartxl.recalc import load_book
from smartxl.xlsx.saved import open_saved

__all__ = ["BOOKS", "FAULTS", "Fault", "saved"]

Places = set[str]
"""Cells such as Sheet1!B4, sheets, or "" for the file: where a tool may speak of a fault."""
_CELL = re.compile(rb'<c r="([A-Z]+)(\d+)"([^>]*)><f>(.*?)</f><v ?/?>(?:</v>)?</c>', re.DOTALL)
_BOLD = Font(bold=True)
_GROUPS, _ITEMS, _MONTHS, _SALES, _PRICES, _QUESTIONS = 4, 15, 12, 400, 40, 80
_REGIONS = ("east", "west", "north", "south", "centre")


def budget() -> Workbook:
    """Sixty items in four groups over twelve months, with subtotals and totals."""
    book, sheet = _started("Budget")
    chance = random.Random(1)  # noqa: S311  (the same workbook each time)
    sheet.append(["Item", *(f"Month {month}" for month in range(1, _MONTHS + 1)), "Year"])
    totals, row = [], 2
    columns = [letter(column) for column in range(2, _MONTHS + 2)]
    for group in range(1, _GROUPS + 1):
        first = row
        for item in range(1, _ITEMS + 1):
            sheet.append(
                [f"Item {group}.{item}", *(chance.randint(100, 999) for _ in columns), f"=SUM(B{row}:M{row})"]
            )
            row += 1
        sheet.append([f"Group {group}", *(f"=SUM({c}{first}:{c}{row - 1})" for c in (*columns, "N"))])
        totals.append(row)
        row += 1
    sheet.append(["Total", *("=" + "+".join(f"{c}{total}" for total in totals) for c in (*columns, "N"))])
    for total in (1, *totals, row):
        for cell in sheet[total]:
            cell.font = _BOLD
    return book


def sales() -> Workbook:
    """Four hundred sales with looked-up prices, and sums by region."""
    book, sheet = _started("Sales")
    chance = random.Random(2)  # noqa: S311  (the same workbook each time)
    prices, summary = book.create_sheet("Prices"), book.create_sheet("Summary")
    prices.append(["Code", "Price"])
    for number in range(1, _PRICES + 1):
        prices.append([f"P{number:03}", chance.randint(10, 900) / 10])
    sheet.append(["Region", "Code", "Quantity", "Price", "Amount"])
    for row in range(2, _SALES + 2):
        code = f"P{chance.randint(1, _PRICES):03}"
        price = f"=VLOOKUP(B{row},Prices!$A$2:$B${_PRICES + 1},2,FALSE)"
        sheet.append(
            [chance.choice(_REGIONS), code, chance.randint(1, 50), price, f"=ROUND(C{row}*D{row},2)"]
        )
    summary.append(["Region", "Quantity", "Amount"])
    last = _SALES + 1
    for row, region in enumerate(_REGIONS, start=2):
        area = f"Sales!$A$2:$A${last}"
        sums = (f"=SUMIF({area},A{row},Sales!${c}$2:${c}${last})" for c in "CE")
        summary.append([region, *sums])
    summary.append(["Total", *(f"=SUM({c}2:{c}{len(_REGIONS) + 1})" for c in "BC")])
    return book


def form() -> Workbook:
    """A protected form of eighty questions with lists, numbers, scores and a total, and its lists on a second sheet."""
    book, sheet = _started("Form")
    lists = book.create_sheet("Lists")
    for row, (text, points) in enumerate(
        (("none", 0), ("planned", 0.4), ("partly", 0.7), ("fully", 1)), start=1
    ):
        lists.append([text, points])
        lists.cell(row, 1).font = _BOLD
    sheet.append(["Question", "Answer", "Number", "Score"])
    last = _QUESTIONS + 1
    for row in range(2, last + 1):
        score = f'=IF(B{row}="","",INDEX(Lists!$B$1:$B$4,MATCH(B{row},Lists!$A$1:$A$4,0)))'
        sheet.append([f"Question {row - 1}", ("none", "planned", "partly", "fully")[row % 4], row * 3, score])
        for column in (2, 3):
            sheet.cell(row, column).protection = Protection(locked=False)
    sheet.append(["Total", None, f"=SUM(C2:C{last})", f"=SUM(D2:D{last})"])
    for cell in (*sheet[1], *sheet[last + 1]):
        cell.font = _BOLD
    sheet.add_data_validation(_list(f"B2:B{last}", "Lists!$A$1:$A$4"))
    number = DataValidation("decimal", operator="between", formula1="0", formula2="1000", sqref=f"C2:C{last}")
    number.showErrorMessage = True
    sheet.add_data_validation(number)
    fill = PatternFill("solid", bgColor="FFC7CE")
    rule = Rule("expression", formula=['$B2="none"'], dxf=DifferentialStyle(fill=fill))
    sheet.conditional_formatting.add(f"A2:D{last}", rule)
    for each in (sheet, lists):
        each.protection.sheet = True
    book.security.lockStructure = True
    book.defined_names["Answers"] = DefinedName("Answers", attr_text="Lists!$A$1:$A$4")
    return book


def _started(name: str) -> tuple[Workbook, Worksheet]:
    """A workbook with one sheet of this name."""
    book = Workbook()
    del book["Sheet"]
    return book, book.create_sheet(name)


def _list(area: str, text: str) -> DataValidation:
    return DataValidation("list", formula1=text, sqref=area, allow_blank=True, showErrorMessage=True)


BOOKS: dict[str, Callable[[], Workbook]] = {"budget": budget, "sales": sales, "form": form}


@dataclass(frozen=True)
class Fault:
    """A kind of fault: the workbook that it is put into, how, and what it does to the bytes of the saved file."""

    kind: str
    book: str
    put: Callable[[Workbook, random.Random], Places]
    patch: Callable[[bytes], bytes] = bytes

    def made(self, seed: int) -> tuple[bytes, Places]:
        """A file with it, and where it is."""
        book = BOOKS[self.book]()
        places = self.put(book, random.Random(seed))  # noqa: S311  (the same place each time)
        return self.patch(saved(book)), places


def _set(sheet: str, address: str, value: str | float) -> Callable[[Workbook, random.Random], Places]:
    """A fault in a cell, whose address may have a {row} of the table and a {column} of the months."""

    def put(book: Workbook, chance: random.Random) -> Places:
        at = {"row": chance.randint(3, 15), "column": letter(chance.randint(3, 12))}
        place = address.format(**at)
        book[sheet][place] = value.format(**at) if isinstance(value, str) else value
        return {f"{sheet}!{place}"}

    return put


def _text_number(book: Workbook, chance: random.Random) -> Places:
    row, column = chance.randint(3, 14), letter(chance.randint(3, 12))
    book["Budget"][f"{column}{row}"] = "345"
    return {f"Budget!{column}{row}", f"Budget!N{row}", f"Budget!{column}17"}


def _using(book: Workbook, *codes: str) -> Places:
    """The cells that look up some codes."""
    sheet = book["Sales"]
    return {f"Sales!D{row}" for row in range(2, _SALES + 2) if sheet[f"B{row}"].value in codes}


def _typed_key(text: str) -> Callable[[Workbook, random.Random], Places]:
    def put(book: Workbook, chance: random.Random) -> Places:
        row = chance.randint(10, 40)
        own, other = f"P{row - 1:03}", f"P{row - 4:03}"
        book["Prices"][f"A{row}"] = text.format(own=own, other=other)
        return {f"Prices!A{row}", f"Prices!A{row - 3}", *_using(book, own, other)}

    return put


def _on_book(
    change: Callable[[Workbook], object], *places: str
) -> Callable[[Workbook, random.Random], Places]:
    def put(book: Workbook, _chance: random.Random) -> Places:
        change(book)
        return {"", *places}

    return put


def _lock(column: str, locked: bool) -> Callable[[Workbook, random.Random], Places]:
    def put(book: Workbook, chance: random.Random) -> Places:
        row = chance.randint(3, _QUESTIONS)
        book["Form"][f"{column}{row}"].protection = Protection(locked=locked)
        return {f"Form!{column}{row}"}

    return put


def _validated(*areas: tuple[str, str]) -> Callable[[Workbook, random.Random], Places]:
    """The validation of the answers split in two at a row, written as {row}, {before} and {after}."""

    def put(book: Workbook, chance: random.Random) -> Places:
        row = chance.randint(10, 70)
        sheet = book["Form"]
        kept = [each for each in sheet.data_validations.dataValidation if each.type != "list"]
        sheet.data_validations.dataValidation = kept
        at = {"row": row, "before": row - 1, "after": row + 1}
        for area, text in areas:
            sheet.add_data_validation(_list(area.format(**at), text))
        return {f"Form!B{row}", *(f"Form!B{r}" for r in range(2, _QUESTIONS + 2) if len(areas) == 1)}

    return put


def _moved_condition(book: Workbook, _chance: random.Random) -> Places:
    sheet = book["Form"]
    fill = PatternFill("solid", bgColor="FFC7CE")
    rule = Rule("expression", formula=['$B1="none"'], dxf=DifferentialStyle(fill=fill))
    sheet.conditional_formatting.add(f"A2:D{_QUESTIONS + 1}", rule)
    return {f"Form!{c}{r}" for c in "ABCD" for r in range(2, _QUESTIONS + 2)}


def _merged(book: Workbook, chance: random.Random) -> Places:
    row = chance.randint(5, 30)
    book["Prices"].merge_cells(f"A{row}:A{row + 1}")
    return {f"Prices!A{row}", f"Prices!A{row + 1}", *_using(book, f"P{row:03}")}


def _changed(part: str, old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    """Other bytes in a part of the saved file."""

    def patch(content: bytes) -> bytes:
        out = io.BytesIO()
        with (
            zipfile.ZipFile(io.BytesIO(content)) as before,
            zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after,
        ):
            for name in before.namelist():
                data = before.read(name)
                if name == part:
                    if old not in data:
                        raise ValueError(f"{part} has no {old!r}")
                    data = data.replace(old, new, 1)
                after.writestr(name, data)
        return out.getvalue()

    return patch


_FIRST_SHEET = "xl/worksheets/sheet1.xml"
_NOWHERE = _on_book(lambda _book: None)
FAULTS: tuple[Fault, ...] = (
    Fault("division by zero", "budget", _set("Budget", "N{row}", "=SUM(B{row}:M{row})/0")),
    Fault("deleted reference", "budget", _set("Budget", "N{row}", "=SUM(B{row}:M{row})+#REF!")),
    Fault("number among formulas", "budget", _set("Budget", "N{row}", 5_000)),
    Fault("formula unlike its neighbours", "sales", _set("Sales", "E{row}", "=ROUND(C{row}+D{row},2)")),
    Fault("sum one row short", "budget", _set("Budget", "{column}17", "=SUM({column}2:{column}15)")),
    Fault("sum one column short", "budget", _set("Budget", "N{row}", "=SUM(B{row}:L{row})")),
    Fault("subtotal in a sum", "budget", _set("Budget", "{column}33", "=SUM({column}17:{column}32)")),
    Fault("counted twice", "budget", _set("Budget", "N{row}", "=SUM(B{row}:M{row})+M{row}")),
    Fault("circular reference", "budget", _set("Budget", "{column}17", "=SUM({column}2:{column}17)")),
    Fault(
        "ranges of unequal length",
        "sales",
        _set("Summary", "C3", "=SUMIF(Sales!$A$2:$A$401,A3,Sales!$E$2:$E$400)"),
    ),
    Fault(
        "error masked",
        "sales",
        _set("Sales", "D{row}", "=IFERROR(VLOOKUP(B{row},Prices!$A$2:$B$41,3,FALSE),0)"),
    ),
    Fault(
        "value not recalculated",
        "budget",
        lambda _book, _chance: {"Budget!N5"},
        _changed(_FIRST_SHEET, b"<f>SUM(B5:M5)</f><v>", b"<f>SUM(B5:M5)</f><v>9"),
    ),
    Fault("number as text", "budget", _text_number),
    Fault("key twice", "sales", _typed_key("{other}")),
    Fault("key with a blank", "sales", _typed_key("{own} ")),
    Fault("merged keys", "sales", _merged),
    Fault("another workbook", "sales", _set("Sales", "D{row}", "='[prices.xlsx]Prices'!$B${row}")),
    Fault(
        "broken name",
        "form",
        _on_book(lambda book: book.defined_names.add(DefinedName("Rate", attr_text="Form!#REF!"))),
    ),
    Fault("unlocked formula", "form", _lock("D", False)),
    Fault("locked answer", "form", _lock("B", True)),
    Fault("validation with a hole", "form", _validated(("B2:B{before} B{after}:B81", "Lists!$A$1:$A$4"))),
    Fault("list one answer short", "form", _validated(("B2:B81", "Lists!$A$1:$A$3"))),
    Fault("list without $", "form", _validated(("B2:B81", "Lists!A1:A4"))),
    Fault("list of blank cells", "form", _validated(("B2:B81", "Lists!$E$1:$E$4"))),
    Fault("condition of the row above", "form", _moved_condition),
    Fault(
        "manual calculation", "budget", _on_book(lambda book: setattr(book.calculation, "calcMode", "manual"))
    ),
    Fault(
        "precision as displayed",
        "budget",
        _on_book(lambda book: setattr(book.calculation, "fullPrecision", False)),
    ),
    Fault("iteration", "budget", _on_book(lambda book: setattr(book.calculation, "iterate", True))),
    Fault(
        "repair: format there is not",
        "budget",
        _NOWHERE,
        _changed(_FIRST_SHEET, b'<c r="B3"', b'<c s="99" r="B3"'),
    ),
    Fault(
        "repair: cells out of order",
        "budget",
        _NOWHERE,
        _changed(_FIRST_SHEET, b'<c r="B3"', b'<c r="B3"/><c r="A3"/><c r="C3"'),
    ),
    Fault(
        "repair: overlapping merges",
        "budget",
        _NOWHERE,
        _changed(
            _FIRST_SHEET,
            b"<pageMargins",
            b'<mergeCells><mergeCell ref="P2:Q3"/><mergeCell ref="Q3:R4"/></mergeCells><pageMargins',
        ),
    ),
    Fault(
        "repair: list over 255 characters",
        "form",
        _NOWHERE,
        _changed(
            _FIRST_SHEET,
            b"<formula1>Lists!$A$1:$A$4</formula1>",
            b'<formula1>"' + b"yes," * 70 + b'no"</formula1>',
        ),
    ),
    Fault(
        "repair: sheet name of 40 characters",
        "form",
        _NOWHERE,
        _changed("xl/workbook.xml", b'name="Form"', b'name="Form of the year for all the departments"'),
    ),
)


def saved(book: Workbook) -> bytes:
    """The bytes of a workbook with the values of its formulas, as Excel would save it."""
    buffer = io.BytesIO()
    book.save(buffer)
    content = buffer.getvalue()
    loaded = load_book(open_saved(content, "book.xlsx"))
    missing = {(each.sheet, each.row, each.column) for each in loaded.workbook.calculate(loaded.formulas)}
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as before,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        parts = dict(
            zip((f"xl/worksheets/sheet{n}.xml" for n in range(1, 99)), book.sheetnames, strict=False)
        )
        for name in before.namelist():
            data = before.read(name)
            if name in parts:
                sheet = loaded.workbook.sheets[parts[name].casefold()]
                values = {
                    (each.row, each.column): sheet.get(each.row, each.column)
                    for each in loaded.formulas
                    if each.sheet == parts[name] and (each.sheet, each.row, each.column) not in missing
                }
                data = _CELL.sub(lambda match, known=values: _with_value(match, known), data)  # type: ignore[misc]
            after.writestr(name, data)
    return out.getvalue()


def _with_value(match: re.Match[bytes], values: dict[tuple[int, int], object]) -> bytes:
    column = 0
    for char in match[1]:
        column = column * 26 + char - 64
    value = values.get((int(match[2]), column), 0.0)
    kind, text = b"", b""
    if isinstance(value, bool):
        kind, text = b' t="b"', b"1" if value else b"0"
    elif isinstance(value, float):
        text = repr(value).encode()
    elif isinstance(value, str):
        kind, text = b' t="str"', value.encode()
    elif value is not None:
        kind, text = b' t="e"', str(getattr(value, "code", "#VALUE!")).encode()
    return (
        b'<c r="'
        + match[1]
        + match[2]
        + b'"'
        + match[3]
        + kind
        + b"><f>"
        + match[4]
        + b"</f><v>"
        + text
        + b"</v></c>"
    )
