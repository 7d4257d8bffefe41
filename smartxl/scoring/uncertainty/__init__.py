"""How sure a rank is: an index over any table calculated many times, and which choice the differences come from.

Frames in, frames out, matched by key, everything from a seed; each run keeps its parameters and can be run again. Start at
`TableModel` (an index and a design of what varies), `uncertainty`, `RankSummary`, `sobol_of`; docs/robust.md.
"""

from smartxl.model.uncertaintydesign import (
    ChoiceOptions,
    Exclusion,
    UncertaintyDesign,
    WeightConcentration,
    WeightSets,
    WeightShares,
)
from smartxl.scoring.uncertainty.alone import leave_one_out, one_at_a_time, reversals, tornado
from smartxl.scoring.uncertainty.content import RoundAnalysis, robustness_of
from smartxl.scoring.uncertainty.large import RankIntervals, rank_intervals
from smartxl.scoring.uncertainty.library import MEAN_SHIFT, sobol_of, uncertainty, weighted_runs
from smartxl.scoring.uncertainty.round import RoundModel
from smartxl.scoring.uncertainty.runs import RunModel, Runs, given_runs
from smartxl.scoring.uncertainty.sobol import SobolDesign, sobol, sobol_indices
from smartxl.scoring.uncertainty.summary import RankSummary, pair_shares
from smartxl.scoring.uncertainty.table import COMBINATION, EXCLUDED, TableModel, weight_name
from smartxl.scoring.uncertainty.thresholds import threshold_weights

__all__ = [
    "COMBINATION",
    "EXCLUDED",
    "MEAN_SHIFT",
    "ChoiceOptions",
    "Exclusion",
    "RankIntervals",
    "RankSummary",
    "RoundAnalysis",
    "RoundModel",
    "RunModel",
    "Runs",
    "SobolDesign",
    "TableModel",
    "UncertaintyDesign",
    "WeightConcentration",
    "WeightSets",
    "WeightShares",
    "given_runs",
    "leave_one_out",
    "one_at_a_time",
    "pair_shares",
    "rank_intervals",
    "reversals",
    "robustness_of",
    "sobol",
    "sobol_indices",
    "sobol_of",
    "threshold_weights",
    "tornado",
    "uncertainty",
    "weight_name",
    "weighted_runs",
]
