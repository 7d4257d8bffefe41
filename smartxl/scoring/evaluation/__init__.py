"""Methods that evaluators expect beside the weighted mean: TOPSIS, grey relation, RSR, VIKOR, fuzzy evaluation, DEA …

Frames in, frozen results out, matched by key; each result says in words which variant it is. Formulas and sources:
docs/evaluation.md.
"""

from smartxl.rules import CouplingFormula
from smartxl.scoring.evaluation.agreement import Agreement, agreement
from smartxl.scoring.evaluation.comparing import (
    METHOD_TITLES,
    EvaluationMethod,
    MethodResults,
    compare_methods,
)
from smartxl.scoring.evaluation.coupled import COUPLING_TABLES, Coupled, CouplingTable, Development, coupling
from smartxl.scoring.evaluation.dea import Dea, Orientation, Returns, dea, scale_efficiency
from smartxl.scoring.evaluation.fuzzy import Fuzzy, FuzzyOperator, fuzzy, memberships
from smartxl.scoring.evaluation.grey import GreyRelation, grey_relation
from smartxl.scoring.evaluation.inequality import GiniResult, Theil, TheilResult, gini, theil
from smartxl.scoring.evaluation.obstacles import obstacles
from smartxl.scoring.evaluation.rsr import RankKind, Regression, Rsr, rsr
from smartxl.scoring.evaluation.scaling import Costs, Normalisation
from smartxl.scoring.evaluation.topsis import Topsis, WeightPlace, Worst, topsis
from smartxl.scoring.evaluation.vikor import Vikor, vikor

__all__ = [
    "COUPLING_TABLES",
    "METHOD_TITLES",
    "Agreement",
    "Costs",
    "Coupled",
    "CouplingFormula",
    "CouplingTable",
    "Dea",
    "Development",
    "EvaluationMethod",
    "Fuzzy",
    "FuzzyOperator",
    "GiniResult",
    "GreyRelation",
    "MethodResults",
    "Normalisation",
    "Orientation",
    "RankKind",
    "Regression",
    "Returns",
    "Rsr",
    "Theil",
    "TheilResult",
    "Topsis",
    "Vikor",
    "WeightPlace",
    "Worst",
    "agreement",
    "compare_methods",
    "coupling",
    "dea",
    "fuzzy",
    "gini",
    "grey_relation",
    "memberships",
    "obstacles",
    "rsr",
    "scale_efficiency",
    "theil",
    "topsis",
    "vikor",
]
