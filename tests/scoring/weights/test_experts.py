from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smartxl.errors import SmartxlError
from smartxl.scoring.weights import (
    Judgements,
    Pooling,
    Priority,
    ahp,
    consensus,
    group,
    pooled_judgements,
)

SETTINGS = settings(max_examples=25, deadline=None)

KEYS = ["i1", "i10", "i2"]
PAIRS = list(itertools.combinations(KEYS, 2))
scale = st.sampled_from([1 / 9, 1 / 5, 1 / 3, 1.0, 2.0, 4.0, 7.0, 9.0])
people = st.lists(st.lists(scale, min_size=3, max_size=3), min_size=1, max_size=4)


def expert(*values: float) -> Judgements:
    return Judgements.from_pairs(KEYS, dict(zip(PAIRS, values, strict=True)))


@SETTINGS
@given(people, st.sampled_from(list(Pooling)), st.permutations(KEYS))
def test_experts_are_matched_by_key(answers: list[list[float]], pooling: Pooling, order: list[str]) -> None:
    experts = {f"E{i}": expert(*values) for i, values in enumerate(answers)}
    mixed = {n: j if n == "E0" else j.ordered(order) for n, j in experts.items()}
    first, second = group(experts, pooling), group(mixed, pooling)
    assert math.fsum(first.weights.values.values()) == pytest.approx(1)
    for key in KEYS:
        assert second.weights.values[key] == pytest.approx(first.weights.values[key], rel=1e-9)


@SETTINGS
@given(st.lists(scale, min_size=3, max_size=3), st.sampled_from(list(Pooling)))
def test_experts_who_agree_are_one_expert(values: list[float], pooling: Pooling) -> None:
    alone = ahp(expert(*values)).weights
    many = group({name: expert(*values) for name in "abc"}, pooling)
    assert many.weights.values == pytest.approx(alone.values, rel=1e-9)
    assert many.consensus.value == pytest.approx(1)


@SETTINGS
@given(people)
def test_row_geometric_means_commute_with_geometric_pooling(answers: list[list[float]]) -> None:
    """Barzilai & Golany 1994: with row geometric means, pooling judgements or priorities is the same."""
    experts = {f"E{i}": expert(*values) for i, values in enumerate(answers)}
    before = group(experts, Pooling.JUDGEMENTS, Priority.GEOMETRIC_MEAN).weights.values
    after = group(experts, Pooling.PRIORITIES_GEOMETRIC, Priority.GEOMETRIC_MEAN).weights.values
    assert after == pytest.approx(before, rel=1e-9)


def test_pooled_judgements_are_geometric_means() -> None:
    pooled = pooled_judgements({"a": expert(2, 4, 1), "b": expert(8, 1, 1)})
    assert pooled.matrix == pytest.approx(np.array([[1, 4, 2], [1 / 4, 1, 1], [1 / 2, 1, 1]]))


def test_priorities_pooled_by_hand() -> None:
    experts = {
        "a": Judgements.from_pairs(["x", "y"], {("x", "y"): 4}),
        "b": Judgements.from_pairs(["y", "x"], {("y", "x"): 1}),
    }
    arithmetic = group(experts, Pooling.PRIORITIES_ARITHMETIC)
    geometric = group(experts, Pooling.PRIORITIES_GEOMETRIC)
    assert arithmetic.weights.values == pytest.approx({"x": 0.65, "y": 0.35})
    assert geometric.weights.values == pytest.approx({"x": 2 / 3, "y": 1 / 3})  # √(.8·.5) : √(.2·.5)
    assert geometric.pooled is None
    assert arithmetic.weights.conventions["pooling"] == "priorities, arithmetic mean"
    assert [m.name for m in arithmetic.members] == ["a", "b"]


def test_those_who_did_not_judge_a_pair_have_no_part_in_it() -> None:
    partial = Judgements.from_pairs(KEYS, {("i1", "i10"): 2, ("i10", "i2"): 3})
    result = group({"a": expert(8, 5, 3), "b": partial})
    assert result.pooled is not None
    assert result.pooled.consistency.missing == 0
    pooled = pooled_judgements({"a": expert(8, 5, 3), "b": partial})
    assert pooled.matrix[0].tolist() == pytest.approx([1, 4, 5])


def test_consensus_at_its_ends() -> None:
    """All experts at one extreme: 1. Each judges another key 9 times as important as all others: 0."""
    size = 4
    extreme = np.full((size, size), 1 / 12) + np.eye(size) * 8 / 12
    assert consensus(extreme).value == pytest.approx(0, abs=1e-12)
    assert consensus(extreme[[0, 0, 0]]).value == pytest.approx(1)


def test_consensus_by_hand() -> None:
    """Two experts, two keys: (.9, .1) and (.5, .5), scale 9."""
    found = consensus(np.array([[0.9, 0.1], [0.5, 0.5]]))
    alpha = (-(0.9 * math.log(0.9) + 0.1 * math.log(0.1)) + math.log(2)) / 2
    gamma = -(0.7 * math.log(0.7) + 0.3 * math.log(0.3))
    least = math.exp(-(0.9 * math.log(0.9) + 0.1 * math.log(0.1))) / 2
    assert found.beta == pytest.approx(gamma - alpha)
    assert found.value == pytest.approx((math.exp(alpha - gamma) - least) / (1 - least))


def test_experts_on_different_keys_are_refused() -> None:
    other = Judgements.from_pairs(["i1", "i10", "i3"], {("i1", "i10"): 2, ("i1", "i3"): 2})
    with pytest.raises(SmartxlError, match="i2, i3"):
        group({"a": expert(1, 1, 1), "b": other})
    with pytest.raises(SmartxlError, match="no expert"):
        group({})


def test_one_experts_contradiction_is_named() -> None:
    result = group({"a": expert(1, 1, 1), "b": expert(5, 1 / 5, 5)}, Pooling.PRIORITIES_ARITHMETIC)
    assert [note.split(":")[0] for note in result.weights.notes] == ["b"]


def test_one_key_and_one_expert() -> None:
    assert group({"a": Judgements.from_pairs(["x"], {})}).consensus.value == 1
