"""The whole workbench: every sheet in the order of the workbook, what stands in its inputs, which cells keep whose value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from smartxl.cells import Area, Cell
from smartxl.model.answers import Answer
from smartxl.model.plan import Check, CheckKind, Computed, Content, PlainFormula, SheetPlan, WorkbookPlan
from smartxl.model.sheetdesign import OUR_FUNCTIONS
from smartxl.project.workbench.facts import Inputs, Workbench
from smartxl.project.workbench.guide import plan_conf, plan_guide
from smartxl.project.workbench.judging import plan_judgements
from smartxl.project.workbench.keys import SheetKind, sheet_key
from smartxl.project.workbench.scenarios import plan_scenarios
from smartxl.project.workbench.scores import plan_scores_sheet
from smartxl.project.workbench.scoresplace import ScoresAt, scores_place
from smartxl.project.workbench.sensitivity import plan_sensitivity
from smartxl.project.workbench.summary import plan_summary_sheet
from smartxl.project.workbench.weights import plan_weights, weights_place
from smartxl.questionnaires.page import hidden_sheet, questionnaire
from smartxl.stamp import Stamp

__all__ = ["PlannedWorkbench", "plan_workbench", "workbench_names"]

_LISTS = "_choices"
_OF_CLASS = frozenset({SheetKind.SCORES, SheetKind.SENSITIVITY, SheetKind.SCENARIOS})


@dataclass(frozen=True)
class PlannedWorkbench:
    """The plan, what stands in its inputs, and the cells that keep the value another has when it is made."""

    plan: WorkbookPlan
    inputs: Sequence[Answer]
    kept: Mapping[Cell, Cell]


def plan_workbench(book: Workbench, stamp: Stamp, lists: SheetPlan) -> PlannedWorkbench:
    """The workbook; `lists` is the hidden sheet that its context refers to. Raises TemplateError for what Excel cannot hold."""
    inputs, kept = Inputs(), dict[Cell, Cell]()
    weights = weights_place(book)
    places = {code: scores_place(book, members) for code, members in book.members.items()}
    source, units, choices = _choices(book)
    judged = plan_judgements(book, source, inputs)
    kept |= judged.kept
    coverage = {code: place.coverage for code, place in places.items()}
    grids = {code: place.grid for code, place in places.items()}
    first = plan_weights(book, weights, grids, judged.judged, coverage, ScoresAt.CHECK, inputs)
    scores = [plan_scores_sheet(book, place, weights, inputs) for place in places.values()]
    summary = plan_summary_sheet(book, places, weights)
    sensitivity, scenarios, sums = [], [], [judged.sums]
    for number, (code, place) in enumerate(places.items(), 1):
        found = plan_sensitivity(book, place, units[code], inputs)
        kept |= found.kept
        sensitivity.append(found.sheet)
        tried = plan_scenarios(book, place, weights, f"_sums{number}", inputs)
        scenarios.append(tried.sheet)
        sums.append(tried.sums)
    shown: tuple[SheetPlan, ...] = (first, judged.sheet, *scores, summary, *sensitivity, *scenarios)
    shown = tuple(map(_with_calls, shown))
    guide = plan_guide(book, stamp, _kinds(book, shown))
    conf = [plan_conf(book.conf)] if book.conf else []
    sheets = (guide, *shown, lists, choices, *sums, *conf)
    title = book.word("file_title", title=book.definition.round.title.get(book.context.lang))
    name = book.word("file", city=book.definition.round.city.get(book.context.lang))
    plan = questionnaire(stamp, sheets, title, name, protect=book.definition.round.protect)
    return PlannedWorkbench(plan, tuple(inputs.answers), kept)


def workbench_names(
    words: Mapping[str, str], classes: Mapping[str, str], taken: Sequence[str]
) -> dict[str, str]:
    """Key of a sheet → its name; `classes`: code → name."""
    from smartxl.sheetnames import free_sheet_names

    wanted = []
    for kind in SheetKind:
        title = words[f"workbench.sheet_{kind}"]
        if kind not in _OF_CLASS:
            wanted.append((sheet_key(kind), title))
            continue
        for code, name in classes.items():
            wanted.append((sheet_key(kind, code), f"{title}-{name}" if len(classes) > 1 else title))
    return free_sheet_names(wanted, taken)


def _with_calls(sheet: SheetPlan) -> SheetPlan:
    """A sheet that says so where its formulas call functions."""
    formulas = (
        content.formula
        for row in sheet.rows
        for content in row.cells.values()
        if isinstance(content, Computed | PlainFormula)
    )
    if sheet.design is None or not any(OUR_FUNCTIONS in formula for formula in formulas):
        return sheet
    return replace(sheet, design=replace(sheet.design, calls=True))


def _kinds(book: Workbench, sheets: Sequence[SheetPlan]) -> Mapping[str, SheetKind]:
    kinds = {name: SheetKind(key.split(":")[1]) for key, name in book.names.items()}
    return {sheet.name: kinds[sheet.name] for sheet in sheets}


def _choices(book: Workbench) -> tuple[Check, Mapping[str, Check], SheetPlan]:
    """Where weights come from, the units of each class, and the hidden sheet of both."""
    ways = (book.word("by_hand"), book.word("by_judgement"))
    columns: list[tuple[str, ...]] = [ways]
    lang, units = book.context.lang, {}
    for code, members in book.members.items():
        names = tuple(unit.name.get(lang) for unit in members.units)
        columns.append(names)
        reach = Area(_LISTS, 1, len(columns), len(names), len(columns))
        units[code] = Check(CheckKind.LIST, names, reach)
    cells: dict[int, dict[int, Content]] = {}
    for column, labels in enumerate(columns, 1):
        for row, label in enumerate(labels, 1):
            cells.setdefault(row, {})[column] = label
    source = Check(CheckKind.LIST, ways, Area(_LISTS, 1, 1, len(ways), 1))
    return source, units, hidden_sheet(_LISTS, cells)
