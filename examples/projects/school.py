"""学校: schools of a county in two classes, weights from three experts by AHP, and a floor of coverage."""

from __future__ import annotations

from collections.abc import Mapping

from making import Topic, Words, round_of, run
from smartxl.scoring.weights import Judgements, group

W = Words()
AREAS = ("A", "B", "C", "D")
PAIRS = (("A", "B"), ("A", "C"), ("A", "D"), ("B", "C"), ("B", "D"), ("C", "D"))
EXPERTS = {
    "电教馆": (1 / 3, 1 / 2, 3, 2, 5, 4),
    "师范学院": (1 / 4, 1 / 3, 2, 2, 6, 4),
    "教研室": (1 / 2, 1 / 2, 2, 1, 4, 4),
}
"""How many times as important the first of each pair is as the second, by expert."""


def area_weights() -> Mapping[str, float]:
    """Whole percents from the experts' judgements, together 100."""
    judged = {
        name: Judgements.from_pairs(AREAS, dict(zip(PAIRS, told, strict=True)))
        for name, told in EXPERTS.items()
    }
    return group(judged).weights.percent(0)


def topic() -> Topic:
    """The project; its weights are computed."""
    weight = area_weights()
    return Topic(
        round_of(
            W,
            "qingxi-school-2026",
            "青溪县智慧校园评估",
            "青溪县",
            "青溪县教育局",
            framework={"file": "framework.yaml", "code": "school", "version": "1.0"},
            milestones=[
                {"share": 0.3, "what": W.name("集中培训填报人员")},
                {"share": 0.7, "what": W.name("入校核验")},
            ],
        ),
        {
            "code": "school",
            "version": "1.0",
            "title": W.name("智慧校园评估指标体系"),
            "provenance": "default",
            "classes": [W.unit_class("primary", "小学", 50), W.unit_class("middle", "中学", 50)],
            "conventions": {
                "digits": {"indicator": 2, "group": 2, "total": 1},
                "coverage_floor": {"unit": 0.6},
                "stages": W.stages((0, "起步校"), (60, "达标校"), (80, "示范校")),
            },
            "scales": {
                "teach": W.scale(
                    "课堂应用",
                    ("演示为主", 0.25, "教师用课件演示"),
                    ("互动教学", 0.5, "课堂有即时反馈和互动"),
                    ("数据支持", 0.75, "依据学情数据调整教学"),
                    ("个性学习", 1, "学生按各自路径学习"),
                ),
                "use": W.scale(
                    "应用程度",
                    ("未用", 0, ""),
                    ("偶尔用", 0.4, "每月一两次"),
                    ("经常用", 0.7, "每周都用"),
                    ("常态化", 1, "融入日常工作"),
                ),
                "safe": W.scale(
                    "安全管理",
                    ("无制度", 0, ""),
                    ("有制度", 0.4, "制度上墙，有负责人"),
                    ("有演练", 0.7, "每学期演练，有记录"),
                    ("有监测", 1, "常态监测，问题闭环"),
                ),
            },
            "nodes": [
                W.group(
                    "A",
                    "基础环境",
                    weight["A"],
                    W.ratio("A1", "多媒体教室比例", 50, "多媒体教室", "普通教室", "间"),
                    W.leaf(
                        "A2",
                        "每百名学生终端数",
                        50,
                        "bands",
                        W.number("n", "学生可用终端", "台"),
                        W.number("N", "在校学生", "人", high=5000),
                        params={"thresholds": [0, 5, 10, 15], "points": [20, 60, 80, 100]},
                    ),
                ),
                W.group(
                    "B",
                    "教与学",
                    weight["B"],
                    W.leaf("B1", "课堂应用水平", 50, "rubric", measure="rubric", scale="teach"),
                    W.leaf("B2", "教学应用清单", 50, "coverage", measure="sample", scale="use", spare=2),
                ),
                W.group(
                    "C",
                    "师资",
                    weight["C"],
                    W.ratio(
                        "C1",
                        "教师信息素养测评合格率",
                        {"primary": 60, "middle": 50},
                        "测评合格教师",
                        "专任教师",
                        "人",
                        high=500,
                    ),
                    W.counted(
                        "C2",
                        "数字化优质课",
                        {"primary": 40, "middle": 50},
                        "县级以上获奖",
                        "节",
                        each=20,
                        most=50,
                    ),
                ),
                W.group(
                    "D",
                    "管理与安全",
                    weight["D"],
                    W.leaf("D1", "网络与数据安全", 60, "rubric", measure="rubric", scale="safe"),
                    W.ratio("D2", "家校事项网办率", 40, "网上办理的事项", "家校事项", "项"),
                ),
            ],
        },
        (
            ("code", "name", "class", "weight"),
            ("SY", "县实验小学", "primary", "2"),
            ("CG", "城关镇中心小学", "primary", "1"),
            ("BH", "白河镇中心小学", "primary", "1"),
            ("YZ", "青溪县第一中学", "middle", "2"),
            ("EZ", "青溪县第二中学", "middle", "1"),
            ("BZ", "白河镇初级中学", "middle", "1"),
        ),
        [
            ("unit", "leaf", "item_code", "item_name", "kind", "audience"),
            *(
                (f"@{level}", "B2", f"YY{number:02}", name, kind, "师生")
                for level in ("primary", "middle")
                for number, (name, kind) in enumerate(
                    (
                        ("备课资源库", "教学"),
                        ("课堂互动系统", "教学"),
                        ("在线作业与批改", "教学"),
                        ("学业质量分析", "评价"),
                        ("综合素质评价", "评价"),
                        ("校本课程与选课", "教学"),
                        ("心理健康筛查", "成长"),
                        ("体质健康监测", "成长"),
                        ("阅读平台", "成长"),
                        ("同步课堂（与乡村校）", "均衡"),
                    ),
                    start=1,
                )
            ),
        ],
        seed=5,
    )


TOPIC = topic()

if __name__ == "__main__":
    run(TOPIC)
