"""Data treatment before scoring: outliers, transforms, denominators, imputation; each opt-in, each recorded.

Frames in (index: units, columns: indicators), `Treated` out: the data and a record. Matched by label. See
docs/treatment.md for formulas, sources and what COINr does.
"""

from smartxl.scoring.treatment.denominators import Denominator, denominate
from smartxl.scoring.treatment.impute import Filler, WithoutValue, impute, impute_previous
from smartxl.scoring.treatment.moments import Estimator, shape
from smartxl.scoring.treatment.outliers import OutlierRule
from smartxl.scoring.treatment.record import Record, Treated
from smartxl.scoring.treatment.stages import Outcome, Treatment, treat, winsorise
from smartxl.scoring.treatment.transforms import (
    Base,
    BoxCox,
    GoalpostLog,
    Log,
    RangeLog,
    Transform,
    UnitLog,
    transform,
)

__all__ = [
    "Base",
    "BoxCox",
    "Denominator",
    "Estimator",
    "Filler",
    "GoalpostLog",
    "Log",
    "Outcome",
    "OutlierRule",
    "RangeLog",
    "Record",
    "Transform",
    "Treated",
    "Treatment",
    "UnitLog",
    "WithoutValue",
    "denominate",
    "impute",
    "impute_previous",
    "shape",
    "transform",
    "treat",
    "winsorise",
]
