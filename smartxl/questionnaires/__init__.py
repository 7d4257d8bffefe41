"""Questionnaires: what experts and interviewers are asked, as plans, and what their answers mean.

branches ─► plan_ahp, plan_delphi, plan_tally ─► Questionnaire ─ (filled in) ─► read_ahp, read_delphi, read_tally
"""

from smartxl.questionnaires.ahp import AHP, RandomTable, plan_ahp
from smartxl.questionnaires.answers import (
    AhpReply,
    Count,
    DelphiReply,
    Judged,
    Rating,
    Tally,
    read_ahp,
    read_delphi,
    read_tally,
)
from smartxl.questionnaires.branches import Branch, Respondent, again, branches, title_of
from smartxl.questionnaires.delphi import (
    FIRST_ROUND,
    GroupItem,
    LastRound,
    delphi_edition,
    plan_delphi,
    round_of,
)
from smartxl.questionnaires.page import (
    Ask,
    Entry,
    Formula,
    Jump,
    Look,
    Mark,
    Page,
    Questionnaire,
)
from smartxl.questionnaires.survey import SURVEY, plan_tally, survey_nodes, tally_of

__all__ = [
    "AHP",
    "FIRST_ROUND",
    "SURVEY",
    "AhpReply",
    "Ask",
    "Branch",
    "Count",
    "DelphiReply",
    "Entry",
    "Formula",
    "GroupItem",
    "Judged",
    "Jump",
    "LastRound",
    "Look",
    "Mark",
    "Page",
    "Questionnaire",
    "RandomTable",
    "Rating",
    "Respondent",
    "Tally",
    "again",
    "branches",
    "delphi_edition",
    "plan_ahp",
    "plan_delphi",
    "plan_tally",
    "read_ahp",
    "read_delphi",
    "read_tally",
    "round_of",
    "survey_nodes",
    "tally_of",
    "title_of",
]
