"""What if: a definition with a scenario applied, scored on the same answers, and what its difference is made of.

In: a definition, a scenario, answers. Out: score tables (`scenario_outcomes`), and what each node brings to the difference of a
total (`explain_difference`), which sums up to it. Start reading at `difference`.
"""

from smartxl.scoring.whatif.difference import explain_difference
from smartxl.scoring.whatif.outcomes import scenario_outcome, scenario_outcomes

__all__ = ["explain_difference", "scenario_outcome", "scenario_outcomes"]
