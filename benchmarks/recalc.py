"""How fast a workbook's formulas are recalculated, beside `formulas.ExcelModel` on a slice of the same sheet.

Run: python benchmarks/recalc.py
"""

from __future__ import annotations

import io
import tempfile
import time
from pathlib import Path

import formulas
from openpyxl import Workbook

from smartxl.verify import read_grid, recalculate

ROWS, AGGREGATES, SLICE = 1600, 3000, 200
LEVELS = (("无", 0), ("办事指南", 0.4), ("在线申报", 0.7), ("结果反馈", 1))


def workbook(rows: int, aggregates: int) -> Workbook:
    """A sheet of item rows, and sums, scores and ranks over runs of 30 of them."""
    book = Workbook()
    items, lists, totals = book.create_sheet("采样"), book.create_sheet("列表"), book.create_sheet("汇总")
    del book["Sheet"]
    for level in LEVELS:
        lists.append(level)
    for row in range(1, rows + 1):
        applicable, provided = "不适用" if row % 11 == 0 else "适用", "是" if row % 3 else "否"
        items.append([applicable, provided, LEVELS[row % 4][0], 2, _item(row)])
    for row in range(1, aggregates // 3 + 1):
        totals.append(_totals(row, (row - 1) * 7 % max(rows - 30, 1) + 1))
    return book


def _item(row: int) -> str:
    points = f'IFERROR(D{row}*INDEX(列表!$B$1:$B$4,MATCH(C{row},列表!$A$1:$A$4,0)),"")'
    return f'=IF(A{row}="不适用","",IF(B{row}="否",0,IF(B{row}="是",{points},"")))'


def _totals(row: int, first: int) -> list[str]:
    points, full = (f"采样!{column}{first}:{column}{first + 29}" for column in "ED")
    counted = f'SUMIF({points},">=0",{full})'
    score = f'=IF({counted}=0,"",ROUND(100*SUM({points})/{counted},2))'
    ranked = f'=IF(B{row}="","",RANK(B{row},$B$1:$B$50))'
    return [f"=SUM({points})", score, ranked if row <= 50 else f"=MAX(0,MIN(A{row},B{row}))"]


def ours(book: Workbook) -> tuple[float, int, int]:
    """Seconds, formulas, shapes."""
    buffer = io.BytesIO()
    book.save(buffer)
    start = time.perf_counter()
    grid = read_grid(buffer.getvalue())
    result = recalculate(grid)
    return time.perf_counter() - start, len(grid.formulas), result.shapes


def theirs(book: Workbook) -> float:
    """Seconds for load, compile and calculate with `formulas.ExcelModel`."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "slice.xlsx"
        book.save(path)
        start = time.perf_counter()
        formulas.ExcelModel().loads(str(path)).finish().calculate()
        return time.perf_counter() - start


def main() -> None:
    """Prints the figures."""
    formulas.get_functions()  # imports scipy once, for both
    seconds, count, shapes = ours(workbook(ROWS, AGGREGATES))
    print(f"{count} formulas of {shapes} shapes: {seconds:.2f} s, {1000 * seconds / count:.2f} ms each")
    small = workbook(SLICE, SLICE * AGGREGATES // ROWS)
    own, count, _ = ours(small)
    reference = theirs(small)
    ratio = reference / own
    print(f"slice of {count}: {own:.2f} s; formulas.ExcelModel {reference:.2f} s, {ratio:.0f} times as long")


if __name__ == "__main__":
    main()
