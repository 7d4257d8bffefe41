"""The sheet of scenarios: beside the published result the scores and ranks of each, by formulas where they can be.

At its right, hidden, each scenario has a block of columns: the scores of its branches in the rows of the units, above them
its weights. Indicators' scores are read from the summaries, so that an answer that changes changes every scenario.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from smartxl.cells import a1
from smartxl.model.framework import ROOT
from smartxl.model.plan import Link, PlainFormula, SheetPlan
from smartxl.model.robustness import ScenarioOutcome
from smartxl.model.scores import CITY, ScoreTable
from smartxl.model.sheetdesign import Look
from smartxl.planning import reportpage as looks
from smartxl.planning.context import Context
from smartxl.planning.reportpage import ReportPage, Styled
from smartxl.planning.summary_place import SummaryPlace
from smartxl.planning.sureness.scenariorows import FIRST, PER_TRIAL, ScenarioRows, Trial, trial_width
from smartxl.planning.sureness.trialnodes import is_live, shown_score, trial_context
from smartxl.rules import rounded_expression

__all__ = ["ScenarioParts", "plan_scenarios"]

_WIDTHS = (9.0, 30.0, 10.0, 9.0)
_TRIAL_WIDTHS = (11.0, 8.0, 9.0)
_HIDDEN = 9.0
_MOST = 10
"""How many scenarios have columns."""
_MOST_FORMULAS = 40_000
"""Of more, a workbook becomes slow: all scenarios are values then."""


@dataclass(frozen=True)
class ScenarioParts:
    """What the sheet is made of: `summaries` and `places` by class, `weights` (class, node) → where its weight stands."""

    outcomes: tuple[ScenarioOutcome, ...]
    table: ScoreTable
    summaries: Mapping[str, SheetPlan]
    places: Mapping[str, SummaryPlace]
    weights: Mapping[tuple[str, str], str]
    back: Link | str


def plan_scenarios(context: Context, parts: ScenarioParts, name: str) -> SheetPlan:
    """The sheet: what differs, city and classes, then for each class its units and its weights."""
    return _Scenarios(context, parts, name).plan()


class _Scenarios:
    """The sheet while it is planned."""

    def __init__(self, context: Context, parts: ScenarioParts, name: str) -> None:
        self.context, self.parts, self.words = context, parts, context.words
        self.framework = context.definition.framework
        shown = parts.outcomes[:_MOST]
        self.visible = FIRST - 1 + PER_TRIAL * len(shown)
        block = max(trial_width(self.framework, c.code) for c in self.framework.classes)
        few = self._formulas(len(shown)) <= _MOST_FORMULAS
        self.trials = tuple(
            Trial(
                outcome,
                trial_context(context, outcome),
                FIRST + PER_TRIAL * place,
                self.visible + 1 + block * place,
                few and is_live(context, outcome, parts.table),
            )
            for place, outcome in enumerate(shown)
        )
        hidden = block * len(shown)
        self.page = ReportPage(name, (*_WIDTHS, *(_TRIAL_WIDTHS * len(shown)), *([_HIDDEN] * hidden)))

    def _formulas(self, scenarios: int) -> int:
        units = self.context.definition.roster.units
        return sum(scenarios * (3 + len(self.framework.branches(unit.unit_class))) for unit in units)

    def plan(self) -> SheetPlan:
        """Everything from the top down."""
        page, words = self.page, self.words
        page.add(
            [(words["sure.scenarios"], looks.TITLE), (self.parts.back, looks.BACK)], [self.visible - 2, 2]
        )
        page.add([(words["sure.scenarios_intro"], looks.INTRO)], [self.visible], least=18.0)
        self._changes()
        first = self._whole()
        aggregates = [self._of_class(unit_class.code) for unit_class in self.framework.classes]
        self._fill_whole(first, aggregates)
        return page.sheet(frozen=(3, 3), hidden_columns=tuple(range(self.visible + 1, page.last_column + 1)))

    def _changes(self) -> None:
        """What each scenario changes, and which of them are no formulas."""
        page, words, lang = self.page, self.words, self.context.lang
        page.add([(words["sure.changes"], looks.HEADING)], [self.visible])
        for trial in self.trials:
            told = words["sure.and"].join(change.get(lang) for change in trial.outcome.changes)
            fixed = "" if trial.live else words["sure.fixed"]
            text = f"{told or words['sure.no_change']}{fixed}"
            page.add([(trial.name, looks.STRONG_TEXT), (text, looks.TEXT)], [2, self.visible - 2])
        if left := len(self.parts.outcomes) - len(self.trials):
            page.add([(words["sure.scenarios_left"].format(count=left), looks.NOTE)], [self.visible])

    def _whole(self) -> int:
        """Rows of classes and city, filled when it is known where the classes stand; the number of the first."""
        page, words = self.page, self.words
        spans = [2, 1, 1, *([PER_TRIAL] * len(self.trials))]
        page.add([(words["sure.whole"], looks.HEADING)], [self.visible])
        heads = (words["label.city_and_classes"], words["sure.published"], "", *(t.name for t in self.trials))
        page.add([(text, looks.HEAD) for text in heads], spans)
        first = page.next_row
        names = [c.name.get(self.context.lang) for c in self.framework.classes]
        for name in (*names, words["label.city"]):
            cells: list[Styled] = [(name, looks.STRONG_TEXT), ("", _score(self.context)), ("", looks.TEXT)]
            page.add([*cells, *(("", _score(trial.context)) for trial in self.trials)], spans)
        return first

    def _of_class(self, code: str) -> int:
        """The rows of a class; the number of that of the class as a whole."""
        parts = self.parts
        rows = ScenarioRows(
            self.context, self.page, code, parts.places[code], parts.summaries[code], parts.table, self.trials
        )
        return rows.add(self.visible, parts.weights)

    def _fill_whole(self, first: int, aggregates: list[int]) -> None:
        """Totals of the classes by reference, that of the city as their mean by share."""
        columns = [(3, self.context, self.parts.table, True)]
        columns += [(t.column, t.context, t.outcome.table, t.live) for t in self.trials]
        for column, context, table, live in columns:
            source = FIRST - 2 if column == 3 else column
            for place, unit_class in enumerate(self.framework.classes):
                below = a1(aggregates[place], source)
                shown = shown_score(context, table, unit_class.aggregate, ROOT)
                formula = PlainFormula(f'=IF({below}="","",{below})', shown)
                self.page.put(first + place, column, formula if live else shown)
            cells = [a1(first + place, column) for place in range(len(aggregates))]
            shown = shown_score(context, table, CITY, ROOT)
            city = PlainFormula(_city(context, cells), shown) if live else shown
            self.page.put(first + len(aggregates), column, city)


def _score(context: Context) -> Look:
    return replace(looks.NUMBER, number_format=context.score_format(context.digits(ROOT)))


def _city(context: Context, cells: list[str]) -> str:
    """The mean of the classes' totals by their shares; one without a total takes no part."""
    shares = [f"{unit_class.share:.15g}" for unit_class in context.definition.framework.classes]
    counted = "+".join(f"COUNT({cell})*{share}" for cell, share in zip(cells, shares, strict=True))
    weighted = "+".join(f"SUM({cell})*{share}" for cell, share in zip(cells, shares, strict=True))
    mean = rounded_expression(f"({weighted})/({counted})", context.digits(ROOT))
    return f'=IF({counted}=0,"",{mean})'
