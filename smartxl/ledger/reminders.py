"""Who must still do something, and what: the list to write or telephone by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from smartxl.ledger.states import Standing

if TYPE_CHECKING:
    from smartxl.ledger.completeness import SectionFill
    from smartxl.ledger.status import Overview, UnitStatus

__all__ = ["Reminder", "reminders"]

_DONE = frozenset({Standing.ACCEPTED, Standing.EXEMPT})


@dataclass(frozen=True, slots=True)
class Reminder:
    """One unit that has not finished: `missing` are the sections with open rows; its findings stand in `status`."""

    status: UnitStatus
    missing: tuple[SectionFill, ...]

    @property
    def rows(self) -> int:
        """How many rows are open."""
        return sum(section.asked - section.filled for section in self.missing)


def reminders(overview: Overview) -> tuple[Reminder, ...]:
    """Units of which nothing usable was received, with open rows, or with findings that must be fixed; roster order.

    Nobody is reminded whose form was accepted, or who is exempt.
    """
    asked = [row for row in overview.units if row.state not in _DONE]
    found = (Reminder(row, overview.completeness.missing(row.unit.code)) for row in asked)
    return tuple(entry for entry in found if entry.missing or entry.status.findings.must_fix)
