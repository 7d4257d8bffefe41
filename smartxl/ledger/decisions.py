"""What follows from the events and the files of a unit: where it stands, what may come next, which of its files counts.

The rule of what counts, also in docs/ledger.md:

1. A file that was chosen by hand counts, alone, until the choice is withdrawn.
2. Else the evaluator's edition counts before all that the unit sends.
3. Of several, those received after the last time the unit was returned; of these the latest complete one (every row
   answered or marked, nothing to be fixed); else the one with the most rows answered; of equal ones the latest.
4. Rows that it leaves open are filled in from the other files, in the same order; see `counting.merge`.
5. What a unit sends after it was accepted does not count before it is returned or accepted again; of a unit that is
   exempt nothing counts.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from smartxl.errors import ProjectError
from smartxl.ledger.events import TRANSITIONS, Event, EventKind, Standing
from smartxl.model.received import StoredReading
from smartxl.text import Text

if TYPE_CHECKING:
    from smartxl.model.definition import Definition

__all__ = ["RULE", "Decision", "UnitState", "Why", "check_event", "decide", "follow"]

_RECORDED = frozenset({EventKind.RECEIVED, EventKind.RESUBMITTED})  # with a file, never by hand


@dataclass(frozen=True, slots=True)
class UnitState:
    """Where events have led: the state, the event that led there, the state that an exemption hides, the file chosen by hand.

    `chosen` is the digest of the file, "" when none was chosen or the choice was withdrawn.
    """

    state: Standing = Standing.NOT_RECEIVED
    last: Event | None = None
    hidden: Standing = Standing.NOT_RECEIVED
    chosen: str = ""

    def on_receipt(self, *, is_new: bool) -> EventKind | None:
        """The event that receiving a form is; `is_new`: its bytes were never received before."""
        if self.hidden is Standing.NOT_RECEIVED:
            return EventKind.RECEIVED
        return EventKind.RESUBMITTED if is_new and self.hidden is Standing.RETURNED else None

    def then(self, event: Event) -> UnitState:
        """Where an event leads; during an exemption, the hidden state changes."""
        if event.kind in {EventKind.CHOSEN, EventKind.UNCHOSEN}:
            return replace(self, chosen=event.digest if event.kind is EventKind.CHOSEN else "")
        if event.kind is EventKind.ASKED:
            return replace(self, state=self.hidden, last=event)
        if event.kind is EventKind.EXEMPT:
            return replace(self, state=Standing.EXEMPT, last=event)
        hidden = TRANSITIONS[self.hidden].get(event.kind)
        if hidden is None:
            return self
        if self.state is Standing.EXEMPT:
            return replace(self, hidden=hidden)
        return replace(self, state=hidden, last=event, hidden=hidden)


def follow(events: Iterable[Event]) -> UnitState:
    """Where the events of one unit have led, in their order."""
    state = UnitState()
    for event in events:
        state = state.then(event)
    return state


def check_event(
    event: Event, before: Iterable[Event], records: Iterable[StoredReading], definition: Definition
) -> None:
    """Whether a decision by hand may follow the events before it; `records` are the readings of its file.

    Raises ProjectError.
    """
    unit = definition.roster.by_code.get(event.unit)
    if unit is None:
        what = Text("单位名册中没有这个单位", "this unit is not on the roster")
        raise ProjectError(event.unit, what, Text("指定名册中的单位", "name a unit of the roster"))
    from smartxl.typed import says_nothing  # only here: with it comes what reads cells

    name, state = f"{event.unit} {unit.name.zh}", follow(e for e in before if e.unit == event.unit)
    if says_nothing(event.why) and event.kind is not EventKind.ACCEPTED:
        what = Text("没有理由的处理不予记录", "a decision without a reason is not recorded")
        raise ProjectError(name, what, Text("用 --why 写明理由", "say why: --why TEXT"))
    if event.kind is EventKind.CHOSEN:
        if event.unit not in {record.unit for record in records if record.may_count(definition)}:
            what = Text("该文件不能计入这个单位", "this file cannot count for the unit")
            remedy = Text(
                "选已接收的、属于该单位且与现行表一致的文件",
                "choose a file that was accepted, of this unit and of the form as it is now",
            )
            raise ProjectError(name, what, remedy)
    elif event.kind is EventKind.UNCHOSEN:
        if not state.chosen:
            what = Text("没有人工指定过文件", "no file was chosen by hand")
            raise ProjectError(name, what, Text("无须撤销", "there is nothing to withdraw"))
    else:
        _check_transition(name, state.state, event.kind)


def _check_transition(name: str, state: Standing, kind: EventKind) -> None:
    allowed = [k for k in TRANSITIONS[state] if k not in _RECORDED]
    if kind not in allowed:
        what = Text(
            f"当前为“{state.label.zh}”，不能{kind.label.zh}（{kind.value}）",
            f"it is {state.label.en}: {kind.value} cannot follow",
        )
        listed = ", ".join(allowed)
        raise ProjectError(name, what, Text(f"现在可以：{listed}", f"possible now: {listed}"))


class Why(StrEnum):
    """Why a file counts."""

    CHOSEN = "chosen"
    REVIEW = "review"
    ONLY = "only"
    COMPLETE = "complete"
    FULLEST = "fullest"

    @property
    def label(self) -> Text:
        """The reason in words."""
        return _REASONS[self]


_REASONS = {
    Why.CHOSEN: Text("人工指定", "chosen by hand"),
    Why.REVIEW: Text("复核表优先", "the evaluator's edition counts first"),
    Why.ONLY: Text("唯一可计入的文件", "the only file that can count"),
    Why.COMPLETE: Text("最新的完整文件", "the latest complete file"),
    Why.FULLEST: Text(
        "没有完整的文件，取填报最多且最新的", "none is complete: the fullest, of equal ones the latest"
    ),
}


RULE = Text(
    "计入规则：一、人工指定的文件，撤销前只计该文件；二、复核表先于单位自报的文件；三、最后一次退回之后收到的文件中，取最新的"
    "完整文件（每行都已填写或标注，没有必须修改的问题），没有完整的则取填报行数最多的，同样多的取最新；四、其未填的行由其他文件"
    "补足，逐行列出，两份文件填写不同的行也列出；五、通过之后收到的文件不计入，直到退回或再次通过；免报单位不计入任何文件。",
    "Which file counts: (1) one chosen by hand, alone, until that is withdrawn; (2) the evaluator's edition before what the "
    "unit sends; (3) of the files that came after the last return, the latest complete one (every row answered or marked, "
    "nothing to be fixed), else the one with most rows answered, of equal ones the latest; (4) rows it leaves open are filled "
    "in from the other files, each is reported, so is each row that two files answer differently; (5) what comes after "
    "acceptance does not count before the unit is returned or accepted again; of an exempt unit nothing counts.",
)
"""The rule in words."""


@dataclass(frozen=True, slots=True)
class Decision:
    """The file of a unit that counts, and why; `others` may fill in what it leaves open, first those that go before.

    `overruled` are digests of files that the unit was returned for. `late` came after it was accepted; `void` is the digest
    of a file that was chosen and cannot count any more.
    """

    unit: str
    base: StoredReading
    why: Why
    others: tuple[StoredReading, ...] = ()
    overruled: frozenset[str] = frozenset()
    late: tuple[StoredReading, ...] = ()
    void: str = ""

    @property
    def files(self) -> tuple[StoredReading, ...]:
        """The file that counts, then those that may fill it in."""
        return self.base, *self.others


def decide(
    records: Iterable[StoredReading], events: Iterable[Event], definition: Definition
) -> Mapping[str, Decision]:
    """Unit code → which of its files counts, in the order of the roster; units without one are left out."""
    candidates: dict[str, dict[str, StoredReading]] = defaultdict(dict)
    for record in records:
        if record.may_count(definition):
            candidates[record.unit][record.digest] = record  # of several readings of a file, the last
    states: dict[str, UnitState] = defaultdict(UnitState)
    returns: dict[str, list[int]] = defaultdict(list)
    for event in events:
        states[event.unit] = states[event.unit].then(event)
        if event.kind is EventKind.RETURNED:
            returns[event.unit].append(event.after)
    found = {}
    for unit in definition.roster.by_code:
        decision = _decide(unit, tuple(candidates[unit].values()), states[unit], sorted(returns[unit]))
        if decision is not None:
            found[unit] = decision
    return found


def _decide(
    unit: str, records: Sequence[StoredReading], state: UnitState, returns: Sequence[int]
) -> Decision | None:
    """The file of a unit that counts; `returns` are the numbers of receipts after which the unit was returned."""
    if not records or state.state is Standing.EXEMPT:
        return None
    for record in records:
        if record.digest == state.chosen:
            return Decision(unit, record, Why.CHOSEN)
    limit = state.last.after if state.last and state.state is Standing.ACCEPTED else math.inf
    in_time = [record for record in records if record.arrival <= limit]
    reviews = [record for record in records if record.reviewed]
    late = () if reviews or not in_time else tuple(record for record in records if record.arrival > limit)
    returned = {r.digest: bisect_left(returns, r.arrival) for r in records}  # how often before the file came
    base, *others = sorted(
        reviews or in_time or records,
        key=lambda r: (returned[r.digest], r.complete, r.answered, r.arrival),
        reverse=True,
    )
    overruled = frozenset(r.digest for r in others if returned[r.digest] < returned[base.digest])
    best = Why.COMPLETE if base.complete else Why.FULLEST
    why = Why.REVIEW if base.reviewed else best if others else Why.ONLY
    return Decision(unit, base, why, tuple(others), overruled, late, state.chosen)
