"""Scoring words become rules, each with how sure that is; what no rule says is left to the evaluator, never guessed."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from smartxl.define.published.clauses import bare
from smartxl.define.published.guess import Reading
from smartxl.define.published.guessing import guess
from smartxl.define.published.remark import Sureness
from smartxl.model.framework import Measure, RuleSpec
from smartxl.rules import rule_faults, rules_of

Params = Mapping[str, float | tuple[float, ...]]

_FOUR: Params = {"thresholds": (0, 60, 80, 90), "points": (0, 20, 60, 100)}
_THREE: Params = {"thresholds": (0, 80, 90), "points": (0, 80, 100)}
CASES = [
    ("达到100%得满分，每低1个百分点扣0.5分", 5, "goalposts", {"worst": 90, "best": 100}),
    ("达到95%以上得满分，每降低2个百分点扣1分，扣完为止", 4, "goalposts", {"worst": 87, "best": 95}),
    ("平均响应时间不超过10分钟得满分，每超过1分钟扣1分", 10, "goalposts", {"worst": 20, "best": 10}),
    ("A事项数/B事项总数×100%", 5, "ratio", {}),
    ("（使用电子证照的件次÷办件总件次）×100％", 5, "ratio", {}),
    ("覆盖率达到95%及以上得满分，未达到的按比例得分", 4, "target", {"target": 95}),
    ("≥90%得5分，80%-90%得3分，60%—80%得1分，60%以下不得分", 5, "bands", _FOUR),
    ("达到90%（含）以上得满分；达到80%以上得80%的分值；低于80%不得分", 5, "bands", _THREE),
    ("每发生一次扣2分，扣完为止", 10, "deduction", {"each": (2,), "full": 10}),
    ("每建成1个得1分，最高5分", 5, "count", {"each": 1, "cap": 5, "full": 5}),
    ("1.制定规划得2分；2.成立领导小组得2分；3.落实经费得1分", 5, "criteria", {"points": (2, 2, 1), "full": 5}),
    ("①提前公开的每条扣5分;②要素不全的每条扣1分。", 10, "deduction", {"each": (5, 1), "full": 10}),
    ("开工率要达到40%，每低一个百分点扣0.1分", 4, "goalposts", {"worst": 0, "best": 40}),
    ("公开清单2分，公开监督电话2.5分", 4.5, "criteria", {"points": (2, 2.5), "full": 4.5}),
    ("由专家综合评定", 5, "direct", {"full": 5}),
    ("按等级评分", None, "direct", {"full": 100}),
    ("略", 3, "direct", {"full": 3}),
    ("按照省里的口径执行", 3, "direct", {"full": 3}),
]  # fmt: skip
LEVELS = [
    ("有专门机构得满分，否则0分", 5, {"有专门机构": 1, "不符合": 0}),
    ("是得5分，否得0分", 5, {"符合": 1, "不符合": 0}),
    ("优、良、中、差 100/80/60/0", None, {"优": 1, "良": 0.8, "中": 0.6, "差": 0}),
    (
        "优秀得100分，良好得80分，一般得60分，较差得0分",
        None,
        {"优秀": 1, "良好": 0.8, "一般": 0.6, "较差": 0},
    ),
    ("已建成并投入使用得5分；在建得3分；未建不得分", 5, {"已建成并投入使用": 1, "在建": 0.6, "未建": 0}),
    ("按优秀、良好、一般、较差分别得100、80、60、0分", 5, {"优秀": 1, "良好": 0.8, "一般": 0.6, "较差": 0}),
    ("按优、良、中、差四个等级评分", 5, {"优": 1, "良": 0.8, "中": 0.6, "差": 0}),
]


@pytest.mark.parametrize(("words", "points", "rule", "params"), CASES, ids=[case[0] for case in CASES])
def test_words_become_a_rule(words: str, points: float | None, rule: str, params: Params) -> None:
    found = guess(Reading("网上办理情况", bare(words), points=points))
    assert (found.rule, dict(found.params)) == (rule, params)


@pytest.mark.parametrize(("words", "points", "labels"), LEVELS, ids=[case[0] for case in LEVELS])
def test_words_become_levels(words: str, points: float | None, labels: Mapping[str, float]) -> None:
    found = guess(Reading("网上办理情况", bare(words), points=points))
    assert found.measure is Measure.RUBRIC
    assert {option.label.zh: option.points for option in found.options} == labels


def test_a_quotient_names_both_numbers() -> None:
    found = guess(Reading("电子证照使用率", "", bare("使用电子证照办理的件次／需要提交证照的总件次×100%")))
    assert [each.name.zh for each in found.inputs] == ["使用电子证照办理的件次", "需要提交证照的总件次"]
    assert found.sureness is Sureness.SURE


TARGETS = [
    (">=99", "%", "target", {"target": 99}, False),
    ("≥30", "M", "target", {"target": 30}, False),
    ("到2025年底达到90%以上", "", "target", {"target": 90}, False),
    ("≤5", "分钟", "target", {"target": 5, "cost": 1, "zero": 100}, True),
    ("3万以上", "户", "target", {"target": 30000}, False),
    ("按年度下达", "户", "direct", {"full": 100}, False),
    ("90-95", "户", "direct", {"full": 100}, False),
]


@pytest.mark.parametrize(
    ("target", "unit", "rule", "params", "cost"), TARGETS, ids=[case[0] for case in TARGETS]
)
def test_a_target_alone_is_a_ratio_to_it(
    target: str, unit: str, rule: str, params: Params, cost: bool
) -> None:
    found = guess(Reading("网络接入水平", unit=unit, target=bare(target)))
    assert (found.rule, dict(found.params), found.cost) == (rule, params, cost)


def test_full_points_that_nobody_told_are_not_made_up() -> None:
    words = bare("已建成并投入使用得满分；在建得3分；未建不得分")
    assert guess(Reading("平台", words)).sureness is Sureness.NONE
    assert guess(Reading("平台", words, points=6)).options[1].points == 0.5
    assert guess(Reading("率", bare("达到100%得满分，每低1个百分点扣0.5分"))).sureness is Sureness.LOW


@pytest.mark.parametrize("words", [case[0] for case in (*CASES, *LEVELS)])
def test_every_guess_is_a_sound_rule_of_its_measure(words: str) -> None:
    found = guess(Reading("办理率", bare(words), points=5))
    assert found.rule in rules_of(found.measure)
    assert rule_faults(RuleSpec(found.rule, found.params)) == ()
    assert found.told.zh
    assert found.told.en
