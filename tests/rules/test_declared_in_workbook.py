"""Every roll-up, missing policy, rule over peers, pipeline and ranking, from framework.yaml to the sheets."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import cache
from pathlib import Path
from random import Random

import pytest

from smartxl.define.template import read_layout
from smartxl.model.answers import Answer
from smartxl.model.combination import RollUp, Unscored
from smartxl.model.definition import Definition
from smartxl.model.edition import Edition
from smartxl.model.framework import ROOT
from smartxl.model.plan import Computed, WorkbookPlan
from smartxl.model.scores import CITY, QuantityKind
from smartxl.planning import CityPlanner, plan_city, plan_unit, unitblocks
from smartxl.planning.nodes import city_only
from smartxl.rules import PEER_RULES
from smartxl.scoring import score
from smartxl.verify import verify
from smartxl_generators import Template, write
from smartxl_templates import template_path
from smartxl_udfs import FUNCTIONS
from tests.office.office import Office
from tests.rules.declared import DECLARED, answers_of, project

Written = Callable[[float, int], bytes]


@pytest.fixture(scope="module", params=DECLARED)
def definition(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Definition:
    found = project(tmp_path_factory.mktemp("declared") / "project", request.param)
    return found.at(found.round.due + timedelta(1))


@pytest.fixture(scope="module")
def plans(definition: Definition) -> list[WorkbookPlan]:
    """The city's workbook with plain formulas, the result with functions, the first unit's form."""
    layout = read_layout(template_path("standard"))
    city = [plan_city(definition, layout, "zh", edition) for edition in (Edition.CITY, Edition.RESULT_UDF)]
    return [*city, plan_unit(definition, layout, definition.roster.units[0], "zh")]


def checked(definition: Definition, plan: WorkbookPlan, answers: list[Answer]) -> bytes:
    path = template_path("standard")
    template = Template.load(path.read_bytes(), path.name)
    scored = (
        definition.at(None) if plan.stamp.edition == "unit" else definition
    )  # a form is as before the due date
    table = score(scored, answers)
    content = write(plan, template, definition, table, answers)
    report = verify(plan, content, table, FUNCTIONS)
    assert report.ok, "\n".join(list(report.lines("en"))[:14])
    assert report.checked > (100 if plan.stamp.part else 400)
    return content


@pytest.mark.slow
def test_in_several_files_every_formula_gives_the_engines_numbers(
    definition: Definition, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Groups, readings, stand-ins and references of units in other files are values there."""
    monkeypatch.setattr(unitblocks, "MOST_UNITS", 3)
    monkeypatch.setattr(unitblocks, "BLOCK_UNITS", 4)
    planner = CityPlanner(definition, read_layout(template_path("standard")), "zh", Edition.CITY)
    answers = answered(definition, 0.35)
    table = score(definition, answers)
    assert len(planner.files) > 2
    assert checked(definition, planner.plan(None, table), answers)
    for file in planner.files:
        assert checked(definition, planner.part(file.block.number, table), answers)


def answered(definition: Definition, gaps: float) -> list[Answer]:
    return list(answers_of(definition, Random(round(gaps * 10)), gaps))  # noqa: S311


@pytest.fixture(scope="module")
def written(definition: Definition, plans: list[WorkbookPlan]) -> Written:
    """The workbook of a plan with a share of gaps; it was verified, once."""
    return cache(lambda gaps, number: checked(definition, plans[number], answered(definition, gaps)))


def test_every_roll_up_policy_and_peer_rule_is_tried(definition: Definition) -> None:
    how = [node.combination for node in definition.framework.nodes if not node.is_leaf]
    assert {each.method for each in how} == set(RollUp)
    assert {each.unscored for each in how} == set(Unscored)
    rules = {n.indicator.rule.name for n in definition.framework.nodes if n.indicator}
    assert rules >= set(PEER_RULES)


@pytest.mark.slow
@pytest.mark.parametrize("gaps", [0.35, 1.0])
def test_formulas_give_the_engines_numbers(definition: Definition, written: Written, gaps: float) -> None:
    for number in range(0, 3, 2 if gaps == 1 else 1):
        assert written(gaps, number)


@pytest.mark.slow
@pytest.mark.libreoffice
def test_libreoffice_agrees(
    definition: Definition, plans: list[WorkbookPlan], written: Written, office: Office, tmp_path: Path
) -> None:
    answers, plan = answered(definition, 0.35), plans[0]
    path = tmp_path / "declared.xlsx"
    path.write_bytes(written(0.35, 0))
    values, table = office.values(path, tmp_path / "out"), score(definition, answers)
    wrong = {}
    for cell, content in plan.computed():
        if isinstance(content, Computed) and not content.labels:
            engine = table.of(content.quantity)
            shown = values.get(cell)
            expected = (
                content.without_value(table) if engine is None else pytest.approx(engine, rel=1e-9, abs=1e-9)
            )
            if (shown or "" if engine is None else shown) != expected:
                wrong[str(cell)] = content.formula, shown, engine
    assert wrong == {}


@pytest.mark.slow
def test_a_units_own_workbook_leaves_to_the_city_what_others_decide(
    definition: Definition, plans: list[WorkbookPlan]
) -> None:
    """The other scores are calculated as ever."""
    plan = plans[-1]
    quantities = {content.quantity for _, content in plan.computed()}
    scored = {q.ref for q in quantities if q.kind is QuantityKind.SCORE}
    unit = definition.roster.units[0]
    elsewhere = city_only(definition.framework, unit.unit_class)
    asked = {n.code for n in definition.leaves(unit)} | {n.code for n in definition.framework.branches("dep")}
    assert {"P", "minmax", ROOT} <= elsewhere
    assert scored == asked - elsewhere
    assert len(scored) > 30
    texts = [value for sheet in plan.sheets for row in sheet.rows for value in row.cells.values()]
    assert texts.count("待汇总") > 10


def test_the_city_has_a_total(definition: Definition) -> None:
    answers = list(answers_of(definition, Random(1), 0.0))  # noqa: S311
    assert score(definition, answers).get(QuantityKind.SCORE, CITY, ROOT) is not None
