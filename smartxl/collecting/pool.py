"""Reading in processes of their own: whatever a file does to its reader, the others are read.

A process has one file at a time, so that a crash or a time-out is that file's; after a crash the file is tried once more in
a new process, alone. Only the parent touches the ledger.
"""

from __future__ import annotations

import multiprocessing
import pickle
import signal
import sys
import threading
import time
import warnings
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from types import TracebackType
from typing import Protocol, Self

from smartxl.collecting.worker import Limits, worker_main
from smartxl.errors import SmartxlError
from smartxl.findings import FindingCode
from smartxl.model.received import FileReading
from smartxl.reading import FileReader, took_the_memory, unread

__all__ = ["InProcessReader", "ReaderPool", "Readers"]

_PATIENCE = 1.0  # seconds for a process to end by itself


class Readers(Protocol):
    """Reads files that are handed in; each result is asked for once. A context manager."""

    def submit(self, number: int, name: str, content: bytes) -> None:
        """Hands in a file."""

    def result(self, number: int) -> FileReading:
        """What was read of it, when it is ready. Raises SmartxlError, see `FileReader.read`."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


@dataclass
class InProcessReader:
    """Reads in this process, file by file: without protection from files that bring a reader down."""

    reader: FileReader
    _handed_in: dict[int, tuple[str, bytes]] = field(default_factory=dict)

    def submit(self, number: int, name: str, content: bytes) -> None:
        """Hands in a file."""
        self._handed_in[number] = (name, content)

    def result(self, number: int) -> FileReading:
        """Reads it."""
        name, content = self._handed_in.pop(number)
        return self.reader.read(content, name)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._handed_in.clear()


@dataclass
class _Task:
    """A file to be read; `tried`: once already, in vain."""

    number: int
    name: str
    content: bytes
    tried: bool = False


@dataclass
class _Worker:
    """A reading process: what it reads and since when, how many files it has read."""

    process: BaseProcess
    link: Connection
    ready: bool = False
    task: _Task | None = None
    since: float = 0.0
    served: int = 0


@dataclass
class ReaderPool:
    """Reads in up to `size` processes, which start when there is something to read and end with the block.

    Where the system starts no process, files are read in this one.
    """

    reader: FileReader
    size: int
    limits: Limits = field(default_factory=Limits)
    _waiting: deque[_Task] = field(default_factory=deque)
    _done: dict[int, FileReading | SmartxlError] = field(default_factory=dict)
    _children: list[_Worker] = field(default_factory=list)
    _cannot_start: bool = False
    _prepared: bool = False

    def submit(self, number: int, name: str, content: bytes) -> None:
        """Hands in a file, and hands on what waits to processes that are free."""
        self._waiting.append(_Task(number, name, content))
        self._turn(0)

    def result(self, number: int) -> FileReading:
        """What was read of a file, when it is ready."""
        while number not in self._done:
            self._turn(self._time_left())
        answer = self._done.pop(number)
        if isinstance(answer, SmartxlError):
            raise answer
        return answer

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for child in self._children:
            child.link.close()  # which ends a process that waits for its next file
        for child in self._children:
            if child.task is None and kind is None:
                child.process.join(_PATIENCE)
            _end(child.process)
        self._children.clear()

    def _turn(self, timeout: float) -> None:
        """Hands out files, takes in what was read, and ends processes that took too long."""
        self._hand_out()
        links = [child.link for child in self._children if child.task or not child.ready]
        for link in wait(links, timeout) if links else ():
            self._take_in(next(child for child in self._children if child.link is link))
        now = time.monotonic()
        for child in [c for c in self._children if c.task and now - c.since > self.limits.all_seconds]:
            child.process.kill()
            self._lose(child, timed_out=True)
        self._hand_out()

    def _time_left(self) -> float:
        """Seconds until a process has taken too long."""
        begun = [child.since for child in self._children if child.task]
        oldest = min(begun, default=time.monotonic())
        return max(0.0, oldest + self.limits.all_seconds - time.monotonic()) + 0.05

    def _hand_out(self) -> None:
        while self._waiting and self._cannot_start and not self._children:
            task = self._waiting.popleft()
            self._done[task.number] = _read_in_process(self.reader, task)
        for child in [c for c in self._children if c.ready and not c.task]:
            if self._waiting:
                self._give(child, self._waiting.popleft())
        starting = sum(1 for child in self._children if not child.ready)
        while len(self._waiting) > starting and len(self._children) < self.size and not self._cannot_start:
            self._start()
            starting += 1

    def _give(self, child: _Worker, task: _Task) -> None:
        child.task, child.since = task, time.monotonic()
        try:
            child.link.send((task.name, task.content))
        except OSError:  # it ended while it waited: this file never reached it
            child.task = None
            self._waiting.appendleft(task)
            self._forget(child)

    def _take_in(self, child: _Worker) -> None:
        try:
            answer = child.link.recv()
        except (EOFError, OSError, pickle.UnpicklingError):
            self._lose(child, timed_out=False)
            return
        if child.task is None:
            child.ready = True
            return
        task, child.task = child.task, None
        if _is_out_of_memory(answer) and child.served and not task.tried:
            task.tried = True  # what it read before may have taken the memory
            self._waiting.appendleft(task)
            self._forget(child)
            return
        child.served += 1
        self._done[task.number] = answer

    def _lose(self, child: _Worker, *, timed_out: bool) -> None:
        """A process that ended, or was ended, on its own account or on that of its file."""
        task = child.task
        self._forget(child)
        if task is None:
            self._cannot_start = self._cannot_start or not child.ready
            return
        worked_too_long = sys.platform != "win32" and child.process.exitcode == -signal.SIGPROF
        if timed_out or worked_too_long:
            limit = self.limits.all_seconds if timed_out else self.limits.work_seconds
            self._done[task.number] = unread(FindingCode.TOO_COSTLY, f"{limit:g} s", task.name)
        elif task.tried:
            ending = _name_of(child.process.exitcode)
            self._done[task.number] = unread(FindingCode.READER_FAILED, ending, task.name)
        else:
            task.tried = True
            self._waiting.appendleft(task)

    def _forget(self, child: _Worker) -> None:
        self._children.remove(child)
        child.link.close()
        child.process.join(_PATIENCE)
        _end(child.process)

    def _start(self) -> None:
        forks = sys.platform == "linux" and threading.active_count() == 1  # no other thread may hold a lock
        if forks and not self._prepared:
            self.reader.prepare()
        self._prepared = True
        mine, its = multiprocessing.Pipe()
        others = [mine, *(child.link for child in self._children)] if forks else []
        process = _new_process(worker_main, (its, self.reader, self.limits, others), forks=forks)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", DeprecationWarning)  # of fork beside threads: none is ours
                process.start()
        except (OSError, TypeError, AttributeError, pickle.PicklingError):
            self._cannot_start = True
            mine.close()
            return
        finally:
            its.close()
        self._children.append(_Worker(process, mine))


def _new_process(target: Callable[..., None], arguments: tuple[object, ...], *, forks: bool) -> BaseProcess:
    """Fork shares all that is in memory; elsewhere everything is sent."""
    if forks and sys.platform != "win32":
        return multiprocessing.get_context("fork").Process(target=target, args=arguments, daemon=True)
    return multiprocessing.get_context("spawn").Process(target=target, args=arguments, daemon=True)


def _read_in_process(reader: FileReader, task: _Task) -> FileReading | SmartxlError:
    try:
        return reader.read(task.content, task.name)
    except SmartxlError as error:
        return error


def _is_out_of_memory(answer: FileReading | SmartxlError) -> bool:
    return not isinstance(answer, SmartxlError) and took_the_memory(answer)


def _end(process: BaseProcess) -> None:
    """Ends a process that has not ended by itself."""
    if process.is_alive():
        process.kill()
        process.join()


def _name_of(exitcode: int | None) -> str:
    """How a process ended: SIGABRT, or its exit code."""
    if exitcode is not None and exitcode < 0:
        try:
            return signal.Signals(-exitcode).name
        except ValueError:
            return f"signal {-exitcode}"
    return f"exit {exitcode}"
