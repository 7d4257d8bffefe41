"""`Project`: a city's assessment as an object. Each method is a step of the round; every command is one of them plus words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from smartxl.model.edition import Edition
from smartxl.project.progress import Progress, ticks
from smartxl.project.scored import clock
from smartxl.project.trying import TryingProject
from smartxl.project.views import BuildReport, Collected, GivenBack, History, RoundStatus, findings_frame
from smartxl.text import language
from smartxl_templates import STANDARD

if TYPE_CHECKING:
    import pandas as pd

    from smartxl.findings import FindingGroup
    from smartxl.model.received import StoredReading
    from smartxl.project.carry import CarriedForm, CarriedInbox
    from smartxl.project.checking import Checked
    from smartxl.project.compare import FileComparison
    from smartxl.project.marking import MarkedUnit
    from smartxl.project.needs import RoundNeeds
    from smartxl.project.outputs import Built
    from smartxl.project.prefilling import Prefilled
    from smartxl.project.previous import PreviousRound
    from smartxl.project.surveys import Surveys
    from smartxl.project.tasks import RoundTasks
    from smartxl.project.templates import CheckedTemplates
    from smartxl.project.weights import ExpertWeights
    from smartxl.project.workbench.brought import WorkbenchImport

__all__ = ["Project", "init_project", "open_project"]

_WRONG_SHARE = 0.5
_SEED = 7


def open_project(folder: str | Path, lang: str | None = None) -> Project:
    """Opens a project folder. Raises DefinitionError with all mistakes at once, ProjectError for a folder that is none."""
    return Project.open(Path(folder), lang)


def init_project(
    folder: str | Path,
    lang: str | None = None,
    *,
    framework: str = STANDARD,
    modules: Iterable[str] = (),
    source: str | Path | None = None,
    title: str = "",
    city: str = "",
) -> Project:
    """Makes a project folder with a packaged definition, or with what stands in `source`, and opens it.

    `framework`: a name that `smartxl frameworks` lists, or `blank`; `modules` of smart-domains join it, each by code or name,
    with the percent of the total that it takes ("医疗=15", 10 where none is given). `source` stands in for both: see
    `Project.paste`. Raises ProjectError where the folder is not empty, UnknownName for a framework or a module.
    """
    from smartxl.project.create import new_project, wanted_module

    if source is not None:
        Project.paste(folder, source, lang, title=title, city=city)
        return open_project(folder, lang)

    new_project(Path(folder), framework, [wanted_module(name) for name in modules])
    return open_project(folder, lang)


class Project(TryingProject):
    """A project folder and the steps of its round.

    Paths that do not exist as they stand are looked for in the project. `progress` is called with what is done, what there
    is in all, and a remark. What takes a moment in time asks the clock unless `now` is given.
    """

    def __repr__(self) -> str:
        round_, units = self.definition.round, len(self.definition.roster.units)
        title = f"{round_.title.get(self.lang)} {round_.name}"
        return f"<smartxl.Project {str(self.root)!r}: {title}, {units} units>"

    def check(self) -> Checked:
        """What the definition amounts to, advice on it, and which conventions hold.

        Raises TemplateError or ProjectError for what Excel cannot hold.
        """
        from smartxl.project.checking import check_project

        return check_project(self)

    def build(
        self,
        edition: str = Edition.UNIT,
        *,
        prefill: str | Path | None = None,
        force: bool = False,
        jobs: int | None = None,
        now: datetime | None = None,
        progress: Progress | None = None,
    ) -> BuildReport:
        """Writes an edition of the workbooks: `unit` (and the city's), `evaluator`, `appeal` or `print`.

        `prefill` is the project of the round before, whose answers are filled in; one that matches nothing is refused. `jobs`
        is how many processes work at once, all cores by default. Files that somebody changed are left alone unless `force`.
        All but the units' forms are calculated by the day of `now`. Raises WouldOverwrite, ProjectError.
        """
        from smartxl.processes import cores
        from smartxl.project.build import build, edition_of_units, folder_of

        chosen = edition_of_units(edition, prefilled=prefill is not None)
        last, carried = (None, None) if prefill is None else self._before(prefill)
        tick = ticks(progress, len(self.definition.roster.units) + (chosen is Edition.UNIT))
        moment = now or clock()
        self.note_scoring(moment)
        files = build(self.at(moment.date()), chosen, last=last, force=force, tick=tick, jobs=jobs or cores())
        return BuildReport(folder_of(self, chosen), tuple(files), carried)

    def fill(
        self,
        seed: int = _SEED,
        *,
        messy: bool = False,
        units: Iterable[str] = (),
        force: bool = False,
        jobs: int | None = None,
        progress: Progress | None = None,
    ) -> BuildReport:
        """Writes simulated filled workbooks into `inbox/`, the same for the same seed; `messy`: with careless typing.

        Of all units, or of those named. Raises UnknownName.
        """
        from smartxl.processes import cores
        from smartxl.project.build import fill

        only = frozenset(self.unit(name).code for name in units) or None
        tick = ticks(progress, len(only or self.definition.roster.units))
        files = fill(self, seed, messy=messy, only=only, force=force, tick=tick, jobs=jobs or cores())
        return BuildReport(self.inbox, tuple(files))

    def collect(
        self,
        *paths: str | Path,
        passwords: Iterable[str] = (),
        note: str = "",
        last: str | Path | None = None,
        processes: int | None = None,
        progress: Progress | None = None,
        clock: Callable[[], datetime] = clock,
    ) -> Collected:
        """Reads files and folders (by default `inbox/`) into the ledger.

        `note` is kept with every file, `passwords` are tried and kept nowhere, `last` is the project of the round before for
        checks of changes; files are read in so many `processes` (0: in this one, which a damaged file can end).
        Raises ProjectError for a path that does not exist, LedgerError.
        """
        from smartxl.project.gather import gather
        from smartxl.project.sources import sources

        before = None if last is None else self._before(last)[0]
        report = gather(
            self,
            sources(self.root, map(Path, paths or ("inbox",))),
            clock,
            progress=progress,
            passwords=passwords,
            note=note,
            last=before,
            processes=processes,
        )
        return Collected(report, self.lang)

    def _before(self, folder: str | Path) -> tuple[PreviousRound, Prefilled]:
        """The round before, and what of it finds its place in this one. Raises ProjectError where nothing does."""
        from smartxl.project.prefilling import matched
        from smartxl.project.previous import previous_round

        last = previous_round(open_project(folder, self.lang))
        return last, matched(self, last, str(folder))

    def import_workbench(
        self, path: str | Path, *, reason: str = "", dry_run: bool = False, now: datetime | None = None
    ) -> WorkbenchImport:
        """Brings changed weights and scores of a workbench back, and tells what they change in totals and ranks.

        Weights are written into the definition, scores become the evaluator's reviews (`reviews/workbench/`) with the `reason`,
        which are collected; a `dry_run` writes nothing. Open the project again afterwards. Raises UnreadableFile, ProjectError
        for another workbook, DefinitionError with all that is wrong in it; then nothing is written.
        """
        from smartxl.project.workbench.importing import ImportOrder, bring_back, open_workbench

        book = open_workbench(Path(path))
        return bring_back(self, book, ImportOrder(reason, dry_run), now or clock())

    def status(self, *, wrong_share: float = _WRONG_SHARE) -> RoundStatus:
        """Where the round stands; questions that at least `wrong_share` of the units got wrong are named."""
        from smartxl.diagnosis import LEAST_UNITS, wrong_questions
        from smartxl.ledger import overview
        from smartxl_generators.statuspage import RoundView

        with self.ledger() as ledger:
            found, outdated = overview(self.definition, ledger), self.outdated_in(ledger)
        wrong = wrong_questions(self.definition, found.answers, found.findings, wrong_share)
        view = RoundView(self.definition, found, wrong, wrong_share, LEAST_UNITS, self.lang)
        return RoundStatus(view, outdated)

    def finding_groups(self, unit: str | None = None) -> tuple[FindingGroup, ...]:
        """What was found in the files that count, of all units or one (code or name), the gravest first."""
        from smartxl.findings import group, rank
        from smartxl.ledger import overview

        code = self.unit(unit).code if unit else ""
        with self.ledger() as ledger:
            found = overview(self.definition, ledger).findings
        groups = group([finding for finding in found if code in {"", finding.unit}])
        return tuple(rank(groups, self.definition.roster.by_code))

    def findings(self, unit: str | None = None) -> pd.DataFrame:
        """The same one by one, by unit and finding code: see `smartxl.project.views.findings_frame`."""
        groups = self.finding_groups(unit)
        return findings_frame((finding for group in groups for finding in group.findings), self.lang)

    def history(self, unit: str | None = None) -> History:
        """All files and decisions of the units, or of one (code or name), and which file counts by which rule."""
        from smartxl.ledger import chronicle

        units = [self.unit(unit)] if unit else self.definition.roster.units
        codes = {entry.code for entry in units}
        with self.ledger() as ledger:
            entries = tuple(entry for entry in chronicle(self.definition, ledger) if entry.unit in codes)
            counted = {c.decision.unit: c for c in ledger.count(self.definition) if c.decision.unit in codes}
            scorings = ledger.scorings(self.definition)
        return History(self.definition, entries, counted, scorings)

    def mark(
        self, unit: str, state: str, why: str = "", *, by: str = "", now: datetime | None = None
    ) -> MarkedUnit:
        """Records a decision about a unit: `returned`, `accepted`, `exempt` or `asked`. Returns where it stands now.

        Only `accepted` needs no `why`, and only where nothing must be fixed and the coverage floor is reached; else the log
        keeps with the reason what spoke against it. Raises ProjectError.
        """
        from smartxl.ledger import EventKind
        from smartxl.project.marking import mark_unit

        return mark_unit(self, self.unit(unit), EventKind(state), why, by, now or clock())

    def choose(
        self, file: str, why: str, *, by: str = "", now: datetime | None = None
    ) -> StoredReading | None:
        """Records by hand which file (name or beginning of its SHA-256) counts of its unit; returns what counts now."""
        from smartxl.project.marking import choose_file

        return choose_file(self, file, why, by, now or clock())

    def withdraw_choice(
        self, unit: str, why: str, *, by: str = "", now: datetime | None = None
    ) -> StoredReading | None:
        """Takes back what was chosen by hand for a unit; returns what counts now."""
        from smartxl.project.marking import withdraw_chosen

        return withdraw_chosen(self, self.unit(unit), why, by, now or clock())

    def compare(self, before: str, after: str) -> FileComparison:
        """Two received files of one unit, cell by cell; see `smartxl.project.compare.compare`."""
        from smartxl.project.compare import compare

        return compare(self, before, after)

    def give_back(
        self,
        units: Iterable[str] = (),
        *,
        folder: str | Path | None = None,
        until: date | None = None,
        letter: str = "docx",
        lang: str | None = None,
        mark: bool = False,
        passwords: Iterable[str] = (),
        force: bool = False,
        jobs: int | None = None,
        now: datetime | None = None,
        progress: Progress | None = None,
    ) -> GivenBack:
        """Writes for the units that have something to do, or those named, their own workbook with marks, and a letter.

        Into `folder` (by default `returns/`); `until` is the new deadline, by default the round's; with `mark` the ledger
        records that they were returned; `passwords` open encrypted files, which go back without. `jobs` is how many
        processes work at once, all cores by default. Raises ProjectError for a deadline that has passed.
        """
        from smartxl.processes import cores
        from smartxl.project.giveback import give_back_round
        from smartxl.project.returnpapers import LetterFormat

        target = Path(folder) if folder is not None else self.returns
        chosen = (
            tuple(units),
            target,
            until,
            LetterFormat(letter),
            language(lang),
            now or clock(),
            passwords,
        )
        return give_back_round(self, *chosen, mark=mark, force=force, jobs=jobs or cores(), progress=progress)

    def carry_over(
        self,
        old: str | Path,
        *,
        unit: str | None = None,
        output: str | Path | None = None,
        lang: str | None = None,
        passwords: Iterable[str] = (),
        force: bool = False,
    ) -> CarriedForm:
        """Moves the answers of an old or damaged form (.xlsx .ods .xls .csv) into a current one, with a list of all answers."""
        from smartxl.project.carry import carry_form

        whose = self.unit(unit) if unit else None
        target = Path(output) if output is not None else None
        return carry_form(self, Path(old), whose, target, language(lang), passwords, force=force)

    def carry_over_all(
        self,
        *paths: str | Path,
        output: str | Path | None = None,
        lang: str | None = None,
        passwords: Iterable[str] = (),
        force: bool = False,
        progress: Progress | None = None,
    ) -> CarriedInbox:
        """The same of all files and folders, by default `inbox/`; see `smartxl.project.carry.carry_inbox`."""
        from smartxl.project.carry import carry_inbox

        found, target = map(Path, paths or ("inbox",)), Path(output) if output is not None else None
        return carry_inbox(self, found, target, language(lang), passwords, force=force, progress=progress)

    def scheme(self, *kinds: str, force: bool = False, now: datetime | None = None) -> tuple[Built, ...]:
        """Writes the scheme of the round (`docx` unless kinds are named: `docx`, `html`, `pdf`) into `reports/`.

        It bears the day of `now`, and is made from the definition, from what experts judged about weights and from the needs
        that were taken in: no answers are needed. Raises UnknownName for a kind that there is not.
        """
        from smartxl.project.scheming import write_scheme

        return write_scheme(self, kinds or ("docx",), (now or clock()).date(), force=force)

    @property
    def weights(self) -> ExpertWeights:
        """Weights by experts: ask, collect, set."""
        from smartxl.project.weights import ExpertWeights

        return ExpertWeights(self)

    @property
    def surveys(self) -> Surveys:
        """Tallies of the satisfaction survey: ask, collect, fill into forms."""
        from smartxl.project.surveys import Surveys

        return Surveys(self)

    @property
    def needs(self) -> RoundNeeds:
        """The needs worksheet: write, collect; what was taken in."""
        from smartxl.project.needs import RoundNeeds

        return RoundNeeds(self)

    @property
    def tasks(self) -> RoundTasks:
        """The task list: list, write, collect."""
        from smartxl.project.tasks import RoundTasks

        return RoundTasks(self)

    def export_templates(self, classes: Iterable[str] = (), *, force: bool = False) -> list[Built]:
        """Puts the template workbook into `templates/`, once more for each class named."""
        from smartxl.project.templates import export_templates

        return export_templates(self.root, tuple(classes), force=force)

    def check_templates(self) -> CheckedTemplates:
        """Everything that is wrong with the project's templates, with cell addresses."""
        from smartxl.project.templates import check_templates

        return check_templates(self.root)
