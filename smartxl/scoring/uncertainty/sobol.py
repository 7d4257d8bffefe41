"""Variance-based sensitivity: which choice the variance of a result comes from, alone and with all its interactions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from smartxl.errors import SmartxlError
from smartxl.rules.base import FloatArray
from smartxl.scoring.checks import whole_number
from smartxl.text import Text

__all__ = ["SobolDesign", "sobol", "sobol_indices", "unit_columns"]

_WHERE = "sobol"
_RESAMPLED = 200


@dataclass(frozen=True, slots=True)
class SobolDesign:
    """`points` of a scrambled Sobol sequence (a power of 2) for factors that each take some uniform numbers.

    `widths`: factor → how many. A factor of several numbers is one factor: they change together.
    """

    widths: Mapping[str, int]
    points: int
    seed: int = 0

    def __post_init__(self) -> None:
        points = whole_number(self.points, _WHERE, "points")
        if points < 2 or points & (points - 1):
            raise SmartxlError(
                _WHERE,
                Text(f"点数 {points} 不是 2 的幂", f"{points} points are no power of 2"),
                Text("写 128、256、512、1024 等", "write 128, 256, 512, 1024 or the like"),
            )
        if not self.widths or min(self.widths.values()) < 1:
            raise SmartxlError(
                _WHERE,
                Text("没有变动的因素", "nothing varies"),
                Text("至少写一个因素", "give at least one factor"),
            )

    @property
    def factors(self) -> tuple[str, ...]:
        """The names of what varies."""
        return tuple(self.widths)

    @property
    def runs(self) -> int:
        """How often the model is run: points·(factors + 2)."""
        return self.points * (len(self.widths) + 2)

    def sample(self) -> FloatArray:
        """The uniform numbers of all runs, shape (runs, sum of the widths): A, B, then A with each factor's columns from B."""
        from scipy.stats import qmc

        width = sum(self.widths.values())
        # Called `rng` in later releases, which take this name too.
        sequence: Any = qmc.Sobol
        drawn = sequence(d=2 * width, scramble=True, seed=np.random.default_rng(self.seed)).random(
            self.points
        )
        # The sequence may give 1 where it is rounded; the numbers of a run are below 1.
        drawn = np.minimum(drawn, np.nextafter(1.0, 0.0))
        first, second = drawn[:, :width], drawn[:, width:]
        blocks = [first, second]
        for columns in unit_columns(self.widths):
            mixed = first.copy()
            mixed[:, columns] = second[:, columns]
            blocks.append(mixed)
        return np.concatenate(blocks)


def sobol(
    model: Callable[[FloatArray], FloatArray],
    widths: Mapping[str, int],
    *,
    points: int = 1024,
    seed: int = 0,
    level: float = 0.95,
    resampled: int = _RESAMPLED,
) -> pd.DataFrame:
    """Sobol indices of a function of uniform numbers: index factor, columns as of `sobol_indices`.

    `model` takes numbers (runs, columns) from 0 to 1, each factor's beside each other in the order of `widths`, and gives
    one number a run. It is called once with all points·(factors + 2) runs.
    """
    design = SobolDesign(widths, points, seed)
    found = np.asarray(model(design.sample()), dtype=np.float64)
    return sobol_indices(found, design, level=level, resampled=resampled)


def sobol_indices(
    results: FloatArray, design: SobolDesign, *, level: float = 0.95, resampled: int = _RESAMPLED
) -> pd.DataFrame:
    """Sobol indices from the results of the runs of a design, in their order.

    First order: the correlation of B with the runs that share the factor's numbers with it, less what of it is due to the
    chance correlation of A and B (Glen & Isaacs), so that a factor without any effect has 0; total order by Jansen. Limits from
    `resampled` bootstrap samples of the points (percentiles, `level` between them). Columns: first, first_low, first_high,
    total, total_low, total_high; all NaN where the results do not vary. Raises SmartxlError for results that are not one
    finite number a run.

    Sources: G. Glen, K. Isaacs, Estimating Sobol sensitivity indices using correlations, Environmental Modelling & Software 37
    (2012); A. Janon, T. Klein, A. Lagnoux, M. Nodet, C. Prieur, Asymptotic normality and efficiency of two Sobol index
    estimators, ESAIM: P&S 18 (2014), whose T_N it is but for the chance correlation; M. J. W. Jansen, Analysis of variance
    designs for model output, Comput. Phys. Commun. 117 (1999).
    """
    if results.shape != (design.runs,) or not np.isfinite(results).all():
        raise SmartxlError(
            _WHERE,
            Text(
                f"要 {design.runs} 个有限的数，每次运行一个",
                f"{design.runs} finite numbers are needed, one a run",
            ),
            Text("去掉有时没有得分的单位", "leave out units that have no score in some runs"),
        )
    parts = (results - results.mean()).reshape(-1, design.points)
    found = _indices(parts)
    draws = np.random.default_rng(np.random.SeedSequence(design.seed, spawn_key=(1,)))
    samples = np.stack(
        [_indices(parts[:, draws.integers(design.points, size=design.points)]) for _ in range(resampled)]
    )
    outside = (1 - level) / 2
    with np.errstate(invalid="ignore"):
        low, high = np.quantile(samples, (outside, 1 - outside), axis=0)
    columns = {
        f"{name}{end}": values[order]
        for order, name in enumerate(("first", "total"))
        for end, values in (("", found), ("_low", low), ("_high", high))
    }
    return pd.DataFrame(columns, index=pd.Index(design.factors, name="factor"))


def _indices(parts: FloatArray) -> FloatArray:
    """First and total order, shape (2, factors), of centred results (2 + factors, points): of A, B and the mixed ones."""
    a, b, mixed = parts[0], parts[1], parts[2:]
    with np.errstate(divide="ignore", invalid="ignore"):
        first = _correlation(b, mixed) - _correlation(a, b) * _correlation(a, mixed)
        total = ((a - mixed) ** 2).mean(axis=1) / 2 / np.concatenate((a, b)).var()
    return np.stack([first, total])


def _correlation(x: FloatArray, y: FloatArray) -> FloatArray:
    """Of each row of y (…, points) with x (points,)."""
    dx, dy = x - x.mean(), y - y.mean(axis=-1, keepdims=True)
    return np.asarray((dx * dy).mean(axis=-1) / np.sqrt((dx**2).mean() * (dy**2).mean(axis=-1)))


def unit_columns(widths: Mapping[str, int]) -> Sequence[slice]:
    """Where each factor's numbers stand in those of a run."""
    edges = np.cumsum([0, *widths.values()]).tolist()
    return [slice(start, stop) for start, stop in pairwise(edges)]
