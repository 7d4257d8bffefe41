"""Rules that place a unit by its rank among its peers: the rank itself, percentile ranks, categories.

Source of the methods: OECD/JRC, Handbook on Constructing Composite Indicators (2008), step 5 and table 15.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import ClassVar

import numpy as np

from smartxl.model.combination import Boundary, Ties
from smartxl.rules.base import ExcelScore, FloatArray, PeerRefs
from smartxl.rules.faults import RuleFault
from smartxl.rules.parameters import check_flag
from smartxl.rules.peer_parameters import PeerParameters, Reference, no_number
from smartxl.rules.ranks import equal_to, larger_than, rank, values_among
from smartxl.rules.rollup import band_index, band_index_formula
from smartxl.rules.statistics import column_count
from smartxl.rules.traits import Written, cost_falls, points_fall
from smartxl.text import Text

__all__ = ["Categories", "PeerRank", "Percentile"]

_OF = ("inclusive", "share")


def _worse(refs: PeerRefs, cost: float) -> str:
    """How many peers are worse. A text is larger than any number, so it is never counted as smaller."""
    if cost:
        return larger_than(refs.reading, refs.peers)
    return f"SUMPRODUCT(ISNUMBER({refs.peers})*({refs.peers}<{refs.reading}))"


def _rank_from_worst(readings: FloatArray, cost: float, ties: Ties = Ties.COMPETITION) -> FloatArray:
    return rank(readings if cost else -readings, ties)


@dataclass(frozen=True, slots=True)
class PeerRank(PeerParameters):
    """The rank among the peers, `first` (1) for the worst, so that more is better; `ties` as in `Ties`.

    Under competition ties equal units share the lowest place. `first: 0` gives Borda points. COINr's n_rank, n_borda.
    """

    ties: str = Ties.COMPETITION.value
    first: float = 1.0
    cost: float = 0.0
    per: float = 100.0
    name: ClassVar[str] = "rank"
    words: ClassVar[Mapping[str, tuple[str, ...]]] = {"ties": tuple(Ties)}

    def score(self, readings: FloatArray, reference: Reference = None) -> FloatArray:  # noqa: ARG002
        """From `first` to `first` + n - 1."""
        return self.first - 1.0 + _rank_from_worst(readings, self.cost, Ties(self.ties))

    def excel(self, refs: PeerRefs) -> ExcelScore:
        """The number of worse peers, of worse values under dense ties; half of the equal ones under mid ties."""
        x, peers = refs.reading, refs.peers
        value = f"{refs.params['first']}+{_worse(refs, self.cost)}"
        if self.ties == Ties.MID:
            value += f"+({equal_to(x, peers)}-1)/2"
        elif self.ties == Ties.DENSE:
            worse = f"{peers}{'>' if self.cost else '<'}{x}"
            value = f"{refs.params['first']}+{values_among(worse, peers)}"
        return ExcelScore(no_number(refs), value, value)


@dataclass(frozen=True, slots=True)
class Percentile(PeerParameters):
    """The percentile rank among n peers, from the competition rank r that counts from the worst.

    `of` inclusive: 100·(r - 1)/(n - 1), as PERCENTRANK.INC and COINr's n_prank; a single unit has none.
    `of` share: 100·r/n, as table 15.
    """

    of: str
    cost: float = 0.0
    per: float = 100.0
    name: ClassVar[str] = "percentile"
    words: ClassVar[Mapping[str, tuple[str, ...]]] = {"of": _OF}

    def score(self, readings: FloatArray, reference: Reference = None) -> FloatArray:  # noqa: ARG002
        """Between 0 and 100."""
        ranks, count = _rank_from_worst(readings, self.cost), column_count(readings)
        if self.of == "share":
            return 100.0 * ranks / np.maximum(count, 1)
        return 100.0 * (ranks - 1.0) / np.where(count > 1, count - 1.0, np.nan)

    def excel(self, refs: PeerRefs) -> ExcelScore:
        """The number of worse peers over the number of peers."""
        worse, count = _worse(refs, self.cost), f"COUNT({refs.peers})"
        if self.of == "share":
            value = f"100*(1+{worse})/{count}"
            return ExcelScore(no_number(refs), value, value)
        value = f"100*{worse}/({count}-1)"
        return ExcelScore(f"OR({no_number(refs)},{count}<2)", value, value)


@dataclass(frozen=True, slots=True)
class Categories(PeerParameters):
    """A categorical scale: the points of the band in which the percentile rank, settled to 10 decimals, lies.

    `points[i]` goes to percentile ranks from `thresholds[i]` on, below the first threshold the first points hold;
    with `upper` 1 a threshold belongs to the band before. `of` as in `Percentile`.
    """

    of: str
    thresholds: tuple[float, ...]
    points: tuple[float, ...]
    upper: float = 0.0
    cost: float = 0.0
    per: float = 100.0
    name: ClassVar[str] = "categories"
    lists: ClassVar[tuple[str, ...]] = ("thresholds", "points")
    words: ClassVar[Mapping[str, tuple[str, ...]]] = {"of": _OF}

    def __post_init__(self) -> None:
        self.check()
        check_flag("upper", self.upper)
        if len(self.thresholds) != len(self.points) or not self.thresholds:
            raise RuleFault(
                Text(
                    f"thresholds 有 {len(self.thresholds)} 个，points 有 {len(self.points)} 个：要一一对应",
                    f"{len(self.thresholds)} thresholds but {len(self.points)} points: give one for each",
                )
            )
        if any(later <= earlier for earlier, later in pairwise(self.thresholds)):
            raise RuleFault(Text("thresholds 要依次增大", "thresholds must increase"))
        if self.thresholds[0] < 0 or self.thresholds[-1] > 100:
            raise RuleFault(
                Text(
                    "thresholds 是百分位：在 0 至 100 之间",
                    "thresholds are percentile ranks: they lie between 0 and 100",
                )
            )

    @classmethod
    def falls(cls, params: Written) -> bool | None:
        """By `cost`, and the other way round with points that fall."""
        turned = cost_falls(params)
        return None if turned is None else turned != bool(points_fall(params))

    @property
    def _percentile(self) -> Percentile:
        return Percentile(self.of, self.cost, self.per)

    @property
    def _boundary(self) -> Boundary:
        return Boundary.UPPER if self.upper else Boundary.LOWER

    def score(self, readings: FloatArray, reference: Reference = None) -> FloatArray:  # noqa: ARG002
        """The points of each unit's band."""
        index = band_index(self._percentile.score(readings), self.thresholds, self._boundary)
        scores = np.asarray(self.points)[np.nan_to_num(index).astype(np.intp)]
        return np.where(np.isnan(index), np.nan, scores)

    def excel(self, refs: PeerRefs) -> ExcelScore:
        """INDEX into the points by the number of thresholds reached."""
        percentile = self._percentile.excel(refs)
        index = band_index_formula(percentile.value, refs.params["thresholds"], self._boundary)
        value = f"INDEX({refs.params['points']},{index})"
        return ExcelScore(percentile.guard, value, value)
