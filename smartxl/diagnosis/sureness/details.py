"""The tables behind the chapter, whole: the result workbook has them on sheets of their own."""

from __future__ import annotations

from collections.abc import Mapping

from smartxl.diagnosis.facts import RoundFacts
from smartxl.diagnosis.sureness.audited import audit_sections
from smartxl.diagnosis.sureness.choices import choice_tables
from smartxl.diagnosis.sureness.methods import method_sections
from smartxl.diagnosis.sureness.ranks import frequency_table, group_name, pair_table, rank_table
from smartxl.diagnosis.sureness.stages import stage_table
from smartxl.model.report import Block, Paragraph, ParagraphRole, ReportSection, plain
from smartxl.model.robustness import GroupRanks, Uncertainty

__all__ = ["sure_details"]

_RANKS = 40
"""How many ranks have a column of their own."""
_UNITS = 300
"""Of more units it is not listed how often each rank came: the table would have as many cells as its square."""


def sure_details(facts: RoundFacts) -> Mapping[str, ReportSection]:
    """Key of a sheet → what stands there: `intervals`, `sensitivity`, `audit`, `methods`, those that there is something on."""
    head, tried = facts.phrases.text, facts.tried
    found: dict[str, ReportSection] = {}
    if tried.uncertainty is not None:
        found["intervals"] = _intervals(facts, tried.uncertainty)
    if tables := choice_tables(facts):
        found["sensitivity"] = ReportSection("sensitivity", head("sure.choices"), tables)
    audits, methods = tuple(audit_sections(facts)), tuple(method_sections(facts))
    if audits:
        found["audit"] = ReportSection("audit", head("sure.audit"), (), audits)
    if methods:
        found["methods"] = ReportSection("methods", head("sure.methods"), (), methods)
    return found


def _intervals(facts: RoundFacts, found: Uncertainty) -> ReportSection:
    blocks: list[Block] = [Paragraph((facts.say(note),), ParagraphRole.NOTE) for note in found.notes]
    if found.wholes:
        caption = facts.phrases.text("sure.stages_whole")
        blocks.append(stage_table(facts, found, found.wholes, "wholes", caption))
    parts = tuple(_group(facts, found, group) for group in found.groups if group.units)
    return ReportSection("intervals", facts.phrases.text("sure.intervals"), tuple(blocks), parts)


def _group(facts: RoundFacts, found: Uncertainty, group: GroupRanks) -> ReportSection:
    table = rank_table(facts, found, group)
    blocks: list[Block] = [table]
    if group.neighbours:
        blocks.append(pair_table(facts, group))
    if any(unit.stages for unit in group.units):
        name = group_name(facts, group)
        caption = plain(facts.phrases.say("sure.stages", name=name))
        blocks.append(stage_table(facts, found, group.units, group.group, caption))
    if len(group.units) <= _UNITS:
        blocks.append(frequency_table(facts, group, _RANKS))
    return ReportSection(f"intervals.{group.group}", table.caption, tuple(blocks))
