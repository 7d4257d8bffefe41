"""What scoring gives: every score with its coverage, addressed by what it is a score of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from smartxl.model.answers import State
from smartxl.model.combination import Step

__all__ = [
    "CITY",
    "NO_SCORES",
    "Quantity",
    "QuantityKind",
    "ScoreTable",
    "StepTrace",
    "Trace",
    "nodes_of",
    "together",
]

CITY = "@city"
"""The unit code under which the city as a whole is scored."""
_AND = " & "


class QuantityKind(StrEnum):
    """What a computed cell holds. Scores are 0 to 100 and rounded; counts are of rows; coverage is 0 to 1."""

    ITEM = "item"  # what one row brings: points of a sampled item, the accepted number of an entry; ref = row key
    SCORE = "score"  # score of a node; ref = node code (ROOT: the total)
    READING = "reading"  # the number that a rule over peers scores; ref = node code
    RAW = "raw"  # the total before its rounding, settled to 12 decimals, where units are ranked by it
    PEER = "peer"  # what an unscored child counts with: mean or median of its peers; unit = class or group, ref = code
    ELEMENT = "element"  # score of a SMART element; ref = S, M, A, R, T
    WEIGHT = "weight"  # weight of a node for a class, percent; unit = class aggregate code
    EFFECTIVE = (
        "effective"  # its share of the class's total, percent: the product of the weights on its way up
    )
    FILLED = "filled"  # rows that are filled in and have no fault (RowStanding); ref = node code
    TO_CORRECT = "to_correct"  # rows in which something must be corrected or explained
    UNFILLED = "unfilled"  # rows that are open
    ENTERED = "entered"  # rows with an answer or a mark, right or wrong: of a form without a check column
    UNENTERED = "unentered"  # rows without
    ANSWERED = "answered"  # rows with a value that scores
    APPLICABLE = "applicable"  # rows not marked as not applicable
    COVERAGE = "coverage"  # answered / applicable
    BELOW_FLOOR = "below-floor"  # 1 where a unit lies below the coverage floor of a node, else 0
    UNITS_BELOW = "units-below"  # how many units of a class, or of the city, do
    RANK = "rank"  # rank of the total inside the class or group, as the conventions say
    STAGE = "stage"  # index of the stage band, from 0


class Quantity(NamedTuple):
    """The name of one computed number: what, of which unit, of which node, item or element.

    `unit` may be a class aggregate (`@department`) or `CITY`.
    """

    kind: QuantityKind
    unit: str
    ref: str = ""


def together(codes: Iterable[str]) -> str:
    """The `ref` of a count, or of the coverage, of several nodes."""
    return _AND.join(codes)


def nodes_of(ref: str) -> tuple[str, ...]:
    """The nodes of such a `ref`."""
    return tuple(ref.split(_AND))


@dataclass(frozen=True)
class ScoreTable:
    """All computed quantities of a round; a quantity without a value (no score, no rank) is None."""

    values: Mapping[Quantity, float | None]

    def of(self, quantity: Quantity) -> float | None:
        """The value of a quantity, None when it has none; those of several nodes (see `together`) are added up.

        Raises KeyError where there is no such quantity.
        """
        if _AND not in quantity.ref:
            return self.values[quantity]
        refs = nodes_of(quantity.ref)
        if quantity.kind is QuantityKind.COVERAGE:
            answered, applicable = (
                self.of(quantity._replace(kind=kind)) or 0.0
                for kind in (QuantityKind.ANSWERED, QuantityKind.APPLICABLE)
            )
            return answered / applicable if applicable else None
        return sum(self.values[quantity._replace(ref=ref)] or 0.0 for ref in refs)

    def knows(self, quantity: Quantity) -> bool:
        """Whether there is such a quantity, with a value or without."""
        if _AND not in quantity.ref:
            return quantity in self.values
        return all(quantity._replace(ref=ref) in self.values for ref in nodes_of(quantity.ref))

    def get(self, kind: QuantityKind, unit: str, ref: str = "") -> float | None:
        """The value of a quantity, None when it has none or does not exist."""
        return self.values.get(Quantity(kind, unit, ref))

    def applies(self, unit: str, node: str) -> bool:
        """Whether any row of a node applies to a unit."""
        return bool(self.get(QuantityKind.APPLICABLE, unit, node))

    def below_floor(self, unit: str, node: str) -> bool:
        """Whether a unit answered fewer rows under a node, or `ROOT`, than the coverage floor asks."""
        return bool(self.get(QuantityKind.BELOW_FLOOR, unit, node))


NO_SCORES = ScoreTable({})
"""Of nothing."""


@dataclass(frozen=True, slots=True)
class StepTrace:
    """One step of the pipeline: the unrounded total after it, None for none."""

    step: Step
    total: float | None


@dataclass(frozen=True, slots=True)
class Trace:
    """How one score came about: a node with its parts, down to rows and the cells they were read from.

    `weight` is the share used (renormalised over the parts that count), `place` the sheet and cell of a row, `unit` and
    `key` whose row and which, `stand_in` what a part without a score counts with, `steps` what the pipeline makes of a total.
    `coverage` is the share of applicable rows that are answered, of a unit that is below the coverage floor there; else None.
    """

    label: str
    score: float | None
    weight: float | None
    state: State | None = None
    place: str = ""
    parts: tuple[Trace, ...] = ()
    stand_in: float | None = None
    steps: tuple[StepTrace, ...] = ()
    coverage: float | None = None
    unit: str = ""
    key: str = ""
