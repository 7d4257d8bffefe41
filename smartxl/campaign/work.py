"""What is done for one city: functions that run in whatever process has them to do, each of them safe to repeat."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from filelock import FileLock

from smartxl.campaign.kept import Kept, city_mark, keep, kept_result
from smartxl.campaign.opened import OpenedCity, open_city
from smartxl.campaign.proof import drawn_of
from smartxl.campaign.records import (
    CityBuilt,
    CityCollected,
    CityRecord,
    CityScores,
    CityStatus,
    CityVerified,
    UnitTotal,
)
from smartxl.collecting.report import FileOutcome, OutcomeKind
from smartxl.errors import DefinitionError, ProjectError, SmartxlError, system_words
from smartxl.executors import text_digest
from smartxl.findings import Severity
from smartxl.model.campaign import CampaignCity
from smartxl.model.framework import ROOT
from smartxl.model.report import ReportSection
from smartxl.model.scores import CITY, QuantityKind, ScoreTable
from smartxl.text import Lang, Text, as_typed, both

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from smartxl.model.definition import Definition

__all__ = ["CityResult", "CityStep", "CityTask", "do_city", "told_of"]


class CityStep(StrEnum):
    """A step of the round, as it is done for one city."""

    BUILD = "build"
    FILL = "fill"
    COLLECT = "collect"
    STATUS = "status"
    SCORE = "score"
    REPORT = "report"
    VERIFY = "verify"


_WHENEVER = frozenset({CityStep.COLLECT, CityStep.VERIFY})
"""Steps that come to the same on whatever day they are done."""
_READS_LEDGER = frozenset({CityStep.STATUS, CityStep.SCORE})


@dataclass(frozen=True, slots=True)
class CityTask:
    """A step for one city: `campaign` is the folder, `common` that of the common indicators, `ledger` the database of all.

    `seed` is of simulated answers and of which files are verified; `sample`: how many forms are verified, a whole number or a
    share below 1, None for all.
    `kinds` of reports are written, with `chapters` on the other cities. `again`: also where nothing has changed since.
    """

    step: CityStep
    city: CampaignCity
    campaign: Path
    campaign_id: str
    common: Path
    ledger: str
    lang: Lang
    now: datetime
    seed: int = 0
    sample: float | None = None
    kinds: tuple[str, ...] = ()
    chapters: tuple[ReportSection, ...] = ()
    messy: bool = False
    force: bool = False
    again: bool = False

    @property
    def root(self) -> Path:
        """The city's folder."""
        return self.campaign / self.city.folder


@dataclass(frozen=True, slots=True)
class CityResult:
    """What a step came to; `same`: nothing had changed since it was done, and its result was kept."""

    code: str
    record: CityRecord
    same: bool = False


def do_city(task: CityTask) -> CityResult:
    """Does a step for a city, or gives what it came to where nothing has changed since.

    Raises SmartxlError that says which city, where and what.
    """
    with told_of(task.city), _alone(task.root):
        mark = _mark(task)
        found = None if task.again else kept_result(task.root, task.step, mark)
        if found is not None:
            return CityResult(task.city.code, found, same=True)
        opened = open_city(*(task.campaign, task.campaign_id, task.city, task.common, task.ledger, task.lang))
        if task.step in _READS_LEDGER:
            # what opening it writes, such as the definition of now, is no change of the next time
            opened.project.ledger(now=task.now).close()
            mark = _mark(task)
        record = _STEPS[task.step](opened, task)
        if task.step is CityStep.COLLECT:
            mark = _mark(task)  # the ledger has changed since
        keep(task.root, task.step, Kept(mark, record))
        return CityResult(task.city.code, record)


@contextmanager
def told_of(city: CampaignCity) -> Iterator[None]:
    """Trouble within it says which city it is of."""
    try:
        yield
    except SmartxlError as error:
        raise _named(city, error) from error


def _mark(task: CityTask) -> str:
    day = "" if task.step in _WHENEVER else str(task.now.date())
    options = (day, str(task.seed), str(task.sample), task.lang)
    return city_mark(task.root, task.common, task.ledger, task.step, *options)


@contextmanager
def _alone(root: Path) -> Iterator[None]:
    """One process at a time works on a city; what a killed one held is free at once."""
    if not root.is_dir():
        yield
        return
    lock = FileLock(root / ".smartxl" / "campaign.lock")
    try:
        (root / ".smartxl").mkdir(exist_ok=True)
        lock.acquire()
    except OSError as error:
        words = system_words(error)
        what = Text(
            f"该市的文件夹无法写入（{words.zh}）", f"the city's folder cannot be written ({words.en})"
        )
        remedy = Text(
            "让运行程序的用户可以写入该文件夹及其中的 .smartxl",
            "let the user who runs this write into the folder, and into .smartxl in it",
        )
        raise ProjectError(str(root), what, remedy) from error
    try:
        yield
    finally:
        lock.release()


def _named(city: CampaignCity, error: SmartxlError) -> SmartxlError:
    """The same trouble, with the city that it is of."""
    where = both(f"{city.code} ") + city.name + Text("：", ": ") + error.where
    if isinstance(error, DefinitionError):
        more = len(error.problems) - 1
        others = Text(f"（还有 {more} 个问题）", f" (and {more} more)") if more else Text("")
        check = f"smartxl check {as_typed(city.folder)}"
        see = Text(f"；全部问题：{check}", f"; all of them: {check}")
        return ProjectError(where, error.what + others, error.remedy + see)
    return type(error)(where, error.what, error.remedy)


def _build(opened: OpenedCity, task: CityTask) -> CityBuilt:
    report = opened.project.build(force=task.force, jobs=1, now=task.now)
    return _built([built.written.value for built in report.files])


def _fill(opened: OpenedCity, task: CityTask) -> CityBuilt:
    seed = int(text_digest(str(task.seed), task.city.code)[:8], 16)  # so that cities differ
    report = opened.project.fill(seed, messy=task.messy, force=task.force, jobs=1)
    return _built([built.written.value for built in report.files])


def _built(written: list[str]) -> CityBuilt:
    same = sum(word == "same" for word in written)
    return CityBuilt(len(written) - same, same)


_NOT_TAKEN = frozenset({OutcomeKind.REFUSED, OutcomeKind.UNREADABLE})


def _collect(opened: OpenedCity, task: CityTask) -> CityCollected:
    inbox = opened.project.inbox
    if not inbox.is_dir():
        return CityCollected(0, {}, 0)
    report = opened.project.collect(processes=1, clock=lambda: datetime.now().astimezone()).report
    outcomes = Counter(outcome.outcome.value for outcome in report.outcomes)
    return CityCollected(
        *(len(report.outcomes), dict(sorted(outcomes.items())), len(report.findings), len(report.skipped)),
        {each.file: _why(each, task.lang) for each in report.outcomes if each.outcome in _NOT_TAKEN},
    )


def _why(outcome: FileOutcome, lang: Lang) -> str:
    """Why a file was not taken: its gravest finding, the first of several."""
    gravest = min(outcome.findings, key=lambda finding: list(Severity).index(finding.severity), default=None)
    return f"{gravest.message(lang)} → {gravest.remedy(lang)}" if gravest else ""


def _status(opened: OpenedCity, task: CityTask) -> CityStatus:  # noqa: ARG001  (as all steps)
    units = opened.project.status().view.overview.units
    applicable = sum(unit.applicable for unit in units)
    return CityStatus(
        len(units),
        sum(unit.counts for unit in units),
        sum(unit.rows.asked for unit in units),
        sum(unit.rows.filled for unit in units),
        sum(unit.rows.to_correct for unit in units),
        sum(unit.findings.must_fix for unit in units),
        sum(unit.answered for unit in units) / applicable if applicable else None,
    )


def _score(opened: OpenedCity, task: CityTask) -> CityScores:
    from smartxl.scoring import score

    scored = opened.project.scored(now=task.now)
    day = task.now.date()
    common = opened.comparable.at(day)
    table = score(common, opened.answers(iter(scored.answers)))
    own = scored.table
    counted = {answer.unit for answer in scored.answers}
    has_any = bool(counted)
    return CityScores(
        units=len(scored.definition.roster.units),
        counted=len(counted),
        total=own.get(QuantityKind.SCORE, CITY, ROOT) if has_any else None,
        stage=_stage(scored.definition, own, CITY, task.lang) if has_any else "",
        common=table.get(QuantityKind.SCORE, CITY, ROOT) if has_any else None,
        coverage=table.get(QuantityKind.COVERAGE, CITY, ROOT),
        nodes={node.code: table.get(QuantityKind.SCORE, CITY, node.code) for node in common.framework.nodes},
        classes={
            entry.code: table.get(QuantityKind.SCORE, entry.aggregate, ROOT)
            for entry in common.framework.classes
        },
        leaves={
            f"{entry.code}/{node.code}": table.get(QuantityKind.SCORE, entry.aggregate, node.code)
            for entry in common.framework.classes
            for node in common.framework.nodes
            if node.is_leaf and entry.code in node.weights
        },
        unit_totals=tuple(_unit_totals(scored.definition, own, task.lang)),
        scoring=scored.scoring,
    )


def _unit_totals(definition: Definition, table: ScoreTable, lang: Lang) -> Iterator[UnitTotal]:
    for unit in definition.roster.units:
        total = table.get(QuantityKind.SCORE, unit.code, ROOT)
        coverage = table.get(QuantityKind.COVERAGE, unit.code, ROOT)
        stage = _stage(definition, table, unit.code, lang)
        nodes = {
            node.code: table.get(QuantityKind.SCORE, unit.code, node.code)
            for node in definition.framework.nodes
            if unit.unit_class in node.weights
        }
        yield UnitTotal(unit.code, unit.name.get(lang), unit.unit_class, total, coverage, stage, nodes)


def _stage(definition: Definition, table: ScoreTable, unit: str, lang: Lang) -> str:
    place = table.get(QuantityKind.STAGE, unit)
    return "" if place is None else definition.framework.conventions.stages.names[int(place)].get(lang)


def _report(opened: OpenedCity, task: CityTask) -> CityBuilt:
    files = opened.project.write_reports(
        *task.kinds, chapters=task.chapters, force=task.force, jobs=1, now=task.now
    )
    return _built([built.written.value for built in files])


def _verify(opened: OpenedCity, task: CityTask) -> CityVerified:
    from smartxl.project.verifying import verify_files

    project = opened.project
    every = sorted(path for path in project.inbox.rglob("*.xlsx") if path.is_file())
    # by the city too, so that not the same units are drawn everywhere
    order = np.random.default_rng([task.seed, *task.city.code.encode()]).permutation(len(every))
    forms = [every[place] for place in sorted(order[: drawn_of(len(every), task.sample)].tolist())]
    books = sorted(path for path in project.reports.rglob("*.xlsx") if path.is_file())
    differing, cells = {}, 0
    for path, found in verify_files([*forms, *books], project, task.lang, processes=1):
        name = path.relative_to(project.root).as_posix()  # two folders may have files of one name
        if isinstance(found, SmartxlError):
            differing[name] = found.said(task.lang)
        else:
            cells += found.formulas
            if not found.ok:
                differing[name] = Text("有差异", "differs").get(task.lang)
    return CityVerified(len(forms) + len(books), cells, differing, len(every), len(forms))


_STEPS: Mapping[CityStep, Callable[[OpenedCity, CityTask], CityRecord]] = {
    CityStep.BUILD: _build,
    CityStep.FILL: _fill,
    CityStep.COLLECT: _collect,
    CityStep.STATUS: _status,
    CityStep.SCORE: _score,
    CityStep.REPORT: _report,
    CityStep.VERIFY: _verify,
}
