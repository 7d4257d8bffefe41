"""One indicator per rule, from framework.yaml to the sheets: their formulas give the engine's numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest

from smartxl.cells import Cell
from smartxl.define import load
from smartxl.define.template import read_layout
from smartxl.model.answers import NOT_APPLICABLE, PENDING, Answer, Field, State
from smartxl.model.definition import Definition, Unit
from smartxl.model.edition import Edition
from smartxl.model.framework import ROOT, Indicator
from smartxl.model.plan import Computed, WorkbookPlan
from smartxl.model.scores import Quantity, QuantityKind
from smartxl.planning import plan_city, plan_unit
from smartxl.rules import RULES
from smartxl.scoring import score
from smartxl.simulate import respond
from smartxl.verify import verify
from smartxl_generators import Template, write
from smartxl_templates import template_path
from smartxl_udfs import FUNCTIONS
from tests.office.office import Office

ASSESSMENT = """\
id: rules
round: 2026-1
revision: 1
title: { zh: 规则 }
city: { zh: 示例市 }
start: 2026-09-01
due: 2026-10-31
languages: [zh]
organiser: { zh: 智慧办 }
contact: 010-0000 0000
framework: { file: framework.yaml, code: rules, version: "1" }
"""
HEAD = """\
code: rules
version: "1"
title: { zh: 每种规则一项 }
classes:
  - { code: dep, name: { zh: 部门 }, share: 100 }
conventions: { digits: 2, stages: { bands: [{ from: 0, name: { zh: 起步期 } }, { from: 60, name: { zh: 发展期 } }] } }
scales:
  depth:
    title: { zh: 深度 }
    options:
      - { label: { zh: 指南 }, points: 0.5 }
      - { label: { zh: 办理 }, points: 1 }
nodes:
  - code: A
    name: { zh: 全部 }
    weight: 100
    children:
"""
ROSTER = "code,name,name_en,class,contact,weight\n" + "".join(
    f"U{i},单位{i},Unit {i},dep,,{i}\n" for i in (1, 2, 3)
)
ITEMS = "unit,leaf,item_code,item_name,kind,audience,points\n@dep,sample,X1,事项一,,,\n@dep,sample,X2,事项二,,,2\n"
# code: what stands in the definition, the codes of the inputs
LEAVES: Mapping[str, tuple[str, str]] = {
    "sample": ("measure: sample, rule: coverage, scale: depth", ""),
    "rubric": ("measure: rubric, rule: rubric, scale: depth", ""),
    "survey": ("measure: survey, rule: survey, scale: depth", ""),
    "direct": ("measure: given, rule: direct, params: { full: 10 }", "x"),
    "ratio": ("measure: kpi, rule: ratio", "n N"),
    "goalposts": ("measure: kpi, rule: goalposts, params: { worst: 40, best: 90 }", "x"),
    "bands": ("measure: kpi, rule: bands, params: { thresholds: [0, 5, 10], points: [0, 60, 100] }", "x"),
    "target": ("measure: kpi, rule: target, params: { target: 95 }", "n N"),
    "target-cost": ("measure: kpi, rule: target, params: { target: 0.5, cost: 1 }, direction: cost", "x"),
    "range": ("measure: kpi, rule: range, params: { lowest: 10, low: 20, high: 30, highest: 50 }", "x"),
    "efficacy": ("measure: kpi, rule: efficacy, params: { unacceptable: 6, satisfactory: 12 }", "x"),
    "geometric": (
        "measure: kpi, rule: efficacy, direction: cost, "
        "params: { unacceptable: 12, satisfactory: 6, geometric: 1, limits: [0, 120] }",
        "x",
    ),
    "piecewise": (
        "measure: kpi, rule: piecewise, params: { values: [2, 5, 8, 11], points: [20, 40, 80, 100], below: 0 }",
        "x",
    ),
    "loggoalposts": ("measure: kpi, rule: loggoalposts, params: { worst: 100, best: 75000 }", "x"),
    "criteria": ("measure: kpi, rule: criteria, params: { points: [30, 30, 60] }", "a b c"),
    "criteria-best": (
        "measure: given, rule: criteria, params: { points: [3, 5, 8], full: 8, best: 1 }",
        "a b c",
    ),
    "count": ("measure: kpi, rule: count, params: { each: 1, cap: 3, full: 3 }", "x"),
    "deduction": (
        "measure: kpi, rule: deduction, params: { each: [2, 5], full: 20 }, direction: cost",
        "a b",
    ),
    "bonus": ("measure: kpi, rule: bonus, params: { target: 50, bonus: 10, penalty: 15, base: 0 }", "x"),
    "panel": ("measure: given, rule: panel, params: { least: 3 }", "e1 e2 e3 e4"),
    "own": ("measure: kpi, rule: own, formula: 'MIN(100, 100*a/b + IF(c>0,5,0))'", "a b c"),
}
WEIGHTS = dict.fromkeys(LEAVES, 4.0) | {"own": 100 - 4.0 * (len(LEAVES) - 1)}
HAND = {
    "target": ([38.0, 50.0], 80.0),
    "target-cost": ([1.0], 50.0),
    "range": ([15.0], 50.0),
    "efficacy": ([5.81], 58.73),
    "geometric": ([9.0], 77.46),
    "piecewise": ([6.5], 60.0),
    "loggoalposts": ([10000.0], 69.56),
    "criteria": ([1.0, 0.0, 1.0], 90.0),
    "criteria-best": ([1.0, 1.0, 0.0], 62.5),
    "count": ([2.0], 66.67),
    "deduction": ([3.0, 1.0], 45.0),
    "bonus": ([45.0], -10.0),
    "panel": ([80.0, 95.0, 60.0, 85.0], 82.5),
    "own": ([3.0, 4.0, 1.0], 80.0),
}
Draw = Callable[[Random, Indicator], "float | State"]


def leaf(code: str, body: str, inputs: str, weight: float) -> str:
    asked = ", ".join(f"{{ code: {c}, name: {{ zh: 数 }}, unit: {{ zh: 个 }} }}" for c in inputs.split())
    more = f", inputs: [{asked}]" if asked else ""
    return f"      - {{ code: {code}, name: {{ zh: 指标 }}, weight: {weight}, {body}{more} }}\n"


@pytest.fixture(scope="module")
def definition(tmp_path_factory: pytest.TempPathFactory) -> Definition:
    folder = tmp_path_factory.mktemp("rules")
    (folder / "catalogue").mkdir()
    framework = HEAD + "".join(leaf(code, *entry, WEIGHTS[code]) for code, entry in LEAVES.items())
    texts = {"assessment.yaml": ASSESSMENT, "framework.yaml": framework, "roster.csv": ROSTER}
    for name, text in {**texts, "catalogue/01.csv": ITEMS}.items():
        (folder / name).write_text(text, "utf-8")
    return load(folder)


@dataclass(frozen=True)
class Writer:
    definition: Definition
    template: Template

    def check(self, plan: WorkbookPlan, answers: list[Answer]) -> bytes:
        """Writes a workbook with these answers; its formulas and its cached values are the engine's."""
        table = score(self.definition, answers)
        content = write(plan, self.template, self.definition, table, answers)
        report = verify(plan, content, table, FUNCTIONS)
        assert report.ok, "\n".join(report.lines("en"))
        assert report.checked > 50
        return content


@pytest.fixture(scope="module")
def writer(definition: Definition) -> Writer:
    path = template_path("standard")
    return Writer(definition, Template.load(path.read_bytes(), path.name))


@pytest.fixture(scope="module")
def plans(definition: Definition) -> list[WorkbookPlan]:
    """The first unit's workbook, the city's with plain formulas and the city's with functions."""
    layout = read_layout(template_path("standard"))
    city = [plan_city(definition, layout, "zh", edition) for edition in (Edition.CITY, Edition.RESULT_UDF)]
    return [plan_unit(definition, layout, definition.roster.units[0], "zh"), *city]


def test_every_rule_is_tried(definition: Definition) -> None:
    assert {leaf.indicator.rule.name for leaf in definition.framework.leaves("dep") if leaf.indicator} == set(
        RULES
    )


def answers_of(definition: Definition, unit: Unit, draw: Draw, random: Random) -> Iterator[Answer]:
    for node in definition.leaves(unit):
        for asked in node.indicator.inputs if node.indicator else ():
            key, value = f"{node.code}/{asked.code}", draw(random, node.indicator)  # type: ignore[arg-type]
            if not isinstance(value, State) and asked.minimum is not None:
                value = max(value, asked.minimum)  # intake lets nothing else through
            if isinstance(value, State):
                marks = {State.NOT_APPLICABLE: NOT_APPLICABLE, State.PENDING: PENDING}
                fields = {Field.APPLICABLE: marks[value]} if value in marks else {}
                yield Answer(unit.code, key, value, None, fields)
            else:
                yield Answer(unit.code, key, State.VALUE, value, {Field.VALUE: value})


def parameters(indicator: Indicator) -> list[float]:
    values = indicator.rule.params.values()
    return [n for value in values for n in (value if isinstance(value, tuple) else (value,))]


def around(random: Random, indicator: Indicator) -> float:
    """At, just beside or between the numbers that the rule speaks of."""
    value = random.choice([*parameters(indicator), 0.0, 1.0])
    return random.choice([value, value, value + 1e-7, value - 0.01, round(value * random.uniform(0, 2), 2)])


def with_gaps(random: Random, indicator: Indicator) -> float | State:
    gap = random.choice([State.BLANK, State.NOT_APPLICABLE, State.PENDING])
    return gap if random.random() < 0.4 else around(random, indicator)


DRAWS: Mapping[str, Draw] = {
    "at random": lambda random, _: random.choice([0.0, 1.0, round(random.uniform(0, 100), 1)]),
    "blank": lambda *_: State.BLANK,
    "gaps": with_gaps,
    "around the parameters": around,
    "huge and tiny": lambda random, _: random.choice([-1e12, -1.0, 0.0, 1e-12, 1e12]),
}


@pytest.mark.slow
@pytest.mark.parametrize("case", DRAWS)
def test_formulas_give_the_engines_numbers(
    case: str, definition: Definition, writer: Writer, plans: list[WorkbookPlan]
) -> None:
    random = Random(case)  # noqa: S311
    units = definition.roster.units
    answers = [answer for unit in units for answer in answers_of(definition, unit, DRAWS[case], random)]
    for plan in plans:
        writer.check(plan, answers)


@pytest.fixture
def by_hand(definition: Definition) -> list[Answer]:
    """The first unit's answers that are scored by hand."""
    return [
        Answer("U1", f"{code}/{asked}", State.VALUE, value, {Field.VALUE: value})
        for code, (values, _) in HAND.items()
        for asked, value in zip(LEAVES[code][1].split(), values, strict=True)
    ]


@pytest.mark.slow
def test_scores_are_the_ones_computed_by_hand(
    definition: Definition, by_hand: list[Answer], writer: Writer, plans: list[WorkbookPlan]
) -> None:
    table = score(definition, by_hand)
    assert {code: table.get(QuantityKind.SCORE, "U1", code) for code in HAND} == {
        c: s for c, (_, s) in HAND.items()
    }
    total = sum(WEIGHTS[code] * expected for code, (_, expected) in HAND.items())
    whole = sum(WEIGHTS[code] for code in HAND)
    assert table.get(QuantityKind.SCORE, "U1", ROOT) == pytest.approx(total / whole, abs=0.006)
    for plan in plans:
        writer.check(plan, by_hand)


@pytest.mark.slow
def test_negative_scores_pass_through_every_level(
    definition: Definition, writer: Writer, plans: list[WorkbookPlan]
) -> None:
    answers = [
        Answer(unit, f"{code}/x", State.VALUE, -30.0, {Field.VALUE: -30.0})
        for unit in ("U1", "U2")
        for code in ("efficacy", "bonus")
    ]
    table = score(definition, answers)
    # (-30 - 6)/(12 - 6)·40 + 60 = -180; the penalty of 15 is the cap
    assert [table.get(QuantityKind.SCORE, "U1", code) for code in ("efficacy", "bonus", "A", ROOT)] == [
        -180,
        -15,
        -97.5,
        -97.5,
    ]
    assert table.get(QuantityKind.SCORE, "@dep", ROOT) == -97.5
    assert [table.get(QuantityKind.RANK, unit) for unit in ("U1", "U2", "U3")] == [1, 1, None]
    for plan in plans:
        writer.check(plan, answers)


@pytest.mark.slow
def test_simulated_answers_are_scored(
    definition: Definition, writer: Writer, plans: list[WorkbookPlan]
) -> None:
    answers = list(respond(definition, "zh", 3))
    table = score(definition, answers)
    leaves = [leaf.code for leaf in definition.framework.leaves("dep")]
    assert None not in [table.get(QuantityKind.SCORE, "U1", code) for code in leaves if code != "sample"]
    for plan in plans:
        writer.check(plan, answers)


def test_the_indicator_sheet_shows_the_formula_and_the_parameters(plans: list[WorkbookPlan]) -> None:
    texts = {cell for sheet in plans[1].sheets for row in sheet.rows for cell in row.cells.values()}
    assert "自定义公式（MIN(100, 100*a/b + IF(c>0,5,0))）" in texts
    assert "分段线性标准（标准值 2/5/8/11，对应分值 20/40/80/100，低于最低标准得分 0）" in texts


@pytest.mark.slow
@pytest.mark.libreoffice
def test_libreoffice_agrees(
    office: Office,
    tmp_path: Path,
    definition: Definition,
    by_hand: list[Answer],
    writer: Writer,
    plans: list[WorkbookPlan],
) -> None:
    path = tmp_path / "rules.xlsx"
    path.write_bytes(writer.check(plans[0], by_hand))
    values = office.values(path, tmp_path / "out")
    planned = {
        cell: content.quantity for cell, content in plans[0].computed() if isinstance(content, Computed)
    }
    shown = shown_scores(values, planned)
    assert {code: shown[code] for code in HAND} == {code: expected for code, (_, expected) in HAND.items()}


def shown_scores(values: Mapping[Cell, object], planned: Mapping[Cell, Quantity]) -> dict[str, object]:
    """Indicator → what its cells show, which is everywhere the same."""
    found: dict[str, set[object]] = {}
    for cell, quantity in planned.items():
        if quantity.kind is QuantityKind.SCORE and quantity.ref:
            found.setdefault(quantity.ref, set()).add(values[cell])
    assert all(len(cells) == 1 for cells in found.values())
    return {code: cells.pop() for code, cells in found.items()}
