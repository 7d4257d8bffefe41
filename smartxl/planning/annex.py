"""The lists of the result workbook: gaps and findings, as text."""

from __future__ import annotations

from smartxl.cells import Cell, area
from smartxl.findings import Finding, FindingGroup, group, rank
from smartxl.model.answers import Field
from smartxl.model.choices import ChoiceWords
from smartxl.model.diagnosis import Gap
from smartxl.model.plan import Content, Link, SheetPlan
from smartxl.planning.context import Context

__all__ = ["plan_findings", "plan_gaps"]

_RECORD = "row"


def plan_gaps(context: Context, gaps: tuple[Gap, ...], rows: dict[tuple[str, str], Cell]) -> SheetPlan:
    """One row for each gap; `rows` tells where a unit's section stands, so that the item's name can jump there."""
    words = ChoiceWords(context.definition.framework)
    records = [_gap(context, number, gap, rows, words) for number, gap in enumerate(gaps, 1)]
    return _listing(context, "gaps", {}, records)


def _gap(
    context: Context, number: int, gap: Gap, rows: dict[tuple[str, str], Cell], words: ChoiceWords
) -> dict[str, Content]:
    definition, lang = context.definition, context.lang
    target = rows.get((gap.unit, gap.leaf))
    item = gap.item.get(lang)
    level = words.word(gap.key, Field.LEVEL, gap.level, lang) if gap.level else None
    return {
        "gap.no": float(number),
        "gap.unit": definition.roster.by_code[gap.unit].name.get(lang),
        "gap.leaf": f"{gap.leaf} {definition.framework.by_code[gap.leaf].name.get(lang)}",
        "gap.item": Link(item, target) if target else item,
        "gap.level": str(level) if level else context.words["label.not_provided"],
        "gap.lost": gap.lost,
        "gap.address": gap.address,
    }


def plan_findings(context: Context, findings: tuple[Finding, ...]) -> SheetPlan:
    """One row for each group of findings, gravest first; the introduction states how many findings there are."""
    words = context.words
    groups = rank(group(findings), context.definition.roster.by_code)
    told = words["findings.intro"].format(count=len(findings)) if findings else words["findings.none"]
    records = [_group(context, number, entry) for number, entry in enumerate(groups, 1)]
    return _listing(context, "findings", {"findings.intro": told}, records)


def _group(context: Context, number: int, entry: FindingGroup) -> dict[str, Content]:
    first, lang = entry.first, context.lang
    unit = context.definition.roster.by_code.get(first.unit)
    return {
        "finding.no": float(number),
        "finding.severity": first.severity.label.get(lang),
        "finding.unit": unit.name.get(lang) if unit else first.unit,
        "finding.place": "!".join(part for part in (first.sheet, entry.cells) if part),
        "finding.places": float(len(entry.findings)),
        "finding.item": first.item,
        "finding.message": entry.message(lang),
        "finding.remedy": first.remedy(lang),
        "finding.file": first.file,
    }


def _listing(
    context: Context, name: str, texts: dict[str, str], records: list[dict[str, Content]]
) -> SheetPlan:
    sheet = context.builder(name)
    values = {**context.general(), **texts}
    sheet.add_rows(sheet.above(_RECORD), values)
    for record in records:
        sheet.add(_RECORD, {**values, **record})
    head, last_row = sheet.position("head", _RECORD), sheet.next_row - 1
    sheet.add_rows(sheet.below(_RECORD), values)
    return SheetPlan(
        name=context.words[f"sheet.{name}"],
        template=name,
        rows=tuple(sheet.rows),
        column_styles=sheet.column_styles,
        frozen=(head + 1, 1),
        filter_range=area(head, 2, last_row, sheet.last_column),
        title_row=head,
    )
