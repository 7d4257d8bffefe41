"""The chapter on how sure the result is: what survives in words, as much as can be read, and how much is left out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from smartxl.define import load
from smartxl.diagnosis.facts import RoundFacts
from smartxl.diagnosis.phrases import Phrases
from smartxl.diagnosis.sureness import sure_details, sure_section
from smartxl.model.audit import AuditVerdict
from smartxl.model.definition import Definition
from smartxl.model.report import (
    ChartKind,
    Paragraph,
    ParagraphRole,
    ReportChart,
    ReportSection,
    ReportTable,
    plain,
)
from smartxl.model.robustness import (
    Estimate,
    MethodRefusal,
    PairOrder,
    Robustness,
    Uncertainty,
    UnitRanks,
)
from smartxl.model.scenarios import Scenario
from smartxl.model.scores import CITY, QuantityKind
from smartxl.scoring import score
from smartxl.scoring.rescore import rescorer
from smartxl.scoring.whatif import scenario_outcome
from smartxl.simulate import respond
from smartxl.text import LANGUAGES, Lang, Text
from smartxl_templates import example_folder, statements
from tests.diagnosis.sureness.made import made_audit, made_uncertainty, tried_of

FEW = ("GAJ", "FGW", "JYJ", "KJJ", "GXJ", "YH", "LJ", "GX")


@pytest.fixture(scope="module")
def facts() -> RoundFacts:
    example = load(example_folder())
    definition = example.only([unit for unit in example.roster.units if unit.code in FEW])
    return facts_of(definition, "zh")


def facts_of(definition: Definition, lang: Lang) -> RoundFacts:
    answers = respond(definition, "zh", 7)
    table = score(definition, answers)
    phrases = Phrases(lang, statements(lang))
    scenarios = (
        Scenario("equal", Text("等权", "Equal weights"), equal=True),
        Scenario("one", Text("只看产业", "Industry alone"), weights={"D": 100.0}),
    )
    outcomes = tuple(scenario_outcome(definition, answers, each) for each in scenarios)
    tried = replace(tried_of(definition, table), scenarios=outcomes)
    return RoundFacts(definition, table, answers, (), phrases, rescorer(definition, answers), tried=tried)


def chapter(facts: RoundFacts) -> ReportSection:
    section = sure_section(facts)
    assert section is not None
    return section


def said(section: ReportSection) -> list[str]:
    return [plain(b.words) for part in section.walk() for b in part.blocks if isinstance(b, Paragraph)]


def charts(section: ReportSection, kind: ChartKind) -> list[ReportChart]:
    blocks = (b for part in section.walk() for b in part.blocks if isinstance(b, ReportChart))
    return [chart for chart in blocks if chart.kind is kind]


def tables(section: ReportSection) -> dict[str, ReportTable]:
    return {b.key: b for part in section.walk() for b in part.blocks if isinstance(b, ReportTable)}


def with_uncertainty(facts: RoundFacts, change: Callable[[Uncertainty], Uncertainty]) -> RoundFacts:
    found = facts.tried.uncertainty
    assert found is not None
    return replace(facts, tried=replace(facts.tried, uncertainty=change(found)))


def test_nothing_is_said_where_nothing_was_tried(facts: RoundFacts) -> None:
    bare = replace(facts, tried=Robustness())
    assert sure_section(bare) is None
    assert not sure_details(bare)


def test_both_languages_say_the_same_things(facts: RoundFacts) -> None:
    keys = []
    for lang in LANGUAGES:
        other = replace(facts, phrases=Phrases(lang, statements(lang)))
        section, details = chapter(other), sure_details(other)
        parts = [part.key for part in section.walk()]
        blocks = [b.key for p in section.walk() for b in p.blocks if isinstance(b, ReportTable | ReportChart)]
        kept = {key: [*tables(detail)] for key, detail in details.items()}
        assert len(set(blocks)) == len(blocks)
        assert len({key for names in kept.values() for key in names}) == sum(map(len, kept.values()))
        keys.append((parts, blocks, kept))
    assert keys[0] == keys[1]
    assert set(keys[0][2]) == {"intervals", "sensitivity", "audit", "methods"}


@pytest.mark.parametrize(
    ("stays", "words"),
    [
        pytest.param(0.95, "第一名可以引用（不低于 95%）", id="as often as is asked"),
        pytest.param(0.9499, "引用时应注明不是定论", id="mostly"),
        pytest.param(0.5, "引用时应注明不是定论", id="a half"),
        pytest.param(0.49, "不宜引用（不到一半）", id="less than a half"),
    ],
)
def test_whether_the_leader_can_be_quoted(facts: RoundFacts, stays: float, words: str) -> None:
    changed = with_uncertainty(
        facts, lambda u: replace(u, groups=tuple(replace(g, leader_stays=stays) for g in u.groups))
    )
    first = chapter(changed).blocks[1]
    assert isinstance(first, Paragraph)
    assert first.role is ParagraphRole.CONCLUSION
    assert words in plain(first.words)
    assert f"{100 * stays:.1f}%" in plain(first.words)


def test_intervals_of_which_most_are_one_rank_wide(facts: RoundFacts) -> None:
    """Then it is not said that half of them are no wider than 0."""

    def narrow(found: Uncertainty) -> Uncertainty:
        groups = (
            replace(g, units=(*(replace(u, low=u.median, high=u.median) for u in g.units[:-1]), g.units[-1]))
            for g in found.groups
        )
        return replace(found, groups=tuple(groups))

    words = " ".join(said(chapter(with_uncertainty(facts, narrow))))
    assert "半数以上单位的名次在 5% 至 95% 的重算中没有变" in words
    assert "不宽于 0" not in words


def test_declared_limits_are_said_as_declared(facts: RoundFacts) -> None:
    def declared(found: Uncertainty) -> Uncertainty:
        groups = (
            replace(g, units=tuple(replace(u, low=u.median, high=u.median) for u in g.units))
            for g in found.groups
        )
        return replace(found, interval=(0.025, 0.975), quotable=0.975, groups=tuple(groups))

    told = said(chapter(with_uncertainty(facts, declared)))
    assert "各单位的名次在 2.5% 至 97.5% 的重算中都没有变。" in told
    assert not any("98%" in text or "95%" in text for text in told)


def test_scores_and_stages_of_city_and_classes_come_first(facts: RoundFacts) -> None:
    stage = facts.value(QuantityKind.STAGE, CITY)
    assert stage is not None
    shares = tuple(
        0.875 if place == int(stage) else 0.0
        for place in range(len(facts.definition.framework.conventions.stages.names))
    )
    city = UnitRanks(CITY, None, None, None, None, None, stages=shares, scores=Estimate(50.0, 41.25, 58.5))
    bare = UnitRanks("@district", None, None, None, None, None)
    changed = with_uncertainty(facts, lambda u: replace(u, wholes=(bare, city)))
    told = said(chapter(changed))[1]
    assert "的 5% 至 95% 分位为 41.25 至 58.50 分；在 87.5% 的重算中处于" in told
    (row,) = tables(sure_details(changed)["intervals"])["sure.stages.wholes"].rows
    assert [plain(words) for words in row[2:5]] == ["50.00", "41.25", "58.50"]
    assert [plain(words) for words in row[5:]].count("87.5%") == 1


def test_neighbours_that_cannot_be_told_apart_are_named_the_least_sure_first(facts: RoundFacts) -> None:
    def pairs(found: Uncertainty) -> Uncertainty:
        shares = (0.9499, 0.51, 0.95, 0.99)
        group = found.groups[0]
        units = [unit.unit for unit in group.units]
        told = tuple(PairOrder(a, b, s) for a, b, s in zip(units, units[1:], shares, strict=False))
        return replace(found, groups=(replace(group, neighbours=told), *found.groups[1:]))

    told = next(text for text in said(chapter(with_uncertainty(facts, pairs))) if "对相邻名次中有" in text)
    assert "4 对相邻名次中有 2 对分不出先后" in told
    assert told.index("（51.0%）") < told.index("（95.0%）")


def test_many_are_counted_and_not_all_named(facts: RoundFacts) -> None:
    def many(found: Uncertainty) -> Uncertainty:
        group = found.groups[0]
        unit = group.units[0].unit
        told = tuple(PairOrder(unit, unit, 0.6) for _ in range(40))
        return replace(found, groups=(replace(group, neighbours=told),))

    told = next(text for text in said(chapter(with_uncertainty(facts, many))) if "对相邻名次中有" in text)
    assert told.endswith("等 40 项。")
    assert told.count("（60.0%）") == 6


def test_pictures_of_many_units_are_cut_and_say_so(facts: RoundFacts) -> None:
    def crowd(found: Uncertainty) -> Uncertainty:
        unit = found.groups[0].units[0]
        units = tuple(
            replace(unit, unit=f"U{n}", rank=float(n), median=float(n), low=float(n), high=float(n + 3))
            for n in range(1, 301)
        )
        return replace(found, groups=(replace(found.groups[0], units=units, neighbours=()),))

    changed = with_uncertainty(facts, crowd)
    (drawn,) = charts(chapter(changed), ChartKind.SPANS)[:1]
    assert len(drawn.categories) == 60
    assert "前 60 名" in drawn.caption
    assert not charts(chapter(changed), ChartKind.SHARES)
    whole = tables(sure_details(changed)["intervals"])["sure.table.@department"]
    assert len(whole.rows) == 300
    paper, left = tables(chapter(changed))["sure.table.@department"].on_paper()
    assert len(paper.rows) + left == 300


def test_the_table_of_a_thousand_units_has_no_square_beside_it(facts: RoundFacts) -> None:
    def crowd(found: Uncertainty) -> Uncertainty:
        unit = found.groups[0].units[0]
        units = tuple(replace(unit, unit=f"U{n}") for n in range(1000))
        return replace(found, groups=(replace(found.groups[0], units=units, neighbours=()),))

    found = tables(sure_details(with_uncertainty(facts, crowd))["intervals"])
    assert [*found] == ["sure.table.@department"]
    assert len(found["sure.table.@department"].rows) == 1000


def test_a_unit_that_took_no_part_is_named_with_the_reason(facts: RoundFacts) -> None:
    def out(found: Uncertainty) -> Uncertainty:
        group = found.groups[0]
        bare = UnitRanks("GAJ", None, None, None, None, None, out=Text("应答率不足"))
        return replace(found, groups=(replace(group, units=(*group.units[1:], bare)),))

    changed = with_uncertainty(facts, out)
    assert any("没有参加重算的单位：市公安局（应答率不足）" in text for text in said(chapter(changed)))
    last = tables(chapter(changed))["sure.table.@department"].rows[-1]
    assert [plain(words) for words in last][-4:] == ["—", "—", "—", "应答率不足"]


def test_scenarios_in_which_another_unit_leads_are_named(facts: RoundFacts) -> None:
    texts = said(chapter(facts))
    assert any(text.startswith(("市直部门：公布的第一名是", "市直部门：所有情景下")) for text in texts)
    rows = tables(chapter(facts))["sure.scenario_ranks.department"].rows
    assert [plain(row[1]) for row in rows] == sorted((plain(row[1]) for row in rows), key=float)
    for row in rows:
        ranks = [float(shown) for words in row[1:4] if (shown := plain(words)) != "—"]
        shown = plain(row[4])
        low, high = (shown.split(" – ") * 2)[:2]
        assert (float(low), float(high)) == (min(ranks), max(ranks))


def test_what_fails_comes_first_with_what_to_do(facts: RoundFacts) -> None:
    told = tables(chapter(facts))["sure.flags.department"]
    verdicts = [plain(row[0]) for row in told.rows]
    assert set(verdicts) == {"不通过", "提示"}
    assert verdicts == sorted(verdicts, key=["不通过", "提示"].index)
    assert all(plain(row[-1]) == "请复核这一指标的填报口径" for row in told.rows)
    every = tables(sure_details(facts)["audit"])["sure.rows.department"]
    report = made_audit(facts.definition, facts.definition.framework.classes[0])
    assert len(every.rows) == len(report.rows)
    assert sum(plain(row[0]) == "通过" for row in every.rows) == report.count(AuditVerdict.PASS)


def test_half_of_a_matrix_is_drawn_and_flags_have_signs(facts: RoundFacts) -> None:
    drawn = charts(chapter(facts), ChartKind.CORRELATION)[0]
    for column, series in enumerate(drawn.series):
        assert all(value is None for value in series.values[:column])
        assert all(value is not None for value in series.values[column:])
    signs = {value.shown[-1] for series in drawn.series for value in series.values if value}
    assert {"▲", "▽"} <= signs
    assert all(value.shown == "1.00" for c, s in enumerate(drawn.series) for value in [s.values[c]] if value)


def test_frequencies_beyond_the_columns_are_together(facts: RoundFacts) -> None:
    found = made_uncertainty(facts.definition, facts.table)
    unit = found.groups[0].units[0]
    shares = tuple((float(rank), 0.02) for rank in range(1, 51))
    group = replace(found.groups[0], units=(replace(unit, shares=shares),))
    changed = with_uncertainty(facts, lambda _: replace(found, groups=(group,)))
    often = tables(sure_details(changed)["intervals"])["sure.often.@department"]
    assert len(often.columns) == 42
    assert often.columns[-1].head == "41 及以后"
    assert plain(often.rows[0][-1]) == "20.0%"


def test_where_no_indicator_moves_a_rank_none_is_named(facts: RoundFacts) -> None:
    found = facts.tried.sensitivity
    assert found is not None
    still = tuple(replace(each, mean_shift=0.0, largest_shift=0.0) for each in found.left_out)
    changed = replace(facts, tried=replace(facts.tried, sensitivity=replace(found, left_out=still)))
    assert "市直部门中，去掉任何一个指标，名次都不变。" in said(chapter(changed))


def test_methods_that_all_agree_and_one_without_results(facts: RoundFacts) -> None:
    found = facts.tried.methods[0]
    size = len(found.methods)
    same = replace(
        found,
        spearman=((1.0, *[1.0 - 1e-12] * (size - 2), None), *found.spearman[1:]),
        refused={"entropy-topsis": MethodRefusal(Text("熵权 TOPSIS"), Text("单位太少"))},
    )
    changed = chapter(replace(facts, tried=replace(facts.tried, methods=(same,))))
    assert f"市直部门：其他 {size - 2} 种方法给出的名次与本指标体系完全一致。" in said(changed)
    assert "没有结果的方法：熵权 TOPSIS：单位太少。" in said(changed)
    assert not charts(changed, ChartKind.SCATTER)


def test_the_picture_of_many_weights_says_how_many_it_shows(facts: RoundFacts) -> None:
    found = facts.tried.sensitivity
    assert found is not None
    drawn = charts(chapter(facts), ChartKind.TORNADO)
    moving = [sum(line.up != each.base for line in each.lines) for each in found.tornados]
    assert [len(each.categories) for each in drawn] == [min(6, count) for count in moving]
    cut = ["最大的 6 项" in each.caption for each in drawn]
    assert cut == [count > 6 for count in moving]
    assert any(cut)
