"""Rank intervals of very many units in bounded memory: ranks lie in a temporary file, and nothing else of a run is kept."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from tempfile import TemporaryFile
from typing import IO

import numpy as np
import pandas as pd

from smartxl.model.combination import Ties
from smartxl.processes import Spreader, spread
from smartxl.rules.base import FloatArray
from smartxl.scoring.uncertainty.draws import uniform_numbers
from smartxl.scoring.uncertainty.runs import (
    RankArray,
    RunModel,
    RunProgress,
    drawn_piece,
    pieces_of,
    rank_groups,
)
from smartxl.scoring.uncertainty.summary import quantile_rows

__all__ = ["RankIntervals", "rank_intervals"]

_AT_ONCE = 4_000_000
_SIZE = np.dtype(np.int32).itemsize


@dataclass(frozen=True, eq=False)
class RankIntervals:
    """The ranks of units over many runs. `units`: index unit; rank (as it stands), low, median, high, mean_shift, first,
    ranked, as in `RankSummary`. `model`, `runs` and `seed` draw every run again."""

    units: pd.DataFrame
    model: RunModel
    runs: int
    seed: int

    @property
    def parameters(self) -> pd.DataFrame:
        """What each run took, drawn again."""
        uniform = uniform_numbers(self.runs, sum(self.model.widths.values()), self.seed)
        return pd.DataFrame(self.model.parameters(uniform), index=range(self.runs))


def rank_intervals(
    model: RunModel,
    *,
    runs: int = 1000,
    seed: int = 0,
    interval: tuple[float, float] = (0.05, 0.95),
    jobs: int | Spreader = 1,
    progress: RunProgress | None = None,
) -> RankIntervals:
    """The intervals that `RankSummary(uncertainty(model))` gives, without keeping the runs: for 100,000 units and more.

    A run takes 4 bytes of a temporary file for each unit. The same seed gives the same bytes in however many processes.
    """
    count = len(model.units)
    base = rank_groups(model.totals({}, 1), model.groups, model.ties)[0]
    best = 2 if model.ties is Ties.MID else 1
    shift, both, first, ranked = (np.zeros(count) for _ in range(4))
    work = partial(drawn_piece, model, seed, with_totals=False)
    with TemporaryFile() as file:
        for found in spread(work, pieces_of(runs, count), jobs):
            places = found.places
            file.write(places.tobytes())
            counts = (places > 0) & (base > 0)
            shift += np.where(counts, np.abs(places - base), 0).sum(axis=0)
            both += counts.sum(axis=0)
            first += (places == best).sum(axis=0)
            ranked += (places > 0).sum(axis=0)
            if progress is not None:
                progress(found.piece.stop, runs, "")
        ends = _quantiles(file, runs, count, (interval[0], 0.5, interval[1])) / best
    with np.errstate(invalid="ignore"):
        columns = {
            "rank": base / best,
            **dict(zip(("low", "median", "high"), ends, strict=True)),
            "mean_shift": shift / both / best,
            "first": first / runs,
            "ranked": ranked / runs,
        }
    out = base == 0
    frame = pd.DataFrame(
        {name: np.where(out, np.nan, values) for name, values in columns.items()}, index=pd.Index(model.units)
    )
    return RankIntervals(frame, model, runs, seed)


def _quantiles(file: IO[bytes], runs: int, units: int, shares: tuple[float, ...]) -> FloatArray:
    """Quantiles (shares, units) of ranks that lie run after run in a file, some units at a time."""
    found = np.empty((len(shares), units))
    step = max(1, _AT_ONCE // max(1, runs))
    for start in range(0, units, step):
        stop = min(start + step, units)
        some: RankArray = np.empty((runs, stop - start), dtype=np.int32)
        for run in range(runs):
            file.seek((run * units + start) * _SIZE)
            some[run] = np.frombuffer(file.read((stop - start) * _SIZE), dtype=np.int32)
        found[:, start:stop] = quantile_rows(np.ascontiguousarray(some.T), shares)
    return found
