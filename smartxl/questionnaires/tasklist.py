"""The task list's workbook: one task in a row, units and states from lists, dates checked, rows for tasks of one's own.

What was written into the file stands on a hidden sheet too, so that reading it back tells what a person changed, whatever
became of the list meanwhile.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from smartxl.cells import Area, area
from smartxl.model.answers import Answer, Field, Scalar, State
from smartxl.model.plan import Check, CheckKind, Content, InputCell, SheetPlan, WorkbookPlan
from smartxl.model.tasks import ORGANISER, Task, TaskState
from smartxl.questionnaires import looks
from smartxl.questionnaires.branches import stamp_for
from smartxl.questionnaires.page import ColumnKey, PageBuilder, hidden_sheet, questionnaire
from smartxl.typed.dates import EXCEL_EPOCH

if TYPE_CHECKING:
    from smartxl.model.definition import Definition
    from smartxl.model.framework import Node
    from smartxl.model.sheetdesign import Look
    from smartxl.text import Lang

__all__ = [
    "EDITABLE",
    "HEAD_KEY",
    "ISSUED_KEY",
    "TASKS",
    "TaskColumn",
    "TaskRow",
    "TaskWords",
    "plan_task_list",
]

TASKS = "tasks"
"""The edition in the stamp of a task list."""

HEAD_KEY, ISSUED_KEY = "#head", "#issued"
"""What stands in the column of keys at the headings; what begins the hidden sheet with what the file was written with."""

_LISTS, _ISSUED = "_lists", "_issued"
_KEY, _FIRST_COLUMN = 1, 2
_TITLE, _INTRO, _HEAD, _FIRST = 2, 3, 4, 5
_SPARE = 10  # rows for tasks of one's own
_LONGEST, _LONGEST_NAMES = 1000, 500  # characters


class TaskColumn(StrEnum):
    """The columns in their order, by their keys in row 1."""

    NUMBER = "#no"
    INDICATOR = "#indicator"
    POINT = "#point"
    PROBLEM = "#problem"
    LEAD = "#lead"
    RESPONSIBLE = "#responsible"
    DUE = "#due"
    EXPECTED = "#expected"
    STATE = "#state"
    DONE = "#done"
    NOTE = "#note"

    @property
    def word(self) -> str:
        """Its heading among the words of a language."""
        return f"tasklist.{self.value.removeprefix('#')}"


EDITABLE = tuple(
    column
    for column in TaskColumn
    if column not in {TaskColumn.NUMBER, TaskColumn.INDICATOR, TaskColumn.EXPECTED}
)
"""The columns that people write into, of every task."""
_WIDTHS = dict(zip(TaskColumn, (5, 20, 30, 22, 15, 22, 12, 9, 11, 12, 18), strict=True))
_LOOKS: Mapping[TaskColumn, Look] = {
    column: looks.CHOICE
    if column in {TaskColumn.LEAD, TaskColumn.DUE, TaskColumn.STATE, TaskColumn.DONE}
    else looks.WORDS
    for column in EDITABLE
}


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task with what its row shows: the label of its indicator, and the text or date of every column people write into."""

    key: str
    indicator: str
    expected: float | None
    shown: Mapping[TaskColumn, Scalar]


class TaskWords:
    """How units, states and indicators are called in a task list of one language, and its checks."""

    def __init__(self, definition: Definition, lang: Lang, words: Mapping[str, str]) -> None:
        self.definition, self.words = definition, words
        self.lang: Lang = lang
        names = Counter(unit.name.get(lang) for unit in definition.roster.units)
        self.units: Mapping[str, str] = {
            ORGANISER: definition.round.organiser.get(lang),
            **{
                unit.code: unit.name.get(lang)
                if names[unit.name.get(lang)] == 1
                else f"{unit.code} {unit.name.get(lang)}"
                for unit in definition.roster.units
            },
        }
        self.states: Mapping[TaskState, str] = {
            state: words[f"tasklist.state_{state.value}"] for state in TaskState
        }
        self.indicators: Mapping[str, str] = {
            node.code: self._indicator(node) for node in definition.framework.nodes if node.is_leaf
        }
        self.checks = self._checks()

    def _indicator(self, node: Node) -> str:
        return f"{node.code} {node.name.get(self.lang)}"

    def _checks(self) -> Mapping[TaskColumn, Check]:
        text = Check(CheckKind.TEXT, maximum=_LONGEST)
        names = replace(text, maximum=_LONGEST_NAMES, prompt=self.words["tasklist.prompt_units"])
        first = float((self.definition.round.start - EXCEL_EPOCH).days)
        prompt = self.words["tasklist.prompt_date"].format(day=self.definition.round.due)
        day = Check(CheckKind.DATE, minimum=first, prompt=prompt)
        return {
            TaskColumn.INDICATOR: self._list(tuple(self.indicators.values()), 3),
            TaskColumn.POINT: text,
            TaskColumn.PROBLEM: text,
            TaskColumn.LEAD: self._list(tuple(dict.fromkeys(self.units.values())), 1),
            TaskColumn.RESPONSIBLE: names,
            TaskColumn.DUE: day,
            TaskColumn.STATE: self._list(tuple(self.states.values()), 2),
            TaskColumn.DONE: day,
            TaskColumn.NOTE: text,
        }

    @staticmethod
    def _list(options: tuple[str, ...], column: int) -> Check:
        return Check(CheckKind.LIST, options, Area(_LISTS, 1, column, len(options), column))

    def lists(self) -> SheetPlan:
        """The hidden sheet that the drop-downs take their options from."""
        cells: dict[int, dict[int, Content]] = {}
        for column in (TaskColumn.LEAD, TaskColumn.STATE, TaskColumn.INDICATOR):
            check = self.checks[column]
            place = check.source.first_column if check.source else 1
            for row, option in enumerate(check.options, 1):
                cells.setdefault(row, {})[place] = option
        return hidden_sheet(_LISTS, cells)

    def unit(self, code: str) -> str:
        """What a lead or a responsible unit is called."""
        return self.units.get(code, code)

    def row(self, task: Task, indicator: str) -> TaskRow:
        """What the row of a task shows; `indicator` is the label of its indicator."""
        between = "；" if self.lang == "zh" else "; "
        shown: dict[TaskColumn, Scalar | None] = {
            TaskColumn.POINT: task.point,
            TaskColumn.PROBLEM: task.problem,
            TaskColumn.LEAD: self.unit(task.lead),
            TaskColumn.RESPONSIBLE: between.join(map(self.unit, task.responsible)),
            TaskColumn.DUE: task.due,
            TaskColumn.STATE: self.states[task.state],
            TaskColumn.DONE: task.done,
            TaskColumn.NOTE: task.note,
        }
        given = {column: value for column, value in shown.items() if value not in {None, ""}}
        return TaskRow(task.key, indicator, task.expected, {c: v for c, v in given.items() if v is not None})


def plan_task_list(words: TaskWords, rows: Sequence[TaskRow]) -> tuple[WorkbookPlan, tuple[Answer, ...]]:
    """The workbook of a task list, and what stands in its input cells. Raises TemplateError for what Excel cannot hold."""
    definition, said = words.definition, words.words
    stamp = stamp_for(definition, TASKS, "", words.lang, [])
    round_ = definition.round
    title = said["tasklist.title"].format(title=round_.title.get(words.lang), round=round_.name)
    intro = said["tasklist.intro"].format(code=stamp.check_code, day=round_.due)
    sheets = (
        _Sheet(words).planned(rows, title, intro),
        words.lists(),
        _issued(rows),
    )
    stem = f"{round_.city.get(words.lang)}-{round_.name}-{said['tasklist.file']}"
    plan = questionnaire(stamp, sheets, title, stem, protect=round_.protect)
    return plan, tuple(_answer(row.key, column, value) for row in rows for column, value in row.shown.items())


def _place(key: str, column: TaskColumn) -> str:
    """What identifies an input cell."""
    return f"{key}|{column}"


def _answer(key: str, column: TaskColumn, value: Scalar) -> Answer:
    return Answer("", _place(key, column), State.VALUE, None, {Field.VALUE: value})


def _issued(rows: Sequence[TaskRow]) -> SheetPlan:
    """Key, and column by column what the file was written with; dates as they are typed."""
    heads: dict[int, Content] = {1: ISSUED_KEY, **{n: column.value for n, column in enumerate(EDITABLE, 2)}}
    cells: dict[int, dict[int, Content]] = {1: heads}
    for number, row in enumerate(rows, 2):
        cells[number] = {1: row.key}
        for column, place in zip(EDITABLE, range(2, len(EDITABLE) + 2), strict=True):
            value = row.shown.get(column)
            if value is not None:
                cells[number][place] = value.isoformat() if isinstance(value, date) else str(value)
    return hidden_sheet(_ISSUED, cells)


class _Sheet:
    """The sheet that people see."""

    def __init__(self, words: TaskWords) -> None:
        self.words = words
        columns = {column: place for place, column in enumerate(TaskColumn, _FIRST_COLUMN)}
        self.columns = columns
        self.last = max(columns.values())
        widths = {_KEY: 8.0, **{place: float(_WIDTHS[column]) for column, place in columns.items()}}
        self.build = PageBuilder(words.words["tasklist.sheet"], widths)

    def planned(self, rows: Sequence[TaskRow], title: str, intro: str) -> SheetPlan:
        """Title, how to fill it in, headings, tasks, rows to add."""
        build = self.build
        build.mark({_KEY: ColumnKey.KEY, **{place: column for column, place in self.columns.items()}})
        build.across(_TITLE, _FIRST_COLUMN, self.last, title, looks.TITLE, lines=2)
        build.across(_INTRO, _FIRST_COLUMN, self.last, intro, looks.INTRO)
        build.put(_HEAD, _KEY, HEAD_KEY)
        for column, place in self.columns.items():
            build.put(_HEAD, place, self.words.words[column.word], looks.HEAD)
        for number, row in enumerate(rows, 1):
            self._task(_FIRST + number - 1, number, row)
        for number in range(len(rows) + 1, len(rows) + _SPARE + 1):
            self._spare(_FIRST + number - 1, number)
        sheet = build.sheet(frozen=(_FIRST, 4), repeated=(_HEAD, _HEAD), hidden_columns=(_KEY,))
        reach = area(_HEAD, _FIRST_COLUMN, _FIRST + len(rows) + _SPARE - 1, self.last)
        return replace(sheet, filter_range=reach)

    def _task(self, row: int, number: int, task: TaskRow) -> None:
        build, columns = self.build, self.columns
        build.put(row, _KEY, task.key)
        build.put(row, columns[TaskColumn.NUMBER], float(number), looks.CENTRE, "0")
        build.put(row, columns[TaskColumn.INDICATOR], task.indicator, looks.TEXT)
        if task.expected is not None:
            build.put(row, columns[TaskColumn.EXPECTED], task.expected, looks.RESULT, "0.00##")
        else:
            build.put(row, columns[TaskColumn.EXPECTED], "—", looks.CENTRE)
        self._inputs(row, task.key, EDITABLE)
        for column, value in task.shown.items():
            build.grow_for(row, columns[column], str(value))

    def _spare(self, row: int, number: int) -> None:
        self.build.put(row, self.columns[TaskColumn.NUMBER], float(number), looks.CENTRE, "0")
        self.build.put(row, self.columns[TaskColumn.EXPECTED], "", looks.CENTRE)
        self._inputs(row, f"#{number}", (TaskColumn.INDICATOR, *EDITABLE))

    def _inputs(self, row: int, key: str, columns: Sequence[TaskColumn]) -> None:
        for column in columns:
            content = InputCell(_place(key, column), Field.VALUE, self.words.checks[column])
            look = _LOOKS.get(column, looks.WORDS)
            is_day = column in {TaskColumn.DUE, TaskColumn.DONE}
            self.build.put(row, self.columns[column], content, look, "yyyy-mm-dd" if is_day else "")
