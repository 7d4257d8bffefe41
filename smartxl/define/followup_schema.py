"""The shape of what happens in and after a round in assessment.yaml: milestones, plan of the year, rewards and penalties."""

from __future__ import annotations

from pydantic import Field

from smartxl.define.entries import Bilingual, Code, Day, Line, Words, YamlModel
from smartxl.model.rewards import RewardKind

__all__ = [
    "ConditionEntry",
    "EventEntry",
    "MilestoneEntry",
    "PlanEntry",
    "RewardEntry",
    "SignatureEntry",
    "TaskDaysEntry",
]


class EventEntry(YamlModel):
    """Something that happens on a day."""

    what: Bilingual = Field(description="what happens")
    who: Bilingual | None = Field(None, description="who does it; the organiser where nobody is named")
    after: int | None = Field(
        None, ge=0, le=1500, description="days after the due date of the round, e.g. 30; instead of day"
    )
    day: Day | None = Field(None, description="the day, as 2027-03-31; instead of after")


class MilestoneEntry(YamlModel):
    """Something that happens until the due date."""

    what: Bilingual = Field(description="what happens")
    who: Bilingual | None = Field(None, description="who does it; the organiser where nobody is named")
    share: float | None = Field(
        None,
        ge=0,
        le=1,
        description="which part of the time from start to due is over then, e.g. 0.5; instead of day",
    )
    day: Day | None = Field(None, description="the day, as 2026-09-15; instead of share")


class SignatureEntry(YamlModel):
    """A line to sign on in the report."""

    role: Bilingual = Field(description="what the signature stands for, e.g. 编制, 审核, 批准")
    office: Bilingual | None = Field(None, description="the office that signs")
    name: Words = Field("", description="who signs; without it the place is left blank")
    seal: bool = Field(False, description="true: there is room for the seal of the office")
    day: Day | None = Field(None, description="the day of signing, as 2026-11-20; without it left blank")


class TaskDaysEntry(YamlModel):
    """How many days a task has, by its size."""

    items: int = Field(ge=1, description="how many items a task is about at least, from 1")
    days: int = Field(ge=1, le=1500, description="how many days such a task has")


class PlanEntry(YamlModel):
    """The plan of the year that follows the round."""

    events: tuple[EventEntry, ...] = Field(
        (), description="what happens when: [{ after: 30, what: {…}, who: {…} }, …]"
    )
    tasks_from: int = Field(
        0, ge=0, le=1500, description="days after the due date on which tasks are handed out"
    )
    tasks: tuple[TaskDaysEntry, ...] = Field(
        (), description="how long tasks have by size: [{ items: 1, days: 60 }, …], the fewest items first"
    )
    number_days: int = Field(
        0, ge=0, le=1500, description="days for a task that is about a number and not about items; 0: none"
    )


class ConditionEntry(YamlModel):
    """What must be true of a unit; all that stands here."""

    rank: int | None = Field(None, ge=1, description="among the first so many of its class, e.g. 3")
    last: int | None = Field(None, ge=1, description="among the last so many of its class, e.g. 2")
    stage_from: Line | None = Field(None, description="at least in this stage: its name, in any language")
    stage_below: Line | None = Field(
        None, description="in a lower stage than this: its name, in any language"
    )
    score: float | None = Field(None, description="a total of at least so many points")
    score_below: float | None = Field(None, description="a total of less than so many points")
    progress: float | None = Field(None, description="points gained since the last round, at least")
    progress_below: float | None = Field(
        None, description="points gained since the last round, fewer than; -5: more than 5 lost"
    )
    late: bool | None = Field(None, description="true: its first form that counts came after the due date")
    missing: bool | None = Field(None, description="true: no form of it counts")
    vetoed: bool | None = Field(None, description="true: a veto of the pipeline applies to it")


class RewardEntry(YamlModel):
    """One rule: a reward or a penalty, in words, and of whom it holds."""

    kind: RewardKind = Field(description="reward or penalty")
    says: Bilingual = Field(description="what is suggested, e.g. 通报表扬")
    when: ConditionEntry = Field(description="what must be true of a unit, e.g. { rank: 3 }")
    classes: tuple[Code, ...] = Field((), description="only for units of these classes; without any, for all")
