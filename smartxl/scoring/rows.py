"""The rows of a round as arrays: one block of rows for each unit under each indicator it is asked about."""

from __future__ import annotations

import difflib
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from smartxl.errors import UnknownName
from smartxl.model.answers import Answer, RowStanding, State
from smartxl.model.definition import AskedRow, Definition, Unit
from smartxl.model.framework import Node
from smartxl.rules import FaultJudge
from smartxl.text import Text

__all__ = ["RowBlock", "RowTable", "gather"]

BoolArray = NDArray[np.bool_]
FloatArray = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class RowBlock:
    """The rows of one unit under one indicator: `start` up to `stop` of the arrays. Never empty."""

    unit: Unit
    leaf: Node
    start: int
    stop: int


@dataclass(frozen=True)
class RowTable:
    """All rows of a round, block after block; the arrays have shape (rows,).

    `share` is the score input of a row with a value (of an item: its share of full points), NaN elsewhere; it has shape
    (runs, rows) where the answers are others in each run. Every row is
    `open`, `to_correct` or filled. One that is neither `blank` nor `not_applicable` and has no share is pending.
    """

    blocks: tuple[RowBlock, ...]
    keys: tuple[str, ...]
    full: FloatArray
    share: FloatArray
    blank: BoolArray
    open: BoolArray
    to_correct: BoolArray
    not_applicable: BoolArray

    def sums(self, values: NDArray[np.generic]) -> FloatArray:
        """Σ of each block along the last axis, shape (…, blocks); pairwise: a long sample loses no digit that counts."""
        if not self.blocks:
            return np.zeros((*values.shape[:-1], 0))
        starts = np.fromiter((block.start for block in self.blocks), dtype=np.intp)
        return np.add.reduceat(values.astype(np.float64), starts, axis=-1)

    def of_blocks(self, places: Sequence[int]) -> RowTable:
        """Some of the blocks, in the order of their places, with their rows alone."""
        taken = [self.blocks[place] for place in places]
        sizes = [block.stop - block.start for block in taken]
        ends = np.cumsum(sizes).tolist()
        blocks = tuple(
            replace(block, start=end - size, stop=end)
            for block, size, end in zip(taken, sizes, ends, strict=True)
        )
        rows = [row for block in taken for row in range(block.start, block.stop)]
        return RowTable(
            blocks,
            tuple(self.keys[row] for row in rows),
            self.full[rows],
            self.share[rows],
            self.blank[rows],
            self.open[rows],
            self.to_correct[rows],
            self.not_applicable[rows],
        )


def gather(
    definition: Definition,
    answers: Iterable[Answer],
    previous: Mapping[tuple[str, str], float] | None = None,
) -> RowTable:
    """Puts every answer that scores in its row; a row without one is blank. `previous`: see `FaultJudge`.

    Raises UnknownName for a unit or key that the definition lacks, ValueError for two answers to one row, for
    a value that is no finite number and for an item's share outside 0 to 1: intake lets none of them through.
    """
    blocks, rows = _lay_out(definition)
    keys = tuple(row.key for row in rows)
    index = {(block.unit.code, keys[i]): i for block in blocks for i in range(block.start, block.stop)}
    share = np.full(len(keys), np.nan)
    states: list[State | None] = [None] * len(keys)
    standings: list[RowStanding] = [RowStanding.OPEN] * len(keys)
    judge = FaultJudge(definition, previous)
    for answer in (answer for answer in answers if answer.scores):
        place = index.get((answer.unit, answer.key))
        if place is None:
            raise _unknown(definition, index, answer)
        if states[place] is not None:
            raise ValueError(f"two answers to {answer.key!r} of unit {answer.unit!r}")
        states[place] = answer.state
        if answer.state is State.VALUE:
            share[place] = _number(answer)
        standings[place] = judge.standing(answer)
    _check_shares(blocks, keys, share)
    return RowTable(
        blocks,
        keys,
        np.array([row.full for row in rows], dtype=np.float64),
        share,
        blank=_where(states, None) | _where(states, State.BLANK),
        open=_where(standings, RowStanding.OPEN),
        to_correct=_where(standings, RowStanding.TO_CORRECT),
        not_applicable=_where(states, State.NOT_APPLICABLE),
    )


def _where(values: Iterable[object], wanted: object) -> BoolArray:
    return np.array([value is wanted for value in values], dtype=np.bool_)


def _lay_out(definition: Definition) -> tuple[tuple[RowBlock, ...], list[AskedRow]]:
    blocks: list[RowBlock] = []
    rows: list[AskedRow] = []
    for unit, leaf in _asked(definition):
        start = len(rows)
        rows.extend(definition.rows(unit, leaf))
        if len(rows) > start:
            blocks.append(RowBlock(unit, leaf, start, len(rows)))
    return tuple(blocks), rows


def _asked(definition: Definition) -> Iterator[tuple[Unit, Node]]:
    leaves = {c.code: definition.framework.leaves(c.code) for c in definition.framework.classes}
    return ((unit, leaf) for unit in definition.roster.units for leaf in leaves.get(unit.unit_class, ()))


def _number(answer: Answer) -> float:
    value = answer.score_input
    if value is None or not math.isfinite(value):
        raise ValueError(
            f"{answer.key!r} of unit {answer.unit!r} has state 'value' but its score input is {value}"
        )
    return value


def _check_shares(blocks: Iterable[RowBlock], keys: tuple[str, ...], share: FloatArray) -> None:
    """An item or a level earns a share of its full points; other entries are any number."""
    for block in blocks:
        if block.leaf.indicator is None or not block.leaf.indicator.measure.earns_share:
            continue
        part = share[block.start : block.stop]
        wrong = np.flatnonzero((part < 0) | (part > 1))
        if wrong.size:
            key = keys[block.start + int(wrong[0])]
            raise ValueError(
                f"{key!r} of unit {block.unit.code!r} earns {part[wrong[0]]:g} of its points, not 0 to 1"
            )


def _unknown(definition: Definition, index: Mapping[tuple[str, str], int], answer: Answer) -> UnknownName:
    if answer.unit not in definition.roster.by_code:
        near = difflib.get_close_matches(answer.unit, definition.roster.by_code, cutoff=0.5)
        hint = (
            Text(f"是不是 {', '.join(near)}？", f"did you mean {', '.join(near)}?")
            if near
            else Text("单位代码见 roster.csv", "see the unit codes in roster.csv")
        )
        return UnknownName(
            Text(f"单位“{answer.unit}”", f"unit {answer.unit!r}"),
            Text("单位名册中没有这个单位", "the roster has no such unit"),
            hint,
        )
    known = [key for unit, key in index if unit == answer.unit]
    near = difflib.get_close_matches(answer.key, known)
    hint = (
        Text(f"是不是 {', '.join(near)}？", f"did you mean {', '.join(near)}?")
        if near
        else Text("用生成该工作簿的定义计分", "score with the definition the workbook was built from")
    )
    return UnknownName(
        Text(f"单位“{answer.unit}”，行“{answer.key}”", f"unit {answer.unit!r}, row {answer.key!r}"),
        Text("定义中没有这一行", "the definition has no such row"),
        hint,
    )
