"""The chapter on quality: late forms, explanations, evidence, adjustments and appeals, each told only where there is some."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from smartxl.define.load import load
from smartxl.diagnosis.facts import RoundFacts
from smartxl.diagnosis.phrases import Phrases
from smartxl.diagnosis.quality import quality_section
from smartxl.findings import Finding, FindingCode
from smartxl.model.answers import Answer, Field, State
from smartxl.model.definition import Definition
from smartxl.model.report import Figure, Paragraph, ReportSection, ReportTable, plain
from smartxl.model.roundrecords import AppealedRow, AppealedUnit, FormRecord, RoundRecords
from smartxl.model.scores import Quantity
from smartxl.scoring.engine import score
from smartxl.scoring.rescore import rescorer
from smartxl.text import LANGUAGES, Lang
from smartxl_templates import statements
from tests.define.conftest import page_project

DUE = date(2026, 10, 31)


def record(files: int = 0, entries: int = 0, missing: int = 0) -> FormRecord:
    """The record of a unit with so much evidence."""
    return FormRecord("表.xlsx", "d" * 64, "f" * 64, DUE, files, entries, missing)


def facts_of(
    definition: Definition,
    answers: tuple[Answer, ...] = (),
    units: Mapping[str, FormRecord] | None = None,
    lang: Lang = "zh",
) -> RoundFacts:
    phrases = Phrases(lang, statements(lang))
    records = RoundRecords(units or {})
    return RoundFacts(
        definition, score(definition, answers), answers, (), phrases, rescorer(definition, answers),
        records=records,
    )  # fmt: skip


def said(section: ReportSection) -> str:
    return "\n".join(
        plain(block.words) for part in section.walk() for block in part.blocks if isinstance(block, Paragraph)
    )


def table(section: ReportSection, key: str) -> list[list[str]]:
    blocks = (block for part in section.walk() for block in part.blocks)
    found = (block for block in blocks if isinstance(block, ReportTable) and block.key == key)
    return [[plain(words) for words in row] for block in found for row in block.rows]


@pytest.fixture
def definition(folder: Path) -> Definition:
    return load(folder)


NEXT = date(2026, 11, 1)


@pytest.mark.parametrize(
    ("late", "told", "untold"),
    [
        pytest.param({}, "", "截止日期", id="none"),
        pytest.param(
            {"P2": NEXT}, "1 个单位的采样表在截止日期（2026-10-31）之后收到：市教育局（2026-11-01）。", "不能据此", id="one",
        ),
        pytest.param({"P1": NEXT, "P2": NEXT}, "不能据此判断", "市教育局（", id="all together"),
    ],
)  # fmt: skip
def test_late_forms(definition: Definition, late: Mapping[str, date], told: str, untold: str) -> None:
    answers = (Answer("P1", "A2/n", State.BLANK), Answer("P2", "A2/n", State.BLANK))
    every = said(quality_section(replace(facts_of(definition, answers), late=late)))
    assert told in every
    assert untold not in every


@pytest.mark.parametrize(
    ("units", "told"),
    [
        pytest.param({"P1": record(), "P2": record()}, "各单位均未提供证据", id="none"),
        pytest.param(
            {"P1": record(files=2, entries=3, missing=1), "P2": record()},
            "1 个单位提供了证据：随表报送文件 2 份，证据登记表登记 3 项。\n"
            "登记表列出而没有收到的证据文件 1 份：市公安局。\n1 个单位没有提供证据：市教育局。",
            id="some",
        ),
        pytest.param({"P1": record(entries=1)}, "1 个单位提供了证据", id="all"),
    ],
)
def test_evidence(definition: Definition, units: Mapping[str, FormRecord], told: str) -> None:
    asked = replace(definition, round=replace(definition.round, evidence_rows=5))
    assert told in said(quality_section(facts_of(asked, (), units)))
    if not any(unit.files or unit.entries for unit in units.values()):
        assert "证据" not in said(quality_section(facts_of(definition, (), units)))


def test_explanations_are_listed(definition: Definition) -> None:
    finding = Finding(
        FindingCode.EXPLAINED,
        "P1",
        found="V15 900",
        expected="机房整体搬迁" * 30,
        item="上云率",
        sheet="采样表",
        cell="H9",
    )
    section = quality_section(replace(facts_of(definition), findings=(finding,)))
    assert "1 个单位对 1 条提示作了说明" in said(section)
    ((unit, item, typed, words),) = table(section, "quality.explained")
    assert (unit, item, typed, len(words) <= 80) == ("市公安局", "上云率", "900", True)


def test_a_clean_round_says_nothing_of_what_there_is_not(definition: Definition) -> None:
    section = quality_section(facts_of(definition))
    assert section.parts == ()
    assert not any(word in said(section) for word in ("申诉", "加分", "证据", "说明"))


NUMBERS = {"A1/n": 80.0, "A1/N": 100.0, "A2/p": 90.0, "B1/p": 80.0, "B2/p": 90.0}


@pytest.fixture
def pipeline_page(tmp_path: Path) -> Definition:
    return load(page_project(tmp_path / "page", 0))


def numbers(extra: Mapping[str, float], note: str = "") -> tuple[Answer, ...]:
    given = {**NUMBERS, "V1/v": 0.0, "K1/n": 0.0, "J1/p": 0.0, **extra}
    notes = {Field.NOTE: note} if note else {}
    return tuple(
        Answer(unit, key, State.VALUE, number, {Field.VALUE: number, **(notes if key in extra else {})})
        for unit in ("GA", "JY")
        for key, number in (
            given if unit == "GA" else {**NUMBERS, "V1/v": 0.0, "K1/n": 0.0, "J1/p": 0.0}
        ).items()
    )


@pytest.mark.parametrize(
    ("extra", "told", "rows"),
    [
        pytest.param({}, "没有单位被否决、扣分或加分。", [], id="none"),
        pytest.param(
            {"V1/v": 1.0, "K1/n": 3.0, "J1/p": 15.0}, "被否决的单位 1 个：市公安局。",
            [["市公安局", "否决", "单项否决", "59.00", "站点无法访问（是否 1、备注）"]], id="veto",
        ),
        pytest.param(
            {"K1/n": 3.0, "J1/p": 15.0}, "被扣分的单位 1 个：市公安局。\n获得加分的单位 1 个：市公安局。",
            [
                ["市公安局", "扣分", "扣分", "-6.00", "错误（处数 3 处、备注）"],
                ["市公安局", "加分", "加分", "15.00", "获奖（分数 15 分、备注）"],
            ],
            id="deduction and bonus",
        ),
    ],
)  # fmt: skip
def test_adjustments(
    pipeline_page: Definition, extra: Mapping[str, float], told: str, rows: list[list[str]]
) -> None:
    section = quality_section(facts_of(pipeline_page, numbers(extra, "备注")))
    assert told in said(section)
    assert table(section, "quality.adjustments") == rows


APPEALS = (AppealedUnit("P1", 2, 1, 1, 0, 50.0), AppealedUnit("P2", 1, 0, 0, 1, None))
ROWS = (
    AppealedRow("P1", "A1/X1", "居民身份证申领", "已经上线" * 50, "adopted", "属实", 0.5, 1.0),
    AppealedRow("P1", "A2/n", "上云数", "统计口径", "upheld", "", None, None),
    AppealedRow("P2", "A1/X1", "教师资格认定", "请复核", "pending", "", 0.5, 0.5),
)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_appeals_with_what_was_decided(definition: Definition, lang: Lang) -> None:
    answers = tuple(Answer(i.unit, i.key, State.VALUE, 1.0) for i in definition.catalogue.items)
    facts = replace(facts_of(definition, answers, lang=lang), records=RoundRecords({}, APPEALS, ROWS))
    section = quality_section(facts)
    assert [part.key for part in section.parts] == ["quality.appeals"]
    if lang == "zh":
        assert "2 个单位对 3 行结果提出申诉：采纳 1 行，维持 1 行，待处理 1 行。" in said(section)
    first, second = table(section, "quality.appeals")
    assert first[1:6] == ["2", "1", "1", "0", "50.00"]
    assert second[5] == "—"
    adopted, upheld, pending = table(section, "quality.appealed")
    assert (adopted[3], upheld[3], pending[3]) == (
        ("采纳", "维持", "待处理") if lang == "zh" else ("Adopted", "Upheld", "Pending")
    )
    assert (adopted[5:], upheld[4:]) == (["0.50", "1.00"], ["—", "—", "—"])


def test_scores_before_an_appeal_are_of_another_table(definition: Definition) -> None:
    facts = replace(facts_of(definition), records=RoundRecords({}, APPEALS, ROWS))
    (part,) = quality_section(facts).parts
    figures = [
        run
        for block in part.blocks
        if isinstance(block, ReportTable)
        for row in block.rows
        for words in row
        for run in words
        if isinstance(run, Figure) and run.outside
    ]
    assert {figure.outside[0].origin for figure in figures} == {"appeal"}
    assert all(isinstance(figure.outside[0].quantity, Quantity) for figure in figures)
