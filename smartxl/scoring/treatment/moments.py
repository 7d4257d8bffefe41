"""Skewness and kurtosis of a column by two estimators, and the frame of both for all columns."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pandas as pd

from smartxl.model.options import choice
from smartxl.rules import shown
from smartxl.scoring.treatment.table import FloatArray, table_of

__all__ = ["Estimator", "Shape", "shape", "shape_of"]


class Estimator(StrEnum):
    """How skewness and kurtosis are estimated from n values (types after Joanes & Gill, The Statistician 47, 1998).

    `SAMPLE`: type 2, as Excel's SKEW and KURT, COINr and the COIN Tool; needs 3 and 4 values. `POPULATION`: type 1,
    the moments themselves, as Excel's SKEW.P. Kurtosis is in excess of the normal distribution's 3 in both.
    """

    SAMPLE = "sample"
    POPULATION = "population"


@dataclass(frozen=True, slots=True)
class Shape:
    """Skewness and excess kurtosis; NaN where they are not defined."""

    skewness: float
    kurtosis: float


def shape_of(values: FloatArray, estimator: Estimator = Estimator.SAMPLE) -> Shape:
    """Skewness and kurtosis of the values that are there, shape (units,); NaN for too few or equal values.

    With d = x − mean: g1 = √n·Σd³/(Σd²)^1.5 and g2 = n·Σd⁴/(Σd²)² − 3; type 2 is g1·√(n(n−1))/(n−2) and
    ((n+1)·g2 + 6)·(n−1)/((n−2)(n−3)).
    """
    # In ascending order, so that no order of units changes a last digit and with it a verdict at the threshold.
    known = np.sort(values[~np.isnan(values)])
    n = len(known)
    if not n or shown(known[0]) == shown(known[-1]):
        return Shape(math.nan, math.nan)
    deviation = known - known.mean()
    deviation = deviation / np.abs(deviation).max()
    square = float(np.sum(deviation**2))
    g1 = math.sqrt(n) * float(np.sum(deviation**3)) / square**1.5
    g2 = n * float(np.sum(deviation**4)) / square**2 - 3
    if estimator is Estimator.POPULATION:
        return Shape(g1, g2)
    skewness = g1 * math.sqrt(n * (n - 1)) / (n - 2) if n >= 3 else math.nan
    kurtosis = ((n + 1) * g2 + 6) * (n - 1) / ((n - 2) * (n - 3)) if n >= 4 else math.nan
    return Shape(skewness, kurtosis)


def shape(data: pd.DataFrame, estimator: Estimator | str = Estimator.SAMPLE) -> pd.DataFrame:
    """Skewness and kurtosis of each column (index: units, columns: indicators), blanks left out.

    Returns a frame, index indicator, columns values (how many), skewness, kurtosis (NaN where not defined). Raises
    SmartxlError as all treatments do for labels that come twice, columns that are not numeric and infinite values.
    """
    estimator = choice(Estimator, estimator, "shape", "estimator")
    table = table_of(data, "shape")
    columns = [table.column(key) for key in table.keys]
    found = [shape_of(column.values, estimator) for column in columns]
    return pd.DataFrame(
        {
            "values": [len(column.known) for column in columns],
            "skewness": [each.skewness for each in found],
            "kurtosis": [each.kurtosis for each in found],
        },
        index=table.columns.rename("indicator"),
    )
