"""The round at a glance: one line for every unit of the roster, the findings still open, and whom to remind of what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from smartxl.findings import Counts, Finding, count
from smartxl.ledger.completeness import Completeness, RowTotals, completeness
from smartxl.ledger.decisions import decide
from smartxl.ledger.events import Standing
from smartxl.ledger.history import standings
from smartxl.model.answers import Answer, State
from smartxl.model.framework import ROOT
from smartxl.model.received import FileState, StoredReading
from smartxl.rules import is_below_floor

if TYPE_CHECKING:
    from datetime import datetime

    from smartxl.ledger.completeness import SectionFill
    from smartxl.ledger.counting import CountedAnswers
    from smartxl.ledger.decisions import Why
    from smartxl.ledger.history import UnitStanding
    from smartxl.ledger.ledger import Ledger
    from smartxl.model.definition import Definition, Unit

__all__ = ["Overview", "Reminder", "UnitStatus", "overview", "reminders", "status"]

_DONE = frozenset({Standing.ACCEPTED, Standing.EXEMPT})


@dataclass(frozen=True, slots=True)
class UnitStatus:
    """One unit: how far its `rows` are; `answered` of them score.

    `file`, `received_at` and `why` are of the file that counts; or, when all were refused, of the last one. `joined` is
    the number of other files that fill in rows it leaves open. `last_received` is when a new file of the unit was last
    received. `below_floor`: fewer of its applicable rows score than the coverage floor asks of a unit.
    """

    unit: Unit
    state: Standing
    received_at: datetime | None
    file: str
    rows: RowTotals
    answered: int
    not_applicable: int
    pending: int
    findings: Counts
    last_received: datetime | None = None
    why: Why | None = None
    joined: int = 0
    below_floor: bool = False

    @property
    def applicable(self) -> int:
        """Rows that are not marked as not applicable."""
        return self.rows.asked - self.not_applicable

    @property
    def coverage(self) -> float | None:
        """The share of applicable rows that score, None where none applies."""
        return self.answered / self.applicable if self.applicable else None

    @property
    def counts(self) -> bool:
        """Whether a file of the unit is scored."""
        return self.why is not None


@dataclass(frozen=True, eq=False)
class Overview:
    """The round as the ledger has it: units in the order of the roster, how complete they are, the answers that count.

    `findings` are those that are still open: of each unit those of the files that count or, when all were refused, of the
    last one; and those of files of no known unit, until a file of the same name is accepted.
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
    records, events = ledger.log(definition)
    states = standings(definition, records, events)
    exempt = {standing.unit.code for standing in states if standing.state is Standing.EXEMPT}
    decisions = decide(records, events, definition).values()
    counted = {entry.decision.unit: entry for entry in ledger.joined(decisions, definition)}
    done = counted.keys() | exempt
    refused = {r.unit: r for r in records if r.state is FileState.REFUSED and r.unit not in done}
    answers = tuple(answer for entry in counted.values() for answer in entry.answers)
    floor = definition.framework.floor(ROOT)
    by_unit, others = _open_findings(definition, ledger, records, counted, refused)
    complete = completeness(definition, answers, exempt, chain.from_iterable(by_unit.values()))
    units = tuple(
        _of_unit(standing, counted.get(unit), refused.get(unit), complete, by_unit[unit], floor)
        for standing in states
        if (unit := standing.unit.code)
    )
    findings = (*(finding for own in by_unit.values() for finding in own), *others)
    return Overview(units, complete, answers, findings)


def _open_findings(
    definition: Definition,
    ledger: Ledger,
    records: Iterable[StoredReading],
    counted: Mapping[str, CountedAnswers],
    refused: Mapping[str, StoredReading],
) -> tuple[Mapping[str, Sequence[Finding]], Sequence[Finding]]:
    """Unit code → the findings of the files that count or of the refused one; and those of files of no known unit."""
    files: dict[str, Iterable[str]] = {unit: entry.rows for unit, entry in counted.items()}
    files |= {unit: (record.digest,) for unit, record in refused.items()}
    unassigned = _unassigned(records, definition)
    found = ledger.findings_by_file({*unassigned, *chain.from_iterable(files.values())})
    by_unit = {}
    for unit in definition.roster.by_code:
        own = [finding for digest in files.get(unit, ()) for finding in found.get(digest, ())]
        by_unit[unit] = [*own, *(counted[unit].findings if unit in counted else ())]
    return by_unit, [finding for digest in unassigned for finding in found.get(digest, ())]


def _unassigned(records: Iterable[StoredReading], definition: Definition) -> list[str]:
    """Digests of files of no unit of the roster, without those after which a file of the same name was accepted."""
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
    floor: float,
) -> UnitStatus:
    unit = standing.unit
    rows = complete.of(unit.code)
    record = counted.decision.base if counted else refused
    states = Counter(answer.state for answer in (counted.answers if counted else ()) if answer.scores)
    aside = states[State.NOT_APPLICABLE]
    return UnitStatus(
        unit=unit,
        state=standing.state,
        received_at=record.received_at if record else None,
        file=record.name if record else "",
        rows=rows,
        answered=states[State.VALUE],
        not_applicable=aside,
        pending=states[State.PENDING],
        findings=count(findings),
        last_received=standing.last_received or (record.received_at if record else None),
        why=counted.decision.why if counted else None,
        below_floor=is_below_floor(states[State.VALUE], rows.asked - aside, floor),
        joined=len(counted.rows.keys() - {counted.decision.base.digest}) if counted else 0,
    )


@dataclass(frozen=True, slots=True)
class Reminder:
    """One unit that has not finished: `missing` are the sections with rows that are not filled; findings stand in `status`."""

    status: UnitStatus
    missing: tuple[SectionFill, ...]


def reminders(overview: Overview) -> tuple[Reminder, ...]:
    """Units of which nothing usable was received, with rows to fill in or to correct, or with findings that must be fixed.

    In the order of the roster. A unit whose form was accepted, or that is exempt, is not reminded.
    """
    asked = [row for row in overview.units if row.state not in _DONE]
    found = (Reminder(row, overview.completeness.missing(row.unit.code)) for row in asked)
    return tuple(entry for entry in found if entry.missing or entry.status.findings.must_fix)
