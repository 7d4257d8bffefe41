"""Workbooks that go out: for the units, the evaluator, appeals, paper; and simulated ones that came back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from smartxl.errors import ProjectError, UnknownName
from smartxl.model.answers import Answer
from smartxl.model.definition import Unit
from smartxl.model.edition import Edition
from smartxl.project.folder import ProjectFolder
from smartxl.project.jobs import BuildJob, build_files
from smartxl.project.outputs import Built, Outputs
from smartxl.project.progress import Tick
from smartxl.project.sources import COLLECT_FIRST
from smartxl.scoring import score
from smartxl.text import Text, file_name

if TYPE_CHECKING:
    from smartxl.project.previous import PreviousRound

__all__ = ["build", "edition_of_units", "fill", "folder_of"]


def edition_of_units(name: str, *, prefilled: bool) -> Edition:
    """The edition of the units' workbooks with this name. Raises UnknownName, ProjectError for one that is not prefilled."""
    edition = Edition.of(name)
    if edition is None or not edition.of_unit:
        known = ", ".join(entry for entry in Edition if entry.of_unit)
        what = Text(f"没有版本“{name}”", f"there is no edition {name!r}")
        raise UnknownName("edition", what, Text(f"可用：{known}", f"one of: {known}"))
    if prefilled and edition is not Edition.UNIT:
        what = Text("只有单位填报的表可以预填", "only the units' forms are prefilled")
        raise ProjectError("prefill", what, Text("不要指定版本", "leave out the edition"))
    return edition


def folder_of(project: ProjectFolder, edition: Edition) -> Path:
    """Where an edition of the units' workbooks lies."""
    folders = {
        Edition.UNIT: project.workbooks,
        Edition.EVALUATOR: project.reviews,
        Edition.APPEAL: project.appeal_forms,
        Edition.PRINT: project.paper,
    }
    return folders[edition]


def build(
    project: ProjectFolder,
    edition: Edition = Edition.UNIT,
    *,
    last: PreviousRound | None = None,
    force: bool,
    tick: Tick,
    jobs: int = 1,
) -> Iterator[Built]:
    """Writes an edition of each unit's workbook into its folder, and after the units' own the city workbook.

    The units' own hold the answers of the `last` round if given. The evaluator's edition and the appeal hold the answers
    that count so far and what units contest of them; there is an appeal for each unit of which a file counts.
    `jobs` is how many processes may work at once.
    """
    work = _job(project, edition, last)
    folder = folder_of(project, edition)
    by_class = edition is Edition.UNIT
    return _write_all(
        work,
        lambda unit: folder / (_class_folder(project, unit) if by_class else ""),
        force=force,
        tick=tick,
        jobs=jobs,
    )


def _job(project: ProjectFolder, edition: Edition, last: PreviousRound | None) -> BuildJob:
    if not edition.shows_review:
        return BuildJob(project, edition, has_city=edition is Edition.UNIT, last=last)
    # which brings in the database: the units' own forms need none
    from smartxl.ledger import appeals, with_appeals

    with project.ledger() as ledger:
        answers, lodged = ledger.counting_answers(project.definition), appeals(project.definition, ledger)
    units = frozenset(answer.unit for answer in answers)
    if edition.contests and not units:
        what = Text(
            "没有计入的报送，没有可申诉的结果", "no submission counts, so there is no result to contest"
        )
        raise ProjectError(str(project.root), what, COLLECT_FIRST)
    return BuildJob(
        project,
        edition,
        contested=frozenset(unit for unit, appeal in lodged.items() if appeal.texts),
        only=units if edition.contests else None,
        table=score(project.definition, answers),
        answers=_by_unit(with_appeals(answers, lodged)),
    )


def fill(
    project: ProjectFolder,
    seed: int,
    *,
    messy: bool,
    only: frozenset[str] | None = None,
    force: bool,
    tick: Tick,
    jobs: int = 1,
) -> Iterator[Built]:
    """Writes simulated filled workbooks into the inbox, of `only` some units if given."""
    from smartxl.simulate import make_messy, respond

    whole = project.definition
    few = whole if only is None else whole.only([unit for unit in whole.roster.units if unit.code in only])
    if messy:  # who types carelessly is drawn of all units together
        careless = make_messy(respond(whole, project.lang, seed), whole.framework, project.lang, seed)
        answers = [answer for answer in careless if answer.unit in few.roster.by_code]
    else:
        answers = list(respond(few, project.lang, seed))
    table = score(few, answers)
    work = BuildJob(project, only=only, table=table, answers=_by_unit(answers))
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


def _class_folder(project: ProjectFolder, unit: Unit | None) -> str:
    """The folder that a unit's workbook lies in beside those of its class; "" for the city's."""
    if unit is None:
        return ""
    return file_name(project.definition.framework.unit_class(unit.unit_class).name.get(project.lang))
