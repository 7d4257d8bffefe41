"""What became of the tasks of the round before: who led them, how far they are, and the indicator's score then and now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from smartxl.diagnosis.changes import difference
from smartxl.diagnosis.facts import NONE, RoundFacts, cell, number
from smartxl.diagnosis.others import points_text
from smartxl.model.report import (
    Block,
    Figure,
    Paragraph,
    ParagraphRole,
    ReportSection,
    ReportTable,
    TableColumn,
    Words,
)
from smartxl.model.tasks import ORGANISER, PreviousTasks, Task, TaskState

__all__ = ["TaskOutcome", "TaskResult", "follow_up", "follow_up_section"]


class TaskOutcome(StrEnum):
    """What a task brought, by the score of its indicator."""

    REACHED = "reached"  # the score that was expected, or more
    RISEN = "risen"
    LEVEL = "level"  # within the rounding of what was published
    FALLEN = "fallen"
    OTHER = "other"  # the indicator asks or scores otherwise now, or is gone
    UNKNOWN = "unknown"  # without a score then or now, or without an indicator


_SAID: Mapping[TaskState | TaskOutcome, str] = {
    TaskState.OPEN: "followup.open",
    TaskState.DOING: "followup.doing",
    TaskState.DONE: "followup.done",
    TaskState.DROPPED: "followup.dropped",
    TaskOutcome.REACHED: "followup.reached",
    TaskOutcome.RISEN: "followup.risen",
    TaskOutcome.LEVEL: "followup.level",
    TaskOutcome.FALLEN: "followup.fallen",
    TaskOutcome.OTHER: "followup.other",
}


@dataclass(frozen=True, slots=True)
class TaskResult:
    """A task of the round before with the published scores of its indicator then and now."""

    task: Task
    then: Figure | None
    now: Figure | None
    outcome: TaskOutcome


def follow_up(facts: RoundFacts, previous: PreviousTasks) -> tuple[TaskResult, ...]:
    """What became of every task, in their order."""
    return tuple(_result(facts, previous, task) for task in previous.tasks)


def _result(facts: RoundFacts, previous: PreviousTasks, task: Task) -> TaskResult:
    if not task.indicator:
        return TaskResult(task, None, None, TaskOutcome.UNKNOWN)
    last = next((o for o in facts.others.earlier if o.definition.round == previous.definition.round), None)
    leaf = facts.definition.framework.by_code.get(task.indicator)
    basis = facts.others.bases.get(last.origin) if last else None
    subject = f"@{task.unit_class}"
    then = last.score(subject, task.indicator) if last else None
    if leaf is None or task.unit_class not in leaf.weights or (basis and leaf.code not in basis.leaves):
        return TaskResult(task, then, None, TaskOutcome.OTHER)
    now = facts.score(subject, task.indicator)
    if then is None or now is None:
        return TaskResult(task, then, now, TaskOutcome.UNKNOWN)
    return TaskResult(task, then, now, _outcome(task, then, now))


def _outcome(task: Task, then: Figure, now: Figure) -> TaskOutcome:
    if task.target is not None and now.value >= task.target:
        return TaskOutcome.REACHED
    change = difference(now, then)
    if change is None:
        return TaskOutcome.LEVEL
    return TaskOutcome.RISEN if change.value > 0 else TaskOutcome.FALLEN


def follow_up_section(facts: RoundFacts) -> ReportSection | None:
    """The part of the chapter of tasks; None where no earlier round with tasks is named."""
    previous = facts.last_tasks
    if previous is None or not previous.tasks:
        return None
    phrases, results = facts.phrases, follow_up(facts, previous)
    blocks: tuple[Block, ...] = (
        Paragraph(_states(facts, previous)),
        *_outcomes(facts, results),
        _table(facts, previous, results),
        Paragraph(phrases.say("followup.note"), ParagraphRole.NOTE),
    )
    return ReportSection("followup", phrases.text("followup.title"), blocks)


def _states(facts: RoundFacts, previous: PreviousTasks) -> Words:
    """How far the tasks are, and how many are overdue."""
    phrases, counts = facts.phrases, Counter(task.state for task in previous.tasks)
    said = phrases.listed(
        phrases.say("followup.counted", what=phrases.text(_SAID[state]), count=number(counts[state]))
        for state in TaskState
        if counts[state]
    )
    day = facts.definition.day
    overdue = sum(task.overdue(day) for task in previous.tasks) if day else 0
    late = phrases.say("followup.overdue", count=number(overdue)) if overdue else ()
    count = number(len(previous.tasks))
    return phrases.say(
        "followup.lead", round=previous.definition.round.name, count=count, states=said, late=late
    )


def _outcomes(facts: RoundFacts, results: Sequence[TaskResult]) -> Iterator[Paragraph]:
    phrases, counts = facts.phrases, Counter(result.outcome for result in results)
    told = [outcome for outcome in TaskOutcome if counts[outcome] and outcome is not TaskOutcome.UNKNOWN]
    if told:
        said = phrases.listed(
            phrases.say(
                "followup.counted",
                what=phrases.text(_SAID[outcome]),
                count=number(counts[outcome]),
            )
            for outcome in told
        )
        yield Paragraph(phrases.say("followup.outcomes", outcomes=said))


def _table(facts: RoundFacts, previous: PreviousTasks, results: Sequence[TaskResult]) -> ReportTable:
    head = facts.phrases.text
    columns = (
        TableColumn(head("column.task"), 3),
        TableColumn(head("column.lead"), 1.3),
        TableColumn(head("column.due"), 1.3),
        TableColumn(head("column.progress"), 1.3),
        TableColumn(head("column.then"), 1.15, numeric=True),
        TableColumn(head("column.this_round"), 1.15, numeric=True),
        TableColumn(head("column.aim"), 1.15, numeric=True),
        TableColumn(head("column.outcome"), 1.3),
    )
    rows = tuple(_row(facts, previous, result) for result in results)
    return ReportTable("followup.table", head("followup.caption"), columns, rows)


def _row(facts: RoundFacts, previous: PreviousTasks, result: TaskResult) -> tuple[Words, ...]:
    task = result.task
    outcome = facts.phrases.text(_SAID[result.outcome]) if result.outcome in _SAID else ""
    return (
        (_called(facts, previous, task),),
        (_lead(facts, previous, task.lead),) if task.lead else NONE,
        (task.due.isoformat(),) if task.due else NONE,
        _progress(facts, task),
        cell(result.then),
        cell(result.now),
        NONE if task.target is None else (_aim(previous, task, task.target),),
        (outcome,) if outcome else NONE,
    )


def _called(facts: RoundFacts, previous: PreviousTasks, task: Task) -> str:
    """Indicator and what was to be raised; a task that people added by its own words."""
    leaf = previous.definition.framework.by_code.get(task.indicator)
    name = f"{leaf.code} {facts.say(leaf.name)}" if leaf else task.indicator
    return facts.phrases.text("followup.between").join(filter(None, (name, task.point or task.problem)))


def _lead(facts: RoundFacts, previous: PreviousTasks, code: str) -> str:
    if code == ORGANISER:
        return facts.say(previous.definition.round.organiser)
    unit = previous.definition.roster.by_code.get(code)
    return facts.unit_name(unit) if unit else code


def _progress(facts: RoundFacts, task: Task) -> Words:
    said, day = facts.phrases.text(_SAID[task.state]), facts.definition.day
    if task.done:
        return facts.phrases.say("followup.on", state=said, day=task.done.isoformat())
    if day and task.overdue(day):
        return facts.phrases.say("followup.late", state=said)
    return (said,)


def _aim(previous: PreviousTasks, task: Task, target: float) -> Figure:
    return Figure(points_text(previous.definition, target, task.indicator), target)
