"""Files made side by side: written in order by one process, whoever made them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from smartxl import processes
from smartxl.errors import ProjectError, SmartxlError, WouldOverwrite
from smartxl.project.outputs import Written
from smartxl.project.printing import write_made
from smartxl.text import Text


def files(folder: Path, name: str, count: int = 1) -> Iterator[tuple[Path, bytes]]:
    for number in range(count):
        yield folder / f"{name}{number}", f"{name} of {os.getpid()}".encode()


def broken() -> Iterator[tuple[Path, bytes]]:
    raise ProjectError("report", Text("不行", "it cannot be"), Text("等等", "wait"))


@pytest.fixture(params=[1, 3], ids=["here", "in processes"])
def jobs(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(processes, "_hidden_threads", [])  # of other tests
    return int(request.param)


def test_what_is_made_is_written_in_the_order_of_the_makers(tmp_path: Path, jobs: int) -> None:
    told: list[int] = []
    makers = [partial(files, tmp_path, "a", 2), partial(files, tmp_path, "b"), partial(files, tmp_path, "c")]
    written = write_made(makers, tmp_path, force=False, jobs=jobs, tick=lambda: told.append(1))
    assert [[built.path.name for built in each] for each in written] == [["a0", "a1"], ["b0"], ["c0"]]
    assert {built.written for each in written for built in each} == {Written.NEW}
    assert len(told) == 3
    apart = f"of {os.getpid()}" not in (tmp_path / "a0").read_text()
    assert apart == (jobs > 1 and processes.process_context().get_start_method() == "fork")


def test_what_a_maker_raises_is_raised(tmp_path: Path, jobs: int) -> None:
    with pytest.raises(SmartxlError, match="it cannot be"):
        write_made(
            [broken, partial(files, tmp_path, "b")], tmp_path, force=False, jobs=jobs, tick=lambda: None
        )


def test_a_changed_file_is_not_replaced(tmp_path: Path, jobs: int) -> None:
    makers = [partial(files, tmp_path, "a"), partial(files, tmp_path, "b")]
    (tmp_path / "a0").write_text("changed")
    with pytest.raises(WouldOverwrite):
        write_made(makers, tmp_path, force=False, jobs=jobs, tick=lambda: None)
    assert (tmp_path / "a0").read_text() == "changed"
