"""Whole workbooks of one unit: the form that it fills in, other editions of it, and what reading it needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from smartxl.model.definition import Definition, Unit
from smartxl.model.edition import Edition
from smartxl.model.framework import ROOT
from smartxl.model.layout import Layout
from smartxl.model.plan import SheetPlan, WorkbookPlan
from smartxl.planning.bandcells import band_references
from smartxl.planning.bookends import anchors, finished_plan, stamp_of, start_context
from smartxl.planning.context import Context, PreviousAnswers
from smartxl.planning.evidence import plan_evidence
from smartxl.planning.guidance import plan_cover, plan_guide
from smartxl.planning.nodes import scored_elsewhere
from smartxl.planning.paper import plan_paper, plan_paper_evidence
from smartxl.planning.sampling import plan_sampling
from smartxl.planning.scores import plan_scores, total_reference
from smartxl.planning.stages import stage_formula
from smartxl.planning.stampsheet import stamp_sheet
from smartxl.planning.tables import FormPart, parts_of
from smartxl.stamp import GENERATION
from smartxl.text import Lang

__all__ = ["plan_answers", "plan_unit"]


def plan_unit(
    definition: Definition,
    layout: Layout,
    unit: Unit,
    lang: Lang,
    edition: Edition = Edition.UNIT,
    *,
    contested: bool = False,
    last: PreviousAnswers | None = None,
    generation: str = GENERATION,
) -> WorkbookPlan:
    """An edition of one unit's workbook: cover, guide, sampling sheet, evidence register, scores, or its form on paper.

    `contested`: another edition than the appeal also shows what the unit contests. `last` is shown in a column after the
    others. Forms of before have the words and the sections of their `generation`. Unanswered rows are judged by the
    definition's day, in a form that goes out as before the due date. Raises TemplateError where the template lacks a place or
    Excel could not hold what is planned.
    """
    definition = definition.at(None) if edition.before_due else definition
    stamp = replace(
        stamp_of(definition, edition, lang, unit.code),
        prefilled=last.digest if last else "",
        generation=generation,
    )
    context, lists = start_context(definition, layout, lang, stamp, last=last, contested=contested)
    sheets = _paper_sheets(context, unit) if edition.printed else (*_form_sheets(context, unit), lists)
    name = context.words[f"file.{edition}"].format(code=unit.code, name=unit.name.get(lang))
    return finished_plan(context, sheets, name, f"{definition.round.title.get(lang)} {unit.name.get(lang)}")


def plan_answers(
    definition: Definition,
    layout: Layout,
    unit: Unit,
    lang: Lang,
    edition: Edition = Edition.UNIT,
    *,
    generation: str = GENERATION,
) -> WorkbookPlan:
    """Of an edition that comes back only what can be answered, without its formulas; of the other sheets the names.

    For reading forms, which is done thousands of times: rows, inputs and checks are those of `plan_unit`.
    """
    stamp = replace(stamp_of(definition, edition, lang, unit.code), generation=generation)
    context, lists = start_context(definition, layout, lang, stamp, lean=True)
    others = (
        SheetPlan(context.words[name], "", ()) for name in ("sheet.cover", "sheet.guide", "sheet.scores")
    )
    answered = _answered_sheets(context, unit, parts_of(context, unit, "sampling"))
    sheets = (*answered, *others, lists, stamp_sheet(context.stamp))
    return WorkbookPlan(context.stamp, context.layout.source, sheets, dict(anchors(sheets)), "", "")


def _form_sheets(context: Context, unit: Unit) -> tuple[SheetPlan, ...]:
    """The sheets of a form that comes back, but its lists."""
    parts = parts_of(context, unit, "sampling")
    answered = _answered_sheets(context, unit, parts)
    sampling = answered[0]
    bands = band_references(context, sampling)
    own = (plan_guide(context, unit, parts), *answered, plan_scores(context, unit, sampling, bands))
    cover = plan_cover(context, unit, tuple(sheet.name for sheet in own), sampling, bands)
    return cover, *own


def _answered_sheets(context: Context, unit: Unit, parts: tuple[FormPart, ...]) -> tuple[SheetPlan, ...]:
    """The sampling sheet and, where there is one, the evidence register: all that can be filled in."""
    index = context.definition.roster.number(unit)
    sampling = plan_sampling(
        context, unit, parts, context.words["sheet.sampling"], index, *_own_result(context, unit)
    )
    register = None if context.edition.contests else plan_evidence(context, unit, index)
    return (sampling, register) if register else (sampling,)


def _paper_sheets(context: Context, unit: Unit) -> tuple[SheetPlan, ...]:
    """All rows of the form, the evidence register and the guide, to be printed and filled in by hand."""
    register, parts = plan_paper_evidence(context, unit), parts_of(context, unit, "paper")
    guide = plan_guide(context, unit, parts, "paper_guide")
    return (plan_paper(context, unit, parts), *([register] if register else []), guide)


def _own_result(context: Context, unit: Unit) -> tuple[str, str, Mapping[str, str]]:
    """Total, stage and indicators over peers of a unit's own workbook, which knows no other unit's answers."""
    elsewhere = scored_elsewhere(context, unit.unit_class)
    words, total = context.words["label.by_city"], total_reference(context)
    among = dict.fromkeys(elsewhere, words)
    return (words, "", among) if ROOT in elsewhere else (f"={total}", stage_formula(context, total), among)
