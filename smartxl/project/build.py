"""Workbooks that go out: for the units, the evaluator, appeals, paper; and simulated ones that came back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path

from smartxl.errors import ProjectError
from smartxl.ledger import appeals, with_appeals
from smartxl.model.answers import Answer
from smartxl.model.definition import Unit
from smartxl.project.folder import ProjectFolder
from smartxl.project.jobs import BuildJob, build_files
from smartxl.project.outputs import Built, Outputs
from smartxl.project.previous import PreviousRound
from smartxl.project.progress import Tick
from smartxl.scoring import score
from smartxl.simulate import make_messy, respond
from smartxl.text import file_name
from smartxl_templates import wording

__all__ = ["build", "build_appeals", "build_edition", "build_paper", "build_reviews", "fill"]


def build_edition(
    project: ProjectFolder, edition: str, *, last: PreviousRound | None, force: bool, tick: Tick, jobs: int
) -> tuple[Path, Iterator[Built]]:
    """The folder of an edition, and its files as they are written; `last` is for the units' forms."""
    if edition == "unit":
        return project.workbooks, build(project, last=last, force=force, tick=tick, jobs=jobs)
    folder, write = {
        "evaluator": (project.reviews, build_reviews),
        "appeal": (project.appeal_forms, build_appeals),
        "print": (project.paper, build_paper),
    }[edition]
    return folder, write(project, force=force, tick=tick, jobs=jobs)


def build(
    project: ProjectFolder, *, last: PreviousRound | None = None, force: bool, tick: Tick, jobs: int = 1
) -> Iterator[Built]:
    """Writes one workbook for each unit, with the answers of the round before if given, then the city workbook.

    `jobs` is how many processes may work at once.
    """
    work = BuildJob(project, has_city=True, last=last)
    return _write_all(work, lambda unit: _folder(project, unit), force=force, tick=tick, jobs=jobs)


def build_reviews(project: ProjectFolder, *, force: bool, tick: Tick, jobs: int = 1) -> Iterator[Built]:
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


def build_appeals(project: ProjectFolder, *, force: bool, tick: Tick, jobs: int = 1) -> Iterator[Built]:
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
    return _write_all(work, lambda _: project.appeal_forms, force=force, tick=tick, jobs=jobs)


def build_paper(project: ProjectFolder, *, force: bool, tick: Tick, jobs: int = 1) -> Iterator[Built]:
    """Writes the edition to be printed for each unit."""
    return _write_all(
        BuildJob(project, paper=True), lambda _: project.paper, force=force, tick=tick, jobs=jobs
    )


def fill(
    project: ProjectFolder, seed: int, *, messy: bool, force: bool, tick: Tick, jobs: int = 1
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
            path = folder(file.unit) / file.file_name
            yield Built(path, outputs.write(path, file.content))
            tick()


def _folder(project: ProjectFolder, unit: Unit | None) -> Path:
    """Where a workbook that goes out lies: that of a unit beside those of its class."""
    if unit is None:
        return project.workbooks
    unit_class = project.definition.framework.unit_class(unit.unit_class)
    return project.workbooks / file_name(unit_class.name.get(project.lang))
