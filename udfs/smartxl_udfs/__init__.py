"""smartxl's functions for Excel: a module for xlwings (UDF Modules = smartxl_udfs), plain functions everywhere else.

In: ranges as matrices of cells, and words. Out: one range. Start at `registry.py`: what a function is, how it answers.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from smartxl_udfs.doubts import SX_BANDS, SX_TORNADO
from smartxl_udfs.normalising import SX_NORMALIZE
from smartxl_udfs.ranges import CallError
from smartxl_udfs.registry import DECLARED, DeclaredFunction, FunctionArgument
from smartxl_udfs.rollups import SX_COVERAGE, SX_GAP, SX_OBSTACLE, SX_ROLLUP, SX_WEIGHTED
from smartxl_udfs.scores import SX_RANK, SX_SCORE, SX_STAGE
from smartxl_udfs.texts import SX_CLEAN, SX_HELP
from smartxl_udfs.weighing import SX_AHP_ADVICE, SX_AHP_CR, SX_AHP_WEIGHTS, SX_COMBINE, SX_WEIGHTS

if TYPE_CHECKING:
    from smartxl_udfs.recalculation import for_formulas

__all__ = [
    "DECLARED",
    "FUNCTIONS",
    "SX_AHP_ADVICE",
    "SX_AHP_CR",
    "SX_AHP_WEIGHTS",
    "SX_BANDS",
    "SX_CLEAN",
    "SX_COMBINE",
    "SX_COVERAGE",
    "SX_GAP",
    "SX_HELP",
    "SX_NORMALIZE",
    "SX_OBSTACLE",
    "SX_RANK",
    "SX_ROLLUP",
    "SX_SCORE",
    "SX_STAGE",
    "SX_TORNADO",
    "SX_WEIGHTED",
    "SX_WEIGHTS",
    "CallError",
    "DeclaredFunction",
    "FunctionArgument",
    "for_formulas",
]

FUNCTIONS: Mapping[str, Callable[..., Any]] = {name: declared.call for name, declared in DECLARED.items()}
"""Name in a formula → function."""


def __getattr__(name: str) -> object:
    """Imports the package `formulas` when it is first asked for: most callers do without."""
    if name != "for_formulas":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from smartxl_udfs.recalculation import for_formulas

    return for_formulas
