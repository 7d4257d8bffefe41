"""A generated workbook beside the engine: its formulas recalculated, on the answers in that same workbook."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path

from smartxl.cells import Cell
from smartxl.model.answers import ABOUT_DATA, Answer, Field
from smartxl.model.definition import Definition
from smartxl.model.diagnosis import Diagnosis
from smartxl.model.edition import Edition
from smartxl.model.plan import WorkbookPlan
from smartxl.model.rowcells import numbers_before
from smartxl.model.scores import NO_SCORES, ScoreTable
from smartxl.model.sheetdesign import OUR_FUNCTIONS
from smartxl.model.spoken import own_wording
from smartxl.planning import CityPlanner, PreviousAnswers
from smartxl.project.aside import AsideTask
from smartxl.project.captions import numbered_as
from smartxl.project.folder import ProjectFolder
from smartxl.project.opensalike import opens_alike
from smartxl.project.roundscores import RoundScores
from smartxl.project.stamped import day_of, edition_of, part_of
from smartxl.project.workbench.keys import EDITION as WORKBENCH
from smartxl.reading import FormJudgement, extract, judge_form
from smartxl.rules import excel_day
from smartxl.scoring import score, score_alone
from smartxl.stamp import Stamp
from smartxl.text import Lang
from smartxl.verify import (
    KnownFormulas,
    PlanVerifier,
    Recalculation,
    Value,
    VerifyReport,
    recalculated_as_typed,
)
from smartxl.xlsx import RawBook
from smartxl_generators.setting import as_set
from smartxl_templates import wording

__all__ = ["ProjectVerifier", "functions_of", "is_workbench", "plan_of_file", "scored_file"]

_KNOWN = 8
"""Plans that are kept: filled copies of one come together, and a plan of all units is large."""
_OF_FILES = frozenset({"quality", "tasks", "plan", "rewards"})
"""Chapters of the report that follow from the files that came in and when, or from what people decided since."""
_OF_OTHERS = ("trend.title", "cities.title")
"""Titles of chapters that a report has when it compares with other rounds or cities."""
_READ_BY_FORMULAS = {
    *(Field.APPLICABLE, Field.PROVIDED, Field.LEVEL, Field.VALUE, Field.REVIEW),
    *(Field.CHANNEL, Field.ADDRESS, Field.DATE, Field.NOTE),
    *ABOUT_DATA,
}


def plan_of_file(project: ProjectFolder, book: RawBook, path: Path) -> WorkbookPlan:
    """The plan of a workbook of a project. Raises FileRefused for one without a stamp, ProjectError for one of another."""
    stamp = judge_form(book, lambda stamp: stamp).stamp
    return _PlannedForm.of(project.at(day_of(stamp)), stamp, path).plan


def scored_file(project: ProjectFolder, book: RawBook, path: Path) -> tuple[WorkbookPlan, ScoreTable]:
    """The plan of a workbook of a project, and the scores of the answers in it. Raises as `plan_of_file` does."""
    form = judge_form(book, lambda stamp: stamp)
    dated = project.at(day_of(form.stamp))
    return _PlannedForm.of(dated, form.stamp, path).scores(book, form)


class ProjectVerifier:
    """Verifies workbooks of a project one after the other; what follows from the plan of a form is worked out once."""

    def __init__(self, project: ProjectFolder) -> None:
        self._project = project  # as on the day of the file before: forms of one day come together
        self._forms: dict[Stamp, _PlannedForm] = {}
        self._rounds: dict[tuple[str, bool], RoundScores] = {}
        self._known = KnownFormulas()

    def report(self, book: RawBook, path: Path) -> VerifyReport:
        """What verifying a workbook comes to that was read with its settings.

        Raises FileRefused for one without a stamp, ProjectError for one of another project, VerifyError.
        """
        form = judge_form(book, lambda stamp: stamp)  # what it should be, `edition_of` says
        known = self._forms.pop(form.stamp, None) or self._planned(form.stamp, path)
        if known.plan.stamp.unit:
            self._forms[form.stamp] = known  # as the one that was used last
            if len(self._forms) > _KNOWN:
                del self._forms[next(iter(self._forms))]
        return known.report(book, form)

    def _planned(self, stamp: Stamp, path: Path) -> _PlannedForm:
        self._project = self._project.at(day_of(stamp))
        planned = _PlannedForm.of(self._project, stamp, path, self._known)
        if planned.round is not None:  # its files have the same from each other
            key = (stamp.calculated, planned.round.blank)
            planned.round = self._rounds.setdefault(key, planned.round)
        return planned


@dataclass
class _PlannedForm:
    """A workbook as it is planned, before anything is known of its answers."""

    project: ProjectFolder
    plan: WorkbookPlan
    planner: CityPlanner | None = None  # of a workbook of all units
    round: RoundScores | None = None  # of one in several files
    known: KnownFormulas | None = None
    _copies: PlanVerifier | None = None

    @classmethod
    def of(
        cls, project: ProjectFolder, stamp: Stamp, path: Path, known: KnownFormulas | None = None
    ) -> _PlannedForm:
        """The workbook that bears a stamp; `known`: formulas of other plans.

        Raises ProjectError for a stamp that is none of the project's.
        """
        edition = edition_of(project, stamp, path)
        if edition.comes_back:
            return cls(project, project.form_plan(stamp), known=known)
        planner = project.city_planner(edition, stamp.lang, stamp.generation, whole=not stamp.part)
        number = part_of(stamp)
        round_ = None if number is None else RoundScores(project, not edition.has_result)
        return cls(project, planner.part(number) if number else planner.plan(), planner, round_)

    @cached_property
    def _shown(self) -> WorkbookPlan:
        return self.plan.with_shown()

    @cached_property
    def _alone(self) -> Definition | None:
        """The definition with the unit of a form alone."""
        unit = self.project.definition.roster.by_code.get(self.plan.stamp.unit)
        return None if unit is None else self.project.definition.only([unit])

    def report(self, book: RawBook, form: FormJudgement) -> VerifyReport:
        """What verifying a copy comes to."""
        functions = functions_of(book)
        if self.planner is None:
            return self._report(book, form, functions, None)
        # Of all units there is as much to recalculate as to say: one process for each.
        with AsideTask(lambda: recalculated_as_typed(book, functions)) as task:
            return self._report(book, form, functions, task.result)

    def _report(
        self,
        book: RawBook,
        form: FormJudgement,
        functions: Mapping[str, Callable[..., object]],
        ahead: Callable[[], Recalculation | None] | None,
    ) -> VerifyReport:
        project, plan = self.project, self._shown
        extraction = extract(plan, project.definition, _keyed(plan, book), form=form)
        answers = extraction.submission.answers
        read_as = _understood(plan, answers) if extraction.findings else {}
        compared = self._compared(answers, book, form.stamp.prefilled)
        table = self._table(answers, compared)
        taken = self._taken(compared, book)

        def filled() -> RawBook:
            return _built(project, compared, table, answers)

        if compared is self.plan and not functions and (verifier := self._of_copies(table)):
            return verifier.verify(book, table, read_as=read_as, taken=taken, filled=filled)
        alone = PlanVerifier(compared.with_shown(), functions)
        if self.planner is None:
            return alone.verify(book, table, read_as=read_as, taken=taken, filled=filled)
        # How it is set is compared beside the numbers, as the recalculation was beside the diagnosis.
        with ExitStack() as aside:
            return alone.verify(
                book,
                table,
                read_as=read_as,
                taken=taken,
                filled=filled,
                ahead=ahead,
                beside=lambda work: aside.enter_context(AsideTask(work)).result,
            )

    def _compared(self, answers: Sequence[Answer], book: RawBook, prefilled: str) -> WorkbookPlan:
        """The plan with all that follows from the answers, or from last time's."""
        project, plan, stamp = self.project, self.plan, self.plan.stamp
        edition, carried = Edition(stamp.edition), self.round.table if self.round else NO_SCORES
        if self.planner and (number := part_of(stamp)):
            return self.planner.part(number, carried)
        answers = self.round.answers if self.round else answers
        if edition.has_result and self.planner:  # gaps follow from the answers
            robust = own_wording(project.definition, stamp.lang)["sheet.sensitivity"] in book.sheets
            told = _diagnosis(project, answers, stamp.lang, robust=robust)
            return numbered_as(self.planner.plan(told, carried), book)
        if self.planner and self.round:
            return self.planner.plan(carried=carried)
        if edition is Edition.UNIT and (last := _previous(project.definition, plan, book, prefilled)):
            made = stamp.generation
            return project.unit_plan(stamp.unit, stamp.lang, edition, last=last, generation=made)
        return plan

    def scores(self, book: RawBook, form: FormJudgement) -> tuple[WorkbookPlan, ScoreTable]:
        """The plan of a copy, with all that follows from its answers, and their scores."""
        answers = extract(self._shown, self.project.definition, book, form=form).submission.answers
        compared = self._compared(answers, book, form.stamp.prefilled)
        return compared.with_shown(), self._table(answers, compared)

    def _table(self, answers: Sequence[Answer], compared: WorkbookPlan) -> ScoreTable:
        """What the workbook shows scores of: one unit alone in its form, else all.

        Of units whose sheets are in other files by the answers in the ledger.
        """
        if self._alone is not None:
            return score_alone(self._alone, answers, numbers_before(compared))
        if self.round is None or self.planner is None:
            return score(self.project.definition, answers, numbers_before(compared))
        number = part_of(self.plan.stamp)
        block = self.planner.files[number - 1].block if number else None
        return self.round.with_answers(block, answers) if block else self.round.table

    def _taken(self, compared: WorkbookPlan, book: RawBook) -> tuple[str, ...]:
        """The sheets that are taken as they are."""
        stamp = self.plan.stamp
        words = wording(stamp.lang)
        of_before = () if stamp.generation else (words["sheet.guide"],)  # which explained less
        return (words["sheet.findings"], *of_before, *_not_of_answers(self.project, compared, book))

    def _of_copies(self, table: ScoreTable) -> PlanVerifier | None:
        """What verifies all copies that no answer makes otherwise; None of a plan whose answers do. `table` is that of any."""
        if self.plan.stamp.unit and self._copies is None:
            built = _built(self.project, self.plan, table)
            if opens_alike(self._shown, built):
                self._copies = PlanVerifier(self._shown, built=built, known=self.known)
        return self._copies


def _keyed(plan: WorkbookPlan, book: RawBook) -> RawBook:
    """A file without the sheets in which no answer can be looked for: those of a report, which hold no key of a row.

    Else each of them would be looked through for the rows of each unit.
    """
    keys = {line.key for _, section in plan.sections() for line in section.lines}
    sheets = {
        name: sheet
        for name, sheet in book.sheets.items()
        if name in plan.by_name or any(not keys.isdisjoint(_texts(row)) for row in sheet.values)
    }
    return book if len(sheets) == len(book.sheets) else replace(book, sheets=sheets)


def _texts(row: Iterable[object]) -> Iterator[str]:
    return (value for value in row if isinstance(value, str))


def functions_of(book: RawBook) -> Mapping[str, Callable[..., object]]:
    """The functions for Excel, where a formula calls one: xlwings, by which Excel finds them, loads slowly."""
    texts = (text for sheet in book.sheets.values() for text in sheet.formulas.values())
    if not any(OUR_FUNCTIONS in text.upper() for text in texts):
        return {}
    from smartxl_udfs import FUNCTIONS

    return FUNCTIONS


def is_workbench(book: RawBook) -> bool:
    """Whether a file is a consultant's workbench: weights and scores that are tried, of which the engine knows nothing."""
    return judge_form(book, lambda stamp: stamp).stamp.edition == WORKBENCH


def _built(
    project: ProjectFolder, plan: WorkbookPlan, table: ScoreTable, answers: Iterable[Answer] = ()
) -> RawBook:
    """The workbook as it is written with these answers, for how it is set."""
    edition = Edition(plan.stamp.edition)
    unit = project.definition.roster.by_code[plan.stamp.unit] if edition.comes_back else None
    template = project.template_of(unit) if unit else project.template
    return as_set(plan, template, table, answers)


def _diagnosis(project: ProjectFolder, answers: Sequence[Answer], lang: str, *, robust: bool) -> Diagnosis:
    """What the answers of a workbook say beside its numbers. What was found in files, no answers tell."""
    from smartxl.project.reporting import reported
    from smartxl.project.result import ScoredRound, counted_round

    spoken: Lang = "en" if lang == "en" else "zh"
    counted = counted_round(project)
    sent = list(_as_sent(counted.answers, answers))
    scored = ScoredRound(project.definition, score(project.definition, sent), sent, spoken)
    return reported(project, counted, scored, robust=robust)


def _as_sent(in_ledger: Sequence[Answer], answers: Sequence[Answer]) -> Iterator[Answer]:
    """The answers of a result workbook as its units sent them: each with the cell of the form where it stood.

    A unit sent something that answers anything here, or that sent a form without an answer.
    """
    places = {(answer.unit, answer.key): answer for answer in in_ledger}
    blank = {answer.unit for answer in in_ledger} - {answer.unit for answer in in_ledger if answer.fields}
    units = blank | {answer.unit for answer in answers if answer.fields}
    for answer in answers:
        if answer.unit in units:
            at = places.get((answer.unit, answer.key), answer)
            yield answer._replace(sheet=at.sheet, cell=at.cell)


def _not_of_answers(project: ProjectFolder, compared: WorkbookPlan, book: RawBook) -> Iterator[str]:
    """Sheets of the report that follow from more than the answers: of files, or all of a report that compares with others."""
    yield from (sheet.name for sheet in compared.sheets if sheet.chapter in _OF_FILES)
    if not any(sheet.chapter for sheet in compared.sheets):
        return
    from smartxl.project.reporting import report_phrases

    phrases = report_phrases(project, "en" if compared.stamp.lang == "en" else "zh")
    titles = tuple(phrases.text(key) for key in _OF_OTHERS)
    others = [name for name in book.sheets if name not in compared.by_name and name.startswith(titles)]
    if others:
        yield from (*others, *(sheet.name for sheet in compared.sheets if sheet.chapter))


def _previous(
    definition: Definition, plan: WorkbookPlan, book: RawBook, prefilled: str
) -> PreviousAnswers | None:
    """What a form says that the unit answered last time; None of a form that was not prefilled. `prefilled` is its stamp's."""
    head, tail = own_wording(definition, plan.stamp.lang)["sampling.prefilled"].split("{round}")
    for sheet_plan in plan.answerable:
        sheet = book.sheets.get(sheet_plan.name)
        texts = [value for row in sheet.values for value in row if isinstance(value, str)] if sheet else []
        names = [t for t in texts if t.startswith(head) and t.endswith(tail)]
        if sheet and names and sheet_plan.aside:
            shown = {line.key: sheet.at(line.row, sheet_plan.aside) for line in sheet_plan.lines}
            told = {
                key: value for key, value in shown.items() if isinstance(value, str | float) and value != ""
            }
            return PreviousAnswers(names[0].removeprefix(head).removesuffix(tail), told, prefilled)
    return None


def _understood(plan: WorkbookPlan, answers: Iterable[Answer]) -> dict[Cell, Value]:
    """What intake made of the cells that formulas read."""
    by_key = {(answer.unit, answer.key): answer for answer in answers}
    cells: dict[Cell, Value] = {}
    for sheet, section in plan.sections():
        for line in section.lines:
            answer = by_key.get((section.unit, line.key))
            for field in _READ_BY_FORMULAS & line.inputs.keys():
                value = answer.fields.get(field) if answer else None
                shown = line.checks[field].shown(value) if value is not None else None
                cells[Cell(sheet.name, line.row, line.inputs[field])] = (
                    excel_day(shown) if isinstance(shown, date) else shown
                )
    return cells
