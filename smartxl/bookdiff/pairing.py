"""Which sheets of two workbooks belong together: those of one name, and of the others those with the most in common."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from smartxl.bookdiff.content import ComparedBook, ComparedSheet

__all__ = ["paired_sheets", "share_in_common"]

_Two = tuple["ComparedSheet", "ComparedSheet"]
_RENAMED, _FOREIGN = 0.5, 0.1
"""The share of contents in common from which sheets of two names are one that was renamed; and below which sheets of one
name may be two, where each has another that it belongs to."""


def paired_sheets(before: ComparedBook, after: ComparedBook) -> Iterator[_Two]:
    """Sheets that belong together, in no order."""
    counts = {
        id(sheet): Counter(sheet.codes[sheet.codes > 0].tolist())
        for book in (before, after)
        for sheet in book.sheets.values()
    }
    alone = [sheet for name, sheet in before.sheets.items() if name not in after.sheets]
    others = [sheet for name, sheet in after.sheets.items() if name not in before.sheets]
    named = [(sheet, after.sheets[name]) for name, sheet in before.sheets.items() if name in after.sheets]
    doubtful: list[_Two] = []
    for pair in named:
        mine, theirs = (counts[id(sheet)] for sheet in pair)
        if (
            mine
            and theirs
            and (alone or others or len(named) > 1)
            and share_in_common(mine, theirs) < _FOREIGN
        ):
            doubtful.append(pair)
        else:
            yield pair
    alone += [pair[0] for pair in doubtful]
    others += [pair[1] for pair in doubtful]
    found = list(_alike(alone, others, counts))
    yield from found
    taken = {id(sheet) for pair in found for sheet in pair}
    yield from (pair for pair in doubtful if not {id(pair[0]), id(pair[1])} & taken)


def _alike(
    before: Sequence[ComparedSheet], after: Sequence[ComparedSheet], counts: dict[int, Counter[int]]
) -> Iterator[_Two]:
    """Pairs with at least half of their contents in common, the most alike first."""
    scored = [
        (share_in_common(counts[id(one)], counts[id(other)]), one, other) for one in before for other in after
    ]
    scored = [entry for entry in scored if entry[0] >= _RENAMED]
    taken: set[int] = set()
    for _, one, other in sorted(scored, key=_best_first):
        if not {id(one), id(other)} & taken:
            taken |= {id(one), id(other)}
            yield one, other


def _best_first(entry: tuple[float, ComparedSheet, ComparedSheet]) -> tuple[float, int, int]:
    return -entry[0], abs(entry[1].index - entry[2].index), entry[1].index + entry[2].index


def share_in_common(one: Counter[int], other: Counter[int]) -> float:
    """The share of contents in common, 0 to 1; 1 where both are blank."""
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 1.0
