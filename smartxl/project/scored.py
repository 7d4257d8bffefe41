"""The steps of a project's round that come of its scores: appeals, reports and the proof of a workbook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from smartxl.model.framework import ROOT
from smartxl.model.scores import CITY
from smartxl.project.folder import ProjectFolder
from smartxl.text import language

if TYPE_CHECKING:
    from smartxl.errors import SmartxlError
    from smartxl.lint import LintReport
    from smartxl.model.report import ReportSection
    from smartxl.model.scores import Trace
    from smartxl.precedents import Explanation
    from smartxl.project.appeals import AppealList
    from smartxl.project.auditing import RoundAudit
    from smartxl.project.methods import ComparedMethods
    from smartxl.project.outputs import Built
    from smartxl.project.progress import Progress
    from smartxl.project.result import ScoredRound
    from smartxl.project.robust import RobustRound
    from smartxl.project.scores import ScoreFrame
    from smartxl.scoring.audit import Limits
    from smartxl.verify import BookReport, VerifyReport

__all__ = ["ScoredProject", "clock"]


def clock() -> datetime:
    """This moment, with the time zone of this machine."""
    return datetime.now().astimezone()


def _folders(named: str | Path | Iterable[str | Path]) -> tuple[Path, ...]:
    """One folder or several."""
    return (Path(named),) if isinstance(named, str | Path) else tuple(map(Path, named))


class ScoredProject(ProjectFolder):
    """A project folder and what comes of its scores, by the day of `now` (this moment by default)."""

    def appeals(self, *, now: datetime | None = None) -> AppealList:
        """What units contest of the result, what was decided, and the scores before and after, by the day of `now`."""
        from smartxl.ledger import appeal_cases
        from smartxl.project.appeals import appeal_list

        with self.ledger() as ledger:
            cases = appeal_cases(self.definition, ledger, self.lang)
        definition = self.definition.at((now or clock()).date())
        return appeal_list(definition, cases, self.scored_answers(), self.lang)

    def scores(self, *, now: datetime | None = None, as_of: str | date | None = None) -> ScoreFrame:
        """Scores of what counts: units × nodes, with total, rank, stage and coverage, by the day of `now`.

        `as_of`: as they were at the end of a day, at a time, or last under the scoring whose digest begins so; from the
        definition and the files of then. Raises ProjectError, UnknownName.
        """
        from smartxl.project.scores import ScoreFrame

        return ScoreFrame.of(self.scored(now=now, as_of=as_of))

    def scored(self, *, now: datetime | None = None, as_of: str | date | None = None) -> ScoredRound:
        """The same as `scores`, without a data frame."""
        from smartxl.project.result import scored_round

        return scored_round(self, now or clock(), as_of)

    def trace(self, node: str = ROOT, unit: str = CITY, *, now: datetime | None = None) -> Trace:
        """How one score came about, down to the cells: see `ScoreFrame.trace`."""
        return self.scored(now=now).trace(node, unit)

    def robust(
        self,
        *,
        runs: int | None = None,
        seed: int | None = None,
        sobol: bool = False,
        points: int | None = None,
        units: Iterable[str] = (),
        jobs: int | None = None,
        progress: Progress | None = None,
        now: datetime | None = None,
    ) -> RobustRound:
        """How sure the ranks are, by what `robustness` in the definition says varies (by default all weights, ±25 %).

        `runs`, `seed` and `points` (of the Sobol analysis, a power of 2) are the definition's unless given. `sobol`: also which
        choice the variance of ranks and totals comes from, of totals of leaders and of `units` (codes or names). The same seed
        gives the same result in however many processes (`jobs`). Raises SmartxlError, UnknownName for what cannot be.
        """
        from smartxl.project.robust import robust_round

        codes = tuple(self.unit(name).code for name in units)
        return robust_round(
            self,
            self.scored(now=now),
            runs=runs,
            seed=seed,
            points=points,
            sobol=sobol,
            units=codes,
            jobs=jobs,
            progress=progress,
        )

    def compare_methods(
        self,
        *methods: str,
        unit_class: str | None = None,
        missing: str = "as-index",
        now: datetime | None = None,
    ) -> ComparedMethods:
        """The units of each class (or of the one named) by the index and by other methods, on the scores of its indicators.

        `methods` are words of `smartxl.scoring.evaluation.EvaluationMethod`, by default the usual ones. `missing`: an indicator
        without a score counts `as-index` puts it (mostly with the score of the node above), or `leave-out`: the unit takes no
        part. Raises UnknownName for a class that there is not, SmartxlError for another method.
        """
        from smartxl.project.methods import compared_methods

        found = self.scored(now=now)
        return compared_methods(
            found.definition, found.table, methods=methods, unit_class=unit_class, missing=missing
        )

    def audit(
        self,
        *,
        unit_class: str | None = None,
        thresholds: Mapping[str, Limits] | None = None,
        now: datetime | None = None,
    ) -> RoundAudit:
        """The index audited after the practice of the JRC, class by class (or the one named), on what counts.

        Structure, data, coherence, weights, compensability: `.reports` (rows with verdict, limit, evidence, what to do),
        `.frame`. `thresholds`: check → limit, in place of those of `smartxl.scoring.audit.CHECKS`. Raises UnknownName for a
        class or check that there is not, SmartxlError for what is no limit.
        """
        from smartxl.project.auditing import RoundAudit, audited

        found = self.scored(now=now)
        reports = audited(
            found.definition, found.table, found.answers, unit_class=unit_class, thresholds=thresholds
        )
        return RoundAudit(reports, self.lang)

    def report(
        self,
        kind: str = "xlsx",
        *,
        udf: bool = False,
        robust: bool = False,
        force: bool = False,
        now: datetime | None = None,
    ) -> Built:
        """Writes one report of the city by the day of `now`: `xlsx` the workbook; `docx`, `html` and `pdf` the diagnosis.

        `udf`: the workbook with SX_ functions; `robust`: with what is known of how sure the result is. Raises ProjectError
        where no submission counts.
        """
        return self.write_reports(kind, udf=udf, robust=robust, force=force, now=now)[0]

    def write_reports(
        self,
        *kinds: str,
        units: Iterable[str] = (),
        brief: bool = False,
        full: bool = False,
        every_unit: bool = False,
        udf: bool = False,
        robust: bool = False,
        last: str | Path | Iterable[str | Path] = (),
        peers: str | Path | Iterable[str | Path] = (),
        chapters: Iterable[ReportSection] = (),
        force: bool = False,
        jobs: int | None = None,
        now: datetime | None = None,
        progress: Progress | None = None,
    ) -> tuple[Built, ...]:
        """Writes reports of several kinds, scored once: of the city, its `brief`, or of `units` (codes or names).

        A unit's is one page, behind which `full` puts its indicators and open items; `every_unit`: those of all in one
        document. The result workbook is one of the city. `last` are the project folders of earlier rounds and `peers` of
        other cities, which the diagnosis compares with; `chapters` stand in its documents behind the one on other cities.
        `robust`: with a chapter on how sure the result is, by the declared design and scenarios, and with its sheets.
        `jobs` is how many processes work at once, all cores by default. Raises ProjectError, UnknownName for a kind or a unit
        that there is not.
        """
        from smartxl.processes import cores
        from smartxl.project.reporting import ReportOrder, write_reports

        codes = tuple(self.unit(name).code for name in units)
        order = ReportOrder(
            kinds,
            brief,
            codes,
            udf,
            full,
            every_unit,
            _folders(last),
            _folders(peers),
            tuple(chapters),
            robust,
        )
        day = (now or clock()).date()
        return write_reports(self.at(day), [order], day, force=force, jobs=jobs or cores(), progress=progress)

    def workbench(
        self,
        path: str | Path | None = None,
        *,
        lang: str | None = None,
        force: bool = False,
        xlsm: bool = False,
        now: datetime | None = None,
    ) -> Built:
        """Writes the consultant's workbench by the day of `now`: weights, judgements and scores that recalculate everything.

        Into `reports/` unless a path is given; `xlsm`: with macros and buttons, as a path that ends so has it. Raises
        ProjectError where no submission counts, WouldOverwrite for a workbench that somebody changed.
        """
        from smartxl.project.workbench.making import make_workbench

        target = Path(path) if path is not None else None
        return make_workbench(
            self, self.scored(now=now), target, language(lang) or self.lang, force=force, xlsm=xlsm
        )

    def verify(self, path: str | Path, *, passwords: Iterable[str] = ()) -> VerifyReport | BookReport:
        """Recalculates a workbook of this project and compares it with the engine on the answers in that workbook.

        A workbench is compared with the values that it shows: its report is a `BookReport`. `passwords` are
        tried where it is encrypted.
        Raises UnreadableFile, ProjectError for a workbook of another project, VerifyError.
        """
        from smartxl.project.verifying import verify_file

        return verify_file(self, Path(path), passwords)

    def lint(
        self,
        *paths: str | Path,
        select: Iterable[str] = (),
        ignore: Iterable[str] = (),
        profile: str | None = None,
        passwords: Iterable[str] = (),
    ) -> dict[Path, LintReport | SmartxlError]:
        """What a reviewer would say about workbooks, by path: all in folders and below, those of this project beside its plan.

        See `smartxl.project.linting.lint_workbook`; why a file cannot be read stands in place of its report.
        Raises ProjectError for a path that does not exist, or a rule that there is not.
        """
        from smartxl.lint import ProgramProfile
        from smartxl.project.anybook import workbooks_in
        from smartxl.project.linting import LintOrder, lint_files
        from smartxl.project.sources import sources

        program = ProgramProfile(profile) if profile else None
        order = LintOrder(tuple(select), tuple(ignore), program, tuple(passwords))
        return dict(lint_files(workbooks_in(sources(self.root, map(Path, paths))), order, self))

    def explain(
        self,
        path: str | Path,
        cell: str,
        *,
        depth: int | None = None,
        whole: bool = False,
        steps: bool = False,
        dependents: bool = False,
        passwords: Iterable[str] = (),
    ) -> Explanation:
        """Where the value of a cell of a workbook comes from, and which planned quantity it is.

        See `smartxl.project.explaining.explain_cell`. Raises UnreadableFile, UnknownName for a cell that there is not.
        """
        from smartxl.project.explaining import ExplainOrder, explained_cell

        order = ExplainOrder(depth, whole, steps, dependents)
        return explained_cell(Path(path), cell, order, self, passwords)
