"""Whose form a file is: its stamps, and whether it is the form that was asked for. Judged once, and passed on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from smartxl.findings import Finding, FindingCode, FindingSource
from smartxl.model.edition import Edition
from smartxl.stamp import STAMP_SHEET, Stamp
from smartxl.xlsx import FileRefused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from smartxl.model.definition import Definition
    from smartxl.xlsx import RawBook, RawSheet

__all__ = [
    "HEAD",
    "FormJudgement",
    "check_codes",
    "expected_stamp",
    "judge_form",
    "judge_stamp",
    "read_stamp",
    "refuses",
]

HEAD = 12
"""The rows at the top of a sheet, in which it says whose it is."""
_CHECK_CODE = re.compile(r"(?<![0-9A-Z])[0-9A-F]{4}-[0-9A-F]{4}(?![0-9A-Z])")
_REFUSING = frozenset(
    {
        FindingCode.OTHER_ASSESSMENT,
        FindingCode.OTHER_ROUND,
        FindingCode.OLD_FORM,
        FindingCode.UNKNOWN_UNIT,
        FindingCode.OTHER_UNIT,
        FindingCode.OTHER_EDITION,
        FindingCode.PRINT_EDITION,
        FindingCode.SHEET_MISSING,
        FindingCode.COLUMNS_MOVED,
        FindingCode.KEYS_GONE,
    }
)


@dataclass(frozen=True, slots=True)
class FormJudgement:
    """The stamp of a file, and what is to be said of it. `refused`: it is another form.

    `is_earlier`: the unit's form asks something else now, or its rows lie otherwise. `is_rescored`: its texts, points and
    weights may be others than those of now.
    """

    stamp: Stamp
    findings: tuple[Finding, ...]
    refused: bool
    is_earlier: bool = False
    is_rescored: bool = False


def refuses(findings: Iterable[Finding]) -> bool:
    """Whether one of the findings means that the file is another form, or its structure is broken."""
    return any(finding.code in _REFUSING for finding in findings)


def judge_form(book: RawBook, expected: Callable[[Stamp], Stamp]) -> FormJudgement:
    """Reads a file's stamps and judges the first by the one that is `expected` of such a file.

    Of another form nothing is said but that. Raises FileRefused (an UnreadableFile) for a file without a whole stamp.
    """
    stamp, *others = _stamps(book)
    asked = expected(stamp)
    findings = judge_stamp(stamp, asked, book.file_name)
    refused = refuses(findings)
    if others and others[0] != stamp and not refused:
        source = FindingSource(book.file_name, stamp.unit)
        found, due = _identity(stamp), _identity(others[0])
        findings = (source.finding(FindingCode.STAMPS_DISAGREE, found=found, expected=due), *findings)
    is_earlier, is_rescored = stamp.digest != asked.digest, stamp.scoring != asked.scoring
    return FormJudgement(stamp, findings, refused, is_earlier, is_rescored)


def read_stamp(book: RawBook) -> Stamp:
    """The stamp from the custom properties or, where they lack it, from the hidden sheet. Raises FileRefused."""
    return _stamps(book)[0]


def _stamps(book: RawBook) -> tuple[Stamp, ...]:
    """The whole stamps: that of the custom properties, that of the hidden sheet; one of them is there, else FileRefused."""
    sheet = book.sheets.get(STAMP_SHEET)
    rows = range(1, sheet.height + 1) if sheet is not None else ()
    hidden = {sheet.text(row, 1): sheet.text(row, 2) for row in rows if sheet is not None}
    stamps, faults = [], []
    for properties in (book.properties, hidden):
        try:
            stamps.append(Stamp.from_properties(properties))
        except ValueError as error:
            faults.append(error)
    if not stamps:
        source = FindingSource(book.file_name)
        raise FileRefused(source.finding(FindingCode.NO_STAMP, found=str(faults[0]))) from faults[0]
    return tuple(stamps)


def expected_stamp(definition: Definition, stamp: Stamp) -> Stamp:
    """The stamp of the current form of the unit that a file is of; no unit when the roster lacks it.

    A form of before there were two digests asks what is asked now where its one digest is that of the definition.
    """
    round_, framework, edition = definition.round, definition.framework, Edition.of(stamp.edition)
    is_whole = not stamp.scoring and stamp.digest == definition.identity.earlier
    return Stamp(
        assessment=round_.id,
        round=round_.name,
        revision=round_.revision,
        framework=framework.code,
        version=framework.version,
        digest=stamp.digest if is_whole else definition.identity.of(stamp.unit),
        edition=edition if edition and edition.comes_back else Edition.UNIT,
        unit=stamp.unit if stamp.unit in definition.roster.by_code else "",
        lang=stamp.lang,
        scoring=definition.identity.scoring,
    )


def judge_stamp(stamp: Stamp, expected: Stamp, file_name: str = "") -> tuple[Finding, ...]:
    """What separates a form from the one expected: at most one finding, the gravest. See `refuses`.

    That it asks something else separates no form: its rows are compared one by one.
    """
    other_edition = FindingCode.PRINT_EDITION if stamp.edition == Edition.PRINT else FindingCode.OTHER_EDITION
    differences = (
        (FindingCode.OTHER_ASSESSMENT, stamp.assessment, expected.assessment),
        (FindingCode.OTHER_ROUND, stamp.round, expected.round),
        (other_edition, stamp.edition, expected.edition),
        (FindingCode.OLD_FORM, stamp.framework, expected.framework),
        (FindingCode.OTHER_UNIT if expected.unit else FindingCode.UNKNOWN_UNIT, stamp.unit, expected.unit),
    )
    source = FindingSource(file_name, stamp.unit)
    for code, found, due in differences:
        if found != due:
            return (source.finding(code, found=found, expected=due),)
    if stamp.revision == expected.revision or stamp.digest != expected.digest:
        return ()
    revisions = {"found": str(stamp.revision), "expected": str(expected.revision)}
    return (source.finding(FindingCode.OTHER_REVISION, **revisions),)


def check_codes(sheet: RawSheet) -> set[str]:
    """What looks like the check code of a stamp at the top of a sheet."""
    texts = (value for values in sheet.values[:HEAD] for value in values if isinstance(value, str))
    return {code for text in texts for code in _CHECK_CODE.findall(text)}


def _identity(stamp: Stamp) -> str:
    return f"{stamp.assessment} / {stamp.round} / {stamp.unit or stamp.edition} / {stamp.check_code}"
