"""What was received, kept for good.

In: deliveries (files and what was read of them) and events. Out: which file of a unit counts, its answers and
findings, where a unit stands. SQLite in the project folder or PostgreSQL. Start reading at `ledger.Ledger`; the rule of what
counts is in `counting`.
"""

from smartxl.ledger.appeals import AppealCase, Contested, Lodged, Ruling, appeal_cases, appeals, with_appeals
from smartxl.ledger.completeness import Completeness, SectionFill, completeness
from smartxl.ledger.counting import RULE, CountedAnswers, Decision, Why
from smartxl.ledger.history import Happening, chronicle
from smartxl.ledger.ledger import Ledger
from smartxl.ledger.reminders import Reminder, reminders
from smartxl.ledger.states import Event, EventKind, Standing, UnitStanding, unit_states
from smartxl.ledger.status import Overview, UnitStatus, overview, status

__all__ = [
    "RULE",
    "AppealCase",
    "Completeness",
    "Contested",
    "CountedAnswers",
    "Decision",
    "Event",
    "EventKind",
    "Happening",
    "Ledger",
    "Lodged",
    "Overview",
    "Reminder",
    "Ruling",
    "SectionFill",
    "Standing",
    "UnitStanding",
    "UnitStatus",
    "Why",
    "appeal_cases",
    "appeals",
    "chronicle",
    "completeness",
    "overview",
    "reminders",
    "status",
    "unit_states",
    "with_appeals",
]
