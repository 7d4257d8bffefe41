"""Editions of the workbooks that a template has no columns for: told, since the units' own forms do not need them."""

from __future__ import annotations

from collections.abc import Iterator

from smartxl.errors import Problem
from smartxl.model.layout import Layout

__all__ = ["missing_editions"]

_ROWS = ("item", "entry")
_EDITIONS = (
    (("input.review", "input.review_note"), "the evaluator's edition would have nowhere to review"),
    (("appeal.text",), "the appeal edition cannot be built"),
)


def missing_editions(layout: Layout) -> Iterator[Problem]:
    """What the sampling sheet lacks for the evaluator's edition and the appeal; nothing where there is no such sheet."""
    sheet = layout.sheets.get("sampling")
    rows = [row for name in _ROWS if sheet is not None and (row := sheet.row(name)) is not None]
    for names, consequence in _EDITIONS:
        for row in rows:
            texts = [text for text in row.cells.values() if isinstance(text, str)]
            if lacking := [name for name in names if not any(name in text for text in texts)]:
                what = f"the row {row.role!r} has no place for {' and '.join(lacking)}: {consequence}"
                remedy = (
                    "put " + ", ".join(f"{{{{ {name} }}}}" for name in lacking) + " into cells at its end"
                )
                yield Problem(layout.source, None, f"sampling!{row.row}", what, remedy)
