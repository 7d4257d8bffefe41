"""The summary of one class: a row for each unit, a column for each node, and the class as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from smartxl.cells import Cell, a1, area
from smartxl.model.definition import Unit
from smartxl.model.framework import ROOT, Element, Node, UnitClass
from smartxl.model.plan import Computed, Content, Link, SheetPlan, Spread
from smartxl.model.scores import Quantity, QuantityKind
from smartxl.planning.context import Context
from smartxl.planning.place import SheetBuilder
from smartxl.planning.scores import stage_formula
from smartxl.rules import ANY_NUMBER, rank_formula, weighted_mean_formula
from smartxl.sheetnames import unit_sheet_names

__all__ = ["SummaryPlace", "plan_summary", "summary_name", "summary_place"]

_HEAD_ROLES = ("title", "intro", "element", "effective", "weight", "head")
_COUNTS = (QuantityKind.ANSWERED, QuantityKind.APPLICABLE)
Bands = Mapping[str, Mapping[str, Mapping[str, str]]]
"""unit → leaf → what → reference (see `band_references`)."""


def summary_name(context: Context, unit_class: UnitClass) -> str:
    """The name of a class's summary sheet."""
    word, lang = context.words["sheet.summary"], context.lang
    names = [(c.code, f"{word}-{c.name.get(lang)}") for c in context.definition.framework.classes]
    return unit_sheet_names(names)[unit_class.code]


@dataclass(frozen=True)
class SummaryPlace:
    """Where a class's numbers stand on its summary sheet; also read by the sheets beside it."""

    sheet: str
    columns: Mapping[str, int]
    heads: Mapping[str, int]
    units: Mapping[str, int]
    aggregate: int

    def cell(self, row: int, name: str, lock: str = "") -> str:
        """A reference inside the sheet: `score.TOTAL`, `element.S`, `coverage` …"""
        return a1(row, self.columns[name], lock)

    def down(self, name: str, *, lock: str = "r") -> str:
        """A column over all units."""
        rows = self.units.values()
        column = self.columns[name]
        return area(min(rows), column, max(rows), column, lock)


def summary_place(context: Context, unit_class: UnitClass) -> tuple[SheetBuilder, SummaryPlace]:
    """A builder for the sheet, and where everything will stand."""
    framework, code = context.definition.framework, unit_class.code
    branches, leaves = framework.branches(code), framework.leaves(code)
    elements = tuple(e.value for e in Element if any(n.element is e for n in leaves))
    sheet = context.builder(
        "summary",
        branch=tuple(n.code for n in branches),
        leaf=tuple(n.code for n in leaves),
        element=elements,
    )
    columns = {
        name: sheet.column("unit", f"unit.{name}")
        for name in ("weight", "rank", "stage", "coverage", *_COUNTS)
    }
    columns |= {f"score.{ROOT}": sheet.column("unit", "unit.total")}
    columns |= {f"score.{n.code}": sheet.column("unit", "branch.score", n.code) for n in branches}
    columns |= {f"score.{n.code}": sheet.column("unit", "leaf.score", n.code) for n in leaves}
    columns |= {f"element.{e}": sheet.column("unit", "element.score", e) for e in elements}
    heads = {role: row for row, role in enumerate(_HEAD_ROLES, 1)}
    units = context.definition.roster.of_class(code)
    rows = {unit.code: len(_HEAD_ROLES) + index for index, unit in enumerate(units, 1)}
    place = SummaryPlace(
        summary_name(context, unit_class), columns, heads, rows, len(_HEAD_ROLES) + len(units) + 1
    )
    return sheet, place


def plan_summary(
    context: Context, unit_class: UnitClass, bands: Bands, weights: Mapping[tuple[str, str], str]
) -> SheetPlan:
    """The sheet: weights from the indicator sheet, leaf scores from the units' sheets, the rest calculated here."""
    return _Summary(context, unit_class).plan(bands, weights)


class _Summary:
    def __init__(self, context: Context, unit_class: UnitClass) -> None:
        self.context, self.unit_class = context, unit_class
        self.sheet, self.place = summary_place(context, unit_class)
        framework = context.definition.framework
        self.branches = framework.branches(unit_class.code)
        self.leaves = framework.leaves(unit_class.code)
        self.elements = [
            name.removeprefix("element.") for name in self.place.columns if name.startswith("element.")
        ]

    def plan(self, bands: Bands, weights: Mapping[tuple[str, str], str]) -> SheetPlan:
        values = {**self.context.general(), **self._titles(), **self._heads(weights)}
        for role in _HEAD_ROLES:
            self.sheet.add(role, values)
        units = self.context.definition.roster.of_class(self.unit_class.code)
        for number, unit in enumerate(units, 1):
            self.sheet.add("unit", {**values, **self._unit(number, unit, bands.get(unit.code, {}))})
        self.sheet.add("aggregate", {**values, **self._aggregate()})
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
        heads |= {f"leaf.name@{n.code}": f"{n.code} {names[n.code]}" for n in self.leaves}
        heads |= {f"leaf.element@{n.code}": n.element.value if n.element else "" for n in self.leaves}
        heads |= {f"element.name@{e}": self.context.words[f"element.{e}"] for e in self.elements}
        name = self.unit_class.name.get(lang)
        return {**heads, "summary.title": self.context.words["summary.title"].format(name=name)}

    def _heads(self, weights: Mapping[tuple[str, str], str]) -> dict[str, Content]:
        """Weights as references to the indicator sheet; effective weights as products of the weights above."""
        aggregate = self.unit_class.aggregate
        cells: dict[str, Content] = {}
        for node in (*self.branches, *self.leaves):
            kind = "leaf" if node.is_leaf else "branch"
            formula = f"={weights[self.unit_class.code, node.code]}"
            cells[f"{kind}.weight@{node.code}"] = Computed(
                formula, Quantity(QuantityKind.WEIGHT, aggregate, node.code)
            )
        for node in self.leaves:
            quantity = Quantity(QuantityKind.EFFECTIVE, aggregate, node.code)
            cells[f"leaf.effective@{node.code}"] = Computed(self._effective(node), quantity)
        return cells

    def _effective(self, node: Node) -> str:
        row, codes = self.place.heads["weight"], [node.code]
        while (parent := self.context.definition.framework.by_code[codes[-1]].parent) != ROOT:
            codes.append(parent)
        return "=" + "/100*".join(self.place.cell(row, f"score.{code}") for code in codes)

    def _below(self, code: str) -> list[str]:
        return [
            f"score.{n.code}" for n in self.context.definition.framework.children(code, self.unit_class.code)
        ]

    def _across(self, names: list[str], row: int, last: int = 0, lock: str = "") -> str:
        columns = [self.place.columns[name] for name in names]
        return area(row, min(columns), last or row, max(columns), lock)

    def _unit(self, number: int, unit: Unit, bands: Mapping[str, Mapping[str, str]]) -> dict[str, Content]:
        row = self.place.units[unit.code]
        sheet_name = self.context.sheet_names()[unit.code]
        values: dict[str, Content] = {
            "unit.no": float(number),
            "unit.code": unit.code,
            "unit.name": Link(unit.name.get(self.context.lang), Cell(sheet_name, 1, 2)),
            "unit.weight": unit.weight,
        }
        for kind in _COUNTS:
            references = [leaf[kind] for leaf in bands.values()]
            formula = "=" + ("+".join(references) or "0")
            values[f"unit.{kind}"] = Computed(formula, Quantity(kind, unit.code, ROOT))
        for node in self.leaves:
            reference = bands.get(node.code, {}).get("score")
            quantity = Quantity(QuantityKind.SCORE, unit.code, node.code)
            values[f"leaf.score@{node.code}"] = self._score(f"={reference}", quantity) if reference else ""
        return values | self._rolled(unit.code, row)

    def _rolled(self, unit: str, row: int) -> dict[str, Content]:
        """Branches, total, elements, rank, stage and coverage of one row, from its leaf scores and counts."""
        values: dict[str, Content] = {
            f"branch.score@{n.code}": self._mean(unit, row, n.code, self._below(n.code))
            for n in self.branches
        }
        for element in self.elements:
            values[f"element.score@{element}"] = self._element(unit, row, element)
        answered, applicable = (self.place.cell(row, kind) for kind in _COUNTS)
        return {
            **values,
            "unit.total": self._mean(unit, row, ROOT, self._below(ROOT)),
            "unit.coverage": Computed(
                f'=IF({applicable}=0,"",{answered}/{applicable})', Quantity(QuantityKind.COVERAGE, unit, ROOT)
            ),
            "unit.rank": self._rank(unit, row) if unit in self.place.units else "",
            "unit.stage": self._stage(unit, row),
        }

    def _score(self, formula: str, quantity: Quantity, spread: int = 1) -> Computed:
        return Computed(formula, quantity, spread=spread, number_format=self.context.score_format)

    def _first(self, row: int) -> bool:
        return row == min(self.place.units.values())

    def _mean(self, unit: str, row: int, code: str, names: list[str]) -> Content:
        """A roll-up over the children: a plain formula in each row, or one SX_WEIGHTED call over all units."""
        quantity = Quantity(QuantityKind.SCORE, unit, code)
        weights = self._across(names, self.place.heads["weight"], lock="r")
        if not self.context.udf or row == self.place.aggregate:
            scores = self._across(names, row)
            return self._score(
                weighted_mean_formula(scores, weights, self.context.digits, udf=self.context.udf), quantity
            )
        if not self._first(row):
            return Spread(quantity)
        scores = self._across(names, row, max(self.place.units.values()))
        formula = weighted_mean_formula(scores, weights, self.context.digits, udf=True)
        return self._score(formula, quantity, len(self.place.units))

    def _rank(self, unit: str, row: int) -> Content:
        quantity = Quantity(QuantityKind.RANK, unit)
        if not self.context.udf:
            total = self.place.cell(row, f"score.{ROOT}")
            return Computed(rank_formula(total, self.place.down(f"score.{ROOT}")), quantity)
        if not self._first(row):
            return Spread(quantity)
        return Computed(
            f"=SX_RANK({self.place.down(f'score.{ROOT}')})", quantity, spread=len(self.place.units)
        )

    def _stage(self, unit: str, row: int) -> Content:
        quantity, names = Quantity(QuantityKind.STAGE, unit), self.context.stage_names()
        if not self.context.udf or row == self.place.aggregate:
            return Computed(
                stage_formula(self.context, self.place.cell(row, f"score.{ROOT}")), quantity, names
            )
        if not self._first(row):
            return Spread(quantity, names)
        lists, bands = self.context.lists, self.context.definition.framework.conventions.stages
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
        formula = f'=IF({total}=0,"",ROUND({weighted}/{total},{self.context.digits}))'
        return self._score(formula, Quantity(QuantityKind.ELEMENT, unit, element))

    def _aggregate(self) -> dict[str, Content]:
        """The class as a whole: its units' leaf scores averaged by unit weight, then rolled up as a unit's are."""
        code, digits = self.unit_class.aggregate, self.context.digits
        values: dict[str, Content] = {"unit.name": self.context.words["summary.aggregate"]}
        for node in self.leaves:
            formula = weighted_mean_formula(
                self.place.down(f"score.{node.code}"),
                self.place.down("weight", lock="$"),
                digits,
                udf=self.context.udf,
            )
            values[f"leaf.score@{node.code}"] = self._score(
                formula, Quantity(QuantityKind.SCORE, code, node.code)
            )
        for kind in _COUNTS:
            values[f"unit.{kind}"] = Computed(f"=SUM({self.place.down(kind)})", Quantity(kind, code, ROOT))
        rest: dict[str, Content] = dict.fromkeys(("unit.no", "unit.code", "unit.weight"), "")
        return {**rest, **values, **self._rolled(code, self.place.aggregate)}
