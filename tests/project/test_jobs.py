"""Workbooks from several processes: the same files in the same order, whole ones only, and errors that are told."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from smartxl.errors import DefinitionError, Problem, SmartxlError, TemplateError
from smartxl.model.definition import Catalogue, Roster
from smartxl.model.plan import WorkbookPlan
from smartxl.planning import CityPlanner
from smartxl.project import Project
from smartxl.project import jobs as workers
from smartxl.project.build import build
from smartxl.project.create import new_project
from smartxl.project.jobs import BuildJob, build_files
from smartxl.scoring import score
from smartxl.simulate import respond
from smartxl.text import Text

UNITS = 12


@pytest.fixture
def city(tmp_path: Path) -> Project:
    """A dozen units of the example: departments and districts."""
    new_project(tmp_path / "city")
    project = Project.open(tmp_path / "city")
    definition = project.definition
    units = (*definition.roster.units[: UNITS - 2], *definition.roster.units[-2:])
    codes = {unit.code for unit in units}
    items = tuple(item for item in definition.catalogue.items if item.unit in codes)
    project.definition = replace(definition, roster=Roster(units), catalogue=Catalogue(items))
    return project


def contents(work: BuildJob, jobs: int) -> list[tuple[str, bytes]]:
    return [(file.file_name, file.content) for file in build_files(work, jobs)]


@pytest.mark.slow
@pytest.mark.parametrize("start", ["fork", "spawn"])
def test_processes_write_the_same_files_in_the_same_order(
    city: Project, start: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if start not in multiprocessing.get_all_start_methods():
        pytest.skip(f"no {start} here")
    monkeypatch.setattr(workers, "process_context", lambda: multiprocessing.get_context(start))
    work = BuildJob(city, has_city=True)
    alone = contents(work, 1)
    assert len(alone) == UNITS + 1
    assert contents(work, 3) == alone


def test_no_process_starts_for_a_few_workbooks(city: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "process_context", lambda: pytest.fail("a process starts"))
    few = frozenset(unit.code for unit in city.definition.roster.units[:4])
    assert len(contents(BuildJob(city, only=few), 2)) == 4


@pytest.mark.slow
def test_blank_files_show_what_the_whole_city_gives(city: Project) -> None:
    """Batches are scored without the other units: no number of a unit's own workbook comes from those."""
    whole = BuildJob(city, table=score(city.definition, ()))
    assert contents(whole, 1) == contents(BuildJob(city), 1)


@pytest.mark.slow
def test_answers_reach_the_processes(city: Project) -> None:
    answers = respond(city.definition, "zh", 7)
    by_unit = {u.code: [a for a in answers if a.unit == u.code] for u in city.definition.roster.units}
    work = BuildJob(city, table=score(city.definition, answers), answers=by_unit)
    assert contents(work, 2) == contents(work, 1) != contents(BuildJob(city), 1)


@pytest.mark.slow
def test_what_a_process_raises_is_told(city: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    last = city.definition.roster.units[-1]
    form = BuildJob._form

    def fail(self: BuildJob, unit: object, table: object) -> object:
        if unit == last:
            raise TemplateError(
                "standard.xlsx B4", Text("没有地方", "no place for it"), Text("加一个", "add one")
            )
        return form(self, unit, table)  # type: ignore[arg-type]

    monkeypatch.setattr(BuildJob, "_form", fail)
    monkeypatch.setattr(workers, "process_context", lambda: multiprocessing.get_context("fork"))
    with pytest.raises(TemplateError, match=r"standard\.xlsx B4: no place for it → add one") as caught:
        contents(BuildJob(city), 2)
    assert caught.value.remedy.en == "add one"


PROBLEM = Problem("f.yaml", 3, "weight", Text("错", "what"), Text("改", "remedy"))


@pytest.mark.parametrize(
    "error",
    [
        SmartxlError("a", Text("甲", "b"), Text("乙", "c")),
        DefinitionError((PROBLEM,)),
    ],
)
def test_errors_come_whole_out_of_another_process(error: SmartxlError) -> None:
    kind, arguments = error.__reduce__()
    assert callable(kind)
    again = kind(*arguments)  # type: ignore[misc]
    assert (type(again), str(again), again.remedy) == (type(error), str(error), error.remedy)


@pytest.mark.slow
def test_a_process_that_the_system_ends_is_told(city: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "process_context", lambda: multiprocessing.get_context("fork"))
    monkeypatch.setattr(workers, "_forms", _end)
    with pytest.raises(SmartxlError, match="--jobs 1"):
        contents(BuildJob(city), 2)


def _end(_units: object) -> None:
    os._exit(9)


@pytest.mark.slow
def test_no_more_than_some_files_are_made_ahead(city: Project) -> None:
    """A consumer that stops early ends the processes, and what it took is on the disk."""
    files = build(city, force=False, tick=lambda: None, jobs=2)
    first = [next(files) for _ in range(3)]
    files.close()  # type: ignore[attr-defined]
    written = list(city.workbooks.rglob("*"))
    assert {built.path for built in first} <= set(written)
    assert len([p for p in written if p.suffix == ".xlsx"]) == 3


BUILD = """
import signal
import sys
from pathlib import Path
from smartxl.project import Project
from smartxl.project.build import build
signal.signal(signal.SIGINT, signal.default_int_handler)  # a job in the background starts without it
for file in build(Project.open(Path(sys.argv[1])), force=False, tick=lambda: None, jobs=2):
    print(file.path.name, flush=True)
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is another thing there")
def test_ctrl_c_leaves_whole_files_only(tmp_path: Path) -> None:
    """SIGINT goes to all processes of the group, as the terminal sends it."""
    new_project(tmp_path / "city")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, "-c", BUILD, str(tmp_path / "city")]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment, start_new_session=True
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()  # one file is written: the others are on their way
        os.killpg(process.pid, signal.SIGINT)
        start = time.monotonic()
        _, error = process.communicate(timeout=60)
    assert time.monotonic() - start < 30
    assert process.returncode != 0
    assert error.rstrip().endswith(b"KeyboardInterrupt")
    chained = error.count(b"During handling of the above exception")  # where the signal came amid one
    assert error.count(b"Traceback") - chained == 1  # none from the other processes
    files = [path for path in (tmp_path / "city" / "workbooks").rglob("*") if path.is_file()]
    assert files
    for path in files:
        assert path.suffix == ".xlsx"
        load_workbook(path)


def test_what_the_city_workbook_cannot_hold_is_told_before_any_file(
    city: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def too_long(_: CityPlanner, **__: object) -> WorkbookPlan:
        raise TemplateError(
            "city.xlsx", Text("B 的公式太长", "the formula of B is too long"), Text("拆开", "divide it")
        )

    monkeypatch.setattr(CityPlanner, "plan", too_long)
    with pytest.raises(TemplateError, match="too long"):
        next(build(city, force=False, tick=lambda: None, jobs=1))
    assert not list(city.workbooks.rglob("*.xlsx"))
