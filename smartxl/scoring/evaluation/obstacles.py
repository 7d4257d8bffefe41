"""Degree of obstacle of each indicator for each unit (障碍度)."""

from __future__ import annotations

import numpy as np
import pandas as pd

from smartxl.errors import SmartxlError
from smartxl.rules import lost_points, shares_of_loss
from smartxl.scoring.checks import refuse_panel
from smartxl.scoring.evaluation.inputs import Weighting
from smartxl.scoring.library.frames import frame_of, table_of
from smartxl.scoring.library.weighing import weight_shares
from smartxl.text import Text

__all__ = ["obstacles"]

_WHERE = "obstacles"


def obstacles(scores: pd.DataFrame, weights: Weighting | None = None, *, full: float = 100.0) -> pd.DataFrame:
    """O = w·(full − s) / Σ w·(full − s), units × indicators, 0 to 1, 1 in all for a unit.

    A score that is missing takes no part in its unit's sum (NaN); a score above `full` lacks nothing; a unit that lacks
    nothing has none. The formula of SX_OBSTACLE and of the diagnosis. For areas of a tree add up their indicators.

    Raises SmartxlError for `full` that is not above 0, weights that are none, and as `normalise` does for data; UnknownName
    for weights that are not those of the columns.
    """
    table = table_of(scores, _WHERE)
    refuse_panel(table.index, _WHERE)
    if not full > 0 or not np.isfinite(full):
        raise SmartxlError(
            _WHERE,
            Text(f"满分是 {full!r}", f"full marks are {full!r}"),
            Text("写大于 0 的数", "give a number above 0"),
        )
    shares = weight_shares(table, dict.fromkeys(table.keys, 1.0) if weights is None else weights)
    return frame_of(shares_of_loss(lost_points(table.values, shares, full)), table.index, scores.columns)
