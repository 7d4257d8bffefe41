"""Fixed references of rules as they stand after rows, columns and sheets were moved."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from smartxl.bookdiff.forms import form_of, reference_of
from smartxl.cells import MAX_COLUMN, MAX_ROW, a1, quote_sheet

if TYPE_CHECKING:
    from smartxl.bookdiff.mapping import BookMap, SheetMap

__all__ = ["moved_formula"]

_BARE = re.compile(r"[^\W\d][\w.]*")


def moved_formula(book: BookMap, pair: SheetMap, text: str) -> str:
    """A rule's formula of the first workbook with its fixed rows and columns as they stand in the second.

    What is relative reads from the cell of the rule, and is left.
    """
    if book.is_same or "$" not in text:
        return text
    form = form_of("=" + text.removeprefix("="))
    found = iter(form.references)
    return re.sub("\0", lambda _: _moved(book, pair, next(found)), form.around).removeprefix("=")


def _moved(book: BookMap, pair: SheetMap, text: str) -> str:
    ref = reference_of(text)
    to = book.of_reference(pair, ref) if ref else None
    if ref is None or to is None:
        return text
    rows = ((ref.top, ref.fixed[0]), (ref.bottom, ref.fixed[2]))
    columns = ((ref.left, ref.fixed[1]), (ref.right, ref.fixed[3]))
    if (ref.bottom == MAX_ROW and ref.top == 1) or (ref.right == MAX_COLUMN and ref.left == 1):
        return text
    corners = []
    for (row, row_fixed), (column, column_fixed) in zip(rows, columns, strict=True):
        at = row_fixed and to.rows.of(row), column_fixed and to.columns.of(column)
        lock = "$" if row_fixed and column_fixed else "r" if row_fixed else "c" if column_fixed else ""
        corners.append(a1(at[0] or row, at[1] or column, lock))
    cells = ":".join(corners if ":" in text.rpartition("!")[2] else corners[:1])
    if not ref.sheet:
        return cells
    name = to.after.name
    return f"{name if _BARE.fullmatch(name) else quote_sheet(name)}!{cells}"
