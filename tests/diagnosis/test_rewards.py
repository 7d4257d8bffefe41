"""Rewards and penalties by declared rules: who meets them, on which figures, and who is left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from smartxl.define.load import load
from smartxl.diagnosis.rewards import reward_cases, rewards_section
from smartxl.model.definition import Definition
from smartxl.model.report import Figure, Paragraph, ReportTable, plain
from smartxl.model.rewards import RewardCondition, RewardKind, RewardRule
from smartxl.model.unanswered import CoverageFloor
from smartxl.text import LANGUAGES, Text
from tests.diagnosis.comparing import changed, named, report_of, scored
from tests.diagnosis.test_content import answered, content_of


@pytest.fixture
def definition(folder: Path) -> Definition:
    return load(folder)


def ruled(definition: Definition, *rules: RewardRule) -> Definition:
    return replace(definition, round=replace(definition.round, rewards=rules))


def rule(when: RewardCondition, kind: RewardKind = RewardKind.REWARD, *classes: str) -> RewardRule:
    return RewardRule(kind, Text("如此", "so"), when, classes)


MIXED = {"P1": 0.5, "P2": 0.8, "D1": 0.25}
MET: dict[str, tuple[RewardCondition, Mapping[str, float], list[str]]] = {
    "the first": (RewardCondition(rank=1), MIXED, ["P2", "D1"]),
    "a tie": (RewardCondition(rank=1), {"P1": 0.5, "P2": 0.5}, ["P1", "P2"]),
    "the last": (RewardCondition(last=1), MIXED, ["D1", "P1"]),
    "the last, tied": (RewardCondition(last=1), {"P1": 0.5, "P2": 0.5}, ["P1", "P2"]),
    "a score exactly": (RewardCondition(score=25.0), {"D1": 0.25}, ["D1"]),
    "just below": (RewardCondition(score_below=25.0), {"D1": 0.25}, []),
    "both": (RewardCondition(score=20.0, score_below=26.0), {"D1": 0.25, "P2": 1.0}, ["D1"]),
    "a stage": (RewardCondition(stage_from=1), {"D1": 0.6}, ["D1"]),
    "below a stage": (RewardCondition(stage_below=1), {"D1": 0.59}, ["D1"]),
    "nothing answered": (RewardCondition(rank=1), {}, []),
    "no progress is known": (RewardCondition(progress=0.0), MIXED, []),
    "no veto": (RewardCondition(vetoed=True), MIXED, []),
}


@pytest.mark.parametrize(("when", "shares", "units"), MET.values(), ids=MET)
def test_who_meets_a_condition(
    definition: Definition, when: RewardCondition, shares: Mapping[str, float], units: list[str]
) -> None:
    of = ruled(definition, rule(when))
    _, facts = content_of(of, answered(of, shares))
    assert sorted(case.unit.code for case in reward_cases(facts)) == sorted(units)


def test_late_and_missing_units(definition: Definition) -> None:
    late, missing = RewardCondition(late=True), RewardCondition(missing=True)
    of = ruled(definition, rule(late, RewardKind.PENALTY), rule(missing, RewardKind.PENALTY), rule(missing))
    _, facts = content_of(of, answered(of, {"P1": 0.5, "D1": 0.5}))
    facts = replace(facts, late={"D1": date(2026, 11, 3)})
    cases = reward_cases(facts)
    assert [(case.unit.code, case.rule.when) for case in cases] == [("D1", late), ("P2", missing)]
    assert "2026-11-03" in plain(cases[0].grounds[0])
    on_time = ruled(definition, rule(RewardCondition(late=False)))
    assert {case.unit.code for case in reward_cases(replace(facts, definition=on_time))} == {"P1"}


def test_where_all_came_late_nobody_is_said_to_be(definition: Definition) -> None:
    of = ruled(
        definition, rule(RewardCondition(late=True), RewardKind.PENALTY), rule(RewardCondition(late=False))
    )
    _, facts = content_of(of, answered(of, MIXED))
    assert reward_cases(replace(facts, late=dict.fromkeys(MIXED, date(2026, 11, 3)))) == ()


def test_progress_is_since_the_last_round(definition: Definition) -> None:
    of = ruled(
        definition,
        rule(RewardCondition(progress=2.0)),
        rule(RewardCondition(progress_below=0.0), RewardKind.PENALTY),
    )
    before = scored(named(definition, "2025-1"), {"P1": 0.4, "P2": 0.85, "D1": 0.25})
    _, facts = report_of(scored(of, MIXED), [before])
    cases = reward_cases(facts)
    assert [(case.unit.code, case.rule.kind) for case in cases] == [
        ("P1", RewardKind.REWARD),
        ("P2", RewardKind.PENALTY),
    ]
    (ground,) = cases[0].grounds
    (change,) = [run for run in ground if isinstance(run, Figure)]
    assert change.outside
    assert change.shown.startswith("+")
    same = ruled(definition, rule(RewardCondition(progress=0.0), RewardKind.REWARD, "dis"))
    (case,) = reward_cases(report_of(scored(same, MIXED), [before])[1])
    assert plain(case.grounds[0]) == "与上轮持平"


def test_rules_of_progress_without_an_earlier_round_are_said_not_to_apply(definition: Definition) -> None:
    of = ruled(definition, rule(RewardCondition(progress=2.0)))
    section = rewards_section(content_of(of, answered(of, MIXED))[1])
    assert section is not None
    said = [plain(block.words) for block in section.blocks if isinstance(block, Paragraph)]
    assert said[-1].startswith("没有可比的上轮结果")


def test_progress_is_measured_on_common_indicators(definition: Definition) -> None:
    of = ruled(definition, rule(RewardCondition(progress=0.01)))
    other_weight = changed(named(definition, "2025-1"), "A2", weights={"dep": 90.0})
    before = scored(other_weight, {"P1": 0.4}, A2_n=1.0, A2_N=4.0)
    (case,) = reward_cases(report_of(scored(of, MIXED, A2_n=1.0, A2_N=4.0), [before])[1])
    (change,) = [run for run in case.grounds[0] if isinstance(run, Figure)]
    assert case.unit.code == "P1"
    assert {source.origin.partition(":")[0] for source in change.outside} == {"basis"}


def test_units_below_the_coverage_floor_have_no_rank_and_no_reward(definition: Definition) -> None:
    conventions = replace(definition.framework.conventions, coverage_floor=CoverageFloor(unit=0.9))
    of = ruled(
        replace(definition, framework=replace(definition.framework, conventions=conventions)),
        rule(RewardCondition(rank=9)),
        rule(RewardCondition(late=True), RewardKind.PENALTY),
        rule(RewardCondition(late=True)),
    )
    _, facts = content_of(of, answered(of, {"P1": 0.5}))
    facts = replace(facts, late={"P1": date(2026, 11, 3)})
    assert [(case.unit.code, case.rule.kind) for case in reward_cases(facts)] == [("P1", RewardKind.PENALTY)]
    section = rewards_section(facts)
    assert section is not None
    assert any("不参加名次和奖励" in plain(b.words) for b in section.blocks if isinstance(b, Paragraph))


def test_a_rule_may_be_for_some_classes(definition: Definition) -> None:
    of = ruled(definition, rule(RewardCondition(rank=1), RewardKind.REWARD, "dis"))
    _, facts = content_of(of, answered(of, MIXED))
    assert [case.unit.code for case in reward_cases(facts)] == ["D1"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_chapter_has_a_table_for_each_kind(definition: Definition, lang: str) -> None:
    of = ruled(
        definition, rule(RewardCondition(rank=1)), rule(RewardCondition(last=1), RewardKind.PENALTY, "dep")
    )
    content, _ = content_of(of, answered(of, MIXED), "zh" if lang == "zh" else "en")
    chapter = next(section for section in content.sections if section.key == "rewards")
    tables = [block for block in chapter.blocks if isinstance(block, ReportTable)]
    assert [(table.key, len(table.rows)) for table in tables] == [
        ("rewards.reward", 2),
        ("rewards.penalty", 1),
    ]


def test_without_rules_there_is_no_chapter_and_with_unmet_ones_a_sentence(definition: Definition) -> None:
    content, facts = content_of(definition, answered(definition, MIXED))
    assert "rewards" not in {section.key for section in content.sections}
    section = rewards_section(replace(facts, definition=ruled(definition, rule(RewardCondition(score=99.0)))))
    assert section is not None
    assert len(section.blocks) == 1
