"""Weights: stated, judged by experts, drawn from the data, combined; and what they do to the result.

Frames in, frozen results out, matched by key; every convention is in the result. Formulas: docs/weights.md.
"""

from smartxl.scoring.weights.ahp import (
    RANDOM_INDICES,
    AhpResult,
    Consistency,
    Doubtful,
    Priority,
    RandomIndex,
    ahp,
    consistency,
    doubtful,
    priorities,
)
from smartxl.scoring.weights.combine import additive, multiplicative
from smartxl.scoring.weights.data_driven import (
    CRITIC_RULE,
    SPREAD_RULE,
    Scaling,
    critic,
    entropy,
    merec,
    standard_deviation,
)
from smartxl.scoring.weights.delphi import (
    Centre,
    Concordance,
    ItemSummary,
    Quartiles,
    RoundSummary,
    delphi_weights,
    kendall_w,
    summarise,
)
from smartxl.scoring.weights.doubt import DOUBT_RULE, Bounded, Bounds, DoubtResult, benefit_of_doubt
from smartxl.scoring.weights.experts import (
    Consensus,
    GroupResult,
    Member,
    Pooling,
    consensus,
    group,
    pooled_judgements,
)
from smartxl.scoring.weights.factor import FACTOR_RULE, FactorResult, Retain, factor, varimax
from smartxl.scoring.weights.importance import (
    IMPORTANCE_RULE,
    Binned,
    Importance,
    ImportanceResult,
    LocalLinear,
    correlation_ratio,
    importance,
)
from smartxl.scoring.weights.pairwise import RECIPROCAL_TOLERANCE, SAATY_MAX, Judgements
from smartxl.scoring.weights.result import Weights, direct, equal
from smartxl.scoring.weights.spline import PenalisedSpline
from smartxl.scoring.weights.stop import StopRule, Verdict, verdict
from smartxl.scoring.weights.units import UnitRule

__all__ = [
    "CRITIC_RULE",
    "DOUBT_RULE",
    "FACTOR_RULE",
    "IMPORTANCE_RULE",
    "RANDOM_INDICES",
    "RECIPROCAL_TOLERANCE",
    "SAATY_MAX",
    "SPREAD_RULE",
    "AhpResult",
    "Binned",
    "Bounded",
    "Bounds",
    "Centre",
    "Concordance",
    "Consensus",
    "Consistency",
    "DoubtResult",
    "Doubtful",
    "FactorResult",
    "GroupResult",
    "Importance",
    "ImportanceResult",
    "ItemSummary",
    "Judgements",
    "LocalLinear",
    "Member",
    "PenalisedSpline",
    "Pooling",
    "Priority",
    "Quartiles",
    "RandomIndex",
    "Retain",
    "RoundSummary",
    "Scaling",
    "StopRule",
    "UnitRule",
    "Verdict",
    "Weights",
    "additive",
    "ahp",
    "benefit_of_doubt",
    "consensus",
    "consistency",
    "correlation_ratio",
    "critic",
    "delphi_weights",
    "direct",
    "doubtful",
    "entropy",
    "equal",
    "factor",
    "group",
    "importance",
    "kendall_w",
    "merec",
    "multiplicative",
    "pooled_judgements",
    "priorities",
    "standard_deviation",
    "summarise",
    "varimax",
    "verdict",
]
