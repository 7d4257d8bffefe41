"""What runs in a reading process: one file after the other, within limits, until its parent process has ended."""

from __future__ import annotations

import faulthandler
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Protocol, TypeVar

from smartxl.errors import SmartxlError
from smartxl.findings import FindingCode
from smartxl.garbage import look_seldom
from smartxl.reading import MEMORY

__all__ = ["Limits", "Reader", "read_file", "worker_main"]

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class Reader(Protocol[T_co]):
    """What reads one file after the other, and says what became of one that brought it down."""

    def prepare(self) -> None:
        """Makes what all files need, before processes are forked."""

    def read(self, content: bytes, name: str, /) -> T_co:
        """What is in a file. Raises SmartxlError for what cannot be told in the result."""
        ...

    def failed(self, code: FindingCode, found: str, name: str, /) -> T_co | SmartxlError:
        """The result for a file that could not be read."""
        ...


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one file may cost: seconds of CPU, seconds in all, and bytes of memory beyond what the program has.

    CPU and memory are limited where the system can do that; the time in all, everywhere.
    """

    work_seconds: float = 4.0
    all_seconds: float = 20.0
    memory_bytes: int = 320 * 2**20


def worker_main(link: Connection, reader: Reader[T], limits: Limits, inherited: Sequence[Connection]) -> None:
    """Worker loop: sends None when it is ready, then answers each (name, bytes) with what `read_file` gives.

    `inherited` are the parent's ends of links, which a forked process must close: they would keep the other workers from
    seeing that the parent has ended.
    """
    faulthandler.disable()  # the parent reports how a worker ended
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends its workers
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    for other in inherited:
        other.close()
    look_seldom()
    _limit_memory(limits.memory_bytes)
    try:
        link.send(None)
        while True:
            name, content = link.recv()
            with _limited(limits.work_seconds):
                answer = read_file(reader, name, content)
            _send(link, reader, answer, name)
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return


def read_file(reader: Reader[T], name: str, content: bytes) -> T | SmartxlError:
    """What was read of a file, or the error that the reader raised."""
    try:
        return reader.read(content, name)
    except SmartxlError as error:
        return error
    except MemoryError:
        return reader.failed(FindingCode.TOO_COSTLY, MEMORY, name)


def _send(link: Connection, reader: Reader[T], answer: T | SmartxlError, name: str) -> None:
    try:
        link.send(answer)
    except MemoryError:
        link.send(reader.failed(FindingCode.TOO_COSTLY, MEMORY, name))


@contextmanager
def _limited(seconds: float) -> Iterator[None]:
    """Within it the system ends the process after so much CPU time, inside of C code too, and when the parent has ended."""
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
    """Limits the address space to so many bytes more than it has now; a crash leaves no core file."""
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
