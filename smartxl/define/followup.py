"""What happens in and after a round, from its entries to frozen data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smartxl.define.entries import from_entry
from smartxl.model.rewards import RewardCondition, RewardRule
from smartxl.model.signing import Signature
from smartxl.model.yearplan import Milestone, PlanEvent, TaskDays, YearPlan

if TYPE_CHECKING:
    from collections.abc import Iterable

    from smartxl.define.followup_schema import MilestoneEntry, PlanEntry, RewardEntry, SignatureEntry
    from smartxl.model.framework import Bands

__all__ = ["stage_place", "to_milestones", "to_plan", "to_rewards", "to_signatures"]


def to_plan(entry: PlanEntry) -> YearPlan:
    """The plan that is declared."""
    events = tuple(from_entry(PlanEvent, event) for event in entry.events)
    tasks = tuple(from_entry(TaskDays, step) for step in entry.tasks)
    return YearPlan(events, tasks, entry.tasks_from, entry.number_days)


def to_milestones(entries: Iterable[MilestoneEntry]) -> tuple[Milestone, ...]:
    """The milestones that are declared."""
    return tuple(from_entry(Milestone, entry) for entry in entries)


def to_signatures(entries: Iterable[SignatureEntry]) -> tuple[Signature, ...]:
    """The lines to sign on that are declared."""
    return tuple(from_entry(Signature, entry) for entry in entries)


def to_rewards(entries: Iterable[RewardEntry], stages: Bands) -> tuple[RewardRule, ...]:
    """The rules that are declared; stages by their place."""
    return tuple(
        from_entry(
            RewardRule,
            entry,
            when=from_entry(
                RewardCondition,
                entry.when,
                stage_from=_place(entry.when.stage_from, stages),
                stage_below=_place(entry.when.stage_below, stages),
            ),
        )
        for entry in entries
    )


def _place(name: str | None, stages: Bands) -> int | None:
    return None if name is None else stage_place(name, [(n.zh, n.en) for n in stages.names])


def stage_place(name: str, stages: Iterable[tuple[str, ...]]) -> int | None:
    """The place of the stage with a name in one of its languages, from 0."""
    return next((place for place, names in enumerate(stages) if name in names), None)
