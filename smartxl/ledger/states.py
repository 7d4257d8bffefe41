"""Where a unit stands in a round: a log of events to which is only ever added, and one table of what may follow what."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from smartxl.errors import ProjectError
from smartxl.model.received import FileState
from smartxl.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from smartxl.ledger.ledger import Ledger
    from smartxl.model.definition import Definition, Unit
    from smartxl.model.received import StoredReading

__all__ = [
    "TRANSITIONS",
    "Event",
    "EventKind",
    "Standing",
    "UnitStanding",
    "UnitState",
    "check_event",
    "chosen",
    "follow",
    "unit_states",
]


class Standing(StrEnum):
    """Where a unit stands."""

    NOT_RECEIVED = "not-received"
    RECEIVED = "received"
    RETURNED = "returned"
    RESUBMITTED = "resubmitted"
    ACCEPTED = "accepted"
    EXEMPT = "exempt"

    @property
    def label(self) -> Text:
        """The state in words."""
        return _STANDINGS[self]


class EventKind(StrEnum):
    """What happened to a unit. The first two are recorded when a file is taken in, the others by hand."""

    RECEIVED = "received"
    RESUBMITTED = "resubmitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    EXEMPT = "exempt"
    ASKED = "asked"  # no longer exempt
    CHOSEN = "chosen"  # this file counts, whatever the rule says
    UNCHOSEN = "unchosen"  # the rule says again which counts

    @property
    def label(self) -> Text:
        """The event in words."""
        return _EVENTS[self]


_STANDINGS = {
    Standing.NOT_RECEIVED: Text("未收到", "not received"),
    Standing.RECEIVED: Text("已收到", "received"),
    Standing.RETURNED: Text("退回", "returned"),
    Standing.RESUBMITTED: Text("再次提交", "resubmitted"),
    Standing.ACCEPTED: Text("通过", "accepted"),
    Standing.EXEMPT: Text("免报", "exempt"),
}
_EVENTS = {
    EventKind.RECEIVED: Text("收到", "received"),
    EventKind.RESUBMITTED: Text("再次提交", "resubmitted"),
    EventKind.RETURNED: Text("退回", "returned"),
    EventKind.ACCEPTED: Text("通过", "accepted"),
    EventKind.EXEMPT: Text("免报", "exempted"),
    EventKind.ASKED: Text("恢复填报", "asked again"),
    EventKind.CHOSEN: Text("指定计入的文件", "file chosen by hand"),
    EventKind.UNCHOSEN: Text("撤销指定", "choice withdrawn"),
}

TRANSITIONS: Mapping[Standing, Mapping[EventKind, Standing]] = {
    Standing.NOT_RECEIVED: {
        EventKind.RECEIVED: Standing.RECEIVED,
        EventKind.EXEMPT: Standing.EXEMPT,
    },
    Standing.RECEIVED: {
        EventKind.RETURNED: Standing.RETURNED,
        EventKind.ACCEPTED: Standing.ACCEPTED,
        EventKind.EXEMPT: Standing.EXEMPT,
    },
    Standing.RETURNED: {
        EventKind.RESUBMITTED: Standing.RESUBMITTED,
        EventKind.ACCEPTED: Standing.ACCEPTED,
        EventKind.EXEMPT: Standing.EXEMPT,
    },
    Standing.RESUBMITTED: {
        EventKind.RETURNED: Standing.RETURNED,
        EventKind.ACCEPTED: Standing.ACCEPTED,
        EventKind.EXEMPT: Standing.EXEMPT,
    },
    Standing.ACCEPTED: {
        EventKind.RETURNED: Standing.RETURNED,
        EventKind.ACCEPTED: Standing.ACCEPTED,  # again, with what came since
        EventKind.EXEMPT: Standing.EXEMPT,
    },
    Standing.EXEMPT: {
        EventKind.ASKED: Standing.NOT_RECEIVED,
    },
}
"""Where a unit stands → what may happen → where it stands then.

A unit that is asked again after an exemption stands where its files have brought it; see `follow`.
"""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a unit: what, which file it is about, who did it, when and why.

    `after` is how many receipts the ledger held then: files that arrived later came after it.
    """

    unit: str
    kind: EventKind
    at: datetime
    who: str = ""
    why: str = ""
    digest: str = ""
    after: int = 0


@dataclass(frozen=True, slots=True)
class UnitState:
    """Where events have led: the state, the event that led there, and the state that an exemption hides."""

    state: Standing = Standing.NOT_RECEIVED
    last: Event | None = None
    hidden: Standing = Standing.NOT_RECEIVED

    def arrived(self, *, is_new: bool) -> EventKind | None:
        """What it means that a form comes in; `is_new`: its bytes never came before."""
        if self.hidden is Standing.NOT_RECEIVED:
            return EventKind.RECEIVED
        return EventKind.RESUBMITTED if is_new and self.hidden is Standing.RETURNED else None

    def then(self, event: Event) -> UnitState:
        """Where an event leads."""
        if event.kind is EventKind.ASKED:
            return UnitState(self.hidden, event, self.hidden)
        if event.kind is EventKind.EXEMPT:
            return UnitState(Standing.EXEMPT, event, self.hidden)
        hidden = TRANSITIONS[self.hidden].get(event.kind)
        if hidden is None:  # a choice of a file leads nowhere else
            return self
        if self.state is Standing.EXEMPT:
            return UnitState(self.state, self.last, hidden)
        return UnitState(hidden, event, hidden)


def follow(events: Iterable[Event]) -> UnitState:
    """Where the events of one unit have led, in their order. What comes in during an exemption is remembered."""
    path = UnitState()
    for event in events:
        path = path.then(event)
    return path


def check_event(
    event: Event, before: Iterable[Event], records: Iterable[StoredReading], definition: Definition
) -> None:
    """Whether an event that somebody adds by hand may follow those before it; `records` are those of its file.

    Raises ProjectError.
    """
    unit = definition.roster.by_code.get(event.unit)
    if unit is None:
        raise ProjectError(event.unit, "this unit is not on the roster", "name a unit of roster.csv")
    name, mine = f"{event.unit} {unit.name.zh}", [entry for entry in before if entry.unit == event.unit]
    if not event.why.strip():
        raise ProjectError(name, "a decision without a reason is not recorded", "say why: --why TEXT")
    if event.kind is EventKind.CHOSEN:
        may_count = [
            r
            for r in records
            if r.state is FileState.ACCEPTED and r.belongs_to(definition) and not r.appealed
        ]
        if event.unit not in {record.unit for record in may_count}:
            remedy = "choose a file that was accepted, of this unit and of the form as it is now"
            raise ProjectError(name, "this file cannot count for the unit", remedy)
    elif event.kind is EventKind.UNCHOSEN:
        if chosen(mine) == "":
            raise ProjectError(name, "no file was chosen by hand", "there is nothing to withdraw")
    else:
        _check_transition(name, follow(mine).state, event.kind)


def _check_transition(name: str, state: Standing, kind: EventKind) -> None:
    allowed = [k for k in TRANSITIONS[state] if k not in {EventKind.RECEIVED, EventKind.RESUBMITTED}]
    if kind not in allowed:
        what = f"it is {state.label.en} ({state.label.zh}): {kind.value} ({kind.label.zh}) cannot follow"
        raise ProjectError(name, what, "possible now: " + ", ".join(allowed))


def chosen(events: Iterable[Event]) -> str:
    """The digest of the file of a unit that was chosen last; "" when that was withdrawn."""
    digest = ""
    for event in events:
        if event.kind in {EventKind.CHOSEN, EventKind.UNCHOSEN}:
            digest = event.digest if event.kind is EventKind.CHOSEN else ""
    return digest


@dataclass(frozen=True, slots=True)
class UnitStanding:
    """Where a unit stands, since when, brought there by whom and why; and when a new file of it came last."""

    unit: Unit
    state: Standing
    since: datetime | None
    by: str
    why: str
    last_received: datetime | None


def unit_states(definition: Definition, ledger: Ledger) -> tuple[UnitStanding, ...]:
    """Where every unit stands, in the order of the roster. Raises LedgerError."""
    of_unit: dict[str, list[Event]] = defaultdict(list)
    for event in ledger.events(definition):
        of_unit[event.unit].append(event)
    round_ = definition.round
    last: dict[str, datetime] = {}
    for record in ledger.records():  # in the order of arrival
        if (record.assessment, record.round) == (round_.id, round_.name) and not (
            record.reviewed or record.appealed
        ):
            last[record.unit] = record.received_at
    found = []
    for unit in definition.roster.units:
        path = follow(of_unit[unit.code])
        since, by, why = (path.last.at, path.last.who, path.last.why) if path.last else (None, "", "")
        found.append(UnitStanding(unit, path.state, since, by, why, last.get(unit.code)))
    return tuple(found)
