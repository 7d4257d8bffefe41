"""From a definition to the plan of a workbook: pure data, no file is touched."""

from smartxl.planning.context import PreviousAnswers
from smartxl.planning.conventions import convention_lines, step_words
from smartxl.planning.rulewords import rule_words
from smartxl.planning.workbook import CityPlanner, plan_answers, plan_city, plan_unit, stamp_of

__all__ = [
    "CityPlanner",
    "PreviousAnswers",
    "convention_lines",
    "plan_answers",
    "plan_city",
    "plan_unit",
    "rule_words",
    "stamp_of",
    "step_words",
]
