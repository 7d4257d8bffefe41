"""What runs in a reading process: one file after the other, within limits, until its parent process has ended."""

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

__all__ = ["Limits", "read_file", "worker_main"]

_SELDOM = 50_000  # objects between two garbage collections: plans and answers are many, and without cycles


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one file may cost: seconds of CPU, seconds in all, and bytes of memory beyond what the program has.

    CPU and memory are limited where the system can do that; the time in all, everywhere.
    """

    work_seconds: float = 4.0
    all_seconds: float = 20.0
    memory_bytes: int = 320 * 2**20


def worker_main(
    link: Connection, reader: FileReader, limits: Limits, inherited: Sequence[Connection]
) -> None:
    """Worker loop: sends None when it is ready, then answers each (name, bytes) with what `read_file` gives.

    `inherited` are the parent's ends of links, which a forked process must close: they would keep the other workers from
    seeing that the parent has ended.
    """
    faulthandler.disable()  # the parent reports how a worker ended
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends its workers
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    for other in inherited:
        other.close()
    gc.freeze()
    gc.set_threshold(_SELDOM)
    _limit_memory(limits.memory_bytes)
    try:
        link.send(None)
        while True:
            name, content = link.recv()
            with _limited(limits.work_seconds):
                answer = read_file(reader, name, content)
            _send(link, answer, name)
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return


def read_file(reader: FileReader, name: str, content: bytes) -> FileReading | SmartxlError:
    """What was read of a file, or the error on our side that `FileReader.read` raised."""
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
