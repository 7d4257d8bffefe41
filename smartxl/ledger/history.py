"""All that happened to units in a round, in order, and where it has led them: files that were received, decisions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from smartxl.ledger.decisions import UnitState

if TYPE_CHECKING:
    from smartxl.ledger.events import Event, Standing
    from smartxl.ledger.ledger import Ledger
    from smartxl.model.definition import Definition, Unit
    from smartxl.model.received import Receipt, StoredReading

__all__ = ["Happening", "UnitStanding", "chronicle", "standings", "unit_states"]


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
    records, events = ledger.log(definition)
    scope = (definition.round.id, definition.round.name)
    readings = {r.digest: r for r in records if (r.assessment, r.round) == scope}
    placed: list[tuple[int, int, Happening]] = []
    seen: set[str] = set()
    for number, receipt in enumerate(ledger.receipts(), 1):
        record = readings.get(receipt.digest)
        if record is not None:
            first = receipt.digest not in seen
            seen.add(receipt.digest)
            happening = Happening(record.unit, receipt.received_at, None, receipt, record, first)
            placed.append((number, 0, happening))
    for order, event in enumerate(events, 1):
        placed.append((event.after, order, Happening(event.unit, event.at, event)))
    return tuple(happening for *_, happening in sorted(placed, key=lambda entry: entry[:2]))


@dataclass(frozen=True, slots=True)
class UnitStanding:
    """Where a unit stands, since when, brought there by whom and why; and when a new file of it was last received."""

    unit: Unit
    state: Standing
    since: datetime | None
    by: str
    why: str
    last_received: datetime | None


def unit_states(definition: Definition, ledger: Ledger) -> tuple[UnitStanding, ...]:
    """Where every unit stands, in the order of the roster. Raises LedgerError."""
    return standings(definition, *ledger.log(definition))


def standings(
    definition: Definition, records: Iterable[StoredReading], events: Iterable[Event]
) -> tuple[UnitStanding, ...]:
    """Where every unit stands, in the order of the roster; readings and events as from `Ledger.log`."""
    states: dict[str, UnitState] = defaultdict(UnitState)
    for event in events:
        states[event.unit] = states[event.unit].then(event)
    scope = (definition.round.id, definition.round.name)
    last = {
        r.unit: r.received_at
        for r in records
        if (r.assessment, r.round) == scope and not (r.reviewed or r.appealed)
    }
    found = []
    for unit in definition.roster.units:
        state = states[unit.code]
        since, by, why = (state.last.at, state.last.who, state.last.why) if state.last else (None, "", "")
        found.append(UnitStanding(unit, state.state, since, by, why, last.get(unit.code)))
    return tuple(found)
