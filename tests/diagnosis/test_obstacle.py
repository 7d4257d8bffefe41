"""Degree of obstacle and coupling coordination: worked by hand from the definitions that are cited."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartxl.define.load import load
from smartxl.diagnosis.obstacle import coupling, leaf_losses
from smartxl.model.answers import Answer, State
from smartxl.model.combination import Combination, Unscored
from smartxl.model.definition import Definition
from smartxl.model.framework import ROOT
from smartxl.model.scores import Quantity, QuantityKind, ScoreTable
from smartxl.scoring.engine import score


@pytest.mark.parametrize(
    ("scores", "c", "t", "d", "grade"),
    [
        ([50, 50], 1.0, 0.5, 0.5**0.5, 7),
        ([100, 100, 100], 1.0, 1.0, 1.0, 9),
        ([80, 20], 0.8, 0.5, 0.4**0.5, 6),
        ([0, 100], 0.0, 0.5, 0.0, 0),
        ([0, 0], 0.0, 0.0, 0.0, 0),
    ],
    ids=["equal", "full", "by hand: 2·√0.16/1", "one is zero", "all zero"],
)
def test_coupling(scores: list[float], c: float, t: float, d: float, grade: int) -> None:
    found = coupling(scores)
    assert found is not None
    assert (found.c, found.t, found.d) == pytest.approx((c, t, d), abs=1e-12)
    assert found.grade == grade


@pytest.mark.parametrize(
    ("first", "second", "c", "t", "d"),
    [
        (1.62, 27.20, 0.4606573, 0.14410, 0.2576446),
        (17.82, 68.24, 0.8104048, 0.43030, 0.5905228),
        (54.90, 5.93, 0.5932335, 0.30415, 0.4247729),
        (67.30, 48.12, 0.9860962, 0.57710, 0.7543713),
        (2.07, 88.91, 0.2982253, 0.45490, 0.3683242),
        (98.75, 55.73, 0.9604413, 0.77240, 0.8613041),
    ],
)
def test_a_published_example(first: float, second: float, c: float, t: float, d: float) -> None:
    """All six lines of the example of `coupling` in the reference of the R package mathmodels 0.0.2, to the printed digit."""
    found = coupling([first, second])
    assert found is not None
    assert (found.c, found.t, found.d) == pytest.approx((c, t, d), abs=5e-8)


# The example of `system_evaluation` in the reference of the R package mathmodels: scores of three systems; C, T and D; and
# what each loses with the weights 0.4, 0.3 and 0.3. All to the three digits that are printed.
SYSTEMS = (
    ((1.62, 27.20, 26.55), (0.571, 0.185, 0.325), (0.394, 0.218, 0.220)),
    ((17.82, 68.24, 37.21), (0.867, 0.411, 0.597), (0.329, 0.0953, 0.188)),
    ((54.90, 5.93, 57.29), (0.674, 0.394, 0.515), (0.180, 0.282, 0.128)),
    ((67.30, 48.12, 90.82), (0.967, 0.687, 0.815), (0.131, 0.156, 0.0275)),
    ((2.07, 88.91, 20.17), (0.418, 0.370, 0.393), (0.392, 0.0333, 0.239)),
    ((98.75, 55.73, 89.84), (0.971, 0.814, 0.889), (0.00500, 0.133, 0.0305)),
)


@pytest.mark.parametrize(("scores", "told", "_"), SYSTEMS)
def test_a_published_example_of_three(scores: tuple[float, ...], told: tuple[float, ...], _: object) -> None:
    found = coupling(scores)
    assert found is not None
    assert (found.c, found.t, found.d) == pytest.approx(told, abs=5.1e-4)


@pytest.mark.parametrize(("scores", "_", "lost"), SYSTEMS)
def test_a_published_example_of_obstacles(
    folder: Path, scores: tuple[float, ...], _: object, lost: tuple[float, ...]
) -> None:
    """Three indicators straight below the total; the degree of obstacle is the share of what is lost."""
    definition = load(folder)
    leaf = definition.framework.by_code["A1"]
    weights = {"S1": 40.0, "S2": 30.0, "S3": 30.0}
    nodes = tuple(
        replace(leaf, code=code, parent=ROOT, level=1, weights={"dep": weight})
        for code, weight in weights.items()
    )
    definition = replace(definition, framework=replace(definition.framework, nodes=nodes))
    values = {Quantity(QuantityKind.SCORE, "@dep", code): x for code, x in zip(weights, scores, strict=True)}
    found = {x.leaf.code: x for x in leaf_losses(definition, ScoreTable(values), "@dep", "dep")}
    assert [found[code].lost / 100 for code in weights] == pytest.approx(lost, abs=5.1e-4)
    assert [found[c].obstacle for c in weights] == pytest.approx([x / sum(lost) for x in lost], abs=2e-3)


@pytest.mark.parametrize(
    "scores", [[], [50], [50, -1], [50, 101]], ids=["none", "one", "below 0", "above 100"]
)
def test_no_coupling(scores: list[float]) -> None:
    assert coupling(scores) is None


@given(st.lists(st.floats(0, 100), min_size=2, max_size=8))
def test_coupling_lies_between_0_and_1_and_knows_no_order(scores: list[float]) -> None:
    one, other = coupling(scores), coupling(scores[::-1])
    assert one is not None
    assert other is not None
    assert 0 <= one.c <= 1
    assert 0 <= one.d <= 1
    assert one.d == pytest.approx(other.d, abs=1e-9)


def scored(definition: Definition, shares: Mapping[str, float]) -> ScoreTable:
    """The first unit's rows under some indicators at a share of their points, every other row without an answer."""
    unit = definition.roster.units[0]
    answers = [
        Answer(unit.code, row.key, State.VALUE, share)
        for code, share in shares.items()
        for row in definition.rows(unit, definition.framework.by_code[code])
    ]
    return score(definition, answers)


def test_losses_are_gap_times_the_weight_that_each_was_given(folder: Path) -> None:
    """Of A (60 %) only A1 has a score, of B (40 %) only B1: each carries all of its parent, as in the total."""
    definition = load(folder)
    table = scored(definition, {"A1": 0.5, "B1": 0.25})
    losses = leaf_losses(definition, table, "P1", "dep")
    assert {loss.leaf.code: (loss.weight, loss.lost, loss.obstacle) for loss in losses} == {
        "A1": pytest.approx((0.6, 30.0, 0.5)),
        "B1": pytest.approx((0.4, 30.0, 0.5)),
    }


@pytest.mark.parametrize(
    "shares",
    [{"A1": 0.5}, {"A1": 0.5, "B1": 0.25}, {"B1": 0.25}, {"A1": 1.0, "A3": 7.0, "B1": 0.0, "B3": 4.0}],
    ids=["one area", "one of each", "the other area", "several"],
)
def test_what_is_lost_is_what_the_total_lacks(folder: Path, shares: Mapping[str, float]) -> None:
    framework = (folder / "framework.yaml").read_text("utf-8")
    (folder / "framework.yaml").write_text(framework.replace("        missing: zero\n", ""), "utf-8")
    definition = load(folder)
    table = scored(definition, shares)
    total = table.get(QuantityKind.SCORE, "P1", ROOT)
    assert total is not None
    assert sum(loss.lost for loss in leaf_losses(definition, table, "P1", "dep")) == pytest.approx(
        100 - total, abs=0.02
    )


@pytest.mark.parametrize("node", ["TOTAL", "B"], ids=["an area", "an indicator"])
def test_what_counts_as_0_loses_all_of_its_weight(folder: Path, node: str) -> None:
    loaded = load(folder)
    zero = Combination(unscored=Unscored.ZERO)
    nodes = tuple(replace(n, combination=zero) if n.code == node else n for n in loaded.framework.nodes)
    total = zero if node == ROOT else loaded.framework.conventions.total
    conventions = replace(loaded.framework.conventions, total=total)
    definition = replace(loaded, framework=replace(loaded.framework, nodes=nodes, conventions=conventions))
    table = scored(definition, {"A1": 0.5, **({} if node == ROOT else {"B1": 0.5})})
    reached = table.get(QuantityKind.SCORE, "P1", ROOT)
    assert reached is not None
    losses = leaf_losses(definition, table, "P1", "dep")
    assert sum(loss.lost for loss in losses) == pytest.approx(100 - reached, abs=0.02)
    assert {loss.score for loss in losses if loss.leaf.code.startswith("B") and loss.leaf.code != "B1"} == {
        0.0
    }


def test_full_scores_lose_nothing(folder: Path) -> None:
    definition = load(folder)
    leaf = definition.framework.leaves("dep")[0]
    table = ScoreTable(
        {Quantity(QuantityKind.SCORE, "@dep", code): 100.0 for code in (leaf.code, leaf.parent)}
    )
    (loss,) = leaf_losses(definition, table, "@dep", "dep")
    assert (loss.lost, loss.obstacle) == (0.0, 0.0)
    assert leaf_losses(definition, ScoreTable({}), "@dep", "dep") == ()
