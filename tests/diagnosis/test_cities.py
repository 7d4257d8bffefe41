"""Targets and other cities beside the result: reached or not, the place of the city, quartiles, a common basis."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from smartxl.define.load import load
from smartxl.diagnosis.content import report_content
from smartxl.model.definition import Definition
from smartxl.model.framework import ROOT, RuleSpec
from smartxl.model.report import ReportChart
from smartxl.model.scores import CITY, QuantityKind
from smartxl.project.result import ScoredRound
from tests.diagnosis.comparing import (
    DAY,
    changed,
    facts_of,
    keys,
    named,
    report_of,
    said,
    scored,
    table,
    with_nodes,
    without,
)

SHARES = {"P1": 0.5, "P2": 0.8, "D1": 0.25}


@pytest.fixture
def definition(folder: Path) -> Definition:
    return load(folder)


def cities(definition: Definition, *shares: float) -> list[ScoredRound]:
    """甲市, 乙市 … in which districts have this share of their points."""
    return [
        scored(named(definition, "2026-1", f"{name}市"), {"D1": share})
        for name, share in zip("甲乙丙丁戊", shares, strict=False)
    ]


def otherwise(definition: Definition, areas: str) -> Definition:
    """The definition with another rule for all indicators of some areas."""
    nodes = [
        replace(node, indicator=replace(node.indicator, rule=RuleSpec("direct", {"full": 3.0})))
        if node.indicator and node.parent in areas
        else node
        for node in definition.framework.nodes
    ]
    return with_nodes(definition, nodes)


def aiming(definition: Definition, **targets: float) -> Definition:
    return replace(definition, round=replace(definition.round, targets=tuple(targets.items())))


@pytest.mark.parametrize(
    ("target", "words", "gap"),
    [
        (20.0, "目标为 20 分，恰好达到。", "达到"),
        (25.5, "目标为 25.5 分，尚差 5.50 分。", "-5.50"),
        (19.0, "目标为 19 分，已经达到，超出 1.00 分。", "+1.00"),
        (20.0004, "恰好达到", "达到"),
    ],
    ids=["exactly", "missed", "met", "within the rounding"],
)
def test_a_target(definition: Definition, target: float, words: str, gap: str) -> None:
    content, facts = report_of(scored(aiming(definition, TOTAL=target), {"D1": 0.5}))
    assert facts.score(CITY).shown == "20.00"  # type: ignore[union-attr]
    assert words in said(content, "result")
    assert table(content, "result.compared")[1][-1] == gap


def test_targets_of_nodes_alone(definition: Definition) -> None:
    own = scored(aiming(definition, A=60.0, A1=70.0, B1=40.0), {"D1": 0.5})
    content, _ = report_of(own)
    rows = table(content, "result.compared")
    assert rows[0] == ["对象", "得分", "目标", "距目标"]
    assert {row[0]: row[2] for row in rows[1:]} == {
        **{"全市": "—", "服务": "60", "管理": "—"},
        **{"在线办事": "70", "机制": "40"},
    }
    assert rows[-1][-1] == "—"  # nobody has a score under B1


@pytest.mark.parametrize(
    ("shares", "words"),
    [
        ([0.4], "在 2 个有得分的地区中，本市居第 1 位"),
        ([0.6, 0.9], "在 3 个有得分的地区中，本市居第 3 位"),
        ([0.5, 0.9, 0.1], "本市与甲市得分相同，并列第 2 位"),
        ([0.500001, 0.9], "本市与甲市得分相同，并列第 2 位"),
    ],
    ids=["first of two", "last", "tied", "tied as it is shown"],
)
def test_the_place_of_the_city(definition: Definition, shares: list[float], words: str) -> None:
    content, _ = report_of(scored(definition, {"D1": 0.5}), cities=cities(definition, *shares))
    assert words in said(content, "cities")
    assert words in said(content, "result")


def test_cities_side_by_side_and_their_quartiles(definition: Definition) -> None:
    content, _ = report_of(scored(definition, {"D1": 0.5}), cities=cities(definition, 0.25, 0.75, 1.0))
    rows = table(content, "cities.table")
    assert rows[0] == ["位次", "地区", "期次", "综合得分", "服务", "管理"]
    assert [row[1] for row in rows[1:]] == ["丙市", "乙市", "示例市", "甲市"]
    assert [row[3] for row in rows[1:]] == ["40.00", "30.00", "20.00", "10.00"]
    assert table(content, "cities.quartiles")[1] == [
        *("综合得分", "20.00", "10.00", "17.50", "25.00", "32.50", "40.00", "3")
    ]
    few, _ = report_of(scored(definition, {"D1": 0.5}), cities=cities(definition, 0.25, 0.75))
    assert "cities.quartiles" not in keys(few)


def test_cities_with_another_framework_are_scored_again(definition: Definition) -> None:
    own = scored(definition, {"P1": 0.5, "P2": 0.5, "D1": 0.5}, A3_x=10.0)
    peer = scored(named(without(definition, "A3"), "2026-1", "甲市"), {"P1": 0.4, "P2": 0.4, "D1": 0.4})
    content, facts = report_of(own, cities=[peer])
    assert own.table.get(QuantityKind.SCORE, CITY, ROOT) != 50.0
    assert "只取各地相同的 6 个指标（本市共 7 个）" in said(content, "cities")
    assert [row[3] for row in table(content, "cities.table")[1:]] == ["50.00", "40.00"]
    assert "按各地相同的 6 个指标重新计分" in said(content, "result")
    assert "result.compared" not in keys(content)
    assert facts.others.peer_basis is not None


def test_cities_that_cannot_be_compared(definition: Definition) -> None:
    (strange,) = cities(definition, 0.5)
    strange = replace(strange, definition=named(otherwise(definition, "AB"), "2026-1", "戊市"))
    silent = named(definition, "2026-1", "己市")
    own, peers = scored(definition, {"D1": 0.5}), cities(definition, 0.25)
    facts = facts_of(own, cities=[*((p.definition, p) for p in (*peers, strange)), (silent, None)])
    content = report_content(facts, DAY)
    assert "没有计入的填报、未列入比较的地区：己市。" in said(content, "cities")
    assert "与本市没有相同的指标、未列入比较的地区：戊市。" in said(content, "cities")
    assert [row[1] for row in table(content, "cities.table")[1:]] == ["示例市", "甲市"]
    alone = report_content(facts_of(own, cities=[(silent, None)]), DAY)
    assert said(alone, "cities") == "没有计入的填报、未列入比较的地区：己市。"
    assert not [key for key in keys(alone) if key.startswith("cities")]


def test_cities_that_have_nothing_in_common_with_each_other(definition: Definition) -> None:
    one, two = cities(definition, 0.5, 0.6)
    one = replace(one, definition=otherwise(one.definition, "A"))
    two = replace(two, definition=otherwise(two.definition, "B"))
    content, _ = report_of(scored(definition, SHARES), cities=[one, two])
    assert "各地的指标体系没有相同的指标" in said(content, "cities")
    assert not [key for key in keys(content) if key.startswith("cities")]


def test_a_radar_of_areas_with_targets(definition: Definition) -> None:
    three = changed(definition, "A2", parent=ROOT, level=1)
    own = scored(aiming(three, A=60.0, A2=70.0, B=40.0), SHARES, A2_n=1.0, A2_N=2.0, A3_x=1.0)
    content, facts = report_of(replace(own, definition=three))
    assert not facts.score(CITY, "B")
    assert "result.compared_chart" not in keys(content)
    content, _ = report_of(
        scored(aiming(three, A=60.0, A2=70.0, B=40.0), SHARES, A2_n=1.0, A2_N=2.0, B4_e=0.5)
    )
    charts = [b for b in content.blocks() if isinstance(b, ReportChart) and b.key == "result.compared_chart"]
    names = [series.name for chart in charts for series in chart.series]
    assert names == ["2026-1", "目标"]


def test_cities_of_one_name_are_told_apart(definition: Definition) -> None:
    peers = [scored(named(definition, "2026-1", "示例市"), {"D1": share}) for share in (0.2, 0.3)]
    content, _ = report_of(scored(definition, {"D1": 0.5}), cities=peers)
    names = [row[1] for row in table(content, "cities.table")[1:]]
    assert len(set(names)) == 3
