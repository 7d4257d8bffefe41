"""政务公开: what offices publish, sampled item by item; a veto, deductions and a bonus after the total."""

from __future__ import annotations

from making import Topic, Words, items, round_of, run

W = Words()
UNITS = (
    ("code", "name", "class", "aliases"),
    ("FGW", "市发展和改革委员会", "department", "市发改委"),
    ("JYJ", "市教育局", "department", ""),
    ("MZJ", "市民政局", "department", ""),
    ("RSJ", "市人力资源和社会保障局", "department", "市人社局"),
    ("ZJJ", "市住房和城乡建设局", "department", "市住建局"),
    ("WJW", "市卫生健康委员会", "department", "市卫健委"),
    ("YHQ", "云湖区人民政府", "district", ""),
    ("LJQ", "临江区人民政府", "district", ""),
)
SCALES = {
    "open": W.scale(
        "公开程度",
        ("查不到", 0, "在网站和公众号上都找不到"),
        ("有但不全", 0.4, "缺少应当公开的要素"),
        ("完整未更新", 0.7, "要素齐全，超过更新期限"),
        ("完整且及时", 1, "要素齐全，在更新期限内"),
    ),
    "column": W.scale(
        "公开专栏建设",
        ("没有专栏", 0, "信息散在各栏目"),
        ("有专栏", 0.5, "集中公开，不能检索"),
        ("专栏可检索", 0.8, "可按主题、文号检索"),
        ("专栏可下载、可订阅", 1, "可检索，可批量下载和订阅"),
    ),
    "pleased": W.scale("满意程度", ("不满意", 0, ""), ("基本满意", 0.6, ""), ("满意", 1, "")),
}
NODES = [
    W.group(
        "A",
        "主动公开",
        50,
        W.leaf("A1", "法定主动公开内容", 60, "coverage", measure="sample", scale="open", spare=3),
        W.ratio("A2", "规范性文件解读率", 25, "已解读的规范性文件", "印发的规范性文件", "件"),
        W.leaf(
            "A3",
            "互动回应平均时长",
            15,
            "goalposts",
            W.number("d", "平均答复用时", "天", max=60, high=20),
            params={"worst": 15, "best": 1},
            direction="cost",
        ),
    ),
    W.group(
        "B",
        "依申请公开",
        30,
        W.ratio("B1", "按期答复率", 60, "按期答复的申请", "收到的申请", "件"),
        W.leaf(
            "B2",
            "被纠错情况",
            40,
            "deduction",
            W.number("n", "复议、诉讼中被纠错", "件", max=20),
            measure="given",
            params={"full": 10, "each": 4},
            direction="cost",
        ),
    ),
    W.group(
        "C",
        "平台与公众评价",
        20,
        W.leaf("C1", "公开专栏", 50, "rubric", measure="rubric", scale="column"),
        W.leaf("C2", "公众满意度", 50, "survey", measure="survey", scale="pleased"),
    ),
    W.group(
        "V",
        "单项否决",
        100,
        W.leaf(
            "V1",
            "公开信息泄露个人隐私",
            100,
            "criteria",
            W.number("v", "发生：填 1；没有：填 0", "是否", max=1),
            measure="given",
            params={"points": [100]},
        ),
    ),
    W.group(
        "K",
        "扣分",
        10,
        W.counted("K1", "断链和严重表述错误", 100, "抽查发现", "处", each=10, most=50),
    ),
    W.group(
        "J",
        "加分",
        5,
        W.counted("J1", "经验被省级以上推广", 100, "推广", "次", each=50, most=10),
    ),
]
CATALOGUE = [
    ("unit", "leaf", "item_code", "item_name", "kind", "audience"),
    *items("@department", "A1", "基本信息", "公众", "机构职能 领导分工 内设机构 权责清单 年度报告 公开指南"),
]
for _unit, _kind, _names in (
    ("FGW", "重点领域", "重大建设项目批准结果 价格收费标准 信用信息双公示 五年规划纲要"),
    ("JYJ", "重点领域", "义务教育招生范围 学区划分与入学条件 民办学校名录 教育经费执行情况 学生资助政策"),
    ("MZJ", "重点领域", "城乡低保对象与保障金 养老服务机构名录 社会组织登记 临时救助标准"),
    ("RSJ", "重点领域", "公务员招录公告 社会保险基金收支 就业补贴发放结果 职业培训机构名录 工伤认定流程"),
    ("ZJJ", "重点领域", "公租房轮候与配租结果 商品房预售许可 物业服务企业信用 城镇老旧小区改造计划"),
    ("WJW", "重点领域", "医疗机构执业登记 疫苗接种单位名录 医疗服务价格 公共场所卫生监督结果"),
    ("YHQ", "区级公开", "征地补偿安置方案 财政预决算 农村危房改造 食品安全抽检结果 行政执法公示"),
    ("LJQ", "区级公开", "征地补偿安置方案 财政预决算 城市综合执法 环境监测结果 行政执法公示"),
):
    CATALOGUE += [
        (_unit, "A1", f"{_unit}-{number:02}", name, _kind, "公众")
        for number, name in enumerate(_names.split(), start=1)
    ]

TOPIC = Topic(
    round_of(
        W,
        "yunhu-open-2026",
        "云湖市政务公开第三方评估",
        "云湖市",
        "云湖市人民政府办公室",
        framework={"file": "framework.yaml", "code": "openness", "version": "1.0"},
        rewards=[
            {"kind": "reward", "when": {"rank": 2}, "says": W.name("通报表扬")},
            {"kind": "penalty", "when": {"vetoed": True}, "says": W.name("约谈主要负责人，限期整改")},
        ],
        signatures=[
            {"role": W.name("编制"), "office": W.name("第三方评估机构")},
            {"role": W.name("批准"), "office": W.name("云湖市人民政府办公室"), "seal": True},
        ],
    ),
    {
        "code": "openness",
        "version": "1.0",
        "title": W.name("政务公开评估指标体系"),
        "provenance": "default",
        "classes": [W.unit_class("department", "市直部门", 60), W.unit_class("district", "区", 40)],
        "conventions": {
            "digits": 2,
            "unanswered": {"before_due": "leave-out", "after_due": "zero"},
            "pipeline": [
                {"step": "veto", "nodes": ["V"], "record": 59},
                {"step": "deduct", "nodes": ["K"], "cap": 10},
                {"step": "bonus", "nodes": ["J"], "cap": 5},
            ],
            "stages": W.stages((0, "待改进"), (60, "合格"), (80, "良好"), (90, "优秀")),
        },
        "scales": SCALES,
        "nodes": NODES,
    },
    UNITS,
    CATALOGUE,
)

if __name__ == "__main__":
    run(TOPIC)
