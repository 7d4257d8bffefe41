"""Questionnaires: what experts and interviewers are asked, as workbook plans, and what their answers mean.

In: a definition (`branches` chooses the nodes), or a `RawBook` that came back and the plan it was written from.
Out: a `WorkbookPlan` (`plan_ahp`, `plan_delphi`, `plan_tally`), or judgements, ratings, counts with findings (`read_…`).
The task list (`tasklist`), which asks what the office decides of each task, and the needs worksheet (`needsheet`) are such too.
Sheets are laid out with `page.PageBuilder`; `read.locate` finds rows and columns by their keys. Start reading at `delphi`.
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
from smartxl.questionnaires.needsheet import NEEDS, NeedsAnswers, NeedsForm, plan_needs
from smartxl.questionnaires.needsheet_read import NeedsReply, read_needs
from smartxl.questionnaires.needsjudge import MODULE_SHARE, ChoiceFault, choice_faults, outcomes
from smartxl.questionnaires.survey import SURVEY, plan_tally, survey_nodes, tally_of
from smartxl.questionnaires.tasklist import TASKS, TaskWords, plan_task_list
from smartxl.questionnaires.tasklist_read import TaskRemark, read_task_list
from smartxl.questionnaires.tasklist_take import TaskNames, take_tasks

__all__ = [
    "AHP",
    "FIRST_ROUND",
    "MODULE_SHARE",
    "NEEDS",
    "SURVEY",
    "TASKS",
    "AhpReply",
    "AnswerCount",
    "Branch",
    "ChoiceFault",
    "DelphiFeedback",
    "DelphiReply",
    "GroupItem",
    "Judgement",
    "NeedsAnswers",
    "NeedsForm",
    "NeedsReply",
    "RandomTable",
    "Rating",
    "Respondent",
    "Tally",
    "TaskNames",
    "TaskRemark",
    "TaskWords",
    "again",
    "branches",
    "choice_faults",
    "delphi_edition",
    "outcomes",
    "plan_ahp",
    "plan_delphi",
    "plan_needs",
    "plan_tally",
    "plan_task_list",
    "read_ahp",
    "read_delphi",
    "read_needs",
    "read_tally",
    "read_task_list",
    "round_of",
    "survey_nodes",
    "take_tasks",
    "tally_of",
    "title_of",
]
