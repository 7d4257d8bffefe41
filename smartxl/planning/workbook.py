"""Whole workbooks: one for each unit, one for the city, one with the result."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property

from smartxl.cells import Area, Cell, qualified
from smartxl.model.definition import Definition, Unit
from smartxl.model.diagnosis import Diagnosis
from smartxl.model.edition import Edition
from smartxl.model.framework import ROOT
from smartxl.model.layout import Layout
from smartxl.model.plan import SheetPlan, WorkbookPlan
from smartxl.model.spoken import own_wording
from smartxl.planning.annex import plan_findings, plan_gaps
from smartxl.planning.bandcells import band_references
from smartxl.planning.city import plan_city_sheet
from smartxl.planning.context import Context, PreviousAnswers
from smartxl.planning.conventions import introductions
from smartxl.planning.evidence import plan_evidence
from smartxl.planning.guidance import plan_cover, plan_guide
from smartxl.planning.indicators import plan_indicators, weight_references
from smartxl.planning.limits import check_limits
from smartxl.planning.nodes import city_only
from smartxl.planning.paper import plan_paper, plan_paper_evidence
from smartxl.planning.resultbook import ResultParts, result_sheets
from smartxl.planning.rows import example_day
from smartxl.planning.sampling import plan_sampling
from smartxl.planning.scores import plan_scores, stage_formula, total_reference
from smartxl.planning.shared import shared
from smartxl.planning.stampsheet import stamp_sheet
from smartxl.planning.summary import SummaryParts, plan_summary
from smartxl.planning.summary_place import SummaryPlace, among_references, summary_place
from smartxl.stamp import GENERATION, Stamp
from smartxl.text import Lang, file_name
from smartxl_templates import wording

__all__ = ["CityPlanner", "plan_answers", "plan_city", "plan_unit", "stamp_of"]

_OWN_WORDS, _FORMER = "appeal.", "former."
_DATED = "guide.c_date"  # names days of the round


def stamp_of(definition: Definition, edition: Edition, lang: Lang, unit: str = "") -> Stamp:
    """The stamp that a workbook of this definition carries."""
    round_, framework = definition.round, definition.framework
    return Stamp(
        assessment=round_.id,
        round=round_.name,
        revision=round_.revision,
        framework=framework.code,
        version=framework.version,
        digest=definition.identity.of(unit),
        edition=edition,
        unit=unit,
        lang=lang,
        calculated=_calculated(definition, edition),
        scoring=definition.identity.scoring,
        generation=GENERATION,
    )


def _calculated(definition: Definition, edition: Edition) -> str:
    """The day by which unanswered rows are judged, where it makes a difference."""
    matters = definition.framework.conventions.unanswered.changes and not edition.before_due
    return definition.day.isoformat() if definition.day and matters else ""


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
    context, lists = _context(definition, layout, lang, stamp, last=last, contested=contested)
    sheets = _paper_sheets(context, unit) if edition.printed else (*_form_sheets(context, unit), lists)
    name = context.words[f"file.{edition}"].format(code=unit.code, name=unit.name.get(lang))
    return _finish(context, sheets, name, f"{definition.round.title.get(lang)} {unit.name.get(lang)}")


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
    context, lists = _context(definition, layout, lang, stamp, lean=True)
    others = (
        SheetPlan(context.words[name], "", ()) for name in ("sheet.cover", "sheet.guide", "sheet.scores")
    )
    sheets = (*_answered_sheets(context, unit), *others, lists, stamp_sheet(context.stamp))
    return WorkbookPlan(context.stamp, context.layout.source, sheets, dict(_anchors(sheets)), "", "")


def _form_sheets(context: Context, unit: Unit) -> tuple[SheetPlan, ...]:
    """The sheets of a form that comes back, but its lists."""
    answered = _answered_sheets(context, unit)
    sampling = answered[0]
    bands = band_references(context, sampling)
    own = (plan_guide(context, unit), *answered, plan_scores(context, unit, sampling, bands))
    cover = plan_cover(context, unit, tuple(sheet.name for sheet in own), sampling, bands)
    return cover, *own


def _answered_sheets(context: Context, unit: Unit) -> tuple[SheetPlan, ...]:
    """The sampling sheet and, where there is one, the evidence register: all that can be filled in."""
    index = context.definition.roster.number(unit)
    sampling = plan_sampling(
        context, unit, context.words["sheet.sampling"], index, *_own_result(context, unit)
    )
    register = None if context.edition.contests else plan_evidence(context, unit, index)
    return (sampling, register) if register else (sampling,)


def _paper_sheets(context: Context, unit: Unit) -> tuple[SheetPlan, ...]:
    """All rows of the form, the evidence register and the guide, to be printed and filled in by hand."""
    register = plan_paper_evidence(context, unit)
    guide = plan_guide(context, unit, "paper_guide")
    return (plan_paper(context, unit), *([register] if register else []), guide)


def _own_result(context: Context, unit: Unit) -> tuple[str, str, Mapping[str, str]]:
    """Total, stage and indicators over peers of a unit's own workbook, which knows no other unit's answers."""
    elsewhere = city_only(context.definition.framework, unit.unit_class)
    words, total = context.words["label.by_city"], total_reference(context)
    among = dict.fromkeys(elsewhere, words)
    return (words, "", among) if ROOT in elsewhere else (f"={total}", stage_formula(context, total), among)


def plan_city(
    definition: Definition,
    layout: Layout,
    lang: Lang,
    edition: Edition = Edition.CITY,
    *,
    diagnosis: Diagnosis | None = None,
    generation: str = GENERATION,
) -> WorkbookPlan:
    """The workbook of all units: result, indicators, a summary for each class, every unit's sampling sheet.

    An edition with the result also has the report of the `diagnosis`, and lists its gaps and findings.
    """
    return CityPlanner(definition, layout, lang, edition, generation).plan(diagnosis)


class CityPlanner:
    """Plans workbooks of all units that say other things beside the same numbers: what they have in common is planned once."""

    def __init__(
        self,
        definition: Definition,
        layout: Layout,
        lang: Lang,
        edition: Edition,
        generation: str = GENERATION,
    ) -> None:
        stamp = replace(stamp_of(definition, edition, lang), generation=generation)
        self._context, self._lists = _context(definition, layout, lang, stamp)

    @cached_property
    def _common(self) -> ResultParts:
        """Everything but what the answers say beside the numbers."""
        context = self._context
        classes = context.definition.framework.classes
        places = {c.code: summary_place(context, c)[1] for c in classes}
        units = tuple(_unit_sheets(context, places))
        bands = {sheet.unit: band_references(context, sheet) for sheet in units}
        parts = SummaryParts(
            {sheet.unit: sheet for sheet in units}, bands, weight_references(context), places
        )
        summaries = {c.code: plan_summary(context, c, parts) for c in classes}
        city, indicators = plan_city_sheet(context, places), plan_indicators(context)
        return ResultParts(city, indicators, summaries, places, units, ())

    def plan(self, diagnosis: Diagnosis | None = None) -> WorkbookPlan:
        """The workbook: see `plan_city`."""
        context, common = self._context, self._common
        edition, told = context.edition, diagnosis or Diagnosis()
        annex = _annex(context, told, common.units) if edition.has_result else ()
        report = told.report if edition.has_result else None
        sheets = result_sheets(context, replace(common, lists=annex), report)
        lists = () if report and report.short else (self._lists,)
        name = context.words["file.result" if edition.has_result else "file.city"]
        suffix = "-UDF" if edition.calls_functions else ""
        name = name.format(city=context.definition.round.city.get(context.lang)) + suffix
        return _finish(context, (*sheets, *lists), name, context.definition.round.title.get(context.lang))


def _annex(context: Context, diagnosis: Diagnosis, units: Iterable[SheetPlan]) -> tuple[SheetPlan, ...]:
    rows = {(s.unit, s.leaf): Cell(sheet.name, s.top_row, 2) for sheet in units for s in sheet.scored}
    return plan_gaps(context, diagnosis.gaps, rows), plan_findings(context, diagnosis.findings)


def _unit_sheets(context: Context, places: dict[str, SummaryPlace]) -> Iterator[SheetPlan]:
    names = context.sheet_names
    for index, unit in enumerate(context.definition.roster.units, 1):
        place = places[unit.unit_class]
        total = qualified(place.sheet, place.cell(place.units[unit.code], f"score.{ROOT}"))
        stage = qualified(place.sheet, place.cell(place.units[unit.code], "stage"))
        among = among_references(context, unit, place)
        yield plan_sampling(context, unit, names[unit.code], index, f"={total}", f"={stage}", among)


def _context(
    definition: Definition,
    layout: Layout,
    lang: Lang,
    stamp: Stamp,
    *,
    last: PreviousAnswers | None = None,
    contested: bool = False,
    lean: bool = False,
) -> tuple[Context, SheetPlan]:
    words = own_wording(definition, lang) if stamp.generation else _former(lang)
    edition = Edition(stamp.edition)
    if edition.contests:  # an appeal has titles of its own
        own = (name for name in words if name.startswith(_OWN_WORDS))
        words = {**words, **{name.removeprefix(_OWN_WORDS): words[name] for name in own}}
    if last:
        words = {**words, "sampling.intro": words["sampling.prefilled"].format(round=last.name)}
    dates = {
        "start": definition.round.start,
        "due": definition.round.due,
        "day": example_day(definition.round),
    }
    words = {**words, _DATED: words[_DATED].format(**dates), **introductions(definition, words, lang)}
    common = shared(definition, lang, edition.inputs_of)
    shows = contested or edition.contests
    return Context(definition, layout, words, lang, common, stamp, last, shows, lean), common.sheet


def _former(lang: Lang) -> Mapping[str, str]:
    """The words of workbooks of before, whose titles did not come from the definition."""
    words = wording(lang)
    return {
        **words,
        **{name.removeprefix(_FORMER): words[name] for name in words if name.startswith(_FORMER)},
    }


def _finish(context: Context, sheets: Iterable[SheetPlan], name: str, title: str) -> WorkbookPlan:
    unit = context.definition.roster.by_code.get(context.stamp.unit)
    asked = context.definition.questions(unit) if unit and context.edition.comes_back else {}
    every = (*(_with_page(context, sheet) for sheet in sheets), stamp_sheet(context.stamp, asked))
    plan = WorkbookPlan(
        stamp=context.stamp,
        template=context.layout.source,
        sheets=every,
        names=dict(_anchors(every)),
        title=title,
        file_name=file_name(name) + ".xlsx",
        protect=context.definition.round.protect,
    )
    check_limits(plan)
    return plan


def _with_page(context: Context, sheet: SheetPlan) -> SheetPlan:
    """The sheet with what its header and footer may show."""
    unit = context.definition.roster.by_code.get(sheet.unit or context.stamp.unit)
    shown = {**context.general(), **(context.of_unit(unit) if unit else {})}
    texts = {name: str(text) for name, text in shown.items()}
    return replace(sheet, page=texts) if sheet.template else sheet


def _anchors(sheets: Iterable[SheetPlan]) -> Iterator[tuple[str, Area]]:
    for sheet in sheets:
        for section in sheet.sections:
            for line in section.lines:
                last = max(line.inputs.values())
                yield line.anchor, Area(sheet.name, line.row, sheet.key_column, line.row, last)
