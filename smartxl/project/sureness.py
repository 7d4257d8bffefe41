"""How sure the result of a round is: everything that a report says of it, worked out from definition and answers alone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from smartxl.model.robustness import Robustness

if TYPE_CHECKING:
    from smartxl.project.folder import ProjectFolder
    from smartxl.project.result import ScoredRound

__all__ = ["tried_round"]


def tried_round(project: ProjectFolder, scored: ScoredRound) -> Robustness:
    """Ranks over many runs by the declared design, sensitivity, the declared scenarios and other methods.

    The same definition and answers give the same content (of the project only what experts stated is read, where the design
    asks for it): a workbook that has it is verified against it. Raises SmartxlError for a design that cannot be carried out.
    """
    from smartxl.project.methods import compared_methods
    from smartxl.project.robust import analysis_of
    from smartxl.scoring.whatif import scenario_outcomes

    analysis = analysis_of(project, scored)
    return Robustness(
        analysis.uncertainty_of(analysis.runs()),
        replace(analysis.alone(), sobol=analysis.sobol()),
        scenario_outcomes(scored.definition, scored.answers),
        methods=compared_methods(scored.definition, scored.table).comparisons,
    )
