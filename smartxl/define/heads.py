"""The heads of rosters and catalogues: those that we write ourselves come first, then those of real sheets."""

from __future__ import annotations

from smartxl.define.columns import Column, Columns, Holds

__all__ = ["ITEM_COLUMNS", "ROSTER_COLUMNS"]

_UNIT_NAMES = ("单位名称", "部门名称", "机构名称", "单位全称")
ROSTER_COLUMNS = Columns(
    (
        Column(
            "code",
            ("代码", "编码", "单位代码", "单位编码", "部门代码", "部门编码"),
            required=True,
            filled=True,
            holds=Holds.CODE,
        ),
        Column(
            "name",
            ("名称", "单位", "部门", "机构", "姓名", *_UNIT_NAMES),
            required=True,
            filled=True,
        ),
        Column(
            "class",
            ("类别", "单位类别", "类型", "单位类型", "分类"),
            required=True,
            filled=True,
            holds=Holds.CODE,
            spans=True,
        ),
        Column(
            "name_en",
            (
                "英文名称",
                "单位名称（英文）",
                "名称（英文）",
                "英文名",
                "英文",
                "Name (English)",
                "English name",
            ),
        ),
        Column("contact", ("联系人", "联络员", "联系人及电话", "联系方式")),
        Column("weight", ("权重", "单位权重"), holds=Holds.NUMBER),
        Column("group", ("分组", "比较组", "组别", "组"), spans=True),
        Column("aliases", ("别名", "简称", "其他名称", "曾用名")),
    )
)
ITEM_COLUMNS = Columns(
    (
        Column(
            "unit",
            (
                "单位", "填报单位", "部门", "责任单位", "实施部门", "实施主体", "采样单位", "被评估单位", "单位代码",
                "单位编码", "部门代码", "部门编码", "department",
            ),
            required=True,
            filled=True,
            holds=Holds.CODE,
            spans=True,
            names=_UNIT_NAMES,
        ),
        Column(
            "leaf",
            ("指标", "所属指标", "对应指标", "指标编码", "指标代码", "indicator"),
            required=True,
            filled=True,
            holds=Holds.CODE,
            spans=True,
            names=("指标名称", "三级指标", "末级指标"),
            by_sheet=True,
        ),
        Column("item_code", ("事项编码", "事项代码", "编码", "代码", "实施编码", "基本编码"), holds=Holds.CODE),
        Column(
            "item_name",
            ("事项名称", "事项", "名称", "服务事项", "服务名称", "数据资源名称", "数据项", "service_item", "Item"),
            required=True,
            filled=True,
        ),
        Column("item_name_en", ("事项英文名称", "事项名称（英文）", "英文名称", "英文名", "Item (English)")),
        Column("kind", ("事项类型", "事项类别", "类型", "类别", "主项", "主项名称", "main_item"), spans=True),
        Column("audience", ("服务对象", "对象"), spans=True),
        Column("points", ("分值", "满分", "权重"), holds=Holds.NUMBER),
        Column("moved_from", ("原编码", "原标识", "原事项编码", "旧编码", "Earlier key"), holds=Holds.CODE),
    )
)  # fmt: skip
