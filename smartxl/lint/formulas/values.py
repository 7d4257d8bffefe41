"""What formulas show: errors, values of before, nothing that they could come to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from smartxl.lint.catalogue import remark
from smartxl.lint.linted import LintBook, LintSheet
from smartxl.lint.remark import Remark
from smartxl.recalc import CellError, Scalar
from smartxl.recalc.arrays import ERROR, TEXT
from smartxl.recalc.calculation import CIRCULAR
from smartxl.recalc.stored import agrees, stored_values
from smartxl.recalc.tree import Constant, parse, taken_out
from smartxl.recalc.values import NA, NAME, NotComputed
from smartxl.text import Text, number_text, shorten
from smartxl.xlsx.sheetnotes import truth

if TYPE_CHECKING:
    from smartxl.lint.shapes import RelativeFormula

__all__ = [
    "broken_references",
    "circular_references",
    "error_values",
    "is_taken",
    "stale_values",
    "text_formulas",
]

_LONGEST = 60
_ASK_WHERE = frozenset(
    {
        "AREAS",
        "CELL",
        "COLUMN",
        "FORMULATEXT",
        "INDEX",
        "INDIRECT",
        "ISFORMULA",
        "ISREF",
        "OFFSET",
        "ROW",
        "SHEET",
    }
)
_NOT_AVAILABLE = "#N/A"


def error_values(book: LintBook) -> Iterator[Remark]:
    """Formulas that come to an error of their own: what takes it from another cell is not told, nor #N/A where NA() says so."""
    for sheet in book.sheets.values():
        rows, columns = np.nonzero((sheet.kind == ERROR) & sheet.is_formula)
        for row, column in zip((rows + 1).tolist(), (columns + 1).tolist(), strict=True):
            shape = sheet.shapes[sheet.shape[row - 1, column - 1]]
            code = sheet.value[row - 1, column - 1].code
            if shape.is_broken or _is_meant(shape, code) or is_taken(book, shape, row, column):
                continue
            what = Text(f"公式得出错误 {code}", f"the formula comes to the error {code}")
            span = (row, column, row, column)
            text = sheet.formula(row, column) or shape.text  # of an array formula the first cell has the text
            yield remark("SXL101", sheet.name, [span], what, excerpt=text)


def _is_meant(shape: RelativeFormula, code: str) -> bool:
    """Whether a formula says itself that there may be no value."""
    if code != _NOT_AVAILABLE:
        return False
    says = (isinstance(part, Constant) and part.value is NA for part in shape.parts)
    return any(says) or "NA" in shape.called


def is_taken(book: LintBook, shape: RelativeFormula, row: int, column: int) -> bool:
    """Whether a cell that a formula refers to shows an error."""
    for reach in shape.reaches:
        sheet = book.sheet(reach.sheet)
        span = reach.span(row, column)
        if sheet is not None and (sheet.kind[sheet.part(span)] == ERROR).any():
            return True
    return False


def text_formulas(book: LintBook) -> Iterator[Remark]:
    """Formulas typed into cells of the text format: they show themselves, and calculate nothing."""
    for sheet in book.sheets.values():
        for row, column in np.argwhere((sheet.kind == TEXT) & ~sheet.is_formula).tolist():
            value, place = sheet.value[row, column], (row + 1, column + 1)
            if value.startswith("=") and taken_out(value)[1] and _is_meant_as_formula(book, sheet, place):
                yield remark("SXL119", sheet.name, [(*place, *place)], excerpt=value)


def _is_meant_as_formula(book: LintBook, sheet: LintSheet, place: tuple[int, int]) -> bool:
    look = book.settings.look(sheet.settings.style_at(place))
    if look.number_format != "@" or look.quoted:
        return False
    try:
        parse(sheet.value[place[0] - 1, place[1] - 1])
    except NotComputed:
        return False
    return True


def broken_references(book: LintBook) -> Iterator[Remark]:
    """Formulas that have #REF! in place of a reference, whether they show it or not, or refer to a sheet that is not there."""
    sheets = {name.casefold() for name in (*book.settings.states, *book.sheets)}
    for sheet, shape in book.shapes():
        missing = [reach.sheet for reach in shape.reaches if reach.sheet.casefold() not in sheets]
        if missing:
            what = Text(f"没有工作表“{missing[0]}”", f"there is no sheet {missing[0]!r}")
            yield remark("SXL102", sheet.name, shape.spans(), what, excerpt=shape.text)
        if shape.is_broken:
            yield remark("SXL102", sheet.name, shape.spans(), excerpt=shape.text)


def stale_values(book: LintBook) -> Iterator[Remark]:
    """Formulas that give another value than the file shows.

    Not where it shows #NAME?: whatever saved it lacks a function, as SXL101 tells of the cell that has it.
    """
    stored = [
        (place, value)
        for place, value in stored_values(book.loaded)
        if place[1:] not in book.raw.sheets[place[0]].uncached
        and (value is not None or place[1:] in book.raw.sheets[place[0]].formulas)
    ]
    if _never_calculated(book, [value for _, value in stored]):
        return
    for (name, row, column), value in stored:
        sheet = book.sheets[name]
        if value is NAME or (name, row, column) in book.uncomputed:
            continue
        computed, text = book.computed(name, row, column), sheet.formula(row, column)
        if not agrees(value, computed, text) and not _is_written_otherwise(value, computed):
            yield _stale(sheet, (row, column), value, computed)


def _is_written_otherwise(value: Scalar, computed: Scalar) -> bool:
    """Whether a file has 1 for TRUE, 0 for FALSE, or an error as text, as some programs write them."""
    if isinstance(computed, CellError):
        return value == computed.code
    return isinstance(computed, bool) and isinstance(value, float) and value == computed


def _never_calculated(book: LintBook, values: list[Scalar]) -> bool:
    """Whether a program wrote the formulas that calculates none, has 0 for all of them and asks for calculation at opening."""
    asks = truth(book.settings.calculation.get("fullCalcOnLoad"))
    return asks and all(value in (0.0, None, "") for value in values)


def _stale(sheet: LintSheet, place: tuple[int, int], value: Scalar, computed: Scalar) -> Remark:
    shown, due = _told(value), _told(computed)
    what = Text(
        f"文件中的值是 {shown}，公式得出 {due}", f"the file has the value {shown}, the formula comes to {due}"
    )
    text = sheet.formula(*place)
    return remark("SXL103", sheet.name, [(*place, *place)], what, excerpt=text, alike="stale")


def _told(value: Scalar) -> str:
    if isinstance(value, CellError):
        return value.code
    if isinstance(value, bool) or value is None:
        return str(value).upper() if value is not None else '""'
    return f'"{shorten(value, _LONGEST)}"' if isinstance(value, str) else number_text(value)


def _only_refers(sheet: LintSheet, row: int, column: int, why: str) -> bool:
    """Whether a formula that refers to its own cell may ask for where or what it is, and not for its value."""
    shape = sheet.shapes[sheet.shape[row - 1, column - 1]]
    return why.count("→") == 1 and not _ASK_WHERE.isdisjoint(shape.called)


def circular_references(book: LintBook) -> Iterator[Remark]:
    """Formulas that need their own value; not where the file asks for iteration."""
    if truth(book.settings.calculation.get("iterate")):
        return
    for (name, row, column), why in book.uncomputed.items():
        if why.en.startswith(CIRCULAR.en) and not _only_refers(book.sheets[name], row, column, why.en):
            yield remark(
                "SXL104",
                name,
                [(row, column, row, column)],
                why,
                excerpt=book.sheets[name].formula(row, column),
                alike=why.en if len(why.en) > _LONGEST else "circle",
            )
