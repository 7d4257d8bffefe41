"""Begins the plan of a workbook, whatever its sheets are, and ends it: stamp, words, names of rows, limits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from smartxl.cells import Area
from smartxl.model.definition import Definition
from smartxl.model.edition import Edition
from smartxl.model.layout import Layout
from smartxl.model.plan import SheetPlan, WorkbookPlan
from smartxl.model.spoken import own_wording
from smartxl.planning.context import Context, PreviousAnswers
from smartxl.planning.conventions import introductions
from smartxl.planning.limits import check_limits
from smartxl.planning.rows import example_day
from smartxl.planning.shared import shared
from smartxl.planning.stampsheet import stamp_sheet
from smartxl.stamp import GENERATION, Stamp
from smartxl.text import Lang, file_name
from smartxl_templates import wording

__all__ = ["anchors", "finished_plan", "stamp_of", "start_context"]

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


def start_context(
    definition: Definition,
    layout: Layout,
    lang: Lang,
    stamp: Stamp,
    *,
    last: PreviousAnswers | None = None,
    contested: bool = False,
    lean: bool = False,
) -> tuple[Context, SheetPlan]:
    """What the sheets of a workbook with this stamp are planned with, and its list sheet; see `Context`."""
    edition = Edition(stamp.edition)
    common = shared(definition, lang, edition.inputs_of)
    key = (edition.contests, bool(stamp.generation), definition.day, last.name if last else None)
    if key not in common.words:
        common.words[key] = _words(definition, lang, stamp, last)
    words = common.words[key]
    shows = contested or edition.contests
    return Context(definition, layout, words, lang, common, stamp, last, shows, lean), common.sheet


def _words(
    definition: Definition, lang: Lang, stamp: Stamp, last: PreviousAnswers | None
) -> Mapping[str, str]:
    """The words of a workbook with this stamp, whatever its unit."""
    words = own_wording(definition, lang) if stamp.generation else _former(lang)
    if Edition(stamp.edition).contests:  # an appeal has titles of its own
        own = (name for name in words if name.startswith(_OWN_WORDS))
        words = {**words, **{name.removeprefix(_OWN_WORDS): words[name] for name in own}}
    if last:
        words = {**words, "sampling.intro": words["sampling.prefilled"].format(round=last.name)}
    dates = {
        "start": definition.round.start,
        "due": definition.round.due,
        "day": example_day(definition.round),
    }
    return {**words, _DATED: words[_DATED].format(**dates), **introductions(definition, words, lang)}


def _former(lang: Lang) -> Mapping[str, str]:
    """The words of workbooks of before, whose titles did not come from the definition."""
    words = wording(lang)
    return {
        **words,
        **{name.removeprefix(_FORMER): words[name] for name in words if name.startswith(_FORMER)},
    }


def finished_plan(context: Context, sheets: Iterable[SheetPlan], name: str, title: str) -> WorkbookPlan:
    """The workbook of these sheets, called `name`, with its stamp. Raises TemplateError for what Excel cannot hold."""
    unit = context.definition.roster.by_code.get(context.stamp.unit)
    asked = context.definition.questions(unit) if unit and context.edition.comes_back else {}
    pages: dict[str, Mapping[str, str]] = {}
    every = (*(_with_page(context, sheet, pages) for sheet in sheets), stamp_sheet(context.stamp, asked))
    plan = WorkbookPlan(
        stamp=context.stamp,
        template=context.layout.source,
        sheets=every,
        names=dict(anchors(every)),
        title=title,
        file_name=file_name(name) + ".xlsx",
        protect=context.definition.round.protect,
    )
    check_limits(plan)
    return plan


def _with_page(context: Context, sheet: SheetPlan, pages: dict[str, Mapping[str, str]]) -> SheetPlan:
    """The sheet with what its header and footer may show; `pages` has what was found for the units of other sheets."""
    code = sheet.unit or context.stamp.unit
    if not sheet.template:
        return sheet
    if code not in pages:
        unit = context.definition.roster.by_code.get(code)
        shown = {**context.general(), **(context.of_unit(unit) if unit else {})}
        pages[code] = {name: str(text) for name, text in shown.items()}
    return replace(sheet, page=pages[code])


def anchors(sheets: Iterable[SheetPlan]) -> Iterator[tuple[str, Area]]:
    """A name for each row that can be answered, and the cells from its key to its last input."""
    last: dict[int, int] = {}  # by the identity of what many lines share
    for sheet in sheets:
        for section in sheet.sections:
            for line in section.lines:
                inputs = line.inputs
                end = last.get(id(inputs)) or last.setdefault(id(inputs), max(inputs.values()))
                yield line.anchor, Area(sheet.name, line.row, sheet.key_column, line.row, end)
