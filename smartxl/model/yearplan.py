"""The plan of the year that follows a round (年度计划): what happens when, and how long tasks have. Told, never scored."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from smartxl.text import Text

__all__ = ["DEFAULT_PLAN", "PlanEvent", "TaskDays", "YearPlan"]


@dataclass(frozen=True, slots=True)
class PlanEvent:
    """Something that happens on a day: `day`, or so many days `after` the due date of the round."""

    what: Text
    who: Text = Text("")
    after: int = 0
    day: date | None = None

    def on(self, due: date) -> date:
        """The day, of a round with this due date."""
        return self.day or due + timedelta(self.after)


@dataclass(frozen=True, slots=True)
class TaskDays:
    """How many days a task has that is about `items` items or more."""

    items: int
    days: int


@dataclass(frozen=True, slots=True)
class YearPlan:
    """Events, and how long tasks have without a date of their own, by their size, from so many days after the due date on.

    `tasks` ascend by items. What is no matter of items has `number_days`.
    """

    events: tuple[PlanEvent, ...] = ()
    tasks: tuple[TaskDays, ...] = ()
    tasks_from: int = 0
    number_days: int = 0

    def task_due(self, due: date, items: int) -> date | None:
        """The day that is suggested for a task about so many items (0: about a number); None where nothing is declared."""
        days = _days(self.tasks, items) if items else self.number_days
        return due + timedelta(self.tasks_from + days) if days else None


def _days(steps: Iterable[TaskDays], items: int) -> int:
    return max((step.days for step in steps if step.items <= items), default=0)


_EVENTS = (
    (15, Text("完成数据复核和实地核验", "Answers are reviewed and checked on site"), Text("第三方评估机构", "Evaluator")),
    (30, Text("反馈初步结果，受理申诉", "First result goes to the units; appeals are heard"), Text("")),
    (45, Text("发布评估结果和诊断评估报告，下达整改任务", "Result and report are published, tasks are handed out"), Text("")),
    (135, Text("整改进展中期检查", "Progress of the tasks is checked"), Text("")),
    (270, Text("修订指标体系和表格，编制下一轮方案", "Indicators and tables are revised for the next round"), Text("")),
    (305, Text("启动下一轮评估", "The next round begins"), Text("")),
)  # fmt: skip
DEFAULT_PLAN = YearPlan(
    tuple(PlanEvent(what, who, after) for after, what, who in _EVENTS),
    (TaskDays(1, 60), TaskDays(20, 120), TaskDays(100, 180)),
    45,
    240,
)
"""The plan of a round that declares none; an event without anybody is the organiser's."""
