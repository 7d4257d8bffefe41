"""A generated workbook beside the engine: its formulas recalculated, on the answers in that same workbook."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from smartxl.cells import Cell
from smartxl.collecting import OpenedFile, named_file, open_files
from smartxl.errors import ProjectError, SmartxlError, UnreadableFile
from smartxl.model.answers import ABOUT_DATA, Answer, Field
from smartxl.model.definition import Definition
from smartxl.model.diagnosis import Diagnosis
from smartxl.model.edition import Edition
from smartxl.model.plan import WorkbookPlan
from smartxl.model.scores import ScoreTable
from smartxl.model.spoken import own_wording
from smartxl.planning import PreviousAnswers, stamp_of
from smartxl.project.anybook import recalculated_files
from smartxl.project.captions import numbered_as
from smartxl.project.folder import ProjectFolder, root_if_any
from smartxl.project.jobs import cores
from smartxl.reading import extract, judge_form
from smartxl.rules import excel_day
from smartxl.scoring import score
from smartxl.stamp import Stamp
from smartxl.text import Lang, Text
from smartxl.verify import BookReport, Value, VerifyReport, verify
from smartxl.xlsx import FileRefused, RawBook
from smartxl.xlsx.saved import open_saved
from smartxl_generators import write
from smartxl_templates import wording

__all__ = ["Verified", "plan_of_file", "verify_file", "verify_files"]

Verified = VerifyReport | BookReport | SmartxlError
"""What verifying a file came to: a report, of a file that is of no project on its own formulas alone; or why there is none."""

_OF_FILES = frozenset({"quality", "tasks", "plan", "rewards"})
"""Chapters of the report that follow from the files that came in and when, or from what people decided since."""
_OF_OTHERS = ("trend.title", "cities.title")
"""Titles of chapters that a report has when it compares with other rounds or cities."""
_OUR_FUNCTIONS = "SX_"
_READ_BY_FORMULAS = {
    *(Field.APPLICABLE, Field.PROVIDED, Field.LEVEL, Field.VALUE, Field.REVIEW),
    *(Field.CHANNEL, Field.ADDRESS, Field.DATE, Field.NOTE),
    *ABOUT_DATA,
}


def verify_files(
    paths: Sequence[Path], project: ProjectFolder | None, lang: str | None, passwords: Iterable[str] = ()
) -> Iterator[tuple[Path, ProjectFolder | None, Verified]]:
    """Verifies file after file, each in the project given or the one around it; what is wrong with one stops none.

    Of a file that lies in no project the formulas are recalculated and compared with the values that it shows.
    They are read in processes of their own, within limits of time and memory.
    """
    homes = {path: project.root if project else root_if_any(path) for path in paths}
    ours = [path for path in paths if homes[path] is not None]
    others = [path for path in paths if homes[path] is None]
    processes = cores()
    opened = open_files(
        map(named_file, ours), passwords, settings=True, processes=min(processes, max(1, len(ours)))
    )
    alone = recalculated_files(others, passwords, processes) if others else iter(())
    around: dict[Path, ProjectFolder] = {}
    for path in paths:
        root = homes[path]
        if root is None:
            yield path, None, next(alone)[1]
            continue
        home = project
        try:
            book = _book_of(next(opened), path)
            home = home or around.setdefault(root, around.get(root) or ProjectFolder.open(root, lang))
            yield path, home, _verified(home, path, book)
        except SmartxlError as error:
            yield path, home, error


def verify_file(project: ProjectFolder, path: Path, passwords: Iterable[str] = ()) -> VerifyReport:
    """Recalculates a generated workbook and compares it with the engine on the answers in that same workbook."""
    (opened,) = open_files([named_file(path)], passwords, settings=True)
    return _verified(project, path, _book_of(opened, path))


def plan_of_file(project: ProjectFolder, book: RawBook, path: Path) -> WorkbookPlan:
    """The plan of a workbook of a project. Raises FileRefused for one without a stamp, ProjectError for one of another."""
    stamp = judge_form(book, lambda stamp: stamp).stamp
    return _plan_of(project.at(_day(stamp)), stamp, path)


def _book_of(opened: OpenedFile, path: Path) -> RawBook:
    if not path.exists():
        what = Text("没有这个文件", "there is no such file")
        raise UnreadableFile(
            str(path), what, Text("指定 smartxl 生成的工作簿", "name a workbook that smartxl wrote")
        )
    if isinstance(opened.book, FileRefused):
        raise opened.book
    return opened.book


def _verified(project: ProjectFolder, path: Path, book: RawBook) -> VerifyReport:
    form = judge_form(book, lambda stamp: stamp)  # what it should be, `_plan_of` says
    project = project.at(_day(form.stamp))
    planned = _plan_of(project, form.stamp, path)
    plan = planned.with_shown()
    extraction = extract(plan, project.definition, book, form=form)
    answers = extraction.submission.answers
    read_as = _understood(plan, answers) if extraction.findings else {}
    compared = _compared(project, planned, answers, book, form.stamp.prefilled)
    table = score(_scored_part(project.definition, plan.stamp), answers, compared.previous)
    built = open_saved(_written(project, compared, table, answers), compared.file_name)
    words = wording(plan.stamp.lang)
    of_before = () if plan.stamp.generation else (words["sheet.guide"],)  # which explained less
    taken = (words["sheet.findings"], *of_before, *_not_of_answers(project, compared, book))
    return verify(
        compared.with_shown(), book, table, _functions(book), built=built, read_as=read_as, taken=taken
    )


def _functions(book: RawBook) -> Mapping[str, Callable[..., object]]:
    """The functions for Excel, where a formula calls one: xlwings, by which Excel finds them, loads slowly."""
    texts = (text for sheet in book.sheets.values() for text in sheet.formulas.values())
    if not any(_OUR_FUNCTIONS in text.upper() for text in texts):
        return {}
    from smartxl_udfs import FUNCTIONS

    return FUNCTIONS


def _scored_part(definition: Definition, stamp: Stamp) -> Definition:
    """What a workbook shows scores of: one unit alone in its form, else all."""
    unit = definition.roster.by_code.get(stamp.unit)
    return definition.only([unit]) if unit is not None else definition


def _written(
    project: ProjectFolder, plan: WorkbookPlan, table: ScoreTable, answers: Iterable[Answer]
) -> bytes:
    """The workbook as it is built with these answers."""
    edition = Edition(plan.stamp.edition)
    unit = project.definition.roster.by_code[plan.stamp.unit] if edition.comes_back else None
    template = project.template_of(unit) if unit else project.template
    return write(plan, template, project.definition, table, answers)


def _compared(
    project: ProjectFolder, plan: WorkbookPlan, answers: Sequence[Answer], book: RawBook, prefilled: str
) -> WorkbookPlan:
    """The plan with all that follows from the answers, or from last time's."""
    edition, lang, made = Edition(plan.stamp.edition), plan.stamp.lang, plan.stamp.generation
    if edition.has_result:  # gaps follow from the answers
        diagnosis = _diagnosis(project, answers, plan.stamp.lang)
        planned = project.city_plan(edition, diagnosis=diagnosis, lang=lang, generation=made)
        return numbered_as(planned, book)
    if edition is Edition.UNIT and (last := _previous(project.definition, plan, book, prefilled)):
        return project.unit_plan(plan.stamp.unit, lang, edition, last=last, generation=made)
    return plan


def _diagnosis(project: ProjectFolder, answers: Sequence[Answer], lang: str) -> Diagnosis:
    """What the answers of a workbook say beside its numbers. What was found in files, no answers tell."""
    from smartxl.project.reporting import reported
    from smartxl.project.result import ScoredRound

    spoken: Lang = "en" if lang == "en" else "zh"
    sent = list(_as_sent(project.scored_answers(), answers))
    scored = ScoredRound(project.definition, score(project.definition, sent), sent, spoken)
    return reported(project, scored, ())


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
            yield replace(answer, sheet=at.sheet, cell=at.cell)


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


def _day(stamp: Stamp) -> date | None:
    """The day by which a workbook says that it was calculated."""
    try:
        return date.fromisoformat(stamp.calculated) if stamp.calculated else None
    except ValueError:
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


def _plan_of(project: ProjectFolder, stamp: Stamp, path: Path) -> WorkbookPlan:
    edition = Edition.of(stamp.edition)
    is_known = not stamp.unit or stamp.unit in project.definition.roster.by_code
    if edition is None or edition.printed or not is_known:
        what = Text(
            f"文件标明是单位“{stamp.unit}”的“{stamp.edition}”工作簿，项目中没有",
            f"the file says it is the {stamp.edition!r} workbook of unit {stamp.unit!r}, which the project does not know",
        )
        remedy = Text(
            "与 smartxl build 生成的工作簿对照：标识被改动过",
            "compare it with a workbook that smartxl build wrote: its stamp was changed",
        )
        raise ProjectError(str(path), what, remedy)
    due = stamp_of(project.definition, edition, stamp.lang, stamp.unit)
    if stamp != replace(due, prefilled=stamp.prefilled, generation=stamp.generation):
        what = Text(
            f"文件是为 {stamp.assessment} {stamp.round}、定义 {stamp.short} 生成的；"
            f"本项目是 {due.assessment} {due.round}、{due.short}",
            f"the file was made for {stamp.assessment} {stamp.round}, definition {stamp.short}; "
            f"the project is {due.assessment} {due.round}, {due.short}",
        )
        remedy = Text(
            "在生成它的项目中核对，或重新生成", "verify it in the project it was made by, or build it again"
        )
        raise ProjectError(str(path), what, remedy)
    if edition.comes_back:
        return project.form_plan(stamp)
    return project.city_plan(edition, lang=stamp.lang, generation=stamp.generation)
