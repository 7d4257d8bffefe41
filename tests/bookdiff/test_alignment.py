"""Entries of two sequences that belong together."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from smartxl.bookdiff.alignment import aligned, most_in_order

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


def never(mine: Sequence[int], theirs: Sequence[int]) -> NDArray[np.float64]:
    return np.zeros((len(mine), len(theirs)))


@given(st.lists(st.integers(0, 6), max_size=30), st.lists(st.integers(0, 6), max_size=30))
def test_pairs_are_the_same_and_rise_in_both(one: list[int], other: list[int]) -> None:
    pairs = sorted(aligned(one, other, never, 0.5))
    assert all(one[i] == other[j] for i, j in pairs)
    assert [j for _, j in pairs] == sorted({j for _, j in pairs})
    assert len({i for i, _ in pairs}) == len(pairs)


@given(st.permutations(range(12)))
def test_the_most_in_order_is_the_longest(order: list[int]) -> None:
    chain = most_in_order(enumerate(order))
    lengths = [1] * len(order)
    for j in range(len(order)):
        lengths[j] = 1 + max((lengths[i] for i in range(j) if order[i] < order[j]), default=0)
    assert len(chain) == max(lengths)
    assert chain == sorted(chain)


def test_a_row_amid_many_is_found_without_comparing_all_with_all() -> None:
    one, other = list(range(50_000)), [*range(25_000), -1, *range(25_000, 50_000)]
    start = time.process_time()
    assert len(list(aligned(one, other, never, 0.5))) == 50_000
    shuffled = [*range(0, 50_000, 2), *range(1, 50_000, 2)]
    assert len(list(aligned(one, shuffled, never, 0.5))) == 25_001
    assert time.process_time() - start < 10


def test_the_most_alike_are_paired_in_order() -> None:
    table = np.array([[0.9, 0.2, 0.0], [0.0, 0.3, 0.8]])

    def likeness(mine: Sequence[int], theirs: Sequence[int]) -> NDArray[np.float64]:
        return table[np.ix_(mine, theirs)]

    assert list(aligned("ab", "xyz", likeness, 0.5)) == [(0, 0), (1, 2)]
