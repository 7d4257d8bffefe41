"""A result workbook verifies though what was found in files moves the numbers of its tables."""

from __future__ import annotations

import pytest

from smartxl.model.plan import PlannedRow, SheetPlan, WorkbookPlan
from smartxl.project.captions import numbered_as
from smartxl.xlsx import RawBook, RawSheet
from tests.verify.test_compare import STAMP


@pytest.mark.parametrize(
    ("planned", "shown", "expected"),
    [
        ("表 9　最佳案例", "表 10　最佳案例", "表 10　最佳案例"),
        ("图 1　得分", "图 2　得分", "图 2　得分"),
        ("Table 9　Best cases", "Table 10　Best cases", "Table 10　Best cases"),
        ("表 9　最佳案例", "表 10　最差案例", "表 9　最佳案例"),
        ("表 9　得分", "图 9　得分", "表 9　得分"),
        ("表 9　得分", 9.0, "表 9　得分"),
        ("9 项", "10 项", "9 项"),
    ],
    ids=["table", "chart", "English", "another caption", "another kind", "a number", "no caption"],
)
def test_a_caption_has_the_number_of_the_workbook(planned: str, shown: str | float, expected: str) -> None:
    sheet = SheetPlan("案例库", "", (PlannedRow(1, 1, {1: planned}),), chapter="cases")
    plan = WorkbookPlan(STAMP, "", (sheet,), {}, "", "")
    book = RawBook("r.xlsx", "", {"案例库": RawSheet("案例库", ((shown,),))}, {}, {})
    assert numbered_as(plan, book).sheets[0].rows[0].cells == {1: expected}


def test_sheets_that_are_no_chapter_stay_as_planned() -> None:
    sheet = SheetPlan("汇总", "", (PlannedRow(1, 1, {1: "表 9　得分"}),))
    plan = WorkbookPlan(STAMP, "", (sheet,), {}, "", "")
    book = RawBook("r.xlsx", "", {"汇总": RawSheet("汇总", (("表 1　得分",),))}, {}, {})
    assert numbered_as(plan, book).sheets == plan.sheets
