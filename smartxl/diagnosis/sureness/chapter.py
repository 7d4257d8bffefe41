"""The chapter: which statements survive, which neighbours are alike, scenarios, what the audit flags, other methods."""

from __future__ import annotations

from smartxl.diagnosis.facts import RoundFacts
from smartxl.diagnosis.sureness.audited import audit_part, audit_said
from smartxl.diagnosis.sureness.choices import choices_part, choices_said
from smartxl.diagnosis.sureness.methods import methods_part, methods_said
from smartxl.diagnosis.sureness.ranks import ranks_parts, ranks_said
from smartxl.diagnosis.sureness.scenarios import scenarios_part, scenarios_said
from smartxl.diagnosis.sureness.stages import stages_said
from smartxl.model.report import Paragraph, ParagraphRole, ReportSection
from smartxl.model.robustness import NOTHING_TRIED

__all__ = ["sure_section"]


def sure_section(facts: RoundFacts) -> ReportSection | None:
    """The chapter, what can be said of it first; None where nothing was tried."""
    if facts.tried == NOTHING_TRIED:
        return None
    parts = (
        *ranks_parts(facts),
        choices_part(facts),
        scenarios_part(facts),
        audit_part(facts),
        methods_part(facts),
    )
    filled = tuple(part for part in parts if part is not None)
    lead = Paragraph(facts.phrases.say("sure.lead"), ParagraphRole.NOTE)
    said = (
        *stages_said(facts),
        *ranks_said(facts),
        *choices_said(facts),
        *scenarios_said(facts),
        *methods_said(facts),
        *audit_said(facts),
    )
    return ReportSection("sure", facts.phrases.text("sure.title"), (lead, *said), filled)
