"""A task list that came back, taken into the list that is kept: only what a person changed in the file is changed there."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from smartxl.model.tasks import ORGANISER, Task, TaskList, TaskPart, TaskState
from smartxl.questionnaires.tasklist import EDITABLE, TaskColumn
from smartxl.questionnaires.tasklist_read import ReadTask, RemarkKind, TaskListReply, TaskRemark
from smartxl.text import choice_key, shorten

if TYPE_CHECKING:
    from smartxl.model.definition import Definition

__all__ = ["TaskNames", "TaskTake", "take_tasks"]

_BETWEEN = re.compile(r"([；;、，,\n])")
_DIGITS = 10  # of the digest that tells a task of one's own from others
_SHOWN = 40
_PARTS = {
    TaskColumn.POINT: TaskPart.POINT,
    TaskColumn.PROBLEM: TaskPart.PROBLEM,
    TaskColumn.RESPONSIBLE: TaskPart.RESPONSIBLE,
}


class TaskNames:
    """What people write for units, states and indicators, in any language: never a part of a name, nothing is guessed."""

    def __init__(self, definition: Definition, states: Sequence[Mapping[TaskState, str]]) -> None:
        round_ = definition.round
        self._units = {choice_key(name): ORGANISER for name in (round_.organiser.zh, round_.organiser.en)}
        named: dict[str, set[str]] = {}
        for unit in definition.roster.units:
            for name in (unit.name.zh, unit.name.en):
                named.setdefault(choice_key(name), set()).add(unit.code)
        self._units |= {name: next(iter(codes)) for name, codes in named.items() if len(codes) == 1}
        for unit in definition.roster.units:
            labels = (unit.code, f"{unit.code} {unit.name.zh}", f"{unit.code} {unit.name.en}")
            self._units |= {choice_key(label): unit.code for label in labels}
        self._units.pop("", None)
        self._states = {choice_key(word): state for words in states for state, word in words.items()}
        leaves = [node for node in definition.framework.nodes if node.is_leaf]
        self._indicators = {choice_key(node.code): node.code for node in leaves}

    def unit(self, typed: str) -> str | None:
        """The code that a name can only mean."""
        return self._units.get(choice_key(typed))

    def units(self, typed: str) -> tuple[str, ...]:
        """Several units with signs between them, each as its code or, where it is none of the roster, as it is written.

        The signs may stand in a name too: the longest run of pieces that is a name is one.
        """
        pieces = _BETWEEN.split(typed)
        found, place = [], 0
        while place < len(pieces):
            code, place = self._longest(pieces, place)
            found.append(code)
        return tuple(dict.fromkeys(filter(None, found)))

    def _longest(self, pieces: Sequence[str], start: int) -> tuple[str, int]:
        for end in range(len(pieces), start, -2):
            if (code := self.unit("".join(pieces[start:end]).strip())) is not None:
                return code, end + 1
        return pieces[start].strip(), start + 2

    def known(self, code: str) -> bool:
        """Whether it is a unit of the roster, or the organiser."""
        return code in self._units.values()

    def state(self, typed: str) -> TaskState | None:
        """The state that a word means."""
        return self._states.get(choice_key(typed))

    def indicator(self, typed: str) -> str | None:
        """The indicator whose code a label begins with, or is."""
        return self._indicators.get(choice_key(typed.strip().partition(" ")[0]))


@dataclass(frozen=True)
class TaskTake:
    """The list with what the file says, and what is to be told of it."""

    tasks: TaskList
    remarks: tuple[TaskRemark, ...]


def take_tasks(kept: TaskList, reply: TaskListReply, names: TaskNames, day: date) -> TaskTake:
    """Takes the rows of a file into the list; what is wrong with their dates is judged by a day."""
    taking = _Taking(kept, reply, names, day)
    for row in reply.rows:
        taking.take(row)
    return taking.settled()


@dataclass
class _Taking:
    kept: TaskList
    reply: TaskListReply
    names: TaskNames
    day: date
    remarks: list[TaskRemark] = field(default_factory=list)
    seen: dict[str, ReadTask] = field(default_factory=dict)
    leaderless: list[ReadTask] = field(default_factory=list)
    strangers: dict[str, list[tuple[ReadTask, TaskColumn]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.tasks = {task.key: task for task in self.kept.tasks}
        self.removed = dict.fromkeys(self.kept.removed)

    def take(self, row: ReadTask) -> None:
        """Takes one row in, or says why it is not."""
        key = row.key if self._is_known(row.key) else ""
        if key and not self._shows_own_indicator(row, key):
            return
        if key in self.seen:
            first = self.seen[key]
            if first.values == row.values:
                self._say(RemarkKind.TWICE, row, found=str(first.row))
                return
            self._say(RemarkKind.COPIED, row, found=str(first.row))
            key = ""
        if key:
            self._listed(key, row)
        else:
            self._added(row)

    def _is_known(self, key: str) -> bool:
        return bool(key) and (key in self.tasks or key in self.reply.issued or key in self.removed)

    def _shows_own_indicator(self, row: ReadTask, key: str) -> bool:
        """Whether the row still shows the indicator that its key belongs to: some columns may have been sorted alone."""
        if key.startswith("own-"):
            return True
        shown, due = row.text(TaskColumn.INDICATOR), key.partition("/")[0]
        if not shown or self.names.indicator(shown) in {due, None}:
            return True
        self._say(RemarkKind.OTHER_INDICATOR, row, TaskColumn.INDICATOR, found=shown, expected=due)
        return False

    def _listed(self, key: str, row: ReadTask) -> None:
        self.seen[key] = row
        leaf, _, unit_class = key.partition("/")
        task = self.tasks.get(key)
        if task is None:
            is_own = key.startswith("own-")
            task = Task(key, "" if is_own else leaf, "" if is_own else unit_class)
            task = self._changed(task, row, {})
        else:
            task = self._changed(task, row, self.reply.issued.get(key, {}))
        if key in self.removed:
            del self.removed[key]
            self._say(RemarkKind.RESTORED, row, found=_called(task))
        self.tasks[key] = task
        self._check(task, row)

    def _added(self, row: ReadTask) -> None:
        point, problem = row.text(TaskColumn.POINT), row.text(TaskColumn.PROBLEM)
        if not point and not problem:
            self._say(RemarkKind.EMPTY_TASK, row, TaskColumn.POINT)
            return
        indicator = row.text(TaskColumn.INDICATOR)
        code = self.names.indicator(indicator) or indicator
        key = _own_key(code, point, problem)
        if key in self.seen:
            self._say(RemarkKind.TWICE, row, found=str(self.seen[key].row))
            return
        self.seen[key] = row
        is_new = key not in self.tasks
        task = self._changed(self.tasks.get(key, Task(key)), row, {})
        self.tasks[key] = replace(task, indicator=code)
        self.removed.pop(key, None)
        if is_new:
            self._say(RemarkKind.ADDED, row, found=_called(task))
        self._check(self.tasks[key], row)

    def _changed(self, task: Task, row: ReadTask, issued: Mapping[TaskColumn, str]) -> Task:
        for column in EDITABLE:
            if column in row.values and row.text(column) != issued.get(column, "").strip():
                task = self._set(task, row, column)
        return task

    def _set(self, task: Task, row: ReadTask, column: TaskColumn) -> Task:
        text, value = row.text(column), row.values[column]
        if column in {TaskColumn.DUE, TaskColumn.DONE}:
            day = value if isinstance(value, date) else None
            return replace(task, due=day) if column is TaskColumn.DUE else replace(task, done=day)
        if column is TaskColumn.STATE:
            return replace(task, state=self._state(text, task.state))
        if column is TaskColumn.LEAD:
            return replace(task, lead=self.names.unit(text) or text)
        if column is TaskColumn.NOTE:
            return replace(task, note=text)
        return self._with_part(task, _PARTS[column], text)

    def _with_part(self, task: Task, part: TaskPart, text: str) -> Task:
        """A part that the program suggests, as somebody wrote it; one that was deleted is suggested again."""
        edited = tuple(p for p in TaskPart if (p in task.edited and p is not part) or (p is part and text))
        task = replace(task, edited=edited)
        if part is TaskPart.RESPONSIBLE:
            return replace(task, responsible=self.names.units(text))
        return replace(task, point=text) if part is TaskPart.POINT else replace(task, problem=text)

    def _state(self, text: str, before: TaskState) -> TaskState:
        return TaskState.OPEN if not text else self.names.state(text) or before

    def _check(self, task: Task, row: ReadTask) -> None:
        """What is to be told of the task as it is now."""
        named = ((TaskColumn.LEAD, task.lead), *((TaskColumn.RESPONSIBLE, c) for c in task.responsible))
        for column, code in named:
            if code and not self.names.known(code):
                self.strangers.setdefault(code, []).append((row, column))
        state = row.text(TaskColumn.STATE)
        if state and self.names.state(state) is None:
            self._say(RemarkKind.STATE_UNKNOWN, row, TaskColumn.STATE, found=state)
        if not task.lead and not task.state.closed:
            self.leaderless.append(row)
        if task.state is TaskState.DONE and task.done is None:
            self._say(RemarkKind.DONE_UNDATED, row, TaskColumn.DONE, found=state)
        if task.done is not None and task.state is not TaskState.DONE:
            self._say(
                RemarkKind.DATED_NOT_DONE, row, TaskColumn.STATE, found=task.done.isoformat(), expected=state
            )
        if task.done is not None and task.done > self.day:
            self._say(RemarkKind.DONE_LATER, row, TaskColumn.DONE, found=task.done.isoformat())

    def settled(self) -> TaskTake:
        """The list, without the rows that were deleted from the file."""
        for name, places in self.strangers.items():
            self._say_of_all(RemarkKind.UNIT_UNKNOWN, [row for row, _ in places], places[0][1], name)
        if self.leaderless:
            self._say_of_all(RemarkKind.NO_LEAD, self.leaderless, TaskColumn.LEAD)
        for key in self._deleted():
            self.remarks.append(TaskRemark(RemarkKind.DELETED, found=_called(self.tasks.pop(key))))
            self.removed[key] = None
        return TaskTake(TaskList(tuple(self.tasks.values()), tuple(self.removed)), tuple(self.remarks))

    def _deleted(self) -> Iterator[str]:
        """Tasks that the file was written with and no longer has. A file of before knows nothing of newer tasks."""
        if not self.reply.complete:
            return
        present = {row.key for row in self.reply.rows} | self.seen.keys()
        issued = self.reply.issued or {task.key: {} for task in self.kept.tasks if not task.own}
        yield from [key for key in issued if key in self.tasks and key not in present]

    def _say_of_all(
        self, kind: RemarkKind, rows: Sequence[ReadTask], column: TaskColumn, found: str = ""
    ) -> None:
        """One remark on several rows, at the cell of the first."""
        first, numbers = rows[0], "、".join(dict.fromkeys(str(row.row) for row in rows))
        self.remarks.append(TaskRemark(kind, first.sheet, first.cell(column), numbers, found))

    def _say(
        self,
        kind: RemarkKind,
        row: ReadTask,
        column: TaskColumn = TaskColumn.NUMBER,
        *,
        found: str = "",
        expected: str = "",
    ) -> None:
        self.remarks.append(TaskRemark(kind, row.sheet, row.cell(column), str(row.row), found, expected))


def _called(task: Task) -> str:
    """What a task is called when it is told of."""
    return " ".join(filter(None, (task.indicator, shorten(task.point or task.problem, _SHOWN))))


def _own_key(*texts: str) -> str:
    """The key of a task that people added: the same row gives the same, however often its file is taken in."""
    digest = hashlib.sha256("\x1f".join(texts).encode("utf-8", "surrogatepass")).hexdigest()
    return f"own-{digest[:_DIGITS]}"
