"""The brief for leaders: what fits on two pages, taken from the chapters of the whole report."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from smartxl.diagnosis.cover import cover
from smartxl.diagnosis.facts import RoundFacts
from smartxl.model.report import (
    Block,
    Listing,
    Paragraph,
    ParagraphRole,
    ReportContent,
    ReportSection,
    ReportTable,
)

__all__ = ["brief_content"]

_ROWS = 4
"""How many rows of a table the brief shows."""
_CHAPTERS = {
    "result": ("result.totals",),
    "ranking": (),
    "strengths": (),
    "improve": (),
    "tasks": ("tasks.table",),
}
"""The chapters of the brief, and which of their tables it shows."""


def brief_content(facts: RoundFacts, whole: ReportContent, day: date) -> ReportContent:
    """The brief of a report: its statements without notes, and the heads of a few tables."""
    found = {section.key: section for section in whole.sections}
    sections = tuple(_short(found[key], tables) for key, tables in _CHAPTERS.items() if key in found)
    filled = tuple(section for section in sections if section.blocks)
    return ReportContent(facts.lang, cover(facts, day, facts.phrases.text("brief.title")), filled)


def _short(chapter: ReportSection, tables: tuple[str, ...]) -> ReportSection:
    blocks = tuple(block for section in chapter.walk() for block in _kept(section, tables))
    return ReportSection(chapter.key, chapter.title, blocks)


def _kept(section: ReportSection, tables: tuple[str, ...]) -> Iterator[Block]:
    for block in section.blocks:
        if isinstance(block, Paragraph):
            if block.role is not ParagraphRole.NOTE:
                yield block
        elif isinstance(block, Listing):
            yield block
        elif isinstance(block, ReportTable) and block.key in tables:
            yield replace(block, rows=block.rows[:_ROWS])
