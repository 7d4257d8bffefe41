"""The task list, and what came of taking it in, as JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from smartxl.cli.present.replies import NoticeRecord

if TYPE_CHECKING:
    from smartxl.project.tasks import TaskLine, TasksTaken, TasksWritten
    from smartxl.text import Lang

__all__ = ["TasksRecord", "TasksTakenRecord"]


@dataclass(frozen=True, slots=True)
class TaskRecord:
    """One task; `unit_class` and `indicator` are codes, `lead` and `responsible` codes of units or who else was named.

    Days are ISO dates. `expected`: points of the city's score; `state` is open, doing, done or dropped.
    """

    key: str
    indicator: str
    unit_class: str
    point: str
    problem: str
    lead: str
    responsible: tuple[str, ...]
    due: str | None
    expected: float | None
    state: str
    done: str | None
    note: str
    overdue: bool

    @classmethod
    def of(cls, line: TaskLine) -> TaskRecord:
        """The record of a task."""
        task = line.task
        return cls(
            task.key,
            task.indicator,
            task.unit_class,
            task.point,
            task.problem,
            task.lead,
            task.responsible,
            task.due.isoformat() if task.due else None,
            task.expected,
            task.state.value,
            task.done.isoformat() if task.done else None,
            task.note,
            line.overdue,
        )


@dataclass(frozen=True, slots=True)
class TasksRecord:
    """What `tasks --json` prints: the list, and the workbook that was written."""

    file: str
    tasks: tuple[TaskRecord, ...]

    @classmethod
    def of(cls, written: TasksWritten) -> TasksRecord:
        """The record of the list."""
        return cls(str(written.built.path), tuple(map(TaskRecord.of, written.lines)))


@dataclass(frozen=True, slots=True)
class TasksTakenRecord:
    """What `tasks collect --json` prints: the list as it is now, and what is to be told of the file."""

    tasks: tuple[TaskRecord, ...]
    notices: tuple[NoticeRecord, ...]

    @classmethod
    def of(cls, taken: TasksTaken, lang: Lang) -> TasksTakenRecord:
        """The record of what was taken in."""
        notices = tuple(NoticeRecord.of(notice, lang) for notice in taken.remarks)
        return cls(tuple(map(TaskRecord.of, taken.lines)), notices)
