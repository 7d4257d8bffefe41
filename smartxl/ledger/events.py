"""What happens to a unit in a round: the events, the states they lead to, and what may follow what. Data only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from smartxl.text import Text

__all__ = ["TRANSITIONS", "Event", "EventKind", "Standing"]


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
    """What happened to a unit. The first two are recorded when a file is received, the others by hand."""

    RECEIVED = "received"
    RESUBMITTED = "resubmitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    EXEMPT = "exempt"
    ASKED = "asked"  # no longer exempt
    CHOSEN = "chosen"  # this file counts, whatever the rule says
    UNCHOSEN = "unchosen"  # the rule decides again which file counts

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
        EventKind.ACCEPTED: Standing.ACCEPTED,  # again, with the files received since
        EventKind.EXEMPT: Standing.EXEMPT,
    },
    Standing.EXEMPT: {
        EventKind.ASKED: Standing.NOT_RECEIVED,
    },
}
"""Where a unit stands → what may happen → where it stands then.

A unit that is asked again after an exemption stands where its files have brought it; see `decisions.follow`.
"""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a unit: what, which file it is about, who did it, when and why.

    `after` is how many receipts the ledger held then: files received later came after the event.
    """

    unit: str
    kind: EventKind
    at: datetime
    who: str = ""
    why: str = ""
    digest: str = ""
    after: int = 0
