"""Scoring rules and roll-ups, each as a function over numpy arrays and as an Excel formula that gives the same.

A score is 0 to 100 (more only where a rule says so) and NaN where there is none; in a cell "none" is "".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from smartxl.latenames import late_names

if TYPE_CHECKING:
    from smartxl.rules.base import ExcelScore, PeerRefs, PeerRule, Refs, Rule
    from smartxl.rules.combining import Children, combination_expression, combine, counting
    from smartxl.rules.coupling import (
        COUPLING_GRADES,
        CouplingFormula,
        coordination,
        coupling_degree,
        grade_of_tenths,
    )
    from smartxl.rules.faults import RuleFault
    from smartxl.rules.floor import below_floor_expression, is_below_floor
    from smartxl.rules.floorarrays import below_floor
    from smartxl.rules.pipeline import pipeline_expression, run_pipeline
    from smartxl.rules.ranks import rank, rank_formula
    from smartxl.rules.registry import (
        PEER_RULES,
        RULES,
        build,
        build_any,
        build_peer,
        from_vector,
        is_peer,
        rule_class,
        rule_faults,
        rules_of,
    )
    from smartxl.rules.rollup import (
        ANY_NUMBER,
        band_index,
        band_index_formula,
        weighted_mean,
        weighted_mean_formula,
    )
    from smartxl.rules.rounding import SETTLED_DIGITS, round_half_away, rounded, rounded_expression
    from smartxl.rules.rowcheck import excel_day
    from smartxl.rules.rowlimits import FaultJudge
    from smartxl.rules.shortfall import lost_points, shares_of_loss
    from smartxl.rules.statistics import shown

__all__ = [
    "ANY_NUMBER",
    "COUPLING_GRADES",
    "PEER_RULES",
    "RULES",
    "SETTLED_DIGITS",
    "Children",
    "CouplingFormula",
    "ExcelScore",
    "FaultJudge",
    "PeerRefs",
    "PeerRule",
    "Refs",
    "Rule",
    "RuleFault",
    "band_index",
    "band_index_formula",
    "below_floor",
    "below_floor_expression",
    "build",
    "build_any",
    "build_peer",
    "combination_expression",
    "combine",
    "coordination",
    "counting",
    "coupling_degree",
    "excel_day",
    "from_vector",
    "grade_of_tenths",
    "is_below_floor",
    "is_peer",
    "lost_points",
    "pipeline_expression",
    "rank",
    "rank_formula",
    "round_half_away",
    "rounded",
    "rounded_expression",
    "rule_class",
    "rule_faults",
    "rules_of",
    "run_pipeline",
    "shares_of_loss",
    "shown",
    "weighted_mean",
    "weighted_mean_formula",
]

__getattr__ = late_names(
    __name__,
    {
        "base": "ExcelScore PeerRefs PeerRule Refs Rule",
        "combining": "Children combination_expression combine counting",
        "coupling": "COUPLING_GRADES CouplingFormula coordination coupling_degree grade_of_tenths",
        "faults": "RuleFault",
        "floor": "below_floor_expression is_below_floor",
        "floorarrays": "below_floor",
        "pipeline": "pipeline_expression run_pipeline",
        "ranks": "rank rank_formula",
        "registry": "PEER_RULES RULES build build_any build_peer from_vector is_peer rule_class rule_faults rules_of",
        "rollup": "ANY_NUMBER band_index band_index_formula weighted_mean weighted_mean_formula",
        "rounding": "SETTLED_DIGITS round_half_away rounded rounded_expression",
        "rowcheck": "excel_day",
        "rowlimits": "FaultJudge",
        "shortfall": "lost_points shares_of_loss",
        "statistics": "shown",
    },
)
