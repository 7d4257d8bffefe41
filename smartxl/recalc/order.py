"""The order of calculation: each formula after those whose values it reads.

A range is not written out as the formulas in it: over a column of n formulas stands a tree of 2n nodes, each ready when the
two below it are, and a range waits for the few nodes that make it up. A thousand ranges over the same ten thousand formulas
cost as little as a thousand cells.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol, TypeVar

from smartxl.recalc.planes import Ref

__all__ = ["ReadingFormula", "Waits", "in_order", "needed"]

Job = TypeVar("Job")
Key = tuple[int, int, int]
_FEW = 8  # formulas up to which a range is written out


def in_order(jobs: Mapping[Key, Job], needs: Waits) -> Iterator[tuple[Job, bool]]:
    """All jobs by what they need, and whether all that they need is certain to come before; the others come last.

    `jobs` by sheet, row and column of their formula.
    """
    listed = list(jobs.values())
    waiting = list(needs.waiting)
    done = bytearray(len(listed))
    ready = [number for number in range(len(listed)) if not waiting[number]]
    while ready:
        following: list[int] = []
        for number in ready:
            if number < len(listed):
                done[number] = 1
                yield listed[number], True
            for user in needs.users[number]:
                waiting[user] -= 1
                if not waiting[user]:
                    following.append(user)
        ready = following
    for number, job in enumerate(listed):
        if not done[number]:
            yield job, False


class Waits:
    """What waits for what: nodes by number, who waits for each, and for how many each waits. The jobs come first."""

    def __init__(self, count: int) -> None:
        self.users: list[list[int]] = [[] for _ in range(count)]
        self.waiting = [0] * count

    def node(self) -> int:
        """Adds a node; its number."""
        self.users.append([])
        self.waiting.append(0)
        return len(self.waiting) - 1

    def wait(self, user: int, source: int) -> None:
        """Lets a node wait for another."""
        self.users[source].append(user)
        self.waiting[user] += 1


class _FormulaColumn:
    """The formulas of one column: their rows in order, the job of each, and the tree over them once it is wanted."""

    def __init__(self) -> None:
        self.rows: list[int] = []
        self.jobs: list[int] = []
        self._tree: list[int] = []

    def sort(self) -> None:
        order = sorted(range(len(self.rows)), key=self.rows.__getitem__)
        self.rows, self.jobs = [self.rows[i] for i in order], [self.jobs[i] for i in order]

    def within(self, top: int, bottom: int, graph: Waits) -> Iterator[int]:
        """The nodes that together are the formulas in some rows."""
        first, last = bisect_left(self.rows, top), bisect_right(self.rows, bottom)
        if last - first <= _FEW:
            yield from self.jobs[first:last]
            return
        tree = self._tree or self._grown(graph)
        low, high = first + len(self.rows), last + len(self.rows)
        while low < high:
            if low & 1:
                yield tree[low]
                low += 1
            if high & 1:
                high -= 1
                yield tree[high]
            low, high = low >> 1, high >> 1

    def _grown(self, graph: Waits) -> list[int]:
        """The tree: the formulas are its leaves, from the middle of the list on; node k stands over 2k and 2k+1."""
        size = len(self.rows)
        self._tree = [0] * size + self.jobs
        for index in range(size - 1, 0, -1):
            self._tree[index] = node = graph.node()
            graph.wait(node, self._tree[2 * index])
            graph.wait(node, self._tree[2 * index + 1])
        return self._tree


def _columns(owners: Mapping[Key, int]) -> Mapping[int, Mapping[int, _FormulaColumn]]:
    """The formulas, and the cells that array formulas fill, by sheet and column."""
    sheets: dict[int, dict[int, _FormulaColumn]] = defaultdict(lambda: defaultdict(_FormulaColumn))
    for (sheet, row, column), number in owners.items():
        sheets[sheet][column].rows.append(row)
        sheets[sheet][column].jobs.append(number)
    for columns in sheets.values():
        for each in columns.values():
            each.sort()
    return sheets


class ReadingFormula(Protocol):
    """A formula by what it is certain to read: single cells (sheet, row, column), and larger areas."""

    @property
    def cells(self) -> Sequence[Key]: ...

    @property
    def areas(self) -> Sequence[Ref]: ...


def needed(jobs: Mapping[Key, ReadingFormula], heads: Mapping[Key, Key]) -> Waits:
    """Which formulas must be calculated before each. `heads`: cells under an array formula → its head."""
    numbers = {key: number for number, key in enumerate(jobs)}
    owners = {**numbers, **{key: numbers[head] for key, head in heads.items() if head in numbers}}
    sheets, graph = _columns(owners), Waits(len(jobs))
    found: dict[tuple[int, int, int, int, int], tuple[int, ...]] = {}
    for number, job in enumerate(jobs.values()):
        mine = {owners[key] for key in job.cells if key in owners}
        for ref in job.areas:
            area = (ref.sheet.index, ref.top, ref.left, ref.bottom, ref.right)
            if area not in found:
                found[area] = tuple(_nodes(sheets.get(area[0], {}), ref, graph))
            mine.update(found[area])
        for source in mine:
            graph.wait(number, source)
    return graph


def _nodes(columns: Mapping[int, _FormulaColumn], ref: Ref, graph: Waits) -> Iterator[int]:
    wanted = (
        range(ref.left, ref.right + 1)
        if ref.right - ref.left < len(columns)
        else [column for column in columns if ref.left <= column <= ref.right]
    )
    for column in wanted:
        if column in columns:
            yield from columns[column].within(ref.top, ref.bottom, graph)
