"""Reading in processes of their own: whatever a file does to its reader, the others are read.

A process has one file at a time, so that a crash or a time-out is that file's; after a crash the file is read once more in
a new process, alone. Only this process writes the ledger.
"""

from __future__ import annotations

import multiprocessing
import pickle
import signal
import sys
import time
import warnings
from collections import deque
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, Generic, TypeVar

from smartxl.collecting.worker import Limits, Reader, read_file, worker_main
from smartxl.errors import SmartxlError
from smartxl.findings import FindingCode
from smartxl.processes import can_fork
from smartxl.reading import took_the_memory

__all__ = ["InProcessReader", "ReaderPool"]

T = TypeVar("T")
_PATIENCE = 1.0  # seconds for a process to end by itself


@dataclass
class _FileToRead:
    """A file that is to be read; `retried`: for the second time."""

    number: int
    name: str
    content: bytes
    retried: bool = False


@dataclass
class _Worker:
    """A reading process: whether it waits for files, which one it reads and since when, how many it has read."""

    process: BaseProcess
    link: Connection
    ready: bool = False
    task: _FileToRead | None = None
    since: float = 0.0
    served: int = 0

    def end(self, patience: float = _PATIENCE) -> None:
        """Closes the link, which ends a process that waits for a file, and kills one that has not ended by then."""
        self.link.close()
        self.process.join(patience)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()


@dataclass
class ReaderPool(AbstractContextManager["ReaderPool[Any]"], Generic[T]):
    """Reads in up to `size` processes, which start when there is something to read and end with the block.

    Where the system starts no process, files are read in this one.
    """

    reader: Reader[T]
    size: int
    limits: Limits = field(default_factory=Limits)
    finished: Callable[[], None] = lambda: None
    """Called when a file has been read, in whatever order."""
    _waiting: deque[_FileToRead] = field(default_factory=deque)
    _results: dict[int, T | SmartxlError] = field(default_factory=dict)
    _workers: list[_Worker] = field(default_factory=list)
    _cannot_start: bool = False
    _is_prepared: bool = False

    def submit(self, number: int, name: str, content: bytes) -> None:
        """Adds a file, and gives files that wait to processes that are free."""
        self._waiting.append(_FileToRead(number, name, content))
        self._turn(0)

    def has_read(self, number: int) -> bool:
        """Whether the result of a file is there, and was not asked for yet."""
        return number in self._results

    def result(self, number: int) -> T:
        """Waits for what was read of a file; to be asked for once. Raises SmartxlError, see `Reader.read`."""
        while number not in self._results:
            begun = [worker.since for worker in self._workers if worker.task]
            now = time.monotonic()
            self._turn(max(0.0, min(begun, default=now) + self.limits.all_seconds - now) + 0.05)
        result = self._results.pop(number)
        if isinstance(result, SmartxlError):
            raise result
        return result

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        for worker in self._workers:
            worker.link.close()  # all at once: those without a file end while the first is waited for
        for worker in self._workers:
            worker.end(0 if worker.task or kind else _PATIENCE)
        self._workers.clear()

    def _turn(self, timeout: float) -> None:
        """Gives out files, takes results, and ends processes that took too long; waits up to `timeout` seconds."""
        self._give_out()
        links = [worker.link for worker in self._workers if worker.task or not worker.ready]
        for link in wait(links, timeout) if links else ():
            self._take_result(next(worker for worker in self._workers if worker.link is link))
        now = time.monotonic()
        for worker in [w for w in self._workers if w.task and now - w.since > self.limits.all_seconds]:
            worker.process.kill()
            self._lose(worker, timed_out=True)
        self._give_out()

    def _give_out(self) -> None:
        while self._waiting and self._cannot_start and not self._workers:
            task = self._waiting.popleft()
            self._settle(task, read_file(self.reader, task.name, task.content))
        for worker in [w for w in self._workers if w.ready and not w.task]:
            if self._waiting:
                self._give(worker, self._waiting.popleft())
        starting = sum(1 for worker in self._workers if not worker.ready)
        while len(self._waiting) > starting and len(self._workers) < self.size and not self._cannot_start:
            self._start()
            starting += 1

    def _give(self, worker: _Worker, task: _FileToRead) -> None:
        worker.task, worker.since = task, time.monotonic()
        try:
            worker.link.send((task.name, task.content))
        except OSError:  # it ended while it waited, so the file was not to blame
            self._waiting.appendleft(task)
            self._remove(worker)

    def _take_result(self, worker: _Worker) -> None:
        try:
            answer = worker.link.recv()
        except (EOFError, OSError, pickle.UnpicklingError):
            self._lose(worker, timed_out=False)
            return
        if worker.task is None:
            worker.ready = True
            return
        task, worker.task = worker.task, None
        if worker.served and not task.retried and took_the_memory(answer):
            self._retry(task)  # the files that the process read before may have taken the memory
            self._remove(worker)
            return
        worker.served += 1
        self._settle(task, answer)

    def _settle(self, task: _FileToRead, result: T | SmartxlError) -> None:
        self._results[task.number] = result
        self.finished()

    def _lose(self, worker: _Worker, *, timed_out: bool) -> None:
        """Settles what follows from the end of a process: with its file, or before it had one."""
        task = worker.task
        self._remove(worker)
        if task is None:
            self._cannot_start = self._cannot_start or not worker.ready
            return
        exitcode = worker.process.exitcode
        worked_too_long = sys.platform != "win32" and exitcode == -signal.SIGPROF
        if timed_out or worked_too_long:
            limit = self.limits.all_seconds if timed_out else self.limits.work_seconds
            self._settle(task, self.reader.failed(FindingCode.TOO_COSTLY, f"{limit:g} s", task.name))
        elif task.retried:
            found = _ending(exitcode)
            self._settle(task, self.reader.failed(FindingCode.READER_FAILED, found, task.name))
        else:
            self._retry(task)

    def _retry(self, task: _FileToRead) -> None:
        task.retried = True
        self._waiting.appendleft(task)

    def _remove(self, worker: _Worker) -> None:
        self._workers.remove(worker)
        worker.end()

    def _start(self) -> None:
        """Starts a process, by fork where that is safe: it has then all that was planned, and costs least."""
        forks = can_fork()
        if forks and not self._is_prepared:
            self.reader.prepare()
        self._is_prepared = True
        ours, theirs = multiprocessing.Pipe()
        inherited = [ours, *(worker.link for worker in self._workers)] if forks else []
        process = _new_process(worker_main, (theirs, self.reader, self.limits, inherited), forks=forks)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter(
                    "ignore", DeprecationWarning
                )  # of fork beside threads that Python did not start
                process.start()
        except (OSError, TypeError, AttributeError, pickle.PicklingError):
            self._cannot_start = True
            ours.close()
            return
        finally:
            theirs.close()
        self._workers.append(_Worker(process, ours))


def _new_process(target: Callable[..., None], arguments: tuple[object, ...], *, forks: bool) -> BaseProcess:
    if forks and sys.platform != "win32":
        return multiprocessing.get_context("fork").Process(target=target, args=arguments, daemon=True)
    return multiprocessing.get_context("spawn").Process(target=target, args=arguments, daemon=True)


def _ending(exitcode: int | None) -> str:
    """How a process ended: SIGABRT, or its exit code."""
    if exitcode is None or exitcode >= 0:
        return f"exit {exitcode}"
    try:
        return signal.Signals(-exitcode).name
    except ValueError:
        return f"signal {-exitcode}"


@dataclass
class InProcessReader(Generic[T]):
    """Reads in this process, when a result is asked for: a file that brings the reader down brings down the program.

    For debugging and for tests; `ReaderPool` does the same in processes of their own.
    """

    reader: Reader[T]
    _waiting: dict[int, tuple[bytes, str]] = field(default_factory=dict)

    def submit(self, number: int, name: str, content: bytes) -> None:
        """Keeps a file until its result is asked for."""
        self._waiting[number] = (content, name)

    def result(self, number: int) -> T:
        """Reads it. Raises SmartxlError, see `Reader.read`."""
        return self.reader.read(*self._waiting.pop(number))
