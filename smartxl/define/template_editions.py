"""What the columns of a sampling sheet mean for its workbooks: editions that it has no columns for, and counts that go wrong.

Told when a template is checked; forms that were built from it can be collected all the same.
"""

from __future__ import annotations

from collections.abc import Iterator

from smartxl.cells import a1, column_letter
from smartxl.errors import Problem
from smartxl.model.layout import Layout, LayoutRow
from smartxl.text import Text

__all__ = ["columns_apart", "missing_editions"]

_ROWS = ("item", "entry", "table_row")
_COUNTED = ("input.applicable", "score.item", "row.check")
_EDITIONS = (
    (
        ("input.review", "input.review_note"),
        Text("复核版没有填写复核意见的地方", "the evaluator's edition would have nowhere to review"),
    ),
    (("appeal.text",), Text("无法生成申诉版", "the appeal edition cannot be built")),
)


def missing_editions(layout: Layout) -> Iterator[Problem]:
    """What the sampling sheet lacks for the evaluator's edition and the appeal; nothing where there is no such sheet."""
    rows = _rows(layout)
    for names, consequence in _EDITIONS:
        for row in rows:
            texts = [text for text in row.cells.values() if isinstance(text, str)]
            if lacking := [name for name in names if not any(name in text for text in texts)]:
                what = Text(
                    f"“{row.role}”行中缺少{'、'.join(lacking)}：{consequence.zh}",
                    f"the row {row.role!r} has no place for {' and '.join(lacking)}: {consequence.en}",
                )
                braced = ", ".join(f"{{{{ {name} }}}}" for name in lacking)
                remedy = Text(f"在行末的单元格中写 {braced}", f"put {braced} into cells at its end")
                yield Problem(layout.source, None, f"sampling!{row.row}", what, remedy)


def columns_apart(layout: Layout) -> Iterator[Problem]:
    """What is counted over the rows of a section, and stands in one column for items and in another for entries."""
    item, *others = _rows(layout) or [LayoutRow("", 0, {})]
    for name in _COUNTED if item.role == "item" else ():
        due = _place(item, name)
        for row in others:
            found = _place(row, name)
            if due and found and found != due:
                what = Text(
                    f"{name} 在 'item' 行的 {column_letter(due)} 列，在这里却是另一列",
                    f"{name} stands in column {column_letter(due)} of the row 'item', here in another",
                )
                remedy = Text(
                    f"移到 {column_letter(due)} 列：它在各种行上一起计数",
                    f"move it to column {column_letter(due)}: it is counted over all kinds of rows",
                )
                yield Problem(layout.source, None, f"sampling!{a1(row.row, found)}", what, remedy)


def _place(row: LayoutRow, name: str) -> int:
    """The column of a placeholder in a row, 0 for none."""
    return next((c for c, text in row.cells.items() if name in str(text)), 0)


def _rows(layout: Layout) -> list[LayoutRow]:
    sheet = layout.sheets.get("sampling")
    return [row for name in _ROWS if sheet is not None and (row := sheet.row(name)) is not None]
