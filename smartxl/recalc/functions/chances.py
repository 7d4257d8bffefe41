"""Distributions of counts: binomial, negative binomial, Poisson, hypergeometric."""

from __future__ import annotations

import math

from smartxl.recalc.functions.distributions import holds, settled, special_functions
from smartxl.recalc.registry import function
from smartxl.recalc.values import NotComputed
from smartxl.text import Text

__all__: list[str] = []

_LARGE = Text("过大的参数", "arguments that are too large")
_MOST = 1_000_000


def _count(number: float) -> int:
    if abs(number) > _MOST:
        raise NotComputed(_LARGE)
    return math.trunc(number)


def _of_binomial(k: int, n: int, share: float) -> float:
    if share in {0.0, 1.0}:
        return float(k == n * share)
    chosen = math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)
    if n <= 1000:
        chosen = math.log(math.comb(n, k))
    return math.exp(chosen + k * math.log(share) + (n - k) * math.log1p(-share))


@function("BINOM.DIST BINOMDIST", "nnnb")
def _binom(hits: float, tries: float, share: float, below: bool) -> float:
    holds(0 <= share <= 1, hits >= 0, math.trunc(hits) <= math.trunc(tries))
    k, n = _count(hits), _count(tries)
    return settled(special_functions().bdtr(k, n, share)) if below else _of_binomial(k, n, share)


@function("BINOM.DIST.RANGE", "nnn?o")
def _binom_range(tries: float, share: float, low: float, high: float | None = None) -> float:
    n, first = math.trunc(tries), math.trunc(low)
    last = first if high is None else math.trunc(high)
    holds(n >= 0, 0 <= share <= 1, 0 <= first <= n, first <= last <= n)
    if last - first > 100_000 or n > _MOST:
        raise NotComputed(_LARGE)
    return math.fsum(_of_binomial(k, n, share) for k in range(first, last + 1))


@function("BINOM.INV CRITBINOM", "nnn")
def _binom_inv(tries: float, share: float, least: float) -> float:
    n = _count(tries)
    holds(n >= 0, 0 < share < 1, 0 < least < 1)
    low, high = 0, n
    while low < high:
        middle = (low + high) // 2
        if special_functions().bdtr(middle, n, share) >= least:
            high = middle
        else:
            low = middle + 1
    return float(low)


def _of_negative(failures: int, hits: int, share: float) -> float:
    chosen = math.lgamma(failures + hits) - math.lgamma(failures + 1) - math.lgamma(hits)
    if failures + hits <= 1000:
        chosen = math.log(math.comb(failures + hits - 1, failures))
    rest = failures * math.log1p(-share) if failures else 0.0
    return math.exp(chosen + hits * math.log(share) + rest)


@function("NEGBINOM.DIST", "nnnb")
def _negbinom(failures: float, hits: float, share: float, below: bool) -> float:
    f, s = _count(failures), _count(hits)
    holds(f >= 0, s >= 1, 0 < share < 1)
    return settled(special_functions().betainc(s, f + 1, share)) if below else _of_negative(f, s, share)


@function("NEGBINOMDIST", "nnn")
def _negbinomdist(failures: float, hits: float, share: float) -> float:
    return _negbinom(failures, hits, share, False)


@function("POISSON.DIST POISSON", "nnb")
def _poisson(x: float, mean: float, below: bool) -> float:
    k = _count(x)
    holds(x >= 0, mean >= 0)
    if below:
        return settled(special_functions().pdtr(k, mean))
    if mean == 0:
        return float(k == 0)
    return math.exp(k * math.log(mean) - mean - math.lgamma(k + 1))


def _of_hypergeometric(hits: int, drawn: int, good: int, total: int) -> float:
    return math.comb(good, hits) * math.comb(total - good, drawn - hits) / math.comb(total, drawn)


def _checked_draw(hits: float, drawn: float, good: float, total: float) -> tuple[int, int, int, int]:
    k, n, m, t = _count(hits), _count(drawn), _count(good), _count(total)
    if 0 in {n, m, t}:
        raise NotComputed(Text("空的超几何分布", "a hypergeometric distribution of nothing"))
    holds(0 <= k <= min(n, m), k >= n - t + m, 0 < n <= t, 0 < m <= t)
    if t > 20_000:
        raise NotComputed(_LARGE)
    return k, n, m, t


@function("HYPGEOM.DIST", "nnnnb")
def _hypgeom(hits: float, drawn: float, good: float, total: float, below: bool) -> float:
    k, n, m, t = _checked_draw(hits, drawn, good, total)
    if not below:
        return _of_hypergeometric(k, n, m, t)
    return math.fsum(_of_hypergeometric(each, n, m, t) for each in range(max(0, n - t + m), k + 1))


@function("HYPGEOMDIST", "nnnn")
def _hypgeomdist(hits: float, drawn: float, good: float, total: float) -> float:
    return _of_hypergeometric(*_checked_draw(hits, drawn, good, total))
