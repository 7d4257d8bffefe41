"""What findings look like: as a table of groups, and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from smartxl.cli.console import Screen
from smartxl.findings import Finding, FindingGroup, Severity, count
from smartxl.model.definition import Definition
from smartxl.text import CountOf, Lang

__all__ = ["FindingRecord", "FindingsRecord", "asks", "finding_counts", "show_findings"]


def asks(finding: Finding) -> bool:
    """Whether a respondent must do something about it."""
    return finding.severity in {Severity.MUST_FIX, Severity.FIX_OR_EXPLAIN}


def show_findings(
    screen: Screen, definition: Definition, groups: Sequence[FindingGroup], *, listed: bool
) -> None:
    """The groups as a table, if they are to be `listed`; then how many findings there are."""
    if groups and listed:
        screen.table(*_group_rows(definition, groups, screen), frozenset({3}))
    elif not groups:
        screen.show(screen.words("没有发现问题。", "No findings."))
    screen.show(finding_counts([each for group in groups for each in group.findings], screen.lang))


def _group_rows(
    definition: Definition, groups: Iterable[FindingGroup], screen: Screen
) -> tuple[list[str], list[list[str]]]:
    """Heads and cells of the table."""
    heads = screen.words("程度,单位,位置,处数,问题,处理办法", "Severity,Unit,Place,Places,Finding,What to do")
    cells = [
        [
            entry.first.severity.label.get(screen.lang),
            _unit(definition, entry.first, screen.lang),
            " ".join(part for part in (entry.first.sheet, entry.cells) if part) or entry.first.file,
            str(len(entry.findings)),
            entry.message(screen.lang),
            entry.first.remedy(screen.lang),
        ]
        for entry in groups
    ]
    return heads.split(","), cells


def finding_counts(findings: Iterable[Finding], lang: Lang) -> str:
    """How many findings of each severity, and in all."""
    counts = count(findings)
    numbers = dict(
        zip(Severity, (counts.must_fix, counts.fix_or_explain, counts.note, counts.fixed), strict=True)
    )
    told = ", ".join(f"{severity.label.get(lang)} {number}" for severity, number in numbers.items() if number)
    head = f"问题共 {counts.total} 条" if lang == "zh" else f"{CountOf(counts.total):finding}"
    return f"{head}{'：' if lang == 'zh' else ': '}{told}" if told else head


@dataclass(frozen=True, slots=True)
class FindingRecord:
    """One finding for JSON; `code` and `severity` are the same in every language."""

    code: str
    severity: str
    sheet: str
    cell: str
    item: str
    found: str
    expected: str
    message: str
    remedy: str

    @classmethod
    def of(cls, finding: Finding, lang: Lang) -> FindingRecord:
        """The record of a finding in words of one language."""
        place = (finding.sheet, finding.cell, finding.item, finding.found, finding.expected)
        words = (finding.message(lang), finding.remedy(lang))
        return cls(finding.code.value, finding.severity.value, *place, *words)


@dataclass(frozen=True, slots=True)
class GroupRecord:
    """Findings of one kind at one place, for JSON."""

    code: str
    severity: str
    unit: str
    file: str
    sheet: str
    cells: str
    count: int
    message: str
    remedy: str
    findings: tuple[FindingRecord, ...]

    @classmethod
    def of(cls, entry: FindingGroup, lang: Lang) -> GroupRecord:
        """The record of a group with all its findings."""
        first = entry.first
        place = (first.unit, first.file, first.sheet, entry.cells, len(entry.findings))
        each = tuple(FindingRecord.of(finding, lang) for finding in entry.findings)
        words = (entry.message(lang), first.remedy(lang))
        return cls(first.code.value, first.severity.value, *place, *words, each)


@dataclass(frozen=True, slots=True)
class FindingsRecord:
    """What `findings --json` prints: all groups with all their findings."""

    total: int
    must_fix: int
    fix_or_explain: int
    note: int
    fixed: int
    groups: tuple[GroupRecord, ...]

    @classmethod
    def of(cls, groups: Sequence[FindingGroup], lang: Lang) -> FindingsRecord:
        """The record of groups in their order."""
        n = count(finding for entry in groups for finding in entry.findings)
        counts = (n.total, n.must_fix, n.fix_or_explain, n.note, n.fixed)
        return cls(*counts, tuple(GroupRecord.of(entry, lang) for entry in groups))


def _unit(definition: Definition, finding: Finding, lang: Lang) -> str:
    unit = definition.roster.by_code.get(finding.unit)
    return unit.name.get(lang) if unit else finding.unit
