"""How a step of the round says how far it is: without a screen, to whoever asked."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

__all__ = ["Progress", "Tick", "ticks"]

Progress = Callable[[int, int, str], None]
"""Called with what is done, what there is in all, and a remark ("" for none)."""
Tick = Callable[[], None]


def ticks(progress: Progress | None, total: int) -> Tick:
    """A function to be called after each of `total` pieces of work."""
    numbers = count(1)
    if progress is None:
        return lambda: None
    return lambda: progress(next(numbers), total, "")
