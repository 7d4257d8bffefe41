"""Checks what happens in and after a round: dates of the plan that can be, and rules of rewards that some unit could meet."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from smartxl.define.followup import stage_place
from smartxl.model.combination import StepKind
from smartxl.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from smartxl.define.followup_schema import ConditionEntry, PlanEntry
    from smartxl.define.framework_schema import FrameworkFile
    from smartxl.define.parse import Parsed
    from smartxl.define.schema import AssessmentFile
    from smartxl.define.yamlfile import Place
    from smartxl.errors import Problem
    from smartxl.model.definition import Unit

__all__ = ["milestone_problems", "plan_problems", "reward_problems"]

Trouble = tuple[str, str, str]
"""The key that is wrong, what, and what to do."""
_FULL = 100.0
_PAIRS = (("score", "score_below"), ("progress", "progress_below"))
_GRADED = (
    *("rank", "last", "stage_from", "stage_below"),
    *("score", "score_below", "progress", "progress_below"),
)


def plan_problems(file: Parsed[AssessmentFile], plan: PlanEntry) -> Iterator[Problem]:
    """Problems of `plan`."""
    for index, event in enumerate(plan.events):
        place = ("plan", "events", index)
        if file.is_broken(place):
            continue
        if (event.after is None) == (event.day is None):
            what = "the event has no day" if event.day is None else "the event has two days"
            yield from file.report(
                place, what, "write after: 30 (days after the due date) or day: 2027-03-31"
            )
    sizes = [step.items for step in plan.tasks]
    for index, (before, size) in enumerate(pairwise(sizes), 1):
        if size <= before and not file.is_broken(("plan", "tasks")):
            what = f"a task of {size} items or more stands after one of {before}"
            yield from file.report(("plan", "tasks", index, "items"), what, "let the numbers rise, each once")


def milestone_problems(file: Parsed[AssessmentFile], model: AssessmentFile) -> Iterator[Problem]:
    """Problems of `milestones`."""
    for index, entry in enumerate(model.milestones):
        place = ("milestones", index)
        if file.is_broken(place):
            continue
        if (entry.share is None) == (entry.day is None):
            none, two = (
                Text("该日程没有日期", "the milestone has no day"),
                Text("该日程有两个日期", "the milestone has two days"),
            )
            remedy = Text(
                "写 share: 0.5（从 start 到 due 的进度）或 day: 2026-09-15，二者取一",
                "write share: 0.5 (of the time from start to due) or day: 2026-09-15",
            )
            yield from file.report(place, none if entry.day is None else two, remedy)
        elif entry.day is not None and not model.start <= entry.day <= model.due:
            what = Text(
                f"{entry.day} 不在 start {model.start} 与 due {model.due} 之间",
                f"{entry.day} is not between start {model.start} and due {model.due}",
            )
            remedy = Text("截止日以后的工作写在 plan: events 中", "what comes later belongs to plan: events")
            yield from file.report((*place, "day"), what, remedy)


def reward_problems(
    file: Parsed[AssessmentFile], framework: FrameworkFile, units: list[Unit]
) -> Iterator[Problem]:
    """Problems of `rewards`; `units` of the roster, none where it cannot be read."""
    model = file.model
    if model is None:
        return
    classes = {entry.code for entry in framework.classes}
    for index, entry in enumerate(model.rewards):
        place: Place = ("rewards", index)
        if file.is_broken(place):
            continue
        for number, code in enumerate(entry.classes):
            if code not in classes:
                yield from file.report(
                    (*place, "classes", number), f"unknown class {code!r}", f"use one of: {_listed(classes)}"
                )
        sizes = [sum(unit.unit_class == code for unit in units) for code in entry.classes or sorted(classes)]
        for key, what, remedy in _condition(entry.when, framework, max(sizes, default=0)):
            at = (*place, "when", key) if key else (*place, "when")
            yield from file.report(at, what, remedy)
        if entry in model.rewards[:index]:
            yield from file.report(place, "the same rule stands here twice", "remove one")


def _listed(names: set[str]) -> str:
    return ", ".join(sorted(names))


def _condition(when: ConditionEntry, framework: FrameworkFile, most: int) -> Iterator[Trouble]:
    """What makes a condition one that no unit, or every unit, meets."""
    declared = [name for name in type(when).model_fields if getattr(when, name) is not None]
    if not declared:
        yield "", "the rule has no condition, so it would hold of every unit", "write one, e.g. { rank: 3 }"
    yield from _stages(when, framework)
    for low, high in _PAIRS:
        least, limit = getattr(when, low), getattr(when, high)
        if least is not None and limit is not None and least >= limit:
            yield (
                high,
                f"no unit has {least:g} points or more and less than {limit:g}",
                "raise it, or leave one out",
            )
    steps = framework.conventions.pipeline
    if (
        when.score is not None
        and when.score > _FULL
        and not any(step.step is StepKind.BONUS for step in steps)
    ):
        yield (
            "score",
            f"no total reaches {when.score:g}: without a bonus it is 100 at most",
            "write at most 100",
        )
    if when.vetoed and not any(step.step is StepKind.VETO for step in steps):
        yield "vetoed", "the framework has no veto", "add a step veto to its pipeline, or leave this out"
    for key in ("rank", "last"):
        if most and (getattr(when, key) or 0) >= most:
            what = f"{getattr(when, key)} are all units of a class: the largest has {most}"
            yield key, what, f"write at most {most - 1}" if most > 1 else "leave it out"
    graded = [name for name in _GRADED if getattr(when, name) is not None]
    if when.missing and (graded or when.late):
        other = graded[0] if graded else "late"
        yield "missing", f"a unit of which no form counts has no {other}", f"leave out missing or {other}"


def _stages(when: ConditionEntry, framework: FrameworkFile) -> Iterator[Trouble]:
    names = [(band.name.zh, band.name.en) for band in framework.conventions.stages.bands]
    known = ", ".join(zh or en for zh, en in names)
    places: dict[str, int] = {}
    for key in ("stage_from", "stage_below"):
        name = getattr(when, key)
        if name is None:
            continue
        place = stage_place(name, names)
        if place is None:
            yield key, f"{name!r} is no stage of the framework", f"use one of: {known}"
        else:
            places[key] = place
    if places.get("stage_below") == 0:
        yield "stage_below", "there is no stage below the lowest", "name a higher one"
    elif len(places) == 2 and places["stage_from"] >= places["stage_below"]:
        yield "stage_below", "it is not above stage_from, so no unit is in between", "name a higher stage"
