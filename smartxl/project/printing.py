"""Files made side by side, and written one after the other by the process that knows what it wrote before."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from smartxl.processes import process_context, spread
from smartxl.project.outputs import Built, Outputs
from smartxl.project.progress import Tick

__all__ = ["Maker", "write_made"]

Maker: TypeAlias = Callable[[], Iterator[tuple[Path, bytes]]]
"""Gives files, one after the other: where each belongs, and its bytes."""


@dataclass(frozen=True, slots=True)
class _Makers:
    """What a process of its own is asked by number: makers are forked with it, for what they hold is not sent."""

    makers: Sequence[Maker]

    def __call__(self, number: int) -> list[tuple[Path, bytes]]:
        return list(self.makers[number]())


def write_made(
    makers: Sequence[Maker], root: Path, *, force: bool, jobs: int, tick: Tick
) -> list[tuple[Built, ...]]:
    """Writes what each of the makers gives, in their order; up to `jobs` of them work at once where processes can be forked.

    In one process a file is written before the next is made. Raises WouldOverwrite, and what makers raise.
    """
    apart = jobs > 1 and len(makers) > 1 and process_context().get_start_method() == "fork"
    made = spread(_Makers(makers), range(len(makers)), jobs) if apart else (maker() for maker in makers)
    written = []
    with Outputs(root, force) as outputs:
        for files in made:
            written.append(tuple(Built(path, outputs.write(path, content)) for path, content in files))
            tick()
    return written
