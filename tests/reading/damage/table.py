"""What was done to a filled form, what is read of it all the same, and what is said of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from openpyxl import Workbook

from smartxl.findings import FindingCode as F

__all__ = ["A", "B", "C", "Damage", "Step"]

Step = tuple[str | float, ...]
"""An operation of damage_in_calc.py with its arguments."""
A, B, C = "A1/ML002", "A1/ML003", "A2/XQ001"
"""Rows 9 and 10, answered differently; C stands in another section, in row 13."""


@dataclass(frozen=True)
class Damage:
    """One damage: what was done, and what of the answers is read (both in words).

    `codes` are all findings that it has, no others; `refused`: the file is not read. Answers are as before but for the keys
    of `lost`, which are blank; of `now`: key → whose answer it has now; of `shorter`, which score as before and lack a
    detail. `honest` are keys whose answer was changed in plain sight of the person who did it. One of `steps` (in Calc),
    `change` (by openpyxl) and `parts` (part of the file → what is done to it) says how it is done.
    """

    name: str
    what: str
    read: str
    codes: frozenset[F] = frozenset()
    lost: tuple[str, ...] = ()
    now: Mapping[str, str] = field(default_factory=dict)
    honest: frozenset[str] = frozenset()
    shorter: tuple[str, ...] = ()
    refused: bool = False
    steps: tuple[Step, ...] | None = None
    change: Callable[[Workbook], object] | None = None
    parts: Mapping[str, Callable[[bytes], bytes]] | None = None
