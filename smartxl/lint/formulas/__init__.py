"""Rules about formulas and the values that they show."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from smartxl.lint.formulas.values import error_values
from smartxl.lint.linted import LintBook
from smartxl.lint.remark import Remark

__all__ = ["OF_FORMULAS"]

OF_FORMULAS: Mapping[str, Callable[[LintBook], Iterator[Remark]]] = {
    "SXL101": error_values,
}
"""Code → what looks for it."""
