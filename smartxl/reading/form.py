"""Whose form a file is: its stamp, and whether it is the form that was asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smartxl.findings import Finding, FindingCode
from smartxl.model.edition import Edition
from smartxl.stamp import STAMP_SHEET, Stamp
from smartxl.text import LANGUAGES, Lang
from smartxl.xlsx.gate import FileRefused

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from smartxl.model.definition import Definition
    from smartxl.xlsx.book import RawBook

__all__ = ["expected_stamp", "judge_stamp", "lang_of", "read_stamp", "refuses", "stamp_disagreement"]

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


def refuses(findings: Iterable[Finding]) -> bool:
    """Whether one of the findings means that the file is another form, or its structure is broken."""
    return any(finding.code in _REFUSING for finding in findings)


def read_stamp(book: RawBook) -> Stamp:
    """The stamp from the custom properties or, where they lack it, from the hidden sheet.

    Raises FileRefused (an UnreadableFile) when neither holds a whole stamp.
    """
    try:
        return _stamp(book.properties)
    except ValueError as error:
        fault = error
    try:
        return _stamp(_hidden_sheet(book))
    except ValueError:
        finding = Finding(FindingCode.NO_STAMP, found=str(fault), file=book.file_name)
        raise FileRefused(finding) from fault


def expected_stamp(definition: Definition, stamp: Stamp) -> Stamp:
    """The stamp of the current form of the unit that a file is of; no unit when the roster lacks it."""
    round_, framework, edition = definition.round, definition.framework, Edition.of(stamp.edition)
    return Stamp(
        assessment=round_.id,
        round=round_.name,
        revision=round_.revision,
        framework=framework.code,
        version=framework.version,
        digest=definition.digest,
        edition=edition if edition and edition.comes_back else Edition.UNIT,
        unit=stamp.unit if stamp.unit in definition.roster.by_code else "",
        lang=stamp.lang,
    )


def lang_of(stamp: Stamp) -> Lang:
    """The language of a form; `read_stamp` has let no other through."""
    return "en" if stamp.lang == "en" else "zh"


def stamp_disagreement(book: RawBook) -> tuple[Finding, ...]:
    """A finding when properties and hidden sheet both hold a stamp, and not the same."""
    try:
        properties, hidden = _stamp(book.properties), _stamp(_hidden_sheet(book))
    except ValueError:
        return ()
    if properties == hidden:
        return ()
    finding = Finding(
        FindingCode.STAMPS_DISAGREE,
        unit=properties.unit,
        found=_identity(properties),
        expected=_identity(hidden),
        file=book.file_name,
    )
    return (finding,)


def judge_stamp(stamp: Stamp, expected: Stamp, file_name: str = "") -> tuple[Finding, ...]:
    """What separates a form from the one expected: at most one finding, the gravest. See `refuses`."""
    form = f"{stamp.framework} {stamp.version} / {stamp.digest[:12]}"
    current = f"{expected.framework} {expected.version} / {expected.digest[:12]}"
    differences = (
        (FindingCode.OTHER_ASSESSMENT, stamp.assessment, expected.assessment),
        (FindingCode.OTHER_ROUND, stamp.round, expected.round),
        (_edition_code(stamp), stamp.edition, expected.edition),
        (FindingCode.OLD_FORM, form, current),
        (FindingCode.OTHER_UNIT if expected.unit else FindingCode.UNKNOWN_UNIT, stamp.unit, expected.unit),
        (FindingCode.OTHER_REVISION, str(stamp.revision), str(expected.revision)),
    )
    for code, found, due in differences:
        whole_differs = code is FindingCode.OLD_FORM and stamp.digest != expected.digest
        if found != due or whole_differs:
            return (Finding(code, unit=stamp.unit, found=found, expected=due, file=file_name),)
    return ()


def _edition_code(stamp: Stamp) -> FindingCode:
    """What is said of a workbook of another edition than those that come back."""
    return FindingCode.PRINT_EDITION if stamp.edition == Edition.PRINT else FindingCode.OTHER_EDITION


def _stamp(properties: Mapping[str, str]) -> Stamp:
    stamp = Stamp.from_properties(properties)
    if stamp.lang not in LANGUAGES:
        raise ValueError(f"smartxl.lang is no language of ours: {stamp.lang!r}")
    return stamp


def _hidden_sheet(book: RawBook) -> dict[str, str]:
    sheet = book.sheets.get(STAMP_SHEET)
    if sheet is None:
        return {}
    return {sheet.text(row, 1): sheet.text(row, 2) for row in range(1, sheet.height + 1)}


def _identity(stamp: Stamp) -> str:
    return f"{stamp.assessment} / {stamp.round} / {stamp.unit or stamp.edition} / {stamp.check_code}"
