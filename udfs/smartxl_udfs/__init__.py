"""smartxl's scoring functions for Excel: a module for xlwings, plain functions everywhere else."""

from collections.abc import Callable, Mapping
from typing import Any

from smartxl_udfs.functions import SX_RANK, SX_SCORE, SX_STAGE, SX_WEIGHTED
from smartxl_udfs.ranges import CallError
from smartxl_udfs.recalculation import for_formulas

__all__ = ["FUNCTIONS", "SX_RANK", "SX_SCORE", "SX_STAGE", "SX_WEIGHTED", "CallError", "for_formulas"]

FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    function.__name__: function for function in (SX_RANK, SX_SCORE, SX_STAGE, SX_WEIGHTED)
}
"""Name in a formula → function."""
