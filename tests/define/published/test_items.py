"""Lists of service items: departments in a column, on lines of their own, or one a sheet."""

from __future__ import annotations

import pytest
from openpyxl import Workbook

from smartxl.define.published import PastedKind, paste_book
from smartxl.define.published.items import PublishedItems, read_items
from smartxl.define.published.read import grids_of
from smartxl.define.published.remark import About
from smartxl.xlsx import open_any
from tests.define.published.tables import saved
from tests.define.published.test_tree import DAY

IN_COLUMN = """\
政务服务事项清单,,,,
序号,部门,事项名称,事项编码,服务对象
1,区民政局,低保申请,MZ-1,个人
2,,低保查询,MZ-2,个人
3,区气象局,防雷审核,QX-1,法人
"""
ON_LINES = """\
序号,事项名称,事项编码,服务对象
一、区民政局（2项）,,,
1,低保申请,MZ-1,个人
2,低保查询,MZ-2,个人
二、区气象局（1项）,,,
1,防雷审核,QX-1,法人
"""
WANTED = [
    ("unit", "leaf", "item_code", "item_name", "kind", "audience"),
    ("U01", "B2", "MZ-1", "低保申请", "", "个人"),
    ("U01", "B2", "MZ-2", "低保查询", "", "个人"),
    ("U02", "B2", "QX-1", "防雷审核", "", "法人"),
]


def read(content: bytes, name: str = "list.csv") -> PublishedItems:
    found = read_items(grids_of(open_any(content, name)))
    assert found is not None
    return found


def by_sheets() -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    rows = {
        "区民政局": [(1, "低保申请", "MZ-1", "个人"), (2, "低保查询", "MZ-2", "个人")],
        "区气象局": [(1, "防雷审核", "QX-1", "法人")],
    }
    for name, items in rows.items():
        sheet = book.create_sheet(name)
        sheet.append(("序号", "事项名称", "事项编码", "服务对象"))
        for item in items:
            sheet.append(item)
    return saved(book)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        pytest.param(IN_COLUMN.encode(), "list.csv", id="column"),
        pytest.param(ON_LINES.encode(), "list.csv", id="lines"),
        pytest.param(ON_LINES.encode("gb18030"), "list.csv", id="gb18030"),
        pytest.param(by_sheets(), "list.xlsx", id="sheets"),
    ],
)
def test_departments_and_items_are_found(content: bytes, name: str) -> None:
    found = read(content, name)
    assert found.units == {"U01": "区民政局", "U02": "区气象局"}
    assert list(found.rows) == WANTED


def test_a_list_with_points_and_scoring_words_is_no_list_of_items() -> None:
    text = "序号,事项,分值,评分标准\n1,主动公开,60,每发现一处扣1分\n2,依申请公开,40,专家评分\n"
    assert paste_book(open_any(text.encode(), "t.csv"), today=DAY).kind is PastedKind.INDICATORS
    assert paste_book(open_any(IN_COLUMN.encode(), "t.csv"), today=DAY).kind is PastedKind.ITEMS


def test_codes_that_say_nothing_are_left_out_and_told() -> None:
    text = IN_COLUMN.replace("MZ-2", "MZ-1").replace("QX-1", "第1号")
    found = read(text.encode())
    assert [item.code for item in found.items] == ["", "", ""]
    told = [remark for remark in found.remarks if remark.about is About.CODE]
    assert [(str(remark.spot), remark.words) for remark in told] == [
        ("list!C3", "MZ-1"),
        ("list!C4", "MZ-1"),
        ("list!C5", "第1号"),
    ]


def test_a_code_is_taken_from_the_address() -> None:
    address = "http://example.org/item?areaCode=511602&itemCode=511A01-511602-000"
    found = read(f"部门,主项名称,办理项名称,网址\n区民政局,社会救助,低保申请,{address}\n".encode())
    (item,) = found.items
    assert (item.code, item.kind, item.name) == ("511A01", "社会救助", "低保申请")


def test_items_without_a_department_are_told() -> None:
    found = read("序号,事项名称\n1,低保申请\n".encode(), "事项.csv")
    assert found.units == {"U01": "事项"}
