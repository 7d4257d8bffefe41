"""Sheets of sensitivity and scenarios: their formulas give what the engine gives, whatever the framework declares."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import pytest

from smartxl.cells import Cell
from smartxl.model.answers import NOT_APPLICABLE, Answer, Field, Scalar, State
from smartxl.model.combination import (
    UNROUNDED,
    Combination,
    NotApplicable,
    Peers,
    Ranking,
    RollUp,
    Step,
    StepKind,
    Ties,
    Unscored,
)
from smartxl.model.definition import Definition
from smartxl.model.diagnosis import Diagnosis, ResultReport
from smartxl.model.edition import Edition
from smartxl.model.framework import ROOT, Conventions, Node
from smartxl.model.layout import Layout
from smartxl.model.plan import InputCell, PlainFormula, SheetPlan, WorkbookPlan
from smartxl.model.report import Cover, ReportContent
from smartxl.model.robustness import Robustness, ScenarioOutcome
from smartxl.model.scenarios import CombinationChange, Scenario
from smartxl.model.scores import QuantityKind, ScoreTable
from smartxl.model.unanswered import CoverageFloor
from smartxl.model.variation import apply
from smartxl.planning import plan_city
from smartxl.scoring import score
from smartxl.simulate import respond
from smartxl.text import Lang, Text
from smartxl.verify import read_grid, recalculate, verify
from smartxl_generators import Template, write
from smartxl_templates import template_path, wording

FEW = ("GAJ", "FGW", "JYJ", "KJJ", "YH", "LJ")
FIELDS: Mapping[State, Mapping[Field, Scalar]] = {
    State.BLANK: {},
    State.NOT_APPLICABLE: {Field.APPLICABLE: NOT_APPLICABLE, Field.NOTE: "无此项"},
}
CONTENT = ReportContent("zh", Cover("报告", "2026"), ())
EQUAL = Scenario("equal", Text("等权", "Equal weights"), equal=True)
HEAVY = Scenario("heavy", Text("重政务", "More government"), weights={"B": 70.0, "B1@department": 60.0})
GEOMETRIC = Scenario(
    "geo", Text("几何平均", "Geometric"), rollup=CombinationChange(RollUp.GEOMETRIC, floor=1.0)
)
OTHER_RULE = Scenario("rule", Text("改规则", "Another rule"), digits=0)
SCENARIOS = (EQUAL, HEAVY, GEOMETRIC, OTHER_RULE)


@pytest.fixture(scope="module")
def few(example: Definition) -> Definition:
    return example.only([unit for unit in example.roster.units if unit.code in FEW])


def declared(definition: Definition, **changes: object) -> Definition:
    conventions: Conventions = replace(definition.framework.conventions, **changes)  # type: ignore[arg-type]
    return replace(definition, framework=replace(definition.framework, conventions=conventions))


def combined(how: Combination) -> Callable[[Definition], Definition]:
    def change(definition: Definition) -> Definition:
        def node(each: Node) -> Node:
            return each if each.is_leaf else replace(each, combination=how)

        framework = replace(definition.framework, nodes=tuple(map(node, definition.framework.nodes)))
        return declared(replace(definition, framework=framework), total=how)

    return change


VARIANTS: Mapping[str, Callable[[Definition], Definition]] = {
    "as it is": lambda definition: definition,
    "harmonic, not graded below a floor": lambda d: declared(
        combined(Combination(RollUp.HARMONIC, floor=0.5))(d),
        coverage_floor=CoverageFloor(unit=0.7, node=0.7, indicator=0.5),
    ),
    "zero and lost, after a deduction": lambda d: declared(
        combined(Combination(unscored=Unscored.ZERO, not_applicable=NotApplicable.LOST))(d),
        pipeline=(Step(StepKind.DEDUCT, ("D",), cap=5.0),),
    ),
    "points, unrounded, ranked before rounding": lambda d: declared(
        combined(Combination(RollUp.SUM))(d),
        ranking=Ranking(Ties.MID, raw=True),
        digits=UNROUNDED,
        group_digits=UNROUNDED,
        total_digits=UNROUNDED,
    ),
    "least coverage, whole totals ranked by group": lambda d: declared(
        combined(Combination(coverage=0.6))(d),
        ranking=Ranking(Ties.DENSE, raw=True),
        total_digits=0,
        peers=Peers.GROUP,
    ),
}


@dataclass(frozen=True)
class Tried:
    """A round with its scenarios, its workbook and what that recalculates to."""

    definition: Definition
    answers: tuple[Answer, ...]
    table: ScoreTable
    plan: WorkbookPlan
    content: bytes

    def sheet(self, name: str) -> SheetPlan:
        return self.plan.by_name[name]


def some_blank(answers: tuple[Answer, ...]) -> tuple[Answer, ...]:
    """Every fifth answer is open, every seventh does not apply."""
    states = {0: State.BLANK, 3: State.NOT_APPLICABLE}
    return tuple(
        answer._replace(state=state, score_input=None, fields=FIELDS[state])
        if answer.scores and (state := states.get(number % 7)) is not None
        else answer
        for number, answer in enumerate(answers)
    )


def tried(
    definition: Definition, layout: Layout, lang: Lang = "zh", scenarios: tuple[Scenario, ...] = SCENARIOS
) -> Tried:
    answers = some_blank(tuple(respond(definition, "zh", 5)))
    table = score(definition, answers)
    outcomes = tuple(
        ScenarioOutcome(s.name, s.told, (), changed, score(changed, answers))
        for s in scenarios
        for changed in [apply(definition, s)]
    )
    ranks = {
        u.code: rank
        for u in definition.roster.units
        if (rank := table.get(QuantityKind.RANK, u.code)) is not None
    }
    report = ResultReport(CONTENT, CONTENT, ranks, tried=Robustness(scenarios=outcomes), table=table)
    plan = plan_city(definition, layout, lang, Edition.RESULT, diagnosis=Diagnosis(report=report))
    path = template_path("standard")
    template = Template.load(path.read_bytes(), path.name)
    content = write(plan, template, definition, table, answers)
    return Tried(definition, answers, table, plan, content)


@pytest.mark.parametrize("name", VARIANTS)
def test_every_formula_gives_the_engines_number(few: Definition, layout: Layout, name: str) -> None:
    found = tried(VARIANTS[name](few), layout)
    report = verify(found.plan.with_shown(), found.content, found.table)
    assert not report.differences


@pytest.fixture(scope="module")
def plain(few: Definition, layout: Layout) -> Tried:
    return tried(few, layout)


def rows_of(sheet: SheetPlan, code: str) -> list[int]:
    """The rows whose first cell is a code."""
    return [row.row for row in sheet.rows if row.cells.get(1) == code]


def live(sheet: SheetPlan, row: int, column: int) -> bool:
    return isinstance(sheet.by_number[row].cells.get(column), PlainFormula)


def test_a_scenario_that_scores_indicators_otherwise_is_values_and_says_so(plain: Tried) -> None:
    sheet = plain.sheet("情景")
    (row,) = rows_of(sheet, "GAJ")
    heads = next(r.cells for r in sheet.rows if r.cells.get(5) == "等权")
    at = {text: column for column, text in heads.items()}
    assert [live(sheet, row, at[s.told.zh]) for s in SCENARIOS] == [True, True, True, False]
    told = [
        text for r in sheet.rows for text in r.cells.values() if isinstance(text, str) and "写成时" in text
    ]
    assert len(told) == 1


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda s: s.name)
def test_scores_ranks_and_changes_are_those_of_the_engine(plain: Tried, scenario: Scenario) -> None:
    sheet = plain.sheet("情景")
    heads = next(r.cells for r in sheet.rows if r.cells.get(5) == "等权")
    column = next(c for c, text in heads.items() if text == scenario.told.zh)
    table = score(apply(plain.definition, scenario), plain.answers)
    for unit in plain.definition.roster.units:
        (row,) = rows_of(sheet, unit.code)
        cells = [sheet.by_number[row].cells[column + place] for place in range(3)]
        total, rank, change = (c.shown if isinstance(c, PlainFormula) else c for c in cells)
        assert total == table.get(QuantityKind.SCORE, unit.code, ROOT)
        assert rank == table.get(QuantityKind.RANK, unit.code)
        before = plain.table.get(QuantityKind.RANK, unit.code)
        assert change == (before or 0) - (rank if isinstance(rank, float) else 0)


@pytest.mark.parametrize("unit", ["GAJ", "LJ"])
@pytest.mark.parametrize(("kind", "place"), [("branches", 1), ("leaves", 0), ("leaves", -1)])
def test_a_chosen_unit_has_the_totals_of_a_round_with_that_weight(
    plain: Tried, unit: str, kind: str, place: int
) -> None:
    sheet, by_code = plain.sheet("敏感性"), plain.definition.roster.by_code
    unit_class = by_code[unit].unit_class
    node = getattr(plain.definition.framework, kind)(unit_class)[place].code
    choice = next(
        Cell(sheet.name, row.row, column)
        for row in sheet.rows
        for column, content in row.cells.items()
        if isinstance(content, InputCell) and content.key.endswith(unit_class)
    )
    grid = read_grid(plain.content, "book").changed({choice: by_code[unit].name.zh})
    values = recalculate(grid).values
    row = next(r for r in rows_of(sheet, node) if r > choice.row)
    for column, factor in ((5, 0.9), (6, 1.1)):
        weight = plain.definition.framework.by_code[node].weights[unit_class]
        changed = apply(plain.definition, Scenario("t", weights={f"{node}@{unit_class}": weight * factor}))
        expected = score(changed, plain.answers).get(QuantityKind.SCORE, unit, ROOT)
        assert values[Cell(sheet.name, row, column)] == pytest.approx(expected, abs=1e-9)


def test_a_city_with_too_many_formulas_has_values(
    few: Definition, layout: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("smartxl.planning.sureness.scenarios._MOST_FORMULAS", 10)
    monkeypatch.setattr("smartxl.planning.sureness.sensitivity._MOST_FORMULAS", 10)
    found = tried(few, layout, scenarios=(EQUAL,))
    formulas = [
        c for row in found.sheet("情景").rows for c in row.cells.values() if isinstance(c, PlainFormula)
    ]
    assert not [f for f in formulas if "SUMPRODUCT" in f.formula]
    notes = [
        c
        for row in found.sheet("敏感性").rows
        for c in row.cells.values()
        if c == wording("zh")["sure.no_tornado"]
    ]
    assert len(notes) == 2


def test_many_scenarios_are_counted(few: Definition, layout: Layout) -> None:
    many = tuple(
        Scenario(f"s{n}", Text(f"情景{n}", f"Scenario {n}"), weights={"A": float(n)}) for n in range(1, 14)
    )
    found = tried(few, layout, scenarios=many)
    texts = [c for row in found.sheet("情景").rows for c in row.cells.values() if isinstance(c, str)]
    assert "情景10" in texts
    assert "情景11" not in texts
    assert wording("zh")["sure.scenarios_left"].format(count=3) in texts
