"""What every frame is checked for, whoever reads it: names that come twice, columns that hold no numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from smartxl.errors import SmartxlError

__all__ = ["SHOWN", "listed", "numbers_of", "refuse_no_numbers", "refuse_twice"]

SHOWN = 5
"""How many names a message lists before it counts the rest."""


def listed(names: Iterable[object]) -> str:
    """Names for a message: the first few, and how many more."""
    texts = [str(name) for name in names]
    more = f" and {len(texts) - SHOWN} more" if len(texts) > SHOWN else ""
    return ", ".join(texts[:SHOWN]) + more


def refuse_twice(where: str, kind: str, names: Sequence[str]) -> None:
    """Raises SmartxlError when a name comes twice."""
    if len(set(names)) < len(names):
        twice = [name for name, times in Counter(names).items() if times > 1]
        raise SmartxlError(where, f"the {kind} {listed(twice)} comes twice", f"give each {kind} once")


def refuse_no_numbers(column: pd.Series, where: str) -> None:
    """Raises SmartxlError for a column of anything but real numbers; truth values are none."""
    if not pd.api.types.is_numeric_dtype(column) or pd.api.types.is_bool_dtype(column):
        raise SmartxlError(where, "the column is not numeric", "convert it to numbers first")
    if pd.api.types.is_complex_dtype(column):
        raise SmartxlError(where, "the numbers are complex", "give real numbers")


def numbers_of(column: pd.Series, where: str) -> NDArray[np.float64]:
    """A column's numbers, NaN for a blank. Raises as `refuse_no_numbers`."""
    refuse_no_numbers(column, where)
    return column.to_numpy(dtype=np.float64, na_value=np.nan)
