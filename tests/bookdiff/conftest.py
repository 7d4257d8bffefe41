"""Two workbooks written with openpyxl, and what differs between them."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

import pytest
from openpyxl import Workbook

from smartxl.bookdiff import BookDiff, diff_books
from smartxl.xlsx import RawBook
from smartxl.xlsx.saved import open_saved

__all__ = ["Edit", "Row", "budget", "compared", "read", "rows_of", "told"]

Edit = Callable[[Workbook], None]
Row = Sequence[object]
ITEMS = (("服务器", 3, 1200.5), ("交换机", 5, 300), ("安装", 1, 900), ("培训", 4, 150), ("维护", 2, 75))


def rows_of(items: Sequence[Row], first: int = 2) -> list[list[object]]:
    """Items (name, quantity, price) with their amount and their share of the total below them."""
    last = first + len(items)
    return [
        [*item[:3], f"=B{row}*C{row}", f"=D{row}/D${last}"] for row, item in enumerate(items, start=first)
    ]


def budget(items: Sequence[Row] = ITEMS, *edits: Edit) -> Workbook:
    """A budget of items with their sum, and a sheet that reads it."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "预算"
    sheet.append(["项目", "数量", "单价", "金额", "占比"])
    for row in rows_of(items):
        sheet.append(row)
    total = len(items) + 2
    sheet.append(["合计", None, None, f"=SUM(D2:D{total - 1})", None])
    rates = book.create_sheet("参数")
    rates.append(["税率", 0.13])
    rates.append(["含税", f"=预算!D{total}*(1+B1)"])
    for edit in edits:
        edit(book)
    return book


def read(book: Workbook, name: str = "book.xlsx") -> RawBook:
    """A workbook as it is read."""
    content = io.BytesIO()
    book.save(content)
    return open_saved(content.getvalue(), name)


def compared(before: Workbook, after: Workbook, keys: Sequence[str] = ()) -> BookDiff:
    """What differs between two workbooks."""
    return diff_books(read(before, "old.xlsx"), read(after, "new.xlsx"), keys)


def told(found: BookDiff) -> list[str]:
    """The differences, a line each: kind, where it is (or was), what was and is there."""
    return [
        f"{change.kind.value} {change.after_at or f'-{change.before_at}'}: {change.before} → {change.after}"
        for change in found.changes
    ]


@pytest.fixture
def old() -> Workbook:
    """See `budget`."""
    return budget()
