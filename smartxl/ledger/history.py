"""All that happened to units in a round, in order: files that came, and what was decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from smartxl.ledger.ledger import Ledger
    from smartxl.ledger.states import Event
    from smartxl.model.definition import Definition
    from smartxl.model.received import Receipt, StoredReading

__all__ = ["Happening", "chronicle"]


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of a unit's history: an event, or a receipt with the last reading of its file.

    `is_first`: the file's bytes had not come before.
    """

    unit: str
    at: datetime
    event: Event | None = None
    receipt: Receipt | None = None
    record: StoredReading | None = None
    is_first: bool = True


def chronicle(definition: Definition, ledger: Ledger) -> tuple[Happening, ...]:
    """What happened in this round, in the order in which it was recorded; files that were refused are among it."""
    round_ = definition.round
    records = {
        record.digest: record
        for record in ledger.records()
        if (record.assessment, record.round) == (round_.id, round_.name)
    }
    placed: list[tuple[int, int, Happening]] = []
    seen: set[str] = set()
    for number, receipt in enumerate(ledger.receipts(), 1):
        record = records.get(receipt.digest)
        if record is not None:
            first = receipt.digest not in seen
            seen.add(receipt.digest)
            happening = Happening(record.unit, receipt.received_at, None, receipt, record, first)
            placed.append((number, 0, happening))
    for order, event in enumerate(ledger.events(definition), 1):
        placed.append((event.after, order, Happening(event.unit, event.at, event)))
    return tuple(happening for *_, happening in sorted(placed, key=lambda entry: entry[:2]))
