"""The numbers of an audit: a checked table whose squares neither overflow nor vanish."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from smartxl.scoring.treatment.table import DataTable, table_of
from smartxl.text import Text

__all__ = ["checked_table"]

_MOST, _LEAST = 1e100, 1e-100


def checked_table(frame: pd.DataFrame, where: str) -> DataTable:
    """A frame (index: units, columns: indicators), checked; numbers nearer to 0 than 1e-100 are 0.

    Raises SmartxlError as `treatment.table.table_of`, and for numbers beyond 1e100.
    """
    table = table_of(frame, where)
    for key in table.keys:
        column = table.column(key)
        column.refuse_where(
            np.abs(column.values) > _MOST,
            Text("数过大", "the number is too large"),
            Text("换计量单位", "take another unit of measurement"),
        )
    return replace(table, values=np.where(np.abs(table.values) < _LEAST, 0.0, table.values))
