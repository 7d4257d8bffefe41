"""A round audited class by class: which tree, which scores, what was measured, what is not applicable."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from smartxl.errors import UnknownName
from smartxl.model.answers import Answer, State
from smartxl.model.audit import AuditReport, AuditRow, AuditVerdict
from smartxl.model.definition import Catalogue, Definition, Roster, Round, Unit
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
from smartxl.model.scores import QuantityKind
from smartxl.project.auditing import audited, class_tree
from smartxl.scoring.audit import audit
from smartxl.scoring.engine import score
from smartxl.text import Text

GOALPOSTS = RuleSpec("goalposts", {"worst": 0.0, "best": 200.0})
DIRECT = RuleSpec("direct", {"full": 100.0})


def leaf(code: str, parent: str, weight: float, *, measured: bool = False) -> Node:
    told = Text(f"指标{code}", f"Indicator {code}")
    rule, measure = (GOALPOSTS, Measure.KPI) if measured else (DIRECT, Measure.GIVEN)
    indicator = Indicator(measure, rule, inputs=(Input("v", told, Text("个", "number")),))
    return Node(code, told, parent, 2, dict.fromkeys(("dep", "dis", "none"), weight), Element("S"), indicator)


@pytest.fixture(scope="module")
def city() -> Definition:
    """Areas A (60: x 50 measured, y 50) and B (40: z 100); twelve departments, two districts, no unit of a third class."""
    areas = [
        Node(code, Text(code), "TOTAL", 1, dict.fromkeys(("dep", "dis", "none"), w))
        for code, w in (("A", 60.0), ("B", 40.0))
    ]
    nodes = (areas[0], leaf("x", "A", 50, measured=True), leaf("y", "A", 50), areas[1], leaf("z", "B", 100))
    names = {"dep": ("部门", "Departments"), "dis": ("区县", "Districts"), "none": ("其他", "Others")}
    classes = tuple(UnitClass(code, Text(*name), 50) for code, name in names.items())
    stages = Bands((0.0, 60.0), (Text("起步"), Text("发展")))
    framework = Framework("f", "1", Text("体系", "Index"), classes, {}, Conventions(2, stages), nodes)
    units = [Unit(f"U{i:02}", Text(f"单位{i}"), "dep") for i in range(12)]
    units += [Unit(f"D{i}", Text(f"区县{i}"), "dis") for i in range(2)]
    day = date(2026, 9, 1)
    edition = Round("r", "2026-1", 1, Text("评估"), Text("示例市"), day, day, ("zh",), Text("智慧办"))
    return Definition(edition, framework, Roster(tuple(units)), Catalogue(()))


def answers(city: Definition) -> list[Answer]:
    return [
        Answer(unit.code, f"{code}/v", State.VALUE, 5000.0 if (place, code) == (3, "x") else 40.0 + reading)
        for place, unit in enumerate(city.roster.units)
        for code, reading in (("x", 7.0 * (place % 5)), ("y", 2.0 * place), ("z", 3.0 * (place % 7)))
    ]


@pytest.fixture(scope="module")
def reports(city: Definition) -> tuple[AuditReport, ...]:
    given = answers(city)
    return audited(city, score(city, given), given)


def row(report: AuditReport, check: str, subject: str) -> AuditRow:
    return next(each for each in report.rows if (each.check, each.subject) == (check, subject))


def test_a_report_for_each_class_with_units(reports: tuple[AuditReport, ...]) -> None:
    assert [(each.subject, each.units) for each in reports] == [("dep", 12), ("dis", 2)]
    assert reports[0].name("A").zh == "A"
    assert reports[0].name("TOTAL").en == "Total"
    assert reports[0].name("dep").en == "Departments"


def test_the_tree_is_what_the_total_is_rolled_up_from(city: Definition) -> None:
    tree = class_tree(city.framework, "dep")
    assert tree.inner == ("TOTAL", "A", "B")
    assert tree.leaves == ("x", "y", "z")
    assert dict(tree.children("TOTAL")) == {"A": 60.0, "B": 40.0}


def test_what_was_measured_stands_beside_the_score(reports: tuple[AuditReport, ...]) -> None:
    """5,000 where others have about 60: the score is capped at 100."""
    found = row(reports[0], "data.skewness", "x")
    assert "raw values: skewness 3.4" in found.evidence.en
    assert "U03 5000.00" in found.evidence.en
    assert "raw" not in row(reports[0], "data.skewness", "z").evidence.en


def test_quantitative_is_what_is_counted_or_measured(reports: tuple[AuditReport, ...]) -> None:
    assert row(reports[0], "structure.quantitative", "TOTAL").value == pytest.approx(0.3)


def test_two_units_are_few(reports: tuple[AuditReport, ...]) -> None:
    found = row(reports[1], "coherence.alpha", "TOTAL")
    assert found.verdict is AuditVerdict.OPEN
    assert found.why.en.startswith("2 units, fewer than 10")


def test_it_is_the_audit_of_the_table_of_scores(city: Definition, reports: tuple[AuditReport, ...]) -> None:
    given = answers(city)
    table = score(city, given)
    units = [unit.code for unit in city.roster.units if unit.unit_class == "dep"]
    tree = class_tree(city.framework, "dep")
    scores = pd.DataFrame(
        {leaf: [table.get(QuantityKind.SCORE, unit, leaf) for unit in units] for leaf in tree.leaves},
        index=units,
        dtype="float64",
    )
    by_hand = audit(scores, tree).report
    for check in ("coherence.alpha", "weights.importance"):
        ours = [each.value for each in reports[0].rows if each.check == check]
        assert ours == pytest.approx([each.value for each in by_hand.rows if each.check == check], abs=0.01)


def test_one_class_and_no_such_class(city: Definition) -> None:
    given = answers(city)
    table = score(city, given)
    assert [each.subject for each in audited(city, table, given, unit_class="dis")] == ["dis"]
    with pytest.raises(UnknownName, match="nobody"):
        audited(city, table, given, unit_class="nobody")
