"""What is wrong, or was put right, in a respondent's file: data that is returned, never raised.

The words stand in one catalogue, `findings.csv` beside this module: code, severity, message and remedy in
Chinese and English. Their slots are the fields of a `Finding`.
"""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from smartxl.cells import a1, area, joined, parse_a1
from smartxl.text import Lang, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = [
    "CATALOGUE",
    "Counts",
    "Finding",
    "FindingCode",
    "FindingGroup",
    "FindingKind",
    "FindingSource",
    "Severity",
    "count",
    "group",
    "rank",
]


class Severity(StrEnum):
    """What a finding asks of the respondent, gravest first."""

    MUST_FIX = "must-fix"
    FIX_OR_EXPLAIN = "fix-or-explain"
    NOTE = "note"
    FIXED = "fixed"

    @property
    def label(self) -> Text:
        """The severity in words."""
        return _LABELS[self]

    @property
    def asks(self) -> bool:
        """Whether the respondent has something to do."""
        return self in {Severity.MUST_FIX, Severity.FIX_OR_EXPLAIN}


_LABELS = {
    Severity.MUST_FIX: Text("必须修改", "must fix"),
    Severity.FIX_OR_EXPLAIN: Text("修改或说明", "fix or explain"),
    Severity.NOTE: Text("提示", "note"),
    Severity.FIXED: Text("已代为处理", "fixed for you"),
}


class FindingCode(StrEnum):
    """The codes of the catalogue: F file, S structure, R row, M several files, V value, L contradicting values."""

    EMPTY_FILE = "F01-empty-file"
    NOT_A_WORKBOOK = "F02-not-a-workbook"
    OLD_XLS = "F03-old-xls"
    ENCRYPTED = "F04-encrypted"
    TEXT_OR_PAGE = "F05-text-or-page"
    OTHER_PACKAGE = "F06-other-package"
    DAMAGED = "F07-damaged"
    TOO_BIG = "F08-too-big"
    SUSPICIOUS = "F09-suspicious"
    NO_STAMP = "F10-no-stamp"
    MACROS = "F11-macros"
    CANNOT_BE_OPENED = "F12-cannot-be-opened"
    EXTERNAL_LINKS = "F13-external-links"
    WRONG_PASSWORD = "F14-wrong-password"  # noqa: S105  (a finding, not a password)
    LOCK_FILE = "F15-lock-file"
    NO_PLAIN_FILE = "F16-no-plain-file"
    TOO_COSTLY = "F17-too-costly"
    READER_FAILED = "F18-reader-failed"
    PROTECTED = "F19-protected"
    OTHER_ASSESSMENT = "S01-other-assessment"
    OTHER_ROUND = "S02-other-round"
    OLD_FORM = "S03-old-form"
    UNKNOWN_UNIT = "S04-unknown-unit"
    OTHER_EDITION = "S05-other-edition"
    STAMPS_DISAGREE = "S06-stamps-disagree"
    OTHER_REVISION = "S07-other-revision"
    SHEET_MISSING = "S08-sheet-missing"
    SHEET_RENAMED = "S09-sheet-renamed"
    SHEET_COPIED = "S10-sheet-copied"
    COLUMNS_MOVED = "S11-columns-moved"
    NAMES_GONE = "S12-names-gone"
    OTHER_UNIT = "S13-other-unit"
    SHEET_OF_OTHER_FORM = "S14-sheet-of-other-form"
    COPY_READ = "S15-copy-read"
    KEYS_GONE = "S16-keys-gone"
    REGISTER_MISSING = "S17-register-missing"
    PRINT_EDITION = "S18-print-edition"
    EARLIER_FORM = "S19-earlier-form"
    EARLIER_TEXTS = "S20-earlier-texts"
    UNTOUCHED_PREFILL = "S21-untouched-prefill"
    ROW_MISSING = "R01-row-missing"
    SAME_ROW_TWICE = "R02-same-row-twice"
    ROWS_CONTRADICT = "R03-rows-contradict"
    UNKNOWN_KEY = "R04-unknown-key"
    ROWS_MOVED = "R05-rows-moved"
    ROWS_SORTED = "R06-rows-sorted"
    NAME_DISAGREES = "R07-name-disagrees"
    OTHER_LABEL = "R08-other-label"
    LABEL_CHANGED = "R09-label-changed"
    MERGED_ANSWERS = "R10-merged-answers"
    ROW_WITHOUT_KEY = "R11-row-without-key"
    COPY_DIFFERS = "R12-copy-differs"
    LABEL_GONE = "R13-label-gone"
    ANSWERS_MOVED = "R14-answers-moved"
    FORMULA_BROKEN = "R15-formula-broken"
    ROW_OF_OTHER_UNIT = "R16-row-of-other-unit"
    TYPED_BESIDE = "R17-typed-beside"
    FORMULA_DISAGREES = "R18-formula-disagrees"
    HIDDEN_ANSWER = "R19-hidden-answer"
    COMMENT = "R20-comment"
    TEXT_BOX = "R21-text-box"
    PICTURE_OVER = "R22-picture-over"
    FILLED_IN = "M01-filled-in"
    FILES_DIFFER = "M02-files-differ"
    EARLIER_COUNTS = "M03-earlier-counts"
    AFTER_ACCEPTANCE = "M04-after-acceptance"
    CHOICE_VOID = "M05-choice-void"
    EVIDENCE_MISSING = "M06-evidence-missing"
    EVIDENCE_TWICE = "M07-evidence-twice"
    EVIDENCE_UNUSED = "M08-evidence-unused"
    EVIDENCE_TOO_BIG = "M09-evidence-too-big"
    NOT_IN_LIST = "V01-not-in-list"
    NOT_A_NUMBER = "V02-not-a-number"
    AMBIGUOUS_NUMBER = "V03-ambiguous-number"
    OUT_OF_RANGE = "V04-out-of-range"
    NOT_A_DATE = "V05-not-a-date"
    DATE_OUT_OF_RANGE = "V06-date-out-of-range"
    TOO_LONG = "V07-too-long"
    ERROR_VALUE = "V08-error-value"
    FORMULA = "V09-formula"
    FORMULA_WITHOUT_VALUE = "V10-formula-without-value"
    CLEANED = "V11-cleaned"
    APPROXIMATE = "V12-approximate"
    RANGE = "V13-range"
    SHARE_OR_PERCENT = "V14-share-or-percent"
    BECAME_DATE = "V15-became-date"
    DATE_IN_TEXT = "V16-date-in-text"
    DAY_MISSING = "V17-day-missing"
    DIGITS_LOST = "V18-digits-lost"
    UNUSUAL = "V19-unusual"
    CODE_AMBIGUOUS = "V20-code-ambiguous"
    SHOWN_OTHERWISE = "V21-shown-otherwise"
    STRUCK_OUT = "V22-struck-out"
    UNSEEN = "V23-unseen"
    PICTURE = "V24-picture"
    LINK_TARGET = "V25-link-target"
    LINK_DIFFERS = "V26-link-differs"
    SAYS_NOTHING = "V27-says-nothing"
    NO_REASON = "L01-no-reason"
    NO_LEVEL = "L02-no-level"
    LEVEL_IMPLIES_YES = "L03-level-implies-yes"
    NO_WITH_LEVEL = "L04-no-with-level"
    MARKED_WITH_ANSWER = "L05-marked-with-answer"
    DETAILS_WITHOUT_ANSWER = "L06-details-without-answer"
    LEFTOVER = "L07-leftover"
    NO_ADDRESS = "L08-no-address"
    EXPLAINED = "L09-explained"
    NUMBERS_CONTRADICT = "L10-numbers-contradict"
    NUMBERS_DOUBTFUL = "L11-numbers-doubtful"
    JUMP = "L12-jump"
    NO_NAME = "L13-no-name"
    EVIDENCE_UNKNOWN = "L14-evidence-unknown"
    ROW_UNKNOWN = "L15-row-unknown"
    ADDRESS_TWICE = "L16-address-twice"
    NO_QUALITY = "L18-no-quality"
    NO_ORIGIN = "L19-no-origin"
    NO_YEAR = "L20-no-year"


@dataclass(frozen=True, slots=True)
class FindingKind:
    """One entry of the catalogue: how grave, and the words with slots such as {found}."""

    severity: Severity
    message: Text
    remedy: Text


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found: where, in which row, what stood there and what was due. `cell` is A1, "" for none.

    `found` and `expected` are data as the reader knows them, in no language of ours.
    """

    code: FindingCode
    unit: str = ""
    sheet: str = ""
    cell: str = ""
    item: str = ""
    found: str = ""
    expected: str = ""
    file: str = ""

    def __reduce__(self) -> tuple[object, ...]:
        """For other processes: in one go, where dataclasses look up field by field."""
        place = (self.unit, self.sheet, self.cell, self.item)
        return Finding, (self.code, *place, self.found, self.expected, self.file)

    @property
    def severity(self) -> Severity:
        """What it asks of the respondent."""
        return CATALOGUE[self.code].severity

    @property
    def place(self) -> str:
        """Sheet and cell, as a reader looks for them."""
        return " ".join(part for part in (self.sheet, self.cell) if part)

    def message(self, lang: Lang) -> str:
        """What was found, in a sentence."""
        return CATALOGUE[self.code].message.get(lang).format_map(self._slots())

    def remedy(self, lang: Lang) -> str:
        """What to do about it."""
        return CATALOGUE[self.code].remedy.get(lang).format_map(self._slots())

    def _slots(self) -> dict[str, str]:
        return {name: getattr(self, name) for name in _SLOTS}


_SLOTS = ("unit", "sheet", "cell", "item", "found", "expected", "file")


@dataclass(frozen=True, slots=True)
class FindingSource:
    """What findings are made about: a file and, where they are known, a unit and a sheet of it."""

    file: str = ""
    unit: str = ""
    sheet: str = ""

    def of(self, *, unit: str | None = None, sheet: str | None = None) -> FindingSource:
        """The same file, with another unit or sheet where they are given."""
        return FindingSource(
            self.file, self.unit if unit is None else unit, self.sheet if sheet is None else sheet
        )

    def finding(
        self, code: FindingCode, cell: str = "", item: str = "", *, found: str = "", expected: str = ""
    ) -> Finding:
        """A finding here."""
        return Finding(code, self.unit, self.sheet, cell, item, found, expected, self.file)


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """Findings that say the same of one column of a sheet. Never empty."""

    findings: tuple[Finding, ...]

    @property
    def first(self) -> Finding:
        """The finding that stands for all."""
        return self.findings[0]

    @property
    def cells(self) -> str:
        """G12:G40, G42"""
        places = [parse_a1(finding.cell) for finding in self.findings if finding.cell]
        runs = joined((column, row, row) for row, column in places)
        return ", ".join(
            a1(first, column) if first == last else area(first, column, last, column)
            for column, first, last in runs
        )

    def place(self, lang: Lang) -> str:
        """Sheet and cells, with their number when there are several."""
        total = len(self.findings)
        where = " ".join(part for part in (self.first.sheet, self.cells) if part)
        if total == 1 or not self.cells:
            return where
        return where + (f"，共 {total} 个单元格" if lang == "zh" else f", {total} cells")

    def message(self, lang: Lang) -> str:
        """The first finding's message, and how many more there are."""
        more = len(self.findings) - 1
        text = self.first.message(lang)
        if not more:
            return text
        return text + (f"（另有 {more} 处相同情况）" if lang == "zh" else f" (and {more} more like it)")


@dataclass(frozen=True, slots=True)
class Counts:
    """How many findings of each severity."""

    must_fix: int
    fix_or_explain: int
    note: int
    fixed: int

    @property
    def total(self) -> int:
        """All of them."""
        return self.must_fix + self.fix_or_explain + self.note + self.fixed

    @property
    def asks(self) -> int:
        """Those that ask the respondent for something."""
        return self.must_fix + self.fix_or_explain


def count(findings: Iterable[Finding]) -> Counts:
    """Counts findings by severity."""
    by = Counter(finding.severity for finding in findings)
    return Counts(by[Severity.MUST_FIX], by[Severity.FIX_OR_EXPLAIN], by[Severity.NOTE], by[Severity.FIXED])


def group(findings: Iterable[Finding]) -> tuple[FindingGroup, ...]:
    """Puts together what has one code, file, sheet and expectation in one column; in order of appearance.

    No finding is dropped: the sizes of the groups add up to the number of findings.
    """
    groups: dict[tuple[str, ...], list[Finding]] = {}
    for finding in findings:
        column = finding.cell.rstrip("0123456789")
        key = (finding.code, finding.file, finding.unit, finding.sheet, finding.expected, column)
        groups.setdefault(key, []).append(finding)
    return tuple(FindingGroup(tuple(members)) for members in groups.values())


def rank(groups: Iterable[FindingGroup], units: Iterable[str]) -> tuple[FindingGroup, ...]:
    """Groups of findings in the order they are read in: gravest first, then in the order of the units."""
    severities, places = list(Severity), {unit: place for place, unit in enumerate(units)}

    def order(entry: FindingGroup) -> tuple[int, int]:
        return severities.index(entry.first.severity), places.get(entry.first.unit, len(places))

    return tuple(sorted(groups, key=order))


def _load() -> Mapping[FindingCode, FindingKind]:
    with Path(__file__).with_name("findings.csv").open(encoding="utf-8", newline="") as file:
        return {
            FindingCode(row["code"]): FindingKind(
                Severity(row["severity"]),
                Text(row["message_zh"], row["message_en"]),
                Text(row["remedy_zh"], row["remedy_en"]),
            )
            for row in csv.DictReader(file, strict=True)
        }


CATALOGUE: Mapping[FindingCode, FindingKind] = _load()
"""Code → severity and words."""
