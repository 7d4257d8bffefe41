"""Each rule about the book: a workbook that has it, and one that comes near and has not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from openpyxl import Workbook
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font, PatternFill, Protection
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["CASES", "BookCase", "LintedBook"]

Cells = Mapping[str, object]
Edit = Callable[[Workbook], object]
_NOTHING: Mapping[bytes, bytes] = MappingProxyType({})
S, L = "Data", "Lists"


@dataclass(frozen=True)
class LintedBook:
    """Cells of the sheets `Data` and `Lists`, what is done to the workbook, and bytes of its sheets that become others."""

    data: Cells
    lists: Cells = field(default_factory=lambda: {"A1": "east", "A2": "west", "A3": "north", "A4": "south"})
    edit: Edit = lambda book: None
    replaced: Mapping[bytes, bytes] = field(default_factory=lambda: _NOTHING)


@dataclass(frozen=True)
class BookCase:
    """A rule, where it says something and with which words, a workbook with it and one without."""

    code: str
    where: str
    bad: LintedBook
    good: LintedBook
    words: str = ""


def down(column: str, first: int, *values: object) -> dict[str, object]:
    """Values one below the other."""
    return {f"{column}{row}": value for row, value in enumerate(values, start=first)}


def edits(*each: Edit) -> Edit:
    """One edit after the other."""

    def edit(book: Workbook) -> None:
        for one in each:
            one(book)

    return edit


def on(sheet: str, do: Callable[[Worksheet], object]) -> Edit:
    """An edit of a sheet."""

    def edit(book: Workbook) -> None:
        do(book[sheet])

    return edit


def named(name: str, text: str, *, hidden: bool = False, sheet: str = "") -> Edit:
    """A defined name."""

    def edit(book: Workbook) -> None:
        owner = book[sheet] if sheet else book
        owner.defined_names[name] = DefinedName(name, attr_text=text, hidden=hidden)

    return edit


def validated(area: str, text: str = "Lists!$A$1:$A$4", *, alert: bool = True) -> Edit:
    """A validation of `Data`."""

    def edit(book: Workbook) -> None:
        book[S].add_data_validation(DataValidation("list", formula1=text, sqref=area, showErrorMessage=alert))

    return edit


def formatted(area: str, text: str) -> Edit:
    """A conditional format of `Data`."""
    fill = PatternFill("solid", bgColor="FFFF00")
    rule = Rule("expression", formula=[text], dxf=DifferentialStyle(fill=fill))
    return on(S, lambda sheet: sheet.conditional_formatting.add(area, rule))


def unlocked(*addresses: str) -> Edit:
    """Cells of `Data` that are not locked."""

    def edit(sheet: Worksheet) -> None:
        for address in addresses:
            sheet[address].protection = Protection(locked=False)

    return on(S, edit)


def protected(*sheets: str, **options: object) -> Edit:
    """Sheets that are protected."""

    def edit(book: Workbook) -> None:
        for name in sheets:
            book[name].protection.sheet = True
            for key, value in options.items():
                setattr(book[name].protection, key, value)

    return edit


def filtered(sheet: Worksheet, merged: str) -> None:
    """A filter over rows of which some cells are merged."""
    sheet.merge_cells(merged)
    sheet.auto_filter.ref = "A1:B13"


def calculated(**settings: object) -> Edit:
    """How the workbook is calculated."""

    def edit(book: Workbook) -> None:
        for key, value in settings.items():
            setattr(book.calculation, key, value)

    return edit


def more_sheets(*names: str, unlocked_cell: bool = False) -> Edit:
    """Further sheets with two formulas each, and a cell for typing."""

    def edit(book: Workbook) -> None:
        for name in names:
            sheet = book.create_sheet(name)
            sheet["A1"], sheet["B1"], sheet["B2"] = 1, "=A1*2", "=A1*3"
            if unlocked_cell:
                sheet["A1"].protection = Protection(locked=False)

    return edit


NUMBERS = down("B", 1, "Amount", 10, 20, 30, 40, 50)
FORMULAS = {**NUMBERS, **down("C", 2, *(f"=B{row}*2" for row in range(2, 7)))}
KEYS = down("A", 1, "code", *(f"k{n}" for n in range(1, 13))) | down("B", 2, *range(12))
LOOKUP = {"E1": "k3", "F1": "=VLOOKUP(E1,A2:B13,2,FALSE)"}
ANSWERS = down("B", 1, "Region", *["east"] * 8)
OUTSIDE = {"A1": 1, "B1": "='[prices.xlsx]Sheet1'!A1"}
WORD, OTHER_WORD = {"password": "x"}, {"password": "y"}
THREE = edits(more_sheets("Two", "Three"), protected(S, "Two", "Three", **WORD))
TYPED = LintedBook({"A1": 1, "B1": "=A1"})


def _row_lists(*rows: int) -> Edit:
    """A list for each of some cells of column B: the row of `Lists` that is said."""
    return edits(*(validated(f"B{n}", f"Lists!$A${row}:$C${row}") for n, row in enumerate(rows, start=2)))


def _across(*texts: str) -> Edit:
    """Lists of the cells B to E of several rows, of which the last row has these."""
    usual = [f"Lists!$A${n}:$A$4" for n in (1, 2, 3)]
    rows = [[text] * 4 for text in usual] + [list(texts)]
    return edits(
        *(
            validated(f"{column}{row}", text)
            for row, texts_of_row in enumerate(rows, start=2)
            for column, text in zip("BCDE", texts_of_row, strict=True)
        )
    )


CASES: dict[str, BookCase] = {
    "another workbook": BookCase(
        "SXL201", "Data!B1", LintedBook(OUTSIDE), LintedBook({"A1": 1, "B1": '="[prices.xlsx]Sheet1!A1"'})
    ),
    "name of another workbook": BookCase(
        "SXL201",
        "",
        LintedBook({"A1": 1}, edit=named("Rate", "'[prices.xlsx]Sheet1'!$A$1")),
        LintedBook({"A1": 1}, edit=named("Rate", "[0]!Other")),
        "Rate",
    ),
    "hidden sheet": BookCase(
        "SXL202",
        L,
        LintedBook({"A1": "=Lists!A1"}, edit=on(L, lambda sheet: setattr(sheet, "sheet_state", "hidden"))),
        LintedBook({"A1": "=Lists!A1"}),
        "formulas read it",
    ),
    "very hidden sheet": BookCase(
        "SXL202",
        L,
        LintedBook({"A1": 1}, edit=on(L, lambda sheet: setattr(sheet, "sheet_state", "veryHidden"))),
        LintedBook({"A1": 1}),
        "no menu",
    ),
    "hidden row in a sum": BookCase(
        "SXL203",
        "Data!B3",
        LintedBook(
            {**NUMBERS, "B8": "=SUM(B2:B6)"},
            edit=on(S, lambda sheet: setattr(sheet.row_dimensions[3], "hidden", True)),
        ),
        LintedBook(
            {**NUMBERS, "B8": "=SUM(B4:B6)"},
            edit=on(S, lambda sheet: setattr(sheet.row_dimensions[3], "hidden", True)),
        ),
    ),
    "hidden name": BookCase(
        "SXL204",
        "",
        LintedBook({"A1": 1}, edit=named("Rate", "Data!$A$1", hidden=True)),
        LintedBook({"A1": 1}, edit=named("_Rate", "Data!$A$1", hidden=True)),
        "Rate",
    ),
    "broken name": BookCase(
        "SXL205",
        "",
        LintedBook({"A1": 1}, edit=named("Rate", "Data!#REF!")),
        LintedBook({"A1": 1}, edit=named("Rate", "Data!$A$1")),
        "Rate",
    ),
    "unused name": BookCase(
        "SXL206",
        "",
        LintedBook({"A1": 1, "B1": "=Rate2*A1"}, edit=edits(named("Rate", "Data!$A$1"), named("Rate2", "3"))),
        LintedBook({"A1": 1}, edit=edits(named("Places", "Lists!$A$1:$A$4"), validated("A1", "Places"))),
        "uses Rate",
    ),
    "one name, two meanings": BookCase(
        "SXL207",
        S,
        LintedBook(
            {"A1": 1, "B1": "=Rate"},
            edit=edits(named("Rate", "Lists!$A$1"), named("rate", "Data!$A$1", sheet=S)),
        ),
        LintedBook(
            {"A1": 1, "B1": "=Rate"},
            edit=edits(named("Rate", "Data!$A$1"), named("rate", "Data!$A$1", sheet=S)),
        ),
    ),
    "unlocked formula": BookCase(
        "SXL208",
        "Data!C4",
        LintedBook(FORMULAS, edit=edits(protected(S), unlocked("C4", "B2"))),
        LintedBook(FORMULAS, edit=edits(unlocked("C4", "B2"))),
    ),
    "locked input": BookCase(
        "SXL209",
        "Data!B4",
        LintedBook(
            ANSWERS,
            edit=edits(validated("B2:B9"), protected(S), unlocked(*(f"B{n}" for n in (2, 3, 5, 6, 7, 8, 9)))),
        ),
        LintedBook(ANSWERS, edit=edits(validated("B2:B9"), protected(S))),
    ),
    "a sheet without protection": BookCase(
        "SXL210",
        "Two",
        LintedBook(
            FORMULAS,
            edit=edits(
                more_sheets("Two", "Three", unlocked_cell=True), unlocked("B2"), protected(S, "Three")
            ),
        ),
        LintedBook(FORMULAS, edit=edits(more_sheets("Two", "Three"), unlocked("B2"), protected(S, "Three"))),
    ),
    "protected otherwise": BookCase(
        "SXL211",
        "Four",
        LintedBook(FORMULAS, edit=edits(THREE, more_sheets("Four"), protected("Four", sort=False, **WORD))),
        LintedBook(FORMULAS, edit=edits(THREE, more_sheets("Four"), protected("Four", **OTHER_WORD))),
        "sort",
    ),
    "open structure": BookCase(
        "SXL212",
        "",
        LintedBook(FORMULAS, edit=protected(S)),
        LintedBook(
            FORMULAS, edit=edits(protected(S), lambda book: setattr(book.security, "lockStructure", True))
        ),
    ),
    "a hole in a validation": BookCase(
        "SXL213",
        "Data!B5",
        LintedBook(ANSWERS, edit=edits(validated("B2:B4 B6:B9"))),
        LintedBook({**ANSWERS, "B5": "=B4"}, edit=edits(validated("B2:B4 B6:B9"))),
    ),
    "below a validation": BookCase(
        "SXL213",
        "Data!B8:B9",
        LintedBook(ANSWERS, edit=edits(validated("B2:B7"))),
        LintedBook(
            {**ANSWERS, "B8": "Total", "B9": ""},
            edit=edits(
                validated("B2:B7"), on(S, lambda sheet: setattr(sheet["B8"], "font", Font(bold=True)))
            ),
        ),
    ),
    "a heading between validations": BookCase(
        "SXL213",
        "Data!B5",
        LintedBook(ANSWERS, edit=edits(validated("B2:B4 B6:B9"))),
        LintedBook(
            ANSWERS,
            edit=edits(
                validated("B2:B4 B6:B9"), on(S, lambda sheet: setattr(sheet["B5"], "font", Font(bold=True)))
            ),
        ),
    ),
    "a list of nothing": BookCase(
        "SXL214",
        "Data!B2:B9",
        LintedBook(ANSWERS, edit=validated("B2:B9", "Lists!#REF!")),
        LintedBook(ANSWERS, edit=validated("B2:B9", '"#REF!,none"')),
        "there are not",
    ),
    "a blank list": BookCase(
        "SXL214",
        "Data!B2:B9",
        LintedBook(ANSWERS, edit=validated("B2:B9", "Lists!$C$1:$C$4")),
        LintedBook(ANSWERS, edit=validated("B2:B9", "Lists!$A$1:$A$9")),
        "all blank",
    ),
    "a short list": BookCase(
        "SXL214",
        "Data!B2:B9",
        LintedBook(ANSWERS, edit=validated("B2:B9", "Lists!$A$1:$A$3")),
        LintedBook(
            ANSWERS, edit=edits(validated("B2:B5", "Lists!$A$1:$A$2"), validated("B6:B9", "Lists!$A$3:$A$4"))
        ),
        "leaves out",
    ),
    "a list that moves": BookCase(
        "SXL215",
        "Data!B2:B9",
        LintedBook(ANSWERS, edit=validated("B2:B9", "Lists!A1:A4")),
        LintedBook(ANSWERS, edit=validated("B2:B9", "Lists!A1:D1")),
        "moves down",
    ),
    "the list of another row": BookCase(
        "SXL215",
        "Data!B5",
        LintedBook(ANSWERS, edit=_row_lists(2, 3, 4, 8, 6, 7)),
        LintedBook(ANSWERS, edit=_row_lists(2, 3, 4, 5, 6, 7)),
        "other rows",
    ),
    "the list of another column": BookCase(
        "SXL215",
        "Data!D5",
        LintedBook(
            ANSWERS, edit=_across("Lists!$A$4:$A$4", "Lists!$A$4:$A$4", "Lists!$A$1:$A$4", "Lists!$A$4:$A$4")
        ),
        LintedBook(ANSWERS, edit=_across(*["Lists!$A$4:$A$4"] * 4)),
        "other columns",
    ),
    "no alert": BookCase(
        "SXL216",
        "Data!B2:B9",
        LintedBook(ANSWERS, edit=validated("B2:B9", alert=False)),
        LintedBook(ANSWERS, edit=validated("B2:B9")),
    ),
    "a number as text": BookCase(
        "SXL217",
        "Data!B4",
        LintedBook({**NUMBERS, "B4": "30"}),
        LintedBook({**NUMBERS, "B4": "030"}),
    ),
    "a code in the text format": BookCase(
        "SXL217",
        "Data!B4",
        LintedBook({**NUMBERS, "B4": "30"}),
        LintedBook(
            {**NUMBERS, "B4": "30"}, edit=on(S, lambda sheet: setattr(sheet["B4"], "number_format", "@"))
        ),
    ),
    "years as headings": BookCase(
        "SXL217",
        "Data!B4",
        LintedBook({**NUMBERS, "B4": "1,300.5 "}),
        LintedBook({**NUMBERS, "B1": "2026", "B4": 5.0}),
    ),
    "merged keys": BookCase(
        "SXL220",
        "Data!A4:A5",
        LintedBook({**KEYS, **LOOKUP}, edit=on(S, lambda sheet: sheet.merge_cells("A4:A5"))),
        LintedBook({**KEYS, **LOOKUP}, edit=on(S, lambda sheet: sheet.merge_cells("C4:C5"))),
    ),
    "merged rows of a filter": BookCase(
        "SXL220",
        "Data!A4:A5",
        LintedBook(
            KEYS,
            edit=on(S, lambda sheet: filtered(sheet, "A4:A5")),
        ),
        LintedBook(
            KEYS,
            edit=on(S, lambda sheet: filtered(sheet, "A4:B4")),
        ),
    ),
    "a hole in a conditional format": BookCase(
        "SXL221",
        "Data!B5",
        LintedBook(ANSWERS, edit=formatted("B2:B4 B6:B9", 'B2="east"')),
        LintedBook(ANSWERS, edit=formatted("B2:B9", 'B2="east"')),
    ),
    "a condition of the row above": BookCase(
        "SXL222",
        "Data!B2:B9",
        LintedBook(ANSWERS, edit=formatted("B2:B9", 'B1="east"')),
        LintedBook(ANSWERS, edit=formatted("B2:B9", "B1=B2")),
        "-1 rows",
    ),
    "a condition of nothing": BookCase(
        "SXL222",
        "Data!B2:B9",
        LintedBook(ANSWERS, edit=formatted("B2:B9", "Lists!#REF!=B2")),
        LintedBook(ANSWERS, edit=formatted("B2:B9", "Lists!$A$1=B2")),
        "deleted",
    ),
    "manual calculation": BookCase(
        "SXL223",
        "",
        LintedBook(TYPED.data, edit=calculated(calcMode="manual")),
        LintedBook({"A1": 1}, edit=calculated(calcMode="manual")),
    ),
    "displayed precision": BookCase(
        "SXL224", "", LintedBook(TYPED.data, edit=calculated(fullPrecision=False)), TYPED
    ),
    "iteration": BookCase(
        "SXL225",
        "",
        LintedBook(TYPED.data, edit=calculated(iterate=True)),
        LintedBook(TYPED.data, edit=calculated(iterateCount=50)),
    ),
    "beside the print area": BookCase(
        "SXL226",
        "Data!C2:C6",
        LintedBook(FORMULAS, edit=on(S, lambda sheet: setattr(sheet, "print_area", "A1:B6"))),
        LintedBook(FORMULAS, edit=on(S, lambda sheet: setattr(sheet, "print_area", "A1:C6"))),
    ),
    "the name of a function": BookCase(
        "SXL227",
        "",
        LintedBook({"A1": 1}, edit=named("Year", "Data!$A$1")),
        LintedBook({"A1": 1}, edit=named("Years_", "Data!$A$1")),
        "Year",
    ),
}
