"""The chapter on earlier rounds at its boundaries: one round, twelve, none that counts, units and classes that changed."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from smartxl.define.load import load
from smartxl.diagnosis.content import CHAPTERS, report_content
from smartxl.diagnosis.unit import unit_contents
from smartxl.model.definition import Definition, Unit
from smartxl.model.framework import ROOT, RuleSpec
from smartxl.model.report import Paragraph, ReportChart, plain
from smartxl.model.scores import CITY, QuantityKind
from smartxl.model.unanswered import CoverageFloor, Missing
from smartxl.text import LANGUAGES, Lang, Text
from tests.diagnosis.comparing import (
    DAY,
    changed,
    chapter,
    facts_of,
    figures,
    keys,
    named,
    report_of,
    said,
    scored,
    table,
    with_units,
    without,
)

FULL = {"P1": 1.0, "P2": 1.0, "D1": 1.0}
NOW, THEN = {"P1": 0.5, "P2": 0.8, "D1": 0.25}, {"P1": 0.7, "P2": 0.6, "D1": 0.25}


@pytest.fixture
def definition(folder: Path) -> Definition:
    return load(folder)


@pytest.fixture
def before(definition: Definition) -> Definition:
    return named(definition, "2025-1")


def test_one_round_has_no_such_chapter(definition: Definition) -> None:
    content, facts = report_of(scored(definition, NOW))
    assert not [key for key in (s.key for s in content.walk()) if key.startswith(("trend", "cities", "comp"))]
    assert [key for key in facts.others.tables if not key.startswith("apart")] == []
    assert table(content, "ranking.table.dep")[0][-1] == "应答率"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_number_is_found_in_the_table_of_its_round(
    definition: Definition, before: Definition, lang: Lang
) -> None:
    others = [scored(without(named(definition, "2024-1"), "B1"), THEN, lang), scored(before, THEN, lang)]
    city = scored(named(without(definition, "A2"), "2026-1", "甲市"), {"P1": 0.9, "D1": 1.0}, lang)
    content, facts = report_of(scored(definition, NOW, lang), others, [city])
    outside = 0
    for figure in figures(content):
        for source in figure.sources:
            assert source in facts.table.values
        for origin, quantity in figure.outside:
            assert quantity in facts.others.tables[origin].values
        if len(figure.outside) == 1 and not figure.sources:
            origin, quantity = figure.outside[0]
            assert facts.others.tables[origin].values[quantity] == figure.value
        outside += bool(figure.outside)
        if re.fullmatch(r"[+-]?[\d.,]+", figure.shown):
            digits = len(figure.shown.partition(".")[2])
            assert abs(float(figure.shown.replace(",", "")) - figure.value) <= 0.5 * 10.0**-digits + 1e-9
    assert outside > 40
    assert not [text for text in map(str, figures(content)) if "nan" in text]


def test_what_changed_since_the_last_round(definition: Definition, before: Definition) -> None:
    content, facts = report_of(scored(definition, NOW), [scored(before, THEN)])
    now, then = facts.table, facts.others.earlier[0].table
    was, is_now = (t.get(QuantityKind.SCORE, CITY, ROOT) for t in (then, now))
    assert was is not None
    assert is_now is not None
    assert round(was, 2) == was == 47.72
    assert f"由 {was:.2f} 分变为 {is_now:.2f} 分，提高 {is_now - was:.2f} 分" in said(content, "trend")
    assert f"上期（2025-1）得分 {was:.2f} 分，本期提高" in said(content, "result")
    assert table(content, "trend.totals")[0] == ["对象", "2025-1", "2026-1", "变化"]
    assert table(content, "trend.units.dep")[1:] == [
        ["市教育局", "60.00", "80.00", "+20.00"],
        ["市公安局", "70.00", "50.00", "-20.00"],
    ]
    assert table(content, "trend.units.dis")[1:] == [["云湖区", "25.00", "25.00", "不变"]]
    ranking = table(content, "ranking.table.dep")
    assert [row[-1] for row in ranking] == ["位次变化", "升 1 位", "降 1 位"]


@pytest.mark.parametrize(
    ("now", "then", "change"),
    [
        (
            {"P1": 0.5, "P2": 0.5},
            {"P1": 0.5, "P2": 0.4},
            {"市公安局": "不变（并列）", "市教育局": "升 1 位（并列）"},
        ),
        ({"P1": 0.6, "P2": 0.5}, {"P1": 0.5, "P2": 0.5}, {"市公安局": "不变", "市教育局": "降 1 位"}),
    ],
    ids=["tied now", "tied then"],
)
def test_ranks_that_are_tied_or_missing(
    definition: Definition,
    before: Definition,
    now: dict[str, float],
    then: dict[str, float],
    change: dict[str, str],
) -> None:
    content, _ = report_of(scored(definition, now), [scored(before, then)])
    assert {row[1]: row[-1] for row in table(content, "ranking.table.dep")[1:]} == change


def test_a_change_within_the_published_rounding_is_none(definition: Definition, before: Definition) -> None:
    coarse = replace(before, framework=replace(before.framework, conventions=replace(
        before.framework.conventions, digits=1
    )))  # fmt: skip
    content, facts = report_of(scored(definition, {"D1": 0.33333}), [scored(coarse, {"D1": 0.33333})])
    assert facts.others.earlier[0].score("D1").shown == "33.3"  # type: ignore[union-attr]
    assert table(content, "trend.units.dis")[1] == ["云湖区", "33.3", "33.33", "不变"]
    assert "持平" in said(content, "result")


def test_a_stage_that_changed_and_one_that_did_not(definition: Definition, before: Definition) -> None:
    content, _ = report_of(scored(definition, FULL), [scored(before, {"D1": 0.4})])
    assert "阶段由起步期变为发展期" in said(content, "result")
    content, _ = report_of(scored(definition, {"D1": 0.5}), [scored(before, {"D1": 0.4})])
    assert "阶段未变（起步期）" in said(content, "trend")


def test_units_that_are_new_gone_renamed_or_of_another_class(
    definition: Definition, before: Definition
) -> None:
    police, schools, lake = before.roster.units
    was = with_units(
        before,
        [
            replace(police, name=Text("市公安处", "Police office")),
            Unit("P9", Text("市档案局", "Archives"), "dep"),
            replace(schools, unit_class="dis"),
        ],
    )
    content, _ = report_of(scored(definition, NOW), [scored(was, {"P1": 0.5})])
    departments, districts = said(content, "trend.dep"), said(content, "trend.dis")
    assert "本期新增、上期（2025-1）没有的单位：云湖区。" in districts
    assert "上期（2025-1）参加、本期不再参加的单位：市档案局。" in departments
    assert "上期（2025-1）属其他类别的单位：市教育局。" in departments
    assert "市公安局（原市公安处）" in departments
    assert [row[-1] for row in table(content, "ranking.table.dis")[1:]] == ["新增单位"]
    assert {r[1]: r[-1] for r in table(content, "ranking.table.dep")[1:]}["市教育局"] == "分类有调整"
    assert lake.code == "D1"


def test_a_round_in_which_a_unit_was_not_graded(definition: Definition, before: Definition) -> None:
    floor = CoverageFloor(unit=0.9)
    conventions = replace(before.framework.conventions, coverage_floor=floor)
    strict = replace(before, framework=replace(before.framework, conventions=conventions))
    past = scored(strict, {"P1": 0.5, "D1": 0.5})  # P1 leaves all but its items open
    content, facts = report_of(scored(definition, NOW), [past])
    assert facts.others.earlier[0].withheld("P1")
    rows = {row[0]: row for row in table(content, "trend.units.dep")[1:]}
    assert rows["市公安局"][1] == "暂不定级"
    assert rows["市公安局"][-1] == "—"
    assert {r[1]: r[-1] for r in table(content, "ranking.table.dep")[1:]}["市公安局"] == "上期暂不定级"


def test_rounds_without_answers_that_count(definition: Definition, before: Definition) -> None:
    own, past = scored(definition, NOW), named(definition, "2024-1")
    facts = facts_of(own, [(past, None), (before, scored(before, THEN))])
    content = report_content(facts, DAY)
    assert "没有计入的填报、未列入比较的期次：2024-1。" in said(content, "trend")
    assert "共比较 2 期" in said(content, "trend")
    alone = report_content(facts_of(own, [(past, None)]), DAY)
    assert said(alone, "trend") == "没有计入的填报、未列入比较的期次：2024-1。"
    assert not [key for key in keys(alone) if key.startswith("trend")]


def test_nothing_answered_now(definition: Definition, before: Definition) -> None:
    content, _ = report_of(scored(definition, {}), [scored(before, THEN)])
    assert "trend" not in [section.key for section in content.walk()]


def test_no_overall_score_then_or_now(definition: Definition, before: Definition) -> None:
    """Without `missing: zero` what nobody answered has no score."""
    own, past = (changed(d, "A1", missing=Missing.LEAVE_OUT) for d in (definition, before))
    content, _ = report_of(scored(own, NOW), [scored(past, {})])
    assert "上期（2025-1）没有全市综合得分" in said(content, "trend")
    assert {row[-1] for row in table(content, "ranking.table.dep")[1:]} == {"上期无位次"}
    assert {row[-1] for row in table(content, "trend.totals")[1:]} == {"—"}


def test_the_same_framework_has_no_table_on_a_common_basis(
    definition: Definition, before: Definition
) -> None:
    renamed = changed(before, "A1", name=Text("网上办事"))
    for other in (before, renamed, replace(before, framework=replace(before.framework, version="2"))):
        content, facts = report_of(scored(definition, NOW), [scored(other, THEN)])
        assert not facts.others.bases
        assert "trend.basis" not in [section.key for section in content.walk()]
        assert "*" not in "".join(table(content, "trend.totals")[0])


def test_another_framework_is_compared_on_what_is_common(definition: Definition, before: Definition) -> None:
    own = scored(definition, {"P1": 0.5, "P2": 0.5, "D1": 0.5}, A3_x=10.0)
    past = scored(without(before, "A3"), {"P1": 0.5, "P2": 0.5, "D1": 0.5})
    content, facts = report_of(own, [past])
    (basis,) = facts.others.bases.values()
    assert len(basis.leaves) == 6
    assert "本期 7 个指标，2025-1 6 个指标，其中相同的 6 个。" in said(content, "trend.basis")
    assert "持平" in said(content, "trend.basis")
    assert "公布的得分不可直接比较" in said(content, "trend")
    assert "按 6 个相同指标、现行权重重新计分，持平" in said(content, "result")
    assert table(content, "trend.totals")[0][1] == "2025-1*"
    assert table(content, "trend.basis_detail")[1] == ["全市", "50.00", "50.00", "不变"]
    assert "A3 更新" not in [row[0] for row in table(content, "trend.indicators")]


def test_weights_alone_make_another_basis(definition: Definition, before: Definition) -> None:
    past = scored(changed(before, "A2", weights={"dep": 90.0}), THEN, A2_n=1.0, A2_N=4.0)
    _, facts = report_of(scored(definition, NOW, A2_n=1.0, A2_N=4.0), [past])
    assert {len(basis.leaves) for basis in facts.others.bases.values()} == {7}


def test_frameworks_with_nothing_in_common(definition: Definition, before: Definition) -> None:
    other = before
    for code in ("A1", "A2", "A3", "B1", "B2", "B3", "B4"):
        other = changed(other, code, rule=RuleSpec("direct", {"full": 3.0}))
    past = replace(scored(before, THEN), definition=other)
    content, facts = report_of(scored(definition, NOW), [past])
    assert facts.others.last is None
    assert "没有相同的指标，得分和位次不可比较" in said(content, "trend")
    assert "没有相同的指标，得分不可比较" in said(content, "trend.basis")
    assert table(content, "trend.totals")[0] == ["对象", "2025-1*", "2026-1"]
    assert table(content, "ranking.table.dep")[0][-1] == "应答率"
    assert "compared" not in [section.key for section in content.walk()]


def test_twelve_rounds_fit_the_page(definition: Definition) -> None:
    rounds = [
        scored(named(definition, f"20{place:02}-1"), {**NOW, "P1": place / 20}) for place in range(10, 21)
    ]
    content, _ = report_of(scored(definition, NOW), rounds)
    assert table(content, "trend.totals")[0] == [
        *("对象", "2010-1", "2017-1", "2018-1", "2019-1", "2020-1", "2026-1", "变化")
    ]
    chart = next(b for b in content.blocks() if isinstance(b, ReportChart) and b.key == "trend.chart")
    assert len(chart.categories) == 12
    assert said(content, "trend").startswith("共比较 12 期，自 2010-1（2026-09-01 至 2026-10-31）起")
    notes = [b.note for b in chapter(content, "trend").blocks if hasattr(b, "note")]
    assert notes == ["表中略去的期次：2011-1、2012-1、2013-1、2014-1、2015-1、2016-1。"]


def test_scales_of_charts_hold_all_numbers(definition: Definition, before: Definition) -> None:
    content, _ = report_of(scored(definition, FULL), [scored(before, {"P1": 0, "D1": 0})])
    for chart in (b for b in content.blocks() if isinstance(b, ReportChart) and b.key.startswith("trend")):
        low, high = chart.limits
        values = [f.value for series in chart.series for f in series.values if f is not None]
        assert low <= min(values) < max(values) <= high
        assert (low, high) == (0, 100)


def test_a_round_of_another_language_is_told_in_the_words_of_the_report(
    definition: Definition, before: Definition
) -> None:
    past = scored(replace(before, round=replace(before.round, languages=("en",))), THEN, "en")
    content, _ = report_of(scored(definition, {"D1": 0.9}), [past])
    assert "起步期" in said(content, "trend")
    assert "Starting" not in said(content, "trend")


def test_rounds_of_one_name_are_told_apart(definition: Definition) -> None:
    other = replace(definition.round, id="older", start=date(2025, 9, 1))
    content, _ = report_of(scored(definition, NOW), [scored(replace(definition, round=other), THEN)])
    assert table(content, "trend.totals")[0][1] == "2026-1 (2025-09-01)"


def test_the_page_of_a_unit_tells_its_change(definition: Definition, before: Definition) -> None:
    _, facts = report_of(scored(definition, NOW), [scored(before, THEN)])
    content = unit_contents(facts, definition.roster.by_code["P2"], DAY)[0]
    every = [plain(block.words) for block in content.blocks() if isinstance(block, Paragraph)]
    assert "上期（2025-1）得分 60.00 分，本期 80.00 分，提高 20.00 分；位次变化：升 1 位。" in every


def test_the_page_of_a_unit_compares_on_the_same_basis(definition: Definition, before: Definition) -> None:
    own = scored(definition, {"P1": 0.5, "P2": 0.5}, A3_x=10.0)
    content, facts = report_of(own, [scored(without(before, "A3"), {"P1": 0.5, "P2": 0.5})])
    assert table(content, "ranking.table.dep")[0][-1] == "位次变化*"
    page = unit_contents(facts, definition.roster.by_code["P2"], DAY)[0]
    every = [plain(block.words) for block in page.blocks() if isinstance(block, Paragraph)]
    said_here = [text for text in every if "2025-1" in text]
    assert said_here == [
        "上期（2025-1）的指标体系与本期不同：按两期相同的指标，得分由 50.00 分变为 50.00 分，持平；"
        "公布位次的变化：不变（并列）。"
    ]


def test_commentary_may_stand_under_every_chapter(definition: Definition, before: Definition) -> None:
    """Also under those that a report has only where it compares."""
    city = scored(named(definition, "2026-1", "甲市"), NOW)
    content, _ = report_of(scored(definition, NOW), [scored(before, THEN)], [city])
    assert {"trend", "cities"} <= {section.key for section in content.sections} <= set(CHAPTERS)


def test_those_that_changed_most_are_found_on_the_same_basis(
    definition: Definition, before: Definition
) -> None:
    """P1 gained by the indicator that the round before did not have, and lost on what both have."""
    own = scored(definition, {"P1": 0.4, "P2": 0.5, "D1": 0.5}, A3_x=10.0)
    past = scored(without(before, "A3"), {"P1": 0.5, "P2": 0.5, "D1": 0.5})
    content, _ = report_of(own, [past])
    departments = said(content, "trend.dep")
    assert "按两期相同的指标，得分降低最多的单位：市公安局（10.00 分）" in departments
    assert "提高最多" not in departments
    assert table(content, "trend.basis_units")[1] == ["市公安局", "50.00", "40.00", "-10.00"]
