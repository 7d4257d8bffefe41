"""Work on several cores: pieces go out to processes, results come back in the order of the pieces."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import warnings
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.context import BaseContext
from typing import Any, Protocol, TypeVar

from smartxl.errors import SmartxlError
from smartxl.text import Text

__all__ = [
    "Pieces",
    "Spreader",
    "can_fork",
    "cores",
    "never_fork_again",
    "process_context",
    "spread",
    "worthwhile",
]

_AHEAD = 2  # pieces for each process that are asked for before they are wanted
Piece = TypeVar("Piece")
Piece_co = TypeVar("Piece_co", covariant=True)
Result = TypeVar("Result")


class Pieces(Protocol[Piece_co]):
    """Pieces of work whose number is known before each of them is at hand."""

    def __len__(self) -> int: ...

    def __iter__(self) -> Iterator[Piece_co]: ...


class Spreader(Protocol):
    """What `spread` does, in another way: on a cluster."""

    def __call__(self, work: Callable[[Piece], Result], pieces: Sequence[Piece]) -> Iterator[Result]:
        """What `work` makes of each piece, in their order."""
        ...


def cores() -> int:
    """How many processes can run at once."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


_hidden_threads: list[str] = []


def never_fork_again(because_of: str) -> None:
    """Says that a library has started threads that Python does not know of: in a forked process it would wait for them."""
    _hidden_threads.append(because_of)


def can_fork() -> bool:
    """Whether a process can be forked, which shares all that is in memory: only where no other thread may hold a lock."""
    return sys.platform == "linux" and threading.active_count() == 1 and not _hidden_threads


def process_context() -> BaseContext:
    """How processes start: by fork where that is safe."""
    return multiprocessing.get_context("fork" if can_fork() else "spawn")


def worthwhile(pieces: int, jobs: int, few: int) -> int:
    """How many of `jobs` processes pay for so many pieces: none but this one for fewer than `few` where they start anew."""
    return jobs if pieces >= few or process_context().get_start_method() == "fork" else 1


def spread(
    work: Callable[[Piece], Result], pieces: Pieces[Piece], jobs: int | Spreader
) -> Generator[Result, None, None]:
    """What `work` makes of each piece, in their order, from up to `jobs` processes (1: in this one), or from a spreader.

    Few pieces and results are in memory at a time. Where processes cannot be forked `work` is pickled once for each.
    Ctrl-C ends them all. Raises what `work` raises, and SmartxlError when the system ends a process.
    """
    if not isinstance(jobs, int):
        yield from jobs(work, tuple(pieces))
        return
    if jobs <= 1 or len(pieces) <= 1:
        yield from map(work, pieces)
        return
    context = process_context()
    pool = ProcessPoolExecutor(
        min(jobs, len(pieces)), mp_context=context, initializer=_begin, initargs=(work,)
    )
    try:
        with warnings.catch_warnings():
            # Of fork beside threads: there are none of ours.
            warnings.simplefilter("ignore", DeprecationWarning)
            pool.submit(os.getpid).result()
        asked: deque[Future[Result]] = deque()
        for piece in pieces:
            asked.append(pool.submit(_done, piece))
            if len(asked) > _AHEAD * jobs:
                yield asked.popleft().result()
        while asked:
            yield asked.popleft().result()
    except BrokenProcessPool as error:
        raise SmartxlError(
            Text("进程", "processes"),
            Text("系统结束了一个计算进程（内存不足？）", "the system ended a process (too little memory?)"),
            Text("改用一个进程：--jobs 1", "work in one process: --jobs 1"),
        ) from error
    finally:
        pool.shutdown(cancel_futures=True)


_mine: list[Callable[[Any], Any]] = []


def _begin(work: Callable[[Any], Any]) -> None:
    """In a process of its own. Ctrl-C is for the one that gathers the results: it ends the others."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _mine[:] = [work]


def _done(piece: object) -> Any:  # noqa: ANN401 (whatever the work makes of it)
    return _mine[0](piece)
