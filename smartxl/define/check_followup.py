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

Trouble = tuple[str, Text, Text]
"""The key that is wrong, what, and what to do."""
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
            what = (
                Text("这一事件没有写日期", "the event has no day")
                if event.day is None
                else Text("这一事件写了两个日期", "the event has two days")
            )
            yield from file.report(
                place,
                what,
                Text(
                    "写 after: 30（截止日期后的天数）或 day: 2027-03-31",
                    "write after: 30 (days after the due date) or day: 2027-03-31",
                ),
            )
    sizes = [step.items for step in plan.tasks]
    for index, (before, size) in enumerate(pairwise(sizes), 1):
        if size <= before and not file.is_broken(("plan", "tasks")):
            what = Text(
                f"{before} 项之后又写了 {size} 项及以上",
                f"a task of {size} items or more stands after one of {before}",
            )
            yield from file.report(
                ("plan", "tasks", index, "items"),
                what,
                Text("项数从小到大写，每个只写一次", "let the numbers rise, each once"),
            )


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
                    (*place, "classes", number),
                    Text(f"没有类别“{code}”", f"unknown class {code!r}"),
                    Text(f"可用的有：{_listed(classes)}", f"use one of: {_listed(classes)}"),
                )
        sizes = [sum(unit.unit_class == code for unit in units) for code in entry.classes or sorted(classes)]
        for key, what, remedy in _condition(entry.when, framework, max(sizes, default=0)):
            at = (*place, "when", key) if key else (*place, "when")
            yield from file.report(at, what, remedy)
        if entry in model.rewards[:index]:
            yield from file.report(
                place,
                Text("同样的规则写了两次", "the same rule stands here twice"),
                Text("删去一条", "remove one"),
            )


def _listed(names: set[str]) -> str:
    return ", ".join(sorted(names))


def _condition(when: ConditionEntry, framework: FrameworkFile, most: int) -> Iterator[Trouble]:
    """What makes a condition one that no unit, or every unit, meets."""
    declared = [name for name in type(when).model_fields if getattr(when, name) is not None]
    if not declared:
        yield (
            "",
            Text(
                "这条规则没有写条件，所有单位都会符合",
                "the rule has no condition, so it would hold of every unit",
            ),
            Text("写一个条件，例如 { rank: 3 }", "write one, e.g. { rank: 3 }"),
        )
    yield from _stages(when, framework)
    yield from _limits(when)
    steps = framework.conventions.pipeline
    if when.vetoed and not any(step.step is StepKind.VETO for step in steps):
        yield (
            "vetoed",
            Text("指标体系中没有一票否决", "the framework has no veto"),
            Text(
                "在 pipeline 中加上 veto，或删去这一条", "add a step veto to its pipeline, or leave this out"
            ),
        )
    yield from _ranks(when, most)
    graded = [name for name in _GRADED if getattr(when, name) is not None]
    if when.missing and (graded or when.late):
        other = graded[0] if graded else "late"
        yield (
            "missing",
            Text(f"没有计入任何表的单位没有 {other}", f"a unit of which no form counts has no {other}"),
            Text(f"missing 和 {other} 只留一个", f"leave out missing or {other}"),
        )


def _limits(when: ConditionEntry) -> Iterator[Trouble]:
    """Limits between which no unit lies."""
    for low, high in _PAIRS:
        least, limit = getattr(when, low), getattr(when, high)
        if least is not None and limit is not None and least >= limit:
            yield (
                high,
                Text(
                    f"没有单位既不低于 {least:g} 分又低于 {limit:g} 分",
                    f"no unit has {least:g} points or more and less than {limit:g}",
                ),
                Text("调高它，或只留一个", "raise it, or leave one out"),
            )


def _ranks(when: ConditionEntry, most: int) -> Iterator[Trouble]:
    """So many first or last that they are all units of any class; `most` are those of the largest."""
    for key in ("rank", "last"):
        if most and (getattr(when, key) or 0) >= most:
            yield (
                key,
                Text(
                    f"{getattr(when, key)} 已包括一个类别的全部单位：最多的类别有 {most} 个",
                    f"{getattr(when, key)} are all units of a class: the largest has {most}",
                ),
                Text(f"最多写 {most - 1}", f"write at most {most - 1}")
                if most > 1
                else Text("删去它", "leave it out"),
            )


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
            yield (
                key,
                Text(f"指标体系中没有阶段“{name}”", f"{name!r} is no stage of the framework"),
                Text(f"可用的有：{known}", f"use one of: {known}"),
            )
        else:
            places[key] = place
    if places.get("stage_below") == 0:
        yield (
            "stage_below",
            Text("最低阶段之下没有阶段", "there is no stage below the lowest"),
            Text("写一个更高的阶段", "name a higher one"),
        )
    elif len(places) == 2 and places["stage_from"] >= places["stage_below"]:
        yield (
            "stage_below",
            Text(
                "它不高于 stage_from，没有单位会处在两者之间",
                "it is not above stage_from, so no unit is in between",
            ),
            Text("写一个更高的阶段", "name a higher stage"),
        )
