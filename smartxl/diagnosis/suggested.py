"""The tasks that scores suggest: the weaknesses of each class, who has most to do, and what the city gains by each.

The report's chapter and the task list's workbook both take their tasks from here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from smartxl.diagnosis.advice import open_said
from smartxl.diagnosis.facts import RoundFacts, number
from smartxl.diagnosis.improve import OpenItem, at_full, gain
from smartxl.diagnosis.obstacle import LeafLoss, leaf_losses
from smartxl.model.framework import Measure, Node, UnitClass
from smartxl.model.report import Words, plain
from smartxl.model.scores import CITY, QuantityKind
from smartxl.model.tasks import ORGANISER, Task, TaskPart, merged_tasks
from smartxl.text import shorten

__all__ = ["ListedTask", "indicator_label", "listed_tasks", "unit_label"]

_PER_CLASS, _RESPONSIBLE, _NAMED = 5, 3, 2
"""How many weaknesses of a class become tasks, how many units with the most open items and how many items each names."""
_FULL, _EXACT = 100, 9
_NAME = 40  # characters of an item's name in a task


@dataclass(frozen=True, slots=True)
class ListedTask:
    """A task of the list with its texts as a report says them: with numbers where the program wrote them.

    `open` is how many items stand below their full points, 0 where the weakness is no matter of items.
    """

    task: Task
    point: Words
    problem: Words
    open: int = 0


def listed_tasks(facts: RoundFacts) -> tuple[ListedTask, ...]:
    """The task list of now: what the scores suggest, with what people decided."""
    suggested = {entry.task.key: entry for entry in _suggested(facts)}
    merged = merged_tasks((entry.task for entry in suggested.values()), facts.kept_tasks)
    return tuple(_listed(task, suggested.get(task.key)) for task in merged)


def _listed(task: Task, suggested: ListedTask | None) -> ListedTask:
    if suggested is None:
        return ListedTask(task, (task.point,), (task.problem,))
    point = (task.point,) if TaskPart.POINT in task.edited else suggested.point
    problem = (task.problem,) if TaskPart.PROBLEM in task.edited else suggested.problem
    return ListedTask(task, point, problem, suggested.open)


def indicator_label(facts: RoundFacts, task: Task) -> str:
    """Code and name of a task's indicator, with the class where several have it; "" for none."""
    leaf = facts.definition.framework.by_code.get(task.indicator)
    if leaf is None:
        return task.indicator
    named = f"{leaf.code} {facts.say(leaf.name)}"
    classes = {c.code: c for c in facts.definition.framework.classes if c.code in leaf.weights}
    if len(classes) < 2 or task.unit_class not in classes:
        return named
    said = facts.say(classes[task.unit_class].name)
    return f"{named}（{said}）" if facts.lang == "zh" else f"{named} ({said})"


def unit_label(facts: RoundFacts, code: str) -> str:
    """What the lead or a responsible unit is called."""
    if code == ORGANISER:
        return facts.say(facts.definition.round.organiser)
    unit = facts.definition.roster.by_code.get(code)
    return facts.unit_name(unit) if unit else code


def _suggested(facts: RoundFacts) -> Iterator[ListedTask]:
    if facts.received:
        for unit_class in facts.definition.framework.classes:
            yield from _of_class(facts, unit_class)


def _of_class(facts: RoundFacts, unit_class: UnitClass) -> Iterator[ListedTask]:
    losses = leaf_losses(facts.definition, facts.table, unit_class.aggregate, unit_class.code)
    units = {unit.code for unit in facts.definition.roster.of_class(unit_class.code)}
    for loss in [loss for loss in losses if loss.lost > 0][:_PER_CLASS]:
        entries = [e for e in facts.open if e.item.leaf == loss.leaf.code and e.item.unit in units]
        yield _suggestion(facts, unit_class, loss, entries)


def _suggestion(
    facts: RoundFacts, unit_class: UnitClass, loss: LeafLoss, entries: Sequence[OpenItem]
) -> ListedTask:
    point, problem = _point(facts, loss.leaf, entries), _problem(facts, loss.leaf, entries)
    expected, target = _gain(facts, unit_class, loss.leaf, entries)
    task = Task(
        f"{loss.leaf.code}/{unit_class.code}",
        loss.leaf.code,
        unit_class.code,
        plain(point),
        plain(problem),
        responsible=_most_open(entries) if entries else _lowest(facts, unit_class, loss.leaf),
        expected=expected,
        score=loss.score,
        target=target,
    )
    return ListedTask(task, point, problem, len(entries))


def _gain(
    facts: RoundFacts, unit_class: UnitClass, leaf: Node, entries: Sequence[OpenItem]
) -> tuple[float | None, float | None]:
    """What the city gains when all of these items are raised to full points, and the indicator's score then."""
    if not entries:
        return None, None
    after = facts.scorer(at_full(entries))
    target = after.get(QuantityKind.SCORE, unit_class.aggregate, leaf.code)
    return round(gain(facts.table, after, CITY), _EXACT), target


def _point(facts: RoundFacts, leaf: Node, entries: Sequence[OpenItem]) -> Words:
    phrases, indicator = facts.phrases, leaf.indicator
    if entries:
        most = sorted(entries, key=lambda entry: -_open_points(entry))[:_NAMED]
        names = phrases.listed(dict.fromkeys(shorten(facts.say(entry.item.title), _NAME) for entry in most))
        if len(entries) <= _NAMED:
            return phrases.say("tasks.point_items", items=names)
        return phrases.say("tasks.point_some", items=names, count=number(len(entries)))
    if indicator is not None and indicator.measure is Measure.KPI and indicator.inputs:
        return phrases.say(
            "tasks.point_numbers", names=phrases.listed(facts.say(i.name) for i in indicator.inputs[:3])
        )
    return phrases.say("tasks.point_level", name=facts.say(leaf.name))


def _problem(facts: RoundFacts, leaf: Node, entries: Sequence[OpenItem]) -> Words:
    if entries:
        return open_said(facts, entries)
    chosen = leaf.indicator is not None and leaf.indicator.measure is Measure.RUBRIC
    return facts.phrases.say("tasks.level" if chosen else "tasks.number")


def _open_points(entry: OpenItem) -> float:
    return entry.item.points * (1 - (entry.share or 0.0))


def _lowest(facts: RoundFacts, unit_class: UnitClass, leaf: Node) -> tuple[str, ...]:
    """The units with the lowest scores of an indicator, of those that lose anything there."""
    scores = (
        (facts.value(QuantityKind.SCORE, unit.code, leaf.code), unit.code)
        for unit in facts.definition.roster.of_class(unit_class.code)
    )
    lacking = [(score, code) for score, code in scores if score is not None and score < _FULL]
    return tuple(code for _, code in sorted(lacking, key=lambda line: line[0])[:_RESPONSIBLE])


def _most_open(entries: Sequence[OpenItem]) -> tuple[str, ...]:
    """The units with the most points open among these items."""
    points: dict[str, float] = defaultdict(float)
    for entry in entries:
        points[entry.item.unit] += _open_points(entry)
    return tuple(code for code, _ in sorted(points.items(), key=lambda line: -line[1])[:_RESPONSIBLE])
