"""What was changed is told as what it is, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from operator import itemgetter
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Protection
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table

from smartxl.bookdiff import BookChangeKind, diff_books, diff_lines
from smartxl.errors import UnknownName
from smartxl.text import LANGUAGES
from tests.bookdiff.conftest import ITEMS, budget, compared, read, rows_of, told

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openpyxl.formatting.rule import Rule

    from smartxl.xlsx import RawBook
    from tests.bookdiff.conftest import Edit

NEW = ("机柜", 7, 11)


def put(place: str, value: float | str, sheet: str = "预算") -> Edit:
    def edit(book: Workbook) -> None:
        book[sheet][place] = value

    return edit


def column_inserted(book: Workbook) -> None:
    """A column between quantity and price, with formulas moved as Excel moves them."""
    sheet = book["预算"]
    sheet.insert_cols(3)
    sheet["C1"] = "规格"
    last = len(ITEMS) + 2
    for row in range(2, last):
        sheet[f"C{row}"] = f"规格{row}"
        sheet[f"E{row}"], sheet[f"F{row}"] = f"=B{row}*D{row}", f"=E{row}/E${last}"
    sheet[f"E{last}"] = f"=SUM(E2:E{last - 1})"
    book["参数"]["B2"] = f"=预算!E{last}*(1+B1)"


def titled(book: Workbook) -> None:
    """Two rows above everything."""
    sheet = book["预算"]
    sheet.insert_rows(1, 2)
    sheet["A1"] = "年度预算"
    for at, row in enumerate(rows_of(ITEMS, 4), start=4):
        for column, value in enumerate(row, start=1):
            sheet.cell(at, column, value)  # type: ignore[call-overload]  # numbers and texts
    sheet["D9"] = "=SUM(D4:D8)"
    book["参数"]["B2"] = "=预算!D9*(1+B1)"


def renamed(book: Workbook) -> None:
    book["预算"].title = "2026 年预算"
    book["参数"]["B2"] = f"='2026 年预算'!D{len(ITEMS) + 2}*(1+B1)"


def dearer(book: Workbook) -> None:
    for row in range(2, len(ITEMS) + 2):
        book["预算"][f"D{row}"] = f"=B{row}*C{row}*1.1"


@pytest.mark.parametrize(
    ("after", "lines", "results"),
    [
        pytest.param(budget(), [], 0, id="nothing"),
        pytest.param(budget(ITEMS, put("B3", 9)), ["input '预算'!B3: 5.0 → 9.0"], 8, id="an-input"),
        pytest.param(
            budget(ITEMS, put("G3", "注")), ["input '预算'!G3: None → 注"], 0, id="a-cell-that-was-blank"
        ),
        pytest.param(
            budget(ITEMS, dearer),
            ["formula '预算'!D2:D6: =B2*C2 → =B2*C2*1.1"],
            2,
            id="a-formula-down-a-column",
        ),
        pytest.param(
            budget(ITEMS, put("D4", 900)),
            ["formula '预算'!D4: =B4*C4 → 900.0"],
            0,
            id="a-value-in-place-of-a-formula",
        ),
        pytest.param(budget(ITEMS, put("D4", "=B4*$C4")), [], 0, id="a-dollar-sign-changes-nothing"),
        pytest.param(
            budget([*ITEMS[:2], NEW, *ITEMS[2:]]),
            ["rows '预算'!4:4: None → 机柜 · 7 · 11 · =B4*C4"],
            7,
            id="a-row-inserted",
        ),
        pytest.param(
            budget([*ITEMS[:1], *ITEMS[2:]]),
            ["rows -'预算'!3:3: 交换机 · 5 · 300 · =B3*C3 → None"],
            6,
            id="a-row-deleted",
        ),
        pytest.param(
            budget([*ITEMS, NEW]),
            ["rows '预算'!7:7: None → 机柜 · 7 · 11 · =B7*C7"],
            7,
            id="a-row-at-the-end",
        ),
        pytest.param(budget(sorted(ITEMS, key=itemgetter(1))), ["order"], 0, id="rows-sorted"),
        pytest.param(
            budget([("服务器", 3, 1300), *ITEMS[:0:-1]]),
            ["order", "input '预算'!C2: 1200.5 → 1300.0"],
            8,
            id="rows-sorted-and-one-changed",
        ),
        pytest.param(
            budget(ITEMS, column_inserted),
            ["columns '预算'!C:C: None → 规格 · 规格2 · 规格3 · 规格4"],
            0,
            id="a-column-inserted",
        ),
        pytest.param(
            budget(ITEMS, titled), ["rows '预算'!1:2: None → 年度预算"], 0, id="rows-above-everything"
        ),
        pytest.param(
            budget(ITEMS, renamed), ["sheet '2026 年预算': 预算 → 2026 年预算"], 0, id="a-sheet-renamed"
        ),
        pytest.param(
            budget(ITEMS, lambda book: book.create_sheet("说明")),
            ["sheet '说明': None → 说明"],
            0,
            id="a-sheet-added",
        ),
        pytest.param(
            budget(ITEMS, put("B2", "=预算!D7*(1+B1)+1", "参数")),
            ["formula '参数'!B2: =预算!D7*(1+B1) → =预算!D7*(1+B1)+1"],
            0,
            id="a-formula",
        ),
        pytest.param(
            budget(ITEMS, put("D7", "=SUM(D2:D5)")),
            ["formula '预算'!D7: =SUM(D2:D6) → =SUM(D2:D5)"],
            6,
            id="a-range",
        ),
    ],
)
def test_an_edit_is_told_as_what_it_is(
    old: Workbook, after: Workbook, lines: list[str], results: int
) -> None:
    found = compared(old, after)
    for line, wanted in zip(told(found), lines, strict=True):
        assert line.startswith(wanted)
    assert len(found.results) == results
    assert found.same is not bool(lines)
    assert len(list(diff_lines(found, "zh"))) >= 1


@pytest.mark.parametrize(
    ("before", "after", "differs"),
    [
        pytest.param("=SUM(预算!B2:B6)", "=SUM(预算!B2:B60)", True, id="over-blanks"),
        pytest.param("=SUM(预算!B2:B60)", "=SUM(预算!B2:B61)", True, id="over-other-blanks"),
        pytest.param("=SUM(预算!B:B)", "=SUM(预算!B:B)", False, id="whole-columns"),
        pytest.param("=SUM(预算!B:B)", "=SUM(预算!C:C)", True, id="other-columns"),
        pytest.param("=SUM(预算!$B2:B6)", "=sum( 预算!B2:B6)", True, id="blanks-in-a-formula"),
        pytest.param(
            '=COUNTIF(预算!A2:A6,"a")', '=COUNTIF(预算!A2:A6,"A")', True, id="texts-keep-their-case"
        ),
    ],
)
def test_references_are_compared_by_the_cells_that_they_mean(before: str, after: str, differs: bool) -> None:
    found = compared(budget(ITEMS, put("C1", before, "参数")), budget(ITEMS, put("C1", after, "参数")))
    assert found.same is not differs


def test_results_that_follow_have_both_values(old: Workbook) -> None:
    found = compared(old, budget(ITEMS, put("B3", 9)))
    shifts = {shift.after_at: (shift.before, shift.after) for shift in found.results}
    assert shifts["'预算'!D3"] == (1500.0, 2700.0)
    assert shifts["'参数'!B2"] == pytest.approx((6751.5 * 1.13, 7951.5 * 1.13))
    text = "\n".join(diff_lines(found, "en"))
    assert "1 difference, 8 results that follow from them" in text
    assert "'预算'!B3  交换机 | 数量  5 → 9" in text
    assert "rows were matched by: 项目" in text


def test_a_sheet_that_stands_elsewhere_is_told_with_its_places(old: Workbook) -> None:
    for book in (old, after := budget()):
        book.create_sheet("说明")["A1"] = "说明"
    after.move_sheet("说明", -2)
    assert told(compared(old, after)) == ["sheet '说明': 3.0 → 1.0"]


def test_the_key_may_be_said_and_must_be_there(old: Workbook) -> None:
    items = [("甲", 1, 5), ("乙", 1, 6), ("丙", 1, 7), ("丁", 1, 8)]
    after = [("甲", 1, 6), ("乙", 1, 5), ("丙", 1, 7), ("丁", 1, 8)]
    by_name = compared(budget(items), budget(after), ["A"])
    by_price = compared(budget(items), budget(after), ["单价"])
    assert [c.after_at for c in by_name.changes] == ["'预算'!C2", "'预算'!C3"]
    assert {c.kind for c in by_price.changes} == {BookChangeKind.ORDER, BookChangeKind.INPUT}
    with pytest.raises(UnknownName, match="没有一张工作表有“税号”这一列"):
        compared(old, old, ["税号"])


def test_running_numbers_that_are_counted_anew_are_one_difference() -> None:
    def numbered(items: Sequence[tuple[str]]) -> Workbook:
        book = budget()
        sheet = book.create_sheet("清单")
        sheet.append(["序号", "事项"])
        for number, item in enumerate(items, start=1):
            sheet.append([number, item[0]])
        return book

    names = [(name,) for name in "甲乙丙丁戊己庚辛"]
    found = compared(numbered(names), numbered([*names[:3], ("新",), *names[3:]]))
    assert [(c.kind.value, c.count) for c in found.changes] == [("rows", 1), ("numbering", 5)]


def over(limit: str) -> Rule:
    """A conditional format for what is greater than a cell."""
    rule: Rule = CellIsRule(operator="greaterThan", formula=[limit])  # type: ignore[no-untyped-call]
    return rule


def guarded(book: Workbook) -> None:
    sheet = book["预算"]
    rule = DataValidation(type="whole", operator="between", formula1="1", formula2="9", showErrorMessage=True)
    rule.add("B2:B6")
    sheet.add_data_validation(rule)
    sheet.conditional_formatting.add("D2:D6", over("$D$7"))
    sheet.protection.sheet = True
    sheet["B3"].protection = Protection(locked=False)
    sheet["C2"].number_format = "0.00"
    sheet.row_dimensions[5].hidden = True
    sheet.merge_cells("A12:B12")
    book["参数"].sheet_state = "hidden"
    book.defined_names["税率"] = DefinedName("税率", attr_text="参数!$B$1")
    book.calculation.calcMode = "manual"


GUARDS = [
    "name 税率: None → 参数!$B$1",
    "calculation -: None → manual calculation",
    "protection '预算': unprotected → protected",
    "lock '预算'!B3: locked → unlocked",
    "validation '预算'!B2:B6: None → whole between 1 9, blank refused",
    "condition '预算'!D2:D6: None → cellIs greaterThan $D$7",
    "format '预算'!C2: General → 0.00",
    "hidden '预算'!5:5: visible → hidden",
    "hidden '参数': visible → hidden",
    "merge '预算'!A12:B12: None → merged",
]


def test_guards_that_differ_are_told(old: Workbook) -> None:
    found = compared(old, budget(ITEMS, guarded))
    assert told(found) == GUARDS
    shown = "\n".join(diff_lines(found, "zh"))
    assert "未受保护 → 受保护" in shown
    assert "无 → 整数 介于 1 9，不许为空" in shown
    assert "无 → 单元格值 大于 $D$7" in shown


def test_guards_move_with_their_rows() -> None:
    def moved(book: Workbook) -> None:
        sheet = book["预算"]
        rule = DataValidation(
            type="whole", operator="between", formula1="1", formula2="9", showErrorMessage=True
        )
        rule.add("B2:B7")
        sheet.add_data_validation(rule)
        sheet.conditional_formatting.add("D2:D7", over("$D$8"))
        sheet.protection.sheet = True
        sheet["B4"].protection = Protection(locked=False)
        sheet["C3"].number_format = "0.00"
        sheet.row_dimensions[6].hidden = True
        sheet.merge_cells("A13:B13")
        book["参数"].sheet_state = "hidden"
        book.defined_names["税率"] = DefinedName("税率", attr_text="参数!$B$1")
        book.calculation.calcMode = "manual"

    found = compared(budget(ITEMS, guarded), budget([NEW, *ITEMS], moved))
    assert told(found) == ["rows '预算'!2:2: None → 机柜 · 7 · 11 · =B2*C2"]


def test_a_formula_that_was_not_adjusted_is_said_to_read_other_cells() -> None:
    def book(*rows: tuple[str, object]) -> Workbook:
        made = Workbook()
        for row in rows:
            made.worksheets[0].append(list(row))
        return made

    old = [("名称", "数量"), ("甲", 5), ("乙", 7), ("丙", 8), ("最多", "=B4")]
    found = compared(book(*old), book(old[0], ("新", 9), *old[1:]))
    change = next(each for each in found.changes if each.kind is BookChangeKind.FORMULA)
    assert change.before == change.after == "=B4"
    lines = {lang: "\n".join(diff_lines(found, lang)) for lang in LANGUAGES}
    assert "=B4  公式文字相同，所读的单元格不同" in lines["zh"]
    assert "=B4  same text, now reads other cells" in lines["en"]


def test_a_table_that_grows_with_its_rows_is_the_same() -> None:
    def tabled(last: int) -> Edit:
        def edit(book: Workbook) -> None:
            book["预算"].add_table(Table(displayName="项目表", ref=f"A1:E{last}"))

        return edit

    same = compared(budget(ITEMS, tabled(6)), budget([*ITEMS[:2], NEW, *ITEMS[2:]], tabled(7)))
    assert [change.kind.value for change in same.changes] == ["rows"]
    found = compared(budget(ITEMS, tabled(6)), budget(ITEMS, tabled(5)))
    assert [change.kind.value for change in found.changes] == ["table"]


def test_a_value_stored_for_a_formula_that_is_the_same_is_told() -> None:
    def shown(value: float) -> RawBook:
        raw = read(budget())
        sheet = raw.sheets["参数"]
        rows = (sheet.values[0], (*sheet.values[1][:1], value))
        changed = replace(sheet, values=rows, uncached=frozenset())
        return replace(raw, sheets={**dict(raw.sheets.items()), "参数": changed})

    found = diff_books(shown(1.0), shown(2.0))
    assert told(found) == ["stored '参数'!B2: 1.0 → 2.0"]
    assert diff_books(shown(1.0), shown(1.0)).same


def test_results_that_cannot_be_recalculated_are_counted(old: Workbook) -> None:
    before = budget(ITEMS, put("C1", "=NOW()+B1", "参数"))
    found = compared(before, budget(ITEMS, put("C1", "=NOW()+B1", "参数"), put("B1", 0.06, "参数")))
    assert found.unknown == 1
    assert "1 个结果无法重算" in "\n".join(diff_lines(found, "zh"))
    assert compared(old, before).unknown == 0
