"""The limits of an input, applied to what was cleaned."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from smartxl.findings import FindingCode
from smartxl.typed.cleaned import Cleaned, show
from smartxl.typed.dates import EXCEL_EPOCH

if TYPE_CHECKING:
    from smartxl.model.plan import Check

__all__ = ["in_period", "short_enough", "unusual", "within"]


def within(cleaned: Cleaned, check: Check) -> Cleaned:
    """A number outside its range is no answer; it is shown as it was typed."""
    value, low, high = cleaned.value, check.minimum, check.maximum
    if not isinstance(value, float) or _inside(value, low, high):
        return cleaned
    return Cleaned(None, FindingCode.OUT_OF_RANGE, cleaned.found or show(value), _interval(low, high))


def unusual(value: float, check: Check) -> str:
    """The range that is usual, of a number outside of it; "" for all others."""
    return "" if _inside(value, check.low, check.high) else _interval(check.low, check.high)


def in_period(cleaned: Cleaned, check: Check) -> Cleaned:
    """A date outside the period is kept, and reported."""
    if not isinstance(cleaned.value, date):
        return cleaned
    serial = float((cleaned.value - EXCEL_EPOCH).days)
    if _inside(serial, check.minimum, check.maximum):
        return cleaned
    period = " – ".join(
        (EXCEL_EPOCH + timedelta(days=int(day))).isoformat() if day is not None else "…"
        for day in (check.minimum, check.maximum)
    )
    return Cleaned(cleaned.value, FindingCode.DATE_OUT_OF_RANGE, cleaned.value.isoformat(), period)


def short_enough(cleaned: Cleaned, check: Check) -> Cleaned:
    """A text that is too long is kept, and reported."""
    value, limit = cleaned.value, check.maximum
    if not isinstance(value, str) or limit is None or len(value) <= limit:
        return cleaned
    return replace(cleaned, code=FindingCode.TOO_LONG, found=str(len(value)), expected=f"{limit:g}")


def _inside(value: float, low: float | None, high: float | None) -> bool:
    return (low is None or value >= low) and (high is None or value <= high)


def _interval(low: float | None, high: float | None) -> str:
    if low is None or high is None:
        return f"≥ {low:g}" if low is not None else f"≤ {high:g}"
    return f"{low:g} – {high:g}"
