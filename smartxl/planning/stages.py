"""The stage of a score as a formula."""

from __future__ import annotations

from smartxl.model.framework import ROOT
from smartxl.planning.context import Context
from smartxl.rules import band_index_formula

__all__ = ["stage_formula"]


def stage_formula(context: Context, score: str) -> str:
    """The stage of a score in words, "" without a score; with its leading =."""
    bands = context.definition.framework.conventions.stages
    index = band_index_formula(score, str(context.lists.area("stage.thresholds")), bands.boundary)
    name = f"INDEX({context.lists.area('stage.names')},{index})"
    if context.definition.framework.withholds(ROOT):
        return f'=IF(ISNUMBER({score}),{name},"")'
    return f'=IF({score}="","",{name})'
