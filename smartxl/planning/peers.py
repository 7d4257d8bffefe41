"""The cells of a summary that compare units: readings, scores over peers, what unscored children count with, ranks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from smartxl.cells import a1, area, qualified
from smartxl.model.combination import Unscored
from smartxl.model.definition import Unit
from smartxl.model.framework import ROOT, Node, RuleSpec
from smartxl.model.plan import Computed, SheetPlan
from smartxl.model.scores import Quantity, QuantityKind
from smartxl.planning.context import Context
from smartxl.planning.floor import RowCounts, graded, without_score
from smartxl.planning.nodes import marked
from smartxl.planning.summary_place import SummaryPlace, imputed
from smartxl.rules import PeerRefs, Refs, build_peer, rank_formula
from smartxl.rules.parameters import no_reading, reading_of

__all__ = ["PeerCells"]


@dataclass(frozen=True)
class PeerCells:
    """Formulas of one class's summary; `sheets` are the units' sampling sheets, `places` the summaries of all classes.

    `readings`: (unit, node) → where its reading stands, of units that have no sheet.
    """

    context: Context
    place: SummaryPlace
    places: Mapping[str, SummaryPlace]
    sheets: Mapping[str, SheetPlan]
    readings: Mapping[tuple[str, str], str]

    def reading(self, unit: Unit, leaf: Node) -> Computed:
        """The number of a unit that the rule compares, from the cells it filled in."""
        quantity = Quantity(QuantityKind.READING, unit.code, leaf.code)
        if (unit.code, leaf.code) in self.readings:
            return Computed(f"={self.readings[unit.code, leaf.code]}", quantity)
        refs = self._inputs(self.sheets[unit.code], leaf)
        value = reading_of(refs, refs.params["per"]) if "per" in refs.params else refs.cells[0]
        formula = f'=IF({no_reading(refs)},"",{value})'
        return Computed(formula, quantity)

    def _inputs(self, sheet: SheetPlan, leaf: Node) -> Refs:
        builder = self.context.builder("sampling")
        points, states = builder.column("entry", "score.item"), builder.column("entry", "input.applicable")
        lines = next(section.lines for section in sheet.scored if section.leaf == leaf.code)
        first, last = lines[0].row, lines[-1].row
        return Refs(
            values=qualified(sheet.name, area(first, points, last, points)),
            cells=tuple(qualified(sheet.name, a1(line.row, points)) for line in lines),
            states=qualified(sheet.name, area(first, states, last, states)),
            not_applicable=self.context.literal("answer.not_applicable"),
            pending=self.context.literal("answer.pending"),
            params=self.context.lists.params(leaf.code),
        )

    def score(self, unit: Unit, leaf: Node, spec: RuleSpec, rows: RowCounts) -> Computed:
        """The score of a unit's reading among those of its peers."""
        rule, name = build_peer(spec), f"reading.{leaf.code}"
        refs = PeerRefs(
            reading=self.place.cell(self.place.units[unit.code], name),
            peers=self.place.down(name, group=self.place.group_of[unit.code]),
            reference=self._reference(rule.reference, name),
            params=self.context.lists.params(leaf.code),
        )
        context, digits = self.context, self.context.digits(leaf.code)
        without = without_score(context, leaf.indicator, rows) if leaf.indicator else '""'
        formula = rule.excel(refs).formula(digits, without=without)
        return Computed(
            marked(context, rows.applicable, graded(context, leaf.code, rows, formula)),
            Quantity(QuantityKind.SCORE, unit.code, leaf.code),
            number_format=context.score_format(digits),
            mark=context.mark_word,
            ungraded=context.ungraded_word(leaf.code),
        )

    def _reference(self, unit: str, name: str) -> str:
        """The reading of the unit that others are measured against; it may be of another class."""
        if not unit:
            return ""
        place = self.places[self.context.definition.roster.by_code[unit].unit_class]
        cell = place.cell(place.units[unit], name, "r")
        return cell if place is self.place else qualified(place.sheet, cell)

    def imputation(self, group: str, unit_class: str) -> Mapping[str, Computed]:
        """Node → the mean or median of its scores in a group, where a parent asks for it."""
        framework = self.context.definition.framework
        return {
            code: self._middle(group, code, framework.combination(parent).unscored)
            for code, parent in imputed(framework, unit_class).items()
        }

    def _middle(self, group: str, code: str, unscored: Unscored) -> Computed:
        scores = self.place.down(f"score.{code}", group=group)
        function = "MEDIAN" if unscored is Unscored.PEER_MEDIAN else "AVERAGE"
        return Computed(
            f'=IF(COUNT({scores})=0,"",{function}({scores}))',
            Quantity(QuantityKind.PEER, group, code),
            number_format=self.context.score_format(self.context.digits(code)),
        )

    def rank(self, unit: str, row: int) -> Computed:
        """The rank of a unit's total among its peers."""
        framework = self.context.definition.framework
        name = "raw" if framework.ranks_raw else f"score.{ROOT}"
        among = self.place.down(name, group=self.place.group_of[unit])
        formula = rank_formula(self.place.cell(row, name), among, framework.conventions.ranking.ties)
        return Computed(formula, Quantity(QuantityKind.RANK, unit))
