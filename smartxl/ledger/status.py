"""Who has answered: one line for every unit of the roster."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from smartxl.findings import Counts, Finding, count
from smartxl.ledger.completeness import Completeness, completeness
from smartxl.ledger.states import Standing, unit_states
from smartxl.model.answers import Answer, State
from smartxl.model.received import FileState, StoredReading

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from smartxl.ledger.counting import CountedAnswers, Why
    from smartxl.ledger.ledger import Ledger
    from smartxl.ledger.states import UnitStanding
    from smartxl.model.definition import Definition, Unit

__all__ = ["Overview", "UnitStatus", "overview", "status"]


@dataclass(frozen=True, slots=True)
class UnitStatus:
    """One unit: `total` rows are asked, `filled` have an answer or a mark, `answered` score.

    `file` and `received_at` are of the file that counts, and `why` it does; or, when all were refused, of the last one.
    `joined` is from how many other files rows were taken that it leaves open. `last_received` is when a new file of the
    unit came last.
    """

    unit: Unit
    state: Standing
    received_at: datetime | None
    file: str
    total: int
    filled: int
    answered: int
    not_applicable: int
    pending: int
    findings: Counts
    last_received: datetime | None = None
    why: Why | None = None
    joined: int = 0

    @property
    def counts(self) -> bool:
        """Whether a file of the unit is scored."""
        return self.why is not None


@dataclass(frozen=True, eq=False)
class Overview:
    """The round as the ledger has it: units in the order of the roster, how complete they are, what counts.

    `findings` are those that are still open: of each unit those of the file that counts, with what it was joined with, or,
    when all were refused, of the last one; and those of files of nobody known, until a file of the same name is accepted.
    """

    units: tuple[UnitStatus, ...]
    completeness: Completeness
    answers: tuple[Answer, ...]
    findings: tuple[Finding, ...]


def status(definition: Definition, ledger: Ledger) -> tuple[UnitStatus, ...]:
    """The state of every unit, in the order of the roster. Raises LedgerError."""
    return overview(definition, ledger).units


def overview(definition: Definition, ledger: Ledger) -> Overview:
    """All that is known of a round. Raises LedgerError."""
    standings = unit_states(definition, ledger)
    exempt = {standing.unit.code for standing in standings if standing.state is Standing.EXEMPT}
    counted = {entry.decision.unit: entry for entry in ledger.count(definition)}
    records = ledger.records()
    refused = {
        r.unit: r for r in records if r.state is FileState.REFUSED and r.unit not in {*counted, *exempt}
    }
    answers = tuple(answer for entry in counted.values() for answer in entry.answers)
    complete = completeness(definition, answers, exempt)
    found = {unit: _findings(unit, counted, refused, ledger) for unit in definition.roster.by_code}
    units = tuple(
        _of_unit(standing, counted.get(unit), refused.get(unit), complete, found[unit])
        for standing in standings
        if (unit := standing.unit.code)
    )
    nobodys = ledger.findings(_nobodys(records, definition))
    return Overview(units, complete, answers, (*(f for each in found.values() for f in each), *nobodys))


def _findings(
    unit: str, counted: Mapping[str, CountedAnswers], refused: Mapping[str, StoredReading], ledger: Ledger
) -> Sequence[Finding]:
    if unit in counted:
        entry = counted[unit]
        return (*ledger.findings(entry.rows), *entry.findings)
    return ledger.findings([refused[unit].digest]) if unit in refused else ()


def _nobodys(records: Iterable[StoredReading], definition: Definition) -> list[str]:
    """Files that could not be read, or name a unit that is not on the roster; none after which one like it was accepted."""
    loose: dict[str, str] = {}
    for record in records:
        name = PurePosixPath(record.name).name
        if record.unit not in definition.roster.by_code:
            loose[name] = record.digest
        elif record.state is FileState.ACCEPTED:
            loose.pop(name, None)
    return list(dict.fromkeys(loose.values()))


def _of_unit(
    standing: UnitStanding,
    counted: CountedAnswers | None,
    refused: StoredReading | None,
    complete: Completeness,
    findings: Sequence[Finding],
) -> UnitStatus:
    unit = standing.unit
    filled, total = complete.of(unit.code)
    record = counted.decision.base if counted else refused
    states = Counter(answer.state for answer in (counted.answers if counted else ()) if answer.scores)
    return UnitStatus(
        unit=unit,
        state=standing.state,
        received_at=record.received_at if record else None,
        file=record.name if record else "",
        total=total,
        filled=filled,
        answered=states[State.VALUE],
        not_applicable=states[State.NOT_APPLICABLE],
        pending=states[State.PENDING],
        findings=count(findings),
        last_received=standing.last_received or (record.received_at if record else None),
        why=counted.decision.why if counted else None,
        joined=len(counted.rows.keys() - {counted.decision.base.digest}) if counted else 0,
    )
