"""A model calculated many times, each time with other parameters, all of which are kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from smartxl.model.combination import Ties
from smartxl.processes import Spreader, spread
from smartxl.rules import rank
from smartxl.rules.base import FloatArray
from smartxl.scoring.uncertainty.draws import block_edges, block_numbers

__all__ = [
    "Parameters",
    "RankArray",
    "RunModel",
    "RunProgress",
    "Runs",
    "drawn_runs",
    "given_runs",
    "rank_groups",
    "stated_runs",
]

Parameters = Mapping[str, NDArray[Any]]
"""What a run takes: name → one number or word a run, shape (runs,)."""
RunProgress = Callable[[int, int, str], None]
"""Called with the runs that are done, those there are in all, and a remark."""
Slice = NDArray[np.intp] | slice
RankArray = NDArray[np.int32]
"""Ranks, 1 for the highest score, 0 for a unit that has none."""
_NEAR = 100_000
"""Numbers that are ranked at once: what a processor keeps at hand."""


class RunModel(Protocol):
    """What is calculated many times. `widths`: choice that varies → how many uniform numbers it takes."""

    @property
    def units(self) -> tuple[str, ...]:
        """What is ranked."""
        ...

    @property
    def groups(self) -> tuple[Slice, ...]:
        """The places of units that are ranked together."""
        ...

    @property
    def ties(self) -> Ties:
        """How equal totals are ranked."""
        ...

    @property
    def widths(self) -> Mapping[str, int]:
        """Choice → how many uniform numbers it takes."""
        ...

    def parameters(self, uniform: FloatArray) -> Parameters:
        """What runs take whose uniform numbers are these, (runs, sum of the widths)."""
        ...

    def totals(self, parameters: Parameters, runs: int) -> FloatArray:
        """The totals by which units are ranked, shape (runs, units); what is not named stays as it is."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Runs:
    """What many runs came to. `parameters`: runs × what each took, by which it can be run again (`given_runs`).

    `totals` (runs, units), NaN for none; `places` their ranks, 0 for none (ranks with halves are doubled: `halved`);
    `base_totals`, `base_places` (units,) are those of the index as it stands.
    """

    parameters: pd.DataFrame
    units: pd.Index
    totals: FloatArray
    places: RankArray
    base_totals: FloatArray
    base_places: RankArray
    halved: bool = False

    @property
    def scores(self) -> pd.DataFrame:
        """Totals, runs × units."""
        return pd.DataFrame(self.totals, index=self.parameters.index, columns=self.units)

    @property
    def ranks(self) -> pd.DataFrame:
        """Ranks, runs × units: floats, NaN for none."""
        return pd.DataFrame(
            _ranks_of(self.places, self.halved), index=self.parameters.index, columns=self.units
        )

    @property
    def base(self) -> pd.DataFrame:
        """The index as it stands: index unit, columns score and rank."""
        columns = {"score": self.base_totals, "rank": _ranks_of(self.base_places, self.halved)}
        return pd.DataFrame(columns, index=self.units)


def _ranks_of(places: RankArray, halved: bool) -> FloatArray:
    return np.where(places > 0, places / (2.0 if halved else 1.0), np.nan)


def rank_groups(totals: FloatArray, groups: tuple[Slice, ...], ties: Ties) -> RankArray:
    """Ranks (runs, units) within each group; under `Ties.MID` doubled, so that they are whole."""
    found = np.zeros(totals.shape, dtype=np.int32)
    double = 2 if ties is Ties.MID else 1
    step = max(1, _NEAR // max(1, totals.shape[1]))
    for start in range(0, len(totals), step):
        for places in groups:
            ranks = rank(totals[start : start + step, places].T, ties).T
            found[start : start + step, places] = np.nan_to_num(ranks * double)
    return found


def drawn_runs(
    model: RunModel, runs: int, seed: int, *, jobs: int | Spreader = 1, progress: RunProgress | None = None
) -> Runs:
    """Runs with parameters drawn from the seed: the same bytes for the same seed, in however many processes (`jobs`)."""
    return _gathered(model, runs, partial(_drawn, model, seed), jobs, progress)


def stated_runs(
    model: RunModel, uniform: FloatArray, *, jobs: int = 1, progress: RunProgress | None = None
) -> Runs:
    """Runs whose uniform numbers are given, shape (runs, sum of the widths)."""
    return _gathered(model, len(uniform), partial(_stated, model, uniform), jobs, progress)


def given_runs(
    model: RunModel, parameters: pd.DataFrame, *, jobs: int = 1, progress: RunProgress | None = None
) -> Runs:
    """Runs with these parameters: those of earlier runs give the same results again."""
    found = _gathered(model, len(parameters), partial(_given, model, parameters), jobs, progress)
    found.parameters.index = parameters.index
    return found


_Block = tuple[int, int, int]
"""Number, first run, the first run behind it."""
_Found = tuple[Parameters, FloatArray, RankArray]


def _drawn(model: RunModel, seed: int, block: _Block) -> _Found:
    number, start, stop = block
    uniform = block_numbers(number, sum(model.widths.values()), seed)[: stop - start]
    return _run(model, model.parameters(uniform), stop - start)


def _stated(model: RunModel, uniform: FloatArray, block: _Block) -> _Found:
    _, start, stop = block
    return _run(model, model.parameters(uniform[start:stop]), stop - start)


def _given(model: RunModel, parameters: pd.DataFrame, block: _Block) -> _Found:
    _, start, stop = block
    taken = {str(name): column.to_numpy()[start:stop] for name, column in parameters.items()}
    return _run(model, taken, stop - start)


def _run(model: RunModel, parameters: Parameters, runs: int) -> _Found:
    totals = model.totals(parameters, runs)
    return parameters, totals, rank_groups(totals, model.groups, model.ties)


def _gathered(
    model: RunModel,
    runs: int,
    work: Callable[[_Block], _Found],
    jobs: int | Spreader,
    progress: RunProgress | None,
) -> Runs:
    base = model.totals({}, 1)  # first: what it is made of is shared with the processes
    blocks = [(number, start, stop) for number, (start, stop) in enumerate(block_edges(runs))]
    totals = np.empty((runs, len(model.units)))
    places = np.empty(totals.shape, dtype=np.int32)
    parts = []
    for (_, start, stop), (parameters, scored, ranked) in zip(
        blocks, spread(work, blocks, jobs), strict=True
    ):
        totals[start:stop], places[start:stop] = scored, ranked
        parts.append(pd.DataFrame(parameters, index=range(start, stop)))
        if progress is not None:
            progress(stop, runs, "")
    return Runs(
        pd.concat(parts) if parts else pd.DataFrame(),
        pd.Index(model.units),
        totals,
        places,
        base[0],
        rank_groups(base, model.groups, model.ties)[0],
        halved=model.ties is Ties.MID,
    )
