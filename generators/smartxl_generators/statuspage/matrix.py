"""Units × sections, cut into blocks that fit the width of a page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from smartxl.ledger import RowTotals, UnitStatus, summed
from smartxl_generators.statuspage.view import RoundView, percent

__all__ = ["MatrixBlock", "MatrixCell", "blocks"]

_WIDTH = 30
_STEPS = (0, 1, 25, 50, 75, 100)


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """One cell: its figure, its shade and the rows in words.

    Shades: 0 nothing filled … 5 complete, "off" not asked, "none" not received.
    """

    text: str
    shade: str
    title: str


@dataclass(frozen=True, slots=True)
class MatrixBlock:
    """Some sections side by side: code and name of each, a row of cells for every unit, and one for all units together."""

    heads: tuple[tuple[str, str], ...]
    rows: tuple[tuple[UnitStatus, tuple[MatrixCell, ...]], ...]
    all: tuple[MatrixCell, ...]


def blocks(view: RoundView, words: Mapping[str, str]) -> tuple[MatrixBlock, ...]:
    """The sections that any unit is asked, at most 30 side by side and about as many in every block."""
    counts = view.overview.completeness
    asked = {section.leaf for unit in counts.units for section in counts.sections(unit)}
    leaves = [leaf for leaf in counts.leaves if leaf in asked]
    return tuple(_block(view, words, part) for part in _even_parts(leaves))


def _even_parts(leaves: Sequence[str]) -> Iterator[Sequence[str]]:
    """Parts of at most 30, whose lengths differ by one at most, the longer ones first."""
    number = -(-len(leaves) // _WIDTH)
    start = 0
    for place in range(number):
        stop = start + len(leaves) // number + (place < len(leaves) % number)
        yield leaves[start:stop]
        start = stop


def _block(view: RoundView, words: Mapping[str, str], leaves: Sequence[str]) -> MatrixBlock:
    counts = view.overview.completeness

    def cell(unit: str, leaf: str, rows: RowTotals, *, received: bool) -> MatrixCell:
        if not rows.asked:
            return MatrixCell("", "off", "")
        told = {"filled": rows.filled, "asked": rows.asked}
        title = words["cell"].format(unit=unit, leaf=leaf, name=view.names[leaf], **told)
        if not received:
            return MatrixCell("·", "none", title)
        share = percent(rows.filled, rows.asked)
        return MatrixCell(str(share), str(sum(share >= step for step in _STEPS) - 1), title)

    def own(status: UnitStatus, leaf: str) -> MatrixCell:
        rows = counts.section(status.unit.code, leaf)
        return cell(status.unit.name.get(view.lang), leaf, rows, received=status.counts)

    def together(leaf: str) -> MatrixCell:
        rows = summed(counts.section(unit, leaf) for unit in counts.units)
        return cell(words["all"], leaf, rows, received=True)

    rows = tuple((status, tuple(own(status, leaf) for leaf in leaves)) for status in view.overview.units)
    heads = tuple((leaf, view.names[leaf]) for leaf in leaves)
    return MatrixBlock(heads, rows, tuple(map(together, leaves)))
