"""县域: townships of a county; the roster and the catalogue are workbooks with Chinese heads, as an office has them."""

from __future__ import annotations

from pathlib import Path

from openpyxl import Workbook

from making import Topic, Words, round_of, run

W = Words()
TOWNS = ("城关镇", "白马镇", "柳河镇", "石桥镇", "双溪乡", "高岭乡", "桃源乡")
ITEMS = (
    ("村级事务", "村务公开 党务公开 财务公开 网上议事 积分管理"),
    ("便民服务", "社保认证 医保缴费 残疾人补贴 农机补贴 宅基地申请 灵活就业登记"),
    ("农业生产", "测土配方查询 病虫害预警 农产品追溯 土地流转信息"),
)


def tables(folder: Path) -> None:
    """单位名册.xlsx and catalogue/事项清单.xlsx in place of the CSV files: title, merged cells, numbers of rows."""
    (folder / "roster.csv").unlink()
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "单位名册"
    sheet.append(["清河县乡镇名册"])
    sheet.merge_cells("A1:E1")
    sheet.append(["序号", "代码", "单位名称", "类别", "联系人"])
    for number, town in enumerate(TOWNS, start=1):
        sheet.append([number, f"X{number:02}", f"{town}人民政府", "乡镇", f"{town}党政办"])
    book.save(folder / "单位名册.xlsx")
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "数字服务事项"
    sheet.append(["单位", "事项编码", "事项名称", "事项类型", "服务对象"])
    row, number = 2, 0
    for kind, names in ITEMS:
        first = row
        for name in names.split():
            number += 1
            sheet.append(["@town", f"SX{number:02}", name, kind, "村民"])
            row += 1
        sheet.merge_cells(f"D{first}:D{row - 1}")
    book.save(folder / "catalogue" / "事项清单.xlsx")


TOPIC = Topic(
    round_of(
        W,
        "qinghe-rural-2026",
        "清河县数字乡村评估",
        "清河县",
        "清河县农业农村局",
        framework={"file": "framework.yaml", "code": "rural", "version": "1.0"},
        robustness={"runs": 200, "vary": [{"what": "weights", "by": 0.2}]},
    ),
    {
        "code": "rural",
        "version": "1.0",
        "title": W.name("数字乡村评估指标体系"),
        "provenance": "default",
        "classes": [W.unit_class("town", "乡镇", 100)],
        "conventions": {
            "digits": 1,
            "total": {"method": "sum", "unscored": "zero"},
            "ranking": {"ties": "mid"},
            "stages": W.stages((0, "起步"), (50, "推进"), (70, "良好"), (85, "示范")),
        },
        "scales": {
            "way": W.scale(
                "办理方式",
                ("到县里办", 0, "要跑县城"),
                ("到乡镇办", 0.3, "乡镇便民中心办"),
                ("村里帮办", 0.6, "村级代办点帮办"),
                ("手机自己办", 1, "本人用手机办成"),
            ),
            "team": W.scale(
                "信息员队伍",
                ("没有", 0, ""),
                ("兼职", 0.5, "由村干部兼任"),
                ("专职", 1, "每村一名，有培训有考核"),
            ),
        },
        "nodes": [
            W.group(
                "A",
                "数字基础",
                100,
                W.ratio("A1", "光纤通组率", 15, "通光纤的村民小组", "村民小组", "个", high=500),
                W.leaf("A2", "村级信息员", 15, "rubric", measure="rubric", scale="team"),
                combine="sum",
            ),
            W.group(
                "B",
                "数字服务",
                100,
                W.leaf(
                    "B1",
                    "数字服务事项",
                    40,
                    "coverage",
                    measure="sample",
                    scale="way",
                    spare=5,
                    heads={"kind": W.name("事项类别")},
                ),
                combine="sum",
            ),
            W.group(
                "C",
                "数字经济",
                100,
                W.leaf(
                    "C1",
                    "人均网络零售额",
                    12,
                    "loggoalposts",
                    W.number("y", "农产品网络零售额", "万元"),
                    W.number("p", "常住人口", "人", high=100000),
                    params={"worst": 0.01, "best": 1, "per": 1},
                ),
                W.leaf(
                    "C2",
                    "农产品追溯主体",
                    8,
                    "target",
                    W.number("n", "接入追溯平台", "个", max=500),
                    params={"target": 20},
                ),
                combine="sum",
            ),
            W.group(
                "D",
                "治理与特色",
                100,
                W.counted(
                    "D1", "数字治理案例", 10, "被县级以上采用的案例", "个", each=25, most=20, specific=True
                ),
                combine="sum",
            ),
        ],
    },
    (("code", "name", "class"),),
    prepare=tables,
    seed=9,
)

if __name__ == "__main__":
    run(TOPIC)
