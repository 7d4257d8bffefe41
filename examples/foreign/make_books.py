"""Writes the three workbooks of this folder with openpyxl: nothing of smartxl has a part in them."""

from __future__ import annotations

import datetime as dt
import random
import sys
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.table import Table, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

HERE = Path(__file__).parent
MONTHS = 360
ITEMS = (
    ("Ring binder A4", 3.2, 40, 25),
    ("Printer paper 500 sheets", 4.75, 12, 30),
    ("Toner black", 61.9, 14, 4),
    ("Stapler", 8.4, 9, 5),
    ("Staples 24/6", 1.1, 80, 40),
    ("Marker set", 5.6, 14, 15),
    ("Envelope C5", 0.08, 900, 500),
    ("Desk lamp", 24.5, 6, 2),
)
NAMES = (
    "陈静 李伟 王芳 刘洋 杨帆 赵敏 黄磊 周涛 吴丹 徐杰 孙丽 马超 "
    "朱琳 胡勇 郭雪 何平 高峰 林娜 罗兵 郑爽 梁宇 谢婷 宋佳 唐亮"
)
STUDENTS = NAMES.split()
BOLD = Font(bold=True)


def loan() -> Workbook:
    """A loan: what is paid a month, and the schedule of all months; extra payments shorten it."""
    book = Workbook()
    sheet = _first(book, "Loan")
    rows = (
        ("Loan calculator", None),
        (None, None),
        ("Amount", 240_000),
        ("Yearly rate", 0.045),
        ("Years", 25),
        ("Extra payment a month", 0),
        (None, None),
        ("Monthly payment", "=ROUND(PMT(Rate/12,Years*12,-Amount),2)"),
        ("Months until paid off", '=COUNTIF(Schedule!E2:E361,">0")'),
        ("Interest in total", "=SUM(Schedule!C2:C361)"),
        ("Interest in % of the amount", "=B10/Amount"),
        ("Paid off by", "=EDATE(B13,B9)"),
        ("First month", dt.date(2026, 1, 1)),
    )
    for line in rows:
        sheet.append(line)
    for name, cell in (("Amount", "B3"), ("Rate", "B4"), ("Years", "B5"), ("Extra", "B6"), ("Payment", "B8")):
        book.defined_names[name] = DefinedName(name, attr_text=f"Loan!${cell[0]}${cell[1:]}")
    schedule = book.create_sheet("Schedule")
    schedule.append(("Month", "Owed before", "Interest", "Repaid", "Paid", "Owed after"))
    for row in range(2, MONTHS + 2):
        owed = "=Amount" if row == 2 else f"=F{row - 1}"
        interest = f"=ROUND(B{row}*Rate/12,2)"
        paid = f"=IF(OR(A{row}>Years*12,B{row}<=0),0,IF(A{row}=Years*12,B{row}+C{row},MIN(Payment+Extra,B{row}+C{row})))"
        schedule.append((row - 1, owed, interest, f"=E{row}-C{row}", paid, f"=ROUND(B{row}-D{row},2)"))
    _bold(sheet, "A1")
    return book


def stock() -> Workbook:
    """A stock: items as a table, what came and went as another, what has to be ordered."""
    book = Workbook()
    sheet = _first(book, "Stock")
    sheet.append(("Item", "Price", "Counted", "Reorder at", "Moved", "On hand", "Value", "Order"))
    for row, item in enumerate(ITEMS, start=2):
        sheet.append(
            (
                *item,
                f"=SUMIFS(Moves[In],Moves[Item],A{row})-SUMIFS(Moves[Out],Moves[Item],A{row})",
                f"=C{row}+E{row}",
                f"=F{row}*B{row}",
                f'=IF(F{row}<D{row},2*D{row}-F{row},"")',
            )
        )
    moves = book.create_sheet("Moves")
    moves.append(("Day", "Item", "In", "Out"))
    chance = random.Random(1)
    for day in range(40):
        name = ITEMS[chance.randrange(len(ITEMS))][0]
        came = 10 * chance.randrange(1, 4) if day % 7 == 3 else None
        moves.append(
            (
                dt.date(2026, 3, 2) + dt.timedelta(days=day),
                name,
                came,
                None if came else chance.randrange(1, 6),
            )
        )
    _table(sheet, "Items", f"A1:H{len(ITEMS) + 1}")
    _table(moves, "Moves", "A1:D41")
    summary = book.create_sheet("Summary")
    for line in (
        ("Value of the stock", "=SUM(Items[Value])"),
        ("Items to order", "=COUNT(Items[Order])"),
        ("Cost of the order", "=SUMPRODUCT(Items[Price],Items[Order])"),
        ("Most valuable item", "=INDEX(Items[Item],MATCH(MAX(Items[Value]),Items[Value],0))"),
    ):
        summary.append(line)
    return book


def marks() -> Workbook:
    """成绩：三次测验按权重合成，等第，名次，平均；它自己的工作表 expect 说明应得什么。"""
    book = Workbook()
    sheet = _first(book, "成绩")
    sheet.append(("姓名", "测验一", "测验二", "期末", "总评", "等第", "名次"))
    sheet.append(("权重", 0.2, 0.3, 0.5, "=SUM(B2:D2)"))
    chance, last = random.Random(2), len(STUDENTS) + 2
    for row, name in enumerate(STUDENTS, start=3):
        points = [chance.randrange(45, 101) for _ in range(3)]
        sheet.append(
            (
                name,
                *points,
                f"=ROUND(SUMPRODUCT(B{row}:D{row},B$2:D$2)/E$2,1)",
                f"=VLOOKUP(E{row},等第!$A$2:$B$6,2,TRUE)",
                f"=RANK(E{row},E$3:E${last})",
            )
        )
    grades = book.create_sheet("等第")
    grades.append(("不低于", "等第", "人数"))
    for row, (least, grade) in enumerate(
        ((0, "不及格"), (60, "及格"), (70, "中"), (80, "良"), (90, "优")), start=2
    ):
        grades.append((least, grade, f"=COUNTIF(成绩!$F$3:$F${last},B{row})"))
    grades.append(("平均", f"=ROUND(AVERAGE(成绩!E3:E{last}),2)"))
    grades.append(("及格率", f'=COUNTIF(成绩!E3:E{last},">=60")/COUNT(成绩!E3:E{last})'))
    expect = book.create_sheet("expect")
    for line in (
        ("用例", "动作", "单元格", "值", "容差"),
        ("人数合计", "应为", "等第!C2", f"={len(STUDENTS)}-SUM(等第!C3:C6)", None),
        ("只看期末", "设", "成绩!B2", 0, None),
        (None, "设", "成绩!C2", 0, None),
        (None, "应为", "成绩!E3", "=成绩!D3", 0.05),
        ("满分", "设", "成绩!B3", 100, None),
        (None, "设", "成绩!C3", 100, None),
        (None, "设", "成绩!D3", 100, None),
        (None, "应为", "成绩!F3", "优", None),
        (None, "应为", "成绩!G3", 1, None),
    ):
        expect.append(line)
    return book


def _first(book: Workbook, title: str) -> Worksheet:
    sheet = book[book.sheetnames[0]]
    sheet.title = title
    return sheet


def _bold(sheet: Worksheet, cell: str) -> None:
    sheet[cell].font = BOLD


def _table(sheet: Worksheet, name: str, area: str) -> None:
    table = Table(displayName=name, ref=area)
    table.tableStyleInfo = TableStyleInfo(name="TableStyleMedium2", showRowStripes=True)
    sheet.add_table(table)


if __name__ == "__main__":
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    for name, make in (("loan", loan), ("stock", stock), ("marks", marks)):
        make().save(folder / f"{name}.xlsx")
