"""Rules that place a unit's reading on the scale of its peers' readings: their range, their spread, their mean.

Readings that agree in 15 significant digits are equal (`smartxl.rules.statistics.shown`), as in a cell's comparison.
Source of the methods: OECD/JRC, Handbook on Constructing Composite Indicators (2008), step 5 and table 15.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from smartxl.rules.base import ALWAYS, ExcelScore, FloatArray, PeerRefs
from smartxl.rules.faults import RuleFault
from smartxl.rules.parameters import check_flag
from smartxl.rules.peer_parameters import (
    PeerParameters,
    Reference,
    all_equal,
    mean_is_zero,
    mean_off_zero,
    no_number,
)
from smartxl.rules.rounding import round_half_away
from smartxl.rules.statistics import column_highest, column_lowest, column_mean, column_spread, shown
from smartxl.text import Text

__all__ = ["AroundMean", "MinMax", "ZScore"]

_SETTLED = 10


@dataclass(frozen=True, slots=True)
class MinMax(PeerParameters):
    """low + (high - low)·(x - min)/(max - min) over the peers, with `cost` (max - x) instead of (x - min).

    No score when all peers are equal. COINr's n_minmax.
    """

    low: float = 0.0
    high: float = 100.0
    cost: float = 0.0
    per: float = 100.0
    name: ClassVar[str] = "minmax"

    def __post_init__(self) -> None:
        self.check()
        if self.low >= self.high:
            raise RuleFault(
                Text(
                    f"low 是 {self.low:g}，high 是 {self.high:g}：low 要小于 high（越小越好时用 cost）",
                    f"low is {self.low:g} and high {self.high:g}: low must be below high (less is better: "
                    "cost)",
                )
            )

    def score(self, readings: FloatArray, reference: Reference = None) -> FloatArray:  # noqa: ARG002
        """The place between the worst and the best peer; between `low` and `high`."""
        lowest, highest = column_lowest(readings), column_highest(readings)
        distance = np.where(shown(lowest) == shown(highest), np.nan, highest - lowest)
        share = (highest - readings if self.cost else readings - lowest) / distance
        share *= self.high - self.low
        return share + self.low

    def excel(self, refs: PeerRefs) -> ExcelScore:
        """The same with MIN and MAX of the peers."""
        low, high, x, peers = refs.params["low"], refs.params["high"], refs.reading, refs.peers
        above_worst = f"MAX({peers})-{x}" if self.cost else f"{x}-MIN({peers})"
        value = f"{low}+({high}-{low})*(({above_worst})/(MAX({peers})-MIN({peers})))"
        return ExcelScore(f"OR({no_number(refs)},{all_equal(refs)})", value, value)


@dataclass(frozen=True, slots=True)
class ZScore(PeerParameters):
    """centre + spread·(x - mean)/sd over the peers, with `cost` (mean - x); sd divides by n - `ddof`.

    No score when all peers are equal. With `ddof` 1, the sample's deviation, table 15 and COINr's n_zscore.
    """

    centre: float = 0.0
    spread: float = 1.0
    ddof: float = 1.0
    cost: float = 0.0
    per: float = 100.0
    name: ClassVar[str] = "zscore"

    def __post_init__(self) -> None:
        self.check()
        check_flag("ddof", self.ddof)
        if self.spread <= 0:
            raise RuleFault(
                Text(
                    f"spread 是 {self.spread:g}：要大于 0（越小越好时用 cost）",
                    f"spread is {self.spread:g}: it must be above 0 (less is better: cost)",
                )
            )

    def score(self, readings: FloatArray, reference: Reference = None) -> FloatArray:  # noqa: ARG002
        """Standard deviations from the mean, moved and scaled: neither floor nor cap."""
        equal = shown(column_lowest(readings)) == shown(column_highest(readings))
        mean = column_mean(readings)
        better = mean - readings if self.cost else readings - mean
        better /= np.where(equal, np.nan, column_spread(better, self.ddof))
        return better * self.spread + self.centre

    def excel(self, refs: PeerRefs) -> ExcelScore:
        """The same; DEVSQ is the sum of the squared deviations from the mean."""
        centre, spread, ddof = (refs.params[name] for name in ("centre", "spread", "ddof"))
        x, mean = refs.reading, f"AVERAGE({refs.peers})"
        better = f"{mean}-{x}" if self.cost else f"{x}-{mean}"
        deviation = f"(DEVSQ({refs.peers})/(COUNT({refs.peers})-{ddof}))^0.5"
        value = f"{centre}+{spread}*(({better})/{deviation})"
        return ExcelScore(f"OR({no_number(refs)},{all_equal(refs)})", value, value)


@dataclass(frozen=True, slots=True)
class AroundMean(PeerParameters):
    """`above`, `within` or `below` (1, 0, -1): on which side of the band mean ± p·|mean| of the peers x lies.

    The band owns its edges; (x - mean)/|mean| is settled to 10 decimals. With `cost`, `above` goes to readings below
    the band. A mean of 0 has no band: no score.
    """

    p: float
    above: float = 1.0
    within: float = 0.0
    below: float = -1.0
    cost: float = 0.0
    per: float = 100.0
    name: ClassVar[str] = "aroundmean"

    def __post_init__(self) -> None:
        self.check()
        if not 0 <= self.p < 1:
            raise RuleFault(
                Text(
                    f"p 是 {self.p:g}：它是平均数的比例，0 至 1（0.2 即 20%）",
                    f"p is {self.p:g}: it is a share of the mean from 0 to 1 (0.2: 20 %)",
                )
            )
        if not self.above >= self.within >= self.below:
            raise RuleFault(
                Text(
                    "above、within、below 不能依次增大",
                    "above, within and below must not increase in this order",
                )
            )

    def score(self, readings: FloatArray, reference: Reference = None) -> FloatArray:  # noqa: ARG002
        """One of the three points."""
        mean = mean_off_zero(readings)
        better = mean - readings if self.cost else readings - mean
        share = round_half_away(better / np.abs(mean), _SETTLED)
        points = np.where(share > self.p, self.above, np.where(share < -self.p, self.below, self.within))
        return np.where(np.isnan(share), np.nan, points)

    def excel(self, refs: PeerRefs) -> ExcelScore:
        """The same with AVERAGE."""
        p, above, within, below = (refs.params[name] for name in ("p", "above", "within", "below"))
        mean = f"AVERAGE({refs.peers})"
        better = f"{mean}-{refs.reading}" if self.cost else f"{refs.reading}-{mean}"
        share = f"ROUND(({better})/ABS({mean}),{_SETTLED})"
        value = f"IF({share}>{p},{above},IF({share}<-{p},{below},{within}))"
        return ExcelScore(f"IF({no_number(refs)},{ALWAYS},{mean_is_zero(refs)})", value, value)
