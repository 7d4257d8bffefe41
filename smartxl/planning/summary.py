"""The summary of one class: a row for each unit, a column for each node, and the class as a whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from smartxl.cells import Cell, area
from smartxl.model.combination import Combination, Peers, Ranking
from smartxl.model.definition import Unit
from smartxl.model.framework import ROOT, Node, RuleSpec, UnitClass
from smartxl.model.plan import Computed, Content, Link, SheetPlan, Spread
from smartxl.model.scores import Quantity, QuantityKind, ScoreTable
from smartxl.model.shownvalue import shown_value
from smartxl.planning.bandcells import BandCells
from smartxl.planning.context import Context
from smartxl.planning.floor import RowCounts, graded
from smartxl.planning.nodes import NodeCells, node_formula
from smartxl.planning.peers import PeerCells
from smartxl.planning.stages import stage_formula
from smartxl.planning.summary_place import BODY, COUNTS, SummaryPlace, summary_place
from smartxl.rules import ANY_NUMBER, Children, is_peer, rounded_expression, weighted_mean_formula

__all__ = ["SummaryParts", "plan_summary"]

_IDENTITY = ("unit.no", "unit.code", "unit.weight", "group.name")
_NONE = BandCells({}, ())


@dataclass(frozen=True)
class SummaryParts:
    """What summaries read from other sheets.

    `sheets`: unit → its sampling sheet; `bands`: unit → where that has counts and scores; `weights`:
    (class, node) → where its weight stands; `places`: class → where its summary keeps its numbers; `homes`: unit → where its
    name leads. `readings`: (unit, node) → where its reading stands, of units without a sheet in the workbook. `outside`: what
    follows from units of other files too is a value from this table, on the summary of some of the units.
    """

    sheets: Mapping[str, SheetPlan]
    bands: Mapping[str, BandCells]
    weights: Mapping[tuple[str, str], str]
    places: Mapping[str, SummaryPlace]
    homes: Mapping[str, Cell]
    readings: Mapping[tuple[str, str], str] = field(default_factory=dict)
    outside: ScoreTable | None = None


def plan_summary(context: Context, unit_class: UnitClass, parts: SummaryParts) -> SheetPlan:
    """The sheet: weights from the indicator sheet, leaf scores from the units' sheets, the rest calculated here."""
    return _Summary(context, unit_class, parts).plan()


class _Summary:
    """The summary of a class while it is planned."""

    def __init__(self, context: Context, unit_class: UnitClass, parts: SummaryParts) -> None:
        self.context, self.unit_class, self.parts = context, unit_class, parts
        self.sheet, self.place = summary_place(context, unit_class)
        self.framework = context.definition.framework
        self.branches = self.framework.branches(unit_class.code)
        self.leaves = self.framework.leaves(unit_class.code)
        self.elements = [
            name.removeprefix("element.") for name in self.place.columns if name.startswith("element.")
        ]
        self.among = PeerCells(context, self.place, parts.places, parts.sheets, parts.readings)

    def plan(self) -> SheetPlan:
        """The whole sheet."""
        values = {**self.context.general(), **self._titles(), **self._heads()}
        self.sheet.add_rows(self.sheet.above(*BODY), values)
        by_code = self.context.definition.roster.by_code
        for number, code in enumerate(self.place.units, 1):
            self.sheet.add("unit", {**values, **self._unit(number, by_code[code])})
        self.sheet.add("aggregate", {**values, **self._aggregate()})
        for group in self.place.peers:
            self.sheet.add("peer", {**values, **self._peers(group)})
        self.sheet.add_rows(self.sheet.below(*BODY), values)
        head = self.place.heads["head"]
        return SheetPlan(
            name=self.place.sheet,
            template="summary",
            rows=tuple(self.sheet.rows),
            column_styles=self.sheet.column_styles,
            frozen=(head + 1, self.place.columns["weight"]),
            filter_range=area(head, 2, self.place.aggregate - 1, self.sheet.last_column),
            title_row=head,
        )

    def _titles(self) -> dict[str, Content]:
        lang = self.context.lang
        names = {n.code: n.name.get(lang) for n in (*self.branches, *self.leaves)}
        heads: dict[str, Content] = {f"branch.name@{n.code}": names[n.code] for n in self.branches}
        for leaf in self.leaves:
            heads[f"leaf.name@{leaf.code}"] = heads[f"reading.name@{leaf.code}"] = (
                f"{leaf.code} {names[leaf.code]}"
            )
            adjusts = leaf.element is None or self.framework.adjusts(leaf)
            heads[f"leaf.element@{leaf.code}"] = "" if adjusts or leaf.element is None else leaf.element.value
        heads |= {f"element.name@{e}": self.context.words[f"element.{e}"] for e in self.elements}
        name = self.unit_class.name.get(lang)
        return {**heads, "summary.title": self.context.words["summary.title"].format(name=name)}

    def _heads(self) -> dict[str, Content]:
        """Weights as references to the indicator sheet; effective weights as products of the weights above."""
        aggregate = self.unit_class.aggregate
        cells: dict[str, Content] = {}
        for node in (*self.branches, *self.leaves):
            kind = "leaf" if node.is_leaf else "branch"
            formula = f"={self.parts.weights[self.unit_class.code, node.code]}"
            quantity = Quantity(QuantityKind.WEIGHT, aggregate, node.code)
            cells[f"{kind}.weight@{node.code}"] = Computed(formula, quantity)
        for node in self.leaves:
            quantity = Quantity(QuantityKind.EFFECTIVE, aggregate, node.code)
            cells[f"leaf.effective@{node.code}"] = Computed(self._effective(node), quantity)
        return cells

    def _effective(self, node: Node) -> str:
        row, codes = self.place.heads["weight"], [node.code]
        while (parent := self.framework.by_code[codes[-1]].parent) != ROOT:
            codes.append(parent)
        return "=" + "/100*".join(self.place.cell(row, f"score.{code}") for code in codes)

    def _across(self, names: Sequence[str], row: int, last: int = 0, lock: str = "") -> str:
        columns = [self.place.columns[name] for name in names]
        return area(row, min(columns), last or row, max(columns), lock)

    def _unit(self, number: int, unit: Unit) -> dict[str, Content]:
        row, bands = self.place.units[unit.code], self.parts.bands.get(unit.code, _NONE)
        values: dict[str, Content] = {
            "unit.no": float(number),
            "unit.code": unit.code,
            "unit.name": Link(unit.name.get(self.context.lang), self.parts.homes[unit.code]),
            "unit.weight": unit.weight,
            "group.name": unit.group,
        }
        for kind in COUNTS:
            formula = "=" + ("+".join(bands.counts(kind)) or "0")
            values[f"unit.{kind}"] = Computed(formula, Quantity(kind, unit.code, ROOT))
        for leaf in self.leaves:
            values |= self._leaf(unit, leaf, bands.leaves.get(leaf.code))
        return values | self._rolled(unit.code, row)

    def _leaf(self, unit: Unit, leaf: Node, band: Mapping[str, str] | None) -> dict[str, Content]:
        """A unit's score under an indicator, with the number behind it where peers are compared."""
        names = f"leaf.score@{leaf.code}", f"reading.value@{leaf.code}"
        if band is None or leaf.indicator is None:
            return {names[0]: self.context.mark_word, names[1]: ""}
        spec = leaf.indicator.rule
        if is_peer(spec):
            return {names[0]: self._among(unit, leaf, spec, band), names[1]: self.among.reading(unit, leaf)}
        return {names[0]: self._score(unit.code, leaf.code, f"={band['score']}")}

    def _among(self, unit: Unit, leaf: Node, spec: RuleSpec, band: Mapping[str, str]) -> Content:
        """A unit's score among those of its peers."""
        if self.parts.outside is not None:
            return self._settled(self._score(unit.code, leaf.code, ""))
        return self.among.score(unit, leaf, spec, RowCounts(*(band[kind] for kind in COUNTS)))

    def _settled(self, content: Content) -> Content:
        """The value of a cell that follows from units of other files too; where there are none, the cell as it is."""
        table = self.parts.outside
        if table is None or not isinstance(content, Computed | Spread):
            return content
        return shown_value(content, table) if table.knows(content.quantity) else ""

    def _rolled(self, unit: str, row: int) -> dict[str, Content]:
        """Branches, total, elements, rank, stage and coverage of one row, from its leaf scores and counts."""
        values: dict[str, Content] = {
            f"branch.score@{n.code}": self._node(unit, row, n.code) for n in self.branches
        }
        for element in self.elements:
            values[f"element.score@{element}"] = self._element(unit, row, element)
        answered, applicable = (self.place.cell(row, kind) for kind in COUNTS)
        return {
            **values,
            **self._total(unit, row),
            "unit.coverage": Computed(
                f'=IF({applicable}=0,"",{answered}/{applicable})', Quantity(QuantityKind.COVERAGE, unit, ROOT)
            ),
            "unit.rank": self._settled(self._rank(unit, row)) if unit in self.place.units else "",
            "unit.stage": self._stage(unit, row),
        }

    def _score(self, unit: str, code: str, formula: str, spread: int = 1) -> Computed:
        return Computed(
            formula,
            Quantity(QuantityKind.SCORE, unit, code),
            spread=spread,
            number_format=self.context.score_format(self.context.digits(code)),
            mark="" if code == ROOT else self.context.mark_word,
            ungraded=self.context.ungraded_word(code),
        )

    def _first(self, row: int) -> bool:
        return row == min(self.place.units.values())

    def _node(self, unit: str, row: int, code: str) -> Content:
        """A roll-up over the children: a plain formula in each row, or one SX_WEIGHTED call over all units."""
        if not self._by_function(code):
            of_unit = row != self.place.aggregate
            formula = node_formula(self.context, code, self._parts(row, code), peers=of_unit)
            return self._score(unit, code, self._graded(unit, row, code, formula) if of_unit else formula)
        names = [f"score.{n.code}" for n in self.framework.basis(code, self.unit_class.code)]
        weights = self._across(names, self.place.heads["weight"], lock="r")
        if row != self.place.aggregate and not self._first(row):
            return Spread(Quantity(QuantityKind.SCORE, unit, code))
        size = 1 if row == self.place.aggregate else len(self.place.units)
        scores = self._across(names, row, row + size - 1)
        digits = self.context.digits(code)
        return self._score(unit, code, weighted_mean_formula(scores, weights, digits, udf=True), size)

    def _graded(self, unit: str, row: int, code: str, formula: str, *, shown: bool = True) -> str:
        """A unit's formula of a node, or `ROOT`, with its coverage floor."""
        if code == ROOT:
            total = RowCounts(*(self.place.cell(row, kind) for kind in COUNTS))
            return graded(self.context, code, total, formula, shown=shown)
        if not self.framework.withholds(code):
            return formula
        bands = self.parts.bands.get(unit, _NONE)
        below = [leaf for leaf in self._leaves_below(code) if leaf in bands.leaves]
        if not below:
            return formula
        rows = RowCounts(*(f"({'+'.join(bands.counts(kind, below))})" for kind in COUNTS))
        return graded(self.context, code, rows, formula)

    def _leaves_below(self, code: str) -> Iterator[str]:
        for child in self.framework.children(code, self.unit_class.code):
            if child.is_leaf:
                yield child.code
            else:
                yield from self._leaves_below(child.code)

    def _by_function(self, code: str) -> bool:
        """Whether SX_WEIGHTED can calculate a node: it calculates the plain weighted mean only."""
        pipeline = self.framework.conventions.pipeline if code == ROOT else ()
        plain = self.framework.combination(code) == Combination() and not pipeline and not self.context.mark
        by_function = self.context.edition.calls_functions and not self.framework.withholds(code)
        return by_function and plain and not (code == ROOT and self._raw)

    @property
    def _raw(self) -> bool:
        return self.framework.ranks_raw

    def _parts(self, row: int, code: str) -> NodeCells:
        basis = [n.code for n in self.framework.basis(code, self.unit_class.code)]
        present = [n.code for n in self.framework.children(ROOT, self.unit_class.code) if code == ROOT]
        adjusting = [c for c in present if c in self.framework.adjusting]
        weight = self.place.heads["weight"]
        return NodeCells(
            self.unit_class.code,
            self._children(row, basis) if basis else None,
            self.place.cell(row, QuantityKind.ANSWERED),
            {c: self.place.cell(row, f"score.{c}") for c in adjusting},
            {c: self.place.cell(weight, f"score.{c}", "r") for c in adjusting},
        )

    def _children(self, row: int, codes: Sequence[str]) -> Children:
        names, weight = [f"score.{code}" for code in codes], self.place.heads["weight"]
        unit = next((unit for unit, place in self.place.units.items() if place == row), "")
        peer = self.place.peers.get(self.place.group_of.get(unit, ""), 0)
        return Children(
            scores=self._across(names, row),
            weights=self._across(names, weight, lock="r"),
            cells=tuple(self.place.cell(row, name) for name in names),
            shares=tuple(self.place.cell(weight, name, "r") for name in names),
            mark=self.context.mark,
            peers=self._across(names, peer, lock="r") if peer else "",
            peer_cells=tuple(self.place.cell(peer, name, "r") for name in names) if peer else (),
            ungraded=self.context.ungraded(*codes),
        )

    def _total(self, unit: str, row: int) -> dict[str, Content]:
        """The total; beside it its value before rounding, where units are ranked by that."""
        if row == self.place.aggregate and self.framework.conventions.pipeline:
            totals, weights = self.place.down(f"score.{ROOT}"), self.place.down("weight", lock="$")
            formula = weighted_mean_formula(totals, weights, self.context.digits(ROOT))
            return {"unit.total": self._score(unit, ROOT, formula), "raw.total": ""}
        if not self._raw or row == self.place.aggregate:
            return {"unit.total": self._node(unit, row, ROOT), "raw.total": ""}
        formula = node_formula(self.context, ROOT, self._parts(row, ROOT), raw=True)
        raw = self.place.cell(row, "raw")
        rounded = f'=IF({raw}="","",{rounded_expression(raw, self.context.digits(ROOT))})'
        return {
            "raw.total": Computed(
                self._graded(unit, row, ROOT, formula, shown=False), Quantity(QuantityKind.RAW, unit, ROOT)
            ),
            "unit.total": self._score(unit, ROOT, self._graded(unit, row, ROOT, rounded)),
        }

    def _rank(self, unit: str, row: int) -> Content:
        conventions = self.framework.conventions
        plain = conventions.ranking == Ranking() and conventions.peers is Peers.CLASS
        if not self.context.edition.calls_functions or not plain:
            return self.among.rank(unit, row)
        quantity = Quantity(QuantityKind.RANK, unit)
        if not self._first(row):
            return Spread(quantity)
        return Computed(
            f"=SX_RANK({self.place.down(f'score.{ROOT}')})", quantity, spread=len(self.place.units)
        )

    def _stage(self, unit: str, row: int) -> Content:
        quantity, names = Quantity(QuantityKind.STAGE, unit), self.context.stage_names()
        if not self.context.edition.calls_functions or row == self.place.aggregate:
            return Computed(
                stage_formula(self.context, self.place.cell(row, f"score.{ROOT}")), quantity, names
            )
        if not self._first(row):
            return Spread(quantity, names)
        lists, bands = self.context.lists, self.framework.conventions.stages
        thresholds, words = lists.area("stage.thresholds"), lists.area("stage.names")
        formula = f'=SX_STAGE({self.place.down(f"score.{ROOT}")},{thresholds},{words},"{bands.boundary}")'
        return Computed(formula, quantity, names, spread=len(self.place.units))

    def _element(self, unit: str, row: int, element: str) -> Computed:
        """Weighted by effective weight over the leaves of one element that have a score."""
        names = [f"score.{n.code}" for n in self.leaves]
        elements = self._across(names, self.place.heads["element"], lock="r")
        weights = self._across(names, self.place.heads["effective"], lock="r")
        scores = self._across(names, row)
        total = f'SUMIFS({weights},{elements},"{element}",{scores},{ANY_NUMBER})'
        weighted = f'SUMPRODUCT(1*({elements}="{element}"),{weights},{scores})'
        digits = self.framework.element_digits
        formula = f'=IF({total}=0,"",{rounded_expression(f"{weighted}/{total}", digits)})'
        number_format = self.context.score_format(digits)
        return Computed(formula, Quantity(QuantityKind.ELEMENT, unit, element), number_format=number_format)

    def _aggregate(self) -> dict[str, Content]:
        """The class as a whole: its units' leaf scores averaged by unit weight, then rolled up as a unit's are."""
        code = self.unit_class.aggregate
        values: dict[str, Content] = {"unit.name": self.context.words["summary.aggregate"]}
        for leaf in self.leaves:
            values[f"leaf.score@{leaf.code}"] = self._score(code, leaf.code, self._of_units(leaf))
        for kind in COUNTS:
            values[f"unit.{kind}"] = Computed(f"=SUM({self.place.down(kind)})", Quantity(kind, code, ROOT))
        rest: dict[str, Content] = dict.fromkeys((*_IDENTITY, "reading.value"), "")
        every = {**rest, **values, **self._rolled(code, self.place.aggregate)}
        return {name: self._settled(content) for name, content in every.items()}

    def _of_units(self, leaf: Node) -> str:
        """The mean of the units' scores under an indicator, by unit weight."""
        scores, sharing = self.place.down(f"score.{leaf.code}"), self._sharing(leaf)
        mean = weighted_mean_formula(
            scores,
            self.place.down("weight", lock="$"),
            self.context.digits(leaf.code),
            udf=self.context.edition.calls_functions and not self.context.mark and not sharing,
            where=sharing,
        )
        if not self.context.mark:
            return mean
        return f"=IF(COUNTIF({scores},{self.context.mark})={len(self.place.units)},{self.context.mark},{mean[1:]})"

    def _sharing(self, leaf: Node) -> tuple[str, ...]:
        """Conditions over all units: those that lie below no floor that takes their share in the mean away."""
        return tuple(
            f"1*({self.place.down(f'score.{code}')}<>{self.context.ungraded(code)})"
            for code in self.framework.excluding(leaf.code)
        )

    def _peers(self, group: str) -> dict[str, Content]:
        """What an unscored child counts with in one group of peers."""
        results = (*_IDENTITY, "unit.total", "unit.rank", "unit.stage", "unit.coverage")
        counts = (f"unit.{kind}" for kind in COUNTS)
        scores = ("branch.score", "leaf.score", "element.score", "reading.value", "raw.total")
        blank: dict[str, Content] = dict.fromkeys((*results, *counts, *scores), "")
        cells: dict[str, Content] = {
            f"{'leaf' if self.framework.by_code[code].is_leaf else 'branch'}.score@{code}": cell
            for code, cell in self.among.imputation(group, self.unit_class.code).items()
        }
        name = self.context.words["summary.peers"].format(group=group.partition("/")[2]).strip()
        settled = {name: self._settled(cell) for name, cell in cells.items()}
        return {**blank, "unit.name": name, **settled}
