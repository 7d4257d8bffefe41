"""What identifies the cells of a workbench: keys of sheets, rows and columns, and the inputs of a file by them.

Column A of a sheet has the keys of rows, row 1 those of columns, A1 that of the sheet; all are hidden. What stands in an
input is found by them wherever rows, columns and sheets were moved to.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from smartxl.xlsx import RawBook, RawSheet
    from smartxl.xlsx.cellvalues import CellValue

__all__ = [
    "AHP",
    "CHOICE",
    "EDITION",
    "NAMES",
    "NOW",
    "SCENARIOS",
    "SHARE",
    "TRY",
    "USE",
    "USED",
    "WEIGHT",
    "FoundInput",
    "SheetKind",
    "found_inputs",
    "input_key",
    "matrix_column",
    "scenario_column",
    "sheet_key",
]

EDITION = "workbench"
"""The edition in the stamp of a workbench."""
WEIGHT, SHARE, AHP, USE, CHOICE, NAMES = "weight", "share", "ahp", "use", "choice", "names"
NOW, TRY, USED = "#now", "#try", "#used"
SCENARIOS = 5
"""How many sets of weights stand side by side."""
_PREFIX, _PART, _MATRIX = "wb:", ":", "#m"


class SheetKind(StrEnum):
    """The sheets of a workbench; those of scores, sensitivity and scenarios stand once for each class."""

    GUIDE = "guide"
    WEIGHTS = "weights"
    JUDGEMENTS = "judgements"
    SCORES = "scores"
    SUMMARY = "summary"
    SENSITIVITY = "sensitivity"
    SCENARIOS = "scenarios"


def sheet_key(kind: SheetKind, unit_class: str = "") -> str:
    """What stands in A1: `wb:weights`, `wb:scores:department`."""
    return f"{_PREFIX}{kind}{_PART}{unit_class}" if unit_class else f"{_PREFIX}{kind}"


def scenario_column(number: int) -> str:
    """The column of a scenario, from 1: `#s1`."""
    return f"#s{number}"


def matrix_column(number: int) -> str:
    """A column of the judgement matrices, from 1: `#m1`."""
    return f"{_MATRIX}{number}"


def input_key(sheet: str, row: str, column: str) -> str:
    """What identifies an input: the keys of its sheet, row and column."""
    return f"{sheet} {row} {column}"


@dataclass(frozen=True, slots=True)
class FoundInput:
    """A keyed cell of a file: the kind and class of its sheet, the keys of its row and column, its value, where it stands.

    The column of a judgement is the code of the child that heads it in its own matrix.
    """

    kind: SheetKind
    unit_class: str
    row: str
    column: str
    value: CellValue
    sheet: str
    place: tuple[int, int]


def found_inputs(book: RawBook) -> Iterator[FoundInput]:
    """Every cell of a workbench that has a key of its row and one of its column, sheet by sheet; "" where nothing stands.

    Formulas are among them (`#used`, the lower triangle of a matrix): what is an input the caller knows by the keys.
    """
    kinds = {kind.value: kind for kind in SheetKind}
    for sheet in book.sheets.values():
        told = sheet.text(1, 1)
        kind, _, unit_class = told.removeprefix(_PREFIX).partition(_PART)
        if told.startswith(_PREFIX) and kind in kinds:
            yield from _of_sheet(kinds[kind], unit_class, sheet)


def _of_sheet(kind: SheetKind, unit_class: str, sheet: RawSheet) -> Iterator[FoundInput]:
    width = max(map(len, sheet.values), default=0)
    columns = {column: title for column in range(2, width + 1) if (title := sheet.text(1, column))}
    heads: dict[int, str] = {}
    for row in range(2, sheet.height + 1):
        key = sheet.text(row, 1)
        in_matrix = key.startswith(f"{AHP}{_PART}")
        if in_matrix and "|" not in key:
            heads = {column: sheet.text(row, column) for column in columns}
            continue
        for column, title in columns.items() if key else ():
            of_matrix = title.startswith(_MATRIX)
            if of_matrix != in_matrix or (in_matrix and not heads.get(column)):
                continue
            named = heads[column] if in_matrix else title
            yield FoundInput(kind, unit_class, key, named, sheet.at(row, column), sheet.name, (row, column))
