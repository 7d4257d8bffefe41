"""The scheme of a round: every weight as the definition has it, every responsibility, every day; nothing left to fill in."""

from __future__ import annotations

import io
import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from docx import Document

import smartxl
from smartxl.diagnosis.phrases import Phrases
from smartxl.errors import ProjectError, UnknownName
from smartxl.model.framework import ROOT
from smartxl.model.needs import Needs, NeedsPart, NeedsTopic, PartChoice, PartPriority
from smartxl.model.report import Figure, ReportContent, ReportTable, plain
from smartxl.model.scores import QuantityKind
from smartxl.model.weighing import AskedBranch, Weighing
from smartxl.model.yearplan import DEFAULT_MILESTONES, Milestone
from smartxl.planning import convention_lines
from smartxl.project import Project
from smartxl.project.frameworks import packaged_framework
from smartxl.project.outputs import Written
from smartxl.rules import PEER_RULES, RULES
from smartxl.scheme import CHAPTERS, SchemeFacts, scheme_content
from smartxl.text import LANGUAGES, Lang, Text
from smartxl_templates import framework_names, statements
from tests.cli.conftest import write_project

DAY, NOW = date(2026, 8, 20), datetime(2026, 8, 20, 9, tzinfo=UTC)


@pytest.fixture
def town(tmp_path: Path) -> Project:
    return smartxl.open_project(write_project(tmp_path / "town"))


def facts_of(name: str, lang: Lang = "zh", needs: Needs | None = None) -> SchemeFacts:
    definition = packaged_framework(name).definition
    lines = convention_lines(definition, lang)
    return SchemeFacts(definition, Phrases(lang, statements(lang)), lines, needs=needs or Needs())


def tables(content: ReportContent, key: str) -> list[ReportTable]:
    found = (block for block in content.blocks() if isinstance(block, ReportTable))
    return [table for table in found if table.key.startswith(key)]


def words_of(content: ReportContent) -> str:
    texts: list[str] = []
    for block in content.blocks():
        if isinstance(block, ReportTable):
            texts += [plain(cell) for row in block.rows for cell in row]
            texts += [block.caption, *(column.head for column in block.columns)]
        else:
            texts += map(plain, getattr(block, "items", None) or (getattr(block, "words", ()),))
    return "\n".join([*texts, *(section.title for section in content.walk())])


@pytest.mark.parametrize("name", framework_names())
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_weight_is_that_of_the_definition(name: str, lang: Lang) -> None:
    facts = facts_of(name, lang)
    content = scheme_content(facts, DAY)
    framework = facts.definition.framework
    shown = {
        (source.unit, source.ref): figure
        for table in tables(content, "scheme.system.")
        for row in table.rows
        for words in row
        for figure in words
        if isinstance(figure, Figure)
        for source in figure.sources
        if source.kind is QuantityKind.WEIGHT
    }
    wanted = {
        (entry.aggregate, node.code): node.weights[entry.code]
        for entry in framework.classes
        for node in framework.nodes
        if entry.code in node.weights
    }
    assert {place: figure.value for place, figure in shown.items()} == wanted
    assert all(float(figure.shown) == figure.value for figure in shown.values())


@pytest.mark.parametrize("name", framework_names())
@pytest.mark.parametrize("lang", LANGUAGES)
def test_nothing_is_left_to_fill_in_and_no_other_language_is_spoken(name: str, lang: Lang) -> None:
    content = scheme_content(facts_of(name, lang), DAY)
    assert [section.key for section in content.sections] == list(CHAPTERS)
    said = words_of(content)
    assert not re.search(r"[{}]|\bnan\b", said)
    if lang == "en":
        assert not re.search(r"[\u4e00-\u9fff]", said), re.findall(r".*[\u4e00-\u9fff].*", said)[:3]
    else:
        assert "None" not in said


def test_keys_are_unique_and_the_same_in_both_languages() -> None:
    keys = []
    for lang in LANGUAGES:
        content = scheme_content(facts_of("smart-2014", lang), DAY)
        sections = [section.key for section in content.walk()]
        blocks = [block.key for block in content.blocks() if isinstance(block, ReportTable)]
        assert len(set(sections)) == len(sections)
        assert len(set(blocks)) == len(blocks)
        keys.append((sections, blocks))
    assert keys[0] == keys[1]


def test_every_rule_is_explained() -> None:
    said = {key.removeprefix("scheme_rule.") for key in statements("zh") if key.startswith("scheme_rule.")}
    assert said == {*RULES, *PEER_RULES}


def test_every_unit_answers_for_its_indicators() -> None:
    facts = facts_of("smart-2014")
    definition = facts.definition
    (table,) = tables(scheme_content(facts, DAY), "scheme.units")
    assert len(table.rows) == len(definition.roster.units)
    for unit, row in zip(definition.roster.units, table.rows, strict=True):
        asked = {node.code for node in definition.leaves(unit)}
        every = len(asked) == len(definition.framework.leaves(unit.unit_class))
        told = plain(row[5])
        assert told == f"全部 {len(asked)} 项" if every else set(told.split()) == asked
        assert plain(row[1]) == unit.name.zh
        items = sum(len(definition.catalogue.of(unit.code, code)) for code in asked)
        assert (plain(row[3]), plain(row[4])) == (str(len(asked)), f"{items:,}")


def test_who_leads_an_indicator() -> None:
    facts = facts_of("smart-2014")
    (departments,) = tables(scheme_content(facts, DAY), "scheme.duties.department")
    leads = {plain(row[0]).split()[0]: plain(row[1]) for row in departments.rows}
    assert set(leads) == {node.code for node in facts.definition.framework.leaves("department")}
    assert leads["A4"] == "市工业和信息化局"  # the only one that is named
    assert leads["A6"] == "市大数据发展管理局"  # the first of several
    assert leads["A3"] == facts.definition.round.organiser.zh  # every department answers
    assert all(plain(row[2]) for row in departments.rows)


def test_the_items_of_sampling_tables_are_counted() -> None:
    facts = facts_of("smart-2014")
    (table,) = tables(scheme_content(facts, DAY), "scheme.tables")
    counts = [figure.value for row in table.rows for figure in row[2] if isinstance(figure, Figure)]
    assert sum(counts) == len(facts.definition.catalogue.items) == 1899


SHARES = {
    "the first day": (Milestone(Text("甲"), share=0.0), date(2026, 9, 1)),
    "half the time": (Milestone(Text("甲"), share=0.5), date(2026, 10, 1)),
    "a Saturday goes over to Monday": (Milestone(Text("甲"), share=4 / 60), date(2026, 9, 7)),
    "the last day stays though it is a Saturday before nothing": (
        Milestone(Text("甲"), share=1.0),
        date(2026, 10, 30),
    ),
    "a declared day stays on its weekend": (Milestone(Text("甲"), day=date(2026, 9, 5)), date(2026, 9, 5)),
}


@pytest.mark.parametrize(("milestone", "day"), SHARES.values(), ids=SHARES)
def test_the_day_of_a_milestone(milestone: Milestone, day: date) -> None:
    assert milestone.on(date(2026, 9, 1), date(2026, 10, 31)) == day


@pytest.mark.parametrize("length", range(40))
def test_milestones_lie_within_the_round(length: int) -> None:
    for offset in range(7):
        start = date(2026, 9, 1 + offset)
        due = date.fromordinal(start.toordinal() + length)
        for entry in DEFAULT_MILESTONES:
            assert start <= entry.on(start, due) <= due


def test_the_calendar_tells_of_weekends() -> None:
    content = scheme_content(facts_of("smart-2014"), DAY)
    (table,) = tables(content, "scheme.calendar")
    days = [date.fromisoformat(plain(row[0])) for row in table.rows]
    assert days == sorted(days)
    assert [plain(row[1]) for row in table.rows] == ["一二三四五六日"[day.weekday()] for day in days]
    weekend = [day.isoformat() for day in days if day.weekday() >= 5]
    assert weekend
    assert f"{len(weekend)} 个：{'、'.join(weekend)}。" in words_of(content)


def test_what_was_declared_takes_the_place_of_the_usual_milestones(tmp_path: Path) -> None:
    folder = write_project(tmp_path / "town")
    path = folder / "assessment.yaml"
    text = (
        "milestones:\n  - { share: 0.25, what: { zh: 现场辅导 }, who: { zh: 顾问 } }\n"
        "  - { day: 2026-10-09, what: { zh: 预审 } }\n"
    )
    path.write_text(path.read_text("utf-8") + text, "utf-8")
    city = smartxl.open_project(folder)
    facts = SchemeFacts(city.definition, Phrases("zh", statements("zh")))
    (table,) = tables(scheme_content(facts, DAY), "scheme.calendar")
    told = [[plain(cell) for cell in row] for row in table.rows]
    assert told[0] == ["2026-09-16", "三", "现场辅导", "顾问", "按进度推算"]
    assert told[1] == ["2026-10-09", "五", "预审", "智慧办", "定义给定"]
    assert told[2][:2] == ["2026-10-31", "六"]


def test_needs_stand_in_the_purpose() -> None:
    part = NeedsPart("D", Text("产业智慧化水平"), False, PartChoice.LEFT_OUT, "=不评产业", PartPriority.LOW)
    needs = Needs({NeedsTopic.POSITION: "区域中心城市\n宜居"}, (part,))
    content = scheme_content(facts_of("smart-2014", needs=needs), DAY)
    assert "城市定位：区域中心城市 宜居" in words_of(content)
    (table,) = tables(content, "needs.parts")
    assert [plain(cell) for cell in table.rows[0]] == ["D 产业智慧化水平", "不选", "低", "=不评产业"]
    assert tables(scheme_content(facts_of("smart-2014"), DAY), "needs.parts") == []


def test_experts_are_told_of() -> None:
    branches = (
        AskedBranch("总分", 5, ratio=0.0123, worst=0.2, inconsistent=1, adopted=True),
        AskedBranch("A", 0),
    )
    facts = SchemeFacts(
        packaged_framework("smart-2014").definition,
        Phrases("zh", statements("zh")),
        weighing=(
            Weighing("ahp", 5, branches, judgements=30, table="Saaty (1980)"),
            Weighing("delphi", 7, (AskedBranch("总分", 7, concordance=0.61, p_value=0.001),), rounds=2),
        ),
    )
    content = scheme_content(facts, DAY)
    (ahp,), (delphi,) = tables(content, "scheme.ahp"), tables(content, "scheme.delphi")
    assert [plain(cell) for cell in ahp.rows[0]] == ["总分", "5", "0.012", "0.200", "1", "已采用"]
    assert [plain(cell) for cell in ahp.rows[1]] == ["A", "0", "—", "—", "0", "未形成权重"]
    assert [plain(cell) for cell in delphi.rows[0]] == ["总分", "7", "0.610", "0.001", "未形成权重"]
    assert "30 个两两判断" in words_of(content)


def text_of(path: Path) -> str:
    paper = Document(io.BytesIO(path.read_bytes()))
    cells = (cell.text for table in paper.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(paragraph.text for paragraph in paper.paragraphs), *cells])


def test_a_project_writes_it_before_anything_was_collected(town: Project) -> None:
    docx, page = town.scheme("docx", "html", now=NOW)
    assert docx.path.name == "小城-2026-1-评估工作方案.docx"
    assert not (town.root / "ledger.sqlite").exists()
    said = text_of(docx.path)
    for node in town.definition.framework.nodes:
        assert f"{node.code} {node.name.zh}" in said
        assert f"{node.code} {node.name.zh}" in page.path.read_text("utf-8")
    (again,) = town.scheme(now=NOW)
    assert (again.path, again.written) == (docx.path, Written.SAME)
    assert all(node.parent != ROOT or node.name.zh in said for node in town.definition.framework.nodes)


def test_the_consultants_words_are_kept(town: Project) -> None:
    town.scheme(now=NOW)
    path = town.root / "commentary.scheme.zh.md"
    text = path.read_text("utf-8")
    assert "## [purpose] 评估目的" in text
    path.write_text(text.replace("评估目的\n", "评估目的\n\n市长要求三年见效。\n", 1), "utf-8")
    (built,) = town.scheme(now=NOW)
    assert "市长要求三年见效。" in text_of(built.path)
    path.write_text("## [result] 总体结果\n\n写错了地方\n", "utf-8")
    with pytest.raises(ProjectError, match=r"\[result\]"):
        town.scheme(now=NOW)


def test_a_project_may_word_it_otherwise(town: Project) -> None:
    (town.root / "statements.zh.toml").write_text('[scheme]\npurpose_use = "用于考核。"\n', "utf-8")
    (built,) = town.scheme(now=NOW)
    assert "用于考核。" in text_of(built.path)


def test_an_unknown_kind_is_refused(town: Project) -> None:
    with pytest.raises(UnknownName, match="docx, html, pdf"):
        town.scheme("xlsx")
