"""What was calculated beside what the file has for it."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from smartxl.recalc.values import ERRORS, Scalar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from smartxl.recalc.load import LoadedBook

__all__ = ["agrees", "stored_values"]

_TOLERANCE, _OF_SEARCHES = 1e-9, 1e-6
_SEARCHES = re.compile(r"\b(?:XIRR|IRR|RATE|YIELD|MIRR|BETAINV|GAMMAINV|TINV|FINV|CHIINV)\(", re.IGNORECASE)
"""Functions that seek their value step by step, and stop where it is near enough."""
_VALUE, _SAVED_AS_VALUE = ERRORS["#VALUE!"], (ERRORS["#CALC!"], ERRORS["#SPILL!"])
"""Newer errors stand in files as #VALUE!, so that older programs know them."""


_COMPLEX = re.compile(r"\b(?:IM[A-Z0-9]+|COMPLEX)\(", re.IGNORECASE)
_PART = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:E[+-]?\d+)?", re.IGNORECASE)


def _same_parts(one: str, other: str) -> bool:
    """Whether two complex numbers, which are texts, are the same but for the last digits of their parts."""
    pairs = list(zip(_PART.findall(one), _PART.findall(other), strict=False))
    return _PART.sub("#", one) == _PART.sub("#", other) and all(
        math.isclose(float(a), float(b), rel_tol=_TOLERANCE, abs_tol=_TOLERANCE) for a, b in pairs
    )


def stored_values(loaded: LoadedBook) -> Iterator[tuple[tuple[str, int, int], Scalar]]:
    """Each formula cell (sheet, row, column) and the value that the file has, sheet by sheet, in the order of rows."""
    for sheet, cells in loaded.cached.items():
        for place in sorted(cells):
            yield (sheet, *place), cells[place]


def agrees(stored: Scalar, computed: Scalar, formula: str) -> bool:
    """Whether two values of a formula are the same, numbers to 1e-9, relative above 1; those of searches (IRR) to 1e-6."""
    if isinstance(stored, float) and isinstance(computed, float):
        tolerance = _OF_SEARCHES if _SEARCHES.search(formula) else _TOLERANCE
        return math.isclose(stored, computed, rel_tol=tolerance, abs_tol=tolerance)
    if isinstance(stored, bool) or isinstance(computed, bool):
        return type(stored) is type(computed) and stored == computed
    if stored is None:
        return computed in ("", 0.0)
    if isinstance(stored, str) and isinstance(computed, str) and _COMPLEX.search(formula):
        return _same_parts(stored, computed)
    if stored is _VALUE and computed in _SAVED_AS_VALUE:
        return True
    return stored is computed or (isinstance(stored, str) and stored == computed)
