"""One weight at a time: what the total of a unit becomes when a weight is taken down and up, by formulas over the workbook.

The reader chooses the unit; without a choice it is the class as a whole. The siblings of a weight take what it gives, so
that their sum stays. Hidden at the right stand the scores of the chosen unit and the weights of now, then in the row of each
node what `weighttrial` needs; at last the nodes by the size of what they do, which the chart draws.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from smartxl.cells import Area, a1, area, qualified
from smartxl.model.answers import Field
from smartxl.model.framework import ROOT, Node
from smartxl.model.plan import Check, CheckKind, Content, InputCell, Link, PlainFormula, SheetPlan
from smartxl.model.report import ChartKind
from smartxl.model.sheetdesign import Chart, Look
from smartxl.model.tree import in_order
from smartxl.planning import reportpage as looks
from smartxl.planning.context import Context
from smartxl.planning.reportpage import ReportPage, Styled
from smartxl.planning.summary_place import SummaryPlace
from smartxl.planning.sureness.trialvalues import Shown, TrialValues
from smartxl.planning.sureness.weighttrial import TrialGround, WeightTrial, cells_needed
from smartxl.text import cut_to

__all__ = ["SHARE", "VISIBLE", "TornadoRows", "has_tornado", "tornado_formulas", "tornado_width"]

VISIBLE = 8
"""Columns: code, name, weight, score, total after the change down and up, and how much more that is than now."""
SHARE = 0.1
"""By how much of itself a weight changes, unless the reader changes that."""
_DOWN, _UP, _FALL, _RISE = 5, 6, 7, 8
_DRAWN, _LABEL, _SIZE = 12, 30.0, (19.0, 9.5)
_HELPERS = 6  # size of the effect, its place, label; of the largest: label, both effects
_SETTLED = 10
_WEIGHT = replace(looks.NUMBER, number_format="0.##")


def has_tornado(context: Context, unit_class: str) -> bool:
    """Whether the scores of one unit give its total: they do not where those of others stand in for missing ones."""
    framework = context.definition.framework
    branches = (ROOT, *(node.code for node in framework.branches(unit_class)))
    return bool(_tried(context, unit_class)) and not any(
        framework.combination(code).over_peers for code in branches
    )


def _tried(context: Context, unit_class: str) -> tuple[Node, ...]:
    """The nodes in reading order whose weight is a share: those of vetoes, deductions and bonuses are points."""
    framework = context.definition.framework
    nodes = in_order(framework)
    return tuple(node for node in nodes if unit_class in node.weights and not framework.adjusts(node))


def tornado_width(context: Context, unit_class: str) -> int:
    """How many hidden columns the class takes."""
    framework = context.definition.framework
    nodes = len(framework.branches(unit_class)) + len(framework.leaves(unit_class))
    most = max((cells_needed(context, unit_class, node) for node in _tried(context, unit_class)), default=0)
    return nodes + _HELPERS + 2 * most


def tornado_formulas(context: Context, unit_class: str) -> int:
    """About how many formulas the class takes."""
    return sum(2 * cells_needed(context, unit_class, node) + 10 for node in _tried(context, unit_class))


class TornadoRows:
    """The part of one class while it is added; `weights`: (class, node) → where its weight stands."""

    def __init__(
        self,
        context: Context,
        page: ReportPage,
        place: SummaryPlace,
        summary: SheetPlan,
        values: TrialValues,
        weights: Mapping[tuple[str, str], str],
    ) -> None:
        self.context, self.page, self.place, self.summary = context, page, place, summary
        self.values, self.weights, self.words = values, weights, context.words
        self.framework, self.code = context.definition.framework, values.unit_class
        nodes = (*self.framework.branches(self.code), *self.framework.leaves(self.code))
        self.nodes = {node.code: node for node in nodes}
        self.columns = {code: VISIBLE + 1 + at for at, code in enumerate(self.nodes)}
        self.helper = VISIBLE + 1 + len(nodes)

    def add(self) -> None:
        """Choice of the unit, the chart, a row for each node."""
        page, words, tried = self.page, self.words, _tried(self.context, self.code)
        page.add(
            [(self.framework.unit_class(self.code).name.get(self.context.lang), looks.HEADING)], [VISIBLE]
        )
        ground = self._ground()
        drawn = page.room(_SIZE[1])
        page.add([(text, looks.HEAD) for text in self._heads()], least=34.0)
        first = page.next_row
        effects = [self._node(ground, node) for node in tried]
        page.put(drawn, 1, self._largest(first, tried, effects))
        page.add([(words["sure.tornado_note"], looks.NOTE)], [VISIBLE])

    def _heads(self) -> Iterator[str]:
        words = self.words
        yield from (words["head.code"], words["label.indicator"], words["sure.now"], words["label.score"])
        yield from (words[f"sure.{name}"] for name in ("down", "up", "fall", "rise"))

    def _ground(self) -> TrialGround:
        """The unit that is looked at, by how much weights change, its total; hidden, its scores, and below the weights."""
        page, words, row = self.page, self.words, self.page.next_row
        column, names = self._names()
        rows, which = self.place.units.values(), a1(row, self.helper, "$")
        listed = Area(self.place.sheet, min(rows), column, max(rows), column)
        check = Check(CheckKind.LIST, names, listed, prompt=words["sure.choose_prompt"])
        cells: list[Styled] = [
            (words["sure.choose"], looks.SUBJECT),
            (InputCell(f"sure.unit:{self.code}", Field.VALUE, check), looks.TEXT),
            (words["sure.change"], looks.SUBJECT),
            (SHARE, replace(looks.NUMBER, number_format="0%")),
            (words["label.total"], looks.SUBJECT),
            (self._looked_up(f"score.{ROOT}", which, self.values.score(ROOT)), self._look(ROOT)),
            ("", looks.TEXT),
            ("", looks.TEXT),
        ]
        page.add(cells, least=24.0)
        page.add([(words["sure.choose_note"], looks.NOTE)], [VISIBLE])
        own, whole = a1(row, 2, "$"), len(names) + 1
        found = f'=IF({own}="",{whole},IFERROR(MATCH({own},{listed},0),""))'
        page.put(row, self.helper, PlainFormula(found, float(whole)))
        for code, node in self.nodes.items():
            score = self._looked_up(f"score.{code}", which, self.values.score(code))
            page.put(row, self.columns[code], score)
            weight = PlainFormula(f"={self.weights[self.code, code]}", node.weights[self.code])
            page.put(row + 1, self.columns[code], weight)
        share, total = a1(row, 4, "$"), a1(row, _UP, "$")
        return TrialGround(
            self.context, self.values, self.columns, row, row + 1, share, f"{which}={whole}", total
        )

    def _names(self) -> tuple[int, tuple[str, ...]]:
        """The column of the summary in which units are named, or have their codes, and what stands there."""
        by_code, rows = self.context.definition.roster.by_code, self.place.units
        first = next(iter(rows))
        cells = self.summary.rows[rows[first] - 1].cells
        wanted = (by_code[first].name.get(self.context.lang), first)
        found = (column for text in wanted for column, content in cells.items() if _text(content) == text)
        column = next(found, 1)
        return column, tuple(_text(self.summary.rows[row - 1].cells.get(column, "")) for row in rows.values())

    def _looked_up(self, name: str, which: str, shown: Shown) -> PlainFormula:
        """What the summary shows of the chosen unit."""
        column, first = self.place.columns[name], min(self.place.units.values())
        cells = qualified(self.place.sheet, area(first, column, self.place.aggregate, column, "$"))
        found = f"INDEX({cells},{which})"
        return PlainFormula(f'=IF(ISNUMBER({which}),IF({found}="","",{found}),"")', shown)

    def _look(self, code: str) -> Look:
        return replace(looks.NUMBER, number_format=self.context.score_format(self.context.digits(code)))

    def _node(self, ground: TrialGround, node: Node) -> tuple[Shown, Shown]:
        """The row of a node; by how much the total falls or rises."""
        page, row = self.page, self.page.next_row
        down = WeightTrial(ground, node, (row, self.helper + _HELPERS), -SHARE)
        up = WeightTrial(ground, node, (row, down.free), SHARE)
        score, now = ground.score(node.code), self.values.score(ROOT)
        cells: list[Styled] = [(node.code, looks.TEXT), (node.name.get(self.context.lang), looks.TEXT)]
        cells += [
            (PlainFormula(f"={ground.weight(node.code)}", node.weights[self.code]), _WEIGHT),
            (
                PlainFormula(f'=IF({score}="","",{score})', self.values.score(node.code)),
                self._look(node.code),
            ),
        ]
        cells += [(trial.total, self._look(ROOT)) for trial in (down, up)]
        effects = (_difference(down.total.shown, now), _difference(up.total.shown, now))
        code = self.context.score_format(self.context.digits(ROOT))
        signed = replace(looks.NUMBER, number_format=f"+{code};-{code};{code}")
        for column, effect in zip((_DOWN, _UP), effects, strict=True):
            at = a1(row, column)
            formula = (
                f'=IF(AND(ISNUMBER({at}),ISNUMBER({ground.total})),ROUND({at}-{ground.total},{_SETTLED}),"")'
            )
            cells.append((PlainFormula(formula, effect), signed))
        page.add(cells)
        for column, content in (*down.cells, *up.cells):
            page.put(row, column, content)
        return effects

    def _largest(self, first: int, tried: Sequence[Node], effects: Sequence[tuple[Shown, Shown]]) -> Chart:
        """Hidden: the size of each effect and its place, and the largest ones in their order; the chart of these."""
        last = first + len(tried) - 1
        size, place, label, told, fall, rise = range(self.helper, self.helper + _HELPERS)
        sizes = [_size(effect) for effect in effects]
        order = sorted(range(len(tried)), key=lambda at: -sizes[at])
        names = [cut_to(f"{node.code} {node.name.get(self.context.lang)}", _LABEL) for node in tried]
        for at, name in enumerate(names):
            row = first + at
            own, both = a1(row, size), f"{a1(row, _FALL)},{a1(row, _RISE)}"
            largest = f"MAX(ABS({a1(row, _FALL)}),ABS({a1(row, _RISE)}))"
            self.page.put(row, size, PlainFormula(f"=IF(COUNT({both})=2,{largest},-1)", sizes[at]))
            every, above = area(first, size, last, size, "$"), f"{a1(first, size, '$')}:{own}"
            before = f'=COUNTIF({every},">"&{own})+COUNTIF({above},{own})'
            self.page.put(row, place, PlainFormula(before, order.index(at) + 1.0))
            self.page.put(row, label, name)
        drawn = min(_DRAWN, len(tried))
        places = area(first, place, last, place, "$")
        for number, at in enumerate(order[:drawn], 1):
            row = first + number - 1
            for column, source, shown in (
                (told, label, names[at]), (fall, _FALL, effects[at][0]), (rise, _RISE, effects[at][1])
            ):  # fmt: skip
                found = f"INDEX({area(first, source, last, source, '$')},MATCH({number},{places},0))"
                self.page.put(row, column, PlainFormula(f"={found}", shown))
        return self._chart((first, first + drawn - 1), told, (fall, rise))

    def _chart(self, rows: tuple[int, int], labels: int, columns: tuple[int, int]) -> Chart:
        words, (first, last) = self.words, rows

        def down(column: int) -> Area:
            return Area(self.page.name, first, column, last, column)

        named = zip((words["sure.down"], words["sure.up"]), columns, strict=True)
        series = tuple((text, down(column)) for text, column in named)
        code = self.context.score_format(self.context.digits(ROOT))
        title = words["sure.tornado"]
        return Chart(
            title, down(labels), series, ChartKind.BARS, _SIZE, (None, None), f"+{code};-{code};{code}"
        )


def _text(content: Content) -> str:
    """The text of a cell, "" for anything else."""
    shown = content.text if isinstance(content, Link) else content
    return shown if isinstance(shown, str) else ""


def _difference(after: Shown, before: Shown) -> Shown:
    """How much more that is, "" where either is no number."""
    if isinstance(after, float) and isinstance(before, float):
        return round(after - before, _SETTLED)
    return ""


def _size(effect: tuple[Shown, Shown]) -> float:
    fall, rise = effect
    return max(abs(fall), abs(rise)) if isinstance(fall, float) and isinstance(rise, float) else -1.0
