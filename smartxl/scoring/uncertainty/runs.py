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
from smartxl.scoring.uncertainty.draws import BLOCK, block_edges, block_numbers

__all__ = [
    "Parameters",
    "Piece",
    "PieceOfRuns",
    "RankArray",
    "RunModel",
    "RunProgress",
    "Runs",
    "drawn_piece",
    "drawn_runs",
    "given_runs",
    "pieces_of",
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
_AT_ONCE = 2_000_000
"""Totals that are worked on at once: a bound of memory, however many units there are."""


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
    return _gathered(model, runs, partial(drawn_piece, model, seed), jobs, progress)


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


@dataclass(frozen=True, slots=True)
class Piece:
    """Runs from `start` to before `stop`, all of one block of random numbers: as many as are worked on at once."""

    start: int
    stop: int

    @property
    def rows(self) -> slice:
        """The same as places."""
        return slice(self.start, self.stop)


@dataclass(frozen=True, slots=True, eq=False)
class PieceOfRuns:
    """What the runs of a piece took and came to; without `totals` where nobody keeps them."""

    piece: Piece
    parameters: Parameters
    totals: FloatArray | None
    places: RankArray


def pieces_of(runs: int, units: int) -> list[Piece]:
    """The pieces of so many runs: they depend on the size of the work alone, so that cores change no digit of a result."""
    size = min(BLOCK, max(1, _AT_ONCE // max(1, units)))
    return [
        Piece(start, min(start + size, stop))
        for first, stop in block_edges(runs)
        for start in range(first, stop, size)
    ]


def drawn_piece(model: RunModel, seed: int, piece: Piece, *, with_totals: bool = True) -> PieceOfRuns:
    """Runs whose parameters are drawn from a seed."""
    block, first = divmod(piece.start, BLOCK)
    drawn = block_numbers(block, sum(model.widths.values()), seed)
    uniform = drawn[first : first + piece.stop - piece.start]
    return _run(model, model.parameters(uniform), piece, with_totals=with_totals)


def _stated(model: RunModel, uniform: FloatArray, piece: Piece) -> PieceOfRuns:
    return _run(model, model.parameters(uniform[piece.rows]), piece)


def _given(model: RunModel, parameters: pd.DataFrame, piece: Piece) -> PieceOfRuns:
    taken = {str(name): column.to_numpy()[piece.rows] for name, column in parameters.items()}
    return _run(model, taken, piece)


def _run(model: RunModel, parameters: Parameters, piece: Piece, *, with_totals: bool = True) -> PieceOfRuns:
    totals = model.totals(parameters, piece.stop - piece.start)
    ranked = rank_groups(totals, model.groups, model.ties)
    return PieceOfRuns(piece, parameters, totals if with_totals else None, ranked)


def _gathered(
    model: RunModel,
    runs: int,
    work: Callable[[Piece], PieceOfRuns],
    jobs: int | Spreader,
    progress: RunProgress | None,
) -> Runs:
    base = model.totals({}, 1)  # first: what it is made of is shared with the processes
    totals = np.empty((runs, len(model.units)))
    places = np.empty(totals.shape, dtype=np.int32)
    parts: list[Parameters] = []
    for found in spread(work, pieces_of(runs, len(model.units)), jobs):
        rows = found.piece.rows
        totals[rows], places[rows] = found.totals, found.places
        parts.append(found.parameters)
        if progress is not None:
            progress(rows.stop, runs, "")
    return Runs(
        _frame_of(parts, runs),
        pd.Index(model.units),
        totals,
        places,
        base[0],
        rank_groups(base, model.groups, model.ties)[0],
        halved=model.ties is Ties.MID,
    )


def _frame_of(parts: list[Parameters], runs: int) -> pd.DataFrame:
    """What all runs took; every piece has the same names."""
    names = list(parts[0]) if parts else []
    columns = {name: np.concatenate([part[name] for part in parts]) for name in names}
    return pd.DataFrame(columns, index=range(runs))
