"""Laws of scoring: what may change when one thing changes, and how fast it is."""

from __future__ import annotations

import random
import time
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from smartxl.model.answers import Answer, State
from smartxl.model.definition import Catalogue, Definition, Item, Roster, Unit
from smartxl.model.framework import ROOT
from smartxl.model.scores import CITY, QuantityKind
from smartxl.scoring import score
from smartxl.text import Text

Answers = tuple[Answer, ...]
SCORE = QuantityKind.SCORE
SETTINGS = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.mark.slow
@SETTINGS
@given(seed=st.randoms(use_true_random=False))
def test_the_order_of_answers_units_and_items_does_not_matter(
    city: Definition, answers: Answers, seed: random.Random
) -> None:
    units, items, shuffled = list(city.roster.units), list(city.catalogue.items), list(answers)
    for things in (units, items, shuffled):
        seed.shuffle(things)
    moved = replace(city, roster=Roster(tuple(units)), catalogue=Catalogue(tuple(items)))
    assert score(moved, shuffled).values == score(city, answers).values


@pytest.mark.slow
@SETTINGS
@given(order=st.permutations(range(9)))
def test_weights_go_by_code_not_by_position(city: Definition, answers: Answers, order: list[int]) -> None:
    """i10 sorts before i2: matched by order, their weights would be swapped."""
    nodes = tuple(city.framework.nodes[i] for i in order)
    moved = replace(city, framework=replace(city.framework, nodes=nodes))
    assert score(moved, answers).values == score(city, answers).values


@pytest.mark.slow
@SETTINGS
@given(factor=st.integers(2, 50))
def test_only_the_ratio_of_weights_matters(city: Definition, answers: Answers, factor: int) -> None:
    nodes = tuple(
        replace(n, weights={c: w * factor for c, w in n.weights.items()}) for n in city.framework.nodes
    )
    units = tuple(replace(u, weight=u.weight * factor) for u in city.roster.units)
    classes = tuple(replace(c, share=c.share * factor) for c in city.framework.classes)
    scaled = replace(
        city, roster=Roster(units), framework=replace(city.framework, nodes=nodes, classes=classes)
    )
    before, after = score(city, answers), score(scaled, answers)
    changed = {q for q, v in before.values.items() if after.values[q] != v}
    assert {q.kind for q in changed} == {QuantityKind.WEIGHT, QuantityKind.EFFECTIVE}


@pytest.mark.slow
@SETTINGS
@given(shares=st.tuples(st.floats(0, 1), st.floats(0, 1)), key=st.sampled_from(["i1/a", "i1/b", "i10/level"]))
def test_a_better_answer_never_lowers_a_score(
    city: Definition, answers: Answers, shares: tuple[float, float], key: str
) -> None:
    tables = [
        score(city, [a._replace(score_input=v) if (a.unit, a.key) == ("U1", key) else a for a in answers])
        for v in sorted(shares)
    ]
    for quantity, value in tables[0].values.items():
        better = tables[1].values[quantity]
        if quantity.kind in {SCORE, QuantityKind.ELEMENT, QuantityKind.STAGE} and value is not None:
            assert better is not None
            assert better >= value


def test_a_smaller_value_is_better_where_best_is_below_worst(city: Definition) -> None:
    tables = [score(city, [Answer("U1", "g/x", State.VALUE, x)]) for x in (2.0, 0.9, 0.5, 0.1)]
    assert [t.get(SCORE, "U1", "g") for t in tables] == [0.0, 14.29, 71.43, 100.0]


any_state = st.sampled_from([State.VALUE, State.BLANK, State.NOT_APPLICABLE, State.PENDING, None])


@SETTINGS
@given(states=st.lists(any_state, min_size=23, max_size=23))
def test_scores_stay_between_0_and_100_and_counts_in_order(
    city: Definition, answers: Answers, states: list[State | None]
) -> None:
    """Each row in any state, or without an answer."""
    drawn = [
        a._replace(state=state, score_input=(a.score_input or 0.0) if state is State.VALUE else None)
        for a, state in zip(answers, states, strict=True)
        if state is not None
    ]
    table = score(city, drawn)
    for quantity, value in table.values.items():
        if quantity.kind in {SCORE, QuantityKind.ELEMENT} and value is not None:
            assert 0 <= value <= 100
            assert round(value, 2) == value
        if quantity.kind is QuantityKind.COVERAGE and value is not None:
            assert 0 <= value <= 1
    for quantity, filled in table.values.items():
        if quantity.kind is QuantityKind.FILLED:
            answered = table.get(QuantityKind.ANSWERED, *quantity[1:])
            applicable = table.get(QuantityKind.APPLICABLE, *quantity[1:])
            assert answered is not None
            assert applicable is not None
            assert filled is not None
            assert answered <= min(filled, applicable)


def test_an_item_that_does_not_apply_changes_no_score(city: Definition, answers: Answers) -> None:
    """i1/c is blank and left out; marked as not applicable it leaves the coverage too, and no score moves."""
    marked = tuple(a._replace(state=State.NOT_APPLICABLE) if a.key == "i1/c" else a for a in answers)
    before, after = score(city, answers), score(city, marked)
    changed = {q for q, v in before.values.items() if after.values[q] != v}
    assert {q.kind for q in changed} == {
        QuantityKind.FILLED,
        QuantityKind.UNFILLED,
        QuantityKind.ENTERED,
        QuantityKind.UNENTERED,
        QuantityKind.APPLICABLE,
        QuantityKind.COVERAGE,
    }
    assert {q.unit for q in changed} == {"U1", "@department", CITY}
    assert after.get(QuantityKind.COVERAGE, "U1", "i1") == 1.0


def test_one_missing_cell_changes_only_what_stands_above_it(city: Definition, answers: Answers) -> None:
    before = score(city, answers)
    after = score(city, [a for a in answers if (a.unit, a.key) != ("U1", "i2/n")])
    changed = {q for q, v in before.values.items() if after.values[q] != v}
    assert {(q.unit, q.ref) for q in changed if q.kind is SCORE} == {
        *(("U1", ref) for ref in ("i2", "A", ROOT)),
        *(("@department", ref) for ref in ("i2", "A", ROOT)),
        *((CITY, ref) for ref in ("i2", "A", ROOT)),
    }
    assert {(q.unit, q.ref) for q in changed if q.kind is QuantityKind.ELEMENT} == {
        ("U1", "T"),
        ("@department", "T"),
        (CITY, "T"),
    }
    assert after.get(SCORE, "U1", "i2") is None
    assert {q.unit for q in changed} == {"U1", "@department", CITY}


def test_a_blank_item_is_never_a_zero(city: Definition, answers: Answers) -> None:
    zeroed = tuple(a._replace(state=State.VALUE, score_input=0.0) if a.key == "i1/c" else a for a in answers)
    assert score(city, answers).get(SCORE, "U1", "i1") == 83.33
    assert score(city, zeroed).get(SCORE, "U1", "i1") == 62.5


def test_the_same_code_may_stand_under_two_units(city: Definition, answers: Answers) -> None:
    table = score(city, [Answer("U1", "i1/a", State.VALUE, 1.0), Answer("U2", "i1/a", State.VALUE, 0.0)])
    assert (table.get(SCORE, "U1", "i1"), table.get(SCORE, "U2", "i1")) == (100.0, 0.0)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("units", "items", "seconds"), [(55, 30, 1.0), (1000, 10, 6.0)], ids=["a city", "a province"]
)
def test_it_is_fast_enough(city: Definition, units: int, items: int, seconds: float) -> None:
    """Bounds with room for a slow machine; a city of 1,650 rows takes some 30 ms."""
    many = tuple(Unit(f"N{i}", Text(f"部门{i}"), "department") for i in range(units))
    rows = tuple(Item(u.code, "i1", f"x{k}", f"事项{k}") for u in many for k in range(items))
    definition = replace(city, roster=Roster(many), catalogue=Catalogue(rows))
    given_answers = [Answer(item.unit, item.key, State.VALUE, (k % 6) / 5) for k, item in enumerate(rows)]
    start = time.perf_counter()
    table = score(definition, given_answers)
    assert time.perf_counter() - start < seconds
    assert table.get(QuantityKind.ANSWERED, CITY, ROOT) == units * items
