"""One measurement in a process of its own, so that its peak memory is its own."""

from __future__ import annotations

import multiprocessing
import multiprocessing.connection
import resource
import sys
from collections.abc import Callable
from dataclasses import dataclass

__all__ = ["Measured", "alone"]


@dataclass(frozen=True)
class Measured:
    """What was measured (seconds, or files in a second), and megabytes at the peak: of the process, and of the largest
    that it started."""

    number: float
    own: float
    child: float


def alone(work: Callable[..., float], *arguments: object) -> Measured:
    """What `work` gives in a fresh process."""
    receiver, sender = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("spawn").Process(target=_run, args=(work, arguments, sender))
    process.start()
    sender.close()
    try:
        result: Measured = receiver.recv()
    except EOFError:
        sys.exit("the measured process ended without a result")
    finally:
        process.join()
    return result


def _run(
    work: Callable[..., float], arguments: tuple[object, ...], sender: multiprocessing.connection.Connection
) -> None:
    number = work(*arguments)
    own, child = (
        resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    sender.send(Measured(number, own, child))
