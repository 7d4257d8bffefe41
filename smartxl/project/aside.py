"""Work done in a process beside this one, of which it has all that is in memory, where the system can do that."""

from __future__ import annotations

import gc
import os
import pickle
import signal
from collections.abc import Callable
from typing import Generic, Self, TypeVar

from smartxl.processes import can_fork, cores

__all__ = ["AsideTask"]

T = TypeVar("T")
_SECONDS = 300.0  # of CPU


class AsideTask(Generic[T]):
    """Work that begins at once, beside what this process does meanwhile; on one core, or without fork, when it is asked for.

    A context: whatever is not asked for within it is given up. What the work gives is sent as a pickle. It ends the process
    beside, and nothing else, when it fails there: then it is done once more in this one, which tells why.
    """

    def __init__(self, work: Callable[[], T]) -> None:
        self._work = work
        self._started = _start(work) if cores() > 1 and can_fork() else None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._started is not None:
            child, link = self._started
            os.kill(child, signal.SIGKILL)
            os.close(link)
            os.waitpid(child, 0)
            self._started = None

    def result(self) -> T:
        """What the work gives; to be asked for once. Raises what it raises."""
        if self._started is not None:
            child, link = self._started
            with open(link, "rb") as pipe:  # noqa: PTH123  (a descriptor)
                sent = pipe.read()
            _, status = os.waitpid(child, 0)
            self._started = None
            if status == 0:
                found: T = pickle.loads(sent)  # noqa: S301  (of our own process)
                return found
        return self._work()


def _start(work: Callable[[], object]) -> tuple[int, int] | None:
    """The number of the process and where to read from; None where the system starts none."""
    ours, theirs = os.pipe()
    try:
        child = os.fork()
    except OSError:
        os.close(ours)
        os.close(theirs)
        return None
    if child:
        os.close(theirs)
        return child, ours
    try:  # in the process beside, which must never go on as this one
        os.close(ours)
        gc.disable()  # its memory goes with it soon
        signal.setitimer(signal.ITIMER_PROF, _SECONDS)
        with open(theirs, "wb") as pipe:  # noqa: PTH123
            pipe.write(pickle.dumps(work(), pickle.HIGHEST_PROTOCOL))
        os._exit(0)
    finally:
        os._exit(1)
