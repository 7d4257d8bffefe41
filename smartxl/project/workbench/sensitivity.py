"""The sheet of sensitivity of a class: how much each indicator's weight matters, how sure ranks are, where points are lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from smartxl.cells import Cell, a1, area, qualified
from smartxl.model.definition import Unit
from smartxl.model.framework import Node
from smartxl.model.plan import Check, PlainFormula, SheetPlan
from smartxl.project.workbench import looks
from smartxl.project.workbench.facts import Inputs, Workbench, same_mark
from smartxl.project.workbench.keys import CHOICE, SheetKind
from smartxl.project.workbench.scoresplace import FLAT, FLAT_SUM, HAS_FLAT, ScoresAt, ScoresPlace
from smartxl.questionnaires.page import KEY_COLUMN

__all__ = ["SensitivitySheet", "plan_sensitivity"]

_TITLE, _INTRO, _CHOSEN, _BAND, _HEAD, _FIRST = 2, 3, 4, 6, 7, 8
_CODE, _NAME, _SHARE = 2, 3, 4
_CLASS, _CLASS_SX, _CLASS_PLAIN, _CLASS_SAME = range(5, 9)
_UNIT, _UNIT_SX, _UNIT_PLAIN, _UNIT_SAME = range(9, 13)
_LESS_SX, _MORE_SX, _MOST_SX, _MOVED_SX, _LESS, _MORE, _SAME, _MOST, _MOVED = range(13, 22)
_CLASS_LACK, _UNIT_LACK = 22, 23  # hidden: the points that are lost
_WIDTHS = {
    KEY_COLUMN: 4.0, _CODE: 10.0, _NAME: 40.0, **dict.fromkeys(range(_SHARE, _UNIT_LACK + 1), 13.0),
    _CLASS_SAME: 13.0,
    **dict.fromkeys((_UNIT_SAME, _SAME), 6.5),
}  # fmt: skip
_HEADS = (
    "code", "name", "effective", "class_score", "sx_obstacle", "plain_obstacle", "same", "unit_score", "sx_obstacle",
    "plain_obstacle", "same", "sx_less", "sx_more", "sx_most", "sx_moved", "plain_less", "plain_more", "same",
    "kept_most", "kept_moved",
)  # fmt: skip
_BANDS = (
    "code",
    "unit",
    "total",
    "rank",
    "sx_median",
    "sx_best",
    "sx_worst",
    "kept_median",
    "kept_best",
    "kept_worst",
)
_SHARE_OF_STEP = 0.1
_SIGNED = "+0.000;-0.000;0.000"


@dataclass(frozen=True)
class SensitivitySheet:
    """The sheet, and what keeps a value as it was when the workbook was made: cell → whose value."""

    sheet: SheetPlan
    kept: Mapping[Cell, Cell]


def plan_sensitivity(book: Workbench, place: ScoresPlace, units: Check, inputs: Inputs) -> SensitivitySheet:
    """The sheet of one class; `units` is the list from which the unit is chosen that is looked at."""
    page = _SensitivityPage(book, place)
    return SensitivitySheet(page.plan(units, inputs), page.kept)


class _SensitivityPage:
    """The sheet while it is written."""

    def __init__(self, book: Workbench, place: ScoresPlace) -> None:
        self.book, self.place, self.grid = book, place, place.grid
        self.members, self.code = place.members, place.members.unit_class.code
        self.leaves = self.members.leaves
        self.last = _FIRST + len(self.leaves) - 1
        self.build = book.page(SheetKind.SENSITIVITY, self.code, _WIDTHS)
        self.kept: dict[Cell, Cell] = {}

    def plan(self, units: Check, inputs: Inputs) -> SheetPlan:
        """Choice of a unit, indicators, units."""
        build, word = self.build, self.book.word
        build.mark({_CLASS: f"#{CHOICE}"})
        build.across(_TITLE, _CODE, _MOVED, self.book.titled(SheetKind.SENSITIVITY, self.code), looks.TITLE)
        build.across(_INTRO, _CODE, _MOVED, word("intro_sensitivity"), looks.INTRO, lines=3)
        build.put(_CHOSEN, KEY_COLUMN, CHOICE)
        build.across(_CHOSEN, _CODE, _SHARE, word("choose_unit"), looks.BAND)
        first = self.members.units[0].name.get(self.book.context.lang) if units.options else ""
        build.across(_CHOSEN, _CLASS, _UNIT, "", looks.INPUT_TEXT)
        inputs.put(build, _CHOSEN, _CLASS, f"{CHOICE}:{self.code}", first, units, looks.INPUT_TEXT)
        bands = (
            (_CLASS, _CLASS_SAME, "band_class"),
            (_UNIT, _UNIT_SAME, "band_unit"),
            (_LESS_SX, _MOVED, "band_tornado"),
        )
        for left, right, band in bands:
            build.across(_BAND, left, right, word(band), looks.BAND)
        for column, head in enumerate(_HEADS, _CODE):
            build.put(_HEAD, column, word(f"head_{head}"), looks.HEAD)
        for i, leaf in enumerate(self.leaves):
            self._write_leaf(leaf, _FIRST + i)
        self._write_calls()
        self._write_bands(self.last + 2)
        hidden = (KEY_COLUMN, _CLASS_LACK, _UNIT_LACK)
        return build.sheet(frozen=(_FIRST, _SHARE), repeated=(_TITLE, _TITLE), hidden_columns=hidden)

    def _down(self, column: int) -> str:
        return area(_FIRST, column, self.last, column, "$")

    def _beyond(self, row: int, column: int, lock: str = "$") -> str:
        return qualified(self.grid.scores, a1(row, column, lock))

    def _write_leaf(self, leaf: Node, row: int) -> None:
        build, context = self.build, self.book.context
        build.put(row, KEY_COLUMN, leaf.code)
        build.put(row, _CODE, leaf.code, looks.TEXT)
        build.put(row, _NAME, leaf.name.get(context.lang), looks.TEXT)
        column = self.grid.columns[leaf.code]
        number = looks.formatted(looks.NUMBER, context.score_format(context.digits(leaf.code)))
        build.put(row, _SHARE, PlainFormula(f"={self._beyond(ScoresAt.EFFECTIVE, column)}"), looks.PERCENT)
        aggregate = self.grid.at[self.members.unit_class.aggregate]
        build.put(row, _CLASS, self._score(self._beyond(aggregate, column)), number)
        build.put(row, _UNIT, self._score(self._of_chosen(column)), number)
        for score, lack, plain, called, same in (
            (_CLASS, _CLASS_LACK, _CLASS_PLAIN, _CLASS_SX, _CLASS_SAME),
            (_UNIT, _UNIT_LACK, _UNIT_PLAIN, _UNIT_SX, _UNIT_SAME),
        ):
            self._write_obstacle(row, score, lack, plain)
            build.put(row, same, same_mark([(a1(row, called), a1(row, plain))]), looks.TEXT)
            build.put(row, called, "", looks.formatted(looks.NUMBER, "0.00"))
        self._write_tornado(row, column)

    @staticmethod
    def _score(reference: str) -> PlainFormula:
        return PlainFormula(f'=IFERROR(IF(ISNUMBER({reference}),{reference},""),"")')

    def _of_chosen(self, column: int) -> str:
        """A unit's score by its name: the cell where that stands."""
        sheet, place = self.grid.scores, self.place
        names, values = (qualified(sheet, place.down(each)) for each in (ScoresAt.NAME, column))
        return f"INDEX({values},MATCH({a1(_CHOSEN, _CLASS, '$')},{names},0))"

    def _write_obstacle(self, row: int, score: int, lack: int, plain: int) -> None:
        """Its part in all the points that are lost, in percent."""
        points, share, lost = a1(row, score), a1(row, _SHARE), a1(row, lack)
        numbers = f"AND(ISNUMBER({points}),ISNUMBER({share}))"
        self.build.put(row, lack, PlainFormula(f'=IF({numbers},{share}*MAX(100-{points},0),"")'))
        every = self._down(lack)
        formula = f'=IF(AND(ISNUMBER({lost}),SUM({every})>0),100*{lost}/SUM({every}),"")'
        self.build.put(row, plain, PlainFormula(formula), looks.formatted(looks.NUMBER, "0.00"))

    def _write_tornado(self, row: int, column: int) -> None:
        build, signed = self.build, looks.formatted(looks.NUMBER, _SIGNED)
        for target in range(_LESS_SX, _MOVED + 1):
            build.put(row, target, "", looks.COUNT if target in {_MOVED_SX, _MOVED} else signed)
        build.put(row, _LESS, PlainFormula(self._changed(row, column, -_SHARE_OF_STEP)), signed)
        build.put(row, _MORE, PlainFormula(self._changed(row, column, _SHARE_OF_STEP)), signed)
        pairs = [(a1(row, _LESS_SX), a1(row, _LESS)), (a1(row, _MORE_SX), a1(row, _MORE))]
        build.put(row, _SAME, same_mark(pairs), looks.TEXT)
        for target, source in ((_MOST, _MOST_SX), (_MOVED, _MOVED_SX)):
            self.kept[Cell(build.name, row, target)] = Cell(build.name, row, source)

    def _changed(self, row: int, column: int, step: float) -> str:
        """The mean change of the units' totals when a weight changes by a step: Σ d·(s − T)/(W + d) over those that have a
        score s, T being the total, W the sum of the weights that count, d the change of the weight."""
        place, sheet = self.place, self.grid.scores
        total, weighed, has = (
            qualified(sheet, place.down(place.flat[n])) for n in (FLAT, FLAT_SUM, HAS_FLAT)
        )
        scores, share = qualified(sheet, place.down(column)), a1(row, _SHARE)
        inverse = f"1/({weighed}+{step:g}*{share})"
        gained = f"SUMPRODUCT({has},{scores},{inverse})"
        lost = f"SUMPRODUCT({has},1*ISNUMBER({scores}),{total},{inverse})"
        change = f"{step:g}*{share}*({gained}-{lost})/COUNT({total})"
        return f'=IFERROR(IF(AND(ISNUMBER({share}),COUNT({total})>0),{change},""),"")'

    def _write_calls(self) -> None:
        """The functions: one call each over all indicators."""
        build, size, shares = self.build, len(self.leaves), area(_FIRST, _SHARE, self.last, _SHARE)
        number = looks.formatted(looks.NUMBER, "0.00")
        for score, called in ((_CLASS, _CLASS_SX), (_UNIT, _UNIT_SX)):
            scores = area(_FIRST, score, self.last, score)
            call = PlainFormula(f"=SX_OBSTACLE({scores},{shares})", spread=(size, 1))
            build.put(_FIRST, called, call, number)
        scores, weights = self._table
        call = PlainFormula(f"=SX_TORNADO({scores},{weights})", spread=(size, 4))
        build.put(_FIRST, _LESS_SX, call, looks.formatted(looks.NUMBER, _SIGNED))

    @property
    def _table(self) -> tuple[str, str]:
        """Scores of the units under the indicators, and the indicators' shares of the total."""
        columns = [self.grid.columns[leaf.code] for leaf in self.leaves]
        rows = [self.grid.at[unit.code] for unit in self.members.units]
        sheet, top = self.grid.scores, ScoresAt.EFFECTIVE
        scores = area(min(rows), min(columns), max(rows), max(columns), "$")
        return qualified(sheet, scores), qualified(sheet, area(top, min(columns), top, max(columns), "$"))

    def _write_bands(self, row: int) -> None:
        """Rank intervals of the units under uncertain weights: by the function, and as they were."""
        build, word = self.build, self.book.word
        build.across(row, _CODE, _UNIT_SX, word("band_ranks"), looks.BAND)
        for column, head in enumerate(_BANDS, _CODE):
            build.put(row + 1, column, word(f"head_{head}"), looks.HEAD)
        first = row + 2
        for i, unit in enumerate(self.members.units):
            self._write_unit(unit, first + i)
        scores, weights = self._table
        call = PlainFormula(f"=SX_BANDS({scores},{weights})", spread=(len(self.members.units), 3))
        build.put(first, _CLASS_SX, call, looks.COUNT)

    def _write_unit(self, unit: Unit, row: int) -> None:
        build, context = self.build, self.book.context
        build.put(row, KEY_COLUMN, f"unit:{unit.code}")
        build.put(row, _CODE, unit.code, looks.TEXT)
        build.put(row, _NAME, unit.name.get(context.lang), looks.TEXT)
        total = PlainFormula(self.place.found(ScoresAt.TOTAL, a1(row, _CODE)))
        build.put(row, _SHARE, total, looks.formatted(looks.NUMBER, "0.00"))
        build.put(row, _CLASS, PlainFormula(self.place.found(ScoresAt.RANK, a1(row, _CODE))), looks.COUNT)
        for column in range(_CLASS_SX, _CLASS_SX + 6):
            build.put(row, column, "", looks.COUNT)
        for i in range(3):
            self.kept[Cell(build.name, row, _CLASS_SX + 3 + i)] = Cell(build.name, row, _CLASS_SX + i)
