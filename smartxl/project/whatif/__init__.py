"""What if: what the scores of a round come to under other weights, parameters and conventions, and why.

In: changes as they are typed (`order`), or scenarios of the definition. Out: `WhatIf`, one scenario beside the scores as they
are, and `SideBySide`, several. `saving` writes a scenario into the definition. Start reading at `result`.
"""

from smartxl.project.whatif.order import WhatIfOrder, asked_scenario
from smartxl.project.whatif.result import Overtaking, SideBySide, UnitMove, WhatIf
from smartxl.project.whatif.tried import scenarios_of_round, try_scenario

__all__ = [
    "Overtaking",
    "SideBySide",
    "UnitMove",
    "WhatIf",
    "WhatIfOrder",
    "asked_scenario",
    "scenarios_of_round",
    "try_scenario",
]
