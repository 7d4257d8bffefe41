"""Who has answered: one line for every unit of the roster."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from smartxl.findings import Counts, count
from smartxl.intake.ledger import FileState, Ledger, Record
from smartxl.model.answers import Answer, State
from smartxl.model.framework import Measure, Node
from smartxl.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from smartxl.model.definition import Definition, Unit

__all__ = ["UnitState", "UnitStatus", "status"]


class UnitState(StrEnum):
    """Where a unit stands."""

    NOT_RECEIVED = "not-received"
    RETURNED = "returned"  # every file of the unit was another form, or had a broken structure
    RECEIVED = "received"

    @property
    def label(self) -> Text:
        """The state in words."""
        return _LABELS[self]


_LABELS = {
    UnitState.NOT_RECEIVED: Text("未收到", "not received"),
    UnitState.RETURNED: Text("需退回", "to be returned"),
    UnitState.RECEIVED: Text("已收到", "received"),
}


@dataclass(frozen=True, slots=True)
class UnitStatus:
    """One unit: `total` rows are asked, `filled` have something in them, `answered` score.

    `file` and `received_at` are of the file that counts or, when all were refused, of the last one.
    """

    unit: Unit
    state: UnitState
    received_at: datetime | None
    file: str
    total: int
    filled: int
    answered: int
    not_applicable: int
    pending: int
    findings: Counts


def status(definition: Definition, ledger: Ledger) -> tuple[UnitStatus, ...]:
    """The state of every unit, in the order of the roster. Raises LedgerError."""
    counting = ledger.counting_records(definition)
    refused = {
        record.unit: record
        for record in ledger.records()
        if record.state is FileState.REFUSED and record.unit not in counting
    }
    return tuple(
        _of_unit(definition, unit, counting.get(unit.code), refused.get(unit.code), ledger)
        for unit in definition.roster.units
    )


def _of_unit(
    definition: Definition, unit: Unit, counting: Record | None, refused: Record | None, ledger: Ledger
) -> UnitStatus:
    record = counting or refused
    state = UnitState.RECEIVED if counting else UnitState.RETURNED if refused else UnitState.NOT_RECEIVED
    answers = ledger.answers([counting.digest]) if counting else ()
    findings = ledger.findings([record.digest]) if record else ()
    return UnitStatus(
        unit=unit,
        state=state,
        received_at=record.received_at if record else None,
        file=record.name if record else "",
        total=sum(_rows_asked(definition, unit, leaf) for leaf in definition.leaves(unit)),
        filled=sum(1 for answer in answers if answer.fields),
        answered=_in_state(answers, State.VALUE),
        not_applicable=_in_state(answers, State.NOT_APPLICABLE),
        pending=_in_state(answers, State.PENDING),
        findings=count(findings),
    )


def _in_state(answers: Iterable[Answer], state: State) -> int:
    return sum(1 for answer in answers if answer.state is state)


def _rows_asked(definition: Definition, unit: Unit, leaf: Node) -> int:
    indicator = leaf.indicator
    if indicator is None:
        return 0
    if indicator.measure is Measure.SAMPLE:
        return len(definition.catalogue.of(unit.code, leaf.code))
    return 1 if indicator.measure is Measure.RUBRIC else len(indicator.inputs)
