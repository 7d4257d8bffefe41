"""Numbers for the worked rows of the guide: plausible ones, and what they come to."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from smartxl.model.framework import Indicator, Input, Measure
from smartxl.rules import build, build_any, is_peer, rounded
from smartxl.rules.points import Criteria

__all__ = ["plausible_numbers", "score_of"]

_REACHED = 0.8
"""How far the example is on the way from the lowest to the highest score."""
_WHOLE, _HUNDRED = 100.0, 100.0
_PLAIN = 12.0  # where nothing says how large the number is


def plausible_numbers(indicator: Indicator) -> list[float]:
    """One number for each input, a good answer and not an unusual one."""
    asked = indicator.inputs
    if indicator.measure is Measure.SURVEY:
        return _counts(len(asked))
    rule = build_any(indicator.rule)
    if not rule.one_reading:
        return [1.0 if isinstance(rule, Criteria) else _within(each, _middle(each)) for each in asked]
    low, high = rule.ends
    aim = low + (high - low) * _REACHED
    if len(asked) == 2:
        (per,) = rule.parameters().get("per", (_HUNDRED,))
        whole = _within(asked[1], _WHOLE)
        return [_within(asked[0], float(round(min(aim, per) / per * whole))), whole]
    return [_within(each, aim) for each in asked]


def score_of(indicator: Indicator, numbers: Sequence[float], digits: int) -> float | None:
    """The rounded score of an indicator with these numbers or, of a rubric, this share of full points; None where it depends
    on other units, or there is none."""
    if is_peer(indicator.rule):
        return None
    try:
        score = float(rounded(build(indicator.rule).score(np.array([numbers], dtype=np.float64)), digits)[0])
    except (
        RecursionError
    ):  # an own formula that is too long for a form, which is told when the form is planned
        return None
    return score if math.isfinite(score) else None


def _counts(size: int) -> list[float]:
    """Counts of answers, most of the first."""
    leaning = [(size - place) ** 2 for place in range(size)]
    return [float(round(_WHOLE * share / sum(leaning))) for share in leaning]


def _middle(asked: Input) -> float:
    low = next((x for x in (asked.low, asked.minimum) if x is not None), None)
    high = next((x for x in (asked.high, asked.maximum) if x is not None), None)
    if low is not None and high is not None:
        return float(round((low + high) / 2)) if high - low >= 2 else (low + high) / 2
    return low if low is not None else high if high is not None else _PLAIN


def _within(asked: Input, number: float) -> float:
    """The number to three digits, inside what is usual."""
    number = float(f"{number:.3g}")
    for low, high in ((asked.low, asked.high), (asked.minimum, asked.maximum)):
        number = max(number, low) if low is not None else number
        number = min(number, high) if high is not None else number
    return number
