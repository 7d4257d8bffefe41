"""Blocks give the same results in this process, in others and on a cluster, whatever becomes of single ones."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from smartxl.errors import ProjectError
from smartxl.executors import (
    Block,
    BlockResult,
    Executor,
    ProcessExecutor,
    SerialExecutor,
    cluster,
    executor,
    text_digest,
)
from tests.executors.clusters import dask_programs
from tests.executors.work import doubled, ended_after, killed_always, killed_once, noted

BLOCKS = [Block(str(number), number) for number in range(16)]


def outcome(result: BlockResult[int]) -> object:
    return result.value if result.error is None else str(result.error)


@pytest.mark.parametrize("workers", [SerialExecutor(), ProcessExecutor(2)], ids=["serial", "processes"])
def test_every_block_has_one_result_and_none_stops_the_others(workers: Executor) -> None:
    with workers:
        found = {result.key: outcome(result) for result in workers.run(doubled, [*BLOCKS, *BLOCKS[:3]])}
    assert len(found) == 16
    assert {key: value for key, value in found.items() if isinstance(value, int)} == {
        str(number): 2 * number for number in range(16) if number not in {13, 14}
    }
    assert "不吉利" in str(found["13"])
    assert "KeyError(14)" in str(found["14"])


def test_blocks_are_asked_for_as_they_are_wanted() -> None:
    asked: list[int] = []

    def blocks() -> Iterator[Block[int]]:
        for number in range(100):
            asked.append(number)
            yield Block(str(number), number)

    results = ProcessExecutor(2).run(doubled, blocks())
    next(iter(results))
    assert len(asked) < 10
    results.close()  # type: ignore[attr-defined]


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_a_block_whose_process_is_killed_is_worked_out_again(tmp_path: Path) -> None:
    with ProcessExecutor(2) as workers:
        (result,) = workers.run(killed_once, [Block("a", tmp_path)])
    assert result == BlockResult("a", 1)


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_a_block_that_always_takes_its_process_down_is_an_error_and_the_rest_goes_on() -> None:
    blocks = [Block(str(number), number % 3 and number) for number in range(6)]
    with ProcessExecutor(2) as workers:
        found = {result.key: result for result in workers.run(killed_always, blocks)}
    assert {key for key, result in found.items() if result.error is None} == {"0", "3"}
    assert "系统结束了" in str(found["1"].error)


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_a_process_that_is_killed_while_nobody_waits_takes_no_block_with_it() -> None:
    with ProcessExecutor(1) as workers:
        results = iter(workers.run(ended_after, [Block("a", 1), *(Block(f"b{n}", 0) for n in range(6))]))
        found = [next(results)]
        time.sleep(0.5)
        found += results
    assert sorted(result.key for result in found) == ["a", *(f"b{n}" for n in range(6))]
    assert all(result.error is None for result in found)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_a_scheduler_that_goes_away_is_told_for_each_block(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "_PATIENCE", 4.0)
    folder = tmp_path / "work"
    folder.mkdir()
    with dask_programs(tmp_path) as (address, (scheduler, *_)):
        workers = executor(cluster=address)
        results = iter(workers.run(noted, [Block(str(n), (folder, n, 0.4)) for n in range(8)]))
        found = [next(results)]
        scheduler.kill()
        found += results
        workers.close()
    assert {result.key for result in found} == {str(n) for n in range(8)}
    assert any("调度器" in str(result.error) for result in found)


class _Forgotten:
    """What Dask has of blocks that are asked for while it loses its scheduler: they are never finished and never called off."""

    status = "running"

    def __init__(self, **_: object) -> None:
        self.key = ""

    def scheduler_info(self) -> dict[str, dict[str, object]]:
        return {"workers": {}}

    def submit(self, *_: object, key: str, **__: object) -> _Forgotten:
        future = _Forgotten()
        future.key = key
        return future

    def add(self, future: _Forgotten) -> None:
        self.key = future.key

    def next_batch(self, *, block: bool) -> list[_Forgotten]:
        assert not block
        _Forgotten.status = "connecting"
        return []


def test_blocks_that_were_asked_for_as_the_scheduler_went_are_told_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(cluster, "as_completed", _Forgotten)
    monkeypatch.setattr(cluster, "_PATIENCE", 0.1)
    monkeypatch.setattr(_Forgotten, "status", "running")
    workers = cluster.ClusterExecutor(_Forgotten())
    found = list(workers.run(doubled, [Block(str(n), n) for n in range(8)]))
    assert [result.key for result in found] == [str(n) for n in range(8)]
    assert all("调度器" in str(result.error) for result in found)


def test_the_executor_is_the_one_that_was_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("smartxl.executors.cluster._PATIENCE", 0.5)
    assert isinstance(executor(1), SerialExecutor)
    assert isinstance(executor(3), ProcessExecutor)
    with pytest.raises(ProjectError, match="dask scheduler"):
        executor(cluster="tcp://127.0.0.1:9")


def test_texts_that_are_cut_elsewhere_have_another_digest() -> None:
    assert text_digest("ab", "c") != text_digest("a", "bc")


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_a_worker_of_dask_that_is_killed_loses_and_doubles_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "work"
    folder.mkdir()
    blocks = [Block(text_digest(str(number)), (folder, number, 0.5)) for number in range(10)]
    with dask_programs(tmp_path) as (address, (_, first, _second)), executor(cluster=address) as workers:
        results = iter(workers.run(noted, blocks))
        found = [next(results)]
        time.sleep(1.2)  # it has results by now that nobody has asked for, and a block in hand
        os.kill(first.pid, signal.SIGKILL)
        time.sleep(0.5)
        found += results
    # a block whose result was on the killed worker may have been worked out again: it has one result all the same
    assert sorted(result.value for result in found if result.value is not None) == list(range(10))
    assert len({result.key for result in found}) == 10
    assert [path.name for path in sorted(folder.glob("done-*"))] == [f"done-{n}" for n in range(10)]
