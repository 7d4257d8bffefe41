"""Findings as a table, one by one, and as a workbook that has their groups too."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from smartxl.findings import Finding, FindingGroup, Severity, count
from smartxl.model.definition import Definition
from smartxl.text import Lang
from smartxl_generators.listing import ListColumn, ListSheet, write_lists
from smartxl_templates import wording

__all__ = ["finding_table", "write_findings"]

_TINTS = {
    Severity.MUST_FIX: "B3261E",
    Severity.FIX_OR_EXPLAIN: "9A5B00",
    Severity.NOTE: "5C6B7A",
    Severity.FIXED: "1D6B45",
}


def write_findings(
    definition: Definition, groups: Sequence[FindingGroup], lang: Lang, moment: datetime
) -> bytes:
    """Two sheets: the groups in their order, then every finding with the number of its group. Nothing is left out."""
    words = wording(lang)
    findings = [finding for group in groups for finding in group.findings]
    counts = count(findings)
    numbers = (counts.must_fix, counts.fix_or_explain, counts.note, counts.fixed)
    told = "  ".join(f"{s.label.get(lang)} {n}" for s, n in zip(Severity, numbers, strict=True))
    title = f"{definition.round.title.get(lang)} {definition.round.name} {words['findings.title']}"
    intro = f"{words['findings.intro'].format(count=len(findings))}　{told}"
    tints = {severity.label.get(lang): colour for severity, colour in _TINTS.items()}
    sheets = (
        ListSheet(
            words["sheet.findings"],
            title,
            intro,
            _group_columns(lang),
            [_group_row(definition, number, group, lang) for number, group in enumerate(groups, 1)],
            words["findings.none"],
            tints,
        ),
        ListSheet(
            words["findings.details"],
            title,
            intro,
            *finding_table(definition, groups, lang),
            words["findings.none"],
            tints,
        ),
    )
    return write_lists(sheets, title, moment)


def _group_columns(lang: Lang) -> Sequence[ListColumn]:
    words = wording(lang)
    return (
        ListColumn(words["findings.severity"], 13, centred=True),
        ListColumn(words["findings.group"], 6, centred=True),
        ListColumn(words["label.unit_name"], 20),
        ListColumn(words["label.place"], 24),
        ListColumn(words["findings.places"], 7, centred=True),
        ListColumn(words["label.finding"], 58),
        ListColumn(words["label.remedy"], 42),
        ListColumn(words["label.file"], 28),
    )


def _group_row(definition: Definition, number: int, group: FindingGroup, lang: Lang) -> Sequence[str | float]:
    first = group.first
    place = " ".join(part for part in (first.sheet, group.cells) if part)
    return (
        first.severity.label.get(lang),
        number,
        _unit(definition, first, lang),
        place,
        len(group.findings),
        group.message(lang),
        first.remedy(lang),
        first.file,
    )


def finding_table(
    definition: Definition, groups: Sequence[FindingGroup], lang: Lang
) -> tuple[Sequence[ListColumn], Sequence[Sequence[str | float]]]:
    """Columns and rows: one finding a row, with the number of its group, in the order of the groups."""
    words = wording(lang)
    columns = (
        ListColumn(words["findings.severity"], 13, centred=True),
        ListColumn(words["findings.group"], 6, centred=True),
        ListColumn(words["status.code"], 9),
        ListColumn(words["label.unit_name"], 17),
        ListColumn(words["label.place"], 16),
        ListColumn(words["label.item"], 26),
        ListColumn(words["findings.found"], 18),
        ListColumn(words["findings.expected"], 20),
        ListColumn(words["label.finding"], 44),
        ListColumn(words["label.remedy"], 34),
        ListColumn(words["findings.code"], 20),
        ListColumn(words["label.file"], 24),
    )
    rows = [
        (
            finding.severity.label.get(lang),
            number,
            finding.unit,
            _unit(definition, finding, lang),
            finding.place,
            finding.item,
            finding.found,
            finding.expected,
            finding.message(lang),
            finding.remedy(lang),
            finding.code.value,
            finding.file,
        )
        for number, group in enumerate(groups, 1)
        for finding in group.findings
    ]
    return columns, rows


def _unit(definition: Definition, finding: Finding, lang: Lang) -> str:
    unit = definition.roster.by_code.get(finding.unit)
    return unit.name.get(lang) if unit else finding.unit
