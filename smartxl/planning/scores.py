"""The unit's own score sheet: total, areas and indicators with their progress."""

from __future__ import annotations

from smartxl.cells import Cell, a1, qualified
from smartxl.model.definition import Unit
from smartxl.model.framework import ROOT, Node
from smartxl.model.plan import Computed, Content, Link, SheetPlan
from smartxl.model.scores import Quantity, QuantityKind
from smartxl.planning.bandcells import BandCells
from smartxl.planning.context import Context
from smartxl.planning.scoreframe import SCORE_BODY, NodeFrame

__all__ = ["plan_scores", "total_reference"]

_FILLED = f"node.{QuantityKind.FILLED}"


def total_reference(context: Context) -> str:
    """Where the total score stands on the score sheet."""
    builder = context.builder("scores")
    row = len(builder.above(*SCORE_BODY)) + 1
    return qualified(context.words["sheet.scores"], a1(row, builder.column("total", "node.score")))


def plan_scores(context: Context, unit: Unit, sampling: SheetPlan, bands: BandCells) -> SheetPlan:
    """Total, then the inner nodes level by level, then the indicators: siblings stand together, so a parent is one range."""
    return _ScoreSheet(context, unit, sampling, bands).plan()


class _ScoreSheet:
    """The score sheet while it is planned."""

    def __init__(self, context: Context, unit: Unit, sampling: SheetPlan, bands: BandCells) -> None:
        self.context, self.unit, self.bands = context, unit, bands.leaves
        self.bands_at = {section.leaf: Cell(sampling.name, section.top_row, 2) for section in sampling.scored}
        self.sizes = {section.leaf: len(section.lines) for section in sampling.scored}
        self.sheet = context.builder("scores")
        self.frame = self._frame(bands.kinds[0])

    def _frame(self, filled: QuantityKind) -> NodeFrame:
        context, unit_class, leaves = self.context, self.unit.unit_class, self.context.leaves(self.unit)
        corrects = all(QuantityKind.TO_CORRECT in band for band in self.bands.values())
        about = (unit_class, filled, corrects, *(leaf.code for leaf in leaves))
        return context.shared.recent(
            ("scores", self.sheet.grid, id(context.words), *about),
            lambda: NodeFrame(context, self.sheet.blank(), unit_class, leaves, filled, corrects),
        )

    def plan(self) -> SheetPlan:
        """The whole sheet; an indicator's name jumps to its section of the sampling sheet."""
        context = self.context
        values: dict[str, Content] = {
            **context.general(),
            **context.of_unit(self.unit),
            "scores.title": context.words["scores.title"].format(unit=self.unit.name.get(context.lang)),
        }
        if not context.has_elements:  # their column has the stage of the total too
            values["t.label.element"] = context.words["label.stage"]
        self.sheet.add_rows(self.sheet.above(*SCORE_BODY), values)
        self.sheet.add("total", {**values, **self._values(ROOT)})
        for node in self.frame.nodes:
            if node.is_leaf:
                self.sheet.add("leaf", {**values, **self._values(node.code), **self._indicator(node)})
            else:
                self.sheet.add("branch", {**values, **self._values(node.code)})
        self.sheet.add_rows(self.sheet.below(*SCORE_BODY), values)
        return SheetPlan(
            name=context.words["sheet.scores"],
            template="scores",
            rows=tuple(self.sheet.rows),
            column_styles=self.sheet.column_styles,
            frozen=(self.frame.rows[ROOT], 1),
        )

    def _values(self, code: str) -> dict[str, Content]:
        """What the sheets of all units have in a row, for this one; the count of filled rows says of how many."""
        unit, found = self.unit.code, dict(self.frame.values[code])
        for name, content in found.items():
            if isinstance(content, Computed):
                found[name] = content.of_unit(unit, content.formula)
        filled = found.get(_FILLED)
        if isinstance(filled, Computed):
            found[_FILLED] = filled._replace(number_format=self._of(self._asked_below(code)))
        return found

    def _of(self, size: int) -> str:
        return self.context.words["scores.filled_format"].format(total=size)

    def _asked_below(self, code: str) -> int:
        """How many rows the unit is asked under a node."""
        if code in self.sizes:
            return self.sizes[code]
        return sum(self._asked_below(child) for child in self.frame.below[code])

    def _indicator(self, node: Node) -> dict[str, Content]:
        """What an indicator's section of the sampling sheet has."""
        code, unit, band = node.code, self.unit.code, self.bands[node.code]
        found: dict[str, Content] = {
            f"node.{kind}": Computed(f"={band[kind]}", Quantity(kind, unit, code))
            for kind in self.frame.counts
        }
        filled, size = Quantity(self.frame.filled, unit, code), self._of(self.sizes[code])
        found[_FILLED] = Computed(f"={band[QuantityKind.FILLED]}", filled, number_format=size)
        score = self.frame.values[code]["node.score"]
        if isinstance(score, Computed):
            found["node.score"] = score.of_unit(unit, f"={band['score']}")
        found["node.name"] = Link(node.name.get(self.context.lang), self.bands_at[code])
        return found
