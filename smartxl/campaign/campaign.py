"""`Campaign`: one round of many cities as an object. Its methods are those of a project, each done city by city."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from smartxl.campaign.comparison import CityComparison, compare_cities
from smartxl.campaign.opened import common_definition
from smartxl.campaign.records import CityScores
from smartxl.campaign.running import CampaignRun, run_tasks
from smartxl.campaign.sameid import with_one_id
from smartxl.campaign.sending import refuse_unless_sent
from smartxl.campaign.work import CityStep, CityTask
from smartxl.define.campaign import LoadedCampaign, load_campaign
from smartxl.errors import ProjectError, SmartxlError, UnknownName
from smartxl.executors import Executor, executor
from smartxl.model.campaign import CampaignCity
from smartxl.text import Lang, Text, language

if TYPE_CHECKING:
    from smartxl.campaign.robust import CampaignRobustness
    from smartxl.model.definition import Definition
    from smartxl.model.report import ReportSection
    from smartxl.project.outputs import Built
    from smartxl.project.progress import Progress

__all__ = ["Campaign", "CampaignReport", "CampaignScores", "init_campaign", "open_campaign"]

_SEED = 7


@dataclass(frozen=True)
class CampaignScores:
    """The scores of all cities, and the cities beside each other."""

    run: CampaignRun
    comparison: CityComparison


@dataclass(frozen=True)
class CampaignReport:
    """The files of the report on all cities, the scores in it, and what became of the cities' own reports, where wanted."""

    files: tuple[Built, ...]
    scores: CampaignScores
    cities: CampaignRun | None = None


@dataclass
class Campaign:
    """A folder with `campaign.yaml` and the projects of its cities.

    Steps work on `jobs` processes of this machine (by default all cores), or on the `cluster` of Dask at an address (`local`:
    one that is started for the step), whose workers see the folder at the same path, or are sent its files (`send_files`: to
    collect, status, score and verify). A city in which a step fails never stops the others; a city in which nothing has
    changed since the step was last done is not done again.
    """

    root: Path
    loaded: LoadedCampaign = field(repr=False)
    lang: Lang = "zh"
    jobs: int | None = None
    cluster: str = ""
    send_files: bool = False

    @classmethod
    def open(
        cls,
        folder: str | Path,
        lang: str | None = None,
        *,
        jobs: int | None = None,
        cluster: str = "",
        send_files: bool = False,
    ) -> Self:
        """Opens a campaign. Raises ProjectError where there is none, DefinitionError for what is wrong with its own files."""
        root = Path(folder)
        loaded = load_campaign(root)
        common = common_definition(loaded.common)
        spoken = language(lang) or common.round.languages[0]
        return cls(root, loaded, spoken, jobs, cluster, send_files)

    @property
    def cities(self) -> tuple[CampaignCity, ...]:
        """The cities that take part, in the order of their table."""
        return self.loaded.cities

    @cached_property
    def common(self) -> Definition:
        """The definition of the common indicators."""
        return common_definition(self.loaded.common)

    def build(
        self,
        only: Iterable[str] = (),
        *,
        force: bool = False,
        now: datetime | None = None,
        progress: Progress | None = None,
    ) -> CampaignRun:
        """Writes the workbooks of all cities, or of `only` some (codes or names): see `Project.build`."""
        return self._run(CityStep.BUILD, only, progress, now, force=force)

    def fill(
        self,
        seed: int = _SEED,
        only: Iterable[str] = (),
        *,
        messy: bool = False,
        force: bool = False,
        progress: Progress | None = None,
    ) -> CampaignRun:
        """Writes simulated filled workbooks into each city's inbox, the same for the same seed."""
        return self._run(CityStep.FILL, only, progress, None, seed=seed, messy=messy, force=force)

    def collect(
        self, only: Iterable[str] = (), *, now: datetime | None = None, progress: Progress | None = None
    ) -> CampaignRun:
        """Reads each city's inbox into its ledger: see `Project.collect`."""
        return self._run(CityStep.COLLECT, only, progress, now)

    def status(
        self, only: Iterable[str] = (), *, now: datetime | None = None, progress: Progress | None = None
    ) -> CampaignRun:
        """Where each city's round stands."""
        return self._run(CityStep.STATUS, only, progress, now)

    def score(self, *, now: datetime | None = None, progress: Progress | None = None) -> CampaignScores:
        """Scores all cities, each by its own definition and by the common indicators, and compares them by these."""
        run = self._run(CityStep.SCORE, (), progress, now)
        scored = {c: r.record for c, r in run.done.items() if isinstance(r.record, CityScores)}
        return CampaignScores(run, compare_cities(self.loaded.rules, run.cities, scored, self.common))

    def robust(
        self,
        *,
        runs: int = 1000,
        seed: int = _SEED,
        now: datetime | None = None,
        progress: Progress | None = None,
    ) -> CampaignRobustness:
        """How sure the ranking is: all weights of the common indicators vary by ±25 % in so many runs, drawn from the seed.

        The runs go out in blocks, each with a seed of its own: the numbers are the same on any processes or cluster.
        Raises ProjectError where fewer than two cities have a rank.
        """
        from smartxl.campaign.robust import robust_cities

        comparison = self.score(now=now).comparison
        with self._executor(runs) as workers:
            return robust_cities(comparison, workers, runs=runs, seed=seed, progress=progress)

    def report(
        self,
        *kinds: str,
        cities: bool = False,
        force: bool = False,
        now: datetime | None = None,
        progress: Progress | None = None,
    ) -> CampaignReport:
        """Writes the report on all cities into `reports/`: some of `xlsx` (the default), `docx`, `html`, `pdf`.

        With `cities` also each city's own reports of these kinds, whose documents have a chapter on its place among the others.
        Raises UnknownName for a kind that there is not, ProjectError where no city has a rank.
        """
        from smartxl.campaign.reporting import write_campaign_report
        from smartxl.campaign.standing import standing_section

        wanted, moment = kinds or ("xlsx",), now or datetime.now().astimezone()
        scored = self.score(now=moment, progress=progress)
        found = scored.comparison
        built = write_campaign_report(
            found, scored.run.failed, self.root, wanted, self.lang, moment, force=force
        )
        if not cities:
            return CampaignReport(built, scored)
        chapters = {
            city.code: (standing_section(found, city.code, self.lang),)
            for city in self.cities
            if city.code in found.details and found.details[city.code].counted
        }
        options: dict[str, Any] = {"kinds": wanted, "force": force}
        run = self._run(CityStep.REPORT, chapters, progress, moment, chapters, **options)
        return CampaignReport(built, scored, run)

    def export(
        self,
        kind: str = "parquet",
        *,
        force: bool = False,
        now: datetime | None = None,
        progress: Progress | None = None,
    ) -> tuple[Built, ...]:
        """Writes the scores of all cities as tables into `export/`: `parquet` or `csv`. Raises UnknownName, ProjectError."""
        from smartxl.campaign.export import export_tables

        found = self.score(now=now, progress=progress).comparison
        return export_tables(found, self.root, kind, self.lang, force=force)

    def verify(
        self,
        only: Iterable[str] = (),
        *,
        sample: float | None = None,
        seed: int = _SEED,
        now: datetime | None = None,
        progress: Progress | None = None,
    ) -> CampaignRun:
        """Recalculates forms and result workbooks of each city.

        All forms, or a `sample` drawn by `seed`: a whole number of each city's forms, or a share of them (below 1), of which
        `VerifiedSample` tells what it proves. What was verified and has not changed is not verified again.
        """
        return self._run(CityStep.VERIFY, only, progress, now, seed=seed, sample=sample)

    def city(self, name: str) -> CampaignCity:
        """A city by code or name. Raises UnknownName."""
        found = [c for c in self.cities if name in {c.code, c.name.zh, c.name.en} and name]
        if len(found) == 1:
            return found[0]
        what = Text(f"没有名为“{name}”的城市，或不止一个", f"no city, or more than one, is called {name!r}")
        listed = ", ".join(city.code for city in self.cities[:20])
        raise UnknownName("--only", what, Text(f"可用代码：{listed}", f"codes: {listed}"))

    def _run(
        self,
        step: CityStep,
        only: Iterable[str],
        progress: Progress | None,
        now: datetime | None,
        chapters: Mapping[str, tuple[ReportSection, ...]] | None = None,
        **options: Any,  # noqa: ANN401  (fields of CityTask)
    ) -> CampaignRun:
        if self.send_files:
            refuse_unless_sent(step)
        named = [self.city(name) for name in only]
        wanted, aside = named or self.cities, () if named else self.loaded.set_aside
        failed: dict[str, SmartxlError] = {
            f"{city.code} ({problem.where})": ProjectError(problem.where, problem.what, problem.remedy)
            for city, problem in aside
        }
        same = {city.code: error for city, error in with_one_id(self.root, self.cities)}
        failed |= {city.code: same[city.code] for city in wanted if city.code in same}
        rules, moment = self.loaded.rules, now or datetime.now().astimezone()
        tasks = [
            CityTask(
                *(step, city, self.root.resolve(), rules.id, self.loaded.common.resolve(), rules.ledger),
                *(self.lang, moment),
                chapters=(chapters or {}).get(city.code, ()),
                **options,
            )
            for city in wanted
            if city.code not in same
        ]
        with self._executor(len(tasks)) as workers:
            done, troubled = run_tasks(workers, tasks, progress, send=self.send_files)
        return CampaignRun(step, (*wanted, *(city for city, _ in aside)), done, failed | troubled)

    def _executor(self, cities: int) -> Executor:
        return executor(self.jobs if self.jobs or cities > 1 else 1, self.cluster)


def open_campaign(
    folder: str | Path,
    lang: str | None = None,
    *,
    jobs: int | None = None,
    cluster: str = "",
    send_files: bool = False,
) -> Campaign:
    """Opens a campaign: see `Campaign`."""
    return Campaign.open(folder, lang, jobs=jobs, cluster=cluster, send_files=send_files)


def init_campaign(
    folder: str | Path,
    cities: str | Path | None = None,
    *,
    framework: str = "",
    lang: str | None = None,
) -> Campaign:
    """Makes a campaign's folder: its common indicators from a packaged `framework`, and a project for each city of a table.

    Without a table of `cities` one with two examples is written. In a folder that is a campaign already the projects of
    cities that have none are made, and nothing else. Raises ProjectError, DefinitionError, UnknownName.
    """
    from smartxl.campaign.create import make_campaign

    make_campaign(Path(folder), Path(cities) if cities is not None else None, framework)
    return Campaign.open(folder, lang)
