"""What was received, kept for good, in SQLite in the project folder or in PostgreSQL.

In: deliveries (files and what was read of them) and decisions by hand. Out: which file of a unit counts, its answers and
findings, where a unit stands. Start reading at `ledger.Ledger`; the rule of what counts is in `decisions`. From the bottom:
`events` and `tables` (data), `decisions` and `counting` (rules), `records` (reads), `storing` (writes), `ledger`, views.
"""

from smartxl.ledger.appeals import AppealCase, Contested, Ruling, appeal_cases, appeals, with_appeals
from smartxl.ledger.completeness import (
    NO_ROWS,
    Completeness,
    RowTotals,
    SectionFill,
    completeness,
    row_standings,
    summed,
)
from smartxl.ledger.counting import CountedAnswers
from smartxl.ledger.decisions import RULE, decide
from smartxl.ledger.events import EventKind, Standing
from smartxl.ledger.history import Happening, UnitStanding, chronicle, unit_states
from smartxl.ledger.late import late_arrivals
from smartxl.ledger.ledger import Ledger
from smartxl.ledger.looking import LedgerLook, look_at
from smartxl.ledger.outdated import outdated_readings
from smartxl.ledger.scorings import Moment, Scoring, aware
from smartxl.ledger.status import Overview, Reminder, UnitStatus, overview, reminders

__all__ = [
    "NO_ROWS",
    "RULE",
    "AppealCase",
    "Completeness",
    "Contested",
    "CountedAnswers",
    "EventKind",
    "Happening",
    "Ledger",
    "LedgerLook",
    "Moment",
    "Overview",
    "Reminder",
    "RowTotals",
    "Ruling",
    "Scoring",
    "SectionFill",
    "Standing",
    "UnitStanding",
    "UnitStatus",
    "appeal_cases",
    "appeals",
    "aware",
    "chronicle",
    "completeness",
    "decide",
    "late_arrivals",
    "look_at",
    "outdated_readings",
    "overview",
    "reminders",
    "row_standings",
    "summed",
    "unit_states",
    "with_appeals",
]
