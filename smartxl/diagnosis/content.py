"""The whole report of a round as content: cover, chapters, annexes, and the consultant's commentary under its chapters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from smartxl.diagnosis.advice import improve_section
from smartxl.diagnosis.cases import cases_sections
from smartxl.diagnosis.cities import cities_section
from smartxl.diagnosis.cover import cover
from smartxl.diagnosis.facts import RoundFacts
from smartxl.diagnosis.gapchapter import gaps_section
from smartxl.diagnosis.method import method_annex
from smartxl.diagnosis.needs import needs_section
from smartxl.diagnosis.plan import plan_section
from smartxl.diagnosis.quality import quality_section
from smartxl.diagnosis.ranking import ranking_section
from smartxl.diagnosis.result import result_section
from smartxl.diagnosis.rewards import rewards_section
from smartxl.diagnosis.sampling_annex import sampling_sections
from smartxl.diagnosis.sharing import sharing_sections
from smartxl.diagnosis.signing import signing
from smartxl.diagnosis.strengths import strengths_section
from smartxl.diagnosis.suggested import listed_tasks
from smartxl.diagnosis.sureness import sure_section
from smartxl.diagnosis.tasks import tasks_section
from smartxl.diagnosis.trend import trend_section
from smartxl.model.report import Paragraph, ParagraphRole, ReportContent, ReportSection

__all__ = ["CHAPTERS", "report_content", "with_commentary"]

CHAPTERS = (
    *("result", "needs", "trend", "cities", "ranking", "strengths", "improve", "gaps"),
    *("sure", "sharing", "cases", "quality", "tasks", "plan", "rewards"),
)
"""The keys of all chapters that a report may have: commentary on one that it lacks this time is kept for another."""


def report_content(facts: RoundFacts, day: date) -> ReportContent:
    """The report by a day."""
    tasks = listed_tasks(facts)
    chapters = (
        result_section(facts),
        needs_section(facts.phrases, facts.needs),
        trend_section(facts),
        cities_section(facts),
        ranking_section(facts),
        sure_section(facts),
        strengths_section(facts),
        improve_section(facts),
        gaps_section(facts),
        *sharing_sections(facts),
        quality_section(facts),
        tasks_section(facts, tasks),
        plan_section(facts, tasks),
        rewards_section(facts),
        *cases_sections(facts),
    )
    filled = tuple(chapter for chapter in chapters if chapter is not None)
    first = replace(cover(facts, day), signing=signing(facts))
    return ReportContent(facts.lang, first, filled, (method_annex(facts), *sampling_sections(facts)))


def with_commentary(content: ReportContent, commentary: Mapping[str, Sequence[str]]) -> ReportContent:
    """The report with the consultant's own paragraphs at the end of its chapters; `commentary`: chapter's key → paragraphs."""
    sections = tuple(_commented(section, commentary.get(section.key, ())) for section in content.sections)
    return replace(content, sections=sections)


def _commented(section: ReportSection, paragraphs: Sequence[str]) -> ReportSection:
    blocks = tuple(Paragraph((text,), ParagraphRole.COMMENTARY) for text in paragraphs)
    return replace(section, blocks=(*section.blocks, *blocks))
