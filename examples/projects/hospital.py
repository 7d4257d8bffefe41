"""医院: levels of functions as a ladder, geometric means with a floor, rounding at each level, patients' satisfaction."""

from __future__ import annotations

from making import Topic, Words, round_of, run

W = Words()
FUNCTIONS = (
    ("门诊医生工作站", "门急诊"),
    ("急诊分诊与绿色通道", "门急诊"),
    ("住院医嘱处理", "住院"),
    ("护理记录与执行", "住院"),
    ("检验报告与危急值", "医技"),
    ("医学影像与报告", "医技"),
    ("手术与麻醉管理", "住院"),
    ("合理用药与审方", "药事"),
    ("电子病历质控", "病历"),
    ("临床路径与决策支持", "病历"),
)

TOPIC = Topic(
    round_of(
        W,
        "jiangcheng-hospital-2026",
        "江城市智慧医院评估",
        "江城市",
        "江城市卫生健康委员会",
        framework={"file": "framework.yaml", "code": "hospital", "version": "2.0"},
        options={"evidence_rows": 10},
        targets={"total": 75, "A": 70},
    ),
    {
        "code": "hospital",
        "version": "2.0",
        "title": W.name("智慧医院评估指标体系"),
        "provenance": "default",
        "classes": [W.unit_class("third", "三级医院", 60), W.unit_class("second", "二级医院", 40)],
        "conventions": {
            "digits": {"indicator": 2, "group": 2, "total": 2},
            "total": {"method": "geometric", "floor": 1},
            "stages": W.stages((0, "一级"), (40, "二级"), (60, "三级"), (75, "四级"), (90, "五级")),
        },
        "scales": {
            "ladder": W.scale(
                "功能等级",
                ("0 级", 0, "未使用"),
                ("1 级", 0.2, "独立系统，信息不共享"),
                ("2 级", 0.4, "科室内共享"),
                ("3 级", 0.6, "跨科室共享"),
                ("4 级", 0.8, "全院统一，有提示"),
                ("5 级", 1, "全院统一，有智能决策支持"),
            ),
            "service": W.scale(
                "服务方式",
                ("窗口", 0, "只能到窗口"),
                ("自助机", 0.4, "院内自助办理"),
                ("手机", 0.8, "手机上全程办理"),
                ("区域互通", 1, "全市各院一个入口"),
            ),
            "pleased": W.scale(
                "满意度",
                ("很不满意", 0, ""),
                ("不满意", 0.25, ""),
                ("一般", 0.5, ""),
                ("满意", 0.75, ""),
                ("很满意", 1, ""),
            ),
        },
        "nodes": [
            W.group(
                "A",
                "智慧医疗",
                50,
                W.leaf("A1", "电子病历功能等级", 60, "coverage", measure="sample", scale="ladder"),
                W.leaf(
                    "A2",
                    "检查检验结果互认率",
                    40,
                    "goalposts",
                    W.number("n", "互认的项目", "项次"),
                    W.number("N", "可互认的项目", "项次"),
                    params={"worst": 20, "best": 80, "per": 100},
                ),
            ),
            W.group(
                "B",
                "智慧服务",
                30,
                W.leaf("B1", "预约诊疗", 30, "rubric", measure="rubric", scale="service"),
                W.leaf("B2", "结算支付", 20, "rubric", measure="rubric", scale="service"),
                W.leaf("B3", "患者满意度", 50, "survey", measure="survey", scale="pleased"),
                combine={"method": "geometric", "floor": 1},
            ),
            W.group(
                "C",
                "智慧管理",
                20,
                W.leaf(
                    "C1",
                    "平均候诊时间",
                    50,
                    "piecewise",
                    W.number("m", "预约后平均候诊", "分钟", max=240, high=90),
                    params={"values": [10, 20, 40, 60], "points": [100, 80, 40, 0]},
                    direction="cost",
                ),
                W.ratio("C2", "高值耗材全程追溯率", 50, "可追溯的高值耗材", "在用高值耗材", "种"),
            ),
        ],
    },
    (
        ("code", "name", "class"),
        ("RM", "江城市人民医院", "third"),
        ("ZY", "江城市中医医院", "third"),
        ("FY", "江城市妇幼保健院", "third"),
        ("DQ", "东区医院", "second"),
        ("GR", "职工医院", "second"),
    ),
    [
        ("unit", "leaf", "item_code", "item_name", "kind", "audience"),
        *(
            (f"@{level}", "A1", f"GN{number:02}", name, kind, "医务人员")
            for level in ("third", "second")
            for number, (name, kind) in enumerate(FUNCTIONS, start=1)
        ),
    ],
    seed=3,
)

if __name__ == "__main__":
    run(TOPIC)
