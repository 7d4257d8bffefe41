"""The audit of an index after the practice of the JRC: structure, data, coherence, weights, compensability.

Frames in (index: units, columns: indicators), frames and frozen results out, matched by label. `audit` makes all rows with
verdicts; each statistic is a function of its own. Formulas, sources and what COINr calls them: docs/audit.md.
"""

from smartxl.scoring.audit.checks import CHECKS, Limits
from smartxl.scoring.audit.compensation import Compensability, compensability
from smartxl.scoring.audit.components import Components, principal_components
from smartxl.scoring.audit.correlation import correlations
from smartxl.scoring.audit.flags import correlation_flags
from smartxl.scoring.audit.influence import influence
from smartxl.scoring.audit.models import ImportanceMeasure
from smartxl.scoring.audit.nodes import node_scores
from smartxl.scoring.audit.optimised import OptimisedWeights, optimised_weights
from smartxl.scoring.audit.reliability import Kmo, Reliability, UnitsUsed, cronbach, kmo
from smartxl.scoring.audit.run import AuditResult, audit, rows_frame
from smartxl.scoring.audit.statistics import availability, statistics
from smartxl.scoring.pairs import CorrelationKind

__all__ = [
    "CHECKS",
    "AuditResult",
    "Compensability",
    "Components",
    "CorrelationKind",
    "ImportanceMeasure",
    "Kmo",
    "Limits",
    "OptimisedWeights",
    "Reliability",
    "UnitsUsed",
    "audit",
    "availability",
    "compensability",
    "correlation_flags",
    "correlations",
    "cronbach",
    "influence",
    "kmo",
    "node_scores",
    "optimised_weights",
    "principal_components",
    "rows_frame",
    "statistics",
]
