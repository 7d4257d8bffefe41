"""Work done beside a process gives what it gives in it, whatever becomes of the process beside."""

from __future__ import annotations

import os
import sys
import time

import pytest

from smartxl.errors import VerifyError
from smartxl.processes import can_fork
from smartxl.project import aside
from smartxl.project.aside import AsideTask
from smartxl.text import Text

HERE = os.getpid()
FORKS = pytest.mark.skipif(sys.platform != "linux", reason="processes are not forked here")


@pytest.fixture(autouse=True)
def cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(aside, "cores", lambda: 2)


@FORKS
def test_it_is_done_in_another_process() -> None:
    with AsideTask(lambda: (os.getpid(), ["任何", 1.5, None])) as task:
        process, given = task.result()
    assert (process == HERE) is not can_fork()  # beside a thread no process is forked
    assert given == ["任何", 1.5, None]


def test_on_one_core_it_is_done_in_this_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(aside, "cores", lambda: 1)
    with AsideTask(os.getpid) as task:
        assert task.result() == HERE


def test_a_process_that_dies_costs_nothing() -> None:
    def work() -> str:
        if os.getpid() != HERE:
            os._exit(9)
        return "done"

    with AsideTask(work) as task:
        assert task.result() == "done"


def test_what_fails_tells_why() -> None:
    def work() -> str:
        raise VerifyError("B2", Text("错", "wrong"), Text("改", "mend"))

    with AsideTask(work) as task, pytest.raises(VerifyError, match="B2"):
        task.result()


def test_what_nobody_asks_for_is_given_up() -> None:
    begun = time.monotonic()
    with AsideTask(lambda: time.sleep(60)):
        pass
    assert time.monotonic() - begun < 30
