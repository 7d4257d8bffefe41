"""Degree of obstacle and coupling coordination: worked by hand from the definitions that are cited."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartxl.define.load import load
from smartxl.diagnosis.obstacle import coupling, leaf_losses
from smartxl.model.scores import Quantity, QuantityKind, ScoreTable


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


def test_losses_are_gap_times_weight_among_what_has_a_score(folder: Path) -> None:
    definition = load(folder)
    leaves = [leaf for leaf in definition.framework.leaves("dep") if not definition.framework.adjusts(leaf)]
    scores = {leaf.code: 40.0 + 10 * place for place, leaf in enumerate(leaves[:2])}
    table = ScoreTable({Quantity(QuantityKind.SCORE, "@dep", code): score for code, score in scores.items()})
    losses = leaf_losses(definition, table, "@dep", "dep")
    weights = {code: definition.framework.effective_weight(code, "dep") for code in scores}
    total = sum(weights.values())
    expected = {code: weights[code] / total * (100 - score) for code, score in scores.items()}
    assert {loss.leaf.code: loss.lost for loss in losses} == pytest.approx(expected)
    assert sum(loss.obstacle for loss in losses) == pytest.approx(1)
    assert [loss.lost for loss in losses] == sorted(expected.values(), reverse=True)


def test_full_scores_lose_nothing(folder: Path) -> None:
    definition = load(folder)
    leaf = definition.framework.leaves("dep")[0]
    table = ScoreTable({Quantity(QuantityKind.SCORE, "@dep", leaf.code): 100.0})
    (loss,) = leaf_losses(definition, table, "@dep", "dep")
    assert (loss.lost, loss.obstacle) == (0.0, 0.0)
    assert leaf_losses(definition, ScoreTable({}), "@dep", "dep") == ()
