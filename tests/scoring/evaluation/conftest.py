"""Data of published examples that several methods share."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest


@pytest.fixture
def rivers() -> pd.DataFrame:
    """Quality of water of 20 rivers: `water_quality` of the R package mathmodels 0.0.11, with the steps of the chapter TOPSIS
    of its book (Zhang Jingxin, Mathematical Modeling: Algorithms and Programming Implementation): pH is best at 7, nutrients
    between 10 and 20, both as shares of the largest distance from that.
    """
    oxygen = (
        "4.69 2.03 9.11 8.61 7.13 2.39 7.69 9.3 5.45 6.19 7.93 4.4 7.46 2.01 2.04 7.73 6.35 8.29 3.54 7.44"
    )
    acidity = (
        "6.59 7.86 6.31 7.05 6.5 6.77 6.79 6.81 7.62 7.27 7.53 7.28 8.24 5.55 6.4 6.14 7.58 8.41 7.27 6.26"
    )
    germs = "51 19 46 46 50 38 38 27 5 17 9 17 23 47 23 52 25 39 54 8"
    food = "11.94 6.46 8.91 26.43 23.57 24.62 6.01 31.57 18.46 7.51 6.52 25.3 14.42 26.31 17.91 15.72 29.46 12.02 3.16 28.41"
    o2, ph, germ, nutrient = (np.array(text.split(), float) for text in (oxygen, acidity, germs, food))
    off = np.abs(ph - 7)
    out = np.maximum(np.maximum(10 - nutrient, nutrient - 20), 0)
    return pd.DataFrame(
        {"o2": o2, "ph": 1 - off / off.max(), "germ": germ, "nutrient": 1 - out / out.max()},
        index=range(1, 21),
    )


@pytest.fixture
def districts() -> pd.DataFrame:
    """Care for mothers in ten districts, the classic example of RSR (Tian Fengtiao): antenatal checks in %, maternal deaths of
    100,000, perinatal deaths of 1,000.
    """
    return pd.DataFrame(
        {
            "checks": [99.54, 96.52, 99.36, 92.83, 91.71, 95.35, 96.09, 99.27, 94.76, 84.80],
            "mothers": [60.27, 59.67, 43.91, 58.99, 35.40, 44.71, 49.81, 31.69, 22.91, 81.49],
            "babies": [16.15, 20.10, 15.60, 17.04, 15.01, 13.93, 17.43, 13.89, 19.87, 23.63],
        },
        index=list("ABCDEFGHIJ"),
    )


@pytest.fixture
def mountains() -> pd.DataFrame:
    """Three destinations with risk and altitude: Opricovic & Tzeng (2004), European Journal of Operational Research 156."""
    return pd.DataFrame({"risk": [1, 2, 5], "altitude": [3000, 3750, 4500]}, index=["A1", "A2", "A3"])


@pytest.fixture
def hospitals() -> pd.DataFrame:
    """Twelve hospitals: Cooper, Seiford & Tone, Data Envelopment Analysis, chapter 1: doctors, nurses, out- and inpatients."""
    return pd.DataFrame(
        {
            "doctors": [20, 19, 25, 27, 22, 55, 33, 31, 30, 50, 53, 38],
            "nurses": [151, 131, 160, 168, 158, 255, 235, 206, 244, 268, 306, 284],
            "outpatients": [100, 150, 160, 180, 94, 230, 220, 152, 190, 250, 260, 250],
            "inpatients": [90, 50, 55, 72, 66, 90, 88, 80, 100, 100, 147, 120],
        },
        index=list("ABCDEFGHIJKL"),
    )
