"""How sure the result of a round is: everything that a report says of it, worked out from definition and answers alone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from smartxl.model.framework import ROOT
from smartxl.model.robustness import MethodRefusal, Robustness
from smartxl.text import Text

if TYPE_CHECKING:
    from smartxl.model.definition import Definition
    from smartxl.model.robustness import MethodComparison
    from smartxl.model.scores import ScoreTable
    from smartxl.project.folder import ProjectFolder
    from smartxl.project.result import ScoredRound

__all__ = ["tried_round"]

_MANY = 150
"""Units beyond which a report leaves to commands of their own what takes minutes."""
_SLOW = ("dea",)
_TOO_MANY = Text(
    f"单位超过 {_MANY} 个，用 smartxl methods 单独计算", f"more than {_MANY} units: see smartxl methods"
)
_NO_INDICES = Text(
    f"单位超过 {_MANY} 个，报告不计算 Sobol 指数：用 smartxl robust --sobol 单独计算。",
    f"More than {_MANY} units: the report has no Sobol indices, see smartxl robust --sobol.",
)


def tried_round(project: ProjectFolder, scored: ScoredRound) -> Robustness:
    """Ranks over many runs by the declared design, sensitivity, the declared scenarios, the audit and other methods.

    The same definition and answers give the same content (of the project only what experts stated is read, where the design
    asks for it): a workbook that has it is verified against it. Raises SmartxlError for a design that cannot be carried out.
    """
    from smartxl.project.auditing import audited
    from smartxl.project.robust import analysis_of
    from smartxl.scoring.whatif import scenario_outcomes

    definition, analysis = scored.definition, analysis_of(project, scored)
    alone = analysis.alone()
    is_large = len(definition.roster.units) > _MANY
    return Robustness(
        analysis.uncertainty_of(analysis.runs()),
        replace(alone, notes=(*alone.notes, _NO_INDICES))
        if is_large
        else replace(alone, sobol=analysis.sobol()),
        scenario_outcomes(definition, scored.answers),
        audited(definition, scored.table, scored.answers),
        methods=_methods(definition, scored.table),
    )


def _methods(definition: Definition, table: ScoreTable) -> tuple[MethodComparison, ...]:
    """The usual methods for each class that rolls indicators up by weight; of many units without those that take minutes."""
    from smartxl.project.methods import USUAL, compared_methods
    from smartxl.scoring.evaluation import METHOD_TITLES, EvaluationMethod

    left = _SLOW if len(definition.roster.units) > _MANY else ()
    methods = [name for name in USUAL if name not in left]
    refused = {name: MethodRefusal(METHOD_TITLES[EvaluationMethod(name)], _TOO_MANY) for name in left}
    found = (
        each
        for unit_class in definition.framework.classes
        if definition.framework.basis(ROOT, unit_class.code)
        for each in compared_methods(
            definition, table, methods=methods, unit_class=unit_class.code
        ).comparisons
    )
    return tuple(replace(each, refused={**each.refused, **refused}) for each in found)
