"""The task list (整改任务): what is to be done about weaknesses, who leads it, until when, and how far it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from smartxl.model.definition import Definition

__all__ = [
    "NO_TASKS",
    "ORGANISER",
    "PreviousTasks",
    "Task",
    "TaskList",
    "TaskPart",
    "TaskState",
    "merged_tasks",
]

ORGANISER = "@organiser"
"""Stands for who runs the assessment where a unit's code stands otherwise."""
_OWN = "own-"


class TaskState(StrEnum):
    """How far a task is."""

    OPEN = "open"
    DOING = "doing"
    DONE = "done"
    DROPPED = "dropped"  # it stays in the list, and nobody works on it

    @property
    def closed(self) -> bool:
        """Whether nothing is left to be done."""
        return self in {TaskState.DONE, TaskState.DROPPED}


class TaskPart(StrEnum):
    """What the program suggests of a task and a person may have changed."""

    POINT = "point"
    PROBLEM = "problem"
    RESPONSIBLE = "responsible"


@dataclass(frozen=True, slots=True)
class Task:
    """One task. `key` is that of the weakness (indicator/class) or, of a task that people added, begins with `own-`.

    `indicator` is a code, "" for none; `point` says what is to be raised, `problem` what is wrong. `lead` and `responsible`
    are codes of units, `ORGANISER`, or who else was named. `expected`: points that the city gains by it, None where that is
    not known; `score` of the indicator when the task was listed, `target` with the task done. `edited`: the parts that are
    a person's, in order; all others are suggested anew with new scores.
    """

    key: str
    indicator: str = ""
    unit_class: str = ""
    point: str = ""
    problem: str = ""
    lead: str = ""
    responsible: tuple[str, ...] = ()
    due: date | None = None
    expected: float | None = None
    score: float | None = None
    target: float | None = None
    state: TaskState = TaskState.OPEN
    done: date | None = None
    note: str = ""
    edited: tuple[TaskPart, ...] = ()

    @property
    def own(self) -> bool:
        """Whether people added it."""
        return self.key.startswith(_OWN)

    @property
    def touched(self) -> bool:
        """Whether a person has decided anything about it."""
        decided = self.lead, self.due, self.done, self.note, self.edited
        return self.own or any(decided) or self.state is not TaskState.OPEN

    def overdue(self, day: date) -> bool:
        """Whether it should have been done before a day."""
        return self.due is not None and self.due < day and not self.state.closed


@dataclass(frozen=True, slots=True)
class TaskList:
    """The tasks of a round as they are kept; `removed` are keys of tasks that people took out of the list, in order."""

    tasks: tuple[Task, ...] = ()
    removed: tuple[str, ...] = ()


@dataclass(frozen=True)
class PreviousTasks:
    """The tasks of an earlier round, and its definition, by which their units and indicators are called."""

    definition: Definition
    tasks: tuple[Task, ...]


NO_TASKS = TaskList()
"""A round of which no task list was written yet."""


def merged_tasks(suggested: Iterable[Task], kept: TaskList) -> tuple[Task, ...]:
    """The list of now: what the scores suggest with all that people decided, then what only people want.

    What was suggested before, and neither is now nor was touched, leaves the list; what was removed stays out of it.
    """
    known = {task.key: task for task in kept.tasks}
    removed = frozenset(kept.removed)
    listed = [_with_decisions(task, known.get(task.key)) for task in suggested if task.key not in removed]
    present = {task.key for task in listed}
    return (*listed, *_others(kept.tasks, present | removed))


def _others(tasks: Sequence[Task], present: set[str] | frozenset[str]) -> tuple[Task, ...]:
    return tuple(task for task in tasks if task.touched and task.key not in present)


def _with_decisions(task: Task, kept: Task | None) -> Task:
    if kept is None:
        return task
    own = {part.value: getattr(kept, part) for part in kept.edited}
    decided = replace(
        task,
        lead=kept.lead,
        due=kept.due,
        state=kept.state,
        done=kept.done,
        note=kept.note,
        edited=kept.edited,
    )
    return replace(decided, **own)
