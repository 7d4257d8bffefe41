"""A small city with every kind of indicator, and its answers, small enough to score by hand."""

from __future__ import annotations

from datetime import date

import pytest

from smartxl.model.answers import Answer, State
from smartxl.model.definition import Catalogue, Definition, Item, Roster, Round, Unit
from smartxl.model.framework import (
    Bands,
    Conventions,
    Element,
    Framework,
    Indicator,
    Input,
    Measure,
    Node,
    RuleSpec,
    UnitClass,
)
from smartxl.text import Text

DEPARTMENT, DISTRICT = "department", "district"


def leaf(code: str, parent: str, element: str, indicator: Indicator, **weights: float) -> Node:
    return Node(
        code, Text(f"指标{code}", f"Indicator {code}"), parent, 2, weights, Element(element), indicator
    )


def branch(code: str, **weights: float) -> Node:
    return Node(code, Text(f"领域{code}", f"Area {code}"), "TOTAL", 1, weights)


def inputs(*codes: str) -> tuple[Input, ...]:
    return tuple(Input(code, Text(f"数值{code}", f"Number {code}"), Text("个", "pieces")) for code in codes)


KPI, SURVEY, GIVEN = Measure.KPI, Measure.SURVEY, Measure.GIVEN
GOALPOSTS = RuleSpec("goalposts", {"worst": 1.0, "best": 0.3})
NODES = (
    branch("A", department=60, district=50),
    leaf("i1", "A", "S", Indicator(Measure.SAMPLE, RuleSpec("coverage"), scale="depth"), department=50),
    leaf(
        "i2",
        "A",
        "T",
        Indicator(KPI, RuleSpec("ratio"), inputs=inputs("n", "N")),
        department=30,
        district=100,
    ),
    leaf("i10", "A", "T", Indicator(Measure.RUBRIC, RuleSpec("rubric"), units=("U1", "U2")), department=20),
    branch("B", department=40),
    leaf("g", "B", "R", Indicator(KPI, GOALPOSTS, inputs=inputs("x")), department=60),
    leaf(
        "s",
        "B",
        "S",
        Indicator(SURVEY, RuleSpec("survey", {"points": (1.0, 0.5, 0.0)}), inputs=inputs("1", "2", "3")),
        department=40,
    ),
    branch("C", district=50),
    leaf(
        "d", "C", "A", Indicator(GIVEN, RuleSpec("direct", {"full": 10.0}), inputs=inputs("x")), district=100
    ),
)
STAGES = Bands(
    (0.0, 55.0, 70.0, 85.0),
    (Text("起步期", "Starting"), Text("发展期"), Text("提升期"), Text("飞跃期", "Leaping")),
)
UNITS = (
    Unit("U1", Text("市公安局", "Public Security"), DEPARTMENT),
    Unit("D1", Text("东区", "East"), DISTRICT),
    Unit("U2", Text("市教育局", "Education"), DEPARTMENT),
    Unit("U3", Text("市统计局", "Statistics"), DEPARTMENT, weight=2.0),
    Unit("D2", Text("西区", "West"), DISTRICT),
)
ITEMS = (
    Item("U1", "i1", "a", "身份证办理", points=1.0),
    Item("U1", "i1", "b", "户口迁移", points=2.0),
    Item("U2", "i1", "a", "学籍查询"),
    Item("U1", "i1", "c", "居住证"),
    Item("U2", "i1", "b", "教师资格"),
)


@pytest.fixture
def city() -> Definition:
    """Departments U1, U2, U3 (weight 2; no items, no i10) and districts D1, D2."""
    classes = (
        UnitClass(DEPARTMENT, Text("市直部门", "Departments"), 60),
        UnitClass(DISTRICT, Text("区县", "Districts"), 40),
    )
    framework = Framework("f", "1", Text("体系"), classes, {}, Conventions(2, STAGES), NODES)
    day = date(2026, 9, 1)
    edition = Round(
        "r", "2026-1", 1, Text("评估"), Text("示例市", "Example City"), day, day, ("zh", "en"), Text("智慧办")
    )
    return Definition(edition, framework, Roster(UNITS), Catalogue(ITEMS))


def given(unit: str, key: str, value: float, row: int = 0) -> Answer:
    return Answer(unit, key, State.VALUE, value, sheet=unit if row else "", cell=f"I{row}" if row else "")


@pytest.fixture
def answers() -> tuple[Answer, ...]:
    """U1 answers all but one item, U2 has every state, U3 one KPI, D1 everything, D2 nothing."""
    return (
        given("U1", "i1/a", 0.5, 12),
        given("U1", "i1/b", 1.0, 13),
        Answer("U1", "i1/c", State.BLANK, sheet="U1", cell="I14"),
        given("U1", "i2/n", 3.0, 20),
        given("U1", "i2/N", 4.0, 21),
        given("U1", "i10/level", 0.4, 25),
        given("U1", "g/x", 0.65, 30),
        given("U1", "s/1", 6.0, 35),
        given("U1", "s/2", 3.0, 36),
        given("U1", "s/3", 1.0, 37),
        Answer("U2", "i1/a", State.NOT_APPLICABLE, sheet="U2", cell="I12"),
        Answer("U2", "i1/b", State.PENDING, sheet="U2", cell="I13"),
        given("U2", "i2/n", 1.0, 20),
        given("U2", "i2/N", 0.0, 21),
        given("U2", "g/x", 0.3, 30),
        given("U2", "s/1", 6.0, 35),
        Answer("U2", "s/2", State.PENDING, sheet="U2", cell="I36"),
        Answer("U2", "s/3", State.BLANK, sheet="U2", cell="I37"),
        given("U3", "i2/n", 1.0, 20),
        given("U3", "i2/N", 3.0, 21),
        given("D1", "i2/n", 1.0, 20),
        given("D1", "i2/N", 2.0, 21),
        given("D1", "d/x", 8.0, 25),
    )
