"""Awkward rounds: whatever a definition and its answers are like, the report says what is so, and nothing to be decoded."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from smartxl.define.load import load
from smartxl.diagnosis.brief import brief_contents
from smartxl.diagnosis.content import report_content
from smartxl.diagnosis.others import points_text
from smartxl.diagnosis.phrases import Phrases
from smartxl.diagnosis.unit import unit_contents
from smartxl.model.answers import Answer, State
from smartxl.model.definition import Catalogue, Definition, Item
from smartxl.model.framework import Measure
from smartxl.model.report import (
    Block,
    Figure,
    Listing,
    Paragraph,
    ReportChart,
    ReportContent,
    ReportTable,
    plain,
)
from smartxl.model.spoken import own_statements
from smartxl.model.unanswered import CoverageFloor
from smartxl.project.frameworks import packaged_framework
from smartxl.text import LANGUAGES, Lang, Text
from tests.diagnosis.test_content import DAY, MIXED, answered, content_of, texts

Change = Callable[[Definition], Definition]
LONG = "关于进一步优化全市政务服务事项跨部门联合办理与数据共享的若干措施及其配套实施细则" * 3
ODD = re.compile(r"[{}]|\bNone\b|\bnan\b|\binf\b|，，|。。|；。|、。|，。|：。|, ,|\.\.(?!\.)| ,")


@dataclass(frozen=True)
class Case:
    """A round: how the small definition is changed, what is answered, and what the Chinese report says and does not say."""

    name: str
    change: Change
    answers: Callable[[Definition], Iterable[Answer]]
    said: tuple[str, ...] = ()
    unsaid: tuple[str, ...] = ()


def same(definition: Definition) -> Definition:
    return definition


def only_class(code: str) -> Change:
    """The units of one class, and that class alone."""

    def changed(definition: Definition) -> Definition:
        framework, roster = definition.framework, definition.roster
        units = tuple(unit for unit in roster.units if unit.unit_class == code)
        classes = tuple(replace(c, share=100.0) for c in framework.classes if c.code == code)
        nodes = tuple(
            replace(node, weights={code: node.weights[code]})
            for node in framework.nodes
            if code in node.weights
        )
        items = tuple(
            item for item in definition.catalogue.items if item.unit in {unit.code for unit in units}
        )
        return replace(
            definition,
            framework=replace(framework, classes=classes, nodes=nodes),
            roster=replace(roster, units=units),
            catalogue=Catalogue(items),
        )

    return changed


def one_unit(definition: Definition) -> Definition:
    only = only_class("dis")(definition)
    return replace(only, roster=replace(only.roster, units=only.roster.units[:1]))


def without_elements(definition: Definition) -> Definition:
    nodes = tuple(replace(node, element=None) for node in definition.framework.nodes)
    return replace(definition, framework=replace(definition.framework, nodes=nodes))


def county(definition: Definition) -> Definition:
    return replace(definition, round=replace(definition.round, city=Text("青山县", "Qingshan County")))


def long_names(definition: Definition) -> Definition:
    name = Text(LONG[:110], "A very long name of a department for public services and data " * 2)
    units = tuple(
        replace(unit, name=Text(f"{unit.code}{name.zh}"[:110], name.en[:110]))
        for unit in definition.roster.units
    )
    nodes = tuple(replace(node, name=name) for node in definition.framework.nodes)
    items = tuple(replace(item, name=LONG[:110]) for item in definition.catalogue.items)
    return replace(
        definition,
        roster=replace(definition.roster, units=units),
        framework=replace(definition.framework, nodes=nodes),
        catalogue=Catalogue(items),
    )


def many_items(definition: Definition) -> Definition:
    more = tuple(Item("P1", "A1", f"N{number}", f"事项{number}") for number in range(1000))
    return replace(definition, catalogue=Catalogue((*definition.catalogue.items, *more)))


def with_floor(definition: Definition) -> Definition:
    """Nine of ten rows must be answered; samples alone are less of a department's."""
    conventions = replace(definition.framework.conventions, coverage_floor=CoverageFloor(unit=0.9))
    return replace(definition, framework=replace(definition.framework, conventions=conventions))


def shares(**given: float) -> Callable[[Definition], Iterable[Answer]]:
    return lambda definition: answered(definition, given)


def everything(share: float) -> Callable[[Definition], Iterable[Answer]]:
    """Every sampled item, level and number: numbers are such that a ratio is full."""

    def answers(definition: Definition) -> Iterator[Answer]:
        for unit in definition.roster.units:
            for leaf in definition.leaves(unit):
                for row in definition.rows(unit, leaf):
                    indicator = leaf.indicator
                    measure = indicator.measure if indicator else None
                    value = share if measure in {Measure.SAMPLE, Measure.RUBRIC} else 100.0
                    yield Answer(unit.code, row.key, State.VALUE, value)

    return answers


def blank(definition: Definition) -> Iterator[Answer]:
    return (answer._replace(state=State.BLANK, score_input=None) for answer in answered(definition, MIXED))


CASES = (
    Case("nobody answered", same, shares(), ("尚无单位的填报计入",), ("得分 ", "主要短板", "居首")),
    Case("only blank rows", same, blank, ("已答 0 行（0.0%）",), ()),
    Case(
        "a unit never answered", same, shares(P1=0.5, D1=0.25), ("尚未收到有效填报的单位 1 个：市教育局",), ()
    ),
    Case(
        "all full",
        same,
        shares(P1=1, P2=1, D1=1),
        ("采样的事项全部达到最高等级", "各指标均为满分，没有短板"),
        ("主要短板", "还差"),
    ),
    Case("a tie", same, shares(P1=0.5, P2=0.5), ("得分相同，均为",), ("居首", "居末")),
    Case("one unit", one_unit, shares(D1=0.25), ("只有云湖区一个单位有得分",), ("居首", "各单位")),
    Case("one class", only_class("dep"), shares(P1=0.5, P2=0.8), ("市教育局居首",), ("区县",)),
    Case("no elements", without_elements, shares(**MIXED), (), ("SMART",)),
    Case("a county", county, shares(**MIXED), ("全县提升",), ("全市", "本市")),
    Case("names of 110 characters", long_names, shares(**MIXED), ("P1关于进一步",), ()),
    Case("1,000 items", many_items, shares(**MIXED), ("1,005 项",), ()),
    Case(
        "too few rows answered for a rank",
        with_floor,
        shares(**MIXED),
        ("2 个单位的应答率低于 90.0%，暂不定级：市公安局、市教育局。", "未参加排名：市公安局、市教育局"),
        ("市教育局居首", "并列"),
    ),
    Case("everything answered", same, everything(1.0), ("没有可以补足的",), ()),
)
LARGE = ("1,000 items",)
PACKAGED = ("website-2019", "mohurd-2012", "cohen-wheel", "u4ssc")


def blocks_of(contents: Iterable[ReportContent]) -> Iterator[Block]:
    for content in contents:
        yield from content.blocks()


def check(content: ReportContent) -> None:
    """Nothing in it is empty, cut off or a placeholder."""
    for section in content.walk():
        assert section.title
        assert section.blocks or section.parts, section.key
    for block in content.blocks():
        said = [plain(block.words)] if isinstance(block, Paragraph) else []
        if isinstance(block, Listing):
            assert block.items
            said = list(map(plain, block.items))
        if isinstance(block, ReportTable):
            assert block.rows, block.key
            assert all(len(row) == len(block.columns) for row in block.rows), block.key
            # lead and date of a task are left to be filled in
            said = [block.caption, *(text for row in block.rows for cell in row if (text := plain(cell)))]
        if isinstance(block, ReportChart):
            assert block.categories, block.key
            assert block.alt, block.key
            values = [value for series in block.series for value in series.values]
            assert any(value is not None for value in values), block.key
            assert all(len(series.values) == len(block.categories) for series in block.series), block.key
            low, high = block.limits
            assert all(low <= value.value <= high for value in values if value is not None), block.key
            said = [block.caption, block.alt]
        assert [text for text in said if not text.strip() or ODD.search(text)] == []


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    "case",
    [pytest.param(case, id=case.name, marks=[pytest.mark.slow] * (case.name in LARGE)) for case in CASES],
)
def test_what_is_said_of_awkward_rounds(folder: Path, case: Case, lang: Lang) -> None:
    definition = case.change(load(folder))
    _, facts = content_of(definition, case.answers(definition), lang)
    facts = replace(facts, phrases=Phrases(lang, own_statements(definition, lang)))
    content = report_content(facts, DAY)
    check(content)
    if lang == "zh":
        every = "\n".join(texts(content))
        assert [said for said in case.said if said not in every] == []
        assert [said for said in case.unsaid if said in every] == []
    if facts.received:
        for short in (
            *brief_contents(facts, content, DAY),
            *unit_contents(facts, definition.roster.units[0], DAY),
        ):
            check(short)


@pytest.mark.slow
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", PACKAGED)
def test_what_is_said_of_other_frameworks(name: str, lang: Lang) -> None:
    definition = packaged_framework(name).definition
    for share in (0.0, 0.5, 1.0):
        content, _ = content_of(definition, everything(share)(definition), lang)
        check(content)
        figures = [
            r
            for b in content.blocks()
            if isinstance(b, ReportTable)
            for row in b.rows
            for c in row
            for r in c
        ]
        assert any(isinstance(run, Figure) for run in figures)


def test_zero_has_no_sign(folder: Path) -> None:
    """Means of z-scores are 0 but for rounding."""
    assert points_text(load(folder), -1e-17).strip("0") == "."
