"""From rows to indicators: the score of each block, and how many of its rows were answered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from smartxl.model.definition import Definition
from smartxl.model.framework import Indicator, Measure, RuleSpec
from smartxl.model.scores import QuantityKind
from smartxl.model.unanswered import Missing
from smartxl.rules import build, build_any, build_peer, is_peer, rounded
from smartxl.rules.parameters import reading
from smartxl.scoring.rows import RowBlock, RowTable

__all__ = ["OtherRules", "block_counts", "block_numbers", "block_readings", "block_scores", "worth_zero"]

FloatArray = NDArray[np.float64]
OtherRules = Mapping[str, Sequence[RuleSpec]]
"""Indicator → its rule in each run."""
_PERCENT = 100.0


def block_counts(rows: RowTable) -> Mapping[QuantityKind, FloatArray]:
    """How many rows of each block are filled, to correct, open, entered or not, answered and applicable; shape (blocks,)."""
    return {
        QuantityKind.FILLED: rows.sums(~rows.open & ~rows.to_correct),
        QuantityKind.TO_CORRECT: rows.sums(rows.to_correct),
        QuantityKind.UNFILLED: rows.sums(rows.open),
        QuantityKind.ENTERED: rows.sums(~rows.blank),
        QuantityKind.UNENTERED: rows.sums(rows.blank),
        QuantityKind.ANSWERED: rows.sums(~np.isnan(rows.share)),
        QuantityKind.APPLICABLE: rows.sums(~rows.not_applicable),
    }


def block_scores(rows: RowTable, definition: Definition, rules: OtherRules | None = None) -> FloatArray:
    """The rounded score of each block, shape (blocks,); NaN for none, and for all that a rule over peers scores.

    Where answers or `rules` are others in each run, shape (runs, blocks).
    """
    samples, zero = _sample_inputs(rows, definition), worth_zero(rows, definition)
    runs = _runs(rows, rules)
    scores = np.full((*runs, len(rows.blocks)), np.nan)
    for code, indicator, places in _by_indicator(rows.blocks):
        if is_peer(indicator.rule):
            continue
        blocks = [rows.blocks[place] for place in places]
        inputs = (
            samples[..., places, :] if indicator.measure is Measure.SAMPLE else _entries(rows.share, blocks)
        )
        found = _scored(inputs, (rules or {}).get(code) or indicator.rule)
        scored = rounded(found, definition.framework.digits(code))
        of_rule = np.where(
            np.isfinite(scored), scored, np.nan
        )  # what overflows is no number in a cell either
        scores[..., places] = np.where(np.isnan(of_rule) & zero[places], 0.0, of_rule)
    return scores


def _scored(inputs: FloatArray, rule: RuleSpec | Sequence[RuleSpec]) -> FloatArray:
    """Scores (…, blocks) of inputs (…, blocks, k), by one rule or by another in each run."""
    if not isinstance(rule, RuleSpec):
        each = np.broadcast_to(inputs, (len(rule), *inputs.shape[-2:]))
        return np.stack([build(spec).score(x) for spec, x in zip(rule, each, strict=True)])
    flat = build(rule).score(inputs.reshape(-1, inputs.shape[-1]))
    return np.asarray(flat.reshape(inputs.shape[:-1]))


def worth_zero(rows: RowTable, definition: Definition) -> NDArray[np.bool_]:
    """Whether a block without a score counts as 0, shape (blocks,): some of its rows are open, and they are worth 0.

    Never of a sample, whose open items count in its sums.
    """
    one = rows.share if rows.share.ndim == 1 else rows.share[0]  # what is open is so in all runs
    is_open = rows.sums(np.isnan(one) & ~rows.not_applicable) > 0
    is_sample = [
        b.leaf.indicator is not None and b.leaf.indicator.measure is Measure.SAMPLE for b in rows.blocks
    ]
    return is_open & _missing_is_zero(rows, definition) & ~np.array(is_sample, dtype=np.bool_)


def block_readings(rows: RowTable, rules: OtherRules | None = None) -> FloatArray:
    """The number that a rule over peers scores, shape (…, blocks); NaN for none, and under other rules."""
    runs = _runs(rows, rules)
    readings = np.full((*runs, len(rows.blocks)), np.nan)
    for code, indicator, places in _by_indicator(rows.blocks):
        if is_peer(indicator.rule):
            inputs = _entries(rows.share, [rows.blocks[place] for place in places])
            if (specs := (rules or {}).get(code)) is not None:
                each = np.broadcast_to(inputs, (len(specs), *inputs.shape[-2:]))
                found = [reading(x, build_peer(s).per) for x, s in zip(each, specs, strict=True)]
                readings[..., places] = np.stack(found)
            else:
                flat = reading(inputs.reshape(-1, inputs.shape[-1]), build_peer(indicator.rule).per)
                readings[..., places] = flat.reshape(inputs.shape[:-1])
    return readings


def _runs(rows: RowTable, rules: OtherRules | None) -> tuple[int, ...]:
    """How many runs there are, none where answers and rules are as given."""
    return rows.share.shape[:-1] or ((len(next(iter(rules.values()))),) if rules else ())


def block_numbers(rows: RowTable) -> FloatArray:
    """What was measured, before any rule: the number of a kpi, or the quotient of its two; shape (blocks,), NaN for none.

    Only where the rule scores one number: of others there is no single one.
    """
    numbers = np.full(len(rows.blocks), np.nan)
    for _, indicator, places in _by_indicator(rows.blocks):
        rule = build_any(indicator.rule)
        if indicator.measure is Measure.KPI and rule.one_reading:
            inputs = _entries(rows.share, [rows.blocks[place] for place in places])
            (per,) = rule.parameters().get("per", (_PERCENT,))
            with np.errstate(over="ignore"):
                found = reading(inputs, per)
            numbers[places] = np.where(np.isfinite(found), found, np.nan)
    return numbers


def _by_indicator(blocks: tuple[RowBlock, ...]) -> list[tuple[str, Indicator, list[int]]]:
    """Each indicator with its code and the places of its blocks: all units that answer it are scored in one go."""
    places: dict[str, list[int]] = defaultdict(list)
    indicators: dict[str, Indicator] = {}
    for place, block in enumerate(blocks):
        if block.leaf.indicator is not None:
            indicators[block.leaf.code] = block.leaf.indicator
            places[block.leaf.code].append(place)
    return [(code, indicator, places[code]) for code, indicator in indicators.items()]


def _missing_is_zero(rows: RowTable, definition: Definition) -> NDArray[np.bool_]:
    """By block."""
    worth = {
        block.leaf.code: definition.missing(block.leaf.indicator) is Missing.ZERO
        for block in rows.blocks
        if block.leaf.indicator
    }
    return np.array([worth.get(block.leaf.code, False) for block in rows.blocks], dtype=np.bool_)


def _sample_inputs(rows: RowTable, definition: Definition) -> FloatArray:
    """Σ points and Σ full points of the items that count, by the missing policy; shape (…, blocks, 2)."""
    answered = ~np.isnan(rows.share)
    points = rows.sums(np.where(answered, rows.share * rows.full, 0.0))
    answered_full = rows.sums(np.where(answered, rows.full, 0.0))
    applicable_full = rows.sums(np.where(rows.not_applicable, 0.0, rows.full))
    full = np.where(_missing_is_zero(rows, definition), applicable_full, answered_full)
    return np.stack([points, full], axis=-1)


def _entries(share: FloatArray, blocks: list[RowBlock]) -> FloatArray:
    """The inputs of an entry, shape (…, units, k); NaN where one lacks a value, which is for the rule to judge."""
    size = blocks[0].stop - blocks[0].start
    starts = np.array([block.start for block in blocks], dtype=np.intp)
    inputs: FloatArray = share[..., starts[:, np.newaxis] + np.arange(size)]
    return inputs
