"""A round scored again with a few other answers has the scores of the engine, to the last bit."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from smartxl.model.answers import Answer, State
from smartxl.model.definition import Definition
from smartxl.model.scores import Quantity, QuantityKind, ScoreTable
from smartxl.model.unanswered import BelowFloor, CoverageFloor
from smartxl.scoring import score
from smartxl.scoring.rescore import rescorer

Answers = tuple[Answer, ...]


def scores(table: ScoreTable) -> dict[Quantity, float | None]:
    return {q: value for q, value in table.values.items() if q.kind is QuantityKind.SCORE}


def with_floor(city: Definition) -> Definition:
    """The same with a floor at every level, so that what is answered decides who has a score."""
    floor = CoverageFloor(unit=0.6, node=0.5, indicator=0.5, below=BelowFloor.LEFT_OUT)
    conventions = replace(city.framework.conventions, coverage_floor=floor)
    return replace(city, framework=replace(city.framework, conventions=conventions))


STATES = st.sampled_from([State.VALUE, State.BLANK, State.NOT_APPLICABLE, State.PENDING])


@pytest.mark.parametrize("floor", [False, True], ids=["without a floor", "with floors"])
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_it_scores_what_the_engine_scores(
    city: Definition, answers: Answers, floor: bool, data: st.DataObject
) -> None:
    definition = with_floor(city) if floor else city
    again = rescorer(definition, answers)
    for _ in range(2):
        changed = list(answers)
        for place in data.draw(st.sets(st.integers(0, len(answers) - 1), max_size=4)):
            state = data.draw(STATES)
            value = data.draw(st.floats(0, 1)) if state is State.VALUE else None
            changed[place] = answers[place]._replace(state=state, score_input=value)
        assert again(changed).values == scores(score(definition, changed))


def test_the_base_itself_has_not_changed_by_what_was_tried(city: Definition, answers: Answers) -> None:
    again = rescorer(city, answers)
    again([answers[0]._replace(state=State.BLANK, score_input=None)])
    assert again(()).values == scores(score(city, answers))


def test_an_answer_to_a_row_without_one_has_the_round_scored_as_a_whole(
    city: Definition, answers: Answers
) -> None:
    again = rescorer(city, answers[1:])
    assert again(answers[:1]).values == score(city, answers).values
