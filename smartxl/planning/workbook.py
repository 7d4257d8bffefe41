"""Whole workbooks: one for each unit, one for the city, one with the result."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from smartxl.cells import Area, Cell, qualified
from smartxl.model.definition import Definition, Unit
from smartxl.model.diagnosis import Diagnosis
from smartxl.model.framework import ROOT
from smartxl.model.layout import Layout
from smartxl.model.plan import Content, PlannedRow, SheetPlan, WorkbookPlan
from smartxl.planning.annex import plan_findings, plan_gaps
from smartxl.planning.bands import band_references
from smartxl.planning.city import plan_city_sheet
from smartxl.planning.context import Context, PreviousAnswers
from smartxl.planning.evidence import plan_evidence
from smartxl.planning.guidance import plan_cover, plan_guide
from smartxl.planning.indicators import plan_indicators, weight_references
from smartxl.planning.limits import check_limits
from smartxl.planning.nodes import city_only
from smartxl.planning.paper import plan_paper, plan_paper_evidence
from smartxl.planning.sampling import plan_sampling
from smartxl.planning.scores import plan_scores, stage_formula, total_reference
from smartxl.planning.shared import shared
from smartxl.planning.summary import SummaryParts, plan_summary
from smartxl.planning.summary_place import SummaryPlace, among_references, summary_place
from smartxl.stamp import APPEAL, PRINT, STAMP_SHEET, Stamp
from smartxl.text import Lang, file_name
from smartxl_templates import wording

__all__ = ["plan_answers", "plan_city", "plan_print", "plan_unit", "stamp_of"]

_OWN_WORDS = "appeal."


def stamp_of(definition: Definition, edition: str, lang: Lang, unit: str = "") -> Stamp:
    """The stamp that a workbook of this definition carries."""
    round_, framework = definition.round, definition.framework
    return Stamp(
        assessment=round_.id,
        round=round_.name,
        revision=round_.revision,
        framework=framework.code,
        version=framework.version,
        digest=definition.digest,
        edition=edition,
        unit=unit,
        lang=lang,
    )


def plan_unit(
    definition: Definition,
    layout: Layout,
    unit: Unit,
    lang: Lang,
    *,
    evaluator: bool = False,
    appeal: bool = False,
    last: PreviousAnswers | None = None,
) -> WorkbookPlan:
    """The workbook that one unit fills in: cover, guide, sampling sheet, scores.

    In the `evaluator`'s edition the columns of the review are open too. In that of an `appeal` its answers are shown, and
    only what the unit contests can be filled in; the `evaluator`'s of an `appeal` shows that. `last` is shown in a column
    after the others.
    """
    edition = "evaluator" if evaluator else APPEAL if appeal else "unit"
    stamp = stamp_of(definition, edition, lang, unit.code)
    context, lists = _context(definition, layout, lang, stamp, last=last, appeals=appeal)
    words = context.words
    index = definition.roster.number(unit)
    sampling = plan_sampling(context, unit, words["sheet.sampling"], index, *_own_result(context, unit))
    bands = band_references(context, sampling)
    scores = plan_scores(context, unit, sampling, bands)
    guide = plan_guide(context, unit)
    register = None if context.appealing else plan_evidence(context, unit, index)
    own = (guide, sampling, *([register] if register else []), scores)
    cover = plan_cover(context, unit, tuple(sheet.name for sheet in own), sampling, bands)
    sheets = (cover, *own, lists)
    name = words[f"file.{edition}"].format(code=unit.code, name=unit.name.get(lang))
    return _finish(context, sheets, name, f"{definition.round.title.get(lang)} {unit.name.get(lang)}")


def plan_answers(
    definition: Definition, layout: Layout, unit: Unit, lang: Lang, *, evaluator: bool = False
) -> WorkbookPlan:
    """Of the workbook that one unit fills in only what can be answered, without its formulas; of the other sheets the names.

    For reading forms, which is done thousands of times.
    """
    edition = "evaluator" if evaluator else "unit"
    stamp = stamp_of(definition, edition, lang, unit.code)
    context, lists = _context(definition, layout, lang, stamp, lean=True)
    words, index = context.words, definition.roster.number(unit)
    sampling = plan_sampling(context, unit, words["sheet.sampling"], index, *_own_result(context, unit))
    register = plan_evidence(context, unit, index)
    others = (SheetPlan(words[name], "", ()) for name in ("sheet.cover", "sheet.guide", "sheet.scores"))
    sheets = (sampling, *([register] if register else []), *others, lists, _stamp_sheet(context.stamp))
    return WorkbookPlan(context.stamp, context.layout.source, sheets, dict(_anchors(sheets)), "", "")


def plan_print(definition: Definition, layout: Layout, unit: Unit, lang: Lang) -> WorkbookPlan:
    """The form of one unit to be printed and filled in by hand: all its rows, the evidence register, the guide."""
    context, _ = _context(definition, layout, lang, stamp_of(definition, PRINT, lang, unit.code))
    register = plan_paper_evidence(context, unit)
    guide = plan_guide(context, unit, "paper_guide")
    sheets = (plan_paper(context, unit), *([register] if register else []), guide)
    name = context.words["file.print"].format(code=unit.code, name=unit.name.get(lang))
    return _finish(context, sheets, name, f"{definition.round.title.get(lang)} {unit.name.get(lang)}")


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
    *,
    diagnosis: Diagnosis | None = None,
    udf: bool = False,
) -> WorkbookPlan:
    """The city workbook: result, indicators, a summary for each class, every unit's sampling sheet.

    With a `diagnosis` it is the result workbook, which also lists gaps and findings; `udf` writes the SX_ functions.
    """
    edition = "city" if diagnosis is None else "result-udf" if udf else "result"
    context, lists = _context(definition, layout, lang, stamp_of(definition, edition, lang), udf=udf)
    places = {c.code: summary_place(context, c)[1] for c in definition.framework.classes}
    units = tuple(_unit_sheets(context, places))
    bands = {sheet.unit: band_references(context, sheet) for sheet in units}
    weights = weight_references(context)
    parts = SummaryParts({sheet.unit: sheet for sheet in units}, bands, weights, places)
    summaries = tuple(plan_summary(context, c, parts) for c in definition.framework.classes)
    annex: tuple[SheetPlan, ...] = ()
    if diagnosis is not None:
        rows = {(s.unit, s.leaf): Cell(sheet.name, s.band_row, 2) for sheet in units for s in sheet.scored}
        annex = (plan_gaps(context, diagnosis.gaps, rows), plan_findings(context, diagnosis.findings))
    sheets = (plan_city_sheet(context, places), *summaries, *annex, plan_indicators(context), *units, lists)
    city = definition.round.city.get(lang)
    name = context.words["file.city" if diagnosis is None else "file.result"].format(city=city) + (
        "-UDF" if udf else ""
    )
    return _finish(context, sheets, name, definition.round.title.get(lang))


def _unit_sheets(context: Context, places: dict[str, SummaryPlace]) -> Iterator[SheetPlan]:
    names = context.sheet_names()
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
    udf: bool = False,
    last: PreviousAnswers | None = None,
    appeals: bool = False,
    lean: bool = False,
) -> tuple[Context, SheetPlan]:
    words = wording(lang)
    if stamp.edition == APPEAL:  # it says of itself what it is
        own = (name for name in words if name.startswith(_OWN_WORDS))
        words = {**words, **{name.removeprefix(_OWN_WORDS): words[name] for name in own}}
    if last:
        words = {**words, "sampling.intro": words["sampling.prefilled"].format(round=last.name)}
    open_to = {"unit": "unit", PRINT: "unit", APPEAL: APPEAL}
    common = shared(definition, lang, open_to.get(stamp.edition, "evaluator"))
    return Context(definition, layout, words, lang, common, stamp, udf, last, appeals, lean), common.sheet


def _finish(context: Context, sheets: Iterable[SheetPlan], name: str, title: str) -> WorkbookPlan:
    every = (*(_with_page(context, sheet) for sheet in sheets), _stamp_sheet(context.stamp))
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


def _stamp_sheet(stamp: Stamp) -> SheetPlan:
    rows = []
    for row, (name, value) in enumerate(stamp.to_properties().items(), 1):
        cells: dict[int, Content] = {1: name, 2: value}
        rows.append(PlannedRow(row, 0, cells))
    return SheetPlan(STAMP_SHEET, "", tuple(rows), hidden=True)
