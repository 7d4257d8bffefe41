"""What the scores say about the city: where points were lost."""

from __future__ import annotations

from dataclasses import dataclass

from smartxl.findings import Finding

__all__ = ["Diagnosis", "Gap"]


@dataclass(frozen=True, slots=True)
class Gap:
    """A sampled item that earns less than its full points.

    `level` is the level reached, "" when the item is not provided. `lost` is full points minus points.
    """

    unit: str
    leaf: str
    item: str
    level: str
    lost: float
    address: str


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Gaps, largest loss first, and the findings of the submissions that count."""

    gaps: tuple[Gap, ...] = ()
    findings: tuple[Finding, ...] = ()
