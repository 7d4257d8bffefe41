"""The engine against another one that was written from the documentation, on random frameworks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from random import Random

import pytest

from smartxl.model.answers import Answer, State
from smartxl.model.combination import (
    UNROUNDED,
    Combination,
    Counted,
    NotApplicable,
    Peers,
    Ranking,
    RollUp,
    Ties,
    Unscored,
)
from smartxl.model.definition import Catalogue, Definition, Roster, Round, Unit
from smartxl.model.framework import (
    ROOT,
    Bands,
    Conventions,
    Framework,
    Indicator,
    Input,
    Measure,
    Node,
    RuleSpec,
    UnitClass,
)
from smartxl.model.scores import QuantityKind
from smartxl.scoring import score
from smartxl.text import Text
from tests.scoring.second_engine import second_engine

pytestmark = pytest.mark.slow

FRAMEWORKS = 40
"""For each seed: about 1,700 scores."""


def combination(chance: Random) -> Combination:
    method = chance.choice(list(RollUp))
    power = chance.choice([-3, -1, 0.5, 2, 3.0]) if method is RollUp.POWER else 1.0
    floors = method in {RollUp.GEOMETRIC, RollUp.HARMONIC} or power < 0
    return Combination(
        method,
        power,
        chance.choice([None, None, 0.5]) if floors else None,
        chance.choice(list(Unscored)),
        chance.choice(list(NotApplicable)),
        chance.choice([0, 0, 0.3, 0.5, 0.75]),
        chance.choice(list(Counted)),
    )


def weight(chance: Random) -> dict[str, float]:
    return {"d": chance.choice([0, 10, 25.5, 40])}


def nodes(chance: Random, units: Sequence[Unit]) -> list[Node]:
    found = []
    for group in range(chance.randint(1, 4)):
        code, digits = f"G{group}", chance.choice([None, None, 2])
        found.append(Node(code, Text(code), ROOT, 1, weight(chance), None, None, combination(chance), digits))
        for leaf in range(chance.randint(1, 4)):
            some = chance.sample([u.code for u in units], chance.randint(1, len(units)))
            asked = tuple(some) if chance.random() < 0.3 else ()
            direct = RuleSpec("direct", {"full": 100.0})
            number = (Input("x", Text("x"), Text("")),)
            indicator = Indicator(Measure.GIVEN, direct, inputs=number, units=asked)
            found.append(Node(f"{code}L{leaf}", Text("leaf"), code, 2, weight(chance), None, indicator))
    return found


def definition(chance: Random) -> Definition:
    units = tuple(
        Unit(f"U{i}", Text("unit"), "d", weight=chance.choice([1, 2, 0.5]), group=chance.choice("ab"))
        for i in range(chance.randint(1, 6))
    )
    conventions = Conventions(
        chance.choice([0, 2, UNROUNDED]),
        Bands((0.0,), (Text("stage"),)),
        chance.choice([None, 1, UNROUNDED]),
        chance.choice([None, 3]),
        Ranking(chance.choice(list(Ties)), chance.random() < 0.5),
        chance.choice(list(Peers)),
        combination(chance),
    )
    classes = (UnitClass("d", Text("class"), 100),)
    placed = tuple(nodes(chance, units))
    framework = Framework("f", "1", Text("framework"), classes, {}, conventions, placed)
    start, due = date(2026, 1, 1), date(2026, 2, 1)
    round_ = Round("r", "1", 1, Text(""), Text(""), start, due, ("zh",), Text(""))
    return Definition(round_, framework, Roster(units), Catalogue(()))


def answers(chance: Random, of: Definition) -> list[Answer]:
    found = []
    for unit in of.roster.units:
        for node in of.framework.nodes:
            if node.indicator is None or (node.indicator.units and unit.code not in node.indicator.units):
                continue
            kinds = [State.VALUE] * 4 + [State.BLANK, State.NOT_APPLICABLE, State.PENDING]
            state = chance.choice(kinds)
            numbers = [0.0, 100.0, -5.0, chance.uniform(0, 120), round(chance.uniform(0, 100), 1)]
            number = chance.choice(numbers) if state is State.VALUE else None
            found.append(Answer(unit.code, f"{node.code}/x", state, number))
    return found


@pytest.mark.parametrize("seed", range(5))
def test_both_engines_agree(seed: int) -> None:
    chance = Random(seed)  # noqa: S311  (a seed, so that a failure comes back)
    compared = 0
    for _ in range(FRAMEWORKS):
        random_definition = definition(chance)
        given = answers(chance, random_definition)
        table = score(random_definition, given)
        for (unit, node), (expected, _) in second_engine(random_definition, given).items():
            found = table.get(QuantityKind.SCORE, unit, node)
            assert (found is None) == (expected is None), (unit, node)
            if found is not None and expected is not None:
                assert found == pytest.approx(expected, rel=1e-9, abs=1e-9), (unit, node)
                compared += 1
    assert compared > 500
