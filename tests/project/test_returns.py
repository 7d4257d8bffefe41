"""Giving back from several processes: the same papers in the same order, and whole ones only."""

from __future__ import annotations

import pickle
import shutil
from datetime import datetime
from multiprocessing import get_context
from multiprocessing.context import BaseContext
from pathlib import Path

import pytest

from smartxl import processes
from smartxl.project import Project, open_project, returns
from smartxl.project.returnpapers import ReturnWriter, SentForm, Terms
from tests.cli.conftest import write_project

MESSY_SEED = 6  # by which two units have something to correct
NOW = datetime(2026, 10, 1, 9).astimezone()
CODES = ["GA", "JY"]


@pytest.fixture(scope="module")
def messy_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write_project(tmp_path_factory.mktemp("messy") / "town")
    project = open_project(folder)
    project.fill(MESSY_SEED, messy=True, jobs=1)
    project.collect(processes=0)
    return folder


@pytest.fixture
def town(messy_once: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A town of which two units get something back; each test has a copy of its own."""
    monkeypatch.setattr(returns, "_FEW", 2)
    return open_project(shutil.copytree(messy_once, tmp_path / "town"))


def contents(project: Project) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in project.returns.iterdir()}


def test_processes_make_the_same_papers_in_the_same_order(
    town: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[bool] = []

    def context() -> BaseContext:
        started.append(True)
        return get_context("fork")

    told: list[tuple[int, int, str]] = []
    monkeypatch.setattr(processes, "process_context", context)
    alone = town.give_back(jobs=1, now=NOW)
    made = contents(town)
    assert not started
    shutil.rmtree(town.returns)
    beside = town.give_back(jobs=2, now=NOW, progress=lambda *step: told.append(step))
    assert started
    assert beside.given == alone.given
    assert [given.unit.code for given in beside.given] == CODES
    assert contents(town) == made
    assert told == [(1, 2, ""), (2, 2, "")]


def test_what_makes_papers_can_be_sent_to_a_process_that_starts_anew(town: Project) -> None:
    with town.ledger() as ledger:
        case = returns.cases(town, ledger)[0][0]
        assert case.record is not None
        sent = SentForm(case, ledger.content(case.record.digest) or b"", ledger.answers([case.record.digest]))
    write = ReturnWriter(town, Terms(NOW.date(), NOW.date()))
    there, arrived = pickle.loads(pickle.dumps((write, sent)))  # noqa: S301  (our own)
    assert there(arrived) == write(sent)


def test_no_process_starts_anew_for_a_few_units(town: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(returns, "_FEW", 3)
    monkeypatch.setattr(processes, "process_context", lambda: get_context("spawn"))
    monkeypatch.setattr(processes, "ProcessPoolExecutor", lambda *_, **__: pytest.fail("a process starts"))
    assert len(town.give_back(jobs=2, now=NOW).given) == 2


@pytest.mark.slow
@pytest.mark.parametrize("jobs", [1, 2])
def test_an_interruption_leaves_whole_files_that_the_next_run_knows(town: Project, jobs: int) -> None:
    def interrupt(done: int, total: int, remark: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        town.give_back(jobs=jobs, now=NOW, progress=interrupt)
    first = contents(town)
    assert {name.partition("-")[0] for name in first} == {"GA"}
    town.give_back(jobs=jobs, now=NOW)
    assert first.items() <= contents(town).items()
    assert {name.partition("-")[0] for name in contents(town)} == set(CODES)
