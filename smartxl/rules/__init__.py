"""Scoring rules and roll-ups, each with two faces: numpy arrays and an Excel formula.

A score is 0 to 100 (more only where a rule says so) and NaN where there is none; the Excel face of "none" is "".
"""

from smartxl.rules.base import Face, PeerRefs, PeerRule, Refs, Rule
from smartxl.rules.combine import Children, combination_expression, combine, rounded, rounded_expression
from smartxl.rules.registry import RULES, build, from_vector, rule_faults
from smartxl.rules.rollup import (
    ANY_NUMBER,
    band_index,
    band_index_formula,
    competition_rank,
    rank_formula,
    weighted_mean,
    weighted_mean_formula,
)
from smartxl.rules.rounding import round_half_away

__all__ = [
    "ANY_NUMBER",
    "RULES",
    "Children",
    "Face",
    "PeerRefs",
    "PeerRule",
    "Refs",
    "Rule",
    "band_index",
    "band_index_formula",
    "build",
    "combination_expression",
    "combine",
    "competition_rank",
    "from_vector",
    "rank_formula",
    "round_half_away",
    "rounded",
    "rounded_expression",
    "rule_faults",
    "weighted_mean",
    "weighted_mean_formula",
]
