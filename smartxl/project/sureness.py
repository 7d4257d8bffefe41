"""How sure the result of a round is: everything that a report says of it, worked out from definition and answers alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smartxl.model.robustness import Robustness

if TYPE_CHECKING:
    from smartxl.project.result import ScoredRound

__all__ = ["tried_round"]


def tried_round(scored: ScoredRound) -> Robustness:
    """Ranks over many runs by the declared design, sensitivity, the declared scenarios and other methods.

    The same definition and answers give the same content: a workbook that has it is verified against it. Raises
    SmartxlError for a design that cannot be carried out.
    """
    from smartxl.project.methods import compared_methods
    from smartxl.scoring.uncertainty import robustness_of
    from smartxl.scoring.whatif import scenario_outcomes

    definition, answers, table = scored.definition, scored.answers, scored.table
    ranks, sensitivity = robustness_of(definition, answers, table, sobol=True)
    return Robustness(
        ranks,
        sensitivity,
        scenario_outcomes(definition, answers),
        methods=compared_methods(definition, table).comparisons,
    )
