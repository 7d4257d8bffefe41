"""How much work it is to compare two workbooks of 60 sheets, and two sheets of 5,000 rows in another order.

python benchmarks/diff_book.py
"""

from __future__ import annotations

import io
import random
import time
from collections.abc import Callable

from openpyxl import Workbook

from smartxl.bookdiff import diff_books
from smartxl.xlsx.gate import LARGE_BUDGET
from smartxl.xlsx.saved import open_saved

_HEADS = ["序号", "编码", "名称", "类型", "是否", "级别", "渠道", "数", "单价", "金额", "得分", "备注"]
_Rows = list[list[object]]


def workbook(sheets: int, rows: int, edit: Callable[[int, _Rows], None] | None = None) -> bytes:
    """Sheets of items with two formulas a row and their sums; `edit` changes the items of a sheet by its number."""
    chance = random.Random(1)  # noqa: S311  (the same items every time)
    book = Workbook()
    book.remove(book.worksheets[0])
    for number in range(sheets):
        sheet = book.create_sheet(f"单位{number}")
        sheet.append(_HEADS)
        items: _Rows = [
            [
                *(row, f"{number}-{row:04}", f"事项{row * 7 % rows}号", chance.choice("甲乙丙")),
                *(chance.choice("是否"), chance.randint(1, 5), "网站"),
                *(chance.randint(1, 999), round(chance.random() * 99, 2)),
            ]
            for row in range(1, rows + 1)
        ]
        if edit:
            edit(number, items)
        for at, item in enumerate(items, start=2):
            sheet.append([*item, f"=H{at}*I{at}", f'=IF(E{at}="是",F{at}*20,0)+ROUND(J{at},1)'])
        last = len(items) + 1
        sheet.append(
            ["", "合计", *[None] * 5, f"=SUM(H2:H{last})", None, f"=SUM(J2:J{last})", f"=AVERAGE(K2:K{last})"]
        )
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def edited(number: int, items: _Rows) -> None:
    """A row more, a row less, another number, another order, in some of the sheets."""
    if number % 3 == 0:
        items.insert(100, [999, f"{number}-new", "新事项", "甲", "是", 3, "网站", 5, 6.0])
    if number % 3 == 1:
        del items[50]
    if number % 5 == 0:
        items[200][7] = 12345
    if number % 7 == 0:
        items.sort(key=lambda item: str(item[2]))


def main() -> None:
    """Prints seconds of the processor."""
    for sheets, rows in ((60, 350), (1, 5_000)):
        contents = workbook(sheets, rows), workbook(sheets, rows, edited)
        start = time.process_time()
        one, other = (open_saved(content, "book.xlsx", budget=LARGE_BUDGET) for content in contents)
        read = time.process_time()
        found = diff_books(one, other)
        done = time.process_time()
        told = f"{len(found.changes)} differences, {len(found.results)} results, {found.formulas} formulas"
        print(f"{sheets} × {rows}: read {read - start:.1f} s, compared {done - read:.1f} s: {told}")


if __name__ == "__main__":
    main()
