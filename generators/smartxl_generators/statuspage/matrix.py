"""Units × sections, cut into blocks that fit the width of a page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from smartxl.ledger import UnitStatus
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
    columns = np.flatnonzero(counts.asked.any(axis=0))
    parts = np.array_split(columns, -(-len(columns) // _WIDTH)) if len(columns) else ()
    return tuple(_block(view, words, [int(column) for column in part]) for part in parts)


def _block(view: RoundView, words: Mapping[str, str], columns: list[int]) -> MatrixBlock:
    counts = view.overview.completeness
    codes = [counts.leaves[column] for column in columns]

    def cell(unit: str, column: int, filled: int, asked: int, *, received: bool) -> MatrixCell:
        if not asked:
            return MatrixCell("", "off", "")
        code = counts.leaves[column]
        title = words["cell"].format(unit=unit, leaf=code, name=view.names[code], filled=filled, asked=asked)
        if not received:
            return MatrixCell("·", "none", title)
        share = percent(filled, asked)
        return MatrixCell(str(share), str(sum(share >= step for step in _STEPS) - 1), title)

    rows = tuple(
        (
            status,
            tuple(
                cell(
                    status.unit.name.get(view.lang),
                    column,
                    int(counts.filled[row, column]),
                    int(counts.asked[row, column]),
                    received=status.counts,
                )
                for column in columns
            ),
        )
        for row, status in enumerate(view.overview.units)
    )
    totals = tuple(
        cell(
            words["all"],
            column,
            int(counts.filled[:, column].sum()),
            int(counts.asked[:, column].sum()),
            received=True,
        )
        for column in columns
    )
    return MatrixBlock(tuple((code, view.names[code]) for code in codes), rows, totals)
