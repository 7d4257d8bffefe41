"""Giving back in one go: whom, until when, what is written, what is recorded."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime
from pathlib import Path

from smartxl.errors import ProjectError
from smartxl.project.folder import ProjectFolder
from smartxl.project.progress import Progress, ticks
from smartxl.project.returned import Recorded, record_returned
from smartxl.project.returnpapers import Case, LetterFormat, Terms
from smartxl.project.returns import cases, give_back
from smartxl.project.views import GivenBack
from smartxl.text import Lang, Text

__all__ = ["give_back_round"]


def give_back_round(
    project: ProjectFolder,
    names: Collection[str],
    folder: Path,
    until: date | None,
    letter: LetterFormat,
    lang: Lang | None,
    now: datetime,
    passwords: Iterable[str] = (),
    *,
    mark: bool,
    force: bool,
    jobs: int,
    progress: Progress | None,
) -> GivenBack:
    """Gives back to the units that have something to do, or to those of `names` in which anything was found.

    Up to `jobs` processes work at once.
    """
    terms = Terms(now.date(), _deadline(project, until, now.date()), letter, lang, tuple(passwords))
    with project.ledger() as ledger:
        known, loose = cases(project, ledger)
    named = {project.unit(name).code for name in names}
    chosen = _chosen(known, named)
    tick = ticks(progress, len(chosen))
    given = tuple(give_back(project, chosen, folder, terms, force=force, tick=tick, jobs=jobs))
    recorded = record_returned(project, given, terms, named, now) if mark else Recorded()
    return GivenBack(given, loose, sum(not case.asks for case in known), terms, recorded)


def _deadline(project: ProjectFolder, until: date | None, today: date) -> date:
    due = until or project.definition.round.due
    if due < today:
        where = "--until" if until else "assessment.yaml due"
        what = Text(
            f"截止日期 {due} 已过（今天是 {today}）", f"the deadline {due} has passed (today is {today})"
        )
        remedy = Text("写以后的日期：--until 2026-12-20", "name a day to come: --until 2026-12-20")
        raise ProjectError(where, what, remedy)
    return due


def _chosen(known: Iterable[Case], named: Collection[str]) -> list[Case]:
    """Those who have something to do; of those who are named, the ones of whom anything was found."""
    if not named:
        return [case for case in known if case.asks]
    return [case for case in known if case.unit.code in named and (case.findings or case.unread)]
