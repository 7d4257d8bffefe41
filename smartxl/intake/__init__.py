"""Intake: a filled workbook becomes a submission and findings, kept in a ledger.

open_book ─► RawBook ─ extract ─► Extraction(submission, findings)
collect(folder) ─► Ledger ─► counting, answers, findings, status
"""

from smartxl.intake.appeals import AppealCase, Contested, Lodged, Ruling, appeal_cases, appeals, with_appeals
from smartxl.intake.asread import read_as_typed
from smartxl.intake.attachments import (
    EVIDENCE_BUDGET,
    EvidenceBudget,
    Reference,
    check_references,
    evidence_beside,
    keep_evidence,
    read_evidence,
    references_of,
)
from smartxl.intake.child import Limits
from smartxl.intake.collect import CollectReport, FileOutcome, Outcome, Plans, Progress, Step, collect
from smartxl.intake.counting import RULE, Counted, Decision, Why
from smartxl.intake.difference import CellChange, difference
from smartxl.intake.extract import Extraction, extract
from smartxl.intake.form import FORMS, judge_stamp, lang_of, read_stamp, refuses
from smartxl.intake.gate import FileRefused
from smartxl.intake.history import Happening, chronicle
from smartxl.intake.ledger import Arrival, Attachment, FileState, Ledger, Parcel, Reading, Receipt, Record
from smartxl.intake.open import RawBook, RawSheet, digest_of, open_book
from smartxl.intake.progress import Completeness, SectionFill, completeness
from smartxl.intake.relabel import in_words_of
from smartxl.intake.reminders import Reminder, reminders
from smartxl.intake.states import Event, EventKind, Standing, UnitStanding, unit_states
from smartxl.intake.status import Overview, UnitStatus, overview, status

__all__ = [
    "EVIDENCE_BUDGET",
    "FORMS",
    "RULE",
    "AppealCase",
    "Arrival",
    "Attachment",
    "CellChange",
    "CollectReport",
    "Completeness",
    "Contested",
    "Counted",
    "Decision",
    "Event",
    "EventKind",
    "EvidenceBudget",
    "Extraction",
    "FileOutcome",
    "FileRefused",
    "FileState",
    "Happening",
    "Ledger",
    "Limits",
    "Lodged",
    "Outcome",
    "Overview",
    "Parcel",
    "Plans",
    "Progress",
    "RawBook",
    "RawSheet",
    "Reading",
    "Receipt",
    "Record",
    "Reference",
    "Reminder",
    "Ruling",
    "SectionFill",
    "Standing",
    "Step",
    "UnitStanding",
    "UnitStatus",
    "Why",
    "appeal_cases",
    "appeals",
    "check_references",
    "chronicle",
    "collect",
    "completeness",
    "difference",
    "digest_of",
    "evidence_beside",
    "extract",
    "in_words_of",
    "judge_stamp",
    "keep_evidence",
    "lang_of",
    "open_book",
    "overview",
    "read_as_typed",
    "read_evidence",
    "read_stamp",
    "references_of",
    "refuses",
    "reminders",
    "status",
    "unit_states",
    "with_appeals",
]
