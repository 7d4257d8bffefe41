"""Which column a head means, as people write heads."""

from __future__ import annotations

import pytest

from smartxl.define.columns import is_remark
from smartxl.define.heads import ITEM_COLUMNS, ROSTER_COLUMNS

HEADS = {
    "roster": (
        ROSTER_COLUMNS,
        {
            "code": ["代码", "单位代码", "* 代码", "代码/code", "Code", "部门编码：", "单 位 代 码"],
            "name": ["名称", "单位名称", "单位\n名称", "单位名称（全称）", "Name", "部门名称"],
            "name_en": ["英文名称", "单位名称（英文）", "Name (English)", "name_en"],
            "class": ["类别", "单位类别", "Class"],
            "contact": ["联系人", "联系方式"],
            "group": ["分组", "比较组"],
            "aliases": ["别名", "简称（多个用顿号隔开）"],
        },
    ),
    "items": (
        ITEM_COLUMNS,
        {
            "unit": ["单位", "填报单位", "责任单位", "单位代码", "单位名称", "department"],
            "leaf": ["指标", "指标代码", "指标名称", "Indicator"],
            "item_code": ["事项编码", "编码", "Item code", "item_code"],
            "item_name": [
                "事项名称",
                "事项名称（50 字内）",
                "服务事项",
                "数据资源名称",
                "service_item",
                "Item",
            ],
            "item_name_en": ["事项名称（英文）", "事项英文名称"],
            "kind": ["事项类型", "类型", "main_item"],
            "points": ["分值", "满分", "分值（分）"],
            "moved_from": ["原编码", "原标识"],
        },
    ),
}


@pytest.mark.parametrize(
    ("table", "name", "head"),
    [(table, name, head) for table, (_, known) in HEADS.items() for name, heads in known.items() for head in heads],
)  # fmt: skip
def test_a_head_means_its_column(table: str, name: str, head: str) -> None:
    column = HEADS[table][0].under(head)
    assert column is not None
    assert column.name == name


@pytest.mark.parametrize("head", ["序号", "备注", "采样地址", "（内部说明）", "(x)", "No."])
def test_a_remark_is_no_column(head: str) -> None:
    assert is_remark(head)


@pytest.mark.parametrize("head", ["", "权重值", "金额", "（一）单位数"])
def test_what_is_not_known_is_neither(head: str) -> None:
    assert ROSTER_COLUMNS.under(head) is None
    assert not is_remark(head)


def test_heads_of_one_table_are_told_apart() -> None:
    for columns in (ROSTER_COLUMNS, ITEM_COLUMNS):
        for column in columns.columns:
            for head in (column.name, *column.heads, *column.names):
                assert columns.under(head) is column, head
