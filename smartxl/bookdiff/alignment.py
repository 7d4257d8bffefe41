"""Which of two sequences' entries belong together: those that are the same, in the order of both, then those most alike.

Entries that stand once in each sequence are paired first, and of these pairs the most that are in order (patience diff, by
Bram Cohen for Bazaar, 2005; the longest increasing subsequence is that of C. Schensted, 1961, which for entries that stand
once is their longest common subsequence: T. Szymanski, 1975). Between them the same again; then entries that stand several
times, the first with the first. That takes n·log n; only between what is left, entry by entry, likeness is compared.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence

    from numpy.typing import NDArray

__all__ = ["Pair", "aligned", "most_alike", "most_in_order", "surely_in_order"]

Pair = tuple[int, int]
_MOST = 40_000
"""Comparisons of entries with each other in one gap: beyond that they are compared place by place."""

_NEARER = 1e-9
"""Of pairs that are as much alike those win that stand nearer to each other."""


def aligned(
    one: Sequence[Hashable],
    other: Sequence[Hashable],
    likeness: Callable[[Sequence[int], Sequence[int]], NDArray[np.float64]],
    least: float,
) -> Iterator[Pair]:
    """Pairs of places, each place at most once, rising in both.

    `likeness` gives for places of both a matrix of 0 to 1; entries less alike than `least` are no pair.
    """
    gaps = [(range(len(one)), range(len(other)))]
    while gaps:
        mine, theirs = gaps.pop()
        if not mine or not theirs:
            continue
        pairs = _same_ends(one, other, mine, theirs) or most_in_order(_common(one, other, mine, theirs))
        if not pairs:
            for i, j in most_alike(list(mine), list(theirs), likeness, least):
                yield mine[i], theirs[j]
            continue
        yield from pairs
        gaps += _between(pairs, mine, theirs)


def _same_ends(one: Sequence[Hashable], other: Sequence[Hashable], mine: range, theirs: range) -> list[Pair]:
    """The pairs at the beginnings of two stretches that are the same, and those at their ends."""
    most = min(len(mine), len(theirs))
    head = next((n for n in range(most) if one[mine[n]] != other[theirs[n]]), most)
    tail = next((n for n in range(most - head) if one[mine[-1 - n]] != other[theirs[-1 - n]]), most - head)
    first = [(mine[n], theirs[n]) for n in range(head)]
    return [*first, *((mine[-1 - n], theirs[-1 - n]) for n in reversed(range(tail)))]


def _common(one: Sequence[Hashable], other: Sequence[Hashable], mine: range, theirs: range) -> list[Pair]:
    """Entries that stand once in each of two stretches; where there are none, the nth of each with the nth."""
    counts, others = Counter(one[i] for i in mine), Counter(other[j] for j in theirs)
    once = {other[j]: j for j in theirs if others[other[j]] == 1 == counts[other[j]]}
    if once:
        return [(i, once[one[i]]) for i in mine if one[i] in once]
    places: dict[Hashable, list[int]] = defaultdict(list)
    for j in reversed(theirs):
        places[other[j]].append(j)
    return [(i, places[one[i]].pop()) for i in mine if places.get(one[i])]


def _between(pairs: Sequence[Pair], mine: range, theirs: range) -> Iterator[tuple[range, range]]:
    before = (mine.start - 1, theirs.start - 1)
    for pair in (*pairs, (mine.stop, theirs.stop)):
        if pair[0] - before[0] > 1 and pair[1] - before[1] > 1:
            yield range(before[0] + 1, pair[0]), range(before[1] + 1, pair[1])
        before = pair


def most_in_order(pairs: Iterable[Pair]) -> list[Pair]:
    """Of pairs with different places, the most that rise in both; which, where several are as many, is the same seen from both
    sides as far as that can be."""
    given = sorted(pairs)
    one = _rising(given)
    other = [(i, j) for j, i in _rising(sorted((j, i) for i, j in given))]
    return min(one, other, key=_from_both_sides)


def surely_in_order(pairs: Iterable[Pair]) -> list[Pair]:
    """Of these those that are among the most in order from whichever side they are looked at."""
    given = sorted(pairs)
    other = {(i, j) for j, i in _rising(sorted((j, i) for i, j in given))}
    return [pair for pair in _rising(given) if pair in other]


def _from_both_sides(chain: Sequence[Pair]) -> list[tuple[int, int]]:
    return [(i + j, abs(i - j)) for i, j in chain]


def _rising(given: Sequence[Pair]) -> list[Pair]:
    """The longest that rise in their second places, of pairs that rise in their first ones."""
    ends: list[int] = []
    heads: list[int] = []
    before: list[int] = [-1] * len(given)
    for number, (_, place) in enumerate(given):
        at = bisect_left(ends, place)
        before[number] = heads[at - 1] if at else -1
        ends[at : at + 1] = [place]
        heads[at : at + 1] = [number]
    chain: list[Pair] = []
    number = heads[-1] if heads else -1
    while number >= 0:
        chain.append(given[number])
        number = before[number]
    return chain[::-1]


def most_alike(
    mine: Sequence[int],
    theirs: Sequence[int],
    likeness: Callable[[Sequence[int], Sequence[int]], NDArray[np.float64]],
    least: float,
) -> Iterator[Pair]:
    """Pairs of places in two lists, in order, whose likeness comes to most in all; each is at least `least`."""
    if len(mine) * len(theirs) > _MOST:
        for n, (i, j) in enumerate(zip(mine, theirs, strict=False)):
            if likeness([i], [j])[0, 0] >= least:
                yield n, n
        return
    alike = likeness(mine, theirs)
    apart = np.abs(np.subtract.outer(np.arange(len(mine)), np.arange(len(theirs))))
    alike = np.where(alike >= least, alike - _NEARER * apart, 0.0)
    other = [(i, j) for j, i in _most_in_all(alike.T)]
    yield from min(_most_in_all(alike), other, key=_from_both_sides)


def _most_in_all(alike: NDArray[np.float64]) -> list[Pair]:
    """The pairs, rising in both, whose likeness comes to most."""
    rows, columns = alike.shape
    total = np.zeros((rows + 1, columns + 1))
    for i in range(rows - 1, -1, -1):
        for j in range(columns - 1, -1, -1):
            total[i, j] = max(total[i + 1, j], total[i, j + 1], total[i + 1, j + 1] + alike[i, j])
    pairs: list[Pair] = []
    i = j = 0
    while i < rows and j < columns:
        if alike[i, j] and total[i, j] == total[i + 1, j + 1] + alike[i, j]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif total[i, j] == total[i + 1, j]:
            i += 1
        else:
            j += 1
    return pairs
