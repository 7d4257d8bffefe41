"""What findings look like: as a table of groups, and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from smartxl.cli.console import Screen
from smartxl.findings import Finding, FindingGroup, Severity, count
from smartxl.model.definition import Definition
from smartxl.text import Lang

__all__ = ["asks", "finding_record", "findings_record", "group_rows"]


def asks(finding: Finding) -> bool:
    """Whether a respondent must do something about it."""
    return finding.severity in {Severity.MUST_FIX, Severity.FIX_OR_EXPLAIN}


def group_rows(
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


def findings_record(groups: Sequence[FindingGroup], lang: Lang) -> dict[str, object]:
    """All groups with all their findings, for JSON."""
    counts = count(finding for entry in groups for finding in entry.findings)
    return {
        "total": counts.total,
        "must_fix": counts.must_fix,
        "fix_or_explain": counts.fix_or_explain,
        "note": counts.note,
        "fixed": counts.fixed,
        "groups": [_group_record(entry, lang) for entry in groups],
    }


def _group_record(entry: FindingGroup, lang: Lang) -> dict[str, object]:
    first = entry.first
    return {
        "code": first.code.value,
        "severity": first.severity.value,
        "unit": first.unit,
        "file": first.file,
        "sheet": first.sheet,
        "cells": entry.cells,
        "count": len(entry.findings),
        "message": entry.message(lang),
        "remedy": first.remedy(lang),
        "findings": [finding_record(finding, lang) for finding in entry.findings],
    }


def finding_record(finding: Finding, lang: Lang) -> dict[str, str]:
    """One finding for JSON."""
    return {
        "code": finding.code.value,
        "severity": finding.severity.value,
        "sheet": finding.sheet,
        "cell": finding.cell,
        "item": finding.item,
        "found": finding.found,
        "expected": finding.expected,
        "message": finding.message(lang),
        "remedy": finding.remedy(lang),
    }


def _unit(definition: Definition, finding: Finding, lang: Lang) -> str:
    unit = definition.roster.by_code.get(finding.unit)
    return unit.name.get(lang) if unit else finding.unit
