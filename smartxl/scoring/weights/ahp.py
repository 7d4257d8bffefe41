"""AHP: priorities from pairwise judgements, their consistency, and which judgements to look at again."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from smartxl.errors import SmartxlError
from smartxl.model.options import choice
from smartxl.scoring.weights.pairwise import SAATY_MAX, Judgements
from smartxl.scoring.weights.result import FloatArray, Weights, normalised
from smartxl.text import Text

__all__ = [
    "RANDOM_INDICES",
    "AhpResult",
    "Consistency",
    "Doubtful",
    "Priority",
    "RandomIndex",
    "ahp",
    "consistency",
    "doubtful",
    "priorities",
]

_NOISE = 1e-9


_WHERE = "weights (AHP)"


class Priority(StrEnum):
    """How priorities are drawn from a matrix; they differ in the third decimal unless it is consistent."""

    EIGENVECTOR = "principal eigenvector (Saaty 1980)"
    GEOMETRIC_MEAN = "row geometric mean (Crawford & Williams 1985)"
    NORMALISED_COLUMNS = "mean of normalised columns"


class RandomIndex(StrEnum):
    """Which table of mean consistency indices of random matrices CI is divided by."""

    SAATY_1980 = "Saaty (1980)"
    ALONSO_LAMATA_2006 = "Alonso & Lamata (2006)"
    SAATY_TRAN_2007 = "Saaty & Tran (2007)"


RANDOM_INDICES: Mapping[RandomIndex, tuple[float, ...]] = {
    RandomIndex.SAATY_1980: (
        *(0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41),
        *(1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59),
    ),
    RandomIndex.ALONSO_LAMATA_2006: (
        *(0.0, 0.0, 0.5245, 0.8815, 1.1086, 1.2479, 1.3417, 1.4056),
        *(1.4499, 1.4854, 1.5141, 1.5365, 1.5551, 1.5713, 1.5838),
    ),
    RandomIndex.SAATY_TRAN_2007: (
        *(0.0, 0.0, 0.52, 0.89, 1.11, 1.25, 1.35, 1.40),
        *(1.45, 1.49, 1.52, 1.54, 1.56, 1.58, 1.59),
    ),
}
"""Table → RI of matrices of size 1, 2, … 15."""


@dataclass(frozen=True, slots=True)
class Consistency:
    """`lambda_max` of the matrix, `index` CI = (λ - n)/(n - 1), `random` RI, `ratio` CR = CI/RI (0 up to size 2)."""

    size: int
    lambda_max: float
    index: float
    random: float
    ratio: float
    missing: int
    table: RandomIndex

    def acceptable(self, limit: float = 0.1) -> bool:
        """Whether the ratio is below `limit`; 0.1 is Saaty's."""
        return self.ratio < limit


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A judgement that the others contradict: `row` was judged `given` times as important as `column`.

    `implied` is the value that all other judgements together imply, `nearest` the nearest answer of the 1 to 9
    scale, `ratio_after` the CR of the matrix with that answer instead.
    """

    row: str
    column: str
    given: float
    implied: float
    nearest: float
    ratio_after: float


@dataclass(frozen=True, slots=True)
class AhpResult:
    """Weights, the consistency of the judgements, and the most inconsistent of them, worst first."""

    weights: Weights
    consistency: Consistency
    doubtful: tuple[Doubtful, ...]


def ahp(
    judgements: Judgements,
    method: Priority | str = Priority.EIGENVECTOR,
    table: RandomIndex | str = RandomIndex.SAATY_1980,
    *,
    worst: int = 3,
) -> AhpResult:
    """Weights of one matrix, with its consistency and its `worst` most inconsistent judgements.

    Raises SmartxlError for more keys than the table has, and for normalised columns of an incomplete matrix.
    """
    method, table = choice(Priority, method, _WHERE, "method"), choice(RandomIndex, table, _WHERE, "table")
    found = consistency(judgements, table)
    incomplete = "Harker (1987)" if method is Priority.EIGENVECTOR else "least squares of logarithms"
    conventions = {
        "priorities": method.value,
        "lambda_max": "principal eigenvalue of the matrix, whatever the priorities",
        "random_index": f"{table.value}: {found.random:g} for size {found.size}",
        "incomplete": f"{found.missing} missing: {incomplete}" if found.missing else "none missing",
    }
    notes = [f"CR {found.ratio:.4f}: judgements contradict each other"] if not found.acceptable() else []
    if found.missing:
        notes.append("RI is that of complete matrices, so CR reads low for an incomplete one")
    weights = normalised(judgements.keys, priorities(judgements, method), "AHP", conventions, notes)
    return AhpResult(weights, found, doubtful(judgements, table, worst))


def priorities(judgements: Judgements, method: Priority | str = Priority.EIGENVECTOR) -> FloatArray:
    """Priorities in the order of the keys, shape (keys,), sum 1.

    Missing pairs: Harker's matrix for the eigenvector, least squares of logarithms for the geometric mean;
    SmartxlError for normalised columns, which need all pairs.
    """
    method = choice(Priority, method, _WHERE, "method")
    if method is Priority.EIGENVECTOR:
        return _principal(judgements)[1]
    if method is Priority.GEOMETRIC_MEAN:
        return _log_least_squares(judgements)
    if judgements.missing:
        raise SmartxlError(
            _WHERE,
            Text(
                f"缺 {judgements.missing} 个判断，而列归一法要全部判断",
                f"{judgements.missing} judgements are missing, and normalised columns need all",
            ),
            Text(
                "用特征向量法（Harker）或几何平均法，或补全矩阵",
                "use the eigenvector (Harker) or the geometric mean, or complete the matrix",
            ),
        )
    columns = judgements.matrix / judgements.matrix.sum(axis=0)
    return np.asarray(columns.mean(axis=1), dtype=np.float64)


def _principal(judgements: Judgements) -> tuple[float, FloatArray]:
    """The largest eigenvalue and its vector, sum 1. Harker: a missing pair counts 0, and 1 more on its diagonal.

    Rows and columns are measured in shares of a vector that is near, first that of least squares, which leaves the eigenvalue
    as it is: in a chain of judgements of 9 the weights lie many powers of ten apart, and the smallest would be hardly exact.
    """
    known, vector = judgements.known, _log_least_squares(judgements)
    largest = math.nan
    for _ in range(2):
        matrix = np.where(known, judgements.matrix, 0.0) * vector / vector[:, None]
        matrix[np.diag_indices_from(matrix)] += (~known).sum(axis=1)
        values, vectors = np.linalg.eig(matrix)
        place = int(np.argmax(np.real(values)))
        largest = float(np.real(values[place]))
        vector = np.abs(np.real(vectors[:, place])) * vector
        vector = np.asarray(vector / vector.sum(), dtype=np.float64)
    return largest, vector


def _log_least_squares(judgements: Judgements) -> FloatArray:
    """exp(x) with Laplacian · x = row sums of logarithms: the row geometric mean where no pair is missing."""
    known = judgements.known
    logs = np.where(known, np.log(judgements.matrix), 0.0)
    laplacian = np.diag(known.sum(axis=1).astype(np.float64)) - known
    solution = np.linalg.lstsq(laplacian, logs.sum(axis=1), rcond=None)[0]
    raw = np.exp(solution - solution.max())
    return np.asarray(raw / raw.sum(), dtype=np.float64)


def consistency(judgements: Judgements, table: RandomIndex | str = RandomIndex.SAATY_1980) -> Consistency:
    """λmax, CI, RI and CR; SmartxlError for more keys than the table has."""
    table = choice(RandomIndex, table, _WHERE, "table")
    size, row = len(judgements.keys), RANDOM_INDICES[table]
    if size > len(row):
        raise SmartxlError(
            _WHERE,
            Text(
                f"有 {size} 个键，而 {table.value} 的随机一致性指标只到 {len(row)}",
                f"{size} keys, but the random index of {table.value} ends at {len(row)}",
            ),
            Text("把键分成几支，在各支内比较", "group the keys into branches and compare inside each"),
        )
    # Arithmetic may leave a consistent matrix a hair below its size.
    largest = max(_principal(judgements)[0], float(size))
    index = (largest - size) / (size - 1) if size > 1 else 0.0
    random = row[size - 1]
    ratio = index / random if random else 0.0
    return Consistency(size, largest, index, random, ratio, judgements.missing, table)


def doubtful(
    judgements: Judgements, table: RandomIndex | str = RandomIndex.SAATY_1980, worst: int = 3
) -> tuple[Doubtful, ...]:
    """The judgements farthest, as a ratio, from what all the others imply; worst first, none that agrees.

    What the others imply is the ratio of the eigenvector priorities of the matrix without the judgement. One
    that alone connects its keys has nothing to contradict it.
    """
    table = choice(RandomIndex, table, _WHERE, "table")
    found = []
    for i, j in np.argwhere(np.triu(judgements.known, 1)).tolist():
        row, column = (i, j) if judgements.matrix[i, j] >= 1 else (j, i)
        others = judgements.replaced(row, column, math.nan)
        if others.connected().all():
            vector = _principal(others)[1]
            gap = _settled(judgements.matrix[row, column] * vector[column] / vector[row])
            found.append((-gap, row, column, float(vector[row] / vector[column])))
    keys = judgements.keys
    found.sort(key=lambda entry: (entry[0], keys[entry[1]], keys[entry[2]]))
    return tuple(
        _doubtful(judgements, table, row, column, implied)
        for gap, row, column, implied in found[:worst]
        if -gap > _NOISE
    )


def _settled(ratio: float) -> float:
    """How far a ratio is from 1, to 9 decimals: judgements alike in doubt must not be ordered by their last bits."""
    return round(abs(math.log(ratio)), 9)


def _doubtful(judgements: Judgements, table: RandomIndex, row: int, column: int, implied: float) -> Doubtful:
    steps = range(1, int(SAATY_MAX) + 1)
    nearest = min((*(float(s) for s in steps), *(1 / s for s in steps)), key=lambda s: _settled(s / implied))
    given = float(judgements.matrix[row, column])
    after = consistency(judgements.replaced(row, column, nearest), table).ratio
    return Doubtful(judgements.keys[row], judgements.keys[column], given, implied, nearest, after)
