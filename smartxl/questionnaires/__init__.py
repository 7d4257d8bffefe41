"""Questionnaires: what experts and interviewers are asked, as plans, and what their answers mean.

branches ─► plan_ahp, plan_delphi, plan_tally ─► Questionnaire ─ (filled in) ─► read_ahp, read_delphi, read_tally
"""

from smartxl.questionnaires.ahp import AHP, RandomTable, plan_ahp
from smartxl.questionnaires.answers import (
    AhpReply,
    AnswerCount,
    DelphiReply,
    Judgement,
    Rating,
    Tally,
    read_ahp,
    read_delphi,
    read_tally,
)
from smartxl.questionnaires.branches import Branch, Respondent, again, branches, title_of
from smartxl.questionnaires.delphi import (
    FIRST_ROUND,
    DelphiFeedback,
    GroupItem,
    delphi_edition,
    plan_delphi,
    round_of,
)
from smartxl.questionnaires.page import (
    Ask,
    CellLook,
    ColumnKey,
    Jump,
    PageCell,
    PageFormula,
    Questionnaire,
    QuestionnaireSheet,
)
from smartxl.questionnaires.survey import SURVEY, plan_tally, survey_nodes, tally_of

__all__ = [
    "AHP",
    "FIRST_ROUND",
    "SURVEY",
    "AhpReply",
    "AnswerCount",
    "Ask",
    "Branch",
    "CellLook",
    "ColumnKey",
    "DelphiFeedback",
    "DelphiReply",
    "GroupItem",
    "Judgement",
    "Jump",
    "PageCell",
    "PageFormula",
    "Questionnaire",
    "QuestionnaireSheet",
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
