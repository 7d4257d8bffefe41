"""Where a unit stands: one table of what may follow what, tried whole, and followed by files that come in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartxl.errors import ProjectError
from smartxl.ledger import EventKind, Ledger, Standing, chronicle, unit_states
from smartxl.ledger.decisions import UnitState, follow
from smartxl.ledger.events import TRANSITIONS, Event
from smartxl.model.received import FileReading, FileState
from tests.ledger.ledgers import reading, receive, received
from tests.reading.forms import DEFINITION, NOW, old_stamp

BY_HAND = (EventKind.RETURNED, EventKind.ACCEPTED, EventKind.EXEMPT, EventKind.ASKED)


@pytest.fixture
def ledger(ledger_url: str) -> Iterator[Ledger]:
    with Ledger.open(ledger_url, user="王一") as ledger:
        yield ledger


def mark(ledger: Ledger, kind: EventKind, why: str = "有误") -> None:
    ledger.mark(DEFINITION, "GAJ", kind, why, NOW + timedelta(days=1))


def state(ledger: Ledger) -> Standing:
    return unit_states(DEFINITION, ledger)[0].state


def test_a_unit_goes_the_whole_way(ledger: Ledger) -> None:
    seen = [state(ledger)]
    receive(ledger, received(b"1"), reading(), NOW)
    seen.append(state(ledger))
    mark(ledger, EventKind.RETURNED)
    seen.append(state(ledger))
    receive(ledger, received(b"1"), None, NOW)  # the same file again is no new submission
    seen.append(state(ledger))
    receive(ledger, received(b"2"), reading(), NOW + timedelta(days=2))
    seen.append(state(ledger))
    mark(ledger, EventKind.ACCEPTED)
    seen.append(state(ledger))
    mark(ledger, EventKind.EXEMPT, "机构撤并")
    assert [s.label.zh for s in seen] == ["未收到", "已收到", "退回", "退回", "再次提交", "通过"]
    found, other = unit_states(DEFINITION, ledger)
    assert (found.state, found.by, found.why) == (Standing.EXEMPT, "王一", "机构撤并")
    assert (found.since, found.last_received) == (NOW + timedelta(days=1), NOW + timedelta(days=2))
    assert (other.state, other.since, other.last_received) == (Standing.NOT_RECEIVED, None, None)
    mark(ledger, EventKind.ASKED)
    assert state(ledger) is Standing.ACCEPTED
    happened = [entry.event.kind if entry.event else "file" for entry in chronicle(DEFINITION, ledger)]
    assert happened == [
        "file", "received", "returned", "file", "file", "resubmitted", "accepted", "exempt", "asked",
    ]  # fmt: skip


def test_what_comes_in_during_an_exemption_is_remembered(ledger: Ledger) -> None:
    mark(ledger, EventKind.EXEMPT)
    receive(ledger, received(), reading(), NOW)
    assert state(ledger) is Standing.EXEMPT
    mark(ledger, EventKind.ASKED)
    assert state(ledger) is Standing.RECEIVED


@pytest.mark.parametrize(
    "other",
    [
        FileReading(FileState.UNREADABLE, None, (), ()),
        reading(edition="evaluator"),
        reading(round="2025-1"),
        reading(unit="JYJ"),
    ],
    ids=["unreadable", "review", "other round", "other unit"],
)
def test_what_is_no_form_of_the_unit_changes_nothing(ledger: Ledger, other: FileReading) -> None:
    receive(ledger, received(), other, NOW)
    assert state(ledger) is Standing.NOT_RECEIVED


def test_a_refused_form_was_received_too(ledger: Ledger) -> None:
    receive(ledger, received(), FileReading(FileState.REFUSED, old_stamp(), (), ()), NOW)
    assert state(ledger) is Standing.RECEIVED


@pytest.mark.parametrize("start", list(Standing))
@pytest.mark.parametrize("kind", BY_HAND)
def test_only_what_the_table_allows_is_recorded(ledger_url: str, start: Standing, kind: EventKind) -> None:
    steps = {
        Standing.NOT_RECEIVED: "",
        Standing.RECEIVED: "1",
        Standing.RETURNED: "1r",
        Standing.RESUBMITTED: "1r2",
        Standing.ACCEPTED: "1a",
        Standing.EXEMPT: "e",
    }[start]
    words = {"r": EventKind.RETURNED, "a": EventKind.ACCEPTED, "e": EventKind.EXEMPT}
    with Ledger.open(ledger_url) as ledger:
        for step in steps:
            if step in words:
                mark(ledger, words[step])
            else:
                receive(ledger, received(step.encode()), reading(), NOW)
        assert state(ledger) is start
        before = ledger.events(DEFINITION)
        if kind in TRANSITIONS[start]:
            mark(ledger, kind)
            assert state(ledger) is TRANSITIONS[start][kind]
            assert ledger.events(DEFINITION)[:-1] == before
        else:
            with pytest.raises(ProjectError, match="cannot follow"):
                mark(ledger, kind)
            assert ledger.events(DEFINITION) == before


@pytest.mark.parametrize(("unit", "why", "what"), [("XYZ", "x", "roster"), ("GAJ", " ", "reason")])
def test_a_decision_needs_a_unit_and_a_reason(ledger: Ledger, unit: str, why: str, what: str) -> None:
    with pytest.raises(ProjectError, match=what):
        ledger.mark(DEFINITION, unit, EventKind.EXEMPT, why, NOW)


def test_every_state_and_event_has_words_and_a_way_on() -> None:
    assert set(TRANSITIONS) == set(Standing)
    assert all(TRANSITIONS.values())
    assert len({kind.label.zh for kind in EventKind}) == len(EventKind)
    assert len({standing.label.en for standing in Standing}) == len(Standing)
    reached = {standing for ways in TRANSITIONS.values() for standing in ways.values()}
    assert reached == set(Standing)


@given(st.lists(st.sampled_from(list(EventKind))))
def test_any_log_leads_somewhere_and_an_exemption_hides_but_does_not_forget(kinds: list[EventKind]) -> None:
    course = follow(Event("GAJ", kind, NOW) for kind in kinds)
    assert course.hidden is not Standing.EXEMPT
    exempt = course.then(Event("GAJ", EventKind.EXEMPT, NOW))
    assert exempt.state is Standing.EXEMPT
    assert exempt.then(Event("GAJ", EventKind.ASKED, NOW)).state is course.hidden
    assert UnitState().on_receipt(is_new=True) is EventKind.RECEIVED
