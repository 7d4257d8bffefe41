"""What `return --mark` records: that a unit was given its submission back, and why."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from smartxl.ledger import EventKind, Standing, unit_states
from smartxl_generators.giveback import told

if TYPE_CHECKING:
    from smartxl.model.definition import Unit
    from smartxl.project.folder import ProjectFolder
    from smartxl.project.returnpapers import Terms
    from smartxl.project.returns import Given

__all__ = ["Recorded", "record_returned"]

_OPEN = frozenset({Standing.RECEIVED, Standing.RESUBMITTED})
"""Where units stand whose submission may be returned; one that was returned has to send something first."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """The codes of the units of which it was recorded, and units that stand accepted and were left so."""

    units: frozenset[str] = frozenset()
    accepted: tuple[Unit, ...] = ()


def record_returned(
    project: ProjectFolder, given: Iterable[Given], terms: Terms, named: Collection[str], at: datetime
) -> Recorded:
    """Records of each unit that was given something back that it is returned, once for each submission.

    An acceptance is a decision: only units that are `named` (by their codes) lose it. Raises LedgerError.
    """
    units, accepted = set(), []
    with project.ledger() as ledger:
        standings = {entry.unit.code: entry.state for entry in unit_states(project.definition, ledger)}
        for entry in given:
            code, state = entry.unit.code, standings[entry.unit.code]
            if state in _OPEN or (state is Standing.ACCEPTED and code in named):
                why = _why(project, entry, terms)
                ledger.mark(project.definition, code, EventKind.RETURNED, why, at, entry.digest)
                units.add(code)
            elif state is Standing.ACCEPTED:
                accepted.append(entry.unit)
    return Recorded(frozenset(units), tuple(accepted))


def _why(project: ProjectFolder, given: Given, terms: Terms) -> str:
    found, due = told(given.counts, project.lang), terms.due.isoformat()
    return (
        f"smartxl return：{found}；期限 {due}"
        if project.lang == "zh"
        else f"smartxl return: {found}; due {due}"
    )
