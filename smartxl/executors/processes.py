"""Blocks in processes of this machine."""

from __future__ import annotations

import signal
import warnings
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from typing import TypeVar

from smartxl.errors import ProjectError
from smartxl.executors.base import Block, BlockResult, Executor, attempt, once_each
from smartxl.processes import process_context
from smartxl.text import Text

__all__ = ["ProcessExecutor"]

T = TypeVar("T")
R = TypeVar("R")

_AHEAD = 2  # blocks for each process that are handed out before they are wanted


class ProcessExecutor(Executor):
    """Blocks in up to `jobs` processes. A block whose process the system kills is worked out once more, alone."""

    def __init__(self, jobs: int) -> None:
        self.jobs = jobs

    def run(self, work: Callable[[T], R], blocks: Iterable[Block[T]]) -> Iterator[BlockResult[R]]:
        """The results as blocks finish; few blocks are handed out before they are wanted."""
        waiting = once_each(blocks)
        while True:
            broken: list[Block[T]] = []
            yield from self._until_broken(work, waiting, broken)
            if not broken:
                return
            for block in broken:
                yield _alone(work, block)

    def _until_broken(
        self, work: Callable[[T], R], waiting: Iterator[Block[T]], broken: list[Block[T]]
    ) -> Iterator[BlockResult[R]]:
        """Results until there are no more blocks, or a process was killed: then `broken` are the blocks in hand."""
        pool = _pool(self.jobs)
        asked: dict[Future[BlockResult[R]], Block[T]] = {}
        try:
            while not broken:
                for block in islice(waiting, _AHEAD * self.jobs - len(asked)):
                    try:
                        asked[_submit(pool, work, block)] = block
                    except BrokenProcessPool:  # a process was killed while nobody waited for a result
                        broken.append(block)
                        break
                if not asked:
                    return
                for future in wait(asked, return_when=FIRST_COMPLETED).done:
                    block = asked.pop(future)
                    if isinstance(future.exception(), BrokenProcessPool):
                        broken.append(block)
                    else:
                        yield future.result()
            broken += asked.values()
        finally:
            pool.shutdown(cancel_futures=True)


def _pool(jobs: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(jobs, mp_context=process_context(), initializer=_begin)


def _submit(pool: ProcessPoolExecutor, work: Callable[[T], R], block: Block[T]) -> Future[BlockResult[R]]:
    with warnings.catch_warnings():
        # of fork beside threads: there are none but the pool's own, which begins after it has forked
        warnings.simplefilter("ignore", DeprecationWarning)
        return pool.submit(attempt, work, block)


def _begin() -> None:
    """In a process of its own. Ctrl-C is for the one that takes the results: it ends the others."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _alone(work: Callable[[T], R], block: Block[T]) -> BlockResult[R]:
    """A block that may have brought its process down, in a process that no other block shares."""
    with _pool(1) as pool:
        try:
            return _submit(pool, work, block).result()
        except BrokenProcessPool:
            what = Text(
                "系统结束了正在处理它的进程（内存不足？）",
                "the system ended the process that worked on it (too little memory?)",
            )
            remedy = Text("用 --jobs 1 再运行一次", "run it again with --jobs 1")
            return BlockResult(block.key, error=ProjectError(block.key[:12], what, remedy))
