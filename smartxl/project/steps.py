"""The steps of a round, without the command line around them: the demo is these in a row."""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from smartxl.cells import Cell
from smartxl.collecting import CollectReport, OnProgress, collect, keep_evidence
from smartxl.define import write_schemas
from smartxl.diagnosis import diagnose
from smartxl.errors import ProjectError
from smartxl.ledger import Ledger, appeals, with_appeals
from smartxl.model.answers import Answer, Field
from smartxl.model.definition import Unit
from smartxl.model.diagnosis import Diagnosis
from smartxl.model.plan import WorkbookPlan
from smartxl.model.received import FileState
from smartxl.model.scores import ScoreTable
from smartxl.planning import stamp_of
from smartxl.project.folder import Project
from smartxl.project.jobs import BuildJob, build_files, cores
from smartxl.project.outputs import Outputs, Written
from smartxl.project.previous import PreviousRound
from smartxl.reading import FORMS, extract, in_words_of, read_stamp
from smartxl.scoring import score
from smartxl.simulate import make_messy, respond
from smartxl.stamp import Stamp
from smartxl.text import file_name, language
from smartxl.verify import Value, VerifyReport, verify
from smartxl.xlsx import open_book
from smartxl_generators import write
from smartxl_templates import example_folder, wording
from smartxl_udfs import FUNCTIONS

__all__ = [
    "Built",
    "build",
    "build_appeals",
    "build_paper",
    "build_reviews",
    "fill",
    "gather",
    "new_project",
    "report",
    "score_project",
    "verify_file",
]

Tick = Callable[[], None]
_EDITIONS = {*FORMS, "city", "result", "result-udf"}
_READ_BY_FORMULAS = {Field.APPLICABLE, Field.PROVIDED, Field.LEVEL, Field.VALUE, Field.REVIEW}


@dataclass(frozen=True, slots=True)
class Built:
    """A file that a step wrote, and whether it was new."""

    path: Path
    written: Written


def new_project(folder: Path) -> None:
    """Copies the example's definition into a folder that does not exist or is empty."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ProjectError(str(folder), "the folder is not empty", "name a new folder, or empty this one")
    try:
        shutil.copytree(example_folder(), folder, dirs_exist_ok=True)
        write_schemas(folder / "schema")
    except OSError as error:
        raise ProjectError(
            str(folder), f"the folder cannot be written ({error.strerror})", "name another"
        ) from error


def build(
    project: Project, *, last: PreviousRound | None = None, force: bool, tick: Tick, jobs: int = 1
) -> Iterator[Built]:
    """Writes one workbook for each unit, with the answers of the round before if given, then the city workbook.

    `jobs` is how many processes may work at once.
    """
    work = BuildJob(project, has_city=True, last=last)
    return _write_all(work, lambda unit: _folder(project, unit), force=force, tick=tick, jobs=jobs)


def build_reviews(project: Project, *, force: bool, tick: Tick, jobs: int = 1) -> Iterator[Built]:
    """Writes the evaluator's edition for each unit, with the answers that count so far and what units contest of them."""
    with project.ledger() as ledger:
        answers, lodged = ledger.counting_answers(project.definition), appeals(project.definition, ledger)
    work = BuildJob(
        project,
        evaluator=True,
        appealed=frozenset(unit for unit, appeal in lodged.items() if appeal.texts),
        table=score(project.definition, answers),
        answers=_by_unit(with_appeals(answers, lodged)),
    )
    return _write_all(work, lambda _: project.reviews, force=force, tick=tick, jobs=jobs)


def build_appeals(project: Project, *, force: bool, tick: Tick, jobs: int = 1) -> Iterator[Built]:
    """Writes the form in which it may contest the result for each unit of which a file counts."""
    with project.ledger() as ledger:
        answers, lodged = ledger.counting_answers(project.definition), appeals(project.definition, ledger)
    units = frozenset(answer.unit for answer in answers)
    if not units:
        remedy = "collect filled workbooks first; those made from an earlier definition do not count"
        raise ProjectError(
            str(project.root), "no submission counts, so there is no result to contest", remedy
        )
    work = BuildJob(
        project,
        appeal=True,
        only=units,
        table=score(project.definition, answers),
        answers=_by_unit(with_appeals(answers, lodged)),
    )
    return _write_all(work, lambda _: project.appeals, force=force, tick=tick, jobs=jobs)


def build_paper(project: Project, *, force: bool, tick: Tick, jobs: int = 1) -> Iterator[Built]:
    """Writes the edition to be printed for each unit."""
    return _write_all(
        BuildJob(project, paper=True), lambda _: project.paper, force=force, tick=tick, jobs=jobs
    )


def fill(
    project: Project, seed: int, *, messy: bool, force: bool, tick: Tick, jobs: int = 1
) -> Iterator[Built]:
    """Writes simulated filled workbooks into the inbox."""
    words = wording(project.lang)
    answers: Sequence[Answer] = respond(project.definition, words, project.lang, seed)
    if messy:
        answers = make_messy(answers, words, seed)
    work = BuildJob(project, table=score(project.definition, answers), answers=_by_unit(answers))
    return _write_all(work, lambda _: project.inbox, force=force, tick=tick, jobs=jobs)


def _by_unit(answers: Iterable[Answer]) -> Mapping[str, Sequence[Answer]]:
    of_unit = defaultdict(list)
    for answer in answers:
        of_unit[answer.unit].append(answer)
    return of_unit


def _write_all(
    work: BuildJob, folder: Callable[[Unit | None], Path], *, force: bool, tick: Tick, jobs: int
) -> Iterator[Built]:
    """Writes what is made into folders, one whole file after the other."""
    with Outputs(work.project.root, force) as outputs, closing(build_files(work, jobs)) as files:
        for file in files:
            yield _written(outputs, folder(file.unit) / file.file_name, file.content)
            tick()


def _written(outputs: Outputs, path: Path, content: bytes) -> Built:
    return Built(path, outputs.write(path, content))


def _folder(project: Project, unit: Unit | None) -> Path:
    """Where a workbook that goes out lies: that of a unit beside those of its class."""
    if unit is None:
        return project.workbooks
    unit_class = project.definition.framework.unit_class(unit.unit_class)
    return project.workbooks / file_name(unit_class.name.get(project.lang))


def gather(
    project: Project,
    source: Path | Iterable[Path],
    now: Callable[[], datetime],
    tick: Tick = lambda: None,
    *,
    progress: OnProgress | None = None,
    passwords: Iterable[str] = (),
    note: str = "",
    last: PreviousRound | None = None,
) -> CollectReport:
    """Reads what came back into the ledger, in processes of their own. `tick` or `progress` is called after every file.

    `note` is kept with the files; numbers are compared with those of the `last` round where a definition checks jumps.

    One process more than there are cores: while the ledger is written, none of them is idle.
    """
    with project.ledger() as ledger:
        places = [source] if isinstance(source, Path) else list(source)
        report = collect(
            project.definition,
            project.answers_plan,
            places,
            ledger,
            now=now,
            progress=progress or (lambda _: tick()),
            passwords=passwords,
            note=note,
            last=last.numbers if last else None,
            processes=cores() + 1,
        )
        if len(places) != 1 or not places[0].is_dir():
            return report
        return _with_evidence(project, ledger, report, places[0], now())


def _with_evidence(
    project: Project, ledger: Ledger, report: CollectReport, folder: Path, at: datetime
) -> CollectReport:
    """Keeps what lies beside the forms of a folder; what is wrong with it is told with the form."""
    accepted = {r.digest: r for r in ledger.records() if r.state is FileState.ACCEPTED}
    forms = {
        outcome.file: accepted[outcome.digest] for outcome in report.outcomes if outcome.digest in accepted
    }
    found = keep_evidence(project.definition, ledger, folder, forms, at)
    kept = {name for beside in found.values() for name in beside.files}
    outcomes = (
        replace(o, findings=(*o.findings, *found[o.file].findings)) if o.file in found else o
        for o in report.outcomes
    )
    return CollectReport(tuple(outcomes), tuple(name for name in report.skipped if name not in kept))


def score_project(project: Project) -> tuple[ScoreTable, Sequence[Answer]]:
    """Scores the submissions that count."""
    answers = project.scored_answers()
    return score(project.definition, answers), answers


def report(project: Project, *, udf: bool, force: bool) -> Built:
    """Writes the result workbook."""
    with project.ledger() as ledger:
        counted = ledger.count(project.definition)
        if not counted:
            remedy = "collect filled workbooks first; those made from an earlier definition do not count"
            raise ProjectError(
                str(project.root), "no submission counts, so there is nothing to report", remedy
            )
        findings = [
            *ledger.findings(digest for entry in counted for digest in entry.rows),
            *(finding for entry in counted for finding in entry.findings),
        ]
    table, answers = score_project(project)
    diagnosis = diagnose(project.definition, answers, findings)
    plan = project.city_plan(diagnosis=diagnosis, udf=udf)
    worded = in_words_of(plan, project.definition, answers)
    content = write(plan, project.template, project.definition, table, worded)
    with Outputs(project.root, force) as outputs:
        return _written(outputs, project.reports / plan.file_name, content)


def verify_file(project: Project, path: Path) -> VerifyReport:
    """Recalculates a generated workbook and compares it with the engine on the answers in that same workbook."""
    content = path.read_bytes()
    book = open_book(content, path.name)
    stamp = read_stamp(book)
    plan = _plan_of(project, stamp, path).with_shown()
    extraction = extract(plan, project.definition, book)
    table = score(project.definition, extraction.submission.answers)
    read_as = _understood(plan, extraction.submission.answers) if extraction.findings else {}
    return verify(plan, content, table, FUNCTIONS, read_as=read_as)


def _understood(plan: WorkbookPlan, answers: Iterable[Answer]) -> dict[Cell, Value]:
    """What intake made of the cells that formulas read."""
    by_key = {(answer.unit, answer.key): answer for answer in answers}
    cells: dict[Cell, Value] = {}
    for sheet, section in plan.sections():
        for line in section.lines:
            answer = by_key.get((section.unit, line.key))
            for field in _READ_BY_FORMULAS & line.inputs.keys():
                value = answer.fields.get(field) if answer else None
                cells[Cell(sheet.name, line.row, line.inputs[field])] = (
                    None if isinstance(value, date) else value
                )
    return cells


def _plan_of(project: Project, stamp: Stamp, path: Path) -> WorkbookPlan:
    lang = language(stamp.lang) or project.lang
    if stamp.edition not in _EDITIONS or (stamp.unit and stamp.unit not in project.definition.roster.by_code):
        what = f"the file says it is the {stamp.edition!r} workbook of unit {stamp.unit!r}, which the project does not know"
        raise ProjectError(
            str(path), what, "compare it with a workbook that smartxl build wrote: its stamp was changed"
        )
    if stamp != stamp_of(project.definition, stamp.edition, lang, stamp.unit):
        what = f"the file was made for {stamp.assessment} {stamp.round}, definition {stamp.digest[:12]}"
        mine = f"the project is {project.definition.round.id} {project.definition.round.name}, {project.definition.digest[:12]}"
        raise ProjectError(
            str(path), f"{what}; {mine}", "verify it in the project it was made by, or build it again"
        )
    if stamp.edition in FORMS:
        return project.form_plan(stamp)
    diagnosis = None if stamp.edition == "city" else Diagnosis()
    return project.city_plan(diagnosis=diagnosis, udf=stamp.edition == "result-udf", lang=lang)
