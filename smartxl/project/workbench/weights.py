"""The sheet of weights: what each node weighs, what it shall weigh, and what the class as a whole comes to with that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from smartxl.cells import Area, a1, area, qualified, text_literal
from smartxl.model.framework import ROOT, Node, UnitClass
from smartxl.model.plan import Check, CheckKind, PlainFormula, SheetPlan
from smartxl.project.workbench import looks
from smartxl.project.workbench.facts import GOOD, Inputs, Workbench, guarded, same_mark
from smartxl.project.workbench.grid import ClassGrid
from smartxl.project.workbench.keys import NOW, SHARE, TRY, USED, WEIGHT, SheetKind
from smartxl.project.workbench.printing import paged, scale_for, whole_blocks
from smartxl.questionnaires.page import KEY_COLUMN, PageBuilder
from smartxl.questionnaires.scale import joined

__all__ = ["TYPED_WEIGHT", "WeightsPlace", "plan_weights", "weights_place"]

TYPED_WEIGHT = Check(CheckKind.NUMBER, minimum=0.0, maximum=1e6)
_TITLE, _INTRO, _FIRST = 2, 3, 5
_CODE, _PARENT, _NAME, _NOW, _TRY, _USED, _SHARE, _EFFECTIVE, _AHP, _CHECK = range(2, 12)
_SCORE, _COVERAGE, _CALLED, _CALLED_SCORE, _CALLED_COVERAGE, _SAME, _RAW, _GROUP = range(12, 20)
_WIDTHS = {
    KEY_COLUMN: 4.0,
    _CODE: 10.0,
    _PARENT: 10.0,
    _NAME: 42.0,
    **dict.fromkeys((_NOW, _TRY, _USED, _SHARE, _EFFECTIVE, _AHP), 10.5),
    _CHECK: 30.0,
    **dict.fromkeys(range(_SCORE, _SAME), 12.0),
    _SAME: 7.0,
    **dict.fromkeys((_RAW, _GROUP), 8.0),
}
_HEADS = (
    "code", "parent", "name", "now", "try", "used", "share", "effective", "ahp", "check",
    "class_score", "class_coverage", "sx_code", "sx_score", "sx_coverage", "same",
)  # fmt: skip
_ASIDE = "aside"  # the group of nodes that take part in the pipeline only


@dataclass(frozen=True)
class WeightsPlace:
    """Where everything stands on the sheet: class → row of its band, of its total, and of its nodes by code."""

    sheet: str
    bands: Mapping[str, int]
    totals: Mapping[str, int]
    rows: Mapping[str, Mapping[str, int]]

    def down(self, unit_class: str, column: int) -> str:
        """A column over the nodes of a class."""
        rows = self.rows[unit_class].values()
        return area(min(rows), column, max(rows), column, "$")

    def ready(self, unit_class: str) -> str:
        """The cell that says ✓ where all weights of a class are in order."""
        return qualified(self.sheet, a1(self.bands[unit_class], _CHECK, "$"))

    def used_share(self, unit_class: str) -> str:
        """Where the share of a class in the city's score stands."""
        return qualified(self.sheet, a1(self.bands[unit_class] + 1, _USED, "$"))

    def used(self, unit_class: str, code: str) -> str:
        """The expression of a node's weight, found by its key; an error where its row is gone."""
        return self._found(unit_class, code, _USED)

    def effective(self, unit_class: str, code: str) -> str:
        """The expression of a node's share of the total, likewise."""
        return self._found(unit_class, code, _EFFECTIVE)

    def shared(self, unit_class: str, code: str) -> str:
        """The expression of a node's share among its siblings, likewise."""
        return self._found(unit_class, code, _SHARE)

    def _found(self, unit_class: str, code: str, column: int) -> str:
        keys, values = self.down(unit_class, KEY_COLUMN), self.down(unit_class, column)
        key = text_literal(weight_key(unit_class, code))
        sheet = self.sheet
        return f"INDEX({qualified(sheet, values)},MATCH({key},{qualified(sheet, keys)},0))"


def weight_key(unit_class: str, code: str) -> str:
    """The key of the row of a node's weight."""
    return f"{WEIGHT}:{unit_class}/{code}"


def weights_place(book: Workbench) -> WeightsPlace:
    """Where everything will stand."""
    bands, totals, rows = {}, {}, {}
    row = _FIRST
    for unit_class in book.definition.framework.classes:
        code = unit_class.code
        bands[code], totals[code] = row, row + 3  # below it the class's share, and heads
        rows[code] = {node.code: row + 4 + i for i, node in enumerate(book.nodes(code))}
        row += 5 + len(rows[code])
    return WeightsPlace(book.name_of(SheetKind.WEIGHTS), bands, totals, rows)


def plan_weights(
    book: Workbench,
    place: WeightsPlace,
    grids: Mapping[str, ClassGrid],
    judged: Mapping[tuple[str, str], tuple[str, str]],
    coverage: Mapping[str, int],
    checked: int,
    inputs: Inputs,
) -> SheetPlan:
    """The sheet. `judged`: (class, code) → where the weight by judgements stands, and the switch that takes it; `coverage`:
    class → the row of the sheet of scores that has the coverage of its nodes, `checked` the column there of checks."""
    build = book.page(SheetKind.WEIGHTS, "", _WIDTHS)
    build.mark({_NOW: NOW, _TRY: TRY, _USED: USED})
    build.across(_TITLE, _CODE, _SAME, book.word("title_weights"), looks.TITLE)
    build.across(_INTRO, _CODE, _SAME, book.word("intro_weights"), looks.INTRO, lines=3)
    for unit_class in book.definition.framework.classes:
        code = unit_class.code
        block = _ClassRows(book, place, unit_class, grids[code], judged, coverage[code], checked)
        block.write(build, inputs)
    hidden = (KEY_COLUMN, _RAW, _GROUP)
    scale = scale_for(sum(width for column, width in _WIDTHS.items() if column not in hidden))
    sheet = build.sheet(
        frozen=(_FIRST, _NOW),
        repeated=(_TITLE, _TITLE),
        hidden_columns=hidden,
        scale=scale,
        break_after=_SAME,
    )
    checks = [
        Area(place.sheet, first, _CHECK, last, _CHECK)
        for code, band in place.bands.items()
        for first, last in ((band, band + 1), (place.totals[code], max(place.rows[code].values())))
    ]
    return paged(sheet, breaks=tuple(whole_blocks(sheet, tuple(place.bands.values()), scale)), checks=checks)


class _ClassRows:
    """The rows of one class."""

    def __init__(
        self,
        book: Workbench,
        place: WeightsPlace,
        unit_class: UnitClass,
        grid: ClassGrid,
        judged: Mapping[tuple[str, str], tuple[str, str]],
        coverage: int,
        checked: int,
    ) -> None:
        self.book, self.place, self.unit_class, self.grid = book, place, unit_class, grid
        self.judged, self.coverage, self.checked = judged, coverage, checked
        self.code, self.framework = unit_class.code, book.definition.framework
        self.rows = place.rows[self.code]

    def write(self, build: PageBuilder, inputs: Inputs) -> None:
        """Band, share of the class, heads, the total, then node by node."""
        band = self.place.bands[self.code]
        build.across(band, _CODE, _AHP, self.unit_class.name.get(self.book.context.lang), looks.BAND)
        build.put(band, _CHECK, self._ready(), looks.BAND)
        self._write_share(build, band + 1, inputs)
        for column, head in enumerate(_HEADS, _CODE):
            build.put(band + 2, column, self.book.word(f"head_{head}"), looks.HEAD)
        self._write_total(build)
        for node in self.book.nodes(self.code):
            self._write_node(build, node, inputs)
        for code, row in {ROOT: self.place.totals[self.code], **self.rows}.items():
            self._write_result(build, code, row)
        self._write_called(build)

    def _down(self, column: int) -> str:
        return self.place.down(self.code, column)

    def _ready(self) -> PlainFormula:
        """✓, or how many weights are to be put right: rows that are gone are missing among them."""
        size, right = len(self.rows), f'COUNTIF({self._down(_CHECK)},"{GOOD}")'
        wrong = joined(self.book.word("weights_wrong"), {"count": f"({size}-{right})"})
        return PlainFormula(f'=IF(AND(COUNT({self._down(_RAW)})={size},{right}={size}),"{GOOD}",{wrong})')

    def _write_share(self, build: PageBuilder, row: int, inputs: Inputs) -> None:
        lang, share = self.book.context.lang, self.unit_class.share
        told = self.book.word("class_share", name=self.unit_class.name.get(lang))
        build.put(row, KEY_COLUMN, f"{SHARE}:{self.code}")
        build.across(row, _CODE, _NAME, told, looks.TEXT)
        build.put(row, _NOW, share, looks.COUNT)
        typed = a1(row, _TRY)
        if len(self.framework.classes) > 1:
            inputs.put(build, row, _TRY, f"{SHARE}:{self.code}", share, TYPED_WEIGHT, looks.INPUT_NUMBER)
        else:
            build.put(row, _TRY, share, looks.COUNT)
        right = f"IF(ISNUMBER({typed}),{typed}>=0,FALSE)"
        build.put(row, _USED, PlainFormula(f'=IF({right},{typed},"")'), looks.COUNT)
        wrong = text_literal(self.book.word("weight_wrong"))
        build.put(row, _CHECK, PlainFormula(f'=IF(ISNUMBER({a1(row, _USED)}),"{GOOD}",{wrong})'), looks.TEXT)

    def _write_total(self, build: PageBuilder) -> None:
        row = self.place.totals[self.code]
        build.put(row, _CODE, ROOT, looks.STRONG_TEXT)
        build.put(row, _PARENT, "", looks.STRONG_TEXT)
        build.put(row, _NAME, self.book.context.words["label.total"], looks.STRONG_TEXT)
        for column in range(_NOW, _SCORE):
            build.put(row, column, "", looks.STRONG_TEXT)

    def _write_node(self, build: PageBuilder, node: Node, inputs: Inputs) -> None:
        row, key, now = self.rows[node.code], weight_key(self.code, node.code), node.weights[self.code]
        build.put(row, KEY_COLUMN, key)
        build.put(row, _CODE, node.code, looks.TEXT)
        build.put(row, _PARENT, node.parent, looks.TEXT)
        build.put(row, _NAME, "　" * (node.level - 1) + node.name.get(self.book.context.lang), looks.TEXT)
        build.put(row, _NOW, now, looks.COUNT)
        inputs.put(build, row, _TRY, key, now, TYPED_WEIGHT, looks.INPUT_NUMBER)
        raw, group = a1(row, _RAW), a1(row, _GROUP)
        ready, groups = a1(self.place.bands[self.code], _CHECK, "$"), self._down(_GROUP)
        good = f'{ready}="{GOOD}"'
        siblings = f"SUMPRODUCT(1*({groups}={group}),{self._down(_RAW)})"
        used, share = a1(row, _USED), a1(row, _SHARE)
        build.put(row, _USED, PlainFormula(guarded(good, f"={raw}")), looks.COUNT)
        build.put(row, _SHARE, PlainFormula(guarded(good, f"={used}/{siblings}")), looks.PERCENT)
        build.put(row, _EFFECTIVE, PlainFormula(guarded(good, self._effective(node, share))), looks.PERCENT)
        judged = self.judged.get((self.code, node.code))
        shown = PlainFormula(f'=IFERROR({judged[0]},"")') if judged else ""
        build.put(row, _AHP, shown, looks.PERCENT)
        build.put(row, _RAW, PlainFormula(self._raw(row, judged)))
        build.put(row, _GROUP, _ASIDE if node.code in self.framework.adjusting else f"/{node.parent}")
        wrong, none = (text_literal(self.book.word(word)) for word in ("weight_wrong", "siblings_zero"))
        check = f'=IF(NOT(ISNUMBER({raw})),{wrong},IF({siblings}<=0,{none},"{GOOD}"))'
        build.put(row, _CHECK, PlainFormula(check), looks.TEXT)

    def _raw(self, row: int, judged: tuple[str, str] | None) -> str:
        """What was typed, or what the judgements give of all that the siblings weigh by the definition."""
        typed = a1(row, _TRY)
        own = f'IF(ISNUMBER({typed}),IF({typed}>=0,{typed},""),"")'
        if judged is None:
            return f"={own}"
        by_judgement = text_literal(self.book.word("by_judgement"))
        all_of_them = f"SUMPRODUCT(1*({self._down(_GROUP)}={a1(row, _GROUP)}),{self._down(_NOW)})"
        weight = f'IF(ISNUMBER({a1(row, _AHP)}),{a1(row, _AHP)}*{all_of_them},"")'
        return f"=IF({judged[1]}={by_judgement},{weight},{own})"

    def _effective(self, node: Node, share: str) -> str:
        """The share of the total: the product of the shares on the way up; 0 of what enters by the pipeline only."""
        if self.framework.adjusts(node):
            return "=0"
        factors, above = [share], node.parent
        while above != ROOT:
            key = text_literal(weight_key(self.code, above))
            factors.append(f"INDEX({self._down(_SHARE)},MATCH({key},{self._down(KEY_COLUMN)},0))")
            above = self.framework.by_code[above].parent
        return f"={'*'.join(factors)}"

    def _write_result(self, build: PageBuilder, code: str, row: int) -> None:
        """The class as a whole under a node, and how much of it has a score: from the sheet of scores, by the node's code."""
        sheet, columns = self.grid.scores, self.grid.columns
        first, last = min(columns.values()), max(columns.values())
        found = f"MATCH({a1(row, _CODE)},{qualified(sheet, area(1, first, 1, last, '$'))},0)"
        aggregate = self.grid.at[self.unit_class.aggregate]
        strong = code == ROOT
        digits = self.book.context.score_format(self.book.context.digits(code))
        score = looks.formatted(looks.STRONG if strong else looks.NUMBER, digits)
        share = looks.formatted(looks.STRONG, "0.0%") if strong else looks.PERCENT
        for column, line, look in ((_SCORE, aggregate, score), (_COVERAGE, self.coverage, share)):
            values = qualified(sheet, area(line, first, line, last, "$"))
            build.put(
                row, column, PlainFormula(f'=IFERROR(IF({self._whole},INDEX({values},{found}),""),"")'), look
            )
        for column, look in ((_CALLED, looks.TEXT), (_CALLED_SCORE, score), (_CALLED_COVERAGE, share)):
            build.put(row, column, "", look)
        agree = "" if not self._call else self._same(row)
        build.put(row, _SAME, agree, looks.TEXT)

    def _same(self, row: int) -> PlainFormula:
        pairs = ((_CALLED_SCORE, _SCORE), (_CALLED_COVERAGE, _COVERAGE))
        return same_mark([(a1(row, one), a1(row, other)) for one, other in pairs], self._whole)

    @property
    def _whole(self) -> str:
        """The condition under which the class as a whole has a result: all weights and scores are in order."""
        checked = qualified(self.grid.scores, a1(self.grid.at[self.unit_class.aggregate], self.checked, "$"))
        return f'AND({a1(self.place.bands[self.code], _CHECK, "$")}="{GOOD}",{checked}="{GOOD}")'

    @cached_property
    def _call(self) -> str:
        """SX_ROLLUP of the class as a whole, "" where one call cannot calculate all nodes."""
        codes = [ROOT, *(node.code for node in self.grid.members.branches)]
        methods = {self.framework.combination(code).method for code in codes}
        digits = {self.book.context.digits(code) for code in codes}
        adjusted = any(node.code in self.framework.adjusting for node in self.book.nodes(self.code))
        callable_ = all(self.grid.called(code) is not None for code in codes)
        if not callable_ or adjusted or len(methods) > 1 or len(digits) > 1:
            return ""
        first, last = self.place.totals[self.code], max(self.rows.values())
        parts = (
            area(first, _CODE, last, _PARENT),
            area(first, _SCORE, last, _SCORE),
            area(first, _USED, last, _USED),
        )
        return f'=SX_ROLLUP({",".join(parts)},"{methods.pop()}","",{digits.pop()})'

    def _write_called(self, build: PageBuilder) -> None:
        if self._call:
            first, size = self.place.totals[self.code], 1 + len(self.rows)
            build.put(
                first,
                _CALLED,
                PlainFormula(guarded(self._whole, self._call), spread=(size, 3)),
                looks.STRONG_TEXT,
            )
