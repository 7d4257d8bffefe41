"""What many runs say of the ranks: intervals, frequencies, orders of two units, which of them can be quoted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from smartxl.errors import SmartxlError
from smartxl.model.combination import Boundary
from smartxl.rules import band_index
from smartxl.rules.base import FloatArray
from smartxl.scoring.uncertainty.runs import RankArray, Runs
from smartxl.text import Text

__all__ = ["RankSummary", "mean_shifts", "pair_shares", "quantile_rows"]

_AT_ONCE = 4_000_000
_MANY = 5000


@dataclass(frozen=True, eq=False)
class RankSummary:
    """The ranks of units over many runs.

    `interval`: the shares of the runs below the limits, between two runs on the straight line (Excel's PERCENTILE). A unit
    without a rank in the index as it stands is out: it has no interval; one without a rank in some runs is described by the
    others, and `ranked` says in which share of the runs that was.
    """

    runs: Runs
    interval: tuple[float, float] = (0.05, 0.95)

    def __post_init__(self) -> None:
        low, high = self.interval
        if not 0 <= low <= high <= 1:
            raise SmartxlError(
                "interval",
                Text(f"{low} 至 {high} 不是区间", f"{low} to {high} is no interval"),
                Text(
                    "写 0 至 1 的两个数，如 (0.05, 0.95)", "give two shares from 0 to 1, such as (0.05, 0.95)"
                ),
            )

    @cached_property
    def units(self) -> pd.DataFrame:
        """Index unit; columns score, rank (as it stands), low, median, high (ranks), mean_shift, first (share of the runs in
        which it stood first), ranked, score_low, score_median, score_high. NaN for a unit that is out."""
        base = self.runs.base
        out = base["rank"].isna().to_numpy()
        low, median, high = _quantiles(self.runs.places, self._shares, self.runs.halved)
        score_low, score_median, score_high = _score_quantiles(self.runs.totals, self._shares)
        places = self.runs.places
        found = {
            "low": low,
            "median": median,
            "high": high,
            "mean_shift": mean_shifts(places, self.runs.base_places, halved=self.runs.halved, axis=0),
            "first": (places == self._best).mean(axis=0),
            "ranked": (places > 0).mean(axis=0),
            "score_low": score_low,
            "score_median": score_median,
            "score_high": score_high,
        }
        columns = {name: np.where(out, np.nan, values) for name, values in found.items()}
        return pd.concat([base, pd.DataFrame(columns, index=base.index)], axis=1)

    @property
    def _shares(self) -> tuple[float, float, float]:
        return self.interval[0], 0.5, self.interval[1]

    @property
    def _best(self) -> int:
        return 2 if self.runs.halved else 1

    @cached_property
    def frequencies(self) -> pd.DataFrame:
        """Units × ranks that came, the share of the runs in which a unit had it; rows of units without any are 0.

        Raises SmartxlError for more than 5,000 units.
        """
        _refuse_many(self.runs.units, "frequencies")
        places = self.runs.places
        ranks = np.unique(places[places > 0])
        shares = np.stack([(places == place).mean(axis=0) for place in ranks], axis=1) if len(ranks) else None
        names = pd.Index(ranks / 2 if self.runs.halved else ranks, name="rank")
        return pd.DataFrame(shares, index=self.runs.units, columns=names)

    @cached_property
    def orders(self) -> pd.DataFrame:
        """Units × units: the share of the runs in which the row's unit stands before the column's.

        Equal ranks count half; only runs count in which both have a rank, NaN where there is none and for a unit beside
        itself. Raises SmartxlError for more than 5,000 units: choose some (`pair_shares`).
        """
        _refuse_many(self.runs.units, "orders")
        return pair_shares(self.runs, list(self.runs.units))

    @property
    def leaders(self) -> tuple[str, ...]:
        """The units that stand first in the index as it stands."""
        return tuple(map(str, self.runs.units[self.runs.base_places == self._best]))

    @property
    def leader_stays(self) -> float:
        """The share of the runs in which all that stand first in the index as it stands do, alone or with others."""
        first = self.runs.base_places == self._best
        return float((self.runs.places[:, first] == self._best).all(axis=1).mean()) if first.any() else np.nan

    def quotable(self, share: float = 0.95) -> pd.DataFrame:
        """The pairs whose order holds in at least `share` of the runs: ahead, behind, share; in the order of the ranks."""
        orders = self.orders.to_numpy()
        base = np.where(self.runs.base_places > 0, self.runs.base_places, np.iinfo(np.int32).max)
        order = np.argsort(base, kind="stable")
        firm = (base[order, None] < base[None, order]) & (orders[np.ix_(order, order)] >= share)
        pairs = [(order[ahead], order[behind]) for ahead, behind in np.argwhere(firm)]
        found = [(self.runs.units[a], self.runs.units[b], orders[a, b]) for a, b in pairs]
        return pd.DataFrame(found, columns=["ahead", "behind", "share"])

    def stages(
        self, thresholds: Sequence[float], names: Sequence[str], boundary: Boundary = Boundary.LOWER
    ) -> pd.DataFrame:
        """Units × stages: the share of the runs in which the total lies in a stage; of the runs with a total."""
        index = band_index(self.runs.totals, thresholds, boundary)
        known = np.count_nonzero(~np.isnan(index), axis=0)
        with np.errstate(invalid="ignore"):
            shares = [np.count_nonzero(index == place, axis=0) / known for place in range(len(names))]
        return pd.DataFrame(np.stack(shares, axis=1), index=self.runs.units, columns=list(names))


def _refuse_many(units: pd.Index, where: str) -> None:
    if len(units) > _MANY:
        raise SmartxlError(
            where,
            Text(f"{len(units)} 个单位的方阵太大", f"a square of {len(units)} units is too large"),
            Text("用 pair_shares 选择一部分单位", "choose some units, with pair_shares for orders"),
        )


def pair_shares(runs: Runs, units: Sequence[object]) -> pd.DataFrame:
    """`RankSummary.orders` of some units."""
    at = runs.units.get_indexer(pd.Index(list(units), dtype=runs.units.dtype))
    places = runs.places[:, at].astype(np.float64)
    places[places == 0] = np.nan
    count = places.shape[1]
    found = np.full((count, count), np.nan)
    step = max(1, _AT_ONCE // max(1, places.size))
    for start in range(0, count, step):
        mine = places[:, start : start + step, None]
        ahead = (mine < places[:, None, :]).sum(axis=0) + 0.5 * (mine == places[:, None, :]).sum(axis=0)
        both = (~np.isnan(mine) & ~np.isnan(places[:, None, :])).sum(axis=0)
        found[start : start + step] = np.where(both > 0, ahead / np.maximum(both, 1), np.nan)
    np.fill_diagonal(found, np.nan)
    labels = runs.units[at]
    return pd.DataFrame(found, index=labels, columns=labels)


def mean_shifts(places: RankArray, base: RankArray, *, halved: bool = False, axis: int = 1) -> FloatArray:
    """The mean of |rank - rank as it stands| where there are both: in each run over the units, shape (runs,).

    With `axis` 0 of each unit over the runs, shape (units,). NaN where there is none.
    """
    both = (places > 0) & (base > 0)
    moved = np.where(both, np.abs(places - base), 0).sum(axis=axis)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(moved / both.sum(axis=axis) / (2 if halved else 1))


def _quantiles(places: RankArray, shares: tuple[float, ...], halved: bool) -> FloatArray:
    """Quantiles of ranks over the runs that have one, shape (shares, units)."""
    found = np.empty((len(shares), places.shape[1]))
    step = max(1, _AT_ONCE // max(1, len(places)))
    for start in range(0, places.shape[1], step):
        mine = np.ascontiguousarray(places[:, start : start + step].T)
        found[:, start : start + step] = quantile_rows(mine, shares)
    return found / 2 if halved else found


def quantile_rows(places: RankArray, shares: tuple[float, ...]) -> FloatArray:
    """Of each row, without its zeros: sorted, these come first."""
    ordered = np.sort(places, axis=1)
    none = (ordered == 0).sum(axis=1)
    count = ordered.shape[1] - none
    rows = np.arange(len(ordered))
    found = []
    for share in shares:
        place = share * np.maximum(count - 1, 0)
        lower = np.floor(place).astype(np.intp)
        at = np.minimum(none + lower, ordered.shape[1] - 1)
        after = np.minimum(at + 1, ordered.shape[1] - 1)
        low, high = ordered[rows, at], ordered[rows, after]
        found.append(np.where(count > 0, low + (place - lower) * (high - low), np.nan))
    return np.stack(found)


def _score_quantiles(totals: FloatArray, shares: tuple[float, ...]) -> FloatArray:
    found = np.full((len(shares), totals.shape[1]), np.nan)
    step = max(1, _AT_ONCE // max(1, len(totals)))
    for start in range(0, totals.shape[1], step):
        mine = totals[:, start : start + step]
        some = ~np.isnan(mine).all(axis=0)
        if some.any():
            missing = bool(np.isnan(mine[:, some]).any())
            measure = np.nanquantile if missing else np.quantile
            found[:, start + np.flatnonzero(some)] = measure(mine[:, some], shares, axis=0)
    return found
