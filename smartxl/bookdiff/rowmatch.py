"""Which rows of two sheets belong together: by their key, else by their contents, else by what stands around them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from smartxl.bookdiff.alignment import Pair, aligned, surely_in_order

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from smartxl.bookdiff.content import ComparedSheet
    from smartxl.bookdiff.keys import RowKey
    from smartxl.bookdiff.mapping import AxisMap

__all__ = ["RowMatch"]

_ROW_LIKENESS, _RENAMED_KEY = 0.45, 0.6


@dataclass
class RowMatch:
    """The rows of two sheets, on the columns that both have."""

    before: ComparedSheet
    after: ComparedSheet
    columns: AxisMap
    key: RowKey | None
    weights: NDArray[np.float64]

    def __post_init__(self) -> None:
        mapped = np.nonzero(self.columns.there)[0]
        self._mine = self.before.codes[:, mapped - 1] if mapped.size else self.before.codes[:, :0]
        self._theirs = (
            self.after.codes[:, self.columns.there[mapped] - 1] if mapped.size else self.after.codes[:, :0]
        )
        codes, counts = np.unique(
            np.concatenate([self._mine.ravel(), self._theirs.ravel()]), return_counts=True
        )
        self._weights = self.weights.copy()
        self._weights[codes] /= np.sqrt(np.maximum(counts, 2))
        self._ones = [row.tobytes() for row in np.ascontiguousarray(self._mine)]
        self._others = [row.tobytes() for row in np.ascontiguousarray(self._theirs)]

    def matched(self) -> list[Pair]:
        """Rows that belong together, counted from 1, in the order of the first sheet."""
        found = dict(self._by_key())
        taken = set(found.values())
        for row, other in self._by_content(found, taken):
            found[row] = other
            taken.add(other)
        backbone = surely_in_order(found.items())
        for row, other in self._between(backbone, found, taken):
            found[row] = other
            taken.add(other)
        for row, other in self._left_in_place(found, taken):
            found[row] = other
        return sorted((row + 1, other + 1) for row, other in found.items())

    def _by_key(self) -> Iterator[Pair]:
        """Rows whose key stands once in each sheet."""
        if self.key is None:
            return
        mine, theirs = self.before.codes[:, self.key.before - 1], self.after.codes[:, self.key.after - 1]
        counts, others = Counter(mine.tolist()), Counter(theirs.tolist())
        places = {code: row for row, code in enumerate(theirs.tolist()) if code and others[code] == 1}
        for row, code in enumerate(mine.tolist()):
            if code in places and counts[code] == 1:
                yield row, places[code]

    def _by_content(self, found: dict[int, int], taken: set[int]) -> Iterator[Pair]:
        """Other rows with something in them that stand once in each sheet, and are the same."""
        mine = {row for row in range(len(self._ones)) if row not in found and self._mine[row].any()}
        theirs = {row for row in range(len(self._others)) if row not in taken and self._theirs[row].any()}
        counts, others = (
            Counter(self._ones[row] for row in mine),
            Counter(self._others[row] for row in theirs),
        )
        places = {self._others[row]: row for row in theirs if others[self._others[row]] == 1}
        for row in sorted(mine):
            if self._ones[row] in places and counts[self._ones[row]] == 1:
                yield row, places[self._ones[row]]

    def _between(self, backbone: Sequence[Pair], found: dict[int, int], taken: set[int]) -> Iterator[Pair]:
        """The rest, between rows that are in the order of both sheets."""
        least = _RENAMED_KEY if self.key else _ROW_LIKENESS
        before = (-1, -1)
        for pair in (*backbone, (len(self._ones), len(self._others))):
            mine = [row for row in range(before[0] + 1, pair[0]) if row not in found]
            theirs = [row for row in range(before[1] + 1, pair[1]) if row not in taken]
            before = pair
            if not mine or not theirs:
                continue

            def likeness(
                some: Sequence[int], others: Sequence[int], mine: list[int] = mine, theirs: list[int] = theirs
            ) -> NDArray[np.float64]:
                return self._likeness([mine[i] for i in some], [theirs[j] for j in others])

            ones, others = [self._ones[row] for row in mine], [self._others[row] for row in theirs]
            for i, j in aligned(ones, others, likeness, least):
                yield mine[i], theirs[j]

    def _left_in_place(self, found: dict[int, int], taken: set[int]) -> list[Pair]:
        """Rows like no other that stand between the same neighbours, as many in both, where they may be the same rows."""
        pairs: list[Pair] = []
        before = (-1, -1)
        for pair in (*surely_in_order(found.items()), (len(self._ones), len(self._others))):
            mine = [row for row in range(before[0] + 1, pair[0]) if row not in found]
            theirs = [row for row in range(before[1] + 1, pair[1]) if row not in taken]
            before = pair
            if len(mine) == len(theirs):
                pairs += [(i, j) for i, j in zip(mine, theirs, strict=True) if self._may_be_one(i, j)]
        return pairs

    def _may_be_one(self, row: int, other: int) -> bool:
        """Whether no sure key says that rows are two: one that is all that is written in them says nothing."""
        if self.key is None or not self.key.sure:
            return True
        written = (
            sum(
                bool(code) and (line + 1, n) not in sheet.formulas
                for n, code in enumerate(sheet.codes[line], 1)
            )
            for sheet, line in ((self.before, row), (self.after, other))
        )
        return not self.key.asked and max(written) <= 1

    def _likeness(self, mine: list[int], theirs: list[int]) -> NDArray[np.float64]:
        """How much of what rows hold is the same in the same column: what stands seldom in the sheets counts more."""
        others = self._theirs[theirs]
        weights = self._weights[others].sum(axis=1)
        found = np.ones((len(mine), len(theirs)))
        for place, row in enumerate(self._mine[mine]):
            mass = self._weights[row]
            most = np.maximum(mass.sum(), weights)
            np.divide((others == row) @ mass, most, out=found[place], where=most > 0)
        return found
