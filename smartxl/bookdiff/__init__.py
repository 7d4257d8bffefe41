"""Two workbooks compared, whoever made them: what was changed, and what follows from it.

    found = diff_books(open_saved(old, "old.xlsx"), open_saved(new, "new.xlsx"))

In: two `RawBook`s read with their settings. Out: a `BookDiff`. Sheets, columns and rows are matched first, by names, keys and
contents, never by position alone (`sheetmaps.py`, `alignment.py`); then cells that belong together are compared: inputs,
formulas with their references as they stand after (`mapping.py`), recalculated results, and what guards them. Start at
`diff.py`.
"""

from __future__ import annotations

from smartxl.bookdiff.changes import BookChange, BookChangeKind, BookDiff, ChangedValue, ResultShift
from smartxl.bookdiff.diff import diff_books
from smartxl.bookdiff.lines import diff_lines, kind_words

__all__ = [
    "BookChange",
    "BookChangeKind",
    "BookDiff",
    "ChangedValue",
    "ResultShift",
    "diff_books",
    "diff_lines",
    "kind_words",
]
