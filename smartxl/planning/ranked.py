"""The sheet of a class sorted by rank: units × nodes as a heat map that sorts itself when weights or answers change.

Hidden at its right stand the units in the order of the summary with the place that each has, and for each place its unit; all
else looks its unit up there. Where units are compared in groups, each group is sorted for itself, one below the other. Equal
ranks stay in the order of the summary, units without a rank come last.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from smartxl.cells import Area, a1, area, qualified
from smartxl.model.combination import Peers, Ties
from smartxl.model.framework import ROOT, UnitClass
from smartxl.model.plan import Content, Link, PlainFormula, SheetPlan
from smartxl.model.report import ChartKind
from smartxl.model.sheetdesign import Chart, Look
from smartxl.planning import reportpage as looks
from smartxl.planning.context import Context
from smartxl.planning.mirror import mirrored, number_format
from smartxl.planning.reportpage import ReportPage, Styled
from smartxl.planning.summary_place import SummaryPlace
from smartxl.text import cut_to

__all__ = ["RankedClass", "place_formula", "plan_ranked"]

_NAME_WIDTH, _GROUP_WIDTH, _NODE_WIDTH, _NARROW = 26.0, 12.0, 6.6, 9.0
_LABEL = 30.0
"""Latin characters that a unit's name is wide in a chart."""
_MARKED = ((10, 3), (3, 1))
"""From so many units on so many of the lowest are marked."""
_MOST_BARS = 50
_PERCENT = "0.0%"
_COUNT = replace(looks.NUMBER, number_format="0")


@dataclass(frozen=True)
class RankedClass:
    """A class with its summary, its units sorted by rank, and where the axis of their totals begins."""

    unit_class: UnitClass
    summary: SheetPlan
    place: SummaryPlace
    order: tuple[str, ...]
    least: float = 0.0


@dataclass(frozen=True)
class _RankedColumn:
    """A column: its head, where it stands on the summary, how wide it is, its head upright or not."""

    name: str
    head: str
    width: float
    upright: bool = False


def plan_ranked(
    context: Context, ranked: RankedClass, name: str, back: Link | str
) -> tuple[SheetPlan, Chart]:
    """The sheet, and the chart of its totals (of the best 50 where there are more)."""
    return _Ranked(context, ranked, name, back).plan()


class _Ranked:
    """One sheet while it is planned."""

    def __init__(self, context: Context, ranked: RankedClass, name: str, back: Link | str) -> None:
        self.context, self.ranked, self.back = context, ranked, back
        self.place = ranked.place
        self.columns = tuple(self._columns())
        hidden = 6
        self.page = ReportPage(name, (*(column.width for column in self.columns), *([_NARROW] * hidden)))
        first = len(self.columns) + 1
        self.number, self.unit, self.label, self.at, self.index, self.shown_label = range(
            first, first + hidden
        )
        self.first = 4  # below title, introduction and heads

    def _columns(self) -> Iterator[_RankedColumn]:
        words, framework, lang = self.context.words, self.context.definition.framework, self.context.lang
        code, columns = self.ranked.unit_class.code, self.place.columns
        yield _RankedColumn("rank", words["label.rank"], _NARROW)
        yield _RankedColumn("", words["label.unit_name"], _NAME_WIDTH)
        if "group" in columns:
            yield _RankedColumn("group", words["label.group"], _GROUP_WIDTH)
        yield _RankedColumn(f"score.{ROOT}", words["label.total"], _NARROW)
        yield _RankedColumn("stage", words["label.stage"], _NARROW)
        yield _RankedColumn("coverage", words["label.coverage"], _NARROW)
        for node in (*framework.branches(code), *framework.leaves(code)):
            head = f"{node.code} {node.name.get(lang)}"
            yield _RankedColumn(f"score.{node.code}", head, _NODE_WIDTH, upright=True)
        for name in (name for name in columns if name.startswith("element.")):
            yield _RankedColumn(name, words[name], _NODE_WIDTH, upright=True)

    def plan(self) -> tuple[SheetPlan, Chart]:
        """Title, introduction, heads, a row for each place, the class as a whole."""
        context, page = self.context, self.page
        visible = len(self.columns)
        name = self.ranked.unit_class.name.get(context.lang)
        spans = [visible - 3, 3]
        page.add(
            [(context.words["ranked.title"].format(name=name), looks.TITLE), (self.back, looks.BACK)], spans
        )
        page.add(
            [(context.words["ranked.intro_groups" if self.grouped else "ranked.intro"], looks.INTRO)],
            [visible],
        )
        page.add([self._head(column) for column in self.columns], least=110.0)
        for place, unit in enumerate(self.ranked.order):
            page.add([*self._shown_cells(unit, place), *self._hidden_cells(place)])
        page.add([self._aggregate(column) for column in self.columns])
        self._shade()
        sheet = page.sheet(
            frozen=(self.first, self._totals),
            filtered=(self.first - 1, self.first + self.size - 1),
            repeated=self.first - 1,
            hidden_columns=tuple(range(visible + 1, page.last_column + 1)),
        )
        return sheet, self._chart(name)

    @property
    def grouped(self) -> bool:
        """Whether units are compared in groups."""
        return self.context.definition.framework.conventions.peers is Peers.GROUP

    @property
    def _totals(self) -> int:
        """The column of totals."""
        return 1 + next(n for n, column in enumerate(self.columns) if column.name == f"score.{ROOT}")

    @property
    def size(self) -> int:
        """How many units there are."""
        return len(self.ranked.order)

    @staticmethod
    def _head(column: _RankedColumn) -> Styled:
        return column.head, looks.UPRIGHT if column.upright else looks.HEAD

    def _content(self, unit: str, name: str) -> Content:
        """What the summary shows of a unit."""
        row = self.ranked.summary.rows[self.place.units[unit] - 1]
        return row.cells.get(self.place.columns[name], "")

    def _shown_cells(self, unit: str, place: int) -> Iterator[Styled]:
        index = a1(self.first + place, self.index, "c")
        for column in self.columns:
            if not column.name:
                yield self._looked_up(self.unit, index, self._name(unit)), looks.TEXT
                continue
            cells = qualified(self.place.sheet, self.place.down(column.name, lock="$"))
            yield (
                mirrored(self._content(unit, column.name), f"INDEX({cells},{index})"),
                self._look(column.name),
            )

    def _look(self, name: str) -> Look:
        if name in {"stage", "group"}:
            return looks.CENTRE
        if name == "rank":
            halves = self.context.definition.framework.conventions.ranking.ties is Ties.MID
            return replace(looks.NUMBER, number_format="0.0" if halves else "0")
        code = number_format(self._content(unit, name) for unit in self.place.units)
        return replace(looks.NUMBER, number_format=_PERCENT if name == "coverage" else code or "General")

    def _name(self, unit: str) -> str:
        return self.context.definition.roster.by_code[unit].name.get(self.context.lang)

    def _down(self, column: int) -> str:
        return area(self.first, column, self.first + self.size - 1, column, "$")

    def _looked_up(self, column: int, index: str, shown: str) -> PlainFormula:
        return PlainFormula(f"=INDEX({self._down(column)},{index})", shown)

    def _hidden_cells(self, place: int) -> Iterator[Styled]:
        """The unit that stands there on the summary with its place, and which unit has this place."""
        row, units = self.first + place, tuple(self.place.units)
        unit, shown = units[place], self.ranked.order[place]
        own = a1(row, self.number, "c")
        label = cut_to(self._name(unit), _LABEL)
        yield float(place + 1), _COUNT
        yield self._name(unit), looks.NUMBER
        yield label, looks.NUMBER
        yield PlainFormula(self._place_of(unit, own), self.ranked.order.index(unit) + 1.0), _COUNT
        yield PlainFormula(f"=MATCH({own},{self._down(self.at)},0)", units.index(shown) + 1.0), _COUNT
        index = a1(row, self.index, "c")
        yield self._looked_up(self.label, index, cut_to(self._name(shown), _LABEL)), looks.NUMBER

    def _place_of(self, unit: str, own: str) -> str:
        """The place of a unit among those of its class: behind the groups before its own, by its rank within that."""
        rows, column = self.place.rows_of(self.place.group_of[unit]), self.place.columns["rank"]
        first, last, row = min(rows), max(rows), self.place.units[unit]
        before = first - min(self.place.units.values())
        sheet = self.place.sheet
        ranks, rank = (
            qualified(sheet, area(first, column, last, column, "$")),
            qualified(sheet, a1(row, column)),
        )
        above = qualified(sheet, area(first, column, row, column, "$"))
        return place_formula(rank, ranks, above, own, before)

    def _aggregate(self, column: _RankedColumn) -> Styled:
        if not column.name:
            return self.context.words["summary.aggregate"], looks.STRONG_TEXT
        row = self.place.aggregate
        content = self.ranked.summary.rows[row - 1].cells.get(self.place.columns[column.name], "")
        if content == "":
            return "", looks.STRONG_TEXT
        code = self._look(column.name).number_format
        look = (
            looks.STRONG_TEXT if column.name == "stage" else replace(looks.STRONG_NUMBER, number_format=code)
        )
        return mirrored(content, qualified(self.place.sheet, self.place.cell(row, column.name))), look

    def _shade(self) -> None:
        lowest = next((count for least, count in _MARKED if self.size >= least), 0)
        first_node = next((n for n, column in enumerate(self.columns, 1) if column.upright), 0)
        last = self.first + self.size - 1
        if first_node:
            self.page.shade(self.first, first_node, last, len(self.columns), lowest)

    def _chart(self, name: str) -> Chart:
        size, words = min(self.size, _MOST_BARS), self.context.words
        cut = "ranked.first" if self.grouped else "ranked.best"
        title = words[cut if self.size > size else "ranked.chart"].format(name=name, count=size)

        def down(column: int) -> Area:
            return Area(self.page.name, self.first, column, self.first + size - 1, column)

        series = ((words["label.total"], down(self._totals)),)
        return Chart(
            title,
            down(self.shown_label),
            series,
            ChartKind.BARS,
            limits=(self.ranked.least, None),
            number_format=self.context.score_format(self.context.digits(ROOT)),
        )


def place_formula(rank: str, ranks: str, above: str, number: str, before: int = 0) -> str:
    """The place of a unit by its rank, with its leading =: no two units have the same.

    `ranks` are those of all units that it is compared with, `above` those from the first of them to this one, `number` counts
    the units of all groups, `before` are those of the groups before its own. Before it stand those of better ranks, whatever
    ties make of these, and its equals above; units without a rank come last.
    """
    better = f'COUNTIF({ranks},"<"&{rank})+COUNTIF({above},{rank})'
    behind = f"{before}+" if before else ""
    return f"=IF(ISNUMBER({rank}),{behind}{better},COUNT({ranks})+{number}-COUNT({above}))"
