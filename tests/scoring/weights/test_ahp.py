from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smartxl.errors import SmartxlError
from smartxl.scoring.weights import (
    RANDOM_INDICES,
    Judgements,
    Priority,
    RandomIndex,
    ahp,
    consistency,
    doubtful,
    priorities,
)

SETTINGS = settings(max_examples=25, deadline=None)

KEYS = ["i1", "i10", "i2", "i20", "i3"]
EXAMPLE: list[list[float]] = [
    [1, 3, 5, 2, 4],
    [1 / 3, 1, 3, 1, 2],
    [1 / 5, 1 / 3, 1, 1 / 4, 1 / 2],
    [1 / 2, 1, 4, 1, 3],
    [1 / 4, 1 / 2, 2, 1 / 3, 1],
]
SCALE = [Fraction(1, k) for k in range(9, 1, -1)] + [Fraction(k) for k in range(1, 10)]


def judgements(rows: Sequence[Sequence[float]], keys: list[str] | None = None) -> Judgements:
    names = keys or KEYS[: len(rows)]
    return Judgements.from_frame(pd.DataFrame(rows, index=names, columns=names), largest=math.inf)


def consistent(values: list[float], keys: list[str] | None = None) -> Judgements:
    return judgements([[a / b for b in values] for a in values], keys)


@pytest.mark.parametrize(
    ("method", "expected"),
    [
        (Priority.EIGENVECTOR, [0.4231, 0.1855, 0.0622, 0.2310, 0.0982]),
        (Priority.GEOMETRIC_MEAN, [0.4217, 0.1860, 0.0621, 0.2317, 0.0985]),
        (Priority.NORMALISED_COLUMNS, [0.4206, 0.1852, 0.0627, 0.2322, 0.0993]),
    ],
    ids=lambda value: value.name if isinstance(value, Priority) else "",
)
def test_the_worked_example_by_three_methods(method: Priority, expected: list[float]) -> None:
    result = ahp(judgements(EXAMPLE), method)
    assert [round(w, 4) for w in result.weights.values.values()] == expected
    assert result.weights.conventions["priorities"] == method.value
    assert "1.12" in result.weights.conventions["random_index"]
    assert round(result.consistency.lambda_max, 4) == 5.0714
    assert round(result.consistency.ratio, 4) == 0.0159
    assert result.consistency.acceptable()


def test_the_simple_methods_agree_with_exact_fractions() -> None:
    exact = [[Fraction(x).limit_denominator(10) for x in row] for row in EXAMPLE]
    sums = [sum(row[j] for row in exact) for j in range(5)]
    columns = [float(sum(row[j] / sums[j] for j in range(5)) / 5) for row in exact]
    products = [float(math.prod(row)) ** 0.2 for row in exact]
    assert priorities(judgements(EXAMPLE), Priority.NORMALISED_COLUMNS) == pytest.approx(columns, abs=1e-14)
    geometric = [p / sum(products) for p in products]
    assert priorities(judgements(EXAMPLE), Priority.GEOMETRIC_MEAN) == pytest.approx(geometric, abs=1e-14)


def test_the_random_index_of_size_3_by_all_4913_matrices() -> None:
    """λ of a 3 × 3 matrix is 1 + x + 1/x with x³ = a12·a23/a13: the mean CI is Alonso & Lamata's value."""
    roots = (float(a * c / b) ** (1 / 3) for a, b, c in itertools.product(SCALE, repeat=3))
    indices = [(1 + x + 1 / x - 3) / 2 for x in roots]
    assert len(indices) == 17**3
    mean = math.fsum(indices) / len(indices)
    assert round(mean, 4) == pytest.approx(RANDOM_INDICES[RandomIndex.ALONSO_LAMATA_2006][2], abs=1.01e-4)


def test_the_tables_are_named_and_differ() -> None:
    by_table = {table: consistency(judgements(EXAMPLE), table) for table in RandomIndex}
    assert {t: c.random for t, c in by_table.items()} == {
        RandomIndex.SAATY_1980: 1.12,
        RandomIndex.ALONSO_LAMATA_2006: 1.1086,
        RandomIndex.SAATY_TRAN_2007: 1.11,
    }
    assert by_table[RandomIndex.ALONSO_LAMATA_2006].ratio == pytest.approx(0.01785461 / 1.1086, rel=1e-6)
    assert {len(row) for row in RANDOM_INDICES.values()} == {15}


sizes = st.lists(st.floats(1, 9), min_size=1, max_size=7)


@SETTINGS
@given(sizes)
def test_a_consistent_matrix_gives_its_values_and_cr_0_by_every_method(values: list[float]) -> None:
    names = [f"i{k}" for k in range(len(values), 0, -1)]
    for method in Priority:
        result = ahp(consistent(values, names), method)
        expected = np.array(values) / sum(values)
        assert list(result.weights.values.values()) == pytest.approx(expected.tolist(), rel=1e-9)
        assert result.consistency.ratio == pytest.approx(0, abs=1e-9)
        assert result.doubtful == ()


answers = st.lists(st.sampled_from([float(s) for s in SCALE]), min_size=10, max_size=10)


def from_answers(values: list[float]) -> Judgements:
    return Judgements.from_pairs(KEYS, dict(zip(itertools.combinations(KEYS, 2), values, strict=True)))


@SETTINGS
@given(answers, st.permutations(KEYS), st.sampled_from(list(Priority)))
def test_the_order_of_keys_changes_nothing(values: list[float], order: list[str], method: Priority) -> None:
    given_order = from_answers(values)
    first, second = ahp(given_order, method), ahp(given_order.ordered(order), method)
    assert second.weights.keys == tuple(order)
    for key in KEYS:
        assert second.weights.values[key] == pytest.approx(first.weights.values[key], rel=1e-9)
    assert second.consistency.ratio == pytest.approx(first.consistency.ratio, abs=1e-9)


@SETTINGS
@given(answers)
def test_lambda_is_never_below_the_size_and_weights_are_positive(values: list[float]) -> None:
    result = ahp(from_answers(values))
    assert result.consistency.lambda_max >= 5
    assert min(result.weights.values.values()) > 0


@SETTINGS
@given(st.lists(st.sampled_from([1.0, 2.0, 3.0, 4.0]), min_size=4, max_size=6), st.data())
def test_a_missing_judgement_of_a_consistent_matrix_is_not_missed(
    values: list[float], data: st.DataObject
) -> None:
    names = [f"i{k}" for k in range(len(values))]
    i, j = data.draw(st.sampled_from(list(itertools.combinations(range(len(values)), 2))))
    incomplete = consistent(values, names).replaced(i, j, math.nan)
    expected = (np.array(values) / sum(values)).tolist()
    for method in (Priority.EIGENVECTOR, Priority.GEOMETRIC_MEAN):
        result = ahp(incomplete, method)
        assert list(result.weights.values.values()) == pytest.approx(expected, rel=1e-8)
        assert result.consistency.ratio == pytest.approx(0, abs=1e-8)
        assert result.consistency.missing == 1
        assert "1 missing" in result.weights.conventions["incomplete"]


def test_harker_is_the_completion_with_its_own_priorities() -> None:
    """Harker 1987: writing w_i/w_j into the gaps gives a complete matrix with the same λ and the same vector."""
    incomplete = judgements(EXAMPLE).replaced(0, 3, math.nan).replaced(1, 2, math.nan)
    vector = priorities(incomplete)
    complete = incomplete.replaced(0, 3, vector[0] / vector[3]).replaced(1, 2, vector[1] / vector[2])
    assert priorities(complete) == pytest.approx(vector, abs=1e-12)
    assert consistency(complete).lambda_max == pytest.approx(consistency(incomplete).lambda_max, abs=1e-10)


def test_least_squares_of_an_incomplete_matrix_by_brute_force() -> None:
    incomplete = judgements(EXAMPLE).replaced(0, 3, math.nan)
    known = [(i, j) for i, j in itertools.permutations(range(5), 2) if {i, j} != {0, 3}]

    def error(logs: np.ndarray) -> float:
        return math.fsum((math.log(incomplete.matrix[i, j]) - logs[i] + logs[j]) ** 2 for i, j in known)

    best = np.log(priorities(incomplete, Priority.GEOMETRIC_MEAN))
    for place, step in itertools.product(range(5), (-1e-3, 1e-3)):
        moved = best.copy()
        moved[place] += step
        assert error(moved) > error(best)


@SETTINGS
@given(
    st.lists(st.sampled_from([1.0, 1.5, 2.0, 3.0]), min_size=4, max_size=6),
    st.sampled_from([5.0, 1 / 5]),
    st.data(),
)
def test_one_spoilt_judgement_is_found_and_its_right_value_named(
    values: list[float], factor: float, data: st.DataObject
) -> None:
    names = [f"i{k}" for k in range(len(values))]
    i, j = data.draw(st.sampled_from(list(itertools.combinations(range(len(values)), 2))))
    right = values[i] / values[j]
    worst = doubtful(consistent(values, names).replaced(i, j, right * factor))[0]
    assert {worst.row, worst.column} == {names[i], names[j]}
    turned = worst.row != names[i]
    assert worst.given == pytest.approx(1 / (right * factor) if turned else right * factor)
    assert worst.given >= 1
    assert worst.implied == pytest.approx(1 / right if turned else right)


def test_the_three_worst_judgements_of_the_example() -> None:
    found = ahp(judgements(EXAMPLE)).doubtful
    assert [(d.row, d.column, d.given, d.nearest) for d in found] == [
        ("i1", "i2", 5, 8),
        ("i1", "i10", 3, 2),
        ("i20", "i3", 3, 2),
    ]
    for entry in found:
        row, column = KEYS.index(entry.row), KEYS.index(entry.column)
        changed = judgements(EXAMPLE).replaced(row, column, entry.nearest)
        assert consistency(changed).ratio == entry.ratio_after < 0.0159
    assert len(ahp(judgements(EXAMPLE), worst=5).doubtful) == 5


def test_the_smallest_weight_of_a_long_chain_is_exact() -> None:
    """Each key nine times the next: over fourteen steps the weights lie thirteen powers of ten apart."""
    keys = tuple(f"k{place:02}" for place in range(15))
    chain = Judgements.from_pairs(keys, dict.fromkeys(itertools.pairwise(keys), 9.0))
    found = ahp(chain)
    weights = list(found.weights.values.values())
    assert [high / low for high, low in itertools.pairwise(weights)] == pytest.approx([9.0] * 14, rel=1e-12)
    assert found.consistency.ratio == pytest.approx(0.0, abs=1e-12)


def test_judgements_alike_in_doubt_are_in_the_order_of_their_keys() -> None:
    """In a matrix of three each judgement is as far from what the other two imply; last bits must not decide."""
    keys = ("a", "b", "c")
    found = ahp(Judgements.from_pairs(keys, {("a", "b"): 3, ("a", "c"): 5, ("b", "c"): 3})).doubtful
    assert [(d.row, d.column) for d in found] == [("a", "b"), ("a", "c"), ("b", "c")]


def test_a_contradiction_is_noted() -> None:
    circle = ahp(Judgements.from_pairs(["a", "b", "c"], {("a", "b"): 5, ("b", "c"): 5, ("c", "a"): 5}))
    assert not circle.consistency.acceptable()
    assert circle.weights.values == pytest.approx({"a": 1 / 3, "b": 1 / 3, "c": 1 / 3})
    assert "contradict" in circle.weights.notes[0]


def test_a_chain_of_judgements_has_nothing_to_contradict_it() -> None:
    chain = ahp(Judgements.from_pairs(["a", "b", "c"], {("a", "b"): 2, ("b", "c"): 3}))
    assert list(chain.weights.values.values()) == pytest.approx([0.6, 0.3, 0.1])
    assert chain.doubtful == ()
    assert "reads low" in chain.weights.notes[0]


def test_twins_share_alike() -> None:
    """A key judged exactly as another, and 1 beside it, gets the same weight."""
    twins: list[list[float]] = [[1, 3, 3, 5], [1 / 3, 1, 1, 2], [1 / 3, 1, 1, 2], [1 / 5, 1 / 2, 1 / 2, 1]]
    for method in Priority:
        weights = ahp(judgements(twins), method).weights
        assert weights.values["i10"] == pytest.approx(weights.values["i2"], abs=1e-12)


@pytest.mark.parametrize(("size", "value"), [(1, 1.0), (2, 0.75)])
def test_sizes_1_and_2_cannot_be_inconsistent(size: int, value: float) -> None:
    result = ahp(consistent([3.0, 1.0][:size]))
    assert result.weights.values["i1"] == pytest.approx(value)
    assert result.consistency.index == pytest.approx(0, abs=1e-12)
    assert result.consistency.ratio == 0


def test_what_a_method_cannot_do_is_said() -> None:
    incomplete = judgements(EXAMPLE).replaced(0, 1, math.nan)
    with pytest.raises(SmartxlError, match="normalised columns need all"):
        ahp(incomplete, Priority.NORMALISED_COLUMNS)
    with pytest.raises(SmartxlError, match="ends at 15"):
        ahp(consistent([1.0] * 16, [f"k{i}" for i in range(16)]))
