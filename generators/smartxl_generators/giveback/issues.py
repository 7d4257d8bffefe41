"""The list of findings as data: grouped by sheet, the gravest first, nothing left out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from smartxl.cells import parse_a1
from smartxl.findings import Finding, FindingCode, Severity
from smartxl.text import Lang, is_hidden_character, shorten

__all__ = ["Issue", "IssueGroup", "issue_groups", "safe"]

_RANKS = {severity: rank for rank, severity in enumerate(Severity)}
# What these call expected is not what the respondent should write, but what stands or was understood beside it.
_NOT_DUE = frozenset(
    {
        FindingCode.APPROXIMATE,
        FindingCode.CLEANED,
        FindingCode.COPY_DIFFERS,
        FindingCode.COPY_READ,
        FindingCode.EXPLAINED,
        FindingCode.KEYS_GONE,
        FindingCode.LEFTOVER,
        FindingCode.LEVEL_IMPLIES_YES,
        FindingCode.MARKED_WITH_ANSWER,
        FindingCode.NAME_DISAGREES,
        FindingCode.NO_WITH_LEVEL,
        FindingCode.SHEET_COPIED,
        FindingCode.STAMPS_DISAGREE,
    }
)
_LONGEST = 2_000


@dataclass(frozen=True, slots=True)
class Issue:
    """One finding in words. `cell` is A1, "" where it has none."""

    severity: Severity
    sheet: str
    cell: str
    message: str
    expected: str
    remedy: str


@dataclass(frozen=True, slots=True)
class IssueGroup:
    """The findings of one sheet; `sheet` is "" for those of the file as a whole."""

    sheet: str
    issues: tuple[Issue, ...]


def safe(text: str) -> str:
    """Text of a respondent as it may stand in a cell or a letter: nothing invisible, not without end."""
    visible = (c for c in text if not is_hidden_character(c))
    return shorten("".join(visible), _LONGEST)


def issue_groups(findings: Iterable[Finding], sheets: Sequence[str], lang: Lang) -> tuple[IssueGroup, ...]:
    """The findings of one file: of the file as a whole, of its sheets in their order, then of sheets that it lacks."""
    by_sheet: dict[str, list[Issue]] = {"": [], **{name: [] for name in sheets}}
    for finding in findings:
        by_sheet.setdefault(finding.sheet, []).append(_issue(finding, lang))
    return tuple(IssueGroup(sheet, tuple(sorted(i, key=_order))) for sheet, i in by_sheet.items() if i)


def _issue(finding: Finding, lang: Lang) -> Issue:
    due = "" if finding.code in _NOT_DUE else finding.expected
    return Issue(
        finding.severity,
        finding.sheet,
        finding.cell,
        safe(finding.message(lang)),
        safe(due),
        safe(finding.remedy(lang)),
    )


def _order(issue: Issue) -> tuple[int, tuple[int, int]]:
    try:
        place = parse_a1(issue.cell.partition(":")[0])
    except ValueError:
        place = (0, 0)
    return _RANKS[issue.severity], place
