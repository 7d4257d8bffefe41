"""The city sheet: total, stage, areas, indicators and SMART elements for each class and the city, with a radar."""

from __future__ import annotations

from collections.abc import Mapping

from smartxl.cells import Area, a1, area, qualified
from smartxl.model.framework import ROOT, Element, Node
from smartxl.model.layout import LayoutRow
from smartxl.model.plan import Computed, Content, SheetPlan
from smartxl.model.report import ChartKind
from smartxl.model.scores import CITY, Quantity, QuantityKind
from smartxl.model.sheetdesign import Chart
from smartxl.planning.context import Context
from smartxl.planning.stages import stage_formula
from smartxl.planning.summary_place import SummaryPlace
from smartxl.rules import below_floor_expression, weighted_mean_formula

__all__ = ["plan_city_sheet"]

_BELOW = "below"
_FEWEST_BARS, _FEWEST_CORNERS = 2, 3
_COUNTS = (QuantityKind.ANSWERED, QuantityKind.APPLICABLE)


def plan_city_sheet(context: Context, places: Mapping[str, SummaryPlace]) -> SheetPlan:
    """`places` tells where each class's summary keeps its numbers."""
    return _CitySheet(context, places).plan()


class _CitySheet:
    """The city sheet while it is planned: `rows` are those that stand once, by their role."""

    def __init__(self, context: Context, places: Mapping[str, SummaryPlace]) -> None:
        self.context, self.places = context, places
        self.framework = context.definition.framework
        self.classes = tuple(c.code for c in self.framework.classes)
        self.sheet = context.builder("city", each=self.classes)
        self.rows: dict[str, int] = {}

    def plan(self) -> SheetPlan:
        """Row by row as the template has them."""
        context, words, general = self.context, self.context.words, self.context.general()
        values: dict[str, Content] = {
            **general,
            **{f"each.name@{c.code}": c.name.get(context.lang) for c in self.framework.classes},
            **{f"each.share@{c.code}": c.share for c in self.framework.classes},
            "city.title": words["city.title"].format(title=general["round.title"], city=general["city.name"]),
            "city.radar": self._areas_chart(),
            "city.elements_radar": "",
        }
        for row in self._layout_rows():
            self._add(row, values)
        return SheetPlan(
            name=words["sheet.city"],
            template="city",
            rows=tuple(self.sheet.rows),
            column_styles=self.sheet.column_styles,
        )

    def _layout_rows(self) -> list[LayoutRow]:
        """The template's rows; that of units below the floor only where there is one."""
        has_floor = self.framework.floor(ROOT) > 0
        return [row for row in self.sheet.layout.rows if has_floor or row.role != _BELOW]

    def _add(self, row: LayoutRow, values: dict[str, Content]) -> None:
        role = row.role
        if role == "branch":
            for node in self._branches():
                self.sheet.add(role, {**values, **self._node(node.code, node)})
        elif role == "leaf":
            for index, node in enumerate(self._leaves()):
                # The second chart stands beside the first indicator, below the first chart.
                chart = {"city.elements_radar": self._elements_chart()} if index == 0 else {}
                self.sheet.add(role, {**values, **self._node(node.code, node), **chart})
        elif role == "element":
            for element in self._elements():
                self.sheet.add(role, {**values, **self._element(element)})
        else:
            self.rows[role] = self.sheet.next_row
            self.sheet.add_row(row, {**values, **self._special(role)})

    def _branches(self) -> list[Node]:
        return sorted((n for n in self.framework.nodes if not n.is_leaf), key=lambda n: n.level)

    def _leaves(self) -> list[Node]:
        return [n for n in self.framework.nodes if n.is_leaf]

    def _elements(self) -> list[Element]:
        return [e for e in Element if any(self.framework.of_element(e, c) for c in self.classes)]

    def _column(self, name: str, member: str = "") -> int:
        return self.sheet.column("branch", name, member)

    def _across(self, row: int, lock: str = "") -> str:
        columns = [self._column("each.score", code) for code in self.classes]
        return area(row, min(columns), row, max(columns), lock)

    def _special(self, role: str) -> dict[str, Content]:
        """The rows that stand once: total, stage, coverage and its counts."""
        if role == "total":
            return self._node(ROOT, None)
        if role == "stage":
            return self._stages()
        if role in _COUNTS:
            return self._counts(QuantityKind(role))
        if role == _BELOW:
            return self._below()
        return self._coverage() if role == "coverage" else {}

    def _score(self, formula: str, quantity: Quantity, digits: int) -> Computed:
        of_class = quantity.kind is QuantityKind.SCORE and quantity.unit != CITY and quantity.ref != ROOT
        mark = self.context.mark_word if of_class else ""
        return Computed(formula, quantity, number_format=self.context.score_format(digits), mark=mark)

    def _node(self, code: str, node: Node | None) -> dict[str, Content]:
        scores = {
            c: self._reference(c, f"score.{code}")
            for c in self.classes
            if f"score.{code}" in self.places[c].columns
        }
        name = node.name.get(self.context.lang) if node else self.context.words["label.total"]
        element = self.context.words[f"element.{node.element}"] if node and node.element else ""
        return {
            "node.code": code if node else "",
            "node.name": name,
            "node.element": element,
            **self._row(scores, QuantityKind.SCORE, code, self.context.digits(code)),
        }

    def _element(self, element: Element) -> dict[str, Content]:
        name = f"element.{element}"
        scores = {c: self._reference(c, name) for c in self.classes if name in self.places[c].columns}
        values = self._row(scores, QuantityKind.ELEMENT, element.value, self.framework.element_digits)
        return {"node.code": "", "node.name": self.context.words[name], "node.element": "", **values}

    def _row(
        self, scores: Mapping[str, str], kind: QuantityKind, ref: str, digits: int
    ) -> dict[str, Content]:
        """Each class's score by reference; the city's is their mean by share."""
        cells: dict[str, Content] = {f"each.score@{code}": "" for code in self.classes}
        for code, reference in scores.items():
            cells[f"each.score@{code}"] = self._score(reference, Quantity(kind, f"@{code}", ref), digits)
        mean = weighted_mean_formula(
            self._across(self.sheet.next_row),
            self._across(self.rows["share"], "r"),
            digits,
            udf=self.context.edition.calls_functions and not self.context.mark,
        )
        return {**cells, "city.score": self._score(mean, Quantity(kind, CITY, ref), digits)}

    def _reference(self, unit_class: str, name: str) -> str:
        place = self.places[unit_class]
        return f"={qualified(place.sheet, place.cell(place.aggregate, name))}"

    def _units(self) -> dict[str, int]:
        """Aggregate code → column, the city last."""
        columns = {f"@{code}": self._column("each.score", code) for code in self.classes}
        return columns | {CITY: self._column("city.score")}

    def _stages(self) -> dict[str, Content]:
        total, names = self.rows["total"], self.context.stage_names()
        stages = {
            unit: Computed(
                stage_formula(self.context, a1(total, column)), Quantity(QuantityKind.STAGE, unit), names
            )
            for unit, column in self._units().items()
        }
        return _named(stages, "stage")

    def _counts(self, kind: QuantityKind) -> dict[str, Content]:
        counts = {
            f"@{code}": Computed(self._reference(code, kind), Quantity(kind, f"@{code}", ROOT))
            for code in self.classes
        }
        total = Computed(f"=SUM({self._across(self.sheet.next_row)})", Quantity(kind, CITY, ROOT))
        return _named({**counts, CITY: total}, "count")

    def _below(self) -> dict[str, Content]:
        """How many units lie below the coverage floor."""
        floor, cells = self.framework.floor(ROOT), {}
        for code, place in self.places.items():
            answered, applicable = (qualified(place.sheet, place.down(kind)) for kind in _COUNTS)
            formula = f"=SUMPRODUCT(1*({below_floor_expression(answered, applicable, floor)}))"
            cells[f"@{code}"] = Computed(formula, Quantity(QuantityKind.UNITS_BELOW, f"@{code}", ROOT))
        total = Computed(
            f"=SUM({self._across(self.sheet.next_row)})", Quantity(QuantityKind.UNITS_BELOW, CITY, ROOT)
        )
        return _named({**cells, CITY: total}, "count")

    def _coverage(self) -> dict[str, Content]:
        rows = [self.rows[kind] for kind in _COUNTS]
        cells = {}
        for unit, column in self._units().items():
            answered, applicable = (a1(row, column) for row in rows)
            formula = f'=IF({applicable}=0,"",{answered}/{applicable})'
            cells[unit] = Computed(formula, Quantity(QuantityKind.COVERAGE, unit, ROOT))
        return _named(cells, "coverage")

    def _first_row(self, role: str) -> int:
        """Where the first row of a role will stand: the rows above it are known, however often they repeat."""
        sizes = {
            "branch": len(self._branches()),
            "leaf": len(self._leaves()),
            "element": len(self._elements()),
        }
        roles = [row.role for row in self._layout_rows()]
        return 1 + sum(sizes.get(above, 1) for above in roles[: roles.index(role)])

    def _areas_chart(self) -> Content:
        """Over the top-level areas, which stand first among the branches; without vetoes, deductions and bonus points.

        These are no scores that a shape could compare. A chart needs rows side by side: where they stand between areas
        of the roll-up, all are drawn.
        """
        areas = [n for n in self._branches() if n.parent == ROOT]
        drawn = [at for at, node in enumerate(areas) if node.code not in self.framework.adjusting]
        if drawn and drawn[-1] - drawn[0] + 1 > len(drawn):
            return self._chart("label.radar", "branch", len(areas))
        return self._chart("label.radar", "branch", len(drawn), skipped=drawn[0] if drawn else 0)

    def _elements_chart(self) -> Content:
        return self._chart("label.elements_radar", "element", len(self._elements()))

    def _chart(self, title: str, role: str, size: int, *, skipped: int = 0) -> Content:
        """One ring for each class and the city, over `size` rows of a role after `skipped` ones; bars where there are few."""
        if size < _FEWEST_BARS:
            return ""
        first = self._first_row(role) + skipped
        name, lang = self.context.words["sheet.city"], self.context.lang
        columns = {c.name.get(lang): self._column("each.score", c.code) for c in self.framework.classes}
        columns |= {self.context.words["label.city"]: self._column("city.score")}

        def down(column: int) -> Area:
            return Area(name, first, column, first + size - 1, column)

        series = tuple((text, down(column)) for text, column in columns.items())
        kind = ChartKind.RADAR if size >= _FEWEST_CORNERS else ChartKind.BARS
        return Chart(self.context.words[title], down(self._column("node.name")), series, kind)


def _named(cells: Mapping[str, Computed], what: str) -> dict[str, Content]:
    named: dict[str, Content] = {
        f"each.{what}@{unit.removeprefix('@')}": cell for unit, cell in cells.items() if unit != CITY
    }
    return {**named, f"city.{what}": cells[CITY]}
