"""Writes the units' workbooks, on several cores where that is worth the start of processes."""

from __future__ import annotations

import os
import signal
import warnings
from collections import deque
from collections.abc import Generator, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import TYPE_CHECKING

from smartxl.errors import ProjectError
from smartxl.garbage import look_seldom
from smartxl.model.answers import Answer
from smartxl.model.definition import Unit
from smartxl.model.edition import Edition
from smartxl.model.plan import WorkbookPlan
from smartxl.model.scores import NO_SCORES, ScoreTable
from smartxl.planning import CityPlanner
from smartxl.processes import process_context
from smartxl.project.folder import ProjectFolder
from smartxl.scoring import score
from smartxl.text import Text
from smartxl_generators import write

if TYPE_CHECKING:
    from smartxl.project.previous import PreviousRound

__all__ = ["BuildJob", "WorkbookFile", "build_files"]

_BATCH = (
    25  # workbooks for a process at a time, at most: enough to score together, few to wait for after Ctrl-C
)
_FEW = 8  # units: the workbooks of fewer are written before other processes have started
_FIRST = 5  # workbooks that are written before the processes part
_AHEAD = 2  # batches for each process that are asked for before they are wanted


@dataclass(frozen=True, slots=True)
class WorkbookFile:
    """A workbook that is not in a folder yet; of the city as a whole where `unit` is None."""

    unit: Unit | None
    file_name: str
    content: bytes


@dataclass(frozen=True)
class BuildJob:
    """What to write: a workbook for each unit, and one for the city as a whole if it `has_city`.

    Without a `table` of their scores they are blank, or prefilled with the answers of the `last` round; `answers` are by
    unit. `only` some units may be written. What the units of `contested` contest is shown in another edition too.
    """

    project: ProjectFolder
    edition: Edition = Edition.UNIT
    has_city: bool = False
    contested: frozenset[str] = frozenset()
    only: frozenset[str] | None = None
    last: PreviousRound | None = None
    table: ScoreTable | None = None
    answers: Mapping[str, Sequence[Answer]] = field(default_factory=dict)

    def __getstate__(self) -> dict[str, object]:
        """What another process needs to make the plans anew: they hold functions, which cannot be sent."""
        return {part.name: getattr(self, part.name) for part in fields(self)}

    def forms(self, units: Sequence[Unit]) -> list[WorkbookFile]:
        """The workbooks of some units."""
        # Without answers they are forms that go out, which are as before the due date.
        table = self.table or score(self.project.definition.at(None).only(units), ())
        return [self._form(unit, table) for unit in units]

    def _form(self, unit: Unit, table: ScoreTable) -> WorkbookFile:
        project = self.project
        if self.last:
            plan, content = self.last.form(project, unit)
            return WorkbookFile(unit, plan.file_name, content)
        contested = unit.code in self.contested
        plan = project.unit_plan(unit.code, project.lang, self.edition, contested=contested)
        answers = self.answers.get(unit.code, ())
        content = write(plan, project.template_of(unit), project.definition, table, answers)
        return WorkbookFile(unit, plan.file_name, content)

    @property
    def units(self) -> tuple[Unit, ...]:
        """Whose workbooks are written, in the order of the roster."""
        units = self.project.definition.roster.units
        return units if self.only is None else tuple(unit for unit in units if unit.code in self.only)

    @cached_property
    def city_planner(self) -> CityPlanner:
        """What plans the city workbook."""
        return self.project.city_planner()

    @cached_property
    def city_plan(self) -> WorkbookPlan:
        """The plan of the city workbook, or of the main file of it, made once."""
        return self.city_planner.plan(carried=self._blank if self.city_planner.files else NO_SCORES)

    @cached_property
    def _blank(self) -> ScoreTable:
        return score(self.project.definition, ())

    @property
    def city_files(self) -> range:
        """The numbers of the files of the city workbook: 0 the workbook itself, or its main file."""
        return range(len(self.city_planner.files) + 1 if self.has_city else 0)

    def city(self, number: int) -> WorkbookFile:
        """A file of the city workbook, blank."""
        project, planner = self.project, self.city_planner
        plan = planner.part(number, self._blank) if number else self.city_plan
        name = planner.files[number - 1].path if number else plan.file_name
        return WorkbookFile(None, name, write(plan, project.template, project.definition, self._blank))


def build_files(work: BuildJob, jobs: int) -> Generator[WorkbookFile, None, None]:
    """The workbooks in the order of the units, the city last, from up to `jobs` processes.

    Few of them are in memory at a time. Raises what writing raises, and ProjectError when the system ends a process.
    """
    units = work.units
    if work.has_city:
        _ = work.city_plan  # what Excel cannot hold shows there first: before any file is written
    size = min(_BATCH, len(units) // (4 * jobs) + 1)  # so that all have work to the end
    few = min(_FIRST, size)
    rest = [units[start : start + size] for start in range(few, len(units), size)]
    yield from work.forms(units[:few])  # which makes what all of them share, before the processes part
    if jobs > 1 and len(units) >= _FEW:
        yield from _side_by_side(work, rest, jobs)
        return
    for batch in rest:
        yield from work.forms(batch)
    for number in work.city_files:
        yield work.city(number)


def _side_by_side(work: BuildJob, batches: Sequence[Sequence[Unit]], jobs: int) -> Iterator[WorkbookFile]:
    with _processes(work, min(jobs, len(batches) + work.has_city)) as pool:
        city = [pool.submit(_city, number) for number in work.city_files]  # the longest piece of work first
        asked: deque[Future[list[WorkbookFile]]] = deque()
        for batch in batches:
            asked.append(pool.submit(_forms, batch))
            if len(asked) > _AHEAD * jobs:
                yield from asked.popleft().result()
        while asked:
            yield from asked.popleft().result()
        for file in city:
            yield file.result()


@contextmanager
def _processes(work: BuildJob, jobs: int) -> Iterator[ProcessPoolExecutor]:
    pool = ProcessPoolExecutor(jobs, mp_context=process_context(), initializer=_begin, initargs=(work,))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter(
                "ignore", DeprecationWarning
            )  # of fork beside threads: there are none of ours
            pool.submit(os.getpid).result()
        yield pool
    except BrokenProcessPool as error:
        what = Text(
            "系统结束了正在写工作簿的进程（内存不足？）",
            "the system ended a process that wrote workbooks (too little memory?)",
        )
        remedy = Text("用 --jobs 1 重新生成", "build again with --jobs 1")
        raise ProjectError(str(work.project.root), what, remedy) from error
    finally:
        pool.shutdown(cancel_futures=True)


_mine: list[BuildJob] = []


def _begin(work: BuildJob) -> None:
    """In a process of its own. Ctrl-C is for the one that writes the files: it ends the others."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _mine[:] = [work]
    look_seldom()


def _forms(units: Sequence[Unit]) -> list[WorkbookFile]:
    return _mine[0].forms(units)


def _city(number: int) -> WorkbookFile:
    return _mine[0].city(number)
