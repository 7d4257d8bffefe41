"""How a step of the round says how far it is: without a screen, to whoever asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import count
from typing import TypeVar

__all__ = ["Progress", "Tick", "followed", "ticks"]

Progress = Callable[[int, int, str], None]
"""Called with what is done, what there is in all, and a remark ("" for none)."""
Tick = Callable[[], None]

T = TypeVar("T")


def ticks(progress: Progress | None, total: int) -> Tick:
    """A function to be called after each of `total` pieces of work."""
    numbers = count(1)
    if progress is None:
        return lambda: None
    return lambda: progress(next(numbers), total, "")


def followed(items: Iterable[T], total: int, progress: Progress | None) -> Iterator[T]:
    """The same items; tells the progress after each."""
    tick = ticks(progress, total)
    for item in items:
        yield item
        tick()
