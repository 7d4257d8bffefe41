"""The summary: what city, classes and units come to with the weights and scores of the workbench, beside the engine's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from smartxl.cells import Area, a1, area, text_literal
from smartxl.model.definition import Unit
from smartxl.model.framework import ROOT
from smartxl.model.plan import Computed, PlainFormula, SheetPlan
from smartxl.model.scores import CITY, Quantity, QuantityKind
from smartxl.planning.stages import stage_formula
from smartxl.project.workbench import looks
from smartxl.project.workbench.facts import GOOD, Workbench
from smartxl.project.workbench.keys import SheetKind
from smartxl.project.workbench.printing import paged
from smartxl.project.workbench.scoresplace import ScoresAt, ScoresPlace
from smartxl.project.workbench.weights import WeightsPlace
from smartxl.questionnaires.page import KEY_COLUMN, PageBuilder
from smartxl.rules import weighted_mean_formula

__all__ = ["plan_summary_sheet"]

_TITLE, _INTRO, _HEAD, _CITY = 2, 3, 5, 6
_CODE, _NAME, _CLASS, _WEIGHT, _ENGINE, _TOTAL, _CHANGE, _RANK_NOW, _RANK, _MOVED = range(2, 12)
_STAGE_NOW, _STAGE, _COVERAGE, _CHECK = range(12, 16)
_HEADS = (
    "code", "unit", "class", "weight_in", "engine", "total", "change", "rank_now", "rank", "moved", "stage_now", "stage",
    "coverage", "check",
)  # fmt: skip
_WIDTHS = {
    KEY_COLUMN: 4.0, _CODE: 10.0, _NAME: 34.0, _CLASS: 18.0, _WEIGHT: 9.0, _ENGINE: 10.0, _TOTAL: 10.0, _CHANGE: 9.0,
    _RANK_NOW: 8.0, _RANK: 8.0, _MOVED: 8.0, _STAGE_NOW: 12.0, _STAGE: 12.0, _COVERAGE: 9.0, _CHECK: 26.0,
}  # fmt: skip
_SIGNED = "+0.{0};-0.{0};0"


def plan_summary_sheet(
    book: Workbench, places: Mapping[str, ScoresPlace], weights: WeightsPlace
) -> SheetPlan:
    """The sheet: the city, the classes, then their units; every number is looked up by its unit's code."""
    build = book.page(SheetKind.SUMMARY, "", _WIDTHS)
    build.across(_TITLE, _CODE, _CHECK, book.word("title_summary"), looks.TITLE)
    build.across(_INTRO, _CODE, _CHECK, book.word("intro_summary"), looks.INTRO, lines=2)
    for column, head in enumerate(_HEADS, _CODE):
        build.put(_HEAD, column, book.word(f"head_{head}"), looks.HEAD)
    lines = _SummaryLines(book, build, weights)
    lines.city(len(places))
    row = _CITY + 1
    for code, place in places.items():
        lines.aggregate(row, code, place)
        row += 1
    row += 1
    for place in places.values():
        for unit in place.members.units:
            lines.unit(row, unit, place)
            row += 1
    sheet = build.sheet(frozen=(_CITY, _CLASS), repeated=(_HEAD, _HEAD), hidden_columns=(KEY_COLUMN,))
    return paged(sheet, checks=[Area(build.name, _CITY + 1, _CHECK, row, _CHECK)])


@dataclass(frozen=True)
class _SummaryLines:
    """The rows of the sheet."""

    book: Workbench
    build: PageBuilder
    weights: WeightsPlace

    def city(self, classes: int) -> None:
        """The mean of the classes by their shares, where every share is in order."""
        first, last = _CITY + 1, _CITY + classes
        scores, shares = area(first, _TOTAL, last, _TOTAL), area(first, _WEIGHT, last, _WEIGHT)
        digits = self.book.context.digits(ROOT)
        mean = weighted_mean_formula(scores, shares, digits)
        checks = f'COUNTIF({area(first, _CHECK, last, _CHECK)},"{GOOD}")={classes}'
        formula = f'=IF(AND(COUNT({shares})={classes},{checks}),{mean[1:]},"")'
        name = self.book.definition.round.city.get(self.book.context.lang)
        self._named(_CITY, CITY, "", name, "", strong=True)
        self.build.put(_CITY, _WEIGHT, "", looks.STRONG_TEXT)
        self._total(_CITY, CITY, Computed(formula, Quantity(QuantityKind.SCORE, CITY, ROOT)), strong=True)
        self._stage(_CITY, CITY)
        coverage = self.book.table.get(QuantityKind.COVERAGE, CITY, ROOT)
        share = looks.formatted(looks.STRONG, "0.0%")
        self.build.put(_CITY, _COVERAGE, "" if coverage is None else coverage, share)
        self.build.put(_CITY, _CHECK, "", looks.STRONG_TEXT)

    def aggregate(self, row: int, code: str, place: ScoresPlace) -> None:
        """A class as a whole."""
        unit_class = place.members.unit_class
        self._named(
            row, unit_class.aggregate, "", unit_class.name.get(self.book.context.lang), "", strong=True
        )
        self.build.put(
            row,
            _WEIGHT,
            PlainFormula(f"={self.weights.used_share(code)}"),
            looks.formatted(looks.STRONG, "0.####"),
        )
        self._of(row, unit_class.aggregate, place, strong=True)

    def unit(self, row: int, unit: Unit, place: ScoresPlace) -> None:
        """A unit with its rank."""
        lang = self.book.context.lang
        self._named(row, unit.code, unit.code, unit.name.get(lang), place.members.unit_class.name.get(lang))
        self.build.put(row, _WEIGHT, unit.weight, looks.COUNT)
        self._of(row, unit.code, place)

    def _named(
        self, row: int, key: str, code: str, name: str, unit_class: str, *, strong: bool = False
    ) -> None:
        look = looks.STRONG_TEXT if strong else looks.TEXT
        self.build.put(row, KEY_COLUMN, key)
        for column, text in ((_CODE, code), (_NAME, name), (_CLASS, unit_class)):
            self.build.put(row, column, text, look)
        if strong:
            for column in range(_ENGINE, _CHECK + 1):
                self.build.put(row, column, "", look)

    def _of(self, row: int, member: str, place: ScoresPlace, *, strong: bool = False) -> None:
        total = Computed(
            place.found(ScoresAt.TOTAL, a1(row, KEY_COLUMN)),
            Quantity(QuantityKind.SCORE, member, ROOT),
            ungraded=self.book.context.ungraded_word(ROOT),
        )
        self._total(row, member, total, strong=strong)
        self._stage(row, member)
        found = Computed(
            place.found(ScoresAt.COVERAGE, a1(row, KEY_COLUMN)), Quantity(QuantityKind.COVERAGE, member, ROOT)
        )
        self.build.put(
            row, _COVERAGE, found, looks.formatted(looks.STRONG, "0.0%") if strong else looks.PERCENT
        )
        found_check = place.found(ScoresAt.CHECK, a1(row, KEY_COLUMN), self.book.word("row_gone"))
        ready, wait = self.weights.ready(place.members.unit_class.code), self.book.word("weights_wait")
        check = PlainFormula(f'=IF({ready}="{GOOD}",{found_check[1:]},{text_literal(wait)})')
        self.build.put(row, _CHECK, check, looks.STRONG_TEXT if strong else looks.TEXT)
        if not strong:
            self._rank(row, member, place)

    def _total(self, row: int, member: str, total: Computed, *, strong: bool = False) -> None:
        digits = self.book.context.digits(ROOT)
        number = looks.STRONG if strong else looks.NUMBER
        shown = looks.formatted(number, self.book.context.score_format(digits))
        engine = self.book.score(member, ROOT)
        self.build.put(row, _ENGINE, "" if engine is None else engine, shown)
        self.build.put(row, _TOTAL, total, shown)
        change = looks.formatted(number, _SIGNED.format("0" * min(max(digits, 1), 4)))
        self.build.put(row, _CHANGE, _difference(a1(row, _TOTAL), a1(row, _ENGINE)), change)

    def _rank(self, row: int, member: str, place: ScoresPlace) -> None:
        engine = self.book.table.get(QuantityKind.RANK, member)
        self.build.put(row, _RANK_NOW, "" if engine is None else engine, looks.COUNT)
        rank = Computed(place.found(ScoresAt.RANK, a1(row, KEY_COLUMN)), Quantity(QuantityKind.RANK, member))
        self.build.put(row, _RANK, rank, looks.COUNT)
        moved = _difference(a1(row, _RANK_NOW), a1(row, _RANK))
        self.build.put(row, _MOVED, moved, looks.MOVES)

    def _stage(self, row: int, member: str) -> None:
        names, engine = self.book.context.stage_names(), self.book.table.get(QuantityKind.STAGE, member)
        self.build.put(row, _STAGE_NOW, "" if engine is None else names[int(engine)], looks.TEXT)
        formula = stage_formula(self.book.context, a1(row, _TOTAL))
        self.build.put(
            row, _STAGE, Computed(formula, Quantity(QuantityKind.STAGE, member), names), looks.TEXT
        )


def _difference(one: str, other: str) -> PlainFormula:
    """How much larger one cell is than the other, nothing where one of them is no number."""
    return PlainFormula(f'=IF(AND(ISNUMBER({one}),ISNUMBER({other})),ROUND({one}-{other},10),"")')
