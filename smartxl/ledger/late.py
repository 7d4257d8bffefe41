"""Units whose forms came too late."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from smartxl.model.definition import Definition
    from smartxl.model.received import StoredReading

__all__ = ["late_arrivals"]


def late_arrivals(definition: Definition, records: Iterable[StoredReading]) -> Mapping[str, date]:
    """Unit → the day on which its first form that may count came, of those where that is after the due date.

    A correction that comes later makes no unit late, nor does the evaluator's review.
    """
    first: dict[str, StoredReading] = {}
    for record in records:
        if record.may_count(definition) and not record.reviewed:
            known = first.get(record.unit)
            if known is None or record.arrival < known.arrival:
                first[record.unit] = record
    days = {unit: record.received_at.date() for unit, record in first.items()}
    return {unit: day for unit, day in days.items() if day > definition.round.due}
