"""A decision about a unit: recorded with what speaks against an acceptance, which then needs a reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from smartxl.errors import ProjectError
from smartxl.ledger import EventKind, Standing, UnitStanding, overview, unit_states
from smartxl.model.framework import ROOT
from smartxl.project.received import find_received
from smartxl.text import CountOf, Lang, Text
from smartxl.typed import says_nothing

if TYPE_CHECKING:
    from datetime import datetime

    from smartxl.ledger import UnitStatus
    from smartxl.model.definition import Unit
    from smartxl.model.received import StoredReading
    from smartxl.project.folder import ProjectFolder

__all__ = ["MarkedUnit", "Objections", "choose_file", "mark_unit", "withdraw_chosen"]

_UNDECIDED = frozenset({Standing.NOT_RECEIVED, Standing.EXEMPT})
_SAID = Text("{why}（通过时：{found}）", "{why} (when accepted: {found})")


@dataclass(frozen=True, slots=True)
class Objections:
    """What speaks against accepting a unit: findings that must be fixed, too few rows that score, no file that counts.

    `coverage` is the share of applicable rows that score, None where none applies; `floor` is 0 where none is declared.
    """

    must_fix: int = 0
    coverage: float | None = None
    floor: float = 0.0
    below_floor: bool = False
    counts: bool = True

    @classmethod
    def of(cls, status: UnitStatus, floor: float) -> Objections:
        """Those against a unit as it stands."""
        below = status.below_floor
        return cls(status.findings.must_fix, status.coverage, floor, below, counts=status.counts)

    def __bool__(self) -> bool:
        return bool(self.must_fix) or self.below_floor or not self.counts

    def told(self, lang: Lang) -> str:
        """In words, "" where there is nothing."""
        share = f"{self.coverage or 0:.1%}"
        parts = (
            Text("没有可计入的文件", "no file counts") if not self.counts else None,
            Text(f"必须修改的问题 {self.must_fix} 项", f"{CountOf(self.must_fix):finding} that must be fixed")
            if self.must_fix
            else None,
            Text(
                f"覆盖率 {share}，低于下限 {100 * self.floor:.10g}%",
                f"coverage {share}, below the floor of {100 * self.floor:.10g}%",
            )
            if self.below_floor
            else None,
        )
        return ("；" if lang == "zh" else "; ").join(part.get(lang) for part in parts if part)


@dataclass(frozen=True, slots=True)
class MarkedUnit:
    """Where a unit stands after a decision, and what spoke against it."""

    standing: UnitStanding
    objections: Objections

    @property
    def unit(self) -> Unit:
        """The unit."""
        return self.standing.unit

    @property
    def state(self) -> Standing:
        """Where it stands now."""
        return self.standing.state


def mark_unit(
    project: ProjectFolder, unit: Unit, kind: EventKind, why: str, by: str, now: datetime
) -> MarkedUnit:
    """Records a decision. Raises ProjectError for one without a reason that needs one, and for what may not follow."""
    definition = project.definition
    objections, reason = Objections(), "" if says_nothing(why) else why.strip()
    with project.ledger(by) as ledger:
        if kind is EventKind.ACCEPTED:
            status = next(s for s in overview(definition, ledger).units if s.unit == unit)
            if status.state not in _UNDECIDED:
                objections = Objections.of(status, definition.framework.floor(ROOT))
        if objections:
            reason = _reason(unit, reason, objections, project.lang)
        ledger.mark(definition, unit.code, kind, reason, now)
        standing = next(s for s in unit_states(definition, ledger) if s.unit == unit)
    return MarkedUnit(standing, objections)


def _reason(unit: Unit, why: str, objections: Objections, lang: Lang) -> str:
    """The reason with what it was given in spite of, as the log keeps it. Raises ProjectError where there is none."""
    found = objections.told(lang)
    if not why:
        what = Text(
            f"须写明理由才能通过：{objections.told('zh')}",
            f"it is accepted only with a reason: {objections.told('en')}",
        )
        remedy = Text("用 --why 写明为何仍予通过", "say why it is accepted all the same: --why TEXT")
        raise ProjectError(f"{unit.code} {unit.name.get(lang)}", what, remedy)
    return _SAID.get(lang).format(why=why, found=found)


def choose_file(project: ProjectFolder, file: str, why: str, by: str, now: datetime) -> StoredReading | None:
    """Records that a file (name or beginning of its SHA-256) counts of its unit; what counts now. Raises ProjectError."""
    with project.ledger(by) as ledger:
        record = find_received(ledger, file)
        ledger.mark(project.definition, record.unit, EventKind.CHOSEN, why, now, record.digest)
        return ledger.counting_records(project.definition).get(record.unit)


def withdraw_chosen(
    project: ProjectFolder, unit: Unit, why: str, by: str, now: datetime
) -> StoredReading | None:
    """Takes back what was chosen by hand for a unit; what counts now. Raises ProjectError where nothing was."""
    with project.ledger(by) as ledger:
        ledger.mark(project.definition, unit.code, EventKind.UNCHOSEN, why, now)
        return ledger.counting_records(project.definition).get(unit.code)
