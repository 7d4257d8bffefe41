"""What happens when: within a round (工作日程), and in the year that follows it (年度计划). Told, never scored."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from smartxl.text import Text

__all__ = ["DEFAULT_MILESTONES", "DEFAULT_PLAN", "WEEKEND", "Milestone", "PlanEvent", "TaskDays", "YearPlan"]

WEEKEND = frozenset({5, 6})
"""Saturday and Sunday, as `date.weekday` counts."""
_FRIDAY = 4


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
class Milestone:
    """Something that happens within a round: on a `day`, or when a `share` (0 to 1) of the time from start to due is over."""

    what: Text
    who: Text = Text("")
    share: float = 0.0
    day: date | None = None

    def on(self, start: date, due: date) -> date:
        """The day, of a round with these dates; one that follows from a share is no Saturday or Sunday where that can be."""
        if self.day is not None:
            return self.day
        exact = start + timedelta(round(self.share * (due - start).days))
        later = exact + timedelta((7 - exact.weekday()) % 7 if exact.weekday() in WEEKEND else 0)
        earlier = exact - timedelta(max(0, exact.weekday() - _FRIDAY))
        return later if later <= due else earlier if earlier >= start else exact


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


_MILESTONES = (
    (0.0, Text("印发评估工作方案，召开动员培训会", "The scheme is issued, the units are briefed"), Text("")),
    (0.1, Text("下发采样填报表", "Workbooks go out to the units"), Text("")),
    (0.5, Text("中期通报填报进度，解答问题", "Progress is reported at half time, questions are answered"), Text("")),
    (0.85, Text("预收填报表，反馈问题并更正", "Workbooks are handed in for a first check and corrected"), Text("")),
)  # fmt: skip
DEFAULT_MILESTONES = tuple(Milestone(what, who, share) for share, what, who in _MILESTONES)
"""What happens until the due date in a round that declares nothing; without anybody it is the organiser's."""

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
