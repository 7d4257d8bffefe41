"""The order of calculation: each formula after those whose values it reads."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeVar

from smartxl.recalc.planes import Ref

__all__ = ["in_order", "needed"]

Job = TypeVar("Job")
Key = tuple[int, int, int]


def in_order(jobs: Mapping[Key, Job], needs: Mapping[Key, set[Key]]) -> Iterator[tuple[Job, bool]]:
    """All jobs by what they need, and whether all that they need is certain to come before; the others come last.

    `jobs` by sheet, row and column of their formula.
    """
    used_by: dict[Key, list[Key]] = defaultdict(list)
    for key, sources in needs.items():
        for source in sources:
            used_by[source].append(key)
    waiting = {key: len(sources) for key, sources in needs.items()}
    ready = [key for key, count in waiting.items() if not count]
    while ready:
        following: list[Key] = []
        for key in ready:
            del waiting[key]
            yield jobs[key], True
            for user in used_by[key]:
                waiting[user] -= 1
                if not waiting[user]:
                    following.append(user)
        ready = following
    for key in waiting:
        yield jobs[key], False


class _FormulaColumns:
    """The formulas of one sheet by column, in the order of rows."""

    def __init__(self) -> None:
        self.rows: dict[int, list[int]] = defaultdict(list)
        self.keys: dict[tuple[int, int], Key] = {}

    def sort(self) -> None:
        for rows in self.rows.values():
            rows.sort()

    def within(self, ref: Ref) -> Iterator[Key]:
        columns = (
            range(ref.left, ref.right + 1)
            if ref.right - ref.left < len(self.rows)
            else [column for column in self.rows if ref.left <= column <= ref.right]
        )
        for column in columns:
            rows = self.rows.get(column)
            if rows:
                for row in rows[bisect_left(rows, ref.top) : bisect_right(rows, ref.bottom)]:
                    yield self.keys[row, column]


def needed(
    jobs: Mapping[Key, Job], reads: Callable[[Job], Sequence[Ref]], heads: Mapping[Key, Key]
) -> Mapping[Key, set[Key]]:
    """The formulas whose values each formula reads. `heads`: cells under an array formula → its head."""
    sheets: dict[int, _FormulaColumns] = defaultdict(_FormulaColumns)
    for key, owner in [*((key, key) for key in jobs), *heads.items()]:
        sheet = sheets[key[0]]
        if (key[1], key[2]) not in sheet.keys:
            sheet.rows[key[2]].append(key[1])
        sheet.keys[key[1], key[2]] = owner
    for sheet in sheets.values():
        sheet.sort()
    found: dict[tuple[int, int, int, int, int], tuple[Key, ...]] = {}
    needs: dict[Key, set[Key]] = {}
    for key, job in jobs.items():
        mine: set[Key] = set()
        for ref in reads(job):
            area = (ref.sheet.index, ref.top, ref.left, ref.bottom, ref.right)
            if area not in found:
                found[area] = tuple(sheets[area[0]].within(ref)) if area[0] in sheets else ()
            mine.update(found[area])
        needs[key] = mine
    return needs
