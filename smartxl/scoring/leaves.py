"""From rows to indicators: the score of each block, and how many of its rows were answered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from smartxl.model.framework import Framework, Indicator, Measure, Missing
from smartxl.model.scores import QuantityKind
from smartxl.rules import build, build_peer, is_peer, rounded
from smartxl.rules.parameters import reading
from smartxl.scoring.rows import RowBlock, RowTable

__all__ = ["block_counts", "block_readings", "block_scores"]

FloatArray = NDArray[np.float64]


def block_counts(rows: RowTable) -> Mapping[QuantityKind, FloatArray]:
    """FILLED, UNFILLED, ANSWERED and APPLICABLE rows of each block, shape (blocks,)."""
    return {
        QuantityKind.FILLED: rows.sums(~rows.blank),
        QuantityKind.UNFILLED: rows.sums(rows.blank),
        QuantityKind.ANSWERED: rows.sums(~np.isnan(rows.share)),
        QuantityKind.APPLICABLE: rows.sums(~rows.not_applicable),
    }


def block_scores(rows: RowTable, framework: Framework) -> FloatArray:
    """The rounded score of each block, shape (blocks,); NaN for none, and for all that a rule over peers scores."""
    samples = _sample_inputs(rows)
    scores = np.full(len(rows.blocks), np.nan)
    for code, indicator, places in _by_indicator(rows.blocks):
        if is_peer(indicator.rule):
            continue
        blocks = [rows.blocks[place] for place in places]
        inputs = samples[places] if indicator.measure is Measure.SAMPLE else _entries(rows.share, blocks)
        scores[places] = rounded(build(indicator.rule).score(inputs), framework.digits(code))
    return scores


def block_readings(rows: RowTable) -> FloatArray:
    """The number that a rule over peers scores, shape (blocks,); NaN for none, and under other rules."""
    readings = np.full(len(rows.blocks), np.nan)
    for _, indicator, places in _by_indicator(rows.blocks):
        if is_peer(indicator.rule):
            inputs = _entries(rows.share, [rows.blocks[place] for place in places])
            readings[places] = reading(inputs, build_peer(indicator.rule).per)
    return readings


def _by_indicator(blocks: tuple[RowBlock, ...]) -> list[tuple[str, Indicator, list[int]]]:
    """Each indicator with its code and the places of its blocks: all units that answer it are scored in one go."""
    places: dict[str, list[int]] = defaultdict(list)
    indicators: dict[str, Indicator] = {}
    for place, block in enumerate(blocks):
        if block.leaf.indicator is not None:
            indicators[block.leaf.code] = block.leaf.indicator
            places[block.leaf.code].append(place)
    return [(code, indicator, places[code]) for code, indicator in indicators.items()]


def _sample_inputs(rows: RowTable) -> FloatArray:
    """Σ points and Σ full points of the items that count, by the missing policy; shape (blocks, 2)."""
    answered = ~np.isnan(rows.share)
    points = rows.sums(np.where(answered, rows.share * rows.full, 0.0))
    zero = np.array(
        [
            block.leaf.indicator is not None and block.leaf.indicator.missing is Missing.ZERO
            for block in rows.blocks
        ],
        dtype=np.bool_,
    )
    answered_full = rows.sums(np.where(answered, rows.full, 0.0))
    applicable_full = rows.sums(np.where(rows.not_applicable, 0.0, rows.full))
    return np.stack([points, np.where(zero, applicable_full, answered_full)], axis=1)


def _entries(share: FloatArray, blocks: list[RowBlock]) -> FloatArray:
    """The inputs of an entry, shape (units, k); NaN where one lacks a value, which is for the rule to judge."""
    size = blocks[0].stop - blocks[0].start
    starts = np.array([block.start for block in blocks], dtype=np.intp)
    inputs: FloatArray = share[starts[:, np.newaxis] + np.arange(size)]
    return inputs
