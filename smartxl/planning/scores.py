"""The unit's own score sheet: total, areas and indicators with their progress."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from smartxl.cells import Cell, a1, column_letter, qualified
from smartxl.model.definition import Unit
from smartxl.model.framework import ROOT, Node
from smartxl.model.plan import Computed, Content, Link, SheetPlan
from smartxl.model.scores import Quantity, QuantityKind
from smartxl.planning.bandcells import BandCells
from smartxl.planning.bands import COUNTS
from smartxl.planning.context import Context
from smartxl.planning.floor import RowCounts, graded
from smartxl.planning.nodes import NodeCells, city_only, node_formula
from smartxl.rules import Children, band_index_formula

__all__ = ["plan_scores", "stage_formula", "total_reference"]

_BODY = ("total", "branch", "leaf")


def stage_formula(context: Context, score: str) -> str:
    """The stage of a score in words, "" without a score; with its leading =."""
    bands = context.definition.framework.conventions.stages
    index = band_index_formula(score, str(context.lists.area("stage.thresholds")), bands.boundary)
    name = f"INDEX({context.lists.area('stage.names')},{index})"
    if context.definition.framework.withholds(ROOT):
        return f'=IF(ISNUMBER({score}),{name},"")'
    return f'=IF({score}="","",{name})'


def total_reference(context: Context) -> str:
    """Where the total score stands on the score sheet."""
    builder = context.builder("scores")
    row = len(builder.above(*_BODY)) + 1
    return qualified(context.words["sheet.scores"], a1(row, builder.column("total", "node.score")))


def plan_scores(context: Context, unit: Unit, sampling: SheetPlan, bands: BandCells) -> SheetPlan:
    """Total, then the inner nodes level by level, then the indicators: siblings stand together, so a parent is one range."""
    return _ScoreSheet(context, unit, sampling, bands).plan()


class _ScoreSheet:
    """The score sheet while it is planned: `rows` says where each node stands."""

    def __init__(self, context: Context, unit: Unit, sampling: SheetPlan, bands: BandCells) -> None:
        self.context, self.unit, self.bands = context, unit, bands.leaves
        self.bands_at = {section.leaf: Cell(sampling.name, section.top_row, 2) for section in sampling.scored}
        self.sizes = {section.leaf: len(section.lines) for section in sampling.scored}
        self.framework = context.definition.framework
        self.sheet = context.builder("scores")
        self.nodes = self._asked()
        first = len(self.sheet.above(*_BODY)) + 1
        self.rows = {ROOT: first} | {node.code: first + i for i, node in enumerate(self.nodes, 1)}
        self._filled = bands.kinds[0]
        self.elsewhere = city_only(self.framework, unit.unit_class)
        self._letters: dict[tuple[str, str], str] = {}

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
        self.sheet.add_rows(self.sheet.above(*_BODY), values)
        self.sheet.add("total", {**values, **self._values(None)})
        for node in self.nodes:
            name = node.name.get(context.lang)
            shown: Content = Link(name, self.bands_at[node.code]) if node.is_leaf else name
            role = "leaf" if node.is_leaf else "branch"
            self.sheet.add(role, {**values, **self._values(node), "node.name": shown})
        self.sheet.add_rows(self.sheet.below(*_BODY), values)
        return SheetPlan(
            name=context.words["sheet.scores"],
            template="scores",
            rows=tuple(self.sheet.rows),
            column_styles=self.sheet.column_styles,
            frozen=(self.rows[ROOT], 1),
        )

    def _asked(self) -> list[Node]:
        """The nodes that matter to the unit: its indicators and what stands above them."""
        leaves = list(self.context.definition.leaves(self.unit))
        above: set[str] = set()
        for leaf in leaves:
            code = leaf.parent
            while code != ROOT:
                above.add(code)
                code = self.framework.by_code[code].parent
        return [node for node in self.framework.branches(self.unit.unit_class) if node.code in above] + leaves

    def _cell(self, code: str, name: str) -> str:
        node = self.framework.by_code.get(code)
        role = "total" if node is None else "leaf" if node.is_leaf else "branch"
        if (role, name) not in self._letters:
            self._letters[role, name] = column_letter(self.sheet.column(role, f"node.{name}"))
        return f"{self._letters[role, name]}{self.rows[code]}"

    def _range(self, codes: list[str], name: str) -> str:
        first = self._cell(codes[0], name)
        return first if len(codes) == 1 else f"{first}:{self._cell(codes[-1], name)}"

    def _values(self, node: Node | None) -> dict[str, Content]:
        """One row: what is written, the counts, the score, the coverage; of the total also the stage."""
        code, unit = node.code if node else ROOT, self.unit.code
        answered, applicable = self._cell(code, "answered"), self._cell(code, "applicable")
        coverage = f'=IF({applicable}=0,"",{answered}/{applicable})'
        values: dict[str, Content] = {
            f"node.{kind}": Computed(self._count(code, kind), Quantity(kind, unit, code)) for kind in COUNTS
        }
        values[f"node.{QuantityKind.TO_CORRECT}"] = self._to_correct(code)
        filled = self.context.words["scores.filled_format"].format(total=self._asked_below(code))
        return {
            **values,
            "node.filled": Computed(
                self._count(code, QuantityKind.FILLED),
                Quantity(self._filled, unit, code),
                number_format=filled,
            ),
            **self._texts(node),
            "node.score": self._score(code),
            "node.coverage": Computed(coverage, Quantity(QuantityKind.COVERAGE, unit, code)),
            "node.stage": self._stage() if node is None else "",
        }

    def _to_correct(self, code: str) -> Content:
        """How many rows are to be corrected; nothing where the form has no checks, or this sheet no place for it."""
        kind = QuantityKind.TO_CORRECT
        if not self._shows_to_correct:
            return ""
        return Computed(self._count(code, kind), Quantity(kind, self.unit.code, code))

    @cached_property
    def _shows_to_correct(self) -> bool:
        kind = QuantityKind.TO_CORRECT
        has_place = all(self.sheet.offers(role, f"node.{kind}") for role in ("branch", "leaf"))
        return has_place and all(kind in band for band in self.bands.values())

    def _asked_below(self, code: str) -> int:
        """How many rows the unit is asked under a node."""
        if code in self.bands:
            return self.sizes[code]
        return sum(self._asked_below(child) for child in self._below[code])

    def _count(self, code: str, kind: QuantityKind) -> str:
        if code in self.bands:
            return f"={self.bands[code][kind]}"
        return f"=SUM({self._range(self._below[code], kind)})"

    @cached_property
    def _below(self) -> Mapping[str, list[str]]:
        """Node, or `ROOT` → those of its children that matter to the unit."""
        found: dict[str, list[str]] = {code: [] for code in self.rows}
        for node in self.framework.nodes:
            if node.code in self.rows and node.parent in found and self.unit.unit_class in node.weights:
                found[node.parent].append(node.code)
        return found

    def _score(self, code: str) -> Content:
        if code in self.elsewhere:
            return self.context.words["label.by_city"]
        leaf = self.bands.get(code)
        formula = f"={leaf['score']}" if leaf else self._node_score(code)
        number_format = self.context.score_format(self.context.digits(code))
        return Computed(
            formula,
            Quantity(QuantityKind.SCORE, self.unit.code, code),
            number_format=number_format,
            mark="" if code == ROOT else self.context.mark_word,
            ungraded=self.context.ungraded_word(code),
        )

    def _node_score(self, code: str) -> str:
        formula = node_formula(self.context, code, self._parts(code))
        rows = RowCounts(self._cell(code, "answered"), self._cell(code, "applicable"))
        return graded(self.context, code, rows, formula)

    def _parts(self, code: str) -> NodeCells:
        unit_class = self.unit.unit_class
        basis = self.framework.basis(code, unit_class)
        asked = [n.code for n in basis if n.code in self.rows]
        adjusting = self.framework.adjusting if code == ROOT else ()
        present = [c for c in self.rows if c in adjusting]
        return NodeCells(
            unit_class,
            self._children(asked, sum(n.weights[unit_class] for n in basis if n.code not in self.rows))
            if asked
            else None,
            self._cell(code, "answered"),
            {c: self._cell(c, "score") for c in present},
            {c: self._cell(c, "weight") for c in present},
        )

    def _children(self, codes: list[str], absent: float) -> Children:
        return Children(
            scores=self._range(codes, "score"),
            weights=self._range(codes, "weight"),
            cells=tuple(self._cell(code, "score") for code in codes),
            shares=tuple(self._cell(code, "weight") for code in codes),
            mark=self.context.mark,
            absent=absent,
            ungraded=self.context.ungraded(*codes),
        )

    def _stage(self) -> Content:
        if ROOT in self.elsewhere:
            return ""
        formula = stage_formula(self.context, self._cell(ROOT, "score"))
        return Computed(formula, Quantity(QuantityKind.STAGE, self.unit.code), self.context.stage_names())

    def _texts(self, node: Node | None) -> dict[str, Content]:
        """What is written, not calculated; the total has neither code nor weight."""
        if node is None:
            blank: dict[str, Content] = dict.fromkeys(("node.code", "node.element", "node.weight"), "")
            return {**blank, "node.name": self.context.words["label.total"]}
        return {
            "node.code": node.code,
            "node.name": node.name.get(self.context.lang),
            "node.element": self.context.words[f"element.{node.element}"] if node.element else "",
            "node.weight": node.weights[self.unit.unit_class],
        }
