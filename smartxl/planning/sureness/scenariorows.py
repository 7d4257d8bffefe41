"""The rows of one class on the sheet of scenarios: units with published result and each scenario's, then the weights."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from smartxl.cells import a1, area, qualified
from smartxl.model.framework import ROOT, Framework, Node
from smartxl.model.plan import Content, PlainFormula, SheetPlan
from smartxl.model.robustness import ScenarioOutcome
from smartxl.model.scores import QuantityKind, ScoreTable
from smartxl.model.sheetdesign import Look
from smartxl.planning import reportpage as looks
from smartxl.planning.context import Context
from smartxl.planning.mirror import mirrored
from smartxl.planning.reportpage import ReportPage, Styled
from smartxl.planning.summary_place import SummaryPlace
from smartxl.planning.sureness.trialnodes import TrialNodes, shown_score
from smartxl.rules import rank_formula, rounded_expression, weighted_mean_formula

__all__ = ["FIRST", "PER_TRIAL", "ScenarioRows", "Trial", "trial_width"]

FIRST = 5
"""The column of the first scenario: before it stand code, name, published total and rank."""
PER_TRIAL = 3
"""Columns of a scenario: total, rank, change of rank."""
_RANK = 4
_RAW = "raw"
_CHANGE = replace(looks.NUMBER, number_format="+0.#;-0.#;0")
_PLACE = replace(looks.NUMBER, number_format="General")
_WEIGHT = replace(looks.NUMBER, number_format="0.##")


@dataclass(frozen=True)
class Trial:
    """A scenario on the sheet: its first column, and where its hidden block begins; `live`: by formulas."""

    outcome: ScenarioOutcome
    context: Context
    column: int
    block: int
    live: bool

    @property
    def name(self) -> str:
        """What it is called."""
        return self.outcome.name.get(self.context.lang)

    @property
    def table(self) -> ScoreTable:
        """Its scores by the engine."""
        return self.outcome.table

    @property
    def framework(self) -> Framework:
        """Its framework."""
        return self.context.definition.framework


def trial_width(framework: Framework, unit_class: str) -> int:
    """How many columns the block of a class takes: all its nodes, and the total before its rounding."""
    return len(_nodes(framework, unit_class)) + 1


def _nodes(framework: Framework, unit_class: str) -> tuple[Node, ...]:
    """The nodes of a class in the order of the summary: branches, then indicators."""
    return (*framework.branches(unit_class), *framework.leaves(unit_class))


@dataclass(frozen=True)
class ScenarioRows:
    """One class while its rows are added."""

    context: Context
    page: ReportPage
    code: str
    place: SummaryPlace
    summary: SheetPlan
    table: ScoreTable
    trials: Sequence[Trial]

    def add(self, visible: int, weights: Mapping[tuple[str, str], str]) -> int:
        """Heading, heads, units, the class as a whole, weights; the number of the row of the class as a whole."""
        page, unit_class = self.page, self.context.definition.framework.unit_class(self.code)
        page.add([(unit_class.name.get(self.context.lang), looks.HEADING)], [visible])
        heads = page.add([(text, looks.HEAD) for text in self._heads()], least=34.0)
        trials = [(trial, self._nodes_of(trial, heads)) for trial in self.trials]
        shift = page.next_row - min(self.place.units.values())
        for unit, row in self.place.units.items():
            self._unit(unit, row + shift, row, trials)
        aggregate = self._aggregate(trials)
        self._weights(heads, weights, visible)
        return aggregate

    def _heads(self) -> Iterator[str]:
        words = self.context.words
        yield from (words[name] for name in ("head.code", "label.unit_name"))
        yield from (words["sure.published"], words["label.rank"])
        for trial in self.trials:
            yield from (trial.name, words["label.rank"], words["sure.rank_change"])

    def _nodes_of(self, trial: Trial, heads: int) -> TrialNodes:
        """Where a scenario's numbers of this class stand."""
        nodes = _nodes(trial.framework, self.code)
        columns = {n.code: trial.block + at for at, n in enumerate(nodes) if not n.is_leaf}
        columns |= {ROOT: trial.column, _RAW: trial.block + len(nodes)}
        weights = {n.code: trial.block + at for at, n in enumerate(nodes)}
        return TrialNodes(trial.context, self.code, self.place, columns, weights, heads)

    def _unit(
        self, unit: str, row: int, summary_row: int, trials: Sequence[tuple[Trial, TrialNodes]]
    ) -> None:
        name = self.context.definition.roster.by_code[unit].name.get(self.context.lang)
        cells: list[Styled] = [(unit, looks.TEXT), (name, looks.TEXT)]
        cells += [(self._published(summary_row, f"score.{ROOT}"), _look(self.context))]
        cells += [(self._published(summary_row, "rank"), _PLACE)]
        for trial, nodes in trials:
            cells += self._results(trial, nodes, unit, row, summary_row)
        self.page.add(cells)
        for trial, nodes in trials:
            if trial.live:
                self._branches(trial, nodes, unit, row, summary_row)

    def _published(self, summary_row: int, name: str) -> Content:
        content = self.summary.rows[summary_row - 1].cells.get(self.place.columns[name], "")
        return mirrored(content, qualified(self.place.sheet, self.place.cell(summary_row, name)))

    def _results(
        self, trial: Trial, nodes: TrialNodes, unit: str, row: int, summary_row: int
    ) -> Iterator[Styled]:
        """Total, rank, and by how many places that is better or worse."""
        rank, before = (table.get(QuantityKind.RANK, unit) for table in (trial.table, self.table))
        total = shown_score(trial.context, trial.table, unit, ROOT)
        told: float | str = "" if rank is None else rank
        if trial.live:
            yield PlainFormula(self._total(nodes, row, summary_row), total), _look(trial.context)
            yield PlainFormula(self._rank(trial, nodes, unit, row, row - summary_row), told), _PLACE
        else:
            yield total, _look(trial.context)
            yield told, _PLACE
        own, other = a1(row, _RANK), a1(row, trial.column + 1)
        change = "" if rank is None or before is None else before - rank
        formula = f'=IF(ISNUMBER({own}),IF(ISNUMBER({other}),{own}-{other},""),"")'
        yield PlainFormula(formula, change), _CHANGE

    @staticmethod
    def _total(nodes: TrialNodes, row: int, summary_row: int) -> str:
        """The total, from its value before rounding where units are ranked by that."""
        if not nodes.framework.ranks_raw:
            return nodes.formula(ROOT, row, summary_row, of_unit=True)
        raw = a1(row, nodes.columns[_RAW])
        rounded = f'=IF({raw}="","",{rounded_expression(raw, nodes.framework.digits(ROOT))})'
        return nodes.graded(ROOT, summary_row, rounded, raw=False)

    def _rank(self, trial: Trial, nodes: TrialNodes, unit: str, row: int, shift: int) -> str:
        column = nodes.columns[_RAW if trial.framework.ranks_raw else ROOT]
        group = self.place.group_of[unit]
        rows = [at + shift for each, at in self.place.units.items() if self.place.group_of[each] == group]
        among = area(min(rows), column, max(rows), column, "r")
        return rank_formula(a1(row, column), among, trial.framework.conventions.ranking.ties)

    def _branches(
        self, trial: Trial, nodes: TrialNodes, unit: str, row: int, summary_row: int, *, of_unit: bool = True
    ) -> None:
        """The hidden cells of a row."""
        for node in trial.framework.branches(self.code):
            formula = nodes.formula(node.code, row, summary_row, of_unit=of_unit)
            shown = shown_score(trial.context, trial.table, unit, node.code)
            self.page.put(row, nodes.columns[node.code], PlainFormula(formula, shown))
        if of_unit and trial.framework.ranks_raw:
            raw = trial.table.get(QuantityKind.RAW, unit, ROOT)
            formula = nodes.formula(ROOT, row, summary_row, of_unit=True, raw=True)
            self.page.put(row, nodes.columns[_RAW], PlainFormula(formula, "" if raw is None else raw))

    def _aggregate(self, trials: Sequence[tuple[Trial, TrialNodes]]) -> int:
        """The class as a whole; after a pipeline it is the mean of its units' totals."""
        row, summary_row = self.page.next_row, self.place.aggregate
        code = self.context.definition.framework.unit_class(self.code).aggregate
        cells: list[Styled] = [("", looks.STRONG_TEXT)]
        cells += [(self.context.words["summary.aggregate"], looks.STRONG_TEXT)]
        cells += [
            (self._published(summary_row, f"score.{ROOT}"), _strong(self.context)),
            ("", looks.STRONG_TEXT),
        ]
        for trial, nodes in trials:
            shown = shown_score(trial.context, trial.table, code, ROOT)
            total = PlainFormula(self._whole(nodes, row), shown) if trial.live else shown
            cells += [(total, _strong(trial.context)), ("", looks.STRONG_TEXT), ("", looks.STRONG_TEXT)]
        self.page.add(cells)
        for trial, nodes in trials:
            if trial.live:
                self._branches(trial, nodes, code, row, summary_row, of_unit=False)
        return row

    def _whole(self, nodes: TrialNodes, row: int) -> str:
        if not nodes.framework.conventions.pipeline:
            return nodes.formula(ROOT, row, self.place.aggregate, of_unit=False)
        column = nodes.columns[ROOT]
        totals = area(row - len(self.place.units), column, row - 1, column)
        weights = qualified(self.place.sheet, self.place.down("weight", lock="$"))
        return weighted_mean_formula(totals, weights, nodes.framework.digits(ROOT))

    def _weights(self, heads: int, weights: Mapping[tuple[str, str], str], visible: int) -> None:
        """A row for each node; those of the scenarios that are formulas stand above their hidden blocks as references."""
        page, words, lang = self.page, self.context.words, self.context.lang
        page.add([(words["sure.weights"], looks.CAPTION)], [visible])
        spans = [1, 1, 1, 1, *([PER_TRIAL] * len(self.trials))]
        names = (words["head.code"], words["label.indicator"], words["sure.now"], "")
        page.add([(text, looks.HEAD) for text in (*names, *(t.name for t in self.trials))], spans)
        for at, node in enumerate(_nodes(self.context.definition.framework, self.code)):
            own = node.weights[self.code]
            cells: list[Styled] = [(node.code, looks.TEXT), (node.name.get(lang), looks.TEXT)]
            cells += [(PlainFormula(f"={weights[self.code, node.code]}", own), _WEIGHT), ("", looks.TEXT)]
            tried = [trial.framework.by_code[node.code].weights[self.code] for trial in self.trials]
            row = page.add([*cells, *((weight, _WEIGHT) for weight in tried)], spans)
            for trial, weight in zip(self.trials, tried, strict=True):
                if trial.live:
                    page.put(heads, trial.block + at, PlainFormula(f"={a1(row, trial.column)}", weight))


def _look(context: Context) -> Look:
    return replace(looks.NUMBER, number_format=context.score_format(context.digits(ROOT)))


def _strong(context: Context) -> Look:
    return replace(looks.STRONG_NUMBER, number_format=context.score_format(context.digits(ROOT)))
