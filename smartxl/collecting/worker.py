"""What runs in a process that reads: one file after the other, within limits, until its parent is gone."""

from __future__ import annotations

import faulthandler
import gc
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from smartxl.errors import SmartxlError
from smartxl.model.received import FileReading
from smartxl.reading import FileReader, out_of_memory

__all__ = ["Limits", "worker_main"]

_SELDOM = 50_000  # objects between two looks for garbage: plans and answers are many, and without cycles


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one file may cost: seconds of work, seconds in all, and memory beyond what the program takes itself.

    Work and memory are limited where the system can do that; the time in all, everywhere.
    """

    work_seconds: float = 4.0
    all_seconds: float = 20.0
    memory_bytes: int = 320 * 2**20


def worker_main(link: Connection, reader: FileReader, limits: Limits, others: Sequence[Connection]) -> None:
    """Says None when it is ready, then answers each (name, bytes) with a Reading or with the SmartxlError it met.

    `others` are ends of the parent's that it must not hold: they would keep its siblings from seeing that it is gone.
    """
    faulthandler.disable()  # how it ends is told by the parent, in words
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends its children
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    for other in others:
        other.close()
    gc.freeze()
    gc.set_threshold(_SELDOM)
    _limit_memory(limits.memory_bytes)
    try:
        link.send(None)
        while True:
            name, content = link.recv()
            with _limited(limits.work_seconds):
                answer = _answer(reader, name, content)
            _send(link, answer, name)
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return


def _answer(reader: FileReader, name: str, content: bytes) -> FileReading | SmartxlError:
    try:
        return reader.read(content, name)
    except SmartxlError as error:
        return error
    except MemoryError:
        return out_of_memory(name)


def _send(link: Connection, answer: FileReading | SmartxlError, name: str) -> None:
    try:
        link.send(answer)
    except MemoryError:
        link.send(out_of_memory(name))


@contextmanager
def _limited(seconds: float) -> Iterator[None]:
    """The system ends the process that works longer, also inside of C code and when its parent is gone."""
    if sys.platform == "win32":
        yield
        return
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _limit_memory(more: int) -> None:
    if sys.platform != "linux":
        return
    import resource

    pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    limit = pages * resource.getpagesize() + more
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    if hard != resource.RLIM_INFINITY:
        limit = min(limit, hard)
    resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
