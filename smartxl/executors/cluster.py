"""Blocks on a cluster of Dask: a scheduler and workers, started by Dask's own commands, or here.

A worker of Dask runs tasks in a thread, as a daemon: it may have no child processes, and must not fork. So each worker keeps
one process of its own in which the blocks are worked out, one after the other; it ends when the worker has gone.
"""

from __future__ import annotations

import atexit
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from types import FrameType
from typing import Any, Self, TypeVar

import dask.config
from distributed import Client, LocalCluster, as_completed
from distributed.scheduler import KilledWorker

from smartxl.errors import ProjectError
from smartxl.executors.base import Block, BlockResult, Executor, attempt, once_each
from smartxl.text import Text

__all__ = ["ClusterExecutor"]

T = TypeVar("T")
R = TypeVar("R")

_PATIENCE = 15.0  # seconds for a scheduler to answer
_AHEAD = 3  # blocks for each worker that are handed out before they are wanted
_RETRIES = 2  # workers that may be killed under a block before it is given up
_PAUSE = 0.02  # seconds between two looks whether a block is finished
_LOOK = 1.0  # seconds between two looks whether the worker is still there


class ClusterExecutor(Executor):
    """Blocks as tasks of a scheduler, named by their keys: a block that a killed worker had is given to another one."""

    def __init__(self, client: Client, cluster: LocalCluster | None = None) -> None:
        self._client = client
        self._cluster = cluster

    @classmethod
    def connect(cls, address: str, workers: int) -> Self:
        """To a scheduler (tcp://host:8786), or `local`: one that is started here with so many workers. Raises ProjectError."""
        if address == "local":
            with dask.config.set({"distributed.scheduler.allowed-failures": _RETRIES}):
                cluster = LocalCluster(
                    n_workers=workers,
                    threads_per_worker=1,
                    dashboard_address=None,  # pyright: ignore[reportArgumentType]  (None: no page)
                    silence_logs=50,
                )
            return cls(Client(cluster), cluster)
        try:
            return cls(Client(address, timeout=_PATIENCE))
        except (OSError, ValueError, TimeoutError) as error:
            what = Text(f"调度器没有应答：{error}", f"the scheduler does not answer: {error}")
            remedy = Text(
                "检查地址；调度器由 dask scheduler 启动，计算节点由 dask worker 启动",
                "check the address; a scheduler is started by `dask scheduler`, workers by `dask worker`",
            )
            raise ProjectError(address, what, remedy) from error

    def run(self, work: Callable[[T], R], blocks: Iterable[Block[T]]) -> Iterator[BlockResult[R]]:
        """The results as blocks finish."""
        waiting = once_each(blocks)
        ahead = _AHEAD * max(1, len(self._client.scheduler_info()["workers"]))
        finished = as_completed(with_results=False)
        asked: dict[str, Any] = {}
        try:
            while True:
                while len(asked) < ahead and self._is_there() and (block := next(waiting, None)) is not None:
                    asked[block.key] = future = self._submit(work, block)
                    finished.add(future)
                if not asked:
                    break
                yield from self._finished(finished, asked)
        finally:
            if asked and self._client.status == "running":
                self._client.cancel(list(asked.values()))
        yield from (_lost(block.key) for block in waiting)

    def _finished(self, finished: Any, asked: dict[str, Any]) -> Iterator[BlockResult[Any]]:  # noqa: ANN401
        """The results that are there, at least one; where the scheduler has gone, that all are lost.

        Dask calls off what was asked when it loses its scheduler, but for what is asked in that very moment: that would be
        waited for without end.
        """
        while not (done := finished.next_batch(block=False)):
            if self._client.status != "running":
                lost = list(asked)
                asked.clear()
                yield from map(_lost, lost)
                return
            time.sleep(_PAUSE)
        for future in done:
            if asked.pop(future.key, None) is not None:
                yield _outcome(future)

    def _is_there(self) -> bool:
        """Whether the scheduler answers, or does so again within the time that it is given."""
        until = time.monotonic() + _PATIENCE
        while self._client.status == "connecting" and time.monotonic() < until:
            time.sleep(_PAUSE)
        return bool(self._client.status == "running")

    def _submit(self, work: Callable[[T], R], block: Block[T]) -> Any:  # noqa: ANN401  (Dask has no types)
        return self._client.submit(_in_own_process, work, block, key=block.key, pure=True)

    def close(self) -> None:
        """Leaves the scheduler, and ends it where it was started here."""
        self._client.close()
        if self._cluster is not None:
            self._cluster.close()


def _lost(key: str) -> BlockResult[Any]:
    what = Text("与调度器的连接中断", "the connection to the scheduler was lost")
    remedy = Text("检查调度器和网络，再运行一次", "check scheduler and network, and run it again")
    return BlockResult(key, error=ProjectError(key[:12], what, remedy))


def _outcome(future: Any) -> BlockResult[Any]:  # noqa: ANN401
    """What became of a block that is finished; where its worker was killed since, it is worked out again and waited for."""
    try:
        error = future.exception()
        if error is None:
            found: BlockResult[Any] = future.result()
            return found
    except (CancelledError, OSError):  # the scheduler has gone, or goes while it is asked for the result
        return _lost(future.key)
    if isinstance(error, KilledWorker):
        what = Text("处理它的计算节点多次被终止", "the workers that worked on it were killed several times")
        remedy = Text("检查计算节点的内存", "check the memory of the workers")
    else:
        what = Text(f"计算节点出错：{error!r}", f"the worker failed: {error!r}")
        remedy = Text("各计算节点须装有同一版本的 smartxl", "all workers need the same version of smartxl")
    return BlockResult(future.key, error=ProjectError(future.key[:12], what, remedy))


_own: list[ProcessPoolExecutor] = []
_one_at_a_time = threading.Lock()


def _in_own_process(work: Callable[[T], R], block: Block[T]) -> BlockResult[R]:
    """On a worker: works a block out in the worker's own process."""
    with _one_at_a_time:
        for last in (False, True):
            if not _own:
                _own.append(_new_process())
            try:
                return _own[0].submit(attempt, work, block).result()
            except BrokenProcessPool:
                _own.clear()
                if last:
                    break
    what = Text("处理它的进程两次被系统结束", "the process that worked on it was ended by the system twice")
    remedy = Text("检查计算节点的内存", "check the memory of the workers")
    return BlockResult(block.key, error=ProjectError(block.key[:12], what, remedy))


def _new_process() -> ProcessPoolExecutor:
    # multiprocessing lets no daemon start processes, for it would leave them behind; ours looks after itself
    multiprocessing.current_process()._config["daemon"] = False  # type: ignore[attr-defined]
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(1, mp_context=context, initializer=_end_with, initargs=(os.getpid(),))
    atexit.register(pool.shutdown, wait=False)
    return pool


def _end_with(worker: int) -> None:
    """In the worker's own process: ends it when the worker was killed, by a timer, for a thread would keep it from forking."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "win32":
        return

    def look(_: int, __: FrameType | None) -> None:
        if os.getppid() != worker:
            os.kill(os.getpid(), signal.SIGKILL)

    signal.signal(signal.SIGALRM, look)
    signal.setitimer(signal.ITIMER_REAL, _LOOK, _LOOK)
