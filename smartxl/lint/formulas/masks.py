"""Errors that a formula hides."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from smartxl.lint.catalogue import remark
from smartxl.lint.formulas.values import is_taken
from smartxl.lint.formulas.walk import calls_of
from smartxl.lint.remark import Remark
from smartxl.recalc import CellError
from smartxl.recalc.compiled import compile_tree
from smartxl.recalc.place import PlaceOf
from smartxl.recalc.planes import Pending, Ref
from smartxl.recalc.tree import Call, Constant, Node
from smartxl.recalc.values import FailedError, NotComputed
from smartxl.text import Text

if TYPE_CHECKING:
    from smartxl.lint.linted import LintBook
    from smartxl.lint.shapes import RelativeFormula

__all__ = ["masked_errors", "swallowed_errors"]

_OF_MISTAKES = frozenset({"#REF!", "#NAME?", "#NULL!"})
"""Errors that come of a mistake in the formula, never of what stands in the cells."""
_CHOOSES_CELLS = frozenset({"INDIRECT", "OFFSET", "INDEX"})
_AT_MOST = 2_000
_NOTHING = (Constant(0.0), Constant(""))


def masked_errors(book: LintBook) -> Iterator[Remark]:
    """IFERROR around what comes to #REF! or #NAME?: a mistake in the formula that nobody sees."""
    for sheet, shape in book.shapes():
        for call in shape.calls({"IFERROR"}):
            inner = call.arguments[0]
            if any(True for _ in calls_of(inner, _CHOOSES_CELLS)) or shape.is_broken:
                continue
            for row, column in list(zip(shape.rows.tolist(), shape.columns.tolist(), strict=True))[:_AT_MOST]:
                code = _error_of(book, shape, inner, row, column)
                if code in _OF_MISTAKES and not is_taken(book, shape, row, column):
                    what = Text(f"IFERROR 掩盖了错误 {code}", f"IFERROR hides the error {code}")
                    text = sheet.formula(row, column)
                    yield remark("SXL112", sheet.name, [(row, column, row, column)], what, excerpt=text)


def _error_of(book: LintBook, shape: RelativeFormula, node: Node, row: int, column: int) -> str:
    """The error that a part of a formula comes to in a cell; "" for none, and where it is not known."""
    workbook = book.calculated
    refs = []
    for reach in shape.reaches:
        planes = workbook.sheets.get(reach.sheet.casefold())
        if planes is None:
            return ""
        refs.append(Ref(planes, *reach.span(row, column)))
    place = PlaceOf(workbook, workbook.sheets[shape.sheet.casefold()], row, column, tuple(refs), checks=True)
    try:
        value = compile_tree(node, workbook.functions, array=shape.is_array).part(place)
    except (FailedError, NotComputed, Pending):
        return ""
    return value.code if isinstance(value, CellError) else ""


def swallowed_errors(book: LintBook) -> Iterator[Remark]:
    """IFERROR that puts 0 or nothing in place of whatever error there may be."""
    for sheet, shape in book.shapes():
        calls = (call for call in shape.calls({"IFERROR"}) if len(call.arguments) > 1)
        if any(call.arguments[1] in _NOTHING and isinstance(call.arguments[0], Call) for call in calls):
            yield remark("SXL123", sheet.name, shape.spans(), excerpt=shape.text)
