"""From a definition to the plan of a workbook: pure data, no file is touched."""

from smartxl.planning.bookends import stamp_of
from smartxl.planning.citybook import CityPlanner, plan_city
from smartxl.planning.context import PreviousAnswers
from smartxl.planning.conventions import convention_lines, step_words
from smartxl.planning.rulewords import rule_words
from smartxl.planning.unitblocks import UnitBlock, unit_blocks
from smartxl.planning.workbook import plan_answers, plan_unit

__all__ = [
    "CityPlanner",
    "PreviousAnswers",
    "UnitBlock",
    "convention_lines",
    "plan_answers",
    "plan_city",
    "plan_unit",
    "rule_words",
    "stamp_of",
    "step_words",
    "unit_blocks",
]
