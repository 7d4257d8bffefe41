"""The whole report of a round as content: cover, chapters, annexes, and the consultant's commentary under its chapters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from smartxl.diagnosis.advice import gaps_section, improve_section
from smartxl.diagnosis.cover import cover
from smartxl.diagnosis.facts import RoundFacts
from smartxl.diagnosis.method import method_annex
from smartxl.diagnosis.quality import quality_section
from smartxl.diagnosis.ranking import ranking_section
from smartxl.diagnosis.result import result_section
from smartxl.diagnosis.strengths import strengths_section
from smartxl.diagnosis.tasks import tasks_section
from smartxl.model.report import Paragraph, ParagraphRole, ReportContent, ReportSection

__all__ = ["report_content"]


def report_content(
    facts: RoundFacts, day: date, commentary: Mapping[str, Sequence[str]] | None = None
) -> ReportContent:
    """The report by a day; `commentary`: key of a chapter → paragraphs that stand at its end."""
    chapters = (
        result_section(facts),
        ranking_section(facts),
        strengths_section(facts),
        improve_section(facts),
        gaps_section(facts),
        quality_section(facts),
        tasks_section(facts),
    )
    said = commentary or {}
    sections = tuple(_with_commentary(section, said.get(section.key, ())) for section in chapters)
    return ReportContent(facts.lang, cover(facts, day), sections, (method_annex(facts),))


def _with_commentary(section: ReportSection, paragraphs: Sequence[str]) -> ReportSection:
    blocks = tuple(Paragraph((text,), ParagraphRole.COMMENTARY) for text in paragraphs)
    return replace(section, blocks=(*section.blocks, *blocks))
