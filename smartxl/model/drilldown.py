"""Scores from the city down to the cell, as a page shows them level by level: subjects × nodes, then rows with their places.

Every number is a `Figure`, written as in the rest of the report.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from smartxl.model.answers import State
from smartxl.model.report import Figure, Words

__all__ = ["DrillDown", "DrillHeads", "DrillNode", "DrillRow", "DrillScore", "DrillSubject"]


@dataclass(frozen=True, slots=True)
class DrillHeads:
    """What the numbers are called, in the words of the report."""

    score: str
    weight: str
    coverage: str
    lost: str
    obstacle: str
    unit: str
    unit_class: str
    indicator: str
    item: str
    said: str


@dataclass(frozen=True, slots=True)
class DrillSubject:
    """Whose scores: the city, a class or a unit; `above` is the code of the subject that it is part of, "" for none."""

    code: str
    name: str
    above: str
    is_unit: bool


@dataclass(frozen=True, slots=True)
class DrillNode:
    """A node of the framework, or the total; `above` is the code of its parent, "" for the total."""

    code: str
    name: str
    above: str


@dataclass(frozen=True, slots=True)
class DrillScore:
    """A subject's score of a node: with its weight in the total, coverage, points lost of the total, and their share.

    `note` says that it answered too few rows, "" where it did not.
    """

    score: Figure | None
    weight: Figure | None
    coverage: Figure | None
    answered: Figure
    applicable: Figure
    lost: Figure | None
    obstacle: Figure | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class DrillRow:
    """A row that a unit was asked: `said` in words, `points` of `full` where it earns a share of points.

    `told` are its other inputs, heading and text. `file`, `sheet` and `cell` (A1) are where the answer was read, "" for none.
    """

    code: str
    name: str
    state: State
    said: Words
    points: Figure | None
    full: Figure | None
    told: tuple[tuple[str, str], ...] = ()
    file: str = ""
    sheet: str = ""
    cell: str = ""


@dataclass(frozen=True)
class DrillDown:
    """The subjects, the first of which is above all others; the nodes, the total first, parents before children.

    `scores` has an entry for each subject (code) and node that it is assessed by; `rows` those of units (code) and indicators.
    `steps` say in words what follows the roll-up of the total.
    """

    heads: DrillHeads
    subjects: tuple[DrillSubject, ...]
    nodes: tuple[DrillNode, ...]
    scores: Mapping[tuple[str, str], DrillScore]
    rows: Mapping[tuple[str, str], tuple[DrillRow, ...]]
    steps: tuple[str, ...] = ()
