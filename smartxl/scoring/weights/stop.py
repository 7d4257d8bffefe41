"""Delphi: when the rounds may stop, by declared thresholds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from smartxl.errors import SmartxlError
from smartxl.scoring.weights.delphi import RoundSummary
from smartxl.text import Text

__all__ = ["StopRule", "Verdict", "verdict"]


@dataclass(frozen=True, slots=True)
class StopRule:
    """When the rounds may stop: all that is stated must hold; None leaves a condition out.

    `variation`: no item's coefficient of variation above it. `w` and `p_value`: W at least, its p-value at most.
    `shift`: no median moved by more than this since the round before (needs two rounds). Our defaults.
    """

    variation: float | None = 0.25
    w: float | None = 0.5
    p_value: float | None = 0.05
    shift: float | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether to stop after the last round; `reasons` say what stands against it."""

    stop: bool
    reasons: tuple[str, ...]


def verdict(rounds: Sequence[RoundSummary], rule: StopRule) -> Verdict:
    """Whether the last round may be the last. What cannot be known (NaN, no round before) stands against it.

    Raises SmartxlError without a round, or for a shift when the last two rounds have different items.
    """
    if not rounds:
        raise SmartxlError(
            Text("权重（德尔菲）", "weights (Delphi)"),
            Text("没有轮次", "there is no round"),
            Text("至少给出一轮", "give at least one"),
        )
    reasons = (*_varied(rounds[-1], rule), *_discordant(rounds[-1], rule), *_moved(rounds, rule))
    return Verdict(not reasons, reasons)


def _varied(last: RoundSummary, rule: StopRule) -> list[str]:
    limit = rule.variation
    if limit is None:
        return []
    return [
        f"{item.key}: coefficient of variation {item.variation:.3g}, limit {limit:g}"
        for item in last.items
        if not item.variation <= limit
    ]


def _discordant(last: RoundSummary, rule: StopRule) -> list[str]:
    found, reasons = last.concordance, []
    if rule.w is not None and not found.w >= rule.w:
        reasons.append(f"Kendall's W {found.w:.3g}, at least {rule.w:g} wanted")
    if rule.p_value is not None and not found.p_value <= rule.p_value:
        reasons.append(f"p-value of W {found.p_value:.3g}, limit {rule.p_value:g}")
    return reasons


def _moved(rounds: Sequence[RoundSummary], rule: StopRule) -> list[str]:
    limit = rule.shift
    if limit is None:
        return []
    if len(rounds) < 2:
        return ["no round before this one to compare medians with"]
    before = {item.key: item.median for item in rounds[-2].items}
    now = {item.key: item.median for item in rounds[-1].items}
    if before.keys() != now.keys():
        wrong = ", ".join(sorted(before.keys() ^ now.keys()))
        raise SmartxlError(
            Text("权重（德尔菲）", "weights (Delphi)"),
            Text(f"{wrong} 只在两轮之一中", f"{wrong} is in one of two rounds only"),
            Text("比较同样的项", "compare the same items"),
        )
    return [
        f"{key}: median moved from {before[key]:g} to {now[key]:g}, limit {limit:g}"
        for key in now
        if abs(now[key] - before[key]) > limit
    ]
