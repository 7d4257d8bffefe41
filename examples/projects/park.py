"""园区: parks of one high-tech zone, compared with their peers in groups; numbers with year and origin."""

from __future__ import annotations

from making import Topic, Words, round_of, run

W = Words()
ASKS = ["quality", "origin", "year"]

TOPIC = Topic(
    round_of(
        W,
        "haizhou-park-2026",
        "海州高新区智慧园区评估",
        "海州高新区",
        "海州高新区管理委员会",
        place=W.name("园区"),
        framework={"file": "framework.yaml", "code": "park", "version": "1.0"},
        targets={"total": 70, "B": 75},
        scenarios=[
            {"name": "等权", "title": W.name("各领域等权"), "equal": True},
            {"name": "重绿色", "title": W.name("绿色低碳加重"), "weights": {"C": 40}},
        ],
    ),
    {
        "code": "park",
        "version": "1.0",
        "title": W.name("智慧园区评估指标体系"),
        "provenance": "default",
        "classes": [W.unit_class("park", "专业园", 100)],
        "conventions": {
            "digits": 2,
            "peers": "group",
            "ranking": {"ties": "dense"},
            "total": {"method": "mean", "unscored": "peer-median"},
            "stages": W.stages((0, "建设期"), (50, "成长期"), (70, "成熟期"), (85, "引领期")),
        },
        "scales": {
            "platform": W.scale(
                "管理平台",
                ("未建", 0, "没有统一平台"),
                ("分散系统", 0.3, "各业务系统互不相通"),
                ("统一平台", 0.7, "安防、能源、停车、物业统一管理"),
                ("智能调度", 1, "自动预警、联动处置"),
            ),
            "service": W.scale(
                "企业服务",
                ("线下受理", 0.2, "到服务中心办理"),
                ("线上申报", 0.6, "政策、场地、人才事项线上申报"),
                ("免申即享", 1, "数据比对后自动兑现"),
            ),
        },
        "nodes": [
            W.group(
                "A",
                "数字底座",
                35,
                W.leaf(
                    "A1",
                    "每万人 5G 基站",
                    40,
                    "minmax",
                    W.number("n", "5G 基站", "个", high=5000),
                    W.number("N", "从业人员", "人", high=100000),
                    params={"per": 10000},
                    asks=ASKS,
                ),
                W.ratio("A2", "重点部位感知覆盖率", 30, "已接入感知设备的部位", "重点部位", "处", asks=ASKS),
                W.leaf("A3", "统一管理平台", 30, "rubric", measure="rubric", scale="platform"),
            ),
            W.group(
                "B",
                "企业服务",
                40,
                W.leaf("B1", "政策兑现方式", 40, "rubric", measure="rubric", scale="service"),
                W.leaf(
                    "B2",
                    "企业诉求平均办结天数",
                    35,
                    "efficacy",
                    W.number("d", "平均办结用时", "天", max=90, high=30),
                    params={"unacceptable": 15, "satisfactory": 3},
                    direction="cost",
                    asks=ASKS,
                ),
                W.leaf(
                    "B3",
                    "上云企业比例",
                    25,
                    "target",
                    W.number("n", "上云企业", "家"),
                    W.number("N", "规模以上企业", "家"),
                    params={"target": 80},
                    asks=ASKS,
                ),
            ),
            W.group(
                "C",
                "绿色低碳",
                25,
                W.leaf(
                    "C1",
                    "单位产值能耗",
                    60,
                    "percentile",
                    W.number("x", "能耗", "吨标准煤/亿元", max=9000, high=3000),
                    params={"of": "inclusive", "cost": 1},
                    direction="cost",
                    asks=ASKS,
                ),
                W.ratio("C2", "能耗在线监测率", 40, "在线监测的企业", "重点用能企业", "家", asks=ASKS),
            ),
        ],
    },
    (
        ("code", "name", "class", "group"),
        ("SW", "生物医药园", "park", "制造类"),
        ("XC", "新材料产业园", "park", "制造类"),
        ("ZB", "高端装备园", "park", "制造类"),
        ("JC", "集成电路园", "park", "制造类"),
        ("RJ", "软件谷", "park", "服务类"),
        ("WC", "数字文创园", "park", "服务类"),
        ("KJ", "科技金融港", "park", "服务类"),
    ),
    seed=11,
)

if __name__ == "__main__":
    run(TOPIC)
