"""Where the value of a cell comes from: its formula and those that it reads, down to the inputs.

    found = explain(open_saved(content, name), "Sheet1!D9")

In: a `RawBook` read with its settings, and a cell. Out: an `Explanation`: each cell once, with its formula, what the texts
around call it, its value recalculated, what its formula refers to and which branches it takes. No more is calculated than
the cell needs. Start at `explain.py`; a formula is evaluated part by part in `evaluation.py` and `choices.py`.
"""

from __future__ import annotations

from smartxl.precedents.choices import CHOICES
from smartxl.precedents.evaluation import BranchTaken, EvaluationStep
from smartxl.precedents.explain import explain
from smartxl.precedents.explanation import (
    CellKind,
    Dependents,
    ExplainedCell,
    ExplainedSource,
    Explanation,
    RangeSummary,
)
from smartxl.precedents.lines import explanation_lines

__all__ = [
    "CHOICES",
    "BranchTaken",
    "CellKind",
    "Dependents",
    "EvaluationStep",
    "ExplainedCell",
    "ExplainedSource",
    "Explanation",
    "RangeSummary",
    "explain",
    "explanation_lines",
]
