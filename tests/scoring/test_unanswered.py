"""Rows without an answer: what they are worth before and after the due date, and the coverage floor."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from smartxl.model.answers import Answer, State
from smartxl.model.combination import RollUp, Step, StepKind
from smartxl.model.definition import Definition
from smartxl.model.framework import ROOT, Framework
from smartxl.model.scores import CITY, QuantityKind, ScoreTable
from smartxl.model.unanswered import BelowFloor, CoverageFloor, Missing, Unanswered
from smartxl.scoring import score, trace
from tests.scoring.conftest import given as value
from tests.scoring.test_declared import declared, scores

Answers = tuple[Answer, ...]
SCORE, BELOW = QuantityKind.SCORE, QuantityKind.BELOW_FLOOR
DUE = date(2026, 9, 1)
LATER = Unanswered(Missing.LEAVE_OUT, Missing.ZERO)
DEPARTMENT = "@department"


def graded(table: ScoreTable, unit: str) -> list[float | None]:
    """Total, rank and stage."""
    kinds = (SCORE, ROOT), (QuantityKind.RANK, ""), (QuantityKind.STAGE, "")
    return [table.get(kind, unit, ref) for kind, ref in kinds]


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        # U2: i1 has a pending item, i2 a denominator of 0, i10 and s are open, g is 100
        (None, [None, None, None, 100.0, None, None, 100.0, 100.0]),
        (0, [None, None, None, 100.0, None, None, 100.0, 100.0]),
        (1, [0.0, None, 0.0, 100.0, 0.0, 0.0, 60.0, 24.0]),
    ],
    ids=["no day", "the due date", "the day after"],
)
def test_after_the_due_date_an_open_row_counts_as_zero(
    city: Definition, answers: Answers, after: int | None, expected: list[float | None]
) -> None:
    """What is answered and gives no score is no open row: nothing was held back."""
    definition = declared(city, unanswered=LATER).at(None if after is None else DUE + timedelta(after))
    table = score(definition, answers)
    assert scores(table, "U2", "i1", "i2", "i10", "g", "s", "A", "B", ROOT) == expected


def test_items_left_open_stay_in_the_sum_after_the_due_date(city: Definition, answers: Answers) -> None:
    """2.5 of 3 points for the answered items, of 4 with the open one."""
    definition = declared(city, unanswered=LATER)
    assert score(definition, answers).get(SCORE, "U1", "i1") == 83.33
    assert score(definition.at(date(2026, 9, 2)), answers).get(SCORE, "U1", "i1") == 62.5


def test_a_day_changes_nothing_where_nothing_is_declared(city: Definition, answers: Answers) -> None:
    assert score(city.at(date(2030, 1, 1)), answers).values == score(city, answers).values


def test_what_does_not_apply_is_no_open_row(city: Definition) -> None:
    definition = declared(city, unanswered=Unanswered(Missing.ZERO, Missing.ZERO))
    marked = [Answer("U3", f"{leaf}", State.NOT_APPLICABLE) for leaf in ("i2/n", "i2/N", "g/x")]
    table = score(definition, marked)
    assert scores(table, "U3", "i2", "g", "s") == [None, None, 0.0]


FLOOR = CoverageFloor(unit=0.6)
# rows answered of applicable ones: U1 9 of 10, U2 4 of 8, U3 2 of 6, D1 3 of 3, D2 0 of 3


def test_below_the_floor_there_is_no_score_rank_or_stage(city: Definition, answers: Answers) -> None:
    plain, table = score(city, answers), score(declared(city, coverage_floor=FLOOR), answers)
    assert [table.get(BELOW, u, ROOT) for u in ("U1", "U2", "U3", "D1", "D2")] == [0, 1, 1, 0, 1]
    assert [graded(table, unit) for unit in ("U2", "U3", "D2")] == [[None] * 3] * 3
    assert graded(table, "U1") == [67.3, 1, 1]  # the second before, behind U2
    assert graded(plain, "U1") == [67.3, 2, 1]
    assert [table.get(QuantityKind.UNITS_BELOW, u, ROOT) for u in (DEPARTMENT, "@district", CITY)] == [
        2,
        1,
        3,
    ]
    assert table.get(QuantityKind.COVERAGE, "U2", ROOT) == 0.5


def test_below_the_floor_there_is_no_share_in_the_class_mean(city: Definition, answers: Answers) -> None:
    table = score(declared(city, coverage_floor=FLOOR), answers)
    refs = ("i1", "i2", "g", "A", "B", ROOT)
    assert scores(table, DEPARTMENT, *refs) == scores(table, "U1", *refs)
    assert scores(table, "U3", "i2") == [33.33]  # what it did answer is scored
    city_total = table.get(SCORE, CITY, ROOT)
    assert city_total == pytest.approx(
        0.6 * 67.3 + 0.4 * (table.get(SCORE, "@district", ROOT) or 0), abs=0.01
    )


def test_its_share_can_be_kept(city: Definition, answers: Answers) -> None:
    plain = score(city, answers)
    table = score(declared(city, coverage_floor=replace(FLOOR, below=BelowFloor.COUNTED)), answers)
    assert graded(table, "U2") == [None] * 3
    for unit in (DEPARTMENT, "@district", CITY):
        assert graded(table, unit) == graded(plain, unit)


def test_it_can_be_told_only(city: Definition, answers: Answers) -> None:
    plain = score(city, answers)
    table = score(declared(city, coverage_floor=replace(FLOOR, below=BelowFloor.FLAGGED)), answers)
    assert {q: v for q, v in table.values.items() if "below" not in q.kind} == plain.values
    assert table.get(QuantityKind.UNITS_BELOW, CITY, ROOT) == 3


def test_floors_of_nodes_and_indicators(city: Definition, answers: Answers) -> None:
    """U2 under A: 2 of 4 applicable rows (i1 1 pending, i2 2, i10 open); under s 1 of 3, under g 1 of 1."""
    floor = CoverageFloor(node=0.6, indicator=0.5)
    table = score(declared(city, coverage_floor=floor), answers)
    assert scores(table, "U2", "s", "g", "B", "A", ROOT) == [None, 100.0, None, None, None]
    assert [table.get(BELOW, "U2", code) for code in ("i1", "i2", "s", "g", "A", "B")] == [1, 0, 1, 0, 1, 1]
    assert table.get(SCORE, DEPARTMENT, "g") == 50.0  # U1 alone: U2 is below the floor of B
    assert table.get(BELOW, "U2", ROOT) is None  # no floor is declared for units


def test_a_pipeline_starts_from_no_total_below_the_floor(city: Definition, answers: Answers) -> None:
    steps = (Step(StepKind.BONUS, ("B",), cap=5.0),)
    table = score(declared(city, pipeline=steps, coverage_floor=FLOOR), answers)
    assert graded(table, "U2") == [None] * 3
    assert table.get(SCORE, DEPARTMENT, ROOT) == table.get(SCORE, "U1", ROOT)


def test_3_of_5_rows_reach_60_percent(city: Definition) -> None:
    """U1 is asked 10 rows: five do not apply, three are answered."""
    aside = [Answer("U1", key, State.NOT_APPLICABLE) for key in ("i1/a", "i1/b", "s/1", "s/2", "s/3")]
    answered = [value("U1", "i2/n", 1.0), value("U1", "i2/N", 2.0), value("U1", "g/x", 0.65)]
    definition = declared(city, coverage_floor=FLOOR)
    assert score(definition, [*aside, *answered]).get(SCORE, "U1", ROOT) is not None
    assert score(definition, [*aside, *answered[:2]]).get(SCORE, "U1", ROOT) is None


SETTINGS = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
BEST = {"i1/a": 1.0, "i1/b": 1.0, "i1/c": 1.0, "i2/n": 4.0, "i2/N": 4.0, "i10/level": 1.0, "g/x": 0.3}
ROWS = {**BEST, "s/1": 9.0, "s/2": 0.0, "s/3": 0.0}
TOGETHER = ({"i2/n", "i2/N"}, {"s/1", "s/2", "s/3"})
"""Rows that give a score only together: with one of them set aside, no answer of the others has full points."""


@pytest.mark.slow
@SETTINGS
@given(
    asked=st.permutations(sorted(ROWS)),
    size=st.integers(0, 9),
    aside=st.sets(st.sampled_from(sorted(ROWS))),
    floor=st.builds(
        CoverageFloor,
        unit=st.integers(0, 100).map(lambda n: n / 100),
        node=st.sampled_from([0.0, 0.3, 0.6]),
        indicator=st.sampled_from([0.0, 0.34, 1.0]),
        below=st.sampled_from(BelowFloor),
    ),
    late=st.booleans(),
    how=st.sampled_from([RollUp.MEAN, RollUp.WORST, RollUp.GEOMETRIC]),
)
def test_one_more_row_at_full_points_never_takes_the_grade_away(
    city: Definition,
    asked: list[str],
    size: int,
    aside: set[str],
    floor: CoverageFloor,
    late: bool,
    how: RollUp,
) -> None:
    definition = declared(
        city,
        nodes={"A": {"combination": replace(city.framework.combination("A"), method=how)}},
        coverage_floor=floor,
        unanswered=LATER,
    ).at(date(2026, 9, 2) if late else None)
    aside |= {row for whole in TOGETHER if aside & whole for row in whole}
    marks = [Answer("U1", key, State.NOT_APPLICABLE) for key in sorted(aside)]
    rows = [value("U1", key, ROWS[key]) for key in asked if key not in aside]
    few, more = (score(definition, [*marks, *rows[:count]]) for count in (size, size + 1))
    assert (few.get(BELOW, "U1", ROOT) or 0) >= (more.get(BELOW, "U1", ROOT) or 0)
    if few.get(QuantityKind.STAGE, "U1") is not None:
        assert more.get(QuantityKind.STAGE, "U1") is not None


def test_a_trace_says_what_lies_below(city: Definition, answers: Answers) -> None:
    definition = declared(city, coverage_floor=FLOOR)
    table = score(definition, answers)
    total = trace(definition, table, answers, "U2")
    assert (total.score, total.coverage) == (None, 0.5)
    units = trace(definition, table, answers, DEPARTMENT, "i2").parts
    assert [(part.score, part.weight, part.coverage) for part in units] == [
        (75.0, 1.0, None),
        (None, None, None),
        (33.33, None, None),
    ]


def test_a_class_without_a_graded_unit_has_no_score(city: Definition) -> None:
    table = score(declared(city, coverage_floor=FLOOR), [value("U1", "g/x", 0.3)])
    assert [graded(table, unit)[0] for unit in ("U1", DEPARTMENT, CITY)] == [None, None, None]


def test_no_floor_asks_of_the_class_as_a_whole(city: Definition) -> None:
    framework: Framework = declared(city, coverage_floor=FLOOR).framework
    assert framework.floor(ROOT) == 0.6
    table = score(replace(city, framework=framework), [value("D1", "d/x", 8.0), value("D1", "i2/n", 1.0)])
    assert table.get(SCORE, "D1", ROOT) == 80.0
    assert table.get(SCORE, "@district", ROOT) == 80.0
