"""What a framework declares of its arithmetic, scored by hand on a small city."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from smartxl.model.answers import Answer, State
from smartxl.model.combination import (
    UNROUNDED,
    Boundary,
    Combination,
    Counted,
    NotApplicable,
    Peers,
    Ranking,
    RollUp,
    Step,
    StepKind,
    Ties,
    Unscored,
)
from smartxl.model.definition import Definition, Roster
from smartxl.model.framework import ROOT, Conventions, Node, RuleSpec
from smartxl.model.scores import QuantityKind, ScoreTable
from smartxl.scoring import frames, score, trace

SCORE, RANK = QuantityKind.SCORE, QuantityKind.RANK


def declared(
    city: Definition, *, nodes: Mapping[str, Mapping[str, object]] | None = None, **conventions: object
) -> Definition:
    """The city with other conventions, and with some fields of some nodes replaced."""
    framework = city.framework
    changed: tuple[Node, ...] = tuple(
        replace(node, **(nodes or {}).get(node.code, {}))  # type: ignore[arg-type]
        for node in framework.nodes
    )
    rules: Conventions = replace(framework.conventions, **conventions)  # type: ignore[arg-type]
    return replace(city, framework=replace(framework, nodes=changed, conventions=rules))


def scores(table: ScoreTable, unit: str, *codes: str) -> list[float | None]:
    return [table.get(SCORE, unit, code) for code in codes]


def value(unit: str, key: str, number: float) -> Answer:
    return Answer(unit, key, State.VALUE, number)


def state(unit: str, key: str, what: State) -> Answer:
    return Answer(unit, key, what)


@pytest.mark.parametrize(
    ("how", "expected"),
    [
        (Combination(), 72.17),  # i1 83.33, i2 75, i10 40 with 50, 30, 20
        (Combination(RollUp.SUM), 72.17),
        (Combination(RollUp.GEOMETRIC), 69.72),  # exp(.5 ln 83.33 + .3 ln 75 + .2 ln 40)
        (Combination(RollUp.HARMONIC), 66.67),  # 1/(.5/83.33 + .3/75 + .2/40)
        (Combination(RollUp.POWER, power=2), 74.02),  # √(.5·83.33² + .3·75² + .2·40²)
        (Combination(RollUp.WORST), 40.0),
    ],
    ids=lambda case: case.method if isinstance(case, Combination) else "",
)
def test_roll_ups(city: Definition, answers: tuple[Answer, ...], how: Combination, expected: float) -> None:
    table = score(declared(city, nodes={"A": {"combination": how}}), answers)
    assert scores(table, "U1", "i1", "i2", "i10", "A") == [83.33, 75.0, 40.0, expected]


U2 = (
    value("U2", "g/x", 0.3),  # 100
    state("U2", "i1/a", State.NOT_APPLICABLE),
    state("U2", "i1/b", State.NOT_APPLICABLE),
)


@pytest.mark.parametrize(
    ("how", "i10", "expected"),
    [
        (Combination(), None, None),  # i1 does not apply; i2 and i10 are blank
        (Combination(), 0.4, 40.0),
        (Combination(unscored=Unscored.ZERO), 0.4, 16.0),  # (30·0 + 20·40) / 50
        (Combination(unscored=Unscored.ZERO), None, 0.0),
        (Combination(unscored=Unscored.PEER_MEAN), 0.4, 76.0),  # peers of i2: U1 100 → (30·100 + 20·40) / 50
        (Combination(not_applicable=NotApplicable.LOST), 0.4, 11.43),  # 20·40 / (50 + 20)
        (Combination(coverage=0.4), 0.4, 40.0),  # 20 of 50 apply and have a score
        (Combination(coverage=0.41), 0.4, None),
        (Combination(coverage=0.5, counted=Counted.COUNT), 0.4, 40.0),
    ],
)
def test_missing_policies(
    city: Definition, how: Combination, i10: float | None, expected: float | None
) -> None:
    definition = declared(city, nodes={"A": {"combination": how}})
    answers = [*U2, value("U1", "i2/n", 4.0), value("U1", "i2/N", 4.0)]
    answers += [] if i10 is None else [value("U2", "i10/level", i10)]
    table = score(definition, answers)
    assert scores(table, "U2", "A") == [expected]
    weights = {
        part.label.split()[0]: part.weight for part in trace(definition, table, answers, "U2", "A").parts
    }
    if how.unscored is Unscored.PEER_MEAN:
        assert weights == {"i1": None, "i2": pytest.approx(0.6), "i10": pytest.approx(0.4)}


def test_a_class_has_no_peers(city: Definition) -> None:
    how = Combination(unscored=Unscored.PEER_MEDIAN)
    table = score(declared(city, nodes={"A": {"combination": how}}), [value("U1", "i10/level", 0.4)])
    assert scores(table, "@department", "i2", "i10", "A") == [None, 40.0, 40.0]
    assert table.get(QuantityKind.PEER, "@department", "i10") == 40
    assert table.get(QuantityKind.PEER, "@department", "i2") is None


def test_decimals_of_levels_and_nodes(city: Definition, answers: tuple[Answer, ...]) -> None:
    definition = declared(city, digits=1, group_digits=UNROUNDED, total_digits=0, nodes={"i2": {"digits": 3}})
    table = score(definition, answers)
    assert scores(table, "U1", "i1", "i2", "A", ROOT) == [83.3, 75.0, pytest.approx(72.15, abs=1e-9), 67.0]
    # 69.4444… at three decimals where the level has one
    half = score(definition, [value("U2", "i2/n", 25.0), value("U2", "i2/N", 36.0)])
    assert scores(half, "U2", "i2", "A") == [69.444, 69.444]


PIPELINE = (
    Step(StepKind.VETO, ("V",), record=59.0),
    Step(StepKind.DEDUCT, ("K",), cap=15.0),
    Step(StepKind.GATE, least=60.0),
    Step(StepKind.GATE, least=80.0, boundary=Boundary.UPPER),
    Step(StepKind.BONUS, ("J",), cap=30.0),
)


def website(city: Definition) -> Definition:
    """Areas A and B, and three adjusting indicators of 100, 100 and 30 points for departments."""
    given = city.framework.by_code["d"].indicator
    extra = tuple(
        replace(
            city.framework.by_code["d"],
            code=code,
            parent=ROOT,
            level=1,
            weights={"department": w},
            indicator=given,
        )
        for code, w in (("V", 100.0), ("K", 100.0), ("J", 30.0))
    )
    framework = replace(
        city.framework,
        nodes=(*city.framework.nodes, *extra),
        conventions=replace(city.framework.conventions, pipeline=PIPELINE),
    )
    return replace(city, framework=framework)


@pytest.mark.parametrize(
    ("adjusting", "expected"),
    [
        ({}, 100.0),
        ({"K": 0.5, "J": 10}, 125.0),  # 5 of 100 points off, all 30 on
        ({"K": 9, "J": 10}, 115.0),  # the cap of 15
        ({"V": 0.1, "J": 10}, 59.0),
        ({"V": 0.0, "J": 5}, 115.0),
    ],
    ids=["none", "both", "cap", "veto", "no veto"],
)
def test_the_pipeline_follows_the_roll_up(
    city: Definition, adjusting: Mapping[str, float], expected: float
) -> None:
    answers = [value("U2", "g/x", 0.3), value("U3", "g/x", 0.65)]  # 100 and 50
    answers += [value("U2", f"{code}/x", number) for code, number in adjusting.items()]
    definition = website(city)
    table = score(definition, answers)
    assert scores(table, "U2", "B", ROOT) == [100.0, expected]
    assert scores(table, "U3", ROOT) == [50.0]  # below 60: the gate
    whole = round((expected + 2 * 50) / 3, 2)  # U3 weighs 2
    assert scores(table, "@department", ROOT) == [whole]
    parts = {part.label.split()[0]: part.weight for part in trace(definition, table, answers, "U2").parts}
    assert parts == {"A": None, "B": 1.0, "V": None, "K": None, "J": None}
    elements = [table.get(QuantityKind.ELEMENT, "U2", element) for element in "RA"]
    assert elements == [100.0, None]  # what adjusts makes no element


@pytest.mark.parametrize(
    ("ranking", "peers", "expected"),
    [
        (Ranking(), Peers.CLASS, [1, 2, 2]),
        (Ranking(Ties.DENSE, raw=True), Peers.CLASS, [1, 3, 2]),
        (Ranking(Ties.MID), Peers.CLASS, [1, 2.5, 2.5]),
        (Ranking(), Peers.GROUP, [1, 1, 2]),
    ],
    ids=["competition", "raw", "mid", "groups"],
)
def test_ranks(city: Definition, ranking: Ranking, peers: Peers, expected: list[float]) -> None:
    """Totals 90.1, 50.04 and 50.0 (unrounded), to no decimals."""
    groups = {"U1": "a", "U2": "b", "U3": "a"}
    units = tuple(replace(unit, group=groups.get(unit.code, "c")) for unit in city.roster.units)
    definition = declared(
        replace(city, roster=Roster(units)), ranking=ranking, peers=peers, digits=4, total_digits=0
    )
    direct = {"U1": 0.3693, "U2": 0.65, "U3": 0.64972}
    table = score(definition, [value(unit, "g/x", x) for unit, x in direct.items()])
    assert [table.get(RANK, unit) for unit in direct] == expected
    shown = frames(definition, table).set_index("code")["rank"]
    assert shown.loc[list(direct)].tolist() == expected
    assert str(shown.dtype) == ("Float64" if ranking.ties is Ties.MID else "Int64")


def test_a_rule_over_peers_compares_readings_within_a_group(city: Definition) -> None:
    rule = RuleSpec("minmax", {"cost": 1.0})
    indicator = replace(city.framework.by_code["g"].indicator, rule=rule)  # type: ignore[type-var]
    definition = declared(city, nodes={"g": {"indicator": indicator}})
    answers = [value("U1", "g/x", 4.0), value("U2", "g/x", 2.0), value("U3", "g/x", 3.0)]
    table = score(definition, answers)
    assert [table.get(SCORE, unit, "g") for unit in ("U1", "U2", "U3")] == [0.0, 100.0, 50.0]
    assert [table.get(QuantityKind.READING, unit, "g") for unit in ("U1", "U2", "U3")] == [4.0, 2.0, 3.0]
    assert table.get(SCORE, "@department", "g") == 50.0  # (0 + 100 + 2·50) / 4
