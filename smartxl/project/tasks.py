"""The task list of a round: listed from the scores, written as a workbook, taken back from it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

from smartxl.diagnosis.suggested import indicator_label, listed_tasks, unit_label
from smartxl.model.tasks import Task, TaskList
from smartxl.project.folder import ProjectFolder
from smartxl.project.outputs import Built, Outputs
from smartxl.project.reporting import round_facts
from smartxl.project.scored import clock
from smartxl.project.sources import sources
from smartxl.project.taskfile import KEPT_TASKS
from smartxl.project.weighing.notices import Notice, notices_of
from smartxl.questionnaires import TASKS, TaskNames, TaskWords, plan_task_list, read_task_list, take_tasks
from smartxl.text import LANGUAGES, Text
from smartxl_generators.workbook import write_blank
from smartxl_templates import wording

if TYPE_CHECKING:
    from smartxl.diagnosis.facts import RoundFacts
    from smartxl.model.plan import WorkbookPlan
    from smartxl.questionnaires import TaskRemark
    from smartxl.stamp import Stamp

__all__ = ["RoundTasks", "TaskLine", "TasksTaken", "TasksWritten"]


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A task of the list in words: indicator, lead and responsible units by name; `overdue` on the day it was asked for."""

    task: Task
    indicator: str
    lead: str
    responsible: tuple[str, ...]
    state: str
    overdue: bool


@dataclass(frozen=True)
class TasksWritten:
    """The list, and its workbook."""

    lines: tuple[TaskLine, ...]
    built: Built


@dataclass(frozen=True)
class TasksTaken:
    """What the list is after files were taken in, and what is to be told of them."""

    lines: tuple[TaskLine, ...]
    remarks: tuple[Notice, ...]


@dataclass(frozen=True, slots=True)
class RoundTasks:
    """The task list of a project, by the day of `now` (this moment by default). What people decided is in `tasks.json`."""

    project: ProjectFolder

    def list(self, *, now: datetime | None = None) -> tuple[TaskLine, ...]:
        """What the scores suggest, with what people decided, and the tasks that they added."""
        day = (now or clock()).date()
        facts = round_facts(self.project.at(day))
        return _lines(self.project, facts, _of_now(facts), day)

    def write(
        self, *, force: bool = False, now: datetime | None = None, facts: RoundFacts | None = None
    ) -> TasksWritten:
        """Writes the workbook into `reports/` and keeps the list; `facts`: those of the round, where they are known.

        Raises WouldOverwrite for a workbook that somebody changed and that was not taken in.
        """
        project, day = self.project, (now or clock()).date()
        facts = facts or round_facts(project.at(day))
        tasks = _of_now(facts)
        words = TaskWords(project.definition, project.lang, wording(project.lang))
        plan, answers = plan_task_list(words, [words.row(t, indicator_label(facts, t)) for t in tasks])
        moment = datetime.combine(project.definition.round.start, time())
        content = write_blank(plan, project.template, moment, answers)
        path = project.reports / plan.file_name
        with Outputs(project.root, force) as outputs:
            written = outputs.write(path, content)
        KEPT_TASKS.keep(project.root, TaskList(tasks, facts.kept_tasks.removed))
        return TasksWritten(_lines(project, facts, tasks, day), Built(path, written))

    def collect(
        self, *paths: str | Path, passwords: Iterable[str] = (), now: datetime | None = None
    ) -> TasksTaken:
        """Takes in a workbook that came back (by default the one in `reports/`; of several the newest) and keeps the list.

        `passwords` are tried where it is encrypted. Raises ProjectError for a path that does not exist.
        """
        from smartxl.project.weighing.inbox import QuestionnaireInbox  # needs all that reads tables

        project, day = self.project, (now or clock()).date()
        facts = round_facts(project.at(day))
        default = project.reports / _blank(project).file_name
        source = sources(project.root, map(Path, paths or (default,)))
        inbox = QuestionnaireInbox(lambda stamp, file: _planned(project, stamp, file))
        inbox.take(source, passwords)
        remarks = list(inbox.remarks)
        kept = TaskList(_of_now(facts), facts.kept_tasks.removed)
        words = TaskWords(project.definition, project.lang, wording(project.lang))
        states = [TaskWords(project.definition, lang, wording(lang)).states for lang in LANGUAGES]
        for returned in inbox.counting.values():
            reply = read_task_list(returned.book, words)
            taken = take_tasks(kept, reply, TaskNames(project.definition, states), day)
            remarks += notices_of(reply.findings)
            remarks += _notices(returned.book.file_name, (*reply.remarks, *taken.remarks))
            if reply.complete:
                kept = taken.tasks
                KEPT_TASKS.keep(project.root, kept)
                with Outputs(project.root) as outputs:
                    outputs.accept(default, returned.book.digest)
        return TasksTaken(_lines(project, facts, kept.tasks, day), tuple(remarks))


def _of_now(facts: RoundFacts) -> tuple[Task, ...]:
    return tuple(entry.task for entry in listed_tasks(facts))


def _lines(
    project: ProjectFolder, facts: RoundFacts, tasks: Sequence[Task], day: date
) -> tuple[TaskLine, ...]:
    states = TaskWords(project.definition, project.lang, wording(project.lang)).states
    return tuple(
        TaskLine(
            task,
            indicator_label(facts, task),
            unit_label(facts, task.lead),
            tuple(unit_label(facts, code) for code in task.responsible),
            states[task.state],
            task.overdue(day),
        )
        for task in tasks
    )


def _blank(project: ProjectFolder) -> WorkbookPlan:
    words = TaskWords(project.definition, project.lang, wording(project.lang))
    return plan_task_list(words, ())[0]


def _planned(project: ProjectFolder, stamp: Stamp, file: str) -> WorkbookPlan | Notice:
    if stamp.edition == TASKS:
        return _blank(project)
    what = Text("这不是整改任务表", "this is no task list")
    remedy = Text("请收回由 smartxl tasks 生成的工作簿", "take in the workbook that smartxl tasks made")
    return Notice(file, what, remedy, unreadable=True)


def _notices(file: str, remarks: Sequence[TaskRemark]) -> list[Notice]:
    """Remarks in both languages, with the place that they are about."""
    zh, en = wording("zh"), wording("en")
    notices = []
    for remark in remarks:
        slots = {"row": remark.row, "found": remark.found, "expected": remark.expected}
        what, remedy = (
            Text(zh[key].format_map(slots), en[key].format_map(slots))
            for key in (f"tasklist.remark_{remark.kind.value}", f"tasklist.remedy_{remark.kind.value}")
        )
        where = " ".join(part for part in (file, remark.sheet, remark.cell) if part)
        notices.append(Notice(where, what, remedy, asks=remark.kind.asks))
    return notices
