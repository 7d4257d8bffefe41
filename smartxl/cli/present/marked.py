"""What a decision about a unit looks like as JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from smartxl.model.definition import Unit
    from smartxl.model.received import StoredReading
    from smartxl.project.marking import MarkedUnit

__all__ = ["ChoiceRecord", "MarkRecord"]


@dataclass(frozen=True, slots=True)
class MarkRecord:
    """What `mark --json` prints: where the unit stands, the reason as the log keeps it, what spoke against it."""

    unit: str
    name: str
    state: str
    by: str
    why: str
    must_fix: int
    coverage: float | None
    below_floor: bool
    counts: bool

    @classmethod
    def of(cls, marked: MarkedUnit) -> MarkRecord:
        """The record of a decision."""
        standing, against = marked.standing, marked.objections
        return cls(
            *(standing.unit.code, standing.unit.name.zh, standing.state.value, standing.by, standing.why),
            *(against.must_fix, against.coverage, against.below_floor, against.counts),
        )


@dataclass(frozen=True, slots=True)
class ChoiceRecord:
    """What `choose --json` prints: the unit, and the file of it that counts now, null where none does."""

    unit: str
    name: str
    file: str | None
    digest: str | None

    @classmethod
    def of(cls, unit: Unit, counts: StoredReading | None) -> ChoiceRecord:
        """The record of a choice, or of one that was withdrawn."""
        file = (counts.name, counts.digest) if counts else (None, None)
        return cls(unit.code, unit.name.zh, *file)
