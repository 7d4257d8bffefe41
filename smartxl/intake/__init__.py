"""Intake: a filled workbook becomes a submission and findings, kept in a ledger.

open_book ─► RawBook ─ extract ─► Extraction(submission, findings)
collect(folder) ─► Ledger ─► counting, answers, findings, status
"""

from smartxl.intake.collect import CollectReport, FileOutcome, Outcome, Plans, Progress, collect
from smartxl.intake.extract import Extraction, extract
from smartxl.intake.form import FORMS, judge_stamp, lang_of, read_stamp, refuses
from smartxl.intake.gate import FileRefused
from smartxl.intake.ledger import FileState, Ledger, Parcel, Reading, Receipt, Record
from smartxl.intake.open import RawBook, RawSheet, digest_of, open_book
from smartxl.intake.relabel import in_words_of
from smartxl.intake.status import UnitState, UnitStatus, status

__all__ = [
    "FORMS",
    "CollectReport",
    "Extraction",
    "FileOutcome",
    "FileRefused",
    "FileState",
    "Ledger",
    "Outcome",
    "Parcel",
    "Plans",
    "Progress",
    "RawBook",
    "RawSheet",
    "Reading",
    "Receipt",
    "Record",
    "UnitState",
    "UnitStatus",
    "collect",
    "digest_of",
    "extract",
    "in_words_of",
    "judge_stamp",
    "lang_of",
    "open_book",
    "read_stamp",
    "refuses",
    "status",
]
